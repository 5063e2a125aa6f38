//! The one way in which every result shows itself: a document, a record, tables, land.

use std::io::{self, ErrorKind, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::document::Document;
use super::format::Format;
use super::graph::Graph;
use super::write::{csv, json};
use crate::write::LandFormat;
use crate::{Error, Result};

/// A result that can be written in every format.
///
/// Text and Markdown come from its [`document`](Report::document), JSON from its [`record`](Report::record), CSV from one
/// of its [`tables`](Report::tables), GeoJSON and other formats of land from its [`land`](Report::land). Documents round numbers; records and rows
/// have all digits.
pub trait Report: Sized + 'static {
    /// What is written as JSON; its schema is derived from it.
    type Record: Serialize + JsonSchema;

    /// What its GeoJSON holds, in a line; none of a result without land.
    const LAND: Option<&'static str> = None;

    /// What its graph is, in a line; none of a result that is none.
    const GRAPH: Option<&'static str> = None;

    /// The result for people: most important first, then notes on data and method.
    fn document(&self) -> Document;

    /// The result for programs, with all digits.
    fn record(&self) -> Self::Record;

    /// The tables of such a result, the default first.
    fn tables() -> Vec<Table<Self>>;

    /// The name of the table that is written as CSV where none is named: the default one, unless something else was asked
    /// for.
    fn usual_table(&self) -> &'static str {
        default_table::<Self>()
    }

    /// Writes the land that it is about.
    ///
    /// # Errors
    ///
    /// When `out` takes no more, the format has no room for so much, or the result has no land.
    fn land(&self, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Err(invalid(
            Error::new(format!("this result has no land for {}", format.about()))
                .with_hint("choose another format"),
        ))
    }

    /// The graph that it is.
    ///
    /// # Errors
    ///
    /// When the result is no graph.
    fn graph(&self) -> Result<Graph> {
        Err(Error::new("this result is no graph").with_hint("choose another format"))
    }

    /// The formats in which it can be written.
    fn formats() -> Vec<Format> {
        let has_land = |format: &Format| Self::LAND.is_some() || format.land().is_none();
        let has_graph = |format: &Format| Self::GRAPH.is_some() || !format.is_graph();
        Format::all().filter(has_land).filter(has_graph).collect()
    }

    /// Writes the result in a format; as CSV the table of a name, the default one if none is named. `out` is written in
    /// large pieces and needs no buffer.
    ///
    /// # Errors
    ///
    /// When `out` takes no more; and, of kind [`ErrorKind::InvalidInput`], when a table is named that the result does not
    /// have, see [`Report::table`], or of another format than CSV, or it has no land, or is no graph or one too large.
    fn write(&self, format: Format, table: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        if table.is_some() && format != Format::Csv {
            return Err(invalid(Error::new(
                "one table is chosen for CSV; the other formats hold all tables",
            )));
        }
        match format {
            Format::Text => out.write_all(self.document().text().as_bytes()),
            Format::Markdown => out.write_all(self.document().markdown().as_bytes()),
            Format::Json => json::write(&self.record(), out),
            Format::Graph(format) => {
                let text = self.graph().and_then(|graph| graph.text(format));
                out.write_all(text.map_err(invalid)?.as_bytes())
            }
            Format::Land(format) => self.land(format, out),
            Format::Csv => self.table(table).map_err(invalid)?.write(self, out),
        }
    }

    /// What [`Report::write`] writes, as text.
    ///
    /// # Errors
    ///
    /// As [`Report::write`], but that memory takes all; and when the format is no text.
    fn written(&self, format: Format, table: Option<&str>) -> Result<String> {
        let mut bytes = Vec::new();
        let written = self.write(format, table, &mut bytes);
        written.map_err(|e| Error::new(e.to_string()))?;
        String::from_utf8(bytes).map_err(|_| Error::new(format!("{format} is no text")))
    }

    /// The table of a name, the default one if none is named.
    ///
    /// # Errors
    ///
    /// When there is no such table, or this result has nothing for it; the hint names those that it has.
    fn table(&self, name: Option<&str>) -> Result<Table<Self>> {
        let name = name.unwrap_or_else(|| self.usual_table());
        let has: Vec<&str> = Self::tables()
            .iter()
            .filter(|table| table.is_in(self))
            .map(|table| table.name)
            .collect();
        let error = |what: String| Error::new(what).with_hint(format!("the tables are: {}", has.join(", ")));
        let mut tables = Self::tables().into_iter();
        match tables.find(|table| table.name == name) {
            None => Err(error(format!("there is no table `{name}`"))),
            Some(table) if !table.is_in(self) => Err(error(format!(
                "the table `{name}` needs {}, which was not given",
                table.needs.unwrap_or_default()
            ))),
            Some(table) => Ok(table),
        }
    }
}

/// The name of the table that is written as CSV where none is named.
pub fn default_table<R: Report>() -> &'static str {
    R::tables().first().map_or("", |table| table.name)
}

/// A table of a result, one row a fact: written as CSV, with a heading row even without any, or as JSON.
pub struct Table<R> {
    /// Its name.
    pub name: &'static str,
    /// What it holds, in a line.
    pub about: &'static str,
    /// What must have been given so that there is anything in it, such as `units`.
    pub needs: Option<&'static str>,
    is_given: fn(&R) -> bool,
    columns: fn() -> Vec<String>,
    write: WriteRows<R>,
}

/// Writes the rows of a result.
type WriteRows<R> = Box<dyn Fn(&R, RowFormat, &mut dyn Write) -> io::Result<()>>;

/// How rows are written.
#[derive(Debug, Clone, Copy)]
enum RowFormat {
    Csv,
    Json,
}

impl<R: 'static> Table<R> {
    /// A table of the rows that a result has.
    pub(super) fn new<Row: Serialize + JsonSchema + 'static>(
        name: &'static str,
        about: &'static str,
        rows: fn(&R) -> Vec<Row>,
    ) -> Self {
        Self {
            name,
            about,
            needs: None,
            is_given: |_| true,
            columns: csv::columns::<Row>,
            write: Box::new(move |result, format, out| match format {
                RowFormat::Csv => csv::write(&rows(result), out),
                RowFormat::Json => json::write(&rows(result), out),
            }),
        }
    }

    /// The same table, which a result has only if something was given.
    pub(super) fn given(self, needs: &'static str, is_given: fn(&R) -> bool) -> Self {
        Self {
            needs: Some(needs),
            is_given,
            ..self
        }
    }

    /// Whether a result has it.
    pub fn is_in(&self, result: &R) -> bool {
        (self.is_given)(result)
    }

    /// The names of its columns.
    pub fn columns(&self) -> Vec<String> {
        (self.columns)()
    }

    /// Writes it as CSV.
    ///
    /// # Errors
    ///
    /// When `out` takes no more.
    pub fn write(&self, result: &R, out: &mut dyn Write) -> io::Result<()> {
        (self.write)(result, RowFormat::Csv, out)
    }

    /// Writes its rows as JSON, a list of objects: their members are the columns of the CSV, with names to the letter, and
    /// records that a table has no room for.
    ///
    /// # Errors
    ///
    /// When `out` takes no more.
    pub fn write_json(&self, result: &R, out: &mut dyn Write) -> io::Result<()> {
        (self.write)(result, RowFormat::Json, out)
    }
}

impl<R> std::fmt::Debug for Table<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut table = f.debug_struct("Table");
        table.field("name", &self.name).field("needs", &self.needs);
        table.finish_non_exhaustive()
    }
}

fn invalid(error: Error) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, error)
}
