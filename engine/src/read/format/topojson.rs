//! TopoJSON (specification 1.0): a topology whose objects share the arcs that they are bounded by. An object is a layer.

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
        let mut collector = Collector::new(mode, Conversion::Parallel).in_system(system);
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

#[cfg(test)]
mod tests {
    use super::super::content::Companions;
    use super::*;
    use crate::model::Layer;

    /// Two squares side by side that share arc 0, quantised to half degrees from (10, 20).
    const SQUARES: &str = r#"{"type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
        "objects": {
            "states": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "id": 1, "properties": {"controller": "A"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "properties": {"controller": "B"}, "arcs": [[[-1, 2]]]},
                {"type": null, "properties": {"controller": "C"}}
            ]},
            "capitals": {"type": "MultiPoint", "coordinates": [[1, 1], [3, 1]]},
            "river": {"type": "LineString", "arcs": [0]}
        },
        "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]]}"#;

    fn layer(text: &str, layer: Option<&str>) -> Result<Layer> {
        super::super::read(text.as_bytes(), &Companions::default(), layer, None, Mode::Strict)
            .map(|read| read.layer)
    }

    #[test]
    fn arcs_are_joined_and_objects_are_layers() {
        let states = layer(SQUARES, Some("states")).unwrap();
        let same = r#"{"type": "FeatureCollection", "features": [
            {"type": "Feature", "id": 1, "properties": {"controller": "A"}, "geometry":
                {"type": "Polygon", "coordinates": [[[11, 20], [11, 21], [10, 21], [10, 20], [11, 20]]]}},
            {"type": "Feature", "properties": {"controller": "B"}, "geometry":
                {"type": "MultiPolygon", "coordinates": [[[[11, 21], [11, 20], [12, 20], [12, 21], [11, 21]]]]}},
            {"type": "Feature", "properties": {"controller": "C"}, "geometry": null}]}"#;
        let same = Layer::read(same, "").unwrap();
        let marked = super::super::read(
            format!("\u{feff}{SQUARES}").as_bytes(),
            &Companions::default(),
            Some("states"),
            None,
            Mode::Strict,
        );
        assert_eq!(marked.unwrap().layer.features.len(), same.features.len());
        assert_eq!(format!("{:?}", states.features), format!("{:?}", same.features));
        let capitals = layer(SQUARES, Some("capitals")).unwrap();
        assert_eq!(capitals.features[0].geometry.points.len(), 2);
        assert_eq!(
            layer(SQUARES, Some("river")).unwrap().features[0]
                .geometry
                .lines
                .len(),
            1
        );
    }

    #[test]
    fn one_of_several_layers_must_be_named() {
        let error = layer(SQUARES, None).unwrap_err().to_string();
        assert!(
            error.starts_with("it has several layers: `states`, `capitals`, `river`"),
            "{error}"
        );
        let error = layer(SQUARES, Some("lakes")).unwrap_err().to_string();
        assert!(error.starts_with("it has no layer `lakes`"), "{error}");
        let one = r#"{"type": "Topology", "objects": {"x": {"type": "Polygon", "arcs": [[0]]}},
            "arcs": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}"#;
        assert_eq!(layer(one, None).unwrap().features[0].geometry.polygons.len(), 1);
    }

    #[test]
    fn it_is_recognised_by_its_first_members() {
        for text in [
            " {\"type\" : \"Topology\"",
            r#"{"bbox": [1, 2, 3, 4], "name": "type", "type": "Topology"}"#,
            r#"{"arcs": [[["#,
            r#"{"meta": {"type": "Feature", "a\"rcs": []}, "objects": {"#,
        ] {
            assert!(is_topology(text.as_bytes()), "{text}");
        }
        for text in [
            r#"{"type": "FeatureCollection", "objects": {}}"#,
            r#"{"features": [{"arcs": []}]}"#,
            r#"{"name": "arcs", "features": []}"#,
            r#"{"name": "open"#,
            r#"{"name": "open\"#,
            "[\"arcs\"]",
            "",
        ] {
            assert!(!is_topology(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_is_damaged_is_named_with_its_place() {
        let with = |object: &str| {
            format!(
                r#"{{"type": "Topology", "objects": {{"x": {object}}}, "arcs": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}"#
            )
        };
        for (object, what) in [
            (
                r#"{"type": "Polygon", "arcs": [[7]]}"#,
                "feature 0, ring 0: arc 7 is not among the 1 arcs",
            ),
            (
                r#"{"type": "Polygon", "arcs": [[-9223372036854775808]]}"#,
                "is not among",
            ),
            (
                r#"{"type": "Polygon", "arcs": [0]}"#,
                "feature 0: the `arcs` of this Polygon",
            ),
            (r#"{"type": "Polygon"}"#, "feature 0: the `arcs` of this Polygon"),
            (r#"{"type": "Circle", "arcs": [[0]]}"#, "`Circle` is not a type"),
            (r#"{"type": "Point", "coordinates": [500, 0]}"#, "500"),
            (
                r#"{"type": "Polygon", "arcs": [[0]], "id": []}"#,
                "neither text nor a number",
            ),
            ("5", "its object `x` is no geometry"),
        ] {
            let error = layer(&with(object), None).unwrap_err();
            assert!(error.to_string().contains(what), "{error}");
        }
        let cut = layer(&SQUARES[..300], Some("states")).unwrap_err();
        assert_eq!(cut.position(), Some("line 6, column 23"), "{cut}");
    }

    #[test]
    fn arcs_that_are_named_too_often_are_refused() {
        // A ring of 4096 positions, named by as many polygons as fit, and by one more.
        const LENGTH: usize = 4096;
        let most = MOST_UNCHECKED / LENGTH;
        let ring: Vec<String> = (1..LENGTH - 2)
            .map(|i| format!("[{},1]", i as f64 / 1e4))
            .collect();
        let file = |count: usize| {
            format!(
                r#"{{"type": "Topology", "objects": {{"x": {{"type": "GeometryCollection", "geometries": [{{"type":
                    "MultiPolygon", "arcs": [[[0]]{}]}}]}}}}, "arcs": [[[1,0], [0,0], {}, [1,0]]]}}"#,
                ",[[-1]]".repeat(count - 1),
                ring.join(",")
            )
        };
        let error = layer(&file(most + 1), None).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("the last was arc -1, of 4096 positions"),
            "{error}"
        );
        let read = layer(&file(most), None).unwrap();
        assert_eq!(read.features[0].geometry.polygons.len(), most);
    }

    #[test]
    fn rings_that_quantisation_has_shrunk_are_no_land() {
        let text = r#"{"type": "Topology", "objects": {"x": {"type": "Polygon", "arcs": [[0]]}},
            "arcs": [[[0, 0], [0, 0]]]}"#;
        let layer = layer(text, None).unwrap();
        assert!(layer.features[0].geometry.polygons.is_empty());
        assert!(!layer.notices.is_empty());
    }
}
