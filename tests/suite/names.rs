//! Names: what is one, what may be, who is renamed, whose land has none, and who holds the rest.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

use crate::support::{failure, landshift, rectangles, said, stdout};

/// A rectangle with properties, and an id where it has one.
fn feature(properties: &Value, id: Option<&str>, [w, s, e, n]: [f64; 4]) -> Value {
    let mut feature = json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon",
        "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}});
    if let Some(id) = id {
        feature["id"] = id.into();
    }
    feature
}

fn write(folder: &Path, name: &str, features: &[Value]) {
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    fs::write(folder.join(name), text).unwrap();
}

fn json_of(command: &mut Command) -> Value {
    serde_json::from_str(&stdout(command.args(["--format", "json", "--tolerance", "0m"]))).unwrap()
}

/// The land that went from one to another, km².
fn went(result: &Value, from: Option<&str>, to: Option<&str>) -> f64 {
    let transitions = result["transitions"].as_array().unwrap();
    let own = transitions
        .iter()
        .filter(|t| t["from"].as_str() == from && t["to"].as_str() == to);
    own.map(|t| t["area_km2"].as_f64().unwrap()).sum()
}

fn near(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-6 * other.abs().max(1.0), "{one} {other}");
}

#[test]
fn names_that_look_alike_are_one_and_near_misses_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let before = [
        ("Chambe\u{301}ry", [0., 0., 1., 1.]),
        ("TURKEY", [2., 0., 3., 1.]),
        ("New-York", [4., 0., 5., 1.]),
    ];
    let after = [
        (" Chamb\u{e9}ry ", [0., 0., 1., 1.]),
        ("Turkey", [2., 0., 3., 1.]),
        ("New York", [4., 0., 5., 1.]),
    ];
    fs::write(folder.join("a.geojson"), rectangles("2001", &before)).unwrap();
    fs::write(folder.join("b.geojson"), rectangles("2002", &after)).unwrap();
    let result = json_of(landshift(folder).args(["diff", "a.geojson", "b.geojson"]));
    near(
        went(&result, Some("Chamb\u{e9}ry"), Some("Chamb\u{e9}ry")),
        SQUARE,
    );
    for command in [
        &["diff", "a.geojson", "b.geojson"][..],
        &["compare", "a.geojson", "b.geojson"],
        &["timeline", "a.geojson", "b.geojson"],
        &["map", "a.geojson", "b.geojson", "-o", "x.svg", "--overwrite"],
        &["check", "a.geojson", "b.geojson"],
    ] {
        let message = said(landshift(folder).args(command));
        for expected in [
            "\"TURKEY\" in a.geojson and \"Turkey\" in b.geojson may be one name: --rename joins them by the line \
             TURKEY,Turkey",
            "New-York,New York",
        ] {
            assert!(message.contains(expected), "{command:?}: {message}");
        }
        assert!(!message.contains("Chamb"), "{message}");
    }
    fs::write(
        folder.join("names.csv"),
        "old,new\nTURKEY,Turkey\nNew-York,New York\nPersia,Iran\n",
    )
    .unwrap();
    let mut command = landshift(folder);
    command.args(["diff", "a.geojson", "b.geojson", "--rename", "names.csv"]);
    let message = said(&mut command);
    assert!(
        !message.contains("may be one") && message.contains("no snapshot has the name \"Persia\""),
        "{message}"
    );
    assert!(stdout(&mut command).starts_with("No land changed hands between"));
}

#[test]
fn a_file_without_names_is_not_named_after_itself() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let none = json!({"area": 1});
    for (day, east) in [("01", 1.0), ("02", 1.5), ("03", 2.0)] {
        write(
            folder,
            &format!("front-2025-05-{day}.geojson"),
            &[feature(&none, None, [0., 0., east, 1.])],
        );
    }
    let files = [
        "front-2025-05-01.geojson",
        "front-2025-05-02.geojson",
        "front-2025-05-03.geojson",
    ];
    let message = failure(landshift(folder).arg("timeline").args(files));
    assert!(
        message.contains("front-2025-05-01.geojson: no feature names its controller"),
        "{message}"
    );
    assert!(
        message.contains("--as") && message.contains("--by") && message.contains("`area`"),
        "{message}"
    );
    let text =
        stdout(
            landshift(folder)
                .arg("timeline")
                .args(files)
                .args(["--as", "Russia", "--tolerance", "0m"]),
        );
    assert!(text.contains("12,308 km² changed hands"), "{text}");
    // A file beside one that has names.
    fs::write(
        folder.join("named.geojson"),
        rectangles("2025-06", &[("Russia", [0., 0., 3., 1.])]),
    )
    .unwrap();
    let message = failure(landshift(folder).args(["diff", files[0], "named.geojson"]));
    assert!(message.contains("no feature names its controller"), "{message}");
    // One file alone is compared with nothing.
    landshift(folder).args(["check", files[0]]).assert().success();
}

