//! `--crs`: the reference system of inputs, whatever their files say.

use std::fs;

use assert_cmd::Command;
use tempfile::{TempDir, tempdir};

use crate::support::{failure, landshift, stdout};

/// A square of 10 km in metres, `crs` the name of the system that the file states.
fn square(controller: &str, crs: &str, [x, y]: [u32; 2]) -> String {
    let [e, n] = [x + 10_000, y + 10_000];
    format!(
        r#"{{"type": "FeatureCollection", "crs": {crs}, "features": [{{"type": "Feature", "properties":
            {{"controller": "{controller}"}}, "geometry": {{"type": "Polygon", "coordinates":
            [[[{x}, {y}], [{e}, {y}], [{e}, {n}], [{x}, {n}], [{x}, {y}]]]}}}}]}}"#
    )
}

fn named(code: u16) -> String {
    format!(r#"{{"type": "name", "properties": {{"name": "EPSG:{code}"}}}}"#)
}

/// What a command said on stderr when it went well.
fn told(command: &mut Command) -> String {
    let output = command.assert().success().get_output().stderr.clone();
    String::from_utf8(output).unwrap()
}

/// Two files without a system that hold one square of UTM zone 38.
fn two() -> TempDir {
    let folder = tempdir().unwrap();
    for (name, controller) in [("1994.geojson", "A"), ("2020.geojson", "B")] {
        fs::write(
            folder.path().join(name),
            square(controller, "null", [500_000, 4_400_000]),
        )
        .unwrap();
    }
    folder
}

#[test]
fn a_file_is_the_same_by_any_path() {
    let folder = two();
    let absolute = folder.path().join("1994.geojson").display().to_string();
    for name in ["1994.geojson", "./1994.geojson", &absolute] {
        let mut diff = landshift(folder.path());
        diff.args(["diff", "1994.geojson", "./2020.geojson"]);
        diff.arg(format!("--crs={name}=EPSG:32638"))
            .arg("--crs=2020.geojson=EPSG:32638");
        assert!(stdout(&mut diff).contains("100"), "{name}");
    }
    let mut diff = landshift(folder.path());
    diff.args([
        "diff",
        "1994.geojson",
        "2020.geojson",
        "--crs",
        "1994.geojson=EPSG:32638",
    ]);
    let message = failure(diff.args(["--crs", "./1994.geojson=EPSG:32639"]));
    assert!(message.contains("two reference systems"), "{message}");
}

#[test]
fn a_file_holds_for_its_layers() {
    let folder = tempdir().unwrap();
    let layer = |controller: &str| {
        format!(r#"{{"type": "Polygon", "arcs": [[0]], "properties": {{"controller": "{controller}"}}}}"#)
    };
    let text = format!(
        r#"{{"type": "Topology", "objects": {{"1994": {}, "2020": {}}}, "arcs": [[[500000, 4400000],
            [510000, 4400000], [510000, 4410000], [500000, 4400000]]]}}"#,
        layer("A"),
        layer("B")
    );
    fs::write(folder.path().join("both.topojson"), text).unwrap();
    let diff = |options: &[&str]| {
        let mut diff = landshift(folder.path());
        diff.args(["diff", "both.topojson#1994", "both.topojson#2020"]);
        diff.args(["--date", "1994", "2020"]).args(options);
        diff
    };
    assert!(stdout(&mut diff(&["--crs=both.topojson=EPSG:32638"])).contains("50"));
    // One layer, which counts before its file.
    let options = [
        "--crs=both.topojson=EPSG:32638",
        "--crs=./both.topojson#2020=EPSG:32639",
    ];
    let text = stdout(&mut diff(&options));
    assert!(text != stdout(&mut diff(&options[..1])), "{text}");
    let message = failure(&mut diff(&["--crs=both.topojson#2021=EPSG:32638"]));
    assert!(message.contains("no input is called so"), "{message}");
}

#[test]
fn what_it_does_not_hold_for_is_refused() {
    let folder = two();
    let refused = |arguments: &[&str], what: &str| {
        let message = failure(landshift(folder.path()).args(arguments));
        assert!(message.contains(what), "{arguments:?}: {message}");
    };
    let both = ["diff", "1994.geojson", "2020.geojson"];
    let of_none = |name: &str| [&both[..], &["--crs", name]].concat().join(" ");
    for name in ["1995.geojson=EPSG:32638", "=EPSG:32638"] {
        let words = of_none(name);
        let words: Vec<&str> = words.split(' ').collect();
        refused(&words, "no input is called so");
        refused(&words, "`1994.geojson`, `2020.geojson`");
    }
    for system in ["EPSG:32638,EPSG:3857", "EPSG:32638:3857", "EPSG:32638:EPSG:3857"] {
        refused(
            &[&both[..], &["--crs", system]].concat(),
            "is no reference system",
        );
    }
    fs::write(folder.path().join("recipe.toml"), "").unwrap();
    for (arguments, what) in [
        (&["compose", "recipe.toml"][..], "the layers that a recipe names"),
        (&["init", "case", "1994.geojson"], "the layers of a scenario"),
        (
            &["report", "karabakh", "-o", "out"],
            "the layers that a scenario names",
        ),
        (&["timeline", "karabakh"], "the layers that a scenario names"),
        (&["invert", "1994.geojson"], "diffs"),
        (&["squash", "1994.geojson", "2020.geojson"], "diffs"),
        (&["merge", "1994.geojson", "2020.geojson"], "diffs"),
    ] {
        refused(&[arguments, &["--crs", "EPSG:32638"]].concat(), what);
    }
    refused(
        &["init", "case", "1994.geojson", "--crs", "1994.geojson=EPSG:32638"],
        "the layers of a scenario",
    );
    assert!(!folder.path().join("case").exists() && !folder.path().join("out").exists());
}

