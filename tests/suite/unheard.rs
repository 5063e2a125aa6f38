//! What would have no effect is refused, what is read otherwise than expected is said, and hints name options that there are.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::check::{feature, problems, rectangle, write};
use crate::support::{failure, landshift, rectangles, stdout};

fn snapshots(folder: &Path) {
    for (date, east) in [("2001", 2.), ("2002", 3.)] {
        let land = rectangles(date, &[("A", [0., 0., east, 1.]), ("B", [east, 0., 4., 1.])]);
        fs::write(folder.join(format!("{date}.geojson")), land).unwrap();
    }
}

fn said(folder: &Path, words: &[&str]) -> String {
    let output = landshift(folder).args(words).output().unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn options_without_an_effect_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    snapshots(folder.path());
    let both = ["2001.geojson", "2002.geojson"];
    for (command, words, says) in [
        ("diff", &["--table", "changes"][..], "--table is for CSV"),
        ("timeline", &["--table", "changes"], "--table is for CSV"),
        (
            "timeline",
            &["--allow-outside"],
            "--allow-outside is about the files that a scenario names",
        ),
        (
            "map",
            &["--allow-outside", "-o", "x.svg"],
            "--allow-outside is about",
        ),
        (
            "page",
            &["--every", "month", "-o", "x.html"],
            "--every is for many dates, and these are two",
        ),
        (
            "diff",
            &["--end-date", "inclusive"],
            "leave --end-date out, or name the properties",
        ),
        (
            "timeline",
            &["--end-date", "inclusive"],
            "leave --end-date out, or name the properties",
        ),
        (
            "timeline",
            &["--start", "foo"],
            "no feature has the property `foo`",
        ),
    ] {
        let message = failure(landshift(folder.path()).arg(command).args(both).args(words));
        assert!(message.contains(says), "{command} {words:?}: {message}");
    }
    let mut fix = landshift(folder.path());
    let fix = fix.args([
        "check",
        both[0],
        "--fix",
        "-o",
        "x.geojson",
        "--table",
        "problems",
    ]);
    assert!(failure(fix).contains("--table problems is no table of this result"));
    assert_eq!(crate::support::names(folder.path()), both);
}

#[test]
fn hints_name_options_that_the_command_has() {
    let folder = tempfile::tempdir().unwrap();
    let land = |date: Value| {
        let mut land = feature("A", &[rectangle(0., 0., 1., 1.)]);
        land["properties"]["date"] = date;
        json!({"type": "FeatureCollection", "features": [land]}).to_string()
    };
    for name in ["x_01_02_2001.geojson", "x_03_04_2002.geojson"] {
        fs::write(folder.path().join(name), land(Value::Null)).unwrap();
    }
    let files = ["x_01_02_2001.geojson", "x_03_04_2002.geojson"];
    let diff = failure(landshift(folder.path()).arg("diff").args(files));
    assert!(diff.contains("state dates with --date, or"), "{diff}");
    for command in [&["timeline"][..], &["init", "case"]] {
        let message = failure(landshift(folder.path()).args(command).args(files));
        assert!(
            message.contains("state dates with a member `date` in the file, or")
                && !message.contains("--date,"),
            "{message}"
        );
    }
    let [one, other] = files;
    let scenario =
        format!("id = \"x\"\ntitle = \"x\"\nsnapshot = [{{path = \"{one}\"}}, {{path = \"{other}\"}}]\n");
    fs::write(folder.path().join("scenario.toml"), scenario).unwrap();
    let report = failure(landshift(folder.path()).args(["report", "scenario.toml"]));
    assert!(
        report.contains("state dates with `date` in the scenario"),
        "{report}"
    );
}

