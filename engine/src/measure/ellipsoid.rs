//! The WGS 84 ellipsoid: area of the strip between a straight lon/lat edge and the equator, and edge length.
//!
//! Let `S(φ)` be the area, per radian of longitude, between the equator and latitude `φ` (Snyder, *Map Projections:
//! A Working Manual*, USGS PP 1395, 1987, eq. 3-12 without its constant factor). With `s = sin φ` and the polar radius
//! `b` it is `S = ½b²·[s/(1 − e²s²) + atanh(es)/e] = b²·Σ e²ᵏ·s²ᵏ⁺¹·(k+1)/(2k+1)`: an odd polynomial in `s`, since with
//! WGS 84's eccentricity eight terms reach the last bit of a double.
//!
//! Along an edge that is straight in longitude and latitude, `φ` runs evenly from one end to the other, so the strip is
//! the longitude difference times the mean of `S`. With the middle `φ̄` and half the latitude difference `h`, that mean
//! is `S(φ̄) + S″(φ̄)·h²/6 + S⁗(φ̄)·h⁴/120 + …`; the derivatives are odd polynomials in `s` too. Up to half a degree of
//! latitude the terms left out are below a hundredth of the last bit. A longer edge is halved until its parts are
//! short: the mean of the whole is the mean of its two halves. Nearly all edges of real borders are short, so one sine
//! and one polynomial is what an edge costs.

use std::f64::consts::PI;

use crate::math::{hypot, sin};
use crate::model::GRID_PER_DEGREE;

/// Equatorial radius, metres.
pub(super) const A: f64 = 6_378_137.0;
/// Flattening.
const F: f64 = 1.0 / 298.257_223_563;
/// First eccentricity squared.
pub(super) const E2: f64 = F * (2.0 - F);

/// Radians in one grid unit.
const RADIANS_PER_GRID: f64 = PI / (180 * GRID_PER_DEGREE) as f64;

/// Half the latitude difference of the longest edge that is not halved, radians: a quarter of a degree.
const SHORT_RAD: f64 = PI / 720.0;

pub(super) const TERMS: usize = 8;
/// Coefficients of `s`, `s³`, `s⁵`, … of an odd polynomial in `s = sin φ`.
pub(super) type OddPolynomial = [f64; TERMS];

/// `S`, in m² per radian.
pub(super) const STRIP: OddPolynomial = {
    let mut strip = [0.0; TERMS];
    let mut scale = A * A * (1.0 - E2);
    let mut k = 0;
    while k < TERMS {
        strip[k] = scale * (k + 1) as f64 / (2 * k + 1) as f64;
        scale *= E2;
        k += 1;
    }
    strip
};
/// `S″/6`.
const STRIP_H2: OddPolynomial = second_derivative(STRIP, 6.0);
/// `S⁗/120`.
const STRIP_H4: OddPolynomial = second_derivative(STRIP_H2, 20.0);

/// The second derivative by latitude, over `divisor`: that of `sⁿ` is `n(n−1)·sⁿ⁻² − n²·sⁿ`.
const fn second_derivative(p: OddPolynomial, divisor: f64) -> OddPolynomial {
    let mut derivative = [0.0; TERMS];
    let mut k = 0;
    while k < TERMS {
        let n = (2 * k + 1) as f64;
        let from_above = if k + 1 < TERMS {
            (n + 2.0) * (n + 1.0) * p[k + 1]
        } else {
            0.0
        };
        derivative[k] = (from_above - n * n * p[k]) / divisor;
        k += 1;
    }
    derivative
}

