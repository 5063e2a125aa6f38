//! What changed hands between two snapshots, by unit and by place.

use super::between::Between;
use super::rows::{PlaceChangeRow, UnitChangeRow};
use super::{key, places, units};
use crate::Result;
use crate::change::{Accuracy, Change, Overlay};
use crate::model::Layer;

/// A change broken down by units and by places; by default by none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Breakdown {
    /// What changed hands in each unit, largest first; empty without units.
    pub unit_changes: Vec<UnitChangeRow>,
    /// The places that changed hands, most populous first.
    pub place_changes: Vec<PlaceChangeRow>,
    pub(super) has_units: bool,
    pub(super) has_places: bool,
}

impl Breakdown {
    /// The change from the first to the second snapshot of an overlay, by its units and by the points of `layer`. Areas
    /// have ranges as `accuracy` and the data allow.
    ///
    /// # Errors
    ///
    /// When a place is no point.
    ///
    /// # Panics
    ///
    /// When the overlay has no two snapshots.
    pub fn of(overlay: &Overlay, change: &Change, layer: &Layer, accuracy: &Accuracy) -> Result<Self> {
        let has_units = overlay.unit_name(0).is_some();
        if !has_units && layer.features.is_empty() {
            return Ok(Self::default());
        }
        let keys = key::keys(&[&change.before, &change.after]);
        let between = Between::new(overlay, change, [0, 1], [&keys[0], &keys[1]]);
        let places = places::places(layer, overlay)?;
        Ok(Self {
            unit_changes: units::changed(&between, &units::areas(overlay), accuracy),
            place_changes: places::changed(&between, &places),
            has_units,
            has_places: !places.is_empty(),
        })
    }
}
