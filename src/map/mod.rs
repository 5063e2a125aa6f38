//! Before and after maps: projection, scene, labels, layout; SVG and PNG writers.

mod backend;
mod element;
mod embed;
mod geometry;
mod input;
mod palette;
mod png;
mod projection;
mod scene;
mod svg;
mod text;
mod view;

pub use input::{
    Boundary, BoundaryKind, Breakdown, Context, ContextKind, MapInput, MapOptions, Place, PlaceKind, Region, Side,
    Transfer,
};
pub use palette::Color;
pub use scene::{Rect, SUBPIXELS, Scene};
pub use text::{Face, missing_glyphs};
