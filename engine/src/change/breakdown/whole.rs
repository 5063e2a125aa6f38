//! What a change of an overlay is broken down by, and what comes of it.

use super::disagreement::Disagreement;
use super::land::ChangedFaces;
use super::settlements::{self, PlaceChange, PlaceHolding, Settlement};
use super::units::{UnitAreas, UnitChange, UnitHolding};
use crate::Result;
use crate::change::{Agreement, Change};
use crate::overlay::Overlay;

/// A change broken down by units and by places; by default by none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Breakdown {
    /// What changed hands in each unit, largest first; none without units.
    pub units: Option<Vec<UnitChange>>,
    /// The places that changed hands, most populous first; none without places.
    pub places: Option<Vec<PlaceChange>>,
}

impl Breakdown {
    /// A change of an overlay, by its units and places.
    ///
    /// # Errors
    ///
    /// When a place is no point.
    pub fn of(overlay: &Overlay, change: &Change) -> Result<Self> {
        if overlay.unit_name(0).is_none() && overlay.layers().places.features.is_empty() {
            return Ok(Self::default());
        }
        Ok(Divisions::new(overlay)?.breakdown(change))
    }

    /// What changed hands in each unit, largest first; empty without units.
    pub fn unit_changes(&self) -> &[UnitChange] {
        self.units.as_deref().unwrap_or_default()
    }

    /// The places that changed hands, most populous first; empty without places.
    pub fn place_changes(&self) -> &[PlaceChange] {
        self.places.as_deref().unwrap_or_default()
    }
}

/// The units and places by which the land of an overlay is broken down, located once.
#[derive(Debug)]
pub struct Divisions<'a> {
    overlay: &'a Overlay,
    units: UnitAreas,
    places: Vec<Settlement>,
}

impl<'a> Divisions<'a> {
    /// The units of an overlay, and its places: points with `name` and, where known, `name_alt`, `kind` and
    /// `population`.
    ///
    /// # Errors
    ///
    /// When a place is no point.
    pub fn new(overlay: &'a Overlay) -> Result<Self> {
        Ok(Self {
            overlay,
            units: UnitAreas::of(overlay),
            places: settlements::locate(&overlay.layers().places, overlay)?,
        })
    }

    /// Whether there are units.
    pub fn has_units(&self) -> bool {
        self.overlay.unit_name(0).is_some()
    }

    /// Whether there are places.
    pub fn has_places(&self) -> bool {
        !self.places.is_empty()
    }

    /// A change of the overlay broken down.
    pub fn breakdown(&self, change: &Change) -> Breakdown {
        let land = ChangedFaces::new(self.overlay, change);
        Breakdown {
            units: self.has_units().then(|| self.units.changes(&land)),
            places: self
                .has_places()
                .then(|| settlements::changes(&self.places, &land)),
        }
    }

    /// Who holds how much of each unit on the date of a snapshot, in the order of the units' file, then by size; empty
    /// without units.
    pub fn unit_holdings(&self, snapshot: usize) -> Vec<UnitHolding> {
        self.units.holdings(self.overlay, snapshot)
    }

    /// The places and who held them on the date of a snapshot, in the order of their file.
    pub fn place_holdings(&self, snapshot: usize) -> Vec<PlaceHolding> {
        settlements::holdings(&self.places, self.overlay, snapshot)
    }

    /// The `most` largest pieces on which two snapshots of the overlay disagree that are no noise, largest first.
    pub fn disagreements(&self, agreement: &Agreement, most: usize) -> Vec<Disagreement> {
        let pieces = agreement.pieces().take(most);
        pieces
            .map(|piece| Disagreement::of(piece, self.overlay, &self.places))
            .collect()
    }
}
