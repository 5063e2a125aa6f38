//! A whole case as a document, most important first.

use super::figures::{CaseChange, CaseReport, CaseSnapshot};
use crate::change::{Change, DISCLAIMER, PublishedComparison, Transition};
use crate::measure::{Area, AreaRange, AreaUnit, AreaUnits};
use crate::noise::NoiseReasons;
use crate::report::document::{Document, Grid};
use crate::report::parts::names::holder;
use crate::report::parts::notes::{POPULATIONS, method, on_units, overlap, within};
use crate::report::parts::places::{on_border, places};
use crate::report::parts::ranges;
use crate::report::parts::recognition::recognition;
use crate::report::parts::successions::successions;
use crate::report::parts::transitions::changed;
use crate::report::parts::units::units;

/// The most holders for which the change matrix is drawn; beyond, it is a list.
const MATRIX_HOLDERS: usize = 7;

/// The page of a whole case.
pub(super) fn page(report: &CaseReport) -> Document {
    let mut page = Document::default();
    page.heading(1, &report.title);
    let findings = report.changes.iter().map(|entry| entry.change.finding() + ".");
    page.list(findings.collect());
    let unit = area_units(report).of(held(report));
    page.heading(2, format!("Area by controller, {unit}"));
    page.table(areas(report, unit));
    for entry in &report.changes {
        change_section(&mut page, report, entry);
    }
    let fronts = fronts(report);
    if !fronts.rows.is_empty() {
        page.heading(2, "Where controllers met");
        page.table(fronts);
    }
    if !report.published.is_empty() {
        let unit = area_units(report).of(report.published.iter().flat_map(|one| [one.area, one.range.high]));
        page.heading(2, format!("Published areas beside these, {unit}"));
        page.table(published(&report.published, unit));
    }
    page.heading(2, "Notes");
    page.list(notes(report));
    page
}

/// In which unit areas are told, the same for all changes.
fn area_units(report: &CaseReport) -> AreaUnits {
    report
        .changes
        .first()
        .map(|entry| entry.change.area_units)
        .unwrap_or_default()
}

/// What each holds on each date.
fn held(report: &CaseReport) -> impl Iterator<Item = Area> + '_ {
    let holdings = report.snapshots.iter().flat_map(|snapshot| &snapshot.holdings);
    holdings.map(|held| held.area)
}

/// Controllers down, dates across, and the change from the first date to the last.
fn areas(report: &CaseReport, unit: AreaUnit) -> Grid {
    let headings = report.snapshots.iter().map(|s| s.heading.as_str());
    let mut table = Grid::new(1, ["controller"].into_iter().chain(headings).chain(["change"]));
    let area = |snapshot: &CaseSnapshot, name: &str| -> Area {
        let held = snapshot.holdings.iter().filter(|held| held.controller == name);
        held.map(|held| held.area).sum()
    };
    let mut add = |name: &str, areas: &[Area]| {
        let change = match areas {
            [first, .., last] => *last - *first,
            _ => Area::ZERO,
        };
        let cells = areas.iter().map(|area| area.number(unit));
        table.row(
            [name.to_owned()]
                .into_iter()
                .chain(cells)
                .chain([change.difference(unit)]),
        );
    };
    for name in controllers(report) {
        let areas: Vec<Area> = report.snapshots.iter().map(|s| area(s, name)).collect();
        add(name, &areas);
    }
    let all: Vec<Area> = report.snapshots.iter().map(|s| s.figures.area).collect();
    add("all", &all);
    table
}

/// The controllers by the most that they ever held.
fn controllers(report: &CaseReport) -> Vec<&str> {
    let snapshots = report.snapshots.iter();
    let mut all: Vec<_> = snapshots.flat_map(|snapshot| &snapshot.holdings).collect();
    all.sort_by_key(|held| (std::cmp::Reverse(held.area), &held.controller));
    let mut names: Vec<&str> = Vec::new();
    for held in all {
        if !names.contains(&held.controller.as_str()) {
            names.push(&held.controller);
        }
    }
    names
}

