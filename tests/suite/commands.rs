//! The commands as a user meets them: what they print, write, refuse and leave alone.

use std::fs;

use serde_json::Value;

use crate::support::{failure, karabakh, karabakh_map, landshift, rectangles, stdout};

fn pair(folder: &std::path::Path) {
    let before = rectangles("2001-01-01", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]);
    let after = rectangles("2002-06-30", &[("A", [0., 0., 3., 1.]), ("C", [5., 0., 6., 1.])]);
    fs::write(folder.join("before.geojson"), before).unwrap();
    fs::write(folder.join("after.geojson"), after).unwrap();
}

#[test]
fn land_in_one_snapshot_only_is_null_and_rows_and_columns_close() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    let text = stdout(landshift(folder.path()).args([
        "diff",
        "before.geojson",
        "after.geojson",
        "--format",
        "json",
    ]));
    let result: Value = serde_json::from_str(&text).unwrap();
    let transitions = result["transitions"].as_array().unwrap();
    let pairs: Vec<_> = transitions
        .iter()
        .map(|t| (t["from"].as_str(), t["to"].as_str()))
        .collect();
    for expected in [
        (Some("A"), Some("A")),
        (Some("B"), Some("A")),
        (Some("B"), None),
        (None, Some("C")),
    ] {
        assert!(pairs.contains(&expected), "{expected:?} in {pairs:?}");
    }
    let sum = |side: &str, name: &str| -> f64 {
        transitions
            .iter()
            .filter(|t| t[side] == name)
            .map(|t| t["area_km2"].as_f64().unwrap())
            .sum()
    };
    for controller in result["controllers"].as_array().unwrap() {
        let name = controller["name"].as_str().unwrap();
        for (side, total) in [("from", "before_km2"), ("to", "after_km2")] {
            assert!(
                (sum(side, name) - controller[total].as_f64().unwrap()).abs() < 1e-6,
                "{name}"
            );
        }
    }
    assert!(result["closure"]["max_relative"].as_f64().unwrap() < 1e-12);
}

#[test]
fn output_follows_the_ending_and_foreign_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    let diff = |output: &str| {
        let mut command = landshift(folder.path());
        command.args(["diff", "before.geojson", "after.geojson", "-o", output]);
        command
    };
    for (output, beginning) in [
        ("d.geojson", "{\n\"type\""),
        ("d.json", "{"),
        ("d.csv", "before,after,from,to"),
        ("d.md", ""),
    ] {
        diff(output).assert().success();
        let text = fs::read_to_string(folder.path().join(output)).unwrap();
        assert!(text.starts_with(beginning), "{output}: {}", &text[..40]);
    }
    diff("d.geojson").assert().success();
    fs::write(folder.path().join("mine.geojson"), "{\"my\": \"notes\"}").unwrap();
    assert!(failure(&mut diff("mine.geojson")).contains("--overwrite"));
    assert!(failure(&mut diff("before.geojson")).contains("input"));
    assert_eq!(
        fs::read_to_string(folder.path().join("mine.geojson")).unwrap(),
        "{\"my\": \"notes\"}"
    );
    diff("mine.geojson").arg("--overwrite").assert().success();
}

#[test]
fn one_run_writes_several_formats_and_no_file_twice() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    let arguments = [
        "diff",
        "before.geojson",
        "after.geojson",
        "-o",
        "diff.geojson",
        "-o",
    ];
    let several = stdout(landshift(folder.path()).args(arguments).arg("table.csv"));
    assert_eq!(several, "");
    let alone =
        stdout(landshift(folder.path()).args(["diff", "before.geojson", "after.geojson", "--format", "csv"]));
    assert_eq!(
        fs::read_to_string(folder.path().join("table.csv")).unwrap(),
        alone
    );
    let diff: Value = serde_json::from_slice(&fs::read(folder.path().join("diff.geojson")).unwrap()).unwrap();
    assert_eq!(diff["landshift"]["kind"], "diff");
    let message = failure(landshift(folder.path()).args(arguments).arg("diff.geojson"));
    assert!(message.contains("named twice"), "{message}");
}

