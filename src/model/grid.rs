//! The one integer grid on which all geometry lives.
//!
//! A coordinate is a whole number of 1e-9 degrees (0.11 mm on the ground or less), longitude in `x`, latitude in
//! `y`, on WGS 84. Every coordinate is rounded to it once, when it is read; from there on predicates are exact.

use geo_types::{Coord, LineString, Polygon};

/// Grid units in one degree.
pub const GRID_PER_DEGREE: i64 = 1_000_000_000;

/// A position in grid units: `x` is longitude, `y` latitude, both in 1e-9 degrees.
pub type GridPoint = Coord<i64>;
/// An open or closed chain of grid positions.
pub type GridLine = LineString<i64>;
/// A closed chain of grid positions: the first equals the last.
pub type GridRing = LineString<i64>;
/// A shell, counter-clockwise, with holes, clockwise, in grid units.
pub type GridPolygon = Polygon<i64>;

/// The grid unit nearest to an angle in degrees.
///
/// ```
/// assert_eq!(landshift::model::to_grid(46.7528), 46_752_800_000);
/// ```
pub fn to_grid(degrees: f64) -> i64 {
    (degrees * GRID_PER_DEGREE as f64).round() as i64
}

/// The angle in degrees of a grid coordinate: the double nearest to it, which prints with at most nine decimals.
///
/// ```
/// assert_eq!(landshift::model::to_degrees(46_752_800_000), 46.7528);
/// ```
pub fn to_degrees(grid: i64) -> f64 {
    grid as f64 / GRID_PER_DEGREE as f64
}
