//! A result, whichever it is.

use std::io;

use super::document::Document;
use super::format::Format;
use super::result::Report;
use crate::error::ErrorKind;
use crate::{Error, Result};

/// A [`Report`] as an object, for bindings that hold results of every type in one place.
pub trait AnyReport {
    /// What [`Report::write`] writes, in memory.
    ///
    /// # Errors
    ///
    /// As [`Report::write`], but that memory takes all.
    fn bytes(&self, format: Format, table: Option<&str>) -> Result<Vec<u8>>;

    /// The rows of a table as JSON, see [`Table::write_json`](super::Table::write_json).
    ///
    /// # Errors
    ///
    /// As [`Report::table`].
    fn rows(&self, table: &str) -> Result<Vec<u8>>;

    /// The columns of a table.
    ///
    /// # Errors
    ///
    /// As [`Report::table`].
    fn columns(&self, table: &str) -> Result<Vec<String>>;

    /// The tables that it has: the name of each, and what it holds.
    fn named_tables(&self) -> Vec<(&'static str, &'static str)>;

    /// The formats in which it can be written.
    fn all_formats(&self) -> Vec<Format>;

    /// The result for people.
    fn as_document(&self) -> Document;
}

impl<R: Report> AnyReport for R {
    fn bytes(&self, format: Format, table: Option<&str>) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.write(format, table, &mut bytes).map_err(unwrapped)?;
        Ok(bytes)
    }

    fn rows(&self, table: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let table = self.table(Some(table))?;
        table.write_json(self, &mut bytes).map_err(unwrapped)?;
        Ok(bytes)
    }

    fn columns(&self, table: &str) -> Result<Vec<String>> {
        self.table(Some(table)).map(|table| table.columns())
    }

    fn named_tables(&self) -> Vec<(&'static str, &'static str)> {
        let tables = R::tables().into_iter().filter(|table| table.is_in(self));
        tables.map(|table| (table.name, table.about)).collect()
    }

    fn all_formats(&self) -> Vec<Format> {
        R::formats()
    }

    fn as_document(&self) -> Document {
        self.document()
    }
}

/// What the library says by way of an error of writing.
fn unwrapped(error: io::Error) -> Error {
    let said = error.downcast::<Error>();
    said.unwrap_or_else(|error| Error::new(error.to_string()).of_kind(ErrorKind::Io))
}
