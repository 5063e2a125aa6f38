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

/// Something that reading repairs or leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Oddity {
    /// A ring whose last position was not its first.
    UnclosedRing,
    /// A ring wound against RFC 7946; common and harmless, so it is recorded only where all cases are wanted.
    MisWoundRing,
    /// A position that repeats the one before it.
    RepeatedPosition,
    /// A ring that encloses nothing.
    DegenerateRing,
    /// A line of one position.
    DegenerateLine,
    /// A ring across ±180°.
    RingAcross180,
    /// A ring round a pole.
    RingRoundPole,
    /// A line across ±180°.
    LineAcross180,
    /// A position of more than three numbers.
    ExtraNumbers,
    /// A geometry without positions.
    EmptyGeometry,
    /// A feature without a geometry.
    NoGeometry,
    /// A feature of points or lines where land is wanted.
    NoLand,
    /// A member too large to be kept.
    LargeMember,
}

impl Oddity {
    /// What it is and what was done about it, for one case.
    pub fn what(self) -> &'static str {
        match self {
            Self::UnclosedRing => "unclosed ring closed",
            Self::MisWoundRing => "ring wound the wrong way turned",
            Self::RepeatedPosition => "repeated position dropped",
            Self::DegenerateRing => "ring without an area dropped",
            Self::DegenerateLine => "line without length dropped",
            Self::RingAcross180 => "ring crosses ±180°, cut there",
            Self::RingRoundPole => "ring round a pole, closed through it",
            Self::LineAcross180 => "line crosses ±180°, cut there",
            Self::ExtraNumbers => "position of more than three numbers, the others left out",
            Self::EmptyGeometry => "empty geometry",
            Self::NoGeometry => "feature without a geometry",
            Self::NoLand => "feature with points or lines, which are no land and left out",
            Self::LargeMember => "member of more than 64 kB left out",
        }
    }
}

/// An oddity, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What was odd.
    pub what: Oddity,
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
            self.what.what(),
            self.count,
            crate::error::printable(&self.first)
        )
    }
}

/// One case of an oddity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What was odd.
    pub what: Oddity,
    /// Where in the file: the feature, and the ring or position in it.
    pub place: String,
    /// Where on earth, if it has a position.
    pub at: Option<GridPoint>,
}

/// All notices of one reading, one entry a kind, in order of first occurrence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notices {
    kinds: Vec<Notice>,
    /// Every single case instead, where they are wanted.
    cases: Option<Vec<Case>>,
}

impl Notices {
    /// None yet; every case of them will be kept, for [`Notices::cases`] alone.
    pub fn of_all_cases() -> Self {
        Self {
            kinds: Vec::new(),
            cases: Some(Vec::new()),
        }
    }

    /// None yet, of the same kind: all cases will be kept if they are here.
    pub fn like(other: &Self) -> Self {
        Self {
            kinds: Vec::new(),
            cases: other.cases.is_some().then(Vec::new),
        }
    }

    /// Count one case of `what` at `at`; `place` is asked for only where it is wanted.
    pub fn add(&mut self, what: Oddity, at: Option<GridPoint>, place: impl FnOnce() -> String) {
        if let Some(cases) = &mut self.cases {
            let place = place();
            cases.push(Case { what, place, at });
            return;
        }
        match self.kinds.iter_mut().find(|n| n.what == what) {
            _ if what == Oddity::MisWoundRing => {}
            Some(notice) => notice.count += 1,
            None => self.kinds.push(Notice {
                what,
                count: 1,
                first: place(),
            }),
        }
    }

    /// The entries.
    pub fn iter(&self) -> std::slice::Iter<'_, Notice> {
        self.kinds.iter()
    }

    /// Every single case, where they were wanted.
    pub fn cases(&self) -> &[Case] {
        self.cases.as_deref().unwrap_or_default()
    }

    /// Adds the notices of another reading, kind by kind.
    pub fn append(&mut self, other: Self) {
        for notice in other.kinds {
            match self.kinds.iter_mut().find(|n| n.what == notice.what) {
                Some(mine) => mine.count += notice.count,
                None => self.kinds.push(notice),
            }
        }
        if let Some(cases) = &mut self.cases {
            cases.extend(other.cases.into_iter().flatten());
        }
    }

    /// Whether nothing was repaired or left out.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.cases().is_empty()
    }
}

impl<'a> IntoIterator for &'a Notices {
    type Item = &'a Notice;
    type IntoIter = std::slice::Iter<'a, Notice>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
