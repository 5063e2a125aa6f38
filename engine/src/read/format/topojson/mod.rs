//! TopoJSON (specification 1.0): a topology whose objects share the arcs that they are bounded by. An object is a layer.

#[cfg(test)]
mod tests;

use std::fmt;
use std::str;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::content::Content;
use super::json;
use super::members::Members;
use super::reader::{Format, chosen};
use crate::error::ErrorKind;
use crate::model::{Feature, GridPoint};
use crate::read::land::{
    Chain, Collector, Conversion, Converter, Inspection, Mode, Place, Position, Source, error_at,
};
use crate::{Error, Result};

/// The format.
pub(super) struct TopoJson;

impl Format for TopoJson {
    fn name(&self) -> &'static str {
        "TopoJSON"
    }

    fn recognises(&self, head: &[u8]) -> bool {
        is_topology(head)
    }

    fn read(&self, content: Content<'_>, layer: Option<&str>, mode: Mode) -> Result<Inspection> {
        let file: File = serde_json::from_slice(content.bytes)
            .map_err(|e| json::error(&e, b"").of_kind(ErrorKind::Syntax))?;
        let names: Vec<&str> = file.objects.keys().map(String::as_str).collect();
        let name = chosen(layer, &names)?;
        let arcs = Arcs::decode(file.arcs, file.transform);
        let system = content.system(|| Ok(None))?;
        let mut collector = Collector::new(mode, Conversion::Parallel)
            .in_system(system)
            .filtered(content.filter);
        file.members.hand_over(&mut collector)?;
        let mut allowance = Allowance::of_file(content.bytes.len());
        for mut object in features(name, &file.objects[name])? {
            allowance.pay(&object, &arcs)?;
            let feature = Feature {
                id: object.id()?,
                properties: object.properties.take().unwrap_or_default(),
                ..Feature::default()
            };
            let geometry = Shape { object, arcs: &arcs };
            collector.feature(feature, geometry)?;
        }
        collector.finish()
    }
}

/// Whether a text starts as an object that is a topology: by its type, or by members that come first and only a topology
/// has.
fn is_topology(head: &[u8]) -> bool {
    let mut strings = top_level_strings(head);
    while let Some((string, follows)) = strings.next() {
        match (string, follows) {
            (b"type", b':') => return strings.next().is_some_and(|(kind, _)| kind == b"Topology"),
            (b"arcs" | b"objects" | b"transform", b':') => return true,
            _ => {}
        }
    }
    false
}

/// The strings of an object that are not in nested objects or lists, each with the byte that follows it.
fn top_level_strings(text: &[u8]) -> impl Iterator<Item = (&[u8], u8)> {
    let mut depth = 0_usize;
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(byte) = text.get(at) {
            at += 1;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => {
                    let start = at;
                    while *text.get(at)? != b'"' {
                        at += if text[at] == b'\\' { 2 } else { 1 };
                    }
                    let string = &text[start..at];
                    at += 1;
                    if depth == 1 {
                        let follows = text[at..].iter().find(|b| !b.is_ascii_whitespace());
                        return Some((string, follows.copied().unwrap_or(b' ')));
                    }
                }
                _ => {}
            }
        }
        None
    })
}

/// A topology as its text has it.
#[derive(Default)]
struct File {
    transform: Option<Transform>,
    objects: Map<String, Value>,
    arcs: Vec<Vec<Position>>,
    members: Members,
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(FileVisitor)
    }
}

struct FileVisitor;

impl<'de> Visitor<'de> for FileVisitor {
    type Value = File;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a topology")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<File, A::Error> {
        let mut file = File::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "transform" => file.transform = map.next_value()?,
                "objects" => file.objects = map.next_value()?,
                "arcs" => file.arcs = map.next_value()?,
                "type" | "bbox" => drop(map.next_value::<IgnoredAny>()?),
                _ => file.members.take(key, &mut map)?,
            }
        }
        Ok(file)
    }
}

/// How quantised positions become degrees.
#[derive(Clone, Copy, Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

impl Transform {
    fn degrees(&self, position: Position) -> Position {
        let ([sx, sy], [tx, ty]) = (self.scale, self.translate);
        Position {
            lon: position.lon * sx + tx,
            lat: position.lat * sy + ty,
            ..position
        }
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_seq(PositionVisitor)
    }
}

struct PositionVisitor;

