//! A whole case as a document, most important first.

use super::MADE_WITH;
use super::case::{Report, ReportChange, ReportSnapshot};
use super::change_page::{changed, method, overlap, recognition};
use super::document::{Document, Table, arrow, holder};
use super::margins;
use super::place_page::places;
use super::rows::{PublishedRow, UnitChangeRow};
use crate::change::{Change, DISCLAIMER};
use crate::measure::Area;

/// The most holders for which the change matrix is drawn; beyond, it is a list.
const MATRIX_HOLDERS: usize = 7;
/// The most rows of the table by unit; the CSV has all.
const UNIT_ROWS: usize = 25;

/// The page of a whole case.
pub(super) fn page(report: &Report) -> Document {
    let mut page = Document::default();
    page.heading(1, &report.title);
    let findings = report.changes.iter().map(|entry| entry.change.finding() + ".");
    page.list(findings.collect());
    page.heading(2, "Area by controller, km²");
    page.table(areas(report));
    for entry in &report.changes {
        change_section(&mut page, report, entry);
    }
    if !report.fronts.is_empty() {
        page.heading(2, "Where controllers met");
        page.table(fronts(report));
    }
    if !report.published.is_empty() {
        page.heading(2, "Published areas beside these, km²");
        page.table(published(&report.published));
    }
    page.heading(2, "Notes");
    page.list(notes(report));
    page
}

/// Controllers down, dates across, and the change from the first date to the last.
fn areas(report: &Report) -> Table {
    let headings = report.snapshots.iter().map(|s| s.heading.as_str());
    let mut table = Table::new(1, ["controller"].into_iter().chain(headings).chain(["change"]));
    let area = |snapshot: &ReportSnapshot, name: &str| -> Area {
        let rows = report.areas.iter();
        let rows = rows.filter(|row| row.snapshot == snapshot.key && row.controller == name);
        rows.map(|row| row.area).sum()
    };
    let mut add = |name: &str, areas: &[Area]| {
        let change = match areas {
            [first, .., last] => *last - *first,
            _ => Area::ZERO,
        };
        let cells = areas.iter().map(|area| area.number());
        table.row(
            [name.to_owned()]
                .into_iter()
                .chain(cells)
                .chain([change.difference()]),
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
fn controllers(report: &Report) -> Vec<&str> {
    let mut rows: Vec<_> = report.areas.iter().collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.area), &row.controller));
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        if !names.contains(&row.controller.as_str()) {
            names.push(&row.controller);
        }
    }
    names
}

fn change_section(page: &mut Document, report: &Report, entry: &ReportChange) {
    let ReportChange {
        before,
        after,
        change,
    } = entry;
    let [from, to] = [before, after].map(|key| heading(report, key));
    page.heading(2, format!("{from} → {to}"));
    page.paragraph(changed_sentence(change));
    let matrix = matrix(change);
    let has_noise = change.changes().any(|t| t.noise > Area::ZERO);
    if matrix.is_none() || has_noise || margins::has_any(change.changes()) {
        page.table(changed(change));
    }
    if let Some(matrix) = matrix {
        page.heading(3, "Held before (rows) and after (columns), km²");
        page.table(matrix);
    }
    recognition(page, 3, change);
    let rows = report.unit_changes.iter();
    let here: Vec<_> = rows
        .filter(|row| (&row.before, &row.after) == (before, after))
        .collect();
    units(page, &here);
    if !report.places.is_empty() {
        let rows = report.place_changes.iter();
        let here: Vec<_> = rows
            .filter(|row| (&row.before, &row.after) == (before, after))
            .collect();
        places(page, &here);
    }
}

/// What headings call the snapshot with this key.
fn heading<'a>(report: &'a Report, key: &'a str) -> &'a str {
    let found = report.snapshots.iter().find(|snapshot| snapshot.key == key);
    found.map_or(key, |snapshot| &snapshot.heading)
}

fn changed_sentence(change: &Change) -> String {
    let [before, after] = [&change.before, &change.after].map(|snapshot| snapshot.area);
    let changed = change.changed_area();
    let share = changed.percent_of(before.max(after));
    format!("{} changed hands, {share} of all land.", changed.headline())
}

/// Rows before, columns after, with sums; none where it would be too wide.
fn matrix(change: &Change) -> Option<Table> {
    let mut holders: Vec<Option<&str>> = change.controllers.iter().map(|c| Some(c.name.as_str())).collect();
    if change
        .transitions
        .iter()
        .any(|t| t.from.is_none() || t.to.is_none())
    {
        holders.push(None);
    }
    if holders.len() > MATRIX_HOLDERS {
        return None;
    }
    let headings = holders.iter().map(|name| holder(*name));
    let mut table = Table::new(
        1,
        ["before ↓  after →"]
            .into_iter()
            .chain(headings)
            .chain(["all before"]),
    );
    let sum = |from: Option<Option<&str>>, to: Option<Option<&str>>| -> String {
        let is = |wanted: Option<Option<&str>>, name: &Option<String>| {
            wanted.is_none_or(|wanted| wanted == name.as_deref())
        };
        let cells = change
            .transitions
            .iter()
            .filter(|t| is(from, &t.from) && is(to, &t.to));
        let area: Area = cells.map(|t| t.area).sum();
        if area == Area::ZERO {
            "–".to_owned()
        } else {
            area.number()
        }
    };
    for from in &holders {
        let cells = holders.iter().map(|to| sum(Some(*from), Some(*to)));
        let name = [holder(*from).to_owned()];
        table.row(name.into_iter().chain(cells).chain([sum(Some(*from), None)]));
    }
    let sums = holders.iter().map(|to| sum(None, Some(*to)));
    table.row(
        ["all after".to_owned()]
            .into_iter()
            .chain(sums)
            .chain([sum(None, None)]),
    );
    Some(table)
}

