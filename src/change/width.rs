//! The width of a piece of land: twice the radius of the largest circle inside it.

use geo::{Distance, Euclidean};
use polylabel::polylabel;

use crate::measure::Area;
use crate::model::{GridPolygon, to_degrees};

/// Metres per degree of latitude, to 0.6 %: widths need no more.
const METRES_PER_DEGREE: f64 = 111_132.0;

/// Whether the piece is narrower than `tolerance_m` metres; never with a tolerance of 0.
pub(super) fn is_narrower(polygon: &GridPolygon, area: Area, tolerance_m: f64) -> bool {
    if tolerance_m <= 0.0 {
        return false;
    }
    // No circle inside is larger than the piece.
    let roundest = 2.0 * (area.m2().abs() / std::f64::consts::PI).sqrt();
    roundest < tolerance_m || width_m(polygon, tolerance_m / 16.0) < tolerance_m
}

/// The width in metres, to within `precision_m`, on a local plane with true scale at the piece's middle latitude.
fn width_m(polygon: &GridPolygon, precision_m: f64) -> f64 {
    let lats = polygon.exterior().0.iter().map(|p| p.y);
    let middle = lats.clone().min().unwrap_or(0).midpoint(lats.max().unwrap_or(0));
    let across = METRES_PER_DEGREE * to_degrees(middle).to_radians().cos();
    let origin = polygon.exterior().0[0];
    let plane = |ring: &crate::model::GridRing| -> geo_types::LineString<f64> {
        ring.0
            .iter()
            .map(|p| {
                (
                    to_degrees(p.x - origin.x) * across,
                    to_degrees(p.y - origin.y) * METRES_PER_DEGREE,
                )
            })
            .collect()
    };
    let flat = geo_types::Polygon::new(
        plane(polygon.exterior()),
        polygon.interiors().iter().map(plane).collect(),
    );
    let Ok(middle) = polylabel(&flat, &precision_m) else {
        return 0.0;
    };
    let rings = std::iter::once(flat.exterior()).chain(flat.interiors());
    rings
        .map(|ring| 2.0 * Euclidean.distance(&middle, ring))
        .fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GridPoint, GridRing, to_grid};

    fn piece(points: &[(f64, f64)]) -> GridPolygon {
        let at = |&(x, y): &(f64, f64)| GridPoint {
            x: to_grid(x),
            y: to_grid(y),
        };
        GridPolygon::new(
            GridRing::new(points.iter().chain(&points[..1]).map(at).collect()),
            vec![],
        )
    }

    #[test]
    fn a_strip_is_as_wide_as_it_looks_and_a_triangle_as_its_inscribed_circle() {
        let strip = piece(&[(46.0, 40.0), (47.0, 40.0), (47.0, 40.01), (46.0, 40.01)]);
        assert!(
            (width_m(&strip, 1.0) - 1111.3).abs() < 3.0,
            "{}",
            width_m(&strip, 1.0)
        );
        // Right triangle 3:4:5 on the equator: the inscribed radius is (3 + 4 − 5) / 2 = 1.
        let triangle = piece(&[(0.0, 0.0), (0.04, 0.0), (0.0, 0.03)]);
        assert!(
            (width_m(&triangle, 1.0) - 2.0 * 1111.3).abs() < 5.0,
            "{}",
            width_m(&triangle, 1.0)
        );
    }

    #[test]
    fn without_a_tolerance_nothing_is_noise() {
        let sliver = piece(&[(46.0, 40.0), (47.0, 40.0), (47.0, 40.000_001)]);
        let area = crate::measure::polygon_area(&sliver, crate::measure::EdgeModel::StraightLonLat);
        assert!(!is_narrower(&sliver, area, 0.0));
        assert!(is_narrower(&sliver, area, 1.0));
    }
}
