//! What is written is read again, in every format.

use serde_json::{Map, Value, json};

use super::LandFormat;
use crate::model::{Feature, GridPoint, GridPolygon, Layer};
use crate::write::{ColumnKind, LandLayer, OutFeature, OutGeometry, Style};

/// Land with a hole and an island, of so many different sizes.
fn land(number: i64) -> Vec<GridPolygon> {
    let ring = |west: i64, south: i64, size: i64, clockwise: bool| {
        let mut corners = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)];
        if clockwise {
            corners.reverse();
        }
        let corners = corners.map(|(x, y)| GridPoint {
            x: west + x,
            y: south + y,
        });
        geo_types::LineString(corners.to_vec())
    };
    let (west, south) = (number % 100 * 1_000_000_007, number / 100 * 1_000_000_009);
    let size = 10_000_000 + number;
    vec![
        GridPolygon::new(
            ring(west, south, 9 * size, false),
            vec![ring(west + size, south + size, size, true)],
        ),
        GridPolygon::new(ring(west + 20 * size, south, 1 + number % 7, false), vec![]),
    ]
}

/// Properties of each kind; long ones for every seventh feature.
fn properties(number: i64, format: LandFormat) -> Map<String, Value> {
    let is_short = matches!(format.name(), "zip");
    let long = "Лачин & <Լաչին> \"'\t".repeat(if number % 7 == 0 && !is_short { 500 } else { 1 });
    // There are no larger integers in KML.
    let most = if format == LandFormat::Kml {
        i32::MAX.into()
    } else {
        i64::MAX
    };
    let whole = [0, 1, -1, 127, -129, 40_000, -9_000_000, most][number as usize % 8];
    let values = json!({
        "controller": format!("C{}", number % 3),
        "text": long.trim(),
        "whole": whole,
        "real": 0.1 * number as f64,
        "flag": number % 2 == 0,
        "day": if number % 5 == 0 { Value::Null } else { json!("1994-05-12") },
        "nothing": null,
    });
    values.as_object().cloned().unwrap_or_default()
}

/// The formats that are read as well with the features that are on.
fn readable() -> impl Iterator<Item = LandFormat> {
    let all = LandFormat::ALL.iter().copied();
    all.filter(|format| cfg!(feature = "kml") || *format != LandFormat::Kml)
}

fn written(format: LandFormat, count: i64) -> Vec<u8> {
    let lands: Vec<Vec<GridPolygon>> = (0..count).map(land).collect();
    let features = lands.iter().zip(0..).map(|(polygons, number)| OutFeature {
        id: None,
        properties: properties(number, format),
        geometry: OutGeometry::Land(if number % 50 == 49 { &[] } else { polygons }),
    });
    let layer = LandLayer::new("control", features.collect());
    let layer = layer.styled(Style::Each("controller".to_owned()));
    let layer = layer.with_members([("title", json!("a ↔ b")), ("landshift", json!({"x": [1, 2.5]}))]);
    let mut bytes = Vec::new();
    layer.unwrap().write(format, &mut bytes).unwrap();
    bytes
}

