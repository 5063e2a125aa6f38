//! Units with their land by what became of them, and what that is called.

use std::cmp::Reverse;

use crate::language::{Language, fill};
use crate::lineage::{EventCount, UnitEvent};
use crate::measure::Area;
use crate::model::GridPolygon;

/// Units by what became of them from one edition of a layer to the next.
#[derive(Debug, Clone, Default)]
pub struct MapUnits {
    /// The units of the later edition, and those of the earlier one that were dissolved.
    pub land: Vec<UnitLand>,
    /// How many each event befell.
    pub counts: Vec<EventCount>,
}

impl MapUnits {
    /// The units that something happened to, the largest first.
    pub fn changed(&self) -> Vec<&UnitLand> {
        let mut changed: Vec<&UnitLand> = self.land.iter().filter(|unit| is_shown(unit.event)).collect();
        changed.sort_by_key(|unit| Reverse(unit.area));
        changed
    }
}

/// A unit and its land.
#[derive(Debug, Clone)]
pub struct UnitLand {
    /// What it is called, and was before.
    pub name: String,
    /// What it was, or was part of, where that is called otherwise.
    pub origin: Option<String>,
    /// How it came about; of one that was dissolved, that.
    pub event: UnitEvent,
    /// Its area.
    pub area: Area,
    /// Its land; what was of a unit that was dissolved is that one's.
    pub polygons: Vec<GridPolygon>,
}

/// An event with a number of units that it befell.
pub(in crate::map) fn told(event: UnitEvent, units: usize, language: &Language) -> String {
    let values = [
        ("count", &*language.count(units)),
        ("event", called(event, language)),
    ];
    fill(&language.words.units.counted, &values)
}

/// Whether an event is told on a map, where a border that was drawn anew is none.
pub(in crate::map) fn is_shown(event: UnitEvent) -> bool {
    !matches!(event, UnitEvent::Unchanged | UnitEvent::Redrawn)
}

/// What a map calls an event.
pub(in crate::map) fn called(event: UnitEvent, language: &Language) -> &str {
    let event = if is_shown(event) {
        event
    } else {
        UnitEvent::Unchanged
    };
    language.event(event.name())
}
