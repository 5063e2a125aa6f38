//! Well-known binary (ISO 19125-1), little-endian.

use super::layer::OutGeometry;
use super::positions;
use crate::model::{GridPoint, rings, to_degrees};

const POINT: u32 = 1;
const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

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
            for polygon in polygons {
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
        }
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
