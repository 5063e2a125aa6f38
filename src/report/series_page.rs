//! A series as a document: the controllers over all steps, the land that changed hands in each, what went back and
//! forth, units, places and fronts.

use std::collections::BTreeMap;

use super::change_page::{method, overlap, sources};
use super::document::{Document, Table, arrow};
use super::place_page::places;
use super::rows::{FrontRow, PlaceChangeRow, UnitChangeRow};
use super::timeline::Timeline;
use super::{MADE_WITH, margins};
use crate::change::{ControllerSeries, DISCLAIMER, Interval, Series, Sign, SnapshotFigures, Switch};
use crate::measure::{Area, Length, count};
use crate::model::Date;

/// The most rows of the tables by unit, place and front; the CSV has all.
const ROWS: usize = 25;
/// Land that changed hands so many times or more is one row.
const TIMES: usize = 6;
/// The most switches that are told one by one.
const SWITCHES: usize = 5;

/// The page of a series.
pub(super) fn page(timeline: &Timeline) -> Document {
    let series = &timeline.series;
    let mut page = Document::default();
    page.paragraph(summary(series));
    page.heading(2, "Controllers over the series, km²");
    page.table(controllers(series));
    let spreads = |c: &ControllerSeries| [c.spreads.gained, c.spreads.lost, c.spreads.net];
    if series.controllers.iter().flat_map(spreads).any(|s| s.is_some()) {
        page.heading(2, "By how much gains, losses and nets may be off, km²");
        page.table(margins::totals(&series.controllers));
    }
    page.heading(2, "Land that went back and forth, km²");
    page.table(back_and_forth(series));
    page.table(times(series));
    page.heading(2, "Land that changed hands, step by step");
    let steps = steps(series);
    if steps.rows.is_empty() {
        page.paragraph("None.");
    }
    page.table(steps);
    if timeline.has_units {
        units(&mut page, &timeline.unit_changes);
    }
    if timeline.has_places {
        page.heading(2, "By place");
        places(&mut page, &timeline.place_changes.iter().collect::<Vec<_>>());
        place_steps(&mut page, &timeline.place_changes);
    }
    let fronts = fronts(series, &timeline.fronts);
    if !fronts.rows.is_empty() {
        page.heading(2, "Where controllers met, km");
        shortened(&mut page, fronts, "fronts");
    }
    page.heading(2, "Notes");
    page.list(notes(timeline));
    page
}

/// The first rows of a table, and how many there are beyond.
fn shortened(page: &mut Document, mut table: Table, name: &str) {
    let more = table.rows.len().saturating_sub(ROWS);
    table.rows.truncate(ROWS);
    page.table(table);
    if more > 0 {
        page.paragraph(format!(
            "And {} more: --format csv --table {name}.",
            count(more as u64)
        ));
    }
}

fn back_and_forth(series: &Series) -> Table {
    let mut table = Table::new(1, ["controller", "held throughout", "lost, then retaken"]);
    for c in &series.controllers {
        table.row([c.name.clone(), c.kept.number(), c.retaken.number()]);
    }
    table
}

/// Land by how often it changed hands.
fn times(series: &Series) -> Table {
    let mut table = Table::new(1, ["changed hands", "km²"]);
    for (index, area) in series.times.iter().take(TIMES - 1).enumerate() {
        table.row([format!("{}×", index + 1), area.number()]);
    }
    if series.times.len() >= TIMES {
        let most: Area = series.times[TIMES - 1..].iter().copied().sum();
        table.row([format!("{TIMES}× to {}×", series.times.len()), most.number()]);
    }
    table
}

fn units(page: &mut Document, rows: &[UnitChangeRow]) {
    page.heading(2, "By unit");
    let ranges = margins::has_any_unit(rows);
    let headings = ["before", "after", "unit", "from → to", "km²"].into_iter();
    let beside = margins::HEADINGS.into_iter().filter(|_| ranges);
    let mut table = Table::new(4, headings.chain(beside).chain(["of the unit"]));
    for row in rows.iter().filter(|row| row.without_noise() > Area::ZERO) {
        let area = row.without_noise();
        let (name, share) = match &row.unit {
            Some(name) => (name.as_str(), area.percent_of(row.unit_area)),
            None => ("(outside the units)", "–".to_owned()),
        };
        let mut cells = vec![
            row.before.clone(),
            row.after.clone(),
            name.to_owned(),
            arrow(row.from.as_deref(), row.to.as_deref()),
            area.number(),
        ];
        cells.extend(margins::of_unit(row).into_iter().filter(|_| ranges));
        cells.push(share);
        table.row(cells);
    }
    if table.rows.is_empty() {
        page.paragraph("None.");
    }
    shortened(page, table, "units");
}

