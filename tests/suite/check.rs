//! `landshift check`: every kind of problem is found where it is, and a mended file has none.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{failure, karabakh, landshift, stdout};

/// The closed ring of a rectangle, counter-clockwise.
pub fn rectangle(w: f64, s: f64, e: f64, n: f64) -> Value {
    json!([[w, s], [e, s], [e, n], [w, n], [w, s]])
}

pub fn feature(controller: &str, rings: &[Value]) -> Value {
    json!({
        "type": "Feature",
        "properties": {"controller": controller},
        "geometry": {"type": "Polygon", "coordinates": rings}
    })
}

pub fn write(folder: &Path, name: &str, features: &[Value]) {
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    fs::write(folder.join(name), text).unwrap();
}

/// What the check of a file lists.
pub fn problems(folder: &Path, name: &str) -> Vec<Value> {
    let output = landshift(folder)
        .args(["check", name, "--format", "json"])
        .output()
        .unwrap();
    let listing: Value = serde_json::from_slice(&output.stdout).unwrap();
    let problems = listing["files"][0]["problems"].as_array().unwrap().clone();
    assert_eq!(output.status.code(), Some(i32::from(!problems.is_empty())));
    problems
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table, one row a kind")]
fn each_kind_of_problem_is_found_where_it_is() {
    let square = || rectangle(10., 10., 11., 11.);
    let second = |mut feature: Value, key: &str, value: Value| {
        feature[key] = value;
        feature
    };
    let a = || feature("A", &[square()]);
    for (kind, at, features) in [
        (
            "invalid-feature",
            None,
            vec![feature("A", &[rectangle(4e5, 4e6, 4.1e5, 4.1e6)])],
        ),
        (
            "invalid-feature",
            None,
            vec![feature("A", &[rectangle(44., 100., 45., 101.)])],
        ),
        (
            "invalid-feature",
            Some([10., 10.]),
            vec![feature("A", &[json!([[10, 10], [11, 11], [10, 10]])])],
        ),
        (
            "attribute",
            None,
            vec![
                a(),
                second(
                    feature("A", &[rectangle(20., 10., 21., 11.)]),
                    "properties",
                    json!({}),
                ),
            ],
        ),
        (
            "attribute",
            None,
            vec![
                second(a(), "properties", json!({"controller": "A", "date": "1994"})),
                second(
                    feature("A", &[rectangle(20., 10., 21., 11.)]),
                    "properties",
                    json!({"controller": "A", "date": "spring"}),
                ),
            ],
        ),
        (
            "duplicate-id",
            Some([20., 10.]),
            vec![
                second(a(), "id", json!(7)),
                second(feature("A", &[rectangle(20., 10., 21., 11.)]), "id", json!("7")),
            ],
        ),
        (
            "unclosed-ring",
            Some([11., 11.]),
            vec![feature("A", &[json!([[10, 10], [11, 10], [11, 11]])])],
        ),
        (
            "mis-wound-ring",
            Some([10., 10.]),
            vec![feature("A", &[json!([[10, 10], [10, 11], [11, 11], [10, 10]])])],
        ),
        (
            "duplicate-position",
            Some([11., 10.]),
            vec![feature(
                "A",
                &[json!([[10, 10], [11, 10], [11, 10], [11, 11], [10, 10]])],
            )],
        ),
        (
            "degenerate-ring",
            Some([10., 10.]),
            vec![feature("A", &[json!([[10, 10], [11, 11], [12, 12], [10, 10]])])],
        ),
        (
            "across-180",
            Some([179., 10.]),
            vec![feature("A", &[rectangle(179., 10., -179., 11.)])],
        ),
        (
            "extra-numbers",
            Some([11., 10.]),
            vec![feature(
                "A",
                &[json!([[10, 10], [11, 10, 0, 5], [11, 11], [10, 10]])],
            )],
        ),
        (
            "spike",
            Some([13., 11.]),
            vec![feature(
                "A",
                &[json!([
                    [10, 10],
                    [11, 10],
                    [11, 11],
                    [13, 11],
                    [11, 11],
                    [10, 11],
                    [10, 10]
                ])],
            )],
        ),
        (
            "self-intersection",
            None,
            vec![feature(
                "A",
                &[json!([[10, 10], [10, 12], [13, 10], [13, 13], [10, 10]])],
            )],
        ),
        (
            "hole-outside-shell",
            None,
            vec![feature(
                "A",
                &[
                    square(),
                    json!([[12, 10], [12, 11], [13, 11], [13, 10], [12, 10]]),
                ],
            )],
        ),
        (
            "overlap",
            None,
            vec![a(), feature("B", &[rectangle(10.5, 10., 12., 11.)])],
        ),
        (
            "overlap-within-controller",
            None,
            vec![a(), feature("A", &[rectangle(10.5, 10., 12., 11.)])],
        ),
        (
            "sliver-overlap",
            None,
            vec![a(), feature("B", &[rectangle(10.99999, 10., 12., 11.)])],
        ),
        (
            "gap",
            Some([10.5, 10.5]),
            vec![feature(
                "A",
                &[
                    square(),
                    json!([
                        [10.2, 10.2],
                        [10.2, 10.8],
                        [10.8, 10.8],
                        [10.8, 10.2],
                        [10.2, 10.2]
                    ]),
                ],
            )],
        ),
        (
            "sliver-gap",
            None,
            vec![
                a(),
                feature("B", &[rectangle(10., 9., 12., 10.)]),
                feature("B", &[rectangle(10., 11., 12., 12.)]),
                feature("B", &[rectangle(11.00001, 10., 12., 11.)]),
            ],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "x.geojson", &features);
        let found = problems(folder.path(), "x.geojson");
        let kinds: Vec<&str> = found.iter().map(|p| p["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, [kind], "{features:?}");
        if let Some([lon, lat]) = at {
            let near = |key: &str, degrees: f64| (found[0][key].as_f64().unwrap() - degrees).abs() < 0.1;
            assert!(near("lon", lon) && near("lat", lat), "{found:?}");
        }
        let has_land = found[0]["area_km2"].is_number();
        assert_eq!(has_land, found[0]["width_m"].is_number(), "{found:?}");
    }
}

/// JSON is for programs, whatever calls the library: no flag of the command line is in it.
#[test]
fn hints_name_options_of_the_library_in_json_and_flags_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let mut nameless = feature("", &[rectangle(20., 10., 21., 11.)]);
    nameless["properties"] = json!({"name": "Lachin"});
    write(
        folder.path(),
        "x.geojson",
        &[feature("A", &[rectangle(10., 10., 11., 11.)]), nameless],
    );
    let problems = problems(folder.path(), "x.geojson");
    let hint = problems[0]["hint"].as_str().unwrap();
    assert!(hint.contains("`by`") && !hint.contains("--by"), "{hint}");
    let mut diff = landshift(folder.path());
    let message = failure(diff.args(["diff", "x.geojson", "x.geojson"]));
    assert!(message.contains("--by") && !message.contains("`by`"), "{message}");
}

#[test]
fn a_file_without_problems_passes() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "x.geojson",
        &[feature("A", &[rectangle(0., 0., 1., 1.)])],
    );
    landshift(folder.path())
        .args(["check", "x.geojson", "x.geojson"])
        .assert()
        .success();
    for file in ["1994-05-12.geojson", "2020-12-01.geojson", "2023-10-01.geojson"] {
        let path = karabakh().join(file);
        landshift(folder.path())
            .arg("check")
            .arg(&path)
            .args(["--gap", "keep"])
            .assert()
            .success();
    }
}

