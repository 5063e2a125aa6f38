//! A small case of three dates, two units and four places.
//!
//! Four columns of one degree: the west and the east unit hold two each. Reds lose a column at each change.

use serde_json::Value;

use super::CaseReport;
use crate::Result;
use crate::measure::Area;
use crate::model::{Layer, ReferenceLayers, Scenario, Snapshot, Unit};
use crate::overlay::{Accuracy, Step};
use crate::report::result::Report;
use crate::report::testing::{case_of, csv_of, json_of, layers, number, places, snapshot, study, units};

const SCENARIO: &str = r#"
id = "columns"
title = "Four columns"
credits = ["Drawn for a test."]
tolerance_m = 250
[[snapshot]]
path = "1990.geojson"
caption = "At first"
[[snapshot]]
path = "2000.geojson"
[[snapshot]]
path = "2010.geojson"
"#;

fn snapshots() -> Vec<Snapshot> {
    // Blue Republic holds from `west` on; on the last date the sliver at 0.999 is drawn a little differently.
    let land = |name: &str, date: &str, west: f64, edge: f64| {
        let land = [
            ("Reds", "Reds", [0., 0., west.min(2.), 1.]),
            ("Reds", "Blue Republic", [west.min(2.), 0., west, edge]),
            ("Blue Republic", "Blue Republic", [west, 0., 4., 1.]),
        ];
        snapshot(name, Some(date), if west > 2. { &land } else { &land[..1] })
    };
    let mut last = land("data/2010.geojson", "2010-06-30", 1., 1.);
    last.territories.extend(
        snapshot(
            "",
            None,
            &[
                ("Blue Republic", "Blue Republic", [1., 0., 4., 0.999]),
                ("Reds", "", [1., 0.999, 4., 1.]),
            ],
        )
        .territories,
    );
    let mut middle = land("data/2000.geojson", "2000", 2., 1.);
    middle
        .territories
        .extend(snapshot("", None, &[("Blue Republic", "Blue Republic", [2., 0., 4., 1.])]).territories);
    vec![land("data/1990.geojson", "1990-01-01", 3., 1.), middle, last]
}

fn places_layer() -> Layer {
    places(&[
        ("Westford", "", 100, (0.5, 0.5)),
        ("Inner", "Içəri", 2000, (1.5, 0.5)),
        ("Midtown", "", 30_000, (2.5, 0.5)),
        ("Rim", "", 0, (2.25, 0.9995)),
        ("Elsewhere", "", 7, (9.0, 9.0)),
    ])
}

fn report_of(toml_more: &str, places: &Layer) -> Result<CaseReport> {
    let scenario: Scenario = toml::from_str(&format!("{SCENARIO}{toml_more}")).unwrap();
    let units = units(&[("West|land", [0., 0., 2., 1.]), ("Eastland", [2., 0., 3.5, 1.])]);
    let tolerance_m = scenario.tolerance_m.unwrap();
    let layers = layers(units, places.clone());
    case_of(
        &study(snapshots(), layers, tolerance_m, Accuracy::default()),
        &scenario,
    )
}

fn report() -> CaseReport {
    report_of(PUBLISHED, &places_layer()).unwrap()
}

const PUBLISHED: &str = r#"
[[published]]
quantity = "Eastland held by Reds"
measure = { date = "1990-01-01", controller = "Reds", units = ["Eastland"] }
km2 = [12000, 13000]
source = "Almanac"
[[published]]
quantity = "Eastland, whole"
measure = { units = ["Eastland"] }
km2 = [20000, 20000]
source = "Almanac"
[[published]]
quantity = "Blue Republic within its borders"
measure = { date = "1990-01-01", sovereign = "Blue Republic" }
km2 = [20000, 30000]
source = "Almanac"
"#;

/// One column of one degree by one, at the equator.
const COLUMN_KM2: f64 = 12_308.46;

fn is_columns(area: Area, columns: f64) -> bool {
    (area.km2() - columns * COLUMN_KM2).abs() < 0.05
}

#[test]
fn what_changed_in_the_units_sums_to_what_changed() {
    let report = report();
    for entry in &report.changes {
        let here = entry.breakdown.unit_changes().iter();
        let (area, noise) = here.fold((Area::ZERO, Area::ZERO), |sum, r| {
            (sum.0 + r.area, sum.1 + r.noise)
        });
        assert_eq!(area, entry.change.changes().map(|t| t.area).sum());
        assert_eq!(noise, entry.change.changes().map(|t| t.noise).sum());
    }
    let mut all = report
        .changes
        .iter()
        .flat_map(|entry| entry.breakdown.unit_changes());
    assert!(all.any(|change| change.noise > Area::ZERO && change.unit.is_none()));
}

