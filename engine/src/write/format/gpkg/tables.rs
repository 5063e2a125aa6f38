//! The tables in which a GeoPackage describes itself.

use std::io;

use super::features::{GEOMETRY, WGS_84, shape};
use super::qml;
use super::sqlite::{Database, Value, record};
use crate::files::MARK;
use crate::write::classes::classes;
use crate::write::layer::OutGeometry;
use crate::write::positions::Box;
use crate::write::sheet::Sheet;

/// When it was changed, which no output states: the same input gives the same bytes.
const NO_TIME: &str = "1970-01-01T00:00:00.000Z";

const SYSTEMS: &str = "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, \
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)";
const CONTENTS: &str = "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, \
    identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT \
    (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, \
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))";
const GEOMETRY_COLUMNS: &str = "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, \
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, \
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), \
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), \
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))";
const EXTENSIONS: &str = "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, \
    definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))";
const METADATA: &str = "CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, \
    md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', \
    metadata TEXT NOT NULL DEFAULT '')";
const REFERENCES: &str = "CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, \
    column_name TEXT, row_id_value INTEGER, timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), \
    md_file_id INTEGER NOT NULL, md_parent_id INTEGER, \
    CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id), \
    CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))";
/// The table in which QGIS keeps styles beside layers.
const STYLES: &str = "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY NOT NULL, f_table_catalog TEXT(256), \
    f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, \
    styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)";
/// Where what the members of a layer mean is described.
const MEMBERS: &str = "https://www.rfc-editor.org/rfc/rfc7946#section-6.1";

const WGS_84_TEXT: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,\
    AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],\
    UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],\
    AUTHORITY[\"EPSG\",\"4326\"]]";

/// Adds the tables that describe a table of features.
pub(super) fn describe(database: &mut Database, sheet: &Sheet<'_>) -> io::Result<()> {
    let classes = classes(sheet);
    // The style is one of land: QGIS takes none of it for a layer with points.
    let has_points = sheet
        .rows
        .iter()
        .any(|row| matches!(row.geometry, OutGeometry::Point(_)));
    let style = (!classes.is_empty() && !has_points).then(|| qml::style(&classes));
    systems(database)?;
    contents(database, sheet, style.is_some())?;
    geometry_columns(database, sheet)?;
    metadata(database, sheet)?;
    match style {
        Some(style) => styles(database, sheet, &style),
        None => Ok(()),
    }
}

fn systems(database: &mut Database) -> io::Result<()> {
    let row = |name, organization, number: i32, definition, description| {
        let row = record(&[
            Value::Text(name),
            Value::Null,
            Value::Text(organization),
            Value::Integer(number.into()),
            Value::Text(definition),
            Value::Text(description),
        ]);
        (i64::from(number), row)
    };
    let rows = [
        row(
            "Undefined Cartesian SRS",
            "NONE",
            -1,
            "undefined",
            "undefined Cartesian coordinate reference system",
        ),
        row(
            "Undefined geographic SRS",
            "NONE",
            0,
            "undefined",
            "undefined geographic coordinate reference system",
        ),
        row(
            "WGS 84 geodetic",
            "EPSG",
            WGS_84,
            WGS_84_TEXT,
            "longitude/latitude coordinates in decimal degrees",
        ),
    ];
    database.table("gpkg_spatial_ref_sys", SYSTEMS.to_owned(), rows.into_iter())
}

fn contents(database: &mut Database, sheet: &Sheet<'_>, styled: bool) -> io::Result<()> {
    let around = sheet
        .rows
        .iter()
        .filter_map(|row| Box::of(row.geometry))
        .reduce(Box::and);
    let around = around.map(Box::degrees);
    let description = format!("{MARK} {}", sheet.name);
    let row = |name: &str, kind: &str, around: Option<[f64; 4]>, srs: Value<'_>| {
        let [west, south, east, north] = around.map_or([Value::Null; 4], |around| around.map(Value::Real));
        let description = Value::Text(if name == sheet.name { &description } else { "" });
        let [name, kind, time] = [name, kind, NO_TIME].map(Value::Text);
        record(&[name, kind, name, description, time, west, south, east, north, srs])
    };
    let mut tables = vec![(
        sheet.name,
        row(sheet.name, "features", around, Value::Integer(WGS_84.into())),
    )];
    if styled {
        tables.push((
            STYLES_TABLE,
            row(STYLES_TABLE, "attributes", None, Value::Integer(0)),
        ));
    }
    let mut names: Vec<(&str, i64)> = tables.iter().map(|(name, _)| *name).zip(1..).collect();
    names.sort_unstable();
    let keys = names.into_iter();
    let keys = keys.map(|(name, number)| record(&[Value::Text(name), Value::Integer(number)]));
    let keys: Vec<Vec<u8>> = keys.collect();
    let rows = tables
        .into_iter()
        .zip(1..)
        .map(|((_, row), number)| (number, row));
    database.table("gpkg_contents", CONTENTS.to_owned(), rows)?;
    // Tables are called the same by their identifiers.
    database.index(1, &keys)?;
    database.index(2, &keys)
}

