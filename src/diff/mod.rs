//! The GeoJSON diff: a document of the land that changed hands, and a patch that turns one snapshot into another.
//!
//! It is a feature collection by RFC 7946 that any GIS opens: one feature for each piece of land that changed hands,
//! with `from` and `to` (null is nobody), `area_km2` and `noise`, and `succession` where it passed to the heir of its holder.
//! A foreign member `landshift` names both snapshots with their dates, areas and content hashes, so that a patch is applied
//! to the right base only.

mod apply;
mod document;
mod squash;

pub use apply::{apply, with_rest};
pub use document::{Diff, Header, Piece, SnapshotId};
pub use squash::squash;
