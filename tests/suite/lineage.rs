//! What became of units: splits, mergers, renaming, and the weights that carry figures over.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{failure, landshift, stdout};

/// A layer of squares with a code and a name, from west to east.
pub fn layer(folder: &Path, file: &str, units: &[(&str, &str, [f64; 2])]) {
    let feature = |(code, name, [west, east]): &(&str, &str, [f64; 2])| {
        json!({
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": {"type": "Polygon", "coordinates":
                [[[west, 0.0], [east, 0.0], [east, 1.0], [west, 1.0], [west, 0.0]]]}
        })
    };
    let features: Vec<Value> = units.iter().map(feature).collect();
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    fs::write(folder.join(file), text).unwrap();
}

/// Three editions: a split, a new name and a border that moves, then a merger and new codes.
pub fn editions(folder: &Path) -> [&'static str; 3] {
    let files = [
        "d-2000-01-01.geojson",
        "d-2010-01-01.geojson",
        "d-2020-01-01.geojson",
    ];
    layer(
        folder,
        files[0],
        &[
            ("1", "North", [0., 4.]),
            ("2", "Mid", [4., 6.]),
            ("3", "South", [6., 8.]),
        ],
    );
    layer(
        folder,
        files[1],
        &[
            ("1", "North", [0., 3.]),
            ("4", "New", [3., 4.]),
            ("2", "Middle", [4., 6.]),
            ("3", "South", [6., 8.]),
        ],
    );
    layer(
        folder,
        files[2],
        &[
            ("1", "North", [0., 4.]),
            ("2", "Middle", [4., 6.5]),
            ("30", "South", [6.5, 8.]),
        ],
    );
    files
}

pub fn run(folder: &Path, arguments: &[&str]) -> String {
    let mut command = landshift(folder);
    command.args(["lineage", "--by", "code"]).args(arguments);
    stdout(&mut command)
}

pub fn rows(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let text = run(folder, &[arguments, &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&text).unwrap();
    json["units"].as_array().unwrap().clone()
}

pub fn events(rows: &[Value], edition: &str, after: &str) -> Vec<(String, String)> {
    let of_step = rows
        .iter()
        .filter(|row| row["edition"] == edition && row["after"] == after);
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    of_step
        .map(|row| (text(row, "code"), text(row, "event")))
        .collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter()
        .map(|(code, event)| ((*code).to_owned(), (*event).to_owned()))
        .collect()
}

#[test]
fn every_unit_has_what_became_of_it_and_what_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = editions(folder);
    let rows = rows(folder, &files);
    assert_eq!(
        events(&rows, "before", "2010-01-01"),
        pairs(&[("1", "split"), ("2", "renamed"), ("3", "unchanged")])
    );
    assert_eq!(
        events(&rows, "after", "2010-01-01"),
        pairs(&[
            ("1", "split"),
            ("2", "renamed"),
            ("3", "unchanged"),
            ("4", "split")
        ])
    );
    assert_eq!(
        events(&rows, "before", "2020-01-01"),
        pairs(&[
            ("1", "merged"),
            ("2", "enlarged"),
            ("3", "reduced"),
            ("4", "merged")
        ])
    );
    let reason = |edition: &str, after: &str, code: &str| {
        let row = rows
            .iter()
            .find(|row| row["edition"] == edition && row["after"] == after && row["code"] == code);
        row.unwrap()["reason"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        reason("before", "2010-01-01", "1"),
        "split into 1 (75.0%) and 4 (25.0%)"
    );
    assert_eq!(
        reason("before", "2010-01-01", "2"),
        "the same land, now named Middle"
    );
    assert_eq!(reason("after", "2010-01-01", "4"), "split off 1 (100.0%), with 1");
    assert_eq!(
        reason("before", "2020-01-01", "4"),
        "merged into 1 (100.0%), with 1"
    );
    assert_eq!(reason("before", "2020-01-01", "1"), "took in 4");
    let lost = reason("before", "2020-01-01", "3");
    assert!(
        lost.starts_with("lost 6,15") && lost.ends_with("(25.0%) to 2"),
        "{lost}"
    );
    let text = run(folder, &files);
    assert!(
        text.replace('\n', " ")
            .contains("3 units before, 4 after: 1 unchanged, 1 renamed, 1 split."),
        "{text}"
    );
}

#[test]
fn the_weights_of_each_unit_add_up_to_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = editions(folder);
    let csv = run(
        folder,
        &[&files[1..], &["--format", "csv", "--table", "crosswalk"]].concat(),
    );
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let weight = |from: &str, to: &str| -> f64 {
        let row = rows.iter().find(|row| &row[2] == from && &row[3] == to).unwrap();
        row[5].parse().unwrap()
    };
    assert!((weight("3", "2") - 0.25).abs() < 1e-9 && (weight("3", "30") - 0.75).abs() < 1e-9);
    for (from, to) in [("1", "1"), ("4", "1"), ("2", "2")] {
        assert_eq!(weight(from, to).to_bits(), 1.0_f64.to_bits());
    }
    assert_eq!(
        (weight("3", "30") + weight("3", "2")).to_bits(),
        1.0_f64.to_bits()
    );
}

