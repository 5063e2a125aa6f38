//! Pieces of land that meet at ±180°, where data are cut and nothing is.

use std::collections::BTreeMap;

use crate::map::input::data::ChangedLand;
use crate::model::{GRID_PER_DEGREE, GridPoint, GridPolygon, rings};

/// The longitude at which data are cut, on the grid.
pub(in crate::map) const SEAM: i64 = 180 * GRID_PER_DEGREE;

/// Pieces of one kind that meet at ±180° made one.
pub(in crate::map) fn joined(pieces: Vec<ChangedLand>) -> Vec<ChangedLand> {
    let spans: Vec<Spans> = pieces.iter().map(|piece| Spans::of(&piece.polygons)).collect();
    let mut group: Vec<usize> = (0..pieces.len()).collect();
    let west: Vec<usize> = (0..pieces.len()).filter(|&i| !spans[i].west.is_empty()).collect();
    let east = (0..pieces.len()).filter(|&i| !spans[i].east.is_empty());
    for i in east {
        for &j in west.iter().filter(|&&j| j != i) {
            if is_of_one_kind(&pieces[i], &pieces[j]) && meet(&spans[i].east, &spans[j].west) {
                let (one, other) = (group[i].min(group[j]), group[i].max(group[j]));
                group.iter_mut().filter(|g| **g == other).for_each(|g| *g = one);
            }
        }
    }
    let mut all: BTreeMap<usize, ChangedLand> = BTreeMap::new();
    for (piece, of) in pieces.into_iter().zip(group) {
        match all.get_mut(&of) {
            None => {
                all.insert(of, piece);
            }
            Some(whole) => {
                whole.area += piece.area;
                whole.polygons.extend(piece.polygons);
            }
        }
    }
    all.into_values().collect()
}

fn is_of_one_kind(one: &ChangedLand, other: &ChangedLand) -> bool {
    let kind = |t: &ChangedLand| (t.noise, t.dimmed);
    one.from == other.from && one.to == other.to && kind(one) == kind(other)
}

/// Where land touches the seam: from and to which latitudes, on the grid.
struct Spans {
    /// At 180°.
    east: Vec<(i64, i64)>,
    /// At −180°.
    west: Vec<(i64, i64)>,
}

impl Spans {
    fn of(polygons: &[GridPolygon]) -> Self {
        let at = |side: i64| {
            let lines = polygons.iter().flat_map(rings).flat_map(|ring| ring.0.windows(2));
            lines
                .filter(|pair| is_on(pair, side))
                .map(|pair| (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y)))
                .collect()
        };
        Self {
            east: at(SEAM),
            west: at(-SEAM),
        }
    }
}

fn is_on(edge: &[GridPoint], x: i64) -> bool {
    edge[0].x == x && edge[1].x == x && edge[0].y != edge[1].y
}

/// Whether spans have more than a point in common.
fn meet(spans: &[(i64, i64)], others: &[(i64, i64)]) -> bool {
    spans
        .iter()
        .any(|a| others.iter().any(|b| a.0.max(b.0) < a.1.min(b.1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Area;
    use crate::model::{GridRing, to_grid};

    fn piece(to: &str, [west, south, east, north]: [f64; 4]) -> ChangedLand {
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
        ChangedLand {
            to: Some(to.to_owned()),
            area: Area::from_km2(1.0),
            polygons: vec![GridPolygon::new(
                GridRing::new(corners.map(corner).to_vec()),
                vec![],
            )],
            ..ChangedLand::default()
        }
    }

    #[test]
    fn pieces_that_meet_at_the_seam_are_one() {
        let pieces = vec![
            piece("A", [178.0, 0.0, 180.0, 1.0]),
            piece("A", [-180.0, 0.5, -179.0, 2.0]),
            piece("A", [178.0, 1.5, 180.0, 3.0]),
            // It touches in a point, is another's, or lies elsewhere.
            piece("A", [-180.0, 3.0, -179.0, 4.0]),
            piece("B", [-180.0, 0.0, -179.0, 0.5]),
            piece("A", [10.0, 0.0, 11.0, 1.0]),
        ];
        let areas: Vec<f64> = joined(pieces).iter().map(|piece| piece.area.km2()).collect();
        assert_eq!(areas, [3.0, 1.0, 1.0, 1.0]);
    }
}
