//! What can be asked of a closed ring on the grid, and done with it, exactly.

use crate::model::{GridPoint, doubled_area, side};

/// The edges of a chain, one after another.
pub(super) fn edges(chain: &[GridPoint]) -> impl Iterator<Item = (GridPoint, GridPoint)> + '_ {
    chain.iter().copied().zip(chain.iter().copied().skip(1))
}

/// The westernmost, easternmost, southernmost and northernmost positions; the origin if there are none.
pub(super) fn outermost(ring: &[GridPoint]) -> [GridPoint; 4] {
    let least = |key: fn(&GridPoint) -> i64| ring.iter().copied().min_by_key(key).unwrap_or_default();
    [least(|p| p.x), least(|p| -p.x), least(|p| p.y), least(|p| -p.y)]
}

/// Which way a ring runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Winding {
    /// As shells do; the area is positive.
    CounterClockwise,
    /// As holes do; the area is negative.
    Clockwise,
}

impl Winding {
    /// Whether a ring of this signed area runs the other way.
    pub(super) fn is_against(self, area: i128) -> bool {
        match self {
            Self::CounterClockwise => area < 0,
            Self::Clockwise => area > 0,
        }
    }
}

/// The ring in this winding; none if it encloses nothing.
pub(super) fn wound(mut ring: Vec<GridPoint>, winding: Winding) -> Option<Vec<GridPoint>> {
    let area = doubled_area(&ring);
    if area == 0 && encloses_nothing(&ring) {
        return None;
    }
    if winding.is_against(area) {
        ring.reverse();
    }
    Some(ring)
}

/// Whether it encloses nothing: all on one line, or every edge also run backwards.
///
/// A figure of eight with equal lobes has a signed area of 0 but encloses land, so the area alone does not tell.
pub(super) fn is_collapsed(ring: &[GridPoint]) -> bool {
    doubled_area(ring) == 0 && encloses_nothing(ring)
}

fn encloses_nothing(ring: &[GridPoint]) -> bool {
    is_straight(ring) || is_retraced(ring)
}

fn is_straight(ring: &[GridPoint]) -> bool {
    let Some((a, rest)) = ring.split_first() else {
        return true;
    };
    let Some(b) = rest.iter().find(|p| *p != a) else {
        return true;
    };
    rest.iter().all(|p| side(*a, *b, *p) == 0)
}

fn is_retraced(ring: &[GridPoint]) -> bool {
    let mut forwards: Vec<_> = edges(ring).map(|(a, b)| (a.x_y(), b.x_y())).collect();
    let mut backwards: Vec<_> = forwards.iter().map(|(a, b)| (*b, *a)).collect();
    forwards.sort_unstable();
    backwards.sort_unstable();
    forwards == backwards
}

/// Drops positions that repeat the one before; which they were, by their places before.
pub(super) fn drop_repeats(points: &mut Vec<GridPoint>) -> Vec<(usize, GridPoint)> {
    let repeats = edges(points).enumerate().filter(|(_, (a, b))| a == b);
    let repeats: Vec<_> = repeats.map(|(i, (_, b))| (i + 1, b)).collect();
    if !repeats.is_empty() {
        points.dedup();
    }
    repeats
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(i64, i64)]) -> Vec<GridPoint> {
        points.iter().map(|&(x, y)| GridPoint { x, y }).collect()
    }

    #[test]
    fn area_is_signed_by_winding() {
        let mut square = ring(&[(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]);
        assert_eq!(doubled_area(&square), 8);
        square.reverse();
        assert_eq!(doubled_area(&square), -8);
    }

    #[test]
    fn only_rings_that_enclose_nothing_are_collapsed() {
        assert!(is_collapsed(&ring(&[(0, 0), (2, 2), (1, 1), (0, 0)])));
        assert!(is_collapsed(&ring(&[(1, 1)])));
        // A tree walked there and back.
        assert!(is_collapsed(&ring(&[
            (0, 0),
            (2, 0),
            (3, 1),
            (2, 0),
            (3, -1),
            (2, 0),
            (0, 0)
        ])));
        // A figure of eight.
        let eight = ring(&[(0, 0), (2, 2), (2, 0), (0, 2), (0, 0)]);
        assert_eq!(doubled_area(&eight), 0);
        assert!(!is_collapsed(&eight));
        assert!(!is_collapsed(&ring(&[(0, 0), (1, 0), (0, 1), (0, 0)])));
    }

    #[test]
    fn rings_are_wound_as_asked() {
        let square = ring(&[(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]);
        let back: Vec<_> = square.iter().rev().copied().collect();
        for given in [&square, &back] {
            let wound = |winding| wound(given.clone(), winding);
            assert_eq!(wound(Winding::CounterClockwise).as_ref(), Some(&square));
            assert_eq!(wound(Winding::Clockwise).as_ref(), Some(&back));
        }
        assert_eq!(wound(ring(&[(0, 0), (2, 2), (0, 0)]), Winding::Clockwise), None);
    }

    #[test]
    fn repeats_are_dropped_and_counted() {
        let mut points = ring(&[(0, 0), (1, 0), (1, 0), (1, 0), (0, 0)]);
        let repeats: Vec<usize> = drop_repeats(&mut points).into_iter().map(|(at, _)| at).collect();
        assert_eq!(repeats.len(), 2);
        assert_eq!(repeats[0], 2);
        assert_eq!(points, ring(&[(0, 0), (1, 0), (0, 0)]));
        assert!(drop_repeats(&mut points).is_empty());
    }
}
