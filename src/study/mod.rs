//! The facade: everything that is asked of dated snapshots is asked of a [`Study`].
//!
//! A study holds snapshots, their reference layers and the settings. What all answers rest on, the overlay with its
//! tolerance, is made once, when it is first needed. Answers show themselves in every format through
//! [`Report`](crate::report::Report).
//!
//! ```
//! use landshift::report::{Format, Report};
//! use landshift::{ReadOptions, ReferenceLayers, Settings, Snapshot, Study};
//!
//! let layer = |date: &str, border: f64| {
//!     let land = |name: &str, west: f64, east: f64| format!(
//!         r#"{{"type": "Feature", "properties": {{"controller": "{name}"}}, "geometry": {{"type": "Polygon",
//!         "coordinates": [[[{west}, 40], [{east}, 40], [{east}, 41], [{west}, 41], [{west}, 40]]]}}}}"#);
//!     let (a, b) = (land("A", 46.0, border), land("B", border, 48.0));
//!     format!(r#"{{"type": "FeatureCollection", "date": "{date}", "features": [{a}, {b}]}}"#)
//! };
//! let options = ReadOptions::default();
//! let snapshots = vec![
//!     Snapshot::read(layer("1994-05-12", 47.0), "before.geojson", &options)?,
//!     Snapshot::read(layer("2020-12-01", 47.5), "after.geojson", &options)?,
//! ];
//! let study = Study::new(snapshots, ReferenceLayers::default(), Settings::default())?;
//! let change = study.change(study.overall())?;
//! assert_eq!(change.change.finding(), "A gained 4,706 km² from B between 12 May 1994 and 1 December 2020");
//! let mut csv = Vec::new();
//! change.write(Format::Csv, None, &mut csv)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod beyond;
mod confined;
mod core;
mod elsewhere;
#[cfg(feature = "map")]
mod files;
mod lineage;
mod naming;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "map")]
mod picture;
mod reading;
mod remark;
#[cfg(feature = "map")]
mod scenario;
#[cfg(feature = "page")]
mod series;
mod shared_code;

pub use self::core::Study;
pub use beyond::Beyond;
pub use confined::with_rest_of;
#[cfg(feature = "map")]
pub use files::NamedFile;
pub use lineage::LineageQuery;
#[cfg(feature = "page")]
pub use page::PageQuery;
pub use remark::{Dated, Remark};
#[cfg(feature = "map")]
pub use scenario::{CasePart, case_file_names};
#[cfg(feature = "page")]
pub use series::series_file_names;
pub use shared_code::SharedCode;
