//! Laws that the mosaic keeps, whatever the layers: sums that are exact, labels that agree with a plain
//! point-in-polygon test, edges that meet at their ends only, polygons that are valid.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use geo::{Area as _, BooleanOps, InteriorPoint, Validation};
use landshift::measure::{Area, EdgeModel, polygons_area};
use landshift::model::{GridLine, GridPoint, GridPolygon, to_grid};
use landshift::mosaic::{Builder, FaceId, LayerId, Mosaic, Side};
use proptest::prelude::*;

use support::oracle::{self, doubled_area, doubled_areas};
use support::scenes::{self, Cells, Dice, Frame, any_layers, normal, wide_frame};
use support::{Layer, covered, labels, laws, matrix, mosaic, mosaic_by};

const STRAIGHT: EdgeModel = EdgeModel::StraightLonLat;

/// How far, in grid units, a place may be from an input edge and still change sides by snapping. One pass moves an edge
/// by less than one; that passes add up to more has not been seen.
const SNAP_REACH: i64 = 2;

fn at(x: i64, y: i64) -> GridPoint {
    GridPoint { x, y }
}

fn degrees(lon: f64, lat: f64) -> GridPoint {
    at(to_grid(lon), to_grid(lat))
}

/// A rectangle's corners, in turn.
fn rectangle(w: i64, s: i64, e: i64, n: i64) -> Vec<GridPoint> {
    vec![at(w, s), at(e, s), at(e, n), at(w, n)]
}

fn all_faces(mosaic: &Mosaic) -> impl Iterator<Item = FaceId> {
    std::iter::once(FaceId::OUTSIDE).chain(mosaic.faces())
}

// Sums ---------------------------------------------------------------------------------------------------------------

fn check_sums(layers: &[Layer], edges: EdgeModel) {
    let (mosaic, ids) = mosaic_by(edges, layers);
    let total: Area = all_faces(&mosaic).map(|face| mosaic.area(face)).sum();
    assert_eq!(total, Area::ZERO, "the plane has no area of its own");

    let parts = mosaic.dissolve(|face| covered(&mosaic, &ids, face));
    let part_areas = mosaic.areas_by(|face| covered(&mosaic, &ids, face));
    assert!(parts.keys().eq(part_areas.keys()));
    for (key, polygons) in &parts {
        assert_eq!(polygons_area(polygons, edges), part_areas[key], "{key:?}");
    }
    for (place, &layer) in ids.iter().enumerate() {
        let wholes = mosaic.dissolve(|face| mosaic.label(layer, face));
        let areas = mosaic.areas_by(|face| mosaic.label(layer, face));
        for (label, polygons) in &wholes {
            let mine = || parts.iter().filter(|(key, _)| key[place] == Some(*label));
            let planar: i128 = mine().map(|(_, polygons)| doubled_areas(polygons)).sum();
            assert_eq!(doubled_areas(polygons), planar, "planar area of {label}");
            let area: Area = mine().map(|(key, _)| part_areas[key]).sum();
            assert_eq!(areas[label], area, "area of {label}");
            assert_eq!(
                polygons_area(polygons, edges),
                area,
                "area of the rings of {label}"
            );
        }
    }
    for &a in &ids {
        for &b in &ids {
            let matrix = matrix(&mosaic, a, b);
            for (label, row) in mosaic.areas_by(|face| Some(mosaic.label(a, face))) {
                let sum: Area = matrix.iter().filter(|m| m.0.0 == label).map(|m| m.1).sum();
                assert_eq!(row, sum, "row {label:?}");
            }
            for (label, column) in mosaic.areas_by(|face| Some(mosaic.label(b, face))) {
                let sum: Area = matrix.iter().filter(|m| m.0.1 == label).map(|m| m.1).sum();
                assert_eq!(column, sum, "column {label:?}");
            }
        }
    }
}

// Labels -------------------------------------------------------------------------------------------------------------

