//! Spikes: places where a single ring runs out and back.
//!
//! At the tip T of a spike meet a short edge, to S, and a long one, to L, and S lies beside the long one. To take the spike
//! away, every ring that has the edge T–L is led by way of S: T–S is then run out and back by the ring with the spike, and is
//! dropped there, while rings on the other side of T–L, and beyond T–S, stay along it. No land is lost between features.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{Kind, Problem};
use crate::model::{Feature, GridPoint, GridPolygon, GridRing, Layer, divisions, rings};

/// How near, in grid units, the two edges of a spike must lie: 0.2 mm.
const NEAR: i128 = 2;
/// How long, in grid units, the shorter of the two must be at least, unless it lies on the other.
const LONG: i128 = 8 * NEAR;

pub(super) fn problems(layer: &Layer) -> Vec<Problem> {
    layer.features.iter().flat_map(of_feature).collect()
}

fn of_feature(feature: &Feature) -> impl Iterator<Item = Problem> + '_ {
    let polygons = feature.geometry.polygons.iter().enumerate();
    polygons.flat_map(move |(p, polygon)| {
        rings(polygon).enumerate().flat_map(move |(r, ring)| {
            spikes(&ring.0).map(move |spike| {
                let tip = Some(spike.tip);
                let place = format!("{}, polygon {p}, ring {r}", feature.describe());
                Problem::new(Kind::Spike, "the ring runs out and back on itself", place, tip)
            })
        })
    })
}

/// A place where a ring turns back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spike {
    tip: GridPoint,
    /// The end of the shorter edge at the tip.
    near: GridPoint,
    /// The end of the longer one.
    far: GridPoint,
}

/// Where a closed ring turns back on itself.
fn spikes(ring: &[GridPoint]) -> impl Iterator<Item = Spike> + '_ {
    let corners = ring.len().saturating_sub(1);
    (0..corners).filter_map(move |i| {
        let before = ring[(i + corners - 1) % corners];
        let (tip, after) = (ring[i], ring[i + 1]);
        turns_back(before, tip, after).then(|| {
            let rank = |end: GridPoint| (length(end - tip), end.x_y());
            let is_shorter = rank(before) <= rank(after);
            let (near, far) = if is_shorter {
                (before, after)
            } else {
                (after, before)
            };
            Spike { tip, near, far }
        })
    })
}

/// An edge, its first end before the second in lon, then lat.
type Ends = [(i64, i64); 2];

fn ends(a: GridPoint, b: GridPoint) -> Ends {
    let (a, b) = (a.x_y(), b.x_y());
    if a < b { [a, b] } else { [b, a] }
}

/// Takes the spikes of all land away, where it is shared for all alike, and divides edges that have to be, see
/// [`divisions`]; whether there were any. Rings may then touch or cross
/// others by a few grid units.
///
/// Each round takes a corner from a ring or makes borders shorter, so it ends: after as many rounds as there are positions at
/// the most.
pub(super) fn take_spikes_away<'a>(land: impl IntoIterator<Item = &'a mut Vec<GridPolygon>>) -> bool {
    let mut land: Vec<&mut Vec<GridPolygon>> = land.into_iter().collect();
    let positions = |land: &[&mut Vec<GridPolygon>]| -> usize {
        let all = land.iter().flat_map(|polygons| polygons.iter()).flat_map(rings);
        all.map(|ring| ring.0.len()).sum()
    };
    let most = positions(&land);
    for round in 0..=most {
        let mut bends: BTreeMap<Ends, GridPoint> = BTreeMap::new();
        let all = land.iter().flat_map(|polygons| polygons.iter()).flat_map(rings);
        // An edge that another is led along stays where it is.
        let mut kept: BTreeSet<Ends> = BTreeSet::new();
        for spike in all.flat_map(|ring| spikes(&ring.0)) {
            let [along, bent] = [spike.near, spike.far].map(|end| ends(spike.tip, end));
            if !kept.contains(&bent) && !bends.contains_key(&along) && !bends.contains_key(&bent) {
                bends.insert(bent, spike.near);
                kept.insert(along);
            }
        }
        // A reader would take the longest edges the other way round.
        let all = land.iter().flat_map(|polygons| polygons.iter()).flat_map(rings);
        for ring in all {
            for (place, at) in divisions(ring) {
                bends.entry(ends(ring.0[place], ring.0[place + 1])).or_insert(at);
            }
        }
        if bends.is_empty() {
            return round > 0;
        }
        for polygons in &mut land {
            polygons.retain_mut(|polygon| bend(polygon, &bends));
        }
    }
    true
}

/// Leads the rings of a polygon by way of the positions that some of their edges are bent to; whether anything is left of it.
fn bend(polygon: &mut GridPolygon, bends: &BTreeMap<Ends, GridPoint>) -> bool {
    let is_bent = |ring: &GridRing| {
        ring.0
            .windows(2)
            .any(|edge| bends.contains_key(&ends(edge[0], edge[1])))
    };
    if !rings(polygon).any(is_bent) {
        return true;
    }
    let led = |ring: &GridRing| -> Vec<GridPoint> {
        let way = ring.0.windows(2).flat_map(|edge| {
            let by_way_of = bends.get(&ends(edge[0], edge[1])).copied();
            std::iter::once(edge[0]).chain(by_way_of)
        });
        without_returns(way)
    };
    let shell = led(polygon.exterior());
    let holes = polygon.interiors().iter().map(led).filter(|ring| ring.len() > 3);
    let holes: Vec<GridRing> = holes.map(GridRing::new).collect();
    let is_left = shell.len() > 3;
    *polygon = GridPolygon::new(GridRing::new(shell), holes);
    is_left
}

