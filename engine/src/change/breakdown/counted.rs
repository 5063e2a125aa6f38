//! What layers count on land, by who held it before and after: the people of finer units or of places, or places themselves.
//!
//! *Dasymetric* weights: where people or buildings are is known better than that they are spread evenly.

use std::collections::{BTreeMap, BTreeSet};

use super::settlements;
use super::weights::{Unusable, Weights, no_numbers, number};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::Feature;
use crate::mosaic::FaceId;
use crate::overlay::{ControllerId, Overlay, Step};
use crate::{Error, Result};

/// Numbers on land by who held it before and after.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Counted {
    /// What is counted: a property of units or places, such as `population`; none where each place counts as one.
    pub column: Option<String>,
    /// What the layer is called, usually its file.
    pub layer: String,
    /// By holder before and after, none for nobody: how much.
    pub by_holders: BTreeMap<[Option<String>; 2], f64>,
    /// The units or places without a number that can be used.
    pub unusable: Vec<Unusable>,
}

/// Who holds land on two dates.
type Pair = [Option<ControllerId>; 2];

impl Counted {
    /// What the units of an overlay have in numbers, each spread evenly over its land, or else its places, on the dates of a step; none
    /// without either.
    ///
    /// # Errors
    ///
    /// When there are both, none of them has a number, units overlap so that some of it would be counted twice, or a place is no point.
    pub fn of(overlay: &Overlay, step: Step) -> Result<Option<Self>> {
        let layers = overlay.layers();
        let has_units = !overlay.units().is_empty();
        let has_places = !layers.places.features.is_empty();
        match (has_units, has_places) {
            (false, false) if layers.weigh.is_none() => Ok(None),
            (false, true) => Self::of_places(overlay, step).map(Some),
            (_, false) => Self::of_units(overlay, step).map(Some),
            (true, true) => Err(Error::new("numbers are those of units or of places, not of both")
                .of_kind(ErrorKind::Options)
                .with_hint("name one file of them")),
        }
    }

    fn of_units(overlay: &Overlay, step: Step) -> Result<Self> {
        let layer = &overlay.layers().units;
        let weights = Weights::of(overlay)?.ok_or_else(|| {
            Error::new("it is not said which property of the units has their numbers")
                .of_kind(ErrorKind::Options)
                .in_file(&layer.name)
                .with_hint(Hint::from("name it with ").option(OptionName::Weigh))
        })?;
        if weights.count_twice(overlay) {
            return Err(Error::new("its units overlap, so that numbers would count twice")
                .of_kind(ErrorKind::Geometry)
                .in_file(&layer.name)
                .with_hint("units of one level alone, without overlaps, can be weighed"));
        }
        let mut sums: BTreeMap<Pair, f64> = BTreeMap::new();
        for face in overlay.mosaic().faces() {
            let area = overlay.mosaic().area(face);
            for unit in overlay.units_at(face) {
                if let Some(share) = weights.share(*unit, area) {
                    *sums.entry(pair(overlay, step, face)).or_default() += share;
                }
            }
        }
        Ok(Self {
            column: Some(weights.column),
            layer: layer.name.clone(),
            by_holders: named(overlay, sums),
            unusable: weights.unusable,
        })
    }

    fn of_places(overlay: &Overlay, step: Step) -> Result<Self> {
        let layers = overlay.layers();
        let mut unusable = Vec::new();
        let mut sums: BTreeMap<Pair, f64> = BTreeMap::new();
        let places = settlements::locate(&layers.places, overlay)?;
        for (place, feature) in places.iter().zip(&layers.places.features) {
            match number_of(feature, layers.weigh.as_deref()) {
                Ok(number) => {
                    // One on a border counts in equal parts on its sides.
                    let pairs = place.faces().iter().map(|face| pair(overlay, step, *face));
                    let pairs: BTreeSet<Pair> = pairs.collect();
                    for pair in &pairs {
                        *sums.entry(*pair).or_default() += number / pairs.len() as f64;
                    }
                }
                Err(value) => unusable.push(Unusable {
                    unit: place.name.clone(),
                    value,
                }),
            }
        }
        match &layers.weigh {
            Some(column) if unusable.len() == places.len() => {
                Err(no_numbers(&layers.places, "place", column))
            }
            column => Ok(Self {
                column: column.clone(),
                layer: layers.places.name.clone(),
                by_holders: named(overlay, sums),
                unusable,
            }),
        }
    }
}

/// The number of a place, one where no property is stated, or what it has instead.
fn number_of(place: &Feature, column: Option<&str>) -> Result<f64, Option<String>> {
    let Some(column) = column else {
        return Ok(1.0);
    };
    match place.properties.get(column).map(number) {
        Some(Ok(Some(number))) => Ok(number),
        Some(Err(value)) => Err(Some(value)),
        _ => Err(None),
    }
}

fn pair(overlay: &Overlay, step: Step, face: FaceId) -> Pair {
    step.places()
        .map(|snapshot| overlay.controller_id(snapshot, face))
}

fn named(overlay: &Overlay, sums: BTreeMap<Pair, f64>) -> BTreeMap<[Option<String>; 2], f64> {
    let name = |id: Option<ControllerId>| id.map(|id| overlay.name(id).to_owned());
    sums.into_iter()
        .map(|(pair, sum)| (pair.map(name), sum))
        .collect()
}
