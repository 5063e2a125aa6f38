//! Layers whose features have times of their own: one file that is a whole series.
//!
//! `value` reads what one property states, `columns` finds the properties that state times, `span` is when one feature
//! holds, `ends` finds out whether the day on which it ends is still its own, and `layer` makes snapshots.

mod columns;
mod ends;
mod layer;
mod moments;
mod span;
mod value;

pub use layer::TimedLayer;
pub use moments::Moments;
