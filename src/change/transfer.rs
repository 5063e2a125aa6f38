//! Transfers: the changed land, piece by piece.

use std::sync::Arc;

use rayon::prelude::*;

use super::{ControllerId, Overlay, width};
use crate::measure::Area;
use crate::model::GridPolygon;
use crate::mosaic::{FaceId, Piece};

/// A piece of land that changed hands; it hangs together along edges.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Holder before; none where the earlier snapshot has no land.
    pub from: Option<Arc<str>>,
    /// Holder after; none where the later snapshot has no land.
    pub to: Option<Arc<str>>,
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
pub(super) type Holders = (Option<ControllerId>, Option<ControllerId>);

/// The changed land between two snapshots, largest piece first.
pub(super) fn transfers(
    overlay: &Overlay,
    pair: impl Fn(FaceId) -> Holders,
    tolerance_m: f64,
) -> Vec<Transfer> {
    let mosaic = overlay.mosaic();
    let changed = mosaic.pieces(|face| Some(pair(face)).filter(|(from, to)| from != to));
    let transfer = |piece: Piece<Holders>| {
        let (from, to) = piece.key;
        let area = piece.faces.iter().map(|&face| mosaic.area(face)).sum();
        Transfer {
            from: from.map(|id| overlay.shared_name(id)),
            to: to.map(|id| overlay.shared_name(id)),
            area,
            noise: width::is_narrower(&piece.polygon, area, tolerance_m),
            polygon: piece.polygon,
            faces: piece.faces,
        }
    };
    let mut transfers: Vec<Transfer> = changed.into_par_iter().map(transfer).collect();
    transfers.par_sort_by_cached_key(|t| std::cmp::Reverse(t.area));
    transfers
}