#[test]
fn series_and_lists_of_problems_are_written_in_several_formats_at_once() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    for command in ["timeline", "check"] {
        let run = |more: &[&str]| {
            let mut run = landshift(folder.path());
            run.args([command, "before.geojson", "after.geojson"]).args(more);
            run.assert().success().get_output().stdout.clone()
        };
        let several = run(&["-o", "all.json", "-o", "all.csv", "-o", "all.md"]);
        assert!(several.is_empty(), "{command}");
        for (name, format) in [("all.json", "json"), ("all.csv", "csv"), ("all.md", "md")] {
            let alone = run(&["--format", format]);
            assert!(
                fs::read(folder.path().join(name)).unwrap() == alone,
                "{command} {format}"
            );
        }
    }
}

#[test]
fn an_output_whose_ending_is_no_format_of_the_command_is_refused_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    for command in ["diff", "compare", "timeline", "check"] {
        let mut run = landshift(folder.path());
        run.args([
            command,
            "before.geojson",
            "after.geojson",
            "-o",
            "x.json",
            "-o",
            "x.banana",
        ]);
        let message = failure(&mut run);
        assert!(
            message.contains("x.banana") && message.contains(".json"),
            "{command}: {message}"
        );
        for name in ["x.json", "x.banana"] {
            assert!(!folder.path().join(name).exists(), "{command} {name}");
        }
        // A format that is named needs no ending.
        let mut run = landshift(folder.path());
        run.args([
            command,
            "before.geojson",
            "after.geojson",
            "-o",
            "x.banana",
            "--format",
            "json",
        ]);
        run.assert().success();
        fs::remove_file(folder.path().join("x.banana")).unwrap();
    }
}

#[test]
fn the_exit_code_tells_of_changes_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    let changed = ["diff", "before.geojson", "after.geojson"];
    landshift(folder.path()).args(changed).assert().code(0);
    landshift(folder.path())
        .args(changed)
        .arg("--exit-code")
        .assert()
        .code(1);
    landshift(folder.path())
        .args(["diff", "--exit-code", "before.geojson", "before.geojson"])
        .assert()
        .code(0);
}

#[test]
fn slivers_under_the_tolerance_are_noise_and_no_finding() {
    let folder = tempfile::tempdir().unwrap();
    // The border redrawn 20 m further east, and a real gain in the north.
    let before = rectangles("2001", &[("A", [0., 0., 1., 1.]), ("B", [1., 0., 2., 1.])]);
    let after = rectangles(
        "2002",
        &[("A", [0., 0., 1.000_18, 1.]), ("B", [1.000_18, 0., 2., 1.])],
    );
    fs::write(folder.path().join("a.geojson"), before).unwrap();
    fs::write(folder.path().join("b.geojson"), after).unwrap();
    let diff = [
        "diff",
        "a.geojson",
        "b.geojson",
        "--tolerance",
        "100m",
        "--exit-code",
    ];
    landshift(folder.path()).args(diff).assert().code(0);
    let text = stdout(landshift(folder.path()).args(diff).args(["--format", "json"]));
    let result: Value = serde_json::from_str(&text).unwrap();
    let gain = result["transitions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["from"] == "B" && t["to"] == "A");
    let gain = gain.expect("kept in the data");
    assert_eq!(gain["area_km2"], gain["noise_km2"]);
    assert!(gain["area_km2"].as_f64().unwrap() > 2.0);
    let finer = stdout(
        landshift(folder.path())
            .args(&diff[..3])
            .args(["--tolerance", "10m"]),
    );
    assert!(finer.contains("A gained"), "{finer}");
}

#[test]
fn stdin_gzip_and_plain_outlines_are_read() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    let outline = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}"#;
    let text = stdout(
        landshift(folder.path())
            .args([
                "diff",
                "-",
                "before.geojson",
                "--as",
                "Side",
                "--date",
                "2000",
                "2001",
            ])
            .write_stdin(outline),
    );
    assert!(text.contains("Side"), "{text}");
    assert!(
        failure(
            landshift(folder.path())
                .args(["diff", "-", "-"])
                .write_stdin(outline)
        )
        .contains("only one"),
    );
}