/// Area in m² between the equator and the edge that runs straight in lon/lat, east positive in the north.
///
/// `dlon` is the edge's longitude difference, `lat0` and `lat1` the latitudes of its ends, in grid units. The reverse
/// edge has exactly the opposite area. Exact to 6e-16 of itself, or, where a long edge crosses the equator, of the strip
/// on either side.
#[inline]
pub(super) fn straight_strip_m2(dlon: i64, lat0: i64, lat1: i64) -> f64 {
    let middle = (lat0 + lat1) as f64 * (0.5 * RADIANS_PER_GRID);
    let half = (lat1 - lat0) as f64 * (0.5 * RADIANS_PER_GRID);
    dlon as f64 * RADIANS_PER_GRID * mean_strip(middle, half)
}

/// The mean of `S`, in m² per radian, over the latitudes from `middle - half` to `middle + half`, in radians.
#[inline]
fn mean_strip(middle: f64, half: f64) -> f64 {
    if half.abs() > SHORT_RAD {
        return mean_of_halves(middle, half);
    }
    let sine = sin(middle);
    let h2 = half * half;
    sine * evaluate(
        std::array::from_fn(|k| STRIP[k] + h2 * (STRIP_H2[k] + h2 * STRIP_H4[k])),
        sine * sine,
    )
}

#[cold]
fn mean_of_halves(middle: f64, half: f64) -> f64 {
    let quarter = 0.5 * half;
    0.5 * (mean_strip(middle - quarter, quarter) + mean_strip(middle + quarter, quarter))
}

/// `c₀ + c₁u + … + c₇u⁷`, in pairs (Estrin's scheme): a processor works on the pairs side by side.
fn evaluate(c: OddPolynomial, u: f64) -> f64 {
    let u2 = u * u;
    let low = (c[0] + c[1] * u) + (c[2] + c[3] * u) * u2;
    let high = (c[4] + c[5] * u) + (c[6] + c[7] * u) * u2;
    low + high * (u2 * u2)
}

/// Area of the whole ellipsoid, in m².
#[cfg(test)]
pub(super) fn total_area_m2() -> f64 {
    4.0 * PI * mean_strip(std::f64::consts::FRAC_PI_2, 0.0)
}

