//! The edge straight below a position: how islands find the face they lie in, and places theirs.

use std::cmp::Ordering;

use super::predicates::cross;
use crate::model::GridPoint;

/// For each position, the edge next below it, if there is one.
///
/// `edge` gives the ends of edge `i`, left end first; the `count` edges are sorted by left end and meet at ends only.
/// The look down is taken a hair to the right of the position, so vertical edges never count, and strictly below it,
/// so edges through the position do not either.
pub(super) fn edges_below(
    count: usize,
    edge: impl Fn(usize) -> (GridPoint, GridPoint),
    positions: &[GridPoint],
) -> Vec<Option<u32>> {
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by_key(|&i| (positions[i].x, positions[i].y));
    let mut found = vec![None; positions.len()];
    let (mut active, mut arriving) = (Vec::<u32>::new(), 0);
    for i in order {
        let p = positions[i];
        while arriving < count && edge(arriving).0.x <= p.x {
            active.push(arriving as u32);
            arriving += 1;
        }
        active.retain(|&e| edge(e as usize).1.x > p.x);
        found[i] = active
            .iter()
            .copied()
            .filter(|&e| {
                let (from, to) = edge(e as usize);
                cross(from, to, p) > 0
            })
            .max_by(|&e, &f| by_height(edge(e as usize), edge(f as usize)));
    }
    found
}

/// The order by height of two edges that share a stretch of longitude and meet at ends only.
fn by_height(e: (GridPoint, GridPoint), f: (GridPoint, GridPoint)) -> Ordering {
    // Compare where the later one starts; where they start together, where the earlier one ends.
    let start = if e.0.x >= f.0.x {
        cross(f.0, f.1, e.0)
    } else {
        -cross(e.0, e.1, f.0)
    };
    let order = start.cmp(&0);
    order.then_with(|| {
        let end = if e.1.x <= f.1.x {
            cross(f.0, f.1, e.1)
        } else {
            -cross(e.0, e.1, f.1)
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
        let below = |p| edges_below(edges.len(), |i| edges[i], &[p])[0];
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
