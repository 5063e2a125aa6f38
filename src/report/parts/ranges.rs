//! How far figures may be off, in tables and notes.

use crate::change::{Change, Transition, UnitChange};
use crate::measure::{Area, AreaRange, AreaUnit};
use crate::overlay::Margin;
use crate::report::document::Grid;
use crate::series::{ControllerSeries, Spread};

/// Whether a margin of any transition is known.
pub(in crate::report) fn has_any<'a>(changes: impl IntoIterator<Item = &'a Transition>) -> bool {
    changes.into_iter().any(|t| t.margin.is_some())
}

/// The least and the most that a transition may come to, such as `8,610–9,568`.
pub(in crate::report) fn range(transition: &Transition, unit: AreaUnit) -> String {
    low_high(transition.margin.map(|_| transition.range()), unit)
}

/// Such as `8,610–9,568`; a dash where nothing is known.
pub(in crate::report) fn low_high(range: Option<AreaRange>, unit: AreaUnit) -> String {
    range.map_or_else(
        || "–".to_owned(),
        |AreaRange { low, high }| format!("{}–{}", low.rounded(unit), high.rounded(unit)),
    )
}

/// The headings of the cells of [`of_unit`].
pub(in crate::report) const HEADINGS: [&str; 2] = ["low–high", "±"];

/// Whether a margin of any unit is known.
pub(in crate::report) fn has_any_unit<'a>(changes: impl IntoIterator<Item = &'a UnitChange>) -> bool {
    changes.into_iter().any(|change| change.margin.is_some())
}

/// The least and the most that the changed land of a unit may come to, and by how much it may be off.
pub(in crate::report) fn of_unit(change: &UnitChange, unit: AreaUnit) -> [String; 2] {
    let range = change.margin.map(|_| change.range());
    [low_high(range, unit), plus_minus(change.margin, unit)]
}

/// By how much a transition may be off if each of its lines is off independently, such as `±248`.
pub(in crate::report) fn spread(transition: &Transition, unit: AreaUnit) -> String {
    plus_minus(transition.margin, unit)
}

/// Controllers down, their figures across.
pub(in crate::report) fn controllers(change: &Change, names: &[String], unit: AreaUnit) -> Grid {
    let mut table = Grid::new(1, ["controller", &names[0], &names[1], "gained", "lost", "net"]);
    for c in &change.controllers {
        let margins = [
            c.margins.before,
            c.margins.after,
            c.margins.gained,
            c.margins.lost,
            c.margins.net,
        ];
        table.row(
            [c.name.clone()]
                .into_iter()
                .chain(margins.map(|margin| plus_minus(margin, unit))),
        );
    }
    table
}

/// Controllers of a series down, how far their totals may be off across.
pub(in crate::report) fn totals(controllers: &[ControllerSeries], unit: AreaUnit) -> Grid {
    let mut table = Grid::new(1, ["controller", "gained", "±", "lost", "±", "net", "±"]);
    for c in controllers {
        let [gained, lost, net] = [c.spreads.gained, c.spreads.lost, c.spreads.net];
        let off = |spread: Option<Spread>| off_by(spread.map(|spread| spread.rss), unit);
        table.row([
            c.name.clone(),
            low_high(gained.map(|spread| spread.range), unit),
            off(gained),
            low_high(lost.map(|spread| spread.range), unit),
            off(lost),
            net.map_or_else(
                || "–".to_owned(),
                |spread| {
                    let [low, high] = [spread.range.low, spread.range.high].map(|area| signed(area, unit));
                    format!("{low} … {high}")
                },
            ),
            off(net),
        ]);
    }
    table
}

fn signed(area: Area, unit: AreaUnit) -> String {
    let sign = if area > Area::ZERO { "+" } else { "" };
    format!("{sign}{}", area.rounded(unit))
}

/// What the ranges of totals mean.
pub(in crate::report) fn note_on_totals() -> String {
    "Over the series, ranges and ± of gains and losses are those of the steps added up, since steps share lines; the net \
     is as inexact as the change from the first to the last date."
        .to_owned()
}

fn plus_minus(margin: Option<Margin>, unit: AreaUnit) -> String {
    off_by(margin.map(|margin| margin.rss), unit)
}

fn off_by(rss: Option<Area>, unit: AreaUnit) -> String {
    rss.map_or_else(|| "–".to_owned(), |rss| format!("±{}", rss.rounded(unit)))
}

/// What the ranges mean.
pub(in crate::report) fn note() -> String {
    "Low–high: every line off by its accuracy, all outward or all inward at once; ±: each line off by itself \
     (root-sum-square). Slivers are outside the low end and inside the high."
        .to_owned()
}
