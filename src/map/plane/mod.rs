//! Positions, boxes and rasters of a plane, whatever it stands for: degrees, metres or pixels.

mod distance;
pub(in crate::map) mod geometry;
pub(in crate::map) mod raster;
pub(in crate::map) mod rect;
pub(in crate::map) mod simplify;
