//! Recognition beside control through the built program.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{failure, karabakh, landshift, rectangles, stdout};

/// A takes a degree from B; X and Y both claim the middle two.
fn files(folder: &Path) {
    let before = rectangles("2001", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]);
    let after = rectangles("2002", &[("A", [0., 0., 3., 1.]), ("B", [3., 0., 4., 1.])]);
    let claims = rectangles("", &[("X", [0., 0., 3., 1.]), ("Y", [1., 0., 4., 1.])]);
    fs::write(folder.join("before.geojson"), before).unwrap();
    fs::write(folder.join("after.geojson"), after).unwrap();
    fs::write(
        folder.join("claims.geojson"),
        claims.replace("controller", "sovereign"),
    )
    .unwrap();
}

fn diff(folder: &Path, more: &[&str]) -> assert_cmd::Command {
    let mut command = landshift(folder);
    command
        .args(["diff", "before.geojson", "after.geojson"])
        .args(more);
    command
}

#[test]
fn claims_are_told_in_every_format_and_control_stays() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let json = |more: &[&str]| -> Value {
        let all = [&["--format", "json"], more].concat();
        serde_json::from_str(&stdout(&mut diff(folder.path(), &all))).unwrap()
    };
    let (mut with, without) = (json(&["--claims", "claims.geojson"]), json(&[]));
    let recognition = with["recognition"].take();
    assert_eq!(with, without, "the control matrix knows nothing of claims");
    assert_eq!(recognition["path"], "claims.geojson");
    let rows = recognition["rows"].as_array().unwrap();
    let row = |holder: &str, sovereigns: Value| {
        let found = rows
            .iter()
            .find(|r| r["holder"] == holder && r["sovereigns"] == sovereigns);
        let squares = |key: &str| (found.unwrap()[key].as_f64().unwrap() / 12_308.0).round() as i64;
        [squares("before_km2"), squares("after_km2"), squares("change_km2")]
    };
    assert_eq!(row("A", serde_json::json!(["X"])), [2, 3, 1]);
    assert_eq!(row("A", serde_json::json!(["Y"])), [1, 2, 1]);
    assert_eq!(row("A", serde_json::json!(["X", "Y"])), [1, 2, 1]);
    assert_eq!(row("B", serde_json::json!(["X", "Y"])), [1, 0, -1]);

    let text = stdout(&mut diff(folder.path(), &["--claims", "claims.geojson"]));
    for expected in [
        "Who is recognised as sovereign is what claims.geojson says.",
        "Land that several are recognised as sovereign over",
        "X and Y",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let table = [
        "--claims",
        "claims.geojson",
        "--table",
        "claims",
        "-o",
        "claims.csv",
    ];
    for _ in 0..2 {
        diff(folder.path(), &table).assert().success();
        let csv = fs::read_to_string(folder.path().join("claims.csv")).unwrap();
        assert!(csv.starts_with("before,after,holder,sovereigns,before_km2,after_km2,change_km2\n"));
        assert!(csv.contains("2001,2002,A,X; Y,"), "{csv}");
    }
}

#[test]
fn claims_that_cannot_be_used_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let nameless = rectangles("", &[("X", [0., 0., 3., 1.])]).replace("controller", "owner");
    fs::write(folder.path().join("nameless.geojson"), nameless).unwrap();
    for (more, expected) in [
        (
            &["--claims", "nameless.geojson"][..],
            "does not say who is sovereign",
        ),
        (&["--claims", "none.geojson"], "none.geojson"),
        (
            &["--claims", "claims.geojson", "-o", "claims.geojson"],
            "is an input",
        ),
        (&["--table", "claims", "--format", "csv"], "add --claims"),
        (
            &["--table", "claims", "--claims", "claims.geojson"],
            "--table is for CSV",
        ),
    ] {
        let message = failure(&mut diff(folder.path(), more));
        assert!(message.contains(expected), "{more:?}: {message}");
    }
}

/// What the Nagorno-Karabakh Republic held was recognised as Azerbaijan's, all of it.
#[test]
fn in_the_reference_case_all_land_that_changed_hands_was_recognised_as_azerbaijans() {
    let arguments = [
        "diff",
        "1994-05-12.geojson",
        "2020-12-01.geojson",
        "--claims",
        "de_jure.geojson",
    ];
    let json = stdout(landshift(&karabakh()).args(arguments).args(["--format", "json"]));
    let json: Value = serde_json::from_str(&json).unwrap();
    let rows = json["recognition"]["rows"].as_array().unwrap();
    let republic: Vec<_> = rows
        .iter()
        .filter(|r| r["holder"] == "Nagorno-Karabakh Republic")
        .collect();
    assert_eq!(republic.len(), 1, "{rows:?}");
    assert_eq!(republic[0]["sovereigns"], serde_json::json!(["Azerbaijan"]));
    assert!((republic[0]["before_km2"].as_f64().unwrap() - 12_126.9).abs() < 0.1);
    assert!((republic[0]["after_km2"].as_f64().unwrap() - 3_037.8).abs() < 0.1);
    // The exclaves, each held by the country around it.
    let held = |holder: &str, sovereign: &str| {
        let sovereigns = serde_json::json!([sovereign]);
        let row = rows
            .iter()
            .find(|r| r["holder"] == holder && r["sovereigns"] == sovereigns)
            .unwrap();
        row["after_km2"].as_f64().unwrap()
    };
    assert!((held("Armenia", "Azerbaijan") - 34.1).abs() < 0.2);
    assert!((held("Azerbaijan", "Armenia") - 35.2).abs() < 0.2);
}

#[test]
fn a_report_tells_claims_step_by_step() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let scenario = |claims: &str| {
        let text = format!(
            "id = \"x\"\ntitle = \"X\"\n{claims}[[snapshot]]\npath = \"before.geojson\"\n[[snapshot]]\npath = \
             \"after.geojson\"\n"
        );
        fs::write(folder.path().join("scenario.toml"), text).unwrap();
    };
    let written = |name: &str| fs::read_to_string(folder.path().join("output/x").join(name));
    let report = |more: &[&str]| {
        stdout(
            landshift(folder.path())
                .args(["report", "scenario.toml", "--without=maps,page"])
                .args(more),
        )
    };
    scenario("");
    assert!(!report(&[]).contains("recognised"));
    assert!(written("claims.csv").is_err());
    let by_option = report(&["--claims", "claims.geojson"]);
    let json = |name: &str| -> Value { serde_json::from_str(&written(name).unwrap()).unwrap() };
    let diff: Value = serde_json::from_str(&stdout(&mut diff(
        folder.path(),
        &["--format", "json", "--claims", "claims.geojson"],
    )))
    .unwrap();
    assert_eq!(
        json("report.json")["changes"][0]["recognition"],
        diff["recognition"]
    );
    scenario("claims = \"claims.geojson\"\n");
    let by_scenario = report(&[]);
    assert_eq!(by_scenario, by_option);
    assert!(by_scenario.contains("Who is recognised as sovereign is what claims.geojson says."));
    assert!(
        written("report.md")
            .unwrap()
            .contains("### Held by and recognised as sovereign over")
    );
    let csv = written("claims.csv").unwrap();
    assert!(csv.contains("2001,2002,A,X; Y,"), "{csv}");
    scenario("claims = \"before.geojson/x\"\n");
    failure(landshift(folder.path()).args(["report", "scenario.toml"]));
}