#[test]
fn what_is_held_in_the_units_sums_to_what_is_held() {
    let report = report();
    for snapshot in &report.snapshots {
        assert!(!snapshot.holdings.is_empty());
        for held in &snapshot.holdings {
            let units = snapshot.units.iter();
            let same = units.filter(|r| r.controller.as_ref() == Some(&held.controller));
            assert_eq!(same.map(|r| r.area).sum::<Area>(), held.area);
        }
    }
    let last = report.changes.last().unwrap();
    assert_eq!(last.after, "2010-06-30");
    let west = &last.breakdown.unit_changes()[0];
    assert_eq!(west.unit.as_ref().map(Unit::label).as_deref(), Some("West|land"));
    assert!(is_columns(west.unit_area, 2.0));
}

#[test]
fn places_change_hands_with_their_land_but_not_in_slivers() {
    let report = report();
    let changes: Vec<(&str, &str, bool)> = report
        .changes
        .iter()
        .flat_map(|entry| {
            let places = entry.breakdown.place_changes().iter();
            places.map(|row| (entry.after.as_str(), row.place.name.as_str(), row.noise))
        })
        .collect();
    let expected = [
        ("2000", "Midtown", false),
        ("2000", "Rim", false),
        ("2010-06-30", "Inner", false),
        ("2010-06-30", "Rim", true),
    ];
    assert_eq!(changes, expected);
    let places: Vec<_> = report.snapshots.iter().flat_map(|s| &s.places).collect();
    assert_eq!(places.len(), 3 * 5);
    assert!(
        places
            .iter()
            .all(|row| (row.place.name == "Elsewhere") == row.holder.name().is_none())
    );
}

#[test]
fn published_areas_are_set_beside_ours() {
    let report = report();
    let [held, whole, sovereign] = report.published.as_slice() else {
        panic!()
    };
    assert!(held.is_inside() && is_columns(held.area, 1.0));
    assert!(!whole.is_inside() && is_columns(whole.area, 1.5));
    let json = json_of(&report);
    let [held_row, whole_row] = [&json["published"][0], &json["published"][1]];
    let number = |row: &Value, key: &str| row[key].as_f64().unwrap();
    assert_eq!(held_row["difference_km2"], 0.0);
    assert!((number(held_row, "middle_difference_km2") + 191.54).abs() < 0.05);
    assert!((number(whole_row, "difference_percent") + 7.687).abs() < 0.01);
    assert_eq!(whole_row["difference_km2"], whole_row["middle_difference_km2"]);
    assert!(is_columns(sovereign.area, 2.0));
}

#[test]
fn a_published_figure_about_what_is_not_there_says_what_is() {
    let error = |measure: &str, km2: &str| {
        let toml =
            format!("[[published]]\nquantity = \"Q\"\nmeasure = {measure}\nkm2 = {km2}\nsource = \"S\"\n");
        report_of(&toml, &Layer::default()).unwrap_err().to_string()
    };
    let cases = [
        (
            r#"{ date = "1991" }"#,
            "[1, 2]",
            "no snapshot of `1991`",
            "1990-01-01, 2000, 2010-06-30",
        ),
        (
            r#"{ date = "2000", controller = "Greens" }"#,
            "[1, 2]",
            "no controller `Greens`",
            "Blue Republic, Reds",
        ),
        (
            r#"{ units = ["Eastland", "Nowhere"] }"#,
            "[1, 2]",
            "no unit `Nowhere`",
            "Eastland, West|land",
        ),
        (
            r#"{ controller = "Reds" }"#,
            "[1, 2]",
            "names a holder but no date",
            "add the date",
        ),
        ("{}", "[1, 2]", "says nothing to measure", "name a date"),
        (
            r#"{ date = "2000" }"#,
            "[2, 1]",
            "`km2 = [2, 1]` is no range",
            "lowest figure",
        ),
        (r#"{ date = "2000" }"#, "[nan, 1]", "is no range", "lowest figure"),
    ];
    for (measure, km2, what, hint) in cases {
        let text = error(measure, km2);
        assert!(text.contains(what) && text.contains(hint), "{text}");
        assert!(text.contains("published figure \"Q\""), "{text}");
    }
}

#[test]
fn a_place_must_be_a_point() {
    let error = report_of("", &units(&[("Area", [0., 0., 1., 1.])]))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("feature 0 (\"Area\"): a place must be a point"),
        "{error}"
    );
}

