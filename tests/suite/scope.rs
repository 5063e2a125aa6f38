//! Figures confined to some land, units that overlap or share a name, numbers of units shared out, places on borders, and
//! the units of areas, through the built program.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{failure, karabakh, landshift, rectangles, stdout};

type Rectangle = [f64; 4];

/// A layer of rectangles with properties.
fn layer(features: &[(Value, Rectangle)]) -> String {
    let feature = |(properties, [w, s, e, n]): &(Value, Rectangle)| {
        let ring = json!([[[w, s], [e, s], [e, n], [w, n], [w, s]]]);
        json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": ring}})
    };
    let features: Vec<Value> = features.iter().map(feature).collect();
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

fn points(places: &[(&str, [f64; 2])]) -> String {
    let feature = |(name, at): &(&str, [f64; 2])| json!({"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": at}});
    let features: Vec<Value> = places.iter().map(feature).collect();
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// A folder in which B takes the eastern half of A's four degrees, and A some of B's island.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let before = [("A", [0., 0., 4., 2.]), ("B", [10., 0., 12., 2.])];
    let after = [
        ("A", [0., 0., 2., 2.]),
        ("B", [2., 0., 4., 2.]),
        ("A", [10., 0., 11., 2.]),
        ("B", [11., 0., 12., 2.]),
    ];
    write(&folder, "before.geojson", &rectangles("2001-01-01", &before));
    write(&folder, "after.geojson", &rectangles("2002-01-01", &after));
    folder
}

fn write(folder: &tempfile::TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).unwrap();
}

fn json_of(folder: &Path, arguments: &[&str]) -> Value {
    let mut command = landshift(folder);
    command.args([
        "diff",
        "before.geojson",
        "after.geojson",
        "--format",
        "json",
        "--tolerance",
        "0m",
    ]);
    serde_json::from_str(&stdout(command.args(arguments))).unwrap()
}

fn text_of(folder: &Path, arguments: &[&str]) -> String {
    let mut command = landshift(folder);
    stdout(
        command
            .args(["diff", "before.geojson", "after.geojson", "--tolerance", "0m"])
            .args(arguments),
    )
}

/// What went from A to B in the units, by name and id.
fn units(json: &Value) -> Vec<(String, f64, f64)> {
    let rows = json["unit_changes"].as_array().unwrap().iter();
    let rows = rows.filter(|row| row["from"] == "A");
    rows.map(|row| {
        let km2 = |key: &str| (row[key].as_f64().unwrap() * 10.0).round() / 10.0;
        let name = format!(
            "{} {}",
            row["unit"].as_str().unwrap_or("–"),
            row["unit_id"].as_str().unwrap_or("–")
        );
        (name, km2("area_km2"), km2("unit_area_km2"))
    })
    .collect()
}

#[test]
fn units_that_overlap_have_figures_of_their_own() {
    let folder = folder();
    let overlapping = [
        (json!({"name": "U1"}), [0., 0., 3., 2.]),
        (json!({"name": "U2"}), [2.5, 0., 4., 2.]),
    ];
    write(&folder, "units.geojson", &layer(&overlapping));
    let json = json_of(folder.path(), &["--units", "units.geojson"]);
    let expected = [("U2 –", 36_919.9, 36_919.9), ("U1 –", 24_613.3, 73_839.8)];
    assert_eq!(
        units(&json),
        expected.map(|(unit, part, all)| (unit.to_owned(), part, all))
    );
    let overlap = &json["unit_overlaps"][0];
    assert_eq!(
        (&overlap["one"]["unit"], &overlap["other"]["unit"]),
        (&json!("U1"), &json!("U2"))
    );
    assert!((overlap["area_km2"].as_f64().unwrap() - 12_306.6).abs() < 0.1);
    let text = text_of(folder.path(), &["--units", "units.geojson"]);
    assert!(
        text.contains("Units overlap: 12,306.6 km² lies in more than one of them (U1 and U2)."),
        "{text}"
    );
    let mut map = landshift(folder.path());
    map.args([
        "map",
        "before.geojson",
        "after.geojson",
        "--units",
        "units.geojson",
        "-o",
        "map.svg",
    ]);
    map.assert().success();
    let map = std::fs::read_to_string(folder.path().join("map.svg")).unwrap();
    assert!(map.contains("Districts overlap: their sum is not the total."));
}

