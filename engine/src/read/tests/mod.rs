//! Whole texts: every way of writing GeoJSON that is understood, and every repair.

mod errors;
#[cfg(feature = "files")]
mod files;
mod filtered;
mod memory;

use crate::model::{Geometry, GridPoint, Layer, to_grid};

const TRIANGLE: &str = r#"{"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}"#;

fn feature(geometry: &str) -> String {
    format!(r#"{{"type": "Feature", "properties": {{"name": "Lachin"}}, "geometry": {geometry}}}"#)
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
        features.join(", ")
    )
}

fn read(text: impl AsRef<[u8]>) -> Layer {
    Layer::read(text.as_ref(), "a.geojson").unwrap()
}

fn geometry(text: &str) -> Geometry {
    read(text).features.remove(0).geometry
}

fn notices(layer: &Layer) -> Vec<String> {
    layer.notices.iter().map(ToString::to_string).collect()
}

#[test]
fn features_bare_geometries_and_sequences_are_layers() {
    let one = feature(TRIANGLE);
    let two = collection(&[one.clone(), one.clone()]);
    assert_eq!(read(&two).features.len(), 2);
    assert_eq!(read(&one).features.len(), 1);
    assert_eq!(read(TRIANGLE).features[0].geometry.polygons.len(), 1);
    assert_eq!(read(format!("{one}\n{one}\r\n{TRIANGLE}\n")).features.len(), 3);
    assert_eq!(read(format!("\u{1e}{one}\n\u{1e}{two}\n")).features[2].index, 2);
    assert_eq!(read(format!("\u{feff}{two}")).features.len(), 2);
    assert!(read(collection(&[])).features.is_empty());
    assert_eq!(read(&one).name, "a.geojson");
}

#[test]
fn all_kinds_of_geometry_are_sorted_by_dimension() {
    let all = geometry(&feature(
        r#"{"type": "GeometryCollection", "geometries": [
            {"type": "Point", "coordinates": [1, 2, 300]},
            {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
            {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
            {"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[1, 2], [3, 4]]]},
            {"type": "GeometryCollection", "geometries": [
                {"coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[5, 5], [6, 5], [6, 6], [5, 5]]]],
                 "type": "MultiPolygon"}]}]}"#,
    ));
    assert_eq!((all.points.len(), all.lines.len(), all.polygons.len()), (3, 3, 2));
    assert_eq!(
        all.points[0],
        GridPoint {
            x: to_grid(1.0),
            y: to_grid(2.0)
        }
    );
}

#[test]
fn members_properties_and_ids_are_kept_and_type_may_come_last() {
    let layer = read(
        r#"{"date": "1994", "bbox": [0, 0, 1, 1], "crs": {"type": "name", "properties": {"name": "EPSG:4326"}},
            "features": [{"id": 7, "time": {"date": "1994"}, "bbox": [0], "properties": {"b": 1, "a": null},
                          "geometry": null, "type": "Feature"}],
            "note": {"x": [1]}, "type": "FeatureCollection"}"#,
    );
    assert_eq!(layer.members.keys().collect::<Vec<_>>(), ["date", "note"]);
    let feature = &layer.features[0];
    assert_eq!(feature.id.as_deref(), Some("7"));
    assert_eq!(feature.properties.keys().collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(feature.members["time"]["date"], "1994");
    assert_eq!(
        notices(&layer),
        [
            "feature without a geometry (1×, first at feature 0 (\"7\"))",
            "`bbox` that is not that of the positions, left out (1×, first at feature 0 (\"7\"))"
        ]
    );
}

#[test]
fn members_are_bounded() {
    let junk = "x".repeat(100_000);
    let text =
        format!(r#"{{"type": "FeatureCollection", "junk": "{junk}", "date": "1994", "features": []}}"#);
    let layer = read(text);
    assert_eq!(layer.members.keys().collect::<Vec<_>>(), ["date"]);
    assert_eq!(
        notices(&layer),
        ["member of more than 64 kB left out (1×, first at `junk`)"]
    );
}

#[test]
fn repairs_are_counted_with_the_place_of_the_first() {
    let repaired = r#"{"type": "MultiPolygon", "coordinates": [
        [[[0, 0], [9, 0], [9, 9, 1, 2], [9.0000000001, 9], [9, 9], [0, 9]],
         [[1, 1], [2, 1], [2, 2], [1, 1]], [[3, 3], [4, 4], [3, 3], [3, 3]]],
        [[[20, 20], [20, 20], [20, 20], [20, 20]]]]}"#;
    let layer = read(collection(&[feature(TRIANGLE), feature(repaired)]));
    assert_eq!(
        notices(&layer),
        [
            "position of more than three numbers, the others left out (1×, first at feature 1 (\"Lachin\"), \
             polygon 0, ring 0, position 2)",
            "unclosed ring closed (1×, first at feature 1 (\"Lachin\"), polygon 0, ring 0)",
            "repeated position dropped (6×, first at feature 1 (\"Lachin\"), polygon 0, ring 0, position 3)",
            "ring without an area dropped (2×, first at feature 1 (\"Lachin\"), polygon 0, ring 2)",
        ]
    );
    let polygons = &layer.features[1].geometry.polygons;
    assert_eq!(polygons.len(), 1);
    assert_eq!(polygons[0].exterior().0.len(), 5);
    assert_eq!(polygons[0].interiors().len(), 1);
}

