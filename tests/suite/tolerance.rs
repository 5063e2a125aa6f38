//! `--tolerance auto`: the width below which pieces are noise, found in the data, and why.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{failure, landshift, stdout};

/// A and B on either side of a border that runs north at `lon`, off by `amplitude` degrees to the west and east in turn.
fn drawn(date: &str, lon: f64, amplitude: f64) -> String {
    let border = (0..=60).map(|n| {
        let offset = if n % 60 == 0 {
            0.0
        } else {
            amplitude * f64::from(1 - n % 4 / 2 * 2)
        };
        [lon + offset, f64::from(n) / 60.0]
    });
    let border: Vec<[f64; 2]> = border.collect();
    let ring = |corners: [[f64; 2]; 2], border: &[[f64; 2]]| {
        let mut ring = corners.to_vec();
        ring.extend(border);
        ring.push(corners[0]);
        ring
    };
    let north: Vec<[f64; 2]> = border.iter().rev().copied().collect();
    let land = |name: &str, ring: Vec<[f64; 2]>| {
        json!({"type": "Feature", "properties": {"controller": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]}})
    };
    let features = [
        land("A", ring([[0.0, 1.0], [0.0, 0.0]], &border)),
        land("B", ring([[2.0, 0.0], [2.0, 1.0]], &north)),
    ];
    json!({"type": "FeatureCollection", "date": date, "features": features}).to_string()
}

/// The border drawn three times, the last time farthest off, then a front that moved.
fn write(folder: &Path) {
    for (name, text) in [
        ("a.geojson", drawn("2020-01-01", 1.0, 0.0)),
        ("b.geojson", drawn("2020-01-02", 1.0, -0.0005)),
        ("c.geojson", drawn("2020-01-03", 1.0, 0.001)),
        ("d.geojson", drawn("2020-01-04", 1.3, 0.001)),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
}

fn write_scenario(folder: &Path, tolerance: &str) {
    let snapshots = ["a", "b", "c", "d"].map(|name| format!("[[snapshot]]\npath = \"{name}.geojson\"\n"));
    let text = format!("id = \"x\"\ntitle = \"X\"\n{tolerance}\n{}", snapshots.concat());
    fs::write(folder.join("scenario.toml"), text).unwrap();
}

/// What a command printed, and what it said beside.
fn run(folder: &Path, words: &[&str]) -> [String; 2] {
    let run = landshift(folder).args(words).assert().success();
    let output = run.get_output();
    [&output.stdout, &output.stderr].map(|text| String::from_utf8(text.clone()).unwrap())
}

/// The width that a command found.
fn found_m(said: &str) -> f64 {
    let line = said.lines().find_map(|line| line.strip_prefix("tolerance "));
    let line = line.expect("a tolerance is told");
    line.split(" m: ").next().unwrap().parse().unwrap()
}

#[test]
fn noise_is_told_apart_unasked_and_why_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    for command in ["diff", "compare"] {
        let words = [command, "a.geojson", "b.geojson"];
        let [_, why] = run(folder.path(), &words);
        assert!(why.contains("thin strips to both sides"), "{why}");
        let asked = [&words[..], &["--tolerance", "auto"]].concat();
        let all = [&words[..], &["--tolerance", "0m"]].concat();
        assert_eq!(run(folder.path(), &words), run(folder.path(), &asked));
        let [_, none] = run(folder.path(), &all);
        assert!(!none.contains("tolerance"), "asked for: {none}");
    }
    let [_, moved] = run(folder.path(), &["diff", "c.geojson", "d.geojson"]);
    assert!(
        moved.contains("tolerance 0 m, so all changed pieces count"),
        "{moved}"
    );
    let [_, nothing] = run(folder.path(), &["diff", "c.geojson", "c.geojson"]);
    assert!(
        nothing.contains("tolerance 0 m: no piece of land changed hands"),
        "{nothing}"
    );
}

