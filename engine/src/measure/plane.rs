//! A flat plane in metres around a place, for widths and distances within one region.

use std::borrow::Cow;

use super::authalic::{AzimuthalEqualArea, in_half_turns};
use crate::model::{GRID_PER_DEGREE, GridPoint, GridPolygon, GridRing, rings, to_degrees, to_grid};
use crate::{Error, Result};

/// The Lambert azimuthal equal-area projection of WGS 84 about a centre: lengths are true at the centre and within
/// 0.03 % up to 300 km from it.
#[derive(Debug)]
pub struct LocalPlane {
    projection: AzimuthalEqualArea,
}

impl LocalPlane {
    /// The plane about the middle of the positions' bounding box.
    ///
    /// # Errors
    ///
    /// When there are no positions.
    pub fn around(positions: impl IntoIterator<Item = GridPoint>) -> Result<Self> {
        let bounds = positions
            .into_iter()
            .fold(None, |bounds: Option<(GridPoint, GridPoint)>, p| {
                let (low, high) = bounds.unwrap_or((p, p));
                let low = GridPoint {
                    x: low.x.min(p.x),
                    y: low.y.min(p.y),
                };
                Some((
                    low,
                    GridPoint {
                        x: high.x.max(p.x),
                        y: high.y.max(p.y),
                    },
                ))
            });
        let Some((low, high)) = bounds else {
            return Err(Error::new("there are no positions to measure around"));
        };
        let (lon, lat) = (low.x.midpoint(high.x), low.y.midpoint(high.y));
        Ok(Self {
            projection: AzimuthalEqualArea::about(to_degrees(lon), to_degrees(lat)),
        })
    }

    /// Metres east and north of the centre.
    ///
    /// # Errors
    ///
    /// When the position lies opposite the centre.
    pub fn to_plane(&self, position: GridPoint) -> Result<geo_types::Coord<f64>> {
        let (longitude, latitude) = (to_degrees(position.x), to_degrees(position.y));
        let point = self.projection.forward(longitude, latitude);
        let (x, y) = point.ok_or_else(|| Error::new("cannot project: half round the globe"))?;
        Ok(geo_types::Coord { x, y })
    }

    /// The grid position so many metres east and north of the centre.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn to_grid(&self, metres: geo_types::Coord<f64>) -> Result<GridPoint> {
        let place = self.projection.inverse(metres.x, metres.y);
        let (longitude, latitude) =
            place.ok_or_else(|| Error::new("cannot project: farther than round the globe"))?;
        Ok(GridPoint {
            x: to_grid(in_half_turns(longitude)),
            y: to_grid(latitude),
        })
    }

    /// A polygon in metres east and north of the centre, with positions [added](densified) so that its edges run there as
    /// they do on the grid.
    ///
    /// # Errors
    ///
    /// When a position lies opposite the centre.
    pub fn polygon_to_plane(&self, polygon: &GridPolygon) -> Result<geo_types::Polygon<f64>> {
        let polygon = densified(polygon);
        let holes = polygon.interiors().iter().map(|hole| self.line_to_plane(hole));
        Ok(geo_types::Polygon::new(
            self.line_to_plane(polygon.exterior())?,
            holes.collect::<Result<_>>()?,
        ))
    }

    /// A ring or line in metres, position by position.
    ///
    /// # Errors
    ///
    /// As [`LocalPlane::to_plane`].
    pub fn line_to_plane(&self, line: &GridRing) -> Result<geo_types::LineString<f64>> {
        line.0.iter().map(|&p| self.to_plane(p)).collect()
    }

    /// A line in metres, back on the grid.
    ///
    /// # Errors
    ///
    /// As [`LocalPlane::to_grid`].
    pub fn line_to_grid(&self, line: &geo_types::LineString<f64>) -> Result<GridRing> {
        line.0.iter().map(|&c| self.to_grid(c)).collect()
    }
}

/// The longest edge, in grid units of longitude or latitude, that counts as straight in a plane, too: 0.1°, which bends
/// by less than 2 m up to 70° of latitude.
const STRAIGHT: i64 = GRID_PER_DEGREE / 10;
/// Nearer to a pole than this, parallels are so small circles that longer parts of them are straight.
const POLAR: i64 = 5 * GRID_PER_DEGREE;
/// No part is longer, even at a pole.
const QUARTER: i64 = 90 * GRID_PER_DEGREE;

