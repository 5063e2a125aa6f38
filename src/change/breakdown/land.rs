//! The land that changed hands between two snapshots, face by face.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Accuracy, Change, Margin, Overlay};
use crate::mosaic::FaceId;

/// The overlay between two of its snapshots.
#[derive(Debug)]
pub(super) struct ChangedLand<'a> {
    pub(super) overlay: &'a Overlay,
    /// The two snapshots, by their places in the overlay.
    pair: [usize; 2],
    noise: BTreeSet<FaceId>,
}

/// Who held a face before and after; none is nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Holders<'a> {
    pub(super) from: Option<&'a str>,
    pub(super) to: Option<&'a str>,
}

impl Holders<'_> {
    pub(super) fn differ(self) -> bool {
        self.from != self.to
    }
}

impl<'a> ChangedLand<'a> {
    /// The land of a change between two snapshots of the overlay, by their places in it.
    pub(super) fn new(overlay: &'a Overlay, change: &Change, pair: [usize; 2]) -> Self {
        Self {
            overlay,
            pair,
            noise: change.noise_faces(),
        }
    }

    /// Who held a face before and after.
    pub(super) fn holders(&self, face: FaceId) -> Holders<'a> {
        let [from, to] = self.pair.map(|snapshot| self.overlay.controller(snapshot, face));
        Holders { from, to }
    }

    /// Whether a face belongs to a piece that is noise.
    pub(super) fn is_noise(&self, face: FaceId) -> bool {
        self.noise.contains(&face)
    }

    /// By how much the changed land of every key may be off, noise left out, as far as the data and `accuracy` allow.
    pub(super) fn margins<K: Ord + Clone>(
        &self,
        accuracy: &Accuracy,
        key: impl Fn(FaceId, Holders<'a>) -> K,
    ) -> BTreeMap<K, Margin> {
        if !self.overlay.knows_accuracy(&self.pair, accuracy) {
            return BTreeMap::new();
        }
        let changed = |face| {
            let holders = self.holders(face);
            (holders.differ() && !self.is_noise(face)).then(|| key(face, holders))
        };
        self.overlay.margins(&self.pair, accuracy, changed)
    }
}
