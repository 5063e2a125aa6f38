//! The area of rings and polygons as they stand, before any overlay.

use super::geodesic::DEVIATION_M;
use super::{Area, EdgeModel, Length};
use crate::model::{GridPolygon, GridRing, rings};

/// The signed area that a closed ring encloses: positive where it runs counter-clockwise.
pub fn ring_area(ring: &GridRing, edges: EdgeModel) -> Area {
    ring.0.windows(2).map(|w| edges.area(w[0], w[1])).sum()
}

/// The area of a normalised polygon: its shell less its holes.
pub fn polygon_area(polygon: &GridPolygon, edges: EdgeModel) -> Area {
    rings(polygon).map(|ring| ring_area(ring, edges)).sum()
}

/// The area of several polygons; where they overlap, land counts as often as they cover it.
pub fn polygons_area(polygons: &[GridPolygon], edges: EdgeModel) -> Area {
    polygons.iter().map(|polygon| polygon_area(polygon, edges)).sum()
}

/// By how many metres on the ground snapping may move a border: two grid units, rounded down.
const SNAPPING_M: f64 = 2e-4;

/// The same of an edge that is cut: where it runs the shortest way, its parts lead to a position beside it.
fn cutting_m(edges: EdgeModel) -> f64 {
    match edges {
        EdgeModel::StraightLonLat => SNAPPING_M,
        EdgeModel::Geodesic => SNAPPING_M + DEVIATION_M,
    }
}

/// By how many square metres rounding may change an area for each position: the edge there is cut into some twenty parts
/// at most, each rounded to the square millimetre.
const ROUNDING_M2: f64 = 1e-5;

/// How much the area of land may change by overlaying it with other land: what snapping may move along its borders, and
/// what rounding to whole square millimetres adds up to.
pub fn snapping_area<'a>(land: impl IntoIterator<Item = &'a GridPolygon>, edges: EdgeModel) -> Area {
    let slack = |polygon: &GridPolygon| {
        let positions: usize = rings(polygon).map(|ring| ring.0.len()).sum();
        cutting_m(edges) * polygons_boundary(std::slice::from_ref(polygon), edges).m()
            + ROUNDING_M2 * positions as f64
    };
    Area::from_m2(land.into_iter().map(slack).sum())
}

/// The length of all rings of several polygons.
pub fn polygons_boundary(polygons: &[GridPolygon], edges: EdgeModel) -> Length {
    polygons
        .iter()
        .flat_map(rings)
        .flat_map(|ring| ring.0.windows(2))
        .map(|w| edges.length(w[0], w[1]))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::square;
    use crate::model::{GridPoint, to_grid};
    use geographiclib_rs::{Geodesic, PolygonArea, Winding};

    fn ring(points: &[(f64, f64)]) -> GridRing {
        let mut ring: Vec<_> = points
            .iter()
            .map(|&(x, y)| GridPoint {
                x: to_grid(x),
                y: to_grid(y),
            })
            .collect();
        ring.push(ring[0]);
        GridRing::new(ring)
    }

    fn straight_m2(points: &[(f64, f64)]) -> f64 {
        ring_area(&ring(points), EdgeModel::StraightLonLat).m2()
    }

    #[test]
    fn a_hemisphere_is_half_the_ellipsoid() {
        let north = straight_m2(&[(-180.0, 0.0), (180.0, 0.0), (180.0, 90.0), (-180.0, 90.0)]);
        let east = straight_m2(&[(0.0, -90.0), (180.0, -90.0), (180.0, 90.0), (0.0, 90.0)]);
        let half = super::super::ellipsoid::total_area_m2() / 2.0;
        assert!((north / half - 1.0).abs() < 1e-14);
        assert!((east / half - 1.0).abs() < 1e-14);
    }

    #[test]
    fn a_triangle_on_the_equator_is_half_its_box_to_second_order() {
        let triangle = straight_m2(&[(10.0, 0.0), (11.0, 0.0), (11.0, 1.0)]);
        let mirrored = straight_m2(&[(10.0, 0.0), (11.0, 1.0), (10.0, 1.0)]);
        let whole = straight_m2(&[(10.0, 0.0), (11.0, 0.0), (11.0, 1.0), (10.0, 1.0)]);
        assert!((triangle + mirrored - whole).abs() < 1e-5);
        // ∫ of the strip width: the triangle's share of the box is ½ + Δφ²/24 to the next order.
        let share = 0.5 + square(1f64.to_radians()) / 24.0;
        assert!(
            (triangle / whole - share).abs() < 1e-6,
            "{} {share}",
            triangle / whole
        );
    }

    /// `geographiclib` measures geodesic edges; on edges cut fine enough the two kinds are one.
    #[test]
    fn agrees_with_geographiclib_on_densified_rings() {
        let corners = [
            (44.0, 38.5),
            (50.0, 38.0),
            (49.0, 41.0),
            (46.5, 42.5),
            (43.5, 41.0),
        ];
        let steps = 4000;
        let geodesic = Geodesic::wgs84();
        let mut oracle = PolygonArea::new(&geodesic, Winding::CounterClockwise);
        for (i, &(x0, y0)) in corners.iter().enumerate() {
            let (x1, y1) = corners[(i + 1) % corners.len()];
            for step in 0..steps {
                let t = f64::from(step) / f64::from(steps);
                oracle.add_point(y0 + (y1 - y0) * t, x0 + (x1 - x0) * t);
            }
        }
        let (_perimeter, expected, _count) = oracle.compute(true);
        let measured = straight_m2(&corners);
        assert!((measured / expected - 1.0).abs() < 1e-9, "{measured} {expected}");
    }

    #[test]
    fn geodesic_edges_agree_with_geographiclib() {
        let corners = [(-20.0, -35.0), (30.0, -10.0), (70.0, 45.0), (-5.0, 60.0)];
        let geodesic = Geodesic::wgs84();
        let mut oracle = PolygonArea::new(&geodesic, Winding::CounterClockwise);
        for (x, y) in corners {
            oracle.add_point(y, x);
        }
        let (_perimeter, expected, _count) = oracle.compute(true);
        let measured = ring_area(&ring(&corners), EdgeModel::Geodesic).m2();
        assert!((measured / expected - 1.0).abs() < 1e-12, "{measured} {expected}");
    }
}
