//! The form of a diff: what it holds.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::error::Subject;
use crate::model::{Date, GridPolygon, to_degrees};

/// A diff document.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff<'a> {
    /// What it is the difference of.
    pub header: Header,
    /// The changed land, largest piece first.
    pub pieces: Vec<Piece<'a>>,
}

/// The `landshift` member of a diff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Always `diff`.
    pub kind: String,
    /// Version of the document's form.
    pub version: u32,
    /// The earlier snapshot.
    pub before: SnapshotId,
    /// The later snapshot.
    pub after: SnapshotId,
    /// How edges run and measure.
    pub edges: String,
    /// Pieces narrower than this, in metres, are noise.
    pub tolerance_m: f64,
    /// The land that it is confined to, if it is: elsewhere everybody keeps what they have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Properties of the land under the pieces, before and after, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lands: Vec<Map<String, Value>>,
    /// By holder, the rings (degrees) between borders as the snapshots have them and as pieces do, which are bent to
    /// positions where lines cross: to be added to what the pieces make of the earlier snapshot.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bends: BTreeMap<String, Vec<DegreesRing>>,
    /// A hash of all else in the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// A closed ring in degrees of longitude and latitude.
pub type DegreesRing = Vec<[f64; 2]>;

/// What a diff remembers of a snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SnapshotId {
    /// The file it was read from.
    pub path: String,
    /// What it calls itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// The hash of who controls what, see [`crate::model::Snapshot::content_hash`].
    pub hash: String,
    /// The hash of the land of each controller, see [`BorderHash`](crate::model::BorderHash): however it is divided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub land: Option<BTreeMap<String, String>>,
    /// The property that named its controllers, where it was not `controller`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The one controller of all its land, where no property named it.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The condition that the features it was read from meet, as in SQL; none where all were read.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Who holds the land whose features name nobody, or `skip` where it is left out; none where there is no such land.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<String>,
    /// The names in its file that were read as others: old names and new ones.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rename: BTreeMap<String, String>,
    /// How overlaps of controllers were resolved before it was compared, if they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlaps: Option<String>,
    /// What each controller holds, km², without land that was added for whoever holds what the snapshot leaves out.
    pub area_km2: BTreeMap<String, f64>,
    /// Sources that its features state.
    pub sources: Vec<String>,
}

impl Piece<'_> {
    /// It as errors are about it, by its place among all; at the first of its positions.
    pub(super) fn subject(&self, number: usize) -> Subject {
        let first = self.polygons.first().and_then(|land| land.exterior().0.first());
        Subject {
            name: format!("piece {}", number + 1),
            place: first.map(|p| [p.x, p.y].map(to_degrees)),
        }
    }

    /// The controllers of the snapshots between whom borders move: who loses the piece (-1) and who gains it (1).
    pub(super) fn parties(&self) -> impl Iterator<Item = (&str, i32)> {
        let parties = [(&self.from, -1), (&self.to, 1)].into_iter();
        parties.filter_map(|(holder, sign)| Some((holder.in_snapshot()?, sign)))
    }
}

impl SnapshotId {
    /// The first controller that holds more or less here than in `areas` (km² by name) by more than is allowed: its name,
    /// what it holds there, and here.
    pub(super) fn differing<'a>(
        &'a self,
        areas: &BTreeMap<&'a str, f64>,
        allowed_km2: f64,
    ) -> Option<(&'a str, f64, f64)> {
        let names: BTreeSet<&str> = self
            .area_km2
            .keys()
            .map(String::as_str)
            .chain(areas.keys().copied())
            .collect();
        names.into_iter().find_map(|name| {
            let there = areas.get(name).copied().unwrap_or_default();
            let here = self.area_km2.get(name).copied().unwrap_or_default();
            ((there - here).abs() > allowed_km2).then_some((name, there, here))
        })
    }
}

/// Who holds land in one of the snapshots of a diff.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder<'a> {
    /// Nobody.
    Nobody,
    /// A controller whose land the snapshot has.
    Named(Cow<'a, str>),
    /// Who holds the land that the snapshot leaves out: there is no such land in its file.
    Rest(Cow<'a, str>),
}

/// Its name; of land that is left out, as an object with a member `rest`.
impl Serialize for Holder<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nobody | Self::Named(_) => self.name().serialize(out),
            Self::Rest(name) => BTreeMap::from([("rest", name)]).serialize(out),
        }
    }
}

impl Holder<'_> {
    /// Its name; none for nobody.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Nobody => None,
            Self::Named(name) | Self::Rest(name) => Some(name),
        }
    }

    /// The controller in whose land the snapshot has it: none where the snapshot leaves it out.
    pub fn in_snapshot(&self) -> Option<&str> {
        match self {
            Self::Nobody | Self::Rest(_) => None,
            Self::Named(name) => Some(name),
        }
    }

    /// Whether it is land that the snapshot leaves out.
    pub fn is_rest(&self) -> bool {
        matches!(self, Self::Rest(_))
    }

    /// The same, with a name of its own.
    pub(super) fn to_owned(&self) -> Holder<'static> {
        let owned = |name: &str| Cow::Owned(name.to_owned());
        match self {
            Self::Nobody => Holder::Nobody,
            Self::Named(name) => Holder::Named(owned(name)),
            Self::Rest(name) => Holder::Rest(owned(name)),
        }
    }
}

/// A piece of land that changed hands.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece<'a> {
    /// Holder before.
    pub from: Holder<'a>,
    /// Holder after.
    pub to: Holder<'a>,
    /// Its area, km², as the document has it.
    pub area_km2: f64,
    /// Whether it is narrower than the tolerance.
    pub noise: bool,
    /// Whether it did not change hands but passed to the heir of its holder.
    pub succession: bool,
    /// The place in the header's `lands` of the properties that the land had; none if they are not known.
    pub from_land: Option<usize>,
    /// The place of those that it has afterwards.
    pub to_land: Option<usize>,
    /// Its shape.
    pub polygons: Cow<'a, [GridPolygon]>,
}
