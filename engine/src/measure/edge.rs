//! How an edge between two positions runs, and what it measures.

use std::sync::LazyLock;

use geographiclib_rs::{Geodesic, InverseGeodesic};

use super::ellipsoid::{straight_length_m, straight_strip_m2};
use super::{Area, Length};
use crate::model::{GRID_PER_DEGREE, GridPoint, to_degrees};

pub(super) static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// How the edge between two consecutive positions runs on the ellipsoid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EdgeModel {
    /// Straight in longitude and latitude, as RFC 7946 (section 3.1.1) says.
    #[default]
    StraightLonLat,
    /// The shortest path on the ellipsoid (Karney, *Algorithms for geodesics*, J. Geodesy 2013), as PostGIS and
    /// pyproj measure. A border that both sides trace with different vertices is then two different lines.
    Geodesic,
}

impl EdgeModel {
    /// The name that outputs carry: `straight-lonlat` or `geodesic`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StraightLonLat => "straight-lonlat",
            Self::Geodesic => "geodesic",
        }
    }

    /// The model of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::StraightLonLat, Self::Geodesic]
            .into_iter()
            .find(|model| model.name() == name)
    }

    /// What the edge adds to the area of the land on its left: the signed strip between it and the equator,
    /// rounded to the square millimetre. `area(a, b) == -area(b, a)`, exactly.
    ///
    /// A geodesic edge that spans 180° of longitude or more, or lies on a pole, is no geodesic and is measured straight.
    ///
    /// ```
    /// use landshift_engine::measure::{Area, EdgeModel};
    /// use landshift_engine::model::{GridPoint, to_grid};
    /// let at = |lon: f64, lat: f64| GridPoint { x: to_grid(lon), y: to_grid(lat) };
    /// // A box of one degree on the equator: only its northern side bounds a strip.
    /// let area = EdgeModel::StraightLonLat.area(at(1.0, 1.0), at(0.0, 1.0));
    /// assert!((area.km2() - 12_308.46).abs() < 0.01);
    /// ```
    // Inlined into a caller's loop, the arithmetic of one edge overlaps with the next one's.
    #[inline]
    pub fn area(self, from: GridPoint, to: GridPoint) -> Area {
        if from.x == to.x {
            return Area::ZERO;
        }
        Area::from_m2(match self {
            Self::StraightLonLat => -straight_strip_m2(to.x - from.x, from.y, to.y),
            // Karney's series are symmetric to rounding only, so one direction speaks for both.
            Self::Geodesic if from.x < to.x => -geodesic_strip_m2(from, to),
            Self::Geodesic => geodesic_strip_m2(to, from),
        })
    }

    /// The length of the edge, rounded to the micrometre.
    pub fn length(self, from: GridPoint, to: GridPoint) -> Length {
        let degrees = |p: GridPoint| [to_degrees(p.x), to_degrees(p.y)];
        let (from, to) = (degrees(from), degrees(to));
        Length::from_m(match self {
            Self::StraightLonLat => straight_length_m(from, to),
            Self::Geodesic => WGS84.inverse(from[1], from[0], to[1], to[0]),
        })
    }
}

/// Area in m² between the equator and a geodesic that runs east.
fn geodesic_strip_m2(from: GridPoint, to: GridPoint) -> f64 {
    if spans_half_the_globe(from, to) || is_on_pole(from, to) {
        return straight_strip_m2(to.x - from.x, from.y, to.y);
    }
    let [west, south] = [from.x, from.y].map(to_degrees);
    let [east, north] = [to.x, to.y].map(to_degrees);
    let (_distance, _azi1, _azi2, _m12, _m21, _scale, strip, _arc): (f64, f64, f64, f64, f64, f64, f64, f64) =
        WGS84.inverse(south, west, north, east);
    strip
}

/// Whether an edge spans half the globe or more.
pub(super) fn spans_half_the_globe(from: GridPoint, to: GridPoint) -> bool {
    (to.x - from.x).abs() >= 180 * GRID_PER_DEGREE
}

/// Whether an edge lies on a pole.
pub(super) fn is_on_pole(from: GridPoint, to: GridPoint) -> bool {
    from.y == to.y && from.y.abs() == 90 * GRID_PER_DEGREE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::to_grid;

    fn at(lon: f64, lat: f64) -> GridPoint {
        GridPoint {
            x: to_grid(lon),
            y: to_grid(lat),
        }
    }

    #[test]
    fn short_edges_measure_alike_under_both_models() {
        let (a, b) = (at(46.0, 39.0), at(46.01, 39.007));
        let straight = EdgeModel::StraightLonLat;
        let geodesic = EdgeModel::Geodesic;
        assert!((straight.length(a, b).m() - geodesic.length(a, b).m()).abs() < 1e-4);
        let (s, g) = (straight.area(a, b).m2(), geodesic.area(a, b).m2());
        assert!((s / g - 1.0).abs() < 1e-7, "{s} {g}");
    }

    #[test]
    fn reversing_an_edge_negates_its_area_exactly() {
        for model in [EdgeModel::StraightLonLat, EdgeModel::Geodesic] {
            let (a, b) = (at(-3.123_456_789, 55.5), at(12.75, -8.25));
            assert_eq!(model.area(a, b), -model.area(b, a));
        }
    }
}
