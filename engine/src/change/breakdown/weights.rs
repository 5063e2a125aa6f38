//! Numbers of units, such as populations, shared out by area.
//!
//! *Areal weighting* (Goodchild & Lam, *Areal interpolation: a variant of the traditional spatial problem*,
//! Geo-Processing 1980): a unit's number is taken to be spread evenly over it, so that a quarter of its land has a quarter of
//! its people. That is an estimate: towns are not spread evenly.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{ErrorKind, Hint, OptionName};
use crate::measure::{Area, written_number};
use crate::model::{Layer, UnitId, UnitList};
use crate::overlay::Overlay;
use crate::{Error, Result};

/// The numbers of the units of an overlay.
#[derive(Debug)]
pub(super) struct Weights {
    pub(super) column: String,
    /// Per unit, its number if it has one that can be used.
    pub(super) numbers: Vec<Option<f64>>,
    /// Per unit, all its land, also outside of what the answers are about.
    pub(super) whole: Vec<Area>,
    /// Per unit, the land that the answers are about.
    pub(super) inside: Vec<Area>,
    /// What is wrong with the numbers of units that have none that can be used.
    pub(super) unusable: Vec<Unusable>,
}

/// A unit whose number cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// What tables call the unit.
    pub unit: String,
    /// What it has instead of a number that is not negative; none where it has nothing.
    pub value: Option<String>,
}

impl Weights {
    /// The numbers that are to be shared out, if any are.
    ///
    /// # Errors
    ///
    /// When no unit has such a number.
    pub(super) fn of(overlay: &Overlay) -> Result<Option<Self>> {
        let layers = overlay.layers();
        let Some(column) = &layers.weigh else {
            return Ok(None);
        };
        let list = overlay.units();
        if list.is_empty() {
            return Err(
                Error::new(format!("there are no units whose `{column}` could be shared out"))
                    .of_kind(ErrorKind::Options)
                    .with_hint("name a file of units that have it"),
            );
        }
        let (mut whole, mut inside) = (
            vec![Area::ZERO; list.units.len()],
            vec![Area::ZERO; list.units.len()],
        );
        for face in overlay.mosaic().faces() {
            let area = overlay.mosaic().area(face);
            for unit in overlay.units_anywhere(face) {
                whole[unit.place()] += area;
                if overlay.is_inside(face) {
                    inside[unit.place()] += area;
                }
            }
        }
        let mut unusable = Vec::new();
        let mut number = |unit: UnitId| match number_of(&layers.units, list, unit, column) {
            Ok(number) => Some(number),
            Err(value) => {
                unusable.push(Unusable {
                    unit: list.unit(unit).label(),
                    value,
                });
                None
            }
        };
        let numbers: Vec<Option<f64>> = list.ids().map(&mut number).collect();
        if numbers.iter().all(Option::is_none) {
            return Err(no_numbers(&layers.units, "unit", column));
        }
        Ok(Some(Self {
            column: column.clone(),
            numbers,
            whole,
            inside,
            unusable,
        }))
    }

    /// The number of a unit, if it has one that can be used.
    pub(super) fn of_unit(&self, unit: UnitId) -> Option<f64> {
        self.numbers[unit.place()]
    }

    /// Whether units overlap, so that sums over them would count some twice.
    pub(super) fn count_twice(&self, overlay: &Overlay) -> bool {
        let overlap = overlay.unit_overlaps().area;
        let all: Area = self.inside.iter().copied().sum();
        // Two editions of one border between neighbours overlap by next to nothing.
        overlap.share_of(all).is_some_and(|share| share > 1e-3)
    }

    /// The share of a unit's number on some of its land.
    pub(super) fn share(&self, unit: UnitId, area: Area) -> Option<f64> {
        let share = area.share_of(self.whole[unit.place()])?;
        Some(self.of_unit(unit)? * share)
    }
}

/// The number of a unit, or what it has instead. Where several features are one unit and state one number, it is that of
/// the unit; numbers that differ are those of its parts and add up.
fn number_of(layer: &Layer, list: &UnitList, unit: UnitId, column: &str) -> Result<f64, Option<String>> {
    let mut numbers: Vec<f64> = Vec::new();
    let mut instead = None;
    for feature in list.features(layer, unit) {
        match feature.properties.get(column).map(number) {
            Some(Ok(Some(number))) => numbers.push(number),
            Some(Err(value)) => instead = Some(value),
            _ => {}
        }
    }
    match (instead, numbers.as_slice()) {
        (Some(value), _) => Err(Some(value)),
        (None, []) => Err(None),
        (None, [first, others @ ..]) if others.iter().all(|other| other.total_cmp(first).is_eq()) => {
            Ok(*first)
        }
        (None, all) => Ok(all.iter().sum()),
    }
}

/// A value as a number that is not negative; none of nothing, and its text where it is something else.
pub(super) fn number(value: &Value) -> Result<Option<f64>, String> {
    let usable = |number: f64| (number.is_finite() && number >= 0.0).then_some(number);
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => match number.as_f64().and_then(usable) {
            Some(number) => Ok(Some(number)),
            None => Err(number.to_string()),
        },
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => match written_number(text).and_then(usable) {
            Some(number) => Ok(Some(number)),
            None => Err(text.clone()),
        },
        other => Err(other.to_string()),
    }
}

/// That nothing of a layer has a number, `what` being what its features are.
pub(super) fn no_numbers(layer: &Layer, what: &str, column: &str) -> Error {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (key, value) in layer.features.iter().flat_map(|feature| &feature.properties) {
        if matches!(number(value), Ok(Some(_))) {
            *counts.entry(key).or_default() += 1;
        }
    }
    let known: Vec<&str> = counts.into_keys().collect();
    let hint = if known.is_empty() {
        format!("no property of a {what} is a number")
    } else {
        format!("properties with numbers: {}", known.join(", "))
    };
    Error::new(format!("no {what} has a number `{column}`"))
        .of_kind(ErrorKind::Attribute)
        .in_file(&layer.name)
        .with_hint(Hint::from(format!("{hint}; name one with ")).option(OptionName::Weigh))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_no_number_is_told_from_what_is_missing() {
        assert_eq!(number(&json!(null)), Ok(None));
        assert_eq!(number(&json!(" ")), Ok(None));
        assert_eq!(number(&json!(5)), Ok(Some(5.0)));
        assert_eq!(number(&json!(-9999)), Err("-9999".to_owned()));
        assert_eq!(number(&json!("n/a")), Err("n/a".to_owned()));
        assert_eq!(number(&json!([1])), Err("[1]".to_owned()));
    }
}
