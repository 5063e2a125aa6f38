//! The document: from a change, to text and back, and turned around.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::slice;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::change::{Change, ControllerChange};
use crate::error::ErrorKind;
use crate::measure::Area;
use crate::model::{Date, GridPolygon, Layer};
use crate::overlay::SnapshotFigures;
use crate::parallel::prelude::*;
use crate::write::{OutFeature, feature_collection};
use crate::{Error, Result};

/// The version of the document's form.
const VERSION: u32 = 1;
/// The foreign member that makes a feature collection a diff.
const MEMBER: &str = "landshift";

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
}

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
    /// How overlaps of controllers were resolved before it was compared, if they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlaps: Option<String>,
    /// What each controller holds, km².
    pub area_km2: BTreeMap<String, f64>,
    /// Sources that its features state.
    pub sources: Vec<String>,
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

/// A piece of land that changed hands.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece<'a> {
    /// Holder before; none for nobody.
    pub from: Option<Cow<'a, str>>,
    /// Holder after; none for nobody.
    pub to: Option<Cow<'a, str>>,
    /// Its area, km², as the document has it.
    pub area_km2: f64,
    /// Whether it is narrower than the tolerance.
    pub noise: bool,
    /// Its shape.
    pub polygons: Cow<'a, [GridPolygon]>,
}

/// The properties of a piece, in the order they are written.
#[derive(Serialize)]
struct Properties<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    area_km2: f64,
    noise: bool,
}

impl<'a> Diff<'a> {
    /// The diff of a change.
    pub fn of(change: &'a Change) -> Self {
        let id = |figures: &SnapshotFigures, area: fn(&ControllerChange) -> Area| SnapshotId {
            path: figures.path.clone(),
            title: figures.title.clone(),
            date: figures.date,
            hash: figures.hash.clone(),
            overlaps: figures.overlaps.map(|policy| policy.name().to_owned()),
            area_km2: held(change, area),
            sources: figures.sources.clone(),
        };
        let header = Header {
            kind: "diff".into(),
            version: VERSION,
            before: id(&change.before, |c| c.before),
            after: id(&change.after, |c| c.after),
            edges: change.edges.name().into(),
            tolerance_m: change.tolerance.m(),
            within: change.within.as_ref().map(|within| within.name.clone()),
        };
        let pieces = change
            .transfers
            .par_iter()
            .map(|t| Piece {
                from: t.from.as_deref().map(Cow::Borrowed),
                to: t.to.as_deref().map(Cow::Borrowed),
                area_km2: t.area.km2(),
                noise: t.noise,
                polygons: Cow::Borrowed(slice::from_ref(&t.polygon)),
            })
            .collect();
        Self { header, pieces }
    }

    /// The diff that a layer is, if it is one.
    ///
    /// # Errors
    ///
    /// When the layer is no diff, of a version that is not known, or a feature lacks what a diff's has.
    pub fn from_layer(layer: Layer) -> Result<Self> {
        let name = layer.name.clone();
        Self::understand(layer).map_err(|e| e.of_kind(ErrorKind::Syntax).in_file(name))
    }

    fn understand(layer: Layer) -> Result<Self> {
        let hint = "a diff is the GeoJSON of a change, with a member `landshift`";
        let Some(member) = layer.members.get(MEMBER) else {
            return Err(Error::new(format!("is no diff: it has no `{MEMBER}` member")).with_hint(hint));
        };
        let header: Header = serde_json::from_value(member.clone())
            .map_err(|e| Error::new(format!("the `{MEMBER}` member is not a diff's: {e}")).with_hint(hint))?;
        if header.kind != "diff" || header.version != VERSION {
            return Err(Error::new(format!(
                "is a {} of version {}; this program reads diffs of version {VERSION}",
                header.kind, header.version
            )));
        }
        let pieces = layer
            .features
            .into_iter()
            .map(|feature| {
                let place = feature.describe();
                Piece::understand(&feature.properties, feature.geometry.polygons)
                    .map_err(|e| e.in_feature(place))
            })
            .collect::<Result<_>>()?;
        Ok(Self { header, pieces })
    }

    /// The diff that undoes this one.
    #[must_use]
    pub fn inverted(mut self) -> Self {
        std::mem::swap(&mut self.header.before, &mut self.header.after);
        for piece in &mut self.pieces {
            std::mem::swap(&mut piece.from, &mut piece.to);
        }
        self
    }

    /// Writes the document as GeoJSON.
    ///
    /// # Errors
    ///
    /// When `out` takes no more.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let header = serde_json::to_value(&self.header)?;
        let members = Map::from_iter([(MEMBER.to_owned(), header)]);
        let numbered = self.pieces.iter().enumerate();
        let features = numbered.map(|(i, piece)| piece.feature(i + 1));
        feature_collection(out, &members, features)
    }
}

/// What everybody holds on one side of a change, km², wherever it is: land outside of what the change is confined to
/// stays as it was.
fn held(change: &Change, area: fn(&ControllerChange) -> Area) -> BTreeMap<String, f64> {
    let mut held = change.outside.clone();
    for c in &change.controllers {
        *held.entry(c.name.clone()).or_default() += area(c);
    }
    held.retain(|_, area| *area != Area::ZERO);
    held.into_iter().map(|(name, area)| (name, area.km2())).collect()
}

impl Piece<'_> {
    fn understand(properties: &Map<String, Value>, polygons: Vec<GridPolygon>) -> Result<Self> {
        let holder = |key: &str| match properties.get(key) {
            Some(Value::Null) => Ok(None),
            Some(Value::String(name)) => Ok(Some(Cow::Owned(name.clone()))),
            _ => Err(Error::new(format!("`{key}` must be a controller's name or null"))),
        };
        let (from, to) = (holder("from")?, holder("to")?);
        if from == to {
            return Err(Error::new("`from` and `to` are the same: nothing changes"));
        }
        let area_km2 = properties.get("area_km2").and_then(Value::as_f64);
        Ok(Self {
            from,
            to,
            area_km2: area_km2.ok_or_else(|| Error::new("`area_km2` must be a number"))?,
            noise: properties.get("noise").and_then(Value::as_bool).unwrap_or(false),
            polygons: polygons.into(),
        })
    }

    fn feature(&self, number: usize) -> OutFeature<'_, Properties<'_>> {
        OutFeature {
            id: Some(number),
            properties: Properties {
                from: self.from.as_deref(),
                to: self.to.as_deref(),
                area_km2: self.area_km2,
                noise: self.noise,
            },
            polygons: &self.polygons,
        }
    }
}
