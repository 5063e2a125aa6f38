//! Edges that run the shortest way, made ready for an overlay, which works in longitude and latitude.

use std::borrow::Cow;
use std::sync::Arc;

use crate::Result;
use crate::measure::{EdgeModel, along_geodesics, count, polygons_boundary};
use crate::memory;
use crate::model::{GridPoint, GridPolygon, ReferenceLayers, Snapshot};
use crate::parallel::prelude::*;

/// How far apart, in metres, positions along a long edge are at the most.
const PART_M: f64 = 10_000.0;

/// The snapshots and the layers beside them with [positions along their edges](along_geodesics). Others are not touched.
///
/// # Errors
///
/// When memory does not suffice.
pub fn with_edges_as(
    edges: EdgeModel,
    snapshots: &mut [Arc<Snapshot>],
    layers: &mut ReferenceLayers,
) -> Result<()> {
    if edges == EdgeModel::StraightLonLat {
        return Ok(());
    }
    let followed: Result<Vec<()>> = snapshots.par_iter_mut().map(follow_snapshot).collect();
    followed?;
    let ReferenceLayers {
        units,
        claims,
        rest,
        within,
        frame,
        ..
    } = layers;
    let rest = rest.iter_mut().map(|rest| &mut rest.land);
    let features = [units]
        .into_iter()
        .chain(rest)
        .flat_map(|layer| &mut layer.features);
    let land = features.map(|feature| &mut feature.geometry.polygons);
    let claims = claims.sovereigns.iter_mut().map(|claim| &mut claim.polygons);
    let parts = [within, frame]
        .into_iter()
        .flatten()
        .map(|part| &mut part.polygons);
    land.chain(claims).chain(parts).try_for_each(follow)
}

fn follow_snapshot(snapshot: &mut Arc<Snapshot>) -> Result<()> {
    for place in 0..snapshot.territories.len() {
        let mut polygons = snapshot.territories[place].polygons.clone();
        follow(&mut polygons)?;
        if polygons != snapshot.territories[place].polygons {
            let territory = &mut Arc::make_mut(snapshot).territories[place];
            Arc::make_mut(territory).polygons = polygons;
        }
    }
    Ok(())
}

fn follow(polygons: &mut Vec<GridPolygon>) -> Result<()> {
    let positions = (polygons_boundary(polygons, EdgeModel::Geodesic).m() / PART_M) as u64;
    let bytes = positions * size_of::<GridPoint>() as u64;
    memory::require(bytes, || {
        format!("parting edges at {} positions", count(positions))
    })?;
    for polygon in polygons {
        if let Cow::Owned(parted) = along_geodesics(polygon) {
            *polygon = parted;
        }
    }
    Ok(())
}
