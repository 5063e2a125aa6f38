//! Source against source through the built program.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{failure, karabakh, landshift, rectangles, stdout};

/// B draws the line a degree further west and covers a degree less in the east.
fn pair(folder: &Path) {
    let a = rectangles("2001-01-01", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]);
    let b = rectangles("2001-01-02", &[("A", [0., 0., 1., 1.]), ("B", [1., 0., 3., 1.])]);
    fs::write(folder.join("a.geojson"), a).unwrap();
    fs::write(folder.join("b.geojson"), b).unwrap();
}

fn compare(folder: &Path, more: &[&str]) -> assert_cmd::Command {
    let mut command = landshift(folder);
    command.args(["compare", "a.geojson", "b.geojson"]).args(more);
    command
}

#[test]
fn two_sources_are_compared_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    let text = stdout(&mut compare(folder.path(), &[]));
    for expected in [
        "The dates differ: A is as of 1 January 2001, B as of 2 January 2001.",
        "not covered",
        "Jaccard index",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let json: Value =
        serde_json::from_str(&stdout(&mut compare(folder.path(), &["--format", "json"]))).unwrap();
    let a = json["controllers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["controller"] == "A")
        .unwrap();
    assert!((a["jaccard"].as_f64().unwrap() - 0.5).abs() < 1e-9);
    assert_eq!(json["pieces"].as_array().unwrap().len(), 2);
    let schema = stdout(landshift(folder.path()).args(["schema", "compare"]));
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert!(
        keys.into_iter()
            .eq(schema["properties"].as_object().unwrap().keys())
    );
    for (table, heading) in [
        (
            "pairs",
            "in_a,in_b,area_km2,noise_km2,low_km2,high_km2,rss_km2,parts\n",
        ),
        (
            "controllers",
            "controller,a_km2,b_km2,both_km2,either_km2,jaccard\n",
        ),
        (
            "pieces",
            "lon,lat,in_a,in_b,area_km2,width_m,unit,place,place_km\n",
        ),
    ] {
        // Twice: a table of ours may be replaced.
        for _ in 0..2 {
            compare(folder.path(), &["--table", table, "-o", "table.csv"])
                .assert()
                .success();
            let csv = fs::read_to_string(folder.path().join("table.csv")).unwrap();
            assert!(csv.starts_with(heading) && csv.lines().count() > 1, "{csv}");
        }
    }
    compare(folder.path(), &["-o", "pieces.geojson", "-o", "page.md"])
        .assert()
        .success();
    let pieces = fs::read(folder.path().join("pieces.geojson")).unwrap();
    let pieces: Value = serde_json::from_slice(&pieces).unwrap();
    assert_eq!(pieces["features"].as_array().unwrap().len(), 2);
    let page = fs::read_to_string(folder.path().join("page.md")).unwrap();
    assert!(page.contains("| A says | B says |"), "{page}");
}

#[test]
fn the_dates_can_be_stated_and_the_exit_code_tells_of_disagreement() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    let dated = stdout(&mut compare(
        folder.path(),
        &["--date", "2001-01-01", "2001-01-01"],
    ));
    assert!(!dated.contains("The dates differ"), "{dated}");
    compare(folder.path(), &["--exit-code"]).assert().code(1);
    compare(folder.path(), &["--exit-code", "--tolerance", "200km"])
        .assert()
        .code(0);
    compare(folder.path(), &[]).assert().code(0);
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    for (more, expected) in [
        (&["--table", "pieces"][..], "--table is for CSV"),
        (&["-o", "a.geojson"], "is an input"),
        (&["--units", "none.geojson"], "none.geojson"),
        (&["--tolerance", "5"], "is not a length"),
    ] {
        let message = failure(&mut compare(folder.path(), more));
        assert!(message.contains(expected), "{more:?}: {message}");
    }
    compare(folder.path(), &["-o", "pieces.geojson"])
        .assert()
        .success();
    let message = failure(landshift(folder.path()).args(["apply", "a.geojson", "pieces.geojson"]));
    assert!(message.contains("diff"), "{message}");
}

/// The line of 1994 as Natural Earth draws it leaves the north of Kalbajar out, and nothing else.
#[test]
fn the_corrected_line_of_1994_differs_from_natural_earths_in_the_north_of_kalbajar() {
    let arguments = ["compare", "1994-05-12-naturalearth.geojson", "1994-05-12.geojson"];
    let layers = [
        "--units",
        "districts.geojson",
        "--places",
        "places.geojson",
        "--format",
        "json",
    ];
    let json = stdout(landshift(&karabakh()).args(arguments).args(layers));
    let json: Value = serde_json::from_str(&json).unwrap();
    let pieces = json["pieces"].as_array().unwrap();
    assert_eq!(pieces.len(), 1);
    assert_eq!(pieces[0]["unit"], "Kalbajar");
    assert_eq!(pieces[0]["in_a"], "Azerbaijan");
    assert_eq!(pieces[0]["in_b"], "Nagorno-Karabakh Republic");
    assert!((pieces[0]["area_km2"].as_f64().unwrap() - 200.1).abs() < 0.1);
    let jaccard = |name: &str| {
        let controllers = json["controllers"].as_array().unwrap();
        let found = controllers.iter().find(|c| c["controller"] == name).unwrap();
        found["jaccard"].as_f64().unwrap()
    };
    assert!((jaccard("Armenia") - 1.0).abs() < 1e-12);
    assert!((jaccard("Nagorno-Karabakh Republic") - 11_926.8 / 12_126.9).abs() < 1e-4);
}