/// All that can be mended at once, in one file.
pub fn broken(folder: &Path) {
    write(
        folder,
        "broken.geojson",
        &[
            feature("A", &[rectangle(10., 10., 11., 11.)]),
            feature("B", &[rectangle(10.5, 10., 12., 11.)]),
            feature("B", &[rectangle(11.5, 10., 13., 11.)]),
            feature("C", &[json!([[20, 10], [23, 13], [23, 10], [20, 12], [20, 10]])]),
            feature(
                "C",
                &[json!([
                    [30, 10],
                    [31, 10],
                    [31, 11],
                    [33, 11],
                    [31, 11],
                    [30, 11]
                ])],
            ),
            feature(
                "D",
                &[
                    rectangle(40., 10., 41., 11.),
                    json!([
                        [40.2, 10.2],
                        [40.2, 10.8],
                        [40.8, 10.8],
                        [40.8, 10.2],
                        [40.2, 10.2]
                    ]),
                ],
            ),
            feature("E", &[rectangle(179., 10., -179., 11.)]),
        ],
    );
}

#[test]
fn a_mended_file_passes_and_says_where_land_went() {
    let folder = tempfile::tempdir().unwrap();
    broken(folder.path());
    let areas = |policy: &[&str]| -> Vec<(String, f64)> {
        let mut mend = landshift(folder.path());
        mend.args(["check", "broken.geojson", "--fix", "-o", "mended.geojson"])
            .args(policy);
        let told = stdout(&mut mend);
        assert!(
            told.contains("self-intersection") && told.contains("spike"),
            "{told}"
        );
        landshift(folder.path())
            .args(["check", "mended.geojson"])
            .assert()
            .success();
        let mut diff = landshift(folder.path());
        let json = stdout(diff.args(["diff", "mended.geojson", "mended.geojson", "--format", "json"]));
        let json: Value = serde_json::from_str(&json).unwrap();
        let controllers = json["controllers"].as_array().unwrap();
        let mut areas: Vec<(String, f64)> = controllers
            .iter()
            .map(|c| {
                (
                    c["name"].as_str().unwrap().to_owned(),
                    c["before_km2"].as_f64().unwrap(),
                )
            })
            .collect();
        areas.sort_by(|a, b| a.0.cmp(&b.0));
        areas
    };
    let area =
        |areas: &[(String, f64)], name: &str| areas.iter().find(|(n, _)| n == name).map_or(0.0, |a| a.1);
    let first = areas(&["--overlap", "first"]);
    let last = areas(&["--overlap", "last"]);
    let contested = areas(&["--overlap", "contested"]);
    let overlap = area(&contested, "Contested: A / B");
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} {b}");
    assert!(overlap > 5000.0, "{contested:?}");
    close(area(&first, "A") - overlap, area(&contested, "A"));
    close(area(&first, "A") - overlap, area(&last, "A"));
    close(area(&last, "B") - overlap, area(&first, "B"));
    let filled = areas(&["--overlap", "first", "--gap", "longest-border"]);
    assert!(area(&filled, "D") > area(&first, "D") + 4000.0);
    close(
        area(&filled, "D"),
        area(&areas(&["--overlap", "first", "--gap", "nearest"]), "D"),
    );
}

