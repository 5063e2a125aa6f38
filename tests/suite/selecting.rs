//! `--where`: only some features of a file are read.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

use crate::support::{failure, landshift, rectangles, said, stdout};

/// Land of 2001 and 2002 of two states and a sea, each with a code, a year and a kind.
fn write(folder: &Path) {
    let layer = |date: &str, border: f64| {
        let all = rectangles(
            date,
            &[
                ("A", [0., 0., border, 1.]),
                ("B", [border, 0., 4., 1.]),
                ("Sea", [0., 1., 4., border]),
            ],
        );
        let mut layer: Value = serde_json::from_str(&all).unwrap();
        let codes = ["0010", "0020", "0100"];
        for (feature, code) in layer["features"].as_array_mut().unwrap().iter_mut().zip(codes) {
            let kind = if code == "0100" { "water" } else { "land" };
            feature["properties"]["code"] = json!(code);
            feature["properties"]["kind"] = json!(kind);
            feature["properties"]["year"] = json!(date.parse::<i32>().unwrap());
        }
        layer
    };
    let (one, two) = (layer("2001", 2.), layer("2002", 3.));
    fs::write(folder.join("a.geojson"), one.to_string()).unwrap();
    fs::write(folder.join("b.geojson"), two.to_string()).unwrap();
    // One file with land of both years.
    let features = [&one["features"], &two["features"]].map(|all| all.as_array().unwrap().clone());
    let both = json!({"type": "FeatureCollection", "features": features.concat()});
    fs::write(folder.join("both.geojson"), both.to_string()).unwrap();
}

/// Who holds land by the result of a command.
fn controllers(command: &mut Command) -> Vec<String> {
    let result: Value = serde_json::from_str(&stdout(command.args(["--format", "json"]))).unwrap();
    let controllers = result["controllers"].as_array().unwrap().iter();
    let name = |controller: &Value| controller["name"].as_str().unwrap().to_owned();
    let mut names: Vec<String> = controllers.map(name).collect();
    names.sort();
    names
}

#[test]
fn only_the_features_that_meet_it_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let diff = |condition: &str| {
        let mut diff = landshift(folder.path());
        diff.args(["diff", "a.geojson", "b.geojson", "--where", condition]);
        diff
    };
    assert_eq!(controllers(&mut diff("kind = 'land'")), ["A", "B"]);
    assert_eq!(controllers(&mut diff("code < 100")), ["A", "B"]);
    assert_eq!(controllers(&mut diff("kind IS NOT NULL")), ["A", "B", "Sea"]);
    let message = said(&mut diff("kind = 'land'"));
    assert!(
        message.contains("2 of 3 features, where kind = 'land'"),
        "{message}"
    );
}

#[test]
fn what_is_no_condition_and_what_nothing_meets_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let refusal = |condition: &str| {
        failure(landshift(folder.path()).args(["diff", "a.geojson", "b.geojson", "--where", condition]))
    };
    let unknown = refusal("KIND = 'land'");
    assert!(
        unknown.contains("a.geojson") && unknown.contains("no feature has the property `KIND`"),
        "{unknown}"
    );
    assert!(unknown.contains("`kind`"), "{unknown}");
    let nothing = refusal("kind = 'Land'");
    assert!(
        nothing.contains("a.geojson") && nothing.contains("none of its 3 features"),
        "{nothing}"
    );
    assert!(nothing.contains("'land', 'water'"), "{nothing}");
    let unread = refusal("kind = ");
    assert!(
        unread.contains("letter 8") && unread.contains("--where"),
        "{unread}"
    );
}

#[test]
fn a_diff_remembers_it() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let run = |words: &[&str]| landshift(folder.path()).args(words).assert().success();
    run(&[
        "diff",
        "a.geojson",
        "b.geojson",
        "--where",
        "kind = 'land'",
        "-o",
        "d.geojson",
    ]);
    let diff: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("d.geojson")).unwrap()).unwrap();
    assert_eq!(diff["landshift"]["before"]["where"], "kind = 'land'");
    run(&["apply", "a.geojson", "d.geojson", "-o", "made.geojson"]);
    run(&[
        "diff",
        "made.geojson",
        "b.geojson",
        "--exit-code",
        "--where",
        "controller <> 'Sea'",
    ]);
    // The inverse leads from the whole file, too.
    run(&["invert", "d.geojson", "-o", "back.geojson"]);
    run(&["apply", "b.geojson", "back.geojson", "-o", "again.geojson"]);
    let without = ["diff", "a.geojson", "b.geojson", "-o", "all.geojson"];
    run(&without);
    let diff = fs::read_to_string(folder.path().join("all.geojson")).unwrap();
    assert!(!diff.contains("\"where\""));
}

#[test]
fn check_and_its_repairs_are_about_them_alone() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    // Land of two years lies on itself.
    landshift(folder.path())
        .args(["check", "both.geojson"])
        .assert()
        .code(1);
    landshift(folder.path())
        .args(["check", "both.geojson", "--where", "year = 2002"])
        .assert()
        .success();
    landshift(folder.path())
        .args([
            "check",
            "both.geojson",
            "--where",
            "year = 2002 AND kind = 'land'",
            "--fix",
            "-o",
            "out.geojson",
        ])
        .assert()
        .success();
    let info = stdout(landshift(folder.path()).args(["info", "out.geojson"]));
    assert!(info.contains("2 features"), "{info}");
    let info = stdout(landshift(folder.path()).args(["info", "both.geojson", "--where", "kind = 'water'"]));
    assert!(info.contains("Sea") && !info.contains("A,"), "{info}");
}

#[test]
fn a_scenario_says_it_of_all_its_files_or_of_one() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let scenario = |condition: &str| {
        let text = format!(
            "id = \"x\"\ntitle = \"T\"\nwhere = \"kind = 'land'\"\n\
             [[snapshot]]\npath = \"both.geojson\"\ndate = \"2001\"\nwhere = \"{condition}\"\n\
             [[snapshot]]\npath = \"b.geojson\"\n"
        );
        fs::write(folder.path().join("scenario.toml"), text).unwrap();
        let mut report = landshift(folder.path());
        report.args([
            "report",
            ".",
            "--without",
            "maps,page,diffs",
            "-o",
            "out",
            "--overwrite",
        ]);
        report
    };
    scenario("year = 2001 AND kind = 'land'").assert().success();
    let text = fs::read_to_string(folder.path().join("out/report.json")).unwrap();
    assert!(!text.contains("Sea"), "{text}");
    let refused = failure(&mut scenario("year == 2001"));
    assert!(
        refused.contains("scenario.toml") && refused.contains(".where`"),
        "{refused}"
    );
    assert!(refused.contains("letter 7"), "{refused}");
}

#[test]
fn a_first_scenario_has_it() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    landshift(folder.path())
        .args([
            "init",
            "new",
            "a.geojson",
            "b.geojson",
            "--where",
            "kind = 'land'",
        ])
        .assert()
        .success();
    let scenario = fs::read_to_string(folder.path().join("new/scenario.toml")).unwrap();
    assert!(scenario.contains("where = \"kind = 'land'\""), "{scenario}");
}
