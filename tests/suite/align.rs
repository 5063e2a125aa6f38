//! Aligning a snapshot to another through the built program.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{failure, karabakh, landshift, rectangles, stdout};

/// Armenia and Azerbaijan, and another edition of them with a part of the positions, the same ones on both sides of the
/// border, and with a rectangle of some 22 by 28 km given to Armenia.
fn editions(folder: &Path) {
    let text = fs::read_to_string(karabakh().join("2023-10-01.geojson")).unwrap();
    let mut layer: Value = serde_json::from_str(&text).unwrap();
    fs::write(folder.join("a.geojson"), layer.to_string()).unwrap();
    for feature in layer["features"].as_array_mut().unwrap() {
        thin(&mut feature["geometry"]["coordinates"]);
    }
    layer["date"] = json!("2024-01-01");
    let features = layer["features"].as_array_mut().unwrap();
    let mut properties = features[0]["properties"].clone();
    properties["controller"] = json!("Armenia");
    properties["name"] = json!("Ganja");
    let ring = [
        [46.2, 40.5],
        [46.5, 40.5],
        [46.5, 40.75],
        [46.2, 40.75],
        [46.2, 40.5],
    ];
    // The first in the file holds the land.
    features.insert(
        0,
        json!({
            "type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}
        }),
    );
    fs::write(folder.join("b.geojson"), layer.to_string()).unwrap();
}

/// Drops three of eight positions of every ring, by what they are.
fn thin(coordinates: &mut Value) {
    let list = coordinates.as_array_mut().unwrap();
    if !list[0][0].is_number() {
        return list.iter_mut().for_each(thin);
    }
    let kept = |p: &Value| (p[0].as_f64().unwrap() * 1e6 + p[1].as_f64().unwrap() * 1e5) as u64 % 8 > 2;
    let mut ring: Vec<Value> = list[1..].iter().filter(|p| kept(p)).cloned().collect();
    if ring.len() > 3 {
        ring.push(ring[0].clone());
        *list = ring;
    }
}

