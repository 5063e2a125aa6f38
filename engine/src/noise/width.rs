//! The width of a piece of land: twice the radius of the largest circle inside it.

use geo::{Area as _, Buffer};
use geo_types::{MultiPolygon, Polygon};

use crate::measure::{Area, Length, LocalPlane, flat, holds};
use crate::model::GridPolygon;

/// Whether the piece is narrower than the tolerance; never with a tolerance of 0.
pub fn is_narrower(polygon: &GridPolygon, area: Area, tolerance: Length) -> bool {
    let tolerance_m = tolerance.m();
    if tolerance_m <= 0.0 {
        return false;
    }
    area.circle_m() < tolerance_m || !holds_circle(polygon, tolerance_m).unwrap_or(false)
}

/// Whether a circle of that diameter fits into the piece: whether anything is left of it when its edge is moved inward
/// by the radius (an erosion, as Serra has it in *Image Analysis and Mathematical Morphology*, 1982). None where it
/// cannot be determined.
fn holds_circle(polygon: &GridPolygon, diameter_m: f64) -> Option<bool> {
    let plane = LocalPlane::around(polygon.exterior().0.iter().copied()).ok()?;
    let flat = plane.polygon_to_plane(polygon).ok()?;
    Some(fits(&flat, diameter_m))
}

/// Whether a circle of that diameter fits into a piece in a plane.
pub(super) fn fits(flat: &Polygon, diameter_m: f64) -> bool {
    if flat.interiors().is_empty() && least_m(flat) >= diameter_m {
        return true;
    }
    holds(flat, diameter_m / 2.0).unwrap_or_else(|| !core(flat, diameter_m).0.is_empty())
}

/// The largest circle inside a polygon without holes is wider than this: r ≥ A / P (Bonnesen, *Les problèmes des
/// isopérimètres et des isépiphanes*, 1929).
fn least_m(land: &Polygon) -> f64 {
    2.0 * land.unsigned_area() / flat::length(land.exterior())
}

/// Where the centre of a circle of that diameter may be that lies in the piece.
pub(super) fn core(land: &impl Buffer<Scalar = f64>, diameter_m: f64) -> MultiPolygon {
    land.buffer(-diameter_m / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::polygon;

    #[test]
    fn a_strip_is_as_wide_as_it_looks_and_a_triangle_as_its_inscribed_circle() {
        let holds = |piece: &GridPolygon, diameter_m| holds_circle(piece, diameter_m).unwrap();
        let strip = polygon(&[(46.0, 40.0), (47.0, 40.0), (47.0, 40.01), (46.0, 40.01)]);
        assert!(holds(&strip, 1107.0) && !holds(&strip, 1114.0));
        // Right triangle 3:4:5 on the equator: the inscribed radius is (3 + 4 − 5) / 2 = 1.
        let triangle = polygon(&[(0.0, 0.0), (0.04, 0.0), (0.0, 0.03)]);
        assert!(holds(&triangle, 2.0 * 1104.0) && !holds(&triangle, 2.0 * 1114.0));
    }

    #[test]
    fn long_edges_are_as_far_apart_as_on_the_globe() {
        // In a plane, the chord of the north edge would run 12 km from its middle.
        let strip = polygon(&[
            (-120.0, 49.0),
            (-107.0, 49.0),
            (-95.0, 49.0),
            (-95.0, 49.05),
            (-120.0, 49.05),
        ]);
        let holds = |diameter_m| holds_circle(&strip, diameter_m).unwrap();
        assert!(holds(5500.0) && !holds(5600.0));
    }

    #[test]
    fn the_least_width_is_less_than_that_of_the_largest_circle() {
        let square = Polygon::new(vec![(0., 0.), (4., 0.), (4., 4.), (0., 4.)].into(), vec![]);
        assert!((least_m(&square) - 2.0).abs() < 1e-12);
        let strip = Polygon::new(vec![(0., 0.), (400., 0.), (400., 4.), (0., 4.)].into(), vec![]);
        assert!((3.9..4.0).contains(&least_m(&strip)));
    }

    #[test]
    fn without_a_tolerance_nothing_is_noise() {
        let sliver = polygon(&[(46.0, 40.0), (47.0, 40.0), (47.0, 40.000_001)]);
        let area = crate::measure::polygon_area(&sliver, crate::measure::EdgeModel::StraightLonLat);
        assert!(!is_narrower(&sliver, area, Length::ZERO));
        assert!(is_narrower(&sliver, area, Length::from_m(1.0)));
    }
}
