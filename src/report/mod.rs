//! Results in every format: what changed, in words and numbers, for people and for programs.
//!
//! [`ChangeReport`] is one change, [`Timeline`] those of many dates, [`Comparison`] how far two sources of one date agree,
//! [`Alignment`](crate::change::Alignment) what moved one onto another, [`CaseReport`] a whole scenario, [`Problems`] what
//! is wrong with files, [`LineageReport`] what became of every unit, [`Fixed`](crate::check::Fixed) what was done about it. Each shows itself through one trait, [`Report`], and every number in every format is read from
//! that one result:
//!
//! ```text
//!            ┌─► document ─┬─► text
//!            │             ├─► Markdown
//!            │             └─► HTML, for a part of a page
//! Report ────┼─► record ─────► JSON, and its JSON Schema
//!            ├─► tables ─────► CSV
//!            ├─► graph ──────► GraphML, Mermaid
//!            └─► land ───────► GeoJSON, GeoPackage, …
//! ```
//!
//! A document holds sentences and tables of rounded numbers; records and rows hold all digits. How numbers are rounded is
//! decided in one place, [`crate::measure`]. Names are the data's throughout; each writer makes them harmless in its
//! format. A result has a folder: what it is (`figures`), its document (`page`), its JSON and rows (`record`), and in
//! `mod.rs` what makes them a [`Report`]; what several share is in `parts`.

mod alignment;
mod any;
mod apportioned;
mod case;
mod change;
mod comparison;
mod contents;
mod document;
mod format;
mod graph;
mod lineage;
mod parts;
mod problems;
mod repair;
mod result;
mod schema;
mod series;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod tiled;
mod write;

pub use any::AnyReport;
pub use case::{CaseChange, CaseReport, CaseSnapshot};
pub use change::ChangeReport;
pub use comparison::Comparison;
pub use contents::Inventory;
pub use document::{Align, Block, Column, Document, Grid, Omitted};
pub use format::{Format, GraphFormat};
pub use graph::{Graph, GraphEdge, GraphNode};
pub use lineage::LineageReport;
pub use problems::Problems;
pub use result::{Report, Table, default_table};
pub use schema::{Schema, csv_headings, schema, schema_of};
pub use series::Timeline;
#[cfg(feature = "map")]
pub(crate) use write::html::escaped;
