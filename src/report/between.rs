//! A change and where it comes from, for the tables that break it down.

use std::collections::BTreeSet;

use crate::change::{Change, Overlay};
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

    /// What rows call the two snapshots.
    pub(super) fn keys(&self) -> [String; 2] {
        self.keys.map(str::to_owned)
    }
}
