//! One file whose features have times of their own.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

use crate::support::{failure, landshift, stdout};

/// A rectangle (west, south, east, north in degrees) with properties.
fn feature(properties: &Value, [w, s, e, n]: [f64; 4]) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry":
        {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}})
}

fn write(folder: &Path, name: &str, features: &[Value]) {
    let collection = json!({"type": "FeatureCollection", "features": features});
    fs::write(folder.join(name), collection.to_string()).unwrap();
}

/// The German Empire, and the Weimar Republic on most of its land.
fn empire(folder: &Path) {
    let land = |name: &str, start: &str, end: &str, east: f64| {
        let times = json!({"name": name, "start_date": start, "end_date": end});
        feature(&times, [8.0, 48.0, east, 54.0])
    };
    write(
        folder,
        "ohm.geojson",
        &[
            land("German Empire", "1871-01-18", "1918-11-09", 14.0),
            land("Weimar Republic", "1918-11-09", "1933-03-23", 13.0),
        ],
    );
}

fn run(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = landshift(folder);
    command.args(arguments);
    command
}

fn json_of(folder: &Path, arguments: &[&str]) -> Value {
    let text = stdout(&mut run(folder, &[arguments, &["--format", "json"]].concat()));
    serde_json::from_str(&text).unwrap()
}

/// The dates of a series' snapshots, each with who holds what in whole km².
fn snapshots(series: &Value) -> Vec<String> {
    let held = |snapshot: &Value| {
        let controllers = snapshot["controllers"].as_array().unwrap().iter();
        let held = controllers.map(|c| {
            let km2 = c["area_km2"].as_f64().unwrap();
            format!("{} {km2:.0}", c["name"].as_str().unwrap())
        });
        let date = snapshot["date"].as_str().unwrap();
        format!("{date}: {}", held.collect::<Vec<_>>().join(", "))
    };
    series["snapshots"].as_array().unwrap().iter().map(held).collect()
}

/// Land that changed hands.
fn changes(diff: &Value) -> Vec<String> {
    let rows = diff["transitions"].as_array().unwrap().iter();
    let changed = rows.filter(|row| row["from"] != row["to"]);
    changed
        .map(|row| {
            let name = |key: &str| row[key].as_str().unwrap_or("nobody").to_owned();
            let km2 = row["area_km2"].as_f64().unwrap();
            format!("{} to {} {km2:.1}", name("from"), name("to"))
        })
        .collect()
}

#[test]
fn two_dates_of_one_file_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    empire(folder.path());
    let expected = [
        "German Empire to Weimar Republic 234170.0",
        "German Empire to nobody 46834.0",
    ];
    for arguments in [
        &["diff", "ohm.geojson", "--at", "1900", "--at", "1920"][..],
        &[
            "diff",
            "ohm.geojson",
            "ohm.geojson",
            "--at",
            "1900",
            "--at",
            "1920",
        ],
        &["diff", "ohm.geojson", "ohm.geojson", "--date", "1900", "1920"],
    ] {
        let diff = json_of(folder.path(), arguments);
        assert_eq!(changes(&diff), expected, "{arguments:?}");
        assert_eq!(
            [&diff["before"]["date"], &diff["after"]["date"]],
            ["1900", "1920"]
        );
    }
    let compared = stdout(&mut run(
        folder.path(),
        &["compare", "ohm.geojson", "--at", "1900", "--at", "1920"],
    ));
    assert!(compared.contains("disagree on 281,004 km²"), "{compared}");
    run(
        folder.path(),
        &[
            "map",
            "ohm.geojson",
            "--at",
            "1900",
            "--at",
            "1920",
            "-o",
            "x.svg",
        ],
    )
    .assert()
    .success();
    run(
        folder.path(),
        &["map", "ohm.geojson", "--kind", "multiples", "-o", "y.svg"],
    )
    .assert()
    .success();
}