#[test]
fn gaps_once_kept_can_be_filled_later_and_are_told_of() {
    let folder = tempfile::tempdir().unwrap();
    broken(folder.path());
    let mut keep = landshift(folder.path());
    stdout(keep.args([
        "check",
        "broken.geojson",
        "--fix",
        "--overlap",
        "first",
        "-o",
        "kept.geojson",
    ]));
    let gaps = |file: &str| {
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        serde_json::from_str::<Value>(&text).unwrap().get("gaps").cloned()
    };
    assert_eq!(gaps("kept.geojson"), Some(json!("kept")));
    let mut fill = landshift(folder.path());
    let told = stdout(fill.args([
        "check",
        "kept.geojson",
        "--fix",
        "--gap",
        "nearest",
        "-o",
        "filled.geojson",
    ]));
    assert!(told.contains("given to who is nearest"), "{told}");
    assert_eq!(gaps("filled.geojson"), None, "nothing is kept any more");
    landshift(folder.path())
        .args(["check", "filled.geojson"])
        .assert()
        .success();
}

#[test]
fn a_refused_overlap_names_the_land() {
    let folder = tempfile::tempdir().unwrap();
    broken(folder.path());
    let mut diff = landshift(folder.path());
    let message = failure(diff.args(["diff", "broken.geojson", "broken.geojson", "--overlap", "error"]));
    assert!(
        message.contains("land of A: A and B have the same land"),
        "{message}"
    );
}

#[test]
fn what_only_the_person_can_mend_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    broken(folder.path());
    let mut mend = landshift(folder.path());
    let message = failure(mend.args(["check", "broken.geojson", "--fix", "-o", "mended.geojson"]));
    assert!(
        message.contains("A and B have the same land") && message.contains("--overlap"),
        "{message}"
    );
    write(
        folder.path(),
        "short.geojson",
        &[feature("A", &[json!([[1, 1], [2, 2], [1, 1]])])],
    );
    let mut mend = landshift(folder.path());
    let message = failure(mend.args(["check", "short.geojson", "--fix", "-o", "mended.geojson"]));
    assert!(
        message.contains("short.geojson: feature 0, ring 0: cannot be mended"),
        "{message}"
    );
    assert!(!folder.path().join("mended.geojson").exists());
    let mut both = landshift(folder.path());
    failure(both.args([
        "check",
        "short.geojson",
        "broken.geojson",
        "--fix",
        "-o",
        "mended.geojson",
    ]));
    let mut gap = landshift(folder.path());
    let message = failure(gap.args(["check", "broken.geojson", "--gap", "nearest"]));
    assert!(message.contains("--fix"), "{message}");
}

