//! A layer: what one file holds, on the grid, before anything is concluded from it.

use std::fmt;

use serde_json::{Map, Value};

use super::{GridLine, GridPoint, GridPolygon};

/// One file of features.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// Where it was read from, as messages name it: a path, or `-` for standard input.
    pub name: String,
    /// Members of the collection beside `type` and `features`, such as `date` or `name`.
    pub members: Map<String, Value>,
    /// The features in the order of the file.
    pub features: Vec<Feature>,
    /// What reading had to repair or leave out.
    pub notices: Notices,
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
    /// Members beside `type`, `id`, `properties` and `geometry`, such as `time` of JSON-FG.
    pub members: Map<String, Value>,
    /// Its geometry, flattened by kind.
    pub geometry: Geometry,
}

impl Feature {
    /// How a message names it: its index and, where there is one, its name or id.
    ///
    /// ```
    /// let mut feature = landshift::model::Feature { index: 3, ..Default::default() };
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

    /// The property `key` as text; numbers and booleans are written out, null and nested values are none.
    pub fn text(&self, key: &str) -> Option<String> {
        match self.properties.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
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

/// Something that reading repaired or left out, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What was done, for one case, such as `unclosed ring closed`.
    pub what: &'static str,
    /// How often.
    pub count: usize,
    /// Where it first happened.
    pub first: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({}×, first at {})",
            self.what,
            self.count,
            crate::error::printable(&self.first)
        )
    }
}

/// All notices of one reading, one entry a kind, in order of first occurrence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notices(Vec<Notice>);

impl Notices {
    /// Count one case of `what`; `place` is asked for only the first time.
    pub fn add(&mut self, what: &'static str, place: impl FnOnce() -> String) {
        match self.0.iter_mut().find(|n| n.what == what) {
            Some(notice) => notice.count += 1,
            None => self.0.push(Notice {
                what,
                count: 1,
                first: place(),
            }),
        }
    }

    /// The entries.
    pub fn iter(&self) -> std::slice::Iter<'_, Notice> {
        self.0.iter()
    }

    /// Adds the notices of another reading, kind by kind.
    pub fn append(&mut self, other: Self) {
        for notice in other.0 {
            match self.0.iter_mut().find(|n| n.what == notice.what) {
                Some(mine) => mine.count += notice.count,
                None => self.0.push(notice),
            }
        }
    }

    /// Whether nothing was repaired or left out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Notices {
    type Item = &'a Notice;
    type IntoIter = std::slice::Iter<'a, Notice>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
