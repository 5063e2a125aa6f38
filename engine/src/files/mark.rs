//! How outputs of this program are recognised.

/// The word by which a file is recognised as this program's output: every format but CSV carries it in its first or
/// last 2,000 bytes.
pub const MARK: &str = "landshift";
