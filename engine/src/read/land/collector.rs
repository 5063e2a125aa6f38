//! Features as a format yields them become a layer.

use crate::parallel::prelude::*;
use serde_json::Value;

use super::bbox;
use super::converter::{Source, convert};
use super::mode::Mode;
use super::reading::Reading;
use crate::error::ErrorKind;
use crate::model::{Feature, Layer, NoticeKind, Notices};
use crate::read::filter::Filter;
use crate::read::reference::LayerSystem;
use crate::{Error, Result, memory};

/// A layer, and what is wrong with the features that are not in it.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Inspection {
    /// The layer; its notices hold every occurrence.
    pub layer: Layer,
    /// The features that cannot be read, in the order of the file.
    pub faults: Vec<Error>,
    /// What the format of its file is called, such as `GeoPackage`; none of what was in memory.
    pub format: Option<&'static str>,
}

impl From<Layer> for Inspection {
    /// A layer without faults.
    fn from(layer: Layer) -> Self {
        Self {
            layer,
            faults: Vec::new(),
            format: None,
        }
    }
}

/// When geometries are put on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Conversion {
    /// Each as it comes, so that the error nearest to the start of the file is the one that is reported.
    Immediate,
    /// All in parallel, once all are there.
    Parallel,
}

/// Collects features, whose geometries are of type `G`.
pub(in crate::read) struct Collector<G> {
    reading: Reading,
    conversion: Conversion,
    layer: Layer,
    /// The features whose geometries are not on the grid yet.
    waiting: Vec<Waiting<G>>,
    /// Notices since the last feature.
    notices: Notices,
    /// The errors of features, where these are to be left out.
    faults: Option<Vec<Error>>,
    /// The `bbox` of the next feature.
    bbox: Value,
    /// The `bbox` of each collection, and the index of its first feature and of the first one after it.
    boxes: Vec<(Value, [usize; 2])>,
}

/// A feature that has no geometry on the grid yet.
struct Waiting<G> {
    feature: Feature,
    geometry: G,
    notices: Notices,
    bbox: Value,
}

impl<G: Source> Waiting<G> {
    /// The feature with its geometry, and all notices. One that is not wanted keeps its properties alone.
    fn converted(self, reading: &Reading) -> Result<(Feature, Notices)> {
        let Self {
            mut feature,
            geometry,
            mut notices,
            bbox,
        } = self;
        if !reading.is_wanted(&feature) {
            return Ok((feature, notices));
        }
        feature.geometry =
            convert(geometry, &feature, &mut notices, reading).map_err(|e| e.in_feature(&feature))?;
        if bbox::is_wrong(&bbox, [&feature.geometry]) {
            notices.add(NoticeKind::WrongBbox, None, || feature.describe());
        }
        Ok((feature, notices))
    }
}

impl<G: Source + Send> Collector<G> {
    /// Nothing collected yet.
    pub(in crate::read) fn new(mode: Mode, conversion: Conversion) -> Self {
        let notices = || match mode {
            Mode::Strict => Notices::default(),
            Mode::Inspect => Notices::of_all_occurrences(),
        };
        Self {
            reading: Reading::new(mode),
            conversion,
            layer: Layer {
                notices: notices(),
                ..Layer::default()
            },
            waiting: Vec::new(),
            notices: notices(),
            faults: (mode == Mode::Inspect).then(Vec::new),
            bbox: Value::Null,
            boxes: Vec::new(),
        }
    }

    /// The same, for positions in a reference system.
    #[must_use]
    pub(in crate::read) fn in_system(mut self, system: impl Into<LayerSystem>) -> Self {
        self.reading.system = system.into();
        self
    }

    /// The same, with the geometries of features that meet a condition alone.
    #[must_use]
    pub(in crate::read) fn filtered(mut self, filter: Option<&Filter>) -> Self {
        self.reading.filter = filter.cloned();
        self
    }

    /// Whether the geometry of a feature is read.
    #[cfg(feature = "geoparquet")]
    pub(in crate::read) fn is_wanted(&self, feature: &Feature) -> bool {
        self.reading.is_wanted(feature)
    }

    /// The index of the next feature.
    pub(in crate::read) fn next_index(&self) -> usize {
        let left_out = self.faults.as_ref().map_or(0, Vec::len);
        self.layer.features.len() + self.waiting.len() + left_out
    }

    /// A member was too large to be held.
    pub(in crate::read) fn left_out(&mut self, key: &str) {
        self.notice(NoticeKind::LargeMember, || format!("`{key}`"));
    }

