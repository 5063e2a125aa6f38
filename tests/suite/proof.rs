//! The diff as files: bases and diffs that are not what they say, properties of land, two patches in one.

use serde_json::{Value, json};

use crate::support::{failure, landshift, rectangles, stdout};

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
    assert!(desk.moved("made.geojson", "after.geojson") <= 0.0);
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
        assert!(desk.moved("made.geojson", after) <= 0.0);
        desk.run(&["invert", "d.geojson", "-o", "back.geojson"]).success();
        desk.run(&["apply", "made.geojson", "back.geojson", "-o", "again.geojson"])
            .success();
        assert!(desk.moved("again.geojson", before) <= 0.0);
    }
}

/// Ways to damage a diff; none may be applied.
/// What is done to a diff, in words.
type Damage = (&'static str, fn(&mut Value));

fn damages() -> Vec<Damage> {
    vec![
        ("no pieces", |d| d["features"] = json!([])),
        ("one piece less", |d| {
            drop(d["features"].as_array_mut().unwrap().pop());
        }),
        ("a piece twice", |d| {
            let piece = d["features"][0].clone();
            d["features"].as_array_mut().unwrap().push(piece);
        }),
        ("a smaller piece", |d| {
            d["features"][0]["geometry"]["coordinates"][0][1] = json!([2.9, 0.1]);
        }),
        ("a piece that crosses itself", |d| {
            let ring = d["features"][0]["geometry"]["coordinates"][0]
                .as_array_mut()
                .unwrap();
            ring.swap(1, 2);
        }),
        ("a point", |d| {
            d["features"][0]["geometry"] = json!({"type": "Point", "coordinates": [1, 1]});
        }),
        ("null", |d| d["features"][0]["geometry"] = Value::Null),
        ("another holder after", |d| {
            d["features"][0]["properties"]["to"] = "Z".into();
        }),
        ("another holder before", |d| {
            d["features"][0]["properties"]["from"] = "X".into();
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
            d["landshift"]["after"]["area_km2"]["A"] = json!(1.0);
        }),
        ("areas before", |d| {
            d["landshift"]["before"]["area_km2"]["B"] = json!(1.0);
        }),
        ("edges", |d| d["landshift"]["edges"] = "bent".into()),
        ("tolerance", |d| d["landshift"]["tolerance_m"] = json!(-1)),
        ("properties", |d| {
            d["features"][0]["properties"]["to_land"] = json!(77);
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
        assert!(desk.moved("made.geojson", "after.geojson") <= 0.0);
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
    assert!(desk.moved("made.geojson", "after.geojson") <= 0.0);
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
    assert!(desk.moved("again.geojson", "before.geojson") <= 0.0);
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
        assert!(desk.moved("made.geojson", "both.geojson") <= 0.0);
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
        for ending in ["x.dwg", "x.txt", "x.csv", "x.shp"] {
            let message = desk.refusal(&with(&[ending]));
            assert!(message.contains(".geojson, .json"), "{message}");
            assert!(!desk.0.path().join(ending).exists());
        }
        let message = desk.refusal(&with(&["x.geojson", "./x.geojson"]));
        assert!(message.contains("twice"), "{message}");
    }
}
