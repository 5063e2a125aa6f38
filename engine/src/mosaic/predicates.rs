//! Exact predicates on grid positions.
//!
//! Coordinates stay below 2^39 grid units, so products of two differences fit 78 bits and those of three 118: `i128`
//! holds every intermediate value.

use std::cmp::Ordering;

use crate::model::GridPoint;

/// How near, in grid units along either axis, segments must come to be looked at together.
pub(super) const REACH: i64 = 2;

/// A rectangle: smallest and largest coordinate on each axis, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) low: [i64; 2],
    pub(super) high: [i64; 2],
}

impl Bounds {
    /// The bounds of a segment whose first end is not right of its second.
    pub(super) fn of([a, b]: [GridPoint; 2]) -> Self {
        Self {
            low: [a.x, a.y.min(b.y)],
            high: [b.x, a.y.max(b.y)],
        }
    }

    /// The bounds of both.
    pub(super) fn union(self, other: Self) -> Self {
        let each = |with: fn(i64, i64) -> i64, a: [i64; 2], b: [i64; 2]| [with(a[0], b[0]), with(a[1], b[1])];
        Self {
            low: each(i64::min, self.low, other.low),
            high: each(i64::max, self.high, other.high),
        }
    }

    /// The bounds of all that is within a distance along the axes.
    pub(super) fn grown(self, by: i64) -> Self {
        Self {
            low: self.low.map(|at| at - by),
            high: self.high.map(|at| at + by),
        }
    }

    /// Whether the two share a position or lie next to each other.
    pub(super) fn is_beside(&self, other: Self) -> bool {
        (0..2).all(|axis| self.low[axis] - 1 <= other.high[axis] && other.low[axis] <= self.high[axis] + 1)
    }

    pub(super) fn contains(&self, p: GridPoint) -> bool {
        self.low[0] <= p.x && p.x <= self.high[0] && self.low[1] <= p.y && p.y <= self.high[1]
    }
}

/// Twice the signed area of the triangle a, b, c: positive where c lies left of a → b.
pub(super) fn cross(a: GridPoint, b: GridPoint, c: GridPoint) -> i128 {
    product(b.x - a.x, c.y - a.y) - product(b.y - a.y, c.x - a.x)
}

pub(super) fn product(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

/// The order of the positions by longitude, then latitude.
pub(super) fn by_position(a: GridPoint, b: GridPoint) -> Ordering {
    (a.x, a.y).cmp(&(b.x, b.y))
}

/// Whether the open pixel around `p`, one grid unit wide, is crossed by the segment a–b. `p` must lie in the
/// segment's bounding box.
pub(super) fn passes_through_pixel(a: GridPoint, b: GridPoint, p: GridPoint) -> bool {
    let reach = (b.x - a.x).abs() + (b.y - a.y).abs();
    2 * cross(a, b, p).abs() < i128::from(reach)
}

/// Whether the segment a–b may come within so many grid units, along the axes, of `p`; never no where it does.
pub(super) fn comes_within(units: i64, a: GridPoint, b: GridPoint, p: GridPoint) -> bool {
    let reach = (b.x - a.x).abs() + (b.y - a.y).abs();
    Bounds::of([a, b]).grown(units).contains(p) && cross(a, b, p).abs() <= product(units, reach)
}

/// The grid position nearest to the crossing of a–b and c–d, if they cross at a position inside both.
pub(super) fn crossing([a, b]: [GridPoint; 2], [c, d]: [GridPoint; 2]) -> Option<GridPoint> {
    let (side_c, side_d) = (cross(a, b, c).signum(), cross(a, b, d).signum());
    if side_c * side_d >= 0 {
        return None;
    }
    let (from_a, from_b) = (cross(c, d, a), cross(c, d, b));
    if from_a.signum() * from_b.signum() >= 0 {
        return None;
    }
    // a + (b − a)·t with t = from_a / (from_a − from_b), rounded half up.
    let (num, den) = if from_a > from_b {
        (from_a, from_a - from_b)
    } else {
        (-from_a, from_b - from_a)
    };
    let along = |delta: i64| (2 * i128::from(delta) * num + den).div_euclid(2 * den) as i64;
    Some(GridPoint {
        x: a.x + along(b.x - a.x),
        y: a.y + along(b.y - a.y),
    })
}

/// The order of two directions by angle, counter-clockwise from east (0° first, then up to 360°).
pub(super) fn by_angle(u: GridPoint, v: GridPoint) -> Ordering {
    let lower_half = |p: GridPoint| p.y < 0 || (p.y == 0 && p.x < 0);
    lower_half(u)
        .cmp(&lower_half(v))
        .then_with(|| (product(v.x, u.y) - product(v.y, u.x)).cmp(&0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: i64, y: i64) -> GridPoint {
        GridPoint { x, y }
    }

    #[test]
    fn crossing_rounds_to_the_nearest_position_and_needs_insides() {
        assert_eq!(
            crossing([at(0, 0), at(10, 10)], [at(0, 10), at(10, 0)]),
            Some(at(5, 5))
        );
        assert_eq!(
            crossing([at(0, 0), at(10, 3)], [at(4, -5), at(4, 9)]),
            Some(at(4, 1))
        );
        assert_eq!(
            crossing([at(0, 0), at(10, 0)], [at(5, 0), at(5, 9)]),
            None,
            "touching is no crossing"
        );
        assert_eq!(crossing([at(0, 0), at(10, 0)], [at(11, -1), at(11, 1)]), None);
    }

    #[test]
    fn the_widest_coordinates_do_not_overflow() {
        let (w, e, s, n) = (-180_000_000_000, 180_000_000_000, -90_000_000_000, 90_000_000_000);
        assert_eq!(
            crossing([at(w, s), at(e, n)], [at(w, n), at(e, s)]),
            Some(at(0, 0))
        );
    }

    #[test]
    fn angles_turn_counter_clockwise_from_east() {
        let mut turned = [
            at(1, 0),
            at(5, 1),
            at(0, 3),
            at(-2, 2),
            at(-7, 0),
            at(-1, -1),
            at(0, -4),
            at(3, -1),
        ];
        let expected = turned;
        turned.reverse();
        turned.sort_by(|&u, &v| by_angle(u, v));
        assert_eq!(turned, expected);
    }

    #[test]
    fn a_pixel_is_open() {
        assert!(passes_through_pixel(at(0, 0), at(10, 1), at(4, 0)));
        assert!(
            !passes_through_pixel(at(0, 0), at(2, 2), at(1, 2)),
            "it passes at one unit"
        );
        assert!(
            !passes_through_pixel(at(0, 0), at(1, 1), at(0, 1)),
            "the corner alone is not inside"
        );
    }
}
