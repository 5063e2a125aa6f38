//! A repair as a document.

use crate::check::{Policy, fix};
use crate::measure::AreaUnit;
use crate::model::Layer;
use crate::read::{Inspection, ReadOptions};
use crate::report::result::Report;

#[test]
fn a_repair_lists_what_was_done_and_what_everybody_has() {
    let land = |name: &str, west: f64, east: f64| {
        format!(
            r#"{{"type": "Feature", "properties": {{"controller": "{name}"}}, "geometry": {{"type": "Polygon",
            "coordinates": [[[{west}, 40], [{east}, 40], [{east}, 41], [{west}, 41], [{west}, 40]]]}}}}"#
        )
    };
    let text = [land("A", 46.0, 47.0), land("B", 46.9, 48.0)].join("\n");
    let inspection = Inspection::from(Layer::read(text, "front.geojson").unwrap());
    let policy = Policy {
        overlaps: crate::model::Overlaps::First,
        ..Policy::default()
    };
    let fixed = fix(&inspection, &ReadOptions::default(), &policy).unwrap();
    let text = fixed.document().text();
    assert!(text.contains("given to the first of them"), "{text}");
    let b = text.lines().find(|line| line.starts_with("B ")).unwrap();
    assert!(
        b.trim_end()
            .ends_with(&(-fixed.actions[0].problem.area.unwrap()).text(AreaUnit::Km2)),
        "{text}"
    );
}
