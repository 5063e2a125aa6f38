//! What is talked about: coordinates on the grid, dates, layers, snapshots and scenarios. Plain data, no files.

mod claims;
mod date;
mod grid;
mod hash;
mod layer;
mod reference;
mod scenario;
mod snapshot;

pub use claims::{Claim, Claims};
pub use date::Date;
pub use grid::{
    GRID_PER_DEGREE, GridLine, GridPoint, GridPolygon, GridRing, doubled_area, rings, to_degrees, to_grid,
};
pub use layer::{Case, Feature, Geometry, Layer, Notice, Notices, Oddity};
pub use reference::ReferenceLayers;
pub use scenario::{
    ControllerStyle, Outline, Published, PublishedMeasure, Reference, Scenario, SnapshotEntry,
};
pub use snapshot::{Overlaps, Snapshot, Territory};
