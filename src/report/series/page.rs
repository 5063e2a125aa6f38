//! A series as a document: the controllers over all steps, the land that changed hands in each, what changed hands more
//! than once, units, places and fronts.

use std::collections::BTreeMap;

use super::figures::{Timeline, date};
use super::periods;
use crate::change::{DISCLAIMER, PlaceChange, Succession, Transition, UnitChange, noise_clause};
use crate::measure::{Area, AreaUnit, Length, count};
use crate::overlay::{BoundaryKind, SnapshotFigures};
use crate::report::document::{Document, Grid};
use crate::report::parts::names::arrow;
use crate::report::parts::notes::{POPULATIONS, method, on_units, overlap, sources, within};
use crate::report::parts::places::{from_to, places};
use crate::report::parts::ranges;
use crate::report::parts::rows::PairKeys;
use crate::report::parts::successions::successions_by_step;
use crate::report::parts::units::UnitColumns;
use crate::series::{ControllerSeries, Interval, Series, Sign, Switch};

/// The most rows of the tables by unit, place and front; the CSV has all.
const ROWS: usize = 25;
/// The most rows of the table by periods.
const PERIODS: usize = 60;
/// The most gaps that are listed.
const GAPS: usize = 3;
/// Land that changed hands so many times or more shares one row.
const TIMES: usize = 6;
/// The most switches that are listed one by one.
const SWITCHES: usize = 5;

/// The page of a series.
pub(super) fn page(timeline: &Timeline) -> Document {
    let series = &timeline.series;
    let mut page = Document::default();
    page.paragraph(summary(series));
    if let Some(gaps) = gaps(series) {
        page.paragraph(gaps);
    }
    let unit = unit_of_controllers(series);
    page.heading(2, format!("Controllers over the series, {unit}"));
    page.table(controllers(series, unit));
    if let Some(by_period) = &timeline.periods {
        page.heading(2, periods::heading(by_period, unit));
        page.shortened(periods::table(series, by_period, unit), PERIODS, "periods");
    }
    let spreads = |c: &ControllerSeries| [c.spreads.gained, c.spreads.lost, c.spreads.net];
    if series.controllers.iter().flat_map(spreads).any(|s| s.is_some()) {
        page.heading(
            2,
            format!("By how much gains, losses and nets may be off, {unit}"),
        );
        page.table(ranges::totals(&series.controllers, unit));
    }
    page.heading(2, format!("Land that went back and forth, {unit}"));
    page.table(back_and_forth(series, unit));
    page.table(times(series));
    page.heading(2, "Land that changed hands, step by step");
    let steps = steps(series);
    if steps.rows.is_empty() {
        page.paragraph("None.");
    }
    page.table(steps);
    successions_by_step(&mut page, successions(series), series.area_units);
    if timeline.has_units() {
        units_by_step(&mut page, timeline);
    }
    if timeline.has_places() {
        page.heading(2, "By place");
        let changes = place_changes(timeline);
        places(
            &mut page,
            &changes.iter().map(|step| step.change).collect::<Vec<_>>(),
        );
        places_by_step(&mut page, &changes);
    }
    let fronts = fronts(series);
    if !fronts.rows.is_empty() {
        page.heading(2, "Where controllers met, km");
        page.shortened(fronts, ROWS, "fronts");
    }
    page.heading(2, "Notes");
    page.list(notes(timeline));
    page
}

/// Something that changed in a step.
struct InStep<'a, T> {
    keys: PairKeys,
    change: &'a T,
}

fn unit_changes(timeline: &Timeline) -> Vec<InStep<'_, UnitChange>> {
    let changes = timeline.steps().flat_map(|step| {
        let changes = step.breakdown.unit_changes().iter();
        changes.map(move |change| InStep {
            keys: step.keys.clone(),
            change,
        })
    });
    changes.collect()
}

fn place_changes(timeline: &Timeline) -> Vec<InStep<'_, PlaceChange>> {
    let changes = timeline.steps().flat_map(|step| {
        let changes = step.breakdown.place_changes().iter();
        changes.map(move |change| InStep {
            keys: step.keys.clone(),
            change,
        })
    });
    changes.collect()
}

