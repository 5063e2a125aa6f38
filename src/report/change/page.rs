//! One change as a document: the finding first, then the tables, then notes on data and method.

use super::figures::ChangeReport;
use crate::change::{Breakdown, Change, DISCLAIMER, Transition};
use crate::measure::{Area, count};
use crate::report::document::{Document, Grid};
use crate::report::parts::names::{headings, holder};
use crate::report::parts::notes::{MADE_WITH, as_of, method, overlap, sources};
use crate::report::parts::places::places;
use crate::report::parts::ranges;
use crate::report::parts::recognition::recognition;
use crate::report::parts::transitions::changed;
use crate::report::parts::units::units;

/// The page of one change and what it is broken down by.
pub(super) fn page(result: &ChangeReport) -> Document {
    let ChangeReport { change, breakdown } = result;
    let mut page = Document::default();
    page.paragraph(change.finding() + ".");
    page.heading(2, "Land that changed hands");
    if change.changes().next().is_none() {
        page.paragraph("None.");
    }
    page.table(changed(change));
    page.heading(2, "Land that did not");
    if change.transitions.iter().all(Transition::is_change) {
        page.paragraph("None.");
    }
    page.table(unchanged(change));
    page.heading(2, "Controllers, km²");
    page.table(controllers(change));
    by_unit_and_place(&mut page, breakdown);
    recognition(&mut page, 2, change);
    if ranges::has_any(change.changes()) {
        page.heading(2, "By how much these may be off, km²");
        page.table(ranges::controllers(
            change,
            &headings(&[&change.before, &change.after]),
        ));
    }
    page.heading(2, "Notes");
    page.list(notes(change, breakdown));
    page
}

fn by_unit_and_place(page: &mut Document, breakdown: &Breakdown) {
    if breakdown.units.is_some() || breakdown.places.is_some() {
        page.heading(2, "By unit and place");
    }
    units(page, breakdown.unit_changes());
    if let Some(changes) = &breakdown.places {
        places(page, &changes.iter().collect::<Vec<_>>());
    }
}

fn unchanged(change: &Change) -> Grid {
    let mut table = Grid::new(1, ["held by", "km²", "pieces"]);
    for t in change.transitions.iter().filter(|t| !t.is_change()) {
        table.row([
            holder(t.from.as_deref()).to_owned(),
            t.area.number(),
            count(t.parts as u64),
        ]);
    }
    table
}

fn controllers(change: &Change) -> Grid {
    let names = headings(&[&change.before, &change.after]);
    let mut table = Grid::new(1, ["controller", &names[0], &names[1], "gained", "lost", "net"]);
    for c in &change.controllers {
        let areas = [c.before, c.after, c.gained, c.lost].map(Area::number);
        let name = [c.name.clone()];
        table.row(name.into_iter().chain(areas).chain([c.net().difference()]));
    }
    table
}

fn notes(change: &Change, breakdown: &Breakdown) -> Vec<String> {
    let mut notes = vec![as_of("Before", &change.before), as_of("After", &change.after)];
    notes.extend(method(
        change.edges,
        change.tolerance,
        change.noise_reasons().as_ref(),
        change.closure,
    ));
    let has_ranges = ranges::has_any(change.changes()) || ranges::has_any_unit(breakdown.unit_changes());
    notes.extend(has_ranges.then(ranges::note));
    for (word, snapshot) in [("before", &change.before), ("after", &change.after)] {
        notes.extend(overlap(word, snapshot));
    }
    notes.extend(sources(&[&change.before, &change.after]));
    notes.push(DISCLAIMER.to_owned());
    notes.push(MADE_WITH.to_owned());
    notes
}
