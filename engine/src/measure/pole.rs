//! The pole of inaccessibility of a polygon in a plane: the position inside that is farthest from all edges, found by
//! squares, the most promising first (Agafonkin, *A new algorithm for finding a visual center of a polygon*, 2016).
//!
//! As many squares as such a search takes follow the polygon's shape and not its size: a strip or a spiral takes millions. So no
//! more than [`MOST_SQUARES`] are looked at, and fewer where each takes long. Where
//! they do not suffice, the pole is the best of the positions looked at, and of some more that are inside for sure.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use geo::{Area as _, BoundingRect, Centroid};
use geo_types::{Coord, Polygon, Rect};

use super::chains::{Chains, crossing};

/// The most squares that are looked at; land that is no strip takes some hundreds.
const MOST_SQUARES: usize = 20_000;
/// The most edges and boxes of edges that are looked at for them.
const MOST_LOOKS: usize = 8_000_000;
/// So many edges and boxes are looked at, and of each edge so many more, to tell whether a circle fits into a polygon: moving its
/// outline inward takes longer.
const LOOKS: usize = 5_000;
const LOOKS_AN_EDGE: usize = 50;
/// So many squares at most lie along a polygon at first.
const MOST_ALONG: f64 = 64.0;
/// So many lines are drawn across the polygon where squares do not suffice.
const SCAN_LINES: u32 = 16;

/// The pole of a polygon, to within `precision`, and how far it is from the nearest edge, in the unit of the polygon. None if
/// the polygon has no area or is not finite, or the precision is not above 0.
pub fn pole(polygon: &Polygon, precision: f64) -> Option<(Coord, f64)> {
    let bounds = polygon.bounding_rect()?;
    let sides = [bounds.width(), bounds.height()];
    let is_land =
        polygon.signed_area().abs() > 0.0 && sides.iter().all(|side| side.is_finite() && *side > 0.0);
    if !is_land || precision.is_nan() || precision <= 0.0 {
        return None;
    }
    let outline = Chains::of(polygon);
    let best = Search::of(&outline, polygon, bounds)?.run(precision);
    let best = match best {
        Ok(best) if best.distance > 0.0 => best,
        Ok(best) | Err(best) => inside(&outline, bounds)
            .map(|at| Square::new(at, 0.0, &outline))
            .fold(best, |best, other| {
                if other.distance > best.distance {
                    other
                } else {
                    best
                }
            }),
    };
    Some((best.center, best.distance))
}

/// Whether some position in a polygon is so far from all edges; none where the polygon is no land, or where it takes long to
/// tell.
pub fn holds(polygon: &Polygon, distance: f64) -> Option<bool> {
    let bounds = polygon.bounding_rect()?;
    if bounds.width().min(bounds.height()) < 2.0 * distance {
        return Some(false);
    }
    let outline = Chains::of(polygon);
    Search::of(&outline, polygon, bounds)?.finds(distance)
}

/// Positions inside: the middles of the widest stretches of lines across.
fn inside(outline: &Chains, bounds: Rect) -> impl Iterator<Item = Coord> + '_ {
    (0..SCAN_LINES).filter_map(move |n| {
        let share = (f64::from(n) + 0.5) / f64::from(SCAN_LINES);
        let y = bounds.min().y + bounds.height() * share;
        let edges = outline.edges().iter();
        let crossed = edges.filter(|edge| (edge.start.y > y) != (edge.end.y > y));
        let mut at: Vec<f64> = crossed.map(|edge| crossing(edge, y)).collect();
        at.sort_unstable_by(f64::total_cmp);
        let stretches = at.chunks_exact(2).map(|ends| (ends[1] - ends[0], ends[0]));
        let (width, west) = stretches.max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(Coord {
            x: west + width / 2.0,
            y,
        })
    })
}

/// A square, and how far from the edges positions in it may be.
#[derive(Debug, Clone, Copy)]
struct Square {
    center: Coord,
    half_side: f64,
    /// Of the centre.
    distance: f64,
    /// Of any position in it, at most.
    most: f64,
}

