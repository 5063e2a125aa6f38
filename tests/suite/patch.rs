//! The diff as a patch: it makes the later snapshot, can be undone, and refuses a wrong base.

use landshift::diff::{Diff, apply, squash};
use landshift::{ReadOptions, Snapshot};
use landshift_engine::write;
use proptest::prelude::*;

use crate::patches::{change, differ, reread};
use crate::scale::scaled;
use crate::support::{failure, karabakh, landshift, rectangles, stdout};

fn snapshot(text: &str, name: &str) -> Snapshot {
    Snapshot::read(text, name, &ReadOptions::default()).unwrap()
}

#[test]
fn real_snapshots_go_there_and_back_through_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let run = |words: &[&str], output: &str| {
        landshift(&karabakh())
            .args(words)
            .arg("-o")
            .arg(at(output))
            .assert()
            .success();
    };
    let [diff, back, after, before] = ["diff.geojson", "back.geojson", "after.geojson", "before.geojson"];
    run(&["diff", "1994-05-12.geojson", "2020-12-01.geojson"], diff);
    run(
        &["apply", "1994-05-12.geojson", at(diff).to_str().unwrap()],
        after,
    );
    run(&["invert", at(diff).to_str().unwrap()], back);
    run(
        &["apply", at(after).to_str().unwrap(), at(back).to_str().unwrap()],
        before,
    );
    for (made, real) in [(after, "2020-12-01.geojson"), (before, "1994-05-12.geojson")] {
        let same = landshift(&karabakh())
            .args(["diff", "--exit-code", real])
            .arg(at(made))
            .assert();
        same.success();
    }
    let twice = stdout(landshift(folder.path()).args(["invert", back]));
    assert_eq!(
        twice,
        std::fs::read_to_string(at(diff)).unwrap(),
        "inverting twice gives the same bytes"
    );
}

#[test]
fn a_wrong_base_is_refused_and_nothing_written() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "a.geojson",
        rectangles("2001-01-01", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]),
    );
    write(
        "b.geojson",
        rectangles("2002-01-01", &[("A", [0., 0., 3., 1.]), ("B", [3., 0., 4., 1.])]),
    );
    write(
        "other.geojson",
        rectangles("2001-01-01", &[("A", [0., 0., 1., 1.]), ("B", [1., 0., 4., 1.])]),
    );
    landshift(folder.path())
        .args(["diff", "a.geojson", "b.geojson", "-o", "d.geojson"])
        .assert()
        .success();
    let message =
        failure(landshift(folder.path()).args(["apply", "other.geojson", "d.geojson", "-o", "x.geojson"]));
    assert!(
        message.contains("other.geojson") && message.contains("not the base"),
        "{message}"
    );
    assert!(!folder.path().join("x.geojson").exists());
    // Same areas, but other land: B holds the west.
    write(
        "moved.geojson",
        rectangles("2001-01-01", &[("B", [0., 0., 2., 1.]), ("A", [2., 0., 4., 1.])]),
    );
    let message = failure(landshift(folder.path()).args(["apply", "moved.geojson", "d.geojson"]));
    assert!(message.contains("does not hold the same land"), "{message}");
}

#[test]
fn a_wrong_base_is_refused_at_the_size_of_a_garden_too() {
    // Plots 30 m wide; the wrong base has its fence 1 m further east.
    let plots = |fence: f64| {
        snapshot(
            &rectangles(
                "2001",
                &[("A", [0., 0., fence, 3e-4]), ("B", [fence, 0., 6e-4, 3e-4])],
            ),
            "plots",
        )
    };
    let change = change(&plots(3e-4), &plots(4e-4));
    let diff = Diff::of(&change);
    assert!(!differ(&apply(plots(3e-4), &diff).unwrap(), &plots(4e-4)));
    let error = apply(plots(3.1e-4), &diff).unwrap_err().to_string();
    assert!(error.contains("not the base"), "{error}");
}

/// A coverage of a 4 × 4 lattice of cells whose inner corners are moved about; each cell has one of three holders,
/// or none.
fn coverage() -> impl Strategy<Value = Snapshot> {
    let corner = (-300_000_000_i64..300_000_000, -300_000_000_i64..300_000_000);
    (
        prop::collection::vec(corner, 25),
        prop::collection::vec(0_usize..4, 16),
    )
        .prop_map(|(moves, holders)| {
            let at = |i: usize, j: usize| {
                let (dx, dy) = moves[j * 5 + i];
                [
                    (44_000_000_000 + 1_000_000_000 * i as i64 + dx) as f64 / 1e9,
                    (39_000_000_000 + 1_000_000_000 * j as i64 + dy) as f64 / 1e9,
                ]
            };
            let features: Vec<_> = (0..16)
                .filter(|&cell| holders[cell] < 3)
                .map(|cell| {
                    let (i, j) = (cell % 4, cell / 4);
                    let ring = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1), at(i, j)];
                    let name = ["A", "B", "C"][holders[cell]];
                    serde_json::json!({"type": "Feature", "properties": {"controller": name},
                    "geometry": {"type": "Polygon", "coordinates": [ring]}})
                })
                .collect();
            snapshot(
                &serde_json::json!({"type": "FeatureCollection", "features": features}).to_string(),
                "made.geojson",
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: scaled(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn apply_makes_the_later_snapshot_and_the_inverse_brings_back_the_earlier(
        before in coverage(), after in coverage()
    ) {
        let diff = reread(&Diff::of(&change(&before, &after)));
        let made = apply(before.clone(), &diff).unwrap();
        prop_assert!(!differ(&made, &after));
        let undone = apply(made, &diff.clone().inverted()).unwrap();
        prop_assert!(!differ(&undone, &before));
        prop_assert_eq!(&diff.clone().inverted().inverted(), &diff);
    }

    #[test]
    fn diffs_squashed_do_what_they_do_one_after_another(
        first in coverage(), second in coverage(), third in coverage()
    ) {
        let diffs = [
            reread(&Diff::of(&change(&first, &second))),
            reread(&Diff::of(&change(&second, &third))),
        ];
        let both = reread(&squash(&diffs).unwrap());
        let made = apply(first.clone(), &both).unwrap();
        prop_assert!(!differ(&made, &third));
        prop_assert_eq!(&both.header.before, &diffs[0].header.before);
        let undone = apply(made, &both.inverted()).unwrap();
        prop_assert!(!differ(&undone, &first));
        if first.content_hash() != third.content_hash() {
            let message = squash(&[diffs[1].clone(), diffs[0].clone()]).unwrap_err().to_string();
            prop_assert!(message.contains("diff 2"), "{}", message);
        }
    }

    #[test]
    fn what_apply_writes_reads_as_what_it_made(before in coverage(), after in coverage()) {
        let change = change(&before, &after);
        let diff = Diff::of(&change);
        let made = apply(before, &diff).unwrap();
        let mut bytes = Vec::new();
        let layer = write::snapshot(&made, "landshift apply", &serde_json::Map::new()).unwrap();
        layer.write(write::LandFormat::GeoJson, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        if !made.territories.is_empty() {
            prop_assert_eq!(snapshot(&text, "made.geojson").content_hash(), made.content_hash());
        }
    }
}
