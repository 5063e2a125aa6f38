//! Small cases for the tests of this module.

use crate::model::{GridPoint, GridPolygon, GridRing, Snapshot, Territory, to_grid};

/// The polygon of these corners, lon and lat in degrees, counter-clockwise and not closed yet.
pub(super) fn polygon(corners: &[(f64, f64)]) -> GridPolygon {
    let at = |&(x, y): &(f64, f64)| GridPoint {
        x: to_grid(x),
        y: to_grid(y),
    };
    let ring = corners.iter().chain(&corners[..1]).map(at).collect();
    GridPolygon::new(GridRing::new(ring), vec![])
}

/// Numbers from 0 to 1 in the order of a seed.
pub(super) fn random(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    }
}

/// The land between two meridians, from the equator a degree north.
pub(super) fn band(west: f64, east: f64) -> GridPolygon {
    polygon(&[(west, 0.0), (east, 0.0), (east, 1.0), (west, 1.0)])
}

/// Land and who holds it.
pub(super) fn territory(controller: &str, polygon: GridPolygon) -> Territory {
    Territory {
        controller: controller.to_owned(),
        polygons: vec![polygon],
        ..Territory::default()
    }
}

/// A snapshot of bands: controller, west, east.
pub(super) fn bands(land: &[(&str, f64, f64)]) -> Snapshot {
    let band = |&(controller, west, east): &(&str, f64, f64)| territory(controller, band(west, east));
    Snapshot {
        territories: land.iter().map(band).collect(),
        ..Snapshot::default()
    }
}

/// A from the meridian `rims[0]` to a front line that runs from south to north, B from there to `rims[1]`.
pub(super) fn front(line: &[(f64, f64)], rims: [f64; 2]) -> Snapshot {
    let [south, north] = [line[0].1, line[line.len() - 1].1];
    let land = |controller: &str, rim: f64| {
        let mut corners: Vec<_> = line.iter().copied().chain([(rim, north), (rim, south)]).collect();
        // Shells run counter-clockwise.
        if rim > line[0].0 {
            corners.reverse();
        }
        territory(controller, polygon(&corners))
    };
    Snapshot {
        territories: vec![land("A", rims[0]), land("B", rims[1])],
        ..Snapshot::default()
    }
}
