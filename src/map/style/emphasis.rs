//! What stands out and what steps back: the change is the figure, all other land the ground.

use std::collections::BTreeMap;

use crate::map::input::data::MapInput;
use crate::map::style::color::Color;
use crate::map::style::controller::Controller;
use crate::map::style::palette::Scheme;
use crate::map::style::sheet::MapStyle;
use crate::map::style::vision::least_difference;
use crate::measure::Area;

/// How far what is dimmed goes to the paper, at least.
const DIMMED: f64 = 0.4;

/// The colours of changes that are not highlighted.
pub(in crate::map) fn dimmed(map_style: &MapStyle) -> Scheme {
    let (neutral, paper) = (map_style.fill.neutral, map_style.ground.page);
    let mut colors = Scheme::of(neutral, map_style);
    (colors.gained, colors.deep) = (neutral.mix(paper, 0.82), neutral.mix(paper, 0.5));
    colors
}

/// Makes land held of another's grey, in shades that can be distinguished: the most land has the darkest.
pub(in crate::map) fn dim(controllers: &mut [Controller], input: &MapInput, map_style: &MapStyle) {
    let mut held: BTreeMap<&str, Area> = BTreeMap::new();
    for region in input.before.regions.iter().chain(&input.after.regions) {
        if region.is_held_by_other() {
            *held.entry(&region.controller).or_default() += region.area;
        }
    }
    let mut order: Vec<(&str, Area)> = held.into_iter().collect();
    order.sort_by_key(|(_, area)| std::cmp::Reverse(*area));
    for controller in controllers {
        let nth = order
            .iter()
            .position(|(name, _)| *name == controller.name)
            .unwrap_or(0);
        let share = DIMMED + 0.225 * (nth % 3) as f64;
        controller.colors.held = map_style.fill.neutral.mix(map_style.ground.page, share);
    }
}

/// Takes land at home to the paper, each colour as far as it can still be told from the others, from what is held and from
/// the ground of the map; colours that were given stay.
pub(in crate::map) fn pale(
    controllers: &mut [Controller],
    is_given: &impl Fn(&str) -> bool,
    map_style: &MapStyle,
) {
    const STEP: f64 = 0.1;
    const STEPS: usize = 6;
    let ground = &map_style.ground;
    let full: Vec<Color> = controllers.iter().map(|c| c.colors.home).collect();
    for step in 1..=STEPS {
        for n in 0..controllers.len() {
            if is_given(&controllers[n].name) || controllers[n].bystander {
                continue;
            }
            let next = full[n].mix(ground.page, STEP * step as f64);
            // Colours that are nearer than they should be need not part.
            let is_off = |other: Color, least: f64| {
                let apart = |color| least_difference(color, other).0;
                apart(next) >= least.min(apart(full[n]))
            };
            let grounds = [ground.neighbour, ground.panel, map_style.inset.sea];
            let mut others = controllers.iter().enumerate();
            let is_alone = others.all(|(m, other)| {
                let is_alike = full[m] == full[n];
                (is_alike || is_off(other.colors.home, TOLD_APART)) && is_off(other.colors.held, TOLD_APART)
            });
            if is_alone && grounds.into_iter().all(|color| is_off(color, OFF_GROUND)) {
                controllers[n].colors.home = next;
            }
        }
    }
}

/// The least difference of the land of two, as a check of the map asks for.
const TOLD_APART: f64 = 7.0;

/// The same of land and the ground.
const OFF_GROUND: f64 = 5.0;
