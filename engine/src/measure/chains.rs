//! The edges of a polygon in a hierarchy of boxes: how far a position is from the nearest, and whether it is inside.
//!
//! Edges that follow one another are near one another, so half of a ring, and half of that half, have boxes that part them well
//! without any sorting. A ray crosses a chain of edges that lies wholly beyond its start an odd number of times just
//! if the ends of the chain are on both sides of it, so that such a chain is told by its ends.

use std::cell::Cell;

use geo_types::{Coord, Line, LineString, Polygon, Rect};

use super::flat;
use crate::model::rings;

/// So many edges that follow one another are looked at one by one.
const LEAF: usize = 4;

/// The edges of a polygon.
pub(super) struct Chains {
    edges: Vec<Line>,
    root: Option<Chain>,
    /// How many edges and boxes were looked at so far.
    looks: Cell<usize>,
}

/// Edges that follow one another, or whole rings.
struct Chain {
    bounds: Rect,
    /// The heights of where it starts and ends; of rings the same.
    ends: [f64; 2],
    parts: Parts,
}

enum Parts {
    /// Edges, from one up to another.
    Edges(usize, usize),
    Chains(Box<[Chain; 2]>),
}

/// What is known of a position so far.
struct Place {
    at: Coord,
    is_inside: bool,
    /// How far the nearest edge is.
    least: f64,
    looks: usize,
}

impl Chains {
    pub(super) fn of(polygon: &Polygon) -> Self {
        let mut edges = Vec::new();
        let mut of_rings = Vec::new();
        for ring in rings(polygon) {
            let first = edges.len();
            edges.extend(ring.lines());
            if edges.len() > first {
                of_rings.push(Chain::of_edges(&edges, first, edges.len()));
            }
        }
        Self {
            root: Chain::of_rings(of_rings),
            edges,
            looks: Cell::new(0),
        }
    }

    /// How many edges there are.
    pub(super) fn len(&self) -> usize {
        self.edges.len()
    }

    /// How many edges and boxes were looked at so far: how long all took, on any machine.
    pub(super) fn looks(&self) -> usize {
        self.looks.get()
    }

    pub(super) fn edges(&self) -> &[Line] {
        &self.edges
    }

    /// How far a position is from the nearest edge; negative outside.
    pub(super) fn distance(&self, at: Coord) -> f64 {
        let mut place = Place {
            at,
            is_inside: false,
            least: f64::INFINITY,
            looks: 0,
        };
        if let Some(root) = &self.root {
            root.look(root.off(at), &self.edges, &mut place);
        }
        self.looks.set(self.looks.get() + place.looks);
        if place.is_inside {
            place.least
        } else {
            -place.least
        }
    }
}

