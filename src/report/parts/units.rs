//! What changed hands in each unit, as cells of a table.

use super::names::arrow;
use super::quantity::estimate;
use super::ranges;
use crate::change::{Breakdown, Change, UnitChange, Weighed};
use crate::measure::{Area, AreaUnit, AreaUnits};
use crate::report::document::{Document, Grid};

/// The most rows of the table by unit; the CSV has all.
const ROWS: usize = 25;

/// What changed hands in each unit of one change, the largest first.
pub(in crate::report) fn units(page: &mut Document, breakdown: &Breakdown, change: &Change) {
    let real = beyond_noise(breakdown.unit_changes());
    if real.is_empty() {
        return;
    }
    page.heading(3, "By unit");
    if let Some(sentence) = breakdown.weighed.as_ref().and_then(total) {
        page.paragraph(sentence);
    }
    let columns = UnitColumns::of(
        &real,
        breakdown.weighed.as_ref(),
        change.area_units,
        change.unit_of_changes(),
    );
    let mut table = Grid::new(2, columns.headings());
    for row in real {
        table.row(columns.cells(row));
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

/// What is estimated in all, in a sentence; none where no sum can be given.
fn total(weighed: &Weighed) -> Option<String> {
    let (column, totals) = (&weighed.column, weighed.totals.as_ref()?);
    let changed: f64 = totals.changes.iter().map(|change| change.estimate).sum();
    let share = if totals.whole > 0.0 {
        100.0 * changed / totals.whole
    } else {
        0.0
    };
    let (changed, whole) = (estimate(changed), estimate(totals.whole));
    let each = totals.changes.iter().map(|change| {
        let name = arrow(change.from.as_deref(), change.to.as_deref());
        format!("{name} {}", estimate(change.estimate))
    });
    let each: Vec<String> = each.collect();
    Some(format!(
        "Estimated by area, {changed} of {whole} `{column}` ({share:.1}%) are on land that changed hands: {}.",
        each.join("; ")
    ))
}

/// What the table by unit has columns for.
pub(in crate::report) struct UnitColumns<'a> {
    unit: AreaUnit,
    has_ranges: bool,
    /// The number of units whose share is estimated.
    column: Option<&'a str>,
}

impl<'a> UnitColumns<'a> {
    /// Ranges have columns where any is known, and so have estimates.
    pub(in crate::report) fn of(
        changes: &[&UnitChange],
        weighed: Option<&'a Weighed>,
        area_units: AreaUnits,
        beside: AreaUnit,
    ) -> Self {
        Self {
            unit: area_units.beside(beside, changes.iter().map(|change| change.without_noise())),
            has_ranges: ranges::has_any_unit(changes.iter().copied()),
            column: weighed.map(|weighed| weighed.column.as_str()),
        }
    }

    pub(in crate::report) fn headings(&self) -> Vec<String> {
        let mut headings = vec!["unit".to_owned(), "from → to".to_owned(), self.unit.to_string()];
        headings.extend(
            ranges::HEADINGS
                .into_iter()
                .filter(|_| self.has_ranges)
                .map(str::to_owned),
        );
        headings.push("of the unit".to_owned());
        headings.extend(self.column.map(|column| format!("{column}, estimated")));
        headings
    }

    /// The unit, the holders, the area without noise, its range, which share of the unit it is, and what is estimated.
    pub(in crate::report) fn cells(&self, change: &UnitChange) -> Vec<String> {
        let area = change.without_noise();
        let (name, share) = match &change.unit {
            Some(unit) => (unit.label(), area.percent_of(change.unit_area)),
            None => ("(outside the units)".to_owned(), "–".to_owned()),
        };
        let mut cells = vec![
            name,
            arrow(change.from.as_deref(), change.to.as_deref()),
            area.number(self.unit),
        ];
        let ranges = ranges::of_unit(change, self.unit).into_iter();
        cells.extend(ranges.filter(|_| self.has_ranges));
        cells.push(share);
        if self.column.is_some() {
            cells.push(change.estimate.map_or("–".to_owned(), estimate));
        }
        cells
    }
}
