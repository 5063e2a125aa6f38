//! The figures of a series.

use crate::change::{Balance, ControllerChange, Succession, Transition, successions};
use crate::language::Language;
use crate::measure::{Area, AreaRange, AreaUnits, EdgeModel, Length};
use crate::noise::{Evidence, NoiseReasons, StepEvidence};
use crate::overlay::{Front, SnapshotFigures, WithinFigures};

/// What changed hands over dated snapshots, step by step and in all.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Series {
    /// The snapshots in order of time; each has a date of its own.
    pub snapshots: Vec<SnapshotFigures>,
    /// The steps from each snapshot to the next: one less than snapshots.
    pub intervals: Vec<Interval>,
    /// The controllers over all steps, by the larger of what they held first and last.
    pub controllers: Vec<ControllerSeries>,
    /// The land that changed hands by how often it did: once, twice and so on. Noise is left out.
    pub times: Vec<Area>,
    /// Per snapshot, the lines along which controllers met, longest first.
    pub fronts: Vec<Vec<Front>>,
    /// How edges run and measure.
    pub edges: EdgeModel,
    /// The largest width below which a piece is noise in any step; 0 where all count.
    pub tolerance: Length,
    /// The land that all figures are about; none is all land.
    pub within: Option<WithinFigures>,
    /// In which unit areas are told to people.
    pub area_units: AreaUnits,
    /// The largest [`Change::closure`](crate::change::Change::closure) of the steps.
    pub closure: f64,
}

/// The step from one snapshot to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// The land that changed hands or passed to an heir by holder before and after, largest first.
    pub changes: Vec<Transition>,
    /// What each controller held before and after.
    pub controllers: Vec<ControllerChange>,
    /// How many pieces of changed land are noise.
    pub noise_parts: usize,
    /// The largest width below which a piece is noise; 0 where all count.
    pub tolerance: Length,
    /// Why changed land is noise or counts; none where the tolerance was set.
    pub evidence: Option<Evidence>,
}

/// What one controller held first and last, and what it gained and lost between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControllerSeries {
    /// Its name.
    pub name: String,
    /// Held in the first snapshot.
    pub first: Area,
    /// Held in the last snapshot.
    pub last: Area,
    /// All gains of all steps, noise included.
    pub gained: Area,
    /// The part of the gains that is noise.
    pub gained_noise: Area,
    /// All losses of all steps, noise included.
    pub lost: Area,
    /// The part of the losses that is noise.
    pub lost_noise: Area,
    /// All that it took over by succession, less what passed to its heir.
    pub succession: Area,
    /// Held in every snapshot from the first to the last; noise counts as held, up to what was held first and last.
    pub kept: Area,
    /// Held, lost and held again later, each piece of land once. Noise is left out.
    pub retaken: Area,
    /// The step in which it gained most beyond noise, the earliest of equals; none where it never did.
    pub largest_gain: Option<Gain>,
    /// How far gains, losses and the net may be off.
    pub spreads: ControllerSpreads,
}

/// What a controller gained in one step, without noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gain {
    /// The place of the step in [`Series::intervals`].
    pub interval: usize,
    /// How much it is.
    pub area: Area,
}

impl ControllerSeries {
    /// Gained less lost, and what came or went by succession: also last less first, up to what snapping to the grid moves.
    pub fn net(&self) -> Area {
        self.gained - self.lost + self.succession
    }

    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            first: Area::ZERO,
            last: Area::ZERO,
            gained: Area::ZERO,
            gained_noise: Area::ZERO,
            lost: Area::ZERO,
            lost_noise: Area::ZERO,
            succession: Area::ZERO,
            kept: Area::ZERO,
            retaken: Area::ZERO,
            largest_gain: None,
            spreads: ControllerSpreads::default(),
        }
    }
}

impl Series {
    /// Why changed land is noise or counts in each step; none where the tolerance was set.
    pub fn noise_reasons(&self) -> Option<NoiseReasons> {
        let pairs = self.snapshots.windows(2).zip(&self.intervals);
        let reason = |(pair, interval): (&[SnapshotFigures], &Interval)| {
            let between = [pair[0].heading(), pair[1].heading()];
            let evidence = interval.evidence?;
            Some(StepEvidence { between, evidence })
        };
        pairs.map(reason).collect::<Option<Vec<_>>>().map(NoiseReasons)
    }
}

impl Interval {
    /// All land that changed hands in the step, noise left out.
    pub fn changed_area(&self) -> Area {
        self.changes_of_hands().map(Transition::without_noise).sum()
    }

    /// The land that changed hands by holder before and after, largest first.
    pub fn changes_of_hands(&self) -> impl Iterator<Item = &Transition> {
        self.changes.iter().filter(|t| t.changed_hands())
    }

    /// The successions of the step, most land first.
    pub fn successions(&self) -> Vec<Succession> {
        successions(&self.changes, &self.controllers)
    }
}

/// How far a total may be off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// The least and the most that it may be: all lines off by their accuracy at once, noise left out and taken in.
    pub range: AreaRange,
    /// By how much it may be off without noise, each line by itself.
    pub rss: Area,
}

/// How far the totals of a controller may be off; none where there is none, or the accuracy of a line is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ControllerSpreads {
    /// Of [`ControllerSeries::gained`].
    pub gained: Option<Spread>,
    /// Of [`ControllerSeries::lost`].
    pub lost: Option<Spread>,
    /// Of [`ControllerSeries::net`].
    pub net: Option<Spread>,
}

impl Series {
    /// Who gained or lost most on balance by the land that changed hands in all steps, in one sentence without a full stop, as
    /// the finding of a change; none where no land changed hands.
    pub fn finding(&self) -> Option<String> {
        let changes = || self.intervals.iter().flat_map(Interval::changes_of_hands);
        // One sentence about the sums: steps may be of hectares, and all of them of square kilometres.
        let unit = self
            .area_units
            .of([changes().map(Transition::without_noise).sum()]);
        let language = Language::default().in_unit(unit);
        Balance::strongest(changes()).map(|balance| balance.sentence(&language))
    }

    /// The steps, each with the snapshots before and after it.
    pub fn steps(&self) -> impl Iterator<Item = (&SnapshotFigures, &SnapshotFigures, &Interval)> {
        let pairs = self.snapshots.iter().zip(self.snapshots.iter().skip(1));
        pairs
            .zip(&self.intervals)
            .map(|((before, after), interval)| (before, after, interval))
    }

    /// What each controller holds in a snapshot, given by its place; largest first. Nothing where there is no such snapshot.
    pub fn held(&self, snapshot: usize) -> Vec<(&str, Area)> {
        let side = |c: &ControllerChange| if snapshot == 0 { c.before } else { c.after };
        let interval = self.intervals.get(snapshot.saturating_sub(1));
        let controllers = interval.into_iter().flat_map(|interval| &interval.controllers);
        let held = controllers.map(|c| (c.name.as_str(), side(c)));
        let mut held: Vec<_> = held.filter(|(_, area)| *area != Area::ZERO).collect();
        held.sort_by_key(|&(name, area)| (std::cmp::Reverse(area), name));
        held
    }
}