/// The successions of all steps, each with its dates.
fn successions(series: &Series) -> Vec<([String; 2], Succession)> {
    let steps = series.steps().flat_map(|(before, after, interval)| {
        let dates = [before, after].map(date);
        interval
            .successions()
            .into_iter()
            .map(move |one| (dates.clone(), one))
    });
    steps.collect()
}

/// The unit of the land that changed hands.
fn unit_of_changes(series: &Series) -> AreaUnit {
    let changes = series.intervals.iter().flat_map(|interval| &interval.changes);
    series.area_units.of(changes
        .map(Transition::without_noise)
        .filter(|area| *area > Area::ZERO))
}

/// The unit of the tables by controller.
fn unit_of_controllers(series: &Series) -> AreaUnit {
    let held = series.controllers.iter().flat_map(|c| [c.first, c.last]);
    series.area_units.beside(unit_of_changes(series), held)
}

fn back_and_forth(series: &Series, unit: AreaUnit) -> Grid {
    let mut table = Grid::new(1, ["controller", "held throughout", "lost, then retaken"]);
    for c in &series.controllers {
        table.row([c.name.clone(), c.kept.number(unit), c.retaken.number(unit)]);
    }
    table
}

/// Land by how often it changed hands.
fn times(series: &Series) -> Grid {
    let unit = series
        .area_units
        .beside(unit_of_changes(series), series.times.iter().copied());
    let mut table = Grid::new(1, ["changed hands", unit.symbol()]);
    for (index, area) in series.times.iter().take(TIMES - 1).enumerate() {
        table.row([format!("{}×", index + 1), area.number(unit)]);
    }
    if series.times.len() >= TIMES {
        let most: Area = series.times[TIMES - 1..].iter().copied().sum();
        table.row([format!("{TIMES}× to {}×", series.times.len()), most.number(unit)]);
    }
    table
}

fn units_by_step(page: &mut Document, timeline: &Timeline) {
    page.heading(2, "By unit");
    let mut changes = unit_changes(timeline);
    changes.retain(|step| step.change.without_noise() > Area::ZERO && step.change.fate.is_change_of_hands());
    let all: Vec<&UnitChange> = changes.iter().map(|step| step.change).collect();
    let weighed = timeline
        .breakdowns
        .first()
        .and_then(|breakdown| breakdown.weighed.as_ref());
    let columns = UnitColumns::of(
        &all,
        weighed,
        timeline.series.area_units,
        unit_of_changes(&timeline.series),
    );
    let headings = ["before".to_owned(), "after".to_owned()].into_iter();
    let mut table = Grid::new(4, headings.chain(columns.headings()));
    for InStep { keys, change } in changes {
        let step = [keys.before, keys.after];
        table.row(step.into_iter().chain(columns.cells(change)));
    }
    if table.rows.is_empty() {
        page.paragraph("None.");
    }
    page.shortened(table, ROWS, "units");
}

/// The places with the step in which each changed hands, largest first; with their population where any is known.
fn places_by_step(page: &mut Document, changes: &[InStep<PlaceChange>]) {
    let counts = |step: &&InStep<PlaceChange>| !step.change.noise && step.change.fate.is_change_of_hands();
    let mut real: Vec<&InStep<PlaceChange>> = changes.iter().filter(counts).collect();
    real.sort_by_key(|step| std::cmp::Reverse(step.change.place.population));
    let is_known = real.iter().any(|step| step.change.place.population.is_some());
    let headings = ["before", "after", "place", "from → to"];
    let mut table = Grid::new(4, headings.into_iter().chain(is_known.then_some("population")));
    for InStep { keys, change } in real {
        let mut cells = vec![
            keys.before.clone(),
            keys.after.clone(),
            change.place.name.clone(),
            from_to(change),
        ];
        cells.extend(is_known.then(|| change.place.population.map_or("–".to_owned(), count)));
        table.row(cells);
    }
    page.shortened(table, ROWS, "places");
}

