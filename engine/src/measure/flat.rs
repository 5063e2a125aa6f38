//! Lengths and distances in a plane, in its unit.
//!
//! `geo` measures the same by the platform's `hypot`; here basic operations make results the same on every machine.

use geo::{BoundingRect, Intersects};
use geo_types::{Coord, Line, LineString, Polygon, Rect};

use crate::math::hypot;
use crate::model::rings;

/// The distance of two positions.
#[inline]
pub fn distance(a: Coord, b: Coord) -> f64 {
    hypot(a.x - b.x, a.y - b.y)
}

/// The length of an edge.
#[inline]
pub fn edge_length(edge: &Line) -> f64 {
    distance(edge.start, edge.end)
}

/// The length of a line or ring.
pub fn length(line: &LineString) -> f64 {
    line.lines().map(|edge| edge_length(&edge)).sum()
}

/// The distance of a position from an edge.
#[inline]
pub fn to_edge(at: Coord, edge: &Line) -> f64 {
    let (run, off) = (edge.delta(), at - edge.start);
    let long = run.x * run.x + run.y * run.y;
    let along = off.x * run.x + off.y * run.y;
    if along <= 0.0 {
        hypot(off.x, off.y)
    } else if along >= long {
        distance(at, edge.end)
    } else {
        (off.y * run.x - off.x * run.y).abs() / long.sqrt()
    }
}

/// The distance of two edges; 0 where they meet.
pub fn between_edges(a: &Line, b: &Line) -> f64 {
    if a.intersects(b) {
        return 0.0;
    }
    [(a.start, b), (a.end, b), (b.start, a), (b.end, a)]
        .into_iter()
        .map(|(at, edge)| to_edge(at, edge))
        .fold(f64::INFINITY, f64::min)
}

/// Whether a line comes as near to land as `reach`, or onto it.
pub fn is_within(line: &LineString, land: &Polygon, reach: f64) -> bool {
    let Some(bounds) = land.bounding_rect() else {
        return false;
    };
    let by = Coord { x: reach, y: reach };
    let around = Rect::new(bounds.min() - by, bounds.max() + by);
    let is_near = |edge: &Line| {
        let mut borders = rings(land).flat_map(LineString::lines);
        edge.intersects(land) || borders.any(|border| between_edges(edge, &border) <= reach)
    };
    let mut edges = line.lines();
    edges.any(|edge| edge.bounding_rect().intersects(&around) && is_near(&edge))
}

/// The length of a line without its detail: straight from end to end, unless a position is farther off than `detail`; then
/// by way of the farthest one (Douglas & Peucker, *Algorithms for the reduction of the number of points*, 1973).
pub fn length_without(detail: f64, line: &[Coord]) -> f64 {
    let mut length = 0.0;
    let mut open = vec![line];
    while let Some(part) = open.pop() {
        let &[first, .., last] = part else {
            continue;
        };
        let straight = Line::new(first, last);
        let off = |at: usize| to_edge(part[at], &straight);
        let inner = (1..part.len() - 1).map(|at| (off(at), at));
        match inner.max_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((farthest, at)) if farthest > detail => open.extend([&part[at..], &part[..=at]]),
            _ => length += edge_length(&straight),
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use geo::{Distance, Euclidean, Length as _, Simplify};
    use proptest::prelude::*;

    use super::*;

    fn positions(count: usize) -> impl Strategy<Value = Vec<Coord>> {
        let position =
            (-8..8_i32, -8..8_i32).prop_map(|(x, y)| Coord::from((f64::from(x), f64::from(y) / 3.0)));
        proptest::collection::vec(position, count)
    }

    proptest! {
        #[test]
        #[expect(clippy::disallowed_methods, reason = "what the platform says is what this is near to")]
        fn distances_are_those_of_geo(at in positions(8), reach in 0.1..4.0_f64) {
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-13 * (1.0 + b.abs());
            let (a, b) = (Line::new(at[0], at[1]), Line::new(at[2], at[3]));
            prop_assert!(near(distance(at[0], at[1]), Euclidean.distance(at[0], at[1])));
            prop_assert!(near(to_edge(at[4], &a), Euclidean.distance(at[4], &a)));
            prop_assert!(near(between_edges(&a, &b), Euclidean.distance(&a, &b)));
            let (line, land) = (LineString::new(at[..3].to_vec()), Polygon::new(at[3..].to_vec().into(), vec![]));
            prop_assert!(near(length(&line), Euclidean.length(&line)));
            let least = Euclidean.distance(&line, &land);
            prop_assume!((least - reach).abs() > 1e-9);
            prop_assert_eq!(is_within(&line, &land, reach), least <= reach);
        }

        #[test]
        #[expect(clippy::disallowed_methods, reason = "what the platform says is what this is near to")]
        fn a_line_without_detail_is_as_long_as_that_of_geo(at in positions(12), detail in 0.1..4.0_f64) {
            let simple = LineString::new(at.clone()).simplify(detail);
            // Of positions equally far off, either may be the one.
            let offs = at.iter().flat_map(|a| at.iter().map(move |b| (*a, *b)));
            let mut offs: Vec<f64> = offs.flat_map(|(a, b)| at.iter().map(move |p| to_edge(*p, &Line::new(a, b)))).collect();
            offs.sort_by(f64::total_cmp);
            let found = length_without(detail, &at);
            let whole = length(&LineString::new(at));
            prop_assert!(found <= whole + 1e-9);
            if simple.0.len() < 4 {
                prop_assert!((found - Euclidean.length(&simple)).abs() < whole);
            }
        }
    }
}
