//! Well-known binary (ISO 19125-1), little-endian, in degrees.

use super::layer::OutGeometry;
use super::positions;
use crate::model::{GridPoint, GridPolygon, rings, to_degrees};

/// Types of geometry by their numbers.
const POINT: u32 = 1;
const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// Land as well-known binary: one polygon, or none or several as one geometry. Shells are wound counter-clockwise.
///
/// ```
/// use landshift_engine::write::wkb;
/// assert_eq!(wkb(&[]), [1, 6, 0, 0, 0, 0, 0, 0, 0]);
/// ```
pub fn wkb(polygons: &[GridPolygon]) -> Vec<u8> {
    let positions: usize = polygons.iter().flat_map(rings).map(|ring| ring.0.len()).sum();
    let mut out = Vec::with_capacity(positions * 16 + polygons.len() * 32);
    match polygons {
        [one] => polygon(one, &mut out),
        _ => geometry(OutGeometry::Land(polygons), &mut out),
    }
    out
}

/// Adds a geometry: a point, or a multipolygon however many polygons there are.
pub(super) fn geometry(geometry: OutGeometry<'_>, out: &mut Vec<u8>) {
    match geometry {
        OutGeometry::Point(p) => {
            head(POINT, out);
            position(p, out);
        }
        OutGeometry::Land(polygons) => {
            head(MULTI_POLYGON, out);
            count(polygons.len(), out);
            for each in polygons {
                polygon(each, out);
            }
        }
    }
}

fn polygon(polygon: &GridPolygon, out: &mut Vec<u8>) {
    head(POLYGON, out);
    count(1 + polygon.interiors().len(), out);
    for ring in rings(polygon) {
        let at = out.len();
        count(0, out);
        let mut length: u32 = 0;
        for p in positions::ring(ring) {
            position(p, out);
            length += 1;
        }
        out[at..at + 4].copy_from_slice(&length.to_le_bytes());
    }
}

fn head(kind: u32, out: &mut Vec<u8>) {
    const LITTLE_ENDIAN: u8 = 1;
    out.push(LITTLE_ENDIAN);
    out.extend(kind.to_le_bytes());
}

fn count(count: usize, out: &mut Vec<u8>) {
    out.extend((count as u32).to_le_bytes());
}

fn position(p: GridPoint, out: &mut Vec<u8>) {
    out.extend(to_degrees(p.x).to_le_bytes());
    out.extend(to_degrees(p.y).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GRID_PER_DEGREE, GridRing};
    use crate::read::{WkbRow, WkbTable};

    #[test]
    fn what_is_written_is_read_as_the_same_land() {
        let square = |west: i64, size: i64, is_hole: bool| {
            let mut corners = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)];
            if is_hole {
                corners.reverse();
            }
            GridRing::new(corners.map(|(x, y)| GridPoint { x: west + x, y }).to_vec())
        };
        let unit = GRID_PER_DEGREE;
        let one = GridPolygon::new(square(7, 9 * unit, false), vec![]);
        let holed = GridPolygon::new(
            square(-20 * unit, 9 * unit, false),
            vec![square(-15 * unit, unit / 3, true)],
        );
        for polygons in [vec![one.clone()], vec![holed.clone(), one]] {
            let bytes = wkb(&polygons);
            let rows = vec![WkbRow {
                geometry: Some(&bytes),
                ..WkbRow::default()
            }];
            let table = WkbTable {
                rows,
                ..WkbTable::default()
            };
            let layer = table.layer().unwrap();
            assert!(layer.notices.is_empty(), "{:?}", layer.notices);
            assert_eq!(layer.features[0].geometry.polygons, polygons);
        }
    }
}
