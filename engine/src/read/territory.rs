//! A feature with land to a territory.

use std::collections::BTreeMap;

use super::naming::{Controllers, text};
use super::options::ReadOptions;
use crate::model::{Feature, Layer, Notices, Territory, Unnamed};
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
    /// What became of land without a name, if there was any.
    pub(super) unnamed: Unnamed,
    /// The names that were read as others: old names and new ones.
    pub(super) renamed: BTreeMap<String, String>,
}

impl<'a> Territories<'a> {
    pub(super) fn new(controllers: &'a Controllers, options: &'a ReadOptions) -> Self {
        Self {
            controllers,
            options,
            unnamed: Unnamed::Stop,
            renamed: BTreeMap::new(),
        }
    }

    /// Who holds a feature, by the name that it states; none where it is to be left out, since it names none. What becomes of land
    /// without a name is noted, but where all is such land, as the source of the names says.
    pub(super) fn holder(&mut self, feature: &Feature, notices: &mut Notices) -> Result<Option<String>> {
        let holder = self.controllers.of(feature, self.options)?;
        if self.controllers.stated(feature).is_none() {
            self.unnamed.clone_from(&self.options.unnamed);
            if let Some(kind) = self.controllers.of_unnamed(holder.is_some()) {
                notices.add(kind, None, || feature.describe());
            }
        }
        Ok(holder)
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
        let Some(new) = self.options.renames.new_name(&name) else {
            return name;
        };
        self.renamed.insert(name, new.to_owned());
        new.to_owned()
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
                .in_feature(feature)
                .with_hint("write it as a number, such as 500"),
        ),
    }
}
