//! One result through all formats: the numbers are the same.
//!
//! CSV and JSON have the same digits; every number of a document is one of the JSON, rounded; text and Markdown have the
//! cells of the document; the pieces of GeoJSON sum to the areas of the JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::{Align, Block, Grid};
use super::format::Format;
use super::result::Report;
use super::testing::{case_of, csv_of, json_of, layers, places, problems, rectangle, snapshot, study, units};
use super::{CaseReport, ChangeReport, Comparison, Problems, Schema, Timeline, csv_headings, schema};
use crate::case::Case;
use crate::check::{Policy, check, fix};
use crate::measure::{Area, Length, count};
use crate::model::{Claim, Claims, Layer, ReferenceLayers, Scenario, Snapshot};
use crate::overlay::{Accuracy, Step};
use crate::read::{Inspection, ReadOptions};
use crate::study::Study;

/// Where the rows of a table are in the JSON.
type Rows = fn(&Value) -> Vec<Value>;

/// Compares everything that a result writes.
fn compare<R: Report>(result: &R, tables: &[(&str, Rows)]) {
    let json = json_of(result);
    let names: Vec<&str> = R::tables().iter().map(|table| table.name).collect();
    assert!(
        tables.iter().map(|(name, _)| *name).eq(names),
        "every table is compared"
    );
    for table in R::tables().iter().filter(|table| table.is_in(result)) {
        let (_, rows) = tables.iter().find(|(name, _)| *name == table.name).unwrap();
        compare_csv(table.name, &csv_of(result, table.name), &rows(&json));
    }
    let known = Known::of(&json);
    for block in &result.document().blocks {
        if let Block::Grid(grid) = block {
            known.check(grid);
        }
    }
    compare_pages(result);
}

/// Every cell is the member of its column, digit by digit.
fn compare_csv(name: &str, csv: &str, rows: &[Value]) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), rows.len(), "{name}");
    for (line, row) in lines.iter().zip(rows) {
        let mut compared = 0;
        for (cell, column) in line.iter().zip(&columns) {
            let Some(member) = row.get(column) else { continue };
            compared += 1;
            let same = match member {
                Value::Null => cell.is_empty(),
                Value::Bool(flag) => cell == flag.to_string(),
                Value::Number(number) => cell.parse::<f64>().ok() == number.as_f64(),
                Value::String(text) => cell == text,
                Value::Array(items) => {
                    let names: Vec<&str> = items.iter().map(|item| item.as_str().unwrap()).collect();
                    cell == names.join("; ")
                }
                Value::Object(_) => false,
            };
            assert!(same, "{name}, {column}: {cell} is {member}");
        }
        assert!(compared > 1, "{name}: {row}");
    }
}

/// What a document may say of the numbers of some JSON.
#[derive(Default)]
struct Known {
    words: BTreeSet<String>,
    metres: Vec<f64>,
}

impl Known {
    fn of(json: &Value) -> Self {
        let mut known = Self::default();
        known.collect("", json);
        known
    }

    fn collect(&mut self, key: &str, value: &Value) {
        match value {
            Value::Number(number) => self.number(key, number.as_f64().unwrap()),
            Value::String(text) => {
                self.words.insert(text.clone());
            }
            Value::Array(items) => {
                items.iter().for_each(|item| self.collect(key, item));
                self.sums(items);
                self.words.insert(count(items.len() as u64));
            }
            Value::Object(members) => {
                members.iter().for_each(|(key, member)| self.collect(key, member));
                // The range of a measured area beside a published one.
                if let [Some(area), Some(worst)] = ["area_km2", "worst_km2"].map(|k| members.get(k)?.as_f64())
                {
                    let [area, worst] = [area, worst].map(Area::from_km2);
                    self.area((area - worst).max(Area::ZERO));
                    self.area(area + worst);
                }
                if let [Some(area), Some(noise)] = ["area_km2", "noise_km2"].map(|k| members.get(k)?.as_f64())
                {
                    self.area(Area::from_km2(area) - Area::from_km2(noise));
                }
                if let [Some(area), Some(noise)] =
                    ["changed_km2", "noise_km2"].map(|k| members.get(k)?.as_f64())
                {
                    self.area(Area::from_km2(area) - Area::from_km2(noise));
                }
            }
            _ => {}
        }
    }

    /// Sums and differences that tables have beside the areas.
    fn sums(&mut self, rows: &[Value]) {
        let mut by_holder: BTreeMap<(&str, String), Area> = BTreeMap::new();
        let area = |row: &Value, key: &str| Some(Area::from_km2(row.get(key)?.as_f64()?));
        for row in rows {
            for side in ["from", "to", "all", "population"] {
                let holder = row.get(side).map(Value::to_string).unwrap_or_default();
                if let Some(area) = area(row, "area_km2") {
                    *by_holder.entry((side, holder)).or_default() += area;
                }
            }
        }
        by_holder.into_values().for_each(|sum| self.area(sum));
        // The difference from the first date to the last, by controller and of all.
        let mut by_controller: BTreeMap<String, BTreeMap<String, Area>> = BTreeMap::new();
        let mut dates: Vec<String> = Vec::new();
        for row in rows {
            let date = row.get("snapshot").or(row.get("key")).map(Value::to_string);
            if let (Some(date), Some(area)) = (date, area(row, "area_km2")) {
                let controller = row.get("controller").map(Value::to_string).unwrap_or_default();
                let areas = by_controller.entry(controller).or_default();
                areas.insert(date.clone(), area);
                dates.push(date);
            }
        }
        if let (Some(first), Some(last)) = (dates.first(), dates.last()) {
            for areas in by_controller.values() {
                let of = |date| areas.get(date).copied().unwrap_or_default();
                self.area(of(last) - of(first));
            }
        }
    }