/// A line between two controllers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line<'a> {
    one: &'a str,
    other: &'a str,
    kind: BoundaryKind,
}

/// How long a line was on a date.
struct OnDate {
    date: String,
    length: Length,
}

/// How long every line was, in order of time.
fn lines(series: &Series) -> BTreeMap<Line<'_>, Vec<OnDate>> {
    let mut lines: BTreeMap<Line, Vec<OnDate>> = BTreeMap::new();
    for (snapshot, fronts) in series.snapshots.iter().zip(&series.fronts) {
        for front in fronts {
            let line = Line {
                one: &front.between[0],
                other: &front.between[1],
                kind: front.kind,
            };
            lines.entry(line).or_default().push(OnDate {
                date: date(snapshot),
                length: front.length,
            });
        }
    }
    lines
}

/// How long each line was first and last, and when it was longest.
fn fronts(series: &Series) -> Grid {
    let [first, last] =
        [series.snapshots.first(), series.snapshots.last()].map(|s| s.map(date).unwrap_or_default());
    let longest = |dates: &[OnDate]| dates.iter().map(|on| on.length).max().unwrap_or_default();
    let mut lines: Vec<_> = lines(series).into_iter().collect();
    lines.sort_by_key(|(_, dates)| std::cmp::Reverse(longest(dates)));
    let mut table = Grid::new(
        2,
        ["between", "kind", first.as_str(), last.as_str(), "longest", "on"],
    );
    for (Line { one, other, kind }, dates) in lines {
        let on = |date: &str| dates.iter().find(|on| on.date == date).map(|on| on.length);
        let cell = |length: Option<Length>| length.map_or("–".to_owned(), Length::number);
        let most = longest(&dates);
        let when = dates.iter().find(|on| on.length == most);
        table.row([
            format!("{one} – {other}"),
            kind.name().to_owned(),
            cell(on(&first)),
            cell(on(&last)),
            most.number(),
            when.map(|on| on.date.clone()).unwrap_or_default(),
        ]);
    }
    table
}

/// The series in two sentences: how much changed hands, and who gained or lost most on balance.
fn summary(series: &Series) -> String {
    let changed: Vec<Area> = series.intervals.iter().map(Interval::changed_area).collect();
    let with_change = changed.iter().filter(|area| **area > Area::ZERO).count();
    let of = |snapshot: Option<&SnapshotFigures>| snapshot.map(SnapshotFigures::heading).unwrap_or_default();
    let (first, last) = (of(series.snapshots.first()), of(series.snapshots.last()));
    let within = series.within.as_ref();
    let within = within
        .map(|within| format!("Within {}: ", within.name))
        .unwrap_or_default();
    let span = format!(
        "{within}{} snapshots from {first} to {last}",
        count(series.snapshots.len() as u64)
    );
    let noise: Area = series
        .intervals
        .iter()
        .flat_map(Interval::changes_of_hands)
        .map(|t| t.noise)
        .sum();
    if with_change == 0 && noise > Area::ZERO {
        let (noise, tolerance_m) = (series.area_units.headline(noise), series.tolerance.m());
        return format!(
            "{span}: no land changed hands but {noise} in slivers narrower than {tolerance_m} m."
        );
    }
    if with_change == 0 {
        let passed: Vec<Succession> = series.intervals.iter().flat_map(Interval::successions).collect();
        let names = match passed.as_slice() {
            [] => String::new(),
            [one] => format!("; {} is {} by another name", one.to, one.from),
            several => format!("; {} got another name", count(several.len() as u64)),
        };
        return format!("{span}: no land changed hands{names}.");
    }
    let most = series
        .finding()
        .map_or_else(String::new, |finding| format!(" {finding}."));
    let changed: Area = changed.into_iter().sum();
    let noise = noise_clause(changed, noise, series.area_units).unwrap_or_default();
    format!(
        "{span}: {} changed hands in {} of {} steps{noise}.{most}",
        series.area_units.headline(changed),
        count(with_change as u64),
        count(series.intervals.len() as u64)
    )
}

