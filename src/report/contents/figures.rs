//! What is in files.

use crate::contents::Contents;
use crate::measure::AreaUnits;

/// What is in one file or several.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Inventory {
    /// File by file.
    pub files: Vec<Contents>,
    /// In which unit areas are told.
    pub area_units: AreaUnits,
}

impl Inventory {
    /// What is in each of some files.
    pub fn new(files: Vec<Contents>) -> Self {
        Self {
            files,
            area_units: AreaUnits::default(),
        }
    }

    /// With areas in a unit.
    #[must_use]
    pub fn area_units(mut self, units: AreaUnits) -> Self {
        self.area_units = units;
        self
    }
}