#[test]
fn one_unit_has_its_ancestors_and_descendants() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = editions(folder);
    let rows = rows(folder, &[&files[..], &["--of", "New"]].concat());
    assert_eq!(events(&rows, "before", "2010-01-01"), pairs(&[("1", "split")]));
    assert_eq!(events(&rows, "after", "2010-01-01"), pairs(&[("4", "split")]));
    assert_eq!(events(&rows, "after", "2020-01-01"), pairs(&[("1", "merged")]));
    let mut nobody = landshift(folder);
    nobody
        .arg("lineage")
        .args(files)
        .args(["--by", "code", "--of", "Nowhere"]);
    let message = failure(&mut nobody);
    assert!(message.contains("there is no unit `Nowhere`"), "{message}");
}

#[test]
fn figures_are_carried_over_by_the_weights() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = editions(folder);
    run(
        folder,
        &[&files[1..], &["--table", "crosswalk", "-o", "w.csv"]].concat(),
    );
    fs::write(
        folder.join("v.csv"),
        "code,name,people,density\n1,North,300,1\n4,New,101,1\n2,Mid,200,1\n3,South,1001,5\n",
    )
    .unwrap();
    let apportion = [
        "apportion",
        "v.csv",
        "--with",
        "w.csv",
        "--rates",
        "density",
        "--format",
        "json",
    ];
    let text = stdout(landshift(folder).args(apportion));
    let json: Value = serde_json::from_str(&text).unwrap();
    let value = |unit: &str, column: &str, key: &str| {
        let mut rows = json["figures"].as_array().unwrap().iter();
        let row = rows
            .find(|row| row["unit"] == unit && row["column"] == column)
            .unwrap();
        row[key].as_f64().unwrap().to_string()
    };
    assert_eq!(
        ["1", "2", "30"].map(|unit| value(unit, "people", "value")),
        ["401", "450", "751"]
    );
    assert_eq!(
        ["low", "high"].map(|key| value("2", "people", key)),
        ["200", "1201"]
    );
    assert!(value("2", "density", "value").starts_with("1.8"));
    assert_eq!(json["left_out"], json!(["name"]));
    // Cells may be separated otherwise.
    for separator in [";", "\t", "|"] {
        for file in ["v.csv", "w.csv"] {
            let table = fs::read_to_string(folder.join(file)).unwrap();
            fs::write(folder.join(file), table.replace(',', separator)).unwrap();
        }
        assert_eq!(stdout(landshift(folder).args(apportion)), text);
        for file in ["v.csv", "w.csv"] {
            let table = fs::read_to_string(folder.join(file)).unwrap();
            fs::write(folder.join(file), table.replace(separator, ",")).unwrap();
        }
    }
    fs::write(folder.join("v.csv"), "code,people\nNowhere,3\n").unwrap();
    let message = failure(landshift(folder).args(&apportion[..4]));
    assert!(
        message.contains("the unit `Nowhere` has no weights in w.csv"),
        "{message}"
    );
}

