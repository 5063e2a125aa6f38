//! Where labels go: inside their area, beside it with a leader, or around their dot.
//!
//! Panels that show the same land in different states are handed over together, so that a place has its name in
//! the same spot in all of them. Positions are relative to the corner of the panel. Every decision is made from the
//! measured box of the text, and what found no room is returned to be reported.

use super::element::Pt;
use super::geometry::{Bounds, clearance, edges, holds, signed_area};
use super::raster::Raster;
use super::scene::{Anchor, Named, Rect, Scene, TextStyle};
use super::text;

/// Room kept around every label, above and below.
const GAP: f64 = 5.0;
/// Room kept on either side, so that two labels do not read as one.
const SIDE_GAP: f64 = 13.0;
/// Room kept to the frame of the panel.
const MARGIN: f64 = 8.0;

/// One or more lines of text that stand together.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub lines: Vec<Line>,
    pub w: f64,
    pub h: f64,
}

#[derive(Debug, Clone)]
pub(super) struct Line {
    pub content: String,
    pub class: &'static str,
    /// From the top of the block to the baseline.
    pub down: f64,
}

impl Block {
    /// Measures lines of text, each with its class.
    pub fn new(scene: &Scene, lines: &[(String, &'static str)]) -> Self {
        let style = |class: &str| scene.style(class).and_then(|s| s.text);
        let (mut w, mut h) = (0.0_f64, 0.0);
        let mut set = Vec::new();
        let mut before: Option<TextStyle> = None;
        for (content, class) in lines {
            let Some(style) = style(class) else { continue };
            // Baselines are a line apart; the first lies an ascent below the top.
            h += match before {
                None => style.size * text::ASCENT,
                Some(above) => style.size.max(above.size) * 1.2,
            };
            before = Some(style);
            w = w.max(style.width(content));
            set.push(Line {
                content: content.clone(),
                class,
                down: h,
            });
        }
        h += before.map_or(0.0, |style| style.size * text::DESCENT);
        Self { lines: set, w, h }
    }

    fn centered(&self, (x, y): Pt) -> Rect {
        Rect::new(x - self.w / 2.0, y - self.h / 2.0, self.w, self.h)
    }
}

/// A label in its place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub block: Block,
    pub rect: Rect,
    pub anchor: Anchor,
    /// From the label to what it names.
    pub leader: Option<(Pt, Pt)>,
    /// The land it names, where it names land.
    pub names: Option<Named>,
}

/// What is taken in one panel.
#[derive(Debug, Clone)]
pub(super) struct Room {
    frame: Rect,
    /// Lines on the map, by how much they disturb a text over them.
    pub lines: Raster,
    /// Land that the map is about; labels of other things keep off it.
    pub subject: Raster,
    /// Water and named places, which a box in a corner should not hide.
    pub context: Raster,
    /// All land that somebody holds.
    pub land: Raster,
    /// Places that a box must not hide.
    pub dots: Vec<Pt>,
    taken: Vec<Rect>,
    /// Boxes that stand on the map.
    furniture: Vec<Rect>,
    leaders: Vec<(Pt, Pt)>,
    pub labels: Vec<Placed>,
}

impl Room {
    pub fn new(w: f64, h: f64) -> Self {
        Self {
            frame: Rect::new(0.0, 0.0, w, h),
            lines: Raster::new(w, h),
            subject: Raster::new(w, h),
            context: Raster::new(w, h),
            land: Raster::new(w, h),
            dots: Vec::new(),
            taken: Vec::new(),
            furniture: Vec::new(),
            leaders: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// Width and height of the panel.
    pub fn size(&self) -> (f64, f64) {
        (self.frame.w, self.frame.h)
    }

    /// Keeps a box free of labels.
    pub fn take(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    fn is_free(&self, rect: &Rect) -> bool {
        let wide = wide(rect);
        self.frame.grown(-MARGIN).holds(rect)
            && self.taken.iter().all(|t| !t.overlaps(&wide))
            && self.leaders.iter().all(|&(a, b)| !crosses(&wide, a, b))
    }

    fn put(&mut self, placed: Placed) {
        self.taken.push(placed.rect);
        self.leaders.extend(placed.leader);
        self.labels.push(placed);
    }

    /// Keeps room for a box that stands on the map.
    pub fn furnish(&mut self, rect: Rect) {
        self.taken.push(rect);
        self.furniture.push(rect);
    }

    /// Whether a box on the map hides the spot, or touches a dot of this radius there.
    pub fn is_hidden(&self, (x, y): Pt, radius: f64) -> bool {
        let dot = Rect::new(x - radius, y - radius, 2.0 * radius, 2.0 * radius);
        self.furniture.iter().any(|b| b.overlaps(&dot))
    }

    /// What a box would hide; none if it would hide the subject, a place or another box.
    fn hides(&self, rect: &Rect) -> Option<f64> {
        let near = rect.grown(GAP);
        let holds = |&(x, y): &Pt| near.grown(6.0).overlaps(&Rect::new(x, y, 0.0, 0.0));
        let taken = self.taken.iter().any(|t| t.overlaps(&near));
        let taken = taken || self.subject.under(&near).0 > 0.0 || self.dots.iter().any(holds);
        (!taken)
            .then(|| self.lines.share(rect) + 2.0 * self.context.share(rect) + 0.6 * self.land.share(rect))
    }
}

/// From a box on the map to the frame.
const INSET: f64 = 10.0;
/// From one spot that is tried along the frame to the next.
const ALONG: f64 = 40.0;

/// The spot along the frame where a box hides least in all rooms: a corner if it can be, the lower right one first;
/// none if it would hide something of the subject, or a place, everywhere.
pub(super) fn free_spot(rooms: &[&Room], (w, h): (f64, f64)) -> Option<Rect> {
    let frame = rooms.first()?.frame;
    let (right, low) = (frame.w - w - INSET, frame.h - h - INSET);
    if right < INSET || low < INSET {
        return None;
    }
    let corners = [(right, low), (INSET, low), (right, INSET), (INSET, INSET)];
    let corners = corners
        .into_iter()
        .enumerate()
        .map(|(n, at)| (at, n as f64 * 0.02));
    let steps = |last: f64| {
        (1..)
            .map(|k| INSET + f64::from(k) * ALONG)
            .take_while(move |v| *v < last)
    };
    let along = steps(right).flat_map(|x| [(x, low), (x, INSET)]);
    let along = along.chain(steps(low).flat_map(|y| [(right, y), (INSET, y)]));
    let mut best: Option<(f64, Rect)> = None;
    for ((x, y), mut cost) in corners.chain(along.map(|at| (at, 0.15))) {
        let rect = Rect::new(x, y, w, h);
        let hidden: Option<f64> = rooms.iter().map(|room| room.hides(&rect)).sum();
        let Some(hidden) = hidden else { continue };
        cost += hidden;
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, rect));
        }
    }
    best.map(|(_, rect)| rect)
}

/// How strictly a label must lie inside its area.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// The least share of its box inside.
    pub inside: f64,
    /// Whether it must keep off the land that the map is about.
    pub off_subject: bool,
}

