//! Noding: edges are cut where they cross or touch, so that afterwards they meet at their ends only.
//!
//! This is snap rounding (Hobby, *Practical segment intersection with finite precision output*, Comput. Geom. 1999;
//! repeated as in Halperin & Packer, *Iterated snap rounding*, 2002). A crossing is rounded to the nearest grid
//! position; every edge that passes through its pixel, or through the pixel of another edge's end, is bent to it.
//! Bending moves an edge by at most half a grid unit (0.06 mm) a pass, and may make it touch others, so passes repeat,
//! over changed edges only, until nothing moves.
//!
//! It ends soon, after two to eight passes: bent edges hardly ever cross anew, so the first pass finds all positions at
//! which edges are cut but a stray one. And it ends at all: a cut lies in the edge's bounding box and is no end of it,
//! so the parts' |Δx| + |Δy| add up to the whole's and each is at least one grid unit.
//!
//! Contract: afterwards no end of an edge lies in the open pixel that another edge passes through, and no two edges
//! share more than an end. A noded set is unchanged by noding it again.

use rayon::prelude::*;

use super::edges::{Edges, Piece};
use super::predicates::{by_position, crossing, passes_through_pixel};
use crate::model::GridPoint;

/// Cuts edges until they meet at ends only.
pub(super) fn node(mut edges: Edges) -> Edges {
    let mut fresh = vec![true; edges.len()];
    loop {
        let cuts = find_cuts(edges.ends(), &fresh);
        if cuts.is_empty() {
            return edges;
        }
        let cut = apply_cuts(&edges, &cuts);
        fresh = not_in(cut.ends(), &uncut(edges.ends(), &cuts));
        edges = cut;
    }
}

/// A position at which an edge must be cut.
type Cut = (u32, GridPoint);

/// All cuts that pairs of edges ask of each other, and all that those positions ask of others, sorted by edge, then
/// along the edge.
///
/// Pairs of which neither edge is fresh were looked at in an earlier pass.
fn find_cuts(ends: &[(GridPoint, GridPoint)], fresh: &[bool]) -> Vec<Cut> {
    let mut cuts = Search { ends, fresh }.everywhere();
    if !cuts.is_empty() {
        // A crossing is a new end: whatever else passes through its pixel must be bent to it in the same pass, or
        // bent and unbent edges cross anew, over and over. A position is searched for as an edge without length.
        let mut places: Vec<GridPoint> = cuts.iter().map(|cut| cut.1).collect();
        places.par_sort_unstable_by(|&p, &q| by_position(p, q));
        places.dedup();
        let fresh = [vec![false; ends.len()], vec![true; places.len()]].concat();
        let ends: Vec<_> = ends
            .iter()
            .copied()
            .chain(places.into_iter().map(|p| (p, p)))
            .collect();
        let more = Search {
            ends: &ends,
            fresh: &fresh,
        };
        cuts.extend(more.everywhere());
    }
    let along = |edge: u32, p: GridPoint| {
        let (from, to) = ends[edge as usize];
        // Ascending from `from`: positions along an edge are monotone in x and in y.
        (
            p.x - from.x,
            if to.y < from.y { from.y - p.y } else { p.y - from.y },
        )
    };
    cuts.par_sort_unstable_by_key(|&(edge, p)| (edge, along(edge, p)));
    cuts.dedup();
    cuts
}

/// A half-open rectangle of the plane.
#[derive(Debug, Clone, Copy)]
struct Cell {
    min: [i64; 2],
    max: [i64; 2],
}

/// Finds pairs of edges whose boxes meet, by halving the plane until few edges are left in a cell.
struct Search<'a> {
    ends: &'a [(GridPoint, GridPoint)],
    fresh: &'a [bool],
}

const FEW: usize = 48;
const MAX_DEPTH: usize = 48;
const WORTH_A_THREAD: usize = 4096;

