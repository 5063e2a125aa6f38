//! The land that changed hands between two snapshots, face by face.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Change, Fate};
use crate::mosaic::FaceId;
use crate::overlay::{Heirs, Margin, Overlay, Step};

/// The overlay between two of its snapshots.
#[derive(Debug)]
pub(super) struct ChangedFaces<'a> {
    pub(super) overlay: &'a Overlay,
    heirs: Heirs<&'a str>,
    step: Step,
    noise: BTreeSet<FaceId>,
}

/// Who held a face before and after; none is nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HolderNames<'a> {
    pub(super) from: Option<&'a str>,
    pub(super) to: Option<&'a str>,
}

impl HolderNames<'_> {
    pub(super) fn differ(self) -> bool {
        self.from != self.to
    }
}

impl<'a> ChangedFaces<'a> {
    /// The land of a change of the overlay.
    pub(super) fn new(overlay: &'a Overlay, change: &'a Change) -> Self {
        Self {
            overlay,
            heirs: change.heirs(),
            step: change.step,
            noise: change.noise_faces(),
        }
    }

    /// Who held a face before and after.
    pub(super) fn holders(&self, face: FaceId) -> HolderNames<'a> {
        let [from, to] = self
            .step
            .places()
            .map(|snapshot| self.overlay.controller(snapshot, face));
        HolderNames { from, to }
    }

    /// What became of land of two holders.
    pub(super) fn fate(&self, holders: HolderNames) -> Fate {
        Fate::of(holders.from, holders.to, &self.heirs)
    }

    /// The places of the two snapshots.
    pub(super) fn places(&self) -> [usize; 2] {
        self.step.places()
    }

    /// Whether a face belongs to a piece that is noise.
    pub(super) fn is_noise(&self, face: FaceId) -> bool {
        self.noise.contains(&face)
    }

    /// By how much the changed land of every key may be off, noise left out, as far as the accuracy of lines is known.
    pub(super) fn margins<K: Ord + Clone>(
        &self,
        key: impl Fn(FaceId, HolderNames<'a>) -> Option<K>,
    ) -> BTreeMap<K, Margin> {
        let places = self.step.places();
        if !self.overlay.has_accuracy(&places) {
            return BTreeMap::new();
        }
        let changed = |face| {
            let holders = self.holders(face);
            (holders.differ() && !self.is_noise(face)).then(|| key(face, holders))?
        };
        self.overlay.margins(&places, changed)
    }
}
