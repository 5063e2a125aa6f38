//! The change matrix of two snapshots, tile by tile: each is measured by whom you like, and the sums of all are the matrix.
//!
//! [`TiledPair`] parts the land into files, each with all that it takes to measure its window ([`crate::mosaic::Tile`]);
//! [`TileSums`] are what one of them adds to each cell; [`merged`] adds them up. All are whole square millimetres, so sums
//! are those of one overlay to the last one. What a file belongs to is in it: a tile that is lost, there twice, damaged or
//! of other snapshots is an error.

mod file;
mod manifest;
mod merge;
mod mm2;
mod sums;
mod version;

pub use manifest::{Manifest, TiledHolder, TiledPair, TiledSnapshot};
pub use merge::{TiledCell, TiledChange, merged};
pub use sums::TileSums;
