//! Contents: what is in a layer, for those who have not seen it yet.

mod property;

use std::collections::BTreeMap;

pub use property::{Property, PropertyKind};

use crate::check::{Kind, Policy, check};
use crate::error::Hint;
use crate::measure::{Area, EdgeModel, polygons_area};
use crate::model::{ControllerSource, Date, Feature, GridPoint, Layer, Snapshot, to_degrees};
use crate::read::{Inspection, ReadOptions, Spans};
use crate::{Error, Result};

/// What is in a layer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Contents {
    /// The file.
    pub file: String,
    /// What its format is called; none of what was in memory.
    pub format: Option<&'static str>,
    /// How many features there are of each kind of geometry.
    pub features: FeatureCounts,
    /// West, south, east and north of all positions, in degrees; none where there are no positions.
    pub bounds: Option<[f64; 4]>,
    /// Its land, of overlaps what each feature has.
    pub area: Area,
    /// The properties of its features, in the order in which they first occur.
    pub properties: Vec<Property>,
    /// Who holds its land.
    pub holders: Holders,
    /// What was read otherwise than it is written, and from which reference system.
    pub notices: Vec<String>,
    /// How many problems of each kind a check finds.
    pub problems: Vec<(Kind, usize)>,
}

/// How many features there are of each kind of geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct FeatureCounts {
    /// With land.
    pub land: usize,
    /// With lines and no land.
    pub lines: usize,
    /// With points alone.
    pub points: usize,
    /// Without positions.
    pub empty: usize,
}

/// Who holds the land of a layer.
#[derive(Debug, Clone, PartialEq)]
pub enum Holders {
    /// There is no land.
    NoLand,
    /// It is a snapshot.
    Snapshot {
        /// What names its controllers.
        from: ControllerSource,
        /// The date it describes.
        date: Option<Date>,
        /// The controllers with their land, the largest first.
        controllers: Vec<(String, Area)>,
    },
    /// Its features have dates of their own: it is a series.
    Series,
    /// Nothing says so without doubt.
    Unknown {
        /// What is in doubt.
        why: String,
        /// What can be done about it.
        hint: Option<Hint>,
    },
}

impl FeatureCounts {
    fn add(&mut self, feature: &Feature) {
        let geometry = &feature.geometry;
        let count = if !geometry.polygons.is_empty() {
            &mut self.land
        } else if !geometry.lines.is_empty() {
            &mut self.lines
        } else if !geometry.points.is_empty() {
            &mut self.points
        } else {
            &mut self.empty
        };
        *count += 1;
    }

    /// All features.
    pub fn all(&self) -> usize {
        self.land + self.lines + self.points + self.empty
    }
}

/// What is in a layer that was read with all that is wrong about it.
///
/// ```
/// use landshift::contents::{Holders, contents};
/// use landshift::{Inspection, ReadOptions};
///
/// let text = r#"{"type": "Feature", "properties": {"controller": "A", "people": 7}, "geometry": {"type": "Polygon",
///     "coordinates": [[[46, 40], [47, 40], [47, 41], [46, 41], [46, 40]]]}}"#;
/// let found = contents(Inspection::read(text, "front_2020-12-01.geojson")?, &ReadOptions::default());
/// assert_eq!((found.format, found.features.land), (Some("GeoJSON"), 1));
/// let Holders::Snapshot { date, .. } = found.holders else { panic!() };
/// assert_eq!(date.unwrap().to_string(), "2020-12-01");
/// # Ok::<(), landshift::Error>(())
/// ```
pub fn contents(inspection: Inspection, options: &ReadOptions) -> Contents {
    let mut problems: BTreeMap<Kind, usize> = BTreeMap::new();
    for problem in check(&inspection, options, &Policy::default()).problems {
        *problems.entry(problem.kind).or_default() += 1;
    }
    let Inspection { layer, format, .. } = inspection;
    let mut features = FeatureCounts::default();
    layer.features.iter().for_each(|feature| features.add(feature));
    Contents {
        file: layer.name.clone(),
        format,
        features,
        bounds: bounds(&layer),
        area: layer.features.iter().map(area).sum(),
        properties: property::properties(&layer),
        notices: Kind::beside(&layer.notices)
            .iter()
            .map(ToString::to_string)
            .collect(),
        problems: problems.into_iter().collect(),
        holders: holders(layer, options),
    }
}

fn area(feature: &Feature) -> Area {
    polygons_area(&feature.geometry.polygons, EdgeModel::StraightLonLat)
}

/// West, south, east and north of all positions, in degrees.
fn bounds(layer: &Layer) -> Option<[f64; 4]> {
    let positions = layer
        .features
        .iter()
        .flat_map(|feature| feature.geometry.positions());
    let around = |p: &GridPoint| [p.x, p.y, p.x, p.y];
    let all = positions
        .map(around)
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    all.map(|sides| sides.map(to_degrees))
}

fn holders(layer: Layer, options: &ReadOptions) -> Holders {
    if layer.features.iter().all(|f| f.geometry.polygons.is_empty()) {
        return Holders::NoLand;
    }
    match snapshot(layer, options) {
        Ok(None) => Holders::Series,
        Ok(Some(snapshot)) => Holders::Snapshot {
            from: snapshot.controller_from.clone(),
            date: snapshot.date,
            controllers: controllers(&snapshot),
        },
        Err(error) => Holders::Unknown {
            why: error.message().to_owned(),
            hint: error.hint().cloned(),
        },
    }
}

/// The snapshot that a layer is; none if its features hold at different times.
fn snapshot(layer: Layer, options: &ReadOptions) -> Result<Option<Snapshot>, Error> {
    let spans = Spans::of(&layer, &options.times)?;
    if spans.is_some_and(|spans| spans.is_series()) {
        return Ok(None);
    }
    Snapshot::of(layer, options).map(Some)
}

/// Who holds how much, the most first.
fn controllers(snapshot: &Snapshot) -> Vec<(String, Area)> {
    let mut land: BTreeMap<&str, Area> = BTreeMap::new();
    for territory in &snapshot.territories {
        *land.entry(&territory.controller).or_default() +=
            polygons_area(&territory.polygons, EdgeModel::StraightLonLat);
    }
    let mut land: Vec<(String, Area)> = land
        .into_iter()
        .map(|(name, area)| (name.to_owned(), area))
        .collect();
    land.sort_by_key(|(_, area)| std::cmp::Reverse(*area));
    land
}
