//! What became of every unit from one edition of a layer to the next, and the weights by which figures are carried over.

mod figures;
mod page;
mod reason;
mod record;

pub use figures::LineageReport;

use super::document::Document;
use super::result::{Report, Table};

impl Report for LineageReport {
    type Record = record::LineageRecord;

    fn document(&self) -> Document {
        page::page(self)
    }

    fn record(&self) -> Self::Record {
        self.into()
    }

    fn tables() -> Vec<Table<Self>> {
        vec![
            Table::new(
                "units",
                "What became of each unit, and what each came from",
                record::units,
            ),
            Table::new(
                "crosswalk",
                "Weights by area that carry figures of earlier units to later ones",
                record::crosswalk,
            ),
            Table::new("events", "How many units each event befell", record::events),
        ]
    }
}