/// What changed hands in each unit, the largest first.
pub(super) fn units(page: &mut Document, rows: &[&UnitChangeRow]) {
    let real: Vec<_> = rows
        .iter()
        .filter(|row| row.without_noise() > Area::ZERO)
        .collect();
    if real.is_empty() {
        return;
    }
    page.heading(3, "By unit");
    let ranges = margins::has_any_unit(real.iter().map(|row| **row));
    let headings = ["unit", "from → to", "km²"].into_iter();
    let beside = margins::HEADINGS.into_iter().filter(|_| ranges);
    let mut table = Table::new(2, headings.chain(beside).chain(["of the unit"]));
    for row in real.iter().take(UNIT_ROWS) {
        let area = row.without_noise();
        let (name, share) = match &row.unit {
            Some(name) => (name.as_str(), area.percent_of(row.unit_area)),
            None => ("(outside the units)", "–".to_owned()),
        };
        let mut cells = vec![
            name.to_owned(),
            arrow(row.from.as_deref(), row.to.as_deref()),
            area.number(),
        ];
        cells.extend(margins::of_unit(row).into_iter().filter(|_| ranges));
        cells.push(share);
        table.row(cells);
    }
    page.table(table);
    if real.len() > UNIT_ROWS {
        page.paragraph(format!(
            "And {} more, in the table unit_changes.",
            real.len() - UNIT_ROWS
        ));
    }
}

fn fronts(report: &Report) -> Table {
    let mut table = Table::new(3, ["date", "between", "kind", "km"]);
    for snapshot in &report.snapshots {
        for front in report
            .fronts
            .iter()
            .filter(|front| front.snapshot == snapshot.key)
        {
            table.row([
                snapshot.heading.clone(),
                format!("{} – {}", front.one, front.other),
                front.kind.name().to_owned(),
                front.length.number(),
            ]);
        }
    }
    table
}

fn published(rows: &[PublishedRow]) -> Table {
    let mut table = Table::new(
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
    for row in rows {
        let range = if row.low == row.high {
            row.low.rounded()
        } else {
            format!("{}–{}", row.low.rounded(), row.high.rounded())
        };
        let (difference, percent) = if row.inside {
            ("inside".to_owned(), String::new())
        } else {
            (
                row.difference.difference(),
                row.difference.percent_difference(row.nearest()),
            )
        };
        table.row([
            row.quantity.clone(),
            row.area.number(),
            row.range().map_or_else(
                || "–".to_owned(),
                |[low, high]| format!("{}–{}", low.rounded(), high.rounded()),
            ),
            range,
            row.agrees()
                .map_or("", |agrees| if agrees { "within" } else { "outside" })
                .to_owned(),
            difference,
            percent,
            row.source.clone(),
        ]);
    }
    table
}

fn notes(report: &Report) -> Vec<String> {
    let mut notes: Vec<String> = report.snapshots.iter().map(as_of).collect();
    let tolerance_m = report
        .changes
        .iter()
        .map(|c| c.change.tolerance_m)
        .fold(0.0, f64::max);
    let closure = report
        .changes
        .iter()
        .map(|c| c.change.closure)
        .fold(0.0, f64::max);
    notes.extend(method(report.edges, tolerance_m, closure));
    let has_ranges = report
        .changes
        .iter()
        .any(|entry| margins::has_any(entry.change.changes()));
    let has_ranges = has_ranges || margins::has_any_unit(&report.unit_changes);
    notes.extend(has_ranges.then(margins::note));
    let overlaps = report.snapshots.iter();
    notes.extend(overlaps.filter_map(|s| overlap(&format!("on {}", s.heading), &s.figures)));
    if report
        .place_changes
        .iter()
        .any(|place| place.population.is_some())
    {
        notes.push("Populations are those of the places file, not those of the dates.".to_owned());
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
    notes.push(MADE_WITH.to_owned());
    notes
}

fn as_of(snapshot: &ReportSnapshot) -> String {
    let figures = &snapshot.figures;
    let words = snapshot.caption.as_ref().or(figures.title.as_ref());
    let words = words.map(|text| format!(", \"{text}\"")).unwrap_or_default();
    let sources = if figures.sources.is_empty() {
        String::new()
    } else {
        format!("; sources: {}", figures.sources.join("; "))
    };
    let end = format!("{} ({}){sources}", figures.area.text(), figures.path);
    format!("{}{words}: {end}", snapshot.heading)
}
