//! The diff as a patch: it makes the later snapshot, can be undone, and refuses a wrong base.

use landshift::diff::{Diff, apply, squash};
use landshift::{ReadOptions, ReferenceLayers, Settings, Snapshot, Study, ToleranceSetting};
use landshift_engine::change::Change;
use landshift_engine::measure::{Area, Length};
use landshift_engine::model::Layer;
use landshift_engine::write;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::scale::scaled;
use crate::support::{failure, karabakh, landshift, rectangles, stdout};

fn snapshot(text: &str, name: &str) -> Snapshot {
    Snapshot::read(text, name, &ReadOptions::default()).unwrap()
}

fn change(before: &Snapshot, after: &Snapshot) -> Change {
    let settings = Settings::default().tolerance(ToleranceSetting::Fixed(Length::ZERO));
    let snapshots = vec![before.clone(), after.clone()];
    let study = Study::new(snapshots, ReferenceLayers::default(), settings).unwrap();
    study.change(study.overall()).unwrap().change
}

/// The land on which two snapshots differ.
fn difference(one: &Snapshot, other: &Snapshot) -> Area {
    change(one, other).changes().map(|t| t.area).sum()
}

/// A diff as a reader of its file has it.
fn reread(diff: &Diff) -> Diff<'static> {
    let mut bytes = Vec::new();
    diff.write(&mut bytes).unwrap();
    Diff::from_layer(Layer::read(bytes, "diff.geojson").unwrap()).unwrap()
}

#[test]
fn real_snapshots_go_there_and_back_through_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let run = |words: &[&str], output: &str| {
        landshift(&karabakh())
            .args(words)
            .arg("-o")
            .arg(at(output))
            .assert()
            .success();
    };
    let [diff, back, after, before] = ["diff.geojson", "back.geojson", "after.geojson", "before.geojson"];
    run(&["diff", "1994-05-12.geojson", "2020-12-01.geojson"], diff);
    run(
        &["apply", "1994-05-12.geojson", at(diff).to_str().unwrap()],
        after,
    );
    run(&["invert", at(diff).to_str().unwrap()], back);
    run(
        &["apply", at(after).to_str().unwrap(), at(back).to_str().unwrap()],
        before,
    );
    for (made, real) in [(after, "2020-12-01.geojson"), (before, "1994-05-12.geojson")] {
        let same = landshift(&karabakh())
            .args(["diff", "--exit-code", real])
            .arg(at(made))
            .assert();
        same.success();
    }
    let twice = stdout(landshift(folder.path()).args(["invert", back]));
    assert_eq!(
        twice,
        std::fs::read_to_string(at(diff)).unwrap(),
        "inverting twice gives the same bytes"
    );
}

#[test]
fn a_wrong_base_is_refused_and_nothing_written() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "a.geojson",
        rectangles("2001-01-01", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]),
    );
    write(
        "b.geojson",
        rectangles("2002-01-01", &[("A", [0., 0., 3., 1.]), ("B", [3., 0., 4., 1.])]),
    );
    write(
        "other.geojson",
        rectangles("2001-01-01", &[("A", [0., 0., 1., 1.]), ("B", [1., 0., 4., 1.])]),
    );
    landshift(folder.path())
        .args(["diff", "a.geojson", "b.geojson", "-o", "d.geojson"])
        .assert()
        .success();
    let message =
        failure(landshift(folder.path()).args(["apply", "other.geojson", "d.geojson", "-o", "x.geojson"]));
    assert!(
        message.contains("other.geojson") && message.contains("not the base"),
        "{message}"
    );
    assert!(!folder.path().join("x.geojson").exists());
    // Same areas, but other land: B holds the west.
    write(
        "moved.geojson",
        rectangles("2001-01-01", &[("B", [0., 0., 2., 1.]), ("A", [2., 0., 4., 1.])]),
    );
    let message = failure(landshift(folder.path()).args(["apply", "moved.geojson", "d.geojson"]));
    assert!(message.contains("does not hold the same land"), "{message}");
}

