//! Maps of land of any size.

use super::lint::{input, layer};
use crate::map::*;

#[test]
fn a_block_of_a_town_has_a_scale_in_metres() {
    let lands = |border: f64| {
        [
            ("A", [13.4, 52.5, border, 52.5005], None),
            ("B", [border, 52.5, 13.401, 52.5005], None),
        ]
    };
    let town = input(
        layer("1990-01-01", &lands(13.4005)),
        layer("2000-01-01", &lands(13.4007)),
    );
    let scene = change(&town, &MapOptions::default()).unwrap();
    let texts = scene.texts();
    let is_number = |number: &str| number.parse::<u32>().is_ok();
    let ends = |unit: &str| {
        texts
            .iter()
            .any(|(text, _)| text.strip_suffix(unit).is_some_and(is_number))
    };
    assert!(ends(" m") && !ends(" km"), "{texts:?}");
}