/// The places with the step in which each changed hands, largest first; with their population where any is known.
fn place_steps(page: &mut Document, rows: &[PlaceChangeRow]) {
    let mut real: Vec<&PlaceChangeRow> = rows.iter().filter(|row| !row.noise).collect();
    real.sort_by_key(|row| std::cmp::Reverse(row.population));
    let is_known = real.iter().any(|row| row.population.is_some());
    let headings = ["before", "after", "place", "from → to"];
    let mut table = Table::new(4, headings.into_iter().chain(is_known.then_some("population")));
    for row in real {
        let mut cells = vec![
            row.before.clone(),
            row.after.clone(),
            row.name.clone(),
            arrow(row.from.as_deref(), row.to.as_deref()),
        ];
        cells.extend(is_known.then(|| row.population.map_or("–".to_owned(), count)));
        table.row(cells);
    }
    shortened(page, table, "places");
}

/// How long each line was first and last, and when it was longest.
fn fronts(series: &Series, rows: &[FrontRow]) -> Table {
    let [first, last] =
        [series.snapshots.first(), series.snapshots.last()].map(|s| s.map(date).unwrap_or_default());
    let mut lines: BTreeMap<_, Vec<&FrontRow>> = BTreeMap::new();
    for row in rows {
        lines
            .entry((&row.one, &row.other, row.kind))
            .or_default()
            .push(row);
    }
    let longest = |rows: &[&FrontRow]| rows.iter().map(|row| row.length).max().unwrap_or_default();
    let mut lines: Vec<_> = lines.into_iter().collect();
    lines.sort_by_key(|(_, rows)| std::cmp::Reverse(longest(rows)));
    let mut table = Table::new(
        2,
        ["between", "kind", first.as_str(), last.as_str(), "longest", "on"],
    );
    for ((one, other, kind), rows) in lines {
        let on = |date: &str| rows.iter().find(|row| row.snapshot == date).map(|row| row.length);
        let cell = |length: Option<Length>| length.map_or("–".to_owned(), Length::number);
        let most = longest(&rows);
        let when = rows
            .iter()
            .find(|row| row.length == most)
            .map(|row| row.snapshot.clone());
        table.row([
            format!("{one} – {other}"),
            kind.name().to_owned(),
            cell(on(&first)),
            cell(on(&last)),
            most.number(),
            when.unwrap_or_default(),
        ]);
    }
    table
}

/// The series in one sentence.
fn summary(series: &Series) -> String {
    let changed: Vec<Area> = series.intervals.iter().map(Interval::changed_area).collect();
    let with_change = changed.iter().filter(|area| **area > Area::ZERO).count();
    let of = |snapshot: Option<&SnapshotFigures>| snapshot.map(SnapshotFigures::heading).unwrap_or_default();
    let (first, last) = (of(series.snapshots.first()), of(series.snapshots.last()));
    let span = format!(
        "{} snapshots from {first} to {last}",
        count(series.snapshots.len() as u64)
    );
    let noise: Area = series
        .intervals
        .iter()
        .flat_map(|i| &i.changes)
        .map(|t| t.noise)
        .sum();
    if with_change == 0 && noise > Area::ZERO {
        let (noise, tolerance_m) = (noise.headline(), series.tolerance_m);
        return format!(
            "{span}: no land changed hands but {noise} in slivers narrower than {tolerance_m} m."
        );
    }
    if with_change == 0 {
        return format!("{span}: no land changed hands.");
    }
    format!(
        "{span}: {} changed hands in {} of {} steps.",
        changed.into_iter().sum::<Area>().headline(),
        count(with_change as u64),
        count(series.intervals.len() as u64)
    )
}

/// Slivers have columns of their own where there is a tolerance that tells them apart.
fn controllers(series: &Series) -> Table {
    let slivers = series.tolerance_m > 0.0;
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
    let mut table = Table::new(1, headings);
    for c in &series.controllers {
        let (largest, by) = largest_gain(series, c);
        let mut cells = vec![
            c.name.clone(),
            c.first.number(),
            c.last.number(),
            c.gained.number(),
        ];
        cells.extend(slivers.then(|| c.gained_noise.number()));
        cells.push(c.lost.number());
        cells.extend(slivers.then(|| c.lost_noise.number()));
        cells.extend([c.net().difference(), largest, by]);
        table.row(cells);
    }
    table
}

