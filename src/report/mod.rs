//! Tables: what changed, in words and numbers, for people and for programs.
//!
//! [`change()`] writes one change, [`Timeline`] those of many dates, [`Comparison`] how far two sources of one date agree,
//! [`alignment()`] what moved one onto another, [`Report`] a whole scenario. Each is one result with several writers, and every number in every format is read from
//! that one result:
//!
//! ```text
//! Change, Timeline, Comparison, Report ─┬─► document ─┬─► text
//!                                       │             └─► Markdown
//!                                       └─► records ──┬─► JSON
//!                                                     └─► CSV
//! ```
//!
//! A document holds sentences and tables of rounded numbers; records hold all digits. How numbers are rounded is said
//! in one place, [`crate::measure`]. Names are the data's throughout; each writer makes them harmless in its format.

mod agreement;
mod agreement_json;
mod agreement_page;
#[cfg(test)]
mod agreement_tests;
mod alignment;
mod between;
mod breakdown;
mod case;
mod case_json;
mod case_page;
#[cfg(test)]
mod case_tests;
mod change_page;
#[cfg(test)]
mod change_tests;
mod csv;
mod document;
mod json;
mod key;
mod margins;
mod markdown;
mod place_page;
mod places;
mod problems;
mod published;
mod rows;
mod schema;
mod series_json;
mod series_page;
#[cfg(test)]
mod series_tests;
#[cfg(test)]
mod testing;
mod text;
mod timeline;
mod units;

use crate::Result;
use crate::change::Change;

pub use agreement::{AgreementTable, Comparison};
pub use alignment::alignment;
pub use breakdown::Breakdown;
pub use case::{Report, ReportChange, ReportSnapshot};
pub use problems::{ProblemFormat, mended, problems};
pub use rows::{
    AreaRow, DisagreementRow, FrontRow, PlaceChangeRow, PlaceRow, PublishedRow, UnitChangeRow, UnitRow,
};
pub use schema::{Schema, schema};
pub use timeline::{Table, Timeline};

/// The last note of every table for people; it carries [`crate::write::MARK`].
const MADE_WITH: &str = "Made with landshift.";

/// How a change is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Tables for a terminal, the same however wide it is.
    #[default]
    Text,
    /// The stable contract for programs, see [`schema()`].
    Json,
    /// One row a transition. A name that a spreadsheet would take for a formula gets an apostrophe before it.
    Csv,
    /// The tables of the text as GitHub Flavored Markdown.
    Markdown,
}

/// A table of a change as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChangeTable {
    /// What went from whom to whom, and what did not
    #[default]
    Changes,
    /// Land by holder and recognised sovereign, given claims
    Claims,
    /// What changed hands in each unit, given units
    Units,
    /// The places that changed hands, given places
    Places,
}

/// A table of a change as CSV.
///
/// # Errors
///
/// As [`change()`].
pub fn change_csv(change: &Change, breakdown: &Breakdown, table: ChangeTable) -> Result<String> {
    let keys = key::keys(&[&change.before, &change.after]);
    let keys = [keys[0].as_str(), keys[1].as_str()];
    match table {
        ChangeTable::Changes => csv::write(&json::transition_rows(change, keys)),
        ChangeTable::Claims => csv::write(&json::recognised_rows(change, keys)),
        ChangeTable::Units => csv::write(&breakdown.unit_changes),
        ChangeTable::Places => csv::write(&breakdown.place_changes),
    }
}

/// The change in a format, with what it is broken down by.
///
/// Text and Markdown begin with the finding in one sentence; changed land comes before land that did not change.
/// In JSON and CSV, `area_km2` and `high_km2` are the whole area of a transition and `low_km2` is that without noise.
///
/// # Errors
///
/// When the result cannot be put into the format; no input is known that does this.
pub fn change(change: &Change, breakdown: &Breakdown, format: Format) -> Result<String> {
    match format {
        Format::Text => Ok(text::write(&change_page::page(change, breakdown))),
        Format::Markdown => Ok(markdown::write(&change_page::page(change, breakdown))),
        Format::Json => json::write(&json::DiffRecord::new(change, breakdown)),
        Format::Csv => change_csv(change, breakdown, ChangeTable::default()),
    }
}
