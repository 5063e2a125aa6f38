//! First steps: a scenario from files, a recipe that says what it may not have meant, lines that are no land.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{failure, landshift, names, rectangles, stdout};

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn a_scenario_is_made_of_files_and_runs() {
    let folder = tempfile::tempdir().unwrap();
    let point = json!({"type": "Feature", "properties": {"name": "P"}, "geometry":
        {"type": "Point", "coordinates": [2.5, 0.5]}});
    let mut districts: Value = serde_json::from_str(&rectangles(
        "",
        &[("West", [0., 0., 2., 1.]), ("East", [2., 0., 4., 1.])],
    ))
    .unwrap();
    districts.as_object_mut().unwrap().remove("date");
    for feature in districts["features"].as_array_mut().unwrap() {
        let name = feature["properties"]["controller"].clone();
        feature["properties"] = json!({"name": name});
    }
    write(
        folder.path(),
        &[
            (
                "archive/late.geojson",
                &rectangles("2020-12-01", &[("A", [0., 0., 3., 1.]), ("B", [3., 0., 4., 1.])]),
            ),
            (
                "archive/early.geojson",
                &rectangles("1994-05-12", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]),
            ),
            ("archive/districts.geojson", &districts.to_string()),
            ("archive/towns.geojson", &point.to_string()),
        ],
    );
    // From a folder elsewhere, which is copied; from files in the folder itself; and from all that is in it.
    let said = stdout(landshift(folder.path()).args(["init", "my case", "archive"]));
    assert!(
        said.contains("early.geojson: 1994-05-12, 2 controllers"),
        "{said}"
    );
    stdout(landshift(folder.path()).args(["init", "archive"]));
    for case in ["my case", "archive"] {
        let scenario = fs::read_to_string(folder.path().join(case).join("scenario.toml")).unwrap();
        let early = scenario.find("early.geojson").unwrap();
        assert!(early < scenario.find("late.geojson").unwrap(), "{scenario}");
        assert!(
            scenario.contains("[units]") && scenario.contains("[places]"),
            "{scenario}"
        );
        let words = ["report", case, "-o", "out", "--overwrite", "--without=maps,page"];
        let told = stdout(landshift(folder.path()).args(words));
        assert!(told.contains("A gained 12,308 km² from B"), "{told}");
        assert!(folder.path().join("out/units.csv").exists());
    }
    // What is there stays.
    let message = failure(landshift(folder.path()).args(["init", "archive"]));
    assert!(message.contains("--overwrite"), "{message}");
    stdout(landshift(folder.path()).args(["init", "archive", "--overwrite"]));
}

#[cfg(unix)]
#[test]
fn a_scenario_that_cannot_be_written_leaves_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let layers = ["2001", "2002"].map(|date| (date, rectangles(date, &[("A", [0., 0., 1., 1.])])));
    for (date, text) in &layers {
        fs::write(folder.path().join(format!("{date}.geojson")), text).unwrap();
    }
    // No file may be larger than one block.
    let line = format!(
        "ulimit -f 0; trap '' XFSZ; exec '{}' init new/folder 2001.geojson 2002.geojson",
        assert_cmd::cargo::cargo_bin("landshift").display()
    );
    let output = std::process::Command::new("bash")
        .args(["-c", &line])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(names(folder.path()), ["2001.geojson", "2002.geojson"]);
}

#[test]
fn what_makes_no_scenario_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let land = rectangles("1994-05-12", &[("A", [0., 0., 2., 1.])]);
    write(
        folder.path(),
        &[
            ("one/a.geojson", &land),
            ("two/a.geojson", &land),
            ("none/x.txt", "no"),
        ],
    );
    for (words, expected) in [
        (vec!["init", "new", "one"], "two dates"),
        (vec!["init", "new", "one", "two"], "name of one/a.geojson"),
        (vec!["init", "none"], "no GeoJSON files"),
        (vec!["init", "new", "missing.geojson"], "missing.geojson"),
    ] {
        let message = failure(landshift(folder.path()).args(words));
        assert!(message.contains(expected), "{message}");
        assert!(!folder.path().join("new").exists());
    }
}

/// A recipe: all of a square is West, and the piece that holds the seed East, cut by a front.
fn recipe(more_of_layer: &str, more_of_rule: &str) -> String {
    format!(
        r#"
        date = "2020-01-01"
        [[layer]]
        name = "land"
        path = "land.geojson"
        [[layer]]
        name = "front"
        path = "front.geojson"
        {more_of_layer}
        [[rule]]
        where = {{ land = true }}
        set = {{ controller = "West" }}
        [[rule]]
        where = {{ land = true }}
        seeds = [[3, 1]]
        cut_by = ["front"]
        set = {{ controller = "East" }}
        {more_of_rule}"#
    )
}

