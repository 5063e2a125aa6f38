//! Applying a diff: the later snapshot from the earlier one.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::base::proved;
use super::borders::BordersByHolder;
use super::exact::{land_hashes, on_grid, texts};
use super::form::{Diff, SnapshotId};
use super::plain::plain;
use super::{division, rings, verify};
use crate::error::ErrorKind;
use crate::measure::{EdgeModel, polygons_area, snapping_area};
use crate::model::{Feature, GridPolygon, Layer, ReferenceLayers, Snapshot, Territory};
use crate::overlay::{Overlay, Settings, follow_edges};
use crate::progress::Progress;
use crate::{Error, Result};

/// The snapshot that `diff` makes of `base`: all land with its new holder, the dates and names being the later snapshot's.
/// Land that the diff leaves keeps its properties, but for its date; land that it brings has those that the later
/// snapshot gave it.
///
/// The base is right when it holds the same land as that of which the diff was made: each controller's borders enclose the
/// same, however they are divided. Every controller then holds just what the later snapshot says, border for border: what
/// the diff remembers of it is proved before anything is returned.
///
/// # Errors
///
/// When the base is not the one that the diff was made from, or the diff does not lead to what it says.
pub fn apply(base: Snapshot, diff: &Diff) -> Result<Snapshot> {
    let name = base.name.clone();
    patched(base, diff).map_err(|e| {
        e.of_kind(ErrorKind::Base).in_file(name).with_hint(
            "apply a diff to the snapshot that it was made from, as named in its `landshift` member",
        )
    })
}

/// A base whose edges run as those of the snapshots of which `diff` was made.
fn with_edges_of(diff: &Diff, base: Snapshot) -> Result<Snapshot> {
    let mut base = [Arc::new(base)];
    follow_edges(verify::edge_model(&diff.header)?, &mut base, std::iter::empty())?;
    let [base] = base;
    Ok(Arc::unwrap_or_clone(base))
}

fn patched(base: Snapshot, diff: &Diff) -> Result<Snapshot> {
    verify::document(diff)?;
    let base = with_edges_of(diff, base)?;
    let base = match &diff.header.within {
        None => proved(base, &diff.header.before)?,
        // Of a patch of some land alone the areas prove it, below.
        Some(_) => proved(base.clone(), &diff.header.before).unwrap_or(base),
    };
    let mut kinds = Kinds::default();
    let of_base = base.territories.iter().map(|t| kinds.kept(t, &diff.header.after));
    let of_base: Vec<usize> = of_base.collect();
    let of_pieces = diff.pieces.iter().map(|piece| {
        let holder = piece.to.in_snapshot()?;
        let land = piece.to_land.and_then(|land| diff.header.lands.get(land));
        Some(kinds.brought(holder, land, &diff.header.after))
    });
    let of_pieces: Vec<Option<usize>> = of_pieces.collect();
    // Land so small that it is no piece.
    for holder in diff.header.bends.keys() {
        kinds.named(holder, &diff.header.after);
    }
    let made = Made {
        base,
        diff,
        kinds,
        of_base,
        of_pieces,
    };
    if diff.header.after.land.is_some() {
        made.exactly()
    } else {
        made.overlaid()
    }
}

/// What land can be afterwards: who holds it, with which properties.
#[derive(Default)]
struct Kinds {
    known: BTreeMap<(String, String), usize>,
    all: Vec<Territory>,
}

impl Kinds {
    /// The kind of land that a territory stays.
    fn kept(&mut self, territory: &Territory, after: &SnapshotId) -> usize {
        let mut kind = Territory {
            polygons: Vec::new(),
            ..territory.clone()
        };
        kind.properties = dated(&kind.controller, kind.properties, after);
        if let Some(sovereign) = &kind.sovereign {
            let sovereign = Value::from(sovereign.as_str());
            kind.properties.entry("sovereign").or_insert(sovereign);
        }
        self.place(kind)
    }