/// A position strictly inside the face, if one was found on the grid.
fn position_inside(polygon: &GridPolygon) -> Option<GridPoint> {
    let base = polygon.exterior().0[0];
    let inside = oracle::to_f64(polygon, base).interior_point()?;
    let (x, y) = (
        base.x + inside.x().round() as i64,
        base.y + inside.y().round() as i64,
    );
    [(0, 0), (1, 0), (0, 1), (-1, 0), (0, -1)]
        .map(|(dx, dy)| at(x + dx, y + dy))
        .into_iter()
        .find(|&p| !oracle::is_on(polygon, p) && oracle::covers(polygon, p))
}

/// Compares what a layer says of a face with what its input says of a position in it, unless that is too near an edge.
fn check_label(mosaic: &Mosaic, (id, layer): (LayerId, &Layer), face: FaceId, p: GridPoint) {
    if layer
        .iter()
        .any(|feature| oracle::is_near(feature, p, SNAP_REACH))
    {
        return;
    }
    let expected = oracle::covering(layer, p);
    let label = mosaic.label(id, face);
    assert_eq!(label, expected.first().copied(), "{id:?} at {p:?}, {face:?}");
    let overlap = mosaic.overlaps(id).find(|o| o.face == face);
    assert_eq!(
        overlap.is_some(),
        expected.len() > 1,
        "overlap of {id:?} at {p:?}"
    );
    let windings = oracle::windings(layer, p);
    let is_regular = match expected[..] {
        [] => windings.is_empty(),
        [feature] => windings == [(feature, 1)],
        _ => false,
    };
    let irregular = mosaic.irregular(id).find(|i| i.face == face);
    assert_eq!(
        irregular.map(|i| (&i.covering, &i.windings)),
        (!is_regular).then_some((&expected, &windings)),
        "irregular in {id:?} at {p:?}"
    );
}

fn check_labels(layers: &[Layer], seed: u64) {
    let (mosaic, ids) = mosaic(layers);
    let check = |face, p| {
        for pair in ids.iter().copied().zip(layers) {
            check_label(&mosaic, pair, face, p);
        }
    };
    let faces = mosaic.dissolve(Some);
    assert!(faces.keys().copied().eq(mosaic.faces()), "every face has land");
    for (&face, polygons) in &faces {
        assert_eq!(polygons.len(), 1, "a face hangs together");
        if let Some(p) = position_inside(&polygons[0]) {
            assert_eq!(mosaic.locate(&[p]), [face], "{p:?}");
            check(face, p);
        }
    }

    let corners = || mosaic.sides().iter().flat_map(|s| [s.from, s.to]);
    let (Some(w), Some(e)) = (corners().map(|p| p.x).min(), corners().map(|p| p.x).max()) else {
        return;
    };
    let (s, n) = corners().fold((i64::MAX, i64::MIN), |(s, n), p| (s.min(p.y), n.max(p.y)));
    let mut dice = Dice(seed);
    let mut between = |low: i64, high: i64| low - 9 + dice.below((high - low) as u64 + 18) as i64;
    let positions: Vec<GridPoint> = (0..40).map(|_| at(between(w, e), between(s, n))).collect();
    for (&p, face) in positions.iter().zip(mosaic.locate(&positions)) {
        check(face, p);
        let here = |polygon| !oracle::is_on(polygon, p) && oracle::covers(polygon, p);
        if let Some((&holder, _)) = faces.iter().find(|(_, polygons)| here(&polygons[0])) {
            assert_eq!(face, holder, "the face at {p:?}");
        }
    }
}

/// The rings of every feature enclose what the faces hold, times how often the rings wind around them.
fn check_closure(layers: &[Layer]) {
    let (mosaic, ids) = mosaic(layers);
    for (&id, layer) in ids.iter().zip(layers) {
        let mut held = mosaic.areas_by(|face| mosaic.label(id, face));
        for irregular in mosaic.irregular(id) {
            let area = mosaic.area(irregular.face);
            if let Some(label) = mosaic.label(id, irregular.face) {
                *held.entry(label).or_default() -= area;
            }
            for &(feature, winding) in &irregular.windings {
                *held.entry(feature).or_default() += Area::from_units(area.units() * i128::from(winding));
            }
        }
        for (i, feature) in layer.iter().enumerate() {
            let rings = polygons_area(feature, STRAIGHT);
            let difference = (held.get(&i).copied().unwrap_or_default() - rings).abs();
            let bound = area_bound(feature, mosaic.sides().len());
            assert!(
                difference <= bound,
                "feature {i} of {id:?}: {difference:?} > {bound:?}"
            );
        }
    }
}