/// A border that was drawn anew by some fifty metres is noise, whether the units kept their codes or not.
#[test]
fn new_codes_make_no_change_of_noise() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let strips = |codes: [&str; 4], by: f64| -> Vec<Value> {
        let border = |n: usize, row: usize| {
            n as f64
                + if n.is_multiple_of(4) {
                    0.0
                } else {
                    by * [1.0, -1.0][row % 2]
                }
        };
        let strip = |(n, code): (usize, &str)| {
            let side = |n: usize| (0..=20).map(move |row| (border(n, row), row as f64 / 20.0));
            let mut ring: Vec<[f64; 2]> = side(n + 1).map(|(x, y)| [x, y]).collect();
            ring.extend(side(n).rev().map(|(x, y)| [x, y]));
            ring.push(ring[0]);
            json!({"type": "Feature", "properties": {"code": code},
                "geometry": {"type": "Polygon", "coordinates": [ring]}})
        };
        codes.into_iter().enumerate().map(strip).collect()
    };
    let write = |name: &str, features: Vec<Value>| {
        let text = json!({"type": "FeatureCollection", "features": features}).to_string();
        fs::write(folder.join(name), text).unwrap();
    };
    write("a-2000-01-01.geojson", strips(["1", "2", "3", "4"], 0.0003));
    write("b-2010-01-01.geojson", strips(["2", "20", "30", "1"], -0.0003));
    let rows = rows(folder, &["a-2000-01-01.geojson", "b-2010-01-01.geojson"]);
    let all = pairs(&[
        ("1", "recoded"),
        ("2", "recoded"),
        ("3", "recoded"),
        ("4", "recoded"),
    ]);
    assert_eq!(events(&rows, "before", "2010-01-01"), all);
    let files = ["a-2000-01-01.geojson", "b-2010-01-01.geojson"];
    let json: Value =
        serde_json::from_str(&run(folder, &[&files[..], &["--format", "json"]].concat())).unwrap();
    let step = &json["steps"][0];
    let [moved_km2, noise_km2] = ["moved_km2", "noise_km2"].map(|key| step[key].as_f64().unwrap());
    assert!(moved_km2.abs() < 1e-9 && noise_km2 > 1.0, "{step}");
    assert!(
        step["evidence"]["redrawn_share"].as_f64().unwrap() > 0.1,
        "{step}"
    );
    let text = run(folder, &files).replace('\n', " ");
    let noise = text.split("Noise: ").nth(1).unwrap();
    assert!(
        noise.contains("km² (100.0%) of the") && noise.contains("drawn anew"),
        "{text}"
    );
    let features = moved(folder, &files);
    let sum: f64 = features
        .iter()
        .map(|feature| feature["area_km2"].as_f64().unwrap())
        .sum();
    assert!((sum - noise_km2).abs() < 1e-6, "{sum} {step}");
    assert!(!features.is_empty() && features.iter().all(|feature| feature["noise"] == true));
}

/// The properties of the features of the land that moved.
pub fn moved(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let text = run(folder, &[arguments, &["--format", "geojson"]].concat());
    let json: Value = serde_json::from_str(&text).unwrap();
    let features = json["features"].as_array().unwrap().iter();
    features.map(|feature| feature["properties"].clone()).collect()
}

