//! What changed in a unit.

use crate::change::Fate;
use crate::measure::{Area, AreaRange};
use crate::model::Unit;
use crate::overlay::Margin;

/// The part of a unit that went from one holder to another.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitChange {
    /// The unit; none outside all units.
    pub unit: Option<Unit>,
    /// Holder before; none for nobody.
    pub from: Option<String>,
    /// Holder after; none for nobody.
    pub to: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// All of it, noise included.
    pub area: Area,
    /// The part that is noise.
    pub noise: Area,
    /// The whole unit, or all land outside the units.
    pub unit_area: Area,
    /// By how much the area without noise may be off; none where the accuracy of its lines is not known.
    pub margin: Option<Margin>,
    /// The number of the unit, such as its population, if one is to be shared out.
    pub unit_weight: Option<f64>,
    /// The share of that number that is on the land without noise, if it is spread evenly over the unit.
    pub estimate: Option<f64>,
}

impl UnitChange {
    /// The area without noise.
    pub fn without_noise(&self) -> Area {
        self.area - self.noise
    }

    /// The lowest and the highest area that the data allows: the lines off the one and the other way as far as they may
    /// be, noise left out and taken in.
    pub fn range(&self) -> AreaRange {
        let margin = self.margin.unwrap_or_default();
        margin.range_with_noise(self.without_noise(), self.noise)
    }
}
