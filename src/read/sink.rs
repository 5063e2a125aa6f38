//! Where the objects of a text go: what each amounts to, and what stopped the reading.

use rayon::prelude::*;

use super::geometry;
use super::object::Object;
use crate::model::{Feature, Layer, Notices, Oddity};
use crate::{Error, Result};

/// How coordinates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Well-formed ones only, straight to the grid, by all threads once the text has been gone through; anything else
    /// stops the reading.
    Quick,
    /// Any, feature by feature, so that what is wrong with them can be said.
    Exact,
}

/// A layer, and what is wrong with the features that are not in it.
#[derive(Debug, Clone, Default)]
pub struct Inspection {
    /// The layer; its notices hold every case.
    pub layer: Layer,
    /// The features that cannot be taken over, in the order of the file.
    pub faults: Vec<Error>,
}

/// Takes over objects as they are read and makes a layer of them.
pub(super) struct Sink<'t> {
    way: Way,
    layer: Layer,
    /// The features whose coordinates are still text.
    waiting: Vec<Waiting<'t>>,
    /// What was noticed since the last feature.
    notices: Notices,
    /// The features that are in error, where they are to be passed over.
    faults: Option<Vec<Error>>,
    /// An error of ours, on its way through serde.
    failure: Option<Error>,
    /// The feature being read.
    current: Option<usize>,
}

/// A feature that has no geometry on the grid yet.
struct Waiting<'t> {
    feature: Feature,
    /// Whether it has a member `geometry`, null or not.
    has_geometry: bool,
    geometry: Option<Box<Object<'t>>>,
    notices: Notices,
}

impl Waiting<'_> {
    /// The feature with its geometry, and all that was noticed.
    fn converted(self) -> Result<(Feature, Notices)> {
        let Self {
            mut feature,
            has_geometry,
            geometry,
            mut notices,
        } = self;
        if !has_geometry {
            return Err(Error::new("it has no `geometry`")
                .feature(feature.describe())
                .hint("a feature without one says \"geometry\": null"));
        }
        feature.geometry = geometry::convert(geometry.map(|g| *g), &feature, &mut notices)
            .map_err(|e| e.feature(feature.describe()))?;
        Ok((feature, notices))
    }
}

impl<'t> Sink<'t> {
    /// Nothing read yet.
    pub(super) fn new(way: Way) -> Self {
        Self {
            way,
            layer: Layer::default(),
            waiting: Vec::new(),
            notices: Notices::default(),
            faults: None,
            failure: None,
            current: None,
        }
    }

    /// Nothing read yet: every oddity and every feature in error will be kept account of.
    pub(super) fn inspecting() -> Self {
        let mut sink = Self::new(Way::Exact);
        sink.layer.notices = Notices::of_all_cases();
        sink.notices = Notices::of_all_cases();
        sink.faults = Some(Vec::new());
        sink
    }

    /// What has been taken over.
    pub(super) fn into_layer(self) -> Result<Layer> {
        Ok(self.into_inspection()?.layer)
    }

    /// What has been taken over, and what has been passed over.
    pub(super) fn into_inspection(mut self) -> Result<Inspection> {
        let waiting = std::mem::take(&mut self.waiting);
        let converted: Vec<_> = waiting.into_par_iter().map(Waiting::converted).collect();
        for one in converted {
            self.add(one?);
        }
        self.layer.notices.append(self.notices);
        Ok(Inspection {
            layer: self.layer,
            faults: self.faults.unwrap_or_default(),
        })
    }

    fn add(&mut self, (feature, notices): (Feature, Notices)) {
        self.layer.features.push(feature);
        self.layer.notices.append(notices);
    }

    fn feature_count(&self) -> usize {
        let passed_over = self.faults.as_ref().map_or(0, Vec::len);
        self.layer.features.len() + self.waiting.len() + passed_over
    }

    /// How coordinates are to be read.
    pub(super) fn way(&self) -> Way {
        self.way
    }

    /// Stop the reading with an error of ours.
    pub(super) fn fail<E: serde::de::Error>(&mut self, error: Error) -> E {
        self.failure = Some(error);
        E::custom("")
    }

    /// A feature of a collection comes next: what fails now is about it.
    pub(super) fn expect_feature(&mut self) {
        self.current = Some(self.feature_count());
    }

    /// The features of a collection are over.
    pub(super) fn no_more_features(&mut self) {
        self.current = None;
    }

    /// Take over a feature of a collection.
    pub(super) fn collected(&mut self, object: Object<'t>) -> Result<()> {
        match object.kind.as_deref() {
            Some("Feature") => self.feature(object),
            Some(kind) => {
                Err(Error::new(format!("it is of type `{kind}`")).hint("a collection lists Features only"))
            }
            None => Err(object.unknown_kind()),
        }
    }

    /// A member was too large to be kept.
    pub(super) fn left_out(&mut self, key: &str) {
        self.notices.add(Oddity::LargeMember, None, || format!("`{key}`"));
    }

    /// The error that stopped the reading: ours, or else `json`, the one of the JSON parser.
    pub(super) fn explain(&mut self, json: impl FnOnce() -> Error) -> Error {
        let error = self.failure.take().unwrap_or_else(json);
        match self.current {
            Some(index) => error.feature(format!("feature {index}")),
            None => error,
        }
    }

    /// Take over what a document holds beside the features handed over already.
    pub(super) fn document(&mut self, object: Object<'t>) -> Result<()> {
        let kind = object.kind.as_deref().unwrap_or_default();
        if object.features && kind != "FeatureCollection" && !kind.is_empty() {
            return Err(Error::new(format!("an object of type `{kind}` has `features`"))
                .hint("a collection says \"type\": \"FeatureCollection\""));
        }
        match kind {
            "FeatureCollection" if object.features => self.members(object),
            "FeatureCollection" => Err(Error::new("the collection has no `features`")),
            "Feature" => self.feature(object),
            _ if geometry::is_kind(kind) => self.feature(Object {
                kind: Some("Feature".into()),
                geometry: Some(Box::new(object)),
                has_geometry: true,
                ..Object::default()
            }),
            _ => Err(object.unknown_kind()),
        }
    }

    /// Take over the members of a collection. In a sequence of collections they must not contradict one another.
    fn members(&mut self, mut object: Object<'t>) -> Result<()> {
        if let Some(properties) = object.properties.take() {
            object.members.insert("properties".into(), properties.into());
        }
        for (key, value) in object.members {
            match self.layer.members.get(&key) {
                Some(earlier) if *earlier != value => {
                    return Err(
                        Error::new(format!("two collections in this file differ in their `{key}`"))
                            .hint("split them into a file each"),
                    );
                }
                Some(_) => {}
                None => {
                    self.layer.members.insert(key, value);
                }
            }
        }
        Ok(())
    }

    /// Take over one feature: its geometry goes to the grid.
    fn feature(&mut self, object: Object<'t>) -> Result<()> {
        let feature = Feature {
            index: self.feature_count(),
            id: object.id,
            properties: object.properties.unwrap_or_default(),
            members: object.members,
            ..Feature::default()
        };
        let waiting = Waiting {
            feature,
            has_geometry: object.has_geometry,
            geometry: object.geometry,
            notices: std::mem::replace(&mut self.notices, Notices::like(&self.layer.notices)),
        };
        match self.way {
            Way::Quick => self.waiting.push(waiting),
            Way::Exact => match (waiting.converted(), &mut self.faults) {
                (Err(fault), Some(faults)) => faults.push(fault),
                (converted, _) => self.add(converted?),
            },
        }
        Ok(())
    }
}
