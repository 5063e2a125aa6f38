//! Results as files that lie beside one another in a folder.

use std::io::{self, Write};

use crate::report::{Format, Report, Table};
use crate::{Error, Result};

/// A file, whole in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The formats that hold all tables of a result, and their endings.
const WHOLE: [(Format, &str); 3] = [
    (Format::Json, "json"),
    (Format::Text, "txt"),
    (Format::Markdown, "md"),
];

/// A result of a name as one file in each format that holds all of it, and each of its tables as CSV.
pub(super) fn result_files<R: Report>(name: &str, result: &R) -> Result<Vec<NamedFile>> {
    let mut files = Vec::new();
    for (format, ending) in WHOLE {
        files.push(NamedFile {
            name: format!("{name}.{ending}"),
            bytes: written(|out| result.write(format, None, out))?,
        });
    }
    for table in tables_in(result) {
        files.push(NamedFile {
            name: name_of_table(&table),
            bytes: written(|out| table.write(result, out))?,
        });
    }
    Ok(files)
}

/// The names of the files of a result, before any is made.
pub(super) fn names_of_result<R: Report>(name: &str, result: &R) -> Vec<String> {
    let whole = WHOLE.iter().map(|(_, ending)| format!("{name}.{ending}"));
    let tables = tables_in(result).map(|table| name_of_table(&table));
    whole.chain(tables).collect()
}

/// What `write` writes, in memory.
pub(super) fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|e| Error::new(format!("cannot write a file of the report: {e}")))?;
    Ok(bytes)
}

fn tables_in<R: Report>(result: &R) -> impl Iterator<Item = Table<R>> {
    R::tables().into_iter().filter(|table| table.is_in(result))
}

fn name_of_table<R>(table: &Table<R>) -> String {
    format!("{}.csv", table.name)
}
