//! GeoPackage 1.3 (OGC 12-128): a table of features, its description, and for QGIS how it is drawn.

mod features;
mod qml;
mod sqlite;
mod tables;

use std::io::{self, Write};

use self::sqlite::Database;
use crate::write::sheet::Sheet;

/// SQLite reads tables of up to 2,000 columns (`SQLITE_MAX_COLUMN`); two are not of properties.
const COLUMNS: usize = 1998;

/// Refuses what SQLite cannot read.
fn check(sheet: &Sheet<'_>) -> io::Result<()> {
    if sheet.columns.len() > COLUMNS {
        let count = sheet.columns.len();
        return Err(io::Error::other(format!(
            "a GeoPackage has room for {COLUMNS} properties, not for {count}; choose another format, such as .geojson"
        )));
    }
    let is_void = |name: &str| name.contains('\0');
    if sheet.columns.iter().any(|column| is_void(&column.name)) {
        return Err(io::Error::other(
            "the name of a property has a NUL character, which a GeoPackage cannot have; choose another format, such as .geojson",
        ));
    }
    Ok(())
}

/// Writes a GeoPackage, which is made in memory: the beginning of the database says where everything is.
pub(super) fn write(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    check(sheet)?;
    let mut database = Database::new();
    features::add(&mut database, sheet)?;
    tables::describe(&mut database, sheet)?;
    out.write_all(&database.finish(*b"GPKG", 10300)?)
}
