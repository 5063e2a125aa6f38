//! Sums by period, and gaps of an archive.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{failure, landshift, rectangles, stdout};

/// A gains a degree from B with each snapshot.
fn write(folder: &Path, dates: &[&str]) {
    for (n, date) in (1..).zip(dates) {
        let x = f64::from(n);
        let text = rectangles(date, &[("A", [0., 0., x, 1.]), ("B", [x, 0., 20., 1.])]);
        fs::write(folder.join(format!("{n:02}.geojson")), text).unwrap();
    }
}

fn timeline(folder: &Path, more: &[&str]) -> String {
    let mut command = landshift(folder);
    stdout(
        command
            .args(["timeline", "*.geojson", "--tolerance", "0m"])
            .args(more),
    )
}

#[test]
fn sums_by_month_say_what_one_gap_spans() {
    let folder = tempfile::tempdir().unwrap();
    let dates = [
        "2024-07-30",
        "2024-07-31",
        "2024-08-01",
        "2024-08-02",
        "2024-08-03",
        "2024-12-01",
        "2024-12-02",
    ];
    write(folder.path(), &dates);
    let text = timeline(folder.path(), &["--every", "month"]);
    for expected in [
        "The archive has gaps: no snapshot between 2024-08-03 and 2024-12-01 (120 days), where a step usually takes a day.",
        "By month, km²",
        "2024-08 to 2024-11",
        "2024-08-03 – 2024-12-01: one step of 120 days, nothing between",
        "One row is of several periods",
    ] {
        let flat = text.replace('\n', " ");
        assert!(flat.contains(expected), "{expected}: {text}");
    }
    assert!(
        timeline(folder.path(), &["--every", "month", "--format", "md"])
            .contains("| 2024-08 to 2024-11 | A |")
    );
    let csv = timeline(folder.path(), &["--every", "month", "--format", "csv"]);
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(
        rows[0][..7],
        [
            "period",
            "periods",
            "before",
            "after",
            "steps",
            "longest_step_days",
            "controller"
        ]
    );
    let of_a: Vec<String> = rows
        .iter()
        .filter(|row| row[6] == "A")
        .map(|row| row[..6].join(" "))
        .collect();
    assert_eq!(
        of_a,
        [
            "2024-07 1 2024-07-30 2024-07-31 1 1",
            "2024-08 1 2024-07-31 2024-08-03 3 1",
            "2024-08 to 2024-11 4 2024-08-03 2024-12-01 1 120",
            "2024-12 1 2024-12-01 2024-12-02 1 1",
        ]
    );
    let json: Value = serde_json::from_str(&timeline(
        folder.path(),
        &["--every", "month", "--format", "json"],
    ))
    .unwrap();
    let periods = json["periods"].as_array().unwrap();
    let last = periods.iter().rfind(|row| row["controller"] == "A").unwrap();
    let a = json["controllers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["name"] == "A")
        .unwrap();
    assert_eq!(last["gained_so_far_km2"], a["gained_km2"]);
    assert_eq!(last["net_so_far_km2"], a["net_km2"]);
    assert_eq!(last["held_km2"], a["last_km2"]);
    let of_a = periods.iter().filter(|row| row["controller"] == "A");
    let sum: f64 = of_a.map(|row| row["gained_km2"].as_f64().unwrap()).sum();
    assert!((sum - a["gained_km2"].as_f64().unwrap()).abs() < 1e-6);
    assert_eq!(json["gaps"][0]["days"], 120);
    assert_eq!(json["gaps"][0]["usual_days"], 1);
}

#[test]
fn periods_may_be_quarters_years_or_days() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &["2023-12-15", "2024-01-15", "2024-02-15", "2024-05-15"],
    );
    let names = |every: &str| -> Vec<String> {
        let csv = timeline(folder.path(), &["--every", every, "--format", "csv"]);
        let rows = csv.lines().filter(|line| line.contains(",A,"));
        rows.map(|row| row.split(',').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("year"), ["2023", "2024"]);
    assert_eq!(names("quarter"), ["2023-Q4", "2024-Q1", "2024-Q2"]);
    assert_eq!(names("31")[0], "2023-12-15");
    let without = timeline(folder.path(), &["--format", "csv"]);
    assert!(without.starts_with("before,after,from,to"));
    for (more, expected) in [
        (
            &["--every", "week"][..],
            "write month, quarter, year, or a number of days",
        ),
        (
            &["--table", "periods", "--format", "csv"],
            "--table periods needs --every",
        ),
    ] {
        let mut command = landshift(folder.path());
        let message = failure(command.args(["timeline", "01.geojson", "02.geojson"]).args(more));
        assert!(message.contains(expected), "{message}");
    }
}
