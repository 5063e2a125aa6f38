//! What is read otherwise than written is said, in one line for each input; counted in JSON; an error under `--strict`. Of what
//! is as it should be nothing is said.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::check::{feature, rectangle};
use crate::support::{failure, landshift, rectangles, stdout};

/// A ring the other way round.
fn hole(w: f64, s: f64, e: f64, n: f64) -> Value {
    json!([[w, s], [w, n], [e, n], [e, s], [w, s]])
}

fn parts(controller: &str, rings: &[Value]) -> Value {
    let polygons: Vec<Value> = rings.iter().map(|ring| json!([ring])).collect();
    let mut feature = feature(controller, &[]);
    feature["geometry"] = json!({"type": "MultiPolygon", "coordinates": polygons});
    feature
}

/// Files in which something is amiss: the kind, how often, and the land, km², rounded; none for what is not about land.
#[expect(clippy::too_many_lines, reason = "a table, one row a kind")]
fn dirty() -> Vec<(&'static str, u64, Option<u64>, Value)> {
    let square = || rectangle(0., 0., 4., 4.);
    let a = || feature("A", &[square()]);
    let with = |mut feature: Value, key: &str, value: Value| {
        feature[key] = value;
        feature
    };
    let collection = |features: Vec<Value>| json!({"type": "FeatureCollection", "features": features});
    vec![
        (
            "self-intersection",
            1,
            Some(12307),
            collection(vec![feature(
                "A",
                &[json!([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]])],
            )]),
        ),
        (
            "hole-outside-shell",
            2,
            Some(24617),
            collection(vec![feature(
                "A",
                &[square(), hole(5., 0., 6., 1.), hole(8., 0., 9., 1.)],
            )]),
        ),
        (
            "overlapping-holes",
            1,
            Some(12305),
            collection(vec![feature(
                "A",
                &[square(), hole(0., 0., 3., 3.), hole(1., 1., 2., 2.)],
            )]),
        ),
        (
            "overlapping-parts",
            1,
            Some(49197),
            collection(vec![parts("A", &[square(), rectangle(3., 0., 6., 4.)])]),
        ),
        (
            "overlapping-parts",
            1,
            Some(196_789),
            collection(vec![parts("A", &[square(), square()])]),
        ),
        (
            "duplicate-feature",
            2,
            Some(196_789),
            collection(vec![a(), a(), a()]),
        ),
        (
            "overlap-within-controller",
            1,
            Some(49197),
            collection(vec![a(), feature("A", &[rectangle(3., 0., 6., 4.)])]),
        ),
        (
            "overlap",
            1,
            Some(49197),
            collection(vec![a(), feature("B", &[rectangle(3., 0., 6., 4.)])]),
        ),
        ("empty-collection", 1, None, collection(vec![])),
        (
            "wrong-bbox",
            1,
            None,
            with(collection(vec![a()]), "bbox", json!([10, 10, 20, 20])),
        ),
        (
            "wrong-bbox",
            1,
            None,
            collection(vec![with(a(), "bbox", json!([0, 0, 4]))]),
        ),
        (
            "duplicate-id",
            1,
            None,
            collection(vec![
                with(a(), "id", json!(7)),
                with(feature("B", &[rectangle(4., 0., 6., 4.)]), "id", json!("7")),
            ]),
        ),
        (
            "respelled-name",
            1,
            None,
            collection(vec![
                feature("New York", &[square()]),
                feature("New  York", &[rectangle(4., 0., 6., 4.)]),
            ]),
        ),
        (
            "unclosed-ring",
            1,
            None,
            collection(vec![feature("A", &[json!([[0, 0], [4, 0], [4, 4], [0, 4]])])]),
        ),
    ]
}

fn clean(folder: &Path) {
    let land = [("A", [0., 0., 4., 4.]), ("B", [4., 0., 6., 4.])];
    fs::write(folder.join("clean.geojson"), rectangles("2002", &land)).unwrap();
}

