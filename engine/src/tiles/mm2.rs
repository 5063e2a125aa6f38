//! Areas as text: whole square millimetres, of which numbers in JSON may not hold all digits.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serializer};

use crate::measure::Area;

pub(super) fn serialize<S: Serializer>(area: &Area, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&area.units())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Area, D::Error> {
    /// No area on earth comes near, and none of so many overflows when they are added up.
    const MOST: u128 = 1 << 100;
    let text = String::deserialize(deserializer)?;
    let units: Option<i128> = text.parse().ok();
    let units = units.filter(|units| units.unsigned_abs() < MOST);
    units
        .map(Area::from_units)
        .ok_or_else(|| D::Error::custom(format!("`{text}` is no whole number of mm²")))
}