#[test]
fn moved_land_has_all_its_units() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = editions(folder);
    let features = moved(folder, &files);
    let told = |feature: &Value| {
        let keys = ["after", "from", "to", "event", "units", "noise"];
        json!(keys.map(|key| feature[key].clone()))
    };
    let mut pieces: Vec<Value> = features.iter().map(told).collect();
    pieces.sort_by_key(Value::to_string);
    // South goes on as 30: its land did not move but for what went to Middle.
    let expected = [
        json!(["2010-01-01", "1", "4", "split", ["1", "4", "1"], false]),
        json!(["2020-01-01", "3", "2", "reduced", ["3", "3", "2"], false]),
        json!(["2020-01-01", "4", "1", "merged", ["1", "4", "1"], false]),
    ];
    assert_eq!(pieces, expected);
    let area = |feature: &Value| feature["area_km2"].as_f64().unwrap();
    let json: Value =
        serde_json::from_str(&run(folder, &[&files[..], &["--format", "json"]].concat())).unwrap();
    for feature in &features {
        let mut weights = json["crosswalk"].as_array().unwrap().iter();
        let keys = ["before", "after", "from", "to"];
        let row = weights
            .find(|row| keys.iter().all(|key| row[key] == feature[key]))
            .unwrap();
        assert!((area(row) - area(feature)).abs() < 1e-6, "{row} {feature}");
    }
    let both = features
        .iter()
        .filter(|feature| feature["units"] == json!(["1", "4", "1"]));
    let both: Vec<&Value> = both.map(|feature| &feature["piece"]).collect();
    assert_eq!(both[0], both[1]);
    assert!(
        moved(folder, &[&files[..], &["--of", "Mid"]].concat())
            .iter()
            .all(|f| f["units"] == json!(["3", "3", "2"]))
    );
    run(folder, &[&files[..], &["-o", "pieces.gpkg"]].concat());
    assert!(
        fs::read(folder.join("pieces.gpkg"))
            .unwrap()
            .starts_with(b"SQLite format 3")
    );
}

/// The values of a key in GraphML, in order.
fn values<'a>(graphml: &'a str, key: &str) -> Vec<&'a str> {
    let start = format!("<data key=\"{key}\">");
    let parts = graphml.split(&start).skip(1);
    parts
        .filter_map(|part| Some(part.split_once("</data>")?.0))
        .collect()
}

#[test]
fn units_in_time_are_a_graph() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = editions(folder);
    run(
        folder,
        &[&files[..], &["-o", "g.graphml", "-o", "g.mmd"]].concat(),
    );
    let graphml = fs::read_to_string(folder.join("g.graphml")).unwrap();
    // South stays in 2010, and is one node until it loses land.
    assert_eq!(
        values(&graphml, "node_code"),
        ["1", "2", "3", "1", "2", "4", "1", "2", "30"]
    );
    let starts: Vec<&str> = values(&graphml, "node_start")
        .iter()
        .map(|date| &date[..4])
        .collect();
    assert_eq!(
        starts,
        [
            "2000", "2000", "2000", "2010", "2010", "2010", "2020", "2020", "2020"
        ]
    );
    let ends: Vec<&str> = values(&graphml, "node_end")
        .iter()
        .map(|date| &date[..4])
        .collect();
    assert_eq!(ends, ["2010", "2010", "2020", "2020", "2020", "2020"]);
    assert_eq!(
        values(&graphml, "edge_event"),
        [
            "split", "split", "renamed", "merged", "enlarged", "reduced", "reduced", "merged"
        ]
    );
    let shares: Vec<f64> = values(&graphml, "edge_share")
        .iter()
        .map(|share| share.parse().unwrap())
        .collect();
    let expected = [0.75, 0.25, 1.0, 1.0, 1.0, 0.75, 0.25, 1.0];
    assert!(
        shares.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9),
        "{shares:?}"
    );
    let edges: Vec<&str> = graphml.lines().filter(|line| line.starts_with("<edge")).collect();
    assert_eq!(edges[1], "<edge source=\"n1\" target=\"n6\">");
    let mermaid = fs::read_to_string(folder.join("g.mmd")).unwrap();
    assert!(mermaid.contains("  n1 -->|\"split 25.0#37;\"| n6\n"), "{mermaid}");
    assert!(
        mermaid.contains("n3[\"South (3)<br/>2000-01-01 – 2020-01-01<br/>"),
        "{mermaid}"
    );
    assert_eq!(
        run(folder, &[&files[..], &["--format", "mermaid"]].concat()),
        mermaid
    );
    let of_new = run(
        folder,
        &[&files[..], &["--of", "New", "--format", "graphml"]].concat(),
    );
    assert_eq!(values(&of_new, "node_code"), ["1", "4", "1"]);
    assert_eq!(values(&of_new, "edge_event"), ["split", "merged"]);
    // They are outputs of this program, and may be written again.
    run(
        folder,
        &[&files[..], &["-o", "g.graphml", "-o", "g.mmd"]].concat(),
    );
    let mut diff = landshift(folder);
    let message = failure(diff.args(["diff", "--by", "code", files[0], files[1], "-o", "d.graphml"]));
    assert!(
        message.contains("no output of this command is a .graphml file"),
        "{message}"
    );
}

