//! The parts of [landshift](https://docs.rs/landshift) that read, overlay and measure.
//!
//! `landshift` is the library to start with: a study of dated layers, its reports, diffs and maps. This one has what it is
//! made of, for those who need the parts: the exact planar overlay on its own, say, or areas on the ellipsoid. Details
//! may change from one version to the next.
//!
//! Data moves from left to right, and a module imports only from its left; a test holds it.
//!
//! - [`math`]: functions of floating point that give the same bits on every machine.
//! - [`error`]: the one error: what is wrong, where, and what to do. [`progress`]: which stage long work is in, and a way to
//!   cancel it. [`memory`]: what large work needs, against what there is. [`files`]: named files, from a folder or from memory.
//! - [`model`]: plain data: coordinates on one integer grid of 1e-9 degrees, dates, layers, snapshots, scenarios.
//! - [`measure`]: area and length on the WGS 84 ellipsoid, edge by edge, in sums that do not round.
//! - [`settings`]: layered TOML. [`language`]: texts, dates and numbers of maps in a language.
//! - [`mosaic`]: all layers overlaid as one planar arrangement. Its *faces* are pieces of land with one label a layer.
//!   Every later question (who held it, what changed, which district, where the front ran) is put to the faces, so every
//!   number is the same everywhere.
//! - [`read`]: layers, snapshots and claims in; the only place where formats of input are. [`case`]: a scenario with its
//!   files.
//! - [`overlay`]: the mosaic of a study: holders, fronts, ranges, and the proof that no land was lost. [`noise`]: which
//!   change is only a line drawn twice.
//! - [`change`]: the change matrix, the pieces, how far two sources agree, one snapshot's lines moved onto another's.
//!   [`series`]: many dates, in figures. [`lineage`]: what became of every unit.
//! - [`tiles`]: the change matrix tile by tile, for land that no machine holds.
//! - [`mod@write`]: GeoJSON and well-known binary out.
//!
//! # Features
//!
//! None is on unless asked for. `files`: input by path, and files written whole or not at all. `threads`: work by all cores;
//! results are the same without.

pub mod case;
pub mod change;
pub mod error;
pub mod files;
pub mod language;
pub mod lineage;
pub mod math;
pub mod measure;
pub mod memory;
pub mod model;
pub mod mosaic;
pub mod noise;
pub mod overlay;
#[doc(hidden)]
pub mod parallel;
pub mod progress;
pub mod read;
pub mod series;
pub mod settings;
#[cfg(test)]
mod testing;
pub mod tiles;
pub mod write;

pub use error::{Error, Result};
pub use model::{ReferenceLayers, Snapshot};
pub use overlay::{Settings, Step, ToleranceSetting};
pub use read::ReadOptions;
