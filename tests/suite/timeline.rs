//! A series of snapshots in one run.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{failure, karabakh, landshift, rectangles, stdout};

/// A moves its border with B to the east, day by day; the files are named by their days and state no date.
fn write(folder: &Path, borders: &[f64]) -> Vec<String> {
    let write = |(day, x): (usize, &f64)| {
        let text = rectangles("", &[("A", [0., 0., *x, 1.]), ("B", [*x, 0., 4., 1.])]);
        let name = format!("front_2024010{}.geojson", day + 1);
        fs::write(folder.join(&name), text).unwrap();
        name
    };
    borders.iter().enumerate().map(write).collect()
}

#[test]
fn a_series_in_any_order_is_sorted_by_the_days_in_its_files_names() {
    let folder = tempfile::tempdir().unwrap();
    let files = write(folder.path(), &[1.0, 2.0, 2.0, 1.5]);
    let timeline = |files: &[&String], more: &[&str]| {
        let mut command = landshift(folder.path());
        command.arg("timeline").args(files).args(more);
        command
    };
    let [one, two, three, four] = files.as_slice() else {
        unreachable!()
    };
    let json = stdout(&mut timeline(&[three, one, four, two], &["--format", "json"]));
    assert_eq!(
        json,
        stdout(&mut timeline(&[one, two, three, four], &["--format", "json"]))
    );
    let result: Value = serde_json::from_str(&json).unwrap();
    let dates: Vec<_> = result["snapshots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["date"].as_str().unwrap())
        .collect();
    assert_eq!(dates, ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"]);
    let steps: Vec<_> = result["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (c["after"].as_str(), c["to"].as_str()))
        .collect();
    assert_eq!(
        steps,
        [(Some("2024-01-02"), Some("A")), (Some("2024-01-04"), Some("B"))]
    );
    let a = result["controllers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["name"] == "A")
        .unwrap();
    let km2 = |key: &str| a[key].as_f64().unwrap();
    assert!((km2("gained_km2") - km2("lost_km2") - (km2("last_km2") - km2("first_km2"))).abs() < 1e-6);
    assert_eq!(a["largest_gain"]["after"], "2024-01-02");

    timeline(&[one, two, four], &["-o", "changes.csv"])
        .assert()
        .success();
    let csv = fs::read_to_string(folder.path().join("changes.csv")).unwrap();
    assert!(
        csv.starts_with("before,after,from,to,area_km2,noise_km2,parts\n"),
        "{csv}"
    );
    timeline(&[one, two], &["-o", "changes.csv"]).assert().success();
    let text = stdout(&mut timeline(&[two, three], &[]));
    assert!(text.contains("no land changed hands"), "{text}");
}

#[test]
fn what_is_no_series_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let files = write(folder.path(), &[1.0, 2.0]);
    fs::copy(
        folder.path().join(&files[0]),
        folder.path().join("undated.geojson"),
    )
    .unwrap();
    fs::copy(
        folder.path().join(&files[0]),
        folder.path().join("2024-01-01.geojson"),
    )
    .unwrap();
    for (arguments, expected) in [
        (
            vec![&*files[0], "undated.geojson"],
            "undated.geojson: has no date",
        ),
        (
            vec![&*files[0], "2024-01-01.geojson"],
            "2024-01-01.geojson: is of 2024-01-01, as is front_20240101.geojson",
        ),
        (vec![&*files[0]], "is one snapshot"),
        (vec![&*files[0], "scenario.toml"], "is a scenario among snapshots"),
        (vec!["karabakh", "--as", "A"], "--by and --as"),
        (vec![&*files[0], &*files[1], "-o", &*files[1]], "is an input"),
    ] {
        let message = failure(landshift(folder.path()).arg("timeline").args(&arguments));
        assert!(message.contains(expected), "{arguments:?}: {message}");
    }
}

#[test]
fn a_scenario_is_a_series() {
    let folder = tempfile::tempdir().unwrap();
    let built_in = stdout(landshift(folder.path()).arg("timeline"));
    assert!(built_in.contains("changed hands in 2 of 2 steps"), "{built_in}");
    let from_files = stdout(landshift(folder.path()).arg("timeline").arg(karabakh()));
    assert_eq!(built_in, from_files);
}
