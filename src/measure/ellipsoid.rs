//! The WGS 84 ellipsoid: area of the strip between a straight lon/lat edge and the equator, and edge length.
//!
//! Let `S(φ)` be the area, per radian of longitude, between the equator and latitude `φ` (Snyder, *Map Projections:
//! A Working Manual*, USGS PP 1395, 1987, eq. 3-12 without its constant factor). `S` is odd in `φ` and even about
//! the pole, so it is a sine series in odd multiples of `φ`; with WGS 84's flattening nine terms reach the last
//! bit of a double. Along an edge that is straight in longitude and latitude the mean of `sin(mφ)` is
//! `sin(mφ̄)·sinc(mΔφ/2)`, so the integral of `S` along the edge is closed-form, whatever the edge's length.

use std::f64::consts::{FRAC_PI_2, PI};
use std::sync::LazyLock;

/// Equatorial radius, metres.
const A: f64 = 6_378_137.0;
/// Flattening.
const F: f64 = 1.0 / 298.257_223_563;
/// First eccentricity squared.
const E2: f64 = F * (2.0 - F);

const TERMS: usize = 9;

/// Coefficients of `sin φ`, `sin 3φ`, … in `S(φ)`, m² per radian.
static SERIES: LazyLock<[f64; TERMS]> = LazyLock::new(|| {
    // The trapezoid rule is exact to rounding for a periodic analytic function with this few samples.
    const SAMPLES: usize = 64;
    std::array::from_fn(|k| {
        let m = (2 * k + 1) as f64;
        let sum: f64 = (1..=SAMPLES)
            .map(|i| {
                let phi = FRAC_PI_2 * i as f64 / SAMPLES as f64;
                let weight = if i == SAMPLES { 0.5 } else { 1.0 };
                weight * strip_per_radian(phi) * (m * phi).sin()
            })
            .sum();
        sum * 2.0 / SAMPLES as f64
    })
});

/// Area between the equator and latitude `phi` (radians), per radian of longitude, in m²; negative in the south.
fn strip_per_radian(phi: f64) -> f64 {
    let e = E2.sqrt();
    let b2 = A * A * (1.0 - E2);
    let s = phi.sin();
    0.5 * b2 * (s / (1.0 - E2 * s * s) + (e * s).atanh() / e)
}

/// Area of the whole ellipsoid, in m².
#[cfg(test)]
pub(super) fn total_area_m2() -> f64 {
    4.0 * PI * strip_per_radian(FRAC_PI_2)
}

/// Area in m² between the equator and the edge that runs straight in lon/lat, east positive in the north.
///
/// `dlon_deg` is the edge's longitude difference, `lat0_deg` and `lat1_deg` the latitudes of its ends, in degrees.
pub(super) fn straight_strip_m2(dlon_deg: f64, lat0_deg: f64, lat1_deg: f64) -> f64 {
    let mean = ((lat0_deg + lat1_deg) * 0.5).to_radians();
    let half = ((lat1_deg - lat0_deg) * 0.5).to_radians();
    let mut sines = OddSines::new(mean);
    let mut sincs = OddSines::new(half);
    let mut sum = 0.0;
    for (k, coefficient) in SERIES.iter().enumerate() {
        let m = (2 * k + 1) as f64;
        let sine = sines.next();
        let sinc = if half == 0.0 {
            1.0
        } else {
            sincs.next() / (m * half)
        };
        sum += coefficient * sine * sinc;
    }
    dlon_deg.to_radians() * sum
}

/// `sin x`, `sin 3x`, `sin 5x`, … by the three-term recurrence.
struct OddSines {
    factor: f64,
    previous: f64,
    current: f64,
}

impl OddSines {
    fn new(x: f64) -> Self {
        let sine = x.sin();
        Self {
            factor: 2.0 * (2.0 * x).cos(),
            previous: -sine,
            current: sine,
        }
    }

    fn next(&mut self) -> f64 {
        let value = self.current;
        self.current = self.factor * value - self.previous;
        self.previous = value;
        value
    }
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
        let sine = (from[1].to_radians() + dlat * t).sin();
        let w2 = 1.0 - E2 * sine * sine;
        let prime_vertical = A / w2.sqrt();
        let meridional = prime_vertical * (1.0 - E2) / w2;
        (meridional * dlat).hypot(prime_vertical * (1.0 - sine * sine).max(0.0).sqrt() * dlon)
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
    use super::*;

    #[test]
    fn the_series_is_the_closed_form() {
        for lat in [
            -90.0, -45.0, -0.1, 0.0, 1e-6, 12.3, 39.8177, 60.0, 89.999, 90.0_f64,
        ] {
            let series = straight_strip_m2(180.0 / PI, lat, lat);
            let exact = strip_per_radian(lat.to_radians());
            assert!(
                (series - exact).abs() <= 2e-15 * 4.1e13,
                "{lat}: {series} {exact}"
            );
        }
    }

    #[test]
    fn the_whole_earth_has_the_published_area() {
        // Authalic radius 6 371 007.180 918 5 m (Moritz, Geodetic Reference System 1980; WGS 84 to 0.1 mm).
        let published = 4.0 * PI * 6_371_007.180_918_5_f64.powi(2);
        assert!((total_area_m2() / published - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_slanting_edge_agrees_with_quadrature() {
        for (lat0, lat1) in [(-60.0, 75.0), (39.0, 41.5), (10.0, 10.000_001)] {
            let steps = 20_000;
            let midpoint: f64 = (0..steps)
                .map(|i| {
                    let t = (f64::from(i) + 0.5) / f64::from(steps);
                    strip_per_radian((lat0 + (lat1 - lat0) * t).to_radians())
                })
                .sum::<f64>()
                * 33.0_f64.to_radians()
                / f64::from(steps);
            let exact = straight_strip_m2(33.0, lat0, lat1);
            assert!(
                (exact - midpoint).abs() < 1e-8 * exact.abs(),
                "{exact} {midpoint}"
            );
        }
    }

    #[test]
    fn a_quarter_meridian_and_a_degree_of_equator() {
        // Quarter meridian of WGS 84: 10 001 965.729 3 m.
        assert!((straight_length_m([7.0, 0.0], [7.0, 90.0]) - 10_001_965.729_3).abs() < 1e-3);
        assert!((straight_length_m([0.0, 0.0], [1.0, 0.0]) - A * PI / 180.0).abs() < 1e-6);
    }
}
