//! Land broken down by unit.

use std::collections::BTreeMap;

use super::land::{ChangedFaces, HolderNames};
use crate::change::{Change, Fate};
use crate::measure::{Area, AreaRange};
use crate::overlay::{Margin, Overlay};

/// The part of a unit that went from one holder to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChange {
    /// The unit; none outside all units.
    pub unit: Option<String>,
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
}

impl UnitChange {
    /// What went from whom to whom in each unit of an overlay, largest first; nothing without units.
    pub fn of(overlay: &Overlay, change: &Change) -> Vec<Self> {
        UnitAreas::of(overlay).changes(&ChangedFaces::new(overlay, change))
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
    pub unit: Option<String>,
    /// Who holds the land; none where the snapshot has none.
    pub controller: Option<String>,
    /// How much it is.
    pub area: Area,
    /// The whole unit, or all land outside the units.
    pub unit_area: Area,
}

/// The area of each unit, and of all land outside them.
#[derive(Debug)]
pub(super) struct UnitAreas(BTreeMap<Option<String>, Area>);

/// A unit, and who held land of it before and after.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Cell<'a> {
    unit: Option<String>,
    holders: HolderNames<'a>,
}

/// How much land is in a cell, noise included, and the noise.
#[derive(Debug, Clone, Copy, Default)]
struct CellAreas {
    area: Area,
    noise: Area,
}

impl UnitAreas {
    /// The area of each unit, held by anybody or not; the rest is land that some snapshot has outside all units.
    pub(super) fn of(overlay: &Overlay) -> Self {
        Self(overlay.mosaic().areas_by(|face| {
            let unit = overlay.unit(face);
            let is_held = (0..overlay.snapshots().len()).any(|i| overlay.controller(i, face).is_some());
            (unit.is_some() || is_held).then_some(unit)
        }))
    }

    /// Who holds how much of each unit on the date of a snapshot, in the order of the units' file; nothing without units.
    pub(super) fn holdings(&self, overlay: &Overlay, snapshot: usize) -> Vec<UnitHolding> {
        if !self.has_units() {
            return Vec::new();
        }
        let held = overlay.mosaic().areas_by(|face| {
            let cell = (overlay.unit(face), overlay.controller(snapshot, face));
            (cell != (None, None)).then_some(cell)
        });
        let mut holdings: Vec<UnitHolding> = held
            .into_iter()
            .map(|((unit, controller), area)| UnitHolding {
                unit_area: self.area(unit.as_deref()),
                unit,
                controller: controller.map(str::to_owned),
                area,
            })
            .collect();
        let order = order(overlay);
        holdings.sort_by_key(|held| (order(held.unit.as_deref()), std::cmp::Reverse(held.area)));
        holdings
    }

    /// What went from whom to whom in each unit, largest first, with margins where the accuracy of lines is known;
    /// nothing without units.
    pub(super) fn changes(&self, land: &ChangedFaces) -> Vec<UnitChange> {
        if !self.has_units() {
            return Vec::new();
        }
        let margins = land.margins(|face, holders| Cell {
            unit: land.overlay.unit(face),
            holders,
        });
        let change = |(cell, CellAreas { area, noise }): (Cell, CellAreas)| UnitChange {
            margin: margins.get(&cell).copied(),
            fate: land.fate(cell.holders),
            unit_area: self.area(cell.unit.as_deref()),
            from: cell.holders.from.map(str::to_owned),
            to: cell.holders.to.map(str::to_owned),
            unit: cell.unit,
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

    fn area(&self, unit: Option<&str>) -> Area {
        let found = self.0.iter().find(|(name, _)| name.as_deref() == unit);
        found.map(|(_, area)| *area).unwrap_or_default()
    }
}

/// The changed land of every unit and pair of holders.
fn changed<'a>(land: &ChangedFaces<'a>) -> BTreeMap<Cell<'a>, CellAreas> {
    let mosaic = land.overlay.mosaic();
    let mut cells: BTreeMap<Cell, CellAreas> = BTreeMap::new();
    for face in mosaic.faces() {
        let holders = land.holders(face);
        if holders.differ() {
            let unit = land.overlay.unit(face);
            let sum = cells.entry(Cell { unit, holders }).or_default();
            sum.area += mosaic.area(face);
            if land.is_noise(face) {
                sum.noise += mosaic.area(face);
            }
        }
    }
    cells
}

/// Units in the order of their file; land outside them last.
fn order(overlay: &Overlay) -> impl Fn(Option<&str>) -> usize {
    let names = overlay.unit_names();
    move |unit| {
        let place = unit
            .as_ref()
            .and_then(|unit| names.iter().position(|name| name == unit));
        place.unwrap_or(names.len())
    }
}
