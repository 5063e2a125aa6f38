//! Well-known binary out: land as ISO 19125 has it, little-endian, in degrees.

use crate::model::{GridPolygon, GridRing, rings, to_degrees};

/// Types of geometry by their numbers.
const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// The byte that says that the least byte of a number is first.
const LITTLE_ENDIAN: u8 = 1;

/// Land as well-known binary: one polygon, or none or several as one geometry. Shells are wound counter-clockwise.
///
/// ```
/// use landshift_engine::write::wkb;
/// assert_eq!(wkb(&[]), [1, 6, 0, 0, 0, 0, 0, 0, 0]);
/// ```
pub fn wkb(polygons: &[GridPolygon]) -> Vec<u8> {
    let positions: usize = polygons.iter().flat_map(rings).map(|ring| ring.0.len()).sum();
    let mut out = Vec::with_capacity(positions * 16 + polygons.len() * 32);
    if let [polygon] = polygons {
        write_polygon(&mut out, polygon);
        return out;
    }
    head(&mut out, MULTI_POLYGON, polygons.len());
    for polygon in polygons {
        write_polygon(&mut out, polygon);
    }
    out
}

fn write_polygon(out: &mut Vec<u8>, polygon: &GridPolygon) {
    head(out, POLYGON, 1 + polygon.interiors().len());
    for ring in rings(polygon) {
        write_ring(out, ring);
    }
}

fn write_ring(out: &mut Vec<u8>, ring: &GridRing) {
    count(out, ring.0.len());
    for point in &ring.0 {
        for number in [point.x, point.y].map(to_degrees) {
            out.extend(number.to_le_bytes());
        }
    }
}

/// How a geometry begins: its type, and how many parts it has.
fn head(out: &mut Vec<u8>, kind: u32, parts: usize) {
    out.push(LITTLE_ENDIAN);
    out.extend(kind.to_le_bytes());
    count(out, parts);
}

fn count(out: &mut Vec<u8>, number: usize) {
    out.extend((number as u32).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GRID_PER_DEGREE, GridPoint};
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
