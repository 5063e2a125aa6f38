//! Names beside the first and the last column of a chart.

use crate::map::page::tables::{name_lines, shortened};
use crate::map::scene::node::Anchor;
use crate::map::scene::page::PageDraft;

/// From name to name beside a column.
pub(super) const NAME_STEP: f64 = 27.0;

/// Where names beside a column stand.
pub(super) struct Beside {
    /// The side of the column.
    pub(super) edge: f64,
    /// Where texts start or end.
    pub(super) x: f64,
    /// How wide they may be.
    pub(super) limit: f64,
    pub(super) anchor: Anchor,
}

impl Beside {
    /// Draws names, each at its height, between a top and so much below it; pushed apart where they would meet, and then joined to
    /// their parts by a leader.
    pub(super) fn draw(&self, page: &mut PageDraft, mut names: Vec<(f64, String)>, (top, high): (f64, f64)) {
        names.sort_by(|a, b| b.0.total_cmp(&a.0));
        let outwards = if self.anchor == Anchor::Start { 1.0 } else { -1.0 };
        let whole: Vec<Vec<String>> = names
            .iter()
            .map(|name| name_lines(page, &name.1, self.limit))
            .collect();
        let mut to_come: usize = whole.iter().map(Vec::len).sum();
        let has_room = to_come as f64 * NAME_STEP <= high;
        // Upwards, each at least a step above the one before, but never above what the ones to come need.
        let mut above = f64::INFINITY;
        for ((y, name), lines) in names.into_iter().zip(whole) {
            let lines = if has_room {
                lines
            } else {
                to_come -= lines.len() - 1;
                vec![shortened(page, "legend", &name, self.limit)]
            };
            to_come -= lines.len();
            let down = (lines.len() - 1) as f64 * NAME_STEP;
            let last = f64::min(y + down / 2.0, above - NAME_STEP);
            let first = (last - down).max(top + to_come as f64 * NAME_STEP);
            above = first;
            let off = first + down / 2.0 - y;
            if off.abs() > NAME_STEP / 2.0 {
                let ends = [
                    (self.edge + 3.0 * outwards, y),
                    (self.x - 4.0 * outwards, y + off),
                ];
                page.line("leader", &ends);
            }
            for (n, line) in lines.into_iter().enumerate() {
                let y = first + n as f64 * NAME_STEP;
                page.text("legend", (self.x, y + 7.0), self.anchor, line);
            }
        }
    }
}
