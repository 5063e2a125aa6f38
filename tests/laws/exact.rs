//! The mosaic against the definition of what it makes ([`crate::support::exact`]): edges, faces, winding numbers and areas,
//! all equal, for every pair of triangles on a grid of four by four and every ring of five positions on one of three by
//! three. Stretched so far that all crossings lie on the grid nothing is rounded; as they stand, nearly everything is.

use std::collections::{BTreeMap, BTreeSet};

use landshift_engine::model::{GridPoint, GridPolygon, GridRing};
use landshift_engine::mosaic::{FaceId, LayerId, Mosaic};
use rayon::prelude::*;

use crate::support::exact::{Arrangement, Edge, Position, Ring, Windings};
use crate::support::{Layer, mosaic, oracle, scaled};

/// All crossings of edges between positions of a grid of four by four lie on a grid so many times as fine: their
/// denominators are 18 at most.
const NO_ROUNDING: i64 = 12_252_240;

fn layer(ring: &Ring) -> Layer {
    let closed = ring.iter().chain(ring.first());
    let ring = GridRing::new(closed.map(|&(x, y)| GridPoint { x, y }).collect());
    vec![vec![GridPolygon::new(ring, Vec::new())]]
}

/// How often the ring of each layer winds around a face.
fn windings(mosaic: &Mosaic, ids: &[LayerId], face: FaceId) -> Windings {
    let winding = |&id: &LayerId| {
        let irregular = mosaic.irregular(id).find(|irregular| irregular.face == face);
        let label = mosaic.label(id, face);
        let winding = irregular.map_or(i32::from(label.is_some()), |i| {
            i.windings.iter().map(|w| w.1).sum()
        });
        assert_eq!(
            label.is_some(),
            winding != 0,
            "what a ring winds around is its land"
        );
        winding
    };
    ids.iter().map(winding).collect()
}

/// Each ring is a layer.
fn check(rings: &[Ring]) {
    let layers: Vec<Layer> = rings.iter().map(layer).collect();
    let (mosaic, ids) = mosaic(&layers);
    let given = Arrangement::of_layers(rings);
    let expected = given.clone().noded();
    let position = |p: GridPoint| -> Position { (p.x, p.y) };
    let of = |face| windings(&mosaic, &ids, face);
    let side = |s: landshift_engine::mosaic::Side| -> (Edge, [Windings; 2]) {
        ([s.from, s.to].map(position), [s.left, s.right].map(of))
    };
    let sides: BTreeMap<Edge, [Windings; 2]> = mosaic.sides().map(side).collect();
    assert_eq!(sides.len(), mosaic.sides().len(), "each edge once: {rings:?}");
    assert_eq!(sides, expected.sides(), "{rings:?}");
    assert_eq!(mosaic.faces().count(), expected.face_count(), "{rings:?}");
    let land = mosaic.dissolve(|face| Some(of(face)));
    let areas = land
        .into_iter()
        .map(|(windings, land)| (windings, oracle::doubled_areas(&land)));
    let areas: BTreeMap<Windings, i128> = areas.filter(|(w, _)| w.iter().any(|&w| w != 0)).collect();
    assert_eq!(areas, expected.doubled_areas(), "{rings:?}");

    check_definition(rings, &given, &expected);
    let again = Arrangement::noded(expected.clone());
    assert_eq!(again, expected, "noded again: {rings:?}");
}

/// Every vertex is a position of a ring or the grid position nearest to where two edges cross.
fn check_definition(rings: &[Ring], given: &Arrangement, noded: &Arrangement) {
    let mut places: BTreeSet<Position> = rings.iter().flatten().copied().collect();
    for ring in rings {
        places.extend(Arrangement::of(std::slice::from_ref(ring)).crossings());
    }
    places.extend(given.crossings());
    let strange = noded.vertices().into_iter().find(|at| !places.contains(at));
    assert_eq!(strange, None, "{rings:?}");
}

/// The positions of a grid, by rows.
fn grid(side: i64) -> Vec<Position> {
    (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).collect()
}

fn stretched(ring: &[Position], by: i64) -> Ring {
    ring.iter().map(|&(x, y)| (by * x, by * y)).collect()
}

/// All triangles between positions of a grid, counter-clockwise.
fn triangles(side: i64) -> Vec<[Position; 3]> {
    let places = grid(side);
    let mut triangles = Vec::new();
    for (i, &a) in places.iter().enumerate() {
        for (j, &b) in places.iter().enumerate().skip(i + 1) {
            for &c in &places[j + 1..] {
                let turn = (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
                match turn.signum() {
                    1 => triangles.push([a, b, c]),
                    -1 => triangles.push([a, c, b]),
                    _ => {}
                }
            }
        }
    }
    triangles
}

/// So many of all cases, evenly: all by `LANDSHIFT_CASES=10` in a release build, a hundredth without it.
fn sample(all: usize) -> impl ParallelIterator<Item = usize> {
    let share = f64::from(scaled(1000)) / 10_000.0;
    let wanted = ((all as f64 * share * share).ceil() as usize).min(all);
    // Neighbours are alike: those that are taken lie unevenly apart.
    let case = move |n| (n * all + n * 7919 % all) / wanted;
    (0..wanted).into_par_iter().map(case)
}

#[test]
fn every_pair_of_triangles_is_laid_out_as_defined() {
    let triangles = triangles(4);
    assert_eq!(triangles.len(), 516);
    let scales = [1, 2, 3, NO_ROUNDING];
    let count = triangles.len();
    sample(count * count * scales.len()).for_each(|case| {
        let (pair, scale) = (case / scales.len(), scales[case % scales.len()]);
        let (one, other) = (pair / count, pair % count);
        // The other way round is a case of its own where it is rounded.
        if one <= other || scale != NO_ROUNDING {
            check(&[one, other].map(|i| stretched(&triangles[i], scale)));
        }
    });
}

#[test]
fn every_ring_of_five_positions_is_laid_out_as_defined() {
    let places = grid(3);
    let scales = [1, 2, NO_ROUNDING];
    let count = places.len().pow(5);
    sample(count * scales.len()).for_each(|case| {
        let (mut number, scale) = (case / scales.len(), scales[case % scales.len()]);
        let ring: Vec<Position> = (0..5)
            .map(|_| {
                let place = places[number % places.len()];
                number /= places.len();
                place
            })
            .collect();
        check(&[stretched(&ring, scale)]);
    });
}

/// Stretched that far, every edge is a part of one of a ring: the definition itself rounds nothing there.
#[test]
fn stretched_triangles_are_not_rounded() {
    let triangles = triangles(4);
    for n in 0..200 {
        let rings = [n * 31, n * 57 + 11].map(|i| stretched(&triangles[i % triangles.len()], NO_ROUNDING));
        let is_part = |[a, b]: Edge, of: [Position; 2]| {
            let is_on = |p: Position| {
                let [from, to] = of;
                let turn = i128::from(to.0 - from.0) * i128::from(p.1 - from.1)
                    - i128::from(to.1 - from.1) * i128::from(p.0 - from.0);
                turn == 0
            };
            is_on(a) && is_on(b)
        };
        for edge in Arrangement::of(&rings).noded().edges() {
            let mut given = rings
                .iter()
                .flat_map(|ring| (0..3).map(|i| [ring[i], ring[(i + 1) % 3]]));
            assert!(given.any(|of| is_part(edge, of)), "{edge:?} of {rings:?}");
        }
    }
}
