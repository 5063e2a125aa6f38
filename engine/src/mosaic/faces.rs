//! Faces: the edges' two sides joined into cycles, and the cycles into the pieces of the plane they bound.
//!
//! Every edge gives two *half-edges*, `2·edge` along it and `2·edge + 1` back; each has a face on its left. The next
//! half-edge around a face is the first one clockwise from the way back (Müller & Preparata 1978; the doubly
//! connected edge list). A cycle with land on its inside bounds a face from outside; every other cycle is the outer
//! rim of a connected part of the arrangement and lies inside the face just below its lowest-left position.
//!
//! Contract: edges are noded. Face 0 is the unbounded one; the others are numbered by the first half-edge on their
//! outer cycle.

use super::below::edges_below;
use super::edges::Ends;
use super::grouping::Grouped;
use super::predicates::{by_angle, by_position, product};
use crate::model::GridPoint;

/// Which faces there are and how edges bound them.
#[derive(Debug)]
pub(super) struct Faces {
    /// Per half-edge, the face on its left.
    pub(super) of_half: Vec<u32>,
    /// Per half-edge, the next around the face on its left.
    pub(super) next: Vec<u32>,
    /// By face, a half-edge of each of its cycles; face 0 may have none, every other has one at least.
    pub(super) cycles: Grouped<u32>,
    /// How many, the unbounded one included.
    pub(super) count: usize,
}

/// Joins noded edges into faces.
pub(super) fn build(positions: &[GridPoint], ends: &[Ends]) -> Faces {
    let next = next_around_faces(positions, ends);
    let (mut of_half, cycles) = trace(positions, ends, &next);
    let (face_of_cycle, count) = faces(positions, ends, &of_half, &cycles);
    for face in &mut of_half {
        *face = face_of_cycle[*face as usize];
    }
    let firsts = face_of_cycle.iter().zip(&cycles);
    let firsts = firsts.map(|(&face, cycle)| (face as usize, cycle.first));
    Faces {
        cycles: Grouped::new(count, firsts),
        of_half,
        next,
        count,
    }
}

/// Where a half-edge starts.
fn start(ends: &[Ends], half: u32) -> u32 {
    ends.as_flattened()[half as usize]
}

fn next_around_faces(positions: &[GridPoint], ends: &[Ends]) -> Vec<u32> {
    let halves = ends.as_flattened().iter().zip(0..);
    let mut around = Grouped::new(positions.len(), halves.map(|(&end, half)| (end as usize, half)));
    let position = |half: u32| positions[start(ends, half) as usize];
    let direction = |half: u32| position(half ^ 1) - position(half);
    // The order of two around a vertex is all the same.
    around.sort_each(3, |&g, &h| by_angle(direction(g), direction(h)));
    let mut next = vec![0; 2 * ends.len()];
    for vertex in 0..around.count() {
        let fan = around.of(vertex);
        let mut clockwise = fan.last().copied().unwrap_or_default();
        for &outgoing in fan {
            next[(outgoing ^ 1) as usize] = clockwise;
            clockwise = outgoing;
        }
    }
    next
}

/// A cycle of half-edges.
struct Cycle {
    first: u32,
    /// Twice the enclosed planar area in grid units, positive where the land lies inside.
    doubled_area: i128,
    lowest: GridPoint,
}

/// The cycle of every half-edge, and the cycles, numbered by their first half-edge.
fn trace(positions: &[GridPoint], ends: &[Ends], next: &[u32]) -> (Vec<u32>, Vec<Cycle>) {
    const NONE: u32 = u32::MAX;
    let mut of_half = vec![NONE; next.len()];
    let mut cycles = Vec::new();
    for first in 0..next.len() as u32 {
        if of_half[first as usize] != NONE {
            continue;
        }
        let mut a = positions[start(ends, first) as usize];
        let mut cycle = Cycle {
            first,
            doubled_area: 0,
            lowest: a,
        };
        let mut half = first;
        while of_half[half as usize] == NONE {
            of_half[half as usize] = cycles.len() as u32;
            let b = positions[start(ends, half ^ 1) as usize];
            cycle.doubled_area += product(a.x, b.y) - product(a.y, b.x);
            if by_position(a, cycle.lowest).is_lt() {
                cycle.lowest = a;
            }
            half = next[half as usize];
            a = b;
        }
        cycles.push(cycle);
    }
    (of_half, cycles)
}

/// The face of every cycle, and how many faces there are.
fn faces(
    positions: &[GridPoint],
    ends: &[Ends],
    cycle_of_half: &[u32],
    cycles: &[Cycle],
) -> (Vec<u32>, usize) {
    let mut face = vec![0; cycles.len()];
    let mut count = 1;
    for (cycle, face) in cycles.iter().zip(&mut face) {
        if cycle.doubled_area > 0 {
            *face = count;
            count += 1;
        }
    }
    let mut rims: Vec<usize> = (0..cycles.len())
        .filter(|&c| cycles[c].doubled_area <= 0)
        .collect();
    // What lies below a rim starts further left, so its own face is known by then.
    rims.sort_by(|&c, &d| by_position(cycles[c].lowest, cycles[d].lowest));
    let lowest: Vec<GridPoint> = rims.iter().map(|&c| cycles[c].lowest).collect();
    let below = edges_below(positions, ends, &lowest);
    for (rim, below) in rims.into_iter().zip(below) {
        // The left of from → to is the upper side.
        face[rim] = below.map_or(0, |edge| face[cycle_of_half[2 * edge as usize] as usize]);
    }
    (face, count as usize)
}
