//! One result through all formats: the numbers are the same.
//!
//! CSV and JSON have the same digits; every number of a document is one of the JSON, rounded; text and Markdown have the
//! cells of the document; the pieces of GeoJSON sum to the areas of the JSON.

mod compare;

use std::sync::Arc;

use compare::{Rows, array, assert_same, by_holders, compare, features, properties};
use serde_json::Value;

use crate::check::{Policy, check, fix};
use crate::karabakh::Karabakh;
use crate::lineage::LineageOptions;
use crate::model::{Claim, Claims, Layer, ReferenceLayers, Scenario, Snapshot};
use crate::overlay::{Accuracy, Step};
use crate::read::{Inspection, ReadOptions};
use crate::report::format::Format;
use crate::report::result::Report;
use crate::report::testing::{
    case_of, csv_of, json_of, layers, places, problems, rectangle, snapshot, study, units,
};
use crate::report::{CaseReport, ChangeReport, Comparison, Problems, Schema, Timeline, csv_headings, schema};
use crate::study::Study;

fn compare_change(result: &ChangeReport) {
    compare(
        result,
        &[
            ("changes", |json| array(&json["transitions"])),
            ("controllers", |json| array(&json["controllers"])),
            ("pieces", |json| array(&json["pieces"])),
            ("claims", |json| array(&json["recognition"]["rows"])),
            ("units", |json| array(&json["unit_changes"])),
            ("places", |json| array(&json["place_changes"])),
        ],
    );
    let json = json_of(result);
    let rows = by_holders(&array(&json["transitions"]), "from", "to");
    assert_same(&by_holders(&properties(&features(result)), "from", "to"), &rows);
    if result.breakdown.units.is_some() {
        assert_same(&by_holders(&array(&json["unit_changes"]), "from", "to"), &rows);
    }
}

fn compare_series(timeline: &Timeline) {
    compare(
        timeline,
        &[
            ("changes", |json| array(&json["changes"])),
            ("controllers", |json| array(&json["controllers"])),
            ("times", |json| array(&json["times"])),
            ("fronts", |json| array(&json["fronts"])),
            ("units", |json| array(&json["unit_changes"])),
            ("places", |json| array(&json["place_changes"])),
            ("periods", |json| array(&json["periods"])),
        ],
    );
    assert!(timeline.written(Format::GEO_JSON, None).is_err());
}

fn compare_comparison(comparison: &Comparison) {
    compare(
        comparison,
        &[
            ("pairs", |json| array(&json["pairs"])),
            ("controllers", |json| array(&json["controllers"])),
            ("pieces", |json| array(&json["pieces"])),
        ],
    );
    let rows = by_holders(&array(&json_of(comparison)["pairs"]), "in_a", "in_b");
    assert_same(
        &by_holders(&properties(&features(comparison)), "in_a", "in_b"),
        &rows,
    );
}

fn compare_case(report: &CaseReport) {
    fn of_changes(json: &Value, rows: fn(&Value) -> &Value) -> Vec<Value> {
        array(&json["changes"])
            .iter()
            .flat_map(|change| array(rows(change)))
            .collect()
    }
    compare(
        report,
        &[
            ("areas", |json| array(&json["areas"])),
            ("transitions", |json| {
                of_changes(json, |change| &change["transitions"])
            }),
            ("units", |json| array(&json["units"])),
            ("unit_changes", |json| array(&json["unit_changes"])),
            ("places", |json| array(&json["places"])),
            ("place_changes", |json| array(&json["place_changes"])),
            ("fronts", |json| array(&json["fronts"])),
            ("published", |json| array(&json["published"])),
            ("claims", |json| {
                of_changes(json, |change| &change["recognition"]["rows"])
            }),
        ],
    );
}

fn accuracy(text: &str) -> Accuracy {
    text.parse().unwrap()
}

/// Two controllers, a sliver, and land that only one of the two snapshots has.
fn pair() -> Vec<Snapshot> {
    vec![
        snapshot(
            "before.geojson",
            Some("1994-05-12"),
            &[
                ("Reds", "Reds", [0., 0., 3., 1.]),
                ("Blues", "Blues", [3., 0., 6., 1.]),
            ],
        ),
        snapshot(
            "after.geojson",
            Some("2020-12"),
            &[
                ("Reds", "Reds", [0.5, 0., 2., 1.]),
                ("Blues", "Blues", [2., 0., 7., 0.999]),
                ("Reds", "Blues", [3., 0.999, 6., 1.]),
            ],
        ),
    ]
}

fn districts() -> Layer {
    units(&[("West", [0., 0., 2.75, 1.]), ("East", [2.75, 0., 6., 1.])])
}

