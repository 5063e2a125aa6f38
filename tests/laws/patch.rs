//! The diff as a patch, on pairs of snapshots that are made to hurt: lines at 45°, a grid unit off, of long edges and of a
//! few grid units, land a grid unit wide, tangled and overlapping land, several properties for one controller. What it
//! leads to is the later snapshot, to the last square millimetre.

use landshift::ReferenceLayers;
use landshift::diff::{Diff, apply, squash};
use landshift_engine::model::{
    GridPoint, GridPolygon, GridRing, RestOfLand, Snapshot, Territory, doubled_area,
};
use proptest::prelude::*;

use crate::patches::{change, change_beside, differ, reread};
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

/// How many controllers and properties a snapshot has.
#[derive(Clone, Copy)]
struct Variety {
    controllers: i64,
    notes: i64,
}

/// Land of a controller within a ring; none where it encloses nothing.
fn territory(controller: &str, note: i64, mut shell: Vec<GridPoint>) -> Option<Territory> {
    let first = shell[0];
    shell.push(first);
    shell.dedup();
    let area = doubled_area(&shell);
    if area < 0 {
        shell.reverse();
    }
    let properties = serde_json::json!({"controller": controller, "note": note});
    (area != 0).then(|| Territory {
        controller: controller.into(),
        properties: properties.as_object().cloned().unwrap_or_default(),
        polygons: vec![GridPolygon::new(GridRing::new(shell), vec![])],
        ..Territory::default()
    })
}

/// Triangles, squares on their corners and upright, and any quadrangles, which may cross one another and themselves.
fn shapes(numbers: &mut Numbers, unit: i64, variety: Variety) -> Vec<Territory> {
    let first = numbers.below(3);
    let count = 1 + numbers.below(1 + 2 * variety.controllers);
    let shape = |numbers: &mut Numbers| {
        let at = |numbers: &mut Numbers, lattice: i64| {
            10 * unit + lattice * unit / 2 + numbers.one_of(&[0, 0, 0, 1, -1, 2, 3])
        };
        let [x, y] = [0, 1].map(|_| numbers.below(5));
        let size = 1 + numbers.below(3);
        let anywhere = |numbers: &mut Numbers| (numbers.below(6), numbers.below(6));
        let corners: Vec<(i64, i64)> = match numbers.below(5) {
            0 => vec![(x, y), (x + size, y), (x + size, y + size), (x, y + size)],
            1 => vec![(x, y), (x + size, y), (x, y + size)],
            2 => vec![
                (x + size, y),
                (x + 2 * size, y + size),
                (x + size, y + 2 * size),
                (x, y + size),
            ],
            3 => (0..3).map(|_| anywhere(numbers)).collect(),
            _ => (0..4).map(|_| anywhere(numbers)).collect(),
        };
        let corners = corners.into_iter().map(|(x, y)| GridPoint {
            x: at(numbers, x),
            y: at(numbers, y),
        });
        corners.collect::<Vec<_>>()
    };
    (0..count)
        .filter_map(|_| {
            let controller = (first + numbers.below(variety.controllers)) % 3;
            let note = numbers.below(variety.notes);
            territory(NAMES[controller as usize], note, shape(numbers))
        })
        .collect()
}

