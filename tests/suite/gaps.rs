//! `landshift check`: what is a gap and what is none, what comes first, and what a repair writes.

use std::fs;

use landshift::{EdgeModel, ReadOptions, Snapshot};
use landshift_engine::measure::polygons_area;
use serde_json::{Value, json};

use crate::check::{broken, feature, problems, rectangle, write};
use crate::support::{failure, landshift, stdout};

/// A hole that leaves its shell is a notch: nobody's land, but with no land all around.
#[test]
fn a_hole_that_leaves_its_shell_is_no_gap() {
    let folder = tempfile::tempdir().unwrap();
    let hole = |east: f64, north: f64| json!([[11, 12], [11, north], [east, north], [east, 12], [11, 12]]);
    // Out to the north, and out beside a neighbour that closes the way round but for a strait.
    for features in [
        vec![feature("A", &[rectangle(10., 10., 14., 14.), hole(13., 16.)])],
        vec![
            feature("A", &[rectangle(10., 10., 14., 14.), hole(13., 16.)]),
            feature("B", &[rectangle(10., 14.5, 14., 15.)]),
        ],
    ] {
        write(folder.path(), "x.geojson", &features);
        let kinds: Vec<Value> = problems(folder.path(), "x.geojson")
            .iter()
            .map(|p| p["kind"].clone())
            .collect();
        assert!(
            kinds.iter().all(|kind| kind == "hole-outside-shell") && !kinds.is_empty(),
            "{kinds:?}"
        );
        for policy in ["nearest", "longest-border"] {
            let mut mend = landshift(folder.path());
            let told = stdout(mend.args(["check", "x.geojson", "--fix", "--gap", policy, "-o", "y.geojson"]));
            let areas = told.lines().filter(|line| line.starts_with(['A', 'B']));
            assert!(
                areas.clone().all(|line| line.trim_end().ends_with(" 0 km²")),
                "{told}"
            );
            assert!(areas.count() > 0);
        }
    }
    // Where land is all around, the land of both is one gap.
    write(
        folder.path(),
        "x.geojson",
        &[
            feature("A", &[rectangle(10., 10., 14., 14.), hole(13., 16.)]),
            feature(
                "B",
                &[
                    rectangle(5., 5., 20., 20.),
                    json!([[9, 9], [9, 17], [15, 17], [15, 9], [9, 9]]),
                ],
            ),
        ],
    );
    let mut mend = landshift(folder.path());
    stdout(mend.args([
        "check",
        "x.geojson",
        "--fix",
        "--gap",
        "nearest",
        "-o",
        "y.geojson",
    ]));
    landshift(folder.path())
        .args(["check", "y.geojson"])
        .assert()
        .success();
}