#[test]
fn a_border_drawn_twice_tells_its_tolerance_itself() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let diff = |tolerance: &str| {
        run(
            folder.path(),
            &["diff", "a.geojson", "c.geojson", "--tolerance", tolerance],
        )
    };
    let [told, why] = diff("auto");
    assert!(
        why.contains("changed pieces looked at are thin strips to both sides"),
        "{why}"
    );
    assert!(told.contains("No land changed hands"), "{told}");
    let [told, _] = diff("0m");
    assert!(told.contains("gained"), "{told}");
    let message =
        failure(landshift(folder.path()).args(["diff", "a.geojson", "c.geojson", "--tolerance", "wide"]));
    assert!(message.contains("--tolerance"), "{message}");
}

#[test]
fn a_series_has_one_tolerance_the_largest_of_its_steps() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let auto = ["--tolerance", "auto"];
    let files = ["a.geojson", "b.geojson", "c.geojson", "d.geojson"];
    let [_, step] = run(
        folder.path(),
        &[&["diff", "b.geojson", "c.geojson"][..], &auto].concat(),
    );
    let words = [&["timeline"], &files[..], &auto, &["--format", "json"]].concat();
    let [told, why] = run(folder.path(), &words);
    assert!(
        why.contains(
            "(found from 2020-01-02 to 2020-01-03; 2 of 3 steps need a tolerance, and this is the largest)"
        ),
        "{why}"
    );
    assert!(found_m(&why) > 0.0);
    assert!((found_m(&why) - found_m(&step)).abs() < 1e-9, "{why}{step}");
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["tolerance_m"], found_m(&why));
    let real = told["changes"].as_array().unwrap().iter();
    let real = real.filter(|c| c["area_km2"].as_f64() > c["noise_km2"].as_f64());
    assert_eq!(
        real.map(|c| c["after"].as_str().unwrap()).collect::<Vec<_>>(),
        ["2020-01-04"]
    );
    let kinds = [
        ("change", "found from 2020"),
        ("multiples", "found from 2020-01-02 to 2020-01-03"),
    ];
    for (kind, step) in kinds {
        let output = format!("{kind}.svg");
        let words = [&["map"], &files[..], &auto, &["--kind", kind, "-o", &output]].concat();
        let [_, why] = run(folder.path(), &words);
        assert_eq!(why.contains(step), kind != "change", "{why}");
        assert!(why.contains("tolerance "), "{why}");
    }
}

#[test]
fn a_scenario_leaves_its_tolerance_to_the_data() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    write_scenario(folder.path(), "");
    let report = |words: &[&str]| run(folder.path(), &[&["report", "scenario.toml"], words].concat());
    let [_, why] = report(&[]);
    let json = || -> Value {
        serde_json::from_slice(&fs::read(folder.path().join("output/x/report.json")).unwrap()).unwrap()
    };
    assert_eq!(json()["changes"][0]["tolerance_m"], found_m(&why));
    let [_, timeline] = run(folder.path(), &["timeline", "scenario.toml"]);
    assert!(
        (found_m(&timeline) - found_m(&why)).abs() < 1e-9,
        "{timeline}{why}"
    );
    let [_, map] = run(
        folder.path(),
        &[
            "map",
            "--scenario",
            "scenario.toml",
            "--kind",
            "shares",
            "-o",
            "x.svg",
        ],
    );
    assert!((found_m(&map) - found_m(&why)).abs() < 1e-9, "{map}{why}");
    report(&["--tolerance", "5m"]);
    assert_eq!(json()["changes"][0]["tolerance_m"], 5.0);
    write_scenario(folder.path(), "tolerance_m = 7");
    let [_, why] = report(&[]);
    assert!(!why.contains("tolerance"), "{why}");
    assert_eq!(json()["changes"][0]["tolerance_m"], 7.0);
}

#[test]
fn what_the_snapshots_state_needs_no_estimate() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    for name in ["a.geojson", "b.geojson"] {
        let path = folder.path().join(name);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(
            &path,
            text.replace("\"controller\"", "\"accuracy_m\":60,\"controller\""),
        )
        .unwrap();
    }
    let auto = ["timeline", "a.geojson", "b.geojson", "--tolerance", "auto"];
    let mut command = landshift(folder.path());
    let told = stdout(command.args(auto));
    assert!(told.contains("narrower than 120 m"), "{told}");
}
