//! The GeoJSON diff: a document of the land that changed hands, and a patch that turns one snapshot into another.
//!
//! It is a feature collection by RFC 7946 that any GIS opens: one feature for each piece of land that changed hands,
//! with `from` and `to` (null is nobody), `area_km2` and `noise`, and `succession` where it passed to the heir of its holder.
//! Land that a snapshot leaves out and somebody holds has his name, and `from_rest` or `to_rest`: a diff is one of the
//! snapshots as they were read, whatever they were completed with.
//! A foreign member `landshift` names both snapshots with their dates, areas and hashes, so that a patch is applied to the right base only, and what it leads to is proved.
//!
//! The law: what [`apply`] makes of the earlier snapshot encloses, for every controller, what the later one does, border
//! for border. Land is added and taken away as sums of directed edges (`borders`); where pieces are bent to positions at
//! which lines cross, the diff carries what they lack (`exact`); the sum is joined to rings and polygons again (`rings`).
//! So no second overlay has to bend as the first one did, and diffs that are turned around or squashed are as exact.

mod apply;
mod base;
mod borders;
mod division;
mod document;
mod exact;
mod form;
mod merge;
mod parts;
mod plain;
mod rings;
mod squash;
mod verify;

pub use apply::apply;
pub use base::{flaws_of_base, read_base};
pub use form::{DegreesRing, Diff, Header, Holder, Piece, SnapshotId};
pub use merge::{Conflict, Merged, merge};
pub use squash::{squash, unlike_rest};
