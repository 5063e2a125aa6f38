//! Work on several threads with the feature `threads`, by rayon; the same calls on one thread without it.
//!
//! Results are the same either way.

#[cfg(feature = "threads")]
pub(crate) use rayon::{join, prelude};

#[cfg(not(feature = "threads"))]
pub(crate) use sequential::{join, prelude};

#[cfg(not(feature = "threads"))]
mod sequential {
    /// Does the one, then the other.
    pub(crate) fn join<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
        (one(), other())
    }
}
