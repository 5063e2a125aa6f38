//! JSON text to features: the members of each object, one feature at a time.
//!
//! One visitor reads every GeoJSON object, because its `type` may come last. The `features` of a collection are
//! handed over one by one as they are read; nothing of their text is kept.

use std::fmt;
use std::io::{self, Read};

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::bounded::Bounded;
use super::coordinates::Coordinates;
use super::{crs, geometry, stream};
use crate::model::{Feature, Layer};
use crate::{Error, Result};

/// Deepest nesting of geometry collections.
const MAX_NESTING: usize = 16;
/// Bytes that the foreign members of one feature or collection may take.
const MAX_MEMBERS: usize = 1 << 16;

/// A GeoJSON object of any kind as read, before its `type` is acted on.
#[derive(Default)]
pub(super) struct Object {
    /// Its `type`.
    pub kind: Option<String>,
    /// Its `coordinates`, if it is a geometry.
    pub coordinates: Option<Coordinates>,
    /// Its `geometries`, if it is a geometry collection.
    pub geometries: Option<Vec<Object>>,
    geometry: Option<Box<Object>>,
    /// Whether it had a `geometry`, null or not.
    has_geometry: bool,
    properties: Option<Map<String, Value>>,
    id: Option<String>,
    /// Whether it had `features`, which have been handed over already.
    features: bool,
    /// What else it had.
    members: Map<String, Value>,
}

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
        let seed = ObjectSeed {
            sink: &mut sink,
            level: Level::Document,
        };
        let object = seed.deserialize(&mut json).map_err(|e| sink.explain(e))?;
        sink.document(object)?;
    }
    if documents == 0 {
        return Err(Error::new("the file is empty").hint("a layer without land has \"features\": []"));
    }
    Ok(sink.layer)
}

/// Where features go, and what stopped the reading.
#[derive(Default)]
struct Sink {
    layer: Layer,
    /// An error of ours, on its way through serde.
    failure: Option<Error>,
    /// The feature being read.
    current: Option<usize>,
}

impl Sink {
    /// Stop the reading with an error of ours.
    fn fail<E: serde::de::Error>(&mut self, error: Error) -> E {
        self.failure = Some(error);
        E::custom("")
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

fn topology() -> Error {
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

/// Which object is being read, and so which members count.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Level {
    Document,
    Feature,
    /// A geometry inside so many collections.
    Geometry(usize),
}

/// Reads one object.
struct ObjectSeed<'a> {
    sink: &'a mut Sink,
    level: Level,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = Object;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Object, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.level {
            Level::Document => "a GeoJSON object",
            Level::Feature => "a Feature",
            Level::Geometry(_) => "a geometry",
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let Self { sink, level } = self;
        let mut object = Object::default();
        let mut budget = MAX_MEMBERS;
        let is_geometry = matches!(level, Level::Geometry(_));
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => {
                    once(&mut object.kind, &key, map.next_value()?)?;
                    if level == Level::Document && object.kind.as_deref() == Some("Topology") {
                        return Err(sink.fail(topology()));
                    }
                }
                "crs" => {
                    let crs: Value = map.next_value()?;
                    crs::check(&crs).map_err(|e| sink.fail(e))?;
                }
                // It may no longer hold once the geometry is on the grid.
                "bbox" => drop(map.next_value::<IgnoredAny>()?),
                "coordinates" if level != Level::Feature => {
                    once(&mut object.coordinates, &key, map.next_value()?)?;
                }
                "geometries" if level != Level::Feature => {
                    let level = Level::Geometry(match level {
                        Level::Geometry(depth) => depth + 1,
                        _ => 1,
                    });
                    let seed = ListSeed { sink, level };
                    once(&mut object.geometries, &key, map.next_value_seed(seed)?)?;
                }
                _ if is_geometry => drop(map.next_value::<IgnoredAny>()?),
                "geometry" => {
                    if std::mem::replace(&mut object.has_geometry, true) {
                        return Err(twice(&key));
                    }
                    let level = Level::Geometry(0);
                    let seed = OptionSeed(ObjectSeed { sink, level });
                    object.geometry = map.next_value_seed(seed)?.map(Box::new);
                }
                "properties" => {
                    if object.properties.is_some() {
                        return Err(twice(&key));
                    }
                    object.properties = map.next_value_seed(OptionSeed(PropertiesSeed))?;
                }
                "id" => match map.next_value()? {
                    Value::Null => {}
                    Value::String(id) => once(&mut object.id, &key, id)?,
                    Value::Number(id) => once(&mut object.id, &key, id.to_string())?,
                    _ => return Err(A::Error::custom("`id` is neither a text nor a number")),
                },
                "features" if level == Level::Document => {
                    if std::mem::replace(&mut object.features, true) {
                        return Err(twice(&key));
                    }
                    map.next_value_seed(FeaturesSeed { sink })?;
                }
                _ => match small(&mut map, &mut budget)? {
                    Some(value) => {
                        if object.members.insert(key.clone(), value).is_some() {
                            return Err(twice(&key));
                        }
                    }
                    None => sink
                        .layer
                        .notices
                        .add("members beside the features left out, larger than 64 kB", || {
                            format!("`{key}`")
                        }),
                },
            }
        }
        Ok(object)
    }
}