/// Puts a label inside an area in all rooms; the first block that fits is taken.
pub(super) fn inside(rooms: &mut [&mut Room], area: &Raster, blocks: &[Block], fit: Fit) -> bool {
    let Some((pole, clearance)) = area.pole() else {
        return false;
    };
    let reach = clearance.max(40.0);
    for block in blocks {
        let mut best: Option<(f64, Rect)> = None;
        for at in std::iter::once(pole).chain(area.centers(3)) {
            let rect = block.centered(at);
            let outside = 1.0 - area.share(&rect);
            if outside > 1.0 - fit.inside || rooms.iter().any(|room| !room.is_free(&rect)) {
                continue;
            }
            let mut cost = outside * 16.0 + (at.0 - pole.0).hypot(at.1 - pole.1) / reach * 0.25;
            for room in rooms.iter() {
                cost += room.lines.share(&rect.grown(2.0)) * 6.0;
                if fit.off_subject {
                    cost += room.subject.share(&rect.grown(GAP)) * 12.0;
                }
            }
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, rect));
            }
        }
        if let Some((_, rect)) = best {
            put_in_all(rooms, block, rect, Anchor::Middle, None);
            return true;
        }
    }
    false
}

/// Puts a label outside its area, joined to `target` inside it by a leader.
pub(super) fn beside(room: &mut Room, area: &Raster, target: Pt, block: &Block) -> bool {
    let mut best: Option<(f64, Rect, Pt)> = None;
    let (cols, rows) = ((room.frame.w / 8.0) as u32, (room.frame.h / 8.0) as u32);
    for (col, row) in (0..rows).flat_map(|row| (0..cols).map(move |col| (col, row))) {
        let rect = Rect::new(f64::from(col) * 8.0, f64::from(row) * 8.0, block.w, block.h);
        if !room.is_free(&rect) {
            continue;
        }
        // What it names must not lie under it.
        if rect.grown(6.0).holds(&Rect::new(target.0, target.1, 0.0, 0.0)) {
            continue;
        }
        let start = attachment(&rect, target);
        let length = (start.0 - target.0).hypot(start.1 - target.1);
        if length < 26.0 || room.taken.iter().any(|t| crosses(&t.grown(2.0), start, target)) {
            continue;
        }
        if room.leaders.iter().any(|&leader| meet(leader, (start, target))) {
            continue;
        }
        let cost = length / 100.0
            + room.lines.share(&rect.grown(2.0)) * 4.0
            + room.context.share(&rect) * 3.0
            + room.subject.share(&rect.grown(GAP)) * 6.0
            + area.share(&rect) * 8.0;
        if best.is_none_or(|(least, ..)| cost < least) {
            best = Some((cost, rect, start));
        }
    }
    let Some((_, rect, start)) = best else {
        return false;
    };
    room.put(Placed {
        block: block.clone(),
        rect,
        anchor: Anchor::Middle,
        leader: Some((start, target)),
        names: None,
    });
    true
}

