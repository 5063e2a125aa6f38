//! Closure: proof that the overlay lost and made no land.
//!
//! The signed area of a feature's rings, measured before the overlay, equals the sum over the faces of their area
//! times how often those rings wind around them, whatever the rings' shape. The two sides share no code but the
//! area of a single edge, so noding, faces and labels are all on trial. They differ by what snapping moved.

use std::collections::BTreeMap;

use super::Overlay;
use crate::measure::{Area, SNAPPING_M, polygons_area, polygons_boundary};
use crate::{Error, Result};

/// Largest difference allowed, as a share of the area of all faces.
const BOUND: f64 = 1e-9;

/// The largest difference between a controller's rings and its faces in a snapshot, as a share of all land of the
/// overlay.
///
/// # Errors
///
/// When the difference exceeds the bound: the result would be wrong.
pub(super) fn check(overlay: &Overlay, snapshot: usize) -> Result<f64> {
    let mosaic = overlay.mosaic();
    let all: Area = mosaic.faces().map(|face| mosaic.area(face)).sum();
    let mut faces = faces_by_feature(overlay, snapshot);
    let mut by_controller: BTreeMap<&str, (Area, f64)> = BTreeMap::new();
    for (feature, territory) in overlay.snapshots()[snapshot].territories.iter().enumerate() {
        let rings = polygons_area(&territory.polygons, mosaic.edge_model());
        let sums = by_controller.entry(&territory.controller).or_default();
        sums.0 += rings - faces.remove(&feature).unwrap_or_default();
        sums.1 += polygons_boundary(&territory.polygons, mosaic.edge_model()).m();
    }
    let mut worst = 0.0_f64;
    for (controller, (difference, boundary_m)) in by_controller {
        let allowed = (BOUND * all.m2()).max(SNAPPING_M * boundary_m);
        if difference.m2().abs() > allowed {
            return Err(Error::new(format!(
                "the overlay does not close: {controller} differs by {} m² from its input, {allowed:.3} m² are allowed",
                difference.m2()
            ))
            .file(&overlay.snapshots()[snapshot].name)
            .hint("this is a fault of landshift, not of the data; please report it with the files"));
        }
        worst = worst.max(difference.abs().m2() / all.m2());
    }
    Ok(worst)
}

/// Per feature, the area of the faces times how often its rings wind around them.
fn faces_by_feature(overlay: &Overlay, snapshot: usize) -> BTreeMap<usize, Area> {
    let mosaic = overlay.mosaic();
    let layer = overlay.layer(snapshot);
    let mut areas = mosaic.areas_by(|face| mosaic.label(layer, face));
    for irregular in mosaic.irregular(layer) {
        let area = mosaic.area(irregular.face);
        if let Some(label) = mosaic.label(layer, irregular.face) {
            *areas.entry(label).or_default() -= area;
        }
        for &(feature, winding) in &irregular.windings {
            let wound = Area::from_units(area.units() * i128::from(winding));
            *areas.entry(feature).or_default() += wound;
        }
    }
    areas
}
