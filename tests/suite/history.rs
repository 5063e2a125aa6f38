//! The history of the land, and its snapshots had back from it.

use std::fs;
use std::path::Path;

use landshift::LandFormat;
use serde_json::{Value, json};

use crate::random::random;
use crate::support::{landshift, rectangles, stdout};

/// A and B on either side of a front of which a third moves with each snapshot, and C on an island of its own that comes
/// and goes; each written as a layer, and as a feature of a day of its own.
fn write(folder: &Path, dates: &[&str]) {
    let mut random = random(7);
    let mut front: Vec<[f64; 2]> = (0..=60).map(|n| [4.0 + random(), f64::from(n) / 10.0]).collect();
    for (n, date) in dates.iter().enumerate() {
        for vertex in &mut front {
            if random() < 0.3 {
                vertex[0] += random() - 0.5;
            }
        }
        let land = |name: &str, rim: f64| {
            let mut ring = front.clone();
            ring.extend([[rim, 6.0], [rim, 0.0], front[0]]);
            json!({"type": "Feature", "properties": {"controller": name, "start_date": date, "end_date": null},
                "geometry": {"type": "Polygon", "coordinates": [ring]}})
        };
        let mut features = vec![land("A", 0.0), land("B", 9.0)];
        if n % 2 == 1 {
            features.push(
                json!({"type": "Feature", "properties": {"controller": "C", "start_date": date},
                "geometry": {"type": "Polygon", "coordinates": [[[20, 0], [21, 0], [21, 1], [20, 0]]]}}),
            );
        }
        let layer = json!({"type": "FeatureCollection", "date": date, "features": features});
        fs::write(folder.join(format!("{date}.geojson")), layer.to_string()).unwrap();
    }
}

#[test]
fn every_format_keeps_the_dates_on_which_nothing_changed() {
    let folder = tempfile::tempdir().unwrap();
    let dates = ["2001-01-01", "2002-01-01", "2003-01-01", "2004-01-01"];
    // A front that moves once, and one that does not.
    for (series, moves) in [("moving", 1.5), ("still", 1.0)] {
        for (date, border) in dates.iter().zip([1.0, moves, moves, moves]) {
            let land = [("A", [0., 0., border, 1.]), ("B", [border, 0., 2., 1.])];
            let name = format!("{series}{date}.geojson");
            fs::write(folder.path().join(name), rectangles(date, &land)).unwrap();
        }
        for format in LandFormat::ALL {
            let name = format!("{series}.{}", format.name());
            let files = format!("{series}2*.geojson");
            landshift(folder.path())
                .args(["timeline", &files, "-o", &name])
                .assert()
                .success();
            let again = stdout(landshift(folder.path()).args(["timeline", &name, "--format", "json"]));
            let again: Value = serde_json::from_str(&again).unwrap();
            let snapshots = again["snapshots"].as_array().unwrap().iter();
            let found: Vec<&Value> = snapshots.map(|snapshot| &snapshot["date"]).collect();
            assert_eq!(found, dates, "{name}");
        }
    }
}

#[test]
fn a_snapshot_of_any_date_is_had_back_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let dates = [
        "2023-12-31",
        "2024-01-01",
        "2024-01-02",
        "2024-01-05",
        "2024-02-01",
        "2024-02-02",
    ];
    write(folder.path(), &dates);
    let made = landshift(folder.path())
        .args(["timeline", "2*.geojson", "-o", "history.geojson"])
        .assert()
        .success();
    drop(made);
    let text = fs::read_to_string(folder.path().join("history.geojson")).unwrap();
    let history: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(history["end_date"], "exclusive");
    assert_eq!(history["dates"], json!(dates));
    let features = history["features"].as_array().unwrap();
    let series: Value = serde_json::from_str(&stdout(landshift(folder.path()).args([
        "timeline",
        "2*.geojson",
        "--format",
        "json",
        "--tolerance",
        "0m",
    ])))
    .unwrap();
    for (date, snapshot) in dates.iter().zip(series["snapshots"].as_array().unwrap()) {
        let holds = |f: &&Value| {
            let p = &f["properties"];
            p["start_date"].as_str().unwrap() <= *date && p["end_date"].as_str().is_none_or(|end| *date < end)
        };
        let area: f64 = features
            .iter()
            .filter(holds)
            .map(|f| f["properties"]["area_km2"].as_f64().unwrap())
            .sum();
        let expected = snapshot["area_km2"].as_f64().unwrap();
        assert!((area - expected).abs() < 1e-5, "{date}: {area} {expected}");
        // The layer itself is of one date only: of the history, what holds then.
        let original = format!("{date}.geojson");
        let diff = [
            "diff",
            "history.geojson",
            &original,
            "--date",
            date,
            date,
            "--tolerance",
            "0m",
            "--format",
            "json",
        ];
        let diff: Value = serde_json::from_str(&stdout(landshift(folder.path()).args(diff))).unwrap();
        let rows = diff["transitions"].as_array().unwrap().iter();
        let changed: Vec<&Value> = rows.filter(|row| row["from"] != row["to"]).collect();
        assert!(changed.is_empty(), "{date}: {changed:?}");
        assert_eq!(diff["before"]["date"], *date);
    }
    // The history of its history is the same.
    let again = ["timeline", "history.geojson", "-o", "again.geojson"];
    landshift(folder.path()).args(again).assert().success();
    let again: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("again.geojson")).unwrap()).unwrap();
    assert_eq!(again["dates"], json!(dates));
    let held = |history: &Value| -> Vec<String> {
        let features = history["features"].as_array().unwrap().iter();
        let mut held: Vec<String> = features
            .map(|f| {
                let p = &f["properties"];
                format!(
                    "{} {} {} {:.3}",
                    p["controller"],
                    p["start_date"],
                    p["end_date"],
                    p["area_km2"].as_f64().unwrap()
                )
            })
            .collect();
        held.sort();
        held
    };
    assert_eq!(held(&history), held(&again));
}
