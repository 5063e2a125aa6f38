//! Laws that the mosaic keeps, whatever the layers: sums that are exact, labels that agree with a plain
//! point-in-polygon test, edges that meet at their ends only, polygons that are valid.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod agreement;
mod alignment;
mod cases;
mod check;
mod claims;
mod exact;
mod fix;
mod fronts;
mod geodesic;
#[path = "../mending/mod.rs"]
mod mending;
mod opening;
mod patch;
#[path = "../patches/mod.rs"]
mod patches;
mod series;
mod support;
mod tiles;

use check::*;
use geo::{Area as _, BooleanOps};
use landshift_engine::measure::{EdgeModel, polygons_area};
use proptest::prelude::*;
use std::collections::BTreeMap;
use support::oracle::{self, doubled_areas};
use support::scenes::{self, Cells, Dice, Frame, any_layers, normal, wide_frame};
use support::{Layer, covered, laws, mosaic};

// The laws -----------------------------------------------------------------------------------------------------------

proptest! {
    #![proptest_config(laws(150))]

    #[test]
    fn parts_add_up_to_wholes_exactly(layers in any_layers()) {
        check_sums(&layers, STRAIGHT);
        check_sums(&layers, EdgeModel::Geodesic);
    }

    #[test]
    fn rings_enclose_what_their_faces_hold(layers in any_layers()) {
        check_closure(&layers);
    }

    #[test]
    fn labels_are_what_a_point_in_polygon_test_says(layers in any_layers(), seed: u64) {
        check_labels(&layers, seed);
    }

    #[test]
    fn edges_meet_at_ends_only(layers in any_layers()) {
        check_noding(&layers);
    }

    #[test]
    fn dissolved_land_laid_out_again_is_the_same(layers in any_layers()) {
        check_idempotence(&layers);
    }

    #[test]
    fn dissolved_polygons_are_valid_and_tile(layers in any_layers()) {
        check_polygons(&layers);
    }

    #[test]
    fn swapping_layers_transposes(layers in any_layers()) {
        check_swap(&layers);
    }

    #[test]
    fn the_order_of_vertices_holes_and_polygons_means_nothing(layers in any_layers(), seed: u64) {
        check_retelling(&layers, seed);
    }
}

proptest! {
    #![proptest_config(laws(40))]

    /// Without overlaps, labels follow features wherever they stand in their layer.
    #[test]
    fn the_order_of_features_means_nothing(
        cells in scenes::cells(wide_frame()),
        others in wide_frame().prop_flat_map(scenes::layers_in),
    ) {
        let layer = cells.layer();
        let reversed: Layer = layer.iter().rev().cloned().collect();
        let with = |layer: Layer| {
            let mut layers = vec![layer];
            layers.extend(others.iter().cloned());
            let (mosaic, ids) = mosaic(&layers);
            mosaic.areas_by(|face| mosaic.label(ids[0], face))
        };
        let last = layer.len() - 1;
        let turned: BTreeMap<_, _> = with(reversed).into_iter().map(|(i, area)| (last - i, area)).collect();
        // Slivers between cells that a foreign edge pulled apart are no overlap: each still has one holder.
        prop_assert_eq!(with(layer), turned);
    }

    /// A coverage laid out alone is measured as its rings are, exactly; so it is beside a layer with the same cells.
    #[test]
    fn an_uncut_coverage_measures_as_its_rings(cells in scenes::cells(wide_frame())) {
        let layer = cells.layer();
        let coarser: Layer = layer.chunks(2).map(<[_]>::concat).collect();
        for layers in [vec![layer.clone()], vec![layer.clone(), coarser]] {
            let (mosaic, ids) = mosaic(&layers);
            for (&id, layer) in ids.iter().zip(&layers) {
                let areas = mosaic.areas_by(|face| mosaic.label(id, face));
                for (i, feature) in layer.iter().enumerate() {
                    let measured = areas.get(&i).copied().unwrap_or_default();
                    prop_assert_eq!(measured, polygons_area(feature, STRAIGHT));
                }
                prop_assert_eq!(mosaic.overlaps(id).count(), 0);
            }
        }
    }

    /// Cut by foreign layers, a coverage keeps its areas but for what snapping moves.
    #[test]
    fn a_cut_coverage_measures_as_its_rings_but_for_snapping(
        (cells, others) in wide_frame().prop_flat_map(|f| (scenes::cells(Just(f)), scenes::layers_in(f))),
    ) {
        let mut layers = vec![cells.layer()];
        layers.extend(others);
        let (mosaic, ids) = mosaic(&layers);
        let areas = mosaic.areas_by(|face| mosaic.label(ids[0], face));
        let land = mosaic.dissolve(|face| mosaic.label(ids[0], face));
        for (i, feature) in layers[0].iter().enumerate() {
            let measured = areas.get(&i).copied().unwrap_or_default();
            let snapped = land.get(&i).map_or(&[][..], Vec::as_slice);
            let moved = (doubled_areas(snapped) - doubled_areas(feature)).abs() as f64 / 2.0;
            prop_assert!(moved <= snapping_bound(feature), "{} > {}", moved, snapping_bound(feature));
            let difference = (measured - polygons_area(feature, STRAIGHT)).abs();
            let bound = area_bound(feature, mosaic.sides().len());
            prop_assert!(difference <= bound, "{:?} > {:?}", difference, bound);
        }
    }
}

