//! A feature collection of the `geojson` crate, in memory.

use geojson::{FeatureCollection, GeometryValue, feature::Id};

use super::coordinates::Coordinates;
use super::crs;
use super::object::Object;
use super::pass::Pass;
use super::sink::Sink;
use crate::Result;
use crate::read::land::{Inspection, Mode, Position};
use crate::read::reference::System;

/// All features of a collection.
pub(in crate::read) fn read(collection: &FeatureCollection) -> Result<Inspection> {
    let mut sink = Sink::new(Pass::Thorough, Mode::Strict, System::default());
    for feature in &collection.features {
        sink.collected(object_of(feature)?)?;
    }
    sink.document(Object {
        kind: Some("FeatureCollection".into()),
        features: true,
        bbox: bbox(collection.bbox.as_deref()),
        members: members(collection.foreign_members.as_ref())?,
        ..Object::default()
    })?;
    sink.finish()
}

/// Foreign members but `crs`, which is checked instead.
fn members(foreign: Option<&geojson::JsonObject>) -> Result<geojson::JsonObject> {
    let mut members = foreign.cloned().unwrap_or_default();
    if let Some(crs) = members.shift_remove("crs") {
        crs::check(&crs, &System::default())?;
    }
    Ok(members)
}

/// A box as a member; null without one.
fn bbox(numbers: Option<&[f64]>) -> serde_json::Value {
    numbers.into()
}

fn object_of(feature: &geojson::Feature) -> Result<Object<'static>> {
    let geometry = feature.geometry.as_ref();
    Ok(Object {
        kind: Some("Feature".into()),
        has_geometry: true,
        geometry: geometry.map(|g| geometry_object(g).map(Box::new)).transpose()?,
        properties: Some(feature.properties.clone().unwrap_or_default()),
        id: feature.id.as_ref().map(|id| match id {
            Id::String(text) => text.clone(),
            Id::Number(number) => number.to_string(),
        }),
        bbox: bbox(feature.bbox.as_deref()),
        members: members(feature.foreign_members.as_ref())?,
        ..Object::default()
    })
}

fn geometry_object(geometry: &geojson::Geometry) -> Result<Object<'static>> {
    members(geometry.foreign_members.as_ref())?;
    let mut object = Object {
        kind: Some(geometry.value.type_name().into()),
        ..Object::default()
    };
    match &geometry.value {
        GeometryValue::Point { coordinates } => object.coordinates = Some(position(coordinates)),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => {
            object.coordinates = Some(chain(coordinates));
        }
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            object.coordinates = Some(chains(coordinates));
        }
        GeometryValue::MultiPolygon { coordinates } => {
            object.coordinates = Some(Coordinates::List(coordinates.iter().map(|c| chains(c)).collect()));
        }
        GeometryValue::GeometryCollection { geometries } => {
            object.geometries = Some(geometries.iter().map(geometry_object).collect::<Result<_>>()?);
        }
    }
    Ok(object)
}

fn chains(chains: &[Vec<geojson::Position>]) -> Coordinates<'static> {
    Coordinates::List(chains.iter().map(|positions| chain(positions)).collect())
}

/// As they would be read from text.
fn chain(positions: &[geojson::Position]) -> Coordinates<'static> {
    let well_formed: Option<Vec<Position>> = positions.iter().map(well_formed).collect();
    match well_formed {
        Some(positions) if !positions.is_empty() => Coordinates::Positions(positions),
        _ => Coordinates::List(positions.iter().map(position).collect()),
    }
}

fn position(position: &geojson::Position) -> Coordinates<'static> {
    let numbers = || position.as_slice().iter().copied().map(Coordinates::Number);
    well_formed(position).map_or_else(|| Coordinates::List(numbers().collect()), Coordinates::Position)
}

fn well_formed(position: &geojson::Position) -> Option<Position> {
    match *position.as_slice() {
        [lon, lat, ref more @ ..] => Some(Position {
            lon,
            lat,
            extra: more.len() > 1,
        }),
        _ => None,
    }
}