#[test]
fn features_that_differ_by_id_are_told_apart_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let land = |border: f64, ids: [&str; 2]| {
        [(ids[0], 0.0, border), (ids[1], border, 2.0)]
            .map(|(id, w, e)| feature(&json!({}), Some(id), [w, 0., e, 1.]))
    };
    write(folder, "a.geojson", &land(1.0, ["A", "B"]));
    write(folder, "b.geojson", &land(1.5, ["A", "B"]));
    let result = json_of(landshift(folder).args(["diff", "a.geojson", "b.geojson"]));
    near(went(&result, Some("B"), Some("A")), SQUARE / 2.0);
    let message = said(landshift(folder).args(["diff", "a.geojson", "b.geojson"]));
    assert!(message.contains("2 controllers, named by their ids"), "{message}");
    // Numbers that only count the features name nobody, unless the user says so.
    write(folder, "c.geojson", &land(1.0, ["0", "1"]));
    write(folder, "d.geojson", &land(1.5, ["0", "1"]));
    let message = failure(landshift(folder).args(["diff", "c.geojson", "d.geojson"]));
    assert!(message.contains("--by id takes them for names"), "{message}");
    let result = json_of(landshift(folder).args(["diff", "c.geojson", "d.geojson", "--by", "id"]));
    near(went(&result, Some("1"), Some("0")), SQUARE / 2.0);
    // Ids beside names that are none of them.
    fs::write(
        folder.join("e.geojson"),
        rectangles("2025", &[("X", [0., 0., 1., 1.])]),
    )
    .unwrap();
    let message = failure(landshift(folder).args(["diff", "a.geojson", "e.geojson"]));
    assert!(
        message.contains("no name of the one is in the other"),
        "{message}"
    );
}

#[test]
fn land_without_a_name_is_left_out_or_given_away() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let land = |border: f64| {
        [
            feature(&json!({"NAME": "A"}), None, [0., 0., border, 1.]),
            feature(&json!({"NAME": null}), None, [border, 0., 2., 1.]),
            feature(&json!({"NAME": ""}), None, [2., 0., 3., 1.]),
        ]
    };
    write(folder, "a.geojson", &land(1.0));
    write(folder, "b.geojson", &land(1.5));
    let diff = |options: &[&str]| {
        let mut command = landshift(folder);
        command.args(["diff", "a.geojson", "b.geojson"]).args(options);
        command
    };
    let message = failure(&mut diff(&[]));
    assert!(
        message.contains("feature 1: it has no `NAME`") && message.contains("2 of 3 features"),
        "{message}"
    );
    assert!(
        message.contains("--unnamed skip") && message.contains("--unnamed NAME"),
        "{message}"
    );
    let result = json_of(&mut diff(&["--unnamed", "skip"]));
    near(went(&result, None, Some("A")), SQUARE / 2.0);
    let message = said(&mut diff(&["--unnamed", "skip"]));
    assert!(
        message.contains("land without a name left out (2×, first at feature 1)"),
        "{message}"
    );
    let result = json_of(&mut diff(&["--unnamed", "Tribes"]));
    near(went(&result, Some("Tribes"), Some("A")), SQUARE / 2.0);
}

/// Outlines of one side on three days and all the land in question, `land.geojson`; and how their land is named.
fn outlines(folder: &Path) -> ([&'static str; 3], [&'static str; 4]) {
    let days = ["2025-01-01.geojson", "2025-02-01.geojson", "2025-03-01.geojson"];
    for (name, east) in days.iter().zip([1.0, 1.5, 1.25]).chain([(&"land.geojson", 4.0)]) {
        write(folder, name, &[feature(&json!({}), None, [0., 0., east, 1.])]);
    }
    (days, ["--as", "Russia", "--rest", "Ukraine"])
}

