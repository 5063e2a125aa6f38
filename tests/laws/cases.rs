//! Cases by name.

use crate::check::*;
use crate::support::oracle::{self, doubled_areas};
use crate::support::scenes::normal;
use crate::support::{Layer, mosaic};
use landshift_engine::measure::{Area, EdgeModel, polygons_area};
use landshift_engine::model::{GridLine, GridPoint, GridPolygon};
use landshift_engine::mosaic::{Builder, FaceId};
use std::collections::{BTreeMap, BTreeSet};

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
    let (one, more) = ([through], [dangling, touching, alone, loops]);
    let mut builder = Builder::new(STRAIGHT);
    let land = builder.land(square.iter().map(Vec::as_slice));
    let front = builder.lines(&one);
    let others = builder.lines(&more);
    let mosaic = builder.build();

    assert_eq!(oracle::badly_noded(&mosaic.sides().collect::<Vec<_>>()), None);
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
        for (i, side) in mosaic.sides().enumerate() {
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
