//! What makes a diff exact: borders of pieces are bent to positions where lines cross; borders of snapshots are not. The
//! difference is closed rings, as thin as half a grid unit, of the edges that were bent alone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::bends::Bends;
use super::borders::{Borders, BordersByHolder};
use super::form::Piece;
use super::plain::{is_plain, plain};
use super::rings;
use crate::change::Ground;
use crate::model::{BorderHash, GridPolygon, Snapshot};
use crate::mosaic::Moved;
use crate::parallel::prelude::*;

/// What is remembered of the land of two snapshots.
pub(super) struct Exact {
    /// The hash of the land of every controller, before and after.
    pub(super) land: [BTreeMap<String, String>; 2],
    /// What the borders of the pieces lack, by holder.
    pub(super) bends: BTreeMap<String, Bends>,
}

/// What is remembered of the land before and after a change, which pieces lead to.
pub(super) fn exact(ground: &Ground, pieces: &[Piece]) -> Exact {
    of_mosaic(ground, pieces).unwrap_or_else(|| by_sums(ground, pieces))
}

/// What the mosaic tells by itself: it knows which edges were bent. None where it does not, or where the pieces are not
/// divided as it is.
fn of_mosaic(ground: &Ground, pieces: &[Piece]) -> Option<Exact> {
    let snapshots = &ground.snapshots;
    if snapshots.iter().any(|snapshot| snapshot.completed.is_some()) {
        return None;
    }
    let controllers = snapshots.iter().flat_map(|snapshot| &snapshot.territories);
    let mut names: Vec<&str> = controllers.map(|t| t.controller.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let number = |name: &str| Some(names.binary_search(&name).ok()? as u32);
    let holders = snapshots.each_ref().map(|snapshot| {
        let territories = snapshot.territories.iter();
        territories
            .map(|t| number(&t.controller))
            .collect::<Option<Vec<u32>>>()
    });
    let [Some(before), Some(after)] = holders else {
        return None;
    };
    let [earlier, later] = ground.layers;
    let unbent = ground
        .mosaic
        .unbent([(earlier, &before), (later, &after)], names.len())?;
    let moves = pieces.iter().flat_map(|piece| {
        let land = piece.polygons.as_ref();
        piece.parties().map(move |(name, times)| (name, times, land))
    });
    let moved = moves.map(|(name, times, land)| {
        Some(Moved {
            holder: number(name)?,
            times,
            land,
        })
    });
    let moved: Vec<Moved> = moved.collect::<Option<_>>()?;
    if !unbent.are_led_to_by(&moved) {
        return None;
    }
    let land = unbent.hashes().map(|hashes| {
        let named = names.iter().copied().zip(hashes);
        texts(named.filter(|(_, hash)| !hash.is_zero()))
    });
    let bends = names
        .iter()
        .zip(unbent.bends())
        .filter(|(_, rings)| !rings.is_empty());
    let bends = bends.map(|(name, rings)| ((*name).to_owned(), Bends::of(&rings)));
    Some(Exact {
        land,
        bends: bends.collect(),
    })
}

/// By the sums of all edges of the snapshots and the pieces.
fn by_sums(ground: &Ground, pieces: &[Piece]) -> Exact {
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
            borders.add(polygons, times);
        }
        (holder.to_owned(), borders)
    };
    let lacking: BordersByHolder = terms.into_par_iter().map(sum).collect();
    let land = [0, 1].map(|side| texts(land_hashes(&sides[side])));
    Exact {
        land,
        bends: thin_rings(&lacking),
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

/// Borders as rings, by holder. Rings that run to and fro on a line belong to them: they lead from borders that are divided at
/// positions on it to those that are not.
pub(super) fn thin_rings(borders: &BordersByHolder) -> BTreeMap<String, Bends> {
    let lacking = borders.iter().filter(|(_, borders)| !borders.is_empty());
    let lacking: Vec<(&String, &Borders)> = lacking.collect();
    let each = lacking.into_par_iter();
    each.map(|(name, borders)| (name.clone(), Bends::of(&rings::rings(&borders.edges()))))
        .collect()
}
