//! GeoPackage 1.3 (OGC 12-128): a table of features, its description, and for QGIS how it is drawn.

mod features;
mod qml;
mod sqlite;
mod tables;

use std::io::{self, Write};

use self::sqlite::Database;
use crate::write::sheet::Sheet;

/// Writes a GeoPackage, which is made in memory: the beginning of the database says where everything is.
pub(super) fn write(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut database = Database::new();
    features::add(&mut database, sheet)?;
    tables::describe(&mut database, sheet)?;
    out.write_all(&database.finish(*b"GPKG", 10300)?)
}
