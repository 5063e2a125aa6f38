//! An alignment as a document: what was moved, and how far the two snapshots differ before and after.

use crate::change::Alignment;
use crate::measure::count;
use crate::report::document::{Document, Grid};
use crate::report::parts::names::holder;
use crate::report::parts::notes::{as_of, overlap, within};

/// The page of an alignment.
pub(super) fn page(alignment: &Alignment) -> Document {
    let (tolerance_m, units) = (alignment.tolerance.m(), alignment.area_units);
    let mut page = Document::default();
    page.paragraph(match alignment.pieces() {
        0 => format!("Nothing was moved: no piece of change is narrower than {tolerance_m} m."),
        pieces => format!(
            "B's borders were moved onto A's where the two lie less than {tolerance_m} m apart: {}, {}.",
            if pieces == 1 {
                "1 piece".to_owned()
            } else {
                format!("{} pieces", count(pieces as u64))
            },
            units.text(alignment.area())
        ),
    });
    page.list(vec![
        as_of("A", &alignment.a, units),
        as_of("B", &alignment.b, units),
    ]);
    let unit = units.of(alignment.moves.iter().map(|one| one.area));
    let mut moves = Grid::new(
        2,
        ["from, in B", "to, in A", "pieces", unit.symbol(), "widest, m"],
    );
    for one in &alignment.moves {
        let [in_b, in_a] = [&one.in_b, &one.in_a].map(|name| holder(name.as_deref()).to_owned());
        let widest = format!("{:.1}", one.widest.m());
        moves.row([
            in_b,
            in_a,
            count(one.pieces as u64),
            one.area.number(unit),
            widest,
        ]);
    }
    page.table(moves);
    let unit = units.of([alignment.before.area, alignment.after.area]);
    let heading = format!("change from A to B, {unit}");
    let mut change = Grid::new(1, [heading.as_str(), "all", "of it slivers", "without"]);
    for (what, difference) in [("before", alignment.before), ("aligned", alignment.after)] {
        let without = difference.area - difference.noise;
        let numbers = [difference.area, difference.noise, without].map(|area| area.number(unit));
        change.row(std::iter::once(what.to_owned()).chain(numbers));
    }
    page.table(change);
    let overlaps = [("in A", &alignment.a), ("in B", &alignment.b)];
    let notes = overlaps
        .iter()
        .filter_map(|(heading, snapshot)| overlap(heading, snapshot, units));
    let notes = within(alignment.within.as_ref(), units).into_iter().chain(notes);
    page.list(notes.collect());
    page
}
