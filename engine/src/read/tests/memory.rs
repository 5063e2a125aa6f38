//! Polygons and collections in memory give what the same land in a text gives.

use geo_types::{LineString, MultiPolygon, Polygon, polygon};
use geojson::FeatureCollection;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{TRIANGLE, collection, feature};
use crate::model::{Date, Layer, Snapshot, to_geo};
use crate::read::ReadOptions;

fn date() -> Date {
    "1994-05-12".parse().unwrap()
}

/// A polygon as JSON, ring by ring.
fn rings(polygon: &Polygon<f64>) -> Value {
    let ring = |line: &LineString<f64>| line.0.iter().map(|p| json!([p.x, p.y])).collect::<Value>();
    crate::model::rings(polygon).map(ring).collect()
}

fn text(land: &[(&str, Polygon<f64>)]) -> String {
    let features = land.iter().map(|(controller, polygon)| {
        json!({"type": "Feature", "properties": {"controller": controller},
               "geometry": {"type": "Polygon", "coordinates": rings(polygon)}})
    });
    let features: Value = features.collect();
    json!({"type": "FeatureCollection", "date": "1994-05-12", "features": features}).to_string()
}

fn built(land: &[(&str, Polygon<f64>)]) -> crate::Result<Snapshot> {
    let start = Snapshot::builder("x", date());
    let all = land.iter().fold(start, |builder, (controller, polygon)| {
        builder.land(*controller, polygon.clone())
    });
    all.build()
}

/// The snapshot by way of text, of a collection and of polygons.
fn three_ways(land: &[(&str, Polygon<f64>)]) -> [crate::Result<Snapshot>; 3] {
    let text = text(land);
    let collection: FeatureCollection = text.parse().unwrap();
    let options = ReadOptions::default();
    [
        Snapshot::read(&text, "x", &options),
        Snapshot::from_features(&collection, "x", &options),
        built(land),
    ]
}

#[test]
fn every_repair_is_the_same_in_memory() {
    let across =
        polygon![(x: 170.0, y: 50.0), (x: -170.0, y: 50.0), (x: -170.0, y: 60.0), (x: 170.0, y: 60.0)];
    let clockwise =
        polygon![(x: 1.0, y: 1.0), (x: 1.0, y: 2.0), (x: 2.0, y: 2.0), (x: 2.0, y: 2.0), (x: 2.0, y: 1.0)];
    let flat = polygon![(x: 5.0, y: 5.0), (x: 6.0, y: 5.0), (x: 7.0, y: 5.0)];
    let cap: LineString<f64> = (0..36).map(|i| (f64::from(i) * 10.0 - 175.0, 80.0)).collect();
    let holed = polygon!(
        exterior: [(x: 20.0, y: 0.0), (x: 30.0, y: 0.0), (x: 30.0, y: 9.0), (x: 20.0, y: 9.0)],
        interiors: [[(x: 21.0, y: 1.0), (x: 22.0, y: 1.0), (x: 22.0, y: 2.0)]],
    );
    let land = [
        ("A", across),
        ("B", clockwise),
        ("B", flat),
        ("C", Polygon::new(cap, vec![])),
        ("A", holed),
    ];
    let [text, collection, polygons] = three_ways(&land).map(|snapshot| format!("{:?}", snapshot.unwrap()));
    assert_eq!(text, collection);
    assert_eq!(text, polygons);
    for notice in [
        "RingAcross180",
        "RepeatedPosition",
        "DegenerateRing",
        "RingRoundPole",
    ] {
        assert!(text.contains(notice), "{notice}");
    }
}

#[test]
fn every_error_is_the_same_in_memory() {
    for bad in [
        polygon![(x: 46.0, y: 39.0), (x: 47.0, y: 99.0), (x: 47.0, y: 40.0)],
        polygon![(x: 4_600_000.0, y: 39.0), (x: 47.0, y: 39.0), (x: 47.0, y: 40.0)],
        polygon![(x: 46.0, y: 39.0), (x: 47.0, y: 39.0)],
    ] {
        let good = polygon![(x: 46.0, y: 39.0), (x: 47.0, y: 39.0), (x: 47.0, y: 40.0)];
        let [text, collection, polygons] =
            three_ways(&[("A", good), ("B", bad)]).map(|snapshot| snapshot.unwrap_err());
        assert_eq!(text, collection);
        assert_eq!(text, polygons);
    }
    let nan = polygon![(x: 46.0, y: f64::NAN), (x: 47.0, y: 39.0), (x: 47.0, y: 40.0)];
    let error = built(&[("A", nan)]).unwrap_err();
    assert_eq!(error.message(), "latitude NaN is out of range");
    assert_eq!(
        built(&[(
            " ",
            polygon![(x: 1.0, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 2.0)]
        )])
        .unwrap_err()
        .message(),
        "no feature has the property `controller`"
    );
}

