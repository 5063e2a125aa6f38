//! How numbers are written: the one place that decides on decimals, separators and signs.
//!
//! Thousands are parted by commas and negative numbers carry a true minus sign (U+2212). A number that is not zero
//! is never written as zero: it becomes `<0.001`, or `>99.9%` where a share only rounds to the whole.

use super::{Area, AreaUnit, Length};

/// The sign of a negative number in text.
pub const MINUS: char = '\u{2212}';
/// What stands in for a share of nothing.
const NO_SHARE: &str = "n/a";

impl Area {
    /// In a unit, for a table and without the unit: one decimal from 100 on, two from 1 on, else three. Square metres
    /// are whole from 10 on.
    ///
    /// ```
    /// use landshift_engine::measure::{Area, AreaUnit};
    /// let number = |km2| Area::from_km2(km2).number(AreaUnit::Km2);
    /// assert_eq!([9090.06, 12.3456, 0.0567].map(number), ["9,090.1", "12.35", "0.057"]);
    /// assert_eq!([0.0, 0.0002, -86_250.0].map(number), ["0", "<0.001", "−86,250.0"]);
    /// assert_eq!(Area::from_km2(0.0123).number(AreaUnit::M2), "12,300");
    /// ```
    pub fn number(self, unit: AreaUnit) -> String {
        let value = unit.of(self.abs());
        let number = match (unit, value) {
            (AreaUnit::M2, 9.995..) => decimals(value, 0),
            _ => table_number(value),
        };
        signed(self.units() < 0, &number)
    }

    /// As [`Area::number`], with a plus sign where it is a gain: for differences.
    ///
    /// ```
    /// use landshift_engine::measure::{Area, AreaUnit};
    /// assert_eq!(Area::from_km2(3.5).difference(AreaUnit::Km2), "+3.50");
    /// ```
    pub fn difference(self, unit: AreaUnit) -> String {
        plus(self.units() > 0, self.number(unit))
    }

    /// As [`Area::number`], with the unit.
    ///
    /// ```
    /// use landshift_engine::measure::{Area, AreaUnit};
    /// assert_eq!(Area::from_km2(9090.06).text(AreaUnit::Km2), "9,090.1 km²");
    /// ```
    pub fn text(self, unit: AreaUnit) -> String {
        format!("{} {unit}", self.number(unit))
    }

    /// In a unit where decimals only distract: whole from 10 on, else as in a table.
    ///
    /// ```
    /// use landshift_engine::measure::{Area, AreaUnit};
    /// let rounded = |km2| Area::from_km2(km2).rounded(AreaUnit::Km2);
    /// assert_eq!([9090.06, 12.3456, 1.0].map(rounded), ["9,090", "12", "1.00"]);
    /// ```
    pub fn rounded(self, unit: AreaUnit) -> String {
        let value = unit.of(self.abs());
        let number = match value {
            9.995.. => decimals(value, 0),
            _ => table_number(value),
        };
        signed(self.units() < 0, &number)
    }

    /// As [`Area::rounded`], with the unit: for sentences.
    ///
    /// ```
    /// use landshift_engine::measure::{Area, AreaUnit};
    /// assert_eq!(Area::from_km2(9090.06).headline(AreaUnit::Km2), "9,090 km²");
    /// ```
    pub fn headline(self, unit: AreaUnit) -> String {
        format!("{} {unit}", self.rounded(unit))
    }

    /// Which share of `whole` it is: one decimal, two below 0.1 %; `n/a` of nothing.
    ///
    /// ```
    /// use landshift_engine::measure::Area;
    /// let share = |km2| Area::from_km2(km2).percent_of(Area::from_km2(1000.0));
    /// assert_eq!([770.6, 0.5, 0.01, 999.9, 1000.0].map(share), ["77.1%", "0.05%", "<0.01%", ">99.9%", "100.0%"]);
    /// ```
    pub fn percent_of(self, whole: Self) -> String {
        let Some(share) = self.share_of(whole) else {
            return NO_SHARE.to_owned();
        };
        signed(share < 0.0, &percent(share.abs()))
    }

    /// Which share of `whole` it is, in whole per cent, for pictures; never `0%` of something nor `100%` of less.
    ///
    /// ```
    /// use landshift_engine::measure::Area;
    /// let share = |km2| Area::from_km2(km2).whole_percent_of(Area::from_km2(1000.0));
    /// assert_eq!([0.0, 1.0, 747.0, 999.0, 1000.0].map(share), ["0%", "<1%", "75%", ">99%", "100%"]);
    /// ```
    pub fn whole_percent_of(self, whole: Self) -> String {
        if whole == Self::ZERO || self == Self::ZERO {
            return "0%".to_owned();
        }
        match 100.0 * self.units() as f64 / whole.units() as f64 {
            share if share < 1.0 => "<1%".to_owned(),
            share if share > 99.0 && self != whole => ">99%".to_owned(),
            share => format!("{share:.0}%"),
        }
    }

    /// As [`Area::percent_of`], with a plus sign where it is a gain.
    ///
    /// ```
    /// use landshift_engine::measure::Area;
    /// assert_eq!(Area::from_km2(4.0).percent_difference(Area::from_km2(1000.0)), "+0.4%");
    /// ```
    pub fn percent_difference(self, whole: Self) -> String {
        let is_gain = self != Self::ZERO && (self > Self::ZERO) == (whole > Self::ZERO);
        plus(is_gain && whole != Self::ZERO, self.percent_of(whole))
    }
}

