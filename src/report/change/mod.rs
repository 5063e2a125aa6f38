//! One change: the matrix from whom to whom, its controllers, units and places, and the changed land as a patch.

mod figures;
mod page;
mod record;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

pub use figures::ChangeReport;
pub(super) use record::ChangeRecord;

use super::document::Document;
use super::result::{Report, Table};
use crate::diff::Diff;
use crate::write::LandFormat;

impl Report for ChangeReport {
    type Record = record::DiffRecord;

    const LAND: Option<&'static str> = Some("The land that changed hands, piece by piece: a patch");

    /// Begins with the finding in one sentence; changed land comes before land that did not change.
    fn document(&self) -> Document {
        page::page(self)
    }

    /// `area_km2` is the whole area of a transition; without a known accuracy `low_km2` is that without noise and
    /// `high_km2` that with noise.
    fn record(&self) -> Self::Record {
        self.into()
    }

    fn tables() -> Vec<Table<Self>> {
        vec![
            Table::new(
                "changes",
                "What went from whom to whom, and what did not",
                record::transitions,
            ),
            Table::new(
                "controllers",
                "What every controller held before and after",
                record::controllers,
            ),
            Table::new(
                "pieces",
                "The changed land piece by piece, with a position inside each",
                record::pieces,
            ),
            Table::new(
                "claims",
                "Land by holder and recognised sovereign, given claims",
                record::recognised,
            )
            .given("claims", |result| result.change.recognition.is_some()),
            Table::new(
                "units",
                "What changed hands in each unit, given units",
                record::unit_changes,
            )
            .given("units", |result| result.breakdown.units.is_some()),
            Table::new(
                "places",
                "The places that changed hands, given places",
                record::place_changes,
            )
            .given("places", |result| result.breakdown.places.is_some()),
        ]
    }

    /// The changed land as a patch, see [`Diff`].
    fn land(&self, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
        Diff::of(&self.change).layer()?.write(format, out)
    }
}
