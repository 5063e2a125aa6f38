//! The largest circle inside a piece of land: how wide the land is, and a place well inside it.

use geo::{Distance, Euclidean};
use polylabel::polylabel;

use super::{Area, LocalPlane};
use crate::model::{GridPoint, GridPolygon, rings};

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
        let middle = polylabel(&flat, &precision_m).ok()?;
        let width_m = rings(&flat)
            .map(|ring| 2.0 * Euclidean.distance(&middle, ring))
            .reduce(f64::min)?;
        Some(Self {
            centre: plane.to_grid(middle.0).ok()?,
            width_m,
        })
    }
}
