//! An alignment: what was moved onto the lines of another snapshot, and the aligned snapshot.

mod page;
mod record;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use serde_json::Map;

use super::document::Document;
use super::result::{Report, Table};
use crate::change::Alignment;
use crate::write::{self, LandFormat, MARK};

impl Report for Alignment {
    type Record = record::AlignmentRecord;

    const LAND: Option<&'static str> = Some("The aligned snapshot");

    fn document(&self) -> Document {
        page::page(self)
    }

    fn record(&self) -> Self::Record {
        self.into()
    }

    fn tables() -> Vec<Table<Self>> {
        vec![Table::new("moves", "What was moved, by holders", record::moves)]
    }

    /// The aligned snapshot, which remembers what it was and what it was aligned to.
    fn land(&self, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
        let origin = Map::from_iter([(MARK.to_owned(), record::origin(self))]);
        write::snapshot(&self.snapshot, "landshift align", &origin)?.write(format, out)
    }
}
