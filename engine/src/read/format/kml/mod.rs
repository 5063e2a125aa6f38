//! KML (OGC 12-007, versions 2.0 to 2.3): a placemark is a feature. Read are polygons, lines and points, the names and
//! descriptions, data of their own, times and the folders that they are in. Namespaces are not looked at, since programs write
//! any of them.

mod shape;
#[cfg(test)]
mod tests;
mod xml;

use std::borrow::Cow;

use hashbrown::HashMap;
use serde_json::{Map, Number, Value};

use self::shape::Shape;
use self::xml::{Child, Element, Elements};
use super::content::Content;
use super::members::Members;
use super::reader::{Format, HEAD, without_layers};
use crate::Result;
use crate::error::ErrorKind;
use crate::files::MARK;
use crate::model::{Feature, NoticeKind};
use crate::read::land::{Collector, Conversion, Inspection, Mode};

/// The format.
pub(super) struct Kml;

impl Format for Kml {
    fn name(&self) -> &'static str {
        "KML"
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let head = head.trim_ascii_start();
        let is_root = |at: usize| {
            // `<kml`, or with the prefix of a namespace.
            let before = head[..at]
                .iter()
                .rposition(|byte| !byte.is_ascii_alphanumeric() && *byte != b':');
            let after = head.get(at + 3);
            before.is_some_and(|before| head[before] == b'<')
                && after.is_some_and(|byte| b" \t\r\n>/".contains(byte))
        };
        head.starts_with(b"<")
            && head
                .windows(3)
                .enumerate()
                .any(|(at, word)| word == b"kml" && is_root(at))
    }

    fn read(&self, content: Content<'_>, layer: Option<&str>, mode: Mode) -> Result<Inspection> {
        without_layers(layer)?;
        let system = content.system(|| Ok(None))?;
        let mut document = Document {
            elements: Elements::of(content.bytes)?,
            collector: Collector::new(mode, Conversion::Parallel)
                .in_system(system)
                .filtered(content.filter),
            types: HashMap::new(),
            is_own: is_own(content.bytes),
            fields: Vec::new(),
        };
        while let Child::Element(element) = document.elements.next()? {
            document.member(&element, &Container::default())?;
        }
        document.collector.finish()
    }
}

/// A document while it is read.
struct Document<'t> {
    elements: Elements<'t>,
    collector: Collector<Shape<'t>>,
    /// The types of the fields of all schemas, by name.
    types: HashMap<String, String>,
    /// Whether this program wrote it, so that its description is what is said of the whole, and what is not stated is null.
    is_own: bool,
    /// The names of those fields, in the order of the schemas.
    fields: Vec<String>,
}

/// Whether this program wrote a file.
fn is_own(bytes: &[u8]) -> bool {
    let start = format!("<Document>\n<name>{MARK} ");
    let head = &bytes[..bytes.len().min(HEAD)];
    head.windows(start.len()).any(|window| window == start.as_bytes())
}

/// What a document or folder says of all that is in it.
#[derive(Debug, Clone, Default)]
struct Container {
    /// The names of the folders, those in others after these: `South/Front`.
    folder: Option<String>,
    times: Times,
}

/// What an element says of time, as properties that series are made by.
type Times = Map<String, Value>;

/// Bytes of the names of folders and of times that are held at most, since each placemark in a folder has them.
const LONGEST: usize = 256;

impl<'t> Document<'t> {
    /// Reads an element of a document or folder.
    fn member(&mut self, element: &Element<'t>, within: &Container) -> Result<()> {
        match element.name() {
            "kml" | "Document" | "Folder" => self.container(element, within),
            "Placemark" => self.placemark(element, within),
            "Schema" => self.schema(),
            "NetworkLink" => {
                let index = self.collector.next_index();
                self.collector
                    .notice(NoticeKind::LinkedFile, || format!("before feature {index}"));
                self.elements.skip()
            }
            _ => self.elements.skip(),
        }
    }