impl<'de> Visitor<'de> for PositionVisitor {
    type Value = Position;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position of two numbers or more")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<Position, A::Error> {
        let mut number = |index: usize| -> std::result::Result<f64, A::Error> {
            let number: Option<f64> = seq.next_element()?;
            number.ok_or_else(|| serde::de::Error::invalid_length(index, &PositionVisitor))
        };
        let (lon, lat) = (number(0)?, number(1)?);
        let mut more = 0;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            more += 1;
        }
        let extra = more > 1;
        Ok(Position { lon, lat, extra })
    }
}

/// The arcs in degrees.
struct Arcs {
    arcs: Vec<Vec<Position>>,
    transform: Option<Transform>,
}

impl Arcs {
    /// Quantised arcs hold the steps from one position to the next, others the positions.
    fn decode(mut arcs: Vec<Vec<Position>>, transform: Option<Transform>) -> Self {
        if let Some(transform) = transform {
            for arc in &mut arcs {
                let (mut x, mut y) = (0.0, 0.0);
                for position in arc {
                    x += position.lon;
                    y += position.lat;
                    *position = transform.degrees(Position {
                        lon: x,
                        lat: y,
                        ..*position
                    });
                }
            }
        }
        Self { arcs, transform }
    }

    /// The position of a point, which is quantised but no step.
    fn point(&self, position: Position) -> Position {
        self.transform
            .map_or(position, |transform| transform.degrees(position))
    }

    /// The arc of an index. A negative index is an arc backwards: −1 is arc 0.
    fn find(&self, index: i64) -> Option<&[Position]> {
        let arc = usize::try_from(if index < 0 { !index } else { index });
        self.arcs.get(arc.ok()?).map(Vec::as_slice)
    }

    /// Arcs one after another, each beginning where the one before ends.
    fn joined(&self, indexes: &[i64], place: &Place<'_>) -> Result<Vec<Position>> {
        let mut positions: Vec<Position> = Vec::new();
        for &index in indexes {
            let Some(arc) = self.find(index) else {
                let count = self.arcs.len();
                return Err(error_at(
                    place,
                    format!("arc {index} is not among the {count} arcs of the file"),
                )
                .with_hint("the file is damaged, or was put together from parts of others"));
            };
            let last = positions.last().copied();
            let skip = |first: Option<&Position>| usize::from(first.is_some() && first == last.as_ref());
            if index < 0 {
                let skip = skip(arc.last());
                positions.extend(arc.iter().rev().skip(skip));
            } else {
                let skip = skip(arc.first());
                positions.extend(arc.iter().skip(skip));
            }
        }
        Ok(positions)
    }
}

/// How many positions features may still make of arcs. Any number of them may name one long arc, so a small file could
/// otherwise fill the memory.
struct Allowance(usize);

/// Arcs may make so many positions for each byte of the file …
const MOST_PER_BYTE: usize = 4;
/// … or so many in all, whichever is more.
const MOST_UNCHECKED: usize = 1 << 22;

impl Allowance {
    /// That of a file of so many bytes.
    fn of_file(size: usize) -> Self {
        Self(size.saturating_mul(MOST_PER_BYTE).max(MOST_UNCHECKED))
    }

    /// Pays for the arcs of an object.
    ///
    /// # Errors
    ///
    /// When nothing is left.
    fn pay(&mut self, object: &Object, arcs: &Arcs) -> Result<()> {
        self.pay_for(&object.arcs, arcs)?;
        let mut parts = object.geometries.iter().flatten();
        parts.try_for_each(|part| self.pay(part, arcs))
    }

    /// Pays for the arcs of some indexes, nested as they may be.
    fn pay_for(&mut self, indexes: &Value, arcs: &Arcs) -> Result<()> {
        if let Value::Array(indexes) = indexes {
            return indexes.iter().try_for_each(|index| self.pay_for(index, arcs));
        }
        // One that is no index is refused where it is read.
        let Some(index) = indexes.as_i64() else {
            return Ok(());
        };
        let length = arcs.find(index).map_or(0, <[_]>::len);
        self.0 = self.0.checked_sub(length).ok_or_else(|| {
            Error::new(format!(
                "its objects name arcs so often that they have more than {MOST_PER_BYTE} positions for each byte of the file: \
                 the last was arc {index}, of {length} positions"
            ))
            .of_kind(ErrorKind::Geometry)
            .with_hint("the file is damaged; if it is not, write the layer as GeoJSON")
        })?;
        Ok(())
    }
}

/// A geometry object of a topology.
#[derive(Deserialize)]
struct Object {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    arcs: Value,
    #[serde(default)]
    coordinates: Value,
    geometries: Option<Vec<Object>>,
    properties: Option<Map<String, Value>>,
    id: Option<Value>,
}