/// That there are no snapshots for far longer than is usual, the longest times first.
fn gaps(series: &Series) -> Option<String> {
    let mut gaps = series.gaps();
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.days));
    let usual = gaps.first()?.usual;
    let days = |days: i64| match u64::try_from(days).unwrap_or_default() {
        1 => "a day".to_owned(),
        days => format!("{} days", count(days)),
    };
    let told = gaps.iter().take(GAPS).map(|gap| {
        let [from, to] = [gap.interval, gap.interval + 1].map(|place| date(&series.snapshots[place]));
        format!("between {from} and {to} ({})", days(gap.days))
    });
    let told: Vec<String> = told.collect();
    let more = match gaps.len() - told.len() {
        0 => String::new(),
        more => format!(", and in {} more gaps", count(more as u64)),
    };
    Some(format!(
        "The archive has gaps: no snapshot {}{more}, where a step usually takes {}. When land changed hands in them is not \
         known.",
        told.join(", "),
        days(usual)
    ))
}

/// Slivers have columns of their own where there is a tolerance.
fn controllers(series: &Series, unit: AreaUnit) -> Grid {
    let slivers = series.tolerance.m() > 0.0;
    let headings = [
        "controller",
        "first",
        "last",
        "gained",
        "lost",
        "net",
        "largest gain",
        "by",
    ];
    let mut headings = headings.to_vec();
    if slivers {
        headings.insert(4, "slivers");
        headings.insert(6, "slivers");
    }
    // Successions have a column where there are any.
    let has_heirs = series.controllers.iter().any(|c| c.succession != Area::ZERO);
    if has_heirs {
        headings.insert(headings.len() - 3, "succession");
    }
    let mut table = Grid::new(1, headings);
    for c in &series.controllers {
        let (largest, by) = largest_gain(series, c, unit);
        let mut cells = vec![
            c.name.clone(),
            c.first.number(unit),
            c.last.number(unit),
            c.gained.number(unit),
        ];
        cells.extend(slivers.then(|| c.gained_noise.number(unit)));
        cells.push(c.lost.number(unit));
        cells.extend(slivers.then(|| c.lost_noise.number(unit)));
        cells.extend(has_heirs.then(|| c.succession.difference(unit)));
        cells.extend([c.net().difference(unit), largest, by]);
        table.row(cells);
    }
    table
}

/// The largest gain and the date by which it was made.
fn largest_gain(series: &Series, controller: &ControllerSeries, unit: AreaUnit) -> (String, String) {
    let none = || ("–".to_owned(), "–".to_owned());
    controller.largest_gain.map_or_else(none, |gain| {
        let by = date(&series.snapshots[gain.interval + 1]);
        let gap = series
            .gaps()
            .into_iter()
            .find(|gap| gap.interval == gain.interval);
        let by = gap.map_or(by.clone(), |gap| format!("{by} (after {} days)", gap.days));
        (gain.area.number(unit), by)
    })
}

/// Whether it is known of any step how far its figures may be off.
fn has_ranges(series: &Series) -> bool {
    ranges::has_any(series.intervals.iter().flat_map(|interval| &interval.changes))
}

/// Slivers and ranges have columns of their own where there are any.
fn steps(series: &Series) -> Grid {
    let (slivers, ranges) = (series.tolerance.m() > 0.0, has_ranges(series));
    let unit = unit_of_changes(series);
    let mut headings = vec!["before", "after", "from → to", unit.symbol()];
    headings.extend(slivers.then_some("of it slivers"));
    headings.extend(ranges::HEADINGS.into_iter().filter(|_| ranges));
    headings.push("pieces");
    let mut table = Grid::new(3, headings);
    for (before, after, interval) in series.steps() {
        for t in interval.changes_of_hands() {
            let name = arrow(t.from.as_deref(), t.to.as_deref());
            let mut cells = vec![date(before), date(after), name, t.area.number(unit)];
            cells.extend(slivers.then(|| t.noise.number(unit)));
            if ranges {
                cells.extend([ranges::range(t, unit), ranges::spread(t, unit)]);
            }
            cells.push(count(t.parts as u64));
            table.row(cells);
        }
    }
    table
}