fn towns() -> Layer {
    places(&[
        ("Town", "Other", 1700, (2.5, 0.5)),
        ("Rim", "", 0, (4.5, 0.9995)),
        ("Far", "", 9, (0.7, 0.5)),
    ])
}

fn claims() -> Claims {
    let claim = |sovereign: &str, bounds| Claim {
        sovereign: sovereign.to_owned(),
        polygons: vec![rectangle(bounds)],
    };
    Claims {
        name: "claims.geojson".to_owned(),
        sovereigns: vec![claim("X", [0., 0., 4., 1.]), claim("Y", [3., 0., 5., 1.])],
        ..Claims::default()
    }
}

fn all_layers() -> ReferenceLayers {
    ReferenceLayers {
        claims: claims(),
        ..layers(districts(), towns())
    }
}

fn changed(snapshots: Vec<Snapshot>, tolerance_m: f64, accuracy: Accuracy) -> ChangeReport {
    let study = study(snapshots, all_layers(), tolerance_m, accuracy);
    study.change(Step::overall(2)).unwrap()
}

/// The change between two snapshots, all pieces counted.
fn plain(snapshots: Vec<Snapshot>) -> ChangeReport {
    let study = study(snapshots, ReferenceLayers::default(), 0.0, Accuracy::default());
    study.change(Step::overall(2)).unwrap()
}

#[test]
fn a_change_is_the_same_in_every_format() {
    let known = accuracy("border=100m,control=200m,coast=50m,unit=300m");
    for tolerance_m in [0.0, 250.0] {
        for accuracy in [Accuracy::default(), known] {
            compare_change(&changed(pair(), tolerance_m, accuracy));
        }
    }
}

#[test]
fn a_change_without_dates_or_change_or_holders_is_as_the_schema_says() {
    let undated = |snapshot: Snapshot| Snapshot {
        date: None,
        ..snapshot
    };
    let [before, after] = <[Snapshot; 2]>::try_from(pair()).unwrap();
    compare_change(&changed(
        vec![undated(before.clone()), undated(after.clone())],
        0.0,
        Accuracy::default(),
    ));
    compare_change(&changed(
        vec![before.clone(), before.clone()],
        250.0,
        Accuracy::default(),
    ));
    let nobody = Snapshot {
        territories: Vec::new(),
        ..after
    };
    compare_change(&changed(vec![before, nobody.clone()], 250.0, accuracy("500m")));
    compare_change(&plain(vec![nobody.clone(), nobody]));
}

#[test]
fn a_series_is_the_same_in_every_format() {
    let day = |date: &str, x: f64| {
        let land = [("Reds", "", [0., 0., x, 1.]), ("Blues", "", [x, 0., 6., 1.])];
        snapshot(&format!("{date}.geojson"), Some(date), &land)
    };
    let days = [
        ("2020-01-01", 3.0),
        ("2020-01-02", 4.0),
        ("2020-01-03", 4.001),
        ("2020-01", 3.5),
    ];
    let days: Vec<Snapshot> = days.iter().map(|(date, x)| day(date, *x)).collect();
    for accuracy in [Accuracy::default(), accuracy("200m")] {
        let of = |layers: ReferenceLayers, tolerance_m| {
            let study = study(days.clone(), layers, tolerance_m, accuracy);
            study.series().unwrap()
        };
        compare_series(&of(layers(districts(), towns()), 250.0));
        compare_series(&of(ReferenceLayers::default(), 0.0));
    }
    let same = [day("2020", 3.0), day("2021", 3.0)];
    let study = study(
        same.to_vec(),
        ReferenceLayers::default(),
        0.0,
        Accuracy::default(),
    );
    compare_series(&study.series().unwrap());
}

#[test]
fn a_comparison_is_the_same_in_every_format() {
    for accuracy in [Accuracy::default(), accuracy("500m")] {
        for tolerance_m in [0.0, 250.0] {
            for places in [towns(), Layer::default()] {
                let study = study(pair(), layers(districts(), places), tolerance_m, accuracy);
                compare_comparison(&study.agreement(10).unwrap());
            }
        }
    }
    let nothing = snapshot("none.geojson", None, &[]);
    let nothing = vec![nothing.clone(), nothing];
    let study = study(nothing, ReferenceLayers::default(), 0.0, Accuracy::default());
    compare_comparison(&study.agreement(10).unwrap());
}

