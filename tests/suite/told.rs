//! What an error says of itself as data, and what commands say of their inputs that they said nothing of.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{failure, landshift, rectangles, stdout};

/// A folder with these files.
fn folder(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// The error of a run as data.
fn error(folder: &Path, words: &[&str]) -> Value {
    let output = landshift(folder)
        .args(words)
        .args(["--json-errors", "-q"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    serde_json::from_str(&said).unwrap()
}

/// What a run said on stderr when it went well.
fn said(folder: &Path, words: &[&str]) -> String {
    let output = landshift(folder).args(words).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    said
}

/// A layer with one more property, or another one, of its second feature.
fn with(layer: &str, key: &str, value: Value) -> String {
    let mut layer: Value = serde_json::from_str(layer).unwrap();
    layer["features"][1]["properties"][key] = value;
    layer.to_string()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table, one row an error")]
fn every_part_of_an_error_is_data() {
    let pair = rectangles("2001", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]);
    let mut east: Value = serde_json::from_str(&pair).unwrap();
    for position in east["features"][1]["geometry"]["coordinates"][0]
        .as_array_mut()
        .unwrap()
    {
        position[0] = json!(position[0].as_f64().unwrap() + 368.0);
    }
    let mut nameless: Value = serde_json::from_str(&pair).unwrap();
    nameless["features"][1]["properties"] = json!({});
    let crossing = r#"{"type": "FeatureCollection", "date": "2001", "features": [{"type": "Feature",
        "properties": {"controller": "A"}, "geometry": {"type": "Polygon",
        "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}}]}"#;
    let open = rectangles("2001", &[("A", [0., 0., 1., 1.])]).replace(",[0.0,0.0]]]", "]]");
    let folder = folder(&[
        ("a.geojson", pair.clone()),
        ("east.geojson", east.to_string()),
        ("nameless.geojson", nameless.to_string()),
        ("accuracy.geojson", with(&pair, "accuracy_m", json!("about"))),
        (
            "dated.geojson",
            with(&pair.replace("\"2001\"", "null"), "date", json!("yesterday")),
        ),
        (
            "units.geojson",
            with(&with(&pair, "name", json!("U")), "code", json!(7)),
        ),
        ("crossing.geojson", crossing.to_owned()),
        ("open.geojson", open),
        (
            "overlap.geojson",
            rectangles("2001", &[("A", [0., 0., 2., 1.]), ("B", [1., 0., 4., 1.])]),
        ),
        (
            "like.geojson",
            rectangles(
                "2001",
                &[
                    ("North Korea", [0., 0., 2., 1.]),
                    ("North-Korea", [2., 0., 4., 1.]),
                ],
            ),
        ),
    ]);
    let folder = folder.path();
    let second = json!([2.0, 0.0]);
    let table: [(&[&str], &str, &str, Value, Value); 9] = [
        (
            &["diff", "a.geojson", "nameless.geojson"],
            "attribute",
            "nameless.geojson",
            json!("feature 1"),
            second.clone(),
        ),
        (
            &["diff", "accuracy.geojson", "a.geojson"],
            "attribute",
            "accuracy.geojson",
            json!("feature 1"),
            second.clone(),
        ),
        (
            &["diff", "dated.geojson", "a.geojson"],
            "attribute",
            "dated.geojson",
            json!("feature 1"),
            second.clone(),
        ),
        (
            &[
                "diff",
                "a.geojson",
                "a.geojson",
                "--units",
                "units.geojson",
                "--units-by",
                "code",
            ],
            "attribute",
            "units.geojson",
            json!("feature 0"),
            json!([0.0, 0.0]),
        ),
        (
            &["diff", "a.geojson", "east.geojson"],
            "geometry",
            "east.geojson",
            json!("feature 1"),
            json!([10.0, 0.0]),
        ),
        (
            &["diff", "overlap.geojson", "a.geojson", "--overlap", "error"],
            "geometry",
            "overlap.geojson",
            json!("land of A"),
            json!([1.5, 0.5]),
        ),
        (
            &["diff", "a.geojson", "crossing.geojson", "--strict"],
            "geometry",
            "crossing.geojson",
            json!("land of A"),
            json!([2.0, 0.0]),
        ),
        (
            &["diff", "a.geojson", "open.geojson", "--strict"],
            "geometry",
            "open.geojson",
            json!("feature 0, ring 0"),
            json!([0.0, 1.0]),
        ),
        (
            &["diff", "a.geojson", "like.geojson", "--strict"],
            "attribute",
            "like.geojson",
            Value::Null,
            Value::Null,
        ),
    ];
    for (words, kind, file, feature, place) in table {
        let error = error(folder, words);
        assert_eq!(error["kind"], kind, "{error}");
        assert_eq!(error["file"], file, "{error}");
        assert_eq!(error["feature"], feature, "{error}");
        let near = |one: &Value, other: &Value| match (one.as_array(), other.as_array()) {
            (Some(one), Some(other)) => one
                .iter()
                .zip(other)
                .all(|(a, b)| (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < 0.51),
            _ => one == other,
        };
        assert!(near(&error["place"], &place), "{error}");
        let message = error["message"].as_str().unwrap();
        assert!(!message.is_empty() && !message.starts_with(file), "{error}");
        assert!(error["hint"].is_string(), "{error}");
    }
}

#[test]
fn longitudes_beyond_a_turn_are_mended_and_the_error_says_so() {
    let ring = json!([[[350, 0], [370, 0], [370, 10], [350, 10], [350, 0]]]);
    let layer = json!({"type": "FeatureCollection", "date": "2001", "features": [
        {"type": "Feature", "properties": {"controller": "A"}, "geometry": {"type": "Polygon", "coordinates": ring}}]});
    let folder = folder(&[
        ("far.geojson", layer.to_string()),
        ("near.geojson", rectangles("2001", &[("A", [-10., 0., 10., 10.])])),
        ("metres.geojson", layer.to_string().replace("350", "350000")),
    ]);
    let folder = folder.path();
    let message = failure(landshift(folder).args(["diff", "far.geojson", "near.geojson"]));
    assert!(
        message.contains("longitude 350 is out of range")
            && message.contains("`landshift check FILE --fix -o NEW` does so"),
        "{message}"
    );
    let message = failure(landshift(folder).args(["diff", "metres.geojson", "near.geojson"]));
    assert!(message.contains("look projected"), "{message}");
    said(folder, &["check", "far.geojson", "--fix", "-o", "fixed.geojson"]);
    said(folder, &["diff", "fixed.geojson", "near.geojson", "--exit-code"]);
}

#[test]
fn a_history_is_compared_with_a_snapshot_on_a_date() {
    let day = |date: &str, border: f64| {
        rectangles(date, &[("A", [0., 0., border, 1.]), ("B", [border, 0., 4., 1.])])
    };
    let folder = folder(&[
        ("1.geojson", day("2001-01-01", 2.0)),
        ("2.geojson", day("2002-01-01", 3.0)),
        ("3.geojson", day("2003-01-01", 3.5)),
    ]);
    let folder = folder.path();
    said(
        folder,
        &[
            "timeline",
            "1.geojson",
            "2.geojson",
            "3.geojson",
            "-o",
            "history.geojson",
        ],
    );
    for (number, date) in [("1", "2001-01-01"), ("2", "2002-06-30"), ("3", "2003-01-01")] {
        let file = format!("{number}.geojson");
        for pair in [["history.geojson", &file], [&file, "history.geojson"]] {
            let words = [
                &["diff"],
                &pair[..],
                &["--at", date, "--exit-code", "--tolerance", "0m"],
            ]
            .concat();
            said(folder, &words);
        }
    }
    let moved =
        stdout(landshift(folder).args(["diff", "history.geojson", "3.geojson", "--at", "2001-01-01"]));
    assert!(moved.contains("A gained 18,46"), "{moved}");
    let message = failure(landshift(folder).args(["diff", "history.geojson", "3.geojson"]));
    assert!(message.contains("--at"), "{message}");
    let two = [
        "diff",
        "history.geojson",
        "3.geojson",
        "--at",
        "2001-01-01",
        "--at",
        "2002-01-01",
    ];
    assert!(failure(landshift(folder).args(two)).contains("give --at once"));
}

#[test]
fn check_says_what_it_was_asked_to_read_otherwise() {
    let mut partly: Value = serde_json::from_str(&rectangles(
        "2001",
        &[("A", [0., 0., 2., 1.]), ("", [2., 0., 4., 1.])],
    ))
    .unwrap();
    partly["features"][1]["properties"] = json!({});
    let folder = folder(&[
        (
            "own.geojson",
            rectangles("2001", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]),
        ),
        ("partly.geojson", partly.to_string()),
    ]);
    let folder = folder.path();
    let table: [(&[&str], &str, &str, usize); 3] = [
        (&["own.geojson", "--as", "R"], "which names A", "replaced-name", 2),
        (
            &["partly.geojson", "--unnamed", "skip"],
            "left out (1×, first at feature 1)",
            "unnamed-land",
            1,
        ),
        (
            &["partly.geojson", "--unnamed", "U"],
            "given to the one named for it (1×, first at feature 1)",
            "unnamed-land",
            1,
        ),
    ];
    for (words, text, kind, count) in table {
        let check = [&["check"], words].concat();
        assert!(said(folder, &check).contains(text), "{words:?}");
        said(folder, &[&check[..], &["--strict"]].concat());
        let fix = [&check[..], &["--fix", "-o", "x.geojson", "--overwrite"]].concat();
        assert!(said(folder, &fix).contains(text), "{words:?}");
        let found = stdout(landshift(folder).args(&check).args(["--format", "json"]));
        let found: Value = serde_json::from_str(&found).unwrap();
        assert_eq!(found["files"][0]["problems"], json!([]));
        let asked = &found["files"][0]["as_asked"];
        assert_eq!(
            (&asked[0]["kind"], &asked[0]["count"]),
            (&json!(kind), &json!(count)),
            "{asked}"
        );
        // The others count it as well.
        let diff = [&["diff", words[0]], words, &["--format", "json", "--strict"]].concat();
        let found: Value = serde_json::from_str(&stdout(landshift(folder).args(diff))).unwrap();
        assert_eq!(found["before"]["problems"][0]["kind"], kind, "{found}");
    }
    let both = failure(landshift(folder).args(["check", "own.geojson", "--as", "R", "--unnamed", "U"]));
    assert!(
        both.contains("--unnamed") && both.contains("cannot be used with"),
        "{both}"
    );
    fs::write(
        folder.join("scenario.toml"),
        "id = \"x\"\ntitle = \"T\"\nas = \"A\"\nunnamed = \"U\"\nsnapshot = [{ path = \"own.geojson\" }, { path = \"partly.geojson\" }]",
    )
    .unwrap();
    let both = failure(landshift(folder).args(["report", "scenario.toml", "-o", "out"]));
    assert!(
        both.contains("key `unnamed`") && both.contains("not both"),
        "{both}"
    );
}

#[test]
fn check_says_near_misses_of_names_as_diff_does() {
    let folder = folder(&[
        (
            "1.geojson",
            rectangles(
                "2001",
                &[("Donetsk Republic", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])],
            ),
        ),
        (
            "2.geojson",
            rectangles(
                "2002",
                &[("Donezsk Republic", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])],
            ),
        ),
        (
            "far.geojson",
            rectangles(
                "2002",
                &[("Donezsk Republic", [50., 0., 52., 1.]), ("B", [2., 0., 4., 1.])],
            ),
        ),
    ]);
    let folder = folder.path();
    for command in ["check", "diff"] {
        let near = said(folder, &[command, "1.geojson", "2.geojson"]);
        assert!(
            near.contains("--rename joins them by the line Donetsk Republic,Donezsk Republic"),
            "{near}"
        );
        let far = said(folder, &[command, "1.geojson", "far.geojson"]);
        assert!(!far.contains("may be one name"), "{far}");
    }
}

#[test]
fn what_lies_around_far_away_is_said() {
    let folder = folder(&[
        (
            "1.geojson",
            rectangles("2001", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]),
        ),
        (
            "2.geojson",
            rectangles("2002", &[("A", [0., 0., 3., 1.]), ("B", [3., 0., 4., 1.])]),
        ),
        (
            "near.geojson",
            rectangles("2002", &[("C", [5., 0., 9., 4.]), ("D", [100., 0., 109., 4.])]),
        ),
        (
            "far.geojson",
            rectangles("2002", &[("C", [100., 40., 110., 50.])]),
        ),
    ]);
    let folder = folder.path();
    let map = |context: &str| {
        let words = [
            "map",
            "1.geojson",
            "2.geojson",
            "--context",
            context,
            "-o",
            "m.svg",
            "--overwrite",
        ];
        said(folder, &words)
    };
    assert!(map("far.geojson").contains("far.geojson: nothing in it is near"));
    assert!(!map("near.geojson").contains("nothing in it"));
}

#[test]
fn diffs_that_name_the_rest_unlike_are_said_when_they_are_joined() {
    let day = |date: &str, border: f64| rectangles(date, &[("A", [0., 0., border, 1.])]);
    let folder = folder(&[
        ("1.geojson", day("2001", 1.0)),
        ("2.geojson", day("2002", 2.0)),
        ("3.geojson", day("2003", 3.0)),
    ]);
    let folder = folder.path();
    let diff = |from: &str, to: &str, out: &str, more: &[&str]| {
        said(folder, &[&["diff", from, to, "-o", out], more].concat());
    };
    diff("1.geojson", "2.geojson", "d1.geojson", &["--rest", "U"]);
    diff("2.geojson", "3.geojson", "d2.geojson", &[]);
    diff("2.geojson", "3.geojson", "d3.geojson", &["--rest", "U"]);
    let squash = |later: &str| {
        said(
            folder,
            &["squash", "d1.geojson", later, "-o", "s.geojson", "--overwrite"],
        )
    };
    let mixed = squash("d2.geojson");
    assert!(
        mixed.contains("d2.geojson: land that the snapshots leave out is not held by U"),
        "{mixed}"
    );
    assert_eq!(squash("d3.geojson"), "");
    let merge = ["merge", "d2.geojson", "d3.geojson", "-o", "m.geojson"];
    assert!(said(folder, &merge).contains("d2.geojson: land that the snapshots leave out is not held by U"));
}