#[test]
fn the_rest_of_the_land_has_a_holder() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (days, sides) = outlines(folder);
    let result = json_of(landshift(folder).arg("diff").args(&days[..2]).args(sides));
    near(went(&result, Some("Ukraine"), Some("Russia")), SQUARE / 2.0);
    near(went(&result, None, Some("Russia")), 0.0);
    near(
        result["before"]["area_km2"].as_f64().unwrap(),
        result["after"]["area_km2"].as_f64().unwrap(),
    );
    // All the land in question.
    let all = [&sides[..], &["--land", "land.geojson"]].concat();
    let result = json_of(landshift(folder).arg("diff").args(&days[..2]).args(&all));
    near(went(&result, Some("Ukraine"), Some("Ukraine")), 2.5 * SQUARE);
    let series = json_of(landshift(folder).arg("timeline").args(days).args(sides));
    let of = |name: &str| {
        let controllers = series["controllers"].as_array().unwrap().iter();
        controllers.clone().find(|c| c["name"] == name).unwrap().clone()
    };
    assert_eq!(of("Russia")["gained_km2"], of("Ukraine")["lost_km2"]);
    near(of("Ukraine")["first_km2"].as_f64().unwrap(), SQUARE / 2.0);
    let text = stdout(
        landshift(folder)
            .arg("timeline")
            .args(days)
            .args(sides)
            .args(["--tolerance", "0m"]),
    );
    assert!(
        text.replace('\n', " ")
            .contains("Russia gained 6,154 km² from Ukraine, and lost 3,077 km²."),
        "{text}"
    );
    let said = |words: &[&str]| {
        let output = landshift(folder)
            .arg("diff")
            .args(&days[..2])
            .args(words)
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said(&sides).contains("Ukraine holds what one file leaves out and another covers; --land names"));
    assert!(said(&all).contains("Ukraine holds what is left of land.geojson"));
    let same = ["--as", "Russia", "--rest", "Russia"];
    let message = failure(landshift(folder).arg("diff").args(&days[..2]).args(same));
    assert!(message.contains("`Russia` is to hold the rest"), "{message}");
    let message = failure(
        landshift(folder)
            .arg("diff")
            .args(&days[..2])
            .args(["--land", "land.geojson"]),
    );
    assert!(message.contains("--rest"), "{message}");
    write(folder, "empty.geojson", &[]);
    let none = [&sides[..], &["--land", "empty.geojson"]].concat();
    let message = failure(landshift(folder).arg("diff").args(&days[..2]).args(&none));
    assert!(message.contains("empty.geojson: has no polygons"), "{message}");
}

/// A patch is of the files as they are: it needs no word of the rest to lead from one to the next.
#[test]
fn a_patch_leads_from_outline_to_outline() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (days, sides) = outlines(folder);
    let all = [&sides[..], &["--land", "land.geojson"]].concat();
    for options in [&sides[..], &all] {
        let patch = ["-o", "d.geojson", "--tolerance", "0m", "--overwrite"];
        landshift(folder)
            .arg("diff")
            .args(&days[..2])
            .args(options)
            .args(patch)
            .assert()
            .success();
        let apply = [
            "apply",
            days[0],
            "d.geojson",
            "-o",
            "after.geojson",
            "--overwrite",
        ];
        landshift(folder).args(apply).assert().success();
        let features = |name: &str| -> Vec<Value> {
            let text = std::fs::read_to_string(folder.join(name)).unwrap();
            let document: Value = serde_json::from_str(&text).unwrap();
            document["features"].as_array().unwrap().clone()
        };
        let [piece] = &features("d.geojson")[..] else {
            panic!("one piece")
        };
        assert_eq!(piece["properties"]["from"], "Ukraine");
        assert_eq!(piece["properties"]["from_rest"], true);
        let [land] = &features("after.geojson")[..] else {
            panic!("one territory")
        };
        assert_eq!(land["properties"]["controller"], "Russia");
        let later = feature(&json!({"controller": "Russia"}), None, [0., 0., 1.5, 1.]);
        write(folder, "d2.geojson", &[later]);
        let check = ["diff", "after.geojson", "d2.geojson", "--tolerance", "0m"];
        let text = stdout(landshift(folder).args(check));
        assert!(text.starts_with("No land changed hands between"), "{text}");
    }
    // A damaged one is told as such, though the base alone does not name its controller.
    let text = fs::read_to_string(folder.join("d.geojson")).unwrap();
    fs::write(
        folder.join("bad.geojson"),
        text.replace("\"noise\":false", "\"noise\":true"),
    )
    .unwrap();
    let message = failure(landshift(folder).args(["apply", days[0], "bad.geojson"]));
    assert!(
        message.contains("bad.geojson") && message.contains("the diff is damaged"),
        "{message}"
    );
}