fn change_section(page: &mut Document, report: &CaseReport, entry: &CaseChange) {
    let CaseChange {
        before,
        after,
        change,
        breakdown,
    } = entry;
    let [from, to] = [before, after].map(|key| heading(report, key));
    page.heading(2, format!("{from} → {to}"));
    page.paragraph(changed_sentence(change));
    let areas = change.transitions.iter().map(|t| t.area);
    let unit = change.area_units.beside(change.unit_of_changes(), areas);
    let matrix = matrix(change, unit);
    let has_noise = change.changes().any(|t| t.noise > Area::ZERO);
    if matrix.is_none() || has_noise || ranges::has_any(change.changes()) {
        page.table(changed(change));
    }
    if let Some(matrix) = matrix {
        page.heading(3, format!("Held before (rows) and after (columns), {unit}"));
        page.table(matrix);
    }
    successions(page, 3, &change.successions(), change.area_units, "transitions");
    recognition(page, 3, change);
    units(page, breakdown, change);
    if let Some(changes) = &breakdown.places {
        places(page, &changes.iter().collect::<Vec<_>>());
        on_border(page, &breakdown.on_border);
    }
}

/// What headings call the snapshot with this key.
fn heading<'a>(report: &'a CaseReport, key: &'a str) -> &'a str {
    let found = report.snapshots.iter().find(|snapshot| snapshot.key == key);
    found.map_or(key, |snapshot| &snapshot.heading)
}

fn changed_sentence(change: &Change) -> String {
    let [before, after] = [&change.before, &change.after].map(|snapshot| snapshot.area);
    let changed = change.changed_area();
    let share = changed.percent_of(before.max(after));
    format!(
        "{} changed hands, {share} of all land.",
        changed.headline(change.unit_of_changes())
    )
}

/// Which land of the matrix is summed.
#[derive(Clone, Copy)]
enum Side<'a> {
    All,
    HeldBy(Option<&'a str>),
}

impl Side<'_> {
    fn is(self, holder: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::HeldBy(name) => name == holder,
        }
    }
}

/// Rows before, columns after, with sums; none where it would be too wide.
fn matrix(change: &Change, unit: AreaUnit) -> Option<Grid> {
    let holders = holders(change);
    if holders.len() > MATRIX_HOLDERS {
        return None;
    }
    let mut sides: Vec<Side> = holders.iter().map(|name| Side::HeldBy(*name)).collect();
    sides.push(Side::All);
    let names = || holders.iter().map(|name| holder(*name));
    let corner = ["before ↓  after →"].into_iter();
    let mut table = Grid::new(1, corner.chain(names()).chain(["all before"]));
    for (name, from) in names().chain(["all after"]).zip(&sides) {
        let sums = sides.iter().map(|to| cell(change, *from, *to, unit));
        table.row([name.to_owned()].into_iter().chain(sums));
    }
    Some(table)
}

/// The controllers, and nobody where land came from nobody or went to nobody.
fn holders(change: &Change) -> Vec<Option<&str>> {
    let nobody = |t: &Transition| t.from.is_none() || t.to.is_none();
    let nobody = change.transitions.iter().any(nobody).then_some(None);
    let controllers = change.controllers.iter().map(|c| Some(c.name.as_str()));
    controllers.chain(nobody).collect()
}

fn cell(change: &Change, from: Side, to: Side, unit: AreaUnit) -> String {
    let cells = change.transitions.iter();
    let cells = cells.filter(|t| from.is(t.from.as_deref()) && to.is(t.to.as_deref()));
    let area: Area = cells.map(|t| t.area).sum();
    if area == Area::ZERO {
        "–".to_owned()
    } else {
        area.number(unit)
    }
}

fn fronts(report: &CaseReport) -> Grid {
    let mut table = Grid::new(3, ["date", "between", "kind", "km"]);
    for snapshot in &report.snapshots {
        for front in &snapshot.fronts {
            table.row([
                snapshot.heading.clone(),
                format!("{} – {}", front.between[0], front.between[1]),
                front.kind.name().to_owned(),
                front.length.number(),
            ]);
        }
    }
    table
}

