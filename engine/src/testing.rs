//! Small cases for unit tests.

use std::sync::Arc;

use crate::Result;
use crate::change::Change;
use crate::measure::Length;
use crate::model::{GridPoint, GridPolygon, GridRing, ReferenceLayers, Snapshot, Territory, to_grid};
use crate::noise::ClassifiedOverlay;
use crate::overlay::{Overlay, Settings, Step, ToleranceSetting};
use crate::progress::Progress;
use crate::series::Series;

/// An overlay with default settings.
pub(crate) fn overlay(snapshots: Vec<Snapshot>) -> Overlay {
    overlay_with(snapshots, ReferenceLayers::default(), &Settings::default())
}

/// An overlay of snapshots with reference layers.
pub(crate) fn overlay_with(
    snapshots: Vec<Snapshot>,
    layers: ReferenceLayers,
    settings: &Settings,
) -> Overlay {
    Overlay::new(
        shared(snapshots),
        Arc::new(layers),
        settings,
        &Progress::default(),
    )
    .unwrap()
}

/// Snapshots as overlays take them.
pub(crate) fn shared(snapshots: Vec<Snapshot>) -> Vec<Arc<Snapshot>> {
    snapshots.into_iter().map(Arc::new).collect()
}

/// An overlay of snapshots with reference layers, classified.
pub(crate) fn classified(
    snapshots: Vec<Snapshot>,
    layers: ReferenceLayers,
    settings: &Settings,
) -> ClassifiedOverlay {
    let (layers, progress) = (Arc::new(layers), Progress::default());
    ClassifiedOverlay::new(shared(snapshots), layers, settings, &progress).unwrap()
}

/// The change between two snapshots; pieces narrower than `tolerance_m` metres are noise.
pub(crate) fn change(before: Snapshot, after: Snapshot, tolerance_m: f64) -> Change {
    let classified = classified(
        vec![before, after],
        ReferenceLayers::default(),
        &fixed(tolerance_m),
    );
    Change::between(&classified, Step::new(0, 1)).unwrap()
}

/// The series of snapshots, or why there is none.
pub(crate) fn series(snapshots: Vec<Snapshot>, settings: &Settings) -> Result<Series> {
    let nothing = |_: &Overlay, _: &Change| Ok(());
    let (layers, progress) = (Arc::default(), Progress::default());
    let (series, _) = Series::of(&shared(snapshots), &layers, settings, &progress, nothing)?;
    Ok(series)
}

/// Settings with a tolerance in metres.
pub(crate) fn fixed(tolerance_m: f64) -> Settings {
    Settings::default().tolerance(ToleranceSetting::Fixed(Length::from_m(tolerance_m)))
}

/// The polygon of these corners, lon and lat in degrees, counter-clockwise and not closed yet.
pub(crate) fn polygon(corners: &[(f64, f64)]) -> GridPolygon {
    let at = |&(x, y): &(f64, f64)| GridPoint {
        x: to_grid(x),
        y: to_grid(y),
    };
    let ring = corners.iter().chain(&corners[..1]).map(at).collect();
    GridPolygon::new(GridRing::new(ring), vec![])
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