#[test]
fn a_recipe_says_what_cuts_nothing_and_what_is_left_without_land() {
    let folder = tempfile::tempdir().unwrap();
    let front = |lines: &[[[f64; 2]; 2]]| {
        json!({"type": "Feature", "properties": {}, "geometry": {"type": "MultiLineString", "coordinates": lines}})
            .to_string()
    };
    write(
        folder.path(),
        &[(
            "land.geojson",
            &rectangles("2020-01-01", &[("X", [0., 0., 4., 4.])]),
        )],
    );
    let told = |front: &str, recipe: &str| {
        write(folder.path(), &[("front.geojson", front), ("r.toml", recipe)]);
        let mut compose = landshift(folder.path());
        let output = compose
            .args(["compose", "r.toml", "-o", "x.geojson", "-o", "y.geojson"])
            .assert()
            .success();
        String::from_utf8(output.get_output().stderr.clone()).unwrap()
    };
    let whole = front(&[[[2., -1.], [2., 5.]]]);
    let short = front(&[[[2., -1.], [2., 3.9]]]);
    assert_eq!(told(&whole, &recipe("", "")), "");
    let said = told(&short, &recipe("", ""));
    assert!(
        said.contains("rule 2: a line of the layer `front` cuts nothing"),
        "{said}"
    );
    assert!(
        said.contains("[2, 3.9]") && said.contains("seed [3, 1] takes the land on both sides"),
        "{said}"
    );
    assert!(said.contains("rule 1 is left without land"), "{said}");
    // Lengthened, it cuts; the end beyond is as long as it was asked to be.
    assert_eq!(told(&short, &recipe("extend = \"50km\"", "")), "");
    // A second line that ends on both sides inside.
    let said = told(
        &front(&[[[2., -1.], [2., 5.]], [[3., 1.], [3.5, 3.]]]),
        &recipe("", ""),
    );
    assert!(
        said.contains("cuts nothing") && !said.contains("rule 1"),
        "{said}"
    );
    // One that meets the other and then ends.
    let said = told(
        &front(&[[[2., -1.], [2., 5.]], [[2., 2.], [3.5, 3.]]]),
        &recipe("", ""),
    );
    assert!(said.contains("ends inside the land at [3.5, 3]"), "{said}");
    // In land that no seed takes, nothing is said.
    assert_eq!(
        told(
            &front(&[[[2., -1.], [2., 5.]], [[1., 1.], [0.5, 3.]]]),
            &recipe("", "")
        ),
        ""
    );
    // A line elsewhere.
    let said = told(&front(&[[[12., -1.], [12., 5.]]]), &recipe("", ""));
    assert!(said.contains("the layer `front` cuts nothing"), "{said}");
    // Two rules that seed one piece.
    let third =
        "[[rule]]\nwhere = { land = true }\nseeds = [[3, 3]]\ncut_by = [\"front\"]\nset = { note = \"x\" }";
    let said = told(&whole, &recipe("", third));
    assert!(
        said.contains("the seed [3, 1] of rule 2 and the seed [3, 3] of rule 3"),
        "{said}"
    );
    let twice = recipe("", "").replace("name = \"front\"", "name = \"land\"");
    write(folder.path(), &[("r.toml", &twice)]);
    let message = failure(landshift(folder.path()).args(["compose", "r.toml"]));
    assert!(message.contains("two layers are named `land`"), "{message}");
    let help = stdout(landshift(folder.path()).args(["compose", "--help"]));
    assert!(help.contains("[[layer]]") && help.contains("cut_by"), "{help}");
}

/// The recipe of `compose --help`, as it stands there.
#[test]
fn the_recipe_of_the_help_runs() {
    let folder = tempfile::tempdir().unwrap();
    let help = stdout(landshift(folder.path()).args(["compose", "--help"]));
    let start = help.find("  title = ").unwrap();
    let recipe = &help[start..help.find("Then: landshift compose").unwrap()];
    let front = json!({"type": "LineString", "coordinates": [[46.5, 39.5], [46.5, 40.5]]});
    write(
        folder.path(),
        &[
            ("front.toml", recipe),
            (
                "districts.geojson",
                &rectangles("1990", &[("D", [46., 39.5, 47., 40.5])]),
            ),
            ("front.geojson", &front.to_string()),
        ],
    );
    stdout(landshift(folder.path()).args(["compose", "front.toml", "-o", "1994-05-12.geojson"]));
    let made: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("1994-05-12.geojson")).unwrap()).unwrap();
    assert_eq!(made["features"].as_array().unwrap().len(), 2);
}

#[test]
fn lines_or_points_alone_are_no_empty_land() {
    let folder = tempfile::tempdir().unwrap();
    let lines = json!({"type": "LineString", "coordinates": [[46.5, 39.5], [46.5, 40.5]]}).to_string();
    let places = json!({"type": "Point", "coordinates": [46.5, 39.5]}).to_string();
    let empty = json!({"type": "FeatureCollection", "features": []}).to_string();
    write(
        folder.path(),
        &[
            ("lines-2001-01-01.geojson", &lines),
            ("places-2001-01-01.geojson", &places),
            ("empty-2001-01-01.geojson", &empty),
            (
                "land-2002-01-01.geojson",
                &rectangles("2002-01-01", &[("A", [0., 0., 2., 1.])]),
            ),
        ],
    );
    for command in ["diff", "compare", "timeline"] {
        let message = failure(landshift(folder.path()).args([
            command,
            "lines-2001-01-01.geojson",
            "land-2002-01-01.geojson",
        ]));
        assert!(
            message.contains("lines and no land") && message.contains("landshift compose"),
            "{message}"
        );
        let message = failure(landshift(folder.path()).args([
            command,
            "places-2001-01-01.geojson",
            "land-2002-01-01.geojson",
        ]));
        assert!(message.contains("points and no land"), "{message}");
    }
    let listed = landshift(folder.path())
        .args(["check", "lines-2001-01-01.geojson"])
        .output()
        .unwrap();
    assert_eq!(listed.status.code(), Some(1));
    assert!(
        String::from_utf8(listed.stdout)
            .unwrap()
            .contains("landshift compose")
    );
    landshift(folder.path())
        .args(["diff", "empty-2001-01-01.geojson", "land-2002-01-01.geojson"])
        .assert()
        .success();
}