#[test]
fn a_district_in_a_region_is_in_the_table_with_it_and_with_its_range() {
    let folder = folder();
    let nested = [
        (json!({"name": "Region"}), [0., 0., 4., 2.]),
        (json!({"name": "District"}), [2., 0., 3., 1.]),
    ];
    write(&folder, "units.geojson", &layer(&nested));
    write(&folder, "district.geojson", &layer(&nested[1..]));
    let arguments = ["--accuracy", "500m", "--units"];
    let both = json_of(folder.path(), &[&arguments[..], &["units.geojson"]].concat());
    assert_eq!(units(&both).len(), 2);
    let district = |json: &Value| -> Value {
        let rows = json["unit_changes"].as_array().unwrap().clone();
        let mut row = rows.into_iter().find(|row| row["unit"] == "District").unwrap();
        row["unit_id"] = Value::Null;
        row
    };
    let alone = json_of(folder.path(), &[&arguments[..], &["district.geojson"]].concat());
    assert!(district(&both)["rss_km2"].as_f64().unwrap() > 0.0);
    assert_eq!(district(&both), district(&alone), "a unit's figures are its own");
}

#[test]
fn units_of_one_name_far_apart_are_two() {
    let folder = folder();
    let washingtons = [
        (json!({"name": "Washington", "GEOID": "1"}), [2., 0., 3., 2.]),
        (json!({"name": "Washington", "GEOID": "2"}), [10., 0., 11., 2.]),
        (json!({"name": "Lee", "GEOID": "3"}), [3., 0., 4., 2.]),
    ];
    write(&folder, "units.geojson", &layer(&washingtons));
    let json = json_of(folder.path(), &["--units", "units.geojson"]);
    let of = |json: &Value| -> Vec<String> { units(json).into_iter().map(|(name, ..)| name).collect() };
    assert_eq!(of(&json), ["Washington 1", "Lee 3"]);
    let text = text_of(folder.path(), &["--units", "units.geojson"]);
    assert!(
        text.contains("Washington (1)  A → B") && text.contains("Washington (2)  B → A"),
        "{text}"
    );
    assert!(text.contains("Lee   "), "{text}");
    // Without an id by where they lie; and what only they share is what is asked for.
    let plain = washingtons.clone().map(|(mut properties, at)| {
        properties.as_object_mut().unwrap().remove("GEOID");
        (properties, at)
    });
    write(&folder, "plain.geojson", &layer(&plain));
    let text = text_of(folder.path(), &["--units", "plain.geojson"]);
    assert!(text.contains("Washington (feature 0)"), "{text}");
    let by_name = json_of(folder.path(), &["--units", "units.geojson", "--units-by", "name"]);
    assert_eq!(of(&by_name), ["Washington Washington", "Lee Lee"]);
    let mut missing = landshift(folder.path());
    let missing = failure(missing.args([
        "diff",
        "before.geojson",
        "after.geojson",
        "--units",
        "units.geojson",
        "--units-by",
        "FIPS",
    ]));
    assert!(
        missing.contains("has no `FIPS`") && missing.contains("GEOID") && missing.contains("--units-by"),
        "{missing}"
    );
}

#[test]
fn what_is_within_a_unit_is_what_its_row_says() {
    let folder = folder();
    // A slanted strip of change, cut by the unit's rim, in a way that snaps.
    let unit = json!({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Slant"},
        "geometry": {"type": "Polygon", "coordinates": [[[1.0, -1.0], [3.1, -0.7], [2.9, 1.3], [0.7, 2.9], [1.0, -1.0]]]}}]});
    write(&folder, "units.geojson", &unit.to_string());
    let whole = json_of(folder.path(), &["--units", "units.geojson"]);
    let row = whole["unit_changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["unit"] == "Slant")
        .unwrap();
    for within in [
        ["--within", "units.geojson", "--units", "units.geojson"],
        ["--within", "Slant", "--units", "units.geojson"],
    ] {
        let confined = json_of(folder.path(), &within);
        assert_eq!(confined["within"]["name"], "Slant");
        let transitions = confined["transitions"].as_array().unwrap();
        let changed: Vec<&Value> = transitions.iter().filter(|t| t["from"] != t["to"]).collect();
        assert_eq!(changed.len(), 1, "nothing outside counts: {confined}");
        assert_eq!(changed[0]["area_km2"], row["area_km2"]);
        // Rows and columns close inside, to the last digit.
        let all: f64 = transitions.iter().map(|t| t["area_km2"].as_f64().unwrap()).sum();
        assert!((all - confined["before"]["area_km2"].as_f64().unwrap()).abs() < 1e-9);
        assert!(confined["closure"]["max_relative"].as_f64().unwrap() < 1e-9);
    }
    let text = text_of(folder.path(), &["--within", "Slant", "--units", "units.geojson"]);
    assert!(text.starts_with("Within Slant: B gained "), "{text}");
    assert!(
        text.contains("- Within Slant: a unit of units.geojson, "),
        "{text}"
    );
}