#[test]
fn what_is_wrong_is_said_with_file_and_feature() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    let metres = r#"{"type":"Feature","properties":{"controller":"A"},
        "geometry":{"type":"Polygon","coordinates":[[[500000,4400000],[510000,4400000],[510000,4410000],[500000,4400000]]]}}"#;
    fs::write(folder.path().join("metres.geojson"), metres).unwrap();
    let message = failure(landshift(folder.path()).args(["diff", "before.geojson", "metres.geojson"]));
    assert!(
        message.contains("metres.geojson") && message.contains("feature 0"),
        "{message}"
    );
    assert!(message.contains("hint"), "{message}");
    let message = failure(landshift(folder.path()).args(["diff", "before.geojson", "nowhere.geojson"]));
    assert!(message.contains("nowhere.geojson"), "{message}");
    // Both are read at the same time, but spoken of in order.
    let told = message.find("before.geojson: 2001-01-01, 2 controllers");
    assert!(
        told < message.find("nowhere.geojson") && told.is_some(),
        "{message}"
    );
    let message = failure(landshift(folder.path()).args(["diff", "nowhere.geojson", "metres.geojson"]));
    assert!(
        message.contains("nowhere.geojson") && !message.contains("metres.geojson"),
        "{message}"
    );
    let message =
        failure(landshift(folder.path()).args(["diff", "before.geojson", "after.geojson", "--by", "owner"]));
    assert!(
        message.contains("owner") && message.contains("controller"),
        "{message}"
    );
}

#[test]
fn a_recipe_with_a_mistake_names_rule_and_layer() {
    let folder = tempfile::tempdir().unwrap();
    let land = rectangles("2001-01-01", &[("A", [0., 0., 2., 1.])]);
    fs::write(folder.path().join("land.geojson"), land).unwrap();
    let layer = "[[layer]]\nname = \"land\"\npath = \"land.geojson\"\n";
    let compose = |rule: &str| {
        fs::write(
            folder.path().join("r.toml"),
            format!("{layer}\n[[rule]]\n{rule}\nset = {{ controller = \"A\" }}\n"),
        )
        .unwrap();
        let mut command = landshift(folder.path());
        command.args(["compose", "r.toml", "-o", "out.geojson"]);
        command
    };
    let message = failure(&mut compose("where = { lnad = true }"));
    assert!(
        message.contains("rule 1") && message.contains("lnad") && message.contains("land"),
        "{message}"
    );
    let message = failure(&mut compose("where = { land = true }\nseeds = [[5.0, 0.5]]"));
    assert!(message.contains("seed") && message.contains("5.0"), "{message}");
    let message = failure(&mut compose("wehre = { land = true }"));
    assert!(
        message.contains("r.toml") && message.contains("line"),
        "{message}"
    );
    assert!(!folder.path().join("out.geojson").exists());
    compose("where = { land = true }").assert().success();
}