#[test]
fn a_wrong_base_is_refused_at_the_size_of_a_garden_too() {
    // Plots 30 m wide; the wrong base has its fence 1 m further east.
    let plots = |fence: f64| {
        snapshot(
            &rectangles(
                "2001",
                &[("A", [0., 0., fence, 3e-4]), ("B", [fence, 0., 6e-4, 3e-4])],
            ),
            "plots",
        )
    };
    let change = change(&plots(3e-4), &plots(4e-4));
    let diff = Diff::of(&change);
    assert_eq!(
        difference(&apply(plots(3e-4), &diff).unwrap(), &plots(4e-4)),
        Area::ZERO
    );
    let error = apply(plots(3.1e-4), &diff).unwrap_err().to_string();
    assert!(error.contains("not the base"), "{error}");
}

/// Files in a folder, and the program run there.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(files: &[(&str, String)]) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            desk.write(name, text);
        }
        desk
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&std::fs::read_to_string(self.0.path().join(name)).unwrap()).unwrap()
    }

    fn run(&self, words: &[&str]) -> assert_cmd::assert::Assert {
        landshift(self.0.path()).args(words).assert()
    }

    /// What the program says as it refuses.
    fn refusal(&self, words: &[&str]) -> String {
        failure(landshift(self.0.path()).args(words))
    }

    /// How much land changed hands between two files, km².
    fn moved(&self, before: &str, after: &str) -> f64 {
        let words = ["diff", before, after, "--tolerance", "0m", "--format", "json"];
        let json: Value = serde_json::from_str(&stdout(landshift(self.0.path()).args(words))).unwrap();
        let transitions = json["transitions"].as_array().unwrap().iter();
        let changes = transitions.filter(|t| t["from"] != t["to"]);
        changes.map(|t| t["area_km2"].as_f64().unwrap()).sum()
    }
}

fn square(properties: &Value, [w, s, e, n]: [f64; 4]) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry":
        {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}})
}

fn layer(members: Value, features: &[Value]) -> String {
    let mut layer = members;
    layer["type"] = "FeatureCollection".into();
    layer["features"] = json!(features);
    layer.to_string()
}

/// Sums and holders under the pieces are right; two islands of one size are not.
#[test]
fn a_base_is_the_one_that_holds_the_same_land() {
    let islands = |north: &str, south: &str| {
        rectangles(
            "2001-01-01",
            &[
                ("A", [0., 0., 2., 1.]),
                ("B", [2., 0., 4., 1.]),
                (north, [10., 1., 11., 2.]),
                (south, [10., -2., 11., -1.]),
            ],
        )
    };
    let after = rectangles("2002-01-01", &[("A", [0., 0., 3., 1.]), ("B", [3., 0., 4., 1.])]);
    let desk = Desk::new(&[
        ("before.geojson", islands("A", "B")),
        ("swapped.geojson", islands("B", "A")),
        ("after.geojson", after),
    ]);
    desk.run(&["diff", "before.geojson", "after.geojson", "-o", "d.geojson"])
        .success();
    let message = desk.refusal(&["apply", "swapped.geojson", "d.geojson", "-o", "x.geojson"]);
    assert!(
        message.contains("not the base") && message.contains("same land"),
        "{message}"
    );
    // The same land otherwise divided, with positions on straight edges, is the base.
    let mut other = desk.json("before.geojson");
    let ring = |corners: &[[f64; 2]]| json!({"type": "Polygon", "coordinates": [corners]});
    other["features"][0]["geometry"] = ring(&[[0., 0.], [1., 0.], [1., 1.], [0., 1.], [0., 0.]]);
    let mut second = other["features"][0].clone();
    second["geometry"] = ring(&[[1., 1.], [1., 0.], [2., 0.], [2., 0.5], [2., 1.], [1., 1.]]);
    other["features"].as_array_mut().unwrap().insert(0, second);
    desk.write("other.geojson", &other.to_string());
    desk.run(&["apply", "other.geojson", "d.geojson", "-o", "made.geojson"])
        .success();
    assert_eq!(desk.moved("made.geojson", "after.geojson"), 0.0);
}

