//! Geometries, and the index of where each is.

use std::io;

use crate::model::{GridPoint, GridRing, rings, to_degrees};
use crate::write::layer::OutGeometry;
use crate::write::positions::{self, Box};
use crate::write::sheet::Row;

/// Kinds of shapes.
const NOTHING: i32 = 0;
pub(super) const POINT: i32 = 1;
pub(super) const LAND: i32 = 5;

/// The head of both files.
const HEAD: usize = 100;
/// Programs do not read larger ones.
const MOST: usize = i32::MAX as usize;

/// The two files.
pub(super) struct Shapes {
    pub main: Vec<u8>,
    pub index: Vec<u8>,
}

/// The shapes of features, all of one kind or nowhere.
pub(super) fn shapes(rows: &[&Row<'_>], kind: i32) -> io::Result<Shapes> {
    let around = rows
        .iter()
        .filter_map(|row| Box::of(row.geometry))
        .reduce(Box::and);
    let mut main = vec![0; HEAD];
    let mut index = vec![0; HEAD];
    for (number, row) in (1_i32..).zip(rows) {
        let shape = shape(row.geometry);
        let start = main.len();
        if start + shape.len() > MOST {
            return Err(io::Error::other(
                "a shapefile holds 2 GB at most; choose another format, such as .gpkg",
            ));
        }
        let [start, length] = [start, shape.len()].map(words);
        index.extend([start, length].concat());
        main.extend([number.to_be_bytes(), length].concat());
        main.extend(shape);
    }
    for file in [&mut main, &mut index] {
        let length = words(file.len());
        head(&mut file[..HEAD], kind, length, around);
    }
    Ok(Shapes { main, index })
}

/// A length in words of 16 bits.
fn words(bytes: usize) -> [u8; 4] {
    ((bytes / 2) as i32).to_be_bytes()
}

fn head(out: &mut [u8], kind: i32, length: [u8; 4], around: Option<Box>) {
    const CODE: i32 = 9994;
    const VERSION: i32 = 1000;
    out[..4].copy_from_slice(&CODE.to_be_bytes());
    out[24..28].copy_from_slice(&length);
    out[28..32].copy_from_slice(&VERSION.to_le_bytes());
    out[32..36].copy_from_slice(&kind.to_le_bytes());
    let around = around.map_or([0.0; 4], Box::degrees);
    out[36..68].copy_from_slice(&around.map(f64::to_le_bytes).concat());
}

fn shape(geometry: OutGeometry<'_>) -> Vec<u8> {
    let polygons = match geometry {
        OutGeometry::Point(p) => {
            let mut shape = POINT.to_le_bytes().to_vec();
            position(p, &mut shape);
            return shape;
        }
        OutGeometry::Land([]) => return NOTHING.to_le_bytes().to_vec(),
        OutGeometry::Land(polygons) => polygons,
    };
    let rings: Vec<Vec<GridPoint>> = polygons.iter().flat_map(rings).map(backwards).collect();
    let mut shape = LAND.to_le_bytes().to_vec();
    let around = Box::of(geometry).map_or([0.0; 4], Box::degrees);
    shape.extend(around.map(f64::to_le_bytes).concat());
    let count: usize = rings.iter().map(Vec::len).sum();
    shape.extend((rings.len() as i32).to_le_bytes());
    shape.extend((count as i32).to_le_bytes());
    let mut start: i32 = 0;
    for ring in &rings {
        shape.extend(start.to_le_bytes());
        start += ring.len() as i32;
    }
    rings.iter().flatten().for_each(|p| position(*p, &mut shape));
    shape
}

/// A ring the other way round: shapefiles have land on the right.
fn backwards(ring: &GridRing) -> Vec<GridPoint> {
    let mut positions: Vec<GridPoint> = positions::ring(ring).collect();
    positions.reverse();
    positions
}

fn position(p: GridPoint, out: &mut Vec<u8>) {
    out.extend([p.x, p.y].map(|grid| to_degrees(grid).to_le_bytes()).concat());
}
