//! A feature with land to a territory.

use std::collections::BTreeSet;

use super::naming::{Controllers, text};
use super::options::ReadOptions;
use crate::model::{Feature, Layer, Territory};
use crate::{Error, Result};

/// The features that are land.
pub(super) fn land_of(layer: &Layer) -> Vec<&Feature> {
    let is_land = |f: &&Feature| !f.geometry.polygons.is_empty();
    layer.features.iter().filter(is_land).collect()
}

/// Features with land as territories, by the names that the options say.
pub(super) struct Territories<'a> {
    pub(super) controllers: &'a Controllers,
    pub(super) options: &'a ReadOptions,
    /// The names that were read as others.
    pub(super) renamed: BTreeSet<String>,
}

impl<'a> Territories<'a> {
    pub(super) fn new(controllers: &'a Controllers, options: &'a ReadOptions) -> Self {
        Self {
            controllers,
            options,
            renamed: BTreeSet::new(),
        }
    }

    /// A feature as land that a controller holds; none where it is to be left out, since it names none.
    pub(super) fn of(&mut self, feature: Feature) -> Result<Option<Territory>> {
        let Some(controller) = self.controllers.of(&feature, self.options)? else {
            return Ok(None);
        };
        Ok(Some(Territory {
            controller: self.called(controller),
            sovereign: text(&feature.properties, "sovereign").map(|name| self.called(name)),
            accuracy_m: accuracy(&feature)?,
            source: text(&feature.properties, "source"),
            polygons: feature.geometry.polygons,
            properties: feature.properties,
        }))
    }

    fn called(&mut self, name: String) -> String {
        match self.options.renames.new_name(&name) {
            Some(new) => {
                self.renamed.insert(name);
                new.to_owned()
            }
            None => name,
        }
    }
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
