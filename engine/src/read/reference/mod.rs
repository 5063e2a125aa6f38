//! The reference systems that positions may be in, and how they become longitude and latitude on WGS 84.
//!
//! x is always the easting or longitude, y the northing or latitude: so have the formats that are read, whatever order of axes
//! the definition of a system states.

#[cfg(feature = "reproject")]
mod codes;
mod layer_system;
mod name;
#[cfg(feature = "reproject")]
mod projection;
mod stated;
mod system;

pub(super) use layer_system::{LayerSystem, Origin};
pub use stated::ReferenceSystem;
pub(super) use system::System;
#[cfg(feature = "shapefile")]
pub(super) use system::state_or_reproject;
