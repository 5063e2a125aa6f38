//! A whole case: every snapshot, every change, broken down and compared with published figures.

mod figures;
mod page;
mod record;
#[cfg(test)]
mod tests;

pub use figures::{CaseChange, CaseReport, CaseSnapshot};

use super::document::Document;
use super::result::{Report, Table};

impl Report for CaseReport {
    type Record = record::CaseRecord;

    /// Most important first: the findings, areas by controller, then every change.
    fn document(&self) -> Document {
        page::page(self)
    }

    /// `changes` are as those of a [`ChangeReport`](super::ChangeReport), each with its `finding`; all else are the rows of
    /// the tables.
    fn record(&self) -> Self::Record {
        self.into()
    }

    fn tables() -> Vec<Table<Self>> {
        vec![
            Table::new("areas", "What each controller holds on each date", record::areas),
            Table::new(
                "transitions",
                "What went from whom to whom, and what did not, in each change",
                record::transitions,
            ),
            Table::new(
                "units",
                "Who holds how much of each unit on each date",
                record::units,
            ),
            Table::new(
                "unit_changes",
                "What changed hands in each unit and change",
                record::unit_changes,
            ),
            Table::new("places", "Who held each place on each date", record::places),
            Table::new(
                "place_changes",
                "The places that changed hands in each change",
                record::place_changes,
            ),
            Table::new("fronts", "Where controllers met on each date", record::fronts),
            Table::new(
                "published",
                "Published areas compared with the measured ones",
                record::published,
            ),
            Table::new(
                "claims",
                "Land by holder and recognised sovereign in each change, given claims",
                record::recognised,
            )
            .given("claims", CaseReport::has_claims),
        ]
    }
}