    /// Reads a document or folder. Its name and times come before what is in it.
    fn container(&mut self, container: &Element<'t>, within: &Container) -> Result<()> {
        let mut here = within.clone();
        while let Child::Element(element) = self.elements.next()? {
            match element.name() {
                "name" if container.name() == "Folder" => {
                    let name = self.elements.text()?;
                    let folders = within.folder.iter().map(String::as_str).chain([name.trim()]);
                    let folders = folders.collect::<Vec<_>>().join("/");
                    if folders.len() > LONGEST {
                        self.collector.left_out("folder");
                    } else {
                        here.folder = Some(folders).filter(|folders| !folders.is_empty());
                    }
                }
                "TimeSpan" | "TimeStamp" => here.times = self.times()?,
                "description" if self.is_own && container.name() == "Document" => {
                    let text = self.elements.text()?;
                    if let Some(members) = Members::of_own(&text) {
                        members.hand_over(&mut self.collector)?;
                    }
                }
                _ => self.member(&element, &here)?,
            }
        }
        Ok(())
    }

    /// Reads the types of the fields of a schema.
    fn schema(&mut self) -> Result<()> {
        while let Child::Element(field) = self.elements.next()? {
            let name = self.elements.attribute(&field, "name")?;
            let kind = self.elements.attribute(&field, "type")?;
            if let (Some(name), Some(kind)) = (name, kind) {
                self.fields.push(name.clone());
                self.types.insert(name, kind);
            }
            self.elements.skip()?;
        }
        Ok(())
    }

    /// Reads a period or moment.
    fn times(&mut self) -> Result<Times> {
        let mut times = Times::new();
        while let Child::Element(element) = self.elements.next()? {
            let key = match element.name() {
                key @ ("begin" | "end") => key,
                "when" => "date",
                _ => {
                    self.elements.skip()?;
                    continue;
                }
            };
            let time = self.elements.text()?;
            if time.len() > LONGEST {
                return Err(self.elements.error("this is no time: it is too long"));
            }
            if !time.trim().is_empty() {
                times.insert(key.to_owned(), time.trim().into());
            }
        }
        Ok(times)
    }

    fn placemark(&mut self, placemark: &Element<'t>, within: &Container) -> Result<()> {
        let id = self.elements.attribute(placemark, "id")?;
        let mut properties = Map::new();
        let mut times = None;
        let mut data = Map::new();
        let mut shapes = Vec::new();
        while let Child::Element(element) = self.elements.next()? {
            match element.name() {
                key @ ("name" | "description" | "styleUrl") => {
                    let text = self.elements.text()?;
                    if !text.trim().is_empty() {
                        properties.insert(key.to_owned(), text.trim().into());
                    }
                }
                "TimeSpan" | "TimeStamp" => times = Some(self.times()?),
                "ExtendedData" => self.data(&mut data)?,
                _ => shapes.extend(self.shape(&element)?),
            }
        }
        if let Some(folder) = &within.folder {
            properties.insert("folder".to_owned(), folder.as_str().into());
        }
        properties.extend(times.unwrap_or_else(|| within.times.clone()));
        for field in self.fields.iter().filter(|_| self.is_own) {
            data.entry(field.as_str()).or_insert(Value::Null);
        }
        // What the data say themselves holds.
        properties.extend(data);
        let feature = Feature {
            id,
            properties,
            ..Feature::default()
        };
        self.collector.feature(feature, Shape::Many(shapes))
    }

