//! Formats of input: the same land, the same answer.

use std::fs;

use tempfile::tempdir;

use crate::support::{failure, landshift, stdout};

/// Two squares of A and B that share an arc, before; A holds both, after.
const TOPOLOGY: &str = r#"{"type": "Topology", "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
    "objects": {
        "before": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "properties": {"controller": "A"}, "arcs": [[0, 1]]},
            {"type": "Polygon", "properties": {"controller": "B"}, "arcs": [[-1, 2]]}]},
        "after": {"type": "GeometryCollection", "geometries": [
            {"type": "MultiPolygon", "properties": {"controller": "A"}, "arcs": [[[0, 1]], [[-1, 2]]]}]}},
    "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]]}"#;

fn square(controller: &str, west: i32) -> String {
    let east = west + 1;
    format!(
        r#"{{"type": "Feature", "properties": {{"controller": "{controller}"}}, "geometry": {{"type": "Polygon",
            "coordinates": [[[{west}, 20], [{east}, 20], [{east}, 21], [{west}, 21], [{west}, 20]]]}}}}"#
    )
}

#[test]
fn layers_of_a_topology_say_what_the_same_land_as_geojson_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("both.topojson"), TOPOLOGY).unwrap();
    let collection = |features: [String; 2]| {
        format!(
            r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
            features.join(", ")
        )
    };
    fs::write(
        path("before.geojson"),
        collection([square("A", 11 - 1), square("B", 11)]),
    )
    .unwrap();
    fs::write(
        path("after.geojson"),
        collection([square("A", 11 - 1), square("A", 11)]),
    )
    .unwrap();
    let transitions = |before: &str, after: &str| {
        let text = stdout(landshift(folder.path()).args(["diff", before, after, "--format", "csv"]));
        let row = text.lines().find(|row| row.contains(",B,A,")).unwrap();
        row.split_once(",B,A,").unwrap().1.to_owned()
    };
    assert_eq!(
        transitions("both.topojson#before", "both.topojson#after"),
        transitions("before.geojson", "after.geojson")
    );
}

#[test]
fn a_layer_is_named_where_there_are_several() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("both.topojson"), TOPOLOGY).unwrap();
    fs::write(folder.path().join("a#b.geojson"), square("A", 10)).unwrap();
    let run = |file: &str| {
        let mut command = landshift(folder.path());
        command.args(["check", file]);
        command
    };
    let several = failure(&mut run("both.topojson"));
    assert!(
        several.contains("both.topojson: it has several layers: `before`, `after`"),
        "{several}"
    );
    assert!(several.contains("FILE#before"), "{several}");
    let other = failure(&mut run("both.topojson#later"));
    assert!(
        other.contains("it has no layer `later`") && other.contains("`before`, `after`"),
        "{other}"
    );
    run("both.topojson#after").assert().success();
    // The file of this very name, and a format without layers.
    run("a#b.geojson").assert().success();
    fs::rename(folder.path().join("a#b.geojson"), folder.path().join("a.geojson")).unwrap();
    let none = failure(&mut run("a.geojson#b"));
    assert!(
        none.contains("it has no layer `b`") && none.contains("name the file alone"),
        "{none}"
    );
}

#[test]
fn the_reference_system_of_a_layer_may_be_stated() {
    let folder = tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    // A square of UTM zone 38, without and with another system stated.
    let square = "500000 4400000, 510000 4400000, 510000 4410000, 500000 4410000, 500000 4400000";
    write("1994.csv", &format!("wkt;controller\nPOLYGON (({square}));A\n"));
    let positions = square
        .split(", ")
        .map(|position| format!("[{}]", position.replace(' ', ",")));
    let positions = positions.collect::<Vec<_>>().join(",");
    let crs = r#""crs": {"type": "name", "properties": {"name": "EPSG:1"}}"#;
    write(
        "2020.geojson",
        &format!(
            r#"{{"type": "FeatureCollection", {crs}, "features": [{{"type": "Feature", "properties":
                {{"controller": "A"}}, "geometry": {{"type": "Polygon", "coordinates": [[{positions}]]}}}}]}}"#
        ),
    );
    let diff = |options: &[&str]| {
        let mut diff = landshift(folder.path());
        diff.args(["diff", "1994.csv", "2020.geojson"]).args(options);
        diff
    };
    let message = failure(&mut diff(&[]));
    assert!(
        message.contains("1994.csv") && message.contains("with --crs EPSG:n"),
        "{message}"
    );
    let message = failure(&mut diff(&["--crs", "1994.csv=EPSG:32638"]));
    assert!(
        message.contains("2020.geojson") && message.contains("EPSG:1"),
        "{message}"
    );
    for options in [
        vec!["--crs", "EPSG:32638"],
        vec![
            "--crs",
            "EPSG:32638",
            "--crs",
            "2020.geojson=urn:ogc:def:crs:EPSG::32638",
        ],
    ] {
        let text = stdout(&mut diff(&options));
        assert!(text.contains("No land changed hands"), "{text}");
    }
    // One zone further east it is other land.
    let text = stdout(&mut diff(&[
        "--crs",
        "EPSG:32638",
        "--crs",
        "1994.csv=EPSG:32639",
    ]));
    assert!(!text.contains("No land changed hands"), "{text}");
    let message = failure(&mut diff(&["--crs", "EPSG:32638", "--crs", "EPSG:32639"]));
    assert!(message.contains("two reference systems"), "{message}");
    let message = failure(&mut diff(&["--crs", "WGS72"]));
    assert!(message.contains("EPSG:2056"), "{message}");
}