/// Three dates: an empire becomes a union but for a province, then the union loses land and a kingdom gets another name.
fn renamed(folder: &Path) -> [&'static str; 3] {
    let dates = [
        (
            "1914.geojson",
            &[
                ("Empire", [0., 0., 10., 1.]),
                ("Persia", [10., 0., 12., 1.]),
                ("Neighbour", [12., 0., 13., 1.]),
            ][..],
        ),
        (
            "1920.geojson",
            &[
                ("Union", [0., 0., 9., 1.]),
                ("Poland", [9., 0., 10., 1.]),
                ("Persia", [10., 0., 12., 1.]),
                ("Neighbour", [12., 0., 13., 1.]),
            ],
        ),
        (
            "1938.geojson",
            &[
                ("Union", [0., 0., 8., 1.]),
                ("Poland", [8., 0., 10., 1.]),
                ("Iran", [10., 0., 12., 1.]),
                ("Neighbour", [12., 0., 13., 1.]),
            ],
        ),
    ];
    for (name, land) in dates {
        fs::write(folder.join(name), rectangles(&name[..4], land)).unwrap();
    }
    dates.map(|(name, _)| name)
}

/// A degree along the equator, km².
const SQUARE: f64 = 12_308.463_894;

#[test]
fn who_is_renamed_conquers_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = renamed(folder);
    let pair = ["diff", files[0], files[1]];
    let text = stdout(landshift(folder).args(pair).args(["--tolerance", "0m"]));
    assert!(
        text.starts_with("Poland gained 12,308 km² from Empire between 1914 and 1920."),
        "{text}"
    );
    assert!(
        text.contains("Land that passed to an heir") && text.contains("Empire → Union"),
        "{text}"
    );
    let result = json_of(landshift(folder).args(pair));
    let is_succession = |t: &&Value| t["succession"] == true;
    let passed: Vec<&Value> = result["transitions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(is_succession)
        .collect();
    assert_eq!(passed.len(), 1);
    assert_eq!(
        (&passed[0]["from"], &passed[0]["to"]),
        (&json!("Empire"), &json!("Union"))
    );
    assert_eq!(result["successions"][0]["to"], "Union");
    assert_eq!(result["renames"], json!(["Empire,Union"]));
    for c in result["controllers"].as_array().unwrap() {
        let km2 = |key: &str| c[key].as_f64().unwrap();
        near(km2("net_km2"), km2("after_km2") - km2("before_km2"));
        near(
            km2("gained_km2") - km2("lost_km2") + km2("succession_km2"),
            km2("net_km2"),
        );
        let gained = if c["name"] == "Poland" { SQUARE } else { 0.0 };
        assert!((km2("gained_km2") - gained).abs() < 1.0, "{c}");
    }
    let message = said(landshift(folder).args(pair));
    assert!(
        message.contains("1 succession") && message.ends_with("\nEmpire,Union\n"),
        "{message}"
    );
    // As a patch: the piece says so, and the patch works all the same.
    landshift(folder)
        .args(pair)
        .args(["-o", "d.geojson", "--tolerance", "0m"])
        .assert()
        .success();
    let patch: Value = serde_json::from_str(&fs::read_to_string(folder.join("d.geojson")).unwrap()).unwrap();
    let pieces = patch["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["properties"]);
    let marked: Vec<&Value> = pieces.filter(|p| p["succession"] == true).collect();
    assert_eq!((marked.len(), &marked[0]["to"]), (1, &json!("Union")));
    landshift(folder)
        .args(["apply", files[0], "d.geojson", "-o", "after.geojson"])
        .assert()
        .success();
    let text = stdout(landshift(folder).args(["diff", "after.geojson", files[1]]));
    assert!(text.starts_with("No land changed hands between"), "{text}");
    // Only another name: nothing changed hands, and the command says so by its exit code.
    let only = rectangles(
        "1915",
        &[
            ("Union", [0., 0., 10., 1.]),
            ("Persia", [10., 0., 12., 1.]),
            ("Neighbour", [12., 0., 13., 1.]),
        ],
    );
    fs::write(folder.join("1915.geojson"), only).unwrap();
    let text = stdout(landshift(folder).args(["diff", files[0], "1915.geojson", "--exit-code"]));
    assert!(
        text.starts_with("No land changed hands; Empire became Union between 1914 and 1915."),
        "{text}"
    );
    // Two sources of one date that name a holder differently disagree on the name, and are told so.
    let text = stdout(landshift(folder).args(["compare", files[0], "1915.geojson"])).replace('\n', " ");
    assert!(
        text.contains("what A gives to Empire is nearly what B gives to Union"),
        "{text}"
    );
    landshift(folder)
        .args(["compare", files[0], "1915.geojson", "--exit-code"])
        .assert()
        .code(1);
}

#[test]
fn a_series_tells_each_succession_and_renames_join_them() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = renamed(folder);
    let series = json_of(landshift(folder).arg("timeline").args(files));
    let passed: Vec<(&str, &str)> = series["successions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["from"].as_str().unwrap(), s["to"].as_str().unwrap()))
        .collect();
    assert_eq!(passed, [("Empire", "Union"), ("Persia", "Iran")]);
    assert_eq!(series["renames"], json!(["Empire,Union", "Persia,Iran"]));
    for c in series["controllers"].as_array().unwrap() {
        let km2 = |key: &str| c[key].as_f64().unwrap();
        near(km2("last_km2") - km2("first_km2"), km2("net_km2"));
    }
    let times = series["times"].as_array().unwrap();
    assert_eq!(times.len(), 1, "a name is no change of hands");
    let text = stdout(
        landshift(folder)
            .arg("timeline")
            .args(files)
            .args(["--tolerance", "0m"]),
    );
    assert!(
        text.replace('\n', " ").starts_with(
            "3 snapshots from 1914 to 1938: 24,617 km² changed hands in 2 of 2 steps. Poland gained"
        ),
        "{text}"
    );
    let message = said(landshift(folder).arg("timeline").args(files));
    let lines: Vec<&str> = message.lines().rev().take(2).collect();
    assert_eq!(lines, ["Persia,Iran", "Empire,Union"], "{message}");
    // Joined, there is one holder each, and no succession.
    for (name, text) in [
        ("names.csv", "Empire,Union\nPersia,Iran\n"),
        ("names.toml", "[rename]\nEmpire = \"Union\"\nPersia = \"Iran\"\n"),
    ] {
        fs::write(folder.join(name), text).unwrap();
        let series = json_of(
            landshift(folder)
                .arg("timeline")
                .args(files)
                .args(["--rename", name]),
        );
        assert_eq!(
            (&series["successions"], &series["renames"]),
            (&json!([]), &json!([]))
        );
        let first = &series["controllers"][0];
        assert_eq!(first["name"], "Union");
        assert!((first["first_km2"].as_f64().unwrap() - 10.0 * SQUARE).abs() < 10.0);
    }
    fs::write(folder.join("scenario.toml"), "id = \"x\"\ntitle = \"X\"\ntolerance_m = 0\nsnapshot = [{ path = \
        \"1914.geojson\" }, { path = \"1920.geojson\" }, { path = \"1938.geojson\" }]\n[rename]\nEmpire = \"Union\"\n\
        Persia = \"Iran\"\nNobody = \"Somebody\"\n").unwrap();
    let mut report = landshift(folder);
    report.args(["report", "scenario.toml", "-o", "out", "--without=maps,page"]);
    let message = said(&mut report);
    assert!(
        message.contains("no snapshot has the name \"Nobody\""),
        "{message}"
    );
    let text = fs::read_to_string(folder.join("out/report.txt")).unwrap();
    assert!(
        !text.contains("Empire") && !text.contains("heir") && text.contains("Poland gained"),
        "{text}"
    );
    fs::write(folder.join("circle.csv"), "A,B\nB,A\n").unwrap();
    let message = failure(landshift(folder).args(["diff", files[0], files[1], "--rename", "circle.csv"]));
    assert!(
        message.contains("circle.csv") && message.contains("comes back to itself"),
        "{message}"
    );
}

#[test]
fn maps_show_each_panel_its_names_and_draw_no_conquest_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = renamed(folder);
    let map = |kind: &str| {
        let name = format!("{kind}.svg");
        landshift(folder)
            .arg("map")
            .args(files)
            .args([
                "--kind",
                kind,
                "-o",
                &name,
                "--extent=-1,-2,14,3",
                "--tolerance",
                "0m",
            ])
            .assert()
            .success();
        fs::read_to_string(folder.join(name)).unwrap()
    };
    let multiples = map("multiples");
    let count = |what: &str| multiples.matches(what).count();
    assert_eq!(
        (count(">EMPIRE<"), count(">UNION<")),
        (1, 2),
        "each panel has the name of its own date"
    );
    assert!(
        multiples.contains("Union (formerly Empire)") && multiples.contains("Empire → Union"),
        "legend and small print"
    );
    assert!(!multiples.contains("change-empire-to-union") && multiples.contains("Poland gained 24,617 km²"));
    let shares = map("shares");
    let count = |what: &str| shares.matches(what).count();
    assert_eq!(
        (
            count(">Empire<"),
            count(">Union<"),
            count("data-controller=\"Empire\"")
        ),
        (1, 1, 0),
        "one band, with the name of each date"
    );
}