#[test]
fn empty_geometries_are_noticed() {
    for empty in [
        r#"{"type": "Polygon", "coordinates": []}"#,
        r#"{"type": "Point", "coordinates": []}"#,
        r#"{"type": "MultiPolygon", "coordinates": []}"#,
    ] {
        let layer = read(feature(empty));
        assert_eq!(layer.features[0].geometry, Geometry::default());
        assert!(notices(&layer)[0].starts_with("empty geometry"), "{empty}");
    }
}

#[test]
fn winding_is_normalised_without_a_notice() {
    let clockwise = r#"{"type": "Polygon", "coordinates": [
        [[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 1]]]}"#;
    let layer = read(clockwise);
    let polygon = &layer.features[0].geometry.polygons[0];
    assert!(crate::model::doubled_area(&polygon.exterior().0) > 0);
    assert!(crate::model::doubled_area(&polygon.interiors()[0].0) < 0);
    assert!(layer.notices.is_empty());
}

#[test]
fn a_polygon_across_the_antimeridian_keeps_each_hole_with_the_part_that_holds_it() {
    let layer = read(
        r#"{"type": "Polygon", "coordinates": [
            [[170, 50], [-170, 50], [-170, 60], [170, 60], [170, 50]],
            [[172, 52], [174, 52], [174, 54], [172, 52]],
            [[-172, 52], [-174, 52], [-174, 54], [-172, 52]],
            [[178, 56], [-178, 56], [-178, 58], [178, 58], [178, 56]]]}"#,
    );
    assert_eq!(
        notices(&layer),
        ["ring crosses ±180°, cut there (2×, first at feature 0, ring 0)"]
    );
    let parts: Vec<_> = layer.features[0]
        .geometry
        .polygons
        .iter()
        .map(|p| {
            let east = p.exterior().0.iter().all(|c| c.x > 0);
            let holes = p.interiors().iter();
            assert!(
                holes
                    .clone()
                    .all(|h| h.0.iter().all(|c| (c.x > 0) == east) && crate::model::doubled_area(&h.0) < 0)
            );
            (east, holes.len())
        })
        .collect();
    assert_eq!(parts, [(true, 2), (false, 2)]);
}

#[test]
fn a_band_round_a_pole_is_a_cap_less_a_cap() {
    let circle = |lat: i32| {
        let positions: Vec<_> = (0..=36)
            .map(|i| format!("[{}, {lat}]", i % 36 * 10 - 175))
            .collect();
        format!("[{}]", positions.join(", "))
    };
    let layer = read(format!(
        r#"{{"type": "Polygon", "coordinates": [{}, {}]}}"#,
        circle(60),
        circle(80)
    ));
    let polygons = &layer.features[0].geometry.polygons;
    assert_eq!((polygons.len(), polygons[0].interiors().len()), (1, 1));
    let unit = 1_000_000_000_i128;
    let area = |line: &crate::model::GridLine| crate::model::doubled_area(&line.0) / 2 / unit / unit;
    assert_eq!(area(polygons[0].exterior()), 360 * 30);
    assert_eq!(area(&polygons[0].interiors()[0]), -360 * 10);
    assert_eq!(notices(&layer).len(), 2);
}

/// A land round the South Pole whose first ring is a circle next to the pole, as where a map of the world was cut along it.
#[test]
fn of_two_rings_round_a_pole_the_outer_one_is_the_shell_whichever_comes_first() {
    let circle = |lat: f64| {
        let positions = (0..=36).map(|i| format!("[{}, {lat}]", (f64::from(i) * 10.0 + 5.0) % 360.0 - 180.0));
        format!("[{}]", positions.collect::<Vec<_>>().join(", "))
    };
    let read = |rings: [f64; 2]| {
        let rings = rings.map(circle).join(", ");
        let text = format!(r#"{{"type": "Polygon", "coordinates": [{rings}]}}"#);
        Layer::read(text, "a.geojson").unwrap()
    };
    let late = read([-89.999, -70.0]);
    let polygons = &late.features[0].geometry.polygons;
    assert_eq!(*polygons, read([-70.0, -89.999]).features[0].geometry.polygons);
    assert_eq!(polygons[0].interiors().len(), 1);
    let notices = notices(&late).join("\n");
    assert!(
        notices.contains("outer ring listed after an inner one"),
        "{notices}"
    );
}

#[test]
fn an_outer_ring_that_comes_late_is_the_outer_one() {
    let ring = |w: i32, e: i32| format!("[[{w}, {w}], [{e}, {w}], [{e}, {e}], [{w}, {e}], [{w}, {w}]]");
    let read = |rings: &[String]| {
        let text = format!(r#"{{"type": "Polygon", "coordinates": [{}]}}"#, rings.join(", "));
        Layer::read(text, "a.geojson").unwrap()
    };
    let (outer, inner) = (ring(0, 9), ring(2, 4));
    let late = read(&[inner.clone(), outer.clone()]);
    let polygons = &late.features[0].geometry.polygons;
    assert_eq!(
        *polygons,
        read(&[outer.clone(), inner]).features[0].geometry.polygons
    );
    assert_eq!(notices(&late).len(), 1);
    // A hole beside its shell is none of this.
    let beside = read(&[ring(10, 12), outer]);
    assert!(notices(&beside).is_empty());
}
