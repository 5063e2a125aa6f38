//! The units in which people read areas, and which of them suits some areas.

use std::fmt;
use std::str::FromStr;

use super::Area;
use crate::{Error, Result};

/// A unit in which areas are told to people. Data for programs is always in square kilometres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaUnit {
    /// Square metres.
    M2,
    /// Hectares: 10,000 m².
    Ha,
    /// Square kilometres.
    Km2,
    /// International acres: 4,046.8564224 m².
    Acres,
    /// Square miles: 640 international acres.
    Mi2,
}

impl AreaUnit {
    /// All units.
    pub const ALL: [Self; 5] = [Self::Km2, Self::Ha, Self::M2, Self::Mi2, Self::Acres];

    /// Its name in options, such as `km2`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::M2 => "m2",
            Self::Ha => "ha",
            Self::Km2 => "km2",
            Self::Acres => "acres",
            Self::Mi2 => "mi2",
        }
    }

    /// How it is written after a number, such as `km²`.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::M2 => "m²",
            Self::Ha => "ha",
            Self::Km2 => "km²",
            Self::Acres => "acres",
            Self::Mi2 => "mi²",
        }
    }

    /// How many square metres it has.
    pub const fn m2(self) -> f64 {
        match self {
            Self::M2 => 1.0,
            Self::Ha => 1e4,
            Self::Km2 => 1e6,
            Self::Acres => 4_046.856_422_4,
            Self::Mi2 => 2_589_988.110_336,
        }
    }

    /// An area as a number of these.
    ///
    /// ```
    /// use landshift_engine::measure::{Area, AreaUnit};
    /// assert_eq!(AreaUnit::Ha.of(Area::from_km2(1.5)), 150.0);
    /// ```
    pub fn of(self, area: Area) -> f64 {
        match self {
            Self::Km2 => area.km2(),
            other => area.m2() / other.m2(),
        }
    }

    /// The one metric unit in which areas that stand side by side are told.
    ///
    /// The largest decides: it is told in the largest unit of which it is one or more. A smaller unit is taken where some of
    /// the others would be less than a tenth, as long as the largest stays readable.
    ///
    /// ```
    /// use landshift_engine::measure::{Area, AreaUnit};
    /// let unit = |km2: &[f64]| AreaUnit::suiting(km2.iter().map(|km2| Area::from_km2(*km2))).name();
    /// assert_eq!([unit(&[86_250.0, 0.002]), unit(&[0.35]), unit(&[0.002])], ["km2", "ha", "m2"]);
    /// assert_eq!(unit(&[3.0, 0.002]), "ha");
    /// ```
    pub fn suiting(areas: impl IntoIterator<Item = Area>) -> Self {
        let areas: Vec<f64> = areas.into_iter().map(|area| area.m2().abs()).collect();
        let largest = areas.iter().copied().fold(0.0, f64::max);
        let written = areas.iter().copied().filter(|m2| *m2 > 0.0);
        let least = written.fold(f64::INFINITY, f64::min);
        if largest == 0.0 {
            return Self::Km2;
        }
        let suits = |unit: &Self| {
            let (most, least) = (largest / unit.m2(), least / unit.m2());
            // Rounded up to one, as numbers are written.
            most >= 0.9995 && (least >= 0.1 || most >= READABLE)
        };
        [Self::Km2, Self::Ha].into_iter().find(suits).unwrap_or(Self::M2)
    }
}

/// So many of a unit are ten thousand of the next smaller one, which would be hard to read.
const READABLE: f64 = 100.0;

/// Numbers from here on are too long to be compared with ease.
const MOST: f64 = 1e6;

impl fmt::Display for AreaUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.symbol())
    }
}

impl FromStr for AreaUnit {
    type Err = Error;

    /// Reads its name, such as `ha`.
    fn from_str(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|unit| unit.name() == text);
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            Error::new(format!("`{text}` is no unit of area")).with_hint(format!("the units are: {names}"))
        })
    }
}

