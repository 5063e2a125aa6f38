//! A series as JSON, and its rows as CSV.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::{Timeline, date};
use super::periods::{self, PeriodRow};
use crate::measure::Area;
use crate::overlay::SnapshotFigures;
use crate::report::parts::quantity::{Day, Edges, Generator, Hash, Km2, Metres, SignedKm2, SwitchSign};
use crate::report::parts::records::{
    Closure, EvidenceRecord, ProblemCountRecord, UnitOverlapRecord, WithinRecord,
};
use crate::report::parts::rows::{
    FrontRow, PairKeys, PlaceChangeRow, SuccessionRow, TransitionRow, UnitChangeRow, renames,
};
use crate::series::{ArchiveGap, ControllerSeries, ControllerSpreads, Interval, Series, Spread, Switch};

/// What land changed hands over a series of snapshots. Areas are square kilometres on the WGS 84 ellipsoid. A holder that
/// is null is nobody.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "What land changed hands over a series of snapshots")]
pub struct SeriesRecord {
    generator: Generator,
    /// How edges between two positions run.
    edges: Edges,
    /// The largest width, in metres, below which changed pieces are noise in any step; 0 where all count.
    tolerance_m: Metres,
    /// In order of time.
    snapshots: Vec<SeriesSnapshot>,
    /// Everyone who ever holds land, by the larger of first and last.
    controllers: Vec<SeriesController>,
    /// What changed hands in each step.
    changes: Vec<TransitionRow<Day>>,
    /// Who succeeded whom in each step: only the holder's name changed.
    successions: Vec<SuccessionRow<Day>>,
    /// The lines of a file of renames that makes one of those who succeeded one another: an old name and a new one, CSV.
    renames: Vec<String>,
    /// Land by how often it changed hands, noise left out.
    times: Vec<TimesRow>,
    /// Where controllers met on each date, longest first.
    fronts: Vec<FrontRow<Day>>,
    /// What changed hands in each unit and step; empty without units.
    unit_changes: Vec<UnitChangeRow<Day>>,
    /// The places that changed hands in each step; empty without places.
    place_changes: Vec<PlaceChangeRow<Day>>,
    /// The steps between which the source seems to have changed.
    switches: Vec<SwitchRecord>,
    /// How far the result closes, the worst of all steps.
    closure: Closure,
    /// Why changed land is noise or counts in each step; empty where the tolerance was set.
    evidence: Vec<StepEvidenceRow>,
    /// What each controller gained and lost in each period; empty unless sums by periods were asked for.
    periods: Vec<PeriodRow>,
    /// The steps that are far longer than the others: what happened when between these dates is not known.
    gaps: Vec<GapRecord>,
    /// The land that all figures are about; null is all land.
    within: Option<WithinRecord>,
    /// Land that lies in two units and counts in each, largest first; empty where units do not overlap.
    unit_overlaps: Vec<UnitOverlapRecord>,
}

/// Why changed land is noise or counts in a step.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StepEvidenceRow {
    /// The date before the step.
    before: Day,
    /// The date after it.
    after: Day,
    #[serde(flatten)]
    evidence: EvidenceRecord,
}

/// A snapshot of a series, with who holds what.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SeriesSnapshot {
    /// The file it was read from.
    path: String,
    /// Its date, as precise as its source.
    date: Day,
    /// All land that anybody holds, km².
    area_km2: Km2,
    /// What it calls itself.
    title: Option<String>,
    /// Sources that its features state.
    sources: Vec<String>,
    /// A hash of who holds what, whatever the spelling of the file.
    hash: Hash,
    /// What was read otherwise than written, by kind; empty where nothing was.
    problems: Vec<ProblemCountRecord>,
    /// What each controller holds, largest first.
    controllers: Vec<Held>,
}

/// What a controller holds.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Held {
    /// Its name.
    name: String,
    /// How much it is, km².
    area_km2: Km2,
}

/// A controller over all steps. Ranges of gains and losses are the sums of those of the steps, the net's is that of the
/// change from the first to the last snapshot; all are null where there is none or the accuracy of a line is not known.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SeriesController {
    /// Its name.
    name: String,
    /// Held in the first snapshot, km².
    first_km2: Km2,
    /// Held in the last, km².
    last_km2: Km2,
    /// All gains of all steps, noise included, km².
    gained_km2: Km2,
    /// The part of the gains that is noise, km².
    gained_noise_km2: Km2,
    /// All losses of all steps, noise included, km².
    lost_km2: Km2,
    /// The part of the losses that is noise, km².
    lost_noise_km2: Km2,
    /// Gained less lost, and succession, km².
    net_km2: SignedKm2,
    /// Held in every snapshot, km²; noise counts as held.
    kept_km2: SignedKm2,
    /// Held, lost and held again later, each piece once, km²; noise left out.
    retaken_km2: Km2,
    /// The step in which it gained most beyond noise; null where it never did.
    largest_gain: Option<LargestGain>,
    /// The least that the gains may be, km²: all lines off by their accuracy at once, noise left out.
    gained_low_km2: Option<Km2>,
    /// The most, km², noise taken in.
    gained_high_km2: Option<Km2>,
    /// By how much the gains may be off, km², each line off independently.
    gained_rss_km2: Option<Km2>,
    /// The least that the losses may be, km²: all lines off by their accuracy at once, noise left out.
    lost_low_km2: Option<Km2>,
    /// The most, km², noise taken in.
    lost_high_km2: Option<Km2>,
    /// By how much the losses may be off, km², each line off independently.
    lost_rss_km2: Option<Km2>,
    /// The least that the net may be, km²: all lines off by their accuracy at once, all noise of losses taken in.
    net_low_km2: Option<SignedKm2>,
    /// The most, km², all noise of gains taken in.
    net_high_km2: Option<SignedKm2>,
    /// By how much the net may be off, km², each line off independently.
    net_rss_km2: Option<Km2>,
    /// Taken over by succession, less what passed to its heir, km².
    succession_km2: SignedKm2,
}

