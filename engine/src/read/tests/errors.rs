//! Every error, by its message: the file, the feature, the position, what is wrong and the hint.

use std::io::Read;

use proptest::prelude::*;

use super::super::read_stream;
use super::{TRIANGLE, collection, feature, geometry};
use crate::error::{ErrorKind, OptionName};
use crate::model::{Layer, Snapshot, to_grid};
use crate::read::ReadOptions;

fn error(text: impl AsRef<[u8]>) -> String {
    Layer::read(text.as_ref(), "a.geojson").unwrap_err().to_string()
}

/// The message for a collection whose second feature has this geometry.
fn geometry_error(geometry: &str) -> String {
    error(collection(&[feature(TRIANGLE), feature(geometry)]))
}

fn polygon_error(ring: &str) -> String {
    geometry_error(&format!(
        r#"{{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 0]], {ring}]}}"#
    ))
}

#[test]
fn positions_off_the_earth_name_the_place_and_the_likely_cause() {
    assert_eq!(
        polygon_error("[[0, 0], [1, 0], [400000, 4400000], [0, 0]]"),
        "a.geojson: feature 1 (\"Lachin\"), ring 1, position 2: latitude 4400000 is out of range\n  \
         hint: the coordinates look projected, in metres; state their reference system with `crs` EPSG:n, or reproject them to longitude and latitude (WGS 84), \
         for instance: ogr2ogr -t_srs EPSG:4326 out.geojson IN"
    );
    let swapped = geometry_error(r#"{"type": "Point", "coordinates": [-41, 174]}"#);
    assert_eq!(
        swapped,
        "a.geojson: feature 1 (\"Lachin\"): latitude 174 is out of range\n  \
         hint: longitude and latitude look swapped: GeoJSON has longitude first"
    );
    let beyond = geometry_error(r#"{"type": "MultiPoint", "coordinates": [[0, 0], [190, 5]]}"#);
    assert!(
        beyond.contains("position 1: longitude 190 is out of range"),
        "{beyond}"
    );
    assert!(beyond.contains("190 as -170"), "{beyond}");
    // Noise below the grid is none of it.
    let edge = r#"{"type": "Point", "coordinates": [180.00000000000003, -90.0000000000001]}"#;
    assert_eq!(geometry(edge).points[0].x, to_grid(180.0));
}

#[test]
fn malformed_coordinates_name_the_place() {
    let at = "a.geojson: feature 1 (\"Lachin\"), ring 1";
    for (ring, what) in [
        (
            "[[0, 0], [1], [2, 2], [0, 0]]",
            ", position 1: a position is two numbers or more, not a list of one number",
        ),
        (
            "[[0, 0], [1, 1], [2, null], [0, 0]]",
            ", position 2: a position is two numbers or more, not a list that holds more than numbers",
        ),
        (
            "[[0, 0], [1, 1], \"x\"]",
            ", position 2: a position is two numbers or more, not a text",
        ),
        (
            "[[0, 0], []]",
            ", position 1: a position is two numbers or more, not an empty list",
        ),
        (
            "[0, 0]",
            ": its coordinates are a position, not a list of positions",
        ),
        ("null", ": its coordinates are null, not a list of positions"),
        (
            "[[0, 0], [1, 1], [0, 0]]",
            ": the ring has 3 positions, not 4 or more",
        ),
        ("[[0, 0], [1, 1]]", ": the ring has 3 positions, not 4 or more"),
        ("[]", ": the ring has 0 positions, not 4 or more"),
    ] {
        let message = polygon_error(ring);
        assert!(message.starts_with(&format!("{at}{what}")), "{ring}: {message}");
    }
    for (geometry, what) in [
        (
            r#"{"type": "Polygon", "coordinates": [[0, 0], [1, 1]]}"#,
            ": its coordinates are a list of positions, not a list of rings",
        ),
        (
            r#"{"type": "MultiPolygon", "coordinates": [[[0, 0], [1, 1]]]}"#,
            ", polygon 0: its coordinates are a list of positions, not a list of rings",
        ),
        (
            r#"{"type": "Point", "coordinates": 5}"#,
            ": a position is two numbers or more, not a number",
        ),
        (
            r#"{"type": "LineString", "coordinates": [[0, 0]]}"#,
            ": the line has 1 position, not 2 or more",
        ),
        (r#"{"type": "Polygon"}"#, ": the Polygon has no `coordinates`"),
        (r#"{"coordinates": [0, 0]}"#, ": its geometry has no `type`"),
        (
            r#"{"type": "Circle", "coordinates": [0, 0]}"#,
            ": `Circle` is not a type of geometry",
        ),
        (
            r#"{"type": "GeometryCollection"}"#,
            ": the GeometryCollection has no `geometries`",
        ),
        (
            r#"{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [0, 95]}]}"#,
            ", geometry 0: latitude 95 is out of range",
        ),
    ] {
        let message = geometry_error(geometry);
        let start = format!("a.geojson: feature 1 (\"Lachin\"){what}");
        assert!(message.starts_with(&start), "{geometry}: {message}");
    }
}

#[test]
fn malformed_objects_are_refused() {
    let in_collection = |feature: &str| collection(&[feature.to_string()]);
    let twice = r#"{"type": "Feature", "geometry": null, "geometry": null}"#;
    let property = r#"{"type": "Feature", "geometry": null, "properties": {"a": 1, "a": 2}}"#;
    for (text, what) in [
        (
            in_collection(r#"{"type": "Feature", "properties": {"name": "Lachin"}}"#),
            "a.geojson: feature 0 (\"Lachin\"): it has no `geometry`",
        ),
        (
            in_collection(r#"{"geometry": null}"#),
            "a.geojson: feature 0: it has no `type`",
        ),
        (
            in_collection(r#"{"attributes": {}, "geometry": null}"#),
            "a.geojson: feature 0: this is Esri JSON",
        ),
        (
            in_collection(TRIANGLE),
            "a.geojson: feature 0: it is of type `Polygon`",
        ),
        (
            in_collection("null"),
            "a.geojson: feature 0, line 1, column 47: invalid type: null, expected a Feature",
        ),
        (in_collection(twice), "an object has the member `geometry` twice"),
        (in_collection(property), "the property `a` is given twice"),
        (
            in_collection(r#"{"type": "Feature", "geometry": null, "properties": []}"#),
            "expected an object of properties",
        ),
        (
            in_collection(r#"{"type": "Feature", "geometry": null, "id": []}"#),
            "`id` is neither a text nor a number",
        ),
        (
            r#"{"type": "FeatureCollection"}"#.into(),
            "a.geojson: the collection has no `features`",
        ),
        (
            r#"{"type": "FeatureCollection", "features": {}}"#.into(),
            "expected a list of features",
        ),
        (
            r#"{"type": "Feature", "geometry": null, "features": []}"#.into(),
            "`Feature` has `features`",
        ),
        (r#"{"features": []}"#.into(), "a.geojson: it has no `type`"),
        (
            r#"{"type": "Thing"}"#.into(),
            "a.geojson: `Thing` is not a type of GeoJSON",
        ),
        (r#"{"type": 5}"#.into(), "expected a string"),
        ("[]".into(), "expected a GeoJSON object"),
        (
            r#"{"type": "Topology", "objects": {}, "arcs": []}"#.into(),
            "a.geojson: it has no layers",
        ),
        (
            format!(r#"{{"bbox": [{}0], "type": "Topology"}}"#, "0, ".repeat(2000)),
            "a.geojson: this is TopoJSON, but it does not start as such",
        ),
        (
            r#"{"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:27"}}, "features": []}"#
                .into(),
            "a.geojson: its reference system is `EPSG:27`",
        ),
        (
            r#"{"type": "FeatureCollection", "date": "1994", "features": []}
               {"type": "FeatureCollection", "date": "2020", "features": []}"#
                .into(),
            "two collections in this file differ in their `date`",
        ),
    ] {
        let message = error(&text);
        assert!(message.contains(what), "{text}: {message}");
    }
}

#[test]
fn what_is_no_json_is_refused_with_line_and_column() {
    let broken = |number: &str| {
        format!(
            "{{\"type\": \"FeatureCollection\", \"features\": [{},\n\
             {{\"type\": \"Feature\", \"geometry\": {{\"type\": \"Point\", \"coordinates\": [{number}, 0]}}}}]}}",
            feature(TRIANGLE)
        )
    };
    for (text, what) in [
        (
            broken("NaN"),
            "a.geojson: feature 1, line 2, column 67: this is not JSON",
        ),
        (
            broken("1e400"),
            "a.geojson: feature 1, line 2, column 72: a number is out of range",
        ),
        (broken("1")[..200].into(), "the text ends too early"),
        (
            format!("{TRIANGLE}]"),
            "a.geojson: line 1, column 79: this is not JSON",
        ),
        (String::new(), "a.geojson: the file is empty"),
        (" \n".into(), "a.geojson: the file is empty"),
    ] {
        let message = error(&text);
        assert!(message.contains(what), "{text}: {message}");
    }
    let mut latin = feature(TRIANGLE).into_bytes();
    let at = latin.iter().position(|b| *b == b'L').unwrap();
    latin[at] = 0xe9;
    assert!(error(latin).contains("the text is not UTF-8"));
}

#[test]
fn deep_nesting_is_refused_and_not_a_crash() {
    let nested = |depth: usize| {
        let open = r#"{"type": "GeometryCollection", "geometries": ["#;
        feature(&format!("{}{TRIANGLE}{}", open.repeat(depth), "]}".repeat(depth)))
    };
    assert_eq!(geometry(&nested(16)).polygons.len(), 1);
    assert!(error(nested(17)).contains("nested more than 16 deep"));
    assert!(error(nested(100_000)).contains("nested more than 16 deep"));
    let brackets = format!(r#"{{"type": "Polygon", "coordinates": {}"#, "[".repeat(100_000));
    assert!(error(brackets).contains("nested too deeply"));
}

#[test]
fn a_reader_that_fails_is_an_error() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("unplugged"))
        }
    }
    let start = br#"{"type": "FeatureCollection", "features": ["#;
    let message = read_stream(start.chain(Broken), "-").unwrap_err().to_string();
    assert_eq!(message, "-: cannot read it: unplugged");
}

#[test]
fn a_stream_of_another_format_is_refused_before_it_ends() {
    let endless = b"BZh9".chain(std::io::repeat(0));
    let message = read_stream(endless, "-").unwrap_err().to_string();
    assert!(message.contains("this is compressed by bzip2"), "{message}");
}

#[test]
fn errors_are_data() {
    let kind = |text: &str| Layer::read(text, "a.geojson").unwrap_err().kind();
    assert_eq!(kind("{"), ErrorKind::Syntax);
    assert_eq!(kind(r#"{"type": "Circle"}"#), ErrorKind::Syntax);
    let short = r#"{"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [46, 39]]]}"#;
    let error = Layer::read(collection(&[feature(TRIANGLE), feature(short)]), "a.geojson").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Geometry);
    assert_eq!(error.message(), "the ring has 3 positions, not 4 or more");
    assert_eq!(error.file(), Some("a.geojson"));
    assert_eq!(error.feature(), Some("feature 1 (\"Lachin\")"));
    assert_eq!(error.position(), Some("ring 0"));
    assert_eq!(error.place(), Some([46.0, 39.0]));
    let text = collection(&[feature(TRIANGLE)]);
    let options = ReadOptions::default().by("holder");
    let error = Snapshot::read(&text, "a.geojson", &options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Attribute);
    let both = Snapshot::read(&text, "a.geojson", &options.name("A")).unwrap_err();
    assert_eq!(both.kind(), ErrorKind::Options);
    let options: Vec<_> = both.hint().unwrap().options().collect();
    assert_eq!(options, [OptionName::By, OptionName::Name]);
}

proptest! {
    /// Whatever is done to a text, reading it ends with a layer or an error.
    #[test]
    fn damaged_text_does_not_crash_the_reader(
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"[]{},:\"0819.e-n\x1e\n\xff".to_vec())), 1..6),
    ) {
        let across = r#"{"type": "Polygon", "coordinates": [[[170, 50], [-170, 50], [-170, 60], [170, 60], [170, 50]]]}"#;
        let mut text = collection(&[feature(TRIANGLE), feature(across)]).into_bytes();
        for (place, byte) in edits {
            let at = place.index(text.len());
            text[at] = byte;
        }
        if let Err(error) = Layer::read(text.as_slice(), "a.geojson") {
            prop_assert!(error.to_string().starts_with("a.geojson: "));
        }
    }
}
