//! A changed piece that is wide in one place and a thread elsewhere is change there and noise here; no land is lost.

use landshift_engine::math::cos;
use std::sync::Arc;

use geo::Buffer;
use landshift::diff::{Diff, apply};
use landshift::{ReferenceLayers, Result, Settings, Snapshot};
use landshift_engine::change::Change;
use landshift_engine::measure::{Area, EdgeModel, LocalPlane, polygon_area, snapping_area};
use landshift_engine::model::{GridPoint, GridPolygon, GridRing, Territory, to_grid};
use landshift_engine::overlay::Overlay;
use landshift_engine::progress::Progress;
use proptest::prelude::*;

use crate::series::snapshot;
use crate::support::scenes::{self, wide_frame};
use crate::support::{laws, study_of_pair};

const STRAIGHT: EdgeModel = EdgeModel::StraightLonLat;

fn opened(before: &Snapshot, after: &Snapshot, tolerance_m: f64) -> Result<Change> {
    let study = study_of_pair(before, after, tolerance_m);
    Ok(study.change(study.overall())?.change)
}

/// The changed land of an overlay in which nothing is cut, piece by piece: its holders before and after, its area and
/// its shape.
fn uncut(before: &Snapshot, after: &Snapshot) -> Vec<([Option<String>; 2], Area, GridPolygon)> {
    let snapshots = [before, after].map(|snapshot| Arc::new(snapshot.clone()));
    let layers = Arc::new(ReferenceLayers::default());
    let overlay = Overlay::new(
        snapshots.to_vec(),
        layers,
        &Settings::default(),
        &Progress::default(),
    );
    let overlay = overlay.unwrap();
    let pieces = overlay.mosaic().pieces(|face| {
        let holders = [0, 1].map(|snapshot| overlay.controller(snapshot, face).map(str::to_owned));
        (holders[0] != holders[1]).then_some(holders)
    });
    let pieces = pieces.into_iter();
    pieces
        .map(|piece| (piece.key, piece.area, piece.polygon))
        .collect()
}

/// Whether a circle of this diameter fits into a piece.
fn is_wide(piece: &GridPolygon, diameter_m: f64) -> bool {
    let plane = LocalPlane::around(piece.exterior().0.iter().copied());
    let flat = plane.and_then(|plane| plane.polygon_to_plane(piece));
    flat.is_ok_and(|flat| !flat.buffer(-diameter_m / 2.0).0.is_empty())
}

/// The land goes from A to B.
fn handed_over(land: &GridPolygon) -> [Snapshot; 2] {
    ["A", "B"].map(|controller| Snapshot {
        territories: vec![
            Territory {
                controller: controller.to_owned(),
                polygons: vec![land.clone()],
                ..Territory::default()
            }
            .into(),
        ],
        ..Snapshot::default()
    })
}

/// A place to draw at, in metres east and north of it.
#[derive(Debug, Clone, Copy)]
struct Place {
    lon: f64,
    lat: f64,
}

impl Place {
    /// Counter-clockwise corners.
    fn polygon(self, corners: &[(f64, f64)]) -> GridPolygon {
        const DEGREE_M: f64 = 111_320.0;
        let at = |&(east, north): &(f64, f64)| GridPoint {
            x: to_grid(self.lon + east / DEGREE_M / cos(self.lat.to_radians())),
            y: to_grid(self.lat + north / DEGREE_M),
        };
        GridPolygon::new(
            GridRing::new(corners.iter().chain(&corners[..1]).map(at).collect()),
            vec![],
        )
    }
}

/// Anywhere, and close to the map's edge at 180°.
fn place() -> impl Strategy<Value = Place> {
    let lon = prop_oneof![-180.0..170.0_f64, 179.6..179.7_f64];
    (lon, -60.0..60.0_f64).prop_map(|(lon, lat)| Place { lon, lat })
}

/// The areas of change and of noise.
fn sorted(change: &Change) -> [Vec<Area>; 2] {
    [false, true].map(|noise| {
        let pieces = change.transfers.iter().filter(|t| t.noise == noise);
        pieces.map(|t| t.area).collect()
    })
}

fn near(one: Area, other: Area) -> bool {
    // Positions are rounded to 0.1 mm, and cuts are square to one side of a thread that is not quite as wide all along.
    (one - other).m2().abs() < 1e-3 * one.m2().abs()
}

