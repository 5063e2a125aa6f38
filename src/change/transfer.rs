//! Transfers: the changed land, piece by piece.

use super::{Overlay, width};
use crate::measure::{Area, polygon_area};
use crate::model::GridPolygon;
use crate::mosaic::{FaceId, Piece};

/// A piece of land that changed hands; it hangs together along edges.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Holder before; none where the earlier snapshot has no land.
    pub from: Option<String>,
    /// Holder after; none where the later snapshot has no land.
    pub to: Option<String>,
    /// Its area, exactly that of its faces.
    pub area: Area,
    /// Whether it is narrower than the tolerance.
    pub noise: bool,
    /// Its shape.
    pub polygon: GridPolygon,
    /// The faces of the overlay's mosaic that it is made of.
    pub faces: Vec<FaceId>,
}

/// Holder before and after.
pub(super) type Holders<'a> = (Option<&'a str>, Option<&'a str>);

/// The changed land between two snapshots, largest piece first.
pub(super) fn transfers<'a>(
    overlay: &'a Overlay,
    pair: impl Fn(FaceId) -> Holders<'a>,
    tolerance_m: f64,
) -> Vec<Transfer> {
    let mosaic = overlay.mosaic();
    let changed = mosaic.pieces(|face| Some(pair(face)).filter(|(from, to)| from != to));
    let transfer = |Piece {
                        key: (from, to),
                        polygon,
                        faces,
                    }: Piece<Holders>| {
        let area = polygon_area(&polygon, mosaic.edge_model());
        Transfer {
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            area,
            noise: width::is_narrower(&polygon, area, tolerance_m),
            polygon,
            faces,
        }
    };
    let mut transfers: Vec<Transfer> = changed.into_iter().map(transfer).collect();
    transfers.sort_by_key(|t| std::cmp::Reverse(t.area));
    transfers
}
