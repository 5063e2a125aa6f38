//! A lineage as JSON, and its rows as CSV.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::LineageReport;
use super::reason::Reasons;
use crate::change::Counted;
use crate::lineage::{EventCount, Lineage, LineageUnit, UnitLink};
use crate::report::parts::quantity::{Generator, Km2, Metres, Share};
use crate::report::parts::records::{EvidenceRecord, SnapshotRecord};

/// What became of every unit from one edition of a layer to the next. Areas are square kilometres on the WGS 84 ellipsoid. A code
/// that is null: the land is no unit's.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "What became of every unit from one edition of a layer to the next")]
pub struct LineageRecord {
    generator: Generator,
    /// The steps from each edition to the next.
    steps: Vec<StepRecord>,
    /// How many units each event befell.
    events: Vec<EventRow>,
    /// What became of each unit, and what each came from.
    units: Vec<UnitRow>,
    /// Weights by area, or by what is counted, that carry figures of earlier units to later ones.
    crosswalk: Vec<CrosswalkRow>,
    /// The units on the date that was asked for; empty where none was.
    state: Vec<StateRow>,
}

/// A unit on a date.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StateRow {
    /// The date.
    on: String,
    /// The last edition up to then.
    edition: String,
    /// The code of the unit.
    code: String,
    /// Its name; null where it has none beside its code.
    name: Option<String>,
    /// Its land, km².
    area_km2: Km2,
    /// The codes of the units of the edition before with which it has land in common beyond noise, most first.
    came_from: Vec<String>,
    /// Those of the edition after.
    became: Vec<String>,
    /// The code that it has for as long as it goes on, given `--assign`.
    assigned: Option<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StepRecord {
    /// The earlier edition.
    before: SnapshotRecord,
    /// The later edition.
    after: SnapshotRecord,
    /// Pieces narrower than this, in metres, are noise.
    tolerance_m: Metres,
    /// The land that went from one unit to another, or from or to none, without noise, km². That of a unit that only got another
    /// code stayed.
    moved_km2: Km2,
    /// The noise beside it: borders drawn anew, km².
    noise_km2: Km2,
    /// Why it is noise or counts; null where the tolerance was set.
    evidence: Option<EvidenceRecord>,
}

/// How many units an event befell in a step.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EventRow {
    /// The earlier edition: its date, or its file where there is none.
    before: String,
    /// The later edition.
    after: String,
    /// What happened.
    event: &'static str,
    /// How many units of the earlier edition it befell.
    units_before: usize,
    /// In how many units of the later edition it ended.
    units_after: usize,
}

/// A unit of an edition: what became of it, or what it came from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UnitRow {
    /// The earlier edition: its date, or its file where there is none.
    before: String,
    /// The later edition.
    after: String,
    /// Which of the two has the unit: `before` or `after`.
    edition: &'static str,
    /// Its code.
    code: String,
    /// Its name; null where it has none beside its code.
    name: Option<String>,
    /// Its land, km².
    area_km2: Km2,
    /// What became of it or, of a unit of the later edition, how it came about.
    event: &'static str,
    /// The codes of the units of the other edition with which it has land in common beyond noise, most first.
    units: Vec<String>,
    /// Why, in words.
    reason: String,
    /// The code that it has for as long as it goes on, given `--assign`.
    assigned: Option<String>,
}

/// Land of an earlier unit that is in a later one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CrosswalkRow {
    /// The earlier edition: its date, or its file where there is none.
    before: String,
    /// The later edition.
    after: String,
    /// The code of the earlier unit.
    from: String,
    /// The code of the later unit; null where its land is no unit's.
    to: Option<String>,
    /// The land that they have in common, km².
    area_km2: Km2,
    /// That land, or what is counted on it, as a share of the earlier unit's, links that are nothing but noise left out: the weights of
    /// each earlier unit add up to 1.
    weight: Share,
    /// What the weight is by: `area`; or, if something is counted on the unit's land, its property, such as `population`, or `places`.
    weighed_by: String,
    /// How much is counted on that land, given `--places` or `--units`.
    counted: Option<f64>,
}

impl From<&LineageReport> for LineageRecord {
    fn from(report: &LineageReport) -> Self {
        Self {
            generator: Generator,
            steps: report.steps.iter().map(Into::into).collect(),
            events: events(report),
            units: units(report),
            crosswalk: crosswalk(report),
            state: state(report),
        }
    }
}

impl From<&Lineage> for StepRecord {
    fn from(step: &Lineage) -> Self {
        Self {
            before: (&step.before).into(),
            after: (&step.after).into(),
            tolerance_m: Metres(step.tolerance.m()),
            moved_km2: step.moved.into(),
            noise_km2: step.noise.into(),
            evidence: step.evidence.as_ref().map(Into::into),
        }
    }
}

/// The steps, with what rows call their editions.
fn steps(report: &LineageReport) -> impl Iterator<Item = (usize, [String; 2])> {
    let pairs: Vec<[String; 2]> = report
        .editions()
        .windows(2)
        .map(|pair| [pair[0].clone(), pair[1].clone()])
        .collect();
    pairs.into_iter().enumerate()
}

