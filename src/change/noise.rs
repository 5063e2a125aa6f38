//! Which faces are noise, for tables that break changed land down by something else.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Overlay};
use crate::measure::Area;
use crate::mosaic::FaceId;

type Holders<'a> = (Option<&'a str>, Option<&'a str>);

impl Change {
    /// The faces of the pieces that are noise; `before` and `after` are the places of the snapshots in the overlay
    /// that the change was read from.
    ///
    /// # Panics
    ///
    /// When the overlay has no such snapshots.
    pub fn noise_faces(&self, overlay: &Overlay, before: usize, after: usize) -> BTreeSet<FaceId> {
        let noise: BTreeSet<(Holders, Area)> = self
            .transfers
            .iter()
            .filter(|t| t.noise)
            .map(|t| ((t.from.as_deref(), t.to.as_deref()), t.area))
            .collect();
        if noise.is_empty() {
            return BTreeSet::new();
        }
        let holders = |face| (overlay.controller(before, face), overlay.controller(after, face));
        let pieces = pieces(overlay, holders).into_values();
        // A piece is known by its holders and its area, which is exact to the square millimetre.
        let is_noise = |piece: &Vec<FaceId>| {
            let area = piece.iter().map(|&face| overlay.mosaic().area(face)).sum();
            noise.contains(&(holders(piece[0]), area))
        };
        pieces.filter(is_noise).flatten().collect()
    }
}

/// The changed faces that hang together along edges and have the same holders, by one face of each piece.
fn pieces<'a>(
    overlay: &'a Overlay,
    holders: impl Fn(FaceId) -> Holders<'a>,
) -> BTreeMap<FaceId, Vec<FaceId>> {
    let changed = |face: FaceId| Some(holders(face)).filter(|(from, to)| from != to);
    let mut towards_root: BTreeMap<FaceId, FaceId> = overlay
        .mosaic()
        .faces()
        .filter(|&face| changed(face).is_some())
        .map(|face| (face, face))
        .collect();
    for side in overlay.mosaic().sides() {
        let key = changed(side.left);
        if key.is_some() && key == changed(side.right) {
            let (one, other) = (
                root(&mut towards_root, side.left),
                root(&mut towards_root, side.right),
            );
            towards_root.insert(one.max(other), one.min(other));
        }
    }
    let faces: Vec<FaceId> = towards_root.keys().copied().collect();
    let mut pieces: BTreeMap<FaceId, Vec<FaceId>> = BTreeMap::new();
    for face in faces {
        pieces
            .entry(root(&mut towards_root, face))
            .or_default()
            .push(face);
    }
    pieces
}

/// The face that stands for the piece; the way to it is shortened for the next time.
fn root(towards_root: &mut BTreeMap<FaceId, FaceId>, face: FaceId) -> FaceId {
    let mut at = face;
    while let Some(&next) = towards_root.get(&at).filter(|&&next| next != at) {
        let beyond = towards_root.get(&next).copied().unwrap_or(next);
        towards_root.insert(at, beyond);
        at = next;
    }
    at
}