#[test]
fn a_box_a_file_or_a_holder_confines_every_command() {
    let folder = folder();
    let json = json_of(folder.path(), &["--within", "-1,-1,5,3"]);
    assert_eq!(json["controllers"].as_array().unwrap().len(), 2);
    assert!(
        json["transitions"]
            .as_array()
            .unwrap()
            .iter()
            .all(|t| t["from"] != "B"),
        "the island is outside"
    );
    let a = json_of(folder.path(), &["--within", "A"]);
    assert_eq!(a["within"]["name"], "A as of 1 January 2001");
    assert_eq!(a["before"]["area_km2"], a["within"]["area_km2"]);
    let run = |arguments: &[&str]| stdout(landshift(folder.path()).args(arguments));
    let timeline = run(&[
        "timeline",
        "before.geojson",
        "after.geojson",
        "--within",
        "A",
        "--tolerance",
        "0m",
    ]);
    assert!(
        timeline.starts_with("Within A as of 1 January 2001: 2 snapshots"),
        "{timeline}"
    );
    let compared = run(&[
        "compare",
        "before.geojson",
        "after.geojson",
        "--within",
        "9,0,13,2",
        "--tolerance",
        "0m",
    ]);
    assert!(
        compared.starts_with("Within 9 to 13° E, 0 to 2° N: A and B agree on who holds 24,6"),
        "{compared}"
    );
    assert!(compared.contains("50.0% of the land that either"), "{compared}");
    run(&[
        "map",
        "before.geojson",
        "after.geojson",
        "--within",
        "A",
        "-o",
        "a.svg",
        "--tolerance",
        "0m",
    ]);
    let map = fs::read_to_string(folder.path().join("a.svg")).unwrap();
    assert!(
        map.contains("A as of 1 January 2001: B gained"),
        "the title says what it is about"
    );
    run(&[
        "align",
        "after.geojson",
        "--to",
        "before.geojson",
        "--tolerance",
        "1km",
        "--within",
        "A",
        "-o",
        "x.geojson",
    ]);
}

#[test]
fn nothing_there_or_no_such_land_is_said() {
    let folder = folder();
    let failed = |within: &str| {
        failure(landshift(folder.path()).args([
            "diff",
            "before.geojson",
            "after.geojson",
            "--within",
            within,
        ]))
    };
    let name = failed("Nowhere");
    assert!(
        name.contains("`Nowhere` is no file, no box, no unit and no controller") && name.contains("A, B"),
        "{name}"
    );
    assert!(failed("50,50,60,60").contains("no snapshot has any land within 50 to 60° E, 50 to 60° N"));
    assert!(failed("1,2,3").contains("four numbers"));
    assert!(failed("no.geojson").contains("no.geojson"));
    write(&folder, "points.geojson", &points(&[("P", [1., 1.])]));
    assert!(failed("points.geojson").contains("has no polygons"));
}

