//! Where two sources differ most: pieces of disagreement with their position, width, unit and nearest place.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::settlements::{self, NearestPlace, Settlement};
use super::units::{UnitAreas, counted_in};
use crate::change::Transfer;
use crate::measure::{Area, Inscribed};
use crate::model::{GridPoint, UnitId};
use crate::overlay::Overlay;

/// A piece of land that two sources give to different controllers.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// A position well inside it: the centre of the largest circle.
    pub at: GridPoint,
    /// Who holds it in A; none where A does not cover it.
    pub in_a: Option<String>,
    /// Who holds it in B; none where B does not cover it.
    pub in_b: Option<String>,
    /// How much it is.
    pub area: Area,
    /// How wide it is at its widest, in metres: the diameter of that circle.
    pub width_m: f64,
    /// The unit that most of it lies in, if any.
    pub unit: Option<String>,
    /// The nearest place, if there are places.
    pub nearest: Option<NearestPlace>,
}

impl Disagreement {
    /// A piece of the change from A to B.
    pub(super) fn of(piece: &Transfer, overlay: &Overlay, units: &UnitAreas, places: &[Settlement]) -> Self {
        let circle = Inscribed::in_land(&piece.polygon, piece.area);
        let corner = || piece.polygon.exterior().0.first().copied().unwrap_or_default();
        let at = circle.map_or_else(corner, |circle| circle.centre);
        Self {
            at,
            in_a: piece.from.as_deref().map(str::to_owned),
            in_b: piece.to.as_deref().map(str::to_owned),
            area: piece.area,
            width_m: circle.map_or(0.0, |circle| circle.width_m),
            unit: main_unit(piece, overlay, units),
            nearest: settlements::nearest(places, at),
        }
    }
}

/// The unit that most of a piece lies in; none if most lies outside.
fn main_unit(piece: &Transfer, overlay: &Overlay, units: &UnitAreas) -> Option<String> {
    let mut areas: BTreeMap<Option<UnitId>, Area> = BTreeMap::new();
    for &face in &piece.faces {
        for unit in counted_in(overlay, face) {
            *areas.entry(unit).or_default() += overlay.mosaic().area(face);
        }
    }
    // Of a region and a district in it that both hold all of the piece, the district.
    let rank = |&(unit, area): &(Option<UnitId>, Area)| (area, Reverse(units.area(unit)), Reverse(unit));
    let (unit, _) = areas.into_iter().max_by_key(rank)?;
    Some(overlay.units().unit(unit?).label())
}
