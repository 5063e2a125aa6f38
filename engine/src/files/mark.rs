//! How outputs of this program are recognised.

/// The word by which a file is recognised as this program's output: every format but CSV carries it in its first or
/// last 2,000 bytes.
pub const MARK: &str = "landshift";

/// The member in which a file with an index states for each feature its place in the layer, where the index has them in
/// another order.
pub(crate) const FEATURE_ORDER: &str = "feature_order";
