//! Labels of any scene: nothing overlaps, nothing is cut off, everything can be read.

use proptest::prelude::*;

use super::lint::{Lands, failed_in_layout, input, layer, pictures};
use crate::map::*;
use crate::model::{GridPoint, to_grid};
use crate::testing::scaled;

/// A scene: a grid of cells somewhere on the globe, who holds each cell before and after, and places on it.
#[derive(Debug, Clone)]
struct Made {
    names: Vec<String>,
    columns: usize,
    /// West, south, and the size of a cell, in degrees.
    at: [f64; 3],
    holders: Vec<[usize; 2]>,
    places: Vec<MapPlace>,
}

fn name() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[A-Za-z]{1,14}",
        "[Ա-Ֆա-ֆ]{1,14}",
        "[А-Яа-я]{1,14}",
        "[əğışçöü]{1,9}"
    ];
    prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "))
}

fn place(west: f64, south: f64, width: f64, height: f64) -> impl Strategy<Value = MapPlace> {
    let kind = prop_oneof![
        Just(PlaceKind::Capital),
        Just(PlaceKind::City),
        Just(PlaceKind::Town),
        Just(PlaceKind::Village),
        Just(PlaceKind::Area),
    ];
    let at = (0.0..1.0, 0.0..1.0);
    (name(), prop::option::of(name()), kind, 0u8..5, at).prop_map(
        move |(name, name_alt, kind, rank, (x, y))| {
            let lon = west + width * x;
            MapPlace {
                name,
                name_alt,
                kind,
                rank,
                at: GridPoint {
                    x: to_grid(if lon > 180.0 { lon - 360.0 } else { lon }),
                    y: to_grid(south + height * y),
                },
            }
        },
    )
}

fn made() -> impl Strategy<Value = Made> {
    let size = prop_oneof![0.002..0.05, 0.05..1.0, 1.0..6.0];
    let shape = (1usize..7, 1usize..6, 2usize..14, -180.0..179.0, -60.0..60.0, size);
    shape.prop_flat_map(|(columns, rows, controllers, west, south, size)| {
        let south: f64 = south;
        let cell = f64::min(size, (75.0 - south) / rows as f64).min(300.0 / columns as f64);
        let (width, height) = (cell * columns as f64, cell * rows as f64);
        (
            prop::collection::btree_set(name(), controllers),
            prop::collection::vec([0..controllers, 0..controllers], columns * rows),
            prop::collection::vec(place(west, south, width, height), 0..25),
        )
            .prop_map(move |(names, holders, places)| Made {
                names: names.into_iter().collect(),
                columns,
                at: [west, south, cell],
                holders,
                places,
            })
    })
}

impl Made {
    fn lands(&self, when: usize) -> Lands<'_> {
        let [west, south, cell] = self.at;
        let mut lands = Vec::new();
        for (n, holders) in self.holders.iter().enumerate() {
            let (col, row) = ((n % self.columns) as f64, (n / self.columns) as f64);
            let (w, s) = (west + col * cell, south + row * cell);
            let who = self.names[holders[when]].as_str();
            // Cut where the data of a globe are cut.
            for (w, e) in [
                (w, (w + cell).min(180.0)),
                (w.max(180.0) - 360.0, w + cell - 360.0),
            ] {
                if e > w && w < 180.0 {
                    lands.push((who, [w, s, e, s + cell], None));
                }
            }
        }
        lands
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: scaled(16),
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_201_201),
        ..ProptestConfig::default()
    })]

    #[test]
    fn labels_of_any_scene_stay_apart_and_legible(made in made()) {
        let mut input = input(
            layer("1990-01-01", &made.lands(0)),
            layer("2000-01-01", &made.lands(1)),
        );
        input.places.clone_from(&made.places);
        let series = MapSeries::from(&input);
        for (kind, scenes) in pictures(&series, &MapOptions::default()) {
            let failed = failed_in_layout(&scenes, &series);
            prop_assert!(failed.is_empty(), "{kind}: {}", failed.join("\n"));
        }
    }
}