proptest! {
    #![proptest_config(laws(150))]

    #[test]
    fn a_thread_is_noise_and_what_it_hangs_on_is_change(
        place in place(),
        tolerance_m in 200.0..900.0_f64,
        (width, height) in (1.9..8.0_f64, 1.9..8.0_f64),
        (length, thickness) in (1.3..10.0_f64, 0.05..0.9_f64),
        along in 0.0..1.0_f64,
    ) {
        let [width, height, length, thickness] = [width, height, length, thickness].map(|n| n * tolerance_m);
        let (low, end) = (along * (height - thickness), width + length);
        let high = low + thickness;
        let block = place.polygon(&[(0., 0.), (width, 0.), (width, height), (0., height)]);
        let both = place.polygon(&[
            (0., 0.), (width, 0.), (width, low), (end, low), (end, high), (width, high), (width, height), (0., height),
        ]);
        let [before, after] = handed_over(&both);
        let change = opened(&before, &after, tolerance_m).unwrap();
        let [real, noise] = sorted(&change);
        prop_assert_eq!((real.len(), noise.len()), (1, 1));
        prop_assert!(near(real[0], polygon_area(&block, STRAIGHT)), "{:?}", real);
        let whole = change.changes().map(|t| t.area).sum::<Area>();
        prop_assert_eq!(whole, real[0] + noise[0]);
        prop_assert!((whole - polygon_area(&both, STRAIGHT)).m2().abs() <= snapping_area([&both], STRAIGHT).m2());
        prop_assert_eq!(apply(before, &Diff::of(&change)).unwrap().content_hash(), after.content_hash());
    }

    #[test]
    fn rectangles_and_triangles_are_whole(
        place in place(),
        tolerance_m in 50.0..900.0_f64,
        (width, height) in (0.1..40.0_f64, 0.1..40.0_f64),
        apex in -20.0..40.0_f64,
    ) {
        let [width, height, apex] = [width, height, apex].map(|n| n * tolerance_m);
        let rectangle = [(0., 0.), (width, 0.), (width, height), (0., height)];
        for corners in [&rectangle[..], &[(0., 0.), (width, 0.), (apex, height)]] {
            let [before, after] = handed_over(&place.polygon(corners));
            prop_assert_eq!(opened(&before, &after, tolerance_m).unwrap().transfers.len(), 1);
        }
    }
}

proptest! {
    #![proptest_config(laws(100))]

    #[test]
    fn no_land_is_lost_and_the_other_way_round_is_the_same(
        (a, b) in wide_frame().prop_flat_map(|f| (scenes::cells(Just(f)), scenes::cells(Just(f)))),
        tolerance_m in 10.0..20_000.0_f64,
    ) {
        let [before, after] = [snapshot(0, &a), snapshot(1, &b)];
        let there = opened(&before, &after, tolerance_m).unwrap();
        let [real, noise] = sorted(&there).map(|pieces| pieces.into_iter().sum::<Area>());
        prop_assert_eq!(real + noise, there.changes().map(|t| t.area).sum());
        prop_assert_eq!(noise, there.changes().map(|t| t.noise).sum());
        // Compared with one in which nothing is cut: more noise, the same land but for what snapping moves.
        let plain = opened(&before, &after, 0.0).unwrap();
        let land = [&before, &after].map(|s| s.territories.iter().flat_map(|t| &t.polygons));
        let moved = land.map(|polygons| snapping_area(polygons, STRAIGHT).m2()).iter().sum::<f64>();
        for (one, other) in there.controllers.iter().zip(&plain.controllers) {
            prop_assert!((one.gained - other.gained).m2().abs() <= moved);
        }
        let wide = plain.transfers.iter().filter(|t| is_wide(&t.polygon, tolerance_m));
        prop_assert!(there.changed_area().m2() <= wide.map(|t| t.area).sum::<Area>().m2() + moved);
        let back = opened(&after, &before, tolerance_m).unwrap();
        let areas = |change: &Change| sorted(change).map(|mut pieces| { pieces.sort_unstable(); pieces });
        prop_assert_eq!(areas(&there), areas(&back));
        // The diff is a patch all the same.
        let made = apply(before.clone(), &Diff::of(&there)).unwrap();
        let strays = opened(&made, &after, 0.0).unwrap().changes().map(|t| t.area).sum::<Area>();
        prop_assert!(strays.m2() <= moved, "{} m² of {moved}", strays.m2());
    }

    #[test]
    fn without_a_tolerance_nothing_is_cut(
        (a, b) in wide_frame().prop_flat_map(|f| (scenes::cells(Just(f)), scenes::cells(Just(f)))),
    ) {
        let [before, after] = [snapshot(0, &a), snapshot(1, &b)];
        let change = opened(&before, &after, 0.0).unwrap();
        let pieces = change.transfers.iter().map(|t| {
            let name = |holder: &Option<Arc<str>>| holder.as_deref().map(str::to_owned);
            ([name(&t.from), name(&t.to)], t.area, t.polygon.clone())
        });
        prop_assert_eq!(pieces.collect::<Vec<_>>(), uncut(&before, &after));
        prop_assert!(change.transfers.iter().all(|t| !t.noise));
    }
}
