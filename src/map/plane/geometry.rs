//! Clipping to a box, in any coordinates.

use crate::math::hypot;

/// A position in the coordinates of the area it is drawn on.
pub(in crate::map) type Pt = (f64, f64);

/// An axis-parallel box: least and greatest x and y.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::map) struct PlaneBounds {
    pub min: Pt,
    pub max: Pt,
}

impl PlaneBounds {
    pub fn new(min: Pt, max: Pt) -> Self {
        Self { min, max }
    }

    /// The smallest box around the points; none if there are none.
    pub fn around(points: impl IntoIterator<Item = Pt>) -> Option<Self> {
        points.into_iter().fold(None, |so_far, p| match so_far {
            None => Some(Self::new(p, p)),
            Some(b) => Some(Self::new(
                (b.min.0.min(p.0), b.min.1.min(p.1)),
                (b.max.0.max(p.0), b.max.1.max(p.1)),
            )),
        })
    }

    pub fn width(&self) -> f64 {
        self.max.0 - self.min.0
    }

    pub fn height(&self) -> f64 {
        self.max.1 - self.min.1
    }

    pub fn center(&self) -> Pt {
        (
            f64::midpoint(self.min.0, self.max.0),
            f64::midpoint(self.min.1, self.max.1),
        )
    }

    /// The smallest box around both.
    pub fn joined(&self, other: &Self) -> Self {
        Self::new(
            (self.min.0.min(other.min.0), self.min.1.min(other.min.1)),
            (self.max.0.max(other.max.0), self.max.1.max(other.max.1)),
        )
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.0 <= other.max.0
            && other.min.0 <= self.max.0
            && self.min.1 <= other.max.1
            && other.min.1 <= self.max.1
    }

    fn holds(&self, other: &Self) -> bool {
        self.min.0 <= other.min.0
            && self.min.1 <= other.min.1
            && self.max.0 >= other.max.0
            && self.max.1 >= other.max.1
    }
}

/// Whether rings hold a position, by the even-odd rule.
pub(in crate::map) fn holds(rings: &[Vec<Pt>], p: Pt) -> bool {
    let mut inside = false;
    for (a, b) in rings.iter().flat_map(|ring| edges(ring)) {
        if (a.1 > p.1) != (b.1 > p.1) && p.0 < a.0 + (b.0 - a.0) * (p.1 - a.1) / (b.1 - a.1) {
            inside = !inside;
        }
    }
    inside
}

/// The edges of a ring, the closing one first.
pub(in crate::map) fn edges(ring: &[Pt]) -> impl Iterator<Item = (Pt, Pt)> {
    let last = ring.last().copied();
    ring.iter().scan(last, |before, &b| {
        let a = before.replace(b)?;
        Some((a, b))
    })
}

/// The area within rings, those that turn the other way taken off.
pub(in crate::map) fn signed_area(rings: &[Vec<Pt>]) -> f64 {
    let twice: f64 = rings
        .iter()
        .flat_map(|ring| edges(ring))
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum();
    twice / 2.0
}

/// How far a position is from the nearest edge of any ring.
pub(in crate::map) fn clearance<'a>(rings: impl Iterator<Item = &'a Vec<Pt>>, p: Pt) -> f64 {
    rings
        .flat_map(|ring| edges(ring))
        .map(|(a, b)| {
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let long = dx * dx + dy * dy;
            let along = (p.0 - a.0) * dx + (p.1 - a.1) * dy;
            let t = if long > 0.0 {
                (along / long).clamp(0.0, 1.0)
            } else {
                0.0
            };
            hypot(p.0 - a.0 - dx * t, p.1 - a.1 - dy * t)
        })
        .fold(f64::INFINITY, f64::min)
}

/// The part of a ring inside the box (Sutherland and Hodgman); parts that fall apart stay joined along its edge.
pub(in crate::map) fn clip_ring(ring: &[Pt], to: &PlaneBounds) -> Vec<Pt> {
    let Some(bounds) = PlaneBounds::around(ring.iter().copied()) else {
        return Vec::new();
    };
    if to.holds(&bounds) {
        return ring.to_vec();
    }
    if !to.overlaps(&bounds) {
        return Vec::new();
    }
    let left = clip_half(ring, |p| p.0 - to.min.0);
    let right = clip_half(&left, |p| to.max.0 - p.0);
    let low = clip_half(&right, |p| p.1 - to.min.1);
    clip_half(&low, |p| to.max.1 - p.1)
}

/// Keeps what lies where `inside` is not negative; it must be linear.
fn clip_half(ring: &[Pt], inside: impl Fn(Pt) -> f64) -> Vec<Pt> {
    let mut kept = Vec::with_capacity(ring.len());
    let Some(&last) = ring.last() else {
        return kept;
    };
    let mut a = last;
    for &b in ring {
        let (da, db) = (inside(a), inside(b));
        if (da < 0.0) != (db < 0.0) {
            // From the inner end, so that both neighbours of a shared edge find the same point.
            kept.push(if da >= 0.0 {
                between(a, b, da / (da - db))
            } else {
                between(b, a, db / (db - da))
            });
        }
        if db >= 0.0 {
            kept.push(b);
        }
        a = b;
    }
    kept
}

fn between(a: Pt, b: Pt, t: f64) -> Pt {
    (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
}

/// The parts of a line inside the box (Liang and Barsky), joined where they follow on.
pub(in crate::map) fn clip_line(line: &[Pt], to: &PlaneBounds) -> Vec<Vec<Pt>> {
    let mut parts: Vec<Vec<Pt>> = Vec::new();
    let mut joined = false;
    for pair in line.windows(2) {
        let Some((t0, t1)) = inside_range(pair[0], pair[1], to) else {
            joined = false;
            continue;
        };
        let (start, end) = (between(pair[0], pair[1], t0), between(pair[0], pair[1], t1));
        match parts.last_mut() {
            Some(part) if joined && t0 <= 0.0 => part.push(end),
            _ => parts.push(vec![start, end]),
        }
        joined = t1 >= 1.0;
    }
    parts
}

/// The range of the segment a–b inside the box, as fractions of it.
fn inside_range(a: Pt, b: Pt, to: &PlaneBounds) -> Option<(f64, f64)> {
    let (mut t0, mut t1) = (0.0_f64, 1.0_f64);
    let d = (b.0 - a.0, b.1 - a.1);
    for (p, q) in [
        (-d.0, a.0 - to.min.0),
        (d.0, to.max.0 - a.0),
        (-d.1, a.1 - to.min.1),
        (d.1, to.max.1 - a.1),
    ] {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            t0 = t0.max(q / p);
        } else {
            t1 = t1.min(q / p);
        }
    }
    (t0 < t1).then_some((t0, t1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_and_a_line_are_cut_at_the_box() {
        let to = PlaneBounds::new((0.0, 0.0), (10.0, 10.0));
        let ring = clip_ring(&[(-5.0, 2.0), (5.0, 2.0), (5.0, 8.0), (-5.0, 8.0)], &to);
        let around = PlaneBounds::around(ring).unwrap();
        assert_eq!((around.min, around.max), ((0.0, 2.0), (5.0, 8.0)));
        let parts = clip_line(
            &[(-1.0, 5.0), (5.0, 5.0), (5.0, 20.0), (8.0, 20.0), (8.0, 5.0)],
            &to,
        );
        assert_eq!(
            parts,
            [
                vec![(0.0, 5.0), (5.0, 5.0), (5.0, 10.0)],
                vec![(8.0, 10.0), (8.0, 5.0)]
            ]
        );
    }
}