#[test]
fn a_piece_cut_by_the_rim_is_no_sliver_and_a_sliver_stays_one() {
    let folder = tempfile::tempdir().unwrap();
    // Change 11 km wide in the south, a strip of 50 m in the north.
    let before = [
        ("A", [0., 0., 1., 1.]),
        ("B", [1., 0., 2., 1.]),
        ("A", [0., 1., 1., 2.]),
        ("B", [1., 1., 2., 2.]),
    ];
    let after = [
        ("A", [0., 0., 1.1, 1.]),
        ("B", [1.1, 0., 2., 1.]),
        ("A", [0., 1., 1.00045, 2.]),
        ("B", [1.00045, 1., 2., 2.]),
    ];
    write(&folder, "before.geojson", &rectangles("2001-01-01", &before));
    write(&folder, "after.geojson", &rectangles("2002-01-01", &after));
    let diff = |within: &str| {
        let mut command = landshift(folder.path());
        command.args([
            "diff",
            "before.geojson",
            "after.geojson",
            "--tolerance",
            "250m",
            "--format",
            "json",
        ]);
        let json: Value = serde_json::from_str(&stdout(command.args(["--within", within]))).unwrap();
        let transitions = json["transitions"].as_array().unwrap().clone();
        transitions.into_iter().find(|t| t["from"] != t["to"]).unwrap()
    };
    // 111 m of the wide change: the rim makes no sliver of it.
    let cut = diff("0,0,1.001,0.9");
    assert_eq!(cut["noise_km2"], 0.0, "{cut}");
    assert!((cut["area_km2"].as_f64().unwrap() - 11.1).abs() < 0.2, "{cut}");
    let strip = diff("0,1.1,2,2");
    assert_eq!(strip["noise_km2"], strip["area_km2"], "{strip}");
}

#[test]
fn a_confined_diff_is_a_patch_of_that_land() {
    let folder = folder();
    let run = |arguments: &[&str]| stdout(landshift(folder.path()).args(arguments));
    run(&[
        "diff",
        "before.geojson",
        "after.geojson",
        "--tolerance",
        "0m",
        "--within",
        "-1,-1,5,3",
        "-o",
        "d.geojson",
    ]);
    run(&["apply", "before.geojson", "d.geojson", "-o", "patched.geojson"]);
    let text = run(&["diff", "patched.geojson", "after.geojson", "--tolerance", "0m"]);
    assert!(
        text.starts_with("A gained 24,6"),
        "only the island is still to change: {text}"
    );
    run(&["invert", "d.geojson", "-o", "back.geojson"]);
    run(&["apply", "patched.geojson", "back.geojson", "-o", "again.geojson"]);
    let text = run(&["diff", "before.geojson", "again.geojson", "--tolerance", "0m"]);
    assert!(text.starts_with("No land changed hands"), "{text}");
}

#[test]
fn a_scenario_states_what_its_figures_are_about() {
    let folder = folder();
    write(
        &folder,
        "units.geojson",
        &layer(&[(json!({"code": "x1", "people": "1,000"}), [2., 0., 4., 2.])]),
    );
    let scenario = "id = 'x'\ntitle = 'X'\nwithin = 'x1'\ntolerance_m = 0.0\nsnapshot = [{path = 'before.geojson'}, \
                    {path = 'after.geojson'}]\nunits = {path = 'units.geojson', by = 'code', weigh = 'people'}\n";
    write(&folder, "scenario.toml", scenario);
    let text = stdout(landshift(folder.path()).args(["report", ".", "--without=maps,page"]));
    assert!(text.contains("- Within x1: B gained 49,"), "{text}");
    assert!(text.contains("≈1,000 of ≈1,000 `people` (100.0%)"), "{text}");
    let text = stdout(landshift(folder.path()).args(["timeline", "scenario.toml"]));
    assert!(text.starts_with("Within x1: "), "{text}");
}

#[test]
fn numbers_of_units_are_shared_out_by_area() {
    let folder = folder();
    let units = [
        (json!({"name": "Half", "people": 1000}), [1., 0., 3., 2.]),
        (json!({"name": "All", "people": "2,500"}), [3., 0., 4., 2.]),
        (json!({"name": "Unknown", "people": null}), [0., 0., 1., 2.]),
        (json!({"name": "Isle", "people": -9999}), [10., 0., 12., 2.]),
    ];
    write(&folder, "units.geojson", &layer(&units));
    let json = json_of(folder.path(), &["--units", "units.geojson", "--weigh", "people"]);
    let weighed = &json["weighed"];
    assert_eq!(
        (&weighed["column"], &weighed["method"]),
        (&json!("people"), &json!("areal weighting"))
    );
    assert_eq!(weighed["whole"], 3500.0);
    let estimate = weighed["changes"][0]["estimate"].as_f64().unwrap();
    assert!((estimate - 3000.0).abs() < 1e-6, "{weighed}");
    let unusable: Vec<&Value> = weighed["unusable"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["unit"])
        .collect();
    assert_eq!(unusable, ["Unknown", "Isle"]);
    let text = text_of(folder.path(), &["--units", "units.geojson", "--weigh", "people"]);
    assert!(
        text.contains("Estimated by area, ≈3,000 of ≈3,500 `people` (85.7%)"),
        "{text}"
    );
    assert!(
        text.contains(
            "2 units have no usable number `people` and count nothing in it: Unknown, Isle (-9999)."
        ),
        "{text}"
    );
    let failed = |more: &[&str]| {
        failure(
            landshift(folder.path())
                .args(["diff", "before.geojson", "after.geojson"])
                .args(more),
        )
    };
    assert!(
        failed(&["--units", "units.geojson", "--weigh", "houses"])
            .contains("properties with numbers: people")
    );
    assert!(failed(&["--weigh", "people"]).contains("--units"));
}