/// What a controller gained in one step beyond noise.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LargestGain {
    /// The date before the step.
    before: Day,
    /// The date after it.
    after: Day,
    /// How much it is, km².
    area_km2: Km2,
    /// How many days the step takes.
    days: i64,
}

/// A step that is far longer than the others.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapRecord {
    /// The date before it.
    before: Day,
    /// The date after it.
    after: Day,
    /// How many days it takes.
    days: i64,
    /// How many days a step takes as a rule: the median.
    usual_days: i64,
}

/// The land that changed hands so many times.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TimesRow {
    /// How many times.
    #[schemars(range(min = 1))]
    times: usize,
    /// How much it is, km².
    area_km2: Km2,
}

/// A step between which the source seems to have changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SwitchRecord {
    /// The date before the step.
    before: Day,
    /// The date after it.
    after: Day,
    /// What shows it: far more noise or pieces than in the other steps, or other stated sources.
    #[schemars(length(min = 1))]
    signs: Vec<SwitchSign>,
    /// The noise of the step, km².
    noise_km2: Km2,
    /// Pieces that are noise; without a tolerance, all pieces.
    pieces: usize,
}

impl From<&Timeline> for SeriesRecord {
    fn from(timeline: &Timeline) -> Self {
        let series = &timeline.series;
        Self {
            generator: Generator,
            within: series.within.as_ref().map(Into::into),
            edges: Edges(series.edges),
            tolerance_m: Metres(series.tolerance.m()),
            snapshots: snapshots(timeline),
            controllers: controllers(timeline),
            changes: changes(timeline),
            renames: renames(
                &series
                    .intervals
                    .iter()
                    .flat_map(Interval::successions)
                    .collect::<Vec<_>>(),
            ),
            successions: successions(timeline),
            times: times(timeline),
            fronts: fronts(timeline),
            unit_changes: unit_changes(timeline),
            unit_overlaps: timeline
                .breakdowns
                .first()
                .into_iter()
                .flat_map(|breakdown| &breakdown.unit_overlaps.pairs)
                .map(Into::into)
                .collect(),
            place_changes: place_changes(timeline),
            switches: switches(timeline),
            closure: Closure {
                max_relative: series.closure,
            },
            evidence: evidence(series),
            periods: periods::rows(timeline),
            gaps: gaps(timeline),
        }
    }
}

fn snapshots(timeline: &Timeline) -> Vec<SeriesSnapshot> {
    let held = |index: usize| {
        let held = timeline.series.held(index).into_iter();
        held.map(|(name, area)| Held {
            name: name.to_owned(),
            area_km2: area.into(),
        })
    };
    let record = |(index, snapshot): (usize, &SnapshotFigures)| SeriesSnapshot {
        path: snapshot.path.clone(),
        date: day(snapshot),
        area_km2: snapshot.area.into(),
        title: snapshot.title.clone(),
        sources: snapshot.sources.clone(),
        hash: Hash(snapshot.hash.clone()),
        problems: snapshot.problems.iter().map(Into::into).collect(),
        controllers: held(index).collect(),
    };
    let snapshots = timeline.series.snapshots.iter().enumerate();
    snapshots.map(record).collect()
}

fn day(snapshot: &SnapshotFigures) -> Day {
    date(snapshot).into()
}

/// The changes of all steps.
pub(super) fn changes(timeline: &Timeline) -> Vec<TransitionRow<Day>> {
    let steps = timeline.series.steps();
    let rows = steps.flat_map(|(before, after, interval)| {
        let keys = PairKeys {
            before: date(before),
            after: date(after),
        };
        let changes = interval.changes.iter();
        changes.map(move |change| TransitionRow::new(&keys, change))
    });
    rows.collect()
}

