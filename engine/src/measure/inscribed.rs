//! The largest circle inside a piece of land: how wide the land is, and a place well inside it.

use geo::{Area as _, BoundingRect};
use geo_types::{Coord, LineString, Polygon};

use super::{Area, LocalPlane, flat, pole};
use crate::math::square;
use crate::model::{GridPoint, GridPolygon, rings};

/// Land that fills less than this share of the square over the diagonal of its box is a strip some 300,000 times as long
/// as wide: it has one width, and a search for its widest place would look at squares as small as that all along it.
const STRIP: f64 = 3e-6;

/// The largest circle inside a piece of land.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inscribed {
    /// Its centre, the pole of inaccessibility (Garcia-Castellanos & Lombardo, *Poles of inaccessibility*, Scott. Geogr.
    /// J. 2007).
    pub centre: GridPoint,
    /// Its diameter in metres: the width of the land.
    pub width_m: f64,
}

impl Inscribed {
    /// The circle in a piece of land of the given area, found to a 64th of the widest that could be.
    pub fn in_land(polygon: &GridPolygon, area: Area) -> Option<Self> {
        Self::of(polygon, (area.circle_m() / 64.0).max(1e-4))
    }

    /// The circle, its centre found to within `precision_m` metres; none where it cannot be determined.
    pub fn of(polygon: &GridPolygon, precision_m: f64) -> Option<Self> {
        let plane = LocalPlane::around(polygon.exterior().0.iter().copied()).ok()?;
        let flat = plane.polygon_to_plane(polygon).ok()?;
        if let Some((middle, width_m)) = in_strip(&flat) {
            let centre = plane.to_grid(middle).ok()?;
            return Some(Self { centre, width_m });
        }
        let (middle, distance_m) = pole(&flat, precision_m)?;
        Some(Self {
            centre: plane.to_grid(middle).ok()?,
            width_m: 2.0 * distance_m,
        })
    }
}

/// The middle and the mean width, A / (P / 2), of land that is a strip throughout; none of other land.
fn in_strip(land: &Polygon) -> Option<(Coord, f64)> {
    let (area, bounds) = (land.unsigned_area(), land.bounding_rect()?);
    if area >= STRIP * (square(bounds.width()) + square(bounds.height())) {
        return None;
    }
    let perimeter: f64 = rings(land).map(flat::length).sum();
    let middles = rings(land)
        .flat_map(LineString::lines)
        .map(|edge| (edge.start + edge.end) / 2.0);
    let off = |middle: &Coord| flat::distance(bounds.center(), *middle);
    let middle = middles.min_by(|a, b| off(a).total_cmp(&off(b)))?;
    Some((middle, 2.0 * area / perimeter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{EdgeModel, polygon_area};
    use crate::testing::polygon;

    #[test]
    fn a_strip_of_any_length_is_measured_at_once() {
        // A grid unit wide and up to 20 degrees long, along a parallel and across.
        for (length, slope) in [(1.0, 0.0), (20.0, 0.0), (5.0, 1.0)] {
            let width = 1e-9;
            let strip = polygon(&[
                (0.0, 0.0),
                (length, length * slope),
                (length, length * slope + width),
                (0.0, width),
            ]);
            let area = polygon_area(&strip, EdgeModel::StraightLonLat);
            let circle = Inscribed::in_land(&strip, area).unwrap();
            assert!((2e-5..2e-4).contains(&circle.width_m), "{circle:?}");
        }
    }

    #[test]
    fn what_is_no_strip_has_the_width_of_its_widest_place() {
        let strip = polygon(&[(0.0, 0.0), (1.0, 0.0), (1.0, 0.01), (0.0, 0.01)]);
        let area = polygon_area(&strip, EdgeModel::StraightLonLat);
        let circle = Inscribed::in_land(&strip, area).unwrap();
        assert!((1000.0..1110.0).contains(&circle.width_m), "{circle:?}");
    }
}
