//! The two passes in which a text may be read.

/// How coordinates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    /// Well-formed ones only, straight to the grid, by all threads once the text has been gone through; anything else
    /// stops the pass.
    Fast,
    /// Any, feature by feature, so that errors name what is wrong with them.
    Thorough,
}