fn align(folder: &Path, more: &[&str]) -> assert_cmd::Command {
    let mut command = landshift(folder);
    command
        .args(["align", "b.geojson", "--to", "a.geojson"])
        .args(more);
    command
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn read(folder: &Path, name: &str) -> Value {
    json_of(&fs::read_to_string(folder.join(name)).unwrap())
}

#[test]
fn two_editions_of_a_border_become_one_and_the_change_stays() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    editions(folder);
    let outputs = ["-o", "aligned.geojson", "-o", "moves.json"];
    let told = stdout(&mut align(
        folder,
        &[&["--tolerance", "970m"][..], &outputs].concat(),
    ));
    assert!(told.starts_with("B's borders were moved onto A's"), "{told}");
    let moves = read(folder, "moves.json");
    let km2 = |which: &str, key: &str| moves[which][key].as_f64().unwrap();
    assert!(km2("before", "noise_km2") > 20.0, "{moves}");
    assert!(km2("after", "noise_km2").abs() < 1e-9, "{moves}");
    let wide = km2("before", "changed_km2") - km2("before", "noise_km2");
    assert!(
        wide > 1000.0 && (km2("after", "changed_km2") - wide).abs() < 1e-3,
        "{moves}"
    );
    let diff = |b: &str| {
        let args = ["diff", "a.geojson", b, "--tolerance", "970m", "--format", "json"];
        let diff = json_of(&stdout(landshift(folder).args(args)));
        let changed = |t: &&Value| t["from"] != t["to"];
        let transitions = diff["transitions"].as_array().unwrap().iter().filter(changed);
        let sum = |key: &str| -> f64 { transitions.clone().map(|t| t[key].as_f64().unwrap()).sum() };
        [sum("area_km2"), sum("noise_km2")]
    };
    let (before, after) = (diff("b.geojson"), diff("aligned.geojson"));
    assert!(after[1].abs() < 1e-9, "{after:?}");
    assert!(
        (after[0] - (before[0] - before[1])).abs() < 1e-3,
        "{before:?} {after:?}"
    );
    // Features, their order, their properties and the date are B's; what was done is told.
    let (b, aligned) = (read(folder, "b.geojson"), read(folder, "aligned.geojson"));
    let properties = |layer: &Value| -> Vec<Value> {
        let features = layer["features"].as_array().unwrap().iter();
        features.map(|f| f["properties"].clone()).collect()
    };
    assert_eq!(properties(&b), properties(&aligned));
    assert_eq!(aligned["date"], "2024-01-01");
    assert_eq!(aligned["landshift"]["tolerance_m"], 970.0);
    assert_eq!(aligned["landshift"]["to"]["path"], "a.geojson");
    // Once is enough.
    let again = [
        "align",
        "aligned.geojson",
        "--to",
        "a.geojson",
        "--tolerance",
        "970m",
    ];
    let again = stdout(landshift(folder).args(again));
    assert!(again.starts_with("Nothing was moved"), "{again}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    editions(folder.path());
    let by = |threads: &str| {
        let more = ["--tolerance", "970m", "--format", "geojson", "--threads", threads];
        stdout(&mut align(folder.path(), &more))
    };
    assert_eq!(by("1"), by("3"));
}

#[test]
fn islands_and_features_follow_a() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    // Some 110 m by 110 m: an island that only A has, of a holder that B lacks; and one that only B has.
    let land = [("X", [0., 0., 1., 1.]), ("Y", [1., 0., 2., 1.])];
    let a = [&land[..], &[("Isle", [3., 0., 3.0012, 0.001])]].concat();
    let b = [
        ("X", [0., 0., 1.001, 1.]),
        ("Y", [1.001, 0., 2., 1.]),
        ("Y", [4., 0., 4.001, 0.001]),
    ];
    fs::write(folder.join("a.geojson"), rectangles("2001", &a)).unwrap();
    fs::write(folder.join("b.geojson"), rectangles("2002", &b)).unwrap();
    let aligned = json_of(&stdout(&mut align(
        folder,
        &["--tolerance", "250m", "--format", "geojson"],
    )));
    let names: Vec<&str> = aligned["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["properties"]["controller"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["X", "Y", "Isle"]);
    let csv = stdout(&mut align(folder, &["--tolerance", "250m", "--format", "csv"]));
    let starts: Vec<String> = csv
        .lines()
        .map(|line| line.split(',').take(3).collect::<Vec<_>>().join(","))
        .collect();
    assert_eq!(starts, ["in_b,in_a,pieces", "X,Y,1", ",Isle,1", "Y,,1"]);
    assert!(stdout(&mut align(folder, &["--tolerance", "0m"])).starts_with("Nothing was moved"));
    assert!(
        stdout(&mut align(folder, &["--tolerance", "50m", "--format", "md"])).contains("Nothing was moved")
    );
}

#[test]
fn mistakes_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(
        folder.join("a.geojson"),
        rectangles("2001", &[("X", [0., 0., 1., 1.])]),
    )
    .unwrap();
    fs::write(
        folder.join("b.geojson"),
        rectangles("2002", &[("X", [0., 0., 1., 1.])]),
    )
    .unwrap();
    let told = |args: &[&str]| failure(landshift(folder).arg("align").args(args));
    assert!(told(&["b.geojson", "--tolerance", "250m"]).contains("--to <A>"));
    assert!(told(&["b.geojson", "--to", "a.geojson"]).contains("--tolerance <LENGTH|auto>"));
    for wrong in ["250", "-3m", "wide"] {
        let tolerance = format!("--tolerance={wrong}");
        assert!(
            told(&["b.geojson", "--to", "a.geojson", &tolerance]).contains("is not a length"),
            "{wrong}"
        );
    }
    assert!(told(&["b.geojson", "--to", "none.geojson", "--tolerance", "1m"]).contains("none.geojson"));
    let over = [
        "b.geojson",
        "--to",
        "a.geojson",
        "--tolerance",
        "1m",
        "-o",
        "a.geojson",
    ];
    assert!(told(&over).contains("is an input of this command"));
    assert!(told(&["-", "--to", "-", "--tolerance", "1m"]).contains("standard input"));
}
