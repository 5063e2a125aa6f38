//! Noise by default: which borders were drawn anew, and why.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{failure, landshift};

/// A and B on either side of a border that runs north at `lon`, off by `amplitude` degrees to the west and east in turn.
fn drawn(date: &str, lon: f64, amplitude: f64) -> String {
    let border = (0..=60).map(|n| {
        let offset = if n % 60 == 0 {
            0.0
        } else {
            amplitude * f64::from(1 - n % 4 / 2 * 2)
        };
        [lon + offset, f64::from(n) / 60.0]
    });
    let border: Vec<[f64; 2]> = border.collect();
    let ring = |corners: [[f64; 2]; 2], border: &[[f64; 2]]| {
        let mut ring = corners.to_vec();
        ring.extend(border);
        ring.push(corners[0]);
        ring
    };
    let north: Vec<[f64; 2]> = border.iter().rev().copied().collect();
    let land = |name: &str, ring: Vec<[f64; 2]>| {
        json!({"type": "Feature", "properties": {"controller": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]}})
    };
    let features = [
        land("A", ring([[0.0, 1.0], [0.0, 0.0]], &border)),
        land("B", ring([[2.0, 0.0], [2.0, 1.0]], &north)),
    ];
    json!({"type": "FeatureCollection", "date": date, "features": features}).to_string()
}

/// The border drawn three times, the last time farthest off, then a front that moved.
fn write(folder: &Path) {
    for (name, text) in [
        ("a.geojson", drawn("2020-01-01", 1.0, 0.0)),
        ("b.geojson", drawn("2020-01-02", 1.0, -0.0005)),
        ("c.geojson", drawn("2020-01-03", 1.0, 0.001)),
        ("d.geojson", drawn("2020-01-04", 1.3, 0.001)),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
}

fn write_scenario(folder: &Path, tolerance: &str) {
    let snapshots = ["a", "b", "c", "d"].map(|name| format!("[[snapshot]]\npath = \"{name}.geojson\"\n"));
    let text = format!("id = \"x\"\ntitle = \"X\"\n{tolerance}\n{}", snapshots.concat());
    fs::write(folder.join("scenario.toml"), text).unwrap();
}

/// What a command printed, and what it said beside.
fn run(folder: &Path, words: &[&str]) -> [String; 2] {
    let run = landshift(folder).args(words).assert().success();
    let output = run.get_output();
    [&output.stdout, &output.stderr].map(|text| String::from_utf8(text.clone()).unwrap())
}

/// What a command says of noise.
fn told(said: &str) -> &str {
    let line = said.lines().find_map(|line| line.strip_prefix("noise: "));
    line.expect("what is noise is told")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn noise_is_told_apart_unasked_and_why_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    for command in ["diff", "compare"] {
        let words = [command, "a.geojson", "b.geojson"];
        let [_, why] = run(folder.path(), &words);
        assert!(
            told(&why).contains("of the border was drawn anew, to both sides"),
            "{why}"
        );
        let asked = [&words[..], &["--tolerance", "auto"]].concat();
        let all = [&words[..], &["--tolerance", "0m"]].concat();
        assert_eq!(run(folder.path(), &words), run(folder.path(), &asked));
        let [_, none] = run(folder.path(), &all);
        assert!(!none.contains("noise"), "asked for: {none}");
    }
    let [_, moved] = run(folder.path(), &["diff", "c.geojson", "d.geojson"]);
    assert!(told(&moved).starts_with("all changed land counts"), "{moved}");
    let [_, nothing] = run(folder.path(), &["diff", "c.geojson", "c.geojson"]);
    assert_eq!(told(&nothing), "no land changed hands");
}

#[test]
fn a_border_drawn_twice_is_no_change_unless_all_is_to_count() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let diff = |tolerance: &str| {
        run(
            folder.path(),
            &["diff", "a.geojson", "c.geojson", "--tolerance", tolerance],
        )
    };
    let [text, _] = diff("auto");
    assert!(
        text.contains("No land changed hands") && text.contains("Noise: "),
        "{text}"
    );
    let [text, _] = diff("0m");
    assert!(text.contains("gained"), "{text}");
    let message =
        failure(landshift(folder.path()).args(["diff", "a.geojson", "c.geojson", "--tolerance", "wide"]));
    assert!(message.contains("--tolerance"), "{message}");
}