#[test]
fn names_replaced_by_one_for_all_are_said() {
    let folder = tempfile::tempdir().unwrap();
    snapshots(folder.path());
    let text = said(
        folder.path(),
        &["diff", "2001.geojson", "2002.geojson", "--as", "A"],
    );
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("replaced")).collect();
    assert_eq!(
        lines,
        [
            "2001.geojson: name of its own replaced by the one for all land (1×, first at feature 1, which names B)",
            "2002.geojson: name of its own replaced by the one for all land (1×, first at feature 1, which names B)",
        ]
    );
    // An outline with a name of the area.
    let mut outline = feature("", &[rectangle(0., 0., 1., 1.)]);
    outline["properties"] = json!({"name": "Occupied"});
    for name in ["1999.geojson", "2000.geojson"] {
        write(folder.path(), name, std::slice::from_ref(&outline));
    }
    let text = said(
        folder.path(),
        &["diff", "1999.geojson", "2000.geojson", "--as", "A"],
    );
    assert!(!text.contains("replaced"), "{text}");
}

#[test]
fn odd_names_are_problems_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let land = |name: Value, west: f64| {
        let mut land = feature("", &[rectangle(west, 0., west + 1., 1.)]);
        land["properties"]["controller"] = name;
        land
    };
    let all_null = [land(Value::Null, 0.), land(json!(["A"]), 1.)];
    let numbers = [land(json!(7), 0.), land(json!(true), 1.), land(json!("A"), 2.)];
    let spelled = [
        land(json!("New York"), 0.),
        land(json!("New  York"), 1.),
        land(json!("A"), 2.),
    ];
    for (kind, features, count) in [
        ("void-name", &all_null[..], 2),
        ("number-name", &numbers, 2),
        ("respelled-name", &spelled, 1),
    ] {
        write(folder.path(), "x.geojson", features);
        let found = problems(folder.path(), "x.geojson");
        let kinds: Vec<&Value> = found.iter().map(|p| &p["kind"]).collect();
        assert_eq!(kinds, vec![kind; count]);
        let mend = ["check", "x.geojson", "--fix", "-o", "y.geojson", "--overwrite"];
        landshift(folder.path()).args(mend).assert().success();
        landshift(folder.path())
            .args(["check", "y.geojson"])
            .assert()
            .success();
    }
    // What options say of names is in the file.
    let some = [land(json!("A"), 0.), land(Value::Null, 1.), land(json!("B"), 2.)];
    write(folder.path(), "x.geojson", &some);
    fs::write(folder.path().join("names.csv"), "B,Beta\n").unwrap();
    let mend = ["check", "x.geojson", "--fix", "-o", "y.geojson", "--overwrite"];
    for (options, names) in [
        (
            &["--unnamed", "U", "--rename", "names.csv"][..],
            ["A", "U", "Beta"],
        ),
        (&["--as", "Z"], ["Z"; 3]),
    ] {
        landshift(folder.path())
            .args(mend)
            .args(options)
            .assert()
            .success();
        let text = fs::read_to_string(folder.path().join("y.geojson")).unwrap();
        let mended: Value = serde_json::from_str(&text).unwrap();
        let features = mended["features"].as_array().unwrap().iter();
        let held: Vec<&Value> = features.map(|f| &f["properties"]["controller"]).collect();
        assert_eq!(held, names);
    }
    // Who names the property knows what is in it.
    write(folder.path(), "x.geojson", &numbers);
    let by = ["check", "x.geojson", "--by", "controller"];
    landshift(folder.path()).args(by).assert().success();
}

