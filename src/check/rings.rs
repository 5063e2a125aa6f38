//! Spikes: places where a single ring runs out and back.

use super::problem::{Kind, Problem};
use crate::model::{Feature, GridPoint, GridRing, Layer, rings};

/// How near, in grid units, the two edges of a spike must lie: 0.2 mm.
const NEAR: i128 = 2;

pub(super) fn problems(layer: &Layer) -> Vec<Problem> {
    layer.features.iter().flat_map(of_feature).collect()
}

fn of_feature(feature: &Feature) -> impl Iterator<Item = Problem> + '_ {
    let polygons = feature.geometry.polygons.iter().enumerate();
    polygons.flat_map(move |(p, polygon)| {
        rings(polygon).enumerate().flat_map(move |(r, ring)| {
            spikes(ring).map(move |tip| {
                let place = format!("{}, polygon {p}, ring {r}", feature.describe());
                Problem::new(
                    Kind::Spike,
                    "the ring runs out and back on itself",
                    place,
                    Some(tip),
                )
            })
        })
    })
}

/// The tips at which a closed ring turns back on itself.
fn spikes(ring: &GridRing) -> impl Iterator<Item = GridPoint> + '_ {
    let corners = ring.0.len().saturating_sub(1);
    (0..corners).filter_map(move |i| {
        let before = ring.0[(i + corners - 1) % corners];
        let (tip, after) = (ring.0[i], ring.0[i + 1]);
        turns_back(before, tip, after).then_some(tip)
    })
}

/// Whether the shorter of the two edges at a tip lies along the other, going back.
fn turns_back(before: GridPoint, tip: GridPoint, after: GridPoint) -> bool {
    let (u, v) = (before - tip, after - tip);
    let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
    let length = |w: GridPoint| product(w.x, w.x) + product(w.y, w.y);
    let along = product(u.x, v.x) + product(u.y, v.y);
    let across = product(u.x, v.y) - product(u.y, v.x);
    let longer = length(u).max(length(v)).isqrt();
    // The shorter edge's end is |across| / longer away from the longer edge.
    along > 0 && across.abs() <= NEAR * longer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(i64, i64)]) -> GridRing {
        points
            .iter()
            .map(|&(x, y)| GridPoint { x, y })
            .collect::<Vec<_>>()
            .into()
    }

    #[test]
    fn a_way_out_and_back_is_a_spike_and_a_sharp_corner_is_none() {
        let size = 1_000_000;
        let spiked = [(0, 0), (size, 0), (3 * size, 1), (size, 0), (size, size), (0, 0)];
        let tips: Vec<(i64, i64)> = spikes(&ring(&spiked)).map(|p| (p.x, p.y)).collect();
        assert_eq!(tips, [(3 * size, 1)]);
        let sharp = [(0, 0), (size, 0), (0, 100), (0, 0)];
        assert_eq!(spikes(&ring(&sharp)).count(), 0);
        let at_start = [(3 * size, 0), (0, 0), (0, size), (size, 0), (3 * size, 0)];
        assert_eq!(spikes(&ring(&at_start)).count(), 1);
    }
}
