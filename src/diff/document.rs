//! The document: from a change, to text and back, and turned around.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::exact::exact;
use super::parts::{Parts, parts};
use super::verify;
use crate::change::{Change, ControllerChange};
use crate::error::ErrorKind;
use crate::model::{ControllerSource, Date, GridPolygon, Layer, Snapshot};
use crate::overlay::SnapshotFigures;
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

/// What a diff remembers of a snapshot of a change.
fn id(
    figures: &SnapshotFigures,
    snapshot: &Snapshot,
    change: &Change,
    area: impl Fn(&ControllerChange) -> f64,
) -> SnapshotId {
    let (by, name) = match &snapshot.controller_from {
        ControllerSource::Property(key) if key != "controller" => (Some(key.clone()), None),
        ControllerSource::Options | ControllerSource::FileName => {
            let name = snapshot.territories.first().map(|t| t.controller.clone());
            (None, name)
        }
        _ => (None, None),
    };
    let controllers = change.controllers.iter().filter(|c| area(c) != 0.0);
    SnapshotId {
        path: figures.path.clone(),
        title: figures.title.clone(),
        date: figures.date,
        hash: figures.hash.clone(),
        land: None,
        by,
        name,
        overlaps: figures.overlaps.map(|policy| policy.name().to_owned()),
        area_km2: controllers.map(|c| (c.name.clone(), area(c))).collect(),
        sources: figures.sources.clone(),
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
    /// The place in the header's `lands` of the properties that the land had; none if they are not known.
    pub from_land: Option<usize>,
    /// The place of those that it has afterwards.
    pub to_land: Option<usize>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    from_land: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_land: Option<usize>,
}

impl<'a> Diff<'a> {
    /// The diff of a change.
    pub fn of(change: &'a Change) -> Self {
        let ground = &change.ground;
        let mut header = Header {
            kind: "diff".into(),
            version: VERSION,
            before: id(&change.before, &ground.snapshots[0], change, |c| c.before.km2()),
            after: id(&change.after, &ground.snapshots[1], change, |c| c.after.km2()),
            edges: change.edges.name().into(),
            tolerance_m: change.tolerance.m(),
            lands: Vec::new(),
            bends: BTreeMap::new(),
            digest: None,
        };
        let exact = exact(change);
        let [before, after] = exact.land;
        (header.before.land, header.after.land) = (Some(before), Some(after));
        header.bends = exact.bends;
        let Parts { pieces, lands } = parts(change);
        header.lands = lands;
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
        let mut diff = Self { header, pieces };
        verify::document(&diff)?;
        // It is of what was written; what is made of it has another.
        diff.header.digest = None;
        Ok(diff)
    }

    /// The diff that undoes this one.
    #[must_use]
    pub fn inverted(mut self) -> Self {
        std::mem::swap(&mut self.header.before, &mut self.header.after);
        for piece in &mut self.pieces {
            std::mem::swap(&mut piece.from, &mut piece.to);
            std::mem::swap(&mut piece.from_land, &mut piece.to_land);
        }
        for ring in self.header.bends.values_mut().flatten() {
            ring.reverse();
        }
        self
    }

    /// Writes the document as GeoJSON.
    ///
    /// # Errors
    ///
    /// When `out` takes no more.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let header = Header {
            digest: Some(verify::digest(self)?),
            ..self.header.clone()
        };
        let header = serde_json::to_value(&header)?;
        let members = Map::from_iter([(MEMBER.to_owned(), header)]);
        let numbered = self.pieces.iter().enumerate();
        let features = numbered.map(|(i, piece)| piece.feature(i + 1));
        feature_collection(out, &members, features)
    }
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
        let land = |key: &str| match properties.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let place = value.as_u64().and_then(|place| usize::try_from(place).ok());
                Ok(Some(place.ok_or_else(|| {
                    Error::new(format!("`{key}` must be a place in `lands`"))
                })?))
            }
        };
        Ok(Self {
            from_land: land("from_land")?,
            to_land: land("to_land")?,
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
                from_land: self.from_land,
                to_land: self.to_land,
            },
            polygons: &self.polygons,
        }
    }
}
