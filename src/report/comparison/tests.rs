//! A comparison in every format.

use std::sync::Arc;

use serde_json::Value;

use super::Comparison;
use crate::model::{Layer, ReferenceLayers, Snapshot, to_degrees};
use crate::overlay::Accuracy;
use crate::report::result::Report;
use crate::report::testing::{csv_of, json_of, layers, number, places, snapshot, study, units};

/// B draws the line between Reds and Blues a degree further west, one sliver elsewhere, and covers less in the east.
fn pair() -> [Snapshot; 2] {
    [
        snapshot(
            "a.geojson",
            Some("1994-05-12"),
            &[("Reds", "", [0., 0., 3., 1.]), ("Blues", "", [3., 0., 6., 1.])],
        ),
        snapshot(
            "b|c.geojson",
            None,
            &[
                ("Reds", "", [0., 0., 2., 1.]),
                ("Blues", "", [2., 0., 5., 0.999]),
                ("Reds", "", [2., 0.999, 5., 1.]),
            ],
        ),
    ]
}

fn comparison([a, b]: [Snapshot; 2], tolerance_m: f64, largest: usize) -> Comparison {
    let units = units(&[("West", [0., 0., 2.75, 1.]), ("East", [2.75, 0., 6., 1.])]);
    let places = places(&[("Town", "", 0, (2.5, 0.51)), ("Far", "", 0, (0.5, 0.5))]);
    let study = study(
        vec![a, b],
        layers(units, places),
        tolerance_m,
        Accuracy::default(),
    );
    study.agreement(largest).unwrap()
}

#[test]
fn ranges_are_told_where_the_accuracy_is_known() {
    let of = |accuracy: &str| {
        let layers = ReferenceLayers::default();
        let study = study(pair().to_vec(), layers, 250.0, accuracy.parse().unwrap());
        study.agreement(10).unwrap()
    };
    let known = of("500m");
    let json = json_of(&known);
    let pairs = json["pairs"].as_array().unwrap();
    let wide = pairs
        .iter()
        .find(|p| p["in_a"] != p["in_b"] && p["noise_km2"] == 0.0)
        .unwrap();
    let [low, area, high] = ["low_km2", "area_km2", "high_km2"].map(|key| wide[key].as_f64().unwrap());
    assert!(low < area && area < high, "{wide}");
    assert!(
        (high - area - (area - low)).abs() < 1e-6 && wide["rss_km2"].as_f64() > Some(0.0),
        "{wide}"
    );
    let (text, markdown) = (known.document().text(), known.document().markdown());
    assert!(
        text.contains("low–high") && text.contains("root-sum-square"),
        "{text}"
    );
    assert!(markdown.contains("| low–high | ± |"), "{markdown}");
    let csv = csv_of(&known, "pairs");
    assert!(csv.starts_with("in_a,in_b,area_km2,noise_km2,low_km2,high_km2,rss_km2,parts\n"));
    assert!(csv.contains(&format!("{low},{high},")), "{csv}");
    // Where nothing is known of these lines, nothing is said.
    let unknown = of("unit=500m").document().text();
    assert!(!unknown.contains("low–high"), "{unknown}");
}

#[test]
fn the_numbers_of_all_formats_agree() {
    let comparison = comparison(pair(), 250.0, 10);
    let json = json_of(&comparison);
    let pairs = json["pairs"].as_array().unwrap();
    let csv = csv_of(&comparison, "pairs");
    assert_eq!(csv.lines().count(), 1 + pairs.len());
    for (line, pair) in csv.lines().skip(1).zip(pairs) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells[0], pair["in_a"].as_str().unwrap_or_default());
        let area = pair["area_km2"].as_f64().unwrap();
        assert!((cells[2].parse::<f64>().unwrap() - area).abs() < 1e-9);
    }
    let shared = json["controllers"].as_array().unwrap();
    let table = csv_of(&comparison, "controllers");
    let text = comparison.document().text();
    for (line, shared) in table.lines().skip(1).zip(shared) {
        let name = shared["controller"].as_str().unwrap();
        assert!(line.starts_with(name));
        let jaccard = shared["jaccard"].as_f64().unwrap();
        let told: f64 = line.rsplit(',').next().unwrap().parse().unwrap();
        assert!((told - jaccard).abs() < 1e-12);
        let row = text
            .lines()
            .find(|l| l.starts_with(name) && l.split_whitespace().count() == 6);
        let cells: Vec<&str> = row.unwrap().split_whitespace().collect();
        let keys = ["a_km2", "b_km2", "both_km2", "either_km2"];
        for (cell, key) in cells[1..].iter().zip(keys) {
            assert!(
                (number(cell) - shared[key].as_f64().unwrap()).abs() <= 0.05,
                "{cell} {key}"
            );
        }
        assert!((number(cells[5]) - jaccard).abs() <= 0.0005);
    }
    let sum: f64 = pairs.iter().map(|p| p["area_km2"].as_f64().unwrap()).sum();
    assert!((sum - json["agreement"]["either_km2"].as_f64().unwrap()).abs() < 1e-6);
    let squares = |key: &str| json["agreement"][key].as_f64().unwrap() / 12_308.5;
    assert!(
        (squares("agreed_km2") - 4.0).abs() < 0.01,
        "2 of Reds, 2 of Blues less a sliver"
    );
    assert!((squares("differing_km2") - 1.0).abs() < 0.01);
    assert!((squares("only_a_km2") - 1.0).abs() < 0.01);
}

