//! The ranges of printed areas: they are those of the tables, and a wrong one is found.

use crate::change::Change;
use crate::karabakh::Karabakh;
use crate::map::*;
use crate::measure::{Area, AreaRange};
use crate::model::{Layer, ReferenceLayers};
use crate::overlay::{Accuracy, Step};
use crate::testing;

use super::lint::{Lands, classified_case, input, input_known_to, input_of, layer};
use super::maps::MAPS;

/// A loses land to B and C, and takes some from C, with slivers nowhere.
fn lands() -> [Lands<'static>; 2] {
    let row = |a: f64, b: f64, c: f64| -> Lands<'static> {
        vec![
            ("A", [10.0, 50.0, a, 52.0], None),
            ("B", [a, 50.0, b, 52.0], None),
            ("C", [b, 50.0, c, 52.0], None),
            ("A", [c, 50.0, 16.0, 52.0], None),
        ]
    };
    [row(12.0, 13.0, 15.0), row(11.5, 13.3, 14.4)]
}

fn known(accuracy: &str) -> MapInput {
    let [before, after] = lands();
    let accuracy = accuracy.parse().unwrap();
    input_known_to(
        layer("1990-01-01", &before),
        layer("2000-01-01", &after),
        accuracy,
    )
}

fn numbers(drawn: &MapInput, checked: &MapInput) -> Vec<String> {
    let series = MapSeries::from(checked);
    let mut failed = Vec::new();
    let mut scenes: Vec<Scene> = MAPS
        .iter()
        .map(|(_, draw)| draw(drawn, &MapOptions::default()).unwrap())
        .collect();
    scenes.push(shares(&MapSeries::from(drawn), &MapOptions::default()).unwrap());
    for scene in scenes {
        let scenes = std::slice::from_ref(&scene);
        let findings = lint(scenes, Some(scenes), &series);
        let found = findings.iter().filter(|f| f.verdict == Verdict::Fail);
        failed.extend(found.map(Finding::to_string));
    }
    failed
}

#[test]
fn a_wrong_range_is_found() {
    let good = known("700m");
    assert_eq!(numbers(&good, &good), Vec::<String>::new());
    let other = known("800m");
    let failed = numbers(&other, &good);
    assert_eq!(failed.len(), 3, "{failed:?}");
    assert!(
        failed.iter().all(|f| f.contains("is not the range of")),
        "{failed:?}"
    );

    // One figure with the range of another; and a range that its figure lies outside of.
    let mut swapped = good.clone();
    let (a, c) = (good.ranges.net["A"], good.ranges.net["C"]);
    swapped
        .ranges
        .net
        .extend([("A".to_owned(), c), ("C".to_owned(), a)]);
    let failed = numbers(&swapped, &good);
    assert!(
        failed.len() == 1 && failed[0].contains("is not the range of"),
        "{failed:?}"
    );
    let mut outside = good.clone();
    outside.ranges.total = Some(AreaRange {
        low: Area::ZERO,
        high: Area::from_km2(1.0),
    });
    let failed = numbers(&outside, &outside);
    assert!(
        failed.iter().any(|f| f.contains("is not in its range")),
        "{failed:?}"
    );
}

#[test]
fn nothing_is_drawn_where_nothing_is_known() {
    let [before, after] = lands();
    let (earlier, later) = (layer("1990-01-01", &before), layer("2000-01-01", &after));
    let unknown = input(earlier, later);
    assert!(unknown.ranges.is_empty() && unknown.before.ranges.is_empty());
    for (kind, draw) in MAPS {
        let [unknown, known] =
            [&unknown, &known("700m")].map(|input| draw(input, &MapOptions::default()).unwrap().to_svg());
        assert!(
            !unknown.contains("range") && !unknown.contains("Ranges:"),
            "{kind}"
        );
        assert!(
            known.contains("class=\"range\"") && known.contains("Ranges:"),
            "{kind}"
        );
    }
}

#[test]
fn maps_print_the_ranges_of_tables() {
    let case = Karabakh::case().unwrap();
    let classified = classified_case(&case, ReferenceLayers::default());
    for step in Step::consecutive(3) {
        let change = Change::between(&classified, step).unwrap();
        let input = input_of(&classified, step, &Surroundings::default());
        for t in change.changes() {
            let key = TransitionKey {
                from: t.from.clone(),
                to: t.to.clone(),
                dimmed: false,
            };
            assert_eq!(input.ranges.transitions[&key], t.range(), "{key:?}");
        }
        for c in &change.controllers {
            let held = c.margins.before.unwrap().range(c.before);
            let drawn = input.before.ranges[&c.name];
            assert!((held.low - drawn.low).abs().km2() < 1e-6, "{}", c.name);
        }
    }
    let snapshots = case.snapshots(&crate::ReadOptions::default()).unwrap();
    let classified = testing::classified(snapshots, ReferenceLayers::default(), &testing::fixed(0.0));
    let input = input_of(&classified, Step::overall(2), &Surroundings::default());
    // The total is what was held before, which no later line bounds.
    let total = input.ranges.total.unwrap();
    let held = input.before.ranges["Nagorno-Karabakh Republic"];
    assert!((total.low - held.low).abs().km2() < 1.0, "{total:?} {held:?}");
}