    /// Reads data: with names, of schemas, or as elements of another namespace.
    fn data(&mut self, data: &mut Map<String, Value>) -> Result<()> {
        while let Child::Element(element) = self.elements.next()? {
            match element.name() {
                "SchemaData" => self.data(data)?,
                "Data" => {
                    let name = self.elements.attribute(&element, "name")?.unwrap_or_default();
                    let mut value = Value::Null;
                    while let Child::Element(part) = self.elements.next()? {
                        match part.name() {
                            "value" => value = typed(&self.elements.text()?, ""),
                            _ => self.elements.skip()?,
                        }
                    }
                    self.datum(data, name, value)?;
                }
                "SimpleData" => {
                    let name = self.elements.attribute(&element, "name")?.unwrap_or_default();
                    let text = self.elements.text()?;
                    let kind = self.types.get(&name).map_or("", String::as_str);
                    let value = typed(&text, kind);
                    self.datum(data, name, value)?;
                }
                "SimpleArrayData" => self.elements.skip()?,
                other => {
                    let name = other.to_owned();
                    let value = typed(&self.elements.text()?, "");
                    self.datum(data, name, value)?;
                }
            }
        }
        Ok(())
    }

    fn datum(&self, data: &mut Map<String, Value>, name: String, value: Value) -> Result<()> {
        if data.get(&name).is_some_and(|earlier| *earlier != value) {
            let index = self.collector.next_index();
            return Err(self
                .elements
                .error(format!("the data `{name}` are given twice"))
                .of_kind(ErrorKind::Attribute)
                .in_feature(format!("feature {index}")));
        }
        data.insert(name, value);
        Ok(())
    }

    /// Reads a geometry; none if the element is none that is read.
    fn shape(&mut self, element: &Element<'t>) -> Result<Option<Shape<'t>>> {
        let shape = match element.name() {
            "Point" => Shape::Point(self.coordinates()?),
            "LineString" | "LinearRing" => Shape::Line(self.coordinates()?),
            "Polygon" => Shape::Polygon(self.polygon()?),
            "MultiGeometry" => {
                let mut parts = Vec::new();
                while let Child::Element(part) = self.elements.next()? {
                    parts.extend(self.shape(&part)?);
                }
                Shape::Many(parts)
            }
            _ => {
                self.elements.skip()?;
                return Ok(None);
            }
        };
        Ok(Some(shape))
    }

    /// Reads the coordinates in an element.
    fn coordinates(&mut self) -> Result<Cow<'t, str>> {
        let mut coordinates = Cow::Borrowed("");
        while let Child::Element(element) = self.elements.next()? {
            match element.name() {
                "coordinates" => coordinates = self.elements.text()?,
                _ => self.elements.skip()?,
            }
        }
        Ok(coordinates)
    }

    /// Reads the rings of a polygon, the outer one first.
    fn polygon(&mut self) -> Result<Vec<Cow<'t, str>>> {
        let (mut outer, mut inner) = (Vec::new(), Vec::new());
        while let Child::Element(boundary) = self.elements.next()? {
            let rings = match boundary.name() {
                "outerBoundaryIs" => &mut outer,
                "innerBoundaryIs" => &mut inner,
                _ => {
                    self.elements.skip()?;
                    continue;
                }
            };
            while let Child::Element(ring) = self.elements.next()? {
                match ring.name() {
                    "LinearRing" => rings.push(self.coordinates()?),
                    _ => self.elements.skip()?,
                }
            }
        }
        if outer.len() > 1 || outer.is_empty() && !inner.is_empty() {
            let count = outer.len();
            return Err(self
                .elements
                .error(format!("the polygon has {count} outer boundaries, not one")));
        }
        outer.extend(inner);
        Ok(outer)
    }
}

/// A text as a value of the type that a schema states; blank text is null.
fn typed(text: &str, kind: &str) -> Value {
    let plain = text.trim();
    let value = match (kind, plain) {
        (_, "") => Some(Value::Null),
        ("int" | "uint" | "short" | "ushort", _) => plain.parse::<i64>().ok().map(Value::from),
        ("float" | "double", _) => plain.parse().ok().and_then(Number::from_f64).map(Value::Number),
        ("bool", "true" | "1") => Some(true.into()),
        ("bool", "false" | "0") => Some(false.into()),
        _ => None,
    };
    value.unwrap_or_else(|| plain.into())
}
