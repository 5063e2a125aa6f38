//! The edge straight below a position: how islands find the face they lie in, and places theirs.
//!
//! Positions are put in groups of neighbours by longitude, edges in all groups of which they span a position's
//! longitude; every group is then looked through by itself.

use std::cmp::Ordering;

use super::edges::Ends;
use super::predicates::cross;
use crate::model::GridPoint;
use crate::parallel::prelude::*;

/// How many positions are looked up together.
const GROUP: usize = 16;

/// For each position, the edge next below it, if there is one. Edges meet at ends only.
///
/// The look down is taken a hair to the right of the position, so vertical edges never count, and strictly below it,
/// so edges through the position do not either.
pub(super) fn edges_below(
    vertices: &[GridPoint],
    ends: &[Ends],
    positions: &[GridPoint],
) -> Vec<Option<u32>> {
    let mut order: Vec<u32> = (0..positions.len() as u32).collect();
    order.sort_by_key(|&i| (positions[i as usize].x, positions[i as usize].y));
    let sorted: Vec<GridPoint> = order.iter().map(|&i| positions[i as usize]).collect();
    let spanning = edges_by_group(vertices, ends, &sorted);
    let below = |(group, edges): (&[GridPoint], &Vec<u32>)| -> Vec<Option<u32>> {
        group
            .iter()
            .map(|&p| highest_below(vertices, ends, edges, p))
            .collect()
    };
    let found: Vec<Vec<Option<u32>>> = sorted.par_chunks(GROUP).zip(&spanning).map(below).collect();
    let mut edges = vec![None; positions.len()];
    for (&i, edge) in order.iter().zip(found.into_iter().flatten()) {
        edges[i as usize] = edge;
    }
    edges
}

/// Per group of the sorted positions, the edges that span the longitude of one of them.
fn edges_by_group(vertices: &[GridPoint], ends: &[Ends], sorted: &[GridPoint]) -> Vec<Vec<u32>> {
    let longitudes = Longitudes::new(sorted);
    let spanned = |edge: usize| {
        let [from, to] = ends[edge].map(|end| vertices[end as usize].x);
        let first = longitudes.first_from(from);
        if sorted.get(first)?.x >= to {
            return None;
        }
        let last = first + sorted[first..].partition_point(|p| p.x < to) - 1;
        Some((edge as u32, first / GROUP..=last / GROUP))
    };
    let spans: Vec<_> = (0..ends.len()).into_par_iter().filter_map(spanned).collect();
    let mut groups = vec![Vec::new(); sorted.len().div_ceil(GROUP)];
    for (edge, span) in spans {
        for group in span {
            groups[group].push(edge);
        }
    }
    groups
}

/// Positions sorted by longitude, and where in their order each of many bins of longitude begins: most edges are so
/// short that this alone tells that they span none.
struct Longitudes<'a> {
    sorted: &'a [GridPoint],
    west: i64,
    /// A bin is 2^shift grid units wide.
    shift: u32,
    /// Per bin, the first position in it or after it; one entry more than bins.
    starts: Vec<u32>,
}

impl<'a> Longitudes<'a> {
    fn new(sorted: &'a [GridPoint]) -> Self {
        let west = sorted.first().map_or(0, |p| p.x);
        let east = sorted.last().map_or(west, |p| p.x);
        let mut shift = 0;
        while (east - west) >> shift > 4 * sorted.len() as i64 {
            shift += 1;
        }
        let bins = ((east - west) >> shift) + 1;
        let start = |bin: i64| sorted.partition_point(|p| p.x < west + (bin << shift)) as u32;
        Self {
            sorted,
            west,
            shift,
            starts: (0..=bins).map(start).collect(),
        }
    }

    /// The place of the first position at the longitude or right of it.
    fn first_from(&self, x: i64) -> usize {
        let last = self.starts.len() as i64 - 2;
        let bin = ((x - self.west) >> self.shift).clamp(0, last) as usize;
        let (start, end) = (self.starts[bin] as usize, self.starts[bin + 1] as usize);
        start + self.sorted[start..end].partition_point(|p| p.x < x)
    }
}

fn highest_below(vertices: &[GridPoint], ends: &[Ends], edges: &[u32], p: GridPoint) -> Option<u32> {
    let segment = |edge: u32| ends[edge as usize].map(|end| vertices[end as usize]);
    edges
        .iter()
        .copied()
        .filter(|&edge| {
            let [from, to] = segment(edge);
            from.x <= p.x && p.x < to.x && from.y.min(to.y) < p.y && cross(from, to, p) > 0
        })
        .max_by(|&e, &f| by_height(segment(e), segment(f)))
}

/// The order by height of two edges that share a stretch of longitude and meet at ends only.
pub(super) fn by_height(e: [GridPoint; 2], f: [GridPoint; 2]) -> Ordering {
    // Compare where the later one starts; where they start together, where the earlier one ends.
    let start = if e[0].x >= f[0].x {
        cross(f[0], f[1], e[0])
    } else {
        -cross(e[0], e[1], f[0])
    };
    let order = start.cmp(&0);
    order.then_with(|| {
        let end = if e[1].x <= f[1].x {
            cross(f[0], f[1], e[1])
        } else {
            -cross(e[0], e[1], f[1])
        };
        end.cmp(&0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: i64, y: i64) -> GridPoint {
        GridPoint { x, y }
    }

    #[test]
    fn finds_the_nearest_below_and_prefers_the_steeper_of_a_fan() {
        let edges = [
            (at(0, 0), at(10, 0)),
            (at(2, 3), at(8, 1)),
            (at(2, 3), at(8, 5)),
            (at(5, -9), at(5, 9)),
        ];
        let vertices: Vec<GridPoint> = edges.iter().flat_map(|&(from, to)| [from, to]).collect();
        let ends: Vec<Ends> = (0..4).map(|i| [2 * i, 2 * i + 1]).collect();
        let below = |p| edges_below(&vertices, &ends, &[p])[0];
        assert_eq!(below(at(1, 5)), Some(0));
        assert_eq!(
            below(at(2, 5)),
            Some(2),
            "both start below it; the upper one counts"
        );
        assert_eq!(below(at(5, 3)), Some(1));
        assert_eq!(
            below(at(5, 4)),
            Some(1),
            "an edge through the position does not count"
        );
        assert_eq!(below(at(10, 5)), None, "edges end before their right end");
        assert_eq!(below(at(3, 0)), None);
    }
}
