//! What was found in files.

use crate::check::Checked;
use crate::measure::AreaUnits;

/// What is wrong with one file or several.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Problems {
    /// File by file.
    pub files: Vec<Checked>,
    /// In which unit areas are told.
    pub area_units: AreaUnits,
}

impl Problems {
    /// What was found, file by file.
    pub fn new(files: Vec<Checked>) -> Self {
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

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.files.iter().all(|file| file.problems.is_empty())
    }
}
