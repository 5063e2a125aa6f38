//! Equal-area projections, chosen from the extent.
//!
//! A region gets Lambert's azimuthal equal-area projection on the WGS 84 ellipsoid, centred on the map. An extent
//! wider than [`REGIONAL`] degrees gets Equal Earth on the sphere of equal area (authalic latitudes).

use crate::language::{Language, fill};
use crate::map::plane::geometry::Pt;
use crate::measure::AzimuthalEqualArea;

/// The widest extent, in degrees, that one azimuthal map can show without gross distortion of shapes.
const REGIONAL: f64 = 110.0;

/// An equal-area projection of the ellipsoid, in metres.
#[derive(Debug)]
pub(in crate::map) struct MapProjection {
    pub lon0: f64,
    pub lat0: f64,
    kind: ProjectionKind,
}

#[derive(Debug)]
enum ProjectionKind {
    Azimuthal(AzimuthalEqualArea),
    EqualEarth,
}

impl MapProjection {
    /// The projection for a map centred on (`lon0`, `lat0`) that spans `degrees` of longitude or latitude.
    pub fn for_extent(lon0: f64, lat0: f64, degrees: f64) -> Self {
        // Two decimals keep the name printable.
        let rounded = |v: f64| (v * 100.0).round() / 100.0;
        let (lon0, lat0) = (rounded(lon0), rounded(lat0));
        let kind = if degrees > REGIONAL {
            ProjectionKind::EqualEarth
        } else {
            ProjectionKind::Azimuthal(AzimuthalEqualArea::about(lon0, lat0))
        };
        Self { lon0, lat0, kind }
    }

    /// Its name, for the caption.
    pub fn name(&self, language: &Language) -> String {
        let words = &language.words.projection;
        let degrees = |form: &str, value: f64| {
            let number = language.number(&format!("{:.1}", value.abs()));
            fill(form, &[("degrees", &number)])
        };
        let lon = wrap(self.lon0);
        let lon = degrees(if lon < 0.0 { &words.west } else { &words.east }, lon);
        match self.kind {
            ProjectionKind::EqualEarth => fill(&words.equal_earth, &[("lon", &lon)]),
            ProjectionKind::Azimuthal(_) => {
                let form = if self.lat0 < 0.0 {
                    &words.south
                } else {
                    &words.north
                };
                let lat = degrees(form, self.lat0);
                fill(&words.azimuthal, &[("lat", &lat), ("lon", &lon)])
            }
        }
    }

    /// Degrees to metres; none where the projection has no image. `lon` may be any turn.
    pub fn forward(&self, lon: f64, lat: f64) -> Option<Pt> {
        match &self.kind {
            ProjectionKind::EqualEarth => Some(equal_earth::forward(lon - self.lon0, lat)),
            ProjectionKind::Azimuthal(projection) => projection.forward(lon, lat),
        }
    }

    /// Metres to degrees, the longitude within half a turn of the centre; none outside the map of the earth.
    pub fn inverse(&self, x: f64, y: f64) -> Option<Pt> {
        match &self.kind {
            ProjectionKind::EqualEarth => equal_earth::inverse(x, y).map(|(lon, lat)| (lon + self.lon0, lat)),
            ProjectionKind::Azimuthal(projection) => projection.inverse(x, y),
        }
    }
}

/// An angle brought into −180° to 180°.
pub(in crate::map) fn wrap(lon: f64) -> f64 {
    let turned = (lon + 180.0).rem_euclid(360.0) - 180.0;
    // Data cut at the date line has edges on either side of it; +180 must not become −180.
    if turned <= -180.0 && lon > 0.0 {
        180.0
    } else {
        turned
    }
}