#[test]
fn an_alignment_is_the_same_in_every_format() {
    for tolerance_m in [250.0, 1.0] {
        let mut snapshots = pair();
        for territory in snapshots
            .iter_mut()
            .flat_map(|snapshot| &mut snapshot.territories)
            .map(Arc::make_mut)
        {
            let name = territory.controller.as_str().into();
            territory.properties.insert("controller".to_owned(), name);
        }
        let study = study(
            snapshots,
            ReferenceLayers::default(),
            tolerance_m,
            Accuracy::default(),
        );
        let alignment = study.alignment().unwrap();
        compare(&alignment, &[("moves", |json| array(&json["moves"]))]);
        // The aligned snapshot differs from A by what the JSON says.
        let text = alignment.written(Format::GEO_JSON, None).unwrap();
        let aligned = Snapshot::read(text, "aligned.geojson", &ReadOptions::default()).unwrap();
        let change = plain(vec![pair().swap_remove(0), aligned]).change;
        let km2 = change.changed_area().km2();
        let told = json_of(&alignment)["after"]["changed_km2"].as_f64().unwrap();
        assert!((km2 - told).abs() <= 1e-6, "{km2} {told}");
    }
}

#[test]
fn a_whole_case_is_the_same_in_every_format() {
    let scenario: Scenario = toml::from_str(
        r#"
        id = "made"
        title = "Made up"
        credits = ["Drawn for a test."]
        [[snapshot]]
        path = "before.geojson"
        caption = "At first"
        [[snapshot]]
        path = "after.geojson"
        [[published]]
        quantity = "Reds at first"
        measure = { date = "1994-05-12", controller = "Reds" }
        km2 = [30000, 31000]
        source = "Almanac"
        [[published]]
        quantity = "West"
        measure = { units = ["West"] }
        km2 = [33846, 33846]
        source = "Almanac"
        "#,
    )
    .unwrap();
    for (claims, accuracy) in [
        (claims(), Accuracy::default()),
        (Claims::default(), accuracy("300m")),
    ] {
        for (units, places) in [(districts(), towns()), (Layer::default(), Layer::default())] {
            let mut scenario = scenario.clone();
            if units.features.is_empty() {
                scenario.published.truncate(1);
            }
            let layers = ReferenceLayers {
                claims: claims.clone(),
                ..layers(units, places)
            };
            let study = study(pair(), layers, 250.0, accuracy);
            compare_case(&case_of(&study, &scenario).unwrap());
        }
    }
}

#[test]
fn the_reference_case_is_the_same_in_every_format() {
    let case = Karabakh::case().unwrap();
    let study = Study::of_case(&case).unwrap();
    for step in study.steps() {
        compare_change(&study.change(step).unwrap());
    }
    compare_case(&study.case_report(&case).unwrap());
    compare_series(&study.series().unwrap());
}

/// A, and B on a tenth of it.
fn overlapping() -> Inspection {
    inspection(&[square("A", 46.0, 47.0), square("B", 46.9, 48.0)].join("\n"))
}

fn square(name: &str, west: f64, east: f64) -> String {
    format!(
        r#"{{"type": "Feature", "id": 1, "properties": {{"controller": "{name}"}}, "geometry": {{"type": "Polygon",
        "coordinates": [[[{west}, 40], [{east}, 40], [{east}, 41], [{west}, 41], [{west}, 40]]]}}}}"#
    )
}

fn inspection(text: &str) -> Inspection {
    Inspection::from(Layer::read(text, "front.geojson").unwrap())
}

#[test]
fn problems_are_the_same_in_every_format() {
    let checked = |inspection: &Inspection| check(inspection, &ReadOptions::default(), &Policy::default());
    let files = [overlapping(), inspection(&square("A", 1.0, 2.0))];
    let problems = Problems::new(files.iter().map(checked).collect());
    assert!(!problems.is_empty());
    let rows: Rows = |json| {
        let files = array(&json["files"]);
        files.iter().flat_map(|file| array(&file["problems"])).collect()
    };
    compare(&problems, &[("problems", rows)]);
    let found: usize = problems.files.iter().map(|file| file.problems.len()).sum();
    let features = features(&problems);
    assert_eq!(features.len(), found);
    let areas = |rows: &[Value]| -> Vec<Value> { rows.iter().map(|row| row["area_km2"].clone()).collect() };
    assert_eq!(areas(&properties(&features)), areas(&rows(&json_of(&problems))));
}

#[test]
fn a_repair_is_the_same_in_every_format() {
    let policy = Policy {
        overlaps: crate::model::Overlaps::Contested,
        ..Policy::default()
    };
    let fixed = fix(&overlapping(), &ReadOptions::default(), &policy).unwrap();
    compare(
        &fixed,
        &[
            ("actions", |json| array(&json["actions"])),
            ("controllers", |json| array(&json["controllers"])),
        ],
    );
    // The repaired layer has the land that the JSON says.
    let text = fixed.written(Format::GEO_JSON, None).unwrap();
    let snapshot = Snapshot::read(text, "fixed.geojson", &ReadOptions::default()).unwrap();
    let overlay = crate::testing::overlay(vec![snapshot]);
    let areas = overlay.areas(0);
    for row in array(&json_of(&fixed)["controllers"]) {
        let area = areas[row["controller"].as_str().unwrap()].km2();
        assert!((area - row["after_km2"].as_f64().unwrap()).abs() <= 1e-6, "{row}");
    }
}

