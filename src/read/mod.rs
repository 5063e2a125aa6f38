//! GeoJSON in, layers and snapshots out: the only place that knows a file format.
//!
//! ```text
//! bytes ─text─► JSON text ─document─► objects ─geometry─► features on the grid ─snapshot─► who holds what
//! ```
//!
//! What is read: RFC 7946 feature collections, single features and bare geometries; several of them one after
//! another (newline-delimited GeoJSON, RFC 8142 sequences); any of it gzipped, whatever the file is called. A
//! gzipped text of more than 256 MiB may be a hundred times as large as the file, and no more.
//!
//! Well-formed coordinates go from their digits straight to the grid. A text with anything odd in its coordinates is
//! read a second time and more closely, so that the message says what is wrong and where. The text is in memory while
//! it is read; beside it there are the 16 bytes of each position, the properties, and little else.
//!
//! What is refused: everything from which a wrong area could follow unseen, such as projected or swapped
//! coordinates, missing members, members given twice, rings of three positions. The error names the file, the
//! feature, the position in it and what to do.
//!
//! What is repaired, and counted in [`Notices`](crate::model::Notices): unclosed rings are closed, repeated
//! positions and rings without an area dropped, rings across ±180° cut there, rings around a pole closed through
//! it. Winding is normalised without a notice, since both windings are common.
//!
//! ```
//! use landshift::read::{SnapshotOptions, layer_from, snapshot_of};
//! let text = r#"{"type": "FeatureCollection", "date": "1994-05-12", "features": [
//!     {"type": "Feature", "properties": {"controller": "A"},
//!      "geometry": {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}]}"#;
//! let snapshot = snapshot_of(layer_from(text.as_bytes(), "1994.geojson")?, &SnapshotOptions::default())?;
//! assert_eq!(snapshot.heading(), "12 May 1994");
//! assert_eq!(snapshot.controllers(), ["A"]);
//! # Ok::<(), landshift::Error>(())
//! ```

mod antimeridian;
mod bounded;
mod case;
mod claims;
mod coordinates;
mod crs;
mod date_pattern;
mod dates;
mod decimal;
mod document;
mod geometry;
mod layer;
mod members;
mod object;
mod ring;
mod scan;
pub(crate) mod settings;
mod sink;
mod snapshot;
#[cfg(test)]
mod tests;
mod text;

pub use case::Case;
pub(crate) use case::toml_error;
pub use claims::{claims, claims_of};
pub use date_pattern::DatePattern;
pub use layer::{inspect, layer, layer_from};
pub use sink::Inspection;
pub use snapshot::{SnapshotOptions, controllers, snapshot, snapshot_faults, snapshot_of};
