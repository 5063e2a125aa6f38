//! A study: snapshots, their reference layers and the settings, and the questions put to them.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::beyond::Beyond;
use super::elsewhere;
use super::naming;
use super::reading::{self, Shown};
use super::remark::{Dated, Remark};
use crate::change::{Agreement, Alignment, Breakdown, Change, Counted, Divisions, Succession};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::lineage::{AssignedCodes, Lineage, LineageOptions, MovedPiece, UnitLabels, relabelled};
#[cfg(feature = "map")]
use crate::model::Within;
use crate::model::{Layer, ReferenceLayers, Snapshot};
use crate::mosaic::TileGrid;
use crate::noise::{ClassifiedOverlay, NoiseReasons};
use crate::overlay::{Overlay, Settings, Step, completed, follow_edges};
use crate::progress::Progress;
use crate::report::{ChangeReport, Comparison, LineageReport, Timeline};
use crate::series::{Interval, LandHistory, Series};
use crate::tiles::TiledPair;
use crate::{Error, Result};

/// Snapshots, their reference layers and the settings; every answer is asked of it.
#[derive(Debug)]
pub struct Study {
    snapshots: Vec<Arc<Snapshot>>,
    layers: Arc<ReferenceLayers>,
    settings: Settings,
    progress: Progress,
    classified: OnceLock<ClassifiedOverlay>,
    reasons: OnceLock<NoiseReasons>,
    /// Those that answers found, each once.
    successions: Mutex<Vec<Succession>>,
    /// What overlays showed to be wrong with the land of inputs.
    shown: Mutex<Shown>,
    /// The land of snapshots that lies beyond all the land in question.
    beyond: Option<Beyond>,
    /// The inputs that lie elsewhere than others.
    elsewhere: Vec<Remark>,
}

/// What became of units in a step, and what it was found from: units that go on have one label in both editions, whatever their codes.
pub(super) struct UnitStep {
    /// The two editions.
    #[cfg_attr(not(feature = "map"), expect(dead_code, reason = "maps alone show the land"))]
    pub(super) study: Study,
    /// What changed between them.
    #[cfg_attr(not(feature = "map"), expect(dead_code, reason = "maps alone show the land"))]
    pub(super) change: Change,
    /// The codes of the later one by their labels.
    #[cfg_attr(not(feature = "map"), expect(dead_code, reason = "maps alone show the land"))]
    pub(super) labels: UnitLabels,
    pub(super) lineage: Lineage,
}

impl Study {
    /// A study of two snapshots or more, as a rule in order of time. Land that they leave out is given to whom
    /// `layers.rest` names.
    ///
    /// # Errors
    ///
    /// When there are fewer than two snapshots, they name their controllers in ways that have nothing in common, or the land
    /// of which `layers.rest` is to be the rest has no polygons, or all else is held by the same.
    pub fn new<S: Into<Arc<Snapshot>>>(
        snapshots: Vec<S>,
        mut layers: ReferenceLayers,
        settings: Settings,
    ) -> Result<Self> {
        let mut snapshots: Vec<Arc<Snapshot>> = snapshots.into_iter().map(Into::into).collect();
        if snapshots.len() < 2 {
            let hint = Hint::from("name more files, or more dates of one with ").option(OptionName::At);
            let hint = hint.and("; if names state dates that are not understood, say how with ");
            let hint = hint.option(OptionName::DatePattern);
            let error = Error::new("change is between two snapshots or more").of_kind(ErrorKind::Options);
            let one = snapshots.first().map(|snapshot| snapshot.name.clone());
            return Err(one.into_iter().fold(error.with_hint(hint), Error::in_file));
        }
        naming::check(&snapshots)?;
        let shown = Shown::of_layers(&layers);
        let elsewhere = elsewhere::remarks(&snapshots, &layers);
        follow_edges(settings.edges, &mut snapshots, layers.land_mut())?;
        let mut beyond = None;
        if let Some(rest) = &layers.rest {
            naming::check_rest(&snapshots, rest)?;
            beyond = Beyond::of(&snapshots, rest);
            snapshots = completed(&snapshots, rest, &Progress::default())?;
        }
        Ok(Self {
            beyond,
            elsewhere,
            shown: Mutex::new(shown),
            ..Self::unanswered(snapshots, Arc::new(layers), settings, Progress::default())
        })
    }

