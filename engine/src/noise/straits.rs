//! Straits: where two stretches of an outline come near each other. Land without one has no narrow place.

use geo::{BoundingRect, Intersects};
use geo_types::{Coord, Line, Point, Polygon, Rect};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree, RTreeObject};

use crate::measure::flat;
use crate::model::rings;

/// An edge of an outline: where it is.
#[derive(Debug, Clone, Copy)]
struct EdgePlace {
    ring: usize,
    edge: usize,
    /// The way along the ring from its first position to the start of the edge, in metres.
    starts_m: f64,
}

type Edge = GeomWithData<Line, EdgePlace>;

/// How long a ring is.
struct Extent {
    edges: usize,
    length_m: f64,
}

/// Boxes about where edges, by pairs, have places nearer than `width_m` metres to one another, with `way_m` or more from
/// one to the other along the outline, the shorter way round. Edges that follow one another, as at a tip, make no strait
/// by themselves, but are part of the one they lead to. None where there are more than `most`.
pub(super) fn straits(flat: &Polygon, width_m: f64, way_m: f64, most: usize) -> Option<Vec<Rect>> {
    let (edges, extents) = edges(flat);
    let edges = RTree::bulk_load(edges);
    let (mut straits, mut tips) = (Vec::new(), Vec::new());
    for one in &edges {
        let order = |edge: &Edge| (edge.data.ring, edge.data.edge);
        let near = edges.locate_in_envelope_intersecting(&grown(one.envelope(), width_m));
        for other in near.filter(|other| order(one) < order(other)) {
            let ring = &extents[one.data.ring];
            if nearest_m(one, other, ring, way_m) >= width_m {
                continue;
            }
            if follow(one.data, other.data, ring) {
                tips.push(between(one, other, width_m));
            } else {
                straits.push(between(one, other, width_m));
            }
            if straits.len() > most {
                return None;
            }
        }
    }
    tips.retain(|tip| straits.iter().any(|strait| strait.intersects(tip)));
    straits.append(&mut tips);
    Some(straits)
}

fn follow(earlier: EdgePlace, later: EdgePlace, ring: &Extent) -> bool {
    earlier.ring == later.ring && [1, ring.edges - 1].contains(&(later.edge - earlier.edge))
}

fn edges(flat: &Polygon) -> (Vec<Edge>, Vec<Extent>) {
    let (mut edges, mut extents) = (Vec::new(), Vec::new());
    for (ring, line) in rings(flat).enumerate() {
        let mut starts_m = 0.0;
        for (edge, line) in line.lines().enumerate() {
            edges.push(Edge::new(line, EdgePlace { ring, edge, starts_m }));
            starts_m += flat::edge_length(&line);
        }
        extents.push(Extent {
            edges: line.0.len() - 1,
            length_m: starts_m,
        });
    }
    (edges, extents)
}

fn grown(envelope: AABB<Point>, by: f64) -> AABB<Point> {
    let by = Point::new(by, by);
    AABB::from_corners(envelope.lower() - by, envelope.upper() + by)
}

/// What is within `width_m` of two edges, in either direction: where they are as near as that.
fn between(one: &Edge, other: &Edge, width_m: f64) -> Rect {
    let [a, b] = [one, other].map(|edge| edge.geom().bounding_rect());
    let low = |a: f64, b: f64| a.max(b) - width_m;
    let high = |a: f64, b: f64| a.min(b) + width_m;
    Rect::new(
        (low(a.min().x, b.min().x), low(a.min().y, b.min().y)),
        (high(a.max().x, b.max().x), high(a.max().y, b.max().y)),
    )
}

/// How near two edges come in places that are `way_m` or more apart along their ring.
fn nearest_m(one: &Edge, other: &Edge, ring: &Extent, way_m: f64) -> f64 {
    let (earlier, later) = (one.data, other.data);
    if earlier.ring != later.ring {
        return flat::between_edges(one.geom(), other.geom());
    }
    let end_m = |edge: &Edge| edge.data.starts_m + flat::edge_length(edge.geom());
    let onward_m = later.starts_m - end_m(one);
    let back_m = ring.length_m - end_m(other) + earlier.starts_m;
    let (from, to) = if onward_m <= back_m {
        (one, other)
    } else {
        (other, one)
    };
    let away = Line::new(from.geom().end, from.geom().start);
    legs_nearest_m(away, *to.geom(), way_m - onward_m.min(back_m))
}

/// How near two legs, which do not cross, come in places that are `walked_m` or more from their starts, both ways added up.
///
/// They are nearest where one place is an end of its leg, or both are no farther than asked for.
fn legs_nearest_m(one: Line, other: Line, walked_m: f64) -> f64 {
    if walked_m <= 0.0 {
        return flat::between_edges(&one, &other);
    }
    let [length, others] = [one, other].map(|leg| flat::edge_length(&leg));
    if walked_m > length + others {
        return f64::INFINITY;
    }
    let (least, most) = ((walked_m - others).max(0.0), walked_m.min(length));
    let apart = |m: f64| at(one, m) - at(other, walked_m - m);
    let no_farther = flat::to_edge(Coord::zero(), &Line::new(apart(least), apart(most)));
    let from_place = |leg: Line, place: Coord, from_m: f64| {
        let rest = Line::new(at(leg, from_m.max(0.0)), leg.end);
        flat::to_edge(place, &rest)
    };
    let from_start = |leg: Line, start: Coord, long_m: f64| {
        if walked_m > long_m {
            return f64::INFINITY;
        }
        from_place(leg, start, walked_m)
    };
    [
        from_place(other, one.end, walked_m - length),
        from_place(one, other.end, walked_m - others),
        from_start(other, one.start, others),
        from_start(one, other.start, length),
    ]
    .into_iter()
    .fold(no_farther, f64::min)
}

