//! A case: a scenario and the files that it names, from wherever these are.
//!
//! ```
//! use landshift_engine::ReadOptions;
//! use landshift_engine::case::Case;
//! use landshift_engine::files::MemoryFiles;
//! let layer = |date: &str, east: f64| format!(
//!     r#"{{"type": "FeatureCollection", "date": "{date}", "features": [{{"type": "Feature",
//!     "properties": {{"controller": "A"}}, "geometry": {{"type": "Polygon",
//!     "coordinates": [[[46, 39], [{east}, 39], [{east}, 40], [46, 39]]]}}}}]}}"#);
//! let scenario = r#"
//!     id = "two"
//!     title = "Two dates"
//!     snapshot = [{ path = "1994.geojson" }, { path = "2020.geojson" }]
//! "#;
//! let files = MemoryFiles::from([
//!     ("scenario.toml", scenario.to_owned()),
//!     ("1994.geojson", layer("1994-05-12", 47.0)),
//!     ("2020.geojson", layer("2020-12-01", 47.5)),
//! ]);
//! let case = Case::read(files, "scenario.toml")?;
//! assert_eq!(case.snapshots(&ReadOptions::default())?.len(), 2);
//! # Ok::<(), landshift_engine::Error>(())
//! ```

mod checks;
mod draft;
#[cfg(feature = "files")]
mod open;
mod options;
mod read;

pub use draft::{Draft, draft};
pub use read::Case;
