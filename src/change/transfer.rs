//! Transfers: the changed land, piece by piece.

use std::sync::Arc;

use hashbrown::HashMap;

use super::{ControllerId, Overlay, width};
use crate::measure::Area;
use crate::model::GridPolygon;
use crate::mosaic::{FaceId, LayerId, Piece};

/// A piece of land that changed hands; it hangs together along edges. Threads of a wider piece are pieces of their own
/// where the overlay is [opened](Overlay::opened).
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

/// How many pieces went from one holder to another, and the area of those that are noise.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) parts: usize,
    pub(super) noise: Area,
}

/// The changed land between two snapshots, largest piece first, apart where `cuts` run; and what there is of it from whom to whom.
pub(super) fn transfers(
    overlay: &Overlay,
    pair: impl Fn(FaceId) -> Holders,
    cuts: Option<LayerId>,
    tolerance_m: f64,
) -> (Vec<Transfer>, HashMap<Holders, Tally>) {
    let changed = |face| Some(pair(face)).filter(|(from, to)| from != to);
    let transfer = |piece: Piece<Holders>| {
        let transfer = Transfer {
            from: piece.key.0.map(|id| overlay.shared_name(id)),
            to: piece.key.1.map(|id| overlay.shared_name(id)),
            area: piece.area,
            noise: width::is_narrower(&piece.polygon, piece.area, tolerance_m),
            polygon: piece.polygon,
            faces: piece.faces,
        };
        (piece.key, transfer)
    };
    let transfers = overlay.mosaic().pieces_made(cuts, changed, transfer);
    let mut tallies: HashMap<Holders, Tally> = HashMap::new();
    let counted = |(holders, transfer): (Holders, Transfer)| {
        let tally = tallies.entry(holders).or_default();
        tally.parts += 1;
        if transfer.noise {
            tally.noise += transfer.area;
        }
        transfer
    };
    let transfers = transfers.into_iter().map(counted).collect();
    (transfers, tallies)
}
