//! The names of units on a panel.

use std::cmp::Reverse;

use crate::map::input::data::MapInput;
use crate::map::input::unit_land::is_shown;
use crate::map::labels::land::on_land;
use crate::map::panel::annotations::{NARROW, wrapped};
use crate::map::panel::frame::PanelKind;
use crate::map::panel::layers::Panel;
use crate::map::plane::raster::PixelRaster;
use crate::map::scene::list::Scene;
use crate::map::scene::record::Named;

/// No more units than this are named.
const MOST_NAMES: usize = 60;

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
