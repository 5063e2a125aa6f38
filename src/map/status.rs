//! What the data says of land beside who holds it: contested, claimed, unknown.

use std::collections::BTreeSet;

use super::color::Color;
use super::input::MapInput;
use super::palette::slug;
use super::scene::{Hatch, Marks, Scene, Style};
use super::theme::Theme;

/// All that is said, in order of name.
pub(super) fn all(input: &MapInput) -> Vec<String> {
    let regions = input.before.regions.iter().chain(&input.after.regions);
    let statuses: BTreeSet<&String> = regions.filter_map(|r| r.status.as_ref()).collect();
    statuses.into_iter().cloned().collect()
}

/// The class of all land of a status.
pub(super) fn class(status: &str) -> String {
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
pub(super) fn define(scene: &mut Scene, theme: &Theme) {
    for (n, status) in theme.statuses.iter().enumerate() {
        let (width, spacing, marks) = HATCHES[n % HATCHES.len()];
        let style = Style {
            fill: Some(Color {
                a: 0.0,
                ..theme.look.ground.page
            }),
            hatch: Some(Hatch {
                color: theme.look.text.ink,
                width,
                // The second round is wider.
                spacing: spacing + 4.0 * (n / HATCHES.len()) as f64,
                marks,
            }),
            ..Style::default()
        };
        scene.define(&class(status), style);
    }
}
