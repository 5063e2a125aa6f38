//! What a change of an overlay is broken down by, and what comes of it.

use super::disagreement::Disagreement;
use super::land::ChangedFaces;
use super::settlements::{self, PlaceChange, PlaceHolding, Settlement};
use super::units::{UnitAreas, UnitChange, UnitHolding};
use super::weighed::Weighed;
use super::weights::Weights;
use crate::Result;
use crate::change::{Agreement, Change};
use crate::overlay::{Overlay, UnitOverlaps};

/// A change broken down by units and by places; by default by none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Breakdown {
    /// What changed hands in each unit, largest first; none without units.
    pub units: Option<Vec<UnitChange>>,
    /// How much land lies in several units: sums over units count it more than once.
    pub unit_overlaps: UnitOverlaps,
    /// What is estimated of the numbers of units, such as populations; none without such numbers.
    pub weighed: Option<Weighed>,
    /// The places that changed hands, most populous first; none without places.
    pub places: Option<Vec<PlaceChange>>,
    /// The places that lie on a border on the later date, and are held by none of those who meet there.
    pub on_border: Vec<PlaceHolding>,
}

impl Breakdown {
    /// A change of an overlay, by its units and places.
    ///
    /// # Errors
    ///
    /// When a place is no point, or the units have no such numbers as are to be shared out.
    pub fn of(overlay: &Overlay, change: &Change) -> Result<Self> {
        let layers = overlay.layers();
        if overlay.units().is_empty() && layers.places.features.is_empty() && layers.weigh.is_none() {
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
    overlaps: UnitOverlaps,
    weights: Option<Weights>,
    places: Vec<Settlement>,
}

impl<'a> Divisions<'a> {
    /// The units of an overlay, and its places: points with `name` and, where known, `name_alt`, `kind` and
    /// `population`.
    ///
    /// # Errors
    ///
    /// When a place is no point, or the units have no such numbers as are to be shared out.
    pub fn new(overlay: &'a Overlay) -> Result<Self> {
        Ok(Self {
            overlay,
            units: UnitAreas::of(overlay),
            overlaps: overlay.unit_overlaps(),
            weights: Weights::of(overlay)?,
            places: settlements::locate(&overlay.layers().places, overlay)?,
        })
    }

    /// Whether there are units.
    pub fn has_units(&self) -> bool {
        !self.overlay.units().is_empty()
    }

    /// Whether there are places.
    pub fn has_places(&self) -> bool {
        !self.places.is_empty()
    }

    /// A change of the overlay broken down.
    pub fn breakdown(&self, change: &Change) -> Breakdown {
        let land = ChangedFaces::new(self.overlay, change);
        let units = self
            .has_units()
            .then(|| self.units.changes(&land, self.weights.as_ref()));
        let changes = units.as_deref().unwrap_or_default();
        Breakdown {
            weighed: self
                .weights
                .as_ref()
                .map(|weights| weights.weighed(self.overlay, changes)),
            unit_overlaps: self.overlaps.clone(),
            on_border: settlements::on_border(&self.places, self.overlay, change.step.after()),
            units,
            places: self
                .has_places()
                .then(|| settlements::changes(&self.places, &land)),
        }
    }

    /// How much land lies in several units.
    pub fn unit_overlaps(&self) -> &UnitOverlaps {
        &self.overlaps
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
            .map(|piece| Disagreement::of(piece, self.overlay, &self.units, &self.places))
            .collect()
    }
}