/// The smallest case of a crossing half a grid unit off, by the program.
#[test]
fn the_round_trip_is_exact_where_lines_cross_between_positions() {
    let line = 12.000_000_001;
    let triangle = json!({"type": "Feature", "properties": {"controller": "A"}, "geometry":
        {"type": "Polygon", "coordinates": [[[10, 10], [line, 10], [10, line], [10, 10]]]}});
    let corner = json!({"type": "Feature", "properties": {"controller": "A"}, "geometry":
        {"type": "Polygon", "coordinates": [[[10.5, 10.5], [11.5, 10.5], [11.5, 11.5], [10.5, 10.5]]]}});
    let desk = Desk::new(&[
        ("before.geojson", layer(json!({}), &[corner])),
        ("after.geojson", layer(json!({}), &[triangle])),
    ]);
    for [before, after] in [
        ["before.geojson", "after.geojson"],
        ["after.geojson", "before.geojson"],
    ] {
        desk.run(&[
            "diff",
            before,
            after,
            "--tolerance",
            "0m",
            "-o",
            "d.geojson",
            "--overwrite",
        ])
        .success();
        desk.run(&["apply", before, "d.geojson", "-o", "made.geojson"])
            .success();
        assert_eq!(desk.moved("made.geojson", after), 0.0);
        desk.run(&["invert", "d.geojson", "-o", "back.geojson"]).success();
        desk.run(&["apply", "made.geojson", "back.geojson", "-o", "again.geojson"])
            .success();
        assert_eq!(desk.moved("again.geojson", before), 0.0);
    }
}

/// Ways to damage a diff; none may be applied.
fn damages() -> Vec<(&'static str, fn(&mut Value))> {
    vec![
        ("no pieces", |d| d["features"] = json!([])),
        ("one piece less", |d| {
            drop(d["features"].as_array_mut().unwrap().pop())
        }),
        ("a piece twice", |d| {
            let piece = d["features"][0].clone();
            d["features"].as_array_mut().unwrap().push(piece);
        }),
        ("a smaller piece", |d| {
            d["features"][0]["geometry"]["coordinates"][0][1] = json!([2.9, 0.1])
        }),
        ("a piece that crosses itself", |d| {
            let ring = d["features"][0]["geometry"]["coordinates"][0]
                .as_array_mut()
                .unwrap();
            ring.swap(1, 2);
        }),
        ("a point", |d| {
            d["features"][0]["geometry"] = json!({"type": "Point", "coordinates": [1, 1]})
        }),
        ("null", |d| d["features"][0]["geometry"] = Value::Null),
        ("another holder after", |d| {
            d["features"][0]["properties"]["to"] = "Z".into()
        }),
        ("another holder before", |d| {
            d["features"][0]["properties"]["from"] = "X".into()
        }),
        ("twice the area", |d| {
            let area = d["features"][0]["properties"]["area_km2"].as_f64().unwrap();
            d["features"][0]["properties"]["area_km2"] = json!(2.0 * area);
        }),
        ("less than no area", |d| {
            let area = d["features"][0]["properties"]["area_km2"].as_f64().unwrap();
            d["features"][0]["properties"]["area_km2"] = json!(-area);
        }),
        ("areas after", |d| {
            d["landshift"]["after"]["area_km2"]["A"] = json!(1.0)
        }),
        ("areas before", |d| {
            d["landshift"]["before"]["area_km2"]["B"] = json!(1.0)
        }),
        ("edges", |d| d["landshift"]["edges"] = "bent".into()),
        ("tolerance", |d| d["landshift"]["tolerance_m"] = json!(-1)),
        ("properties", |d| {
            d["features"][0]["properties"]["to_land"] = json!(77)
        }),
    ]
}