impl Square {
    fn new(center: Coord, half_side: f64, outline: &Chains) -> Self {
        let distance = outline.distance(center);
        Self {
            center,
            half_side,
            distance,
            most: distance + half_side * std::f64::consts::SQRT_2,
        }
    }
}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Square {}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> Ordering {
        self.most.total_cmp(&other.most)
    }
}

/// The squares that are still to be looked into.
struct Search<'a> {
    outline: &'a Chains,
    squares: BinaryHeap<Square>,
    best: Square,
    /// How many squares there were.
    count: usize,
}

impl<'a> Search<'a> {
    /// Squares as wide as the polygon is narrow, or larger.
    fn of(outline: &'a Chains, polygon: &Polygon, bounds: Rect) -> Option<Self> {
        let (width, height) = (bounds.width(), bounds.height());
        let side = width.min(height).max(width.max(height) / MOST_ALONG);
        let [columns, rows] = [width, height].map(|length| (length / side).ceil() as usize);
        let places = (0..columns).flat_map(|x| (0..rows).map(move |y| (x, y)));
        let half = side / 2.0;
        let origin = bounds.min();
        let square = |(x, y): (usize, usize)| {
            let center = Coord {
                x: origin.x + x as f64 * side + half,
                y: origin.y + y as f64 * side + half,
            };
            Square::new(center, half, outline)
        };
        let of_land = Square::new(polygon.centroid()?.0, 0.0, outline);
        let of_bounds = Square::new(bounds.center(), 0.0, outline);
        let is_first = of_bounds.distance < of_land.distance;
        let mut squares = BinaryHeap::new();
        squares.extend(places.map(square));
        Some(Self {
            outline,
            best: if is_first { of_bounds } else { of_land },
            count: squares.len(),
            squares,
        })
    }

    /// The best centre, an error if there were too many squares to be sure.
    fn run(mut self, precision: f64) -> Result<Square, Square> {
        while let Some(square) = self.squares.pop() {
            if square.distance > self.best.distance {
                self.best = square;
            }
            if square.most - self.best.distance <= precision {
                continue;
            }
            if self.outline.looks() > MOST_LOOKS || self.count > MOST_SQUARES {
                return Err(self.best);
            }
            self.quarter(square);
        }
        Ok(self.best)
    }

    /// Whether a position has that distance from all edges; none if that takes more looks than for each edge some.
    fn finds(mut self, distance: f64) -> Option<bool> {
        let most = LOOKS + LOOKS_AN_EDGE * self.outline.len();
        while let Some(square) = self.squares.pop() {
            if square.distance.max(self.best.distance) >= distance {
                return Some(true);
            }
            if square.most < distance {
                return Some(false);
            }
            if self.outline.looks() > most {
                return None;
            }
            self.quarter(square);
        }
        Some(false)
    }

    /// Puts the quarters of a square among those to be looked into.
    fn quarter(&mut self, square: Square) {
        let half = square.half_side / 2.0;
        let quarters = [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)].map(|(x, y)| {
            let center = Coord {
                x: square.center.x + x * half,
                y: square.center.y + y * half,
            };
            Square::new(center, half, self.outline)
        });
        self.squares.extend(quarters);
        self.count += quarters.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{cos, sin};
    use geo_types::LineString;

    fn polygon(points: &[(f64, f64)]) -> Polygon {
        Polygon::new(LineString::from(points.to_vec()), vec![])
    }

    #[test]
    fn the_pole_is_the_centre_of_the_largest_circle() {
        let l = polygon(&[(0., 0.), (4., 0.), (4., 1.), (1., 1.), (1., 4.), (0., 4.)]);
        let (at, distance) = pole(&l, 0.01).unwrap();
        assert!((0.55..0.62).contains(&distance), "{at:?} {distance}");
        let hole = LineString::from(vec![(1., 1.), (1., 9.), (9., 9.), (9., 1.), (1., 1.)]);
        let ring = Polygon::new(
            polygon(&[(0., 0.), (10., 0.), (10., 10.), (0., 10.)])
                .exterior()
                .clone(),
            vec![hole],
        );
        let (_, distance) = pole(&ring, 0.01).unwrap();
        assert!((0.5..0.6).contains(&distance), "{distance}");
    }

