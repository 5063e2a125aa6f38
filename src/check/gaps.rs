//! Gaps: land that nobody has, with land all around; or, where a width is given, narrow land between two features that is
//! open to one side.
//!
//! A gap is what no way leads to from the outside that keeps off the land. So a hole that leaves its shell is a notch and
//! no gap, though the rings close around it.

use std::collections::{BTreeMap, BTreeSet};

use crate::math::cos;
use crate::measure::{EdgeModel, Length};
use crate::model::{GRID_PER_DEGREE, GridLine, GridPoint, GridPolygon, GridRing, rings, to_degrees};
use crate::mosaic::{Builder, FaceId, LayerId, Mosaic, Piece};
use crate::noise::{is_narrower, strip_cuts};

/// Metres in a degree of latitude, at most.
const DEGREE_M: f64 = 111_694.0;
/// The frame around all land is so many widths away from it.
const MARGIN: f64 = 4.0;
/// Widths are measured in planes, which are true to parts of the earth alone: the frame is in tiles of so many degrees at most.
const TILE: i64 = 60;

/// Where gaps of a limited width are looked for: within a frame around all land, cut where it is narrow and between tiles.
pub(super) struct Narrows {
    width: Length,
    frame: LayerId,
    cuts: LayerId,
}

/// A gap.
pub(super) struct Gap {
    pub(super) piece: Piece<bool>,
    /// Whether land is all around.
    pub(super) is_enclosed: bool,
    /// Whether it is narrower than the limit, if there is one.
    pub(super) counts: bool,
}

/// The land of features in one mosaic, and the narrows of what nobody has, if a width is given.
pub(super) fn overlay(land: &[&[GridPolygon]], width: Option<Length>) -> (Mosaic, LayerId, Option<Narrows>) {
    let tiles = width.and_then(|width| Some((width, tiles(frame(land, width)?))));
    let mut builder = Builder::new(EdgeModel::default());
    let layer = builder.land(land.iter().copied());
    let Some((width, tiles)) = tiles else {
        return (builder.build(), layer, None);
    };
    let framed = builder.land(tiles.iter().map(std::slice::from_ref));
    let mosaic = builder.build();
    let tile = |face| {
        let is_nobodys = mosaic.label(layer, face).is_none();
        is_nobodys.then(|| mosaic.label(framed, face)).flatten()
    };
    let pieces = mosaic.pieces(tile).into_iter();
    let cuts = pieces.flat_map(|piece| strip_cuts(&piece.polygon, piece.area, width));
    let borders = tiles.iter().map(|tile| tile.exterior().clone());
    let lines: Vec<GridLine> = cuts.chain(borders).collect();
    let mut builder = Builder::new(EdgeModel::default());
    let layer = builder.land(land.iter().copied());
    let narrows = Narrows {
        width,
        frame: builder.land([tiles.as_slice()]),
        cuts: builder.lines(&lines),
    };
    (builder.build(), layer, Some(narrows))
}

/// A rectangle around all land, from its south-western to its north-eastern corner.
fn frame(land: &[&[GridPolygon]], width: Length) -> Option<[GridPoint; 2]> {
    let corners = || {
        let all = land.iter().copied().flatten().flat_map(rings);
        all.flat_map(|ring| ring.0.iter().copied())
    };
    let (west, east) = (corners().map(|p| p.x).min()?, corners().map(|p| p.x).max()?);
    let (south, north) = (corners().map(|p| p.y).min()?, corners().map(|p| p.y).max()?);
    let narrow = cos(to_degrees(south.abs().max(north.abs())).to_radians());
    let degrees = MARGIN * width.m() / DEGREE_M;
    let grid = |degrees: f64| (degrees.min(10.0) * GRID_PER_DEGREE as f64) as i64 + 1;
    let (dx, dy) = (grid(degrees / narrow.max(0.01)), grid(degrees));
    let [most_x, most_y] = [180, 90].map(|degrees| degrees * GRID_PER_DEGREE);
    let [west, east] = [west - dx, east + dx].map(|x| x.clamp(-most_x, most_x));
    let [south, north] = [south - dy, north + dy].map(|y| y.clamp(-most_y, most_y));
    Some([GridPoint { x: west, y: south }, GridPoint { x: east, y: north }])
}

