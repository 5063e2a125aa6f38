//! Geometries are read of the features that a condition selects, and of no other.

use crate::model::{Geometry, Layer, Snapshot};
use crate::read::{Filter, LayerName, ReadOptions};

/// A layer of every kind of file that keeps geometries apart from properties, and a condition that some of its features meet.
const LAYERS: &[(&[u8], Option<&str>, &str)] = &[
    (
        include_bytes!("../../../tests/inputs/odd.gpkg"),
        Some("land"),
        "held = TRUE",
    ),
    (include_bytes!("../../../tests/inputs/odd.fgb"), None, "small > 3"),
    (
        include_bytes!("../../../tests/inputs/odd.geojson"),
        None,
        "held = TRUE",
    ),
    #[cfg(feature = "geoparquet")]
    (
        include_bytes!("../../../tests/inputs/odd-1.parquet"),
        None,
        "held = TRUE",
    ),
    // All of one group of rows is refused.
    #[cfg(feature = "geoparquet")]
    (
        include_bytes!("../../../tests/inputs/odd-1.parquet"),
        None,
        "name = 'Şuşa 0'",
    ),
];

fn filter(condition: &str) -> Filter {
    condition.parse().unwrap()
}

#[test]
fn what_is_selected_is_the_same_as_of_all() {
    for (bytes, layer, condition) in LAYERS {
        let filter = filter(condition);
        let name = layer.map_or_else(|| "a".to_owned(), |layer| format!("a#{layer}"));
        let name = LayerName::parse(&name, |_| false);
        let mut all = Layer::read(bytes, name).unwrap();
        let mut some = Layer::read(bytes, name.filtered(Some(&filter))).unwrap();
        let refused = some.features.iter().filter(|feature| !filter.is_met_by(feature));
        let kept: Vec<_> = refused.map(|feature| &feature.geometry).collect();
        assert!(!kept.is_empty(), "{condition}");
        assert!(
            kept.iter().all(|geometry| **geometry == Geometry::default()),
            "{condition}"
        );
        assert_eq!(filter.select(&mut all), filter.select(&mut some));
        assert_eq!(format!("{:?}", all.features), format!("{:?}", some.features));
    }
}

#[test]
fn what_is_wrong_with_other_features_is_nothing_to_this_one() {
    let geojson = r#"{"type": "FeatureCollection", "bbox": [46, 39, 47, 40], "features": [
        {"type": "Feature", "properties": {"name": "A"}, "geometry":
            {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}},
        {"type": "Feature", "properties": {"name": "B"}, "geometry":
            {"type": "Polygon", "coordinates": [[[46, 99], [47, 39], [47, 40], [46, 99]]]}}]}"#;
    let csv = "name,wkt\nA,\"POLYGON ((46 39, 47 39, 47 40, 46 39))\"\nB,\"POLYGON ((46 99, 47 39, 47 40, 46 99))\"\n";
    for text in [geojson, csv] {
        let read = |options: &ReadOptions| Snapshot::read(text, "a", options);
        let only = |condition: &str| ReadOptions::default().filter(filter(condition));
        let snapshot = read(&only("name = 'A'")).unwrap();
        assert_eq!(snapshot.controllers(), ["A"]);
        assert!(snapshot.notices.is_empty());
        assert_eq!(
            snapshot.selected.map(|selected| (selected.features, selected.of)),
            Some((1, 2))
        );
        for options in [ReadOptions::default(), only("name = 'B'")] {
            assert_eq!(read(&options).unwrap_err().feature(), Some("feature 1 (\"B\")"));
        }
    }
}

#[test]
fn whether_features_have_times_is_judged_by_all_of_them() {
    let land = |name: &str, times: [u16; 2]| {
        let [from, to] = times;
        format!(
            r#"{{"type": "Feature", "properties": {{"name": "{name}", "start_date": "{from}", "end_date": "{to}"}},
            "geometry": {{"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}}}"#
        )
    };
    let text = super::collection(&[land("A", [1900, 1910]), land("B", [1910, 1920])]);
    let options = ReadOptions::default().filter(filter("name = 'A'"));
    let at = |year: &str| {
        let date = year.parse::<crate::model::Date>().unwrap();
        Snapshot::read(&text, "a", &options.clone().date(date))
    };
    assert_eq!(at("1905").unwrap().controllers(), ["A"]);
    assert!(at("1915").is_err());
}