#[test]
fn maps_are_drawn_in_every_format_and_the_same_twice() {
    let folder = tempfile::tempdir().unwrap();
    let draw = |output: &str, kind: &str| {
        karabakh_map("karabakh")
            .args(["--kind", kind, "--width", "800", "-o"])
            .arg(folder.path().join(output))
            .assert()
            .success();
        fs::read(folder.path().join(output)).unwrap()
    };
    let svg = draw("a.svg", "change");
    assert_eq!(svg, draw("b.svg", "change"));
    let text = String::from_utf8(svg).unwrap();
    for expected in [
        "<title",
        "Stepanakert",
        "Khankendi",
        "9,089",
        "endorsement",
        "12 May 1994",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
    assert!(draw("c.png", "before-after").starts_with(b"\x89PNG"));
    let pdf = draw("d.pdf", "change");
    assert!(pdf.starts_with(b"%PDF-1.7"));
    // 800 pixels are 600 points. Its own output is replaced without being asked.
    assert!(String::from_utf8_lossy(&pdf).contains("/MediaBox [0 0 600 "));
    assert_eq!(pdf, draw("d.pdf", "change"));
    let message = failure(landshift(&karabakh()).args([
        "map",
        "1994-05-12.geojson",
        "2020-12-01.geojson",
        "-o",
        "x.bmp",
    ]));
    assert!(message.contains(".svg, .png, .gif or .pdf"), "{message}");
}

#[test]
fn many_dates_are_drawn_from_files_or_a_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let draw = |kind: &str, output: &str| {
        landshift(folder.path())
            .args([
                "map",
                "--scenario",
                "karabakh",
                "--kind",
                kind,
                "--width",
                "600",
                "-o",
                output,
            ])
            .assert()
            .success();
        fs::read(folder.path().join(output)).unwrap()
    };
    let svg = String::from_utf8(draw("multiples", "m.svg")).unwrap();
    for date in ["12 May 1994", "1 December 2020", "1 October 2023"] {
        assert!(svg.contains(date), "{date}");
    }
    let svg = String::from_utf8(draw("shares", "s.svg")).unwrap();
    assert!(svg.contains("83,213") && svg.contains("86,251"));
    let film = draw("animation", "a.png");
    assert!(film.windows(4).any(|chunk| chunk == b"acTL"));
    assert!(draw("multiples", "m.pdf").starts_with(b"%PDF"));
    for still in ["a.svg", "a.pdf"] {
        let mut film = landshift(folder.path());
        film.args([
            "map",
            "--scenario",
            "karabakh",
            "--kind",
            "animation",
            "-o",
            still,
        ]);
        assert!(failure(&mut film).contains("an animation cannot be a ."));
        assert!(!folder.path().join(still).exists());
    }
    pair(folder.path());
    landshift(folder.path())
        .args([
            "map",
            "before.geojson",
            "after.geojson",
            "--kind",
            "multiples",
            "-o",
            "two.png",
        ])
        .assert()
        .success();
    let mut one = landshift(folder.path());
    one.args(["map", "before.geojson", "-o", "one.png"]);
    assert!(failure(&mut one).contains("two snapshots"));
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let run = |threads: &str| {
        let mut command = landshift(&karabakh());
        command.args(["diff", "1994-05-12.geojson", "2020-12-01.geojson"]);
        stdout(command.args(["--format", "geojson", "--threads", threads]))
    };
    assert_eq!(run("1"), run("3"));
}

#[test]
fn a_number_of_threads_that_makes_no_sense_is_refused() {
    for threads in ["0", "-1", "many", "1025", ""] {
        let mut command = landshift(&karabakh());
        command.args(["diff", "1994-05-12.geojson", "2020-12-01.geojson"]);
        let message = failure(command.arg(format!("--threads={threads}")));
        assert!(message.contains("--threads"), "{message}");
    }
    let help = stdout(landshift(&karabakh()).args(["diff", "--help"]));
    assert!(help.contains("--threads <N>"), "{help}");
}

#[test]
fn land_across_180_degrees_and_round_a_pole_measures_as_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let ring = |points: &[[f64; 2]]| {
        let mut points = points.to_vec();
        points.push(points[0]);
        serde_json::json!({"type": "Feature", "properties": {"controller": "A"},
            "geometry": {"type": "Polygon", "coordinates": [points]}})
        .to_string()
    };
    let area = |text: &str| {
        fs::write(folder.path().join("x.geojson"), text).unwrap();
        let printed =
            stdout(landshift(folder.path()).args(["diff", "x.geojson", "x.geojson", "--format", "json"]));
        let result: Value = serde_json::from_str(&printed).unwrap();
        result["before"]["area_km2"].as_f64().unwrap()
    };
    let here = area(&ring(&[[10., 60.], [30., 60.], [30., 70.], [10., 70.]]));
    let across = area(&ring(&[[170., 60.], [-170., 60.], [-170., 70.], [170., 70.]]));
    assert!((across / here - 1.0).abs() < 1e-12, "{across} {here}");
    let cap: Vec<[f64; 2]> = (-9..9).map(|i| [f64::from(i) * 20.0, 80.0]).collect();
    let strip = area(&ring(&[[0., 80.], [20., 80.], [20., 90.], [0., 90.]]));
    assert!((area(&ring(&cap)) / (18.0 * strip) - 1.0).abs() < 1e-12);
}

