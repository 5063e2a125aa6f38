//! Edges that run the shortest way, as chains of edges so short that they run so when they are straight on the grid, too.

use std::borrow::Cow;

use geographiclib_rs::{DirectGeodesic, InverseGeodesic};

use super::edge::{WGS84, is_on_pole, spans_half_the_globe};
use crate::math::{cos, hypot, sin_cos};
use crate::model::{GridPoint, GridPolygon, GridRing, rings, to_degrees, to_grid};

/// How far, in metres, an edge may run beside the shortest path where it is straight in longitude and latitude.
pub(super) const DEVIATION_M: f64 = 0.01;

/// An edge of more metres is parted in any case: across the equator it leaves the shortest path to both sides, and meets it
/// halfway.
const LONGEST_M: f64 = 10_000.0;

/// Metres to a degree of latitude, and to the centre of the earth, about.
const DEGREE_M: f64 = 111_320.0;
const RADIUS_M: f64 = 6_350_000.0;

/// The polygon with positions added along its edges, so that what is straight in longitude and latitude between two of them
/// is nowhere farther than a centimetre from the shortest path. Once is enough: a polygon made so is left as it is.
///
/// An edge is parted at the middle of the shortest path, and so is each part, the same way from both its ends: a border that
/// two polygons share stays shared. One that spans half the globe or more, and so is straight in longitude and latitude, is parted
/// as well: its parts would be none such.
pub fn along_geodesics(polygon: &GridPolygon) -> Cow<'_, GridPolygon> {
    let is_short = |edge: &[GridPoint]| middle(Path::of(edge[0], edge[1]), edge[0], edge[1]).is_none();
    if rings(polygon).all(|ring| ring.0.windows(2).all(is_short)) {
        return Cow::Borrowed(polygon);
    }
    let holes = polygon.interiors().iter().map(ring_along).collect();
    Cow::Owned(GridPolygon::new(ring_along(polygon.exterior()), holes))
}

fn ring_along(ring: &GridRing) -> GridRing {
    let mut positions = Vec::with_capacity(ring.0.len());
    positions.extend(ring.0.first());
    for edge in ring.0.windows(2) {
        part(Path::of(edge[0], edge[1]), edge[0], edge[1], &mut positions);
    }
    GridRing::new(positions)
}

/// How an edge runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    Shortest,
    /// In longitude and latitude: half round the globe or more no way is the shortest, or the one over a pole.
    Straight,
}

impl Path {
    fn of(from: GridPoint, to: GridPoint) -> Self {
        if spans_half_the_globe(from, to) {
            Self::Straight
        } else {
            Self::Shortest
        }
    }
}

/// Adds the ends of an edge's parts, which run as it does.
fn part(path: Path, from: GridPoint, to: GridPoint, ends: &mut Vec<GridPoint>) {
    match middle(path, from, to) {
        Some(middle) => {
            part(path, from, middle, ends);
            part(path, middle, to, ends);
        }
        None => ends.push(to),
    }
}

/// The middle of the path between two positions, where the edge between them is to be parted.
fn middle(path: Path, from: GridPoint, to: GridPoint) -> Option<GridPoint> {
    // The series are symmetric to rounding only, so one direction speaks for both.
    let [west, east] = if from.x <= to.x { [from, to] } else { [to, from] };
    let [from, to] = [west, east].map(|p| [to_degrees(p.x), to_degrees(p.y)]);
    if west.x == east.x || is_on_pole(west, east) || is_short(from, to) {
        return None;
    }
    if path == Path::Straight {
        return Some(GridPoint {
            x: west.x.midpoint(east.x),
            y: west.y.midpoint(east.y),
        });
    }
    let halfway = Halfway::between(from, to);
    let middle = halfway.at;
    let is_bent = halfway.length_m > LONGEST_M || halfway.off_m > DEVIATION_M;
    (is_bent && middle != west && middle != east).then_some(middle)
}

/// The middle of the shortest path between two positions.
struct Halfway {
    at: GridPoint,
    /// How long the path is.
    length_m: f64,
    /// How far its middle is from that of the edge which is straight in longitude and latitude.
    off_m: f64,
}

impl Halfway {
    /// Between longitudes and latitudes in degrees, eastward.
    fn between(from: [f64; 2], to: [f64; 2]) -> Self {
        let (length_m, azimuth, _azi2, _arc): (f64, f64, f64, f64) =
            WGS84.inverse(from[1], from[0], to[1], to[0]);
        let (lat, lon): (f64, f64) = WGS84.direct(from[1], from[0], azimuth, length_m / 2.0);
        let lon = if lon < from[0] { lon + 360.0 } else { lon };
        let east_m = (lon - from[0].midpoint(to[0])) * cos(lat.to_radians()) * DEGREE_M;
        let north_m = (lat - from[1].midpoint(to[1])) * DEGREE_M;
        Self {
            at: GridPoint {
                x: to_grid(lon),
                y: to_grid(lat),
            },
            length_m,
            off_m: hypot(east_m, north_m),
        }
    }
}

