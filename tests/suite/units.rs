//! Units over time: by what they are the same, the codes that they keep, weights by what is counted, and how they are drawn.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::lineage::{editions, events, layer, moved, rows, run};
use crate::support::{failure, landshift, rectangles, said, stdout};

/// A layer of points or squares with numbers of people.
fn people(folder: &Path, file: &str, all: &[(Value, Value)]) {
    let features = all.iter().enumerate().map(|(n, (number, geometry))| {
        let properties = json!({"name": format!("P{n}"), "people": number});
        json!({"type": "Feature", "properties": properties, "geometry": geometry})
    });
    let text = json!({"type": "FeatureCollection", "features": features.collect::<Vec<_>>()});
    fs::write(folder.join(file), text.to_string()).unwrap();
}

#[test]
fn weights_are_by_people_where_they_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = editions(folder);
    let point = |x: f64| json!({"type": "Point", "coordinates": [x, 0.5]});
    // Unit 1 becomes 1 and 4, the border at 3; unit 3 has nobody.
    let places = [
        (json!(100), point(0.5)),
        (json!("1,700"), point(3.5)),
        (json!(200), point(3.0)),
        (json!("unknown"), point(3.6)),
        (json!(7), point(5.0)),
        (json!(5), point(20.0)),
    ];
    people(folder, "places.geojson", &places);
    let square = |west: f64, east: f64| {
        json!({"type": "Polygon", "coordinates":
            [[[west, 0.0], [east, 0.0], [east, 1.0], [west, 1.0], [west, 0.0]]]})
    };
    people(
        folder,
        "blocks.geojson",
        &[(json!(10), square(0.0, 2.0)), (json!(90), square(2.0, 4.0))],
    );
    let rows = |more: &[&str]| -> Vec<(String, f64, f64)> {
        let options = ["--format", "csv", "--table", "crosswalk"];
        let csv = run(folder, &[&files[..2], more, &options].concat());
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let rows = reader.records().map(Result::unwrap);
        rows.map(|row| {
            let number = |place: usize| row[place].parse().unwrap();
            let [from, to, by] = [&row[2], &row[3], &row[6]];
            (format!("{from}>{to} {by}"), number(5), number(7))
        })
        .collect()
    };
    let by_people = rows(&["--places", "places.geojson", "--weigh", "people"]);
    let names: Vec<&str> = by_people.iter().map(|row| row.0.as_str()).collect();
    // The one with most people first; a place on the border counts half on either side.
    assert_eq!(names, ["1>4 people", "1>1 people", "2>2 people", "3>3 area"]);
    assert!((by_people[0].1 - 0.9).abs() < 1e-12 && (by_people[0].2 - 1800.0).abs() < 1e-9);
    assert_eq!((by_people[0].1 + by_people[1].1).to_bits(), 1.0_f64.to_bits());
    let by_number = rows(&["--places", "places.geojson"]);
    assert_eq!(by_number[0].0, "1>4 places");
    assert!((by_number[0].2 - 2.5).abs() < 1e-12);
    let by_blocks = rows(&["--units", "blocks.geojson", "--weigh", "people"]);
    assert_eq!(by_blocks[0].0, "1>1 people");
    assert!((by_blocks[0].1 - 0.55).abs() < 1e-9, "{by_blocks:?}");
    assert_eq!(by_blocks[2].0, "2>2 area");
    let text = run(
        folder,
        &[&files[..2], &["--places", "places.geojson", "--weigh", "people"]].concat(),
    );
    let text = text.replace("\n  ", " ");
    let note = "Weights: by `people` of places.geojson; by area for 1 of 3 units on whose land none is counted (3); ≈5 counted on \
                land of no unit; without a number: P3.";
    assert!(text.contains(note), "{text}");
    let refused = |more: &[&str]| {
        let mut command = landshift(folder);
        failure(
            command
                .args(["lineage", "--by", "code"])
                .args(&files[..2])
                .args(more),
        )
    };
    assert!(refused(&["--weigh", "people"]).contains("--weigh is about places or units"));
    let message = refused(&["--places", "places.geojson", "--weigh", "cows"]);
    assert!(message.contains("no place has a number `cows`"), "{message}");
    people(
        folder,
        "twice.geojson",
        &[(json!(10), square(0.0, 2.0)), (json!(90), square(1.0, 4.0))],
    );
    let message = refused(&["--units", "twice.geojson", "--weigh", "people"]);
    assert!(message.contains("its units overlap"), "{message}");
}

