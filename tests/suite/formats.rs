//! Formats of input: the same land, the same answer.

use std::fs;

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