/// Whether an edge is so short that it cannot leave the shortest path by as much as is allowed: a look at it is cheap. In the
/// middle it is off by the square of its length times the tangent of its latitude over 8 radii northward, and over 4 eastward
/// (the equations of a geodesic to second order).
fn is_short(from: [f64; 2], to: [f64; 2]) -> bool {
    let (sine, cosine) = sin_cos(from[1].abs().max(to[1].abs()).to_radians());
    let low = cos(from[1].abs().min(to[1].abs()).to_radians());
    let length_m = hypot((to[0] - from[0]) * low, to[1] - from[1]) * DEGREE_M;
    length_m * length_m * sine < DEVIATION_M * 4.0 * RADIUS_M * cosine && length_m < LONGEST_M / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{EdgeModel, polygon_area};
    use crate::testing::random;

    fn ring(corners: &[(f64, f64)]) -> GridPolygon {
        let at = |&(x, y): &(f64, f64)| GridPoint {
            x: to_grid(x),
            y: to_grid(y),
        };
        let ring = corners.iter().chain(&corners[..1]).map(at).collect();
        GridPolygon::new(GridRing::new(ring), vec![])
    }

    #[test]
    fn parts_are_on_the_shortest_path_and_measure_as_the_whole() {
        for corners in [
            [(-120.0, 49.0), (-95.0, 49.0), (-100.0, 60.0)],
            [(-20.0, -10.0), (20.0, 10.0), (-20.0, 10.0)],
            [(10.0, 80.0), (170.0, 85.0), (90.0, 89.9)],
        ] {
            let whole = ring(&corners);
            let parts = along_geodesics(&whole);
            let area = |model| polygon_area(&parts, model).m2();
            let (straight, geodesic) = (area(EdgeModel::StraightLonLat), area(EdgeModel::Geodesic));
            let wanted = polygon_area(&whole, EdgeModel::Geodesic).m2();
            assert!(
                (geodesic - wanted).abs() < 2000.0,
                "{corners:?}: {geodesic} {wanted}"
            );
            assert!(
                (straight / wanted - 1.0).abs() < 1e-7,
                "{corners:?}: {straight} {wanted}"
            );
            assert!(
                matches!(along_geodesics(&parts), Cow::Borrowed(_)),
                "once is enough"
            );
        }
    }

    #[test]
    fn a_shared_border_stays_shared_and_short_edges_stay() {
        let (a, b) = ((3.0, 50.0), (31.0, 55.0));
        let there = along_geodesics(&ring(&[a, b, (20.0, 70.0)])).into_owned();
        let back = along_geodesics(&ring(&[b, a, (20.0, 40.0)])).into_owned();
        let border = |polygon: &GridPolygon, from: (f64, f64), to: (f64, f64)| {
            let positions = &polygon.exterior().0;
            let place = |at: (f64, f64)| {
                positions
                    .iter()
                    .position(|p| p.x == to_grid(at.0) && p.y == to_grid(at.1))
            };
            positions[place(from).unwrap()..=place(to).unwrap()].to_vec()
        };
        let mut other = border(&back, b, a);
        other.reverse();
        assert_eq!(border(&there, a, b), other);
        let small = ring(&[(46.0, 39.0), (46.001, 39.0), (46.0, 39.002)]);
        assert!(matches!(along_geodesics(&small), Cow::Borrowed(_)));
    }

    #[test]
    fn edges_that_are_short_at_a_look_are_so() {
        let mut numbers = random(7);
        let mut short = 0;
        for _ in 0..3000 {
            let from = [numbers() * 350.0 - 180.0, numbers() * 179.0 - 89.5];
            let size = numbers() * numbers() * 0.05;
            let to = [from[0] + numbers() * size, from[1] + (numbers() - 0.5) * size];
            if is_short(from, to) {
                let Halfway { length_m, off_m, .. } = Halfway::between(from, to);
                assert!(
                    off_m <= DEVIATION_M && length_m < LONGEST_M,
                    "{from:?} {to:?}: {off_m} m"
                );
                short += 1;
            }
        }
        assert!((500..2500).contains(&short), "{short}");
    }

    #[test]
    fn edges_along_a_pole_stay_and_those_round_half_the_globe_are_straight() {
        let pole = ring(&[(10.0, 90.0), (100.0, 90.0), (100.0, 89.0)]);
        let parts = along_geodesics(&pole);
        let edges = parts.exterior().0.windows(2);
        assert!(edges.into_iter().any(|edge| edge == &pole.exterior().0[..2]));
        for corners in [
            [(-180.0, 60.0), (180.0, 60.0), (0.0, 70.0)],
            [(-180.0, 80.0), (0.0, 80.0), (-90.0, 20.0)],
        ] {
            let whole = ring(&corners);
            let parts = along_geodesics(&whole);
            let on = |lat: f64| parts.exterior().0.iter().filter(|p| p.y == to_grid(lat)).count();
            assert!(on(corners[0].1) > 1000, "{corners:?}");
            let area = polygon_area(&parts, EdgeModel::Geodesic).m2();
            let wanted = polygon_area(&whole, EdgeModel::Geodesic).m2();
            assert!((area / wanted - 1.0).abs() < 1e-7, "{area} {wanted}");
            assert!(
                matches!(along_geodesics(&parts), Cow::Borrowed(_)),
                "once is enough"
            );
        }
    }
}