#[test]
fn units_are_the_same_by_land_code_or_name() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = ["a-2000-01-01.geojson", "b-2010-01-01.geojson"];
    layer(
        folder,
        files[0],
        &[
            ("1", "North", [0., 1.]),
            ("2", "Mid", [1., 2.]),
            ("3", "South", [2., 3.]),
        ],
    );
    // The first two exchanged their codes, the third one is called otherwise.
    layer(
        folder,
        files[1],
        &[
            ("2", "North", [0., 1.]),
            ("1", "Mid", [1., 2.]),
            ("3", "Far", [2., 3.]),
        ],
    );
    let befell = |link: &str| -> Vec<String> {
        let rows = rows(folder, &[&files[..], &["--link", link]].concat());
        let events = events(&rows, "before", "2010-01-01").into_iter();
        events.map(|(_, event)| event).collect()
    };
    assert_eq!(befell("land"), ["recoded", "recoded", "renamed"]);
    assert_eq!(befell("code"), ["moved", "moved", "renamed"]);
    assert_eq!(befell("name"), ["recoded", "recoded", "renamed"]);
    assert!(moved(folder, &files).is_empty());
    assert_eq!(
        moved(folder, &[&files[..], &["--link", "code"]].concat()).len(),
        2
    );
    let text = run(folder, &[&files[..], &["--link", "code"]].concat()).replace('\n', " ");
    assert!(text.contains("Most codes are of units elsewhere"), "{text}");
    coded(folder);
    let mut nameless = landshift(folder);
    nameless.args([
        "lineage",
        "--by",
        "code",
        "--link",
        "name",
        "c-2000.geojson",
        "d-2010.geojson",
    ]);
    let message = failure(&mut nameless);
    assert!(
        message.contains("no unit has a name by which to link it"),
        "{message}"
    );
}

#[test]
fn units_keep_their_codes_and_new_ones_get_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = ["a-2000.geojson", "b-2010.geojson", "c-2020.geojson"];
    // Told apart by their names; codes are known of the first edition alone.
    layer(
        folder,
        files[0],
        &[
            ("AF0101", "A", [0., 2.]),
            ("AF0102", "B", [2., 4.]),
            ("AF0201", "C", [4., 6.]),
        ],
    );
    layer(
        folder,
        files[1],
        &[
            ("", "A1", [0., 1.]),
            ("", "A2", [1., 2.]),
            ("", "Bee", [2., 4.]),
            ("", "C", [4., 6.]),
            ("", "Isle", [8., 9.]),
        ],
    );
    layer(
        folder,
        files[2],
        &[
            ("", "A", [0., 2.]),
            ("", "Bee", [2., 4.]),
            ("", "C1", [4., 5.]),
            ("", "C2", [5., 6.]),
        ],
    );
    let options = ["--by", "name", "--assign", "code"];
    let lineage = |options: &[&str], more: &[&str]| {
        let mut command = landshift(folder);
        command.arg("lineage").args(files).args(options).args(more);
        command
    };
    let json: Value = serde_json::from_str(&stdout(&mut lineage(&options, &["--format", "json"]))).unwrap();
    let assigned = |after: &str, edition: &str| -> Vec<Value> {
        let rows = json["units"].as_array().unwrap().iter();
        let rows = rows.filter(|row| row["after"] == after && row["edition"] == edition);
        rows.map(|row| json!([row["code"], row["assigned"]])).collect()
    };
    assert_eq!(
        assigned("2010", "before"),
        [
            json!(["A", "AF0101"]),
            json!(["B", "AF0102"]),
            json!(["C", "AF0201"])
        ]
    );
    // Neither half of A is more than half of it, so both are new; an island has no parent.
    let later = [
        json!(["A1", "AF0103"]),
        json!(["A2", "AF0104"]),
        json!(["Bee", "AF0102"]),
        json!(["C", "AF0201"]),
        json!(["Isle", null]),
    ];
    assert_eq!(assigned("2010", "after"), later);
    assert_eq!(assigned("2020", "before"), later);
    // No code is ever given twice, not even the one of the first A.
    let last = [
        json!(["A", "AF0105"]),
        json!(["Bee", "AF0102"]),
        json!(["C1", "AF0202"]),
        json!(["C2", "AF0203"]),
    ];
    assert_eq!(assigned("2020", "after"), last);
    let text = stdout(&mut lineage(&options, &[])).replace("\n  ", " ");
    assert!(
        text.contains("Codes: 2 kept, 2 new; 1 on land of no unit have none") && text.contains("AF0103"),
        "{text}"
    );
    let geojson: Value =
        serde_json::from_str(&stdout(&mut lineage(&options, &["--format", "geojson"]))).unwrap();
    let features = geojson["features"].as_array().unwrap();
    assert!(
        features
            .iter()
            .any(|f| f["properties"]["to_assigned"] == "AF0203"),
        "{geojson}"
    );
    // What has no form, and what is not there.
    let message = failure(&mut lineage(&["--by", "name", "--assign", "name"], &[]));
    assert!(
        message.contains("a-2000.geojson") && message.contains("the code `A` ends in no number"),
        "{message}"
    );
    let message = failure(&mut lineage(&["--by", "name", "--assign", "pcode"], &[]));
    assert!(message.contains("the unit `A` has no code `pcode`"), "{message}");
}

