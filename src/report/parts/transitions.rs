//! The transitions of a change whose land changed hands, as a table.

use super::names::arrow;
use super::ranges;
use crate::change::{Change, Transition};
use crate::measure::count;
use crate::report::document::Grid;

/// The transitions whose land changed hands. With a tolerance, slivers have columns of their own and the shares leave
/// them out; with an accuracy, ranges have.
pub(in crate::report) fn changed(change: &Change) -> Grid {
    changes_by(change, &["from → to"], |t| {
        vec![arrow(t.from.as_deref(), t.to.as_deref())]
    })
}

/// The same, the holders in columns of their own.
pub(in crate::report) fn changes_by(
    change: &Change,
    holders: &[&'static str],
    name: impl Fn(&Transition) -> Vec<String>,
) -> Grid {
    let (whole, unit) = (change.changed_area(), change.unit_of_changes());
    let (slivers, ranges) = (
        change.tolerance.m() > 0.0,
        ranges::has_any(change.changes_of_hands()),
    );
    let mut headings = [holders, &[unit.symbol()]].concat();
    headings.extend(["of it slivers", "without"].into_iter().filter(|_| slivers));
    headings.extend(["low–high", "±"].into_iter().filter(|_| ranges));
    headings.extend(["share", "pieces"]);
    let mut table = Grid::new(holders.len(), headings);
    for t in change.changes_of_hands() {
        let mut cells = name(t);
        cells.push(t.area.number(unit));
        if slivers {
            cells.extend([t.noise, t.without_noise()].map(|area| area.number(unit)));
        }
        if ranges {
            cells.extend([ranges::range(t, unit), ranges::spread(t, unit)]);
        }
        cells.extend([t.without_noise().percent_of(whole), count(t.parts as u64)]);
        table.row(cells);
    }
    table
}
