//! The land of a layer or a snapshot, and who holds it.

use crate::Error;
use crate::model::{Feature, GridPolygon, Layer, Snapshot};
use crate::mosaic::at_once;
use crate::read::{ReadOptions, Spans, controllers};

/// Land, who holds it and when, in the order of the file.
pub(super) struct Land<'a> {
    pub(super) holdings: Vec<Holding<'a>>,
    /// Of land that is not all held at the same time.
    pub(super) spans: Option<Spans>,
}

/// A feature that is land.
pub(super) struct Holding<'a> {
    /// How a message names it.
    described: String,
    pub(super) controller: String,
    pub(super) polygons: &'a [GridPolygon],
}

impl<'a> Land<'a> {
    /// The features of a layer. Where `faults` keep it from being a snapshot, every feature counts as a controller's of
    /// its own.
    pub(super) fn of(
        layer: &'a Layer,
        options: &ReadOptions,
        spans: Option<Spans>,
        faults: &[Error],
    ) -> Self {
        let named = if faults.is_empty() {
            controllers(layer, options).ok()
        } else {
            None
        };
        let described = || features(layer).map(Feature::describe);
        // Land that is left out of a snapshot for want of a name is one more that others may overlap with.
        let names = described().enumerate().map(|(n, described)| {
            let name = named.as_ref().and_then(|names| names.get(n)?.clone());
            name.unwrap_or(described)
        });
        let holdings = features(layer).zip(described().zip(names));
        let holdings = holdings.map(|(feature, (described, controller))| Holding {
            described,
            controller,
            polygons: &feature.geometry.polygons,
        });
        Self {
            spans,
            ..Self::held(holdings)
        }
    }

    /// The territories of a snapshot.
    pub(super) fn of_snapshot(snapshot: &'a Snapshot) -> Self {
        let territories = snapshot.territories.iter();
        Self::held(territories.map(|territory| Holding {
            described: territory.describe(),
            controller: territory.controller.clone(),
            polygons: &territory.polygons,
        }))
    }

    /// Land of holders who are called by their numbers.
    pub(super) fn of_parts(parts: impl Iterator<Item = &'a [GridPolygon]>) -> Self {
        let holding = |(number, polygons): (usize, _)| Holding {
            described: String::new(),
            controller: number.to_string(),
            polygons,
        };
        Self::held(parts.enumerate().map(holding))
    }

    /// Land that is all held at the same time.
    fn held(holdings: impl Iterator<Item = Holding<'a>>) -> Self {
        Self {
            holdings: holdings.collect(),
            spans: None,
        }
    }

    /// Of features that cover the same land, those that hold it at the same time.
    pub(super) fn together(&self, covering: &[usize]) -> Vec<Vec<usize>> {
        match &self.spans {
            Some(spans) => spans.together(covering),
            None => at_once(covering),
        }
    }

    /// When features hold their land together, where that is not always.
    pub(super) fn when(&self, features: &[usize]) -> Option<String> {
        self.spans.as_ref()?.in_common(features)
    }

    /// How a message names a feature and its controller.
    pub(super) fn describe(&self, feature: usize) -> String {
        let Holding {
            described,
            controller,
            ..
        } = &self.holdings[feature];
        if described.contains(controller.as_str()) {
            described.clone()
        } else {
            format!("{described} of {controller}")
        }
    }
}

/// The features that are land.
pub(super) fn features(layer: &Layer) -> impl Iterator<Item = &Feature> {
    layer.features.iter().filter(|f| !f.geometry.polygons.is_empty())
}