#[test]
fn a_damaged_diff_is_not_applied() {
    let desk = Desk::new(&[
        (
            "before.geojson",
            rectangles("2001-01-01", &[("A", [0., 0., 2., 1.]), ("B", [2., 0., 4., 1.])]),
        ),
        (
            "after.geojson",
            rectangles(
                "2002-01-01",
                &[
                    ("A", [0., 0., 3., 1.]),
                    ("B", [3., 0., 4., 1.]),
                    ("C", [5., 0., 6., 1.]),
                ],
            ),
        ),
    ]);
    desk.run(&["diff", "before.geojson", "after.geojson", "-o", "d.geojson"])
        .success();
    let whole = desk.json("d.geojson");
    // As it is written now; with nothing to tell that it was changed; and as earlier versions wrote it.
    let forms: [fn(&mut Value); 3] = [
        |_| (),
        |d| drop(d["landshift"].as_object_mut().unwrap().remove("digest")),
        |d| {
            let header = d["landshift"].as_object_mut().unwrap();
            for key in ["digest", "bends", "lands"] {
                header.remove(key);
            }
            for side in ["before", "after"] {
                header[side].as_object_mut().unwrap().remove("land");
            }
            for piece in d["features"].as_array_mut().unwrap() {
                let properties = piece["properties"].as_object_mut().unwrap();
                properties.remove("from_land");
                properties.remove("to_land");
            }
        },
    ];
    for (n, form) in forms.into_iter().enumerate() {
        let mut diff = whole.clone();
        form(&mut diff);
        desk.write("d.geojson", &diff.to_string());
        desk.run(&["apply", "before.geojson", "d.geojson", "-o", "made.geojson"])
            .success();
        assert_eq!(desk.moved("made.geojson", "after.geojson"), 0.0);
        let text = std::fs::read_to_string(desk.0.path().join("made.geojson")).unwrap();
        for (what, damage) in damages() {
            let mut damaged = whole.clone();
            damage(&mut damaged);
            form(&mut damaged);
            if n == 2 && what == "properties" {
                continue;
            }
            desk.write("damaged.geojson", &damaged.to_string());
            let message = desk.refusal(&["apply", "before.geojson", "damaged.geojson", "-o", "made.geojson"]);
            assert!(message.contains("hint:"), "{what}: {message}");
            let left = std::fs::read_to_string(desk.0.path().join("made.geojson")).unwrap();
            assert_eq!(left, text, "{what}");
        }
    }
    // What only the digest can tell.
    let only: [fn(&mut Value); 3] = [
        |d| d["landshift"]["after"]["hash"] = "0".repeat(32).into(),
        |d| d["landshift"]["after"]["date"] = "2003-01-01".into(),
        |d| d["features"][0]["properties"]["noise"] = json!(true),
    ];
    for damage in only {
        let mut damaged = whole.clone();
        damage(&mut damaged);
        desk.write("damaged.geojson", &damaged.to_string());
        let message = desk.refusal(&["apply", "before.geojson", "damaged.geojson"]);
        assert!(message.contains("digest"), "{message}");
    }
    let mut damaged = whole;
    damaged["landshift"]["after"]["land"]["A"] = "0".repeat(32).into();
    damaged["landshift"].as_object_mut().unwrap().remove("digest");
    desk.write("damaged.geojson", &damaged.to_string());
    desk.refusal(&["apply", "before.geojson", "damaged.geojson"]);
}

#[test]
fn a_diff_of_plain_outlines_applies_to_its_own_base() {
    let outline = |e: f64| layer(json!({}), &[square(&json!({"area": 1}), [0., 0., e, 1.])]);
    let held = |e: f64| {
        layer(
            json!({}),
            &[square(&json!({"holder": "R", "name": "x"}), [0., 0., e, 1.])],
        )
    };
    let desk = Desk::new(&[
        ("2001-01-01.geojson", outline(2.)),
        ("2002-01-01.geojson", outline(3.)),
        ("h-2001-01-01.geojson", held(2.)),
        ("h-2002-01-01.geojson", held(3.)),
    ]);
    for (how, name, before, after) in [
        ("--as", "Russia", "2001-01-01.geojson", "2002-01-01.geojson"),
        ("--by", "holder", "h-2001-01-01.geojson", "h-2002-01-01.geojson"),
    ] {
        desk.run(&["diff", before, after, how, name, "-o", "d.geojson", "--overwrite"])
            .success();
        desk.run(&["apply", before, "d.geojson", "-o", "made.geojson"])
            .success();
        // And to what was made by another diff.
        desk.run(&["invert", "d.geojson", "-o", "back.geojson"]).success();
        desk.run(&["apply", "made.geojson", "back.geojson", "-o", "again.geojson"])
            .success();
        desk.run(&["apply", "again.geojson", "d.geojson", "-o", "made.geojson"])
            .success();
        let expected = if how == "--as" { "Russia" } else { "R" };
        let features = desk.json("made.geojson")["features"].as_array().unwrap().clone();
        assert!(
            features.iter().all(|f| f["properties"]["controller"] == expected),
            "{features:?}"
        );
    }
}

