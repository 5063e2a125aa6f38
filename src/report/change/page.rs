//! One change as a document: the finding first, then the tables, then notes on data and method.

use super::figures::ChangeReport;
use crate::change::{Breakdown, Change, DISCLAIMER, Transition};
use crate::measure::{Area, AreaUnit, count};
use crate::report::document::{Document, Grid};
use crate::report::parts::names::{headings, holder};
use crate::report::parts::notes::{as_of, method, on_units, overlap, sources, within};
use crate::report::parts::places::{on_border, places};
use crate::report::parts::ranges;
use crate::report::parts::recognition::recognition;
use crate::report::parts::successions::successions;
use crate::report::parts::transitions::changed;
use crate::report::parts::units::units;

/// The page of one change and what it is broken down by.
pub(super) fn page(result: &ChangeReport) -> Document {
    let ChangeReport { change, breakdown } = result;
    let mut page = Document::default();
    page.paragraph(change.finding() + ".");
    page.heading(2, "Land that changed hands");
    if change.changes_of_hands().next().is_none() {
        page.paragraph("None.");
    }
    page.table(changed(change));
    successions(&mut page, 2, &change.successions(), change.area_units, "changes");
    page.heading(2, "Land that did not");
    if change.transitions.iter().all(Transition::is_change) {
        page.paragraph("None.");
    }
    page.table(unchanged(change));
    let unit = unit_of_controllers(change);
    page.heading(2, format!("Controllers, {unit}"));
    page.table(controllers(change, unit));
    by_unit_and_place(&mut page, breakdown, change);
    recognition(&mut page, 2, change);
    if ranges::has_any(change.changes()) {
        page.heading(2, format!("By how much these may be off, {unit}"));
        page.table(ranges::controllers(
            change,
            &headings(&[&change.before, &change.after]),
            unit,
        ));
    }
    page.heading(2, "Notes");
    page.list(notes(change, breakdown));
    page
}

fn by_unit_and_place(page: &mut Document, breakdown: &Breakdown, change: &Change) {
    if breakdown.units.is_some() || breakdown.places.is_some() {
        page.heading(2, "By unit and place");
    }
    units(page, breakdown, change);
    if let Some(changes) = &breakdown.places {
        places(page, &changes.iter().collect::<Vec<_>>());
        on_border(page, &breakdown.on_border);
    }
}

fn unchanged(change: &Change) -> Grid {
    let kept = || change.transitions.iter().filter(|t| !t.is_change());
    let unit = change
        .area_units
        .beside(change.unit_of_changes(), kept().map(|t| t.area));
    let mut table = Grid::new(1, ["held by", unit.symbol(), "pieces"]);
    for t in kept() {
        table.row([
            holder(t.from.as_deref()).to_owned(),
            t.area.number(unit),
            count(t.parts as u64),
        ]);
    }
    table
}

/// The unit of the tables by controller.
fn unit_of_controllers(change: &Change) -> AreaUnit {
    let areas = change.controllers.iter().flat_map(|c| [c.before, c.after]);
    change.area_units.beside(change.unit_of_changes(), areas)
}

fn controllers(change: &Change, unit: AreaUnit) -> Grid {
    let names = headings(&[&change.before, &change.after]);
    // Successions have a column where there are any.
    let has_heirs = change.controllers.iter().any(|c| c.succession != Area::ZERO);
    let mut headings = vec!["controller", &names[0], &names[1], "gained", "lost"];
    headings.extend(has_heirs.then_some("succession"));
    headings.push("net");
    let mut table = Grid::new(1, headings);
    for c in &change.controllers {
        let areas = [c.before, c.after, c.gained, c.lost].map(|area| area.number(unit));
        let passed = has_heirs.then(|| c.succession.difference(unit));
        let name = [c.name.clone()].into_iter();
        table.row(name.chain(areas).chain(passed).chain([c.net().difference(unit)]));
    }
    table
}

fn notes(change: &Change, breakdown: &Breakdown) -> Vec<String> {
    let units = change.area_units;
    let mut notes: Vec<String> = within(change.within.as_ref(), units).into_iter().collect();
    notes.extend([
        as_of("Before", &change.before, units),
        as_of("After", &change.after, units),
    ]);
    notes.extend(method(
        change.edges,
        change.tolerance,
        change.noise_reasons().as_ref(),
        change.closure,
    ));
    let has_ranges = ranges::has_any(change.changes()) || ranges::has_any_unit(breakdown.unit_changes());
    notes.extend(has_ranges.then(ranges::note));
    for (word, snapshot) in [("before", &change.before), ("after", &change.after)] {
        notes.extend(overlap(word, snapshot, units));
    }
    notes.extend(on_units([breakdown], units));
    notes.extend(sources(&[&change.before, &change.after]));
    notes.push(DISCLAIMER.to_owned());
    notes
}