/// A coverage of quadrangles with some corners moved, each of one of three controllers, or none: so many grid units wide.
fn coverage(numbers: &mut Numbers, unit: i64, width: i64, notes: i64) -> Vec<Territory> {
    let moved = |numbers: &mut Numbers, size: i64| {
        let far = (size / 3).max(1);
        match numbers.below(4) {
            0 => 0,
            1 => numbers.one_of(&[1, -1, 2, -2]),
            2 => numbers.one_of(&[far, -far]),
            _ => numbers.below(2 * far) - far,
        }
    };
    let corners: Vec<GridPoint> = (0..16)
        .map(|i| GridPoint {
            x: 44 * unit
                + i % 4 * width
                + if width < 4 {
                    numbers.below(2)
                } else {
                    moved(numbers, width)
                },
            y: 39 * unit + i / 4 * unit + moved(numbers, unit),
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

/// Snapshots of one scene, of an ordinary size, of a tenth of a metre or of a few grid units.
fn nasty(seed: u64, count: usize) -> Vec<Snapshot> {
    let mut numbers = Numbers(seed | 1);
    for _ in 0..8 {
        numbers.below(2);
    }
    let unit = numbers.one_of(&[1_000_000_000, 1_000_000_000, 10_000_000, 1000, 4]);
    let variety = Variety {
        controllers: numbers.one_of(&[1, 3]),
        notes: numbers.one_of(&[1, 3]),
    };
    let kind = numbers.below(3);
    let snapshot = |n: usize| {
        let land = match kind {
            0 => shapes(&mut numbers, unit, variety),
            1 => coverage(&mut numbers, unit, unit, variety.notes),
            _ => {
                let width = 1 + numbers.below(3);
                coverage(&mut numbers, unit, width, variety.notes)
            }
        };
        Snapshot {
            name: format!("{n}"),
            territories: land.into_iter().map(Into::into).collect(),
            ..Snapshot::default()
        }
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
        prop_assert!(!differ(&made, after));
        let undone = apply(made, &reread(&diff.inverted())).unwrap();
        prop_assert!(!differ(&undone, before));
    }

    #[test]
    fn diffs_squash_exactly(seed: u64) {
        let [first, second, third] = &nasty(seed, 3)[..] else { return Ok(()) };
        let diffs = [[first, second], [second, third]].map(|[a, b]| reread(&Diff::of(&change(a, b))));
        let both = reread(&squash(&diffs).unwrap());
        let made = apply(first.clone(), &both).unwrap();
        prop_assert!(!differ(&made, third));
        let undone = apply(made, &reread(&both.inverted())).unwrap();
        prop_assert!(!differ(&undone, first));
    }

    /// One after another, each on what the one before made.
    #[test]
    fn diffs_chain_exactly(seed: u64) {
        let [first, second, third] = &nasty(seed, 3)[..] else { return Ok(()) };
        let diffs = [[first, second], [second, third]].map(|[a, b]| reread(&Diff::of(&change(a, b))));
        let made = apply(first.clone(), &diffs[0]).unwrap();
        let last = apply(made.clone(), &diffs[1]).unwrap();
        prop_assert!(!differ(&last, third));
        // What was made is as good a snapshot as the one that it was made after.
        let diff = reread(&Diff::of(&change(&made, third)));
        let again = apply(second.clone(), &diff).unwrap();
        prop_assert!(!differ(&again, third));
    }

    /// Whoever holds what snapshots leave out, a diff is of the snapshots as they were read.
    #[test]
    fn diffs_of_completed_snapshots_lead_from_file_to_file(seed: u64) {
        let snapshots = nasty(seed, 3);
        let [first, second, third] = &snapshots[..] else { return Ok(()) };
        let rest = if seed % 3 == 0 { NAMES[0] } else { "the rest" };
        let others = |snapshot: &Snapshot| snapshot.controllers().iter().any(|name| *name != rest);
        prop_assume!([first, second, third].into_iter().all(others));
        let layers = || ReferenceLayers {
            rest: Some(RestOfLand::new(rest, None).unwrap()),
            ..ReferenceLayers::default()
        };
        let diffs = [[first, second], [second, third]]
            .map(|[a, b]| reread(&Diff::of(&change_beside(layers(), a, b))));
        let made = apply(first.clone(), &diffs[0]).unwrap();
        prop_assert!(!differ(&made, second));
        let last = apply(made, &diffs[1]).unwrap();
        prop_assert!(!differ(&last, third));
        let both = reread(&squash(&diffs).unwrap());
        prop_assert!(!differ(&apply(first.clone(), &both).unwrap(), third));
        let undone = apply(last, &reread(&both.inverted())).unwrap();
        prop_assert!(!differ(&undone, first));
    }
}
