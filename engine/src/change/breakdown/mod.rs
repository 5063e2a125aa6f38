//! A change broken down: by unit, by place, and compared with published figures.
//!
//! [`Divisions`] are the units and places of an overlay, located once. A [`Breakdown`] is what they make of one change.
//! All figures are plain structs of areas and margins, so that tables and maps take the same numbers. Areas by unit
//! sum to those of the change matrix, noise included, exactly, unless units overlap: each unit's figures are its own.

mod counted;
mod disagreement;
mod land;
mod published;
mod settlements;
mod units;
mod weighed;
mod weights;
mod whole;

pub use counted::Counted;
pub use disagreement::Disagreement;
pub use published::PublishedComparison;
pub use settlements::{NearestPlace, PlaceChange, PlaceHolder, PlaceHolding, Settlement};
pub use units::{UnitChange, UnitHolding};
pub use weighed::{Weighed, WeighedChange, WeighedTotals};
pub use weights::Unusable;
pub use whole::{Breakdown, Divisions};
