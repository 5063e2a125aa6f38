//! What is talked about: coordinates on the grid, dates, layers, snapshots and scenarios. Plain data, no files.

mod claims;
mod date;
mod geo;
mod grid;
mod hash;
mod layer;
mod names;
mod near;
mod notices;
mod period;
mod problem;
mod reference;
mod scenario;
mod snapshot;
mod units;
mod within;

pub use claims::{Claim, Claims};
pub use date::Date;
pub use geo::to_geo;
pub use grid::{
    GRID_PER_DEGREE, GridLine, GridPoint, GridPolygon, GridRing, divisions, doubled_area, ring_contains,
    rings, side, to_degrees, to_grid, with_divisions,
};
pub use hash::{BorderHash, add_positions, direction};
pub use layer::{Feature, Geometry, Layer};
pub use names::{RenameLine, Renames, Unnamed, canonical};
pub use near::{Likeness, NearNames, reach};
pub use notices::{Notice, NoticeKind, Notices, Occurrence};
pub use period::{Every, Period};
pub use problem::{ProblemCount, ProblemKind, ProblemPlace};
pub use reference::{ReferenceLayers, RestOfLand};
pub use scenario::{
    Annotation, ControllerStyle, Outline, Published, PublishedMeasure, Reference, Scenario, SnapshotEntry,
};
pub use snapshot::{Completed, ControllerSource, Overlaps, Selected, Snapshot, Territory};
pub use units::{Unit, UnitId, UnitList};
pub use within::Within;
