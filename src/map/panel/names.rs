//! The labels of a panel in parts: what is true on any date, and each name of a holder by itself, without figures.

use crate::map::labels::block::{LabelOf, PlacedLabel};
use crate::map::panel::layers::{Panel, draw_label};
use crate::map::plane::geometry::Pt;
use crate::map::scene::page::PageDraft;

/// Where labels are on the map they are drawn on.
const HERE: Pt = (0.0, 0.0);

impl Panel<'_> {
    /// Draws places, and all labels that are no names of holders.
    pub fn draw_lasting_labels(&self, page: &mut PageDraft) {
        self.draw_marks(page, HERE);
        for label in self.space.labels.iter().filter(|label| !names_holder(label)) {
            draw_label(page, label, HERE);
        }
    }

    /// The names of holders, each with the position of what it names.
    pub fn holder_names(&self) -> impl Iterator<Item = (&PlacedLabel, Pt)> {
        let names = self.space.labels.iter().filter(|label| names_holder(label));
        names.map(|label| {
            let target = label.leader.map(|(_, end)| end);
            (label, target.unwrap_or_else(|| label.rect.center()))
        })
    }
}

fn names_holder(label: &PlacedLabel) -> bool {
    label.names.is_some() || matches!(label.of, Some(LabelOf::Holder { .. }))
}

/// Draws the name of a holder, but for the area that it has on one date.
pub(in crate::map) fn draw_holder_name(page: &mut PageDraft, label: &PlacedLabel) {
    let mut label = label.clone();
    label.block.lines.retain(|line| line.class != "change-area");
    draw_label(page, &label, HERE);
}
