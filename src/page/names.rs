//! The places and units of a change, as the language of the page names them.

use crate::change::{Breakdown, PlaceHolder};
use crate::map::{WebMaps, WebRow, WebStep};

/// The settlements that went as a row says, by name.
pub(super) fn places(maps: &WebMaps, row: &WebRow, breakdown: &Breakdown) -> Vec<String> {
    let is_of_row = |holder: &PlaceHolder, name: &Option<String>| match (holder, name) {
        (PlaceHolder::One(holder), Some(name)) => holder == name,
        (PlaceHolder::Nobody, None) => true,
        _ => false,
    };
    let Some([from, to]) = &row.holders else {
        return Vec::new();
    };
    let changes = breakdown.place_changes().iter();
    let of_row =
        changes.filter(|change| !change.noise && is_of_row(&change.from, from) && is_of_row(&change.to, to));
    of_row
        .map(|change| maps.language.name(&change.place.name).to_owned())
        .collect()
}

/// The units of which land went as a row says, each with how much.
pub(super) fn units(maps: &WebMaps, step: &WebStep, row: &WebRow, breakdown: &Breakdown) -> Vec<[String; 2]> {
    let Some([from, to]) = &row.holders else {
        return Vec::new();
    };
    let changes = breakdown.unit_changes().iter();
    let of_row = changes.filter(|change| change.from == *from && change.to == *to);
    let named = of_row.filter_map(|change| {
        let name = maps.language.name(&change.unit.as_ref()?.label()).to_owned();
        Some([name, step.language.area(change.without_noise())])
    });
    named.collect()
}