// Edges --------------------------------------------------------------------------------------------------------------

fn check_noding(layers: &[Layer]) {
    let (mosaic, ids) = mosaic(layers);
    assert_eq!(oracle::badly_noded(mosaic.sides()), None);
    assert!(
        mosaic
            .sides()
            .is_sorted_by_key(|s| (s.from.x, s.from.y, s.to.x, s.to.y))
    );
    // Each key's edges, and nothing else, are in its arcs.
    let key = |s: &Side| [s.left, s.right].map(|face| labels(&mosaic, &ids, face));
    let arcs = mosaic.arcs(|_, side| Some(key(side)));
    let mut expected: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for side in mosaic.sides() {
        expected
            .entry(key(side))
            .or_default()
            .insert(ends(side.from, side.to));
    }
    assert!(arcs.keys().eq(expected.keys()));
    for (key, lines) in arcs {
        let edges: Vec<_> = lines
            .iter()
            .flat_map(|l| l.0.windows(2))
            .map(|w| ends(w[0], w[1]))
            .collect();
        assert_eq!(edges.len(), expected[&key].len(), "each edge once");
        assert_eq!(BTreeSet::from_iter(edges), expected[&key]);
    }
}

fn ends(a: GridPoint, b: GridPoint) -> [(i64, i64); 2] {
    let (a, b) = ((a.x, a.y), (b.x, b.y));
    [a.min(b), a.max(b)]
}

/// Land dissolved and laid out again is the same, bit for bit.
fn check_idempotence(layers: &[Layer]) {
    let (mosaic, ids) = mosaic(layers);
    let again = |dissolved: Layer| {
        let (mosaic, ids) = support::mosaic(std::slice::from_ref(&dissolved));
        let land = mosaic.dissolve(|face| mosaic.label(ids[0], face));
        assert!(land.into_values().eq(dissolved), "dissolved again");
        assert_eq!(mosaic.overlaps(ids[0]).count(), 0, "land of several keys");
    };
    again(
        mosaic
            .dissolve(|face| covered(&mosaic, &ids, face))
            .into_values()
            .collect(),
    );
    for &layer in &ids {
        again(
            mosaic
                .dissolve(|face| mosaic.label(layer, face))
                .into_values()
                .collect(),
        );
    }
}

// Polygons -----------------------------------------------------------------------------------------------------------

fn check_polygon(polygon: &GridPolygon) {
    for (i, ring) in oracle::rings(polygon).enumerate() {
        assert!(ring.0.len() >= 4 && ring.0.first() == ring.0.last(), "closed");
        let positions = &ring.0[1..];
        let distinct: BTreeSet<_> = positions.iter().map(|p| (p.x, p.y)).collect();
        assert_eq!(distinct.len(), positions.len(), "each position once");
        assert_eq!(
            distinct.first(),
            Some(&(ring.0[0].x, ring.0[0].y)),
            "starts lowest-left"
        );
        assert_eq!(
            doubled_area(ring) > 0,
            i == 0,
            "shells turn left, holes turn right"
        );
    }
    let shell = GridPolygon::new(polygon.exterior().clone(), Vec::new());
    for p in polygon.interiors().iter().flat_map(|hole| &hole.0) {
        assert!(
            oracle::is_on(&shell, *p) || oracle::covers(&shell, *p),
            "holes lie in the shell"
        );
    }
    let moved = oracle::to_f64(polygon, polygon.exterior().0[0]);
    assert!(moved.is_valid(), "{:?}: {polygon:?}", moved.validation_errors());
}

fn check_polygons(layers: &[Layer]) {
    let (mosaic, ids) = mosaic(layers);
    let all = mosaic.dissolve(|_| Some(()));
    let whole: i128 = all.values().map(|polygons| doubled_areas(polygons)).sum();
    let mut by_key = vec![mosaic.dissolve(|face| Some(labels(&mosaic, &ids, face)))];
    by_key.extend(
        ids.iter()
            .map(|&layer| mosaic.dissolve(|face| Some(vec![mosaic.label(layer, face)]))),
    );
    for land in &by_key {
        land.values().flatten().for_each(check_polygon);
        let parts: i128 = land.values().map(|polygons| doubled_areas(polygons)).sum();
        assert_eq!(parts, whole, "all keys together tile the land");
    }
    all.values().flatten().for_each(check_polygon);
}

