//! A unit of one edition, and the land that links it with units of the other.

use super::UnitEvent;
use crate::measure::Area;

/// A unit of one edition.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LineageUnit {
    /// The code by which units are told apart.
    pub code: String,
    /// Its name, where that is another than its code.
    pub name: Option<String>,
    /// Its land.
    pub area: Area,
    /// What became of it, or how it came about.
    pub event: UnitEvent,
    /// The code of the unit of the other edition that is the same unit, see [`LinkBy`](super::LinkBy).
    pub same: Option<String>,
    /// The land that it has in common with units of the other edition, most first; without a code, with none.
    pub links: Vec<UnitLink>,
}

/// Land that two units have in common.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UnitLink {
    /// The code of the unit in the other edition; none where that has no unit.
    pub code: Option<String>,
    /// How much land, noise included.
    pub area: Area,
    /// The part of it that is noise.
    pub noise: Area,
    /// How much of what is counted in place of area is on it, see [`Lineage::counted`](super::Lineage::counted).
    pub counted: f64,
    /// Whether it is more than noise: without noise a ten thousandth or more of the smaller of the two units.
    pub is_material: bool,
    /// Whether most of the unit with this link is land of the other one.
    pub is_most_of_this: bool,
    /// Whether most of the other one is land of the unit with this link.
    pub is_most_of_other: bool,
}

impl UnitLink {
    /// Whether most of either is the other's.
    pub fn is_most_of_both(&self) -> bool {
        self.is_most_of_this && self.is_most_of_other
    }

    /// Whether the two have more than noise in common, or most of either is the other's.
    pub fn is_substantial(&self) -> bool {
        self.is_material || self.is_most_of_this || self.is_most_of_other
    }
}

/// Less than this share of a unit is neither gain nor loss.
const MATERIAL: f64 = 1e-4;

/// Whether a part of a whole counts.
pub(super) fn is_material(part: Area, whole: Area) -> bool {
    part.share_of(whole).is_some_and(|share| share >= MATERIAL)
}
