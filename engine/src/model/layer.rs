//! A layer: the features of one file on the grid, before they are interpreted.

use serde_json::{Map, Value};

use super::{GridLine, GridPoint, GridPolygon, Notices, canonical, rings, to_degrees};
use crate::error::Subject;

/// One file of features.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// Where it was read from, as messages name it, such as a path.
    pub name: String,
    /// Members of the collection other than `type` and `features`, such as `date` or `name`.
    pub members: Map<String, Value>,
    /// The features in the order of the file.
    pub features: Vec<Feature>,
    /// What was repaired or left out.
    pub notices: Notices,
}

impl Layer {
    /// The polygons of each feature.
    pub fn polygons_mut(&mut self) -> impl Iterator<Item = &mut Vec<GridPolygon>> {
        self.features
            .iter_mut()
            .map(|feature| &mut feature.geometry.polygons)
    }
}

/// One feature of a layer.
#[derive(Debug, Clone, Default)]
pub struct Feature {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its GeoJSON `id`, a number written as text.
    pub id: Option<String>,
    /// Its properties, in the order of the file.
    pub properties: Map<String, Value>,
    /// Members other than `type`, `id`, `properties` and `geometry`, such as `time` of JSON-FG.
    pub members: Map<String, Value>,
    /// Its geometry, flattened by kind.
    pub geometry: Geometry,
}

impl Feature {
    /// How a message names it: its index and, where there is one, its name or id.
    ///
    /// ```
    /// let mut feature = landshift_engine::model::Feature { index: 3, ..Default::default() };
    /// assert_eq!(feature.describe(), "feature 3");
    /// feature.properties.insert("name".into(), "Lachin".into());
    /// assert_eq!(feature.describe(), "feature 3 (\"Lachin\")");
    /// ```
    pub fn describe(&self) -> String {
        let name = self.text("name").or(self.id.clone());
        match name {
            Some(name) => format!("feature {} (\"{name}\")", self.index),
            None => format!("feature {}", self.index),
        }
    }

    /// The property `key` as text in its one form, see [`canonical`]; numbers and booleans are written out, null and nested
    /// values are none.
    pub fn text(&self, key: &str) -> Option<String> {
        match self.properties.get(key)? {
            Value::String(text) => Some(canonical(text).into_owned()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
        }
    }
}

/// A feature as errors are about it, at the first of its positions.
impl From<&Feature> for Subject {
    fn from(feature: &Feature) -> Self {
        Self {
            name: feature.describe(),
            place: feature.geometry.first().map(|p| [p.x, p.y].map(to_degrees)),
        }
    }
}

/// A geometry of any kind, its parts sorted by dimension; collections are flattened.
///
/// Polygons are normalised: shells counter-clockwise, holes clockwise, closed, no repeated positions, cut at ±180°.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Geometry {
    /// Pieces of land.
    pub polygons: Vec<GridPolygon>,
    /// Chains, open or closed.
    pub lines: Vec<GridLine>,
    /// Single positions.
    pub points: Vec<GridPoint>,
}

impl Geometry {
    /// All its positions: of its land, then of its lines, then its points.
    pub fn positions(&self) -> impl Iterator<Item = &GridPoint> {
        let of_rings = self.polygons.iter().flat_map(rings);
        let chains = of_rings.chain(&self.lines).flat_map(|line| &line.0);
        chains.chain(&self.points)
    }

    /// Its first position: of its land, else of its lines, else of its points.
    pub fn first(&self) -> Option<GridPoint> {
        let of_land = self
            .polygons
            .first()
            .and_then(|polygon| polygon.exterior().0.first());
        let of_lines = || self.lines.first().and_then(|line| line.0.first());
        of_land.or_else(of_lines).or(self.points.first()).copied()
    }
}