impl Search<'_> {
    fn everywhere(&self) -> Vec<Cut> {
        let all = Cell {
            min: [i64::MIN; 2],
            max: [i64::MAX; 2],
        };
        self.cell((0..self.ends.len() as u32).collect(), all, 0)
    }

    /// The box of an edge: smallest and largest coordinate on each axis.
    fn bounds(&self, edge: u32) -> [[i64; 2]; 2] {
        let (from, to) = self.ends[edge as usize];
        [[from.x, from.y.min(to.y)], [to.x, from.y.max(to.y)]]
    }

    fn cell(&self, members: Vec<u32>, cell: Cell, depth: usize) -> Vec<Cut> {
        if !members.iter().any(|&e| self.fresh[e as usize]) {
            return Vec::new();
        }
        if members.len() > FEW
            && depth < MAX_DEPTH
            && let Some((axis, at)) = self.split_place(&members)
        {
            return self.halves(members, cell, depth, axis, at);
        }
        self.pairs(members, cell)
    }

    /// The axis along which the members spread widest, and the mean of their middles on it; none if halving there
    /// would put most of them on both sides.
    fn split_place(&self, members: &[u32]) -> Option<(usize, i64)> {
        let (mut min, mut max, mut sum) = ([i64::MAX; 2], [i64::MIN; 2], [0_i128; 2]);
        for &edge in members {
            let [low, high] = self.bounds(edge);
            for axis in 0..2 {
                let middle = low[axis].midpoint(high[axis]);
                min[axis] = min[axis].min(middle);
                max[axis] = max[axis].max(middle);
                sum[axis] += i128::from(middle);
            }
        }
        let widest = usize::from(max[1] - min[1] > max[0] - min[0]);
        [widest, 1 - widest].into_iter().find_map(|axis| {
            let at = sum[axis].div_euclid(members.len() as i128) as i64;
            let both = members.iter().filter(|&&e| {
                let [low, high] = self.bounds(e);
                low[axis] < at && high[axis] >= at
            });
            (both.count() * 3 < members.len() && min[axis] < at).then_some((axis, at))
        })
    }

    fn halves(&self, members: Vec<u32>, cell: Cell, depth: usize, axis: usize, at: i64) -> Vec<Cut> {
        let (mut low_cell, mut high_cell) = (cell, cell);
        low_cell.max[axis] = at;
        high_cell.min[axis] = at;
        let count = members.len();
        let low: Vec<u32> = members
            .iter()
            .copied()
            .filter(|&e| self.bounds(e)[0][axis] < at)
            .collect();
        let mut high = members;
        high.retain(|&e| self.bounds(e)[1][axis] >= at);
        let search_low = || self.cell(low, low_cell, depth + 1);
        let search_high = || self.cell(high, high_cell, depth + 1);
        let (mut cuts, more) = if count > WORTH_A_THREAD {
            rayon::join(search_low, search_high)
        } else {
            (search_low(), search_high())
        };
        cuts.extend(more);
        cuts
    }

    /// Tests all pairs whose boxes meet, swept by longitude. A pair belongs to the cell that holds the lowest corner
    /// of the boxes' intersection, so that no cell repeats another's work.
    fn pairs(&self, mut members: Vec<u32>, cell: Cell) -> Vec<Cut> {
        members.sort_unstable_by_key(|&e| (self.ends[e as usize].0.x, e));
        let mut cuts = Vec::new();
        for (i, &e) in members.iter().enumerate() {
            let [e_low, e_high] = self.bounds(e);
            for &f in &members[i + 1..] {
                let [f_low, f_high] = self.bounds(f);
                if f_low[0] > e_high[0] {
                    break;
                }
                let corner = [f_low[0], e_low[1].max(f_low[1])];
                let meet = corner[1] <= e_high[1].min(f_high[1]);
                let owned =
                    (0..2).all(|axis| cell.min[axis] <= corner[axis] && corner[axis] < cell.max[axis]);
                if meet && owned && (self.fresh[e as usize] || self.fresh[f as usize]) {
                    self.pair(e, f, &mut cuts);
                }
            }
        }
        cuts
    }

    /// The cuts that two edges ask of each other. Where one passes through the pixel of the other's end, that end is
    /// where they meet: a crossing beside it would be a second meeting, an artefact of earlier snapping. If they cross
    /// elsewhere, their parts do so in the next pass.
    fn pair(&self, e: u32, f: u32, cuts: &mut Vec<Cut>) {
        let ((a, b), (c, d)) = (self.ends[e as usize], self.ends[f as usize]);
        let known = cuts.len();
        for (edge, (from, to), p) in [(e, (a, b), c), (e, (a, b), d), (f, (c, d), a), (f, (c, d), b)] {
            if p != from && p != to && in_box(from, to, p) && passes_through_pixel(from, to, p) {
                cuts.push((edge, p));
            }
        }
        if cuts.len() > known {
            return;
        }
        if let Some(p) = crossing(a, b, c, d) {
            cuts.extend(
                [(e, a, b), (f, c, d)]
                    .iter()
                    .filter(|(_, s, t)| p != *s && p != *t)
                    .map(|&(i, ..)| (i, p)),
            );
        }
    }
}

