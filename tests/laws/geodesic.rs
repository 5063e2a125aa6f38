//! Edges that run the shortest way, of hundreds of kilometres and more: results close, and diffs are patches.

use landshift::diff::{Diff, apply};
use landshift::{EdgeModel, ReferenceLayers, Settings, Snapshot, Study, ToleranceSetting};
use landshift_engine::change::Change;
use landshift_engine::measure::{Length, polygon_area};
use landshift_engine::model::{GridPoint, GridPolygon, GridRing, Territory, doubled_area, to_grid};
use proptest::prelude::*;

use crate::patches::reread;
use crate::support::laws;

fn change(before: &Snapshot, after: &Snapshot) -> Change {
    let settings = Settings::default()
        .edges(EdgeModel::Geodesic)
        .tolerance(ToleranceSetting::Fixed(Length::ZERO));
    let snapshots = vec![before.clone(), after.clone()];
    let study = Study::new(snapshots, ReferenceLayers::default(), settings).unwrap();
    study.change(study.overall()).unwrap().change
}

/// A triangle up to 25° wide and 30° high, in any latitude but the poles'.
fn triangle(place: [f64; 2]) -> impl Strategy<Value = GridPolygon> {
    let corner = || (0.0..25.0, 0.0..30.0);
    [corner(), corner(), corner()].prop_filter_map("it encloses nothing", move |corners: [(f64, f64); 3]| {
        let at = |(x, y): (f64, f64)| GridPoint {
            x: to_grid(place[0] + x),
            y: to_grid(place[1] + y),
        };
        let [a, b, c] = corners.map(at);
        let mut ring = vec![a, b, c, a];
        if doubled_area(&ring) < 0 {
            ring.reverse();
        }
        (doubled_area(&ring) != 0).then(|| GridPolygon::new(GridRing::new(ring), vec![]))
    })
}

/// Two that may overlap.
fn triangles() -> impl Strategy<Value = [GridPolygon; 2]> {
    let place = (-180.0..150.0, -88.0..58.0);
    place.prop_flat_map(|(west, south)| [triangle([west, south]), triangle([west, south])])
}

fn snapshot(name: &str, land: GridPolygon) -> Snapshot {
    let territory = Territory {
        controller: name.to_owned(),
        properties: serde_json::json!({"controller": name})
            .as_object()
            .cloned()
            .unwrap_or_default(),
        polygons: vec![land],
        ..Territory::default()
    };
    Snapshot {
        territories: vec![territory.into()],
        ..Snapshot::default()
    }
}

proptest! {
    #![proptest_config(laws(20))]

    #[test]
    fn long_edges_close_and_their_diffs_lead_there_and_back([one, other] in triangles()) {
        let wanted = [&one, &other].map(|land| polygon_area(land, EdgeModel::Geodesic).m2());
        let [before, after] = [snapshot("A", one), snapshot("B", other)];
        let change = change(&before, &after);
        for (place, wanted) in wanted.into_iter().enumerate() {
            let found: f64 = change.transfers.iter().filter(|t| [&t.from, &t.to][place].is_some()).map(|t| t.area.m2()).sum();
            prop_assert!((found / wanted - 1.0).abs() < 1e-7, "{found} {wanted}");
        }
        let diff = reread(&Diff::of(&change));
        let made = apply(before.clone(), &diff).unwrap();
        prop_assert!(self::change(&made, &after).transfers.is_empty());
        let undone = apply(made, &reread(&diff.inverted())).unwrap();
        prop_assert!(self::change(&undone, &before).transfers.is_empty());
    }
}