#[test]
fn errors_alone_are_said_and_are_data() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(
        folder.join("a.geojson"),
        rectangles("2020-01-01", &[("A", [0., 0., 1., 1.])]),
    )
    .unwrap();
    std::fs::write(
        folder.join("b.geojson"),
        rectangles("2021-01-01", &[("B", [0., 0., 1., 400.])]),
    )
    .unwrap();
    let run = |words: &[&str]| landshift(folder).args(words).output().unwrap();
    let noted = run(&["diff", "a.geojson", "a.geojson"]);
    let quiet = run(&["diff", "a.geojson", "a.geojson", "-q"]);
    assert!(!noted.stderr.is_empty() && quiet.stderr.is_empty());
    assert_eq!(noted.stdout, quiet.stdout);
    let error = |words: &[&str]| -> serde_json::Value {
        let output = run(words);
        assert_eq!(output.status.code(), Some(2));
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        serde_json::from_str(&text).unwrap()
    };
    let geometry = error(&["--json-errors", "--quiet", "diff", "a.geojson", "b.geojson"]);
    assert_eq!(
        [&geometry["kind"], &geometry["file"], &geometry["feature"]],
        ["geometry", "b.geojson", "feature 0"]
    );
    assert!(
        geometry["position"].as_str().unwrap().contains("position 2"),
        "{geometry}"
    );
    assert!(
        geometry["message"].as_str().unwrap().contains("latitude 400"),
        "{geometry}"
    );
    let arguments = error(&["diff", "a.geojson", "--json-errors", "--nonsense"]);
    assert_eq!(arguments["kind"], "arguments");
    assert!(
        arguments["message"].as_str().unwrap().contains("--nonsense"),
        "{arguments}"
    );
    assert_eq!(
        error(&["diff", "no.geojson", "a.geojson", "--json-errors"])["kind"],
        "io"
    );
    for (option, value, message, hint) in [
        (
            "--tolerance",
            "far",
            "`far` is not a length",
            "write a number and its unit",
        ),
        (
            "--crs",
            "EPSG:1",
            "is no reference system that is read",
            "write it as EPSG:2056",
        ),
        (
            "--format",
            "dwg",
            "invalid value 'dwg' for '--format <FORMAT>'",
            "[possible values: text",
        ),
    ] {
        let error = error(&["diff", "a.geojson", "a.geojson", "--json-errors", option, value]);
        let said = |key: &str| error[key].as_str().unwrap().to_owned();
        assert!(said("message").ends_with(message), "{error}");
        assert!(said("hint").starts_with(hint), "{error}");
    }
}

#[test]
fn pieces_are_a_table_with_a_position_inside_each() {
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path());
    let csv = stdout(landshift(folder.path()).args([
        "diff",
        "before.geojson",
        "after.geojson",
        "--tolerance",
        "0m",
        "--format",
        "csv",
        "--table",
        "pieces",
    ]));
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let headings = rows.headers().unwrap().clone();
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3, "{csv}");
    let number = |row: &csv::StringRecord, name: &str| -> f64 {
        let column = headings.iter().position(|heading| heading == name).unwrap();
        row[column].parse().unwrap()
    };
    let places: Vec<f64> = rows.iter().map(|row| number(row, "lon")).collect();
    for (west, row) in [2.0, 3.0, 5.0].into_iter().zip({
        let mut order: Vec<_> = rows.iter().zip(&places).collect();
        order.sort_by(|a, b| a.1.total_cmp(b.1));
        order.into_iter().map(|(row, _)| row)
    }) {
        let (lon, lat) = (number(row, "lon"), number(row, "lat"));
        assert!(west < lon && lon < west + 1.0 && 0.0 < lat && lat < 1.0, "{csv}");
        // A square of a degree at the equator: 111.3 by 110.6 km.
        assert!((number(row, "area_km2") - 12_309.0).abs() < 10.0, "{csv}");
        assert!((number(row, "width_m") - 110_600.0).abs() < 1_000.0, "{csv}");
    }
}