/// Length in metres of the edge that runs straight in lon/lat between two positions in degrees.
///
/// Four-point Gauss–Legendre quadrature on pieces of at most one degree: exact to better than 1e-9.
pub(super) fn straight_length_m(from: [f64; 2], to: [f64; 2]) -> f64 {
    const NODES: [(f64, f64); 2] = [
        (0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
        (0.861_136_311_594_052_6, 0.347_854_845_137_453_9),
    ];
    let (dlon, dlat) = ((to[0] - from[0]).to_radians(), (to[1] - from[1]).to_radians());
    let pieces = (dlon.abs().max(dlat.abs()) * 180.0 / PI).ceil().max(1.0);
    let speed = |t: f64| {
        let sine = sin(from[1].to_radians() + dlat * t);
        let w2 = 1.0 - E2 * sine * sine;
        let prime_vertical = A / w2.sqrt();
        let meridional = prime_vertical * (1.0 - E2) / w2;
        hypot(
            meridional * dlat,
            prime_vertical * (1.0 - sine * sine).max(0.0).sqrt() * dlon,
        )
    };
    let mut length = 0.0;
    for piece in 0..pieces as usize {
        let mid = (piece as f64 + 0.5) / pieces;
        for (node, weight) in NODES {
            let offset = node * 0.5 / pieces;
            length += weight * (speed(mid - offset) + speed(mid + offset));
        }
    }
    length * 0.5 / pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::math::{atanh, square};

    /// The whole strip between the equator and a latitude in radians, in m² per radian, in closed form.
    fn closed_form(phi: f64) -> f64 {
        let (e, s) = (E2.sqrt(), sin(phi));
        0.5 * A * A * (1.0 - E2) * (s / (1.0 - E2 * s * s) + atanh(e * s) / e)
    }

    #[test]
    fn the_polynomial_is_the_closed_form() {
        for lat in [-90.0, -45.0, -0.1, 1e-6, 12.3, 39.8177, 60.0, 89.999, 90.0_f64] {
            let (mean, exact) = (mean_strip(lat.to_radians(), 0.0), closed_form(lat.to_radians()));
            assert!((mean / exact - 1.0).abs() <= 6e-16, "{lat}: {mean} {exact}");
        }
    }

    #[test]
    fn the_whole_earth_has_the_published_area() {
        // Authalic radius 6 371 007.180 918 5 m (Moritz, Geodetic Reference System 1980; WGS 84 to 0.1 mm).
        let published = 4.0 * PI * square(6_371_007.180_918_5);
        assert!((total_area_m2() / published - 1.0).abs() < 1e-12);
    }

    /// Quadrature of the closed form with fifty digits. Short edges, edges at the bound and just beyond, long ones.
    #[test]
    fn strips_are_those_of_quadrature_to_the_last_digits() {
        const D: i64 = GRID_PER_DEGREE;
        const HALF: i64 = D / 2;
        let cases = [
            (1, 0, 1, 6.154_536_039_647_433e-9),
            (7 * D, 3, -5, -86.163_504_555_064_06),
            (7 * D, 1, -2, -43.081_752_277_532_03),
            (12_345, 39_123_456_789, 39_123_457_000, 5_503_472.250_621_332),
            (54_321_987, 46 * D, 46 * D + HALF - 1, 27_739_056_743.882_6),
            (D, 90 * D - HALF, 90 * D, 708_415_402_181.735),
            (D, 90 * D - HALF - 1, 90 * D, 708_415_402_181.698_8),
            (D, 0, HALF, 3_077_249_013.850_183_3),
            (D, -200_000_000, 300_000_001, 615_451_633.495_763),
            (33 * D, 39 * D, 41 * D + HALF, 15_064_480_232_669.477),
            (33 * D, 10 * D, 10 * D + 1000, 4_041_946_770_221.572),
            (360 * D, 90 * D, 90 * D, 255_032_810_862_044.25),
        ];
        for (dlon, lat0, lat1, exact) in cases {
            let strip = straight_strip_m2(dlon, lat0, lat1);
            let error = strip / exact - 1.0;
            assert!(error.abs() <= 6e-16, "{dlon} {lat0} {lat1}: {strip}");
        }
        let across_the_equator = straight_strip_m2(180 * D, -60 * D, 75 * D);
        assert!((across_the_equator / 13_043_901_935_355.23 - 1.0).abs() <= 1e-15);
    }

    proptest! {
        /// Below the bound the series alone gives what halving gives: no step where one takes over from the other.
        #[test]
        fn halving_a_short_edge_changes_nothing(middle in -1.56..1.56_f64, half in -SHORT_RAD..SHORT_RAD) {
            let (whole, halved) = (mean_strip(middle, half), mean_of_halves(middle, half));
            let scale = whole.abs().max(closed_form(half.abs()));
            prop_assert!((whole - halved).abs() <= 8e-16 * scale, "{} {}", whole, halved);
        }

        #[test]
        fn the_reverse_edge_has_the_opposite_strip(
            dlon in -360_000_000_000..=360_000_000_000_i64,
            lat0 in -90_000_000_000..=90_000_000_000_i64,
            lat1 in -90_000_000_000..=90_000_000_000_i64,
        ) {
            let strip = straight_strip_m2(dlon, lat0, lat1);
            prop_assert!(strip + straight_strip_m2(-dlon, lat1, lat0) == 0.0);
            prop_assert!(strip + straight_strip_m2(dlon, -lat0, -lat1) == 0.0, "the south mirrors the north");
        }
    }

    #[test]
    fn a_quarter_meridian_and_a_degree_of_equator() {
        // Quarter meridian of WGS 84: 10 001 965.729 3 m.
        assert!((straight_length_m([7.0, 0.0], [7.0, 90.0]) - 10_001_965.729_3).abs() < 1e-3);
        assert!((straight_length_m([0.0, 0.0], [1.0, 0.0]) - A * PI / 180.0).abs() < 1e-6);
    }
}
