//! The table of features.

use std::io;

use super::sqlite::{Database, Value, record};
use crate::write::layer::OutGeometry;
use crate::write::names::distinct;
use crate::write::positions::Box;
use crate::write::sheet::{Cell, ColumnKind, Row, Sheet};
use crate::write::wkb;

/// The number of WGS 84 among reference systems.
pub(super) const WGS_84: i32 = 4326;
/// The column of geometries.
pub(super) const GEOMETRY: &str = "geom";
/// The column with the numbers of rows.
const KEY: &str = "fid";

/// Adds the table.
pub(super) fn add(database: &mut Database, sheet: &Sheet<'_>) -> io::Result<()> {
    let columns = sheet.columns.iter().map(|column| column.name.as_str());
    let columns = distinct(columns, &[KEY, GEOMETRY], |name, _| name.to_owned());
    let rows = sheet.rows.iter().zip(1..);
    let rows = rows.map(|(row, number)| (number, features_row(row)));
    database.table(sheet.name, definition(sheet, &columns), rows)
}

/// The definition of the table of features.
fn definition(sheet: &Sheet<'_>, columns: &[String]) -> String {
    let kinds = sheet.columns.iter().map(|column| match column.kind {
        ColumnKind::Boolean => "BOOLEAN",
        ColumnKind::Integer => "INTEGER",
        ColumnKind::Real => "REAL",
        ColumnKind::Date => "DATE",
        ColumnKind::Text | ColumnKind::Json => "TEXT",
    });
    let columns = columns.iter().zip(kinds);
    let columns: Vec<String> = columns
        .map(|(name, kind)| format!(", {} {kind}", quoted(name)))
        .collect();
    format!(
        "CREATE TABLE {} ({KEY} INTEGER PRIMARY KEY NOT NULL, {GEOMETRY} {}{})",
        quoted(sheet.name),
        shape(sheet),
        columns.concat()
    )
}

/// The type of the geometries.
pub(super) fn shape(sheet: &Sheet<'_>) -> &'static str {
    if sheet.is_land() {
        "MULTIPOLYGON"
    } else {
        "GEOMETRY"
    }
}

/// A name in a definition.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn features_row(row: &Row<'_>) -> Vec<u8> {
    let blob = (!row.is_nowhere()).then(|| blob(row.geometry));
    // The number of the row is not stored twice.
    let mut values = vec![Value::Null, blob.as_deref().map_or(Value::Null, Value::Blob)];
    values.extend(row.cells.iter().map(|cell| match cell {
        Cell::Null => Value::Null,
        Cell::Boolean(flag) => Value::Integer((*flag).into()),
        Cell::Integer(number) => Value::Integer(*number),
        Cell::Real(number) => Value::Real(*number),
        Cell::Text(text) => Value::Text(text),
    }));
    record(&values)
}

/// A geometry as a GeoPackage has it: well-known binary after its reference system and the box around it.
fn blob(geometry: OutGeometry<'_>) -> Vec<u8> {
    const VERSION: u8 = 0;
    /// Little-endian, with a box of four numbers.
    const FLAGS: u8 = 0b11;
    let mut blob = vec![b'G', b'P', VERSION, FLAGS];
    blob.extend(WGS_84.to_le_bytes());
    let [west, south, east, north] = Box::of(geometry).map_or([f64::NAN; 4], Box::degrees);
    blob.extend([west, east, south, north].map(f64::to_le_bytes).concat());
    wkb::geometry(geometry, &mut blob);
    blob
}
