//! JSON text to features, one at a time: what the objects of a text amount to.
//!
//! The `features` of a collection are handed over one by one as they are read; nothing of their text is kept.

use std::io::{self, Read};

use super::object::{Object, read_object};
use super::{geometry, stream};
use crate::model::{Feature, Layer};
use crate::{Error, Result};

/// All features of a text of one or more documents.
pub(super) fn read(text: impl Read) -> Result<Layer> {
    let mut json = serde_json::Deserializer::from_reader(text);
    let mut sink = Sink::default();
    let mut documents = 0;
    loop {
        match json.end() {
            Ok(()) => break,
            Err(e) if e.is_io() => return Err(sink.explain(e)),
            Err(_) => documents += 1,
        }
        let object = read_object(&mut json, &mut sink).map_err(|e| sink.explain(e))?;
        sink.document(object)?;
    }
    if documents == 0 {
        return Err(Error::new("the file is empty").hint("a layer without land has \"features\": []"));
    }
    Ok(sink.layer)
}

/// Where features go, and what stopped the reading.
#[derive(Default)]
pub(super) struct Sink {
    layer: Layer,
    /// An error of ours, on its way through serde.
    failure: Option<Error>,
    /// The feature being read.
    current: Option<usize>,
}

impl Sink {
    /// Stop the reading with an error of ours.
    pub(super) fn fail<E: serde::de::Error>(&mut self, error: Error) -> E {
        self.failure = Some(error);
        E::custom("")
    }

    /// A feature of a collection comes next: what fails now is about it.
    pub(super) fn expect_feature(&mut self) {
        self.current = Some(self.layer.features.len());
    }

    /// The features of a collection are over.
    pub(super) fn no_more_features(&mut self) {
        self.current = None;
    }

    /// Take over a feature of a collection.
    pub(super) fn collected(&mut self, object: Object) -> Result<()> {
        match object.kind.as_deref() {
            Some("Feature") => self.feature(object),
            Some(kind) => {
                Err(Error::new(format!("it is of type `{kind}`")).hint("a collection lists Features only"))
            }
            None => Err(unknown_kind(&object)),
        }
    }

    /// A member was too large to be kept.
    pub(super) fn left_out(&mut self, key: &str) {
        self.layer
            .notices
            .add("member of more than 64 kB left out", || format!("`{key}`"));
    }

    /// The error that stopped the reading, ours or one of JSON.
    fn explain(&mut self, error: serde_json::Error) -> Error {
        let place = self.current.map(|index| format!("feature {index}"));
        let error = self.failure.take().unwrap_or_else(|| json_error(error));
        match place {
            Some(place) => error.feature(place),
            None => error,
        }
    }

    /// Take over what a document holds beside the features handed over already.
    fn document(&mut self, object: Object) -> Result<()> {
        let kind = object.kind.as_deref().unwrap_or_default();
        if object.features && kind != "FeatureCollection" && !kind.is_empty() {
            return Err(Error::new(format!("an object of type `{kind}` has `features`"))
                .hint("a collection says \"type\": \"FeatureCollection\""));
        }
        match kind {
            "FeatureCollection" if object.features => self.members(object),
            "FeatureCollection" => Err(Error::new("the collection has no `features`")),
            "Feature" => self.feature(object),
            _ if geometry::is_kind(kind) => self.feature(Object {
                kind: Some("Feature".into()),
                geometry: Some(Box::new(object)),
                has_geometry: true,
                ..Object::default()
            }),
            _ => Err(unknown_kind(&object)),
        }
    }

    /// Take over the members of a collection. In a sequence of collections they must not contradict one another.
    fn members(&mut self, mut object: Object) -> Result<()> {
        if let Some(properties) = object.properties.take() {
            object.members.insert("properties".into(), properties.into());
        }
        for (key, value) in object.members {
            match self.layer.members.get(&key) {
                Some(earlier) if *earlier != value => {
                    return Err(
                        Error::new(format!("two collections in this file differ in their `{key}`"))
                            .hint("split them into a file each"),
                    );
                }
                Some(_) => {}
                None => {
                    self.layer.members.insert(key, value);
                }
            }
        }
        Ok(())
    }

    /// Take over one feature: its geometry goes to the grid.
    fn feature(&mut self, object: Object) -> Result<()> {
        let mut feature = Feature {
            index: self.layer.features.len(),
            id: object.id,
            properties: object.properties.unwrap_or_default(),
            members: object.members,
            ..Feature::default()
        };
        if !object.has_geometry {
            return Err(Error::new("it has no `geometry`")
                .feature(feature.describe())
                .hint("a feature without one says \"geometry\": null"));
        }
        feature.geometry = geometry::convert(object.geometry.map(|g| *g), &feature, &mut self.layer.notices)
            .map_err(|e| e.feature(feature.describe()))?;
        self.layer.features.push(feature);
        Ok(())
    }
}

/// The error for an object whose type is missing or not of GeoJSON.
fn unknown_kind(object: &Object) -> Error {
    const ESRI: [&str; 3] = ["geometryType", "spatialReference", "attributes"];
    match object.kind.as_deref() {
        Some("Topology") => topology(),
        Some(kind) => Error::new(format!("`{kind}` is not a type of GeoJSON"))
            .hint("a file holds a FeatureCollection, a Feature or a geometry"),
        None if ESRI.iter().any(|key| object.members.contains_key(*key)) => {
            Error::new("this is Esri JSON, not GeoJSON").hint("convert it: ogr2ogr out.geojson IN")
        }
        None => Error::new("it has no `type`").hint("a GeoJSON object says what it is in its member `type`"),
    }
}

pub(super) fn topology() -> Error {
    Error::new("this is TopoJSON, not GeoJSON")
        .hint("convert it: topo2geo NAME=out.geojson < IN, or mapshaper IN -o format=geojson out.geojson")
}

/// What the JSON parser has to say, in our words where they help.
fn json_error(error: serde_json::Error) -> Error {
    if error.is_io() {
        return stream::cannot_read(&io::Error::from(error));
    }
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let text = text
        .strip_suffix(&format!(" at line {line} column {column}"))
        .unwrap_or(&text);
    let placed = |what: String| Error::new(what).position(format!("line {line}, column {column}"));
    if error.is_eof() {
        return placed(format!("the text ends too early: {text}")).hint("the file is cut short");
    }
    match text {
        "number out of range" => placed("a number is out of range".into())
            .hint("coordinates are degrees of longitude and latitude"),
        "invalid unicode code point" => placed("the text is not UTF-8".into()).hint("save it as UTF-8"),
        "recursion limit exceeded" => placed("it is nested too deeply".into()),
        _ if error.is_data() => placed(text.to_string()),
        _ => placed(format!("this is not JSON: {text}"))
            .hint("NaN, Infinity, comments and commas before a closing bracket are not part of JSON"),
    }
}
