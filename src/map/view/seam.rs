//! Rings that meet at ±180°, made one where the map shows both sides.

use std::collections::{BTreeMap, BTreeSet};

use crate::map::input::seam::SEAM;
use crate::model::{GridLine, GridPoint, GridPolygon, rings};

/// A directed edge of a ring, with the land on its left.
type Edge = (GridPoint, GridPoint);

/// The rings of some land, those that meet at ±180° joined there. They are moved to the side of `middle`, the longitude of
/// the middle of the map, so their longitudes may exceed 180° by a turn.
pub(in crate::map) fn rings_across(polygons: &[GridPolygon], middle: f64) -> Vec<GridLine> {
    let touches = |side: i64| {
        let mut lines = polygons.iter().flat_map(rings);
        lines.any(|ring| ring.0.windows(2).any(|edge| is_on(edge, side)))
    };
    if !(touches(SEAM) && touches(-SEAM)) {
        return polygons.iter().flat_map(rings).cloned().collect();
    }
    // The side that is farther from the middle of the map moves a turn.
    let (from, turn) = if middle > 0.0 {
        (-SEAM, 2 * SEAM)
    } else {
        (SEAM, -2 * SEAM)
    };
    let seam = from + turn;
    let mut whole = Vec::new();
    let mut cut: Vec<Edge> = Vec::new();
    for ring in polygons.iter().flat_map(rings) {
        let on = |side: i64| ring.0.windows(2).any(|edge| is_on(edge, side));
        match (on(from), on(seam)) {
            // A ring all round the globe stays cut.
            (true, true) | (false, false) => whole.push(ring.clone()),
            (is_moved, _) => {
                let by = if is_moved { turn } else { 0 };
                let moved = |p: GridPoint| GridPoint { x: p.x + by, ..p };
                cut.extend(ring.0.windows(2).map(|edge| (moved(edge[0]), moved(edge[1]))));
            }
        }
    }
    whole.extend(chained(without_seam(cut, seam)));
    whole
}

fn is_on(edge: &[GridPoint], x: i64) -> bool {
    edge[0].x == x && edge[1].x == x
}

/// The edges less those along the seam that run there both ways.
fn without_seam(edges: Vec<Edge>, seam: i64) -> Vec<Edge> {
    let (along, mut others): (Vec<Edge>, Vec<Edge>) =
        edges.into_iter().partition(|(a, b)| is_on(&[*a, *b], seam));
    let stops: BTreeSet<i64> = along.iter().flat_map(|(a, b)| [a.y, b.y]).collect();
    let mut northwards: BTreeMap<(i64, i64), i32> = BTreeMap::new();
    for (a, b) in along {
        let (low, high) = (a.y.min(b.y), a.y.max(b.y));
        let between: Vec<i64> = stops.range(low..=high).copied().collect();
        for part in between.windows(2) {
            *northwards.entry((part[0], part[1])).or_default() += if a.y < b.y { 1 } else { -1 };
        }
    }
    let at = |y| GridPoint { x: seam, y };
    for ((low, high), times) in northwards {
        let edge = if times > 0 {
            (at(low), at(high))
        } else {
            (at(high), at(low))
        };
        others.extend((0..times.abs()).map(|_| edge));
    }
    others
}

/// Closed rings of directed edges of which as many leave each position as arrive.
fn chained(edges: Vec<Edge>) -> Vec<GridLine> {
    let mut leaving: BTreeMap<(i64, i64), Vec<GridPoint>> = BTreeMap::new();
    for (a, b) in edges {
        leaving.entry((a.x, a.y)).or_default().push(b);
    }
    let mut chains = Vec::new();
    while let Some((&start, _)) = leaving.iter().find(|(_, ends)| !ends.is_empty()) {
        let mut chain = vec![GridPoint {
            x: start.0,
            y: start.1,
        }];
        let mut at = start;
        while let Some(next) = leaving.get_mut(&at).and_then(Vec::pop) {
            chain.push(next);
            at = (next.x, next.y);
            if at == start {
                break;
            }
        }
        leaving.retain(|_, ends| !ends.is_empty());
        if chain.len() > 3 {
            chains.push(GridLine::new(chain));
        }
    }
    chains
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{EdgeModel, polygons_area};
    use crate::model::{GridRing, to_grid};

    fn land([west, south, east, north]: [f64; 4]) -> GridPolygon {
        let corner = |(x, y)| GridPoint {
            x: to_grid(x),
            y: to_grid(y),
        };
        let corners = [
            (west, south),
            (east, south),
            (east, north),
            (west, north),
            (west, south),
        ];
        GridPolygon::new(GridRing::new(corners.map(corner).to_vec()), vec![])
    }

    fn area(rings: Vec<GridLine>) -> f64 {
        let polygons: Vec<GridPolygon> = rings
            .into_iter()
            .map(|ring| GridPolygon::new(ring, vec![]))
            .collect();
        polygons_area(&polygons, EdgeModel::default()).km2()
    }

    #[test]
    fn land_on_both_sides_is_one_ring() {
        let halves = [land([178.0, 0.0, 180.0, 1.0]), land([-180.0, 0.5, -179.0, 2.0])];
        for middle in [179.0, -179.0] {
            let joined = rings_across(&halves, middle);
            assert_eq!(joined.len(), 1, "{joined:?}");
            let apart = polygons_area(&halves, EdgeModel::default()).km2();
            assert!((area(joined) - apart).abs() < 1e-6);
        }
        let ring_around = [land([178.0, 0.0, 180.0, 1.0]), land([-180.0, 3.0, -179.0, 4.0])];
        assert_eq!(rings_across(&ring_around, 179.0).len(), 2);
    }
}
