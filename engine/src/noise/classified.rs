//! An overlay whose changed pieces can be classified as change or noise.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hashbrown::HashSet;

use super::evidence::{self, Evidence, NoiseReasons, StepEvidence};
use super::holders::changed;
use super::judge;
use super::stretches::Stretches;
use super::{Holders, is_narrower, strip_cuts};
use crate::error::ErrorKind;
use crate::measure::Length;
use crate::model::{ReferenceLayers, Snapshot};
use crate::mosaic::{FaceId, Piece};
use crate::overlay::{Cuts, Overlay, Settings, Step, ToleranceSetting};
use crate::progress::Progress;
use crate::{Error, Result};

/// An overlay in which it is known, of each step from a snapshot to the next and of that from the first to the last, what
/// is noise; narrow strips are cut off the land that changed hands.
#[derive(Debug)]
pub struct ClassifiedOverlay {
    overlay: Overlay,
    settings: Settings,
    rules: BTreeMap<Step, Rule>,
}

/// What is noise in a step.
#[derive(Debug, Clone)]
enum Rule {
    /// Pieces narrower than this.
    Fixed(Length),
    /// Pieces narrower than suits the stretch of border that they lie along.
    Judged {
        evidence: Evidence,
        /// By face, in the order of [`crate::mosaic::Mosaic::faces`]; empty where all pieces count.
        widths: Vec<Length>,
    },
}

impl Rule {
    fn of(overlay: &Overlay, step: Step, setting: ToleranceSetting) -> Self {
        match setting {
            ToleranceSetting::Fixed(width) => Self::Fixed(width),
            ToleranceSetting::Auto => Self::judged(overlay, step),
        }
    }

    fn judged(overlay: &Overlay, step: Step) -> Self {
        let [before, after] = step.places().map(|place| overlay.snapshots()[place].as_ref());
        let stated = evidence::stated(before, after);
        let stretches = Stretches::of(overlay, step);
        let judgement = judge::judge(&stretches, stated);
        let evidence = Evidence::new(&stretches, &judgement.widths, judgement.simplified, stated);
        let width = |face| {
            let stretch = stretches.stretch(face);
            stretch.map_or(Length::ZERO, |stretch| judgement.widths[stretch])
        };
        let faces = overlay.mosaic().faces().filter(|_| evidence.has_noise());
        Self::Judged {
            evidence,
            widths: faces.map(width).collect(),
        }
    }

    /// Below which width a piece with this face is noise; 0 where it counts.
    fn width(&self, face: FaceId) -> Length {
        match self {
            Self::Fixed(width) => *width,
            Self::Judged { widths, .. } => face
                .place()
                .and_then(|place| widths.get(place).copied())
                .unwrap_or_default(),
        }
    }

    /// Below which width a piece is noise; 0 where it counts.
    fn width_of(&self, piece: &Piece<Holders>) -> Length {
        piece.faces.first().map_or(Length::ZERO, |&face| self.width(face))
    }

    /// Whether a piece is noise.
    fn is_noise(&self, piece: &Piece<Holders>) -> bool {
        is_narrower(&piece.polygon, piece.area, self.width_of(piece))
    }

    /// The largest width below which a piece is noise.
    fn widest(&self) -> Length {
        match self {
            Self::Fixed(width) => *width,
            Self::Judged { evidence, .. } => evidence.width,
        }
    }
}

