//! Input of any format to layers, snapshots and claims.
//!
//! ```text
//! bytes ─format─► features, properties and positions ─land─► features on the grid ─snapshot─► who holds what
//!                                                     │                           └claims───► who is sovereign
//!            polygons and tables in memory ────────────┘
//! ```
//!
//! What is read: GeoJSON, as RFC 7946 feature collections, single features and bare geometries; several of them one after
//! another (newline-delimited GeoJSON, RFC 8142 sequences); TopoJSON, each object a layer; GeoPackage, each table of features a
//! layer; FlatGeobuf; GeoParquet (the feature `geoparquet`); tables of text (CSV, TSV) with geometries as well-known text; shapefiles (the feature `shapefile`) with the
//! files beside them; KML (the feature `kml`); any of it gzipped or in a zip archive, each file of which is a layer, whatever the
//! file is called. With the feature `reproject`, in any of some 3,900 reference systems; else, and where none is stated, in
//! longitude and latitude on WGS 84. A
//! gzipped text of more than 32 MiB may be a hundred times as large as the file, and no more. Formats are recognised by
//! content. A new one is a module in `format` and a line in its table.
//!
//! Well-formed coordinates go from their digits straight to the grid. A text with anything unusual in its coordinates is
//! read a second time, so that the error names what is wrong and where. The text is in memory while it is read; in
//! addition there are the 16 bytes of each position, the properties, and little else.
//!
//! What is refused: everything from which a wrong area could follow unseen, such as projected or swapped
//! coordinates, missing members, members given twice, rings of three positions. The error names the file, the
//! feature, the position in it and what to do.
//!
//! What is repaired, and counted in [`Notices`](crate::model::Notices): unclosed rings are closed, repeated
//! positions and rings without an area dropped, rings across ±180° cut there, rings around a pole closed through
//! it. Winding is normalised without a notice, since both windings are common. It is the same for files and for
//! polygons in memory.
//!
//! ```
//! use landshift_engine::{model::Snapshot, read::ReadOptions};
//! let text = r#"{"type": "FeatureCollection", "date": "1994-05-12", "features": [
//!     {"type": "Feature", "properties": {"controller": "A"},
//!      "geometry": {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}]}"#;
//! let snapshot = Snapshot::read(text, "1994.geojson", &ReadOptions::default())?;
//! assert_eq!(snapshot.heading(), "12 May 1994");
//! assert_eq!(snapshot.controllers(), ["A"]);
//! # Ok::<(), landshift_engine::Error>(())
//! ```

mod attributes;
mod builder;
mod claims;
mod date_pattern;
mod dates;
mod file_date;
mod filter;
mod format;
mod keys;
mod land;
mod layer;
mod layer_name;
mod naming;
#[cfg(feature = "files")]
mod open;
mod options;
mod reference;
mod renames;
mod series;
mod snapshot;
mod table;
mod territory;
#[cfg(test)]
mod tests;
mod time_columns;
mod times;
mod word_date;

pub use attributes::odd_names;
pub use builder::SnapshotBuilder;
pub use date_pattern::DatePattern;
pub use filter::Filter;
pub use land::Inspection;
pub use layer::read_stream;
pub use layer_name::LayerName;
pub use naming::USUAL_NAMES;
pub(crate) use naming::text as property_text;
#[cfg(feature = "files")]
pub use open::LayerFile;
pub use options::ReadOptions;
pub use reference::ReferenceSystem;
pub use renames::read_renames;
pub use series::{SeriesRemark, SeriesSource};
pub use snapshot::{controller_source, controllers, snapshot_faults};
pub use table::{WkbRow, WkbTable};
pub use time_columns::{Ends, TimeColumns};
pub use times::{Moments, Spans, TimedLayer};
