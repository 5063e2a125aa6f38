//! Codes of units as files write them, and names that share one.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::lineage::rows;
use crate::support::landshift;

/// A layer of squares with whatever codes and names.
fn coded(folder: &Path, file: &str, units: &[(Value, &str)]) {
    let feature = |(place, (code, name)): (usize, &(Value, &str))| {
        let (west, east) = (place as f64, place as f64 + 1.0);
        json!({
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": {"type": "Polygon", "coordinates":
                [[[west, 0.0], [east, 0.0], [east, 1.0], [west, 1.0], [west, 0.0]]]}
        })
    };
    let features: Vec<Value> = units.iter().enumerate().map(feature).collect();
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    fs::write(folder.join(file), text).unwrap();
}

#[test]
fn one_code_is_one_however_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = ["a-2000.geojson", "b-2010.geojson", "c-2020.geojson"];
    coded(
        folder,
        files[0],
        &[(json!(101.0), "A"), (json!(102.0), "B"), (json!(0.5), "C")],
    );
    coded(
        folder,
        files[1],
        &[(json!(101), "A"), (json!(102), "B"), (json!(0.5), "C")],
    );
    coded(
        folder,
        files[2],
        &[(json!("101"), "A"), (json!("102"), "B"), (json!("0.5"), "C")],
    );
    let rows = rows(folder, &files);
    assert_eq!(rows.len(), 12);
    assert!(rows.iter().all(|row| row["event"] == "unchanged"), "{rows:?}");
    let output = landshift(folder)
        .args(["lineage", "--by", "code"])
        .args(files)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let pointed = "number such as 101.0, read as 101 (2×, first at feature 0";
    assert_eq!(said.matches(", read as 101").count(), 1, "{said}");
    assert!(said.contains(&format!("a-2000.geojson: {pointed}")), "{said}");
}

#[test]
fn names_that_share_a_code_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = ["a-2000.geojson", "b-2010.geojson"];
    let units = [
        (json!("1"), "Alpha"),
        (json!("1"), "Beta"),
        (json!("2"), "C"),
        (json!("2"), "D"),
        (json!("3"), "E"),
    ];
    coded(folder, files[0], &units);
    coded(
        folder,
        files[1],
        &[
            (json!("1"), "Alpha"),
            (json!("1"), " Alpha "),
            (json!("2"), "C"),
            (json!("4"), "D"),
        ],
    );
    let output = landshift(folder)
        .args(["lineage", "--by", "code"])
        .args(files)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let told = "a-2000.geojson: features of `1` are called \"Alpha\" and \"Beta\", and are taken for one unit; 1 more code \
                has several names";
    assert!(
        said.contains(told) && !said.contains("b-2010.geojson: features"),
        "{said}"
    );
}