#[test]
fn units_that_exchanged_land_are_drawn_beside_their_kin() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let all = [
        ("1", "North", [0., 4.]),
        ("2", "Mid", [4., 6.]),
        ("3", "South", [6., 8.]),
        ("5", "Far", [8., 9.]),
    ];
    layer(folder, "a-2000.geojson", &all);
    let split = [
        ("1", "North", [0., 3.]),
        ("4", "New", [3., 4.]),
        all[1],
        all[2],
        all[3],
    ];
    layer(folder, "b-2010.geojson", &split);
    let merged = [
        ("1", "North", [0., 3.]),
        ("4", "New", [3., 4.]),
        ("2", "Mid", [4., 8.]),
        all[3],
    ];
    layer(folder, "c-2020.geojson", &merged);
    let draw = |files: &[&str], out: &str| {
        let mut command = landshift(folder);
        command
            .arg("map")
            .args(files)
            .args(["--by", "name", "--kind", "lineage", "-o", out]);
        command
    };
    stdout(&mut draw(
        &["a-2000.geojson", "b-2010.geojson", "c-2020.geojson"],
        "l.svg",
    ));
    let svg = fs::read_to_string(folder.join("l.svg")).unwrap();
    assert!(svg.contains("Units and their land over time"), "{svg}");
    assert!(svg.contains("not drawn: 1."), "{svg}");
    // South stands in the first two columns alone, and nowhere beside the last.
    assert_eq!(svg.matches(">South<").count(), 2, "{svg}");
    assert_eq!(
        [svg.matches(">New<").count(), svg.matches(">Far<").count()],
        [2, 0]
    );
    let message = failure(&mut draw(&["a-2000.geojson", "a-2000.geojson"], "m.svg"));
    assert!(message.contains("no land went from one to another"), "{message}");
    assert!(!folder.join("m.svg").exists());
}

/// Two editions whose units have codes alone.
fn coded(folder: &Path) {
    for file in ["c-2000.geojson", "d-2010.geojson"] {
        let ring = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
        let text = json!({"type": "Feature", "properties": {"code": "1"},
            "geometry": {"type": "Polygon", "coordinates": [ring]}});
        fs::write(folder.join(file), text.to_string()).unwrap();
    }
}

#[test]
fn codes_are_no_areas_and_those_left_over_are_summed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    // Twenty units in a row; each passes a strip to the next, which is the wider the further east it is.
    let edition = |year: &str, strip: f64| {
        let border = |n: u8| {
            let is_outer = n == 0 || n == 20;
            f64::from(n)
                - if is_outer {
                    0.0
                } else {
                    strip * f64::from(n) / 40.0
                }
        };
        let units: Vec<(String, [f64; 4])> = (0..20)
            .map(|n| (format!("{}", 101 + n), [border(n), 0.0, border(n + 1), 1.0]))
            .collect();
        let units: Vec<(&str, [f64; 4])> = units.iter().map(|(code, land)| (code.as_str(), *land)).collect();
        fs::write(folder.join(format!("{year}.geojson")), rectangles(year, &units)).unwrap();
    };
    edition("2001", 0.0);
    edition("2011", 0.5);
    let mut map = landshift(folder);
    map.args([
        "map",
        "2001.geojson",
        "2011.geojson",
        "--kind",
        "lineage",
        "-o",
        "m.svg",
    ]);
    let message = said(&mut map);
    assert!(!message.contains("of the map fails"), "{message}");
    let picture = fs::read_to_string(folder.join("m.svg")).unwrap();
    assert!(
        picture.contains(" others") && picture.contains(">118<"),
        "what is drawn has changed"
    );
}
