//! The JSON Schemas of what is written as JSON, and the headings of what is written as CSV.

use super::case::CaseReport;
use super::change::ChangeReport;
use super::comparison::Comparison;
use super::contents::Inventory;
use super::lineage::LineageReport;
use super::problems::Problems;
use super::result::Report;
use super::series::Timeline;
use super::write::json;
use crate::apportion::Apportioned;
use crate::change::Alignment;
use crate::check::Fixed;
use crate::tiles::TiledChange;

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Schema {
    /// A change: [`ChangeReport`].
    #[default]
    Diff,
    /// A series: [`Timeline`].
    Timeline,
    /// A comparison of two sources: [`Comparison`].
    Compare,
    /// An alignment: [`Alignment`].
    Align,
    /// A whole case: [`CaseReport`].
    Report,
    /// What became of units: [`LineageReport`].
    Lineage,
    /// Figures carried over to later units: [`Apportioned`].
    Apportion,
    /// A list of problems: [`Problems`].
    Check,
    /// What is in files: [`Inventory`].
    Info,
    /// A change that was measured tile by tile: [`TiledChange`].
    MergeSums,
}

/// A JSON Schema (draft 2020-12): derived from the type that is written, so what it describes is what is written.
///
/// ```
/// use landshift::report::{Schema, schema};
/// let schema: serde_json::Value = serde_json::from_str(&schema(Schema::Diff))?;
/// assert_eq!(schema["$defs"]["Closure"]["required"][0], "max_relative");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn schema(what: Schema) -> String {
    match what {
        Schema::Diff => schema_of::<ChangeReport>(),
        Schema::Timeline => schema_of::<Timeline>(),
        Schema::Compare => schema_of::<Comparison>(),
        Schema::Align => schema_of::<Alignment>(),
        Schema::Report => schema_of::<CaseReport>(),
        Schema::Lineage => schema_of::<LineageReport>(),
        Schema::Apportion => schema_of::<Apportioned>(),
        Schema::Check => schema_of::<Problems>(),
        Schema::Info => schema_of::<Inventory>(),
        Schema::MergeSums => schema_of::<TiledChange>(),
    }
}

/// The JSON Schema (draft 2020-12) of what a kind of result writes as JSON.
pub fn schema_of<R: Report>() -> String {
    format!("{:#}\n", json::schema::<R::Record>().as_value())
}

/// The heading rows of all tables, by which a CSV file is recognised as one of this program's outputs.
pub fn csv_headings() -> Vec<String> {
    let all = [
        headings::<ChangeReport>(),
        headings::<Timeline>(),
        headings::<Comparison>(),
        headings::<Alignment>(),
        headings::<CaseReport>(),
        headings::<Apportioned>(),
        headings::<LineageReport>(),
        headings::<Problems>(),
        headings::<Inventory>(),
        headings::<Fixed>(),
        headings::<TiledChange>(),
    ];
    all.concat()
}

fn headings<R: Report>() -> Vec<String> {
    let tables = R::tables().into_iter();
    tables.map(|table| table.columns().join(",") + "\n").collect()
}