/// How many units each event befell, by step; events that befell none left out.
pub(super) fn events(report: &LineageReport) -> Vec<EventRow> {
    let rows = steps(report).flat_map(|(step, [before, after])| {
        let counts = EventCount::all([report.became(step), report.came_from(step)]);
        counts.into_iter().map(move |count| {
            let [units_before, units_after] = count.units;
            EventRow {
                before: before.clone(),
                after: after.clone(),
                event: count.event.name(),
                units_before,
                units_after,
            }
        })
    });
    rows.collect()
}

/// What became of each unit, then what each came from, by step.
pub(super) fn units(report: &LineageReport) -> Vec<UnitRow> {
    let mut rows = Vec::new();
    for (step, [before, after]) in steps(report) {
        let sides = [
            (
                "before",
                report.became(step),
                Reasons::onward(&report.steps[step]),
            ),
            (
                "after",
                report.came_from(step),
                Reasons::back(&report.steps[step]),
            ),
        ];
        for (place, (edition, units, reasons)) in (step..).zip(sides) {
            rows.extend(units.iter().map(|unit| UnitRow {
                before: before.clone(),
                after: after.clone(),
                edition,
                code: unit.code.clone(),
                name: unit.name.clone(),
                area_km2: unit.area.into(),
                event: unit.event.name(),
                units: substantial(unit).filter_map(|link| link.code.clone()).collect(),
                reason: reasons.of_unit(unit),
                assigned: report.assigned(place, &unit.code).map(str::to_owned),
            }));
        }
    }
    rows
}

/// The weights of every earlier unit, by step.
pub(super) fn crosswalk(report: &LineageReport) -> Vec<CrosswalkRow> {
    let rows = steps(report).flat_map(|(step, [before, after])| {
        report.became(step).into_iter().flat_map(move |unit| {
            let [before, after] = [before.clone(), after.clone()];
            let counted = report.steps[step].counted.as_ref();
            let weighed_by = counted.filter(|_| has_count(unit)).map_or("area", what);
            weights(unit).into_iter().map(move |(link, weight)| CrosswalkRow {
                before: before.clone(),
                after: after.clone(),
                from: unit.code.clone(),
                to: link.code.clone(),
                area_km2: link.area.into(),
                weight: Share(weight),
                weighed_by: weighed_by.to_owned(),
                counted: counted.map(|_| link.counted),
            })
        })
    });
    rows.collect()
}

/// The units on the date that was asked for, the largest first.
pub(super) fn state(report: &LineageReport) -> Vec<StateRow> {
    let Some((on, place)) = report.on else {
        return Vec::new();
    };
    let edition = report.editions().swap_remove(place);
    let linked = |unit: Option<&LineageUnit>| -> Vec<String> {
        let links = unit.into_iter().flat_map(substantial);
        links.filter_map(|link| link.code.clone()).collect()
    };
    let row = |[before, after]: [Option<&LineageUnit>; 2]| {
        let unit = before.or(after)?;
        Some(StateRow {
            on: on.to_string(),
            edition: edition.clone(),
            code: unit.code.clone(),
            name: unit.name.clone(),
            area_km2: unit.area.into(),
            came_from: linked(before),
            became: linked(after),
            assigned: report.assigned(place, &unit.code).map(str::to_owned),
        })
    };
    report.units_in(place).into_iter().filter_map(row).collect()
}

fn substantial(unit: &LineageUnit) -> impl Iterator<Item = &UnitLink> {
    unit.links.iter().filter(|link| link.is_substantial())
}

/// What is counted in place of area.
pub(super) fn what(counted: &Counted) -> &str {
    counted.column.as_deref().unwrap_or("places")
}

/// Whether anything is counted on land of a unit that it has in common with others beyond noise.
pub(super) fn has_count(unit: &LineageUnit) -> bool {
    substantial(unit).any(|link| link.counted > 0.0)
}

/// The shares of a unit by what is counted on its land or, where that is nothing, by area, the largest first. They add up to 1 from the
/// last to the first without a rest: the first is what the others leave.
fn weights(unit: &LineageUnit) -> Vec<(&UnitLink, f64)> {
    let mut links: Vec<&UnitLink> = substantial(unit).collect();
    let counted: f64 = links.iter().map(|link| link.counted).sum();
    let area = links.iter().map(|link| link.area).sum();
    let share = |link: &&UnitLink| match counted {
        counted if counted > 0.0 => link.counted / counted,
        _ => link.area.share_of(area).unwrap_or_default(),
    };
    links.sort_by(|a, b| share(b).total_cmp(&share(a)));
    let mut weights: Vec<f64> = links.iter().map(share).collect();
    let others: f64 = weights.iter().skip(1).rev().sum();
    if let Some(first) = weights.first_mut() {
        *first = 1.0 - others;
    }
    links.into_iter().zip(weights).collect()
}