#[test]
fn every_step_of_a_series_has_the_noise_that_it_has_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let files = ["a.geojson", "b.geojson", "c.geojson", "d.geojson"];
    let step = |n: usize| -> Value {
        let [text, _] = run(
            folder.path(),
            &["diff", files[n], files[n + 1], "--format", "json"],
        );
        json(&text)
    };
    let words = [&["timeline"], &files[..], &["--format", "json"]].concat();
    let [text, why] = run(folder.path(), &words);
    assert!(
        told(&why).starts_with("in 2 of 3 steps the border was drawn anew (1 January 2020 to 2"),
        "{why}"
    );
    let series = json(&text);
    for n in 0..3 {
        let (own, row) = (step(n), &series["evidence"][n]);
        assert_eq!(own["tolerance_m"], row["tolerance_m"], "step {n}");
        assert_eq!(own["evidence"]["common_share"], row["common_share"], "step {n}");
        assert_eq!(own["tolerance_m"].as_f64() > Some(0.0), n < 2, "step {n}");
    }
    let widest = series["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["tolerance_m"].as_f64());
    assert_eq!(
        series["tolerance_m"].as_f64(),
        widest.fold(None, |a, b| if a > b { a } else { b })
    );
    let real = series["changes"].as_array().unwrap().iter();
    let real = real.filter(|c| c["area_km2"].as_f64() > c["noise_km2"].as_f64());
    assert_eq!(
        real.map(|c| c["after"].as_str().unwrap()).collect::<Vec<_>>(),
        ["2020-01-04"]
    );
    for (kind, has_steps) in [("change", false), ("multiples", true)] {
        let output = format!("{kind}.svg");
        let words = [&["map"], &files[..], &["--kind", kind, "-o", &output]].concat();
        let [_, why] = run(folder.path(), &words);
        assert_eq!(told(&why).contains("of 3 steps"), has_steps, "{why}");
    }
}

#[test]
fn a_scenario_leaves_its_noise_to_the_data() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    write_scenario(folder.path(), "");
    let report = |words: &[&str]| {
        let report = ["report", "scenario.toml", "--without=maps,page"];
        run(folder.path(), &[&report, words].concat())
    };
    let [_, why] = report(&[]);
    let result = || -> Value {
        serde_json::from_slice(&fs::read(folder.path().join("output/x/report.json")).unwrap()).unwrap()
    };
    let found = |n: usize| result()["changes"][n]["tolerance_m"].as_f64().unwrap();
    assert!(found(0) > 0.0 && found(1) > found(0) && found(2) <= 0.0);
    let [_, timeline] = run(folder.path(), &["timeline", "scenario.toml"]);
    assert_eq!(told(&timeline), told(&why));
    let shares = [
        "map",
        "--scenario",
        "scenario.toml",
        "--kind",
        "shares",
        "-o",
        "x.svg",
    ];
    let [_, map] = run(folder.path(), &shares);
    assert_eq!(told(&map), told(&why));
    report(&["--tolerance", "5m"]);
    assert!((found(0) - 5.0).abs() < 1e-9 && result()["changes"][0]["evidence"].is_null());
    write_scenario(folder.path(), "tolerance_m = 7");
    let [_, why] = report(&[]);
    assert!(!why.contains("noise"), "{why}");
    assert!((found(0) - 7.0).abs() < 1e-9);
}

#[test]
fn stated_accuracy_is_a_reason_where_a_line_lies_to_both_sides() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    for name in ["a.geojson", "b.geojson", "d.geojson"] {
        let path = folder.path().join(name);
        let text = fs::read_to_string(&path).unwrap();
        let stated = text.replace("\"controller\"", "\"accuracy_m\":50000,\"controller\"");
        fs::write(&path, stated).unwrap();
    }
    let [text, why] = run(
        folder.path(),
        &["diff", "a.geojson", "b.geojson", "--format", "json"],
    );
    assert_eq!(json(&text)["tolerance_m"], 100_000.0, "{why}");
    assert!(told(&why).contains("by their stated accuracy"), "{why}");
    // All of it went one way, by 25 km.
    let [text, why] = run(folder.path(), &["diff", "a.geojson", "d.geojson"]);
    assert!(text.contains("A gained 3,692 km² from B"), "{text}{why}");
}