#[test]
fn a_place_on_a_border_is_said_to_be_on_it() {
    let folder = folder();
    let places = [
        ("On", [2., 1.]),
        ("Near", [2.00002, 1.]),
        ("East", [3., 1.]),
        ("Coast", [4., 1.]),
    ];
    write(&folder, "places.geojson", &points(&places));
    let json = json_of(folder.path(), &["--places", "places.geojson"]);
    let rows = json["place_changes"].as_array().unwrap();
    let row = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap();
    assert_eq!(
        (&row("On")["from"], &row("On")["to"]),
        (&json!("A"), &Value::Null)
    );
    assert_eq!(row("On")["to_border"], json!(["A", "B"]));
    // Two metres beside it is beside it, and land's end is no border.
    for name in ["Near", "East", "Coast"] {
        assert_eq!(
            (&row(name)["to"], &row(name)["to_border"]),
            (&json!("B"), &json!([])),
            "{name}"
        );
    }
    let text = text_of(folder.path(), &["--places", "places.geojson"]);
    assert!(
        text.contains("On a border afterwards, and counted to neither side: On (A and B)."),
        "{text}"
    );
}

#[test]
fn a_street_block_is_told_in_square_metres() {
    let folder = tempfile::tempdir().unwrap();
    let before = [
        ("A", [37.0, 48.0, 37.01, 48.01]),
        ("B", [37.01, 48.0, 37.02, 48.01]),
    ];
    let after = [
        ("A", [37.0, 48.0, 37.01, 48.01]),
        ("A", [37.01, 48.0, 37.0104, 48.0004]),
        ("B", [37.0104, 48.0, 37.02, 48.0004]),
        ("B", [37.01, 48.0004, 37.02, 48.01]),
    ];
    write(&folder, "before.geojson", &rectangles("2024-01-01", &before));
    write(&folder, "after.geojson", &rectangles("2024-02-01", &after));
    let text = text_of(folder.path(), &[]);
    assert!(text.starts_with("A gained 1,328 m² from B between"), "{text}");
    assert!(
        text.contains("Controllers, m²") && text.contains("+1,328"),
        "{text}"
    );
    let acres = text_of(folder.path(), &["--unit", "acres"]);
    assert!(
        acres.starts_with("A gained 0.328 acres from B") && !acres.contains("m²"),
        "{acres}"
    );
    let json = json_of(folder.path(), &["--unit", "acres"]);
    assert!(
        (json["transitions"][2]["area_km2"].as_f64().unwrap() - 0.001_328).abs() < 1e-6,
        "data stays in km²"
    );
    let mut map = landshift(folder.path());
    stdout(map.args([
        "map",
        "before.geojson",
        "after.geojson",
        "-o",
        "m.svg",
        "--lang",
        "ru",
        "--tolerance",
        "0m",
        "--lint",
    ]));
    let map = fs::read_to_string(folder.path().join("m.svg")).unwrap();
    assert!(
        map.contains("Баланс, м²") && map.contains("1\u{a0}328\u{a0}м²"),
        "one unit for a map"
    );
}

#[test]
fn the_reference_case_is_told_in_square_kilometres() {
    let text = stdout(landshift(&karabakh()).args(["timeline", "scenario.toml"]));
    assert!(
        text.contains("km²") && !text.contains(" ha ") && !text.contains(" m²"),
        "{text}"
    );
    let miles = stdout(landshift(&karabakh()).args(["timeline", "scenario.toml", "--unit", "mi2"]));
    assert!(miles.contains("mi²") && !miles.contains("km²"), "{miles}");
}