#[test]
fn land_keeps_its_properties_and_brings_its_own() {
    let a = |note: &str, accuracy: f64| json!({"controller": "A", "accuracy_m": accuracy, "note": note, "date": "2001"});
    let before = [
        square(&a("old", 500.), [0., 0., 2., 1.]),
        square(&a("island", 50.), [0., 5., 1., 6.]),
        square(
            &json!({"controller": "B", "status": "held", "date": "2001"}),
            [2., 0., 6., 1.],
        ),
    ];
    let b = json!({"controller": "B", "status": "disputed"});
    let after = [
        square(
            &json!({"controller": "A", "note": "new", "accuracy_m": 300, "source": "S"}),
            [0., 0., 3., 1.],
        ),
        square(
            &json!({"controller": "A", "note": "won", "accuracy_m": 10}),
            [3., 0., 4., 1.],
        ),
        square(&a("island", 50.), [0., 5., 1., 6.]),
        square(&b, [4., 0., 6., 1.]),
    ];
    let desk = Desk::new(&[
        ("before.geojson", layer(json!({"date": "2001"}), &before)),
        (
            "after.geojson",
            layer(
                json!({"date": "2002"}),
                &after.map(|mut f| {
                    f["properties"]["date"] = "2002".into();
                    f
                }),
            ),
        ),
    ]);
    desk.run(&["diff", "before.geojson", "after.geojson", "-o", "d.geojson"])
        .success();
    desk.run(&["apply", "before.geojson", "d.geojson", "-o", "made.geojson"])
        .success();
    assert_eq!(desk.moved("made.geojson", "after.geojson"), 0.0);
    let notes = |file: &str| {
        let features = desk.json(file)["features"].as_array().unwrap().clone();
        let mut notes: Vec<String> = features
            .iter()
            .map(|f| {
                let p = &f["properties"];
                let west = f["geometry"]["coordinates"][0][0][0].as_f64();
                format!(
                    "{} {} {} {} {} {west:?}",
                    p["controller"], p["note"], p["accuracy_m"], p["status"], p["date"]
                )
            })
            .collect();
        notes.sort();
        notes
    };
    assert_eq!(
        notes("made.geojson"),
        [
            r#""A" "island" 50.0 null "2002" Some(0.0)"#,
            r#""A" "new" 300 null "2002" Some(2.0)"#,
            r#""A" "old" 500.0 null "2002" Some(0.0)"#,
            r#""A" "won" 10 null "2002" Some(3.0)"#,
            r#""B" null null "held" "2002" Some(4.0)"#,
        ]
    );
    desk.run(&["check", "made.geojson"]).success();
    // And back: what B regains is held again.
    desk.run(&["invert", "d.geojson", "-o", "back.geojson"]).success();
    desk.run(&["apply", "made.geojson", "back.geojson", "-o", "again.geojson"])
        .success();
    assert_eq!(desk.moved("again.geojson", "before.geojson"), 0.0);
    assert_eq!(notes("again.geojson"), notes("before.geojson"));
}

