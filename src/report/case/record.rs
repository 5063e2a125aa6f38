//! A whole case as JSON, and its rows as CSV.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::{CaseChange, CaseReport, CaseSnapshot, ControllerHolding};
use crate::change::{PlaceHolding, PublishedComparison, Recognised, UnitHolding};
use crate::measure::{Area, AreaRange};
use crate::report::change::ChangeRecord;
use crate::report::parts::quantity::{Day, Edges, Generator, Km2, SignedKm2};
use crate::report::parts::records::{SnapshotRecord, UnitOverlapRecord, WeighedRecord, WithinRecord};
use crate::report::parts::rows::{
    FrontRow, PairKeys, PlaceChangeRow, RecognisedRow, TransitionRow, UnitChangeRow,
};

/// A whole case: every snapshot and every change, by controller, unit and place. Areas are square kilometres on the
/// WGS 84 ellipsoid. A holder that is null is nobody.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "A whole case: every snapshot and every change")]
pub struct CaseRecord {
    generator: Generator,
    /// The scenario's short name.
    id: String,
    /// What the case is.
    title: String,
    /// Sources to credit.
    credits: Vec<String>,
    /// What readers must know of the case.
    notes: Vec<String>,
    /// How edges between two positions run.
    edges: Edges,
    /// The snapshots, in order of time.
    snapshots: Vec<EntryRecord>,
    /// The changes, usually from each snapshot to the next.
    changes: Vec<CaseChangeRecord>,
    /// What each controller holds on each date, largest first.
    areas: Vec<AreaRow>,
    /// Who holds how much of each unit on each date; empty without units.
    units: Vec<UnitRow>,
    /// What changed hands in each unit, for each change, largest first; empty without units.
    unit_changes: Vec<UnitChangeRow<String>>,
    /// Who held each place on each date; empty without places.
    places: Vec<PlaceRow>,
    /// The places that changed hands, for each change, most populous first; empty without places.
    place_changes: Vec<PlaceChangeRow<String>>,
    /// Where controllers met on each date, longest first.
    fronts: Vec<FrontRow<String>>,
    /// Published areas compared with the measured ones.
    published: Vec<PublishedRow>,
    /// Land that lies in two units and counts in each, largest first; empty where units do not overlap.
    unit_overlaps: Vec<UnitOverlapRecord>,
}

/// A snapshot of a case.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EntryRecord {
    /// What rows call it: its date, or its file where no date identifies it.
    key: String,
    /// The caption under its date, as the scenario has it.
    caption: Option<String>,
    #[serde(flatten)]
    figures: SnapshotRecord,
}

/// A change of a case.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CaseChangeRecord {
    /// The change in one sentence.
    finding: String,
    #[serde(flatten)]
    change: ChangeRecord,
    /// Numbers of units, such as populations, shared out by area; null without.
    weighed: Option<WeighedRecord>,
    /// The land that all figures are about; null is all land.
    within: Option<WithinRecord>,
}

/// What a controller holds on one date.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaRow {
    /// The snapshot.
    snapshot: String,
    /// Who holds the land.
    controller: String,
    /// How much it is, km².
    area_km2: Km2,
}

/// What a controller holds of a unit on one date.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UnitRow {
    /// The snapshot.
    snapshot: String,
    /// The unit; null outside all units.
    unit: Option<String>,
    /// Who holds the land; null where the snapshot has none.
    controller: Option<String>,
    /// How much it is, km².
    area_km2: Km2,
    /// The whole unit, or all land outside the units, km².
    unit_area_km2: Km2,
    /// What tells the unit apart from others of its name; null where its file states nothing.
    unit_id: Option<String>,
}

/// A place and who held it on one date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlaceRow {
    /// The snapshot.
    snapshot: String,
    /// Its name.
    name: String,
    /// Its other name.
    name_alt: Option<String>,
    /// What it is, such as `town`.
    kind: Option<String>,
    /// Its population as the places file has it, not of the date.
    population: Option<u64>,
    /// Who held it; null is nobody, or that it lies on a border.
    controller: Option<String>,
    /// Those on whose border it lies; empty unless it does.
    border: Vec<String>,
}

/// A published area compared with the measured one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PublishedRow {
    /// What it is the area of.
    quantity: String,
    /// On which date it was measured.
    date: Option<Day>,
    /// Held by whom.
    controller: Option<String>,
    /// Under whose sovereignty.
    sovereign: Option<String>,
    /// Inside which units.
    units: Vec<String>,
    /// Who published it.
    source: String,
    /// The lowest published figure, km².
    low_km2: Km2,
    /// The highest, km².
    high_km2: Km2,
    /// What is measured, km².
    area_km2: Km2,
    /// By how much that may be off, km², all lines off to the same side at once; null where their accuracy is not known.
    worst_km2: Option<Km2>,
    /// Whether the measured area is inside the published range.
    inside: bool,
    /// The measured area less the nearest end of the range, km²; nothing inside it.
    difference_km2: SignedKm2,
    /// The same as a share of that end, in percent.
    difference_percent: f64,
    /// The measured area less the middle of the range, km².
    middle_difference_km2: SignedKm2,
    /// The same as a share of the middle, in percent.
    middle_difference_percent: f64,
}

impl From<&CaseReport> for CaseRecord {
    fn from(report: &CaseReport) -> Self {
        Self {
            generator: Generator,
            id: report.id.clone(),
            title: report.title.clone(),
            credits: report.credits.clone(),
            notes: report.notes.clone(),
            edges: Edges(report.edges),
            snapshots: report.snapshots.iter().map(Into::into).collect(),
            changes: report.changes.iter().map(Into::into).collect(),
            areas: areas(report),
            units: units(report),
            unit_changes: unit_changes(report),
            unit_overlaps: report
                .changes
                .first()
                .into_iter()
                .flat_map(|entry| &entry.breakdown.unit_overlaps.pairs)
                .map(Into::into)
                .collect(),
            places: places(report),
            place_changes: place_changes(report),
            fronts: fronts(report),
            published: published(report),
        }
    }
}

