//! An overlay whose changed pieces can be classified as change or noise.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashSet;

use super::holders::{changed, changed_pieces};
use super::{Holders, SeriesTolerance, Tolerance, is_narrower, strip_cuts};
use crate::error::ErrorKind;
use crate::measure::Length;
use crate::model::{ReferenceLayers, Snapshot};
use crate::mosaic::{FaceId, Piece};
use crate::overlay::{Cuts, Overlay, Settings, Step, ToleranceSetting};
use crate::parallel::prelude::*;
use crate::progress::Progress;
use crate::{Error, Result};

/// Changed pieces by step.
type Pieces = BTreeMap<Step, Vec<Piece<Holders>>>;

/// An overlay for which the tolerance is resolved, and narrow strips are cut off the land that changed hands: from each
/// snapshot to the next, and from the first to the last.
#[derive(Debug)]
pub struct ClassifiedOverlay {
    overlay: Overlay,
    tolerance: Length,
    reason: Option<SeriesTolerance>,
    /// Pieces found for the tolerance or the cuts that are those of the change, until it is asked for.
    found: Mutex<Pieces>,
}

impl ClassifiedOverlay {
    /// Overlays snapshots and resolves the tolerance as the settings say: found automatically, it is the largest that
    /// suits a step from one snapshot to the next.
    ///
    /// # Errors
    ///
    /// When the observer asks for the work to stop.
    pub fn new(
        snapshots: Vec<Arc<Snapshot>>,
        layers: Arc<ReferenceLayers>,
        settings: &Settings,
        progress: &Progress,
    ) -> Result<Self> {
        progress.stage("overlaying")?;
        let overlay = Overlay::new(snapshots, layers, settings, progress)?;
        progress.stage("separating noise from change")?;
        let mut found = Pieces::new();
        let (tolerance, reason) = match settings.tolerance {
            ToleranceSetting::Fixed(length) => (length, None),
            ToleranceSetting::Auto => {
                let reason = SeriesTolerance::of_steps(&overlay, |step| {
                    let pieces = found
                        .entry(step)
                        .or_insert_with(|| changed_pieces(&overlay, step));
                    Tolerance::estimated(pieces, settings.edges)
                });
                let length = reason.as_ref().map(|reason| reason.tolerance.length());
                (length.unwrap_or_default(), reason)
            }
        };
        let classified = Self {
            overlay,
            tolerance,
            reason,
            found: Mutex::default(),
        };
        let mut classified = if tolerance > Length::ZERO {
            classified.with_strips_cut_off(&mut found, progress)?
        } else {
            classified
        };
        classified.found = Mutex::new(found);
        Ok(classified)
    }

    fn with_strips_cut_off(mut self, found: &mut Pieces, progress: &Progress) -> Result<Self> {
        let tolerance = self.tolerance;
        let mut cuts = Cuts::new();
        let steps: BTreeSet<Step> = self.steps().chain(self.overall()).collect();
        for step in steps {
            let pieces = found
                .entry(step)
                .or_insert_with(|| changed_pieces(&self.overlay, step));
            let lines: Vec<_> = pieces
                .par_iter()
                .map(|piece| strip_cuts(&piece.polygon, piece.area, tolerance))
                .collect();
            cuts.insert(step, lines.into_iter().flatten().collect());
        }
        cuts.retain(|_, lines| !lines.is_empty());
        if !cuts.is_empty() {
            // The faces of another mosaic are others.
            found.clear();
        }
        self.overlay = self.overlay.with_cuts(&cuts, progress)?;
        Ok(self)
    }

    /// The overlay.
    pub fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    /// The steps from each snapshot to the next.
    pub fn steps(&self) -> impl Iterator<Item = Step> + use<> {
        Step::consecutive(self.overlay.snapshots().len())
    }

    /// The step from the first snapshot to the last; none of fewer than two.
    pub fn overall(&self) -> Option<Step> {
        let last = self.overlay.snapshots().len().checked_sub(1)?;
        (last > 0).then(|| Step::new(0, last))
    }

    /// Below which width changed pieces are noise; 0 where all count.
    pub fn tolerance(&self) -> Length {
        self.tolerance
    }

    /// Why the tolerance is what it is; none where it was set.
    pub fn reason(&self) -> Option<&SeriesTolerance> {
        self.reason.as_ref()
    }

    /// Whether changes can be asked for in a step.
    ///
    /// # Errors
    ///
    /// When it is another than [`ClassifiedOverlay::steps`] and [`ClassifiedOverlay::overall`] are.
    pub(crate) fn check(&self, step: Step) -> Result<()> {
        if self.steps().chain(self.overall()).any(|own| own == step) {
            return Ok(());
        }
        Err(Error::new("the step is not one of this study")
            .of_kind(ErrorKind::Options)
            .with_hint("take the steps that the study itself hands out"))
    }

    /// What `make_classified` makes of every piece that changed hands in a step, the largest piece first, and of whether it is
    /// noise; by all threads.
    ///
    /// # Errors
    ///
    /// As [`ClassifiedOverlay::check`].
    pub(crate) fn pieces<T: Send + Sync>(
        &self,
        step: Step,
        make_classified: impl Fn(Piece<Holders>, bool) -> T + Sync,
    ) -> Result<Vec<T>> {
        self.check(step)?;
        if self.overlay.within().is_some() {
            return Ok(self.pieces_within(step, &make_classified));
        }
        let make = |piece: Piece<Holders>| {
            let is_noise = is_narrower(&piece.polygon, piece.area, self.tolerance);
            make_classified(piece, is_noise)
        };
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(if let Some(pieces) = found.remove(&step) {
            pieces.into_par_iter().map(make).collect()
        } else {
            let cuts = self.overlay.cut_layer(step);
            let key = |face| changed(&self.overlay, step, face);
            self.overlay.mosaic().pieces_made(cuts, key, make)
        })
    }

    /// The same of the land that all answers are about: a piece that its rim cuts is noise where the whole piece is.
    fn pieces_within<T: Send + Sync>(
        &self,
        step: Step,
        make: &(impl Fn(Piece<Holders>, bool) -> T + Sync),
    ) -> Vec<T> {
        let (overlay, cuts) = (&self.overlay, self.overlay.cut_layer(step));
        let noise_of = |piece: Piece<Holders>| {
            let is_noise = is_narrower(&piece.polygon, piece.area, self.tolerance);
            if is_noise { piece.faces } else { Vec::new() }
        };
        let noise = overlay
            .mosaic()
            .pieces_made(cuts, |face| changed(overlay, step, face), noise_of);
        let noise: HashSet<FaceId> = noise.into_iter().flatten().collect();
        let inside = |face| changed(overlay, step, face).filter(|_| overlay.is_inside(face));
        overlay.mosaic().pieces_made(cuts, inside, |piece| {
            // All faces of a part belong to one whole piece.
            let is_noise = piece.faces.first().is_some_and(|face| noise.contains(face));
            make(piece, is_noise)
        })
    }
}
