//! Small cases for unit tests.

mod cases;

pub(crate) use cases::{change, classified, fixed, overlay, polygon, shared};

use std::sync::Arc;

use crate::Result;
use crate::change::Change;
use crate::model::{GridPolygon, Snapshot, Territory};
use crate::overlay::{Overlay, Settings};
use crate::progress::Progress;
use crate::series::Series;

/// The series of snapshots, or why there is none.
pub(crate) fn series(snapshots: Vec<Snapshot>, settings: &Settings) -> Result<Series> {
    let nothing = |_: &Overlay, _: &Change| Ok(());
    let (layers, progress) = (Arc::default(), Progress::default());
    let (series, _) = Series::of(&shared(snapshots), &layers, settings, &progress, nothing)?;
    Ok(series)
}

/// Numbers from 0 to 1 in the order of a seed.
pub(crate) fn random(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    }
}

/// The land between two meridians, from the equator a degree north.
pub(crate) fn band(west: f64, east: f64) -> GridPolygon {
    polygon(&[(west, 0.0), (east, 0.0), (east, 1.0), (west, 1.0)])
}

/// Land and who holds it.
pub(crate) fn territory(controller: &str, polygon: GridPolygon) -> Territory {
    Territory {
        controller: controller.to_owned(),
        polygons: vec![polygon],
        ..Territory::default()
    }
}

/// A snapshot of bands: controller, west, east.
pub(crate) fn bands(land: &[(&str, f64, f64)]) -> Snapshot {
    let band = |&(controller, west, east): &(&str, f64, f64)| territory(controller, band(west, east));
    Snapshot {
        territories: land.iter().map(band).map(Into::into).collect(),
        ..Snapshot::default()
    }
}

/// A from the meridian `rims[0]` to a front line that runs from south to north, B from there to `rims[1]`.
pub(crate) fn front(line: &[(f64, f64)], rims: [f64; 2]) -> Snapshot {
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
        territories: vec![land("A", rims[0]).into(), land("B", rims[1]).into()],
        ..Snapshot::default()
    }
}
