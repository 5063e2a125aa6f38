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
    controllers: &'a Controllers,
    options: &'a ReadOptions,
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

    /// Who holds a feature, by the name that it states; none where it is to be left out, since it names none.
    pub(super) fn holder(&self, feature: &Feature) -> Result<Option<String>> {
        self.controllers.of(feature, self.options)
    }

    /// A feature as land of this holder.
    pub(super) fn held(&mut self, feature: Feature, holder: String) -> Result<Territory> {
        Ok(Territory {
            controller: self.read(holder),
            sovereign: text(&feature.properties, "sovereign").map(|name| self.read(name)),
            accuracy_m: accuracy(&feature)?,
            source: text(&feature.properties, "source"),
            polygons: feature.geometry.polygons,
            properties: feature.properties,
        })
    }

    /// What a name is read as; those that are read as others are remembered.
    fn read(&mut self, name: String) -> String {
        let renames = &self.options.renames;
        if renames.new_name(&name).is_some() {
            self.renamed.insert(name.clone());
        }
        renames.read(name)
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
