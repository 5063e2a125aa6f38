//! Layers whose features have times of their own: one file that is a whole series.
//!
//! `value` reads what one property states, `columns` finds the properties that state times, `span` is when one feature
//! holds, `spans` when each feature of a layer does, `ends` finds out whether the day on which one ends is still its own, and
//! `layer` makes snapshots.

mod columns;
mod ends;
mod layer;
mod moments;
mod span;
mod spans;
mod value;

pub use layer::TimedLayer;
pub use moments::Moments;
pub use spans::Spans;
pub(super) use spans::out_of_time;
