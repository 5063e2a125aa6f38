//! How land of units looks by what became of them.

use crate::lineage::UnitEvent;
use crate::map::input::unit_land::is_shown;
use crate::map::style::class::{Classes, Hatch, Marks, Style};
use crate::map::style::classes::land;
use crate::map::style::color::Color;
use crate::map::style::palette::Scheme;
use crate::map::style::sheet::MapStyle;

/// The class of all units to which nothing happened.
pub(in crate::map) const UNCHANGED: &str = "event-unchanged";

/// The class of all units that an event befell.
pub(in crate::map) fn class(event: UnitEvent) -> String {
    let event = if is_shown(event) {
        event
    } else {
        UnitEvent::Unchanged
    };
    format!("event-{}", event.name())
}

/// Whether a class is of units that something happened to.
pub(in crate::map) fn is_event(class: &str) -> bool {
    class.starts_with("event-") && class != UNCHANGED
}

/// What tells an event apart beside its colour: other names and codes change no land, and what was dissolved is not there any more.
const fn marks(event: UnitEvent) -> Option<(f64, f64, Marks)> {
    match event {
        UnitEvent::Renamed => Some((2.6, 10.0, Marks::Dots)),
        UnitEvent::Recoded => Some((2.6, 16.0, Marks::Dots)),
        UnitEvent::Dissolved => Some((1.6, 9.0, Marks::Lines([Some(45.0), Some(-45.0)]))),
        UnitEvent::Reduced => Some((1.6, 9.0, Marks::Lines([Some(-45.0), None]))),
        UnitEvent::Enlarged => Some((1.6, 9.0, Marks::Lines([Some(90.0), None]))),
        UnitEvent::Moved => Some((1.6, 9.0, Marks::Lines([Some(0.0), None]))),
        UnitEvent::Created => Some((1.4, 12.0, Marks::Lines([Some(0.0), Some(90.0)]))),
        UnitEvent::Rearranged => Some((1.6, 9.0, Marks::Lines([Some(45.0), None]))),
        _ => None,
    }
}

/// States how units look by every event.
pub(in crate::map) fn define(classes: &mut Classes, map_style: &MapStyle) {
    for event in UnitEvent::ALL {
        let [r, g, b] = event.colour();
        let colors = Scheme::of(Color::rgb(r, g, b), map_style);
        let style = if is_shown(event) {
            land(colors.gained)
        } else {
            land(map_style.ground.others)
        };
        let hatch = marks(event).map(|(width, spacing, marks)| Hatch {
            color: colors.deep,
            width,
            spacing,
            marks,
        });
        classes.define(&class(event), Style { hatch, ..style });
    }
}
