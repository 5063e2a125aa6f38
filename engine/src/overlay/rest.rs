//! The land that snapshots leave out, as territories of who holds it.
//!
//! It is cut out of the faces of a mosaic, so that it and the snapshot share their borders position by position: no land is
//! lost or doubled between them.

use std::sync::Arc;

use serde_json::Map;

use crate::Result;
use crate::measure::EdgeModel;
use crate::model::{Completed, GridPolygon, RestOfLand, Snapshot, Territory};
use crate::mosaic::Builder;
use crate::parallel::prelude::*;
use crate::progress::Progress;

/// So many snapshots at most are put together in one mosaic.
const AT_ONCE: usize = 8;

/// The snapshots, each with all land in question that it leaves out as a territory of its own.
///
/// # Errors
///
/// When the observer asks for the work to stop.
pub fn completed(
    snapshots: &[Arc<Snapshot>],
    rest: &RestOfLand,
    progress: &Progress,
) -> Result<Vec<Arc<Snapshot>>> {
    progress.stage("adding the rest of the land")?;
    let land = if rest.land.features.is_empty() {
        let all = snapshots
            .iter()
            .map(|snapshot| polygons(snapshot).cloned().collect());
        united(all.collect())
    } else {
        let stated = rest.land.features.iter().flat_map(|f| &f.geometry.polygons);
        stated.cloned().collect()
    };
    let complete = |snapshot: &Arc<Snapshot>| {
        progress.stage("adding the rest of the land")?;
        let Divided { own, left_out } = divided(&land, snapshot);
        if left_out.is_empty() {
            return Ok(Arc::clone(snapshot));
        }
        let read = Arc::clone(snapshot);
        let mut snapshot = Snapshot::clone(snapshot);
        for (territory, polygons) in snapshot.territories.iter_mut().zip(own.into_iter().flatten()) {
            Arc::make_mut(territory).polygons = polygons;
        }
        let territory = Territory {
            controller: rest.name.clone(),
            properties: Map::from_iter([("controller".to_owned(), rest.name.clone().into())]),
            polygons: left_out,
            ..Territory::default()
        };
        let added = snapshot.territories.len();
        snapshot.territories.push(territory.into());
        snapshot.completed = Some(Completed { read, added });
        Ok(Arc::new(snapshot))
    };
    let completed: Vec<Result<Arc<Snapshot>>> = snapshots.par_iter().map(complete).collect();
    completed.into_iter().collect()
}

fn polygons(snapshot: &Snapshot) -> impl Iterator<Item = &GridPolygon> {
    snapshot
        .territories
        .iter()
        .flat_map(|territory| &territory.polygons)
}

/// The land that any of several covers; it may still overlap where there are none or one.
fn united(mut parts: Vec<Vec<GridPolygon>>) -> Vec<GridPolygon> {
    while parts.len() > 1 {
        let united: Vec<Vec<GridPolygon>> = parts.par_chunks(AT_ONCE).map(union).collect();
        parts = united;
    }
    parts.pop().unwrap_or_default()
}

fn union(parts: &[Vec<GridPolygon>]) -> Vec<GridPolygon> {
    let mut builder = Builder::new(EdgeModel::default());
    let layers: Vec<_> = parts.iter().map(|part| builder.land([part.as_slice()])).collect();
    let mosaic = builder.build();
    let is_covered = |face| layers.iter().any(|&layer| mosaic.label(layer, face).is_some());
    mosaic
        .dissolve(|face| is_covered(face).then_some(()))
        .remove(&())
        .unwrap_or_default()
}

/// Some land, by who has it in a snapshot.
struct Divided {
    /// By territory; none where territories overlap, or wind about land more than once: that they do is told later.
    own: Option<Vec<Vec<GridPolygon>>>,
    /// What the snapshot leaves out.
    left_out: Vec<GridPolygon>,
}

/// Whose land it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    /// That of the territory at this place.
    Own(usize),
    LeftOut,
}