#[test]
fn two_patches_are_joined_where_they_agree_and_conflicts_are_listed() {
    let state = |a: f64, c: [f64; 4]| {
        rectangles(
            "2002-01-01",
            &[("A", [0., 0., a, 1.]), ("B", [a, 0., 4., 1.]), ("C", c)],
        )
    };
    let rest = [10., 0., 11., 1.];
    let desk = Desk::new(&[
        ("base.geojson", state(1., rest)),
        // One moves the front, the other moves it less far and takes an island.
        ("one.geojson", state(2., rest)),
        ("other.geojson", state(1.5, [10., 0., 12., 1.])),
        ("both.geojson", state(2., [10., 0., 12., 1.])),
        // And one gives to D what the first gives to A.
        (
            "third.geojson",
            rectangles(
                "2002-01-01",
                &[
                    ("A", [0., 0., 1., 1.]),
                    ("D", [1., 0., 1.5, 1.]),
                    ("B", [1.5, 0., 4., 1.]),
                    ("C", rest),
                ],
            ),
        ),
    ]);
    for name in ["one", "other", "third"] {
        let (file, diff) = (format!("{name}.geojson"), format!("d-{name}.geojson"));
        desk.run(&["diff", "base.geojson", &file, "-o", &diff]).success();
    }
    for words in [
        ["d-one.geojson", "d-other.geojson"],
        ["d-other.geojson", "d-one.geojson"],
    ] {
        desk.run(&[
            "merge",
            words[0],
            words[1],
            "-o",
            "d.geojson",
            "-o",
            "e.json",
            "--overwrite",
        ])
        .success();
        desk.run(&["apply", "base.geojson", "d.geojson", "-o", "made.geojson"])
            .success();
        assert_eq!(desk.moved("made.geojson", "both.geojson"), 0.0);
    }
    let told = desk
        .run(&["merge", "d-one.geojson", "d-third.geojson", "-o", "m.geojson"])
        .code(1);
    let told = String::from_utf8(told.get_output().stderr.clone()).unwrap();
    let half = 6154.2;
    assert!(
        told.contains("1 conflict,") && told.contains(" km² of B at 1.25"),
        "{told}"
    );
    let area: f64 = told
        .lines()
        .last()
        .unwrap()
        .trim()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!((area - half).abs() < 1.0, "{told}");
    assert!(
        told.contains("d-one.geojson gives it to A, d-third.geojson to D"),
        "{told}"
    );
    desk.run(&["apply", "base.geojson", "m.geojson", "-o", "made.geojson"])
        .success();
    assert!(
        (desk.moved("base.geojson", "made.geojson") - half).abs() < 1.0,
        "the land that they agree on"
    );
    // Of another base.
    desk.run(&["diff", "one.geojson", "other.geojson", "-o", "d-late.geojson"])
        .success();
    let message = desk.refusal(&["merge", "d-one.geojson", "d-late.geojson"]);
    assert!(message.contains("different snapshots"), "{message}");
}

#[test]
fn layers_go_to_several_files_and_to_known_endings_alone() {
    let desk = Desk::new(&[
        (
            "before.geojson",
            rectangles("2001-01-01", &[("A", [0., 0., 2., 1.])]),
        ),
        (
            "after.geojson",
            rectangles("2002-01-01", &[("A", [0., 0., 3., 1.])]),
        ),
    ]);
    desk.run(&[
        "diff",
        "before.geojson",
        "after.geojson",
        "-o",
        "d.geojson",
        "-o",
        "c.csv",
        "--table",
        "controllers",
    ])
    .success();
    let table = std::fs::read_to_string(desk.0.path().join("c.csv")).unwrap();
    assert!(
        table.starts_with("name,before_km2,after_km2,gained_km2,lost_km2,succession_km2,net_km2\nA,"),
        "{table}"
    );
    for words in [
        vec!["apply", "before.geojson", "d.geojson"],
        vec!["invert", "d.geojson"],
        vec!["squash", "d.geojson"],
        vec!["merge", "d.geojson", "d.geojson"],
    ] {
        let with = |files: &[&'static str]| {
            let outputs = files.iter().flat_map(|file| ["-o", file]);
            words.iter().copied().chain(outputs).collect::<Vec<&str>>()
        };
        desk.run(&with(&["x.geojson", "y.json"])).success();
        let read = |name: &str| std::fs::read(desk.0.path().join(name)).unwrap();
        assert_eq!(read("x.geojson"), read("y.json"));
        for ending in ["x.gpkg", "x.txt", "x.csv", "x.shp"] {
            let message = desk.refusal(&with(&[ending]));
            assert!(message.contains(".geojson, .json"), "{message}");
            assert!(!desk.0.path().join(ending).exists());
        }
        let message = desk.refusal(&with(&["x.geojson", "./x.geojson"]));
        assert!(message.contains("twice"), "{message}");
    }
}