    #[test]
    fn a_circle_fits_that_is_no_wider_than_the_widest_place() {
        let l = polygon(&[(0., 0.), (4., 0.), (4., 1.), (1., 1.), (1., 4.), (0., 4.)]);
        let (_, widest) = pole(&l, 1e-6).unwrap();
        for (distance, fits) in [
            (0.1, true),
            (widest - 0.05, true),
            (widest + 0.05, false),
            (3.0, false),
        ] {
            assert_eq!(holds(&l, distance), Some(fits), "{distance}");
        }
    }

    #[test]
    fn what_is_no_land_has_no_pole() {
        assert_eq!(pole(&polygon(&[(0., 0.), (1., 1.), (0., 0.)]), 0.1), None);
        assert_eq!(pole(&polygon(&[(0., 0.), (1., 0.), (f64::NAN, 1.)]), 0.1), None);
        let square = polygon(&[(0., 0.), (1., 0.), (1., 1.), (0., 1.)]);
        assert_eq!(
            [0.0, -1.0, f64::NAN].map(|precision| pole(&square, precision)),
            [None; 3]
        );
    }

    /// Shapes that a search by squares alone would fill with millions of them, as wide as they are and with their widest place.
    fn shapes() -> Vec<(&'static str, Polygon, f64)> {
        let hair = polygon(&[(0., 0.), (1., 0.), (1., 1e-9), (0., 1e-9)]);
        let slanted = polygon(&[(0., 0.), (1., 1.), (1., 1.0 + 1e-6), (0., 1e-6)]);
        let teeth = 10_000;
        let mut comb = vec![(f64::from(2 * teeth), -1.0), (0.0, -1.0)];
        for tooth in 0..teeth {
            let x = f64::from(2 * tooth);
            comb.extend([(x, 1e4), (x + 1.0, 1e4), (x + 1.0, 0.0), (x + 2.0, 0.0)]);
        }
        let turns = 400.0;
        let along = |radius: f64, share: f64| {
            let angle = share * turns * std::f64::consts::TAU;
            let far = radius + share * turns;
            (far * cos(angle), far * sin(angle))
        };
        let steps = 20_000;
        let shares = || (0..=steps).map(|n| f64::from(n) / f64::from(steps));
        let outer = shares().map(|share| along(1.5, share));
        let inner = shares().rev().map(|share| along(1.0, share));
        let spiral: Vec<(f64, f64)> = outer.chain(inner).collect();
        let rays = 5_000;
        let star = (0..2 * rays).map(|n| {
            let angle = std::f64::consts::PI * f64::from(n) / f64::from(rays);
            let far = if n % 2 == 0 { 1e6 } else { 1.0 };
            (far * cos(angle), far * sin(angle))
        });
        let circle = |far: f64| {
            let points = (0..=1_000).map(move |n| {
                let angle = std::f64::consts::TAU * f64::from(n) / 1_000.0;
                (far * cos(angle), far * sin(angle))
            });
            LineString::from(points.collect::<Vec<_>>())
        };
        let thin_ring = Polygon::new(circle(2e7), vec![circle(2e7 - 100.0)]);
        vec![
            ("hair", hair, 1e-9),
            ("slanted strip", slanted, 0.7e-6),
            ("comb", polygon(&comb), 1.2),
            ("spiral", polygon(&spiral), 0.5),
            ("star", polygon(&star.collect::<Vec<_>>()), 2.0),
            ("thin ring", thin_ring, 100.0),
        ]
    }

    #[test]
    fn any_shape_is_answered_by_its_vertices() {
        for (name, shape, width) in shapes() {
            let start = std::time::Instant::now();
            let (at, distance) = pole(&shape, shape.unsigned_area().sqrt() / 64.0).unwrap();
            let took = start.elapsed();
            let found = 2.0 * distance / width;
            assert!(
                (0.1..1.1).contains(&found),
                "{name}: {found} of its width at {at:?}"
            );
            assert!(took.as_secs() < 10, "{name}: {took:?}");
            println!("{name}: {found:.3} {took:?}");
        }
    }
}