#[test]
fn a_diff_is_in_degrees_whatever_the_snapshots_are_in() {
    let folder = two();
    let run = |arguments: &[&str]| landshift(folder.path()).args(arguments).assert().success();
    let crs = ["--crs", "EPSG:32638"];
    run(&[
        &["diff", "1994.geojson", "2020.geojson", "-o", "diff.geojson"],
        &crs[..],
    ]
    .concat());
    run(&[
        &["apply", "1994.geojson", "diff.geojson", "-o", "after.geojson"],
        &crs[..],
    ]
    .concat());
    let mut same = landshift(folder.path());
    same.args([
        "diff",
        "after.geojson",
        "2020.geojson",
        "--crs",
        "2020.geojson=EPSG:32638",
    ]);
    let text = stdout(&mut same);
    assert!(text.contains("No land changed hands"), "{text}");
}

#[test]
fn a_file_that_states_another_system_is_told_of() {
    let folder = two();
    let write = |crs: &str| {
        fs::write(
            folder.path().join("2020.geojson"),
            square("B", crs, [500_000, 4_400_000]),
        )
        .unwrap();
    };
    let diff = |options: &[&str]| {
        let mut diff = landshift(folder.path());
        diff.args(["diff", "1994.geojson", "2020.geojson", "--crs", "EPSG:32638"])
            .args(options);
        diff
    };
    write(&named(32639));
    let message = told(&mut diff(&[]));
    assert_eq!(
        message.matches("another reference system").count(),
        1,
        "{message}"
    );
    assert!(message.contains("2020.geojson: read in another reference system than the file states, as the user says: EPSG:32638"), "{message}");
    let message = failure(&mut diff(&["--strict"]));
    assert!(message.contains("EPSG:32638, not EPSG:32639"), "{message}");
    // The same, none, or one that is not read: nothing is overruled.
    for crs in [named(32638), "null".to_owned(), named(1)] {
        write(&crs);
        let message = told(&mut diff(&["--strict"]));
        assert!(!message.contains("another reference system"), "{message}");
    }
}

#[test]
fn degrees_are_not_taken_for_metres() {
    let folder = two();
    let degrees = square("B", "null", [45, 39])
        .replace("10045", "46")
        .replace("10039", "40");
    fs::write(folder.path().join("2020.geojson"), degrees).unwrap();
    // In one of them the positions are at sea off Africa, in the other nowhere on earth.
    for system in ["EPSG:3857", "EPSG:32638", "EPSG:2056"] {
        let mut diff = landshift(folder.path());
        diff.args([
            "diff",
            "1994.geojson",
            "2020.geojson",
            "--crs=1994.geojson=EPSG:32638",
        ]);
        let message = failure(diff.arg(format!("--crs={system}")));
        assert!(
            message.contains("2020.geojson") && message.contains("look") && message.contains("like degrees"),
            "{message}"
        );
        assert!(message.contains("leave --crs out for this file"), "{message}");
    }
}

#[test]
fn degrees_are_not_metres_because_their_file_says_so() {
    let folder = two();
    let of_file = |code: u16| {
        square("B", &named(code), [45, 39])
            .replace("10045", "46")
            .replace("10039", "40")
    };
    for code in [3857, 32638] {
        fs::write(folder.path().join("2020.geojson"), of_file(code)).unwrap();
        let crs = |system: &str| {
            let mut diff = landshift(folder.path());
            diff.args([
                "diff",
                "1994.geojson",
                "2020.geojson",
                "--crs=1994.geojson=EPSG:32638",
            ]);
            diff.arg(format!("--crs=2020.geojson={system}"));
            diff
        };
        let mut as_stated = landshift(folder.path());
        as_stated.args([
            "diff",
            "1994.geojson",
            "2020.geojson",
            "--crs=1994.geojson=EPSG:32638",
        ]);
        let message = failure(&mut as_stated);
        assert!(
            message.contains("like degrees") && message.contains("--crs EPSG:4326"),
            "{message}"
        );
        told(&mut crs("EPSG:4326"));
    }
}