impl From<&CaseSnapshot> for EntryRecord {
    fn from(snapshot: &CaseSnapshot) -> Self {
        Self {
            key: snapshot.key.clone(),
            caption: snapshot.caption.clone(),
            figures: (&snapshot.figures).into(),
        }
    }
}

impl From<&CaseChange> for CaseChangeRecord {
    fn from(entry: &CaseChange) -> Self {
        Self {
            finding: entry.change.finding(),
            change: (&entry.change).into(),
            weighed: entry.breakdown.weighed.as_ref().map(Into::into),
            within: entry.change.within.as_ref().map(Into::into),
        }
    }
}

impl From<&PublishedComparison> for PublishedRow {
    fn from(one: &PublishedComparison) -> Self {
        let measure = one.published.measure.clone();
        let AreaRange { low, high } = one.range;
        let [difference, middle_difference] = [one.area - one.nearest(), one.area - one.middle()];
        let percent = |difference: Area, of: Area| 100.0 * difference.km2() / of.km2();
        Self {
            quantity: one.published.quantity.clone(),
            date: measure.date.map(Into::into),
            controller: measure.controller,
            sovereign: measure.sovereign,
            units: measure.units,
            source: one.published.source.clone(),
            low_km2: low.into(),
            high_km2: high.into(),
            area_km2: one.area.into(),
            worst_km2: one.margin.map(|margin| margin.worst.into()),
            inside: one.is_inside(),
            difference_km2: difference.into(),
            difference_percent: percent(difference, one.nearest()),
            middle_difference_km2: middle_difference.into(),
            middle_difference_percent: percent(middle_difference, one.middle()),
        }
    }
}

/// What each controller holds on each date.
pub(super) fn areas(report: &CaseReport) -> Vec<AreaRow> {
    by_snapshot(
        report,
        |snapshot| &snapshot.holdings,
        |key, held: &ControllerHolding| AreaRow {
            snapshot: key.to_owned(),
            controller: held.controller.clone(),
            area_km2: held.area.into(),
        },
    )
}

/// Who holds how much of each unit on each date.
pub(super) fn units(report: &CaseReport) -> Vec<UnitRow> {
    by_snapshot(
        report,
        |snapshot| &snapshot.units,
        |key, held: &UnitHolding| UnitRow {
            snapshot: key.to_owned(),
            unit: held.unit.as_ref().map(|unit| unit.name.clone()),
            unit_id: held.unit.as_ref().and_then(|unit| unit.id.clone()),
            controller: held.controller.clone(),
            area_km2: held.area.into(),
            unit_area_km2: held.unit_area.into(),
        },
    )
}

/// Who held each place on each date.
pub(super) fn places(report: &CaseReport) -> Vec<PlaceRow> {
    by_snapshot(
        report,
        |snapshot| &snapshot.places,
        |key, PlaceHolding { place, holder }: &PlaceHolding| PlaceRow {
            snapshot: key.to_owned(),
            name: place.name.clone(),
            name_alt: place.name_alt.clone(),
            kind: place.kind.clone(),
            population: place.population,
            controller: holder.name().map(str::to_owned),
            border: holder.border().to_vec(),
        },
    )
}

/// Where controllers met on each date.
pub(super) fn fronts(report: &CaseReport) -> Vec<FrontRow<String>> {
    by_snapshot(report, |snapshot| &snapshot.fronts, FrontRow::new)
}

/// The transitions of all changes, unchanged land included.
pub(super) fn transitions(report: &CaseReport) -> Vec<TransitionRow<String>> {
    by_change(report, |entry| &entry.change.transitions, TransitionRow::new)
}

/// Land by holder and recognised sovereign, for each change.
pub(super) fn recognised(report: &CaseReport) -> Vec<RecognisedRow> {
    by_change(report, recognised_of, RecognisedRow::new)
}

fn recognised_of(entry: &CaseChange) -> &[Recognised] {
    let recognition = entry.change.recognition.as_ref();
    recognition.map_or(&[], |recognition| &recognition.rows)
}

/// What changed hands in each unit, for each change.
pub(super) fn unit_changes(report: &CaseReport) -> Vec<UnitChangeRow<String>> {
    by_change(report, |entry| entry.breakdown.unit_changes(), UnitChangeRow::new)
}

/// The places that changed hands, for each change.
pub(super) fn place_changes(report: &CaseReport) -> Vec<PlaceChangeRow<String>> {
    by_change(
        report,
        |entry| entry.breakdown.place_changes(),
        PlaceChangeRow::new,
    )
}

/// Published areas compared with the measured ones.
pub(super) fn published(report: &CaseReport) -> Vec<PublishedRow> {
    report.published.iter().map(Into::into).collect()
}

fn by_snapshot<T, R>(report: &CaseReport, all: fn(&CaseSnapshot) -> &[T], row: fn(&str, &T) -> R) -> Vec<R> {
    let snapshots = report.snapshots.iter();
    let rows = snapshots.flat_map(|snapshot| all(snapshot).iter().map(|one| row(&snapshot.key, one)));
    rows.collect()
}

fn by_change<T, R>(report: &CaseReport, all: fn(&CaseChange) -> &[T], row: fn(&PairKeys, &T) -> R) -> Vec<R> {
    let changes = report.changes.iter();
    let rows = changes.flat_map(|entry| {
        let keys = entry.keys();
        all(entry).iter().map(move |one| row(&keys, one))
    });
    rows.collect()
}
