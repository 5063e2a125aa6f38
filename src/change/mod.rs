//! Change: what the mosaic says about who held what on which date.
//!
//! An [`Overlay`] is the mosaic of all snapshots of a case, and of the units by which tables are broken down.
//! [`Change::between`] reads the change matrix and the transfers of two of its snapshots from it. A [`Series`] is
//! what changed from each of many snapshots to the next. An [`Agreement`] reads the change between two sources of one
//! date as what they agree on; an [`Alignment`] moves the lines of one onto those of the other; a [`Recognition`] puts who
//! is recognised as sovereign beside who holds the land.

mod agreement;
mod alignment;
mod breakdown;
mod closure;
mod finding;
mod fronts;
mod history;
mod opening;
mod outline;
mod overlay;
mod pair;
mod recognition;
mod series;
mod spread;
mod strait;
mod switches;
#[cfg(test)]
mod testing;
mod tiles;
mod tolerance;
mod transfer;
mod uncertainty;
mod width;

pub use agreement::{Agreement, Shared};
pub use alignment::{Alignment, Difference, Move};
pub use breakdown::{
    Breakdown, Disagreement, Divisions, NearestPlace, PlaceChange, PlaceHolding, PublishedComparison,
    Settlement, UnitChange, UnitHolding,
};
pub use finding::DISCLAIMER;
pub use fronts::{BoundaryKind, Front};
pub(crate) use opening::necks;
pub use overlay::{ControllerId, Overlay};
pub use pair::{Change, ControllerChange, ControllerMargins, SnapshotFigures, Transition};
pub use recognition::{Recognised, Recognition};
pub use series::{ControllerSeries, Gain, Interval, Series};
pub use spread::{ControllerSpreads, Spread};
pub use switches::{Sign, Switch};
pub use tolerance::{SeriesTolerance, Tolerance};
pub use transfer::Transfer;
pub use uncertainty::{Accuracy, Margin};
pub(crate) use width::is_narrower;