impl Chain {
    fn of_edges(edges: &[Line], first: usize, last: usize) -> Self {
        if last - first > LEAF {
            let middle = usize::midpoint(first, last);
            let parts = [(first, middle), (middle, last)];
            return Self::of_parts(parts.map(|(first, last)| Self::of_edges(edges, first, last)));
        }
        let lines = &edges[first..last];
        let line = LineString::new(lines.iter().flat_map(|line| [line.start, line.end]).collect());
        let least = |of: fn(&Coord) -> f64| line.0.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&Coord) -> f64| line.0.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (x, y) = (|at: &Coord| at.x, |at: &Coord| at.y);
        Self {
            bounds: Rect::new((least(x), least(y)), (most(x), most(y))),
            ends: [lines[0].start.y, lines[lines.len() - 1].end.y],
            parts: Parts::Edges(first, last),
        }
    }

    /// Rings, by where they are.
    fn of_rings(mut of_rings: Vec<Self>) -> Option<Self> {
        if of_rings.len() < 2 {
            return of_rings.pop();
        }
        let all = of_rings.iter().map(|ring| ring.bounds).reduce(joined)?;
        let by = if all.width() > all.height() {
            |at: Coord| at.x
        } else {
            |at: Coord| at.y
        };
        let middle = of_rings.len() / 2;
        of_rings.select_nth_unstable_by(middle, |a, b| {
            by(a.bounds.center()).total_cmp(&by(b.bounds.center()))
        });
        let rest = of_rings.split_off(middle);
        let both = Self::of_parts([Self::of_rings(of_rings)?, Self::of_rings(rest)?]);
        // Each ends where it starts, so that a ray crosses them an even number of times.
        Some(Self {
            ends: [0.0; 2],
            ..both
        })
    }

    fn of_parts(parts: [Self; 2]) -> Self {
        let [first, last] = &parts;
        Self {
            bounds: joined(first.bounds, last.bounds),
            ends: [first.ends[0], last.ends[1]],
            parts: Parts::Chains(Box::new(parts)),
        }
    }

    /// The square of how far a position is from the box.
    fn off(&self, at: Coord) -> f64 {
        let (low, high) = (self.bounds.min(), self.bounds.max());
        let off = |v: f64, low: f64, high: f64| (low - v).max(v - high).max(0.0);
        let (x, y) = (off(at.x, low.x, high.x), off(at.y, low.y, high.y));
        x * x + y * y
    }

    /// Looks at all that may be nearer than what is known, or east of the position; `off` is [`Self::off`].
    fn look(&self, off: f64, edges: &[Line], place: &mut Place) {
        place.looks += 1;
        let (at, low, high) = (place.at, self.bounds.min(), self.bounds.max());
        let is_far = off >= place.least * place.least;
        let is_beside = at.y < low.y || at.y >= high.y || at.x > high.x;
        if is_far && is_beside {
            return;
        }
        if is_far && at.x < low.x {
            place.is_inside ^= (self.ends[0] > at.y) != (self.ends[1] > at.y);
            return;
        }
        match &self.parts {
            &Parts::Edges(first, last) => {
                place.looks += last - first;
                for edge in &edges[first..last] {
                    place.is_inside ^= !is_beside && is_passed(edge, at);
                    if !is_far {
                        place.least = place.least.min(flat::to_edge(at, edge));
                    }
                }
            }
            Parts::Chains(parts) => {
                let [first, last] = &**parts;
                let offs = [first.off(at), last.off(at)];
                let [one, other] = if offs[0] <= offs[1] {
                    [(first, offs[0]), (last, offs[1])]
                } else {
                    [(last, offs[1]), (first, offs[0])]
                };
                one.0.look(one.1, edges, place);
                other.0.look(other.1, edges, place);
            }
        }
    }
}

fn joined(a: Rect, b: Rect) -> Rect {
    let (low, high) = (a.min(), b.min());
    let min = (low.x.min(high.x), low.y.min(high.y));
    let (low, high) = (a.max(), b.max());
    Rect::new(min, (low.x.max(high.x), low.y.max(high.y)))
}

/// Where an edge passes a parallel.
pub(super) fn crossing(line: &Line, y: f64) -> f64 {
    let (a, b) = (line.start, line.end);
    (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x
}

/// Whether an edge passes east of a position.
fn is_passed(line: &Line, at: Coord) -> bool {
    ((line.start.y > at.y) != (line.end.y > at.y)) && at.x < crossing(line, at.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{cos, sin};
    use geo::Intersects;
    use geo_types::Point;

    #[test]
    fn boxes_tell_what_all_edges_tell() {
        let circle = |x: f64, y: f64, far: f64| {
            let points = (0..=40).map(|n| {
                let angle = std::f64::consts::TAU * f64::from(n % 40) / 40.0;
                let far = far * (1.0 + 0.3 * f64::from(n % 3));
                (x + far * cos(angle), y + far * sin(angle))
            });
            LineString::from(points.collect::<Vec<_>>())
        };
        let holes = (0..25).map(|n| circle(f64::from(n % 5) * 3.0 - 6.0, f64::from(n / 5) * 3.0 - 6.0, 1.0));
        let polygon = Polygon::new(circle(0.0, 0.0, 12.0), holes.collect());
        let chains = Chains::of(&polygon);
        let mut inside = 0;
        for n in 0..4_000 {
            // Heights of corners are among them.
            let at = Coord {
                x: f64::from(n * 37 % 400) / 12.0 - 17.0,
                y: f64::from(n % 73) / 2.0 - 18.0,
            };
            let nearest = chains.edges().iter().map(|edge| flat::to_edge(at, edge));
            let nearest = nearest.fold(f64::INFINITY, f64::min);
            let distance = chains.distance(at);
            assert_eq!(distance.abs().to_bits(), nearest.to_bits(), "{at:?}");
            if nearest > 1e-9 {
                assert_eq!(distance > 0.0, polygon.intersects(&Point(at)), "{at:?}");
                inside += usize::from(distance > 0.0);
            }
        }
        assert!(inside > 500, "{inside}");
        assert!(chains.looks() < 4_000 * chains.len() / 4, "{}", chains.looks());
    }
}
