//! A snapshot aligned to another differs from it by the change that is wider than the tolerance, and by nothing else.

use landshift::{Result, Snapshot};
use landshift_engine::change::{Alignment, Change};
use landshift_engine::measure::{Area, EdgeModel, snapping_area};
use proptest::prelude::*;

use crate::series::snapshot;
use crate::support::scenes::{self, wide_frame};
use crate::support::{laws, study_of_pair};

const STRAIGHT: EdgeModel = EdgeModel::StraightLonLat;

fn align(b: &Snapshot, a: &Snapshot, tolerance_m: f64) -> Result<Alignment> {
    study_of_pair(a, b, tolerance_m).alignment()
}

fn diff(a: &Snapshot, b: &Snapshot, tolerance_m: f64) -> Result<Change> {
    let study = study_of_pair(a, b, tolerance_m);
    Ok(study.change(study.overall())?.change)
}

/// What snapping to the grid may move along the borders of snapshots.
fn snapping_m2(snapshots: &[&Snapshot]) -> f64 {
    let land = snapshots.iter().flat_map(|s| &s.territories);
    snapping_area(land.flat_map(|t| &t.polygons), STRAIGHT).m2()
}

fn pair() -> impl Strategy<Value = [Snapshot; 2]> {
    let cells = wide_frame().prop_flat_map(|f| (scenes::cells(Just(f)), scenes::cells(Just(f))));
    cells.prop_map(|(a, b)| [snapshot(0, &a), snapshot(1, &b)])
}

proptest! {
    #![proptest_config(laws(100))]

    #[test]
    fn what_is_wider_than_the_tolerance_stays_and_no_noise_is_left([a, b] in pair(), tolerance_m in 10.0..20_000.0_f64) {
        let asked = diff(&a, &b, tolerance_m).unwrap();
        let alignment = align(&b, &a, tolerance_m).unwrap();
        let made = &alignment.snapshot;
        let left = diff(&a, made, tolerance_m).unwrap();
        prop_assert!(left.transfers.iter().all(|t| !t.noise), "{:?}", alignment.after);
        prop_assert_eq!(left.changed_area(), alignment.after.area);
        // Land is given back to A, and none is taken: change is at most what it was, less only where a first alignment
        // made other pieces narrow.
        let moved = snapping_m2(&[&a, &b, made]);
        let before = asked.changed_area().m2();
        prop_assert!(left.changed_area().m2() <= before + moved, "{} of {before}", left.changed_area().m2());
        let all = alignment.before.area.m2() - alignment.area().m2();
        prop_assert!((left.changed_area().m2() - all).abs() <= moved);
        let once: Area = asked.transfers.iter().filter(|t| t.noise).map(|t| t.area).sum();
        prop_assert!(alignment.area() >= once);
        // By controllers, too: what B has gained beyond the noise.
        if alignment.area() == once {
            for one in asked.changes() {
                let other = left.changes().find(|t| [&t.from, &t.to] == [&one.from, &one.to]);
                let there = other.map_or(0.0, |t| t.area.m2());
                prop_assert!((one.without_noise().m2() - there).abs() <= moved);
            }
        }
    }

    #[test]
    fn aligning_again_moves_nothing([a, b] in pair(), tolerance_m in 10.0..20_000.0_f64) {
        let once = align(&b, &a, tolerance_m).unwrap().snapshot;
        let again = align(&once, &a, tolerance_m).unwrap();
        prop_assert_eq!(again.moves, vec![]);
        prop_assert_eq!(again.snapshot.content_hash(), once.content_hash());
    }

    #[test]
    fn what_is_the_same_stays_the_same([a, b] in pair(), tolerance_m in 10.0..20_000.0_f64) {
        for (one, other, tolerance_m) in [(&a, &a, tolerance_m), (&a, &b, 0.0)] {
            let alignment = align(one, other, tolerance_m).unwrap();
            prop_assert!(alignment.moves.is_empty());
            prop_assert_eq!(alignment.snapshot.content_hash(), one.content_hash());
        }
    }
}
