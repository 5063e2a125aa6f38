//! Land that passed to an heir, as a table: only the name of its holder changed.

use super::names::arrow;
use crate::change::Succession;
use crate::measure::{Area, AreaUnit, AreaUnits};
use crate::report::document::{Document, Grid};

/// The most rows of the table; the CSV has all.
const ROWS: usize = 25;

/// What it means, above the table.
const MEANING: &str = "Nearly all land of the first, who holds next to nothing after, went to the second, who held next to \
     nothing before: another name, as far as land can tell, and no change of hands.";

/// The successions of one change, below a heading of this level; nothing where there are none. `csv` is the table that has
/// them all.
pub(in crate::report) fn successions(
    page: &mut Document,
    level: u8,
    successions: &[Succession],
    units: AreaUnits,
    csv: &'static str,
) {
    if successions.is_empty() {
        return;
    }
    page.heading(level, HEADING);
    page.paragraph(MEANING);
    let unit = units.of(successions.iter().map(|one| one.area));
    let mut table = Grid::new(1, columns(unit));
    for succession in successions {
        table.row(cells(succession, unit));
    }
    page.shortened(table, ROWS, csv);
}

/// The same of a series, every step with its dates.
pub(in crate::report) fn successions_by_step(
    page: &mut Document,
    steps: Vec<([String; 2], Succession)>,
    units: AreaUnits,
) {
    if steps.is_empty() {
        return;
    }
    page.heading(2, HEADING);
    page.paragraph(MEANING);
    let unit = units.of(steps.iter().map(|(_, one)| one.area));
    let mut table = Grid::new(3, ["before", "after"].into_iter().chain(columns(unit)));
    for (dates, succession) in steps {
        table.row(dates.into_iter().chain(cells(&succession, unit)));
    }
    page.shortened(table, ROWS, "changes");
}

const HEADING: &str = "Land that passed to an heir";

fn columns(unit: AreaUnit) -> [&'static str; 4] {
    [
        "from → to",
        unit.symbol(),
        "of what the first held",
        "of what the second holds",
    ]
}

fn cells(succession: &Succession, unit: AreaUnit) -> [String; 4] {
    let Succession {
        area, before, after, ..
    } = succession;
    let share = |whole: Area| area.percent_of(whole);
    [
        arrow(Some(&succession.from), Some(&succession.to)),
        area.number(unit),
        share(*before),
        share(*after),
    ]
}