fn notes(timeline: &Timeline) -> Vec<String> {
    let series = &timeline.series;
    let mut notes: Vec<String> = within(series.within.as_ref(), series.area_units)
        .into_iter()
        .collect();
    notes.extend([
        "Gained and lost are sums over all steps: land that goes back and forth counts each time. The largest gain \
         is that of one step, without slivers."
            .to_owned(),
        "Retaken is land that a controller held, lost and held again, each piece once. Slivers do not count as changing \
         hands there: what comes back in steps each narrower than the tolerance is not told."
            .to_owned(),
    ]);
    notes.extend(timeline.periods.iter().flat_map(periods::notes));
    notes.extend(switches(series, &series.switches()));
    let mut places = place_changes(timeline).into_iter();
    if places.any(|step| step.change.place.population.is_some()) {
        notes.push(POPULATIONS.to_owned());
    }
    notes.extend(method(
        series.edges,
        series.tolerance,
        series.noise_reasons().as_ref(),
        series.closure,
    ));
    if series
        .controllers
        .iter()
        .any(|c| c.spreads.gained.or(c.spreads.lost).is_some())
    {
        notes.push(ranges::note_on_totals());
    }
    let has_ranges =
        has_ranges(series) || ranges::has_any_unit(unit_changes(timeline).iter().map(|step| step.change));
    notes.extend(has_ranges.then(ranges::note));
    let snapshots: Vec<&SnapshotFigures> = series.snapshots.iter().collect();
    notes.extend(
        snapshots
            .iter()
            .filter_map(|s| overlap(&s.heading(), s, series.area_units)),
    );
    notes.extend(on_units(&timeline.breakdowns, series.area_units));
    notes.extend(sources(&snapshots));
    notes.push(DISCLAIMER.to_owned());
    notes
}

/// The steps between which the source seems to have changed.
fn switches(series: &Series, switches: &[Switch]) -> Vec<String> {
    let (jumps, stated): (Vec<&Switch>, Vec<&Switch>) = switches
        .iter()
        .partition(|switch| switch.signs.iter().any(|sign| *sign != Sign::Sources));
    let mut notes: Vec<String> = jumps
        .iter()
        .take(SWITCHES)
        .map(|switch| jump(series, switch))
        .collect();
    if jumps.len() > SWITCHES {
        notes.push(format!(
            "So it does in {} more steps; the JSON has all.",
            jumps.len() - SWITCHES
        ));
    }
    notes.extend(other_sources(series, &stated));
    notes
}

/// `from 2020-01-01 to 2020-01-02`
fn step(series: &Series, switch: &Switch) -> String {
    let [before, after] = [switch.interval, switch.interval + 1].map(|i| date(&series.snapshots[i]));
    format!("from {before} to {after}")
}

/// A step in which far more was drawn anew than in the others.
fn jump(series: &Series, switch: &Switch) -> String {
    let what = if series.tolerance.m() > 0.0 {
        "slivers"
    } else {
        "pieces"
    };
    let pieces = count(switch.pieces as u64);
    let area = if switch.noise > Area::ZERO {
        format!(" of {}", series.area_units.headline(switch.noise))
    } else {
        String::new()
    };
    let source = if switch.signs.contains(&Sign::Sources) {
        ", and the stated sources differ"
    } else {
        ""
    };
    format!(
        "The drawing, not only the land, seems to change {}: {pieces} {what}{area}, far more than in the other \
         steps{source}.",
        step(series, switch)
    )
}

/// The steps in which nothing but the stated sources differ.
fn other_sources(series: &Series, stated: &[&Switch]) -> Option<String> {
    if stated.is_empty() {
        return None;
    }
    if stated.len() == series.intervals.len() {
        return Some("Every snapshot states other sources than the one before.".to_owned());
    }
    let listed = stated.iter().take(SWITCHES);
    let mut steps: Vec<String> = listed.map(|switch| step(series, switch)).collect();
    if stated.len() > SWITCHES {
        steps.push(format!("and in {} more steps", stated.len() - SWITCHES));
    }
    Some(format!("The stated sources change {}.", steps.join(", ")))
}
