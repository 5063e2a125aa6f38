//! Noise: which changed land is only a border drawn anew.
//!
//! `stretches` finds where the borders of two snapshots part, `judge` which of these stretches were drawn anew and how
//! narrow the land between the two drawings is, and [`Evidence`] states why. `width` measures pieces against that,
//! `opening` cuts narrow strips off wider pieces, by their `straits` and `outline`. A [`ClassifiedOverlay`] holds an
//! overlay for which all is done, so that no change can be asked for without.

mod classified;
mod evidence;
mod holders;
mod judge;
mod opening;
mod outline;
mod straits;
mod stretches;
mod width;

pub use classified::ClassifiedOverlay;
pub use evidence::{Evidence, NoiseReasons, Simplified, StepEvidence};
pub use holders::Holders;
pub use opening::strip_cuts;
pub use width::is_narrower;
