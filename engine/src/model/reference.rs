//! The layers beside the snapshots of a study, by which its answers are broken down or to which they are confined.

use super::{Claims, Layer, Within};

/// The layers beside the snapshots of a study; any of them may be empty.
#[derive(Debug, Clone, Default)]
pub struct ReferenceLayers {
    /// Polygons with names, such as districts; they may overlap or lie in one another.
    pub units: Layer,
    /// The property that tells units apart; none is an id if the units have one, else their name.
    pub units_by: Option<String>,
    /// A property of the units with numbers, such as `population`, of which the share that changed hands is estimated.
    pub weigh: Option<String>,
    /// Points with names, such as settlements.
    pub places: Layer,
    /// Who is recognised as sovereign over what.
    pub claims: Claims,
    /// The land that all answers are about; none is all land.
    pub within: Option<Within>,
}

impl ReferenceLayers {
    /// These layers with nothing but the land that all answers are about.
    #[must_use]
    pub fn confined(&self) -> Self {
        Self {
            within: self.within.clone(),
            ..Self::default()
        }
    }
}
