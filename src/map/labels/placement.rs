//! Label placement: inside an area, outside it with a leader line, or around a dot.
//!
//! Panels that show the same land in different states are handed over together, so that a place has its name in
//! the same spot in all of them. Positions are relative to the corner of the panel. Every decision is made from the
//! measured box of the text, and what found no room is returned to be reported.

use crate::map::labels::block::{PlacedLabel, TextBlock};
use crate::map::labels::space::{GAP, LabelSpace};
use crate::map::plane::geometry::Pt;
use crate::map::plane::raster::PixelRaster;
use crate::map::plane::rect::{Rect, crosses};
use crate::map::scene::node::Anchor;
use crate::math::hypot;

/// How strictly a label must lie inside its area.
#[derive(Debug, Clone, Copy)]
pub(in crate::map) struct Fit {
    /// The least share of its box inside.
    pub inside: f64,
    /// Whether it must keep off the land that the map is about.
    pub off_focus: bool,
}

/// Puts a label inside an area in all spaces; the first block that fits is taken.
pub(in crate::map) fn inside(
    spaces: &mut [&mut LabelSpace],
    area: &PixelRaster,
    blocks: &[TextBlock],
    fit: Fit,
) -> bool {
    let Some((pole, clearance)) = area.pole() else {
        return false;
    };
    let reach = clearance.max(40.0);
    for block in blocks {
        let mut best: Option<(f64, Rect)> = None;
        for at in std::iter::once(pole).chain(area.centers(3)) {
            let rect = block.centered(at);
            let off = 1.0 - area.share(&rect);
            if off > 1.0 - fit.inside || spaces.iter().any(|space| !space.is_free(&rect)) {
                continue;
            }
            let mut cost = off * 16.0 + hypot(at.0 - pole.0, at.1 - pole.1) / reach * 0.25;
            for space in spaces.iter() {
                cost += space.lines.share(&rect.grown(2.0)) * 6.0;
                if fit.off_focus {
                    cost += space.focus.share(&rect.grown(GAP)) * 12.0;
                }
            }
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, rect));
            }
        }
        if let Some((_, rect)) = best {
            put_in_all(spaces, block, rect, Anchor::Middle, None);
            return true;
        }
    }
    false
}

/// A longer line leads nobody, in layout pixels: 8 % of a page.
const LONGEST_LEADER: f64 = 128.0;

/// Where a leader leads.
#[derive(Debug, Clone, Copy)]
pub(in crate::map) struct LeaderEnd {
    pub at: Pt,
    /// How far before it the line ends.
    pub short: f64,
}

impl LeaderEnd {
    /// The end of a leader from a position.
    fn from(self, start: Pt) -> Pt {
        let (dx, dy) = (start.0 - self.at.0, start.1 - self.at.1);
        let share = self.short / hypot(dx, dy).max(self.short).max(f64::MIN_POSITIVE);
        (self.at.0 + dx * share, self.at.1 + dy * share)
    }
}

/// Puts a label outside its area, joined to `target` inside it by a leader.
pub(in crate::map) fn outside(
    space: &mut LabelSpace,
    area: &PixelRaster,
    target: LeaderEnd,
    block: &TextBlock,
) -> bool {
    let mut best: Option<(f64, Rect, (Pt, Pt))> = None;
    let at = target.at;
    let (cols, rows) = ((space.size().0 / 8.0) as u32, (space.size().1 / 8.0) as u32);
    for (col, row) in (0..rows).flat_map(|row| (0..cols).map(move |col| (col, row))) {
        let rect = Rect::new(f64::from(col) * 8.0, f64::from(row) * 8.0, block.w, block.h);
        if !space.is_free(&rect) {
            continue;
        }
        // What it names must not lie under it.
        if rect.grown(6.0).holds(&Rect::new(at.0, at.1, 0.0, 0.0)) {
            continue;
        }
        let start = attachment(&rect, block, at);
        let length = hypot(start.0 - at.0, start.1 - at.1);
        let end = target.from(start);
        if !(26.0..=LONGEST_LEADER).contains(&length)
            || space.taken.iter().any(|t| crosses(&t.grown(2.0), start, end))
        {
            continue;
        }
        if space.leaders.iter().any(|&leader| meet(leader, (start, end))) {
            continue;
        }
        let cost = length / 100.0
            + space.lines.share(&rect.grown(2.0)) * 4.0
            + space.context.share(&rect) * 3.0
            + space.focus.share(&rect.grown(GAP)) * 6.0
            + area.share(&rect) * 8.0;
        if best.is_none_or(|(least, ..)| cost < least) {
            best = Some((cost, rect, (start, end)));
        }
    }
    let Some((_, rect, leader)) = best else {
        return false;
    };
    space.put(PlacedLabel {
        block: block.clone(),
        rect,
        anchor: Anchor::Middle,
        leader: Some(leader),
        names: None,
        of: None,
    });
    true
}