/// A rectangle in tiles.
fn tiles([from, to]: [GridPoint; 2]) -> Vec<GridPolygon> {
    let marks = |from: i64, to: i64| {
        let count = (to - from).div_euclid(TILE * GRID_PER_DEGREE) + 1;
        (0..=count)
            .map(move |n| from + (to - from) * n / count)
            .collect::<Vec<i64>>()
    };
    let (columns, rows) = (marks(from.x, to.x), marks(from.y, to.y));
    let tile = |x: &[i64], y: &[i64]| {
        let corners = [
            (x[0], y[0]),
            (x[1], y[0]),
            (x[1], y[1]),
            (x[0], y[1]),
            (x[0], y[0]),
        ];
        let ring = corners.map(|(x, y)| GridPoint { x, y });
        GridPolygon::new(GridRing::new(ring.to_vec()), vec![])
    };
    let of_row = |y| columns.windows(2).map(move |x| tile(x, y));
    rows.windows(2).flat_map(of_row).collect()
}

/// All gaps, the largest first; those that are too wide to count as well.
pub(super) fn find(mosaic: &Mosaic, layer: LayerId, narrows: Option<&Narrows>) -> Vec<Gap> {
    let open = open_faces(mosaic, layer);
    let key = |face| {
        if mosaic.label(layer, face).is_some() {
            return None;
        }
        let is_enclosed = !open.contains(&face);
        let is_looked_at = narrows.is_some_and(|narrows| mosaic.label(narrows.frame, face).is_some());
        (is_enclosed || is_looked_at).then_some(is_enclosed)
    };
    let pieces = mosaic.pieces_parted(narrows.map(|narrows| narrows.cuts), key);
    let neighbours = if narrows.is_some() {
        neighbours(mosaic, layer, &pieces)
    } else {
        vec![0; pieces.len()]
    };
    let gaps = pieces.into_iter().zip(neighbours);
    let gaps = gaps.map(|(piece, neighbours)| {
        let is_narrow = narrows.is_none_or(|narrows| is_narrower(&piece.polygon, piece.area, narrows.width));
        let is_enclosed = piece.key;
        Gap {
            counts: is_narrow && (is_enclosed || neighbours > 1),
            is_enclosed,
            piece,
        }
    });
    gaps.filter(|gap| gap.is_enclosed || gap.counts).collect()
}

/// The faces of nobody's to which a way leads from the outside that keeps off the land.
fn open_faces(mosaic: &Mosaic, layer: LayerId) -> BTreeSet<FaceId> {
    let is_nobodys = |face: FaceId| face == FaceId::OUTSIDE || mosaic.label(layer, face).is_none();
    let mut beside: BTreeMap<FaceId, Vec<FaceId>> = BTreeMap::new();
    for side in mosaic.sides() {
        if side.left != side.right && is_nobodys(side.left) && is_nobodys(side.right) {
            beside.entry(side.left).or_default().push(side.right);
            beside.entry(side.right).or_default().push(side.left);
        }
    }
    let mut open = BTreeSet::new();
    let mut waiting = vec![FaceId::OUTSIDE];
    while let Some(face) = waiting.pop() {
        if open.insert(face) {
            waiting.extend(beside.get(&face).into_iter().flatten());
        }
    }
    open
}

/// How many features lie around each piece.
fn neighbours(mosaic: &Mosaic, layer: LayerId, pieces: &[Piece<bool>]) -> Vec<usize> {
    let faces = pieces.iter().enumerate();
    let piece_of: BTreeMap<FaceId, usize> = faces
        .flat_map(|(number, piece)| piece.faces.iter().map(move |&face| (face, number)))
        .collect();
    let mut around = vec![BTreeSet::new(); pieces.len()];
    for side in mosaic.sides() {
        for (inside, outside) in [(side.left, side.right), (side.right, side.left)] {
            if let (Some(&piece), Some(feature)) = (piece_of.get(&inside), mosaic.label(layer, outside)) {
                around[piece].insert(feature);
            }
        }
    }
    around.iter().map(BTreeSet::len).collect()
}
