//! The document: from a change, to text and back, and turned around.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::exact::exact;
use super::form::{Diff, Header, Holder, Piece, SnapshotId};
use super::parts::{Parts, parts};
use super::verify;
use crate::change::Change;
use crate::error::{ErrorKind, Subject};
use crate::measure::Area;
use crate::model::{ControllerSource, GridPolygon, Layer, Snapshot, canonical};
use crate::overlay::SnapshotFigures;
use crate::write::{ColumnKind, LandFormat, LandLayer, OutFeature, OutGeometry, Style};
use crate::{Error, Result};

/// The version of the document's form.
const VERSION: u32 = 1;
/// The foreign member that makes a feature collection a diff.
const MEMBER: &str = "landshift";

/// What a diff remembers of a snapshot of a change.
fn id(figures: &SnapshotFigures, snapshot: &Snapshot, area_km2: BTreeMap<String, f64>) -> SnapshotId {
    let snapshot = snapshot.as_read();
    let (by, name) = match &snapshot.controller_from {
        ControllerSource::Property(key) if key != "controller" => (Some(key.clone()), None),
        ControllerSource::Options | ControllerSource::FileName => {
            let name = snapshot.territories.first().map(|t| t.controller.clone());
            (None, name)
        }
        _ => (None, None),
    };
    SnapshotId {
        path: figures.path.clone(),
        title: figures.title.clone(),
        date: figures.date,
        hash: figures.hash.clone(),
        land: None,
        by,
        name,
        filter: snapshot.selected.as_ref().map(|selected| selected.filter.clone()),
        unnamed: snapshot.unnamed.stated().map(str::to_owned),
        rename: snapshot.renamed.clone(),
        overlaps: figures.overlaps.map(|policy| policy.name().to_owned()),
        area_km2,
        sources: figures.sources.clone(),
    }
}

/// What everybody holds in the snapshot on one side of a change, km², wherever it is: land outside of what the change is
/// confined to stays as it was.
fn held(change: &Change, side: usize) -> BTreeMap<String, f64> {
    let mut held = change.outside.clone();
    for c in &change.controllers {
        *held.entry(c.name.clone()).or_default() += [c.before, c.after][side];
    }
    let snapshot = &change.ground.snapshots[side];
    if let Some(rest) = snapshot.added().and_then(|place| snapshot.territories.get(place)) {
        *held.entry(rest.controller.clone()).or_default() -= change.ground.added(side);
    }
    held.retain(|_, area| *area != Area::ZERO);
    held.into_iter().map(|(name, area)| (name, area.km2())).collect()
}

/// The properties of a piece, in the order they are written.
#[derive(Serialize)]
struct Properties<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    area_km2: f64,
    noise: bool,
    /// Stated where the land is left out before.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_rest: Option<bool>,
    /// Stated where the land is left out after.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_rest: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_land: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_land: Option<usize>,
    /// Stated where it is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    succession: Option<bool>,
}

/// The properties that every piece has.
const COLUMNS: [(&str, ColumnKind); 4] = [
    ("from", ColumnKind::Text),
    ("to", ColumnKind::Text),
    ("area_km2", ColumnKind::Real),
    ("noise", ColumnKind::Boolean),
];

impl<'a> Diff<'a> {
    /// The diff of a change.
    pub fn of(change: &'a Change) -> Self {
        let ground = &change.ground;
        let mut header = Header {
            kind: "diff".into(),
            version: VERSION,
            before: id(&change.before, &ground.snapshots[0], held(change, 0)),
            after: id(&change.after, &ground.snapshots[1], held(change, 1)),
            edges: change.edges.name().into(),
            tolerance_m: change.tolerance.m(),
            within: change.within.as_ref().map(|within| within.name.clone()),
            lands: Vec::new(),
            bends: BTreeMap::new(),
            digest: None,
        };
        let Parts { pieces, lands } = parts(change);
        // What a patch of some land alone leads to is no snapshot that there is; areas prove it.
        if change.within.is_none() {
            let exact = exact(ground, &pieces);
            let [before, after] = exact.land;
            (header.before.land, header.after.land) = (Some(before), Some(after));
            header.bends = exact.bends;
        }
        header.lands = lands;
        Self { header, pieces }
    }

