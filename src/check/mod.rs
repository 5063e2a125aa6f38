//! Check: what is wrong with a layer of control, where, and how much; and how to repair it.
//!
//! ```text
//! read::inspect ─► Inspection ─┬─ rings      what a single ring shows
//!                              ├─ attributes what features state of themselves
//!                              └─ coverage   what the mosaic of all land shows ─► Problem
//!                                 fix        every face to one holder ─► Fixed
//! ```
//!
//! Nothing here measures or cuts geometry of its own: overlaps, gaps, rings that cross themselves are faces of the
//! [mosaic](crate::mosaic) with other labels than they should have.
//!
//! ```
//! use landshift::check::{Kind, Policy, check};
//! use landshift::{Inspection, ReadOptions};
//!
//! let square = |name: &str, west: f64, east: f64| format!(
//!     r#"{{"type": "Feature", "properties": {{"controller": "{name}"}}, "geometry": {{"type": "Polygon",
//!     "coordinates": [[[{west}, 40], [{east}, 40], [{east}, 41], [{west}, 41], [{west}, 40]]]}}}}"#);
//! let text = [square("A", 46.0, 47.0), square("B", 46.9, 48.0)].join("\n");
//! let inspection = Inspection::read(text, "front.geojson")?;
//! let found = check(&inspection, &ReadOptions::default(), &Policy::default());
//! assert_eq!(found.problems.len(), 1);
//! assert_eq!(found.problems[0].kind, Kind::Overlap);
//! assert!((found.problems[0].area.unwrap().km2() - 941.2).abs() < 0.1);
//! # Ok::<(), landshift::Error>(())
//! ```

mod attributes;
mod coverage;
mod fix;
mod gaps;
mod land;
mod list;
mod policy;
mod problem;
mod repair;
mod rings;

pub use fix::{Action, ControllerAreas, Fixed, FixedFeature, fix};
pub use list::{Checked, KeptGaps, check};
pub use policy::{Gaps, Policy};
pub use problem::{Kind, Problem};
pub use repair::{flaws, flaws_of_land, flaws_of_single, resolve};
