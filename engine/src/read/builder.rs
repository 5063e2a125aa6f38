//! Snapshots from polygons of the georust crates.

use geo_types::MultiPolygon;
use serde_json::{Map, Value};

use super::format::polygons;
use super::options::ReadOptions;
use super::snapshot::of_memory;
use crate::Result;
use crate::model::{Date, Feature, Snapshot};

/// Makes a [`Snapshot`] of land in memory; see [`Snapshot::builder`].
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct SnapshotBuilder {
    name: String,
    title: Option<String>,
    date: Option<Date>,
    land: Vec<(Map<String, Value>, MultiPolygon<f64>)>,
}

impl Snapshot {
    /// Starts a snapshot of land in memory, in degrees of longitude (x) and latitude (y) on WGS 84. Its polygons are treated
    /// as if they had been read from a file: put on the grid, wound, cut at ±180°, repaired, with the same notices.
    ///
    /// `name` is what messages and tables call it.
    ///
    /// ```
    /// use geo_types::{MultiPolygon, polygon};
    /// use landshift_engine::model::Snapshot;
    /// let a = polygon![(x: 46.0, y: 39.0), (x: 47.0, y: 39.0), (x: 47.0, y: 40.0)];
    /// let b = MultiPolygon::new(vec![polygon![(x: 47.0, y: 39.0), (x: 48.0, y: 39.0), (x: 47.0, y: 40.0)]]);
    /// let snapshot = Snapshot::builder("after", "2020-12-01".parse::<landshift_engine::model::Date>()?)
    ///     .land("A", a)
    ///     .land("B", b)
    ///     .build()?;
    /// assert_eq!((snapshot.heading(), snapshot.controllers()), ("1 December 2020".into(), vec!["A", "B"]));
    /// assert_eq!(snapshot.territories[0].multi_polygon().0.len(), 1);
    /// # Ok::<(), landshift_engine::Error>(())
    /// ```
    pub fn builder(name: impl Into<String>, date: impl Into<Option<Date>>) -> SnapshotBuilder {
        SnapshotBuilder {
            name: name.into(),
            date: date.into(),
            ..SnapshotBuilder::default()
        }
    }
}

impl SnapshotBuilder {
    /// With a title, such as `After the first war`.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Adds land and who holds it.
    pub fn land(self, controller: impl Into<String>, land: impl Into<MultiPolygon<f64>>) -> Self {
        self.land_with(controller, Map::new(), land)
    }

    /// Adds land, who holds it, and more properties, such as `sovereign`, `accuracy_m` in metres or `source`.
    pub fn land_with(
        mut self,
        controller: impl Into<String>,
        properties: Map<String, Value>,
        land: impl Into<MultiPolygon<f64>>,
    ) -> Self {
        let mut all = Map::new();
        all.insert("controller".into(), controller.into().into());
        all.extend(properties.into_iter().filter(|(key, _)| key != "controller"));
        self.land.push((all, land.into()));
        self
    }

    /// The snapshot.
    ///
    /// # Errors
    ///
    /// When a position is not on earth, a ring has too few positions, or a controller's name is blank.
    pub fn build(self) -> Result<Snapshot> {
        let Self {
            name,
            title,
            date,
            land,
        } = self;
        let features = land.into_iter().map(|(properties, land)| {
            let feature = Feature {
                properties,
                ..Feature::default()
            };
            (feature, land)
        });
        let mut layer = polygons(features).map_err(|e| e.in_file(&name))?;
        layer.name = name;
        if let Some(title) = title {
            layer.members.insert("title".into(), title.into());
        }
        of_memory(layer, &ReadOptions::default().by("controller").date(date))
            .map(|snapshot| Snapshot { date, ..snapshot })
    }
}
