//! A comparison: how far two sources of one date agree, who holds what by which, and where they differ most.

mod figures;
mod page;
mod record;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

pub use figures::Comparison;

use super::document::Document;
use super::result::{Report, Table};
use crate::write::LandFormat;

impl Report for Comparison {
    type Record = record::ComparisonRecord;

    const LAND: Option<&'static str> = Some("The land on which the two differ, piece by piece");

    fn document(&self) -> Document {
        page::page(self)
    }

    fn record(&self) -> Self::Record {
        self.into()
    }

    fn tables() -> Vec<Table<Self>> {
        vec![
            Table::new("pairs", "Land by who holds it in A and in B", record::pairs),
            Table::new(
                "controllers",
                "The controllers and how alike their land is",
                record::controllers,
            ),
            Table::new("pieces", "The largest pieces of disagreement", record::pieces),
        ]
    }

    /// Every piece of disagreement, noise included: `in_a`, `in_b` (null where the land is not covered), `area_km2`,
    /// `width_m`, `noise`.
    fn land(&self, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
        record::land(&self.agreement, format, out)
    }
}
