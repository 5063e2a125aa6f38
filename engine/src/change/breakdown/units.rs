//! Land broken down by unit. Units may overlap or lie in one another: every unit's figures are its own.

use std::collections::BTreeMap;

use super::land::{ChangedFaces, HolderNames};
use super::weights::Weights;
use crate::Result;
use crate::change::{Change, Fate};
use crate::measure::{Area, AreaRange};
use crate::model::{Unit, UnitId};
use crate::mosaic::FaceId;
use crate::overlay::{Margin, Overlay};

/// The part of a unit that went from one holder to another.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitChange {
    /// The unit; none outside all units.
    pub unit: Option<Unit>,
    /// Holder before; none for nobody.
    pub from: Option<String>,
    /// Holder after; none for nobody.
    pub to: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// All of it, noise included.
    pub area: Area,
    /// The part that is noise.
    pub noise: Area,
    /// The whole unit, or all land outside the units.
    pub unit_area: Area,
    /// By how much the area without noise may be off; none where the accuracy of its lines is not known.
    pub margin: Option<Margin>,
    /// The number of the unit, such as its population, if one is to be shared out.
    pub unit_weight: Option<f64>,
    /// The share of that number that is on the land without noise, if it is spread evenly over the unit.
    pub estimate: Option<f64>,
}

impl UnitChange {
    /// What went from whom to whom in each unit of an overlay, largest first; nothing without units.
    ///
    /// # Errors
    ///
    /// When the units have no such numbers as are to be shared out.
    pub fn of(overlay: &Overlay, change: &Change) -> Result<Vec<Self>> {
        let weights = Weights::of(overlay)?;
        Ok(UnitAreas::of(overlay).changes(&ChangedFaces::new(overlay, change), weights.as_ref()))
    }

    /// The area without noise.
    pub fn without_noise(&self) -> Area {
        self.area - self.noise
    }

    /// The lowest and the highest area that the data allows: the lines off the one and the other way as far as they may
    /// be, noise left out and taken in.
    pub fn range(&self) -> AreaRange {
        let margin = self.margin.unwrap_or_default();
        margin.range_with_noise(self.without_noise(), self.noise)
    }
}

/// What a controller holds of a unit on one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitHolding {
    /// The unit; none outside all units.
    pub unit: Option<Unit>,
    /// Who holds the land; none where the snapshot has none.
    pub controller: Option<String>,
    /// How much it is.
    pub area: Area,
    /// The whole unit, or all land outside the units.
    pub unit_area: Area,
}

/// The area of each unit, and of all land outside them.
#[derive(Debug)]
pub(super) struct UnitAreas(BTreeMap<Option<UnitId>, Area>);

/// A unit, and who held land of it before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cell<'a> {
    /// None outside all units.
    unit: Option<UnitId>,
    holders: HolderNames<'a>,
}

/// How much land is in a cell, noise included, and the noise.
#[derive(Debug, Clone, Copy, Default)]
struct CellAreas {
    area: Area,
    noise: Area,
}

/// The units that a face counts in, or that it lies outside of all.
pub(super) fn counted_in(overlay: &Overlay, face: FaceId) -> impl Iterator<Item = Option<UnitId>> + '_ {
    let units = overlay.units_at(face);
    let outside = units.is_empty().then_some(None);
    units.iter().copied().map(Some).chain(outside)
}

impl UnitAreas {
    /// The area of each unit, held by anybody or not; the rest is land that some snapshot has outside all units.
    pub(super) fn of(overlay: &Overlay) -> Self {
        let mut areas: BTreeMap<Option<UnitId>, Area> = BTreeMap::new();
        if overlay.units().is_empty() {
            return Self(areas);
        }
        let is_held = |face| (0..overlay.snapshots().len()).any(|i| overlay.controller_id(i, face).is_some());
        for face in overlay.mosaic().faces() {
            for unit in counted_in(overlay, face) {
                if unit.is_some() || is_held(face) {
                    *areas.entry(unit).or_default() += overlay.mosaic().area(face);
                }
            }
        }
        Self(areas)
    }

