//! Claims: who is recognised as sovereign over what (de jure), beside who holds it (de facto).

use std::collections::BTreeSet;

use super::{GridPolygon, Notices, Renames};

/// Who is recognised as sovereign over what, as one file says; claims may overlap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claims {
    /// Where it was read from, as tables name it.
    pub name: String,
    /// All land of each sovereign, in order of first mention.
    pub sovereigns: Vec<Claim>,
    /// What reading had to repair or leave out.
    pub notices: Notices,
    /// The names that were read as others.
    pub renamed: BTreeSet<String>,
}

/// The land that one is recognised as sovereign over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claim {
    /// The sovereign.
    pub sovereign: String,
    /// The land, normalised and on the grid; pieces may overlap.
    pub polygons: Vec<GridPolygon>,
}

impl Claims {
    /// With sovereigns by their new names; those who get one name become one.
    #[must_use]
    pub fn renamed(mut self, renames: &Renames) -> Self {
        let mut sovereigns: Vec<Claim> = Vec::new();
        for mut claim in std::mem::take(&mut self.sovereigns) {
            if let Some(new) = renames.new_name(&claim.sovereign) {
                self.renamed.insert(claim.sovereign.clone());
                new.clone_into(&mut claim.sovereign);
            }
            match sovereigns
                .iter_mut()
                .find(|known| known.sovereign == claim.sovereign)
            {
                Some(known) => known.polygons.extend(claim.polygons),
                None => sovereigns.push(claim),
            }
        }
        Self { sovereigns, ..self }
    }
}
