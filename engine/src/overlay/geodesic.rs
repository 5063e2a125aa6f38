//! Edges that run the shortest way, made ready for an overlay, which works in longitude and latitude.

use std::borrow::Cow;
use std::sync::Arc;

use crate::Result;
use crate::measure::{EdgeModel, along_geodesics, count, polygons_boundary};
use crate::memory;
use crate::model::{GridPoint, GridPolygon, Snapshot};
use crate::parallel::prelude::*;

/// How far apart, in metres, positions along a long edge are at the most.
const PART_M: f64 = 10_000.0;

/// Has snapshots and land beside them follow edges of this model: with [positions along them](along_geodesics) where they run
/// the shortest way. What has none to add is not touched.
///
/// # Errors
///
/// When memory does not suffice.
pub fn follow_edges<'a>(
    edges: EdgeModel,
    snapshots: &mut [Arc<Snapshot>],
    mut land: impl Iterator<Item = &'a mut Vec<GridPolygon>>,
) -> Result<()> {
    if edges == EdgeModel::StraightLonLat {
        return Ok(());
    }
    let followed: Result<Vec<()>> = snapshots.par_iter_mut().map(follow_in_snapshot).collect();
    followed?;
    land.try_for_each(|polygons| {
        if let Some(parted) = parted(polygons)? {
            *polygons = parted;
        }
        Ok(())
    })
}

fn follow_in_snapshot(snapshot: &mut Arc<Snapshot>) -> Result<()> {
    for place in 0..snapshot.territories.len() {
        if let Some(parted) = parted(&snapshot.territories[place].polygons)? {
            let territory = &mut Arc::make_mut(snapshot).territories[place];
            Arc::make_mut(territory).polygons = parted;
        }
    }
    Ok(())
}

/// Polygons whose edges run the shortest way with positions along them; none where there are none to add.
fn parted(polygons: &[GridPolygon]) -> Result<Option<Vec<GridPolygon>>> {
    let positions = (polygons_boundary(polygons, EdgeModel::Geodesic).m() / PART_M) as u64;
    let bytes = positions * size_of::<GridPoint>() as u64;
    memory::require(bytes, || {
        format!("parting edges at {} positions", count(positions))
    })?;
    let parted: Vec<Cow<GridPolygon>> = polygons.iter().map(along_geodesics).collect();
    let is_parted = parted.iter().any(|polygon| matches!(polygon, Cow::Owned(_)));
    Ok(is_parted.then(|| parted.into_iter().map(Cow::into_owned).collect()))
}
