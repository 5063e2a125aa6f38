//! Rectangles of the page, in layout pixels.

use crate::map::plane::geometry::Pt;

/// Backend units in one layout pixel.
pub const SUBPIXELS: i32 = 16;

/// A rectangle in layout pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    pub(in crate::map) fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    pub(in crate::map) fn right(&self) -> f64 {
        self.x + self.w
    }

    pub(in crate::map) fn bottom(&self) -> f64 {
        self.y + self.h
    }

    pub(in crate::map) fn center(&self) -> (f64, f64) {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Grown by `by` on every side.
    pub(in crate::map) fn grown(&self, by: f64) -> Self {
        Self::new(self.x - by, self.y - by, self.w + 2.0 * by, self.h + 2.0 * by)
    }

    pub(in crate::map) fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    pub(in crate::map) fn holds(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && self.right() >= other.right()
            && self.bottom() >= other.bottom()
    }
}

pub(in crate::map) fn moved(rect: Rect, (x, y): (f64, f64)) -> Rect {
    Rect::new(rect.x + x, rect.y + y, rect.w, rect.h)
}

/// Whether the segment a–b meets the box.
pub(in crate::map) fn crosses(rect: &Rect, a: Pt, b: Pt) -> bool {
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