#[test]
fn one_file_is_a_series() {
    let folder = tempfile::tempdir().unwrap();
    empire(folder.path());
    let series = json_of(folder.path(), &["timeline", "ohm.geojson"]);
    // The record ends in 1933: that is no loss of all land.
    assert_eq!(
        snapshots(&series),
        [
            "1871-01-18: German Empire 281004",
            "1918-11-09: Weimar Republic 234170"
        ]
    );
    let yearly = json_of(folder.path(), &["timeline", "ohm.geojson", "--at", "year"]);
    let yearly = snapshots(&yearly);
    assert_eq!(yearly.len(), 63);
    assert_eq!(yearly[48], "1919-01-01: Weimar Republic 234170");
    let dates = ["timeline", "ohm.geojson", "--at", "1920", "--at", "1900"];
    let series = json_of(folder.path(), &dates);
    assert_eq!(
        snapshots(&series),
        ["1900: German Empire 281004", "1920: Weimar Republic 234170"]
    );
    // Several files with times are one.
    let split = [
        (
            "a.geojson",
            json!({"name": "A", "start_date": "1900", "end_date": "1910"}),
            0.0,
        ),
        (
            "b.geojson",
            json!({"name": "B", "start_date": "1905", "end_date": null}),
            1.0,
        ),
    ];
    for (name, properties, west) in split {
        let other = json!({"name": "C", "start_date": "1800"});
        let land = [west, 0.0, west + 1.0, 1.0];
        write(
            folder.path(),
            name,
            &[
                feature(&properties, land),
                feature(&other, [9.0 + west, 0.0, 10.0 + west, 1.0]),
            ],
        );
    }
    let series = json_of(folder.path(), &["timeline", "a.geojson", "b.geojson"]);
    assert_eq!(
        snapshots(&series),
        [
            "1800: C 24617",
            "1900: C 24617, A 12308",
            "1905: C 24617, A 12308, B 12308",
            "1910: C 24617, B 12308"
        ]
    );
}

#[test]
fn cshapes_includes_the_last_day() {
    let folder = tempfile::tempdir().unwrap();
    let land = |name: &str, [start, end]: [(i32, i32, i32); 2], east: f64| {
        let properties = json!({"cntry_name": name, "gwcode": 255,
            "gwsyear": start.0, "gwsmonth": start.1, "gwsday": start.2,
            "gweyear": end.0, "gwemonth": end.1, "gweday": end.2,
            "gwsdate": "01.01.86", "gwedate": "31.12.19"});
        feature(&properties, [0.0, 0.0, east, 1.0])
    };
    write(
        folder.path(),
        "cshapes.geojson",
        &[
            land("Old", [(1886, 1, 1), (1918, 11, 8)], 2.0),
            land("New", [(1918, 11, 9), (2019, 12, 31)], 1.0),
            // Not a state of this system.
            land("Other", [(-1, -1, -1), (-1, -1, -1)], 3.0),
        ],
    );
    let command = ["timeline", "cshapes.geojson", "--by", "cntry_name"];
    let series = json_of(folder.path(), &command);
    assert_eq!(
        snapshots(&series),
        ["1886-01-01: Old 24617", "1918-11-09: New 12308"]
    );
    let said = run(folder.path(), &command)
        .assert()
        .success()
        .get_output()
        .stderr
        .clone();
    let said = String::from_utf8(said).unwrap();
    assert!(
        said.contains("the last day is included") && said.contains("holds on no day, left out (1×"),
        "{said}"
    );
}

