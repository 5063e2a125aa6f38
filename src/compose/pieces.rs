//! The pieces into which lines cut the land that a rule selects.

use std::collections::{BTreeMap, BTreeSet};

use crate::mosaic::FaceId;

/// A piece of selected land.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PieceId {
    /// The first of its faces.
    first: FaceId,
    /// How many it has: pieces of two rules that have both in common are the same land.
    faces: usize,
}

/// The pieces into which lines cut selected land, by face.
pub(super) struct Pieces(BTreeMap<FaceId, PieceId>);

impl Pieces {
    pub(super) fn new(selected: &BTreeSet<FaceId>, neighbours: &BTreeMap<FaceId, Vec<FaceId>>) -> Self {
        let mut pieces = BTreeMap::new();
        for &first in selected {
            if pieces.contains_key(&first) {
                continue;
            }
            let (mut reached, mut waiting) = (BTreeSet::new(), vec![first]);
            while let Some(face) = waiting.pop() {
                if reached.insert(face) {
                    waiting.extend(neighbours.get(&face).into_iter().flatten());
                }
            }
            let piece = PieceId {
                first,
                faces: reached.len(),
            };
            pieces.extend(reached.into_iter().map(|face| (face, piece)));
        }
        Self(pieces)
    }

    /// The piece that a face is part of; none if it is not selected.
    pub(super) fn of(&self, face: FaceId) -> Option<PieceId> {
        self.0.get(&face).copied()
    }
}
