//! Before and after maps, as SVG, PNG and PDF.
//!
//! ```text
//! MapInput ─► Theme (colours, transitions) ─┐
//!         └─► Extent ─► View (projection) ──┴─► Panels ─► labels ─► Page ─► Scene ─┬─► to_svg
//!                                                                                  ├─► to_png
//!                                                                                  └─► to_pdf
//! ```
//!
//! - [`before_after`] draws two panels at one extent, scale and projection; [`change`] draws one, with a table;
//!   [`multiples`], [`frames`] and [`shares`] show any number of dates.
//! - **Colour** says who holds land: a pale tint at home, the full colour where another is sovereign, a hatch where
//!   land changed hands. The default colours are told apart in normal, deutan, protan and tritan vision, further
//!   controllers by a texture. Every transition has its own hatch, so it survives grey as well.
//! - **Much at once**: the largest transitions are told apart, the others drawn and summed as one; long lists end with
//!   what their rest comes to; pieces too small to be seen are said, not drawn; a wide map gets the whole page.
//! - **Checked**: [`lint`] measures a finished map against a cartographer's list of 35 items.
//! - **Projection**: always equal-area and centred on the map, Lambert's azimuthal up to 110° wide, Equal Earth beyond.
//! - **Labels** are placed by the measured boxes of the embedded font: inside their land, else beside it with a leader.
//!   Nothing overlaps and nothing is cut off; what finds no room is listed by [`Scene::left_out`].
//! - **Drawing** goes through plotters with a backend that records a display list, so its elements can be drawn on top
//!   ([`Scene::draw_with`]). Shared edges are simplified once (to half a pixel) and stay shared. Printed areas are those
//!   of the input, never of the simplified shapes.
//! - The same input gives the same bytes.
//!
//! ```
//! use geo_types::{Coord, LineString, Polygon};
//! use landshift::map::{MapInput, MapOptions, Region, Side, Transfer, change};
//! use landshift::measure::Area;
//! use landshift::model::to_grid;
//!
//! let square = |west: f64| {
//!     let corner = |dx: f64, dy: f64| Coord { x: to_grid(west + dx), y: to_grid(50.0 + dy) };
//!     let ring = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
//!     vec![Polygon::new(LineString(ring.map(|(x, y)| corner(x, y)).to_vec()), vec![])]
//! };
//! let held = |who: &str, west: f64| Region {
//!     controller: who.into(),
//!     area: Area::from_km2(7900.0),
//!     polygons: square(west),
//!     ..Region::default()
//! };
//! let side = |date: &str, regions| Side { heading: date.into(), regions, ..Side::default() };
//! let input = MapInput {
//!     title: "B took the middle".into(),
//!     before: side("1990", vec![held("A", 10.0), held("A", 11.0), held("B", 12.0)]),
//!     after: side("2000", vec![held("A", 10.0), held("B", 11.0), held("B", 12.0)]),
//!     transfers: vec![Transfer {
//!         from: Some("A".into()),
//!         to: Some("B".into()),
//!         area: Area::from_km2(7900.0),
//!         noise: false,
//!         muted: false,
//!         polygons: square(11.0),
//!     }],
//!     ..MapInput::default()
//! };
//! let map = change(&input, &MapOptions::default())?;
//! assert!(map.to_svg().contains("A → B"));
//! assert_eq!(&map.to_png(0.5)?[1..4], b"PNG");
//! assert_eq!(&map.to_pdf()?[1..4], b"PDF");
//! # Ok::<(), landshift::Error>(())
//! ```

mod backend;
mod color;
mod corner;
mod draw;
mod element;
mod embed;
mod fit;
mod furniture;
mod gather;
mod geometry;
mod highlight;
mod input;
mod labels;
mod lint;
mod look;
mod page;
mod palette;
mod panel;
mod path;
mod pdf;
mod plan;
mod png;
mod projection;
mod ranges;
mod raster;
mod scene;
mod series;
mod simplify;
mod status;
mod subject;
mod summary;
mod svg;
mod text;
mod theme;
mod view;
mod vision;

#[cfg(test)]
mod tests;

pub use backend::Recorder;
pub use color::Color;
pub use draw::{before_after, change};
pub use gather::Surroundings;
pub use input::{
    Boundary, BoundaryKind, Breakdown, Context, ContextKind, MapInput, MapOptions, Place, PlaceKind, Region,
    Side, Transfer,
};
pub use lint::{Finding, Verdict, lint, lint_colors};
pub use look::Look;
pub use png::animation;
pub use ranges::{Pair, Range, Ranges};
pub use scene::{Rect, SUBPIXELS, Scene};
pub use series::{Series, State, frames, multiples, shares};
pub use text::{Face, missing_glyphs};