#[test]
fn places_open_in_a_gis_and_names_are_harmless_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "A\u{1b}[31m";
    write(
        folder.path(),
        "x.geojson",
        &[
            feature(evil, &[rectangle(0., 0., 2., 1.)]),
            feature("B", &[rectangle(1., 0., 3., 1.)]),
        ],
    );
    let text = landshift(folder.path())
        .args(["check", "x.geojson"])
        .output()
        .unwrap()
        .stdout;
    assert!(!text.contains(&0x1b));
    landshift(folder.path())
        .args(["check", "x.geojson", "-o", "places.geojson"])
        .assert()
        .code(1);
    let places: geojson::GeoJson = fs::read_to_string(folder.path().join("places.geojson"))
        .unwrap()
        .parse()
        .unwrap();
    let geojson::GeoJson::FeatureCollection(places) = places else {
        panic!("no collection")
    };
    let feature = &places.features[0];
    assert!(matches!(
        feature.geometry.as_ref().unwrap().value,
        geojson::GeometryValue::Polygon { .. }
    ));
    assert_eq!(feature.property("kind").unwrap(), "overlap");
}

#[test]
fn contested_land_has_its_row_and_column_and_the_diff_is_a_patch_still() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let pair = |border: f64| {
        [
            feature("A", &[rectangle(10., 10., 11., 11.)]),
            feature("B", &[rectangle(border, 10., 12., 11.)]),
        ]
    };
    write(folder.path(), "before.geojson", &pair(10.5));
    write(folder.path(), "after.geojson", &pair(10.8));
    let diff = |policy: &str, more: &[&str]| {
        let mut command = landshift(folder.path());
        command
            .args(["diff", "before.geojson", "after.geojson", "--overlap", policy])
            .args(more);
        command
    };
    let message = failure(&mut diff("error", &[]));
    assert!(
        message.contains("before.geojson: ") && message.contains("A and B have the same land"),
        "{message}"
    );
    let json = stdout(&mut diff("contested", &["--format", "json"]));
    let result: Value = serde_json::from_str(&json).unwrap();
    let cell = |from: &str, to: &str| -> f64 {
        let transitions = result["transitions"].as_array().unwrap().iter();
        transitions
            .filter(|t| t["from"] == from && t["to"] == to)
            .map(|t| t["area_km2"].as_f64().unwrap())
            .sum()
    };
    let contested = "Contested: A / B";
    assert!(
        cell(contested, "A") > 3000.0 && cell(contested, contested) > 2000.0,
        "{json}"
    );
    assert_eq!(result["overlaps"]["before_km2"], 0.0);
    stdout(&mut diff("contested", &["-o", "d.geojson"]));
    let run = |args: &[&str]| stdout(landshift(folder.path()).args(args));
    run(&["apply", "before.geojson", "d.geojson", "-o", "made.geojson"]);
    let same = run(&[
        "diff",
        "made.geojson",
        "after.geojson",
        "--overlap",
        "contested",
        "--exit-code",
    ]);
    assert!(same.contains("No land changed hands"), "{same}");
    assert!(
        fs::read_to_string(at("d.geojson"))
            .unwrap()
            .contains("\"overlaps\":\"contested\"")
    );
}

#[test]
fn points_and_lines_beside_land_are_listed_and_left_out() {
    let feature = |geometry: serde_json::Value| serde_json::json!({"type": "Feature", "properties": {"controller": "A"}, "geometry": geometry});
    let square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]];
    let features = [
        feature(serde_json::json!({"type": "Polygon", "coordinates": [square]})),
        feature(serde_json::json!({"type": "Point", "coordinates": [0.5, 0.5]})),
        feature(serde_json::json!({"type": "LineString", "coordinates": [[0, 0], [2, 2]]})),
    ];
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, features: &[serde_json::Value]| {
        let layer = serde_json::json!({"type": "FeatureCollection", "features": features});
        fs::write(folder.path().join(name), layer.to_string()).unwrap();
    };
    write("mixed.geojson", &features);
    write("points.geojson", &features[1..2]);
    let check = |arguments: &[&str]| {
        let mut check = landshift(folder.path());
        check.arg("check").args(arguments);
        check
    };
    let list = check(&["mixed.geojson", "--format", "csv"])
        .assert()
        .code(1)
        .get_output()
        .stdout
        .clone();
    let list = String::from_utf8(list).unwrap();
    assert_eq!(list.matches(",no-land,").count(), 2, "{list}");
    check(&["points.geojson"]).assert().success();
    let mended = stdout(&mut check(&["mixed.geojson", "--fix", "-o", "fixed.geojson"]));
    assert!(mended.contains("left out, since it is no land"), "{mended}");
    check(&["fixed.geojson"]).assert().success();
    let strict = [
        "--strict",
        "diff",
        "mixed.geojson",
        "fixed.geojson",
        "--date",
        "2000",
        "2001",
    ];
    let message = failure(landshift(folder.path()).args(strict));
    assert!(message.contains("points or lines"), "{message}");
}