impl Object {
    fn id(&self) -> Result<Option<String>> {
        match &self.id {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(Error::new("an `id` is neither text nor a number").of_kind(ErrorKind::Syntax)),
        }
    }
}

/// The features of a layer: the members of a collection, or the one object.
fn features(name: &str, object: &Value) -> Result<Vec<Object>> {
    let object = Object::deserialize(object).map_err(|e| {
        Error::new(format!("its object `{name}` is no geometry of TopoJSON: {e}")).of_kind(ErrorKind::Syntax)
    })?;
    match (object.kind.as_deref(), object.geometries) {
        (Some("GeometryCollection"), Some(geometries)) => Ok(geometries),
        (_, geometries) => Ok(vec![Object { geometries, ..object }]),
    }
}

/// The geometry of a feature.
struct Shape<'t> {
    object: Object,
    arcs: &'t Arcs,
}

impl Source for Shape<'_> {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        if self.object.kind.is_none() {
            converter.no_geometry();
            return Ok(());
        }
        convert(&self.object, self.arcs, converter, &Place::ROOT)
    }
}

fn convert(object: &Object, arcs: &Arcs, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
    let kind = object.kind.as_deref().unwrap_or_default();
    match kind {
        "GeometryCollection" => {
            for (i, part) in object.geometries.iter().flatten().enumerate() {
                convert(part, arcs, converter, &place.at("geometry", i))?;
            }
        }
        "Point" => points(
            &[value(kind, &object.coordinates, place)?],
            arcs,
            converter,
            place,
        )?,
        "MultiPoint" => {
            let positions: Vec<Position> = value(kind, &object.coordinates, place)?;
            points(&positions, arcs, converter, place)?;
        }
        "LineString" => converter.line(Line(value(kind, &object.arcs, place)?, arcs), place)?,
        "MultiLineString" => {
            let lines: Vec<Vec<i64>> = value(kind, &object.arcs, place)?;
            for (i, line) in lines.into_iter().enumerate() {
                converter.line(Line(line, arcs), &place.at("line", i))?;
            }
        }
        "Polygon" => polygon(value(kind, &object.arcs, place)?, arcs, converter, place)?,
        "MultiPolygon" => {
            let polygons: Vec<Vec<Vec<i64>>> = value(kind, &object.arcs, place)?;
            if polygons.is_empty() {
                converter.empty(place);
            }
            for (i, rings) in polygons.into_iter().enumerate() {
                polygon(rings, arcs, converter, &place.at("polygon", i))?;
            }
        }
        _ => return Err(error_at(place, format!("`{kind}` is not a type of geometry"))),
    }
    Ok(())
}

/// What a geometry holds, in the form of its kind.
fn value<T: for<'de> Deserialize<'de>>(kind: &str, value: &Value, place: &Place<'_>) -> Result<T> {
    T::deserialize(value).map_err(|e| {
        let what = if kind.ends_with("Point") {
            "coordinates"
        } else {
            "arcs"
        };
        error_at(
            place,
            format!("the `{what}` of this {kind} are not as TopoJSON has them: {e}"),
        )
    })
}

fn points(positions: &[Position], arcs: &Arcs, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
    let positions = positions.iter().map(|position| arcs.point(*position));
    let points = converter.positions(positions, place)?;
    converter.points(points);
    Ok(())
}

fn polygon(rings: Vec<Vec<i64>>, arcs: &Arcs, converter: &mut Converter, place: &Place<'_>) -> Result<()> {
    if rings.is_empty() {
        converter.empty(place);
        return Ok(());
    }
    converter.polygon(rings.into_iter().map(|ring| Ring(ring, arcs)), place)
}

/// A line of arcs.
struct Line<'t>(Vec<i64>, &'t Arcs);

impl Chain for Line<'_> {
    fn on_grid(self, converter: &mut Converter, place: &Place<'_>) -> Result<Vec<GridPoint>> {
        converter.chain(self.1.joined(&self.0, place)?, place)
    }
}

/// A ring of arcs. One that quantisation has shrunk to a line or a point may have less than four positions; it is read as
/// one without an area.
struct Ring<'t>(Vec<i64>, &'t Arcs);

impl Chain for Ring<'_> {
    fn on_grid(self, converter: &mut Converter, place: &Place<'_>) -> Result<Vec<GridPoint>> {
        const LEAST: usize = 4;
        let mut points = Line(self.0, self.1).on_grid(converter, place)?;
        if let Some(&first) = points.first()
            && points.last() == Some(&first)
        {
            points.resize(points.len().max(LEAST), first);
        }
        Ok(points)
    }
}