    /// Something is odd about the file, not about a feature; `place` is where, empty where it is all of it.
    pub(in crate::read) fn notice(&mut self, kind: NoticeKind, place: impl FnOnce() -> String) {
        self.notices.add(kind, None, place);
    }

    /// Adds a member of the whole. Several collections in one file must not contradict one another.
    pub(in crate::read) fn member(&mut self, key: String, value: Value) -> Result<()> {
        match self.layer.members.get(&key) {
            Some(earlier) if *earlier != value => {
                return Err(
                    Error::new(format!("two collections in this file differ in their `{key}`"))
                        .of_kind(ErrorKind::Attribute)
                        .with_hint("split them into a file each"),
                );
            }
            Some(_) => {}
            None => {
                self.layer.members.insert(key, value);
            }
        }
        Ok(())
    }

    /// The next feature states this `bbox`, or null.
    pub(in crate::read) fn expect_bbox(&mut self, bbox: Value) {
        self.bbox = self.in_degrees(bbox);
    }

    /// The `bbox`; null where it is not in degrees, and no box for the positions that were read.
    fn in_degrees(&self, bbox: Value) -> Value {
        match self.reading.system.system.name() {
            Some(_) => Value::Null,
            None => bbox,
        }
    }

    /// A collection of all features since the last one states this `bbox`, or null.
    pub(in crate::read) fn bbox_of_collection(&mut self, bbox: Value) {
        let first = self.boxes.last().map_or(0, |(_, [_, end])| *end);
        let bbox = self.in_degrees(bbox);
        self.boxes.push((bbox, [first, self.next_index()]));
    }

    /// Adds a feature, which gets its index here, and its geometry.
    pub(in crate::read) fn feature(&mut self, feature: Feature, geometry: G) -> Result<()> {
        let waiting = Waiting {
            feature: Feature {
                index: self.next_index(),
                ..feature
            },
            geometry,
            notices: std::mem::replace(&mut self.notices, Notices::like(&self.layer.notices)),
            bbox: self.bbox.take(),
        };
        self.require_memory()?;
        match self.conversion {
            Conversion::Parallel => {
                self.waiting.push(waiting);
                Ok(())
            }
            Conversion::Immediate => self.add(waiting.converted(&self.reading)),
        }
    }

    /// Refuses as many features again where they cannot be had: a small file may have very many.
    fn require_memory(&self) -> Result<()> {
        const MANY: usize = 1 << 20;
        let count = self.next_index();
        if count < MANY || !count.is_power_of_two() {
            return Ok(());
        }
        memory::require((count * size_of::<Waiting<G>>()) as u64, || {
            format!("reading more than {count} features")
        })
    }

    fn add(&mut self, converted: Result<(Feature, Notices)>) -> Result<()> {
        match (converted, &mut self.faults) {
            (Ok((feature, notices)), _) => {
                self.layer.features.push(feature);
                self.layer.notices.append(notices);
            }
            (Err(fault), Some(faults)) => faults.push(fault),
            (Err(fault), None) => return Err(fault),
        }
        Ok(())
    }

    /// All that was collected.
    pub(in crate::read) fn finish(mut self) -> Result<Inspection> {
        let waiting = std::mem::take(&mut self.waiting);
        let reading = &self.reading;
        let converted: Vec<_> = waiting
            .into_par_iter()
            .map(|waiting| waiting.converted(reading))
            .collect();
        for one in converted {
            self.add(one)?;
        }
        self.layer.notices.append(self.notices);
        self.reading.check_system()?;
        if let Some(systems) = self.reading.system.overruling() {
            self.layer.notices.add(NoticeKind::Overruled, None, || systems);
        }
        if let Some(system) = self.reading.system.system.reprojected_from() {
            self.layer.notices.add(NoticeKind::Reprojected, None, || system);
        }
        for (bbox, [first, end]) in self.boxes {
            let features = self.layer.features.iter();
            let features = features.filter(|feature| (first..end).contains(&feature.index));
            if bbox::is_wrong(&bbox, features.map(|feature| &feature.geometry)) {
                let place = || "`bbox` of the collection".to_owned();
                self.layer.notices.add(NoticeKind::WrongBbox, None, place);
            }
        }
        Ok(Inspection {
            layer: self.layer,
            faults: self.faults.unwrap_or_default(),
            format: None,
        })
    }
}
