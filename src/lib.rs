//! **landshift** answers one question: *between these dates, what land changed hands, where, and how much?*
//!
//! It loads dated GeoJSON layers of territorial control, computes what changed from whom to whom, draws before/after
//! maps and exports GeoJSON diffs. Its command line is a thin layer over this library.
//!
//! # One way through
//!
//! ```text
//! bytes ─► read ─► Snapshot ─► Study ─┬─► report   (text, JSON, CSV, Markdown)
//!                                     ├─► diff     (GeoJSON; apply, invert, squash)
//!                                     ├─► map      (SVG, PNG, PDF)
//!                                     └─► page     (HTML)
//! ```
//!
//! A [`Study`] holds snapshots, their [`ReferenceLayers`] (units, places, claims) and the [`Settings`] (edges, tolerance,
//! accuracy). It overlays everything once and answers from that: a change, a series, an agreement, an alignment, a picture.
//! Each answer is a [`Report`] that is written in any [`Format`].
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
//! `examples/` in the repository has more: a table, polygons of the `geo` crates in and pieces out, a map in memory, a
//! series.
//!
//! # What is stable
//!
//! The facade: what the crate root re-exports and the public modules hold, and the JSON, CSV and GeoJSON that are written.
//! Enums and structs that will grow are `#[non_exhaustive]`. The parts of which it is made, such as the overlay on its own,
//! are public in [`landshift-engine`](landshift_engine); their details may change from one version to the next.
//!
//! # Modules
//!
//! - [`study`]: the facade. [`report`], `map`: its answers as tables and as pictures.
//! - [`diff`]: the patch from one snapshot to another. [`check`]: what is wrong with a layer, and a layer without it.
//!   [`contents`]: what is in a layer. [`compose`]: control layers from base units, front lines and seed points.
//! - `cli`: the commands.
//!
//! Data moves from left to right, and a module imports only from its left; a test holds it.
//! `docs/architecture.md` in the repository has them all in order.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `cli` (default) | the program and all features below |
//! | `files` | input by path, and files written whole or not at all |
//! | `karabakh` | the built-in case, 0.4 MB |
//! | `base` | land, borders, lakes and towns around the data on maps, 0.4 MB |
//! | `map` | maps as SVG |
//! | `page` | maps and tables as one web page |
//! | `png` | maps as PNG, animations, and the check of a map |
//! | `pdf` | maps as PDF |
//! | `threads` | work by all cores; results are the same without |
//!
//! Without any the library reads bytes, answers, and writes bytes.
//!
//! # Rules that hold everywhere
//!
//! 1. **One integer grid.** Coordinates are rounded to it once; predicates are exact; edges are noded by snap rounding.
//! 2. **Edges are straight in longitude and latitude**, as RFC 7946 says, and their areas exact under that rule. Geodesic
//!    edges are an option, and the output names the model.
//! 3. **Nothing is lost silently.** Rows and columns of the matrix sum to each snapshot's land; every run compares them
//!    with the input rings and fails if they differ. Repairs are counted and reported.
//! 4. **A sliver is not a conquest.** Changed pieces narrower than the tolerance stay in the data, flagged and summed apart.
//! 5. **Ledger, not opinion.** Control is what the data says was held on a date, not a claim about right.
//! 6. **Same input, same bytes**, whatever the number of threads.
//! 7. **Writes are atomic**; an error or an interrupt leaves what was there.

pub mod apportion;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compose;
pub mod contents;
pub mod diff;
#[cfg(feature = "karabakh")]
mod karabakh;
#[cfg(feature = "map")]
pub mod map;
#[cfg(feature = "page")]
mod page;
pub mod report;
pub mod study;
#[cfg(test)]
mod testing;

// The rooms on the left of those above.
#[cfg(any(feature = "karabakh", feature = "map"))]
pub(crate) use landshift_engine::case;
#[cfg(feature = "map")]
pub(crate) use landshift_engine::language;
pub(crate) use landshift_engine::{
    change, error, files, lineage, math, measure, model, mosaic, noise, overlay, parallel, progress, read,
    series, settings, tiles, write,
};

#[cfg(feature = "karabakh")]
pub use karabakh::Karabakh;
pub use report::{Format, Report};
pub use study::Study;

// What a study is made of.
#[cfg(feature = "files")]
#[doc(inline)]
pub use landshift_engine::files::{Folder, Listing, Reach};
#[doc(inline)]
pub use landshift_engine::{
    case::Case,
    files::{Files, MemoryFiles},
    model::{
        Claim, Claims, ControllerSource, ControllerStyle, Date, Every, Feature, Geometry, GridLine,
        GridPoint, GridPolygon, GridRing, Layer, Notice, NoticeKind, Notices, Occurrence, Outline, Overlaps,
        Period, Published, PublishedMeasure, Reference, ReferenceLayers, Renames, RestOfLand, Scenario,
        Snapshot, SnapshotEntry, Territory, Unnamed, Within, rings, to_degrees, to_geo, to_grid,
    },
    overlay::{Accuracy, Settings, ToleranceSetting},
    read::{
        DatePattern, Ends, Inspection, LayerName, Moments, ReadOptions, SeriesRemark, SeriesSource,
        SnapshotBuilder, TimeColumns, TimedLayer, WkbRow, WkbTable, read_renames,
    },
    write::{LandFormat, LandLayer},
};

// The change matrix tile by tile.
#[doc(inline)]
pub use landshift_engine::{
    mosaic::TileGrid,
    tiles::{Manifest, TileSums, TiledCell, TiledChange, TiledHolder, TiledPair, TiledSnapshot, merged},
};

// What its answers hold.
#[doc(inline)]
pub use landshift_engine::{
    change::{
        Agreement, Alignment, Breakdown, Change, ControllerChange, ControllerMargins, Counted, Difference,
        Disagreement, Move, NearestPlace, PlaceChange, PlaceHolding, PublishedComparison, Recognised,
        Recognition, Settlement, Shared, Transfer, Transition, UnitChange, UnitHolding,
    },
    error::{Error, ErrorKind, Hint, OptionName, Result},
    language::Language,
    lineage::{
        AssignedCodes, Lineage, LineageOptions, LineageUnit, LinkBy, MoveKind, MovedPiece, UnitEvent,
        UnitLink,
    },
    measure::{Area, AreaRange, AreaUnit, AreaUnits, EdgeModel, Length},
    noise::{Evidence, NoiseReasons, Simplified, StepEvidence},
    overlay::{BoundaryKind, Margin, Moved, SnapshotFigures, Step},
    progress::{Observer, Progress},
    series::{
        ArchiveGap, ControllerSeries, ControllerSpreads, Gain, HeldLand, Interval, LandHistory,
        PeriodController, PeriodFigures, Periods, Series, Sign, Spread, Switch,
    },
};