#[test]
fn the_largest_pieces_are_told_with_place_width_unit_and_nearest_place() {
    let comparison = comparison(pair(), 250.0, 10);
    let sizes: Vec<_> = comparison.pieces.iter().map(|p| p.area).collect();
    assert!(sizes.is_sorted_by(|one, other| one >= other));
    assert_eq!(sizes.len(), 2, "the sliver is noise");
    let piece = comparison
        .pieces
        .iter()
        .find(|p| p.in_b.as_deref() == Some("Blues"))
        .unwrap();
    assert_eq!(piece.in_a.as_deref(), Some("Reds"));
    assert!(
        (to_degrees(piece.at.x) - 2.5).abs() < 0.02 && (to_degrees(piece.at.y) - 0.5).abs() < 0.02,
        "{piece:?}"
    );
    assert!((piece.width_m - 110_500.0).abs() < 1_500.0, "{}", piece.width_m);
    assert_eq!(piece.unit.as_deref(), Some("West"), "three quarters of it");
    let nearest = piece.nearest.as_ref().unwrap();
    assert_eq!(nearest.name, "Town");
    assert!(nearest.distance.km() < 3.0);
    let one = self::comparison(pair(), 250.0, 1);
    assert_eq!(one.pieces, comparison.pieces[..1]);
    let text = one.document().text();
    assert!(text.contains("And 1 smaller ones."), "{text}");
}

#[test]
fn the_json_is_as_its_schema_says() {
    let json = json_of(&comparison(pair(), 250.0, 10));
    assert!(!json["pieces"].as_array().unwrap().is_empty());
}

#[test]
fn notices_tell_what_makes_the_two_unlike() {
    let [a, mut b] = pair();
    let text = |b: &Snapshot| comparison([a.clone(), b.clone()], 0.0, 10).document().markdown();
    assert!(text(&b).contains("B has no date: whether they describe the same day is not known."));
    b.date = Some("1994-05-12".parse().unwrap());
    assert_eq!(
        comparison([a.clone(), b.clone()], 0.0, 10).notices,
        Vec::<String>::new()
    );
    b.date = Some("1994-06".parse().unwrap());
    assert!(text(&b).contains("A is as of 12 May 1994, B as of June 1994"));
    for territory in b.territories.iter_mut().map(Arc::make_mut) {
        if territory.controller == "Blues" {
            territory.controller = "Blue Republic".to_owned();
        }
    }
    assert!(
        text(&b).contains("Only A has Blues; only B has Blue Republic."),
        "{}",
        text(&b)
    );
}

#[test]
fn a_source_agrees_with_itself() {
    let [a, _] = pair();
    let same = comparison([a.clone(), a], 0.0, 10);
    let text = same.document().text();
    assert!(
        text.starts_with("A and B agree on who holds all of 73,8"),
        "{text}"
    );
    assert!(
        text.contains("Nowhere.") && !text.contains("largest pieces"),
        "{text}"
    );
    assert!(
        same.agreement
            .controllers
            .iter()
            .all(|c| c.jaccard() == Some(1.0))
    );
}

#[test]
fn pieces_are_geojson_that_is_no_patch() {
    let mut bytes = Vec::new();
    let comparison = comparison(pair(), 250.0, 0);
    comparison
        .land(crate::write::LandFormat::GeoJson, &mut bytes)
        .unwrap();
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(json["landshift"]["kind"], "disagreement");
    assert_eq!(json["landshift"]["b"]["path"], "b|c.geojson");
    let features = json["features"].as_array().unwrap();
    assert_eq!(features.len(), comparison.agreement.change().transfers.len());
    assert!(features.iter().any(|f| f["properties"]["noise"] == true));
    assert!(features.iter().any(|f| f["properties"]["in_b"].is_null()));
    let layer = Layer::read(bytes.as_slice(), "pieces.geojson").unwrap();
    assert!(crate::diff::Diff::from_layer(layer).is_err());
}
