//! Equal-area projections, chosen from the extent.
//!
//! A region gets Lambert's azimuthal equal-area projection on the WGS 84 ellipsoid, centred on the map. An extent
//! wider than [`REGIONAL`] degrees gets Equal Earth on the sphere of equal area (authalic latitudes).

use proj4rs::Proj;

use crate::language::{Language, fill};
use crate::map::plane::geometry::Pt;
use crate::{Error, Result};

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
    Azimuthal { geographic: Box<Proj>, map: Box<Proj> },
    EqualEarth,
}

impl MapProjection {
    /// The projection for a map centred on (`lon0`, `lat0`) that spans `degrees` of longitude or latitude.
    pub fn for_extent(lon0: f64, lat0: f64, degrees: f64) -> Result<Self> {
        let kind = if degrees > REGIONAL {
            ProjectionKind::EqualEarth
        } else {
            // Two decimals keep the name printable.
            let definition =
                format!("+proj=laea +lat_0={lat0:.2} +lon_0={lon0:.2} +datum=WGS84 +units=m +no_defs");
            let build = |text: &str| {
                Proj::from_proj_string(text)
                    .map(Box::new)
                    .map_err(|e| Error::new(format!("cannot set up the map projection `{text}`: {e}")))
            };
            ProjectionKind::Azimuthal {
                geographic: build("+proj=longlat +datum=WGS84 +no_defs")?,
                map: build(&definition)?,
            }
        };
        let rounded = |v: f64| (v * 100.0).round() / 100.0;
        Ok(Self {
            lon0: rounded(lon0),
            lat0: rounded(lat0),
            kind,
        })
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
            ProjectionKind::Azimuthal { .. } => {
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
            ProjectionKind::Azimuthal { geographic, map } => {
                let mut p = (wrap(lon).to_radians(), lat.to_radians(), 0.0);
                proj4rs::transform::transform(geographic, map, &mut p).ok()?;
                (p.0.is_finite() && p.1.is_finite()).then_some((p.0, p.1))
            }
        }
    }

    /// Metres to degrees, the longitude within half a turn of the centre; none outside the map of the earth.
    pub fn inverse(&self, x: f64, y: f64) -> Option<Pt> {
        match &self.kind {
            ProjectionKind::EqualEarth => equal_earth::inverse(x, y).map(|(lon, lat)| (lon + self.lon0, lat)),
            ProjectionKind::Azimuthal { geographic, map } => {
                let mut p = (x, y, 0.0);
                proj4rs::transform::transform(map, geographic, &mut p).ok()?;
                let (lon, lat) = (p.0.to_degrees(), p.1.to_degrees());
                (lon.is_finite() && lat.is_finite()).then(|| (self.lon0 + wrap(lon - self.lon0), lat))
            }
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

/// Equal Earth (Šavrič, Patterson, Jenny 2018), longitudes relative to the centre.
mod equal_earth {
    use super::Pt;

    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    /// Radius of the sphere with the area of the WGS 84 ellipsoid, in metres.
    const RADIUS: f64 = 6_371_007.180_918_5;
    /// First eccentricity of WGS 84.
    const E: f64 = 0.081_819_190_842_622;

    /// Snyder's q, by which areas grow with latitude.
    fn q(sin: f64) -> f64 {
        let es = E * sin;
        (1.0 - E * E) * (sin / (1.0 - es * es) - ((1.0 - es) / (1.0 + es)).ln() / (2.0 * E))
    }

    fn y_and_slope(t: f64) -> (f64, f64) {
        let (t2, t6) = (t * t, t.powi(6));
        (
            t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)),
            A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2),
        )
    }

    pub fn forward(lon: f64, lat: f64) -> Pt {
        let m = 3.0_f64.sqrt() / 2.0;
        let sin_authalic = (q(lat.to_radians().sin()) / q(1.0)).clamp(-1.0, 1.0);
        let t = (m * sin_authalic).asin();
        let (y, slope) = y_and_slope(t);
        (RADIUS * lon.to_radians() * t.cos() / (m * slope), RADIUS * y)
    }

    pub fn inverse(x: f64, y: f64) -> Option<Pt> {
        let m = 3.0_f64.sqrt() / 2.0;
        let (x, y) = (x / RADIUS, y / RADIUS);
        let mut t = y / A[0];
        for _ in 0..12 {
            let (at, slope) = y_and_slope(t);
            t -= (at - y) / slope;
        }
        let sin_authalic = t.sin() / m;
        let (_, slope) = y_and_slope(t);
        let lon = (x * m * slope / t.cos()).to_degrees();
        if sin_authalic.abs() > 1.0 || lon.abs() > 180.0 + 1e-9 {
            return None;
        }
        // Newton on q; its derivative by latitude is 2 (1 − e²) cos φ / (1 − e² sin² φ)².
        let wanted = sin_authalic * q(1.0);
        let mut phi = sin_authalic.asin();
        for _ in 0..8 {
            let (sin, cos) = phi.sin_cos();
            let slope = 2.0 * (1.0 - E * E) * cos / (1.0 - (E * sin).powi(2)).powi(2);
            if slope.abs() < 1e-12 {
                break;
            }
            phi += (wanted - q(sin)) / slope;
        }
        Some((lon, phi.to_degrees()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let (s, e) = (phi.to_radians().sin(), e2.sqrt());
            (1.0 - e2) * (s / (1.0 - e2 * s * s) + (e * s).atanh() / e) / 2.0
        };
        let ground = a * a * (2.0 * d).to_radians() * (f(lat + d) - f(lat - d));
        plane / ground
    }

    #[test]
    fn areas_are_true_and_the_way_back_is_exact() {
        let region = MapProjection::for_extent(46.5, 40.0, 5.0).unwrap();
        let world = MapProjection::for_extent(10.0, 0.0, 360.0).unwrap();
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
        let p = MapProjection::for_extent(180.0, -17.0, 8.0).unwrap();
        let (west, east) = (
            p.forward(179.0, -17.0).unwrap(),
            p.forward(-179.0, -17.0).unwrap(),
        );
        assert!((west.0 + east.0).abs() < 1.0 && west.0 < 0.0);
        assert!((p.inverse(east.0, east.1).unwrap().0 - 181.0).abs() < 1e-7);
    }
}