/// The polygon with positions added along edges longer than 0.1°, evenly, to the nearest grid position. What is straight in
/// longitude and latitude bends in a plane: ten degrees along 49° N by 12 km.
pub fn densified(polygon: &GridPolygon) -> Cow<'_, GridPolygon> {
    if rings(polygon).all(|ring| ring.0.windows(2).all(|edge| parts(edge) == 1)) {
        return Cow::Borrowed(polygon);
    }
    let holes = polygon.interiors().iter().map(densified_line).collect();
    Cow::Owned(GridPolygon::new(densified_line(polygon.exterior()), holes))
}

/// The same of a ring or line.
pub fn densified_line(line: &GridRing) -> GridRing {
    let starts = line.0.windows(2).flat_map(|edge| {
        let (from, to, parts) = (edge[0], edge[1], parts(edge));
        let along = move |from: i64, to: i64, part: i64| {
            from + ((to - from) as f64 * part as f64 / parts as f64).round() as i64
        };
        (0..parts).map(move |part| GridPoint {
            x: along(from.x, to.x, part),
            y: along(from.y, to.y, part),
        })
    });
    GridRing::new(starts.chain(line.0.last().copied()).collect())
}

/// Into how many parts an edge is parted, so that each is straight.
fn parts(edge: &[GridPoint]) -> i64 {
    let [wide, high] = [(edge[1].x - edge[0].x).abs(), (edge[1].y - edge[0].y).abs()];
    let parts = |length: i64, straight: i64| (length + straight - 1).div_euclid(straight).max(1);
    parts(wide, straight_along(edge)).max(parts(high, STRAIGHT))
}

/// How long a part of an edge may be along the parallels: the arc of a circle of radius r over an angle α bends by r α² / 8.
fn straight_along(edge: &[GridPoint]) -> i64 {
    let from_pole = QUARTER - edge[0].y.abs().min(edge[1].y.abs());
    if from_pole >= POLAR {
        return STRAIGHT;
    }
    let times = (POLAR as f64 / from_pole.max(1) as f64).sqrt();
    QUARTER.min((STRAIGHT as f64 * times) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{EdgeModel, flat};

    #[test]
    fn distances_are_true_and_positions_come_back() {
        let at = |lon: f64, lat: f64| GridPoint {
            x: to_grid(lon),
            y: to_grid(lat),
        };
        let (here, there) = (at(46.75, 39.8), at(46.95, 40.0));
        let plane = LocalPlane::around([here, there]).unwrap();
        let (a, b) = (plane.to_plane(here).unwrap(), plane.to_plane(there).unwrap());
        let true_m = EdgeModel::Geodesic.length(here, there).m();
        assert!((flat::distance(a, b) / true_m - 1.0).abs() < 1e-5);
        let back = plane.to_grid(a).unwrap();
        assert!(
            (back.x - here.x).abs().max((back.y - here.y).abs()) <= 1,
            "{back:?}, not to 0.1 mm"
        );
    }

    #[test]
    fn a_circle_round_a_pole_has_as_many_positions_as_it_needs() {
        let counts = [80.0, 85.0, 89.0, 89.9, 89.999, 90.0].map(|lat| {
            let circle = [-180.0, 0.0, 180.0].map(|lon| GridPoint {
                x: to_grid(lon),
                y: to_grid(-lat),
            });
            let dense = densified_line(&GridRing::new(circle.to_vec()));
            assert_eq!(densified_line(&dense), dense);
            dense.0.len() - 1
        });
        assert_eq!(counts, [3600, 3600, 1610, 510, 52, 4]);
    }

    #[test]
    fn long_edges_run_in_a_plane_as_on_the_grid() {
        let at = |lon: f64, lat: f64| GridPoint {
            x: to_grid(lon),
            y: to_grid(lat),
        };
        let corners = [
            (-120.0, 49.0),
            (-95.0, 49.0),
            (-95.0, 49.05),
            (-120.0, 49.05),
            (-120.0, 49.0),
        ];
        let ring = GridRing::new(corners.map(|(lon, lat)| at(lon, lat)).to_vec());
        let strip = GridPolygon::new(ring, vec![]);
        let dense = densified(&strip);
        assert_eq!(dense.exterior().0.len(), 2 * 250 + 2 + 1);
        assert!(dense.exterior().0[..=250].iter().all(|p| p.y == to_grid(49.0)));
        assert!(matches!(densified(&dense), Cow::Borrowed(_)), "once is enough");
        let plane = LocalPlane::around(strip.exterior().0.iter().copied()).unwrap();
        let flat = plane.polygon_to_plane(&strip).unwrap();
        assert_eq!(flat.exterior().0.len(), dense.exterior().0.len());
        let (south, north) = (flat.exterior().0[125], flat.exterior().0[251 + 125]);
        assert!(
            ((north.y - south.y) / 5560.8 - 1.0).abs() < 1e-3,
            "{north:?} {south:?}"
        );
    }
}
