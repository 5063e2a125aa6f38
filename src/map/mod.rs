//! Maps of change, as SVG, PNG and PDF.
//!
//! ```text
//! overlay, change ─► input ─► style (theme) ──┐
//!                      └────► view (extent) ──┴─► panel ─► labels ─► page ─► scene ─► write (svg, png, pdf)
//!                                                                               └──► lint
//! ```
//!
//! | folder | what for |
//! |---|---|
//! | `plane` | positions, boxes, clipping, rasters, simplification |
//! | `fonts` | the embedded fonts: measuring, outlines, subsets |
//! | `input` | what a map is drawn from, taken from an overlay and a change |
//! | `style` | colours, palettes, hatches, style sheets, the theme of one map |
//! | `view` | extent, projection, the window of a panel |
//! | `scene` | the display list, recorded through plotters |
//! | `labels` | measuring labels and finding room for them |
//! | `panel` | one map: its layers and its labels |
//! | `page` | header, legend, inset map, scale bar, tables, small print |
//! | `kinds` | the kinds of map, one file each |
//! | `write` | the formats of a picture |
//! | `lint` | the check of a finished picture |
//!
//! Each uses only those above it.
//!
//! - [`draw`] draws one of the [kinds](MapKind) from a [pair or a series](PictureInput) of states; the [`Picture`] is
//!   written in any of the [formats](PictureFormat).
//! - **Colour** shows who holds land: a pale tint at home, the full colour where another is sovereign, a hatch where
//!   land changed hands. The default colours differ in normal, deutan, protan and tritan vision, further controllers
//!   have a texture. Every transition has its own hatch, so it survives grey as well.
//! - **Much at once**: the largest transitions are distinguished, the others drawn and summed as one; long lists end
//!   with what their rest comes to; pieces too small to be seen are stated, not drawn; a wide map gets the whole page.
//! - **Numbers** are those of the tables: printed areas and ranges come from the change, never from simplified shapes.
//! - **Checked**: [`Picture::lint`] measures a finished picture against a cartographer's list of 48 items.
//! - **Projection**: always equal-area and centred on the map, Lambert's azimuthal up to 110° wide, Equal Earth beyond.
//! - **Labels** are placed by the measured boxes of the embedded font: inside their land, else outside with a leader
//!   line. Nothing overlaps and nothing is cut off; what finds no room is listed by [`Scene::left_out`].
//! - **Drawing** goes through plotters with a backend that records a display list, so its elements can be drawn on top
//!   ([`Scene::draw_with`]). Shared edges are simplified once (to half a pixel) and stay shared.
//! - The same input gives the same bytes.
//!
//! ```
//! use geo_types::{Coord, LineString, Polygon};
//! use landshift::map::{
//!     ChangedLand, DatedLand, MapInput, MapKind, MapOptions, PictureFormat, PictureInput, Region, draw,
//! };
//! use landshift::Area;
//! use landshift::to_grid;
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
//! let state = |date: &str, regions| DatedLand { heading: date.into(), regions, ..DatedLand::default() };
//! let input = PictureInput::Pair(MapInput {
//!     title: "B took the middle".into(),
//!     before: state("1990", vec![held("A", 10.0), held("A", 11.0), held("B", 12.0)]),
//!     after: state("2000", vec![held("A", 10.0), held("B", 11.0), held("B", 12.0)]),
//!     transfers: vec![ChangedLand {
//!         from: Some("A".into()),
//!         to: Some("B".into()),
//!         area: Area::from_km2(7900.0),
//!         polygons: square(11.0),
//!         ..ChangedLand::default()
//!     }],
//!     ..MapInput::default()
//! });
//! let picture = draw(MapKind::Change, &input, &MapOptions::default())?;
//! assert!(picture.frames()[0].to_svg().contains("A → B"));
//! assert_eq!(&picture.write(PictureFormat::Png, 0.5)?[1..4], b"PNG");
//! assert_eq!(&picture.write(PictureFormat::Pdf, 1.0)?[1..4], b"PDF");
//! # Ok::<(), landshift::Error>(())
//! ```

mod fonts;
mod input;
mod kinds;
mod labels;
#[cfg(feature = "png")]
mod lint;
mod page;
mod panel;
mod plane;
mod scene;
mod style;
mod view;
mod write;

#[cfg(test)]
mod tests;

#[cfg(test)]
use kinds::{
    animation::frames, before_after::before_after, change::change, multiples::multiples, shares::shares,
};
#[cfg(test)]
use lint::{lint, lint_colors};
#[cfg(test)]
use write::png::animation;

pub use fonts::face::Face;
pub use fonts::files::Fonts;
pub use fonts::text::missing_glyphs;
pub use input::course::{CourseFlow, CoursePeriod, CourseStep, MapCourse};
pub use input::data::{
    BaseMap, Boundary, ChangedLand, Context, ContextKind, DatedLand, LineKind, MapInput, MapPlace, PlaceKind,
    ReferenceLines, Region, UnitBar, UnitBars,
};
pub use input::measured::MeasuredChange;
#[cfg(feature = "page")]
pub use input::moves::Tenure;
#[cfg(feature = "page")]
pub use input::pairs::{MapPair, MapPairs, MapSteps};
pub use input::picture_input::PictureInput;
pub use input::ranges::{Ranges, TransitionKey};
pub use input::series::{MapSeries, SeriesState};
#[cfg(feature = "page")]
pub use input::steps::{Holder, MapStep, Turn};
pub use input::surroundings::{ReferenceLayer, Surroundings};
pub use input::unit_land::{MapUnits, UnitLand};
#[cfg(feature = "page")]
pub use kinds::moving::{WebArc, WebCourse, WebHolder, WebName, WebPassage};
#[cfg(feature = "page")]
pub use kinds::web::{WebDate, WebMaps, WebPlace, draw_web};
#[cfg(feature = "page")]
pub use kinds::web_step::{WebLand, WebPiece, WebRow, WebStep};
pub use kinds::{MapKind, draw};
#[cfg(feature = "png")]
pub use lint::finding::{Finding, Verdict};
pub use page::medium::Medium;
pub use page::options::MapOptions;
pub use page::zoom::Inset;
pub use plane::rect::{Rect, SUBPIXELS};
pub use scene::list::{Scene, SvgText};
pub use scene::picture::Picture;
pub use scene::recorder::Recorder;
pub use scene::sheet::Sheet;
pub use style::color::Color;
pub use style::sheet::MapStyle;
pub use write::PictureFormat;
#[cfg(feature = "page")]
pub use write::svg::parts::SvgParts;
