//! Claims: who is recognised as sovereign over what (de jure), beside who holds it (de facto).

use super::{GridPolygon, Notices};

/// Who is recognised as sovereign over what, as one file says; claims may overlap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claims {
    /// Where it was read from, as tables name it.
    pub name: String,
    /// All land of each sovereign, in order of first mention.
    pub sovereigns: Vec<Claim>,
    /// What reading had to repair or leave out.
    pub notices: Notices,
}

/// The land that one is recognised as sovereign over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claim {
    /// The sovereign.
    pub sovereign: String,
    /// The land, normalised and on the grid; pieces may overlap.
    pub polygons: Vec<GridPolygon>,
}
