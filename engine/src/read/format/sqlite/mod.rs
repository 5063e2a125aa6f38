//! SQLite database files, read only, by their file format (<https://www.sqlite.org/fileformat2.html>): tables from first row
//! to last, by bytes alone.
//!
//! ```text
//! pages ─► rows of a b-tree, each a payload ─► record of values
//!                        └► sqlite_schema ─► tables and their columns
//! ```
//!
//! Whatever the bytes say, each page is visited once in a scan, and nothing is set aside for what is not there.

mod column;
mod database;
mod pages;
mod payload;
mod record;
mod rows;
mod tokens;

pub(super) use column::{Affinity, Column};
pub(super) use database::{Database, Table};
pub(super) use pages::{MAGIC, may_have_log};
pub(super) use payload::Payload;
pub(super) use record::Value;
