//! What a diff states against what it holds: nothing of a damaged one is applied.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::Xxh3;

use super::exact::on_grid;
use super::form::{Diff, Header};
use crate::error::ErrorKind;
use crate::measure::{Area, EdgeModel, polygons_area, snapping_area};
use crate::model::{GridPolygon, add_positions, rings};
use crate::{Error, Result};

/// By how much a stated area may differ from a measured one, as a share and in km²: earlier versions and other platforms
/// measured edges otherwise by some mm².
const SHARE: f64 = 1e-9;
const GRAIN_KM2: f64 = 1e-10;

/// The edge model of a diff.
pub(super) fn edge_model(header: &Header) -> Result<EdgeModel> {
    EdgeModel::named(&header.edges)
        .ok_or_else(|| Error::new(format!("its edges are `{}`, which is not known", header.edges)))
}

/// A diff says what it holds.
///
/// # Errors
///
/// When it is damaged: what it states does not agree with its pieces, or with its digest.
pub(super) fn document(diff: &Diff) -> Result<()> {
    let damaged = |e: Error| {
        e.of_kind(ErrorKind::Syntax)
            .with_hint("the diff is damaged or was changed by hand; make it again from its snapshots")
    };
    consistent(diff).map_err(damaged)?;
    match &diff.header.digest {
        Some(stated) if *stated != digest(diff).map_err(|e| Error::new(e.to_string()))? => Err(damaged(
            Error::new("is not as it was written: its content has another digest than it states"),
        )),
        _ => Ok(()),
    }
}

fn consistent(diff: &Diff) -> Result<()> {
    let Header {
        tolerance_m, lands, ..
    } = &diff.header;
    let model = edge_model(&diff.header)?;
    if !(tolerance_m.is_finite() && *tolerance_m >= 0.0) {
        return Err(Error::new(format!("its tolerance is {tolerance_m} m")));
    }
    for (number, piece) in diff.pieces.iter().enumerate() {
        let at = |what: String| Err(Error::new(what).in_feature(piece.subject(number)));
        if piece.polygons.is_empty() {
            return at("it has no land".to_owned());
        }
        let area = polygons_area(&piece.polygons, model).km2();
        if !is_near(area, piece.area_km2, 0.0) {
            return at(format!("it holds {area} km² and states {}", piece.area_km2));
        }
        let mut named = [piece.from_land, piece.to_land].into_iter().flatten();
        if named.any(|land| land >= lands.len()) {
            return at("it names properties that are not among `lands`".to_owned());
        }
    }
    sums(diff, model)
}

/// What every controller holds afterwards is what it held, and what the pieces give it and take from it.
fn sums(diff: &Diff, model: EdgeModel) -> Result<()> {
    let land = diff.pieces.iter().flat_map(|piece| piece.polygons.iter());
    let moved = snapping_area(land, model).km2();
    let mut rest: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    let Header { before, after, .. } = &diff.header;
    for (id, side, sign) in [(before, 0, 1.0), (after, 1, 1.0)] {
        for (name, km2) in &id.area_km2 {
            rest.entry(name).or_default()[side] += sign * km2;
        }
    }
    for piece in &diff.pieces {
        for (holder, sign) in piece.parties() {
            rest.entry(holder).or_default()[0] += f64::from(sign) * piece.area_km2;
        }
    }
    for (holder, rings) in &diff.header.bends {
        rest.entry(holder).or_default()[0] += on_grid(rings).area(model).km2();
    }
    let all: f64 = before
        .area_km2
        .values()
        .chain(after.area_km2.values())
        .map(|km2| km2.abs())
        .sum();
    for (name, [made, stated]) in rest {
        if !is_near(made, stated, moved + SHARE * all) {
            return Err(Error::new(format!(
                "its pieces leave {name} {made} km², and it states {stated}"
            )));
        }
    }
    Ok(())
}

fn is_near(measured: f64, stated: f64, allowed: f64) -> bool {
    // Not a number is never near.
    (measured - stated).abs() <= allowed + GRAIN_KM2 + SHARE * stated.abs()
}

/// The land of every controller is what a diff remembers, as far as areas tell.
pub(super) fn areas<'a>(
    held: impl IntoIterator<Item = (&'a str, Area)>,
    remembered: &BTreeMap<String, f64>,
    allowed: Area,
) -> Result<()> {
    let mut each: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    for (name, area) in held {
        each.entry(name).or_default()[0] += area.km2();
    }
    for (name, km2) in remembered {
        each.entry(name).or_default()[1] += km2;
    }
    let differs = |[here, there]: &[f64; 2]| (here - there).abs() > allowed.km2();
    match each.into_iter().find(|(_, pair)| differs(pair)) {
        None => Ok(()),
        Some((name, [here, there])) => Err(Error::new(format!(
            "{name} holds {here} km² here and {there} km² there"
        ))),
    }
}

/// A hash of a document but for the digest in it.
pub(super) fn digest(diff: &Diff) -> serde_json::Result<String> {
    let header = Header {
        digest: None,
        ..diff.header.clone()
    };
    let mut hash = Xxh3::new();
    hash.update(&serde_json::to_vec(&header)?);
    for piece in &diff.pieces {
        let properties = (
            &piece.from,
            &piece.to,
            piece.area_km2,
            piece.noise,
            piece.from_land,
            piece.to_land,
        );
        hash.update(&serde_json::to_vec(&properties)?);
        piece.polygons.iter().for_each(|polygon| add(&mut hash, polygon));
    }
    Ok(format!("{:032x}", hash.digest128()))
}

fn add(hash: &mut Xxh3, polygon: &GridPolygon) {
    for ring in rings(polygon) {
        let length = size_of_val(ring.0.as_slice()) as u64;
        hash.update(&length.to_le_bytes());
        add_positions(hash, &ring.0);
    }
}
