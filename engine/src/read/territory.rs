//! A feature with land to a territory.

use super::naming::{Controllers, text};
use crate::model::{Feature, Layer, Territory};
use crate::{Error, Result};

/// The features that are land.
pub(super) fn land_of(layer: &Layer) -> Vec<&Feature> {
    let is_land = |f: &&Feature| !f.geometry.polygons.is_empty();
    layer.features.iter().filter(is_land).collect()
}

/// A feature as land that a controller holds.
pub(super) fn territory(feature: Feature, controller: &Controllers) -> Result<Territory> {
    Ok(Territory {
        controller: controller.of(&feature)?,
        sovereign: text(&feature.properties, "sovereign"),
        accuracy_m: accuracy(&feature)?,
        source: text(&feature.properties, "source"),
        polygons: feature.geometry.polygons,
        properties: feature.properties,
    })
}

/// How far its lines may be from the truth, in metres, where it says so.
pub(super) fn accuracy(feature: &Feature) -> Result<Option<f64>> {
    let Some(text) = text(&feature.properties, "accuracy_m") else {
        return Ok(None);
    };
    match text.parse::<f64>() {
        Ok(metres) if metres.is_finite() && metres >= 0.0 => Ok(Some(metres)),
        _ => Err(
            Error::new(format!("its `accuracy_m` is `{text}`, not a number of metres"))
                .in_feature(feature.describe())
                .with_hint("write it as a number, such as 500"),
        ),
    }
}
