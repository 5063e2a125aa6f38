//! Faces: the edges' two sides joined into cycles, and the cycles into the pieces of the plane they bound.
//!
//! Every edge gives two *half-edges*, `2·edge` along it and `2·edge + 1` back; each has a face on its left. The next
//! half-edge around a face is the first one clockwise from the way back (Müller & Preparata 1978; the doubly
//! connected edge list). A cycle with land on its inside bounds a face from outside; every other cycle is the outer
//! rim of a connected part of the arrangement and lies inside the face just below its lowest-left position.
//!
//! Contract: edges are noded and sorted by position. Face 0 is the unbounded one; the others are numbered by the
//! first half-edge on their outer cycle.

use rayon::prelude::*;

use super::below::edges_below;
use super::edges::Edges;
use super::predicates::{by_angle, by_position, product};
use crate::model::GridPoint;

/// Which faces there are and how edges bound them.
#[derive(Debug)]
pub(super) struct Faces {
    /// How many, the unbounded one included.
    pub(super) count: usize,
    /// Per edge, the face on the left of from → to.
    pub(super) left: Vec<u32>,
    /// Per edge, the face on the right.
    pub(super) right: Vec<u32>,
    /// Per half-edge, the next around the face on its left.
    pub(super) next: Vec<u32>,
}

/// Joins noded edges into faces.
pub(super) fn build(edges: &Edges) -> Faces {
    let next = next_around_faces(edges);
    let cycles = Cycles::trace(edges, &next);
    let (face_of_cycle, count) = cycles.faces(edges);
    let side = |half: usize| face_of_cycle[cycles.of_half[half] as usize];
    let left = (0..edges.len()).map(|e| side(2 * e)).collect();
    let right = (0..edges.len()).map(|e| side(2 * e + 1)).collect();
    Faces {
        count,
        left,
        right,
        next,
    }
}

fn start(edges: &Edges, half: u32) -> GridPoint {
    let edge = half as usize / 2;
    if half.is_multiple_of(2) {
        edges.from(edge)
    } else {
        edges.to(edge)
    }
}

fn direction(edges: &Edges, half: u32) -> GridPoint {
    start(edges, half ^ 1) - start(edges, half)
}

fn next_around_faces(edges: &Edges) -> Vec<u32> {
    let mut around: Vec<u32> = (0..2 * edges.len() as u32).collect();
    around.par_sort_unstable_by(|&g, &h| {
        by_position(start(edges, g), start(edges, h))
            .then_with(|| by_angle(direction(edges, g), direction(edges, h)))
    });
    let mut next = vec![0; around.len()];
    for fan in around.chunk_by(|&g, &h| start(edges, g) == start(edges, h)) {
        for (i, &outgoing) in fan.iter().enumerate() {
            let clockwise = fan[(i + fan.len() - 1) % fan.len()];
            next[(outgoing ^ 1) as usize] = clockwise;
        }
    }
    next
}

/// The cycles of half-edges, numbered by their first half-edge.
struct Cycles {
    of_half: Vec<u32>,
    list: Vec<Cycle>,
}

struct Cycle {
    /// Twice the enclosed planar area in grid units, positive where the land lies inside.
    doubled_area: i128,
    lowest: GridPoint,
}

impl Cycles {
    fn trace(edges: &Edges, next: &[u32]) -> Self {
        const NONE: u32 = u32::MAX;
        let mut of_half = vec![NONE; next.len()];
        let mut list = Vec::new();
        for first in 0..next.len() {
            if of_half[first] != NONE {
                continue;
            }
            let mut cycle = Cycle {
                doubled_area: 0,
                lowest: start(edges, first as u32),
            };
            let mut half = first;
            while of_half[half] == NONE {
                of_half[half] = list.len() as u32;
                let (a, b) = (start(edges, half as u32), start(edges, half as u32 ^ 1));
                cycle.doubled_area += product(a.x, b.y) - product(a.y, b.x);
                if by_position(a, cycle.lowest).is_lt() {
                    cycle.lowest = a;
                }
                half = next[half] as usize;
            }
            list.push(cycle);
        }
        Self { of_half, list }
    }

    /// The face of every cycle, and how many faces there are.
    fn faces(&self, edges: &Edges) -> (Vec<u32>, usize) {
        let mut face = vec![0; self.list.len()];
        let mut count = 1;
        for (cycle, face) in self.list.iter().zip(&mut face) {
            if cycle.doubled_area > 0 {
                *face = count;
                count += 1;
            }
        }
        let mut rims: Vec<usize> = (0..self.list.len())
            .filter(|&c| self.list[c].doubled_area <= 0)
            .collect();
        // What lies below a rim starts further left, so its own face is known by then.
        rims.sort_by(|&c, &d| by_position(self.list[c].lowest, self.list[d].lowest));
        let lowest: Vec<GridPoint> = rims.iter().map(|&c| self.list[c].lowest).collect();
        let below = edges_below(edges.len(), |e| edges.ends()[e], &lowest);
        for (rim, below) in rims.into_iter().zip(below) {
            // The left of from → to is the upper side.
            face[rim] = below.map_or(0, |edge| face[self.of_half[2 * edge as usize] as usize]);
        }
        (face, count as usize)
    }
}
