//! What makes a diff exact: borders of pieces are bent to positions where lines cross; borders of snapshots are not. The
//! difference is closed rings, as thin as half a grid unit, of the edges that were bent alone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::borders::{Borders, BordersByHolder, edges_of};
use super::form::{DegreesRing, Piece};
use super::plain::{is_plain, plain};
use super::rings;
use crate::change::Ground;
use crate::model::{BorderHash, GridPoint, GridPolygon, GridRing, Snapshot, to_degrees, to_grid};
use crate::parallel::prelude::*;

/// What is remembered of the land of two snapshots.
pub(super) struct Exact {
    /// The hash of the land of every controller, before and after.
    pub(super) land: [BTreeMap<String, String>; 2],
    /// What the borders of the pieces lack, by holder.
    pub(super) bends: BTreeMap<String, Vec<DegreesRing>>,
}

/// What is remembered of the land before and after a change, which pieces lead to.
pub(super) fn exact(ground: &Ground, pieces: &[Piece]) -> Exact {
    let Ground {
        mosaic,
        snapshots,
        layers,
        ..
    } = ground;
    let is_completed = snapshots.iter().any(|snapshot| snapshot.completed.is_some());
    let sides = [0, 1].map(|side| {
        if !is_completed && is_plain(mosaic, layers[side]) {
            Cow::Borrowed(&*snapshots[side])
        } else {
            canonical(snapshots[side].as_read())
        }
    });
    // Edges that were not bent, and are no part of one that was, are the same in the snapshots and the pieces.
    let is_whole = !is_completed && sides.iter().all(|side| matches!(side, Cow::Borrowed(_)));
    let bent = is_whole.then(|| mosaic.bends().edges());
    let concerned = |polygons: &[GridPolygon]| match &bent {
        Some(bent) => bent.of(polygons),
        None => edges_of(polygons),
    };
    // By holder, the land whose borders are in the sum, and how often.
    let mut terms: BTreeMap<&str, Vec<(&[GridPolygon], i32)>> = BTreeMap::new();
    for (side, times) in sides.iter().zip([-1, 1]) {
        for territory in &side.territories {
            let of_holder = terms.entry(&territory.controller).or_default();
            of_holder.push((&territory.polygons, times));
        }
    }
    for piece in pieces {
        for (holder, sign) in piece.parties() {
            terms.entry(holder).or_default().push((&piece.polygons, -sign));
        }
    }
    let sum = |(holder, terms): (&str, Vec<(&[GridPolygon], i32)>)| {
        let mut borders = Borders::default();
        for (polygons, times) in terms {
            for [from, to] in concerned(polygons) {
                borders.add_edge(from, to, times);
            }
        }
        (holder.to_owned(), borders)
    };
    let lacking: BordersByHolder = terms.into_par_iter().map(sum).collect();
    let land = [0, 1].map(|side| texts(land_hashes(&sides[side])));
    Exact {
        land,
        bends: in_degrees(&lacking),
    }
}

/// A snapshot of which the land is plain: itself, unless it is tangled, its features overlap or rings wind otherwise than once
/// around their land.
pub(super) fn canonical(snapshot: &Snapshot) -> Cow<'_, Snapshot> {
    let features = snapshot.territories.iter().map(|t| t.polygons.as_slice());
    let Some(land) = plain(features) else {
        return Cow::Borrowed(snapshot);
    };
    let mut snapshot = snapshot.clone();
    for (territory, polygons) in snapshot.territories.iter_mut().zip(land) {
        Arc::make_mut(territory).polygons = polygons;
    }
    Cow::Owned(snapshot)
}

/// The hash of the land of every controller.
pub(super) fn land_hashes(snapshot: &Snapshot) -> BTreeMap<&str, BorderHash> {
    let territories = snapshot.territories.par_iter();
    let own: Vec<BorderHash> = territories.map(|t| BorderHash::of(&t.polygons)).collect();
    let mut hashes: BTreeMap<&str, BorderHash> = BTreeMap::new();
    for (territory, own) in snapshot.territories.iter().zip(own) {
        hashes.entry(&territory.controller).or_default().append(own);
    }
    hashes.retain(|_, hash| !hash.is_zero());
    hashes
}

/// Hashes as a diff has them.
pub(super) fn texts<'a>(hashes: impl IntoIterator<Item = (&'a str, BorderHash)>) -> BTreeMap<String, String> {
    let hashes = hashes.into_iter();
    hashes
        .map(|(name, hash)| (name.to_owned(), hash.to_string()))
        .collect()
}

/// Borders as rings in degrees, by holder. Rings that run to and fro on a line belong to them: they lead from borders that
/// are divided at positions on it to those that are not.
pub(super) fn in_degrees(borders: &BordersByHolder) -> BTreeMap<String, Vec<DegreesRing>> {
    let ring =
        |ring: GridRing| -> DegreesRing { ring.0.iter().map(|p| [p.x, p.y].map(to_degrees)).collect() };
    let lacking = borders.iter().filter(|(_, borders)| !borders.is_empty());
    let lacking: Vec<(&String, &Borders)> = lacking.collect();
    let rings = |borders: &Borders| rings::rings(&borders.edges()).into_iter().map(ring).collect();
    let each = lacking.into_par_iter();
    each.map(|(name, borders)| (name.clone(), rings(borders)))
        .collect()
}

/// Rings in degrees as borders.
pub(super) fn on_grid(rings: &[DegreesRing]) -> Borders {
    let mut borders = Borders::default();
    let at = |degrees: [f64; 2]| GridPoint::from(degrees.map(to_grid));
    let ring = |ring: &DegreesRing| -> GridRing { ring.iter().copied().map(at).collect() };
    borders.add_rings(&rings.iter().map(ring).collect::<Vec<_>>(), 1);
    borders
}
