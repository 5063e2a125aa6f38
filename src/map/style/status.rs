//! The status of land that the data states: contested, claimed, unknown.

use crate::map::style::sheet::MapStyle;
use std::collections::BTreeSet;

use crate::map::input::data::MapInput;
use crate::map::style::class::{Classes, Hatch, Marks, Style};
use crate::map::style::color::Color;
use crate::map::style::palette::slug;

/// All statuses, in order of name.
pub(in crate::map) fn all(input: &MapInput) -> Vec<String> {
    let regions = input.before.regions.iter().chain(&input.after.regions);
    let statuses: BTreeSet<&String> = regions.filter_map(|r| r.status.as_ref()).collect();
    statuses.into_iter().cloned().collect()
}

/// The class of all land of a status.
pub(in crate::map) fn class(status: &str) -> String {
    format!("status-{}", slug(status))
}

/// Width, spacing and direction of the hatches: steep and fine, unlike any of a change.
const HATCHES: [(f64, f64, Marks); 6] = [
    (1.2, 7.0, Marks::Lines([Some(70.0), None])),
    (3.0, 9.0, Marks::Dots),
    (1.2, 7.0, Marks::Lines([Some(-70.0), None])),
    (1.2, 7.0, Marks::Lines([Some(20.0), None])),
    (1.2, 9.0, Marks::Lines([Some(70.0), Some(-20.0)])),
    (1.2, 7.0, Marks::Lines([Some(-20.0), None])),
];

/// States how land of every status looks: a hatch over the colour of its holder.
pub(in crate::map) fn define(classes: &mut Classes, statuses: &[String], map_style: &MapStyle) {
    for (n, status) in statuses.iter().enumerate() {
        let (width, spacing, marks) = HATCHES[n % HATCHES.len()];
        let style = Style {
            fill: Some(Color {
                a: 0.0,
                ..map_style.ground.page
            }),
            hatch: Some(Hatch {
                color: map_style.text.ink,
                width,
                // The second round is wider.
                spacing: spacing + 4.0 * (n / HATCHES.len()) as f64,
                marks,
            }),
            ..Style::default()
        };
        classes.define(&class(status), style);
    }
}