/// The lines on stderr about a file that say where to look.
fn lines(stderr: &[u8], file: &str) -> Vec<String> {
    let text = String::from_utf8(stderr.to_vec()).unwrap();
    let advice = format!("`landshift check {file}` says where");
    text.lines()
        .filter(|line| line.contains(&advice))
        .map(str::to_owned)
        .collect()
}

#[test]
fn each_kind_is_said_in_a_line_counted_and_refused_if_asked() {
    for (kind, count, area, text) in dirty() {
        let folder = tempfile::tempdir().unwrap();
        let mut text = text;
        text["date"] = json!("2001");
        fs::write(folder.path().join("x.geojson"), text.to_string()).unwrap();
        clean(folder.path());
        for command in ["diff", "compare"] {
            let mut run = landshift(folder.path());
            let output = run
                .args([
                    command,
                    "x.geojson",
                    "clean.geojson",
                    "--format",
                    "json",
                    "-o",
                    "out.json",
                ])
                .output()
                .unwrap();
            assert!(output.status.success(), "{kind}");
            let said = lines(&output.stderr, "x.geojson");
            let [line] = said.as_slice() else {
                panic!("{command}, {kind}: {said:?}");
            };
            assert!(
                line.starts_with("x.geojson: ") && line.contains(&format!("{count}×")),
                "{line}"
            );
            assert_eq!(area.is_some(), line.contains("km²"), "{line}");
            assert!(lines(&output.stderr, "clean.geojson").is_empty());
            let out = folder.path().join("out.json");
            let json: Value = serde_json::from_str(&fs::read_to_string(&out).unwrap()).unwrap();
            let (before, after) = if command == "diff" {
                ("before", "after")
            } else {
                ("a", "b")
            };
            let problems = json[before]["problems"].as_array().unwrap();
            let [problem] = problems.as_slice() else {
                panic!("{kind}: {problems:?}");
            };
            assert_eq!(
                (&problem["kind"], &problem["count"]),
                (&json!(kind), &json!(count))
            );
            let km2 = problem["area_km2"].as_f64().map(|km2| km2.round() as u64);
            assert_eq!(km2, area, "{kind}");
            assert_eq!(json[after]["problems"], json!([]));
            fs::remove_file(&out).unwrap();
            let mut strict = landshift(folder.path());
            let strict = strict.args([
                command,
                "x.geojson",
                "clean.geojson",
                "--strict",
                "-o",
                "out.json",
            ]);
            let message = failure(strict);
            assert!(
                message.contains("x.geojson: ") && message.contains("hint: "),
                "{message}"
            );
            assert!(!out.exists(), "{kind}: nothing is written");
        }
    }
}

/// A check lists what a run says, by the same kinds.
#[test]
fn a_check_lists_the_kinds_that_a_run_counts() {
    // A check says of names what they may mean, and lists no problem that it cannot mend.
    for (kind, count, area, text) in dirty().into_iter().filter(|(kind, ..)| *kind != "respelled-name") {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x.geojson"), text.to_string()).unwrap();
        let problems = crate::check::problems(folder.path(), "x.geojson");
        let own: Vec<&Value> = problems.iter().filter(|p| p["kind"] == kind).collect();
        assert_eq!(own.len() as u64, count, "{problems:?}");
        // All that there are twice is the land of both.
        let all: f64 = own.iter().filter_map(|p| p["area_km2"].as_f64()).sum();
        let land = if kind == "duplicate-feature" {
            all / count as f64
        } else {
            all
        };
        assert_eq!(area.is_some().then(|| land.round() as u64), area, "{kind}");
    }
}

#[test]
fn names_that_look_alike_are_told_and_refused_if_asked() {
    let folder = tempfile::tempdir().unwrap();
    clean(folder.path());
    // The second begins with a Cyrillic letter.
    let land = [("Crimea", [0., 0., 4., 4.]), ("\u{421}rimea", [4., 0., 6., 4.])];
    fs::write(folder.path().join("x.geojson"), rectangles("2001", &land)).unwrap();
    let mut diff = landshift(folder.path());
    let output = diff
        .args(["diff", "x.geojson", "clean.geojson", "--format", "json"])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("may be one name"));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["before"]["problems"][0]["kind"], "like-names");
    let mut strict = landshift(folder.path());
    failure(strict.args(["diff", "x.geojson", "clean.geojson", "--strict"]));
}