impl ClassifiedOverlay {
    /// Overlays snapshots and finds what is noise in them as the settings say.
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
        let mut classified = Self {
            overlay,
            settings: *settings,
            rules: BTreeMap::new(),
        };
        classified.rules = classified.found_rules();
        let cuts = classified.strip_cuts();
        if !cuts.is_empty() {
            classified.overlay = classified.overlay.with_cuts(&cuts, progress)?;
            // The faces of another mosaic are others.
            classified.rules = classified.found_rules();
        }
        Ok(classified)
    }

    fn found_rules(&self) -> BTreeMap<Step, Rule> {
        let steps: BTreeSet<Step> = self.steps().chain(self.overall()).collect();
        let rule = |step| (step, Rule::of(&self.overlay, step, self.settings.tolerance));
        steps.into_iter().map(rule).collect()
    }

    /// The lines that cut narrow strips off the changed land.
    fn strip_cuts(&self) -> Cuts {
        let mut cuts = Cuts::new();
        for (&step, rule) in &self.rules {
            if rule.widest() <= Length::ZERO {
                continue;
            }
            let with_noise =
                |face| changed(&self.overlay, step, face).filter(|_| rule.width(face) > Length::ZERO);
            let lines = self
                .overlay
                .mosaic()
                .pieces_made(None, with_noise, |piece: Piece<Holders>| {
                    strip_cuts(&piece.polygon, piece.area, rule.width_of(&piece))
                });
            let lines: Vec<_> = lines.into_iter().flatten().collect();
            if !lines.is_empty() {
                cuts.insert(step, lines);
            }
        }
        cuts
    }

    /// The overlay.
    pub fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    /// How change is measured and judged.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
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

    /// The largest width below which a changed piece of a step is noise; 0 where all count.
    ///
    /// # Errors
    ///
    /// When the step is another than [`ClassifiedOverlay::steps`] and [`ClassifiedOverlay::overall`] are.
    pub fn tolerance(&self, step: Step) -> Result<Length> {
        self.rule(step).map(Rule::widest)
    }

    /// Why changed land of a step is noise or counts; none where the tolerance was set.
    ///
    /// # Errors
    ///
    /// As [`ClassifiedOverlay::tolerance`].
    pub fn evidence(&self, step: Step) -> Result<Option<Evidence>> {
        Ok(match self.rule(step)? {
            Rule::Fixed(_) => None,
            Rule::Judged { evidence, .. } => Some(*evidence),
        })
    }

    /// Why changed land is noise or counts, of each step from a snapshot to the next; none where the tolerance was set.
    pub fn noise_reasons(&self) -> Option<NoiseReasons> {
        let reason = |step: Step| {
            let between = step
                .places()
                .map(|place| self.overlay.snapshots()[place].heading());
            let evidence = self.evidence(step).ok()??;
            Some(StepEvidence { between, evidence })
        };
        self.steps()
            .map(reason)
            .collect::<Option<Vec<_>>>()
            .map(NoiseReasons)
    }

    fn rule(&self, step: Step) -> Result<&Rule> {
        self.rules.get(&step).ok_or_else(|| {
            Error::new("the step is not one of this study")
                .of_kind(ErrorKind::Options)
                .with_hint("take the steps that the study itself hands out")
        })
    }

    /// What `make` makes of every piece that changed hands in a step, the largest piece first, and of whether it is
    /// noise; by all threads.
    ///
    /// # Errors
    ///
    /// As [`ClassifiedOverlay::tolerance`].
    pub(crate) fn pieces<T: Send + Sync>(
        &self,
        step: Step,
        make: impl Fn(Piece<Holders>, bool) -> T + Sync,
    ) -> Result<Vec<T>> {
        let rule = self.rule(step)?;
        if self.overlay.is_confined() {
            return self.pieces_where(step, |face| self.overlay.is_inside(face), make);
        }
        let cuts = self.overlay.cut_layer(step);
        let key = |face| changed(&self.overlay, step, face);
        let made = |piece: Piece<Holders>| {
            let is_noise = rule.is_noise(&piece);
            make(piece, is_noise)
        };
        Ok(self.overlay.mosaic().pieces_made(cuts, key, made))
    }

    /// The same of some land: a piece that its rim cuts is noise where the whole piece is.
    ///
    /// # Errors
    ///
    /// As [`ClassifiedOverlay::tolerance`].
    pub(crate) fn pieces_where<T: Send + Sync>(
        &self,
        step: Step,
        is_wanted: impl Fn(FaceId) -> bool + Sync,
        make: impl Fn(Piece<Holders>, bool) -> T + Sync,
    ) -> Result<Vec<T>> {
        let rule = self.rule(step)?;
        let (overlay, cuts) = (&self.overlay, self.overlay.cut_layer(step));
        let noise_of = |piece: Piece<Holders>| {
            if rule.is_noise(&piece) {
                piece.faces
            } else {
                Vec::new()
            }
        };
        let noise = overlay
            .mosaic()
            .pieces_made(cuts, |face| changed(overlay, step, face), noise_of);
        let noise: HashSet<FaceId> = noise.into_iter().flatten().collect();
        let wanted = |face| changed(overlay, step, face).filter(|_| is_wanted(face));
        Ok(overlay.mosaic().pieces_made(cuts, wanted, |piece| {
            // All faces of a part belong to one whole piece.
            let is_noise = piece.faces.first().is_some_and(|face| noise.contains(face));
            make(piece, is_noise)
        }))
    }
}
