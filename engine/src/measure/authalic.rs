//! The sphere with the area of the WGS 84 ellipsoid, zone by zone, and the plane of equal area about a place on it.
//!
//! With `S` of the [ellipsoid](super::ellipsoid), the area per radian between the equator and a latitude, the *authalic*
//! latitude `β` is that of `sin β = S(φ)/S(90°)`, on a sphere of the radius `√S(90°)`. Near a pole that sine says little of
//! `β`, so its cosine comes from what is left to either pole: `cos²β = (S(90°) − S(φ))·(S(90°) + S(φ))/S(90°)²`, and
//! `S(90°) − S(φ) = (1 − s)·P(s)` for `s = sin φ`, where `P` is a polynomial.

use std::f64::consts::TAU;

use super::ellipsoid::{A, E2, STRIP, TERMS};
use crate::math::{atan2, hypot, sin_cos, square};

/// `S(90°)`: the square of the sphere's radius, in m².
const WHOLE: f64 = {
    let mut whole = 0.0;
    let mut k = TERMS;
    while k > 0 {
        k -= 1;
        whole += STRIP[k];
    }
    whole
};

const LEFT_TERMS: usize = 2 * TERMS - 1;
/// `P`. Since `1 − sⁿ = (1 − s)·(1 + s + … + sⁿ⁻¹)`, the coefficient of a power is the sum of those of all higher ones in `S`.
const LEFT: [f64; LEFT_TERMS] = {
    let mut left = [0.0; LEFT_TERMS];
    let mut sum = 0.0;
    let mut power = LEFT_TERMS;
    while power > 0 {
        power -= 1;
        if power.is_multiple_of(2) {
            sum += STRIP[power / 2];
        }
        left[power] = sum;
    }
    left
};

fn left(s: f64) -> f64 {
    LEFT.iter().rev().fold(0.0, |sum, c| sum * s + c)
}

/// A latitude on the sphere of equal area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AuthalicLatitude {
    /// Its sine.
    pub sin: f64,
    /// Its cosine.
    pub cos: f64,
}

impl AuthalicLatitude {
    /// That of a latitude on the ellipsoid, in degrees.
    ///
    /// ```
    /// use landshift_engine::measure::AuthalicLatitude;
    /// let north = AuthalicLatitude::of(90.0);
    /// assert!((north.sin - 1.0).abs() < 1e-15 && north.cos.abs() < 1e-15);
    /// ```
    pub fn of(degrees: f64) -> Self {
        Self::of_radians(degrees.to_radians())
    }

    fn of_radians(latitude: f64) -> Self {
        let (s, c) = sin_cos(latitude.abs());
        let nearer = c * c / (1.0 + s) * left(s);
        let farther = (1.0 + s) * left(-s);
        Self {
            sin: (0.5 * (farther - nearer) / WHOLE).copysign(latitude),
            cos: (nearer * farther).sqrt() / WHOLE,
        }
    }

    /// The latitude on the ellipsoid, in degrees.
    pub fn geodetic(self) -> f64 {
        // The two latitudes differ by 0.13° at most, and their difference grows by less than a hundredth of their own.
        const STEPS: usize = 7;
        let authalic = self.radians();
        let next = |latitude: f64, _| latitude + (authalic - Self::of_radians(latitude).radians());
        (0..STEPS).fold(authalic, next).to_degrees()
    }

    fn radians(self) -> f64 {
        atan2(self.sin, self.cos)
    }

    /// The radius of the sphere in metres: 6 371 007.18.
    pub fn radius_m() -> f64 {
        WHOLE.sqrt()
    }
}

/// Lambert's azimuthal equal-area projection of the WGS 84 ellipsoid about a centre (Snyder, *Map Projections: A Working
/// Manual*, USGS PP 1395, 1987, pp. 187–190). Areas are true everywhere, lengths at the centre.
#[derive(Debug, Clone, PartialEq)]
pub struct AzimuthalEqualArea {
    longitude: f64,
    latitude: AuthalicLatitude,
    /// How much longer the sphere's parallels have to be there for its meridians and parallels to be those of the ellipsoid.
    stretch: f64,
}

impl AzimuthalEqualArea {
    /// The projection about a place, in degrees.
    ///
    /// ```
    /// use landshift_engine::measure::AzimuthalEqualArea;
    /// let plane = AzimuthalEqualArea::about(46.0, 40.0);
    /// let (east, north) = plane.forward(46.0, 40.01).unwrap();
    /// assert!(east.abs() < 1e-6 && (north - 1110.35).abs() < 0.01);
    /// ```
    pub fn about(longitude: f64, latitude: f64) -> Self {
        let authalic = AuthalicLatitude::of(latitude);
        let (s, c) = sin_cos(latitude.to_radians());
        let parallel = A * c / (1.0 - E2 * s * s).sqrt();
        Self {
            longitude,
            latitude: authalic,
            stretch: parallel / (AuthalicLatitude::radius_m() * authalic.cos),
        }
    }

    /// The metres east and north of the centre of a place in degrees; none of the place opposite, which has no image.
    pub fn forward(&self, longitude: f64, latitude: f64) -> Option<(f64, f64)> {
        /// On the far side, from some 60 m before the opposite place on.
        const OPPOSITE: f64 = 1e-10;
        let (center, at) = (self.latitude, AuthalicLatitude::of(latitude));
        let (sin, cos) = sin_cos((longitude - self.longitude).to_radians());
        let spread = 1.0 + center.sin * at.sin + center.cos * at.cos * cos;
        if spread.is_nan() || spread < OPPOSITE {
            return None;
        }
        let scale = AuthalicLatitude::radius_m() * (2.0 / spread).sqrt();
        let (east, north) = (at.cos * sin, center.cos * at.sin - center.sin * at.cos * cos);
        Some((scale * self.stretch * east, scale / self.stretch * north))
    }

