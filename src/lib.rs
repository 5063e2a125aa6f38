//! **landshift** answers one question: *between these dates, what land changed hands, where, and how much?*
//!
//! It loads dated GeoJSON layers of territorial control, computes what changed from whom to whom, draws before/after
//! maps and exports GeoJSON diffs. Its command line is a thin cover of this library.
//!
//! # One way through
//!
//! ```text
//! read ─► Snapshot ─► Mosaic ─► Change ─┬─► report   (text, JSON, CSV, Markdown)
//!                                       ├─► diff     (GeoJSON; apply, invert)
//!                                       └─► map      (SVG, PNG, PDF)
//! ```
//!
//! Data moves from left to right, and a module imports only from its left:
//!
//! - [`model`]: what is talked about: coordinates on one integer grid of 1e-9 degrees, dates, layers, snapshots,
//!   scenarios. [`error`]: the one error, which says what, where, and what to do.
//! - [`measure`]: area and length on the WGS 84 ellipsoid, edge by edge, in sums that do not round.
//! - [`read`]: layers, snapshots and claims in; the only place where formats of input are. [`files`]: named files, from a
//!   folder, from memory or built in. [`case`]: a scenario with its files.
//! - [`language`]: texts, dates and numbers of maps in a language.
//! - [`mosaic`]: all layers overlaid once. Its *faces* are pieces of land with one label a layer. Every
//!   later question (who held it, what changed, which district, where the front ran) is put to the faces, so every
//!   number is the same everywhere.
//! - [`change`]: the change matrix, transfers, fronts, what land did over a series, how far two sources agree, one
//!   snapshot's lines moved onto another's, by how much areas may be off, and the proof that no land was lost.
//! - [`report`], [`diff`], [`map`]: three ways to show the same faces; they never read each other.
//! - [`check`]: what is wrong with a layer, where and how much, and a layer without it.
//! - [`compose`]: how control layers are made from base units, front lines and seed points.
//! - [`mod@write`]: GeoJSON out. [`progress`]: which stage long work is in. [`cli`]: the commands.
//!
//! # An example
//!
//! Two squares a degree wide lie side by side; B loses the western half of its own to A.
//!
//! ```
//! use landshift::{ReadOptions, ReferenceLayers, Settings, Snapshot, Study};
//!
//! let layer = |date: &str, border: f64| {
//!     let land = |name: &str, west: f64, east: f64| format!(
//!         r#"{{"type": "Feature", "properties": {{"controller": "{name}"}}, "geometry": {{"type": "Polygon",
//!         "coordinates": [[[{west}, 40], [{east}, 40], [{east}, 41], [{west}, 41], [{west}, 40]]]}}}}"#);
//!     let (a, b) = (land("A", 46.0, border), land("B", border, 48.0));
//!     format!(r#"{{"type": "FeatureCollection", "date": "{date}", "features": [{a}, {b}]}}"#)
//! };
//! let snapshot = |date: &str, border: f64| Snapshot::read(layer(date, border), date, &ReadOptions::default());
//! let snapshots = vec![snapshot("1994-05-12", 47.0)?, snapshot("2020-12-01", 47.5)?];
//! let study = Study::new(snapshots, ReferenceLayers::default(), Settings::default())?;
//! let change = study.change(study.overall())?.change;
//! assert_eq!(change.finding(), "A gained 4,706 km² from B between 12 May 1994 and 1 December 2020");
//!
//! // The pieces are the land: what B lost is what it had less what it has left, to the last square millimetre.
//! let b = change.controllers.iter().find(|c| c.name == "B").unwrap();
//! assert_eq!(b.before - b.after, change.transfers[0].area);
//! # Ok::<(), landshift::Error>(())
//! ```
//!
//! # Rules that hold everywhere
//!
//! 1. **One integer grid.** Coordinates are rounded to it once; predicates are exact; edges are noded by snap rounding.
//! 2. **Edges are straight in longitude and latitude**, as RFC 7946 says, and their areas exact under that rule. Geodesic
//!    edges are an option, and the output names the model.
//! 3. **Nothing is lost silently.** Rows and columns of the matrix sum to each snapshot's land; every run compares them
//!    with the input rings and fails if they differ. Repairs are counted and said.
//! 4. **A sliver is not a conquest.** Changed pieces narrower than the tolerance are kept, flagged and summed apart.
//! 5. **Ledger, not opinion.** Control is what the data says was held on a date, not a claim about right.
//! 6. **Same input, same bytes**, whatever the number of threads.
//! 7. **Writes are atomic**; an error or an interrupt leaves what was there.

pub mod case;
pub mod change;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compose;
pub mod diff;
pub mod error;
pub mod files;
pub mod language;
#[cfg(feature = "map")]
pub mod map;
pub mod measure;
pub mod model;
pub mod mosaic;
pub mod noise;
pub mod overlay;
mod parallel;
pub mod progress;
pub mod read;
pub mod report;
pub mod series;
mod settings;
pub mod study;
#[cfg(test)]
mod testing;
pub mod write;

pub use error::{Error, Result};
pub use model::{ReferenceLayers, Snapshot};
pub use overlay::{Settings, ToleranceSetting};
pub use read::ReadOptions;
pub use study::Study;