#[test]
fn inputs_that_lie_elsewhere_are_said() {
    let folder = tempfile::tempdir().unwrap();
    snapshots(folder.path());
    let far = rectangles("2003", &[("A", [50., 0., 51., 1.])]);
    fs::write(folder.path().join("far.geojson"), &far).unwrap();
    let both = ["2001.geojson", "2002.geojson"];
    let swapped = "look whether longitude and latitude are swapped";
    for (words, of) in [
        (&["diff", both[0], "far.geojson"][..], both[0]),
        (
            &[
                "diff",
                both[0],
                both[1],
                "--units",
                "far.geojson",
                "--units-by",
                "controller",
            ],
            "the snapshots",
        ),
        (
            &["diff", both[0], both[1], "--claims", "far.geojson"],
            "the snapshots",
        ),
    ] {
        let text = said(folder.path(), words);
        let line = format!("far.geojson: nothing in it is near the land of {of}: {swapped}");
        assert!(text.lines().any(|said| said == line), "{words:?}: {text}");
    }
    let text = said(folder.path(), &["diff", both[0], both[1], "--units", both[0]]);
    assert!(!text.contains("near the land"), "{text}");
}

#[test]
fn files_beside_without_what_they_are_for_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    snapshots(folder.path());
    let both = ["2001.geojson", "2002.geojson"];
    write(folder.path(), "none.geojson", &[]);
    let places = [both[0], both[1], "--places", "none.geojson"];
    assert!(
        failure(landshift(folder.path()).arg("diff").args(places)).contains("none.geojson: has no features")
    );
    let context = [both[0], both[1], "--context", "none.geojson", "-o", "x.svg"];
    assert!(
        failure(landshift(folder.path()).arg("map").args(context)).contains("none.geojson: has no polygons")
    );
}

#[test]
fn a_first_scenario_states_how_its_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    snapshots(folder.path());
    let both = ["2001.geojson", "2002.geojson"];
    fs::write(folder.path().join("names.csv"), "A,Alpha\n").unwrap();
    let mut init = landshift(folder.path());
    let init = init.args(["init", "case"]).args(both);
    init.args(["--rename", "names.csv", "--unnamed", "skip"])
        .assert()
        .success();
    let scenario = fs::read_to_string(folder.path().join("case/scenario.toml")).unwrap();
    assert!(
        scenario.contains("[rename]\n\"A\" = \"Alpha\"") && scenario.contains("unnamed = \"skip\""),
        "{scenario}"
    );
    let timeline = stdout(landshift(folder.path()).args(["timeline", "case", "--format", "csv"]));
    assert!(
        timeline.contains("Alpha") && !timeline.contains(",A,"),
        "{timeline}"
    );
    for words in [["--at", "2001"], ["--overlap", "last"]] {
        let mut init = landshift(folder.path());
        let message = failure(init.args(["init", "other"]).args(both).args(words));
        assert!(
            message.contains("which a first scenario does not state"),
            "{message}"
        );
    }
}

/// Dates without change, without land, or both are a history too.
#[test]
fn a_history_without_change_is_had_back() {
    let folder = tempfile::tempdir().unwrap();
    let none = |date: &str| json!({"type": "FeatureCollection", "date": date, "features": []}).to_string();
    let some = |date: &str| rectangles(date, &[("A", [0., 0., 1., 1.])]);
    for (first, second) in [
        (none("2001"), none("2002")),
        (some("2001"), some("2002")),
        (none("2001"), some("2002")),
        (some("2001"), none("2002")),
    ] {
        fs::write(folder.path().join("1.geojson"), first).unwrap();
        fs::write(folder.path().join("2.geojson"), second).unwrap();
        let made = ["timeline", "1.geojson", "2.geojson", "-o", "history.geojson"];
        landshift(folder.path()).args(made).assert().success();
        let figures = |files: &[&str]| -> Vec<Value> {
            let mut timeline = landshift(folder.path());
            let text = stdout(timeline.arg("timeline").args(files).args(["--format", "json"]));
            let timeline: Value = serde_json::from_str(&text).unwrap();
            let snapshots = timeline["snapshots"].as_array().unwrap().iter();
            snapshots
                .map(|snapshot| json!([snapshot["date"], snapshot["area_km2"]]))
                .collect()
        };
        assert_eq!(
            figures(&["history.geojson"]),
            figures(&["1.geojson", "2.geojson"])
        );
    }
}
