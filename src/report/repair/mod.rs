//! A repair: what was done about the problems of a file, and the repaired layer.

mod page;
mod record;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use super::document::Document;
use super::result::{Report, Table};
use crate::check::Fixed;
use crate::write::LandFormat;

impl Report for Fixed {
    type Record = record::RepairRecord;

    const LAND: Option<&'static str> = Some("The repaired layer");

    fn document(&self) -> Document {
        page::page(self)
    }

    fn record(&self) -> Self::Record {
        self.into()
    }

    fn tables() -> Vec<Table<Self>> {
        vec![
            Table::new("actions", "What was done, problem by problem", record::actions),
            Table::new(
                "controllers",
                "What every controller had and has",
                record::controllers,
            ),
        ]
    }

    /// The features of the file with the land that they have now, then contested land.
    fn land(&self, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
        self.layer()?.write(format, out)
    }
}
