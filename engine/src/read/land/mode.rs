//! How much is forgiven.

/// What happens at a feature in error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Mode {
    /// Reading stops with the error.
    Strict,
    /// The feature is left out and its error recorded; so is every single notice.
    Inspect,
}