#[test]
fn holes_that_overlap_in_their_shell_are_not_called_outside() {
    let folder = tempfile::tempdir().unwrap();
    let hole = |w: f64, e: f64| json!([[w, 11], [w, 12], [e, 12], [e, 11], [w, 11]]);
    write(
        folder.path(),
        "x.geojson",
        &[feature(
            "A",
            &[rectangle(10., 10., 14., 14.), hole(11., 12.5), hole(12., 13.)],
        )],
    );
    let found = problems(folder.path(), "x.geojson");
    let kinds: Vec<&str> = found.iter().map(|p| p["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["gap", "overlapping-holes"]);
    // A hole on land of another's is outside its shell, whoever is found there.
    write(
        folder.path(),
        "x.geojson",
        &[
            feature("A", &[rectangle(10., 10., 14., 14.), hole(13., 15.)]),
            feature("B", &[rectangle(14., 10., 16., 14.)]),
        ],
    );
    let found = problems(folder.path(), "x.geojson");
    let outside = found.iter().find(|p| p["kind"] == "hole-outside-shell").unwrap();
    assert!(outside["where"].as_str().unwrap().contains('A'), "{found:?}");
}

#[test]
fn a_width_limits_gaps_and_finds_those_open_to_the_sea() {
    let folder = tempfile::tempdir().unwrap();
    // A strait of 100 m between two features, a lake 20 km wide, and a fjord in one feature.
    let lake = json!([
        [10.2, 10.2],
        [10.2, 10.4],
        [10.4, 10.4],
        [10.4, 10.2],
        [10.2, 10.2]
    ]);
    let fjord = json!([
        [11.001, 10],
        [12, 10],
        [12, 10.5],
        [11.5, 10.5],
        [11.5, 10.501],
        [12, 10.501],
        [12, 11],
        [11.001, 11],
        [11.001, 10]
    ]);
    write(
        folder.path(),
        "x.geojson",
        &[
            feature("A", &[rectangle(10., 10., 11., 11.), lake]),
            feature("B", &[fjord]),
        ],
    );
    let kinds = |words: &[&str]| {
        let mut check = landshift(folder.path());
        let output = check
            .args(["check", "x.geojson", "--format", "json"])
            .args(words)
            .output()
            .unwrap();
        let listing: Value = serde_json::from_slice(&output.stdout).unwrap();
        let problems = listing["files"][0]["problems"].as_array().unwrap().clone();
        let kinds: Vec<Value> = problems.iter().map(|p| p["kind"].clone()).collect();
        (
            json!(kinds),
            problems,
            listing["files"][0]["kept_gaps"]["count"].clone(),
        )
    };
    let (found, problems, _) = kinds(&[]);
    assert_eq!(found, json!(["gap"]), "the lake alone: {problems:?}");
    let (found, problems, kept) = kinds(&["--gap", "500m"]);
    assert_eq!(
        (found, kept),
        (json!(["gap"]), json!(1)),
        "the strait alone: {problems:?}"
    );
    assert!(
        (problems[0]["area_km2"].as_f64().unwrap() - 12.1).abs() < 0.1,
        "{problems:?}"
    );
    assert!(problems[0]["what"].as_str().unwrap().contains("open to one side"));
    let mut mend = landshift(folder.path());
    let told = stdout(mend.args([
        "check",
        "x.geojson",
        "--fix",
        "--gap",
        "longest-border:500m",
        "-o",
        "y.geojson",
    ]));
    assert!(told.contains("given to who has the longest border"), "{told}");
    // The strait is closed, the lake and the fjord are there still.
    landshift(folder.path())
        .args(["check", "y.geojson", "--gap", "500m"])
        .assert()
        .success();
    let left = |file: &str| {
        let mut diff = landshift(folder.path());
        let json = stdout(diff.args(["diff", file, file, "--format", "json"]));
        let json: Value = serde_json::from_str(&json).unwrap();
        json["before"]["area_km2"].as_f64().unwrap()
    };
    assert!((left("y.geojson") - left("x.geojson") - 12.1).abs() < 0.2);
    for bad in ["0m", "near", "nearest:", "500", "keep:-1m"] {
        failure(landshift(folder.path()).args(["check", "x.geojson", "--gap", bad]));
    }
}

#[test]
fn what_matters_comes_first_and_the_text_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let mut nameless = feature("", &[rectangle(20., 10., 21., 11.)]);
    nameless["properties"] = json!({"owner": "X"});
    let mut nothing = feature("N", &[]);
    nothing["geometry"] = Value::Null;
    let clockwise = json!([[30, 10], [30, 11], [31, 11], [31, 10], [30, 10]]);
    write(
        folder.path(),
        "x.geojson",
        &[
            feature("A", &[clockwise]),
            feature("B", &[json!([[32, 10], [33, 10], [33, 10], [33, 11], [32, 10]])]),
            nothing,
            feature("E", &[]),
            nameless,
            feature("M", &[rectangle(4e5, 4e6, 4.1e5, 4.1e6)]),
            feature("S", &[rectangle(44., 100., 45., 101.)]),
        ],
    );
    let found = problems(folder.path(), "x.geojson");
    let kinds: Vec<&str> = found.iter().map(|p| p["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "invalid-feature",
            "invalid-feature",
            "attribute",
            "no-geometry",
            "no-geometry",
            "duplicate-position",
            "mis-wound-ring"
        ]
    );
    let mut check = landshift(folder.path());
    let output = check.args(["check", "x.geojson"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for hint in ["in metres", "swapped", "with --by", "harmless"] {
        assert!(text.contains(hint), "{hint}: {text}");
    }
    assert!(!text.contains("`by`"), "{text}");
}

#[test]
fn longitudes_beyond_180_are_wrapped() {
    let folder = tempfile::tempdir().unwrap();
    let beyond = [
        feature("A", &[rectangle(178., 0., 190., 10.)]),
        feature("B", &[rectangle(190., 0., 200., 10.)]),
        feature("C", &[rectangle(-190., 20., -170., 30.)]),
        feature("D", &[rectangle(350., 40., 360., 50.)]),
    ];
    write(folder.path(), "x.geojson", &beyond);
    let found = problems(folder.path(), "x.geojson");
    assert!(
        found.iter().all(|p| p["kind"] == "beyond-180") && found.len() == 4,
        "{found:?}"
    );
    let message = failure(landshift(folder.path()).args(["diff", "x.geojson", "x.geojson"]));
    assert!(message.contains("check FILE --fix"), "{message}");
    let mut mend = landshift(folder.path());
    let told = stdout(mend.args(["check", "x.geojson", "--fix", "-o", "y.geojson"]));
    assert!(told.contains("brought within ±180°"), "{told}");
    landshift(folder.path())
        .args(["check", "y.geojson"])
        .assert()
        .success();
    let within = [
        feature("A", &[rectangle(178., 0., 180., 10.)]),
        feature("A", &[rectangle(-180., 0., -170., 10.)]),
        feature("B", &[rectangle(-170., 0., -160., 10.)]),
        feature("C", &[rectangle(170., 20., 180., 30.)]),
        feature("C", &[rectangle(-180., 20., -170., 30.)]),
        feature("D", &[rectangle(-10., 40., 0., 50.)]),
    ];
    write(folder.path(), "z.geojson", &within);
    landshift(folder.path())
        .args([
            "diff",
            "y.geojson",
            "z.geojson",
            "--exit-code",
            "--tolerance",
            "0m",
        ])
        .assert()
        .success();
    // Taken the short way, these would be other land.
    for wide in [rectangle(0., 60., 360., 70.), rectangle(170., 0., 370., 10.)] {
        write(folder.path(), "x.geojson", &[feature("A", &[wide])]);
        let found = problems(folder.path(), "x.geojson");
        assert_eq!(found[0]["kind"], "invalid-feature", "{found:?}");
    }
}

#[test]
fn a_repair_is_told_in_files_beside_the_layer() {
    let folder = tempfile::tempdir().unwrap();
    broken(folder.path());
    let mut mend = landshift(folder.path());
    stdout(mend.args([
        "check",
        "broken.geojson",
        "--fix",
        "--overlap",
        "first",
        "-o",
        "y.geojson",
        "-o",
        "done.csv",
        "-o",
        "done.json",
    ]));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("y.geojson").contains("FeatureCollection"));
    assert!(read("done.csv").starts_with("done,kind,"));
    let json: Value = serde_json::from_str(&read("done.json")).unwrap();
    assert_eq!(
        json["actions"].as_array().unwrap().len(),
        read("done.csv").lines().count() - 1
    );
    let message =
        failure(landshift(folder.path()).args(["check", "broken.geojson", "--fix", "-o", "only.json"]));
    assert!(message.contains(".geojson"), "{message}");
    assert!(!folder.path().join("only.json").exists());
}

/// A frame around land on both sides of 180° reaches round the earth.
#[test]
fn no_gap_of_a_limited_width_reaches_round_the_earth() {
    let folder = tempfile::tempdir().unwrap();
    let triangle = |lat: f64| {
        json!([
            [-179.9999, lat],
            [179.9999, lat],
            [179.9999, lat + 0.0001],
            [-179.9999, lat]
        ])
    };
    let features = [
        feature("B", &[triangle(-0.0001)]),
        feature("B", &[triangle(0.0001)]),
    ];
    write(folder.path(), "x.geojson", &features);
    for policy in ["nearest:500m", "longest-border:500m", "nearest:5km"] {
        let mut mend = landshift(folder.path());
        let fix = [
            "check",
            "x.geojson",
            "--fix",
            "--gap",
            policy,
            "--overwrite",
            "-o",
            "y.geojson",
        ];
        mend.args(fix).assert().success();
        let mended = Snapshot::open(&folder.path().join("y.geojson"), &ReadOptions::default()).unwrap();
        let area: f64 = mended
            .territories
            .iter()
            .map(|t| polygons_area(&t.polygons, EdgeModel::default()).m2())
            .sum();
        assert!(area < 1000.0, "{policy}: {area} m²");
    }
}
