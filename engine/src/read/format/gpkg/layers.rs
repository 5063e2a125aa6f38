//! The layers of a GeoPackage, by its own tables.

use crate::Result;
use crate::read::format::members::Members;
use crate::read::format::sqlite::{Database, Value};
use crate::read::reference::System;

/// The table of all that a GeoPackage holds.
pub(super) const CONTENTS: &str = "gpkg_contents";

/// A table of features.
pub(super) struct Layer {
    /// The name of the table.
    pub(super) name: String,
    /// The column of geometries.
    pub(super) geometry: String,
    /// The reference system of the positions, by its number in this GeoPackage.
    pub(super) srs: i64,
}

/// All layers, in the order in which they were made.
pub(super) fn layers(database: &Database<'_>) -> Result<Vec<Layer>> {
    const COLUMNS: &str = "gpkg_geometry_columns";
    let mut layers = Vec::new();
    if !database.has(COLUMNS) {
        return Ok(layers);
    }
    let table = database.table(COLUMNS)?;
    let [name, geometry, srs] = [
        table.column("table_name")?,
        table.column("column_name")?,
        table.column("srs_id")?,
    ];
    table.each_row(|_, values| {
        if let (Some(name), Some(geometry), Value::Integer(srs)) =
            (values[name].text(), values[geometry].text(), &values[srs])
        {
            layers.push(Layer {
                name: name.to_owned(),
                geometry: geometry.to_owned(),
                srs: *srs,
            });
        }
        Ok(())
    })?;
    Ok(layers)
}

/// What the metadata of a table say in JSON, such as its date.
///
/// # Errors
///
/// When the tables of metadata are damaged.
pub(super) fn members(database: &Database<'_>, layer: &str) -> Result<Option<Members>> {
    const METADATA: &str = "gpkg_metadata";
    const REFERENCES: &str = "gpkg_metadata_reference";
    const JSON: &str = "application/json";
    if !database.has(METADATA) || !database.has(REFERENCES) {
        return Ok(None);
    }
    let references = database.table(REFERENCES)?;
    let [name, number] = [references.column("table_name")?, references.column("md_file_id")?];
    let mut numbers = Vec::new();
    references.each_row(|_, values| {
        if values[name].text() == Some(layer) {
            numbers.extend(values[number].integer());
        }
        Ok(())
    })?;
    let metadata = database.table(METADATA)?;
    let [number, kind, text] = [
        metadata.column("id")?,
        metadata.column("mime_type")?,
        metadata.column("metadata")?,
    ];
    let mut members = None;
    metadata.each_row(|_, values| {
        let is_of_layer = values[number]
            .integer()
            .is_some_and(|number| numbers.contains(&number));
        if is_of_layer && values[kind].text() == Some(JSON) {
            members = members.take().or(values[text].text().and_then(Members::parse));
        }
        Ok(())
    })?;
    Ok(members)
}

/// The reference system that a GeoPackage has under a number.
///
/// # Errors
///
/// When there is none, or it is not read.
pub(super) fn system(database: &Database<'_>, srs: i64) -> Result<Option<System>> {
    /// What stands for longitude and latitude of which no more is known.
    const UNDEFINED_GEOGRAPHIC: i64 = 0;
    if srs == UNDEFINED_GEOGRAPHIC {
        return Ok(None);
    }
    let table = database.table("gpkg_spatial_ref_sys")?;
    let [number, name, authority, code] = [
        table.column("srs_id")?,
        table.column("srs_name")?,
        table.column("organization")?,
        table.column("organization_coordsys_id")?,
    ];
    let mut found = None;
    table.each_row(|_, values| {
        if values[number] == Value::Integer(srs) {
            let name = values[name].text().unwrap_or_default();
            found = Some(match (values[authority].text(), values[code].integer()) {
                (Some(authority), Some(code)) if !authority.eq_ignore_ascii_case("NONE") => {
                    System::of_code(authority, &code.to_string())
                }
                _ => System::named(name),
            });
        }
        Ok(())
    })?;
    found.unwrap_or_else(|| System::named(&srs.to_string())).map(Some)
}
