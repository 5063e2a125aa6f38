//! An alignment in every format.

use serde_json::Value;

use super::super::testing::{check_schema, snapshot};
use super::super::{Schema, schema};
use super::*;
use crate::change::Overlay;
use crate::measure::EdgeModel;
use crate::model::Layer;

/// The border is drawn some 110 m farther east in B.
fn drawn_twice() -> Alignment {
    let land = |name, border| {
        let land = [("X", "", [0., 0., border, 1.]), ("Y", "", [border, 0., 2., 1.])];
        snapshot(name, Some("2001"), &land)
    };
    let snapshots = vec![land("a", 1.0), land("b", 1.001)];
    let overlay = Overlay::new(snapshots, Layer::default(), EdgeModel::StraightLonLat);
    Alignment::of(overlay, 250.0).unwrap()
}

#[test]
fn the_json_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(&schema(Schema::Align)).unwrap();
    let json: Value = serde_json::from_str(&alignment(&drawn_twice(), Format::Json).unwrap()).unwrap();
    check_schema(&schema, &schema, &json);
    assert_eq!(json["moves"].as_array().unwrap().len(), 1);
}

#[test]
fn the_page_says_what_moved_and_what_is_left() {
    let text = alignment(&drawn_twice(), Format::Text).unwrap();
    let start =
        "B's borders were moved onto A's where the two lie less than 250 m apart: 1 piece, 12.31 km².";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("aligned"), "{text}");
    let csv = alignment(&drawn_twice(), Format::Csv).unwrap();
    assert!(
        csv.starts_with("in_b,in_a,pieces,moved_km2,widest_m\nX,Y,1,12.3"),
        "{csv}"
    );
}
