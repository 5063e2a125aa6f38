//! Before and after maps: projection, scene, labels, layout; SVG and PNG writers.

mod backend;
mod draw;
mod element;
mod embed;
mod format;
mod furniture;
mod gather;
mod geometry;
mod input;
mod labels;
mod page;
mod palette;
mod panel;
mod plan;
mod png;
mod projection;
mod raster;
mod scene;
mod simplify;
mod summary;
mod svg;
mod text;
mod theme;
mod view;

#[cfg(test)]
mod tests;

pub use backend::Recorder;
pub use draw::{before_after, change};
pub use format::km2;
pub use gather::Surroundings;
pub use input::{
    Boundary, BoundaryKind, Breakdown, Context, ContextKind, MapInput, MapOptions, Place, PlaceKind, Region,
    Side, Transfer,
};
pub use palette::Color;
pub use scene::{Rect, SUBPIXELS, Scene};
pub use text::{Face, missing_glyphs};
