//! Noise: which changed land is only a line drawn twice.
//!
//! [`Tolerance`] finds below which width changed pieces are noise, and why. `width` measures pieces against it,
//! `opening` cuts narrow strips off wider pieces, by their `straits` and `outline`. A [`ClassifiedOverlay`] holds an
//! overlay for which both are done, so that no change can be asked for without.

mod classified;
mod holders;
mod opening;
mod outline;
mod straits;
mod tolerance;
mod width;

pub use classified::ClassifiedOverlay;
pub use holders::Holders;
pub use opening::strip_cuts;
pub use tolerance::{SeriesTolerance, Tolerance};
pub use width::is_narrower;
