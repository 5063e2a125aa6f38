//! What changed hands in each unit, as cells of a table.

use super::names::arrow;
use super::ranges;
use crate::change::UnitChange;
use crate::measure::Area;
use crate::report::document::{Document, Grid};

/// The most rows of the table by unit; the CSV has all.
const ROWS: usize = 25;

/// What changed hands in each unit of one change, the largest first.
pub(in crate::report) fn units(page: &mut Document, changes: &[UnitChange]) {
    let real = beyond_noise(changes);
    if real.is_empty() {
        return;
    }
    page.heading(3, "By unit");
    let has_ranges = ranges::has_any_unit(real.iter().copied());
    let mut table = Grid::new(2, headings(has_ranges));
    for change in real {
        table.row(cells(change, has_ranges));
    }
    page.shortened(table, ROWS, "unit_changes");
}

/// The land that changed hands and is more than noise.
pub(in crate::report) fn beyond_noise<'a>(
    changes: impl IntoIterator<Item = &'a UnitChange>,
) -> Vec<&'a UnitChange> {
    let real = |change: &&UnitChange| change.without_noise() > Area::ZERO && change.fate.is_change_of_hands();
    changes.into_iter().filter(real).collect()
}

/// The headings of [`cells`]; ranges have columns where any is known.
pub(in crate::report) fn headings(has_ranges: bool) -> Vec<&'static str> {
    let ranges = ranges::HEADINGS.into_iter().filter(|_| has_ranges);
    let first = ["unit", "from → to", "km²"].into_iter();
    first.chain(ranges).chain(["of the unit"]).collect()
}

/// The unit, the holders, the area without noise, its range, and which share of the unit it is.
pub(in crate::report) fn cells(change: &UnitChange, has_ranges: bool) -> Vec<String> {
    let area = change.without_noise();
    let (name, share) = match &change.unit {
        Some(name) => (name.as_str(), area.percent_of(change.unit_area)),
        None => ("(outside the units)", "–".to_owned()),
    };
    let mut cells = vec![
        name.to_owned(),
        arrow(change.from.as_deref(), change.to.as_deref()),
        area.number(),
    ];
    cells.extend(ranges::of_unit(change).into_iter().filter(|_| has_ranges));
    cells.push(share);
    cells
}