    /// The place in degrees so many metres east and north of the centre, its longitude within half a turn of that of the
    /// centre; none off the map of the earth.
    pub fn inverse(&self, east: f64, north: f64) -> Option<(f64, f64)> {
        let radius = AuthalicLatitude::radius_m();
        // On the unit sphere; the squared sine of half the angle from the centre.
        let (east, north) = (east / self.stretch / radius, north * self.stretch / radius);
        let half = 0.25 * (square(east) + square(north));
        if half.is_nan() || half > 1.0 {
            return None;
        }
        let (out, shrink) = (1.0 - 2.0 * half, (1.0 - half).sqrt());
        let (east, north) = (east * shrink, north * shrink);
        let center = self.latitude;
        let across = out * center.cos - north * center.sin;
        let latitude = AuthalicLatitude {
            sin: out * center.sin + north * center.cos,
            cos: hypot(east, across),
        };
        let turned = atan2(east, across);
        Some((self.longitude + turned.to_degrees(), latitude.geodetic()))
    }
}

/// A longitude brought into ±180°.
pub(super) fn in_half_turns(longitude: f64) -> f64 {
    let turn = TAU.to_degrees();
    if longitude.abs() <= turn / 2.0 {
        longitude
    } else {
        longitude - turn * (longitude / turn).round()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// EPSG Guidance Note 7-2, method 9820: ETRS89-LAEA. Its GRS 80 differs from WGS 84 by 0.1 mm in the polar radius.
    #[test]
    fn the_published_example_comes_out() {
        let plane = AzimuthalEqualArea::about(10.0, 52.0);
        let (east, north) = plane.forward(5.0, 50.0).unwrap();
        let (false_east, false_north) = (4_321_000.0, 3_210_000.0);
        assert!((east + false_east - 3_962_799.45).abs() < 0.006, "{east}");
        assert!((north + false_north - 2_999_718.85).abs() < 0.006, "{north}");
    }

    /// Moritz, Geodetic Reference System 1980; WGS 84 to 0.1 mm.
    #[test]
    fn the_sphere_has_the_published_radius() {
        assert!((AuthalicLatitude::radius_m() - 6_371_007.180_9).abs() < 1e-3);
    }

    #[test]
    fn a_plane_about_a_pole_is_round() {
        for pole in [90.0_f64, -90.0] {
            let plane = AzimuthalEqualArea::about(0.0, pole);
            let far = |longitude: f64| {
                let (x, y) = plane.forward(longitude, pole - pole.signum()).unwrap();
                hypot(x, y)
            };
            // A degree of the meridian at the pole.
            assert!((far(0.0) - 111_693.9).abs() < 6.0, "{}", far(0.0));
            assert!((far(77.0) - far(0.0)).abs() < 1e-6);
        }
        assert!(
            AzimuthalEqualArea::about(0.0, 90.0)
                .forward(12.0, -90.0)
                .is_none()
        );
    }

    #[test]
    fn longitudes_stay_within_half_a_turn() {
        for (at, expected) in [
            (180.0, 180.0),
            (-180.0, -180.0),
            (181.0, -179.0),
            (-539.0, -179.0),
        ] {
            assert!((in_half_turns(at) - expected).abs() < 1e-12, "{at}");
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_it_was(lon in -170.0..170.0_f64, lat in -90.0..90.0_f64, center in -90.0..90.0_f64) {
            let plane = AzimuthalEqualArea::about(3.0, center);
            let (east, north) = plane.forward(lon, lat).unwrap();
            // Some degrees about the opposite place are one rim, along which little tells places apart.
            prop_assume!(hypot(east, north) < 12.0e6);
            let back = plane.inverse(east, north).unwrap();
            prop_assert!((back.1 - lat).abs() < 1e-10, "{} {:?}", lat, back);
            let parallel = AuthalicLatitude::of(lat).cos;
            prop_assert!((back.0 - lon).abs() * parallel < 1e-10, "{} {:?}", lon, back);
        }

        /// A quadrilateral of a hundredth of a degree, measured by the strips below it.
        #[test]
        fn areas_are_true(lon in -100.0..100.0_f64, lat in -89.0..89.0_f64, center in -90.0..90.0_f64) {
            let d = 0.005;
            let plane = AzimuthalEqualArea::about(3.0, center);
            // Towards the opposite place edges bend too much for a quadrilateral.
            let (east, north) = plane.forward(lon, lat).unwrap();
            prop_assume!(hypot(east, north) < 9e6);
            let at = |x: f64, y: f64| plane.forward(lon + x * d, lat + y * d).unwrap();
            let ring = [at(-1.0, -1.0), at(1.0, -1.0), at(1.0, 1.0), at(-1.0, 1.0)];
            let twice: f64 = (0..4).map(|i| (ring[i], ring[(i + 1) % 4])).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
            let strip = |lat: f64| WHOLE * AuthalicLatitude::of(lat).sin;
            let ground = (2.0 * d).to_radians() * (strip(lat + d) - strip(lat - d));
            prop_assert!((0.5 * twice / ground - 1.0).abs() < 1e-6, "{} {}", twice, ground);
        }
    }
}
