//! Units on a panel: their land by what became of them, and their names.

use std::cmp::Reverse;

use crate::map::input::data::MapInput;
use crate::map::input::units::{UnitLand, called, is_shown};
use crate::map::panel::annotations::{NARROW, wrapped};
use crate::map::panel::contents::{DrawnLand, exact};
use crate::map::panel::frame::PanelKind;
use crate::map::panel::labelling::on_land;
use crate::map::panel::layers::Panel;
use crate::map::plane::raster::PixelRaster;
use crate::map::scene::list::Scene;
use crate::map::scene::record::Named;
use crate::map::style::events;
use crate::map::style::theme::Theme;
use crate::map::view::window::View;

/// No more units than this are named.
const MOST_NAMES: usize = 60;

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

/// Names the units that something happened to, the largest first, each with what it was; returns what found no room.
pub(in crate::map) fn name(panel: &mut Panel, input: &MapInput, scene: &Scene) -> Vec<String> {
    let Some(units) = input.units.as_ref().filter(|_| panel.show == PanelKind::Units) else {
        return Vec::new();
    };
    let mut order: Vec<usize> = (0..units.land.len()).collect();
    order.retain(|&n| is_shown(units.land[n].event) && !panel.regions[n].rings.is_empty());
    order.sort_by_key(|&n| Reverse(units.land[n].area));
    let (w, h) = (panel.view.rect.w, panel.view.rect.h);
    let mut left_out = Vec::new();
    for n in order.into_iter().take(MOST_NAMES) {
        let unit = &units.land[n];
        let land = panel.pixels(&panel.regions[n].rings);
        let cells = PixelRaster::of_rings(w, h, &land);
        let mut lines = wrapped(scene, &unit.name, "change-name", NARROW);
        let origin = unit.origin.iter();
        lines.extend(origin.flat_map(|origin| wrapped(scene, origin, "change-area", NARROW)));
        let land = Named {
            land,
            less: Vec::new(),
        };
        if !on_land(scene, &mut panel.space, &cells, land, &lines) {
            left_out.push(unit.name.clone());
        }
    }
    left_out
}
