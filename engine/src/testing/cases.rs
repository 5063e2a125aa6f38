//! Small cases for unit tests of both packages.

use std::sync::Arc;

use crate::change::Change;
use crate::measure::Length;
use crate::model::{GridPoint, GridPolygon, GridRing, ReferenceLayers, Snapshot, to_grid};
use crate::noise::ClassifiedOverlay;
use crate::overlay::{Overlay, Settings, Step, ToleranceSetting};
use crate::progress::Progress;

/// An overlay with default settings.
pub(crate) fn overlay(snapshots: Vec<Snapshot>) -> Overlay {
    let (settings, progress) = (Settings::default(), Progress::default());
    Overlay::new(shared(snapshots), Arc::default(), &settings, &progress).unwrap()
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
    Change::between(&classified, Step::overall(2)).unwrap()
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