/// Equal Earth (Šavrič, Patterson, Jenny 2018) on the sphere of equal area, longitudes relative to the centre.
mod equal_earth {
    use super::Pt;
    use crate::math::{asin, cos, sin};
    use crate::measure::AuthalicLatitude;

    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];

    fn y_and_slope(t: f64) -> (f64, f64) {
        let t2 = t * t;
        let t6 = t2 * t2 * t2;
        (
            t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)),
            A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2),
        )
    }

    pub fn forward(lon: f64, lat: f64) -> Pt {
        let m = 3.0_f64.sqrt() / 2.0;
        let t = asin(m * AuthalicLatitude::of(lat).sin);
        let (y, slope) = y_and_slope(t);
        let radius = AuthalicLatitude::radius_m();
        (radius * lon.to_radians() * cos(t) / (m * slope), radius * y)
    }

    pub fn inverse(x: f64, y: f64) -> Option<Pt> {
        let m = 3.0_f64.sqrt() / 2.0;
        let radius = AuthalicLatitude::radius_m();
        let (x, y) = (x / radius, y / radius);
        let mut t = y / A[0];
        for _ in 0..12 {
            let (at, slope) = y_and_slope(t);
            t -= (at - y) / slope;
        }
        let sine = sin(t) / m;
        let (_, slope) = y_and_slope(t);
        let lon = (x * m * slope / cos(t)).to_degrees();
        if sine.abs() > 1.0 || lon.abs() > 180.0 + 1e-9 {
            return None;
        }
        let latitude = AuthalicLatitude {
            sin: sine,
            cos: (1.0 - sine * sine).sqrt(),
        };
        Some((lon, latitude.geodetic()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{atanh, sin};

    fn areal_scale(p: &MapProjection, lon: f64, lat: f64) -> f64 {
        let d = 0.01;
        let at = |dx: f64, dy: f64| p.forward(lon + dx, lat + dy).unwrap();
        let ring = [at(-d, -d), at(d, -d), at(d, d), at(-d, d)];
        let plane: f64 = (0..4)
            .map(|i| {
                let (a, b) = (ring[i], ring[(i + 1) % 4]);
                (a.0 * b.1 - b.0 * a.1) / 2.0
            })
            .sum();
        // The exact area of a small cell between two parallels on the ellipsoid.
        let e2: f64 = 0.006_694_379_990_14;
        let a = 6_378_137.0_f64;
        let f = |phi: f64| {
            let (s, e) = (sin(phi.to_radians()), e2.sqrt());
            (1.0 - e2) * (s / (1.0 - e2 * s * s) + atanh(e * s) / e) / 2.0
        };
        let ground = a * a * (2.0 * d).to_radians() * (f(lat + d) - f(lat - d));
        plane / ground
    }

    #[test]
    fn areas_are_true_and_the_way_back_is_exact() {
        let region = MapProjection::for_extent(46.5, 40.0, 5.0);
        let world = MapProjection::for_extent(10.0, 0.0, 360.0);
        for (p, points) in [
            (&region, [(43.0, 37.0), (46.5, 40.0), (50.0, 43.0)]),
            (&world, [(-120.0, -60.0), (10.0, 0.5), (150.0, 70.0)]),
        ] {
            for (lon, lat) in points {
                assert!(
                    (areal_scale(p, lon, lat) - 1.0).abs() < 1e-4,
                    "{} {lon} {lat}",
                    p.name(&crate::language::Language::default())
                );
                let (x, y) = p.forward(lon, lat).unwrap();
                let back = p.inverse(x, y).unwrap();
                assert!(
                    (back.0 - lon).abs() < 1e-7 && (back.1 - lat).abs() < 1e-7,
                    "{back:?}"
                );
            }
        }
    }

    #[test]
    fn the_date_line_is_nothing_special() {
        let p = MapProjection::for_extent(180.0, -17.0, 8.0);
        let (west, east) = (
            p.forward(179.0, -17.0).unwrap(),
            p.forward(-179.0, -17.0).unwrap(),
        );
        assert!((west.0 + east.0).abs() < 1.0 && west.0 < 0.0);
        assert!((p.inverse(east.0, east.1).unwrap().0 - 181.0).abs() < 1e-7);
    }
}