    /// A study that was not asked anything yet.
    fn unanswered(
        snapshots: Vec<Arc<Snapshot>>,
        layers: Arc<ReferenceLayers>,
        settings: Settings,
        progress: Progress,
    ) -> Self {
        Self {
            snapshots,
            layers,
            settings,
            progress,
            classified: OnceLock::new(),
            reasons: OnceLock::new(),
            successions: Mutex::default(),
            shown: Mutex::default(),
            beyond: None,
            elsewhere: Vec::new(),
        }
    }

    /// The same study, whose work reports its progress and can be interrupted.
    #[must_use]
    pub fn with_progress(mut self, progress: Progress) -> Self {
        self.progress = progress;
        self
    }

    /// The study of the first and the last snapshot alone.
    #[must_use]
    pub fn of_ends(&self) -> Self {
        self.of_places(self.overall().places())
    }

    /// The study of the snapshots at two places alone.
    pub(super) fn of_places(&self, places: [usize; 2]) -> Self {
        let snapshots = places.into_iter().filter_map(|n| self.snapshots.get(n));
        let snapshots = snapshots.map(Arc::clone).collect();
        Self::unanswered(
            snapshots,
            Arc::clone(&self.layers),
            self.settings,
            self.progress.clone(),
        )
    }

    /// The study whose answers are about what a picture frames.
    #[cfg(feature = "map")]
    pub(super) fn with_frame(&self, frame: Within) -> Self {
        let layers = ReferenceLayers {
            frame: Some(frame),
            ..ReferenceLayers::clone(&self.layers)
        };
        Self::unanswered(
            self.snapshots.clone(),
            Arc::new(layers),
            self.settings,
            self.progress.clone(),
        )
    }

    /// The snapshots.
    pub fn snapshots(&self) -> &[Arc<Snapshot>] {
        &self.snapshots
    }