    /// Who holds how much of each unit on the date of a snapshot, in the order of the units' file; nothing without units.
    pub(super) fn holdings(&self, overlay: &Overlay, snapshot: usize) -> Vec<UnitHolding> {
        if !self.has_units() {
            return Vec::new();
        }
        let mut held: BTreeMap<(Option<UnitId>, Option<&str>), Area> = BTreeMap::new();
        for face in overlay.mosaic().faces() {
            let controller = overlay.controller(snapshot, face);
            for unit in counted_in(overlay, face) {
                if unit.is_some() || controller.is_some() {
                    *held.entry((unit, controller)).or_default() += overlay.mosaic().area(face);
                }
            }
        }
        let mut held: Vec<_> = held.into_iter().collect();
        // In the order of their file; land outside them last.
        held.sort_by_key(|((unit, _), area)| (unit.is_none(), *unit, std::cmp::Reverse(*area)));
        let holding = |((unit, controller), area): ((Option<UnitId>, Option<&str>), Area)| UnitHolding {
            unit_area: self.area(unit),
            unit: unit.map(|unit| overlay.units().unit(unit).clone()),
            controller: controller.map(str::to_owned),
            area,
        };
        held.into_iter().map(holding).collect()
    }

    /// What went from whom to whom in each unit, largest first, with margins where the accuracy of lines is known;
    /// nothing without units.
    pub(super) fn changes(&self, land: &ChangedFaces, weights: Option<&Weights>) -> Vec<UnitChange> {
        if !self.has_units() {
            return Vec::new();
        }
        let margins = margins(land);
        let change = |(cell, CellAreas { area, noise }): (Cell, CellAreas)| UnitChange {
            margin: margins.get(&cell).copied(),
            fate: land.fate(cell.holders),
            unit_area: self.area(cell.unit),
            from: cell.holders.from.map(str::to_owned),
            to: cell.holders.to.map(str::to_owned),
            unit: cell.unit.map(|unit| land.overlay.units().unit(unit).clone()),
            unit_weight: weights.and_then(|weights| weights.of_unit(cell.unit?)),
            estimate: weights.and_then(|weights| weights.share(cell.unit?, area - noise)),
            area,
            noise,
        };
        let mut changes: Vec<UnitChange> = changed(land).into_iter().map(change).collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.without_noise()));
        changes
    }

    fn has_units(&self) -> bool {
        self.0.keys().any(Option::is_some)
    }

    pub(super) fn area(&self, unit: Option<UnitId>) -> Area {
        self.0.get(&unit).copied().unwrap_or_default()
    }
}

/// By how much the changed land of every cell may be off; one group of units that do not overlap after the other, so
/// that every face has one unit at most.
fn margins<'a>(land: &ChangedFaces<'a>) -> BTreeMap<Cell<'a>, Margin> {
    let mut margins = BTreeMap::new();
    for (n, group) in land.overlay.unit_groups().into_iter().enumerate() {
        let in_group = |face, holders| {
            let units = land.overlay.units_at(face);
            match units.iter().find(|unit| group.binary_search(unit).is_ok()) {
                Some(unit) => Some(Cell {
                    unit: Some(*unit),
                    holders,
                }),
                // Outside all units: one group tells it.
                None => (n == 0 && units.is_empty()).then_some(Cell { unit: None, holders }),
            }
        };
        margins.extend(land.margins(in_group));
    }
    margins
}

/// The changed land of every unit and pair of holders.
fn changed<'a>(land: &ChangedFaces<'a>) -> BTreeMap<Cell<'a>, CellAreas> {
    let mosaic = land.overlay.mosaic();
    let mut cells: BTreeMap<Cell, CellAreas> = BTreeMap::new();
    for face in mosaic.faces() {
        let holders = land.holders(face);
        if !holders.differ() {
            continue;
        }
        for unit in counted_in(land.overlay, face) {
            let sum = cells.entry(Cell { unit, holders }).or_default();
            sum.area += mosaic.area(face);
            if land.is_noise(face) {
                sum.noise += mosaic.area(face);
            }
        }
    }
    cells
}
