//! Small cases for unit tests.

mod cases;
mod random;

pub(crate) use cases::{change, classified, fixed, overlay, polygon, shared};
pub(crate) use random::random;

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
