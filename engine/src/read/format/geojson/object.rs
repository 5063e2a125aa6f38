//! A GeoJSON object of any kind as its text has it, before its `type` is acted on.

use serde_json::{Map, Value};

use super::coordinates::Coordinates;
use crate::Error;

/// A GeoJSON object of any kind as read.
#[derive(Default)]
pub(super) struct Object<'t> {
    /// Its `type`.
    pub kind: Option<String>,
    /// Its `coordinates`, if it is a geometry.
    pub coordinates: Option<Coordinates<'t>>,
    /// Its `geometries`, if it is a geometry collection.
    pub geometries: Option<Vec<Object<'t>>>,
    /// Its `geometry`, if it is a feature.
    pub geometry: Option<Box<Object<'t>>>,
    /// Whether it had a `geometry`, null or not.
    pub has_geometry: bool,
    /// Its `properties`.
    pub properties: Option<Map<String, Value>>,
    /// Its `id`, a number as text.
    pub id: Option<String>,
    /// Whether it had `features`, which have been handed over already.
    pub features: bool,
    /// Its `bbox`; null if it had none.
    pub bbox: Value,
    /// What else it had.
    pub members: Map<String, Value>,
}

impl Object<'_> {
    /// The error for an object whose type is missing or not of GeoJSON.
    pub(super) fn unknown_kind(&self) -> Error {
        const ESRI: [&str; 3] = ["geometryType", "spatialReference", "attributes"];
        match self.kind.as_deref() {
            Some("Topology") => topology(),
            Some(kind) => Error::new(format!("`{kind}` is not a type of GeoJSON"))
                .with_hint("a file holds a FeatureCollection, a Feature or a geometry"),
            None if ESRI.iter().any(|key| self.members.contains_key(*key)) => {
                Error::new("this is Esri JSON, not GeoJSON").with_hint("convert it: ogr2ogr out.geojson IN")
            }
            None => {
                Error::new("it has no `type`").with_hint("a GeoJSON object has its type in the member `type`")
            }
        }
    }
}

/// The error for a file that is TopoJSON.
pub(super) fn topology() -> Error {
    Error::new("this is TopoJSON, but it does not start as such")
        .with_hint("write \"type\": \"Topology\" as its first member")
}
