//! How far an area may be off.

use super::Area;

/// The least and the most that an area may be.
///
/// ```
/// use landshift_engine::measure::{Area, AreaRange};
/// let range = AreaRange { low: Area::from_km2(2.0), high: Area::from_km2(3.5) };
/// assert!(range.contains(Area::from_km2(3.0)) && !range.contains(Area::from_km2(4.0)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AreaRange {
    /// The least.
    pub low: Area,
    /// The most.
    pub high: Area,
}

impl AreaRange {
    /// Whether an area is one of those in between, or either end.
    pub fn contains(&self, area: Area) -> bool {
        (self.low..=self.high).contains(&area)
    }
}
