//! Where the objects of a text go: what each amounts to, and what stopped the reading.

use serde_json::Value;

use super::object::Object;
use super::pass::Pass;
use super::source::{GeometryMember, is_kind};
use crate::error::ErrorKind;
use crate::model::Feature;
use crate::read::filter::Filter;
use crate::read::land::{Collector, Conversion, Inspection, Mode};
use crate::read::reference::{LayerSystem, System};
use crate::{Error, Result};

/// Takes objects as they are read.
pub(super) struct Sink<'t> {
    pass: Pass,
    /// The reference system that each `crs` is to state; none where it is another one, whatever they state.
    system: Option<System>,
    collector: Collector<GeometryMember<'t>>,
    /// An error of ours, on its way through serde.
    failure: Option<Error>,
    /// The feature being read.
    current: Option<usize>,
}

impl<'t> Sink<'t> {
    /// Nothing read yet.
    pub(super) fn new(pass: Pass, mode: Mode, system: impl Into<LayerSystem>) -> Self {
        let system = system.into();
        let conversion = match pass {
            Pass::Fast => Conversion::Parallel,
            Pass::Thorough => Conversion::Immediate,
        };
        let of_text = system.system.clone();
        Self {
            pass,
            collector: Collector::new(mode, conversion).in_system(system),
            system: Some(of_text),
            failure: None,
            current: None,
        }
    }

    /// All that was read.
    pub(super) fn finish(self) -> Result<Inspection> {
        self.collector.finish()
    }

    /// The same, with the geometries of features that meet a condition alone.
    pub(super) fn filtered(self, filter: Option<&Filter>) -> Self {
        Self {
            collector: self.collector.filtered(filter),
            ..self
        }
    }

    /// The same, whatever reference system the text states.
    pub(super) fn whatever_is_stated(self) -> Self {
        Self { system: None, ..self }
    }

    /// The reference system that the whole text is to state, if it matters.
    pub(super) fn system(&self) -> Option<&System> {
        self.system.as_ref()
    }

    /// How coordinates are to be read.
    pub(super) fn pass(&self) -> Pass {
        self.pass
    }

    /// Stops the reading with an error of ours.
    pub(super) fn fail<E: serde::de::Error>(&mut self, error: Error) -> E {
        self.failure = Some(error);
        E::custom("")
    }

    /// A feature of a collection comes next: what fails now is about it.
    pub(super) fn expect_feature(&mut self) {
        self.current = Some(self.collector.next_index());
    }

    /// The features of a collection are over.
    pub(super) fn no_more_features(&mut self) {
        self.current = None;
    }

    /// Takes a feature of a collection.
    pub(super) fn collected(&mut self, object: Object<'t>) -> Result<()> {
        match object.kind.as_deref() {
            Some("Feature") => self.feature(object),
            Some(kind) => {
                Err(Error::new(format!("it is of type `{kind}`"))
                    .with_hint("a collection lists Features only"))
            }
            None => Err(object.unknown_kind()),
        }
    }

    /// A member was too large to be held.
    pub(super) fn left_out(&mut self, key: &str) {
        self.collector.left_out(key);
    }

    /// The error that stopped the reading: ours, or else `json`, the one of the JSON parser.
    pub(super) fn explain(&mut self, json: impl FnOnce() -> Error) -> Error {
        let error = self.failure.take().unwrap_or_else(json);
        match self.current {
            Some(index) => error.in_feature(format!("feature {index}")),
            None => error,
        }
    }

    /// Takes what a document holds other than the features of a collection, which were taken already.
    pub(super) fn document(&mut self, object: Object<'t>) -> Result<()> {
        let kind = object.kind.as_deref().unwrap_or_default();
        if object.features && kind != "FeatureCollection" && !kind.is_empty() {
            return Err(Error::new(format!("an object of type `{kind}` has `features`"))
                .with_hint("a collection has \"type\": \"FeatureCollection\""));
        }
        match kind {
            "FeatureCollection" if object.features => self.members(object),
            "FeatureCollection" => Err(Error::new("the collection has no `features`")),
            "Feature" => self.feature(object),
            _ if is_kind(kind) => self.feature(Object {
                kind: Some("Feature".into()),
                geometry: Some(Box::new(object)),
                has_geometry: true,
                ..Object::default()
            }),
            _ => Err(object.unknown_kind()),
        }
    }

    /// Takes the members of a collection.
    fn members(&mut self, mut object: Object<'t>) -> Result<()> {
        if let Some(properties) = object.properties.take() {
            object.members.insert("properties".into(), properties.into());
        }
        self.collector.bbox_of_collection(object.bbox);
        let mut members = object.members.into_iter();
        members.try_for_each(|(key, value)| self.collector.member(key, value))
    }

    fn feature(&mut self, object: Object<'t>) -> Result<()> {
        let of_geometry = object.geometry.as_ref().map(|geometry| &geometry.bbox);
        let bbox = match (object.bbox, of_geometry) {
            (Value::Null, Some(bbox)) => bbox.clone(),
            (bbox, _) => bbox,
        };
        self.collector.expect_bbox(bbox);
        let feature = Feature {
            id: object.id,
            properties: object.properties.unwrap_or_default(),
            members: object.members,
            ..Feature::default()
        };
        let geometry = if object.has_geometry {
            GeometryMember::Present(object.geometry)
        } else {
            GeometryMember::Missing
        };
        self.collector
            .feature(feature, geometry)
            .map_err(|e| e.of_kind(ErrorKind::Geometry))
    }
}
