//! The laws as checks of given layers.

use crate::support::oracle::{self, doubled_area, doubled_areas};
use crate::support::scenes::{Dice, normal};
use crate::support::{Layer, covered, labels, matrix, mosaic, mosaic_by};
use geo::{InteriorPoint, Validation};
use landshift_engine::measure::{Area, EdgeModel, polygons_area};
use landshift_engine::model::{GridLine, GridPoint, GridPolygon, to_grid};
use landshift_engine::mosaic::{FaceId, LayerId, Mosaic, Side};
use std::collections::{BTreeMap, BTreeSet};

pub const STRAIGHT: EdgeModel = EdgeModel::StraightLonLat;

/// How far, in grid units, a place may be from an input edge and still change sides by snapping. One pass moves an edge
/// by less than one; that passes add up to more has not been seen.
pub const SNAP_REACH: i64 = 2;

pub fn at(x: i64, y: i64) -> GridPoint {
    GridPoint { x, y }
}

pub fn degrees(lon: f64, lat: f64) -> GridPoint {
    at(to_grid(lon), to_grid(lat))
}

/// A rectangle's corners, in turn.
pub fn rectangle(w: i64, s: i64, e: i64, n: i64) -> Vec<GridPoint> {
    vec![at(w, s), at(e, s), at(e, n), at(w, n)]
}

pub fn all_faces(mosaic: &Mosaic) -> impl Iterator<Item = FaceId> {
    std::iter::once(FaceId::OUTSIDE).chain(mosaic.faces())
}

// Sums ---------------------------------------------------------------------------------------------------------------

pub fn check_sums(layers: &[Layer], edges: EdgeModel) {
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
pub fn position_inside(polygon: &GridPolygon) -> Option<GridPoint> {
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
pub fn check_label(mosaic: &Mosaic, (id, layer): (LayerId, &Layer), face: FaceId, p: GridPoint) {
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

pub fn check_labels(layers: &[Layer], seed: u64) {
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

    let corners = || mosaic.sides().flat_map(|s| [s.from, s.to]);
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
pub fn check_closure(layers: &[Layer]) {
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

pub fn check_noding(layers: &[Layer]) {
    let (mosaic, ids) = mosaic(layers);
    let sides: Vec<Side> = mosaic.sides().collect();
    assert_eq!(oracle::badly_noded(&sides), None);
    let places: BTreeSet<_> = sides.iter().map(|s| ends(s.from, s.to)).collect();
    assert_eq!(places.len(), sides.len(), "every edge is there once");
    // Each key's edges, and nothing else, are in its arcs.
    let key = |s: &Side| [s.left, s.right].map(|face| labels(&mosaic, &ids, face));
    let arcs = mosaic.arcs(|_, side| Some(key(side)));
    let mut expected: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for side in sides {
        expected
            .entry(key(&side))
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

pub fn ends(a: GridPoint, b: GridPoint) -> [(i64, i64); 2] {
    let (a, b) = ((a.x, a.y), (b.x, b.y));
    [a.min(b), a.max(b)]
}

/// Land dissolved and laid out again is the same, bit for bit.
pub fn check_idempotence(layers: &[Layer]) {
    let (mosaic, ids) = mosaic(layers);
    let again = |dissolved: Layer| {
        let (mosaic, ids) = crate::support::mosaic(std::slice::from_ref(&dissolved));
        let land = mosaic.dissolve(|face| mosaic.label(ids[0], face));
        assert!(land.into_values().eq(dissolved), "dissolved again");
        assert_eq!(mosaic.overlaps(ids[0]).count(), 0, "land of several keys");
        assert!(!mosaic.is_tangled(ids[0]), "what was noded is bent again");
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

pub fn check_polygon(polygon: &GridPolygon) {
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

pub fn check_polygons(layers: &[Layer]) {
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

/// Everything that a mosaic says, as text, but for the numbers of its faces and edges.
pub fn everything(mosaic: &Mosaic, ids: &[LayerId]) -> String {
    let face = |face| format!("{:?} {:?}", mosaic.area(face), labels(mosaic, ids, face));
    let mut sides: Vec<_> = mosaic
        .sides()
        .map(|side| (ends(side.from, side.to), face(side.left), face(side.right)))
        .collect();
    sides.sort();
    let mut overlaps: Vec<_> = ids
        .iter()
        .flat_map(|&id| mosaic.overlaps(id))
        .map(|overlap| {
            (
                overlap.layer,
                &overlap.covering,
                &overlap.windings,
                face(overlap.face),
            )
        })
        .collect();
    overlaps.sort();
    let land = mosaic.dissolve(|face| covered(mosaic, ids, face));
    format!("{sides:?} {overlaps:?} {land:?}")
}

pub fn check_threads(layers: &[Layer]) {
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

pub fn check_swap(layers: &[Layer]) {
    let turned: Vec<Layer> = layers.iter().rev().cloned().collect();
    let ((here, ids), (there, turned_ids)) = (mosaic(layers), mosaic(&turned));
    let places = |m: &Mosaic| -> BTreeSet<_> { m.sides().map(|s| ends(s.from, s.to)).collect() };
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
pub fn retold(layer: &Layer, dice: &mut Dice) -> Layer {
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

pub fn check_retelling(layers: &[Layer], seed: u64) {
    let mut dice = Dice(seed);
    let other: Vec<Layer> = layers.iter().map(|layer| retold(layer, &mut dice)).collect();
    let ((one, ids), (two, other_ids)) = (mosaic(layers), mosaic(&other));
    assert!(
        everything(&one, &ids) == everything(&two, &other_ids),
        "told otherwise, the same"
    );
}

/// Passes in which one place of an edge is bent: the first, and rarely another.
pub const PASSES: f64 = 2.0;

/// How much planar area snapping may give to or take from a feature, in squared grid units.
///
/// A pass bends an edge to positions in whose pixel it passes or rounds a crossing on it: no point of it moves by
/// more than half a grid unit along either axis, √½ in all. Bent edges stay within that of the old ones, so the area
/// between both is at most the edge's length times that, plus the pixel at its end.
pub fn snapping_bound(feature: &[GridPolygon]) -> f64 {
    let edges: usize = feature
        .iter()
        .flat_map(oracle::rings)
        .map(|ring| ring.0.len())
        .sum();
    PASSES * (oracle::perimeter(feature) * 0.5_f64.sqrt() + edges as f64)
}

/// The same on the ellipsoid: a squared grid unit is at most 1.25e-8 m² (0.1117 mm on a side), and every edge's strip
/// to the equator is a double, wrong by a few units in the last place, rounded to a square millimetre.
pub fn area_bound(feature: &[GridPolygon], pieces: usize) -> Area {
    let strips: f64 = feature
        .iter()
        .flat_map(oracle::rings)
        .flat_map(|ring| ring.0.windows(2))
        .map(|w| STRAIGHT.area(w[0], w[1]).m2().abs())
        .sum();
    Area::from_m2(snapping_bound(feature) * 1.25e-8 + strips * 8.0 * f64::EPSILON + pieces as f64 * 1e-6)
}