/// A coverage of a 4 × 4 lattice of cells whose inner corners are moved about; each cell has one of three holders,
/// or none.
fn coverage() -> impl Strategy<Value = Snapshot> {
    let corner = (-300_000_000_i64..300_000_000, -300_000_000_i64..300_000_000);
    (
        prop::collection::vec(corner, 25),
        prop::collection::vec(0_usize..4, 16),
    )
        .prop_map(|(moves, holders)| {
            let at = |i: usize, j: usize| {
                let (dx, dy) = moves[j * 5 + i];
                [
                    (44_000_000_000 + 1_000_000_000 * i as i64 + dx) as f64 / 1e9,
                    (39_000_000_000 + 1_000_000_000 * j as i64 + dy) as f64 / 1e9,
                ]
            };
            let features: Vec<_> = (0..16)
                .filter(|&cell| holders[cell] < 3)
                .map(|cell| {
                    let (i, j) = (cell % 4, cell / 4);
                    let ring = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1), at(i, j)];
                    let name = ["A", "B", "C"][holders[cell]];
                    serde_json::json!({"type": "Feature", "properties": {"controller": name},
                    "geometry": {"type": "Polygon", "coordinates": [ring]}})
                })
                .collect();
            snapshot(
                &serde_json::json!({"type": "FeatureCollection", "features": features}).to_string(),
                "made.geojson",
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: scaled(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn apply_makes_the_later_snapshot_and_the_inverse_brings_back_the_earlier(
        before in coverage(), after in coverage()
    ) {
        let diff = reread(&Diff::of(&change(&before, &after)));
        let made = apply(before.clone(), &diff).unwrap();
        prop_assert_eq!(difference(&made, &after), Area::ZERO);
        let undone = apply(made, &diff.clone().inverted()).unwrap();
        prop_assert_eq!(difference(&undone, &before), Area::ZERO);
        prop_assert_eq!(&diff.clone().inverted().inverted(), &diff);
    }

    #[test]
    fn diffs_squashed_do_what_they_do_one_after_another(
        first in coverage(), second in coverage(), third in coverage()
    ) {
        let diffs = [
            reread(&Diff::of(&change(&first, &second))),
            reread(&Diff::of(&change(&second, &third))),
        ];
        let both = reread(&squash(&diffs).unwrap());
        let made = apply(first.clone(), &both).unwrap();
        prop_assert_eq!(difference(&made, &third), Area::ZERO);
        prop_assert_eq!(&both.header.before, &diffs[0].header.before);
        let undone = apply(made, &both.inverted()).unwrap();
        prop_assert_eq!(difference(&undone, &first), Area::ZERO);
        if first.content_hash() != third.content_hash() {
            let message = squash(&[diffs[1].clone(), diffs[0].clone()]).unwrap_err().to_string();
            prop_assert!(message.contains("diff 2"), "{}", message);
        }
    }

    #[test]
    fn what_apply_writes_reads_as_what_it_made(before in coverage(), after in coverage()) {
        let change = change(&before, &after);
        let diff = Diff::of(&change);
        let made = apply(before, &diff).unwrap();
        let mut bytes = Vec::new();
        write::snapshot(&mut bytes, &made, "landshift apply", &serde_json::Map::new()).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        if !made.territories.is_empty() {
            prop_assert_eq!(snapshot(&text, "made.geojson").content_hash(), made.content_hash());
        }
    }
}