#[test]
fn land_may_be_empty_and_have_more_properties() {
    let properties = json!({"sovereign": "S", "accuracy_m": 50, "controller": "ignored"});
    let snapshot = Snapshot::builder("2020-12-01", None)
        .title("After")
        .land("A", MultiPolygon::new(vec![]))
        .land_with(
            "B",
            properties.as_object().unwrap().clone(),
            polygon![(x: 1.0, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 2.0)],
        )
        .build()
        .unwrap();
    assert_eq!((snapshot.date, snapshot.title.as_deref()), (None, Some("After")));
    assert_eq!(snapshot.controllers(), ["B"]);
    assert_eq!(snapshot.territories[0].sovereign.as_deref(), Some("S"));
    assert_eq!(snapshot.territories[0].accuracy_m, Some(50.0));
    assert_eq!(snapshot.notices.iter().count(), 1);
}

#[test]
fn collections_keep_ids_members_and_all_kinds_of_geometry() {
    let geometries = [
        r#"{"type": "Point", "coordinates": [1, 2, 3, 4]}"#,
        r#"{"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}"#,
        r#"{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}"#,
        r#"{"type": "MultiLineString", "coordinates": [[[170, 0], [-170, 10]], []]}"#,
        r#"{"type": "MultiPolygon", "coordinates": [[[[1, 1], [2, 1], [2, 2], [1, 1]]], [[[5, 5], [6, 5], [6, 6]]]]}"#,
        r#"{"type": "Polygon", "coordinates": []}"#,
        TRIANGLE,
    ];
    for geometry in geometries {
        let in_collection = format!(r#"{{"type": "GeometryCollection", "geometries": [{geometry}]}}"#);
        for geometry in [geometry, &in_collection] {
            let one = feature(geometry).replacen('{', r#"{"id": 7, "time": {"date": "1994"}, "#, 1);
            let text = collection(&[one]).replacen('{', r#"{"date": "1994", "#, 1);
            let parsed: FeatureCollection = text.parse().unwrap();
            let show = |layer: crate::Result<Layer>| format!("{layer:?}");
            let from_text = show(Layer::read(&text, "a"));
            assert_eq!(show(Layer::from_features(&parsed, "a")), from_text);
        }
    }
    let crs = collection(&[]).replacen('{', r#"{"crs": "EPSG:3857", "#, 1);
    let error = Layer::from_features(&crs.parse().unwrap(), "a").unwrap_err();
    assert!(error.message().contains("EPSG:3857"), "{error}");
}

#[test]
fn degrees_out_are_those_that_are_written() {
    let third = 1.0 / 3.0;
    let land = polygon!(
        exterior: [(x: third, y: -third), (x: 9.123_456_789_4, y: 0.0), (x: 9.0, y: 9.0)],
        interiors: [[(x: 4.0, y: 2.0), (x: 4.5, y: 3.0), (x: 5.0, y: 2.0)]],
    );
    let snapshot = built(&[("A", land)]).unwrap();
    let mut bytes = Vec::new();
    let layer = crate::write::snapshot(&snapshot, "x", &serde_json::Map::new()).unwrap();
    layer
        .write(crate::write::LandFormat::GeoJson, &mut bytes)
        .unwrap();
    let written: Value = serde_json::from_slice(&bytes).unwrap();
    let out = to_geo(&snapshot.territories[0].polygons);
    assert_eq!(
        written["features"][0]["geometry"]["coordinates"],
        rings(&out.0[0])
    );
    assert!((out.0[0].exterior().0[0].x - third).abs() < 1e-9);
}

proptest! {
    /// Stars of any radii anywhere: text, collection and polygons agree, and what comes out goes in unchanged.
    #[test]
    fn any_land_is_the_same_in_memory(
        radii in prop::collection::vec(0.1..30.0_f64, 3..20),
        lon in -180.0..180.0_f64,
    ) {
        let corners = radii.len() as f64;
        let ring = radii.iter().enumerate().map(|(i, r)| {
            let (sin, cos) = crate::math::sin_cos(i as f64 / corners * std::f64::consts::TAU);
            ((lon + r * cos + 540.0) % 360.0 - 180.0, r * sin)
        });
        let land = Polygon::new(ring.collect(), vec![]);
        let [text, collection, polygons] = three_ways(&[("A", land)]).map(Result::unwrap);
        prop_assert_eq!(format!("{text:?}"), format!("{collection:?}"));
        prop_assert_eq!(format!("{text:?}"), format!("{polygons:?}"));
        let out = to_geo(&polygons.territories[0].polygons);
        let again = Snapshot::builder("x", date()).land("A", out).build().unwrap();
        prop_assert_eq!(&again.territories[0].polygons, &polygons.territories[0].polygons);
    }
}
