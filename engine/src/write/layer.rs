//! A layer to write: members of the whole, and features with properties and geometry.

use std::borrow::Cow;
use std::io;

use serde::Serialize;
use serde_json::value::RawValue;

use super::style::Style;
use crate::model::{GridPoint, GridPolygon};

/// A feature to write.
#[derive(Debug, Clone, Copy)]
pub struct OutFeature<'a, P> {
    /// Its `id`, if it has one: a number, written as text.
    pub id: Option<usize>,
    /// Its properties: what serialises as a JSON object.
    pub properties: P,
    /// Where it is.
    pub geometry: OutGeometry<'a>,
}

/// Where a feature is.
#[derive(Debug, Clone, Copy)]
pub enum OutGeometry<'a> {
    /// Land: one polygon, or several as one geometry; none is written as a null geometry.
    Land(&'a [GridPolygon]),
    /// A position.
    Point(GridPoint),
}

/// A member of a layer: its name, and its value as JSON.
pub(super) type Member = (Cow<'static, str>, Box<RawValue>);

/// What the values of a column are; any may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// True or false.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// Days as texts, `1994-05-12`.
    Date,
    /// Texts.
    Text,
    /// Lists and objects, as texts of JSON.
    Json,
}

/// A layer to write.
///
/// ```
/// use landshift_engine::write::{LandFormat, LandLayer, OutFeature, OutGeometry};
/// use serde_json::{Map, Value};
/// let feature = OutFeature { id: None, properties: Map::<String, Value>::new(), geometry: OutGeometry::Land(&[]) };
/// let mut text = Vec::new();
/// LandLayer::new("nothing", vec![feature]).write(LandFormat::GeoJson, &mut text)?;
/// let feature = r#"{"type":"Feature","geometry":null,"properties":{}}"#;
/// let expected = format!("{{\n\"type\": \"FeatureCollection\",\n\"features\": [\n{feature}\n]\n}}\n");
/// assert_eq!(String::from_utf8_lossy(&text), expected);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct LandLayer<'a, P> {
    pub(super) name: &'static str,
    pub(super) members: Vec<Member>,
    /// The properties that there are in any case, and of which kind.
    pub(super) columns: &'static [(&'static str, ColumnKind)],
    pub(super) features: Vec<OutFeature<'a, P>>,
    pub(super) style: Option<Style>,
}

impl<'a, P> LandLayer<'a, P> {
    /// A layer of features; `name` is what formats with several layers call it.
    pub fn new(name: &'static str, features: Vec<OutFeature<'a, P>>) -> Self {
        Self {
            name,
            members: Vec::new(),
            columns: &[],
            features,
            style: None,
        }
    }

    /// The same with more members of the whole, such as where it comes from, after those that it has.
    ///
    /// # Errors
    ///
    /// When a value is no JSON.
    pub fn with_members<K: Into<Cow<'static, str>>>(
        mut self,
        members: impl IntoIterator<Item = (K, impl Serialize)>,
    ) -> io::Result<Self> {
        for (name, value) in members {
            self.members
                .push((name.into(), serde_json::value::to_raw_value(&value)?));
        }
        Ok(self)
    }

    /// The same with properties that there are in any case, first and in this order, for formats that have tables: of a layer
    /// without features, too.
    #[must_use]
    pub fn with_columns(self, columns: &'static [(&'static str, ColumnKind)]) -> Self {
        Self { columns, ..self }
    }

    /// The same with how a GIS is to draw it, for formats that say so.
    #[must_use]
    pub fn styled(self, style: Style) -> Self {
        Self {
            style: Some(style),
            ..self
        }
    }
}
