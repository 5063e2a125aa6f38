//! Many files: folders, patterns, several files of one date, dates in names; and what a scenario says of its files.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

use crate::support::{failure, landshift, rectangles, stdout};

fn land(folder: &Path, name: &str, controller: &str, [west, east]: [f64; 2]) {
    let text = rectangles("", &[(controller, [west, 0., east, 1.])]).replace(r#""date":"","#, "");
    fs::write(folder.join(name), text).unwrap();
}

fn run(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = landshift(folder);
    command.args(arguments);
    command
}

/// The dates of a series, and who holds land on each.
fn told(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let text = stdout(&mut run(folder, &[arguments, &["--format", "json"]].concat()));
    let series: Value = serde_json::from_str(&text).unwrap();
    let snapshot = |snapshot: &Value| {
        let mut names: Vec<&str> = snapshot["controllers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["name"].as_str().unwrap())
            .collect();
        names.sort_unstable();
        format!("{} {}", snapshot["date"].as_str().unwrap(), names.join(" "))
    };
    series["snapshots"]
        .as_array()
        .unwrap()
        .iter()
        .map(snapshot)
        .collect()
}

fn said(command: &mut Command) -> String {
    let output = command.assert().success().get_output().stderr.clone();
    String::from_utf8(output).unwrap()
}

#[test]
fn a_folder_or_a_quoted_pattern_is_a_series() {
    let folder = tempfile::tempdir().unwrap();
    let front = folder.path().join("front");
    fs::create_dir(&front).unwrap();
    land(&front, "a_2024-01-01.geojson", "A", [0., 2.]);
    land(&front, "b_2024-01-01.geojson", "B", [2., 4.]);
    land(&front, "a_2024-02-01.geojson", "A", [0., 3.]);
    land(&front, "b_2024-02-01.geojson", "B", [3., 4.]);
    fs::write(front.join("README.md"), "# sources").unwrap();
    let expected = ["2024-01-01 A B", "2024-02-01 A B"];
    assert_eq!(told(folder.path(), &["timeline", "front"]), expected);
    assert_eq!(told(folder.path(), &["timeline", "front/*.geojson"]), expected);
    assert_eq!(
        told(folder.path(), &["timeline", "front/a_*"]),
        ["2024-01-01 A", "2024-02-01 A"]
    );
    let message = said(&mut run(folder.path(), &["timeline", "front"]));
    assert!(
        message.contains("front: 4 layers; 1 other file is left out"),
        "{message}"
    );
    assert!(
        message.contains("2024-01-01: 2 files are one snapshot: "),
        "{message}"
    );
    run(
        folder.path(),
        &["map", "front", "--kind", "multiples", "-o", "x.svg"],
    )
    .assert()
    .success();
    // A file in the folder is an input, and not written over.
    let message = failure(&mut run(
        folder.path(),
        &["timeline", "front", "-o", "front/a_2024-01-01.geojson"],
    ));
    assert!(message.contains("is an input"), "{message}");
    for (name, expected) in [
        ("front/*.kml", "no file matches this pattern"),
        ("empty", "no layers in this folder"),
    ] {
        fs::create_dir_all(folder.path().join("empty")).unwrap();
        let message = failure(&mut run(folder.path(), &["timeline", name]));
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn dates_in_names_are_found_or_said() {
    let folder = tempfile::tempdir().unwrap();
    let names = [
        "w_1914.geojson",
        "31_12_2024.geojson",
        "front_2025_04.geojson",
        "20250502.geojson",
    ];
    for (n, name) in (1..).zip(names) {
        land(folder.path(), name, "A", [0., f64::from(n)]);
    }
    let arguments = [&["timeline"], &names[..]].concat();
    assert_eq!(
        told(folder.path(), &arguments),
        ["1914 A", "2024-12-31 A", "2025-04 A", "2025-05-02 A"]
    );
    for (name, expected) in [
        (
            "1917-04-31.geojson",
            "`1917-04-31` in its name, which is no day of the calendar",
        ),
        (
            "03_04_2024.geojson",
            "say how names state them with --date-pattern",
        ),
    ] {
        land(folder.path(), name, "A", [0., 9.]);
        let message = failure(&mut run(folder.path(), &["timeline", names[0], name]));
        assert!(
            message.starts_with(&format!("landshift: {name}: ")) && message.contains(expected),
            "{message}"
        );
    }
    let pattern = [
        "timeline",
        "03_04_2024.geojson",
        names[1],
        "--date-pattern",
        "%d_%m_%Y",
    ];
    assert_eq!(told(folder.path(), &pattern), ["2024-04-03 A", "2024-12-31 A"]);
}

#[test]
fn an_order_against_the_dates_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["2024-01-01.geojson", "2024-01-02.geojson"];
    for (n, name) in (1..).zip(names) {
        land(folder.path(), name, "A", [0., f64::from(n)]);
    }
    let [early, late] = names;
    let backwards =
        "2024-01-01.geojson is of 2024-01-01, earlier than 2024-01-02.geojson of 2024-01-02 before it";
    for (arguments, expected) in [
        (
            ["timeline", late, early, "-o", "x.csv"],
            "the files are not given in the order of their dates",
        ),
        (["diff", late, early, "-o", "x.csv"], backwards),
        (["map", late, early, "-o", "x.svg"], backwards),
    ] {
        let message = said(&mut run(folder.path(), &arguments));
        assert!(message.contains(expected), "{message}");
    }
    let message = said(&mut run(folder.path(), &["diff", early, late]));
    assert!(!message.contains("earlier"), "{message}");
}

const SCENARIO: &str = r#"
id = "x"
title = "X"
as = "Reds"
date_pattern = "%d_%m_%Y"
snapshot = [
    { path = "03_04_2024.geojson" },
    { path = "outline.geojson", date = "2024-06" },
    { path = "times.geojson", at = "1900-01-01", by = "name", date_pattern = "%Y" },
]
"#;

#[test]
fn a_scenario_says_how_its_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    land(folder.path(), "03_04_2024.geojson", "", [0., 1.]);
    land(folder.path(), "outline.geojson", "", [0., 2.]);
    let times = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"name": "Blues", "start_date": "1850", "end_date": "1950"}, "geometry":
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}"#;
    fs::write(folder.path().join("times.geojson"), times).unwrap();
    fs::write(folder.path().join("scenario.toml"), SCENARIO).unwrap();
    let message = failure(&mut run(folder.path(), &["timeline", "scenario.toml"]));
    assert!(message.contains("not after"), "in order of time: {message}");
    let sorted = SCENARIO.replace(r#"at = "1900-01-01""#, r#"at = "1900-01-01", date = "2030""#);
    let sorted = sorted.replace(
        r#"{ path = "times.geojson", at = "1900-01-01", date = "2030", by = "name", date_pattern = "%Y" },"#,
        "",
    );
    fs::write(folder.path().join("scenario.toml"), sorted).unwrap();
    assert_eq!(
        told(folder.path(), &["timeline", "scenario.toml"]),
        ["2024-04-03 Reds", "2024-06 Reds"]
    );
    // What the command says overrules it, in every command.
    assert_eq!(
        told(folder.path(), &["timeline", "scenario.toml", "--as", "Greens"]),
        ["2024-04-03 Greens", "2024-06 Greens"]
    );
    let map = [
        "map",
        "--scenario",
        "scenario.toml",
        "--as",
        "Greens",
        "-o",
        "x.svg",
    ];
    run(folder.path(), &map).assert().success();
    let picture = fs::read_to_string(folder.path().join("x.svg")).unwrap();
    assert!(picture.contains("Greens") && !picture.contains("Reds"));
    let dates = [
        "map",
        "--scenario",
        "scenario.toml",
        "--date",
        "2020",
        "2021",
        "-o",
        "x.svg",
    ];
    let message = failure(&mut run(folder.path(), &dates));
    assert!(message.contains("--date is for files"), "{message}");
    run(folder.path(), &["report", "scenario.toml", "--without=maps,page"])
        .assert()
        .success();
}

#[test]
fn files_outside_a_scenario_are_read_where_the_command_allows_it() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("case");
    fs::create_dir(&inner).unwrap();
    land(folder.path(), "2024-01-01.geojson", "A", [0., 1.]);
    land(&inner, "2024-01-02.geojson", "A", [0., 2.]);
    let scenario = r#"
        id = "x"
        title = "X"
        snapshot = [{ path = "../2024-01-01.geojson" }, { path = "2024-01-02.geojson" }]
    "#;
    fs::write(inner.join("scenario.toml"), scenario).unwrap();
    for command in [
        &["timeline", "case"][..],
        &["report", "case", "--without=maps,page"],
        &["map", "--scenario", "case", "-o", "x.svg"],
    ] {
        let message = failure(&mut run(folder.path(), command));
        assert!(
            message.contains("outside its folder") && message.contains("--allow-outside"),
            "{message}"
        );
        run(folder.path(), &[command, &["--allow-outside"]].concat())
            .assert()
            .success();
    }
}
