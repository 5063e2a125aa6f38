//! Histories: land that changed hands more than once, over all steps of a series.
//!
//! The transfers of all steps are laid over one another as *one* layer of one mosaic, in order of time. The transfers
//! that cover a face are then its history: from whom to whom, and again. A mosaic of all snapshots says the same up to
//! snapping, but holds a label for every face and date, most of which say that nothing happened: for a year of days
//! that is hundreds of times as much.
//!
//! Noise takes no part: land does not change hands because a line was drawn again. So land that comes back in steps that
//! are each narrower than the tolerance does not come back here.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Transfer;
use crate::measure::{Area, EdgeModel};
use crate::model::GridPolygon;
use crate::mosaic::Builder;

/// A piece of land that changed hands in one of the steps.
#[derive(Debug)]
pub(super) struct Turn {
    from: Option<Arc<str>>,
    to: Option<Arc<str>>,
    polygon: GridPolygon,
}

impl Turn {
    /// The transfers that are no noise.
    pub(super) fn of(transfers: Vec<Transfer>) -> Vec<Self> {
        let real = transfers.into_iter().filter(|transfer| !transfer.noise);
        let turn = |Transfer { from, to, polygon, .. }| Self { from, to, polygon };
        real.map(turn).collect()
    }
}

/// What the histories of all land come to.
#[derive(Debug, Default)]
pub(super) struct Histories {
    /// The land that changed hands so many times, from once on.
    pub(super) by_times: Vec<Area>,
    /// Per controller, the land that it held first and lost in some step.
    pub(super) left: BTreeMap<Arc<str>, Area>,
    /// Per controller, the land that it held, lost and held again later.
    pub(super) retaken: BTreeMap<Arc<str>, Area>,
}

impl Histories {
    /// The histories of the land of `turns`, which are in order of time.
    pub(super) fn of(turns: &[Turn], edges: EdgeModel) -> Self {
        let mut builder = Builder::new(edges);
        let layer = builder.land(turns.iter().map(|turn| std::slice::from_ref(&turn.polygon)));
        let mosaic = builder.build();
        let mut histories = Self::default();
        let mut again = mosaic.overlaps(layer).peekable();
        for face in mosaic.faces() {
            // Both are in the order of the faces.
            let several = again.next_if(|overlap| overlap.face == face);
            let area = mosaic.area(face);
            if let Some(overlap) = several {
                let history: Vec<&Turn> = overlap.covering.iter().map(|&turn| &turns[turn]).collect();
                histories.add(&history, area);
            } else if let Some(turn) = mosaic.label(layer, face) {
                histories.add(&[&turns[turn]], area);
            }
        }
        histories
    }

    fn add(&mut self, history: &[&Turn], area: Area) {
        if self.by_times.len() < history.len() {
            self.by_times.resize(history.len(), Area::ZERO);
        }
        self.by_times[history.len() - 1] += area;
        if let Some(first) = &history[0].from {
            *self.left.entry(Arc::clone(first)).or_default() += area;
        }
        for (place, turn) in history.iter().enumerate() {
            let Some(loser) = &turn.from else { continue };
            let is_its_first = history[..place].iter().all(|earlier| earlier.from != turn.from);
            let comes_back = history[place + 1..].iter().any(|later| later.to == turn.from);
            if is_its_first && comes_back {
                *self.retaken.entry(Arc::clone(loser)).or_default() += area;
            }
        }
    }
}