    /// Whether a layer states to be a diff, damaged or not.
    pub fn is_stated_by(layer: &Layer) -> bool {
        layer.members.contains_key(MEMBER)
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
        let hint = "a diff is the GeoJSON of a change, with a member `landshift`; GeoPackage, GeoParquet, FlatGeobuf and TopoJSON with \
                    all digits keep it, KML, shapefiles and tables do not";
        let Some(member) = layer.members.get(MEMBER) else {
            return Err(Error::new(format!("is no diff: it has no `{MEMBER}` member")).with_hint(hint));
        };
        let mut header: Header = serde_json::from_value(member.clone())
            .map_err(|e| Error::new(format!("the `{MEMBER}` member is not a diff's: {e}")).with_hint(hint))?;
        if header.kind != "diff" || header.version != VERSION {
            return Err(Error::new(format!(
                "is a {} of version {}; this program reads diffs of version {VERSION}",
                header.kind, header.version
            )));
        }
        for snapshot in [&mut header.before, &mut header.after] {
            let areas = std::mem::take(&mut snapshot.area_km2).into_iter();
            snapshot.area_km2 = areas
                .map(|(name, km2)| (canonical(&name).into_owned(), km2))
                .collect();
        }
        let pieces = layer
            .features
            .into_iter()
            .map(|feature| {
                let subject = Subject::from(&feature);
                Piece::understand(&feature.properties, feature.geometry.polygons)
                    .map_err(|e| e.in_feature(subject))
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
        self.layer()?.write(LandFormat::GeoJson, out)
    }

    /// The document as a layer of its pieces, to be written in any format.
    ///
    /// # Errors
    ///
    /// When it has a number that is no JSON.
    pub fn layer(&self) -> io::Result<LandLayer<'_, impl Serialize + Sync>> {
        let header = Header {
            digest: Some(verify::digest(self)?),
            ..self.header.clone()
        };
        let numbered = self.pieces.iter().enumerate();
        let features = numbered.map(|(i, piece)| piece.feature(i + 1));
        LandLayer::new("diff", features.collect())
            .with_columns(&COLUMNS)
            .styled(Style::Change {
                from: "from",
                to: "to",
                noise: "noise",
            })
            .with_members([(MEMBER, &header)])
    }
}

impl Piece<'_> {
    fn understand(properties: &Map<String, Value>, polygons: Vec<GridPolygon>) -> Result<Self> {
        let flag = |key: &str| properties.get(key).and_then(Value::as_bool).unwrap_or(false);
        let holder = |key: &str, is_rest: &str| match properties.get(key) {
            Some(Value::Null) => Ok(Holder::Nobody),
            Some(Value::String(name)) => {
                let holder = if flag(is_rest) {
                    Holder::Rest
                } else {
                    Holder::Named
                };
                Ok(holder(Cow::Owned(canonical(name).into_owned())))
            }
            _ => Err(Error::new(format!("`{key}` must be a controller's name or null"))),
        };
        let (from, to) = (holder("from", "from_rest")?, holder("to", "to_rest")?);
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
            noise: flag("noise"),
            succession: flag("succession"),
            polygons: polygons.into(),
        })
    }

    fn feature(&self, number: usize) -> OutFeature<'_, Properties<'_>> {
        OutFeature {
            id: Some(number),
            properties: Properties {
                from: self.from.name(),
                to: self.to.name(),
                area_km2: self.area_km2,
                noise: self.noise,
                from_rest: self.from.is_rest().then_some(true),
                to_rest: self.to.is_rest().then_some(true),
                from_land: self.from_land,
                to_land: self.to_land,
                succession: self.succession.then_some(true),
            },
            geometry: OutGeometry::Land(&self.polygons),
        }
    }
}
