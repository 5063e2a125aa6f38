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
        let mut collector = Collector::new(mode, Conversion::Parallel)
            .in_system(system)
            .filtered(content.filter);
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
        let cells: Vec<Vec<Cell<'b>>> = columns.iter().map(|column| read(column)).collect::<Result<_>>()?;
        let of_group = without_geometry(columns, cells, collector.next_index(), &mut budget)?;
        let is_refused = !of_group.is_empty() && !of_group.iter().any(|feature| collector.is_wanted(feature));
        let geometries = if is_refused {
            of_group.iter().map(|_| Cell::Null).collect()
        } else {
            let pages = unpacker.pages(group.chunk(geometry)?)?;
            values(&pages, geometry, group.rows, &mut budget)?
        };
        let mut of_group = of_group.into_iter();
        for geometry in geometries {
            collector.feature(of_group.next().unwrap_or_default(), Geometry(geometry))?;
        }
    }
    Ok(())
}

/// The features of a group with their properties, none where there are no columns; `first` is the index of the first.
fn without_geometry(
    columns: &[&Column<'_>],
    cells: Vec<Vec<Cell<'_>>>,
    first: usize,
    budget: &mut Budget,
) -> Result<Vec<Feature>> {
    let mut features = Vec::new();
    for (column, cells) in columns.iter().zip(cells) {
        features.resize_with(features.len().max(cells.len()), Feature::default);
        for (row, (cell, feature)) in cells.iter().zip(&mut features).enumerate() {
            budget.pay(column.name.len())?;
            let value = property(cell, column.meaning)
                .map_err(|e: Error| e.in_feature(format!("feature {}", first + row)))?;
            if let Some(value) = value {
                feature.properties.insert(column.name.to_owned(), value);
            }
        }
    }
    Ok(features)
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
