//! Numbers on changed land whose name found no room on the map: the table or the key has them beside the name.

use std::collections::{BTreeMap, BTreeSet};

use crate::map::labels::land::on_land;
use crate::map::panel::layers::Panel;
use crate::map::plane::raster::PixelRaster;
use crate::map::scene::list::Scene;
use crate::map::scene::record::Named;
use crate::map::style::theme::Theme;

/// Numbers the changes that have no name on some panel, in the order of tables; returns their numbers by class.
pub(in crate::map) fn number(panels: &mut [Panel], theme: &Theme, scene: &Scene) -> BTreeMap<String, usize> {
    let unnamed = |panel: &Panel| -> Vec<usize> {
        let changes = panel.unnamed.iter();
        changes.map(|&n| panel.changes[n].transition).collect()
    };
    let all: BTreeSet<usize> = panels.iter().flat_map(unnamed).collect();
    let mut numbers = BTreeMap::new();
    for transition in all {
        let number = numbers.len() + 1;
        let text = theme.language.count(number);
        let mut is_placed = false;
        for panel in panels.iter_mut() {
            for n in panel.unnamed.clone() {
                is_placed |= panel.changes[n].transition == transition && place(panel, n, &text, scene);
            }
        }
        if is_placed {
            numbers.insert(theme.transitions[transition].class.clone(), number);
        }
    }
    numbers
}

/// Puts a number on a piece of changed land, or beside it with a leader, if there is room.
fn place(panel: &mut Panel, n: usize, number: &str, scene: &Scene) -> bool {
    let pixels = panel.pixels(&panel.changes[n].land.rings);
    let cells = PixelRaster::of_rings(panel.view.rect.w, panel.view.rect.h, &pixels);
    let land = Named {
        land: pixels,
        less: Vec::new(),
    };
    on_land(
        scene,
        &mut panel.space,
        &cells,
        land,
        &[(number.to_owned(), "change-number")],
    )
}