fn geometry_columns(database: &mut Database, sheet: &Sheet<'_>) -> io::Result<()> {
    const NONE: Value<'_> = Value::Integer(0);
    const FIRST: Value<'_> = Value::Integer(1);
    let [table, column, shape] = [sheet.name, GEOMETRY, shape(sheet)].map(Value::Text);
    let row = record(&[table, column, shape, Value::Integer(WGS_84.into()), NONE, NONE]);
    let rows = std::iter::once((1, row));
    database.table("gpkg_geometry_columns", GEOMETRY_COLUMNS.to_owned(), rows)?;
    database.index(1, &[record(&[table, column, FIRST])])?;
    database.index(2, &[record(&[table, FIRST])])
}

/// The members of the layer, such as what a diff is the difference of.
fn metadata(database: &mut Database, sheet: &Sheet<'_>) -> io::Result<()> {
    const DEFINITION: &str = "http://www.geopackage.org/spec131/#extension_metadata";
    let tables = ["gpkg_metadata", "gpkg_metadata_reference"];
    let [extension, definition, scope] = ["gpkg_metadata", DEFINITION, "read-write"].map(Value::Text);
    let rows = tables.map(|table| record(&[Value::Text(table), Value::Null, extension, definition, scope]));
    let keys = tables
        .iter()
        .zip(1..)
        .map(|(table, number)| record(&[Value::Text(table), Value::Null, extension, Value::Integer(number)]));
    let keys: Vec<Vec<u8>> = keys.collect();
    let rows = rows.into_iter().zip(1..).map(|(row, number)| (number, row));
    database.table("gpkg_extensions", EXTENSIONS.to_owned(), rows)?;
    database.index(1, &keys)?;
    let members = sheet.members()?;
    let [scope, uri, mime] = ["dataset", MEMBERS, "application/json"].map(Value::Text);
    let row = record(&[Value::Null, scope, uri, mime, Value::Text(&members)]);
    database.table("gpkg_metadata", METADATA.to_owned(), std::iter::once((1, row)))?;
    let [scope, table, time] = ["table", sheet.name, NO_TIME].map(Value::Text);
    let row = record(&[
        scope,
        table,
        Value::Null,
        Value::Null,
        time,
        Value::Integer(1),
        Value::Null,
    ]);
    let rows = std::iter::once((1, row));
    database.table("gpkg_metadata_reference", REFERENCES.to_owned(), rows)
}

const STYLES_TABLE: &str = "layer_styles";

fn styles(database: &mut Database, sheet: &Sheet<'_>, style: &str) -> io::Result<()> {
    let [none, table, column, name, style, time] =
        ["", sheet.name, GEOMETRY, MARK, style, NO_TIME].map(Value::Text);
    let default = Value::Integer(1);
    let row = record(&[
        Value::Null,
        none,
        none,
        table,
        column,
        name,
        style,
        none,
        default,
        none,
        none,
        Value::Null,
        time,
    ]);
    database.table(STYLES_TABLE, STYLES.to_owned(), std::iter::once((1, row)))
}