fn at(leg: Line, m: f64) -> Coord {
    let length = flat::edge_length(&leg);
    if length > 0.0 {
        leg.start + leg.delta() * (m / length)
    } else {
        leg.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::sin_cos;

    fn land(corners: &[(f64, f64)]) -> Polygon {
        Polygon::new(corners.to_vec().into(), vec![])
    }

    fn has_strait(flat: &Polygon, width_m: f64, way_m: f64) -> bool {
        !straits(flat, width_m, way_m, usize::MAX).unwrap().is_empty()
    }

    #[test]
    fn a_thread_on_a_block_is_a_strait_all_along() {
        let thread = land(&[
            (0., 0.),
            (4., 0.),
            (4., 2.),
            (14., 2.),
            (14., 2.5),
            (4., 2.5),
            (4., 6.),
            (0., 6.),
        ]);
        let found = straits(&thread, 0.6, 2.0, 9).unwrap();
        let covers = |x: f64| found.iter().any(|b| b.min().x <= x && x <= b.max().x);
        assert!(covers(4.0) && covers(9.0) && covers(14.0), "{found:?}");
        assert!(found.iter().all(|b| b.min().x > 3.0), "{found:?}");
        assert_eq!(straits(&thread, 0.6, 2.0, 0), None, "more than none");
        assert!(!has_strait(&thread, 0.4, 2.0), "wider");
        assert!(!has_strait(&thread, 0.6, 25.0), "shorter");
    }

    #[test]
    fn a_strait_reaches_to_its_tip() {
        let needle = land(&[
            (0., 0.),
            (4., 0.),
            (4., 2.),
            (14., 2.2),
            (4., 2.5),
            (4., 6.),
            (0., 6.),
        ]);
        let found = straits(&needle, 0.6, 2.0, 9).unwrap();
        assert!(found.iter().any(|b| b.max().x >= 14.0), "{found:?}");
    }

    #[test]
    fn a_bend_drawn_with_small_steps_is_none() {
        let round: Vec<(f64, f64)> = (0..720)
            .map(|n| sin_cos(f64::from(n) / 360.0 * std::f64::consts::PI))
            .collect();
        assert!(!has_strait(&land(&round), 0.3, 0.4));
        // An obtuse corner with a short edge in it.
        let corner = land(&[(0., 0.), (10., 0.), (10.2, 0.1), (15., 8.), (0., 8.)]);
        assert!(!has_strait(&corner, 1.5, 2.0));
        // A sharp one has its edges one after the other.
        assert!(!has_strait(&land(&[(0., 0.), (40., 0.), (40., 3.)]), 0.5, 2.0));
        // With its tip cut off they are on either side of an edge.
        let blunt = land(&[(0.2, 0.), (40., 0.), (40., 3.), (0.2, 0.015)]);
        assert!(has_strait(&blunt, 0.5, 2.0));
    }

    #[test]
    fn rings_that_touch_are_a_strait() {
        let hole = vec![(5., 0.), (6., 2.), (4., 2.), (5., 0.)];
        let shell = vec![(0., 0.), (5., 0.), (10., 0.), (10., 9.), (0., 9.), (0., 0.)];
        let touching = Polygon::new(shell.into(), vec![hole.into()]);
        assert!(has_strait(&touching, 0.1, 0.2));
        let pinched = land(&[(0., 0.), (5., 4.), (10., 0.), (10., 9.), (5., 4.), (0., 9.)]);
        assert!(has_strait(&pinched, 0.1, 0.2));
    }

    #[test]
    fn legs_are_as_near_as_the_best_of_many_places() {
        let leg = |start: (f64, f64), end: (f64, f64)| Line::new(Coord::from(start), Coord::from(end));
        let pairs = [
            [leg((0., 0.), (5., 0.)), leg((0.5, 0.), (3., 4.))],
            [leg((0., 0.), (5., 0.)), leg((0.5, 0.5), (4., 0.2))],
            [leg((0., 0.), (1., 0.)), leg((0.5, 0.5), (9., 0.2))],
            [leg((0., 0.), (3., 3.)), leg((1., 0.), (4., 2.))],
        ];
        for ([one, other], walked) in pairs
            .into_iter()
            .flat_map(|pair| [0.5, 1.5, 4.0].map(|w| (pair, w)))
        {
            let steps = |leg: Line| {
                let length = flat::edge_length(&leg);
                (0..=400).map(move |n| length * f64::from(n) / 400.0)
            };
            let mut best = f64::INFINITY;
            for s in steps(one) {
                for t in steps(other).filter(|t| s + t >= walked) {
                    best = best.min(flat::distance(at(one, s), at(other, t)));
                }
            }
            let found = legs_nearest_m(one, other, walked);
            assert!(
                (found - best).abs() < 0.03 && found < best + 1e-9,
                "{found} {best}"
            );
        }
    }
}
