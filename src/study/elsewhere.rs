//! Inputs that lie elsewhere: as where longitude and latitude are swapped in one of them.

use std::sync::Arc;

use super::remark::Remark;
use crate::model::{GridPoint, Layer, ReferenceLayers, Snapshot, reach};
use crate::parallel::prelude::*;

/// The least and the greatest longitude and latitude of something.
type Extent = [GridPoint; 2];

/// The first snapshot whose land is nowhere near that of the one before it, and all layers of which nothing is near that of any.
pub(super) fn remarks(snapshots: &[Arc<Snapshot>], layers: &ReferenceLayers) -> Vec<Remark> {
    let extents: Vec<Option<Extent>> = snapshots
        .par_iter()
        .map(|snapshot| reach(snapshot.territories.iter().flat_map(|t| &t.polygons)))
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
    let polygons = |layer: &Layer| reach(layer.features.iter().flat_map(|f| &f.geometry.polygons));
    let points = |layer: &Layer| of_points(layer.features.iter().flat_map(|f| &f.geometry.points));
    let claims = &layers.claims;
    let claimed = claims.sovereigns.iter().flat_map(|claim| &claim.polygons);
    let mut named = vec![
        (layers.units.name.as_str(), polygons(&layers.units)),
        (layers.places.name.as_str(), points(&layers.places)),
        (claims.name.as_str(), reach(claimed)),
    ];
    named.extend(
        layers
            .rest
            .iter()
            .map(|rest| (rest.land.name.as_str(), polygons(&rest.land))),
    );
    named
}

/// A layer of what lies around, if none of its land is on a map of the snapshots, which shows no more around their land than that is
/// wide and high.
pub(super) fn off_map(layer: &Layer, snapshots: &[Arc<Snapshot>]) -> Option<Remark> {
    let territories = snapshots.iter().flat_map(|snapshot| &snapshot.territories);
    let [low, high] = reach(territories.flat_map(|territory| &territory.polygons))?;
    let (width, height) = (high.x - low.x, high.y - low.y);
    let around = |p: GridPoint, sign: i64| GridPoint {
        x: p.x + sign * width,
        y: p.y + sign * height,
    };
    let shown = [around(low, -1), around(high, 1)];
    let land = layer.features.iter().flat_map(|f| &f.geometry.polygons);
    let mut extents = land.filter_map(|polygon| reach([polygon])).peekable();
    extents.peek()?;
    let is_off = !extents.any(|extent| meet(shown, extent));
    is_off.then(|| Remark::Elsewhere {
        name: layer.name.clone(),
        other: "the snapshots".to_owned(),
    })
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
