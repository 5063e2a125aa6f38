//! Inputs that lie elsewhere: as where longitude and latitude are swapped in one of them.

use std::sync::Arc;

use super::remark::Remark;
use crate::model::{GridPoint, GridPolygon, Layer, ReferenceLayers, Snapshot};
use crate::parallel::prelude::*;

/// The least and the greatest longitude and latitude of something.
type Extent = [GridPoint; 2];

/// The first snapshot whose land is nowhere near that of the one before it, and all layers of which nothing is near that of any.
pub(super) fn remarks(snapshots: &[Arc<Snapshot>], layers: &ReferenceLayers) -> Vec<Remark> {
    let extents: Vec<Option<Extent>> = snapshots
        .par_iter()
        .map(|snapshot| of_polygons(snapshot.territories.iter().flat_map(|t| &t.polygons)))
        .collect();
    let all = joined(extents.iter().copied().flatten());
    let known: Vec<(&Arc<Snapshot>, Extent)> = snapshots
        .iter()
        .zip(extents)
        .filter_map(|(snapshot, extent)| Some((snapshot, extent?)))
        .collect();
    let apart = known.windows(2).find(|pair| !meet(pair[0].1, pair[1].1));
    let apart = apart.map(|pair| Remark::Elsewhere {
        name: pair[1].0.name.clone(),
        other: pair[0].0.name.clone(),
    });
    let of_layer = |(name, extent): (&str, Option<Extent>)| {
        let is_elsewhere = all.zip(extent).is_some_and(|(all, extent)| !meet(all, extent));
        is_elsewhere.then(|| Remark::Elsewhere {
            name: name.to_owned(),
            other: "the snapshots".to_owned(),
        })
    };
    let named = of_layers(layers).into_iter().filter_map(of_layer);
    apart.into_iter().chain(named).collect()
}

fn of_layers(layers: &ReferenceLayers) -> Vec<(&str, Option<Extent>)> {
    let polygons = |layer: &Layer| of_polygons(layer.features.iter().flat_map(|f| &f.geometry.polygons));
    let points = |layer: &Layer| of_points(layer.features.iter().flat_map(|f| &f.geometry.points));
    let claims = &layers.claims;
    let claimed = claims.sovereigns.iter().flat_map(|claim| &claim.polygons);
    let mut named = vec![
        (layers.units.name.as_str(), polygons(&layers.units)),
        (layers.places.name.as_str(), points(&layers.places)),
        (claims.name.as_str(), of_polygons(claimed)),
    ];
    named.extend(
        layers
            .rest
            .iter()
            .map(|rest| (rest.land.name.as_str(), polygons(&rest.land))),
    );
    named
}

fn of_polygons<'a>(polygons: impl Iterator<Item = &'a GridPolygon>) -> Option<Extent> {
    of_points(polygons.flat_map(|polygon| &polygon.exterior().0))
}

fn of_points<'a>(points: impl Iterator<Item = &'a GridPoint>) -> Option<Extent> {
    joined(points.map(|&point| [point; 2]))
}

fn joined(extents: impl Iterator<Item = Extent>) -> Option<Extent> {
    extents.reduce(|[low, high], [l, h]| {
        let low = GridPoint {
            x: low.x.min(l.x),
            y: low.y.min(l.y),
        };
        let high = GridPoint {
            x: high.x.max(h.x),
            y: high.y.max(h.y),
        };
        [low, high]
    })
}

fn meet([low, high]: Extent, [l, h]: Extent) -> bool {
    low.x <= h.x && l.x <= high.x && low.y <= h.y && l.y <= high.y
}
