//! The one integer grid on which all geometry lives.
//!
//! A coordinate is a whole number of 1e-9 degrees (0.11 mm on the ground or less), longitude in `x`, latitude in
//! `y`, on WGS 84. Every coordinate is rounded to it once, when it is read; from there on predicates are exact.

use geo_types::{Coord, CoordNum, LineString, Polygon};

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
/// assert_eq!(landshift_engine::model::to_grid(46.7528), 46_752_800_000);
/// ```
pub fn to_grid(degrees: f64) -> i64 {
    (degrees * GRID_PER_DEGREE as f64).round() as i64
}

/// The angle in degrees of a grid coordinate: the double nearest to it, which prints with at most nine decimals.
///
/// ```
/// assert_eq!(landshift_engine::model::to_degrees(46_752_800_000), 46.7528);
/// ```
pub fn to_degrees(grid: i64) -> f64 {
    grid as f64 / GRID_PER_DEGREE as f64
}

/// The rings of a polygon: its shell, then its holes.
pub fn rings<T: CoordNum>(polygon: &Polygon<T>) -> impl Iterator<Item = &LineString<T>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// Twice the signed planar area of a closed ring, in square grid units: positive where it runs counter-clockwise.
///
/// ```
/// use landshift_engine::model::{GridPoint, doubled_area};
/// let ring = [(0, 0), (2, 0), (2, 1), (0, 1), (0, 0)].map(|(x, y)| GridPoint { x, y });
/// assert_eq!(doubled_area(&ring), 4);
/// ```
pub fn doubled_area(ring: &[GridPoint]) -> i128 {
    let wide = |a: i64, b: i64| i128::from(a) * i128::from(b);
    ring.windows(2)
        .map(|w| wide(w[0].x, w[1].y) - wide(w[0].y, w[1].x))
        .sum()
}

/// Whether a position lies inside a closed ring (even-odd), exactly; none if it lies on it.
///
/// ```
/// use landshift_engine::model::{GridPoint, ring_contains};
/// let at = |x, y| GridPoint { x, y };
/// let square = [at(0, 0), at(4, 0), at(4, 4), at(0, 4), at(0, 0)];
/// assert_eq!(ring_contains(&square, at(1, 2)), Some(true));
/// assert_eq!(ring_contains(&square, at(4, 2)), None);
/// ```
pub fn ring_contains(ring: &[GridPoint], p: GridPoint) -> Option<bool> {
    let mut inside = false;
    for edge in ring.windows(2) {
        let [a, b] = [edge[0], edge[1]];
        let turn = side(a, b, p);
        let within = |u: i64, v: i64, w: i64| u.min(v) <= w && w <= u.max(v);
        if turn == 0 && within(a.x, b.x, p.x) && within(a.y, b.y, p.y) {
            return None;
        }
        let upwards = a.y <= p.y && p.y < b.y;
        let downwards = b.y <= p.y && p.y < a.y;
        if (upwards && turn > 0) || (downwards && turn < 0) {
            inside = !inside;
        }
    }
    Some(inside)
}

/// Positive if `p` is left of the line from `a` to `b`, 0 on it, negative to the right.
pub fn side(a: GridPoint, b: GridPoint, p: GridPoint) -> i128 {
    let (ux, uy) = (
        i128::from(b.x) - i128::from(a.x),
        i128::from(b.y) - i128::from(a.y),
    );
    let (vx, vy) = (
        i128::from(p.x) - i128::from(a.x),
        i128::from(p.y) - i128::from(a.y),
    );
    ux * vy - uy * vx
}

/// The edges of a ring, by their places, that are to be divided when it is written, and where: those that span more than half a turn
/// of longitude. A reader takes such an edge the short way round, but for one along a whole parallel, which it takes for the frame of
/// the world if the ring does not come back to its start by way of ±180°, and so by two of which it does. They are divided where
/// they pass the meridian of 0°, the same for an edge and for the same edge backwards.
///
/// They come from outlines of the whole world, and of land round a pole, that others divide.
pub fn divisions(ring: &GridRing) -> Vec<(usize, GridPoint)> {
    const HALF_TURN: i64 = 180 * GRID_PER_DEGREE;
    let span = |edge: &[GridPoint]| (edge[1].x - edge[0].x).abs();
    let is_whole = |edge: &[GridPoint]| span(edge) == 2 * HALF_TURN && edge[0].y == edge[1].y;
    let wide = ring.0.windows(2).enumerate();
    let wide: Vec<(usize, &[GridPoint])> = wide.filter(|(_, edge)| span(edge) > HALF_TURN).collect();
    let whole = wide.iter().filter(|(_, edge)| is_whole(edge)).count();
    let divided = wide.into_iter().filter(|(_, edge)| whole > 1 || !is_whole(edge));
    divided
        .map(|(place, edge)| (place, on_greenwich(edge[0], edge[1])))
        .collect()
}

/// Where an edge passes the meridian of 0°, rounded to the nearest.
fn on_greenwich(from: GridPoint, to: GridPoint) -> GridPoint {
    let (west, east) = if from.x < to.x { (from, to) } else { (to, from) };
    let rise = i128::from(east.y - west.y) * i128::from(-west.x);
    let span = i128::from(east.x - west.x);
    let y = west.y + (2 * rise + span).div_euclid(2 * span) as i64;
    GridPoint { x: 0, y }
}

/// A ring with its edges divided by [`divisions`]; none where there is nothing to divide.
pub fn with_divisions(ring: &GridRing) -> Option<GridRing> {
    let divisions = divisions(ring);
    if divisions.is_empty() {
        return None;
    }
    let mut positions = ring.0.clone();
    for (place, at) in divisions.into_iter().rev() {
        positions.insert(place + 1, at);
    }
    Some(GridRing::new(positions))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside_outside_and_on_the_ring() {
        let square = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)].map(GridPoint::from);
        let at = |x, y| ring_contains(&square, GridPoint { x, y });
        assert_eq!(at(1, 1), Some(true));
        assert_eq!(at(5, 4), Some(false));
        assert_eq!(at(-1, 0), Some(false));
        assert_eq!(at(4, 2), None);
        assert_eq!(at(0, 0), None);
    }
}