fn without_nulls(properties: &Map<String, Value>) -> Map<String, Value> {
    let properties = properties.iter().filter(|(_, value)| !value.is_null());
    properties
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// The polygons, whatever their order and wherever rings start.
fn shape(polygons: &[GridPolygon]) -> Vec<Vec<Vec<(i64, i64)>>> {
    let ring = |ring: &geo_types::LineString<i64>| {
        let mut corners: Vec<(i64, i64)> = ring.0[1..].iter().map(|p| (p.x, p.y)).collect();
        let least = (0..corners.len()).min_by_key(|&place| corners[place]).unwrap();
        corners.rotate_left(least);
        corners
    };
    let mut polygons: Vec<Vec<Vec<(i64, i64)>>> = polygons
        .iter()
        .map(|polygon| crate::model::rings(polygon).map(ring).collect())
        .collect();
    polygons.sort();
    polygons
}

#[test]
fn every_format_keeps_land_and_properties() {
    // Enough for pages that lead to pages.
    const COUNT: i64 = 2500;
    for format in readable() {
        let layer = Layer::read(written(format, COUNT), "x").unwrap();
        let mut features: Vec<&Feature> = layer.features.iter().collect();
        assert_eq!(features.len(), COUNT as usize, "{format:?}");
        features.sort_by_key(|feature| feature.index);
        for (feature, number) in features.into_iter().zip(0..) {
            let mut found = without_nulls(&feature.properties);
            // What a placemark has in addition.
            if format == LandFormat::Kml {
                found.retain(|key, _| key != "name" && key != "styleUrl");
            }
            assert_eq!(
                found,
                without_nulls(&properties(number, format)),
                "{format:?} {number}"
            );
            let expected = if number % 50 == 49 { vec![] } else { land(number) };
            assert_eq!(
                shape(&feature.geometry.polygons),
                shape(&expected),
                "{format:?} {number}"
            );
        }
        if !["kml", "zip"].contains(&format.name()) {
            assert_eq!(layer.members["title"], "a ↔ b", "{format:?}");
            assert_eq!(layer.members["landshift"], json!({"x": [1, 2.5]}), "{format:?}");
        }
    }
}

#[test]
fn every_format_has_room_for_nothing_and_little() {
    for format in readable() {
        for count in [0, 1, 2, 17] {
            let layer = Layer::read(written(format, count), "x").unwrap();
            assert_eq!(layer.features.len(), count as usize, "{format:?}");
        }
    }
}

#[test]
fn a_coarse_grid_keeps_land_to_half_a_cell_and_borders_shared() {
    let lines = std::num::NonZeroU32::new(10_000);
    let layer = Layer::read(written(LandFormat::TopoJson(lines), 100), "x").unwrap();
    let fine = Layer::read(written(LandFormat::GeoJson, 100), "x").unwrap();
    let corner = |feature: &Feature| feature.geometry.polygons.first().map(|p| p.exterior().0[0]);
    let mut off = 0;
    for (coarse, fine) in layer.features.iter().zip(&fine.features) {
        if let (Some(coarse), Some(fine)) = (corner(coarse), corner(fine)) {
            off = off.max((coarse.x - fine.x).abs());
        }
    }
    // 99 degrees in 9,999 steps.
    assert!(off > 0 && off <= 5_100_000, "{off}");
    assert!(!layer.members.contains_key("landshift"));
}

/// A layer with a property of each name, of one feature for each text.
fn texts(names: &[String], texts: &[&str]) -> LandLayer<'static, Map<String, Value>> {
    let features = texts.iter().map(|text| OutFeature {
        id: None,
        properties: names.iter().map(|name| (name.clone(), json!(text))).collect(),
        geometry: OutGeometry::Land(&[]),
    });
    LandLayer::new("texts", features.collect())
}

#[test]
fn what_a_format_has_no_room_for_is_refused() {
    let refusal = |format: &str, layer: LandLayer<'_, Map<String, Value>>| {
        let format = LandFormat::of_ending(format).unwrap();
        let result = layer.write(format, &mut Vec::new());
        result.err().map(|error| error.to_string()).unwrap_or_default()
    };
    let many: Vec<String> = (0..1999).map(|n| format!("p{n}")).collect();
    assert!(refusal("gpkg", texts(&many, &["x"])).contains("1998 properties"));
    assert_eq!(refusal("gpkg", texts(&many[1..], &["x"])), "");
    assert!(refusal("gpkg", texts(&["a\0b".to_owned()], &["x"])).contains("NUL"));
    if cfg!(not(feature = "shapefile")) {
        return;
    }
    let name = vec!["controller".to_owned()];
    let long = "a".repeat(254);
    let others = [long.clone() + "b", long.clone() + "c"];
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    assert!(refusal("zip", texts(&name, &others)).contains("`controller`"));
    assert_eq!(refusal("zip", texts(&name, &[others[0], others[0], "c"])), "");
}

#[test]
fn a_layer_without_features_has_its_columns() {
    const COLUMNS: [(&str, ColumnKind); 2] = [("from", ColumnKind::Text), ("area_km2", ColumnKind::Real)];
    for &format in LandFormat::ALL {
        let layer = texts(&[], &[]).with_columns(&COLUMNS);
        let mut bytes = Vec::new();
        layer.write(format, &mut bytes).unwrap();
        if ["gpkg", "fgb", "parquet"].contains(&format.name()) {
            let has = |name: &str| bytes.windows(name.len()).any(|found| found == name.as_bytes());
            assert!(has("from") && has("area_km2"), "{format:?}");
        }
    }
}
