//! Closure: proof that the overlay lost and made no land.
//!
//! The signed area of a feature's rings, measured before the overlay, equals the sum over the faces of their area
//! times how often those rings wind around them, whatever the rings' shape. The two sides share no code but the
//! area of a single edge, so noding, faces and labels are all on trial. They differ by what snapping moved.

use std::collections::BTreeMap;

use super::Overlay;
use crate::error::ErrorKind;
use crate::measure::{Area, EdgeModel, snapping_area};
use crate::model::Snapshot;
use crate::{Error, Result};

/// Largest difference allowed, as a share of the area of all faces.
const BOUND: f64 = 1e-9;
/// What to do about a result that does not close.
pub(crate) const OUR_FAULT: &str =
    "this is a fault of landshift, not of the data; please report it with the files";

/// The largest difference between a controller's rings and its faces in a snapshot, as a share of all land of the
/// overlay.
///
/// # Errors
///
/// When the difference exceeds the bound: the result would be wrong.
pub(crate) fn check(overlay: &Overlay, snapshot: usize) -> Result<f64> {
    let mosaic = overlay.mosaic();
    let all: Area = mosaic.faces().map(|face| mosaic.area(face)).sum();
    let faces = faces_by_feature(overlay, snapshot);
    let territories = &overlay.snapshots()[snapshot].territories;
    let mut differences: BTreeMap<&str, Area> = BTreeMap::new();
    for ((territory, rings), faces) in territories.iter().zip(&overlay.input(snapshot).areas).zip(faces) {
        *differences.entry(&territory.controller).or_default() += *rings - faces;
    }
    let mut worst = 0.0_f64;
    for (controller, difference) in differences {
        let allowed_m2 = BOUND * all.m2();
        if difference.m2().abs() > allowed_m2 {
            check_snapping(overlay, snapshot, controller, difference)?;
        }
        worst = worst.max(difference.abs().m2() / all.m2());
    }
    Ok(worst)
}

/// Whether a difference is no more than what snapping to the grid may move along a controller's borders.
fn check_snapping(overlay: &Overlay, snapshot: usize, controller: &str, difference: Area) -> Result<()> {
    let snapshot = &overlay.snapshots()[snapshot];
    let allowed_m2 = snapping_m2(snapshot, controller, overlay.mosaic().edge_model());
    if difference.m2().abs() <= allowed_m2 {
        return Ok(());
    }
    Err(Error::new(format!(
        "the overlay does not close: {controller} differs by {} m² from its input, {allowed_m2:.3} m² are allowed",
        difference.m2()
    ))
    .of_kind(ErrorKind::Internal)
    .in_file(&snapshot.name)
    .with_hint(OUR_FAULT))
}

/// By how much a controller's land in an overlay may differ from its rings, where `all` is the overlay's land.
pub(crate) fn allowed_m2(snapshot: &Snapshot, controller: &str, all: Area, edges: EdgeModel) -> f64 {
    bound_m2(snapping_m2(snapshot, controller, edges), all)
}

/// By how much land may differ from its rings, of which snapping may move so much, where `all` is all land.
pub(crate) fn bound_m2(snapping_m2: f64, all: Area) -> f64 {
    snapping_m2.max(BOUND * all.m2())
}

/// What snapping to the grid may move along a controller's borders.
fn snapping_m2(snapshot: &Snapshot, controller: &str, edges: EdgeModel) -> f64 {
    let own = snapshot.territories.iter().filter(|t| t.controller == controller);
    snapping_area(own.flat_map(|territory| &territory.polygons), edges).m2()
}

/// Per feature, the area of the faces times how often its rings wind around them.
fn faces_by_feature(overlay: &Overlay, snapshot: usize) -> Vec<Area> {
    let mosaic = overlay.mosaic();
    let layer = overlay.layer(snapshot);
    let mut areas = vec![Area::ZERO; overlay.snapshots()[snapshot].territories.len()];
    for face in mosaic.faces() {
        if let Some(feature) = mosaic.label(layer, face) {
            areas[feature] += mosaic.area(face);
        }
    }
    for irregular in mosaic.irregular(layer) {
        let area = mosaic.area(irregular.face);
        if let Some(label) = mosaic.label(layer, irregular.face) {
            areas[label] -= area;
        }
        for &(feature, winding) in &irregular.windings {
            areas[feature] += Area::from_units(area.units() * i128::from(winding));
        }
    }
    areas
}