/// Whether two lines cross.
fn meet((a, b): (Pt, Pt), (c, d): (Pt, Pt)) -> bool {
    let side = |p: Pt, q: Pt, r: Pt| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0
}

/// Puts a label next to a dot in all spaces; the first block that fits is taken.
pub(in crate::map) fn around(
    spaces: &mut [&mut LabelSpace],
    dot: Pt,
    radius: f64,
    blocks: &[TextBlock],
) -> bool {
    let dot_box = Rect::new(dot.0 - radius, dot.1 - radius, 2.0 * radius, 2.0 * radius);
    let gap = radius + 5.0;
    // A dot that a box hides in one panel is drawn in none.
    if spaces.iter().any(|space| space.is_hidden(dot, radius)) {
        return false;
    }
    let mut best: Option<(f64, &TextBlock, Rect, Anchor)> = None;
    for (n, block) in blocks.iter().enumerate() {
        let (w, h) = (block.w, block.h);
        let middle = dot.1 - h / 2.0;
        let candidates = [
            (dot.0 + gap, middle, Anchor::Start, 0.0),
            (dot.0 - gap - w, middle, Anchor::End, 0.25),
            (dot.0 - w / 2.0, dot.1 - gap - h, Anchor::Middle, 0.35),
            (dot.0 - w / 2.0, dot.1 + gap, Anchor::Middle, 0.4),
            (dot.0 + radius, dot.1 - radius - h, Anchor::Start, 0.3),
            (dot.0 + radius, dot.1 + radius, Anchor::Start, 0.35),
            (dot.0 - radius - w, dot.1 - radius - h, Anchor::End, 0.45),
            (dot.0 - radius - w, dot.1 + radius, Anchor::End, 0.5),
        ];
        for (x, y, anchor, preference) in candidates {
            let rect = Rect::new(x, y, w, h);
            if spaces.iter().any(|space| !space.is_free_but(&rect, &dot_box)) {
                continue;
            }
            let lines: f64 = spaces.iter().map(|space| space.lines.share(&rect)).sum();
            let cost = preference + lines * 2.5 + n as f64 * 0.3;
            if best.is_none_or(|(least, ..)| cost < least) {
                best = Some((cost, block, rect, anchor));
            }
        }
    }
    let Some((_, block, rect, anchor)) = best else {
        return false;
    };
    put_in_all(spaces, block, rect, anchor, None);
    for space in spaces {
        space.take(dot_box);
    }
    true
}

fn put_in_all(
    spaces: &mut [&mut LabelSpace],
    block: &TextBlock,
    rect: Rect,
    anchor: Anchor,
    leader: Option<(Pt, Pt)>,
) {
    for space in spaces {
        space.put(PlacedLabel {
            block: block.clone(),
            rect,
            anchor,
            leader,
            names: None,
            of: None,
        });
    }
}

/// Where a leader leaves a centred label for `target`: the middle of a side, or a point of a long side straight towards
/// it, beside the ink of the line that is nearest.
fn attachment(rect: &Rect, block: &TextBlock, target: Pt) -> Pt {
    let (cx, cy) = rect.center();
    let wide = rect.grown(3.0);
    let line = |n: usize| block.lines.get(n).map_or(rect.w, |line| line.w);
    let last = block.lines.len().saturating_sub(1);
    if target.1 > wide.bottom() || target.1 < wide.y {
        let is_below = target.1 > cy;
        let half = line(if is_below { last } else { 0 }) / 2.0;
        let reach = half - (half * 0.5).min(40.0);
        let x = target.0.clamp(cx - reach, cx + reach);
        (x, if is_below { wide.bottom() } else { wide.y })
    } else {
        let half = line(last / 2).max(line(last.div_ceil(2))) / 2.0 + 3.0;
        (if target.0 > cx { cx + half } else { cx - half }, cy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::labels::block::TextLine;

    #[test]
    fn a_leader_starts_at_the_nearest_line_not_beside_it() {
        let line = |w| TextLine {
            content: String::new(),
            class: "change-name",
            down: 0.0,
            w,
        };
        let block = TextBlock {
            lines: vec![line(200.0), line(40.0)],
            w: 200.0,
            h: 50.0,
        };
        let rect = Rect::new(0.0, 0.0, 200.0, 50.0);
        let from = |target| attachment(&rect, &block, target);
        assert_eq!(from((0.0, 100.0)), (90.0, 53.0));
        assert_eq!(from((0.0, -100.0)), (40.0, -3.0));
        assert_eq!(from((-50.0, 25.0)), (-3.0, 25.0));
    }
}