#[test]
fn land_added_to_outlines_is_no_evidence() {
    let folder = tempfile::tempdir().unwrap();
    // Of three in four drawings of the line only the earlier one has land beyond it.
    for (name, date, amplitude) in [("a", "2020-01-01", 0.0), ("b", "2020-01-02", 0.0005)] {
        let mut outline: Value = serde_json::from_str(&drawn(date, 1.0, amplitude)).unwrap();
        outline["features"].as_array_mut().unwrap().truncate(1);
        fs::write(folder.path().join(format!("{name}.geojson")), outline.to_string()).unwrap();
    }
    let evidence = |rest: &[&str]| {
        let words = ["diff", "a.geojson", "b.geojson", "--as", "A", "--format", "json"];
        let [text, _] = run(folder.path(), &[&words, rest].concat());
        let json: Value = serde_json::from_str(&text).unwrap();
        json["evidence"].clone()
    };
    let plain = evidence(&[]);
    assert!(plain["redrawn_share"].as_f64().unwrap() > 0.2, "{plain}");
    let completed = evidence(&["--rest", "B"]);
    for key in ["border_km", "common_share", "redrawn_share", "tolerance_m"] {
        let [one, other] = [&plain, &completed].map(|evidence| evidence[key].as_f64().unwrap());
        assert!((one / other - 1.0).abs() < 1e-6, "{plain} {completed}");
    }
}

/// A and B on either side of a winding border, of which only some positions are drawn; squares of others in B and beside it.
fn winding(date: &str, is_drawn: impl Fn(&i32) -> bool, squares: &[(&str, f64, f64)]) -> String {
    let border: Vec<[f64; 2]> = (0..=240)
        .filter(is_drawn)
        .map(|n| {
            // To and fro without a rule.
            let offset = f64::from((7 * n * n + 13 * n) % 23 - 11) / 1000.0;
            [1.0 + offset, f64::from(n) / 240.0]
        })
        .collect();
    let square = |west: f64, size: f64| {
        let (east, south, north) = (west + size, 0.4, 0.4 + size);
        vec![
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ]
    };
    let ring =
        |corners: [[f64; 2]; 2], border: Vec<[f64; 2]>| [corners.to_vec(), border, vec![corners[0]]].concat();
    let in_b = squares.iter().filter(|(_, west, _)| *west < 2.0);
    let holes = in_b.map(|&(_, west, size)| square(west, size).into_iter().rev().collect());
    let north = border.iter().rev().copied().collect();
    let mut land = vec![
        ("A", vec![ring([[0.0, 1.0], [0.0, 0.0]], border)]),
        (
            "B",
            [vec![ring([[2.0, 0.0], [2.0, 1.0]], north)], holes.collect()].concat(),
        ),
    ];
    land.extend(
        squares
            .iter()
            .map(|&(name, west, size)| (name, vec![square(west, size)])),
    );
    let features: Vec<Value> = land
        .into_iter()
        .map(|(name, rings)| {
            json!({"type": "Feature", "properties": {"controller": name},
                "geometry": {"type": "Polygon", "coordinates": rings}})
        })
        .collect();
    json!({"type": "FeatureCollection", "date": date, "features": features}).to_string()
}

#[test]
fn a_map_simplified_is_the_same_map_and_what_changed_hands_on_it_counts() {
    let folder = tempfile::tempdir().unwrap();
    let before = [("D", 1.3, 0.02), ("A", 1.5, 0.1), ("B", 2.5, 0.003)];
    // A district changed hands, an enclave was taken, and an island is left out.
    let after = [("A", 1.3, 0.02)];
    fs::write(
        folder.path().join("a.geojson"),
        winding("2001-01-01", |_| true, &before),
    )
    .unwrap();
    fs::write(
        folder.path().join("b.geojson"),
        winding("2002-01-01", |n| n % 6 != 5, &after),
    )
    .unwrap();
    for [one, other, which] in [
        ["a.geojson", "b.geojson", "later"],
        ["b.geojson", "a.geojson", "earlier"],
    ] {
        let [out, said] = run(folder.path(), &["diff", one, other, "--format", "json"]);
        assert!(
            said.contains(&format!("the {which} of the two is the other one simplified")),
            "{said}"
        );
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(report["evidence"]["simplified"], which);
        let counted = |names: [&str; 2]| -> [f64; 2] {
            let transitions = report["transitions"].as_array().unwrap().iter();
            let between = transitions.filter(|t| {
                let holders = [&t["from"], &t["to"]].map(|name| name.as_str().unwrap_or("nobody"));
                holders == names || holders == [names[1], names[0]]
            });
            between.fold([0.0, 0.0], |[real, noise], t| {
                let [area, part] = ["area_km2", "noise_km2"].map(|key| t[key].as_f64().unwrap());
                [real + area - part, noise + part]
            })
        };
        let [district, enclave, island] = [["D", "A"], ["A", "B"], ["B", "nobody"]].map(counted);
        assert!(district[0] > 4.8 && district[1] == 0.0, "{district:?}");
        assert!(
            (enclave[0] / 123.0 - 1.0).abs() < 0.01 && enclave[1] > 10.0,
            "{enclave:?}"
        );
        assert!(island[0] == 0.0 && island[1] > 0.1, "{island:?}");
    }
}
