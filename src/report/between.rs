//! A change and where it comes from, for the tables that break it down.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Accuracy, Change, Margin, Overlay};
use crate::mosaic::FaceId;

/// The overlay between two of its snapshots.
#[derive(Debug)]
pub(super) struct Between<'a> {
    pub(super) overlay: &'a Overlay,
    /// The places of the two snapshots in the overlay.
    pair: [usize; 2],
    /// What rows call them.
    keys: [&'a str; 2],
    noise: BTreeSet<FaceId>,
}

impl<'a> Between<'a> {
    pub(super) fn new(overlay: &'a Overlay, change: &Change, pair: [usize; 2], keys: [&'a str; 2]) -> Self {
        let noise = change.noise_faces();
        Self {
            overlay,
            pair,
            keys,
            noise,
        }
    }

    /// Who held a face before and after.
    pub(super) fn holders(&self, face: FaceId) -> [Option<&'a str>; 2] {
        self.pair.map(|snapshot| self.overlay.controller(snapshot, face))
    }

    /// Whether a face belongs to a piece that is noise.
    pub(super) fn is_noise(&self, face: FaceId) -> bool {
        self.noise.contains(&face)
    }

    /// By how much the changed land of every key may be off, noise left out, as far as the data and `accuracy` say.
    pub(super) fn margins<K: Ord + Clone>(
        &self,
        accuracy: &Accuracy,
        key: impl Fn(FaceId, [Option<&'a str>; 2]) -> K,
    ) -> BTreeMap<K, Margin> {
        if !self.overlay.knows_accuracy(&self.pair, accuracy) {
            return BTreeMap::new();
        }
        let changed = |face| {
            let [from, to] = self.holders(face);
            (from != to && !self.is_noise(face)).then(|| key(face, [from, to]))
        };
        self.overlay.margins(&self.pair, accuracy, changed)
    }

    /// What rows call the two snapshots.
    pub(super) fn keys(&self) -> [String; 2] {
        self.keys.map(str::to_owned)
    }
}