fn spokes() -> impl Strategy<Value = (Vec<i64>, i64)> {
    (prop::collection::vec(20..100_i64, 5..40), 1..2_000_000_i64)
        .prop_map(|(spokes, scale)| (spokes.iter().map(|s| s * scale).collect(), scale))
}

proptest! {
    #![proptest_config(laws(3000))]

    /// The areas of two valid polygons' pieces, against the boolean operations of `geo`.
    ///
    /// Those round to a grid of their own, at least 2^-29 of the extent; ours is one unit, and both bend edges by up
    /// to a grid step or so: the tolerance is the length of all edges times the two steps.
    #[test]
    fn pieces_of_two_polygons_measure_as_boolean_operations_say(
        (a, scale) in spokes(),
        (b, _) in spokes(),
        shift in (-90..90_i64, -90..90_i64),
    ) {
        let middle = at(46_000_000_000, 10_000_000_000);
        let one = scenes::star(middle, &a);
        let b: Vec<i64> = b.iter().map(|s| s / scale.max(1) % 80 * scale + 20 * scale).collect();
        let two = scenes::star(at(middle.x + shift.0 * scale, middle.y + shift.1 * scale), &b);
        let (mosaic, ids) = mosaic(&[vec![vec![one.clone()]], vec![vec![two.clone()]]]);
        let pieces = mosaic.dissolve(|face| covered(&mosaic, &ids, face));
        let planar = |key: [Option<usize>; 2]| {
            pieces.get(&key[..]).map_or(0.0, |polygons| doubled_areas(polygons) as f64 / 2.0)
        };
        let (f, g) = (oracle::to_f64(&one, middle), oracle::to_f64(&two, middle));
        let extent = 400.0 * scale as f64;
        let length = oracle::perimeter(&[one]) + oracle::perimeter(&[two]);
        let tolerance = (length + 100.0) * (1.0 + extent / f64::from(1 << 29));
        for (key, expected) in [
            ([Some(0), Some(0)], f.intersection(&g)),
            ([Some(0), None], f.difference(&g)),
            ([None, Some(0)], g.difference(&f)),
        ] {
            let (measured, expected) = (planar(key), expected.unsigned_area());
            if (measured - expected).abs() > tolerance {
                let path = oracle::keep_case(&f, &g);
                prop_assert!(false, "{key:?}: {measured} {expected}, see {path}");
            }
        }
    }
}

// Larger scenes ------------------------------------------------------------------------------------------------------

/// Two editions of one coverage, and a third that is coarser and drawn by another hand.
fn editions(columns: i64, step: i64, seed: u64) -> Vec<Layer> {
    let cells = Cells {
        frame: Frame::new((46_000_000_000, 40_000_000_000), (step, step)),
        columns,
        rows: columns,
        features: 7,
        reach: step * 3 / 10,
        seed,
    };
    let (layer, mut dice) = (cells.layer(), Dice(seed));
    let coarser: Layer = layer.chunks(3).map(<[_]>::concat).collect();
    vec![
        scenes::redrawn(&layer, dice.within(1).abs(), seed + 1),
        scenes::redrawn(&coarser, 1 + dice.within(1).abs(), seed + 2),
        layer,
    ]
}

#[test]
fn editions_of_one_coverage_keep_all_laws() {
    for seed in 0..8 {
        let layers = editions(6, [12, 40, 1_000, 20_000_003][seed as usize % 4], seed);
        check_sums(&layers, STRAIGHT);
        check_labels(&layers, seed);
        check_noding(&layers);
        check_idempotence(&layers);
        check_polygons(&layers);
        check_swap(&layers);
        check_retelling(&layers, seed);
    }
}

/// Editions that differ by a few grid units differ in area by no more than that along their borders.
#[test]
fn editions_of_one_coverage_change_next_to_nothing() {
    for seed in 0..8 {
        let layers = editions(5, 20_000_003, seed);
        let (mosaic, ids) = mosaic(&layers);
        let land = mosaic.dissolve(|face| covered(&mosaic, &ids, face));
        let changed: i128 = land
            .iter()
            .filter(|(key, _)| key[1] != key[2].map(|i| i / 3))
            .map(|(_, polygons)| doubled_areas(polygons))
            .sum();
        let length: f64 = layers[1].iter().map(|feature| oracle::perimeter(feature)).sum();
        assert!(changed > 0);
        // Vertices are off by up to 2 on both axes; half a unit and more is snapping's.
        assert!(
            changed as f64 / 2.0 <= length * (2.0 * 2.0_f64.sqrt() + 1.0),
            "{changed} {length}"
        );
    }
}

#[test]
fn any_number_of_threads_says_the_same() {
    check_threads(&editions(20, 1_000, 5));
    check_threads(&editions(12, 9, 6));
}

/// Long edges a few units apart, all across each other.
#[test]
fn a_sheaf_of_long_slivers_keeps_all_laws() {
    for seed in 0..4 {
        let mut dice = Dice(seed);
        let mut corner = |side: i64| at(side * 2_000_000_000 + dice.within(40), dice.within(12));
        let mut sliver = || normal(vec![corner(0), corner(1), corner(1), corner(0)], Vec::new());
        let layers: Vec<Layer> = (0..3)
            .map(|_| vec![vec![sliver(), sliver()], vec![sliver()]])
            .collect();
        check_sums(&layers, STRAIGHT);
        check_noding(&layers);
        check_idempotence(&layers);
        check_polygons(&layers);
    }
}
