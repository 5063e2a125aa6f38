//! What one panel is drawn from: a state, the one before, and what changed.

use crate::map::input::data::{ChangedLand, DatedLand, MapInput};
use crate::map::input::series::MapSeries;

impl MapSeries {
    /// One frame a date.
    pub(in crate::map) fn frames(&self) -> Vec<PanelFrame<'_>> {
        let mut earlier = None;
        let mut frames = Vec::new();
        for (n, state) in self.states.iter().enumerate() {
            frames.push(PanelFrame {
                id: format!("map-{}", n + 1),
                state: n,
                show: if earlier.is_none() {
                    PanelKind::Before
                } else {
                    PanelKind::After
                },
                side: &state.side,
                earlier,
                transfers: &state.transfers,
                around: &state.around,
                since_first: &state.since_first,
            });
            let is_since_first = earlier.is_some() && !state.since_first.is_empty();
            // What changed since the first date is beside the line of that date.
            if !is_since_first {
                earlier = Some(&state.side);
            }
        }
        frames
    }
}

/// Which state a panel shows, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::map) enum PanelKind {
    /// The earlier state.
    Before,
    /// The later state, the change hatched, the earlier line as a ghost.
    After,
    /// The change on the later state, the earlier line in full.
    Change,
    /// Units by what became of them, the earlier line as a ghost.
    Units,
}

/// What one panel is drawn from.
pub(in crate::map) struct PanelFrame<'a> {
    pub id: String,
    /// Which of the states it shows.
    pub state: usize,
    pub show: PanelKind,
    pub side: &'a DatedLand,
    /// The state before, whose lines are shown as a ghost.
    pub earlier: Option<&'a DatedLand>,
    /// What changed hands since, or will.
    pub transfers: &'a [ChangedLand],
    /// The same around the frame, see [`MapInput::around`].
    pub around: &'a [ChangedLand],
    /// Land whose holder is another than on the first date, where that is shown.
    pub since_first: &'a [ChangedLand],
}

impl<'a> PanelFrame<'a> {
    /// A panel of a pair of states.
    pub fn of(input: &'a MapInput, show: PanelKind) -> Self {
        let (id, state, side, earlier) = match show {
            PanelKind::Before => ("before", 0, &input.before, None),
            PanelKind::After => ("after", 1, &input.after, Some(&input.before)),
            PanelKind::Change => ("change", 1, &input.after, Some(&input.before)),
            PanelKind::Units => ("units", 1, &input.after, Some(&input.before)),
        };
        Self {
            id: id.to_owned(),
            state,
            show,
            side,
            earlier,
            transfers: &input.transfers,
            around: &input.around,
            since_first: &[],
        }
    }
}