    /// The kind of land that a piece becomes.
    fn brought(
        &mut self,
        controller: &str,
        properties: Option<&Map<String, Value>>,
        after: &SnapshotId,
    ) -> usize {
        let properties = dated(controller, properties.cloned().unwrap_or_default(), after);
        let text = |key: &str| Some(properties.get(key)?.as_str()?.to_owned());
        let (sovereign, source) = (text("sovereign"), text("source"));
        self.place(Territory {
            controller: controller.to_owned(),
            sovereign,
            accuracy_m: properties.get("accuracy_m").and_then(Value::as_f64),
            source,
            properties,
            polygons: Vec::new(),
        })
    }

    /// Sees to it that land of a controller is of some kind.
    fn named(&mut self, controller: &str, after: &SnapshotId) {
        let first = (controller.to_owned(), String::new());
        let next = self.known.range(first..).next();
        if next.is_none_or(|((next, _), _)| next != controller) {
            self.brought(controller, None, after);
        }
    }

    fn place(&mut self, kind: Territory) -> usize {
        let properties = Value::from(kind.properties.clone()).to_string();
        let next = self.all.len();
        let key = (kind.controller.clone(), properties);
        let place = *self.known.entry(key).or_insert(next);
        if place == next {
            self.all.push(kind);
        }
        place
    }
}

/// Properties that name the controller, with the date of the later snapshot.
fn dated(controller: &str, mut properties: Map<String, Value>, after: &SnapshotId) -> Map<String, Value> {
    if properties.get("controller").and_then(Value::as_str) != Some(controller) {
        properties.insert("controller".into(), controller.into());
    }
    match after.date {
        Some(date) => {
            properties.insert("date".into(), date.to_string().into());
        }
        None => {
            properties.shift_remove("date");
        }
    }
    properties
}

/// The polygons of every controller.
fn outer(borders: &BordersByHolder) -> BTreeMap<&str, Vec<GridPolygon>> {
    let each = borders.iter();
    each.map(|(holder, borders)| (holder.as_str(), rings::polygons(borders)))
        .collect()
}

/// A snapshot in the making.
struct Made<'a> {
    base: Snapshot,
    diff: &'a Diff<'a>,
    kinds: Kinds,
    /// The kind of each territory of the base, and of the land under each piece; none of what nobody gets.
    of_base: Vec<usize>,
    of_pieces: Vec<Option<usize>>,
}

