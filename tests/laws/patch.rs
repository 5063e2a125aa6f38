//! The diff as a patch, on pairs of snapshots that are made to hurt: lines at 45°, a grid unit off, of long edges and of
//! a few grid units. What it leads to is the later snapshot, to the last square millimetre.

use landshift::diff::{Diff, apply, squash};
use landshift_engine::measure::Area;
use landshift_engine::model::{GridPoint, GridPolygon, GridRing, Snapshot, Territory, doubled_area};
use proptest::prelude::*;

use crate::patches::{change, difference, reread};
use crate::support::laws;

/// Numbers that follow from a seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11).cast_signed().rem_euclid(most)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len().cast_signed() as i64) as usize]
    }
}

const NAMES: [&str; 3] = ["A", "B", "C"];

fn territory(controller: &str, note: i64, shell: Vec<GridPoint>) -> Option<Territory> {
    let mut shell = shell;
    let first = shell[0];
    shell.push(first);
    shell.dedup();
    let area = doubled_area(&shell);
    if area < 0 {
        shell.reverse();
    }
    let properties = serde_json::json!({"controller": controller, "note": note});
    // Land some grid units wide may vanish where another line runs through it.
    let extent = |of: fn(&GridPoint) -> i64| {
        let (least, most) = (shell.iter().map(of).min(), shell.iter().map(of).max());
        most.zip(least).map_or(0, |(most, least)| most - least)
    };
    let is_wide = area.abs() > 32 * i128::from(extent(|p| p.x) + extent(|p| p.y));
    is_wide.then(|| Territory {
        controller: controller.into(),
        properties: properties.as_object().cloned().unwrap_or_default(),
        polygons: vec![GridPolygon::new(GridRing::new(shell), vec![])],
        ..Territory::default()
    })
}

/// Triangles, squares on their corners and upright, and any quadrangles, of one controller each.
fn shapes(numbers: &mut Numbers, unit: i64) -> Vec<Territory> {
    let count = 1 + numbers.below(2);
    let shape = |numbers: &mut Numbers| {
        let at = |numbers: &mut Numbers, lattice: i64| {
            10 * unit + lattice * unit / 2 + numbers.one_of(&[0, 0, 0, 1, -1, 2, 3])
        };
        let [x, y] = [0, 1].map(|_| numbers.below(5));
        let size = 1 + numbers.below(3);
        let corners: Vec<(i64, i64)> = match numbers.below(4) {
            0 => vec![(x, y), (x + size, y), (x + size, y + size), (x, y + size)],
            1 => vec![(x, y), (x + size, y), (x, y + size)],
            2 => vec![
                (x + size, y),
                (x + 2 * size, y + size),
                (x + size, y + 2 * size),
                (x, y + size),
            ],
            _ => (0..3).map(|_| (numbers.below(6), numbers.below(6))).collect(),
        };
        let corners = corners.into_iter().map(|(x, y)| GridPoint {
            x: at(numbers, x),
            y: at(numbers, y),
        });
        corners.collect::<Vec<_>>()
    };
    let controller = NAMES[numbers.below(3) as usize];
    (0..count)
        .filter_map(|_| territory(controller, 0, shape(numbers)))
        .collect()
}

/// A coverage of quadrangles with some corners moved, each of one of three controllers, or none, and with one of so many notes.
fn coverage(numbers: &mut Numbers, unit: i64, notes: i64) -> Vec<Territory> {
    let moved = |numbers: &mut Numbers| {
        let far = (unit / 3).max(1);
        match numbers.below(4) {
            0 => 0,
            1 => numbers.one_of(&[1, -1, 2, -2]),
            2 => numbers.one_of(&[far, -far]),
            _ => numbers.below(2 * far) - far,
        }
    };
    let corners: Vec<GridPoint> = (0..16)
        .map(|i| GridPoint {
            x: 44 * unit + i % 4 * unit + moved(numbers),
            y: 39 * unit + i / 4 * unit + moved(numbers),
        })
        .collect();
    let cell = |cell: usize| {
        let corner = |dx: usize, dy: usize| corners[(cell / 3 + dy) * 4 + cell % 3 + dx];
        vec![corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]
    };
    (0..9)
        .filter_map(|n| {
            let holder = numbers.below(4) as usize;
            territory(NAMES.get(holder)?, numbers.below(notes), cell(n))
        })
        .collect()
}

/// Snapshots of one scene, of an ordinary size or of a tenth of a metre.
fn nasty(seed: u64, count: usize) -> Vec<Snapshot> {
    let mut numbers = Numbers(seed | 1);
    for _ in 0..8 {
        numbers.below(2);
    }
    let unit = numbers.one_of(&[1_000_000_000, 1_000_000_000, 10_000_000, 1000]);
    // One set of properties for each controller: see docs/promises.md.
    let kind = numbers.below(2);
    let snapshot = |n: usize| Snapshot {
        name: format!("{n}"),
        territories: if kind == 0 {
            shapes(&mut numbers, unit)
        } else {
            coverage(&mut numbers, unit, kind)
        }
        .into_iter()
        .map(Into::into)
        .collect(),
        ..Snapshot::default()
    };
    (0..count).map(snapshot).collect()
}

proptest! {
    #![proptest_config(laws(400))]

    #[test]
    fn a_diff_leads_there_and_back_exactly(seed: u64) {
        let [before, after] = &nasty(seed, 2)[..] else { return Ok(()) };
        let diff = reread(&Diff::of(&change(before, after)));
        let made = apply(before.clone(), &diff).unwrap();
        prop_assert_eq!(difference(&made, after), Area::ZERO);
        let undone = apply(made, &reread(&diff.inverted())).unwrap();
        prop_assert_eq!(difference(&undone, before), Area::ZERO);
    }

    #[test]
    fn diffs_squash_exactly(seed: u64) {
        let [first, second, third] = &nasty(seed, 3)[..] else { return Ok(()) };
        let diffs = [[first, second], [second, third]].map(|[a, b]| reread(&Diff::of(&change(a, b))));
        let both = reread(&squash(&diffs).unwrap());
        let made = apply(first.clone(), &both).unwrap();
        // Once in some hundred scenes the overlay that compares the two leaves a few square millimetres.
        prop_assert!(difference(&made, third) <= Area::from_m2(1e-5));
        let undone = apply(made, &reread(&both.inverted())).unwrap();
        prop_assert_eq!(difference(&undone, first), Area::ZERO);
        // One after another, each on what the one before made.
        let chain = diffs.iter().try_fold(first.clone(), apply).unwrap();
        prop_assert_eq!(difference(&chain, third), Area::ZERO);
    }
}
