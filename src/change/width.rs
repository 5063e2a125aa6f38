//! The width of a piece of land: twice the radius of the largest circle inside it.

use crate::measure::{Area, Inscribed};
use crate::model::GridPolygon;

/// Whether the piece is narrower than `tolerance_m` metres; never with a tolerance of 0.
pub(crate) fn is_narrower(polygon: &GridPolygon, area: Area, tolerance_m: f64) -> bool {
    if tolerance_m <= 0.0 {
        return false;
    }
    // No circle inside is larger than the piece.
    let roundest = 2.0 * (area.m2().abs() / std::f64::consts::PI).sqrt();
    roundest < tolerance_m || width_m(polygon, tolerance_m / 16.0) < tolerance_m
}

/// The width in metres, to within `precision_m`; 0 where it cannot be told.
fn width_m(polygon: &GridPolygon, precision_m: f64) -> f64 {
    Inscribed::of(polygon, precision_m).map_or(0.0, |circle| circle.width_m)
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
            (width_m(&strip, 1.0) - 1110.4).abs() < 3.0,
            "{}",
            width_m(&strip, 1.0)
        );
        // Right triangle 3:4:5 on the equator: the inscribed radius is (3 + 4 − 5) / 2 = 1.
        let triangle = piece(&[(0.0, 0.0), (0.04, 0.0), (0.0, 0.03)]);
        assert!(
            (width_m(&triangle, 1.0) - 2.0 * 1109.0).abs() < 10.0,
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
