//! The edge straight below a position: how islands find the face they lie in, and places theirs.
//!
//! Positions are put in groups of neighbours by longitude. Edges are put in the groups in which their span begins and ends, which
//! are looked through; and in ranges of all groups between, a few each (a segment tree). All edges of a range have an order by height, so
//! that two cuts in half a range find the one below a position.

use std::cmp::Ordering;

use super::edges::Ends;
use super::grouping::Grouped;
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
    let groups = Groups::new(vertices, ends, &sorted);
    let below = |(group, positions): (usize, &[GridPoint])| -> Vec<Option<u32>> {
        positions
            .iter()
            .map(|&p| groups.highest_below(group, p))
            .collect()
    };
    let chunks = sorted.par_chunks(GROUP).enumerate();
    let found: Vec<Vec<Option<u32>>> = chunks.map(below).collect();
    let mut edges = vec![None; positions.len()];
    for (&i, edge) in order.iter().zip(found.into_iter().flatten()) {
        edges[i as usize] = edge;
    }
    edges
}

/// Edges by the groups of positions that they span.
struct Groups<'a> {
    vertices: &'a [GridPoint],
    ends: &'a [Ends],
    count: usize,
    /// Per group, the edges that span the longitude of a position of it and begin or end doing so.
    at_rims: Grouped<u32>,
    /// Per node of a binary tree whose leaves are the groups, from place `count` on: the edges that span all of its groups and not
    /// all of those of the node above, from the lowest to the highest.
    across: Grouped<u32>,
}

impl<'a> Groups<'a> {
    fn new(vertices: &'a [GridPoint], ends: &'a [Ends], sorted: &[GridPoint]) -> Self {
        let longitudes = Longitudes::new(sorted);
        let spanned = |edge: usize| {
            let [from, to] = ends[edge].map(|end| vertices[end as usize].x);
            let first = longitudes.first_from(from);
            if sorted.get(first)?.x >= to {
                return None;
            }
            let last = first + sorted[first..].partition_point(|p| p.x < to) - 1;
            Some((edge as u32, [first / GROUP, last / GROUP]))
        };
        let spans: Vec<_> = (0..ends.len()).into_par_iter().filter_map(spanned).collect();
        let count = sorted.len().div_ceil(GROUP);
        let rims = |&(edge, [first, last]): &(u32, [usize; 2])| {
            let last = (last > first).then_some(last);
            std::iter::once(first).chain(last).map(move |group| (group, edge))
        };
        let inner = |&(edge, [first, last]): &(u32, [usize; 2])| {
            nodes(count, first + 1..last).map(move |node| (node, edge))
        };
        let mut across = Grouped::new(2 * count, spans.iter().flat_map(inner));
        let segment = |edge: u32| ends[edge as usize].map(|end| vertices[end as usize]);
        across.sort_each(2, |&e, &f| by_height(segment(e), segment(f)));
        Self {
            vertices,
            ends,
            count,
            at_rims: Grouped::new(count, spans.iter().flat_map(rims)),
            across,
        }
    }

    fn segment(&self, edge: u32) -> [GridPoint; 2] {
        self.ends[edge as usize].map(|end| self.vertices[end as usize])
    }

    /// The highest edge below a position of a group.
    fn highest_below(&self, group: usize, p: GridPoint) -> Option<u32> {
        let is_below = |&edge: &u32| {
            let [from, to] = self.segment(edge);
            from.y.min(to.y) < p.y && cross(from, to, p) > 0
        };
        let spans = |&edge: &u32| {
            let [from, to] = self.segment(edge);
            from.x <= p.x && p.x < to.x
        };
        let at_rims = self.at_rims.of(group).iter();
        let at_rims = at_rims.copied().filter(|edge| spans(edge) && is_below(edge));
        let above = |node: usize| (node > 1).then_some(node / 2);
        let across =
            std::iter::successors(Some(self.count + group), |&node| above(node)).filter_map(|node| {
                let edges = self.across.of(node);
                let below = edges.partition_point(is_below);
                edges[..below].last().copied()
            });
        at_rims
            .chain(across)
            .max_by(|&e, &f| by_height(self.segment(e), self.segment(f)))
    }
}

/// The fewest nodes of a binary tree, whose leaves are in the places from `count` on, below which some of its leaves are and no others.
fn nodes(count: usize, leaves: std::ops::Range<usize>) -> impl Iterator<Item = usize> + Clone {
    let (mut first, mut end) = (leaves.start + count, leaves.end.max(leaves.start) + count);
    std::iter::from_fn(move || {
        while first < end {
            let (odd_first, odd_end) = (first % 2 == 1, end % 2 == 1);
            if odd_first {
                first += 1;
                return Some(first - 1);
            }
            if odd_end {
                end -= 1;
                return Some(end);
            }
            first /= 2;
            end /= 2;
        }
        None
    })
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
    use crate::testing::random;

    fn at(x: i64, y: i64) -> GridPoint {
        GridPoint { x, y }
    }

    #[test]
    fn finds_the_same_as_a_look_at_all_edges() {
        let mut next = random(5);
        let mut below_most = |most: i64| (next() * most as f64) as i64;
        // Long edges one above the other, a fan, and short ones between.
        let mut edges: Vec<[GridPoint; 2]> = (0..300)
            .map(|i| {
                [
                    at(below_most(400), 20 * i),
                    at(600 + below_most(400), 20 * i + below_most(8)),
                ]
            })
            .collect();
        edges.extend((0..300).map(|i| {
            [
                at(i * 3, 20 * i + 12),
                at(i * 3 + 1 + below_most(40), 20 * i + 13),
            ]
        }));
        edges.extend((1..50).map(|i| [at(-1, 6_100), at(1_000, 6_100 + 20 * i)]));
        let vertices: Vec<GridPoint> = edges.iter().flatten().copied().collect();
        let ends: Vec<Ends> = (0..edges.len() as u32).map(|i| [2 * i, 2 * i + 1]).collect();
        let positions: Vec<GridPoint> = (0..2_000)
            .map(|_| at(below_most(1_010), below_most(7_000)))
            .collect();
        let found = edges_below(&vertices, &ends, &positions);
        for (&p, found) in positions.iter().zip(found) {
            let spans = |[from, to]: [GridPoint; 2]| from.x <= p.x && p.x < to.x && cross(from, to, p) > 0;
            let all = (0..edges.len() as u32).filter(|&edge| spans(edges[edge as usize]));
            let highest = all.max_by(|&e, &f| by_height(edges[e as usize], edges[f as usize]));
            assert_eq!(found, highest, "{p:?}");
        }
    }

    #[test]
    fn a_range_of_leaves_is_below_its_nodes() {
        for count in 1..20 {
            for leaves in (0..count).flat_map(|first| (first..=count).map(move |end| first..end)) {
                let mut below: Vec<usize> = Vec::new();
                for node in nodes(count, leaves.clone()) {
                    let (mut first, mut end) = (node, node + 1);
                    while first < count {
                        (first, end) = (2 * first, 2 * end);
                    }
                    below.extend((first..end).map(|place| place - count));
                }
                below.sort_unstable();
                assert!(below.into_iter().eq(leaves.clone()), "{count} {leaves:?}");
            }
        }
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