/// The next value if it fits into the budget; one that does not leaves the budget to others.
fn small<'de, A: MapAccess<'de>>(map: &mut A, budget: &mut usize) -> Result<Option<Value>, A::Error> {
    let before = *budget;
    let value = map.next_value_seed(Bounded(budget))?;
    if value.is_none() {
        *budget = before;
    }
    Ok(value)
}

/// Fill a slot that must be empty.
fn once<T, E: serde::de::Error>(slot: &mut Option<T>, key: &str, value: T) -> Result<(), E> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(twice(key)),
    }
}

fn twice<E: serde::de::Error>(key: &str) -> E {
    E::custom(format_args!("an object has the member `{key}` twice"))
}

/// Reads null as none.
struct OptionSeed<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for OptionSeed<S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for OptionSeed<S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.0.deserialize(deserializer).map(Some)
    }
}

/// Reads an object in which no member comes twice.
struct PropertiesSeed;

impl<'de> DeserializeSeed<'de> for PropertiesSeed {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PropertiesSeed {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of properties")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut properties = Map::new();
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            if let Some(earlier) = properties.get(&key)
                && *earlier != value
            {
                return Err(A::Error::custom(format_args!(
                    "the property `{key}` is given twice, with two values"
                )));
            }
            properties.insert(key, value);
        }
        Ok(properties)
    }
}

/// Reads `geometries`.
struct ListSeed<'a> {
    sink: &'a mut Sink,
    level: Level,
}

impl<'de> DeserializeSeed<'de> for ListSeed<'_> {
    type Value = Vec<Object>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ListSeed<'_> {
    type Value = Vec<Object>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of geometries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let Self { sink, level } = self;
        if level == Level::Geometry(MAX_NESTING + 1) {
            return Err(A::Error::custom(format_args!(
                "geometry collections are nested more than {MAX_NESTING} deep"
            )));
        }
        let mut geometries = Vec::new();
        while let Some(geometry) = seq.next_element_seed(ObjectSeed { sink, level })? {
            geometries.push(geometry);
        }
        Ok(geometries)
    }
}

/// Reads `features` and hands each over.
struct FeaturesSeed<'a> {
    sink: &'a mut Sink,
}

impl<'de> DeserializeSeed<'de> for FeaturesSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for FeaturesSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let sink = self.sink;
        loop {
            sink.current = Some(sink.layer.features.len());
            let Some(object) = seq.next_element_seed(ObjectSeed {
                sink,
                level: Level::Feature,
            })?
            else {
                break;
            };
            let taken =
                match object.kind.as_deref() {
                    Some("Feature") => sink.feature(object),
                    Some(kind) => Err(Error::new(format!("it is of type `{kind}`"))
                        .hint("a collection lists Features only")),
                    None => Err(unknown_kind(&object)),
                };
            taken.map_err(|e| sink.fail(e))?;
        }
        sink.current = None;
        Ok(())
    }
}
