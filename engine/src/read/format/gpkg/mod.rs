//! GeoPackage (OGC 12-128): layers of features in the tables of an SQLite database.

mod attributes;
mod geometry;
mod layers;
#[cfg(test)]
mod tests;

use self::attributes::Attributes;
use self::geometry::Blob;
use self::layers::{Layer, layers};
use super::content::Content;
use super::reader::{Format, chosen};
use super::sqlite::{Database, MAGIC, Value};
use crate::error::ErrorKind;
use crate::model::Feature;
use crate::read::land::{Collector, Conversion, Inspection, Mode};
use crate::{Error, Result};

/// The format.
pub(super) struct GeoPackage;

impl Format for GeoPackage {
    fn name(&self) -> &'static str {
        "GeoPackage"
    }

    fn recognises(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn read(&self, content: Content<'_>, layer: Option<&str>, mode: Mode) -> Result<Inspection> {
        let database = Database::of(content.bytes)?;
        if !database.has(layers::CONTENTS) {
            return Err(Error::new("this is an SQLite database, but no GeoPackage")
                .of_kind(ErrorKind::Syntax)
                .with_hint("convert it, for instance: ogr2ogr -t_srs EPSG:4326 out.gpkg IN"));
        }
        let layers = layers(&database)?;
        let names: Vec<&str> = layers.iter().map(|layer| layer.name.as_str()).collect();
        let name = chosen(layer, &names)?;
        match layers.iter().find(|layer| layer.name == name) {
            Some(layer) => features(&database, layer, content, mode),
            None => Err(Error::new(format!("it has no layer `{name}`"))),
        }
    }
}

/// The features of a layer.
fn features(database: &Database<'_>, layer: &Layer, content: Content<'_>, mode: Mode) -> Result<Inspection> {
    let table = database.table(&layer.name)?;
    let geometry = table.column(&layer.geometry)?;
    let mut attributes = Attributes::of(&table, geometry, content.bytes.len());
    let system = content.system(|| layers::system(database, layer.srs))?;
    let mut collector = Collector::new(mode, Conversion::Parallel)
        .in_system(system)
        .filtered(content.filter);
    if let Some(members) = layers::members(database, &layer.name)? {
        members.hand_over(&mut collector)?;
    }
    table.each_row(|payload, values| {
        let index = collector.next_index();
        let blob = match &values[geometry] {
            Value::Null => None,
            Value::Blob(range) => Some(Blob::new(*payload, range.clone(), layer.srs)),
            _ => {
                let what = format!("its `{}` is no geometry", layer.geometry);
                return Err(Error::new(what).in_feature(format!("feature {index}")));
            }
        };
        let feature = Feature {
            properties: attributes.properties(values)?,
            ..Feature::default()
        };
        collector.feature(feature, blob)
    })?;
    collector.finish()
}
