//! How numbers are printed, the same in labels, legend and table.

use crate::measure::Area;

/// An area with its unit: whole square kilometres, below 10 one decimal, below 1 two.
///
/// ```
/// use landshift::map::km2;
/// use landshift::measure::Area;
/// assert_eq!(km2(Area::from_km2(12_127.4)), "12,127 km²");
/// assert_eq!(km2(Area::from_km2(0.031)), "0.03 km²");
/// ```
pub fn km2(area: Area) -> String {
    format!("{} km²", number(area))
}

/// The number alone.
pub(super) fn number(area: Area) -> String {
    let size = area.abs().km2();
    // The limits are where the shorter form would round up to them.
    let text = if size == 0.0 {
        return "0".to_owned();
    } else if size < 0.005 {
        "<0.01".to_owned()
    } else if size < 0.995 {
        format!("{size:.2}")
    } else if size < 9.95 {
        format!("{size:.1}")
    } else {
        grouped(&format!("{size:.0}"))
    };
    if area < Area::ZERO {
        format!("−{text}")
    } else {
        text
    }
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A share in whole per cent; what is more than nothing but rounds to it is `<1%`.
pub(super) fn percent(part: Area, whole: Area) -> String {
    if whole == Area::ZERO || part == Area::ZERO {
        return "0%".to_owned();
    }
    let share = part.m2() / whole.m2() * 100.0;
    if share < 1.0 {
        "<1%".to_owned()
    } else if share > 99.0 && share < 100.0 {
        ">99%".to_owned()
    } else {
        format!("{share:.0}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_areas_and_shares_are_never_nothing() {
        let km = Area::from_km2;
        let texts = [0.0, 0.001, 0.25, 0.996, 9.94, 9.96, 53.2, -4.3, -1_234_567.0].map(|v| number(km(v)));
        assert_eq!(
            texts,
            [
                "0",
                "<0.01",
                "0.25",
                "1.0",
                "9.9",
                "10",
                "53",
                "−4.3",
                "−1,234,567"
            ]
        );
        assert_eq!(percent(km(1.0), km(1000.0)), "<1%");
        assert_eq!(percent(km(999.0), km(1000.0)), ">99%");
        assert_eq!(percent(km(3.0), km(4.0)), "75%");
    }
}