/// The largest gain and the date by which it was made.
fn largest_gain(series: &Series, controller: &ControllerSeries) -> (String, String) {
    let none = || ("–".to_owned(), "–".to_owned());
    controller.largest_gain.map_or_else(none, |gain| {
        (gain.area.number(), date(&series.snapshots[gain.interval + 1]))
    })
}

/// Whether it is known of any step how far its figures may be off.
fn has_ranges(series: &Series) -> bool {
    margins::has_any(series.intervals.iter().flat_map(|interval| &interval.changes))
}

/// Slivers and ranges have columns of their own where there are any.
fn steps(series: &Series) -> Table {
    let (slivers, ranges) = (series.tolerance_m > 0.0, has_ranges(series));
    let mut headings = vec!["before", "after", "from → to", "km²"];
    headings.extend(slivers.then_some("of it slivers"));
    headings.extend(margins::HEADINGS.into_iter().filter(|_| ranges));
    headings.push("pieces");
    let mut table = Table::new(3, headings);
    for (before, after, interval) in series.steps() {
        for t in &interval.changes {
            let name = arrow(t.from.as_deref(), t.to.as_deref());
            let mut cells = vec![date(before), date(after), name, t.area.number()];
            cells.extend(slivers.then(|| t.noise.number()));
            if ranges {
                cells.extend([margins::range(t), margins::spread(t)]);
            }
            cells.push(count(t.parts as u64));
            table.row(cells);
        }
    }
    table
}

/// Snapshots of a series have dates, each its own.
pub(super) fn date(snapshot: &SnapshotFigures) -> String {
    snapshot.date.as_ref().map(Date::to_string).unwrap_or_default()
}

fn notes(timeline: &Timeline) -> Vec<String> {
    let series = &timeline.series;
    let mut notes = vec![
        "Gained and lost are sums over all steps: land that goes back and forth counts each time. The largest gain \
         is that of one step, without slivers."
            .to_owned(),
        "Retaken is land that a controller held, lost and held again, each piece once. Slivers do not count as changing \
         hands there: what comes back in steps each narrower than the tolerance is not told."
            .to_owned(),
    ];
    notes.extend(switches(series, &series.switches()));
    if timeline
        .place_changes
        .iter()
        .any(|place| place.population.is_some())
    {
        notes.push("Populations are those of the places file, not those of the dates.".to_owned());
    }
    notes.extend(method(series.edges, series.tolerance_m, series.closure));
    if series
        .controllers
        .iter()
        .any(|c| c.spreads.gained.or(c.spreads.lost).is_some())
    {
        notes.push(margins::note_on_totals());
    }
    let has_ranges = has_ranges(series) || margins::has_any_unit(&timeline.unit_changes);
    notes.extend(has_ranges.then(margins::note));
    let snapshots: Vec<&SnapshotFigures> = series.snapshots.iter().collect();
    notes.extend(snapshots.iter().filter_map(|s| overlap(&s.heading(), s)));
    notes.extend(sources(&snapshots));
    notes.push(DISCLAIMER.to_owned());
    notes.push(MADE_WITH.to_owned());
    notes
}

/// The steps between which the source seems to have changed.
fn switches(series: &Series, switches: &[Switch]) -> Vec<String> {
    let step = |switch: &Switch| {
        let [before, after] = [switch.interval, switch.interval + 1].map(|i| date(&series.snapshots[i]));
        format!("from {before} to {after}")
    };
    let (jumps, stated): (Vec<&Switch>, Vec<&Switch>) = switches
        .iter()
        .partition(|switch| switch.signs.iter().any(|sign| *sign != Sign::Sources));
    let what = if series.tolerance_m > 0.0 {
        "slivers"
    } else {
        "pieces"
    };
    let mut notes: Vec<String> = jumps
        .iter()
        .take(SWITCHES)
        .map(|switch| {
            let pieces = count(switch.pieces as u64);
            let area = if switch.noise > Area::ZERO {
                format!(" of {}", switch.noise.headline())
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
                step(switch)
            )
        })
        .collect();
    if jumps.len() > SWITCHES {
        notes.push(format!(
            "So it does in {} more steps; the JSON has all.",
            jumps.len() - SWITCHES
        ));
    }
    if !stated.is_empty() && stated.len() == series.intervals.len() {
        notes.push("Every snapshot states other sources than the one before.".to_owned());
    } else if !stated.is_empty() {
        let mut steps: Vec<String> = stated.iter().take(SWITCHES).map(|switch| step(switch)).collect();
        if stated.len() > SWITCHES {
            steps.push(format!("and in {} more steps", stated.len() - SWITCHES));
        }
        notes.push(format!("The stated sources change {}.", steps.join(", ")));
    }
    notes
}
