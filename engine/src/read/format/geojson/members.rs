//! One visitor for every GeoJSON object, because its `type` may come last.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::coordinates::Coordinates;
use super::crs;
use super::object::{Object, topology};
use super::pass::Pass;
use super::sink::Sink;
use crate::Result;
use crate::files::MARK;
use crate::read::format::bounded::Bounded;

/// Deepest nesting of geometry collections.
const MAX_NESTING: usize = 16;
/// Bytes that the foreign members of one feature or collection may take.
const MAX_MEMBERS: usize = 1 << 16;
/// Bytes that a `bbox` may take.
const MAX_BBOX: usize = 1 << 10;

/// One document: whatever object stands there. The features of a collection go to the sink at once.
pub(super) fn read_object<'de, D: Deserializer<'de>>(
    json: D,
    sink: &mut Sink<'de>,
) -> Result<Object<'de>, D::Error> {
    let level = Level::Document;
    ObjectSeed { sink, level }.deserialize(json)
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
struct ObjectSeed<'a, 'de> {
    sink: &'a mut Sink<'de>,
    level: Level,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_, 'de> {
    type Value = Object<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Object<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_, 'de> {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.level {
            Level::Document => "a GeoJSON object",
            Level::Feature => "a Feature",
            Level::Geometry(_) => "a geometry",
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
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
                    let checked = sink.system().map_or(Ok(()), |whole| crs::check(&crs, whole));
                    checked.map_err(|e| sink.fail(e))?;
                }
                "bbox" => {
                    let stated = small(&mut map, &mut { MAX_BBOX })?;
                    // One that is too long to be held is no box.
                    object.bbox = stated.unwrap_or(Value::Bool(false));
                }
                "coordinates" if level != Level::Feature => {
                    once(&mut object.coordinates, &key, coordinates(&mut map, sink.pass())?)?;
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
                // What this program writes for itself is as large as it is.
                MARK if level == Level::Document => {
                    if object.members.insert(key.clone(), map.next_value()?).is_some() {
                        return Err(twice(&key));
                    }
                }
                _ => match small(&mut map, &mut budget)? {
                    Some(value) => {
                        if object.members.insert(key.clone(), value).is_some() {
                            return Err(twice(&key));
                        }
                    }
                    None => sink.left_out(&key),
                },
            }
        }
        Ok(object)
    }
}

/// The next value as coordinates.
fn coordinates<'de, A: MapAccess<'de>>(map: &mut A, pass: Pass) -> Result<Coordinates<'de>, A::Error> {
    match pass {
        Pass::Thorough => map.next_value(),
        Pass::Fast => Ok(Coordinates::Text(map.next_value::<&RawValue>()?.get())),
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
struct ListSeed<'a, 'de> {
    sink: &'a mut Sink<'de>,
    level: Level,
}

impl<'de> DeserializeSeed<'de> for ListSeed<'_, 'de> {
    type Value = Vec<Object<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ListSeed<'_, 'de> {
    type Value = Vec<Object<'de>>;

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
struct FeaturesSeed<'a, 'de> {
    sink: &'a mut Sink<'de>,
}

impl<'de> DeserializeSeed<'de> for FeaturesSeed<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for FeaturesSeed<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let sink = self.sink;
        loop {
            sink.expect_feature();
            let Some(object) = seq.next_element_seed(ObjectSeed {
                sink,
                level: Level::Feature,
            })?
            else {
                break;
            };
            sink.collected(object).map_err(|e| sink.fail(e))?;
        }
        sink.no_more_features();
        Ok(())
    }
}