/// The closed ring through positions, without those at which it only runs back the way it came.
fn without_returns(way: impl Iterator<Item = GridPoint>) -> Vec<GridPoint> {
    let mut ring: Vec<GridPoint> = Vec::new();
    for p in way {
        match ring.as_slice() {
            [.., last] if *last == p => {}
            [.., before, _] if *before == p => {
                ring.pop();
            }
            _ => ring.push(p),
        }
    }
    // The way back may lie across the start.
    let mut open = ring.as_slice();
    loop {
        open = match open {
            [first, inner @ .., last] if first == last => &open[..=inner.len()],
            [first, .., before, _] if first == before => &open[..open.len() - 1],
            [_, second, .., last] if second == last => &open[1..],
            _ => break,
        };
    }
    let mut ring = open.to_vec();
    ring.extend(open.first().copied());
    ring
}

/// Whether the shorter of the two edges at a tip lies along the other, going back: on it, however short, or beside it and much
/// longer than it is away. All corners of land a few grid units wide are sharp, and none of them is a spike.
fn turns_back(before: GridPoint, tip: GridPoint, after: GridPoint) -> bool {
    let (u, v) = (before - tip, after - tip);
    let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
    let along = product(u.x, v.x) + product(u.y, v.y);
    let across = product(u.x, v.y) - product(u.y, v.x);
    if along <= 0 {
        return false;
    }
    let [shorter, longer] = [length(u).min(length(v)), length(u).max(length(v))];
    // The shorter edge's end is |across| / longer away from the longer edge.
    across == 0 || (across.abs() <= NEAR * longer.isqrt() && shorter >= LONG * LONG)
}

/// The square of a length, in grid units.
fn length(w: GridPoint) -> i128 {
    let square = |a: i64| i128::from(a) * i128::from(a);
    square(w.x) + square(w.y)
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
        let tips: Vec<(i64, i64)> = spikes(&ring(&spiked).0).map(|s| s.tip.x_y()).collect();
        assert_eq!(tips, [(3 * size, 1)]);
        let sharp = [(0, 0), (size, 0), (0, 100), (0, 0)];
        assert_eq!(spikes(&ring(&sharp).0).count(), 0);
        let small = [(0, 0), (2, 0), (1, 1), (0, 0)];
        assert_eq!(spikes(&ring(&small).0).count(), 0);
        let at_start = [(3 * size, 0), (0, 0), (0, size), (size, 0), (3 * size, 0)];
        assert_eq!(spikes(&ring(&at_start).0).count(), 1);
    }

    #[test]
    fn a_spike_goes_for_all_who_share_its_border() {
        let size = 1_000_000;
        let polygon = |points: &[(i64, i64)]| GridPolygon::new(ring(points), vec![]);
        // A runs out between B and C.
        let a = [
            (0, 0),
            (size, 0),
            (3 * size, 1),
            (size, 1),
            (size, size),
            (0, size),
            (0, 0),
        ];
        let b = [
            (size, 1),
            (3 * size, 1),
            (3 * size, size),
            (size, size),
            (size, 1),
        ];
        let c = [
            (0, -size),
            (3 * size, -size),
            (3 * size, 1),
            (size, 0),
            (0, 0),
            (0, -size),
        ];
        let mut land = [vec![polygon(&a)], vec![polygon(&b)], vec![polygon(&c)]];
        assert!(take_spikes_away(&mut land));
        let all = land.iter().flatten().flat_map(rings);
        assert_eq!(all.flat_map(|ring| spikes(&ring.0)).count(), 0);
        assert!(land.iter().all(|polygons| polygons.len() == 1), "{land:?}");
        let tip = GridPoint { x: 3 * size, y: 1 };
        assert!(!land[0][0].exterior().0.contains(&tip), "{:?}", land[0]);
        assert!(!take_spikes_away(&mut land), "once is enough");
    }

    #[test]
    fn a_ring_that_only_runs_back_is_nothing() {
        let at = |x| GridPoint { x, y: 0 };
        assert!(without_returns([0, 1, 2, 1].map(at).into_iter()).len() <= 3);
        let there = [
            at(0),
            at(1),
            GridPoint { x: 1, y: 5 },
            at(1),
            GridPoint { x: 0, y: 9 },
        ];
        let kept = [at(0), at(1), GridPoint { x: 0, y: 9 }, at(0)];
        assert_eq!(without_returns(there.into_iter()), kept);
        // The way back may lie across the start.
        let turned = [
            GridPoint { x: 1, y: 5 },
            at(1),
            GridPoint { x: 0, y: 9 },
            at(0),
            at(1),
        ];
        assert_eq!(without_returns(turned.into_iter()).len(), 4);
    }
}
