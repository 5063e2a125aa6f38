//! How far two sources agree, where they differ most, and what makes them hard to compare.

use crate::change::{Agreement, Disagreement, Divisions, Shared, Succession};
use crate::measure::Area;
use crate::overlay::SnapshotFigures;

/// The comparison of two sources, A and B.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// How far they agree.
    pub agreement: Agreement,
    /// Where they differ most: the largest pieces that are no noise, largest first.
    pub pieces: Vec<Disagreement>,
    /// What is to be known before the figures are read, such as that the dates differ.
    pub notices: Vec<String>,
    /// What of the pieces is known.
    pub(super) known: Known,
}

/// By what pieces are described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) units: bool,
    pub(super) places: bool,
}

impl Comparison {
    /// An agreement, with the `largest` pieces of disagreement described by the units and places of its overlay.
    pub fn new(agreement: Agreement, divisions: &Divisions, largest: usize) -> Self {
        Self {
            pieces: divisions.disagreements(&agreement, largest),
            notices: notices(&agreement),
            agreement,
            known: Known {
                units: divisions.has_units(),
                places: divisions.has_places(),
            },
        }
    }
}

/// Who is one holder under two names, as far as land can tell.
fn renamed(successions: &[Succession]) -> Option<String> {
    let pair = |one: &Succession| {
        format!(
            "what A gives to {} is nearly what B gives to {}",
            one.from, one.to
        )
    };
    Some(match successions {
        [] => return None,
        [one] => format!(
            "As far as land can tell there is one holder under two names: {}.",
            pair(one)
        ),
        many => {
            let pairs: Vec<String> = many
                .iter()
                .map(|one| format!("{} and {}", one.from, one.to))
                .collect();
            format!(
                "As far as land can tell there are {} holders under two names, as nearly all land that A gives to the first B gives \
                 to the second: {}.",
                many.len(),
                pairs.join("; ")
            )
        }
    })
}

/// What makes the two differ apart from their lines.
fn notices(agreement: &Agreement) -> Vec<String> {
    let change = agreement.change();
    let mut notices = Vec::new();
    notices.extend(agreement.unlike_dates().map(|[a, b]| {
        format!(
            "The dates differ: A is as of {}, B as of {}. Some of the disagreement may be land that changed hands between.",
            a.long(),
            b.long()
        )
    }));
    let undated = |snapshot: &SnapshotFigures| snapshot.date.is_none();
    let who = match (undated(&change.before), undated(&change.after)) {
        (false, false) => None,
        (true, false) => Some("A has no date"),
        (false, true) => Some("B has no date"),
        (true, true) => Some("Neither A nor B has a date"),
    };
    notices.extend(who.map(|who| format!("{who}: whether they describe the same day is not known.")));
    notices.extend(renamed(&agreement.renamed));
    let alone = |in_one: fn(&Shared) -> Area, in_other: fn(&Shared) -> Area| {
        let shared = agreement.controllers.iter();
        let alone = shared.filter(move |c| in_one(c) > Area::ZERO && in_other(c) == Area::ZERO);
        alone.map(|c| c.name.as_str()).collect::<Vec<_>>()
    };
    let (a, b) = (alone(|c| c.a, |c| c.b), alone(|c| c.b, |c| c.a));
    if !a.is_empty() && !b.is_empty() {
        notices.push(format!(
            "Controllers are compared by name as written. Only A has {}; only B has {}. One holder under two names \
             counts as disagreement.",
            a.join(", "),
            b.join(", ")
        ));
    }
    notices
}
