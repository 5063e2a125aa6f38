//! Which parts of a panel are taken, and what a box there would hide.

use crate::map::labels::block::PlacedLabel;
use crate::map::plane::geometry::Pt;
use crate::map::plane::raster::PixelRaster;
use crate::map::plane::rect::{Rect, crosses};

/// Room kept around every label, above and below.
pub(in crate::map) const GAP: f64 = 5.0;

/// Room kept on either side, so that two labels do not read as one.
const SIDE_GAP: f64 = 13.0;

/// Room kept to the frame of the panel.
const MARGIN: f64 = 8.0;

/// What is taken in one panel.
#[derive(Debug, Clone)]
pub(in crate::map) struct LabelSpace {
    pub frame: Rect,
    /// Width and height of the panel.
    size: (f64, f64),
    /// Lines on the map, by how much they disturb a text over them.
    pub lines: PixelRaster,
    /// Land that the map is about; labels of other things keep off it.
    pub focus: PixelRaster,
    /// Water and named places, which a box in a corner should not hide.
    pub context: PixelRaster,
    /// All land that somebody holds.
    pub land: PixelRaster,
    /// Places that a box must not hide.
    pub dots: Vec<Pt>,
    pub taken: Vec<Rect>,
    /// Boxes that stand on the map.
    insets: Vec<Rect>,
    pub leaders: Vec<(Pt, Pt)>,
    pub labels: Vec<PlacedLabel>,
}

impl LabelSpace {
    pub fn new(w: f64, h: f64) -> Self {
        Self {
            frame: Rect::new(0.0, 0.0, w, h),
            size: (w, h),
            lines: PixelRaster::new(w, h),
            focus: PixelRaster::new(w, h),
            context: PixelRaster::new(w, h),
            land: PixelRaster::new(w, h),
            dots: Vec::new(),
            taken: Vec::new(),
            insets: Vec::new(),
            leaders: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// Width and height of the panel.
    pub fn size(&self) -> (f64, f64) {
        self.size
    }

    /// Keeps a box free of labels.
    /// Keeps labels and boxes within a part of the map.
    #[cfg(feature = "page")]
    pub fn keep_within(&mut self, frame: Rect) {
        self.frame = frame;
    }

    pub fn take(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    pub fn is_free(&self, rect: &Rect) -> bool {
        let wide = wide(rect);
        self.frame.grown(-MARGIN).holds(rect)
            && self.taken.iter().all(|t| !t.overlaps(&wide))
            && self.leaders.iter().all(|&(a, b)| !crosses(&wide, a, b))
    }

    pub fn put(&mut self, placed: PlacedLabel) {
        self.taken.push(placed.rect);
        self.leaders.extend(placed.leader);
        self.labels.push(placed);
    }

    /// Keeps room for a box that stands on the map.
    pub fn place_inset(&mut self, rect: Rect) {
        self.taken.push(rect);
        self.insets.push(rect);
    }

    /// Whether a box on the map hides the spot, or touches a dot of this radius there.
    pub fn is_hidden(&self, (x, y): Pt, radius: f64) -> bool {
        let dot = Rect::new(x - radius, y - radius, 2.0 * radius, 2.0 * radius);
        self.insets.iter().any(|b| b.overlaps(&dot))
    }

    /// What a box would hide; none if it would hide land that the map is about, a place or another box.
    fn hides(&self, rect: &Rect) -> Option<f64> {
        let near = rect.grown(GAP);
        let holds = |&(x, y): &Pt| near.grown(6.0).overlaps(&Rect::new(x, y, 0.0, 0.0));
        let taken = self.taken.iter().any(|t| t.overlaps(&near));
        let taken = taken || self.focus.under(&near).0 > 0.0 || self.dots.iter().any(holds);
        (!taken)
            .then(|| self.lines.share(rect) + 2.0 * self.context.share(rect) + 0.6 * self.land.share(rect))
    }
}

/// From a box on the map to the frame.
const INSET: f64 = 10.0;

/// From one spot that is tried along the frame to the next.
const ALONG: f64 = 40.0;

/// The spot along the frame where a box hides least in all spaces: a corner if it can be, the lower right one first;
/// none if it would hide something of the land that the map is about, or a place, everywhere.
pub(in crate::map) fn free_spot(spaces: &[&LabelSpace], (w, h): (f64, f64)) -> Option<Rect> {
    let frame = spaces.first()?.frame;
    let (left, top) = (frame.x + INSET, frame.y + INSET);
    let (right, low) = (frame.right() - w - INSET, frame.bottom() - h - INSET);
    if right < left || low < top {
        return None;
    }
    let corners = [(right, low), (left, low), (right, top), (left, top)];
    let corners = corners
        .into_iter()
        .enumerate()
        .map(|(n, at)| (at, n as f64 * 0.02));
    let steps = |first: f64, last: f64| {
        (1..)
            .map(move |k| first + f64::from(k) * ALONG)
            .take_while(move |v| *v < last)
    };
    let along = steps(left, right).flat_map(|x| [(x, low), (x, top)]);
    let along = along.chain(steps(top, low).flat_map(|y| [(right, y), (left, y)]));
    let mut best: Option<(f64, Rect)> = None;
    for ((x, y), mut cost) in corners.chain(along.map(|at| (at, 0.15))) {
        let rect = Rect::new(x, y, w, h);
        let hidden: Option<f64> = spaces.iter().map(|space| space.hides(&rect)).sum();
        let Some(hidden) = hidden else { continue };
        cost += hidden;
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, rect));
        }
    }
    best.map(|(_, rect)| rect)
}

impl LabelSpace {
    /// Free, but for the box of the label's own dot.
    pub fn is_free_but(&self, rect: &Rect, own: &Rect) -> bool {
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