/// Every member is required, there are no others, and null is only where it may be.
#[test]
fn schemas_are_strict() {
    let json = json_of(&changed(pair(), 250.0, Accuracy::default()));
    let is_wrong = |change: fn(&mut Value)| {
        let mut json = json.clone();
        change(&mut json);
        assert!(!problems::<ChangeReport>(&json).is_empty(), "{json:#}");
    };
    is_wrong(|json| drop(json.as_object_mut().unwrap().remove("closure")));
    is_wrong(|json| drop(json["before"].as_object_mut().unwrap().remove("title")));
    is_wrong(|json| json["more"] = 1.into());
    is_wrong(|json| json["transitions"][0]["more"] = 1.into());
    is_wrong(|json| json["controllers"][0]["margins"]["more"] = Value::Null);
    is_wrong(|json| json["controllers"][0]["name"] = Value::Null);
    is_wrong(|json| json["controllers"][0]["before_km2"] = (-1).into());
    is_wrong(|json| json["transitions"][0]["parts"] = 0.into());
    is_wrong(|json| json["before"]["date"] = "May 1994".into());
    is_wrong(|json| json["before"]["hash"] = "abc".into());
    is_wrong(|json| json["edges"] = "curved".into());
    is_wrong(|json| json["generator"] = "another".into());
}

#[test]
fn schemas_are_of_draft_2020_12_and_describe_their_members() {
    let all = [
        Schema::Diff,
        Schema::Timeline,
        Schema::Compare,
        Schema::Align,
        Schema::Report,
        Schema::Check,
    ];
    for what in all {
        let schema: Value = serde_json::from_str(&schema(what)).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(jsonschema::meta::is_valid(&schema));
        assert!(schema["title"].is_string() && schema["description"].is_string());
        assert_eq!(schema["properties"]["generator"]["const"], "landshift");
        let required = array(&schema["required"]);
        assert_eq!(required.len(), schema["properties"].as_object().unwrap().len());
    }
}

#[test]
fn a_table_that_is_not_there_is_an_error_that_names_those_there_are() {
    let result = plain(pair());
    let error = |format, table| result.written(format, Some(table)).unwrap_err().to_string();
    let unknown = error(Format::Csv, "unit");
    assert!(
        unknown.contains("no table `unit`") && unknown.contains("the tables are: changes"),
        "{unknown}"
    );
    let not_given = error(Format::Csv, "units");
    assert!(not_given.contains("was not given"), "{not_given}");
    assert!(!not_given.contains("claims"), "{not_given}");
    assert!(error(Format::Json, "changes").contains("CSV"));
}

#[test]
fn every_table_begins_with_one_of_the_headings() {
    let result = changed(pair(), 250.0, Accuracy::default());
    for table in ChangeReport::tables() {
        let csv = csv_of(&result, table.name);
        let headings = csv_headings();
        assert!(headings.iter().any(|heading| csv.starts_with(heading)), "{csv}");
    }
}

#[test]
fn a_lineage_is_the_same_in_every_format() {
    let one = [("A", "", [0., 0., 4., 1.]), ("B", "", [4., 0., 6., 1.])];
    let two = [
        ("A", "", [0., 0., 3., 1.]),
        ("N", "", [3., 0., 4., 1.]),
        ("B", "", [4., 0., 6.2, 1.]),
    ];
    let snapshots = vec![
        snapshot("a", Some("2001"), &one),
        snapshot("b", Some("2002"), &two),
        snapshot("c", Some("2003"), &one),
    ];
    let study = study(snapshots, ReferenceLayers::default(), 0.0, Accuracy::default());
    let lineage = study.lineage(&LineageOptions::default()).unwrap();
    let tables: [(&str, Rows); 4] = [
        ("units", |json| array(&json["units"])),
        ("crosswalk", |json| array(&json["crosswalk"])),
        ("events", |json| array(&json["events"])),
        ("state", |json| array(&json["state"])),
    ];
    compare(&lineage, &tables);
    let on = lineage.clone().on("2002-05".parse().unwrap()).unwrap();
    assert_eq!(array(&json_of(&on)["state"]).len(), 3);
    compare(&on, &tables);
    // Its land is there once it is asked for.
    assert!(lineage.written(Format::GEO_JSON, None).is_err());
    let moved = study.moved_land(&lineage).unwrap();
    assert!(lineage.with_moved(moved).written(Format::GEO_JSON, None).is_ok());
}
