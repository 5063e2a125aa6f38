//! `landshift info`: what is in files.

use std::fs;

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::support::{failure, karabakh, landshift, rectangles, stdout};

#[test]
fn a_file_is_told_whatever_format_it_has() {
    let folder = tempdir().unwrap();
    let layer = rectangles("2001-02-03", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 3., 1.])]);
    fs::write(folder.path().join("a.geojson"), layer).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = landshift(folder.path());
        command.args(arguments);
        stdout(&mut command)
    };
    let told =
        |file: &str| -> Value { serde_json::from_str(&run(&["info", file, "--format", "json"])).unwrap() };
    let expected = told("a.geojson")["files"][0].clone();
    assert_eq!(expected["format"], "GeoJSON");
    assert_eq!(
        (&expected["land"], &expected["is"]),
        (&json!(2), &json!("snapshot"))
    );
    assert_eq!(expected["date"], "2001-02-03");
    assert_eq!(expected["controllers"][0]["controller"], "A");
    assert_eq!(expected["east"], 3.0);
    for (ending, name) in [
        ("gpkg", "GeoPackage"),
        ("fgb", "FlatGeobuf"),
        ("parquet", "GeoParquet"),
        ("topojson", "TopoJSON"),
        ("kml", "KML"),
        ("zip", "shapefile"),
    ] {
        let file = format!("b.{ending}");
        let mut fix = landshift(folder.path());
        fix.args(["check", "--fix", "a.geojson", "-o", &file])
            .assert()
            .success();
        let found = told(&file)["files"][0].clone();
        assert_eq!(found["format"], name);
        for same in ["land", "east", "north"] {
            assert_eq!(found[same], expected[same], "{name}: {same}");
        }
    }
}

#[test]
fn what_a_file_is_not_is_told_with_what_to_do() {
    let text = stdout(landshift(&karabakh()).args(["info", "places.geojson", "districts.geojson"]));
    assert!(text.contains("There is no land in it."), "{text}");
    assert!(
        text.contains("No date, 13 controllers, property \"name\"."),
        "{text}"
    );
    let folder = tempdir().unwrap();
    let square = |properties: Value| {
        json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon",
            "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}})
    };
    let write = |name: &str, features: Vec<Value>| {
        let layer = json!({"type": "FeatureCollection", "features": features});
        fs::write(folder.path().join(name), layer.to_string()).unwrap();
    };
    write(
        "half.geojson",
        vec![square(json!({"name": "A"})), square(json!({"name": null}))],
    );
    write(
        "times.geojson",
        vec![
            square(json!({"name": "A", "start_date": "1990", "end_date": "1995"})),
            square(json!({"name": "B", "start_date": "1995"})),
        ],
    );
    let text = stdout(landshift(folder.path()).args(["info", "half.geojson", "times.geojson"]));
    assert!(text.contains("Who holds its land is not known"), "{text}");
    assert!(text.contains("--unnamed skip"), "{text}");
    assert!(text.contains("it is a series"), "{text}");
    let message = failure(landshift(folder.path()).args(["info", "none.geojson"]));
    assert!(message.contains("none.geojson"), "{message}");
}

#[test]
fn tables_have_a_row_for_each_file_property_and_controller() {
    let table = |name: &str| {
        let mut info = landshift(&karabakh());
        info.args([
            "info",
            "1994-05-12.geojson",
            "2023-10-01.geojson",
            "--format",
            "csv",
            "--table",
            name,
        ]);
        stdout(&mut info)
    };
    let files = table("files");
    assert!(files.lines().next().unwrap().contains(",is,date,"), "{files}");
    assert!(files.contains(",snapshot,1994-05-12,"), "{files}");
    assert_eq!(files.lines().count(), 3);
    assert_eq!(table("controllers").lines().count(), 1 + 3 + 2);
    assert!(table("properties").contains("2023-10-01.geojson,controller,text,5,2,Armenia"));
}