#[test]
fn a_graph_too_large_for_mermaid_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = ["a-2000.geojson", "b-2010.geojson"];
    for (file, prefix, by) in [(files[0], "a", 0.0), (files[1], "b", 0.4)] {
        let feature = |n: u8| {
            let (west, east) = (f64::from(n) + by, f64::from(n) + by + 1.0);
            let properties = json!({"code": format!("{prefix}{n}"), "name": "name ".repeat(40)});
            json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates":
                [[[west, 0.0], [east, 0.0], [east, 1.0], [west, 1.0], [west, 0.0]]]}})
        };
        let features: Vec<Value> = (0..170).map(feature).collect();
        let text = json!({"type": "FeatureCollection", "features": features}).to_string();
        fs::write(folder.join(file), text).unwrap();
    }
    let mut command = landshift(folder);
    command
        .args(["lineage", "--by", "code"])
        .args(files)
        .args(["-o", "g.json", "-o", "g.mmd"]);
    let message = failure(&mut command);
    assert!(
        message.contains("hint: ask for one unit with --of, or write GraphML"),
        "{message}"
    );
    assert!(["g.json", "g.mmd"].iter().all(|file| !folder.join(file).exists()));
    run(folder, &[&files[..], &["--of", "a7", "-o", "g.mmd"]].concat());
}

#[test]
fn a_unit_has_a_state_on_a_date() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = editions(folder);
    let state = |of: &str, on: &str| -> Vec<Value> {
        let options = ["--of", of, "--on", on, "--format", "json"];
        let json: Value = serde_json::from_str(&run(folder, &[&files[..], &options].concat())).unwrap();
        let rows = json["state"].as_array().unwrap().iter();
        rows.map(|row| json!([row["edition"], row["code"], row["came_from"], row["became"]]))
            .collect()
    };
    let split = [
        json!(["2010-01-01", "1", ["1"], ["1"]]),
        json!(["2010-01-01", "4", ["1"], ["1"]]),
    ];
    assert_eq!(state("North", "2015"), split);
    assert_eq!(
        state("North", "2009-12-31"),
        [json!(["2000-01-01", "1", [], ["1", "4"]])]
    );
    assert_eq!(state("30", "2000-01-01"), [json!(["2000-01-01", "3", [], ["3"]])]);
    let csv = run(
        folder,
        &[&files[..], &["--on", "2030", "--format", "csv"]].concat(),
    );
    let codes: Vec<&str> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(2).unwrap())
        .collect();
    assert_eq!(codes, ["1", "2", "30"]);
    let text = run(folder, &[&files[..], &["--of", "North", "--on", "2015"]].concat());
    assert!(
        text.contains("As in the edition of 1 January 2010") && text.contains("New (4)"),
        "{text}"
    );
    let lineage = |options: &[&str]| {
        let mut command = landshift(folder);
        failure(
            command
                .args(["lineage", "--by", "code"])
                .args(files)
                .args(options),
        )
    };
    assert!(
        lineage(&["--on", "1999"]).contains("no edition is of 1999 or earlier: the first is 1 January 2000")
    );
    assert!(lineage(&["--table", "state", "--format", "csv"]).contains("--table state needs --on"));
}