/// The area by controller and date, from each format.
#[test]
fn every_format_has_the_same_areas() {
    let report = report();
    let json = json_of(&report);
    let areas = csv_of(&report, "areas");
    let mut reader = csv::Reader::from_reader(areas.as_bytes());
    let csv: Vec<(String, String, f64)> = reader.deserialize().map(|row| row.unwrap()).collect();
    let held: usize = report.snapshots.iter().map(|s| s.holdings.len()).sum();
    assert_eq!(csv.len(), held);
    let line = |text: &str, name: &str| text.lines().find(|l| l.contains(name)).unwrap().to_owned();
    let (text, markdown) = (report.document().text(), report.document().markdown());
    let section = |text: &str| text.split_once("Area by controller").unwrap().1.to_owned();
    let rows = report
        .snapshots
        .iter()
        .flat_map(|s| s.holdings.iter().map(move |held| (&s.key, held)));
    for (index, (key, held)) in rows.enumerate() {
        let (snapshot, controller, area) = &csv[index];
        assert_eq!((snapshot, controller), (key, &held.controller));
        assert_eq!(json["areas"][index]["area_km2"], *area);
        let column = report.snapshots.iter().position(|s| s.key == *key).unwrap();
        let text_line = line(&section(&text), controller);
        let in_text = text_line
            .split("  ")
            .filter(|c| !c.is_empty())
            .nth(1 + column)
            .unwrap()
            .to_owned();
        let markdown_line = line(&section(&markdown), controller);
        let in_markdown = markdown_line
            .split('|')
            .nth(2 + column)
            .unwrap()
            .trim()
            .to_owned();
        assert_eq!(in_text.trim(), in_markdown);
        assert!((number(&in_text) - area).abs() <= 0.05);
    }
}

#[test]
fn the_text_is_in_order_of_importance() {
    let text = report().document().text();
    let order = [
        "Four columns\n",
        "- The Blue Republic gained 12,308 km² from Reds between 1 January 1990 and 2000.",
        "Area by controller",
        "1 January 1990 → 2000",
        "By unit",
        "Places that changed hands",
        "2000 → 30 June 2010",
        "West|land  Reds → Blue Republic  12,296.2        50.0%",
        "Inner / Içəri",
        "Where controllers met",
        "Published areas beside these",
        "Notes",
        "\"At first\"",
        "Drawn for a test.",
        "do not imply endorsement",
    ];
    let mut from = 0;
    for part in order {
        let found = text[from..].find(part);
        from += found.unwrap_or_else(|| panic!("`{part}` is missing after byte {from}:\n{text}"));
    }
    assert!(report().document().markdown().contains("| West&#124;land |"));
}

#[test]
fn every_table_has_its_columns_even_without_rows() {
    let mut report = report_of("", &Layer::default()).unwrap();
    report
        .snapshots
        .iter_mut()
        .for_each(|snapshot| snapshot.fronts.clear());
    for table in CaseReport::tables().iter().filter(|table| table.is_in(&report)) {
        let text = csv_of(&report, table.name);
        assert!(text.contains(',') && text.ends_with('\n'), "{table:?}: {text}");
    }
    let text = report.document().text();
    assert!(
        !text.contains("Places") && !text.contains("Published") && !text.contains("met"),
        "{text}"
    );
}

#[test]
fn a_change_of_other_snapshots_is_refused() {
    let scenario: Scenario = toml::from_str(SCENARIO).unwrap();
    let study = |from: usize| {
        let snapshots = snapshots().split_off(from);
        study(snapshots, ReferenceLayers::default(), 0.0, Accuracy::default())
    };
    let change = study(0).change(Step::overall(2)).unwrap().change;
    let other = study(1);
    let overlay = other.classified().unwrap().overlay();
    let error = CaseReport::new(&scenario, overlay, vec![change]).unwrap_err();
    assert!(
        error.to_string().contains("data/1990.geojson: a change is about"),
        "{error}"
    );
}

#[test]
fn the_reference_case_can_be_told() {
    let case = crate::karabakh::Karabakh::case().unwrap();
    let report = crate::study::Study::of_case(&case)
        .unwrap()
        .case_report(&case)
        .unwrap();
    assert_eq!(report.published.len(), case.scenario.published.len());
    assert!(report.snapshots.iter().all(|snapshot| snapshot.caption.is_some()));
    let text = report.document().text();
    assert!(
        text.contains("from the Nagorno-Karabakh Republic between 12 May 1994"),
        "{text}"
    );
    assert!(text.contains("Shusha / Shushi"), "{text}");
}
