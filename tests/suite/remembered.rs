//! A diff remembers how its snapshots were read, and applies to its own base without the options once more.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{failure, landshift, rectangles, stdout};

/// Rectangles of a date; those whose name is empty have none.
fn layer(date: &str, holders: &[(&str, [f64; 4])]) -> String {
    let mut layer: Value = serde_json::from_str(&rectangles(date, holders)).unwrap();
    for feature in layer["features"].as_array_mut().unwrap() {
        if feature["properties"]["controller"] == "" {
            feature["properties"] = json!({});
        }
    }
    layer.to_string()
}

/// Applies the diff of two files, read with these options, to the first without any, and the inverse to what comes of it. The
/// result is the second, read with the options, and the header of the diff is returned.
fn there_and_back(folder: &Path, options: &[&str]) -> Value {
    let run = |words: &[&str]| {
        landshift(folder)
            .args(words)
            .arg("--overwrite")
            .assert()
            .success()
    };
    let mut diff = vec!["diff", "a.geojson", "b.geojson", "-o", "d.geojson"];
    diff.extend(options);
    run(&diff);
    run(&["apply", "a.geojson", "d.geojson", "-o", "made.geojson"]);
    run(&["invert", "d.geojson", "-o", "back.geojson"]);
    run(&["apply", "made.geojson", "back.geojson", "-o", "again.geojson"]);
    // The inverse applies to the file that it leads from as well.
    run(&["apply", "b.geojson", "back.geojson", "-o", "again.geojson"]);
    for [file, made] in [["b.geojson", "made.geojson"], ["a.geojson", "again.geojson"]] {
        let mut same = vec!["diff", file, made, "--exit-code", "--tolerance", "0m"];
        same.extend(options);
        landshift(folder).args(same).assert().success();
    }
    let diff: Value = serde_json::from_str(&fs::read_to_string(folder.join("d.geojson")).unwrap()).unwrap();
    diff["landshift"]["before"].clone()
}

#[test]
fn what_became_of_land_without_a_name_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let write = |a: &[(&str, [f64; 4])], b: &[(&str, [f64; 4])]| {
        fs::write(folder.join("a.geojson"), layer("2001", a)).unwrap();
        fs::write(folder.join("b.geojson"), layer("2002", b)).unwrap();
    };
    write(
        &[("A", [0., 0., 2., 1.]), ("", [2., 0., 4., 1.])],
        &[("A", [0., 0., 3., 1.]), ("", [3., 0., 4., 1.])],
    );
    let before = there_and_back(folder, &["--unnamed", "U"]);
    assert_eq!((&before["unnamed"], &before["as"]), (&json!("U"), &Value::Null));
    assert_eq!(there_and_back(folder, &["--unnamed", "skip"])["unnamed"], "skip");
    // Who says otherwise is believed, and the base is refused.
    let other = ["apply", "a.geojson", "d.geojson", "--unnamed", "V"];
    assert!(failure(landshift(folder).args(other)).contains("is not the base"));
    // No feature has a name.
    write(&[("", [0., 0., 2., 1.])], &[("", [0., 0., 3., 1.])]);
    assert_eq!(there_and_back(folder, &["--unnamed", "U"])["unnamed"], "U");
    // Nothing is to be remembered where all have one.
    write(&[("A", [0., 0., 2., 1.])], &[("A", [0., 0., 3., 1.])]);
    assert_eq!(
        there_and_back(folder, &["--unnamed", "U"])["unnamed"],
        Value::Null
    );
}

#[test]
fn names_that_were_joined_are_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(
        folder.join("a.geojson"),
        layer("2001", &[("Persia", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]),
    )
    .unwrap();
    fs::write(
        folder.join("b.geojson"),
        layer("2002", &[("Iran", [0., 0., 3., 1.]), ("B", [3., 0., 4., 1.])]),
    )
    .unwrap();
    fs::write(folder.join("names.csv"), "Persia,Iran\nElam,Iran\n").unwrap();
    let before = there_and_back(folder, &["--rename", "names.csv"]);
    assert_eq!(before["rename"], json!({"Persia": "Iran"}), "what was used");
    let table = stdout(landshift(folder).args(["diff", "made.geojson", "b.geojson"]));
    assert!(table.contains("No land changed hands"), "{table}");
}
