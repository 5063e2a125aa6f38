//! The layers of a GeoPackage, by its own tables.

use crate::Result;
use crate::read::format::sqlite::{Database, Value};

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