/// Whether two lines cross.
fn meet((a, b): (Pt, Pt), (c, d): (Pt, Pt)) -> bool {
    let side = |p: Pt, q: Pt, r: Pt| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0
}

/// Puts a label beside a dot in all rooms; the first block that fits is taken.
pub(super) fn around(rooms: &mut [&mut Room], dot: Pt, radius: f64, blocks: &[Block]) -> bool {
    let dot_box = Rect::new(dot.0 - radius, dot.1 - radius, 2.0 * radius, 2.0 * radius);
    let gap = radius + 5.0;
    // A dot that a box hides in one panel is drawn in none.
    if rooms.iter().any(|room| room.is_hidden(dot, radius)) {
        return false;
    }
    let mut best: Option<(f64, &Block, Rect, Anchor)> = None;
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
            if rooms.iter().any(|room| !room.is_free_but(&rect, &dot_box)) {
                continue;
            }
            let lines: f64 = rooms.iter().map(|room| room.lines.share(&rect)).sum();
            let cost = preference + lines * 2.5 + n as f64 * 0.3;
            if best.is_none_or(|(least, ..)| cost < least) {
                best = Some((cost, block, rect, anchor));
            }
        }
    }
    let Some((_, block, rect, anchor)) = best else {
        return false;
    };
    put_in_all(rooms, block, rect, anchor, None);
    for room in rooms {
        room.take(dot_box);
    }
    true
}

impl Room {
    /// Free, but for the box of the label's own dot.
    fn is_free_but(&self, rect: &Rect, own: &Rect) -> bool {
        let wide = rect.grown(GAP);
        self.frame.grown(-MARGIN).holds(rect)
            && self.taken.iter().all(|t| t == own || !t.overlaps(&wide))
            && self.leaders.iter().all(|&(a, b)| !crosses(&wide, a, b))
    }

    /// Whether a dot of this radius touches nothing that is taken.
    pub fn has_room_for_dot(&self, (x, y): Pt, radius: f64) -> bool {
        let rect = Rect::new(x - radius, y - radius, 2.0 * radius, 2.0 * radius);
        self.is_free_but(&rect, &rect)
    }
}

/// A label's box with its room.
fn wide(rect: &Rect) -> Rect {
    Rect::new(
        rect.x - SIDE_GAP,
        rect.y - GAP,
        rect.w + 2.0 * SIDE_GAP,
        rect.h + 2.0 * GAP,
    )
}