// Symmetries ---------------------------------------------------------------------------------------------------------

/// Everything that a mosaic says, as text.
fn everything(mosaic: &Mosaic, ids: &[LayerId]) -> String {
    let areas: Vec<_> = all_faces(mosaic)
        .map(|face| (mosaic.area(face), labels(mosaic, ids, face)))
        .collect();
    let overlaps: Vec<_> = ids.iter().flat_map(|&id| mosaic.overlaps(id)).collect();
    let land = mosaic.dissolve(|face| covered(mosaic, ids, face));
    format!("{:?} {areas:?} {overlaps:?} {land:?}", mosaic.sides())
}

fn check_threads(layers: &[Layer]) {
    let with_threads = |count| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build();
        pool.map(|pool| {
            pool.install(|| {
                let (mosaic, ids) = mosaic(layers);
                everything(&mosaic, &ids)
            })
        })
        .map_err(|e| e.to_string())
    };
    let one = with_threads(1);
    assert!(one.is_ok(), "{one:?}");
    for threads in [2, 4] {
        assert!(
            with_threads(threads) == one,
            "{threads} threads say the same as one"
        );
    }
}

fn check_swap(layers: &[Layer]) {
    let turned: Vec<Layer> = layers.iter().rev().cloned().collect();
    let ((here, ids), (there, turned_ids)) = (mosaic(layers), mosaic(&turned));
    let places = |m: &Mosaic| -> Vec<_> { m.sides().iter().map(|s| (s.from, s.to)).collect() };
    assert_eq!(places(&here), places(&there), "the order of layers moves no edge");
    let (first, last) = (0, layers.len() - 1);
    let matrix_here = matrix(&here, ids[first], ids[last]);
    let mut transposed: Vec<_> = matrix(&there, turned_ids[0], turned_ids[last])
        .into_iter()
        .map(|((a, b), area)| ((b, a), area))
        .collect();
    transposed.sort();
    assert_eq!(matrix_here, transposed);

    let (twice, ids) = mosaic(&[layers[0].clone(), layers[0].clone()]);
    for ((a, b), _) in matrix(&twice, ids[0], ids[1]) {
        assert_eq!(a, b, "a layer over itself changes nothing");
    }
}

/// The same land told otherwise: rings started elsewhere, polygons and holes in another order.
fn retold(layer: &Layer, dice: &mut Dice) -> Layer {
    let turned = |ring: &GridLine, dice: &mut Dice| {
        let mut points = ring.0.clone();
        points.pop();
        if !points.is_empty() {
            let by = dice.below(points.len() as u64) as usize;
            points.rotate_left(by);
        }
        points
    };
    let polygon = |polygon: &GridPolygon, dice: &mut Dice| {
        let shell = turned(polygon.exterior(), dice);
        let mut holes: Vec<_> = polygon
            .interiors()
            .iter()
            .map(|hole| turned(hole, dice))
            .collect();
        holes.reverse();
        normal(shell, holes)
    };
    let feature = |feature: &Vec<GridPolygon>, dice: &mut Dice| {
        let mut polygons: Vec<_> = feature.iter().map(|p| polygon(p, dice)).collect();
        polygons.reverse();
        polygons
    };
    layer.iter().map(|f| feature(f, dice)).collect()
}

fn check_retelling(layers: &[Layer], seed: u64) {
    let mut dice = Dice(seed);
    let other: Vec<Layer> = layers.iter().map(|layer| retold(layer, &mut dice)).collect();
    let ((one, ids), (two, other_ids)) = (mosaic(layers), mosaic(&other));
    assert!(
        everything(&one, &ids) == everything(&two, &other_ids),
        "told otherwise, the same"
    );
}

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

/// Passes in which one place of an edge is bent: the first, and rarely another.
const PASSES: f64 = 2.0;

