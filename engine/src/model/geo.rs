//! Land on the grid as types of the georust crates, in degrees.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use super::grid::{GridLine, GridPolygon, to_degrees};
use super::snapshot::Territory;

/// Polygons on the grid in degrees of longitude (x) and latitude (y) on WGS 84: exactly the numbers that GeoJSON outputs
/// have. Shells run counter-clockwise, holes clockwise.
///
/// ```
/// use geo_types::polygon;
/// use landshift_engine::model::{Snapshot, to_geo};
/// let square = polygon![(x: 46.0, y: 39.0), (x: 47.1, y: 39.0), (x: 47.1, y: 40.0), (x: 46.0, y: 40.0)];
/// let snapshot = Snapshot::builder("one", None).land("A", square.clone()).build()?;
/// assert_eq!(to_geo(&snapshot.territories[0].polygons).0, [square]);
/// # Ok::<(), landshift_engine::Error>(())
/// ```
pub fn to_geo<'a>(polygons: impl IntoIterator<Item = &'a GridPolygon>) -> MultiPolygon<f64> {
    polygons.into_iter().map(polygon).collect()
}

fn polygon(polygon: &GridPolygon) -> Polygon<f64> {
    Polygon::new(
        line(polygon.exterior()),
        polygon.interiors().iter().map(line).collect(),
    )
}

fn line(line: &GridLine) -> LineString<f64> {
    let degrees = line.0.iter().map(|p| Coord {
        x: to_degrees(p.x),
        y: to_degrees(p.y),
    });
    degrees.collect()
}

impl Territory {
    /// Its land in degrees; see [`to_geo`].
    pub fn multi_polygon(&self) -> MultiPolygon<f64> {
        to_geo(&self.polygons)
    }
}
