//! From the lowest to the highest area that something may have.

use super::Area;

/// The lowest and the highest area that the data allows.
///
/// ```
/// use landshift::measure::{Area, Range};
/// let range = Range { low: Area::from_km2(2.0), high: Area::from_km2(3.0) };
/// assert_eq!(range, Range::from([2.0, 3.0].map(Area::from_km2)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Range {
    /// The lowest.
    pub low: Area,
    /// The highest; not below the lowest.
    pub high: Area,
}

impl From<[Area; 2]> for Range {
    /// The lowest, then the highest.
    fn from([low, high]: [Area; 2]) -> Self {
        Self { low, high }
    }
}
