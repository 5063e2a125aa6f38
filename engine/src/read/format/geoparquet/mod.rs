//! GeoParquet 1 (<https://geoparquet.org>): columns of values and one of well-known binary, read by their specification
//! (<https://parquet.apache.org/docs/file-format/>).
//!
//! ```text
//! footer ─► columns and where they are ─pages─► unpacked bytes ─values─► cells, row by row ─► features
//! ```

mod damage;
mod footer;
mod pages;
mod properties;
#[cfg(test)]
mod tests;
mod thrift;
mod values;

use serde_json::Value;

use self::damage::{broken, unread};
use self::footer::{Column, Footer, MAGIC};
use self::pages::{Bytes, Unpacker};
use self::properties::property;
use self::values::{Cell, is_read, values};
use super::budget::Budget;
use super::content::Content;
use super::members::Members;
use super::reader::{Format, without_layers};
use super::wkb::Wkb;
use crate::error::ErrorKind;
use crate::model::Feature;
use crate::read::land::{Collector, Conversion, Converter, Inspection, Mode, Source};
use crate::read::reference::System;
use crate::{Error, Result};

/// The format.
pub(super) struct GeoParquet;

impl Format for GeoParquet {
    fn name(&self) -> &'static str {
        "GeoParquet"
    }

    fn recognises(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn read(&self, content: Content<'_>, layer: Option<&str>, mode: Mode) -> Result<Inspection> {
        without_layers(layer)?;
        let bytes = content.bytes;
        let footer = Footer::of(bytes)?;
        let Some(geo) = &footer.geo else {
            return Err(Error::new(
                "this is Parquet, but not GeoParquet: no column is said to have geometries",
            )
            .of_kind(ErrorKind::Syntax)
            .with_hint("write it as GeoParquet: ogr2ogr out.parquet IN"));
        };
        let primary = geo["primary_column"].as_str().unwrap_or("geometry");
        let stated = &geo["columns"][primary];
        match stated["encoding"].as_str() {
            Some("WKB") => {}
            other => {
                let found = other.unwrap_or("none");
                return unread(format!("its geometries are in the encoding {found}; WKB is read"));
            }
        }
        let geometry = footer.columns.iter().find(|column| column.name == primary);
        let geometry = geometry.ok_or_else(|| broken(format!("it has no column `{primary}`")))?;
        let others = |column: &&Column<'_>| geo["columns"].get(column.name).is_none() && is_read(column);
        let columns: Vec<&Column<'_>> = footer.columns.iter().filter(others).collect();
        let system = content.system(|| system(&stated["crs"]))?;
        let mut collector = Collector::new(mode, Conversion::Parallel).in_system(system);
        if let Some(members) = footer.members.and_then(Members::parse) {
            members.hand_over(&mut collector)?;
        }
        features(bytes, &footer, geometry, &columns, &mut collector)?;
        collector.finish()
    }
}

/// The system that PROJJSON states, if it states one.
fn system(crs: &Value) -> Result<Option<System>> {
    let id = &crs["id"];
    let code = match &id["code"] {
        Value::String(code) => code.clone(),
        code => code.to_string(),
    };
    match (crs, id["authority"].as_str()) {
        (Value::Null, _) => Ok(None),
        (_, Some(authority)) => System::of_code(authority, &code).map(Some),
        (_, None) => System::named(crs["name"].as_str().unwrap_or("without a name")).map(Some),
    }
}

fn features<'b>(
    bytes: &'b [u8],
    footer: &Footer<'b>,
    geometry: &Column<'b>,
    columns: &[&Column<'b>],
    collector: &mut Collector<Geometry<'b>>,
) -> Result<()> {
    let mut unpacker = Unpacker::of(bytes);
    let mut budget = Budget::of_file(bytes.len());
    for group in &footer.groups {
        let mut read = |column: &Column<'b>| {
            let pages = unpacker.pages(group.chunk(column)?)?;
            values(&pages, column, group.rows, &mut budget)
        };
        let geometries = read(geometry)?;
        let read: Result<Vec<_>> = columns
            .iter()
            .map(|column| Ok(read(column)?.into_iter()))
            .collect();
        let mut cells = read?;
        for geometry in geometries {
            let index = collector.next_index();
            let mut feature = Feature::default();
            for (column, cells) in columns.iter().zip(&mut cells) {
                budget.pay(column.name.len())?;
                let value = cells
                    .next()
                    .map(|cell| property(&cell, column.meaning))
                    .transpose();
                let value = value.map_err(|e: Error| e.in_feature(format!("feature {index}")))?;
                if let Some(value) = value.flatten() {
                    feature.properties.insert(column.name.to_owned(), value);
                }
            }
            collector.feature(feature, Geometry(geometry))?;
        }
    }
    Ok(())
}

/// A geometry in the column of geometries.
struct Geometry<'b>(Cell<'b>);

impl Source for Geometry<'_> {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        match self.0 {
            Cell::Null => {
                converter.no_geometry();
                Ok(())
            }
            Cell::Bytes(bytes) => Wkb(Bytes::as_slice(&bytes)).convert(converter),
            _ => Err(broken("the column of geometries holds none")),
        }
    }
}