    fn area(&mut self, area: Area) {
        self.words
            .extend([area.number(), area.rounded(), area.difference()]);
        self.words.insert(format!("±{}", area.rounded()));
        let sign = if area > Area::ZERO { "+" } else { "" };
        self.words.insert(format!("{sign}{}", area.rounded()));
    }

    fn number(&mut self, key: &str, value: f64) {
        if key.ends_with("_km2") {
            self.area(Area::from_km2(value));
            self.words.insert(format!("{value:.6}"));
        } else if key.ends_with("_km") {
            self.words.insert(Length::from_m(value * 1000.0).number());
        } else if key.ends_with("_m") {
            self.metres.push(value);
            self.words
                .extend([format!("{value:.1}"), count(value.round() as u64)]);
        } else if ["lon", "lat"].contains(&key) {
            self.words.extend([format!("{value:.6}"), format!("{value:.4}")]);
        } else {
            self.words.extend([count(value as u64), format!("{value:.3}")]);
        }
    }

    /// Every cell of the columns of numbers stands for a number of the JSON.
    fn check(&self, grid: &Grid) {
        for row in &grid.rows {
            assert_eq!(row.len(), grid.columns.len());
            for (cell, column) in row.iter().zip(&grid.columns) {
                if column.align == Align::Right && !["places", "population"].contains(&&*column.heading) {
                    assert!(self.has(cell), "{}: `{cell}` in {row:?}", column.heading);
                }
            }
        }
    }

    fn has(&self, cell: &str) -> bool {
        let is_known = |part: &str| {
            let number = part.trim_end_matches(" km").trim_end_matches(" m");
            let metres = |m: &f64| {
                let scale = if part.ends_with(" km") { 1000.0 } else { 1.0 };
                let told: Option<f64> = number.parse().ok();
                told.is_some_and(|told| (told * scale - m).abs() <= 0.006 * m.abs())
            };
            let word = ["", "–", "n/a", "inside", "within", "outside", "1.000"].contains(&part);
            let of_metres = part.ends_with('m') && self.metres.iter().any(metres);
            word || part.ends_with('%') || self.words.contains(part) || of_metres
        };
        let parts = |mark: &str| {
            let parts: Vec<&str> = cell.split(mark).collect();
            parts.into_iter().all(is_known)
        };
        is_known(cell) || parts("–") || parts(" … ") || parts(", ")
    }
}

/// Text and Markdown have the cells of the document.
fn compare_pages<R: Report>(result: &R) {
    let [text, markdown] =
        [Format::Text, Format::Markdown].map(|format| result.written(format, None).unwrap());
    let plain = markdown.replace('\\', "").replace("&#124;", "|");
    for block in &result.document().blocks {
        let Block::Grid(grid) = block else { continue };
        for row in &grid.rows {
            let line = format!("| {} |", row.join(" | "));
            assert!(plain.contains(&line), "{line}");
            let in_order = |line: &str| {
                let mut from = 0;
                row.iter().all(|cell| {
                    let found = line[from..].find(cell.as_str());
                    from += found.map_or(0, |at| at + cell.len());
                    found.is_some()
                })
            };
            assert!(text.lines().any(in_order), "{row:?}");
        }
    }
}

/// The features of a result's GeoJSON.
fn features<R: Report>(result: &R) -> Vec<Value> {
    let text = result.written(Format::GeoJson, None).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    json["features"].as_array().unwrap().clone()
}

fn array(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// The areas of rows by the two holders, noise included.
fn by_holders(rows: &[Value], from: &str, to: &str) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for row in rows.iter().filter(|row| row[from] != row[to]) {
        let area = row["area_km2"].as_f64().unwrap();
        *sums.entry(format!("{} {}", row[from], row[to])).or_insert(0.0) += area;
    }
    sums
}

fn properties(features: &[Value]) -> Vec<Value> {
    features
        .iter()
        .map(|feature| feature["properties"].clone())
        .collect()
}

fn assert_same(pieces: &BTreeMap<String, f64>, rows: &BTreeMap<String, f64>) {
    assert!(pieces.keys().eq(rows.keys()), "{pieces:?} {rows:?}");
    for (holders, area) in pieces {
        assert!((area - rows[holders]).abs() <= 1e-6, "{holders}: {area}");
    }
}

fn compare_change(result: &ChangeReport) {
    compare(
        result,
        &[
            ("changes", |json| array(&json["transitions"])),
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
        ],
    );
    assert!(timeline.written(Format::GeoJson, None).is_err());
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
    study.change(Step::new(0, 1)).unwrap()
}

/// The change between two snapshots, all pieces counted.
fn plain(snapshots: Vec<Snapshot>) -> ChangeReport {
    let study = study(snapshots, ReferenceLayers::default(), 0.0, Accuracy::default());
    study.change(Step::new(0, 1)).unwrap()
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
        let text = alignment.written(Format::GeoJson, None).unwrap();
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
    let case = Case::built_in().unwrap();
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
    Inspection {
        layer: Layer::read(text, "front.geojson").unwrap(),
        faults: Vec::new(),
    }
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
    let text = fixed.written(Format::GeoJson, None).unwrap();
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
    assert!(not_given.contains("none were given"), "{not_given}");
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
