//! The land of units on a panel by what became of them.

use crate::map::input::data::MapInput;
use crate::map::input::unit_land::{UnitLand, called};
use crate::map::panel::contents::{DrawnLand, exact};
use crate::map::panel::frame::PanelKind;
use crate::map::style::events;
use crate::map::style::theme::Theme;
use crate::map::view::window::View;

/// The land of units, in their order; none where the panel shows something else.
pub(in crate::map) fn units(
    input: &MapInput,
    theme: &Theme,
    view: &View,
    show: PanelKind,
) -> Option<Vec<DrawnLand>> {
    let units = input.units.as_ref().filter(|_| show == PanelKind::Units)?;
    let drawn = |unit: &UnitLand| DrawnLand {
        class: events::class(unit.event),
        rings: view.rings(&unit.polygons),
        title: Some(format!(
            "{}: {}, {}",
            unit.name,
            called(unit.event, theme.language),
            theme.language.area(unit.area)
        )),
        data: vec![
            ("unit", unit.name.clone()),
            ("event", unit.event.name().to_owned()),
            ("km2", exact(unit.area.km2())),
        ],
    };
    Some(units.land.iter().map(drawn).collect())
}
