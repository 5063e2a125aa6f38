//! An alignment in every format.

use crate::change::Alignment;
use crate::model::ReferenceLayers;
use crate::overlay::Accuracy;
use crate::report::result::Report;
use crate::report::testing::{csv_of, json_of, snapshot, study};

/// The border is drawn some 110 m farther east in B.
fn drawn_twice() -> Alignment {
    let land = |name, border| {
        let land = [("X", "", [0., 0., border, 1.]), ("Y", "", [border, 0., 2., 1.])];
        snapshot(name, Some("2001"), &land)
    };
    let snapshots = vec![land("a", 1.0), land("b", 1.001)];
    let study = study(snapshots, ReferenceLayers::default(), 250.0, Accuracy::default());
    study.alignment().unwrap()
}

#[test]
fn the_json_is_as_its_schema_says() {
    let json = json_of(&drawn_twice());
    assert_eq!(json["moves"].as_array().unwrap().len(), 1);
}

#[test]
fn the_page_says_what_moved_and_what_is_left() {
    let text = drawn_twice().document().text();
    let start =
        "B's borders were moved onto A's where the two lie less than 250 m apart: 1 piece, 12.31 km².";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("aligned"), "{text}");
    let csv = csv_of(&drawn_twice(), "moves");
    assert!(
        csv.starts_with("in_b,in_a,pieces,moved_km2,widest_m\nX,Y,1,12.3"),
        "{csv}"
    );
}