#[test]
fn any_two_columns_and_either_meaning_of_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let land = |name: &str, from: &Value, to: &Value, west: f64| {
        let properties = json!({"name": name, "von": from, "bis": to});
        feature(&properties, [west, 0.0, west + 1.0, 1.0])
    };
    let write = |a_ends: Value, b_begins: Value| {
        let features = [
            land("A", &json!(1900), &a_ends, 0.0),
            land("B", &b_begins, &json!(null), 0.0),
            land("C", &json!(1900), &json!(""), 4.0),
        ];
        write(folder.path(), "x.geojson", &features);
    };
    let of = |more: &[&str]| {
        let words = ["timeline", "x.geojson", "--start", "von", "--end", "bis"];
        snapshots(&json_of(folder.path(), &[&words, more].concat()))
    };
    let whole = ["1900: A 12308, C 12308", "1911: B 12308, C 12308"];
    // The year before another begins there, and the year itself: the data shows how ends are meant.
    write(json!(1910), json!(1911));
    assert_eq!(of(&[]), whole);
    write(json!(1911), json!(1911));
    assert_eq!(of(&[]), whole);
    // Where it does not, so it is said.
    write(json!(1910), json!(1920));
    let gap = [
        "1900: A 12308, C 12308",
        "1911: C 12308",
        "1920: B 12308, C 12308",
    ];
    assert_eq!(of(&[]), gap);
    assert_eq!(of(&["--end-date", "exclusive"])[1], "1910: C 12308");
    // The other one of a usual pair need not be named.
    let text = fs::read_to_string(folder.path().join("x.geojson")).unwrap();
    fs::write(
        folder.path().join("x.geojson"),
        text.replace("von", "valid_from").replace("bis", "valid_to"),
    )
    .unwrap();
    let series = json_of(folder.path(), &["timeline", "x.geojson", "--start", "valid_from"]);
    assert_eq!(snapshots(&series)[1], "1910: C 12308");
}

#[test]
fn features_of_one_date_each_are_snapshots() {
    let folder = tempfile::tempdir().unwrap();
    let land = |key: &str, name: &str, date: &Value, east: f64| {
        feature(&json!({"name": name, key: date}), [0.0, 0.0, east, 1.0])
    };
    let features = |key: &str| {
        [
            land(key, "A", &json!("2024-02-01"), 2.0),
            land(key, "A", &json!("2024-01-01"), 1.0),
            land(key, "A", &json!("2024-01-15"), 1.5),
        ]
    };
    let expected = [
        "2024-01-01: A 12308",
        "2024-01-15: A 18463",
        "2024-02-01: A 24617",
    ];
    write(folder.path(), "x.geojson", &features("date"));
    assert_eq!(
        snapshots(&json_of(folder.path(), &["timeline", "x.geojson"])),
        expected
    );
    let monthly = json_of(folder.path(), &["timeline", "x.geojson", "--at", "month"]);
    assert_eq!(snapshots(&monthly), [expected[0], expected[2]]);
    let diff = json_of(
        folder.path(),
        &["diff", "x.geojson", "--at", "2024-01-15", "--at", "2024-02"],
    );
    assert_eq!(changes(&diff), ["nobody to A 6154.2"]);
    assert_eq!(diff["after"]["date"], "2024-02-01");
    write(folder.path(), "y.geojson", &features("seen"));
    let named = ["timeline", "y.geojson", "--date-column", "seen"];
    assert_eq!(snapshots(&json_of(folder.path(), &named)), expected);
}

#[test]
fn times_in_doubt_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    empire(folder.path());
    let land = |properties: &Value| feature(properties, [0.0, 0.0, 1.0, 1.0]);
    let with = |name: &str, properties: &[Value]| {
        write(
            folder.path(),
            name,
            &properties.iter().map(land).collect::<Vec<_>>(),
        );
    };
    with("plain.geojson", &[json!({"name": "A", "code": 7})]);
    with(
        "late.geojson",
        &[
            json!({"name": "A", "start_date": "1910", "end_date": "1900"}),
            json!({"name": "B", "start_date": "1900", "end_date": "1910"}),
        ],
    );
    with(
        "bad.geojson",
        &[
            json!({"name": "A", "start_date": "1917-04-31", "end_date": "1920"}),
            json!({"name": "B", "start_date": "1900", "end_date": "1910"}),
        ],
    );
    for (arguments, expected) in [
        (
            "timeline plain.geojson",
            "is one snapshot: its features have no times of their own, and change is between two snapshots\n  hint: name all the files of the series, or the \
             properties that state times with --start and --end or --date-column: the features have `name`, `code`",
        ),
        (
            "timeline ohm.geojson plain.geojson",
            "has features with times of their own, and plain.geojson has none",
        ),
        (
            "timeline plain.geojson --start code",
            "one of the two is not named",
        ),
        (
            "timeline plain.geojson --start code --end end",
            "no feature has the property `end`",
        ),
        (
            "timeline late.geojson",
            "feature 0 (\"A\"): it ends on 1900, before it begins on 1910",
        ),
        (
            "timeline bad.geojson",
            "feature 0 (\"A\"), `start_date`: `1917-04-31` is not a date",
        ),
        (
            "timeline ohm.geojson --at 1700",
            "none of its features holds on 1700; their times are from 1871-01-18",
        ),
        (
            "timeline ohm.geojson --at sometimes",
            "`sometimes` is neither a date nor a period",
        ),
        ("timeline ohm.geojson --at 1900 --at year", "either at dates"),
        ("diff ohm.geojson", "is one file, and two snapshots are compared"),
        (
            "diff ohm.geojson ohm.geojson",
            "choose the features of one with --at",
        ),
        ("diff ohm.geojson --at year", "--at names a period"),
        (
            "diff ohm.geojson ohm.geojson --at 1900 --at 1910 --at 1920",
            "3 dates are given for 2 files",
        ),
        ("diff plain.geojson plain.geojson --at 1900", "is one snapshot"),
        (
            "diff ohm.geojson ohm.geojson --start start_date --end end_date",
            "choose the date with --at",
        ),
        ("timeline ohm.geojson --end-date open", "inclusive or exclusive"),
    ] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let message = failure(&mut run(folder.path(), &words));
        assert!(message.contains(expected), "{arguments}: {message}");
    }
}

