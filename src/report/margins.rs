//! How far the figures of a change may be off, for the tables.

use super::document::Table;
use crate::change::{Change, Margin, Transition};

/// Whether there is anything to say of changes.
pub(super) fn has_any<'a>(changes: impl IntoIterator<Item = &'a Transition>) -> bool {
    changes.into_iter().any(|t| t.margin.is_some())
}

/// The least and the most that a transition may come to, such as `8,610–9,568`.
pub(super) fn range(transition: &Transition) -> String {
    if transition.margin.is_none() {
        return "–".to_owned();
    }
    let [low, high] = transition.range().map(crate::measure::Area::rounded);
    format!("{low}–{high}")
}

/// By how much a transition may be off if its lines err by themselves, such as `±248`.
pub(super) fn spread(transition: &Transition) -> String {
    plus_minus(transition.margin)
}

/// Controllers down, their figures across.
pub(super) fn controllers(change: &Change, names: &[String]) -> Table {
    let mut table = Table::new(1, ["controller", &names[0], &names[1], "gained", "lost"]);
    for c in &change.controllers {
        let margins = [
            c.margins.before,
            c.margins.after,
            c.margins.gained,
            c.margins.lost,
        ];
        table.row([c.name.clone()].into_iter().chain(margins.map(plus_minus)));
    }
    table
}

fn plus_minus(margin: Option<Margin>) -> String {
    margin.map_or_else(|| "–".to_owned(), |margin| format!("±{}", margin.rss.rounded()))
}

/// What the ranges mean.
pub(super) fn note() -> String {
    "Low–high: every line off by its accuracy, all outward or all inward at once; ±: each line off by itself \
     (root-sum-square). Slivers are outside the low end and inside the high."
        .to_owned()
}
