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
/// Narrower than so many metres, land that is open to one side is the tip of a wedge between two features: given to one of them, it
/// would be a spike.
const TIP_M: f64 = 5e-4;
/// Widths are measured in planes, which are true to parts of the earth alone: the frame is in tiles of so many degrees at most.
const TILE: i64 = 60;

/// A gap.
pub(super) struct Gap {
    pub(super) piece: Piece<Place>,
    /// Whether it is one to be given away: narrower than the limit, if there is one.
    pub(super) counts: bool,
}

/// Where land that nobody has lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    /// Of land that counts because it is narrow, its number.
    narrow: Option<usize>,
    /// Whether land is all around.
    pub(super) is_enclosed: bool,
}

/// The land of features in one mosaic, and the gaps in it, the largest first. If a width is given, edges of the land are cut
/// where narrow gaps end, and nowhere else: land without such gaps is overlaid as if there were no width.
pub(super) fn overlay(land: &[&[GridPolygon]], width: Option<Length>) -> (Mosaic, LayerId, Vec<Gap>) {
    let narrow = width.map(|width| narrow(land, width));
    let mut builder = Builder::new(EdgeModel::default());
    let layer = builder.land(land.iter().copied());
    let counted = narrow
        .as_ref()
        .map(|narrow| builder.land(narrow.iter().map(std::slice::from_ref)));
    let mosaic = builder.build();
    let open = open_faces(&mosaic, layer);
    let place = |face| {
        let is_nobodys = mosaic.label(layer, face).is_none();
        let place = Place {
            narrow: counted.and_then(|counted| mosaic.label(counted, face)),
            is_enclosed: !open.contains(&face),
        };
        (is_nobodys && (place.is_enclosed || place.narrow.is_some())).then_some(place)
    };
    let gaps = mosaic.pieces(place).into_iter().map(|piece| Gap {
        counts: counted.is_none() || piece.key.narrow.is_some(),
        piece,
    });
    let gaps = gaps.collect();
    (mosaic, layer, gaps)
}

/// The land that nobody has, narrower than a width: between two features or with land all around. It is looked for within a
/// frame around all land, cut where it is narrow and between tiles.
fn narrow(land: &[&[GridPolygon]], width: Length) -> Vec<GridPolygon> {
    let Some(frame) = frame(land, width) else {
        return Vec::new();
    };
    let tiles = tiles(frame);
    let mut builder = Builder::new(EdgeModel::default());
    let layer = builder.land(land.iter().copied());
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
    let (framed, cuts) = (builder.land([tiles.as_slice()]), builder.lines(&lines));
    let mosaic = builder.build();
    let open = open_faces(&mosaic, layer);
    let is_enclosed = |face| {
        let is_nobodys = mosaic.label(layer, face).is_none() && mosaic.label(framed, face).is_some();
        is_nobodys.then(|| !open.contains(&face))
    };
    let pieces = mosaic.pieces_parted(Some(cuts), is_enclosed);
    let neighbours = neighbours(&mosaic, layer, &pieces);
    let is_between = |piece: &Piece<bool>, neighbours: usize| {
        // Where land is all around, one feature may be.
        let fewest = if piece.key { 1 } else { 2 };
        let is_narrower = |width| is_narrower(&piece.polygon, piece.area, width);
        neighbours >= fewest && is_narrower(width) && (piece.key || !is_narrower(Length::from_m(TIP_M)))
    };
    let pieces = pieces.into_iter().zip(neighbours);
    let pieces = pieces.filter(|(piece, neighbours)| is_between(piece, *neighbours));
    pieces.map(|(piece, _)| piece.polygon).collect()
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
