//! Quantities that add without rounding: the same sum whatever the order, so pieces add up to wholes exactly.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Defines a newtype over a whole number of a tiny unit.
macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $units:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(i128);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);

            /// The size without its sign.
            #[must_use]
            pub const fn abs(self) -> Self {
                Self(self.0.abs())
            }

            #[doc = concat!("The exact value, in ", $units, ".")]
            pub const fn units(self) -> i128 {
                self.0
            }

            #[doc = concat!("The quantity of so many ", $units, ".")]
            pub const fn from_units(units: i128) -> Self {
                Self(units)
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
                parts.fold(Self::ZERO, Add::add)
            }
        }
    };
}

quantity! {
    /// A signed area, kept as a whole number of square millimetres.
    ///
    /// ```
    /// use landshift_engine::measure::Area;
    /// let held = Area::from_m2(1_936e6) + Area::from_km2(1_835.0);
    /// assert_eq!(held.km2(), 3_771.0);
    /// ```
    Area, "square millimetres"
}

quantity! {
    /// A signed length, kept as a whole number of micrometres.
    Length, "micrometres"
}

/// The nearest whole number, halves away from zero: `value.round() as i128`, without calls for what an `i64` holds.
fn nearest(value: f64) -> i128 {
    const I64_MAX: f64 = i64::MAX as f64;
    if value.abs() >= I64_MAX {
        return value.round() as i128;
    }
    let whole = value as i64;
    let rest = value - whole as f64;
    i128::from(whole + i64::from(rest >= 0.5) - i64::from(rest <= -0.5))
}

impl Area {
    /// The area of so many square metres, to the nearest square millimetre.
    pub fn from_m2(m2: f64) -> Self {
        Self(nearest(m2 * 1e6))
    }

    /// The area of so many square kilometres, to the nearest square millimetre.
    pub fn from_km2(km2: f64) -> Self {
        Self::from_m2(km2 * 1e6)
    }

    /// In square metres.
    pub fn m2(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// In square kilometres.
    pub fn km2(self) -> f64 {
        self.0 as f64 / 1e12
    }

    /// Which share of `whole` it is; none of nothing.
    pub fn share_of(self, whole: Self) -> Option<f64> {
        (whole != Self::ZERO).then(|| self.0 as f64 / whole.0 as f64)
    }

    /// The diameter in metres of a circle as large: no circle inside such land is wider.
    pub fn circle_m(self) -> f64 {
        2.0 * (self.m2().abs() / std::f64::consts::PI).sqrt()
    }
}

impl Length {
    /// The length of so many metres, to the nearest micrometre.
    pub fn from_m(metres: f64) -> Self {
        Self(nearest(metres * 1e6))
    }

    /// In metres.
    pub fn m(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// In kilometres.
    pub fn km(self) -> f64 {
        self.0 as f64 / 1e9
    }
}

impl std::str::FromStr for Length {
    type Err = crate::Error;

    /// Reads a length with its unit: `250m`, `2.5km`, `5cm`, `300ft`.
    fn from_str(text: &str) -> crate::Result<Self> {
        // `m` last, in which others end.
        const UNITS: [(&str, f64); 6] = [
            ("km", 1000.0),
            ("cm", 0.01),
            ("mm", 0.001),
            ("mi", 1609.344),
            ("ft", 0.3048),
            ("m", 1.0),
        ];
        let bad = || {
            crate::Error::new(format!("`{text}` is not a length"))
                .with_hint("write a number and its unit: 250m, 2.5km, 5cm, 1mi, 300ft")
        };
        let text = text.trim();
        let with = |(unit, metres)| text.strip_suffix(unit).map(|number| (number, metres));
        let (number, metres) = UNITS.into_iter().find_map(with).ok_or_else(bad)?;
        let value: f64 = number.trim().parse().map_err(|_| bad())?;
        // Nothing on earth is longer than its circumference.
        if value.is_nan() || !(0.0..=4.1e7).contains(&(value * metres)) {
            return Err(bad());
        }
        Ok(Self::from_m(value * metres))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_units() {
        for (text, metres) in [
            ("250m", 250.0),
            (" 2.5 km", 2500.0),
            ("5cm", 0.05),
            ("3mm", 0.003),
            ("1mi", 1609.344),
            ("10ft", 3.048),
        ] {
            assert_eq!(text.parse::<Length>().unwrap(), Length::from_m(metres), "{text}");
        }
        for text in ["", "5", "m", "5 furlongs", "-1m", "nanm", "1e9km", "5dm"] {
            assert!(text.parse::<Length>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_nearest_whole_number_is_that_of_round() {
        let edges = [
            0.0,
            0.499_999_999_999_999_94,
            0.5,
            1.5,
            2.5,
            4_503_599_627_370_495.5,
            4_503_599_627_370_497.0,
            9_007_199_254_740_993.0,
            9.223_372_036_854_775e18,
            9.223_372_036_854_776e18,
            2.55e20,
            f64::MAX,
            f64::NAN,
        ];
        for value in edges.into_iter().flat_map(|v| [v, -v]) {
            assert_eq!(nearest(value), value.round() as i128, "{value}");
        }
    }

    #[test]
    fn lengths_carry_their_unit() {
        assert_eq!("250m".parse::<Length>().unwrap(), Length::from_m(250.0));
        assert_eq!(" 2.5 km".parse::<Length>().unwrap(), Length::from_m(2500.0));
        for bad in ["250", "m", "-1m", "NaNm", "1e99km", "2,5km", ""] {
            assert!(bad.parse::<Length>().is_err(), "{bad}");
        }
    }
}