#[test]
fn many_features_and_dates_are_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let cell = |n: i32| {
        let year = 1000 + n % 40;
        let [x, y] = [f64::from(n % 60) / 10.0, f64::from(n / 60) / 10.0];
        let properties = json!({"name": format!("S{}", n % 7), "start_date": year, "end_date": year + 20});
        feature(&properties, [x, y, x + 0.1, y + 0.1])
    };
    write(
        folder.path(),
        "x.geojson",
        &(0..1000).map(cell).collect::<Vec<_>>(),
    );
    let series = json_of(folder.path(), &["timeline", "x.geojson", "--tolerance", "0m"]);
    // From the first start to the last end but the one after which nothing is left.
    assert_eq!(snapshots(&series).len(), 59);
}

/// The kinds of problems that a check lists, with the land they concern in whole km² and what they are.
fn problems(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let output = run(folder, &[&["check"], arguments, &["--format", "json"]].concat())
        .output()
        .unwrap();
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of_file = |file: &Value| {
        let date = file["date"].as_str().unwrap_or("all").to_owned();
        let problems = file["problems"].as_array().unwrap().clone().into_iter();
        let describe = move |problem: Value| {
            let [kind, what] = ["kind", "what"].map(|key| problem[key].as_str().unwrap().to_owned());
            format!(
                "{date}: {kind}, {:.0} km²: {what}",
                problem["area_km2"].as_f64().unwrap()
            )
        };
        problems.map(describe).collect::<Vec<_>>()
    };
    found["files"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(of_file)
        .collect()
}

#[test]
fn land_of_different_times_does_not_overlap() {
    let folder = tempfile::tempdir().unwrap();
    empire(folder.path());
    assert!(problems(folder.path(), &["ohm.geojson"]).is_empty());

    let land = |name: &str, start: &str, end: &str, bounds: [f64; 4]| {
        let times = json!({"name": name, "start_date": start, "end_date": end});
        feature(&times, bounds)
    };
    write(
        folder.path(),
        "late.geojson",
        &[
            land(
                "German Empire",
                "1871-01-18",
                "1919-01-01",
                [8.0, 48.0, 14.0, 54.0],
            ),
            land(
                "Weimar Republic",
                "1918-11-09",
                "1933-03-23",
                [13.0, 48.0, 15.0, 54.0],
            ),
            land("Third one", "1920-01-01", "1930-01-01", [8.0, 48.0, 14.0, 54.0]),
        ],
    );
    let overlap = "overlap, 46834 km²: German Empire and Weimar Republic have this land from 1918-11-09 until 1919-01-01";
    let third =
        "overlap, 46834 km²: Weimar Republic and Third one have this land from 1920-01-01 until 1930-01-01";
    assert_eq!(
        problems(folder.path(), &["late.geojson"]),
        [format!("all: {overlap}"), format!("all: {third}")]
    );
    let on_two_dates = problems(
        folder.path(),
        &["late.geojson", "--at", "1918-12-01", "--at", "1919-06-01"],
    );
    let [only] = on_two_dates.as_slice() else {
        panic!("{on_two_dates:?}");
    };
    assert!(only.starts_with("1918-12-01: overlap, 46834 km²"), "{only}");
}

#[test]
fn times_of_less_usual_names_are_times_where_no_day_has_all_the_land() {
    let folder = tempfile::tempdir().unwrap();
    let land = |name: &str, from: u32, to: u32| {
        feature(
            &json!({"name": name, "valid_from": from, "valid_to": to}),
            [8.0, 48.0, 14.0, 54.0],
        )
    };
    write(
        folder.path(),
        "states.geojson",
        &[land("Empire", 1871, 1918), land("Republic", 1918, 1933)],
    );
    assert!(problems(folder.path(), &["states.geojson"]).is_empty());
    let series = json_of(folder.path(), &["timeline", "states.geojson"]);
    assert_eq!(snapshots(&series).len(), 2);
    let refused = failure(&mut run(
        folder.path(),
        &["diff", "states.geojson", "states.geojson"],
    ));
    assert!(refused.contains("from `valid_from` to `valid_to`"), "{refused}");
    assert!(refused.contains("--at"), "{refused}");
}

#[test]
fn a_gap_of_one_date_is_found_on_that_date() {
    let folder = tempfile::tempdir().unwrap();
    let land = |name: &str, start: &str, end: &str, bounds: [f64; 4]| {
        let times = json!({"name": name, "start_date": start, "end_date": end});
        feature(&times, bounds)
    };
    let features = [
        land("West", "1900", "1950", [8.0, 48.0, 10.0, 54.0]),
        land("East", "1900", "1950", [11.0, 48.0, 13.0, 54.0]),
        land("South", "1900", "1950", [10.0, 48.0, 11.0, 49.0]),
        land("North", "1900", "1950", [10.0, 53.0, 11.0, 54.0]),
        land("Middle", "1900", "1920", [10.0, 49.0, 11.0, 53.0]),
    ];
    write(folder.path(), "frame.geojson", &features);
    let frame = |arguments: &[&str]| problems(folder.path(), &[&["frame.geojson"], arguments].concat());
    assert!(frame(&[]).is_empty());
    assert!(frame(&["--at", "1910"]).is_empty());
    let gaps = frame(&["--at", "1930"]);
    assert!(gaps[0].starts_with("1930: gap, 31"), "{gaps:?}");
    assert_eq!(gaps.len(), 1);

    write(folder.path(), "hollow.geojson", &features[..4]);
    let lonely = land("Far", "1960", "1970", [20.0, 48.0, 21.0, 49.0]);
    write(
        folder.path(),
        "hollow.geojson",
        &[&features[..4], &[lonely]].concat(),
    );
    let gaps = problems(folder.path(), &["hollow.geojson"]);
    assert!(
        gaps[0].contains("nobody has this land at any time, and there is land all around"),
        "{gaps:?}"
    );
}

#[test]
fn a_file_of_many_dates_is_mended_as_it_is_on_one() {
    let folder = tempfile::tempdir().unwrap();
    empire(folder.path());
    let mut whole = run(
        folder.path(),
        &["check", "ohm.geojson", "--fix", "-o", "fixed.geojson"],
    );
    let message = failure(&mut whole);
    assert!(
        message.contains("hold at different times") && message.contains("--at"),
        "{message}"
    );
    assert!(!folder.path().join("fixed.geojson").exists());
    let fix = [
        "check",
        "ohm.geojson",
        "--fix",
        "-o",
        "fixed.geojson",
        "--at",
        "1900",
    ];
    stdout(&mut run(folder.path(), &fix));
    let fixed: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("fixed.geojson")).unwrap()).unwrap();
    assert_eq!(fixed["features"].as_array().unwrap().len(), 1);
    assert_eq!(fixed["features"][0]["properties"]["name"], "German Empire");
}
