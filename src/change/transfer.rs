//! Transfers: the changed land, piece by piece.

use super::{Overlay, width};
use crate::measure::{Area, polygon_area};
use crate::model::GridPolygon;
use crate::mosaic::FaceId;

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
}

/// The changed land between two snapshots, largest piece first.
pub(super) fn transfers<'a>(
    overlay: &'a Overlay,
    pair: impl Fn(FaceId) -> (Option<&'a str>, Option<&'a str>),
    tolerance_m: f64,
) -> Vec<Transfer> {
    let mosaic = overlay.mosaic();
    let changed = mosaic.dissolve(|face| Some(pair(face)).filter(|(from, to)| from != to));
    let mut transfers: Vec<Transfer> = changed
        .into_iter()
        .flat_map(|((from, to), land)| land.into_iter().map(move |polygon| (from, to, polygon)))
        .map(|(from, to, polygon)| {
            let area = polygon_area(&polygon, mosaic.edge_model());
            Transfer {
                from: from.map(str::to_owned),
                to: to.map(str::to_owned),
                area,
                noise: width::is_narrower(&polygon, area, tolerance_m),
                polygon,
            }
        })
        .collect();
    transfers.sort_by_key(|t| std::cmp::Reverse(t.area));
    transfers
}