impl Made<'_> {
    /// By the sums of borders, so that nothing is bent.
    fn exactly(self) -> Result<Snapshot> {
        let mut borders = self.borders();
        let stated = self.diff.header.after.land.as_ref();
        let made = borders
            .iter()
            .map(|(name, borders)| (name.as_str(), borders.hash()));
        let made = texts(made.filter(|(_, hash)| !hash.is_zero()));
        if stated.is_some_and(|stated| *stated != made) {
            return Err(Error::new("the diff does not lead to the land that it states")
                .of_kind(ErrorKind::Base)
                .with_hint("the diff is damaged; make it again from its snapshots"));
        }
        let mut outer = outer(&borders);
        if plain(outer.values().map(Vec::as_slice)).is_some() {
            // A base may be divided at positions on its edges that are too close to others.
            borders = rings::straightened(&borders);
            outer = self::outer(&borders);
        }
        let land = if self.is_uniform() {
            let kinds = self.kinds.all.iter();
            kinds
                .map(|kind| outer.remove(kind.controller.as_str()).unwrap_or_default())
                .collect()
        } else {
            self.divided(&borders)?
        };
        let snapshot = self.snapshot(land);
        if texts(land_hashes(&snapshot)) == made {
            Ok(snapshot)
        } else {
            // Borders that cross one another are no polygons.
            self.overlaid()
        }
    }

    /// The borders of every holder afterwards.
    fn borders(&self) -> BordersByHolder {
        let mut borders = BordersByHolder::new();
        let mut add = |holder: &str, polygons: &[GridPolygon], times: i32| {
            borders.entry(holder.to_owned()).or_default().add(polygons, times);
        };
        for territory in &self.base.territories {
            add(&territory.controller, &territory.polygons, 1);
        }
        for piece in &self.diff.pieces {
            for (holder, sign) in piece.parties() {
                add(holder, &piece.polygons, sign);
            }
        }
        for (holder, rings) in &self.diff.header.bends {
            let of_holder = borders.entry(holder.clone()).or_default();
            of_holder.append(&on_grid(rings), 1);
        }
        borders
    }

    /// Whether all land of a controller is of one kind.
    fn is_uniform(&self) -> bool {
        let mut controllers: Vec<&str> = self
            .kinds
            .all
            .iter()
            .map(|kind| kind.controller.as_str())
            .collect();
        controllers.sort_unstable();
        controllers.windows(2).all(|pair| pair[0] != pair[1])
    }

    /// The land of each kind.
    fn divided(&self, borders: &BordersByHolder) -> Result<Vec<Vec<GridPolygon>>> {
        let overlaid = self.by_overlay(&self.overlay()?);
        let kinds = self.kinds.all.iter();
        let holders: Vec<&str> = kinds.map(|kind| kind.controller.as_str()).collect();
        Ok(division::divided(overlaid, &holders, borders))
    }

    /// By an overlay, for a diff that does not state what was bent: its result is compared in areas.
    fn overlaid(self) -> Result<Snapshot> {
        let overlay = self.overlay()?;
        let land = self
            .base
            .territories
            .iter()
            .flat_map(|territory| &territory.polygons);
        let pieces = self.diff.pieces.iter().flat_map(|piece| piece.polygons.iter());
        let allowed = snapping_area(land.chain(pieces), EdgeModel::default());
        let strays = overlay.mosaic().areas_by(|face| {
            let piece = overlay.unit_feature(face)?;
            (overlay.controller(0, face) != self.diff.pieces[piece].from.in_snapshot()).then_some(piece)
        });
        if let Some((piece, area)) = strays.into_iter().find(|(_, area)| *area > allowed) {
            let from = self.diff.pieces[piece].from.in_snapshot().unwrap_or("nobody");
            return Err(Error::new(format!(
                "is not the base of this diff: {} m² of it are not held by {from}",
                area.m2()
            ))
            .in_feature(self.diff.pieces[piece].subject(piece)));
        }
        let land = self.by_overlay(&overlay);
        let model = verify::edge_model(&self.diff.header)?;
        let held = self.kinds.all.iter().zip(&land).map(|(kind, polygons)| {
            let area = polygons_area(polygons, model);
            (kind.controller.as_str(), area)
        });
        verify::areas(held, &self.diff.header.after.area_km2, allowed).map_err(|e| {
            Error::new(format!(
                "the diff does not lead to what it states: {}",
                e.message()
            ))
            .of_kind(ErrorKind::Base)
        })?;
        Ok(self.snapshot(land))
    }

    /// The base with the pieces as the units of an overlay: unit `i` is piece `i`.
    fn overlay(&self) -> Result<Overlay> {
        let features = self.diff.pieces.iter().map(|piece| {
            let mut feature = Feature::default();
            feature.geometry.polygons = piece.polygons.to_vec();
            feature
        });
        let layers = ReferenceLayers {
            units: Layer {
                features: features.collect(),
                ..Layer::default()
            },
            ..ReferenceLayers::default()
        };
        let (settings, progress) = (Settings::default(), Progress::default());
        Overlay::new(
            vec![Arc::new(self.base.clone())],
            Arc::new(layers),
            &settings,
            &progress,
        )
    }

    /// The land of each kind, dissolved.
    fn by_overlay(&self, overlay: &Overlay) -> Vec<Vec<GridPolygon>> {
        let layer = overlay.layer(0);
        let mut land = overlay
            .mosaic()
            .dissolve(|face| match overlay.unit_feature(face) {
                Some(piece) => self.of_pieces[piece],
                None => Some(self.of_base[overlay.mosaic().label(layer, face)?]),
            });
        (0..self.kinds.all.len())
            .map(|kind| land.remove(&kind).unwrap_or_default())
            .collect()
    }

    fn snapshot(&self, land: Vec<Vec<GridPolygon>>) -> Snapshot {
        let kinds = self.kinds.all.iter().zip(land);
        let territories = kinds.filter(|(_, polygons)| !polygons.is_empty());
        let territory = |(kind, polygons): (&Territory, _)| Territory {
            polygons,
            ..kind.clone()
        };
        let territory = |kept| Arc::new(territory(kept));
        let after = &self.diff.header.after;
        Snapshot {
            name: after.path.clone(),
            title: after.title.clone(),
            date: after.date,
            territories: territories.map(territory).collect(),
            ..Snapshot::default()
        }
    }
}