fn published(all: &[PublishedComparison], unit: AreaUnit) -> Grid {
    let mut table = Grid::new(
        1,
        [
            "quantity",
            "here",
            "low–high",
            "published",
            "",
            "difference",
            "",
            "published by",
        ],
    )
    .last_in_words();
    for one in all {
        let AreaRange { low, high } = one.range;
        let range = if low == high {
            low.rounded(unit)
        } else {
            ranges::low_high(Some(one.range), unit)
        };
        let agrees = one.agrees();
        let agrees = agrees.map_or("", |agrees| if agrees { "within" } else { "outside" });
        let [difference, percent] = difference(one, unit);
        table.row([
            one.published.quantity.clone(),
            one.area.number(unit),
            ranges::low_high(one.measured_range(), unit),
            range,
            agrees.to_owned(),
            difference,
            percent,
            one.published.source.clone(),
        ]);
    }
    table
}

/// How far a measured area is from the published range, as an area and as a share.
fn difference(one: &PublishedComparison, unit: AreaUnit) -> [String; 2] {
    if one.is_inside() {
        return ["inside".to_owned(), String::new()];
    }
    let difference = one.area - one.nearest();
    [
        difference.difference(unit),
        difference.percent_difference(one.nearest()),
    ]
}

fn notes(report: &CaseReport) -> Vec<String> {
    let units = area_units(report);
    let confined = report
        .changes
        .first()
        .and_then(|entry| within(entry.change.within.as_ref(), units));
    let snapshots = report.snapshots.iter().map(|snapshot| as_of(snapshot, units));
    let mut notes: Vec<String> = confined.into_iter().chain(snapshots).collect();
    let tolerances = report.changes.iter().map(|c| c.change.tolerance);
    let tolerance = tolerances.max().unwrap_or_default();
    let closure = report
        .changes
        .iter()
        .map(|c| c.change.closure)
        .fold(0.0, f64::max);
    let reasons = report
        .changes
        .iter()
        .map(|c| c.change.noise_reasons())
        .collect::<Option<Vec<_>>>();
    let reasons = reasons.map(|steps| steps.into_iter().flat_map(|reasons| reasons.0).collect());
    let reasons = reasons.map(NoiseReasons);
    notes.extend(method(report.edges, tolerance, reasons.as_ref(), closure));
    let has_ranges = report
        .changes
        .iter()
        .any(|entry| ranges::has_any(entry.change.changes()));
    let unit_changes = report.changes.iter().flat_map(|c| c.breakdown.unit_changes());
    let has_ranges = has_ranges || ranges::has_any_unit(unit_changes);
    notes.extend(has_ranges.then(ranges::note));
    let overlaps = report.snapshots.iter();
    notes.extend(overlaps.filter_map(|s| overlap(&format!("on {}", s.heading), &s.figures, units)));
    notes.extend(on_units(
        report.changes.iter().map(|entry| &entry.breakdown),
        units,
    ));
    let mut places = report.changes.iter().flat_map(|c| c.breakdown.place_changes());
    if places.any(|change| change.place.population.is_some()) {
        notes.push(POPULATIONS.to_owned());
    }
    if !report.published.is_empty() {
        notes.push(
            "Differences are from the nearest end of the published range; \"within\" is what lies in our low–high."
                .to_owned(),
        );
    }
    notes.extend(report.notes.iter().cloned());
    if !report.credits.is_empty() {
        let credits: Vec<&str> = report
            .credits
            .iter()
            .map(|credit| credit.trim_end_matches('.'))
            .collect();
        notes.push(format!("Sources: {}.", credits.join("; ")));
    }
    notes.push(DISCLAIMER.to_owned());
    notes
}

fn as_of(snapshot: &CaseSnapshot, units: AreaUnits) -> String {
    let figures = &snapshot.figures;
    let words = snapshot.caption.as_ref().or(figures.title.as_ref());
    let words = words.map(|text| format!(", \"{text}\"")).unwrap_or_default();
    let sources = if figures.sources.is_empty() {
        String::new()
    } else {
        format!("; sources: {}", figures.sources.join("; "))
    };
    let end = format!("{} ({}){sources}", units.text(figures.area), figures.path);
    format!("{}{words}: {end}", snapshot.heading)
}
