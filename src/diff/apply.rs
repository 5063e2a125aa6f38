//! Applying a diff: the later snapshot from the earlier one.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::document::{Diff, SnapshotId};
use crate::check;
use crate::error::ErrorKind;
use crate::measure::{Area, EdgeModel, snapping_area};
use crate::model::{Layer, Overlaps, ReferenceLayers, Snapshot, Territory};
use crate::mosaic::FaceId;
use crate::overlay::{Overlay, Settings};
use crate::progress::Progress;
use crate::{Error, Result};

/// The snapshot that `diff` makes of `base`: all land with its new holder, one territory for each controller and
/// sovereign, the dates and names being the later snapshot's.
///
/// The base is right when its content hash is the one that the diff remembers; or else, since a patched snapshot has
/// a few more positions along its borders, when every controller holds what the diff remembers, and every piece lies
/// on land of its `from`.
///
/// # Errors
///
/// When the base is not the one that the diff was made from.
pub fn apply(base: Snapshot, diff: &Diff) -> Result<Snapshot> {
    let name = base.name.clone();
    patched(base, diff).map_err(|e| {
        e.of_kind(ErrorKind::Base).in_file(name).with_hint(
            "apply a diff to the snapshot that it was made from, as named in its `landshift` member",
        )
    })
}

fn patched(mut base: Snapshot, diff: &Diff) -> Result<Snapshot> {
    if let Some(policy) = &diff.header.before.overlaps {
        let policy = Overlaps::named(policy).ok_or_else(|| {
            Error::new(format!(
                "the diff resolves overlaps by `{policy}`, which is not known"
            ))
        })?;
        base = check::resolve(base, policy)?;
    }
    let hash = base.content_hash();
    let allowed = snapping(&base, diff);
    let layers = ReferenceLayers {
        units: patch_layer(diff),
        ..ReferenceLayers::default()
    };
    let (settings, progress) = (Settings::default(), Progress::default());
    let overlay = Overlay::new(vec![Arc::new(base)], Arc::new(layers), &settings, &progress)?;
    let before = &diff.header.before;
    if hash != before.hash {
        check_areas(&overlay, before, allowed).map_err(|e| {
            Error::new(format!(
                "is not the base of this diff, `{}` (content {}; this has {hash}): {e}",
                before.path, before.hash
            ))
        })?;
    }
    check_holders(&overlay, diff, allowed)?;
    let land = overlay.mosaic().dissolve(|face| {
        let sovereign = overlay.territory(0, face).and_then(|t| t.sovereign.as_deref());
        Some((holder_after(&overlay, diff, face)?, sovereign))
    });
    let after = &diff.header.after;
    let territories = land
        .into_iter()
        .map(|((controller, sovereign), polygons)| Territory {
            controller: controller.to_owned(),
            sovereign: sovereign.map(str::to_owned),
            properties: properties(controller, sovereign, after),
            polygons,
            ..Territory::default()
        })
        .collect();
    Ok(Snapshot {
        name: after.path.clone(),
        title: after.title.clone(),
        date: after.date,
        territories,
        ..Snapshot::default()
    })
}

/// The land that snapping to the grid may move along all borders of a snapshot and of the pieces.
fn snapping(base: &Snapshot, diff: &Diff) -> Area {
    let land = base.territories.iter().flat_map(|territory| &territory.polygons);
    let pieces = diff.pieces.iter().flat_map(|piece| piece.polygons.iter());
    snapping_area(land.chain(pieces), EdgeModel::default())
}

/// The pieces as the units of an overlay: unit `i` is piece `i`.
fn patch_layer(diff: &Diff) -> Layer {
    let features = diff.pieces.iter().enumerate().map(|(index, piece)| {
        let mut feature = crate::model::Feature {
            index,
            ..crate::model::Feature::default()
        };
        feature.geometry.polygons = piece.polygons.to_vec();
        feature
    });
    Layer {
        features: features.collect(),
        ..Layer::default()
    }
}

fn holder_after<'a>(overlay: &'a Overlay, diff: &'a Diff, face: FaceId) -> Option<&'a str> {
    match overlay.unit_feature(face) {
        Some(piece) => diff.pieces[piece].to.as_deref(),
        None => overlay.controller(0, face),
    }
}

/// Every controller holds what the diff remembers.
fn check_areas<'a>(overlay: &'a Overlay, remembered: &'a SnapshotId, allowed: Area) -> Result<()> {
    let held = overlay
        .areas(0)
        .into_iter()
        .map(|(name, area)| (name, area.km2()));
    match remembered.differing(&held.collect(), allowed.km2()) {
        None => Ok(()),
        Some((name, here, there)) => Err(Error::new(format!(
            "{name} holds {here} km² here and {there} km² there"
        ))),
    }
}

/// Every piece lies on land of its `from`.
fn check_holders(overlay: &Overlay, diff: &Diff, allowed: Area) -> Result<()> {
    let strays = overlay.mosaic().areas_by(|face| {
        let piece = overlay.unit_feature(face)?;
        (overlay.controller(0, face) != diff.pieces[piece].from.as_deref()).then_some(piece)
    });
    for (piece, area) in strays {
        if area > allowed {
            let from = diff.pieces[piece].from.as_deref().unwrap_or("nobody");
            return Err(Error::new(format!(
                "is not the base of this diff: {} m² of piece {} are not held by {from}",
                area.m2(),
                piece + 1
            )));
        }
    }
    Ok(())
}

fn properties(controller: &str, sovereign: Option<&str>, after: &SnapshotId) -> Map<String, Value> {
    let mut properties = Map::new();
    properties.insert("controller".into(), controller.into());
    if let Some(sovereign) = sovereign {
        properties.insert("sovereign".into(), sovereign.into());
    }
    if let Some(date) = after.date {
        properties.insert("date".into(), date.to_string().into());
    }
    properties
}
