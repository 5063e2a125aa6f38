//! What is wrong with files: for people, for programs and for a GIS.

mod figures;
mod page;
mod record;

use std::io::{self, Write};

pub use figures::Problems;

use super::document::Document;
use super::result::{Report, Table};
use crate::write::LandFormat;

impl Report for Problems {
    type Record = record::ProblemsRecord;

    const LAND: Option<&'static str> =
        Some("The places, to open in a GIS: land as polygons, all else as points");

    /// A table for each file.
    fn document(&self) -> Document {
        page::page(self)
    }

    fn record(&self) -> Self::Record {
        self.into()
    }

    fn tables() -> Vec<Table<Self>> {
        vec![Table::new(
            "problems",
            "Every problem of every file",
            record::problems,
        )]
    }

    /// One feature a problem, with its file; a problem without a place on earth has no geometry.
    fn land(&self, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
        record::land(self, format, out)
    }
}
