//! A flat plane in metres around a place, for widths and distances within one region.

use proj4rs::Proj;
use proj4rs::transform::transform;

use crate::model::{GridPoint, GridPolygon, GridRing, to_degrees, to_grid};
use crate::{Error, Result};

/// The Lambert azimuthal equal-area projection of WGS 84 about a centre: lengths are true at the centre and within
/// 0.03 % up to 300 km from it.
#[derive(Debug)]
pub struct LocalPlane {
    globe: Proj,
    plane: Proj,
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
        let definition = format!(
            "+proj=laea +lat_0={:.9} +lon_0={:.9} +datum=WGS84 +units=m +no_defs",
            to_degrees(lat),
            to_degrees(lon)
        );
        let fault = |e: proj4rs::errors::Error| Error::new(format!("cannot project: {e}"));
        Ok(Self {
            globe: Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").map_err(fault)?,
            plane: Proj::from_proj_string(&definition).map_err(fault)?,
        })
    }

    /// Metres east and north of the centre.
    ///
    /// # Errors
    ///
    /// When the position lies opposite the centre.
    pub fn to_plane(&self, position: GridPoint) -> Result<geo_types::Coord<f64>> {
        let mut point = (
            to_degrees(position.x).to_radians(),
            to_degrees(position.y).to_radians(),
            0.0,
        );
        transform(&self.globe, &self.plane, &mut point)
            .map_err(|e| Error::new(format!("cannot project: {e}")))?;
        Ok(geo_types::Coord {
            x: point.0,
            y: point.1,
        })
    }

    /// The grid position so many metres east and north of the centre.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn to_grid(&self, metres: geo_types::Coord<f64>) -> Result<GridPoint> {
        let mut point = (metres.x, metres.y, 0.0);
        transform(&self.plane, &self.globe, &mut point)
            .map_err(|e| Error::new(format!("cannot project: {e}")))?;
        Ok(GridPoint {
            x: to_grid(point.0.to_degrees()),
            y: to_grid(point.1.to_degrees()),
        })
    }

    /// A polygon in metres east and north of the centre.
    ///
    /// # Errors
    ///
    /// When a position lies opposite the centre.
    pub fn polygon_to_plane(&self, polygon: &GridPolygon) -> Result<geo_types::Polygon<f64>> {
        let holes = polygon.interiors().iter().map(|hole| self.line_to_plane(hole));
        Ok(geo_types::Polygon::new(
            self.line_to_plane(polygon.exterior())?,
            holes.collect::<Result<_>>()?,
        ))
    }

    /// A ring or line in metres.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::EdgeModel;

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
        assert!(((a - b).x.hypot((a - b).y) / true_m - 1.0).abs() < 1e-5);
        let back = plane.to_grid(a).unwrap();
        assert!(
            (back.x - here.x).abs().max((back.y - here.y).abs()) <= 20,
            "{back:?}, not to 2 mm"
        );
    }
}
