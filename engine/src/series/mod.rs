//! A series: what changed hands from each snapshot to the next, in figures alone.
//!
//! Every pair of neighbours has a mosaic of its own, and all of them are made at the same time. Only figures outlive
//! a mosaic, and the shapes of the changed land, so a long series needs little more memory than its snapshots. Since
//! land that goes back and forth is in every step, gains and losses are gross: they tell how much moved, the net what
//! came of it. What went back and forth is found by overlaying the changed land of all steps, see
//! [`ControllerSeries::retaken`] and [`Series::times`].

mod build;
mod figures;
mod gaps;
mod history;
mod land;
mod periods;
mod spread;
mod switches;
mod tiles;

pub use figures::{ControllerSeries, ControllerSpreads, Gain, Interval, Series, Spread};
pub use gaps::ArchiveGap;
pub use land::{HeldLand, LandHistory};
pub use periods::{PeriodController, PeriodFigures, Periods};
pub use switches::{Sign, Switch};
