//! The layers beside the snapshots of a study, by which its answers are broken down.

use super::{Claims, Layer};

/// The layers beside the snapshots of a study; any of them may be empty.
#[derive(Debug, Clone, Default)]
pub struct ReferenceLayers {
    /// Polygons with names, such as districts.
    pub units: Layer,
    /// Points with names, such as settlements.
    pub places: Layer,
    /// Who is recognised as sovereign over what.
    pub claims: Claims,
}