/// The successions of all steps.
pub(super) fn successions(timeline: &Timeline) -> Vec<SuccessionRow<Day>> {
    let steps = timeline.series.steps();
    let rows = steps.flat_map(|(before, after, interval)| {
        let keys = PairKeys {
            before: date(before),
            after: date(after),
        };
        let successions = interval.successions().into_iter();
        successions.map(move |succession| SuccessionRow::new(&keys, &succession))
    });
    rows.collect()
}

/// The controllers over the whole series.
pub(super) fn controllers(timeline: &Timeline) -> Vec<SeriesController> {
    let controllers = timeline.series.controllers.iter();
    controllers.map(|c| controller(timeline, c)).collect()
}

fn controller(timeline: &Timeline, controller: &ControllerSeries) -> SeriesController {
    let snapshots = &timeline.series.snapshots;
    let largest_gain = controller.largest_gain.map(|gain| LargestGain {
        before: day(&snapshots[gain.interval]),
        after: day(&snapshots[gain.interval + 1]),
        area_km2: gain.area.into(),
        days: timeline.series.days()[gain.interval],
    });
    let ControllerSpreads { gained, lost, net } = controller.spreads;
    let range = |spread: Option<Spread>| spread.map(|spread| spread.range);
    let low = |spread| range(spread).map(|range| range.low.into());
    let high = |spread| range(spread).map(|range| range.high.into());
    let rss = |spread: Option<Spread>| spread.map(|spread| spread.rss.into());
    SeriesController {
        name: controller.name.clone(),
        first_km2: controller.first.into(),
        last_km2: controller.last.into(),
        gained_km2: controller.gained.into(),
        gained_noise_km2: controller.gained_noise.into(),
        lost_km2: controller.lost.into(),
        lost_noise_km2: controller.lost_noise.into(),
        net_km2: controller.net().into(),
        kept_km2: controller.kept.into(),
        retaken_km2: controller.retaken.into(),
        largest_gain,
        gained_low_km2: low(gained),
        gained_high_km2: high(gained),
        gained_rss_km2: rss(gained),
        lost_low_km2: low(lost),
        lost_high_km2: high(lost),
        lost_rss_km2: rss(lost),
        net_low_km2: range(net).map(|range| range.low.into()),
        net_high_km2: range(net).map(|range| range.high.into()),
        net_rss_km2: rss(net),
        succession_km2: controller.succession.into(),
    }
}

/// The land by how often it changed hands.
pub(super) fn times(timeline: &Timeline) -> Vec<TimesRow> {
    let row = |(index, area): (usize, &Area)| TimesRow {
        times: index + 1,
        area_km2: (*area).into(),
    };
    timeline.series.times.iter().enumerate().map(row).collect()
}

/// Where controllers met on each date.
pub(super) fn fronts(timeline: &Timeline) -> Vec<FrontRow<Day>> {
    let series = &timeline.series;
    let dates = series.snapshots.iter().zip(&series.fronts);
    let rows = dates.flat_map(|(snapshot, fronts)| {
        let key = date(snapshot);
        fronts.iter().map(move |front| FrontRow::new(&key, front))
    });
    rows.collect()
}

/// What changed hands in each unit, step by step.
pub(super) fn unit_changes(timeline: &Timeline) -> Vec<UnitChangeRow<Day>> {
    let rows = timeline.steps().flat_map(|step| {
        let changes = step.breakdown.unit_changes().iter();
        changes.map(move |change| UnitChangeRow::new(&step.keys, change))
    });
    rows.collect()
}

/// The places that changed hands, step by step.
pub(super) fn place_changes(timeline: &Timeline) -> Vec<PlaceChangeRow<Day>> {
    let rows = timeline.steps().flat_map(|step| {
        let changes = step.breakdown.place_changes().iter();
        changes.map(move |change| PlaceChangeRow::new(&step.keys, change))
    });
    rows.collect()
}

fn evidence(series: &Series) -> Vec<StepEvidenceRow> {
    let row = |(before, after, interval): (&SnapshotFigures, &SnapshotFigures, &Interval)| {
        Some(StepEvidenceRow {
            before: day(before),
            after: day(after),
            evidence: interval.evidence.as_ref()?.into(),
        })
    };
    series.steps().filter_map(row).collect()
}

fn gaps(timeline: &Timeline) -> Vec<GapRecord> {
    let snapshots = &timeline.series.snapshots;
    let record = |gap: ArchiveGap| GapRecord {
        before: day(&snapshots[gap.interval]),
        after: day(&snapshots[gap.interval + 1]),
        days: gap.days,
        usual_days: gap.usual,
    };
    timeline.series.gaps().into_iter().map(record).collect()
}

fn switches(timeline: &Timeline) -> Vec<SwitchRecord> {
    let snapshots = &timeline.series.snapshots;
    let record = |switch: Switch| SwitchRecord {
        before: day(&snapshots[switch.interval]),
        after: day(&snapshots[switch.interval + 1]),
        signs: switch.signs.iter().copied().map(SwitchSign).collect(),
        noise_km2: switch.noise.into(),
        pieces: switch.pieces,
    };
    timeline.series.switches().into_iter().map(record).collect()
}