impl Length {
    /// Kilometres for a table, without the unit: whole from 100 on, one decimal from 1 on, else three.
    ///
    /// ```
    /// use landshift_engine::measure::Length;
    /// let number = |m| Length::from_m(m).number();
    /// assert_eq!([256_400.0, 12_340.0, 250.0, 0.1].map(number), ["256", "12.3", "0.250", "<0.001"]);
    /// ```
    pub fn number(self) -> String {
        let km = self.abs().km();
        let number = match km {
            99.95.. => decimals(km, 0),
            0.9995.. => decimals(km, 1),
            _ => small(km),
        };
        signed(self.units() < 0, &number)
    }

    /// As [`Length::number`], with the unit.
    ///
    /// ```
    /// use landshift_engine::measure::Length;
    /// assert_eq!(Length::from_m(256_400.0).text(), "256 km");
    /// ```
    pub fn text(self) -> String {
        format!("{} km", self.number())
    }
}

/// A whole number with its thousands parted.
///
/// ```
/// assert_eq!(landshift_engine::measure::count(1_144_700), "1,144,700");
/// ```
pub fn count(number: u64) -> String {
    group(&number.to_string())
}

/// `+1.2` for a gain.
fn plus(is_gain: bool, number: String) -> String {
    if is_gain { format!("+{number}") } else { number }
}

/// The number with its sign; what is `<0.001` without it is `>−0.001` with it.
fn signed(is_negative: bool, number: &str) -> String {
    if !is_negative {
        return number.to_owned();
    }
    match (number.strip_prefix('<'), number.strip_prefix('>')) {
        (Some(bound), _) => format!(">{MINUS}{bound}"),
        (_, Some(bound)) => format!("<{MINUS}{bound}"),
        _ => format!("{MINUS}{number}"),
    }
}

/// The bounds are where rounding reaches the next number of digits: 99.996 is `100.0`, not `100.00`.
fn table_number(value: f64) -> String {
    match value {
        99.995.. => decimals(value, 1),
        0.9995.. => decimals(value, 2),
        _ => small(value),
    }
}

fn small(value: f64) -> String {
    match value {
        0.0005.. => decimals(value, 3),
        f64::MIN_POSITIVE.. => "<0.001".to_owned(),
        _ => "0".to_owned(),
    }
}

fn percent(share: f64) -> String {
    let value = 100.0 * share;
    match value {
        99.95..100.0 => ">99.9%".to_owned(),
        0.095.. => decimals(value, 1) + "%",
        0.005.. => decimals(value, 2) + "%",
        f64::MIN_POSITIVE.. => "<0.01%".to_owned(),
        _ => "0%".to_owned(),
    }
}

fn decimals(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", group(whole)),
        None => group(&text),
    }
}

/// The digits in groups of three.
fn group(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers<const N: usize>(km2: [f64; N]) -> [String; N] {
        km2.map(|value| Area::from_km2(value).number(AreaUnit::Km2))
    }

    #[test]
    fn rounding_up_to_the_next_digit_changes_the_decimals_with_it() {
        assert_eq!(
            numbers([99.994, 99.996, 0.9994, 0.9996]),
            ["99.99", "100.0", "0.999", "1.00"]
        );
        assert_eq!(numbers([999.96, 999_999.96]), ["1,000.0", "1,000,000.0"]);
        assert_eq!(Area::from_km2(9.996).headline(AreaUnit::Km2), "10 km²");
        assert_eq!(Area::from_km2(99.96).headline(AreaUnit::Km2), "100 km²");
        assert_eq!(Length::from_m(99_960.0).text(), "100 km");
    }

    #[test]
    fn what_is_not_zero_never_reads_as_zero() {
        assert_eq!(
            numbers([1e-12, -1e-12, 0.000_49]),
            ["<0.001", ">−0.001", "<0.001"]
        );
        assert_eq!(Area::from_units(1).headline(AreaUnit::Km2), "<0.001 km²");
        assert_eq!(Area::from_units(1).percent_of(Area::from_km2(5e8)), "<0.01%");
        assert_eq!(Area::ZERO.percent_of(Area::from_km2(1.0)), "0%");
        assert_eq!(Length::ZERO.number(), "0");
    }

    #[test]
    fn shares_keep_their_sign_and_have_none_of_nothing() {
        let whole = Area::from_km2(200.0);
        assert_eq!(Area::from_km2(-50.0).percent_of(whole), "−25.0%");
        assert_eq!(Area::from_km2(300.0).percent_of(whole), "150.0%");
        assert_eq!(whole.percent_of(Area::ZERO), "n/a");
        assert_eq!(Area::from_km2(0.19).percent_of(whole), "0.1%");
    }

    #[test]
    fn differences_show_which_way() {
        let difference = |km2| Area::from_km2(km2).difference(AreaUnit::Km2);
        assert_eq!(
            [0.0, 1234.5, -1234.5].map(difference),
            ["0", "+1,234.5", "−1,234.5"]
        );
    }

    #[test]
    fn counts_are_grouped_by_three() {
        assert_eq!(
            [0, 999, 1000, 12_345_678].map(count),
            ["0", "999", "1,000", "12,345,678"]
        );
    }
}