fn in_box(a: GridPoint, b: GridPoint, p: GridPoint) -> bool {
    a.x <= p.x && p.x <= b.x && a.y.min(b.y) <= p.y && p.y <= a.y.max(b.y)
}

fn apply_cuts(edges: &Edges, cuts: &[Cut]) -> Edges {
    let mut pieces = Vec::with_capacity(edges.len() + cuts.len());
    let mut rest = cuts;
    for edge in 0..edges.len() {
        let here = rest.iter().take_while(|cut| cut.0 as usize == edge).count();
        let (mine, others) = rest.split_at(here);
        rest = others;
        let mut from = edges.from(edge);
        for to in mine.iter().map(|cut| cut.1).chain([edges.to(edge)]) {
            pieces.extend(
                edges
                    .tags(edge)
                    .iter()
                    .filter_map(|&tag| Piece::new(from, to, tag)),
            );
            from = to;
        }
    }
    Edges::merge(pieces)
}

/// The ends of the edges that nothing cuts. An edge that was cut is fresh if it turns up again, as a part of another:
/// its cuts are wanted still.
fn uncut(ends: &[(GridPoint, GridPoint)], cuts: &[Cut]) -> Vec<(GridPoint, GridPoint)> {
    let mut cuts = cuts.iter().map(|cut| cut.0 as usize).peekable();
    let is_uncut = |edge: &usize| {
        let mut found = false;
        while cuts.next_if_eq(edge).is_some() {
            found = true;
        }
        !found
    };
    (0..ends.len()).filter(is_uncut).map(|edge| ends[edge]).collect()
}

/// For each of the sorted `ends`, whether the sorted `known` lacks it.
fn not_in(ends: &[(GridPoint, GridPoint)], known: &[(GridPoint, GridPoint)]) -> Vec<bool> {
    let mut known = known.iter().peekable();
    ends.iter()
        .map(|end| {
            let order = |k: &(GridPoint, GridPoint)| by_position(k.0, end.0).then(by_position(k.1, end.1));
            while known.next_if(|k| order(k).is_lt()).is_some() {}
            known.peek().is_none_or(|k| order(k).is_ne())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::edges::Tag;
    use super::*;

    type Position = (i64, i64);

    /// Edges of rings of their own, noded.
    fn noded(edges: &[(Position, Position)]) -> Vec<(Position, Position)> {
        let at = |(x, y)| GridPoint { x, y };
        let piece = |(ring, &(a, b)): (usize, &(Position, Position))| {
            let ring = ring as u32;
            Piece::new(at(a), at(b), Tag { ring, turn: 1 })
        };
        let pieces = edges.iter().enumerate().filter_map(piece).collect();
        let position = |p: GridPoint| (p.x, p.y);
        let noded = node(Edges::merge(pieces));
        noded
            .ends()
            .iter()
            .map(|e| (position(e.0), position(e.1)))
            .collect()
    }

    /// Crossings of bent with unbent edges used to breed new ones, some twelve a pass, for millions of passes.
    #[test]
    fn thin_slivers_are_cut_at_ends_and_first_crossings_only() {
        let tip = |i: i64| (i * 7 + i * i * 3) % 40;
        let edges: Vec<_> = (0..40)
            .map(|i| ((tip(i), tip(i + 5)), (1_000_000_000 - tip(i + 1), tip(i + 3))))
            .collect();
        let mut places: BTreeSet<Position> = edges.iter().flat_map(|e| [e.0, e.1]).collect();
        let at = |(x, y)| GridPoint { x, y };
        for (a, b) in &edges {
            for (c, d) in &edges {
                places.extend(crossing(at(*a), at(*b), at(*c), at(*d)).map(|p| (p.x, p.y)));
            }
        }
        let noded = noded(&edges);
        assert!(
            noded
                .iter()
                .all(|e| places.contains(&e.0) && places.contains(&e.1))
        );
    }

    #[test]
    fn an_edge_that_turns_up_again_is_cut_again() {
        // The last edge is bent to both ends of the third, but not to (1, 0), to which the third is bent.
        let edges = [
            ((0, 0), (1, 0)),
            ((1, 0), (2, 1)),
            ((0, 0), (2, 1)),
            ((-1, 0), (3, 2)),
        ];
        assert_eq!(
            noded(&edges),
            [
                ((-1, 0), (0, 0)),
                ((0, 0), (1, 0)),
                ((1, 0), (2, 1)),
                ((2, 1), (3, 2)),
            ]
        );
    }
}
