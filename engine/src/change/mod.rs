//! Change: who held what before and after, and the land that changed hands.
//!
//! [`Change::between`] reads the change matrix and the transfers of a step from an overlay. An [`Agreement`] reads the
//! change between two sources of one date as what they agree on; an [`Alignment`] moves the lines of one onto those of
//! the other; a [`Recognition`] puts who is recognised as sovereign beside who holds the land.

mod agreement;
mod alignment;
mod breakdown;
mod finding;
mod ground;
mod matrix;
mod recognition;
mod succession;
mod transfer;

pub use agreement::{Agreement, Shared};
pub use alignment::{Alignment, Difference, Move};
pub use breakdown::{
    Breakdown, Counted, Disagreement, Divisions, NearestPlace, PlaceChange, PlaceHolder, PlaceHolding,
    PublishedComparison, Settlement, UnitChange, UnitHolding, Unusable, Weighed, WeighedChange,
    WeighedTotals,
};
#[doc(hidden)]
pub use finding::{Balance, BalanceFlow};
pub use finding::{DISCLAIMER, noise_clause};
pub use ground::Ground;
pub(crate) use matrix::successions;
pub use matrix::{Change, ControllerChange, ControllerMargins, Transition};
pub use recognition::{Recognised, Recognition};
pub use succession::{Fate, Succession, rename_lines};
pub use transfer::Transfer;
