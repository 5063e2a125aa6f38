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
        csv.starts_with(
            "before,after,from,to,area_km2,noise_km2,low_km2,high_km2,rss_km2,parts,succession\n"
        ),
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
        // Two of one date are one snapshot, and a series needs two.
        (
            vec![&*files[0], "2024-01-01.geojson"],
            "change is between two snapshots or more",
        ),
        (vec![&*files[0]], "is one snapshot"),
        (vec![&*files[0], "scenario.toml"], "is a scenario among snapshots"),
        (vec!["karabakh", "--at", "2000"], "--at chooses dates of files"),
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

#[test]
fn a_timeline_tells_units_places_and_tables() {
    let folder = tempfile::tempdir().unwrap();
    let files = write(folder.path(), &[1.0, 2.0, 1.0, 1.5]);
    let units = rectangles("", &[("Middle", [1., 0., 2., 1.])]).replace("controller", "name");
    fs::write(folder.path().join("units.geojson"), units).unwrap();
    let places = r#"{"type": "Feature", "properties": {"name": "Town", "pop_max": 700},
        "geometry": {"type": "Point", "coordinates": [1.25, 0.5]}}"#;
    fs::write(folder.path().join("places.geojson"), places).unwrap();
    let timeline = |more: &[&str]| {
        let mut command = landshift(folder.path());
        let layers = ["--units", "units.geojson", "--places", "places.geojson"];
        command.arg("timeline").args(&files).args(layers).args(more);
        command
    };
    let result: Value = serde_json::from_str(&stdout(&mut timeline(&["--format", "json"]))).unwrap();
    let schema: Value =
        serde_json::from_str(&stdout(landshift(folder.path()).args(["schema", "timeline"]))).unwrap();
    let mut keys = result.as_object().unwrap().keys();
    assert!(keys.all(|key| schema["properties"][key].is_object()));
    // B takes nothing of the west; the middle goes A, B, and half of it A again.
    let times = result["times"].as_array().unwrap();
    let [once, twice, thrice] = [1, 2, 3].map(|n| times[n - 1]["area_km2"].as_f64().unwrap());
    assert!(once < 1e-6 && (twice - thrice).abs() < 1e-3 * twice && twice > 6_000.0);
    assert_eq!(result["place_changes"].as_array().unwrap().len(), 3);
    assert_eq!(result["place_changes"][0]["population"], 700);
    assert_eq!(result["unit_changes"][0]["unit"], "Middle");
    for (table, heading) in [
        (
            "changes",
            "before,after,from,to,area_km2,noise_km2,low_km2,high_km2,rss_km2,parts,succession\n",
        ),
        ("controllers", "name,first_km2,"),
        ("times", "times,area_km2\n"),
        ("fronts", "snapshot,one,other,kind,length_km\n"),
        ("units", "before,after,unit,from,to,"),
        ("places", "before,after,name,"),
    ] {
        // Twice: a table of ours may be replaced.
        for _ in 0..2 {
            timeline(&["--table", table, "-o", "table.csv"])
                .assert()
                .success();
        }
        let csv = fs::read_to_string(folder.path().join("table.csv")).unwrap();
        assert!(csv.starts_with(heading) && csv.lines().count() > 1, "{csv}");
    }
    let message = failure(&mut timeline(&["--table", "units"]));
    assert!(message.contains("--table is for CSV"), "{message}");
    let mut command = landshift(folder.path());
    let message = failure(
        command
            .arg("timeline")
            .args(&files)
            .args(["--units", "places.geojson"]),
    );
    assert!(message.contains("has no polygons"), "{message}");
}

