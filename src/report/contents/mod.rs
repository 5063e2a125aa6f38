//! What is in files: for people and for programs.

mod figures;
mod page;
mod record;

pub use figures::Inventory;

use super::document::Document;
use super::result::{Report, Table};

impl Report for Inventory {
    type Record = record::InventoryRecord;

    fn document(&self) -> Document {
        page::page(self)
    }

    fn record(&self) -> Self::Record {
        self.into()
    }

    fn tables() -> Vec<Table<Self>> {
        vec![
            Table::new("files", "Every file in a row", record::files),
            Table::new("properties", "Every property of every file", record::properties),
            Table::new(
                "controllers",
                "Who holds how much by each file",
                record::controllers,
            ),
        ]
    }
}
