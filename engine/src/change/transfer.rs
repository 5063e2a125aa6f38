//! Transfers: the changed land, piece by piece.

use std::sync::Arc;

use hashbrown::HashMap;

use super::Fate;
use crate::Result;
use crate::measure::Area;
use crate::model::GridPolygon;
use crate::mosaic::{FaceId, Piece};
use crate::noise::{ClassifiedOverlay, Holders};
use crate::overlay::{Overlay, Step};

/// A piece of land that changed hands; it hangs together along edges. Narrow strips of a wider piece are pieces of
/// their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Holder before; none where the earlier snapshot has no land.
    pub from: Option<Arc<str>>,
    /// Holder after; none where the later snapshot has no land.
    pub to: Option<Arc<str>>,
    /// What became of it: it changed hands, or passed to its holder's heir.
    pub fate: Fate,
    /// Its area, exactly that of its faces.
    pub area: Area,
    /// Whether it is narrower than the tolerance.
    pub noise: bool,
    /// Its shape.
    pub polygon: GridPolygon,
    /// The faces of the overlay's mosaic that it is made of.
    pub faces: Vec<FaceId>,
}

impl Transfer {
    fn of(overlay: &Overlay, piece: Piece<Holders>, is_noise: bool) -> Self {
        Self {
            from: piece.key.from.map(|id| overlay.shared_name(id)),
            to: piece.key.to.map(|id| overlay.shared_name(id)),
            fate: Fate::default(),
            area: piece.area,
            noise: is_noise,
            polygon: piece.polygon,
            faces: piece.faces,
        }
    }
}

/// The land around the part that a picture frames that changed hands in a step; none where it frames all.
pub(super) fn transfers_around(classified: &ClassifiedOverlay, step: Step) -> Result<Vec<Transfer>> {
    let overlay = classified.overlay();
    if overlay.frame().is_none() {
        return Ok(Vec::new());
    }
    classified.pieces_where(
        step,
        |face| overlay.is_around(face),
        |piece, is_noise| Transfer::of(overlay, piece, is_noise),
    )
}

/// How many pieces went from one holder to another, and the area of those that are noise.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) parts: usize,
    pub(super) noise: Area,
}

/// The land that changed hands in a step, largest piece first, and what there is of it from whom to whom.
pub(super) fn transfers(
    classified: &ClassifiedOverlay,
    step: Step,
) -> Result<(Vec<Transfer>, HashMap<Holders, Tally>)> {
    let overlay = classified.overlay();
    let transfers = classified.pieces(step, |piece: Piece<Holders>, is_noise| {
        (piece.key, Transfer::of(overlay, piece, is_noise))
    })?;
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
    Ok((transfers, tallies))
}