    /// The layers by which answers are broken down.
    pub fn layers(&self) -> &ReferenceLayers {
        &self.layers
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The land of two snapshots, parted into tiles that are measured each by itself: their change matrix, every piece
    /// counted, for land that is overlaid nowhere as a whole. Each may be noded in so many passes, see
    /// [`TiledPair::PASSES`].
    ///
    /// # Errors
    ///
    /// When answers are confined to a part of the land, the observer asks for the work to stop, or memory does not suffice.
    pub fn tiled(&self, step: Step, grid: TileGrid, passes: u16) -> Result<TiledPair> {
        if self.layers.within.is_some() || self.layers.frame.is_some() {
            return Err(
                Error::new("tiles are of all land, and answers are confined to a part of it")
                    .of_kind(ErrorKind::Options)
                    .with_hint("select the features to be read instead"),
            );
        }
        let pair = step.places().map(|place| &*self.snapshots[place]);
        TiledPair::new(pair, self.settings.edges, grid, passes, &self.progress)
    }

    /// The steps from each snapshot to the next.
    pub fn steps(&self) -> impl Iterator<Item = Step> + use<> {
        Step::consecutive(self.snapshots.len())
    }

    /// The step from the first snapshot to the last.
    pub fn overall(&self) -> Step {
        Step::overall(self.snapshots.len())
    }

    /// How each snapshot was understood, what was read otherwise than written in each input, and which controllers may be
    /// meant to be one; and, once an answer was asked for, what is wrong with the land of inputs, why changed land is noise or
    /// counts, and who succeeded whom.
    pub fn remarks(&self) -> Vec<Remark> {
        let snapshots = self.snapshots.iter().map(|snapshot| Remark::understood(snapshot));
        let inputs = self.snapshots.iter().map(AsRef::as_ref);
        let read = reading::remarks(inputs, &self.layers, &self.shown(), self.settings.area_units);
        let names = Remark::of_names(&self.snapshots);
        let layers = Remark::of_layers(&self.layers);
        let beyond = self.beyond.clone().map(|beyond| Remark::Beyond {
            beyond,
            units: self.settings.area_units,
        });
        let reasons = self.reasons.get().cloned().map(Remark::Noise);
        let passed = self.found_successions().clone();
        let passed = (!passed.is_empty()).then_some(Remark::Successions(passed));
        snapshots
            .chain(read)
            .chain(layers)
            .chain(beyond)
            .chain(self.elsewhere.iter().cloned())
            .chain(Remark::of_edges(self.settings.edges, &self.snapshots))
            .chain(names)
            .chain(reasons)
            .chain(passed)
            .collect()
    }

    /// That a snapshot is earlier than the one before it; none if they are in order of time.
    pub fn backwards(&self) -> Option<Remark> {
        let dated = self.snapshots.iter().filter_map(|snapshot| {
            let name = snapshot.name.clone();
            snapshot.date.map(|date| Dated { name, date })
        });
        let dated: Vec<Dated> = dated.collect();
        let mut pairs = dated.windows(2);
        let pair = pairs.find(|pair| pair[1].date < pair[0].date)?;
        Some(Remark::Backwards {
            first: pair[0].clone(),
            second: pair[1].clone(),
        })
    }

    /// What changed in a step, by units and places, too.
    ///
    /// # Errors
    ///
    /// When the step is of another study, a place is no point, the overlay does not close (see [`Change::closure`]), or
    /// the work is interrupted.
    pub fn change(&self, step: Step) -> Result<ChangeReport> {
        let change = self.matrix(step)?;
        let breakdown = Breakdown::of(self.classified()?.overlay(), &change)?;
        Ok(ChangeReport::new(change, breakdown))
    }

    /// What changed in a step.
    ///
    /// # Errors
    ///
    /// As [`Study::change`].
    pub(super) fn matrix(&self, step: Step) -> Result<Change> {
        let classified = self.classified()?;
        self.progress.stage("measuring")?;
        let change = Change::between(classified, step)?;
        self.remember_successions(change.successions());
        Ok(change)
    }

    /// What changed from each date to the next and over all, every step with an overlay of its own: for any number of
    /// snapshots, in any order.
    ///
    /// # Errors
    ///
    /// As [`Series::of`], and when a place is no point.
    pub fn series(&self) -> Result<Timeline> {
        let (series, breakdowns) = self.series_with(Breakdown::of)?;
        Ok(Timeline::new(series, breakdowns))
    }

    /// The series, and what `observe` makes of each step while its overlay is there.
    ///
    /// # Errors
    ///
    /// As [`Series::of`], and as `observe`.
    pub(super) fn series_with<T: Send>(
        &self,
        observe: impl Fn(&Overlay, &Change) -> Result<T> + Sync,
    ) -> Result<(Series, Vec<T>)> {
        let observe = |overlay: &Overlay, change: &Change| {
            self.shown().append(Shown::of(overlay));
            observe(overlay, change)
        };
        let (series, observed) = Series::of(
            &self.snapshots,
            &self.layers,
            &self.settings,
            &self.progress,
            observe,
        )?;
        self.remember(series.noise_reasons());
        self.remember_successions(series.intervals.iter().flat_map(Interval::successions));
        Ok((series, observed))
    }

    /// Who held which land from when to when: all snapshots in one overlay.
    ///
    /// # Errors
    ///
    /// As [`LandHistory::of`].
    pub fn history(&self) -> Result<LandHistory> {
        let mut snapshots = self.snapshots.clone();
        snapshots.sort_by_key(|snapshot| snapshot.date);
        LandHistory::of(&snapshots, &self.layers, &self.settings, &self.progress)
    }

    /// What became of every controller, as a unit of a layer, from each snapshot to the next. Weights are by area; by the numbers
    /// that `layers.weigh` names where the study has units or places; or by places themselves.
    ///
    /// # Errors
    ///
    /// As [`Study::change`]; when no unit has the property with names, or none has a name by which to link them; as
    /// [`Counted::of`]; and when only some of the snapshots have a date, so that their order
    /// is not known.
    pub fn lineage(&self, options: &LineageOptions) -> Result<LineageReport> {
        naming::check_editions(&self.snapshots, options)?;
        let steps = self
            .steps()
            .map(|step| Ok(self.unit_step(step, options)?.lineage));
        steps.collect::<Result<_>>().map(LineageReport::new)
    }

    /// What became of units in a step, and the pair of editions in which it was found.
    ///
    /// # Errors
    ///
    /// As [`Study::change`] and [`Counted::of`].
    pub(super) fn unit_step(&self, step: Step, options: &LineageOptions) -> Result<UnitStep> {
        let study = self.of_places(step.places());
        let change = study.matrix(study.overall())?;
        self.take_remarks_of(&study);
        let labels = UnitLabels::default();
        let lineage = Lineage::of(&change, study.counted()?, options, &labels);
        let [earlier, later] = &change.ground.snapshots;
        let Some((later, labels)) = relabelled(&lineage, later) else {
            return Ok(UnitStep {
                study,
                change,
                labels,
                lineage,
            });
        };
        let snapshots = vec![Arc::clone(earlier), Arc::new(later)];
        let (layers, progress) = (Arc::clone(&self.layers), self.progress.clone());
        let study = Self::unanswered(snapshots, layers, self.settings, progress);
        let change = study.matrix(study.overall())?;
        let again = Lineage::of(&change, study.counted()?, options, &labels);
        Ok(UnitStep {
            lineage: again.of_editions(lineage),
            study,
            change,
            labels,
        })
    }

    /// What units or places count on land by who held it first and last.
    fn counted(&self) -> Result<Option<Counted>> {
        Counted::of(self.classified()?.overlay(), self.overall())
    }

    /// Codes that the units of a lineage of this study have for as long as they go on. `property` has those of the first edition; units
    /// that are new get the next ones under the same parent.
    ///
    /// # Errors
    ///
    /// As [`AssignedCodes::of`].
    pub fn assigned_codes(&self, lineage: &LineageReport, property: &str) -> Result<AssignedCodes> {
        AssignedCodes::of(&lineage.steps, &self.snapshots, property)
    }

    /// The land that went from one unit to another in the steps of a lineage of this study, all editions in one overlay.
    ///
    /// # Errors
    ///
    /// When the work is interrupted.
    pub fn moved_land(&self, lineage: &LineageReport) -> Result<Vec<MovedPiece>> {
        MovedPiece::of(
            &lineage.steps,
            &self.snapshots,
            &self.layers,
            &self.settings,
            &self.progress,
        )
    }

    /// How far two sources of one date agree, with the `largest` pieces on which they do not.
    ///
    /// # Errors
    ///
    /// As [`Study::change`], and when there are other than two snapshots.
    pub fn agreement(&self, largest: usize) -> Result<Comparison> {
        let step = self.only_step()?;
        let agreement = Agreement::from(self.matrix(step)?);
        let divisions = Divisions::new(self.classified()?.overlay())?;
        Ok(Comparison::new(agreement, &divisions, largest))
    }

    /// The second snapshot with its borders moved onto those of the first where both draw one line.
    ///
    /// # Errors
    ///
    /// As [`Study::change`], and when there are other than two snapshots.
    pub fn alignment(&self) -> Result<Alignment> {
        let step = self.only_step()?;
        Alignment::of(self.classified()?, step, &self.progress)
    }

    /// The overlay of all snapshots, classified into change and noise.
    ///
    /// # Errors
    ///
    /// When the work is interrupted.
    pub fn classified(&self) -> Result<&ClassifiedOverlay> {
        if let Some(classified) = self.classified.get() {
            return Ok(classified);
        }
        let (snapshots, layers) = (self.snapshots.clone(), Arc::clone(&self.layers));
        let classified = ClassifiedOverlay::new(snapshots, layers, &self.settings, &self.progress)?;
        self.remember(classified.noise_reasons());
        self.shown().append(Shown::of(classified.overlay()));
        Ok(self.classified.get_or_init(|| classified))
    }

    /// That none of the land of a layer that maps are to show around lies on them, if it is so.
    pub fn off_map(&self, around: &Layer) -> Option<Remark> {
        elsewhere::off_map(around, &self.snapshots)
    }

    /// The handle by which work reports its progress.
    #[cfg(feature = "map")]
    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Takes over why changed land of a part of this study is noise or counts.
    pub(super) fn take_remarks_of(&self, part: &Self) {
        self.remember(part.reasons.get().cloned());
        self.shown().append(part.shown().clone());
    }

    fn remember(&self, reasons: Option<NoiseReasons>) {
        if let Some(reasons) = reasons {
            self.reasons.get_or_init(|| reasons);
        }
    }

    /// Takes over successions that an answer found.
    pub(super) fn remember_successions(&self, found: impl IntoIterator<Item = Succession>) {
        let mut known = self.found_successions();
        for one in found {
            if !known
                .iter()
                .any(|other| (&other.from, &other.to) == (&one.from, &one.to))
            {
                known.push(one);
            }
        }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn found_successions(&self) -> MutexGuard<'_, Vec<Succession>> {
        self.successions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn only_step(&self) -> Result<Step> {
        match self.snapshots.len() {
            2 => Ok(self.overall()),
            n => Err(
                Error::new(format!("two snapshots are compared, and there are {n}"))
                    .of_kind(ErrorKind::Options),
            ),
        }
    }
}
