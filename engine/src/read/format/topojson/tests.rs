//! TopoJSON as it is found.

use super::super::content::Companions;
use super::*;
use crate::model::Layer;
use crate::read::LayerName;

/// Two squares side by side that share arc 0, quantised to half degrees from (10, 20).
const SQUARES: &str = r#"{"type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
        "objects": {
            "states": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "id": 1, "properties": {"controller": "A"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "properties": {"controller": "B"}, "arcs": [[[-1, 2]]]},
                {"type": null, "properties": {"controller": "C"}}
            ]},
            "capitals": {"type": "MultiPoint", "coordinates": [[1, 1], [3, 1]]},
            "river": {"type": "LineString", "arcs": [0]}
        },
        "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]]}"#;

fn layer(text: &str, layer: Option<&str>) -> Result<Layer> {
    let name = layer.map_or("a".to_owned(), |layer| format!("a#{layer}"));
    let name = LayerName::parse(&name, |_| false);
    super::super::read(text.as_bytes(), &Companions::default(), name, Mode::Strict).map(|read| read.layer)
}

#[test]
fn arcs_are_joined_and_objects_are_layers() {
    let states = layer(SQUARES, Some("states")).unwrap();
    let same = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": 1, "properties": {"controller": "A"}, "geometry":
            {"type": "Polygon", "coordinates": [[[11, 20], [11, 21], [10, 21], [10, 20], [11, 20]]]}},
        {"type": "Feature", "properties": {"controller": "B"}, "geometry":
            {"type": "MultiPolygon", "coordinates": [[[[11, 21], [11, 20], [12, 20], [12, 21], [11, 21]]]]}},
        {"type": "Feature", "properties": {"controller": "C"}, "geometry": null}]}"#;
    let same = Layer::read(same, "").unwrap();
    let marked = super::super::read(
        format!("\u{feff}{SQUARES}").as_bytes(),
        &Companions::default(),
        LayerName::parse("a#states", |_| false),
        Mode::Strict,
    );
    assert_eq!(marked.unwrap().layer.features.len(), same.features.len());
    assert_eq!(format!("{:?}", states.features), format!("{:?}", same.features));
    let capitals = layer(SQUARES, Some("capitals")).unwrap();
    assert_eq!(capitals.features[0].geometry.points.len(), 2);
    assert_eq!(
        layer(SQUARES, Some("river")).unwrap().features[0]
            .geometry
            .lines
            .len(),
        1
    );
}

#[test]
fn one_of_several_layers_must_be_named() {
    let error = layer(SQUARES, None).unwrap_err().to_string();
    assert!(
        error.starts_with("it has several layers: `states`, `capitals`, `river`"),
        "{error}"
    );
    let error = layer(SQUARES, Some("lakes")).unwrap_err().to_string();
    assert!(error.starts_with("it has no layer `lakes`"), "{error}");
    let one = r#"{"type": "Topology", "objects": {"x": {"type": "Polygon", "arcs": [[0]]}},
        "arcs": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}"#;
    assert_eq!(layer(one, None).unwrap().features[0].geometry.polygons.len(), 1);
}

#[test]
fn it_is_recognised_by_its_first_members() {
    for text in [
        " {\"type\" : \"Topology\"",
        r#"{"bbox": [1, 2, 3, 4], "name": "type", "type": "Topology"}"#,
        r#"{"arcs": [[["#,
        r#"{"meta": {"type": "Feature", "a\"rcs": []}, "objects": {"#,
    ] {
        assert!(is_topology(text.as_bytes()), "{text}");
    }
    for text in [
        r#"{"type": "FeatureCollection", "objects": {}}"#,
        r#"{"features": [{"arcs": []}]}"#,
        r#"{"name": "arcs", "features": []}"#,
        r#"{"name": "open"#,
        r#"{"name": "open\"#,
        "[\"arcs\"]",
        "",
    ] {
        assert!(!is_topology(text.as_bytes()), "{text}");
    }
}

#[test]
fn what_is_damaged_is_named_with_its_place() {
    let with = |object: &str| {
        format!(
            r#"{{"type": "Topology", "objects": {{"x": {object}}}, "arcs": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}"#
        )
    };
    for (object, what) in [
        (
            r#"{"type": "Polygon", "arcs": [[7]]}"#,
            "feature 0, ring 0: arc 7 is not among the 1 arcs",
        ),
        (
            r#"{"type": "Polygon", "arcs": [[-9223372036854775808]]}"#,
            "is not among",
        ),
        (
            r#"{"type": "Polygon", "arcs": [0]}"#,
            "feature 0: the `arcs` of this Polygon",
        ),
        (r#"{"type": "Polygon"}"#, "feature 0: the `arcs` of this Polygon"),
        (r#"{"type": "Circle", "arcs": [[0]]}"#, "`Circle` is not a type"),
        (r#"{"type": "Point", "coordinates": [500, 0]}"#, "500"),
        (
            r#"{"type": "Polygon", "arcs": [[0]], "id": []}"#,
            "neither text nor a number",
        ),
        ("5", "its object `x` is no geometry"),
    ] {
        let error = layer(&with(object), None).unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
    }
    let cut = layer(&SQUARES[..300], Some("states")).unwrap_err();
    assert_eq!(cut.position(), Some("line 6, column 23"), "{cut}");
}

#[test]
fn arcs_that_are_named_too_often_are_refused() {
    // A ring of 4096 positions, named by as many polygons as fit, and by one more.
    const LENGTH: usize = 4096;
    let most = MOST_UNCHECKED / LENGTH;
    let ring: Vec<String> = (1..LENGTH - 2)
        .map(|i| format!("[{},1]", i as f64 / 1e4))
        .collect();
    let file = |count: usize| {
        format!(
            r#"{{"type": "Topology", "objects": {{"x": {{"type": "GeometryCollection", "geometries": [{{"type":
                "MultiPolygon", "arcs": [[[0]]{}]}}]}}}}, "arcs": [[[1,0], [0,0], {}, [1,0]]]}}"#,
            ",[[-1]]".repeat(count - 1),
            ring.join(",")
        )
    };
    let error = layer(&file(most + 1), None).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the last was arc -1, of 4096 positions"),
        "{error}"
    );
    let read = layer(&file(most), None).unwrap();
    assert_eq!(read.features[0].geometry.polygons.len(), most);
}

#[test]
fn rings_that_quantisation_has_shrunk_are_no_land() {
    let text = r#"{"type": "Topology", "objects": {"x": {"type": "Polygon", "arcs": [[0]]}},
        "arcs": [[[0, 0], [0, 0]]]}"#;
    let layer = layer(text, None).unwrap();
    assert!(layer.features[0].geometry.polygons.is_empty());
    assert!(!layer.notices.is_empty());
}
