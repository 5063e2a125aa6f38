//! Files beside the snapshots are read as these are: what is read otherwise than written is said in a line, and an error under
//! `--strict`. Who holds the rest of the land is known wherever names are.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::check::{feature, rectangle};
use crate::support::{landshift, rectangles, stdout};

const BOW_TIE: &str = "bow.geojson";

/// What R holds on two dates, and files beside: rings across themselves, and land of several features.
fn files(folder: &Path) {
    let write = |name: &str, text: String| fs::write(folder.join(name), text).unwrap();
    write(
        "a.geojson",
        rectangles("2001", &[("R", [0., 0., 2., 1.]), ("S", [9., 0., 9.1, 1.])]),
    );
    write(
        "b.geojson",
        rectangles("2002", &[("R", [0., 0., 3., 1.]), ("S", [9., 0., 9.1, 1.])]),
    );
    let of = |features: Vec<Value>| json!({"type": "FeatureCollection", "features": features}).to_string();
    let bow = json!([[0, 0], [9.2, 1], [9.2, 0], [0, 1], [0, 0]]);
    let mut lake = feature("A", &[bow]);
    lake["properties"] = json!({"name": "Lake", "kind": "lake"});
    write(BOW_TIE, of(vec![lake]));
    let part = |w, e| feature("", &[rectangle(w, 0., e, 1.)]);
    write(
        "land.geojson",
        of(vec![part(0., 9.2), part(0., 9.2), part(1., 2.)]),
    );
    write("clean.geojson", of(vec![part(0., 9.2)]));
    write("short.geojson", of(vec![part(0., 2.5), part(8., 9.2)]));
}

fn run(folder: &Path, words: &[&str]) -> Output {
    landshift(folder).args(words).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn land_scope_and_context_are_judged_like_snapshots() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let diff = ["diff", "a.geojson", "b.geojson"];
    let map = ["map", "a.geojson", "b.geojson", "-o", "map.svg"];
    let crosses = "ring that crosses itself";
    for (command, option, says) in [
        (&diff[..], &["--within", BOW_TIE][..], &[crosses][..]),
        (&diff, &["--rest", "U", "--land", BOW_TIE], &[crosses]),
        (&map, &["--context", BOW_TIE], &[crosses]),
        (
            &diff,
            &["--rest", "U", "--land", "land.geojson"],
            &["feature there twice", "overlap of features"],
        ),
        (
            &diff,
            &["--within", "land.geojson"],
            &["feature there twice", "overlap of features"],
        ),
    ] {
        let words = [command, option].concat();
        let output = run(folder.path(), &words);
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        let (text, file) = (said(&output), option[option.len() - 1]);
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with(&format!("{file}: ")))
            .collect();
        let [line] = lines.as_slice() else {
            panic!("{words:?}: {text}");
        };
        assert!(says.iter().all(|what| line.contains(what)), "{line}");
        assert!(
            line.ends_with(&format!("`landshift check {file}` says where")),
            "{line}"
        );
        let strict = run(folder.path(), &[&words[..], &["--strict"]].concat());
        let (reading, of_feature) = (&line[file.len()..], format!("{file}: feature 0"));
        assert_eq!(strict.status.code(), Some(2), "{words:?}");
        assert!(
            strict.stdout.is_empty()
                && said(&strict).contains(reading)
                && said(&strict).contains(&of_feature),
            "{}",
            said(&strict)
        );
    }
    for option in [
        &["--within", "clean.geojson"][..],
        &["--rest", "U", "--land", "clean.geojson"],
    ] {
        let output = run(folder.path(), &[&diff[..], option, &["--strict"]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(!said(&output).contains("clean.geojson: "), "{}", said(&output));
    }
}

#[test]
fn land_beyond_all_the_land_is_said() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let rest = ["diff", "a.geojson", "b.geojson", "--rest", "U", "--land"];
    let beyond = |land: &str| {
        let text = said(&run(folder.path(), &[&rest[..], &[land]].concat()));
        let line = text.lines().find(|line| line.contains("lies beyond"));
        line.map(str::to_owned)
    };
    // Half a degree on the equator.
    let line = beyond("short.geojson").unwrap();
    assert!(
        line.starts_with("b.geojson: 6,154.2 km² of it lies beyond short.geojson"),
        "{line}"
    );
    assert_eq!(beyond("clean.geojson"), None);
}

#[test]
fn who_holds_the_rest_is_renamed_and_is_a_scope() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    fs::write(folder.path().join("names.csv"), "U,Ukraine\nX,Y\n").unwrap();
    let words = ["diff", "a.geojson", "b.geojson", "--rest", "U"];
    let renamed = run(
        folder.path(),
        &[&words[..], &["--rename", "names.csv", "--format", "csv"]].concat(),
    );
    let text = said(&renamed);
    assert!(
        text.contains("the name \"X\"") && !text.contains("the name \"U\""),
        "{text}"
    );
    let table = String::from_utf8(renamed.stdout).unwrap();
    assert!(table.contains("Ukraine,R,"), "{table}");

    let within = [&words[..], &["--within", "U", "--format", "json"]].concat();
    let change: Value = serde_json::from_str(&stdout(landshift(folder.path()).args(within))).unwrap();
    assert_eq!(change["within"]["name"], "U as of 2001", "{change}");
    let gained = change["transitions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["from"] == "U" && row["to"] == "R");
    let km2 = gained.unwrap()["area_km2"].as_f64().unwrap();
    assert!((km2 - 12308.5).abs() < 0.1, "{km2}");
}