/// How much planar area snapping may give to or take from a feature, in squared grid units.
///
/// A pass bends an edge to positions in whose pixel it passes or rounds a crossing on it: no point of it moves by
/// more than half a grid unit along either axis, √½ in all. Bent edges stay within that of the old ones, so the area
/// between both is at most the edge's length times that, plus the pixel at its end.
fn snapping_bound(feature: &[GridPolygon]) -> f64 {
    let edges: usize = feature
        .iter()
        .flat_map(oracle::rings)
        .map(|ring| ring.0.len())
        .sum();
    PASSES * (oracle::perimeter(feature) * 0.5_f64.sqrt() + edges as f64)
}

/// The same on the ellipsoid: a squared grid unit is at most 1.25e-8 m² (0.1117 mm on a side), and every edge's strip
/// to the equator is a double, wrong by a few units in the last place, rounded to a square millimetre.
fn area_bound(feature: &[GridPolygon], pieces: usize) -> Area {
    let strips: f64 = feature
        .iter()
        .flat_map(oracle::rings)
        .flat_map(|ring| ring.0.windows(2))
        .map(|w| STRAIGHT.area(w[0], w[1]).m2().abs())
        .sum();
    Area::from_m2(snapping_bound(feature) * 1.25e-8 + strips * 8.0 * f64::EPSILON + pieces as f64 * 1e-6)
}

fn spokes() -> impl Strategy<Value = (Vec<i64>, i64)> {
    (prop::collection::vec(20..100_i64, 5..40), 1..2_000_000_i64)
        .prop_map(|(spokes, scale)| (spokes.iter().map(|s| s * scale).collect(), scale))
}

