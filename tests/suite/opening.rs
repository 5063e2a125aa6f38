//! Threads of changed pieces as noise, through the built program.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{landshift, stdout};

/// A on the west of a crooked border and B on its east.
fn snapshot(folder: &Path, name: &str, date: &str, border: &[[f64; 2]]) {
    let land = |controller: &str, rim: f64| {
        let corners = [[rim, 41.0], [rim, 40.0]];
        let mut ring: Vec<[f64; 2]> = border.iter().copied().chain(corners).collect();
        ring.push(ring[0]);
        json!({
            "type": "Feature",
            "properties": {"controller": controller},
            "geometry": {"type": "Polygon", "coordinates": [ring]}
        })
    };
    let layer =
        json!({"type": "FeatureCollection", "date": date, "features": [land("A", 45.5), land("B", 46.5)]});
    fs::write(folder.join(name), layer.to_string()).unwrap();
}

/// The border bulges by some 8 km in the middle; elsewhere it was drawn again some 170 m farther east.
fn files(folder: &Path) {
    let before: Vec<[f64; 2]> = (0..=20)
        .map(|n| [46.0 + 0.002 * f64::from(n % 3), 40.0 + 0.05 * f64::from(n)])
        .collect();
    let bulge = |n: usize| if (9..=11).contains(&n) { 0.1 } else { 0.002 };
    let after: Vec<[f64; 2]> = before
        .iter()
        .enumerate()
        .map(|(n, [x, y])| [x + bulge(n), *y])
        .collect();
    snapshot(folder, "before.geojson", "2001", &before);
    snapshot(folder, "after.geojson", "2002", &after);
}

fn diff(folder: &Path, more: &[&str]) -> Value {
    let args = [
        &["diff", "before.geojson", "after.geojson", "--format", "geojson"],
        more,
    ]
    .concat();
    serde_json::from_str(&stdout(landshift(folder).args(args))).unwrap()
}

#[test]
fn a_bulge_is_change_and_the_redrawn_border_beside_it_is_noise() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let pieces = |diff: &Value, noise: bool| -> Vec<f64> {
        let features = diff["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| &f["properties"]);
        let features = features.filter(|p| p["noise"] == noise);
        features.map(|p| p["area_km2"].as_f64().unwrap()).collect()
    };
    let (whole, opened) = (
        diff(folder.path(), &[]),
        diff(folder.path(), &["--tolerance", "400m"]),
    );
    assert_eq!(pieces(&whole, false).len(), 1);
    let (real, noise) = (pieces(&opened, false), pieces(&opened, true));
    assert_eq!((real.len(), noise.len()), (1, 2));
    // Two strips of 170 m by about 44 km each.
    assert!(noise.iter().all(|km2| (7.0..8.5).contains(km2)), "{noise:?}");
    let sum: f64 = real.iter().chain(&noise).sum();
    assert!((sum - pieces(&whole, false)[0]).abs() < 1e-6);
    assert_eq!(
        diff(folder.path(), &["--tolerance", "0m"])["features"],
        whole["features"]
    );
    assert_eq!(
        pieces(&diff(folder.path(), &["--tolerance", "100m"]), true).len(),
        0
    );
}

#[test]
fn the_diff_is_a_patch_and_every_command_tells_the_same() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let run = |words: &[&str]| stdout(landshift(folder.path()).args(words));
    let tolerance = ["--tolerance", "400m"];
    run(&[
        &["diff", "before.geojson", "after.geojson", "-o", "diff.geojson"][..],
        &tolerance,
    ]
    .concat());
    run(&["apply", "before.geojson", "diff.geojson", "-o", "made.geojson"]);
    run(&["invert", "diff.geojson", "-o", "back.geojson"]);
    run(&["apply", "made.geojson", "back.geojson", "-o", "again.geojson"]);
    run(&["diff", "made.geojson", "after.geojson", "--exit-code"]);
    run(&["diff", "again.geojson", "before.geojson", "--exit-code"]);
    let json = |words: &[&str]| -> Value {
        serde_json::from_str(&run(&[words, &["--format", "json"], &tolerance].concat())).unwrap()
    };
    let noise = |table: &Value| table["noise_km2"].as_f64().unwrap();
    let change = json(&["diff", "before.geojson", "after.geojson"]);
    let moved = change["transitions"]
        .as_array()
        .unwrap()
        .iter()
        .map(noise)
        .fold(0.0, f64::max);
    assert!(moved > 14.0, "{moved}");
    let compared = json(&["compare", "before.geojson", "after.geojson"]);
    let series = json(&["timeline", "before.geojson", "after.geojson"]);
    for told in [compared.to_string(), series.to_string()] {
        assert!(told.contains(&moved.to_string()), "{told}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let by = |threads: &str| {
        let args = [
            "diff",
            "before.geojson",
            "after.geojson",
            "--tolerance",
            "400m",
            "--format",
            "geojson",
        ];
        stdout(
            landshift(folder.path())
                .env("RAYON_NUM_THREADS", threads)
                .args(args),
        )
    };
    assert_eq!(by("1"), by("3"));
}