fn put_in_all(rooms: &mut [&mut Room], block: &Block, rect: Rect, anchor: Anchor, leader: Option<(Pt, Pt)>) {
    for room in rooms {
        room.put(Placed {
            block: block.clone(),
            rect,
            anchor,
            leader,
            names: None,
        });
    }
}

/// Where a leader leaves a label for `target`: the middle of a side, or a point of a long side straight towards it.
fn attachment(rect: &Rect, target: Pt) -> Pt {
    let (cx, cy) = rect.center();
    let wide = rect.grown(3.0);
    if target.1 > wide.bottom() || target.1 < wide.y {
        let inset = (rect.w * 0.25).min(40.0);
        let x = target.0.clamp(rect.x + inset, rect.right() - inset);
        (x, if target.1 > cy { wide.bottom() } else { wide.y })
    } else {
        (if target.0 > cx { wide.right() } else { wide.x }, cy)
    }
}

/// Whether the segment a–b meets the box.
pub(super) fn crosses(rect: &Rect, a: Pt, b: Pt) -> bool {
    let (mut t0, mut t1) = (0.0_f64, 1.0_f64);
    for (p, q) in [
        (a.0 - b.0, a.0 - rect.x),
        (b.0 - a.0, rect.right() - a.0),
        (a.1 - b.1, a.1 - rect.y),
        (b.1 - a.1, rect.bottom() - a.1),
    ] {
        if p == 0.0 {
            if q < 0.0 {
                return false;
            }
        } else if p < 0.0 {
            t0 = t0.max(q / p);
        } else {
            t1 = t1.min(q / p);
        }
    }
    t0 <= t1
}

/// The point of some land farthest from every edge, with that distance: the best of the poles of its pieces on a
/// raster, moved until no step makes it better.
pub(super) fn pole(land: &Named, frame: (f64, f64)) -> Option<(Pt, f64)> {
    let raster = |rings: &[Vec<Pt>]| Raster::of_rings(frame.0, frame.1, rings);
    let area = raster(&land.land).with(&raster(&land.less), |a, b| a && !b);
    let start = match area.pole() {
        Some((at, _)) => at,
        // Less than a cell of the raster: its own point that is nearest to the middle of its box.
        None => middle_of(&land.land)?,
    };
    let far = |p: Pt| {
        if holds(&land.land, p) && !holds(&land.less, p) {
            clearance(land.land.iter().chain(&land.less), p)
        } else {
            0.0
        }
    };
    // Two searches that err differently: cells, and quarters of the largest ring's box.
    let quarters = largest_ring_pole(&land.land).filter(|&p| far(p) > far(start));
    let start = quarters.unwrap_or(start);
    let (mut best, mut most, mut step) = (start, far(start), 2.0);
    while step > 0.05 {
        let around = (0..16).map(|k| f64::from(k) * std::f64::consts::TAU / 16.0);
        let tried = around.map(|angle| (best.0 + step * angle.cos(), best.1 + step * angle.sin()));
        let next = tried
            .map(|p| (far(p), p))
            .fold((most, best), |a, b| if b.0 > a.0 { b } else { a });
        if next.0 > most {
            (most, best) = next;
        } else {
            step /= 2.0;
        }
    }
    Some((best, most))
}

/// The middle of that edge of some rings which is nearest to the middle of their box.
fn middle_of(rings: &[Vec<Pt>]) -> Option<Pt> {
    let center = Bounds::around(rings.iter().flatten().copied())?.center();
    let edges = rings.iter().flat_map(|ring| edges(ring));
    let middles = edges.map(|(a, b)| (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1)));
    let off = |p: &Pt| (p.0 - center.0).hypot(p.1 - center.1);
    middles.min_by(|a, b| off(a).total_cmp(&off(b)))
}

/// The pole of inaccessibility of the largest of some rings, holes and neighbours left out of account.
fn largest_ring_pole(rings: &[Vec<Pt>]) -> Option<Pt> {
    let area = |ring: &&Vec<Pt>| signed_area(std::slice::from_ref(*ring)).abs();
    let ring = rings.iter().max_by(|a, b| area(a).total_cmp(&area(b)))?;
    let polygon = geo_types::Polygon::new(ring.iter().copied().collect(), Vec::new());
    let point = polylabel::polylabel(&polygon, &0.05).ok()?;
    Some((point.x(), point.y()))
}