proptest! {
    #![proptest_config(laws(150))]

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
        let tolerance = (length + 100.0) * (1.0 + extent / 2.0_f64.powi(29));
        for (key, expected) in [
            ([Some(0), Some(0)], f.intersection(&g)),
            ([Some(0), None], f.difference(&g)),
            ([None, Some(0)], g.difference(&f)),
        ] {
            let (measured, expected) = (planar(key), expected.unsigned_area());
            prop_assert!((measured - expected).abs() <= tolerance, "{:?}: {} {}", key, measured, expected);
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
    for seed in 0..12 {
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
    check_threads(&editions(28, 1_000, 5));
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

// Cases by name ------------------------------------------------------------------------------------------------------

fn check_all(layers: &[Layer]) {
    check_sums(layers, STRAIGHT);
    check_sums(layers, EdgeModel::Geodesic);
    check_labels(layers, 1);
    check_noding(layers);
    check_idempotence(layers);
    check_polygons(layers);
    check_swap(layers);
    check_retelling(layers, 1);
}

/// The land of one layer's features.
fn land_of(layer: &Layer) -> BTreeMap<usize, Vec<GridPolygon>> {
    check_all(std::slice::from_ref(layer));
    let (mosaic, ids) = mosaic(std::slice::from_ref(layer));
    mosaic.dissolve(|face| mosaic.label(ids[0], face))
}

fn hole_counts(polygons: &[GridPolygon]) -> Vec<usize> {
    polygons.iter().map(|polygon| polygon.interiors().len()).collect()
}

#[test]
fn two_holes_that_share_a_vertex_stay_two() {
    let holes = vec![
        vec![at(2, 2), at(5, 5), at(2, 8)],
        vec![at(8, 2), at(8, 8), at(5, 5)],
    ];
    let land = land_of(&vec![vec![normal(rectangle(0, 0, 10, 10), holes)]]);
    assert_eq!(hole_counts(&land[&0]), [2]);
    assert_eq!(doubled_areas(&land[&0]), 2 * (100 - 2 * 9));
}

#[test]
fn holes_may_touch_their_shell() {
    let with_hole = |hole| land_of(&vec![vec![normal(rectangle(0, 0, 10, 10), vec![hole])]]);
    let at_a_point = with_hole(vec![at(0, 5), at(5, 2), at(5, 8)]);
    assert_eq!(hole_counts(&at_a_point[&0]), [1]);
    let across = with_hole(vec![at(0, 5), at(5, 2), at(10, 5), at(5, 8)]);
    assert_eq!(hole_counts(&across[&0]), [0, 0], "cut in two");
    let along = with_hole(rectangle(0, 2, 5, 8));
    assert_eq!(hole_counts(&along[&0]), [0], "a notch");
    assert_eq!(doubled_areas(&along[&0]), 2 * (100 - 30));
    let beyond = with_hole(rectangle(-5, 2, 5, 8));
    assert_eq!(beyond, along, "what a hole takes outside is nobody's");
    assert!(with_hole(rectangle(0, 0, 10, 10)).is_empty(), "nothing is left");
}

/// Land of two countries in turn, each in a hole of the other, five deep.
#[test]
fn exclaves_within_exclaves() {
    let square = |level: i64| rectangle(10 * level, 10 * level, 100 - 10 * level, 100 - 10 * level);
    let ring = |level: i64| {
        let hole = if level < 4 {
            vec![square(level + 1)]
        } else {
            Vec::new()
        };
        normal(square(level), hole)
    };
    let layer = vec![vec![ring(4), ring(0), ring(2)], vec![ring(1), ring(3)]];
    let land = land_of(&layer);
    assert_eq!(hole_counts(&land[&0]), [1, 1, 0]);
    assert_eq!(hole_counts(&land[&1]), [1, 1]);
    let (mosaic, ids) = mosaic(&[layer]);
    let down = mosaic.locate(&[
        at(5, 50),
        at(15, 50),
        at(25, 50),
        at(35, 50),
        at(50, 50),
        at(-5, 50),
    ]);
    let holders = down.iter().map(|&face| mosaic.label(ids[0], face));
    assert!(holders.eq([Some(0), Some(1), Some(0), Some(1), Some(0), None]));
}

/// Two neighbours of which GEOS, in doubles, has lost one in their union.
#[test]
fn neighbours_whose_vertices_differ_in_the_last_bit() {
    let read = |text: &str| -> GridPolygon {
        let position = |pair: &str| -> Option<GridPoint> {
            let (x, y) = pair.split_once(' ')?;
            Some(degrees(
                x.parse::<f64>().ok()? / 10.0,
                y.parse::<f64>().ok()? / 10.0,
            ))
        };
        normal(text.split(',').filter_map(position).collect(), Vec::new())
    };
    let one = read("446 -207,315 -75.99999999999999,557 -76,446 -207");
    let two = read("184 -207,315 -76,446 -207,315 -338,184 -207");
    for nudge in -2..=2_i64 {
        let mut one = one.clone();
        one.exterior_mut(|ring| {
            for p in ring.0.iter_mut().filter(|p| p.x == 31_500_000_000) {
                p.y += nudge;
            }
        });
        let layers = [vec![vec![one.clone()]], vec![vec![two.clone()]]];
        check_all(&layers);
        let (mosaic, _) = mosaic(&layers);
        let union = mosaic.dissolve(|_| Some(()));
        let apart = doubled_areas(&[one, two.clone()]);
        // The nudged edge is 18.5e9 units long.
        assert!((doubled_areas(&union[&()]) - apart).abs() <= i128::from(nudge.abs()) * 40_000_000_000);
        // Nudged north by more than a pixel, the edges leave a gap between them and meet at one end only.
        assert_eq!(
            union[&()].len(),
            if nudge <= 1 { 1 } else { 2 },
            "pieces at {nudge}"
        );
    }
}

#[test]
fn a_country_in_the_whole_world() {
    let world = normal(
        vec![
            degrees(-180.0, -90.0),
            degrees(180.0, -90.0),
            degrees(180.0, 90.0),
            degrees(-180.0, 90.0),
        ],
        Vec::new(),
    );
    let country = normal(
        vec![
            degrees(44.0, 38.0),
            degrees(51.0, 38.5),
            degrees(50.0, 42.0),
            degrees(44.0, 41.0),
        ],
        Vec::new(),
    );
    let layers = [
        vec![vec![world.clone()]],
        vec![vec![country.clone()]],
        vec![vec![country], vec![world]],
    ];
    check_all(&layers);
    let (mosaic, ids) = mosaic(&layers);
    let world = mosaic.areas_by(|face| mosaic.label(ids[0], face))[&0];
    assert!((world.km2() / 510_065_621.724 - 1.0).abs() < 1e-9, "{world:?}");
    assert_eq!(mosaic.area(FaceId::OUTSIDE), -world);
    assert_eq!(mosaic.overlaps(ids[2]).count(), 1, "the country is claimed twice");
    let rest = mosaic.areas_by(|face| mosaic.label(ids[2], face));
    assert_eq!(rest[&0] + rest[&1], world);
}

/// Lines divide land, take none of it, and where they end in it they leave it whole.
#[test]
fn lines_cut_land_where_they_cross_it() {
    let square = [vec![normal(rectangle(0, 0, 1000, 1000), Vec::new())]];
    let through = GridLine::new(vec![at(-50, 403), at(333, 405), at(333, 800), at(1050, 801)]);
    let dangling = GridLine::new(vec![at(500, 500), at(900, 640)]);
    let touching = GridLine::new(vec![at(0, 100), at(200, 100)]);
    let alone = GridLine::new(vec![at(3000, 0), at(3001, 9)]);
    let loops = GridLine::new(vec![at(700, 100), at(800, 100), at(800, 200), at(700, 100)]);
    let mut builder = Builder::new(STRAIGHT);
    let land = builder.land(square.iter().map(Vec::as_slice));
    let front = builder.lines(&[through]);
    let others = builder.lines(&[dangling, touching, alone, loops]);
    let mosaic = builder.build();

    assert_eq!(oracle::badly_noded(mosaic.sides()), None);
    let whole = mosaic.dissolve(|face| mosaic.label(land, face));
    assert_eq!(hole_counts(&whole[&0]), [0]);
    assert_eq!(doubled_areas(&whole[&0]), 2_000_000);
    let uncut = polygons_area(&square[0], STRAIGHT);
    let cut = mosaic.areas_by(|face| mosaic.label(land, face))[&0];
    assert!(
        (cut - uncut).abs().units() <= 4,
        "but for rounding of four more edges"
    );

    let [south, north, loop_, outside] =
        mosaic.locate(&[at(900, 50), at(50, 900), at(780, 140), at(-5, 5)])[..]
    else {
        unreachable!("four positions have four faces");
    };
    assert_eq!(BTreeSet::from([south, north, loop_, outside]).len(), 4);
    assert_eq!(mosaic.faces().count(), 3);
    assert_eq!(mosaic.label(land, loop_), Some(0));
    // A flood from the south stops at the front and at the land's own border.
    let mut flooded = BTreeSet::from([south]);
    for _ in 0..mosaic.faces().count() {
        for (i, side) in mosaic.sides().iter().enumerate() {
            let both_land = [side.left, side.right]
                .iter()
                .all(|&face| mosaic.label(land, face).is_some());
            if both_land
                && !mosaic.is_line(front, i)
                && [side.left, side.right].iter().any(|f| flooded.contains(f))
            {
                flooded.extend([side.left, side.right]);
            }
        }
    }
    assert_eq!(flooded, BTreeSet::from([south, loop_]));
    let lines: Vec<usize> = (0..mosaic.sides().len())
        .filter(|&i| mosaic.is_line(others, i))
        .collect();
    assert_eq!(lines.len(), 6, "one edge each and three for the loop");
    assert!(lines.iter().all(|&i| !mosaic.is_line(front, i)));
}

#[test]
fn nothing_and_land_without_width_are_no_land() {
    let (nothing, _) = mosaic(&[]);
    assert_eq!(
        (nothing.faces().count(), nothing.area(FaceId::OUTSIDE)),
        (0, Area::ZERO)
    );
    check_all(&[Vec::new(), vec![Vec::new()]]);
    let there_and_back = normal(vec![at(0, 0), at(50, 10), at(90, 33)], vec![]);
    let flat = normal(vec![at(0, 0), at(90, 0), at(30, 0)], vec![]);
    let sliver = normal(vec![at(0, 0), at(90, 1), at(45, 1)], vec![]);
    check_all(&[vec![vec![flat.clone()], vec![there_and_back]], vec![vec![sliver]]]);
    assert!(land_of(&vec![vec![flat]]).is_empty());
}