/// Days of one hand, then days of another that draws the same front a little beside it, with many teeth.
#[test]
fn a_switch_of_source_is_said_with_its_dates() {
    let folder = tempfile::tempdir().unwrap();
    let day = |day: usize| {
        let teeth = if day > 4 { 0.001 } else { 0.0 };
        let mut line: Vec<[f64; 2]> = Vec::new();
        for n in 0..=40 {
            let tooth = if n % 2 == 1 { teeth } else { 0.0 };
            line.push([
                1.0 + 0.1 * day as f64 * f64::from(u8::from(n > 20)) + tooth,
                f64::from(n) / 40.0,
            ]);
        }
        let land = |name: &str, side: f64| {
            let mut ring = line.clone();
            ring.extend([[side, 1.0], [side, 0.0], line[0]]);
            serde_json::json!({"type": "Feature", "properties": {"controller": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]}})
        };
        let text =
            serde_json::json!({"type": "FeatureCollection", "features": [land("A", -1.0), land("B", 4.0)]});
        let name = format!("2024-01-0{day}.geojson");
        fs::write(folder.path().join(&name), text.to_string()).unwrap();
        name
    };
    let files: Vec<String> = (1..=9).map(day).collect();
    let timeline = |format: &str| {
        let mut command = landshift(folder.path());
        stdout(
            command
                .arg("timeline")
                .args(&files)
                .args(["--tolerance", "200m", "--format", format]),
        )
    };
    let text = timeline("md");
    assert!(
        text.contains("seems to change from 2024-01-04 to 2024-01-05"),
        "{text}"
    );
    let result: Value = serde_json::from_str(&timeline("json")).unwrap();
    let switches = result["switches"].as_array().unwrap();
    assert_eq!(switches.len(), 1, "{switches:?}");
    assert_eq!(switches[0]["after"], "2024-01-05");
}

#[test]
fn a_pattern_says_what_in_a_name_is_the_date() {
    let folder = tempfile::tempdir().unwrap();
    // By the calendar of the names the second file is the earlier one.
    for (name, x) in [
        ("front 2.1.2024 v20240909.geojson", 2.0),
        ("front 1.12.2023 v20240909.geojson", 1.0),
    ] {
        let text = rectangles("", &[("A", [0., 0., x, 1.]), ("B", [x, 0., 4., 1.])]);
        fs::write(folder.path().join(name), text).unwrap();
    }
    let files = [
        "front 2.1.2024 v20240909.geojson",
        "front 1.12.2023 v20240909.geojson",
    ];
    let timeline = |pattern: &str| {
        let mut command = landshift(folder.path());
        command
            .arg("timeline")
            .args(files)
            .args(["--date-pattern", pattern]);
        command
    };
    let told = stdout(&mut timeline("front %d.%m.%Y"));
    assert!(told.contains("from 1 December 2023 to 2 January 2024"), "{told}");
    let diff = stdout(landshift(folder.path()).args([
        "diff",
        files[1],
        files[0],
        "--format",
        "json",
        "--date-pattern",
        "%d.%m.%Y",
    ]));
    let diff: Value = serde_json::from_str(&diff).unwrap();
    assert_eq!(
        [&diff["before"]["date"], &diff["after"]["date"]],
        ["2023-12-01", "2024-01-02"]
    );
    let message = failure(&mut timeline("%Y-%m-%d"));
    assert!(
        message.contains("front 2.1.2024") && message.contains("has no date"),
        "{message}"
    );
    let message = failure(&mut timeline("%d.%q"));
    assert!(message.contains("`%q`"), "{message}");
}

#[test]
fn a_diff_by_unit_and_place_tells_what_a_timeline_of_two_does() {
    let folder = tempfile::tempdir().unwrap();
    let case = karabakh();
    let path = |name: &str| case.join(name).display().to_string();
    let [before, after] = ["1994-05-12.geojson", "2020-12-01.geojson"].map(path);
    let [units, places] = ["districts.geojson", "places.geojson"].map(path);
    let run = |command: &str, more: &[&str]| {
        let mut run = landshift(folder.path());
        run.args([command, &before, &after, "--tolerance", "250m"])
            .args(more);
        run
    };
    let layers = ["--units", &units, "--places", &places];
    let json = |command: &str| -> Value {
        serde_json::from_str(&stdout(&mut run(
            command,
            &[&layers[..], &["--format", "json"]].concat(),
        )))
        .unwrap()
    };
    let (diff, timeline) = (json("diff"), json("timeline"));
    for rows in ["unit_changes", "place_changes"] {
        assert!(diff[rows].as_array().unwrap().len() > 5);
        assert_eq!(diff[rows], timeline[rows]);
    }
    for (table, heading) in [
        ("units", "before,after,unit,from,to,"),
        ("places", "before,after,name,"),
    ] {
        for _ in 0..2 {
            let words = [&layers[..], &["--table", table, "-o", "table.csv"]].concat();
            run("diff", &words).assert().success();
        }
        let csv = fs::read_to_string(folder.path().join("table.csv")).unwrap();
        assert!(csv.starts_with(heading), "{csv}");
        let message = failure(&mut run("diff", &["--table", table, "--format", "csv"]));
        assert!(message.contains(&format!("--{table}")), "{message}");
    }
}
