//! Tables in memory, such as data frames, as layers.

use serde_json::{Map, Value};

use super::format::Wkb;
use super::land::{Collector, Conversion, Inspection, Mode};
use super::reference::System;
use crate::Result;
use crate::model::{Feature, Layer};

/// A table in memory, such as a data frame: rows of properties, each with a geometry as well-known binary (ISO 19125 or
/// EWKB). It is treated as if it had been read from a file.
///
/// ```
/// use landshift_engine::read::{WkbRow, WkbTable};
/// # let ring = [[46.0, 39.0], [47.0, 39.0], [47.0, 40.0], [46.0, 39.0_f64]];
/// # let numbers = ring.iter().flatten().flat_map(|number| number.to_le_bytes());
/// # let head = [1].into_iter().chain([3, 1, 4_u32].into_iter().flat_map(u32::to_le_bytes));
/// # let triangle: Vec<u8> = head.chain(numbers).collect();
/// let rows = vec![WkbRow { geometry: Some(&triangle), ..WkbRow::default() }];
/// let layer = WkbTable { name: "before".into(), rows, ..WkbTable::default() }.layer()?;
/// assert_eq!(layer.features[0].geometry.polygons.len(), 1);
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct WkbTable<'b> {
    /// What messages call it.
    pub name: String,
    /// The reference system of its positions by name, such as `EPSG:25832`; none is longitude and latitude on WGS 84. x is
    /// the easting or longitude, whatever the order of axes in the definition of the system.
    pub system: Option<String>,
    /// What it states of the whole, such as `date` or `title`.
    pub members: Map<String, Value>,
    /// The rows in their order.
    pub rows: Vec<WkbRow<'b>>,
}

/// A row of a table with a geometry.
#[derive(Debug, Clone, Default)]
pub struct WkbRow<'b> {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Its other columns.
    pub properties: Map<String, Value>,
    /// Its geometry as well-known binary; none where it has none.
    pub geometry: Option<&'b [u8]>,
}

impl WkbTable<'_> {
    /// Whether positions may be in a reference system, by its name.
    ///
    /// ```
    /// use landshift_engine::read::WkbTable;
    /// assert!(WkbTable::reads_system("EPSG:4326") && !WkbTable::reads_system("EPSG:1"));
    /// ```
    pub fn reads_system(name: &str) -> bool {
        System::named(name).is_ok()
    }

    /// The features of the table.
    ///
    /// # Errors
    ///
    /// When the reference system is not read, and at the first row in error.
    pub fn layer(self) -> Result<Layer> {
        self.read(Mode::Strict).map(|inspection| inspection.layer)
    }

    /// The features of the table, and all that is unusual or wrong about them, as [`Inspection::read`].
    ///
    /// # Errors
    ///
    /// When the reference system is not read.
    pub fn inspection(self) -> Result<Inspection> {
        self.read(Mode::Inspect)
    }

    fn read(self, mode: Mode) -> Result<Inspection> {
        let Self {
            name,
            system,
            members,
            rows,
        } = self;
        let inspection = collected(system.as_deref(), rows, mode).map_err(|e| e.in_file(&name))?;
        Ok(Inspection {
            layer: Layer {
                name,
                members,
                ..inspection.layer
            },
            ..inspection
        })
    }
}

fn collected(system: Option<&str>, rows: Vec<WkbRow>, mode: Mode) -> Result<Inspection> {
    let system = system.map(System::named).transpose()?.unwrap_or_default();
    let mut collector = Collector::new(mode, Conversion::Parallel).in_system(system);
    for row in rows {
        let feature = Feature {
            id: row.id,
            properties: row.properties,
            ..Feature::default()
        };
        collector.feature(feature, row.geometry.map(Wkb))?;
    }
    collector.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::ErrorKind;
    use crate::model::{NoticeKind, Snapshot, to_degrees};
    use crate::read::ReadOptions;

    fn polygon(ring: &[[f64; 2]]) -> Vec<u8> {
        let head = [3, 1, ring.len() as u32].into_iter().flat_map(u32::to_le_bytes);
        let numbers = ring.iter().flatten().flat_map(|number| number.to_le_bytes());
        std::iter::once(1).chain(head).chain(numbers).collect()
    }

    fn table<'b>(geometries: &[Option<&'b [u8]>]) -> WkbTable<'b> {
        let row = |(n, geometry): (usize, Option<&'b [u8]>)| WkbRow {
            properties: json!({"controller": format!("C{n}")})
                .as_object()
                .unwrap()
                .clone(),
            geometry,
            ..WkbRow::default()
        };
        WkbTable {
            name: "before".into(),
            rows: geometries.iter().copied().enumerate().map(row).collect(),
            ..WkbTable::default()
        }
    }

    #[test]
    fn rows_are_features_and_members_those_of_a_collection() {
        let land = polygon(&[[46.0, 39.0], [47.0, 39.0], [47.0, 40.0]]);
        let mut table = table(&[Some(&land), None]);
        table.members.insert("date".into(), "1994-05-12".into());
        let layer = table.layer().unwrap();
        let kinds: Vec<NoticeKind> = layer.notices.iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [NoticeKind::UnclosedRing, NoticeKind::NoGeometry]);
        let snapshot = Snapshot::of(layer, &ReadOptions::default()).unwrap();
        assert_eq!(
            (snapshot.heading(), snapshot.controllers()),
            ("12 May 1994".into(), vec!["C0"])
        );
    }

    #[test]
    fn a_row_in_error_is_named_and_left_out_of_an_inspection() {
        let land = polygon(&[[46.0, 39.0], [47.0, 39.0], [47.0, 40.0], [46.0, 39.0]]);
        let damaged = &land[..land.len() - 1];
        let error = table(&[Some(&land), Some(damaged)]).layer().unwrap_err();
        assert_eq!(
            (error.kind(), error.file(), error.feature()),
            (ErrorKind::Geometry, Some("before"), Some("feature 1"))
        );
        let inspection = table(&[Some(damaged), Some(&land)]).inspection().unwrap();
        assert_eq!((inspection.faults.len(), inspection.layer.features.len()), (1, 1));
    }

    #[test]
    fn positions_are_in_the_system_that_is_stated() {
        let land = polygon(&[
            [500_000.0, 4_000_000.0],
            [600_000.0, 4_000_000.0],
            [600_000.0, 4_100_000.0],
        ]);
        let read = |system: &str| {
            let mut table = table(&[Some(&land)]);
            table.system = Some(system.to_owned());
            table.layer()
        };
        assert!(read("EPSG:1").unwrap_err().to_string().contains("`EPSG:1`"));
        #[cfg(feature = "reproject")]
        {
            let layer = read("EPSG:32638").unwrap();
            let first = layer.features[0].geometry.polygons[0].exterior().0[0];
            assert!((to_degrees(first.x) - 45.0).abs() < 1e-6, "{first:?}");
        }
        #[cfg(not(feature = "reproject"))]
        let _ = to_degrees;
    }
}