#[test]
fn what_stands_back_has_its_own_range() {
    let case = Karabakh::case().unwrap();
    let around = Surroundings {
        highlight: vec!["Lachin".into()],
        ..Surroundings::default()
    };
    let ranges = |unit_m| {
        let settings = testing::fixed(0.0).accuracy(Accuracy {
            unit_m,
            ..Accuracy::default()
        });
        let units = case.layer(case.scenario.units.as_ref()).unwrap();
        let snapshots = case.snapshots(&crate::ReadOptions::default()).unwrap();
        let classified = testing::classified(snapshots, testing::units(units), &settings);
        input_of(&classified, Step::overall(2), &around).ranges
    };
    // Lachin's bounds are lines of units: where they are not known, its area is not, either.
    assert!(ranges(None).transitions.is_empty());
    let known = ranges(Some(1000.0)).transitions;
    assert_eq!(known.len(), 2);
    assert!(known.values().all(|range| range.low < range.high));
}

/// Every step of the built-in case, and what its maps are drawn from.
fn reference_case() -> Vec<(Change, MapInput)> {
    let case = Karabakh::case().unwrap();
    let units = case.layer(case.scenario.units.as_ref()).unwrap();
    let classified = classified_case(&case, testing::units(units));
    let measured = |step| {
        let change = Change::between(&classified, step).unwrap();
        let input = input_of(&classified, step, &Surroundings::default());
        (change, input)
    };
    Step::consecutive(3).map(measured).collect()
}

#[test]
fn land_still_held_has_the_range_of_what_is_held() {
    let mut compared = 0;
    for (change, input) in reference_case() {
        for region in &input.kept {
            let mut controllers = change.controllers.iter();
            let own = controllers.find(|c| c.name == region.controller).unwrap();
            if own.after == region.area {
                let held = own.margins.after.unwrap().range(own.after);
                assert_eq!(input.ranges.kept[&own.name], held);
                assert_eq!(input.ranges.kept[&own.name], input.after.ranges[&own.name]);
                compared += 1;
            }
        }
    }
    assert!(compared > 0);
}

#[test]
fn the_total_has_the_range_of_what_was_held() {
    let (change, input) = reference_case().remove(0);
    let republic = change.controllers.iter().find(|c| c.lost > Area::ZERO).unwrap();
    let held = republic.margins.before.unwrap().range(republic.before);
    assert_eq!(input.ranges.total, Some(held));
}

#[test]
fn bars_by_unit_leave_noise_out_as_tables_do() {
    // A strip of 0.01 degrees is noise at this tolerance, a piece of half a degree is not.
    let before: Lands = vec![
        ("A", [10.0, 50.0, 11.0, 51.0], None),
        ("B", [11.0, 50.0, 12.0, 51.0], None),
    ];
    let after: Lands = vec![
        ("A", [10.0, 50.0, 10.5, 50.5], None),
        ("B", [10.5, 50.0, 12.0, 50.5], None),
        ("A", [10.0, 50.5, 11.01, 51.0], None),
        ("B", [11.01, 50.5, 12.0, 51.0], None),
    ];
    let unit = serde_json::json!({"type": "FeatureCollection", "features": [{
        "type": "Feature", "properties": {"name": "The unit"}, "geometry": {"type": "Polygon",
            "coordinates": [[[9.0, 49.0], [13.0, 49.0], [13.0, 52.0], [9.0, 52.0], [9.0, 49.0]]]}
    }]});
    let units = Layer::read(unit.to_string(), "units.geojson").unwrap();
    let snapshots = vec![layer("1990-01-01", &before), layer("2000-01-01", &after)];
    let classified = testing::classified(snapshots, testing::units(units), &testing::fixed(5000.0));
    let step = Step::overall(2);
    let change = Change::between(&classified, step).unwrap();
    let noise: Area = change.changes().map(|t| t.noise).sum();
    assert!(noise > Area::ZERO, "{:?}", change.transitions);
    let input = input_of(&classified, step, &Surroundings::default());
    let bars = input.breakdown.unwrap().rows;
    assert_eq!(
        bars.iter().map(|bar| bar.area).sum::<Area>(),
        change.changed_area()
    );
}