/// In which unit areas are told: one for all, or for each table and sentence the one that suits its areas.
///
/// ```
/// use landshift_engine::measure::{Area, AreaUnit, AreaUnits};
/// let block = Area::from_km2(0.002);
/// assert_eq!(AreaUnits::default().headline(block), "2,000 m²");
/// assert_eq!(AreaUnits::One(AreaUnit::Acres).headline(block), "0.494 acres");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AreaUnits {
    /// What suits: m², ha or km².
    #[default]
    Suiting,
    /// This one.
    One(AreaUnit),
}

impl AreaUnits {
    /// The unit in which these areas stand side by side.
    pub fn of(self, areas: impl IntoIterator<Item = Area>) -> AreaUnit {
        match self {
            Self::Suiting => AreaUnit::suiting(areas),
            Self::One(unit) => unit,
        }
    }

    /// The unit in which these areas are told beside others that are told in `unit`: the same, unless all would be less than
    /// one of it, or some too long to be read.
    ///
    /// ```
    /// use landshift_engine::measure::{Area, AreaUnit, AreaUnits};
    /// let beside = |km2| AreaUnits::default().beside(AreaUnit::M2, [Area::from_km2(km2)]).name();
    /// assert_eq!([beside(0.8), beside(86_000.0)], ["m2", "km2"]);
    /// ```
    pub fn beside(self, unit: AreaUnit, areas: impl IntoIterator<Item = Area>) -> AreaUnit {
        let areas: Vec<Area> = areas.into_iter().collect();
        let most = areas.iter().map(|area| unit.of(area.abs())).fold(0.0, f64::max);
        if (0.9995..MOST).contains(&most) {
            return unit;
        }
        self.of(areas)
    }

    /// An area in a sentence, see [`Area::headline`].
    pub fn headline(self, area: Area) -> String {
        area.headline(self.of([area]))
    }

    /// An area with its unit, see [`Area::text`].
    pub fn text(self, area: Area) -> String {
        area.text(self.of([area]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suiting(m2: &[f64]) -> AreaUnit {
        AreaUnit::suiting(m2.iter().map(|m2| Area::from_m2(*m2)))
    }

    #[test]
    fn the_largest_area_decides() {
        assert_eq!(suiting(&[]), AreaUnit::Km2);
        assert_eq!(suiting(&[0.0]), AreaUnit::Km2);
        assert_eq!(suiting(&[1e6]), AreaUnit::Km2);
        assert_eq!(suiting(&[-5e6, 1e6]), AreaUnit::Km2);
        assert_eq!(suiting(&[999_400.0]), AreaUnit::Ha);
        assert_eq!(suiting(&[999_600.0]), AreaUnit::Km2, "written as 1.00");
        assert_eq!(suiting(&[9_000.0, 0.0]), AreaUnit::M2);
        assert_eq!(suiting(&[0.001]), AreaUnit::M2);
    }

    #[test]
    fn small_areas_beside_it_take_a_smaller_one_while_it_stays_readable() {
        assert_eq!(suiting(&[5e6, 2_000.0]), AreaUnit::Ha);
        assert_eq!(suiting(&[5e6, 200_000.0]), AreaUnit::Km2);
        assert_eq!(suiting(&[100e6, 2_000.0]), AreaUnit::Km2);
        assert_eq!(suiting(&[50_000.0, 30.0]), AreaUnit::M2);
    }

    #[test]
    fn an_acre_is_ten_square_chains() {
        let mile_m = 1_609.344_f64;
        assert!((AreaUnit::Mi2.m2() - mile_m * mile_m).abs() < 1e-6);
        assert!((AreaUnit::Mi2.m2() / AreaUnit::Acres.m2() - 640.0).abs() < 1e-9);
        assert_eq!("acres".parse(), Ok(AreaUnit::Acres));
        assert!(
            "furlong"
                .parse::<AreaUnit>()
                .unwrap_err()
                .to_string()
                .contains("km2")
        );
    }
}
