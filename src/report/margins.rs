//! How far the figures of a change may be off, for the tables.

use super::document::Table;
use super::rows::UnitChangeRow;
use crate::change::{Change, ControllerSeries, Margin, Spread, Transition};
use crate::measure::Area;

/// Whether there is anything to say of changes.
pub(super) fn has_any<'a>(changes: impl IntoIterator<Item = &'a Transition>) -> bool {
    changes.into_iter().any(|t| t.margin.is_some())
}

/// The least and the most that a transition may come to, such as `8,610–9,568`.
pub(super) fn range(transition: &Transition) -> String {
    low_high(transition.margin.map(|_| transition.range()))
}

fn low_high(range: Option<[Area; 2]>) -> String {
    range.map_or_else(|| "–".to_owned(), |range| range.map(Area::rounded).join("–"))
}

/// The headings of what [`of_unit`] says.
pub(super) const HEADINGS: [&str; 2] = ["low–high", "±"];

/// Whether there is anything to say of units.
pub(super) fn has_any_unit<'a>(rows: impl IntoIterator<Item = &'a UnitChangeRow>) -> bool {
    rows.into_iter().any(|row| row.rss.is_some())
}

/// The least and the most that the changed land of a unit may come to, and by how much it may be off.
pub(super) fn of_unit(row: &UnitChangeRow) -> [String; 2] {
    [low_high(row.range()), off_by(row.rss)]
}

/// By how much a transition may be off if its lines err by themselves, such as `±248`.
pub(super) fn spread(transition: &Transition) -> String {
    plus_minus(transition.margin)
}

/// Controllers down, their figures across.
pub(super) fn controllers(change: &Change, names: &[String]) -> Table {
    let mut table = Table::new(1, ["controller", &names[0], &names[1], "gained", "lost", "net"]);
    for c in &change.controllers {
        let margins = [
            c.margins.before,
            c.margins.after,
            c.margins.gained,
            c.margins.lost,
            c.margins.net,
        ];
        table.row([c.name.clone()].into_iter().chain(margins.map(plus_minus)));
    }
    table
}

/// Controllers of a series down, how far their totals may be off across.
pub(super) fn totals(controllers: &[ControllerSeries]) -> Table {
    let mut table = Table::new(1, ["controller", "gained", "±", "lost", "±", "net", "±"]);
    for c in controllers {
        let [gained, lost, net] = [c.spreads.gained, c.spreads.lost, c.spreads.net];
        let off = |spread: Option<Spread>| off_by(spread.map(|spread| spread.rss));
        table.row([
            c.name.clone(),
            low_high(gained.map(|spread| spread.range)),
            off(gained),
            low_high(lost.map(|spread| spread.range)),
            off(lost),
            net.map_or_else(|| "–".to_owned(), |spread| spread.range.map(signed).join(" … ")),
            off(net),
        ]);
    }
    table
}

fn signed(area: Area) -> String {
    let sign = if area > Area::ZERO { "+" } else { "" };
    format!("{sign}{}", area.rounded())
}

/// What the ranges of totals mean.
pub(super) fn note_on_totals() -> String {
    "Over the series, ranges and ± of gains and losses are those of the steps added up, since steps share lines; the net \
     is as inexact as the change from the first to the last date."
        .to_owned()
}

fn plus_minus(margin: Option<Margin>) -> String {
    off_by(margin.map(|margin| margin.rss))
}

fn off_by(rss: Option<Area>) -> String {
    rss.map_or_else(|| "–".to_owned(), |rss| format!("±{}", rss.rounded()))
}

/// What the ranges mean.
pub(super) fn note() -> String {
    "Low–high: every line off by its accuracy, all outward or all inward at once; ±: each line off by itself \
     (root-sum-square). Slivers are outside the low end and inside the high."
        .to_owned()
}