#[test]
fn all_commands_that_read_land_say_it_and_keep_quiet_else() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let tie = feature("A", &[json!([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]])]);
    let dirty = json!({"type": "FeatureCollection", "date": "2001", "features": [tie]});
    fs::write(at("x.geojson"), dirty.to_string()).unwrap();
    clean(folder.path());
    let land = [("A", [0., 0., 3., 4.]), ("B", [3., 0., 6., 4.])];
    fs::write(at("also.geojson"), rectangles("2001", &land)).unwrap();
    for (file, count) in [("x.geojson", 1), ("also.geojson", 0)] {
        stdout(landshift(folder.path()).args([
            "diff",
            file,
            "clean.geojson",
            "--overwrite",
            "-o",
            "d.geojson",
        ]));
        let scenario = format!(
            "id = \"x\"\ntitle = \"T\"\nsnapshot = [{{ path = \"{file}\" }}, {{ path = \"clean.geojson\" }}]\n"
        );
        fs::write(at("scenario.toml"), scenario).unwrap();
        let recipe = format!(
            "layer = [{{ name = \"a\", path = \"{file}\" }}]\n\
             rule = [{{ where = {{ a = true }}, set = {{ controller = \"A\" }} }}]\n"
        );
        fs::write(at("recipe.toml"), recipe).unwrap();
        for words in [
            &["diff", file, "clean.geojson"][..],
            &["compare", file, "clean.geojson"],
            &["align", "clean.geojson", "--to", file, "--tolerance", "1m"],
            &["timeline", file, "clean.geojson"],
            &["map", file, "clean.geojson", "--overwrite", "-o", "m.svg"],
            &[
                "map",
                file,
                "clean.geojson",
                "--kind",
                "multiples",
                "--overwrite",
                "-o",
                "m.svg",
            ],
            &["report", "scenario.toml", "-o", "out", "--without=maps,page"],
            &["apply", file, "d.geojson"],
            &["diff", "also.geojson", "clean.geojson", "--units", file],
            &["diff", file, "clean.geojson", "--overlap", "first"],
            &["compose", "recipe.toml"],
        ] {
            let output = landshift(folder.path()).args(words).output().unwrap();
            assert!(output.status.success(), "{words:?}");
            let said = lines(&output.stderr, file);
            assert_eq!(said.len(), count, "{words:?}: {said:?}");
            let mut strict = landshift(folder.path());
            let code = strict.args(words).arg("--strict").output().unwrap().status.code();
            assert_eq!(code, Some(2 * count as i32), "{words:?}");
        }
    }
    // The case that comes with the program is as it should be.
    let words = ["report", "--strict", "-o", "case", "--without=maps,page"];
    stdout(landshift(folder.path()).args(words));
}

#[test]
fn rings_cut_where_edges_do_not_run_are_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, east) in [("2001-01-01.geojson", -170), ("2002-01-01.geojson", -171)] {
        let ring = json!([[170, 10], [east, 12], [east, 40], [170, 40], [170, 10]]);
        let land = json!({"type": "Feature", "properties": {"controller": "A"},
            "geometry": {"type": "Polygon", "coordinates": [ring]}});
        fs::write(folder.path().join(name), land.to_string()).unwrap();
    }
    let told = |edges: &str| {
        let words = [
            "diff",
            "2001-01-01.geojson",
            "2002-01-01.geojson",
            "--edges",
            edges,
        ];
        let output = landshift(folder.path()).args(words).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(
        told("geodesic")
            .contains("2002-01-01.geojson: rings were cut at ±180° where their edges are straight")
    );
    assert!(!told("straight").contains("rings were cut"));
}