/// Divides land between a snapshot's territories and what it leaves out. Where they meet, both follow the same bent lines;
/// a snapshot of which the one did and the other did not would be noded anew wherever it is overlaid.
fn divided(land: &[GridPolygon], snapshot: &Snapshot) -> Divided {
    let mut builder = Builder::new(EdgeModel::default());
    let all = builder.land([land]);
    let held = builder.land(snapshot.territories.iter().map(|t| t.polygons.as_slice()));
    let mosaic = builder.build();
    let is_regular = mosaic.irregular(held).next().is_none();
    let mut parts = mosaic.dissolve(|face| match mosaic.label(held, face) {
        Some(place) => is_regular.then_some(Part::Own(place)),
        None => mosaic.label(all, face).map(|_| Part::LeftOut),
    });
    let left_out = parts.remove(&Part::LeftOut).unwrap_or_default();
    let places = 0..snapshot.territories.len();
    let own = is_regular.then(|| {
        places
            .map(|place| parts.remove(&Part::Own(place)).unwrap_or_default())
            .collect()
    });
    Divided { own, left_out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Area, polygons_area};
    use crate::model::{Feature, Geometry, GridPoint, GridRing, Layer, to_grid};
    use crate::testing::{band, bands, shared};

    /// What everyone holds in each snapshot, in squares of a degree.
    fn held(snapshots: Vec<Snapshot>, land: Layer) -> Vec<Vec<(String, f64)>> {
        let rest = RestOfLand {
            name: "Ukraine".into(),
            land,
        };
        let square = polygons_area(&[band(0.0, 1.0)], EdgeModel::default());
        let squares = |area: Area| (area.m2() / square.m2() * 1e6).round() / 1e6;
        let completed = completed(&shared(snapshots), &rest, &Progress::default()).unwrap();
        let territory = |t: &Arc<Territory>| {
            (
                t.controller.clone(),
                squares(polygons_area(&t.polygons, EdgeModel::default())),
            )
        };
        completed
            .iter()
            .map(|s| s.territories.iter().map(territory).collect())
            .collect()
    }

    fn row(rows: &[(&str, f64)]) -> Vec<(String, f64)> {
        rows.iter()
            .map(|(name, area)| ((*name).to_owned(), *area))
            .collect()
    }

    #[test]
    fn the_rest_is_what_any_snapshot_covers_and_this_one_does_not() {
        let outlines = [3.0, 1.0, 4.0]
            .map(|east| bands(&[("Russia", 0.0, east)]))
            .to_vec();
        assert_eq!(
            held(outlines, Layer::default()),
            [
                row(&[("Russia", 3.0), ("Ukraine", 1.0)]),
                row(&[("Russia", 1.0), ("Ukraine", 3.0)]),
                row(&[("Russia", 4.0)]),
            ]
        );
        // More than are put together at once.
        let many: Vec<Snapshot> = (1..=30)
            .map(|n| bands(&[("Russia", 0.0, f64::from(n) / 10.0)]))
            .collect();
        assert_eq!(
            held(many, Layer::default())[9],
            row(&[("Russia", 1.0), ("Ukraine", 2.0)])
        );
    }

    #[test]
    fn a_snapshot_follows_the_same_lines_as_what_it_leaves_out() {
        let thirds = |west: i32| {
            let corners = [(0, 0), (7, 1 + west), (6, 8 - west)].map(|(x, y)| GridPoint {
                x: to_grid(f64::from(x + west) / 3.0),
                y: to_grid(f64::from(y) / 3.0),
            });
            let ring = GridRing::new([&corners[..], &corners[..1]].concat());
            vec![GridPolygon::new(ring, vec![])]
        };
        let outline = |west| {
            let mut snapshot = bands(&[("Russia", 0.0, 1.0)]);
            Arc::make_mut(&mut snapshot.territories[0]).polygons = thirds(west);
            snapshot
        };
        let rest = RestOfLand {
            name: "Ukraine".into(),
            land: Layer::default(),
        };
        let snapshots = shared(vec![outline(0), outline(1), outline(2)]);
        for snapshot in completed(&snapshots, &rest, &Progress::default()).unwrap() {
            let mut builder = Builder::new(EdgeModel::default());
            let layer = builder.land(snapshot.territories.iter().map(|t| t.polygons.as_slice()));
            let mosaic = builder.build();
            assert!(snapshot.territories.len() == 2 && !mosaic.is_tangled(layer));
            assert!(mosaic.irregular(layer).next().is_none());
        }
    }

    #[test]
    fn land_that_is_stated_is_all_there_is() {
        let geometry = Geometry {
            polygons: vec![band(-1.0, 2.0)],
            ..Geometry::default()
        };
        let land = Layer {
            features: vec![Feature {
                geometry,
                ..Feature::default()
            }],
            ..Layer::default()
        };
        let outlines = vec![
            bands(&[("Russia", 0.0, 1.0), ("Ukraine", 1.0, 1.5)]),
            bands(&[("Russia", 0.0, 3.0)]),
        ];
        assert_eq!(
            held(outlines, land),
            [
                row(&[("Russia", 1.0), ("Ukraine", 0.5), ("Ukraine", 1.5)]),
                row(&[("Russia", 3.0), ("Ukraine", 1.0)]),
            ]
        );
    }
}
