//! Maps of units by what became of them.

use std::fs;
use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use crate::support::{landshift, stdout};

/// A unit: code, name, and its rectangle as west, south, east and north.
type Unit<'a> = (&'a str, &'a str, [f64; 4]);

const BEFORE: [Unit; 12] = [
    ("01", "Aby", [0., 0., 1., 1.]),
    ("02", "Bro", [1., 0., 2., 1.]),
    ("03", "Con", [2., 0., 3., 1.]),
    ("04", "Dal", [3., 0., 4., 1.]),
    ("05", "Elm", [4., 0., 5., 1.]),
    ("06", "Far", [5., 0., 6., 1.]),
    ("07", "Gil", [0., 1., 1., 2.]),
    ("08", "Hay", [1., 1., 2., 2.]),
    ("09", "Ivo", [2., 1., 3., 2.]),
    ("10", "Jar", [3., 1., 4., 2.]),
    ("11", "Kay", [4., 1., 5., 2.]),
    ("12", "Lee", [5., 1., 6., 2.]),
];

/// Every event happens.
const AFTER: [Unit; 13] = [
    // Split, merged, renamed, recoded.
    ("01", "Aby", [0., 0., 0.5, 1.]),
    ("13", "New Aby", [0.5, 0., 1., 1.]),
    ("02", "Bro", [1., 0., 3., 1.]),
    ("04", "Dale", [3., 0., 4., 1.]),
    ("15", "Elm", [4., 0., 5., 1.]),
    // Gil gave land to Hay; Ivo is divided between two, of which one gave as much away.
    ("07", "Gil", [0., 1., 0.8, 2.]),
    ("08", "Hay", [0.8, 1., 2.5, 2.]),
    ("10", "Jar", [2.5, 1., 3.8, 2.]),
    ("11", "Kay", [3.8, 1., 5., 2.]),
    // Lee is elsewhere, Far gone, Moe new.
    ("12", "Lee", [7., 1., 8., 2.]),
    ("14", "Moe", [7., 0., 8., 1.]),
    ("16", "Nye", [0., 2., 1., 3.]),
    ("17", "Oak", [1., 2., 2., 3.]),
];

fn layer(date: &str, units: &[Unit]) -> String {
    let features = units.iter().map(|(code, name, [w, s, e, n])| {
        json!({
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}
        })
    });
    let features: Vec<_> = features.collect();
    json!({"type": "FeatureCollection", "date": date, "features": features}).to_string()
}

pub(crate) fn districts() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.geojson"), layer("2010-01-01", &BEFORE)).unwrap();
    fs::write(folder.path().join("b.geojson"), layer("2020-01-01", &AFTER)).unwrap();
    folder
}

fn events(folder: &Path, more: &[&str]) -> String {
    let mut command = landshift(folder);
    command.args([
        "map",
        "a.geojson",
        "b.geojson",
        "--by",
        "code",
        "--kind",
        "events",
    ]);
    stdout(command.args(more))
}

/// The events of the drawn units, by name.
fn drawn(svg: &str) -> Vec<(&str, &str)> {
    let value = |element: &'static str, tag: &'_ str| -> Option<usize> { tag.find(element) };
    let units = svg.split("data-unit=\"").skip(1).filter_map(|rest| {
        let at = value("data-event=\"", rest)?;
        let event = rest[at..].split('"').nth(1)?;
        Some((rest.split('"').next()?, event))
    });
    units.collect()
}

#[test]
fn a_map_shows_what_became_of_every_unit() {
    let folder = districts();
    events(folder.path(), &["--no-base", "-o", "map.svg"]);
    let svg = fs::read_to_string(folder.path().join("map.svg")).unwrap();
    for (name, event) in [
        ("New Aby", "split"),
        ("Aby", "split"),
        ("Bro", "merged"),
        ("Dale (formerly Dal)", "renamed"),
        ("Elm", "recoded"),
        ("Gil", "reduced"),
        ("Kay", "enlarged"),
        ("Far", "dissolved"),
        ("Lee", "moved"),
        ("Moe", "created"),
    ] {
        assert!(
            drawn(&svg).contains(&(name, event)),
            "{name} {event}: {:?}",
            drawn(&svg)
        );
        assert!(svg.contains(&format!("class=\"event-{event}\"")), "{event}");
    }
    // The key has as many as the table of events.
    let mut table = landshift(folder.path());
    table.args(["lineage", "a.geojson", "b.geojson", "--by", "code"]);
    let rows = stdout(table.args(["--format", "csv", "--table", "events"]));
    assert!(
        rows.contains(",split,1,2") && svg.contains("split: 1 → 2"),
        "{rows}"
    );
    assert!(
        rows.contains(",created,0,3") && svg.contains("created: 3"),
        "{rows}"
    );
    assert!(svg.contains("from Aby"), "a part says what it was part of");
}

/// What the title counts is of the units before; those that were created are none of them.
#[test]
fn the_title_adds_up_to_the_units_before() {
    let folder = districts();
    events(folder.path(), &["--no-base", "-o", "map.svg"]);
    let svg = fs::read_to_string(folder.path().join("map.svg")).unwrap();
    let title = svg
        .split("<title id=\"title\">")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    let title = title.unwrap();
    let (before, created) = title.split_once("; and ").unwrap();
    assert_eq!(created, "3 created");
    let (changed, events) = before.split_once(" of 12 units changed: ").unwrap();
    assert!(events.contains("2 merged"), "both that went into one: {title}");
    let counts = events
        .split(", ")
        .map(|event| event.split(' ').next().unwrap().parse::<u32>().unwrap());
    assert_eq!(counts.sum::<u32>(), changed.parse::<u32>().unwrap(), "{title}");
}

/// Nobody holds units: Elm, which has another code, is no holder under another name, and no option is to make one of the two.
#[test]
fn maps_of_units_speak_of_no_holders() {
    let folder = districts();
    for kind in ["events", "lineage"] {
        let mut command = landshift(folder.path());
        command.args(["map", "a.geojson", "b.geojson", "--by", "code", "--kind", kind]);
        let output = command
            .args(["--no-base", "--overwrite", "-o", "map.svg"])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        assert!(said.contains("2 snapshots, property \"code\""), "{said}");
        assert!(
            !said.contains("controller") && !said.contains("rename"),
            "{kind}: {said}"
        );
        let svg = fs::read_to_string(folder.path().join("map.svg")).unwrap();
        assert!(!svg.contains("holder"), "{kind}");
        assert_eq!(svg.contains("Drawn as one unit"), kind == "lineage");
    }
}

#[test]
fn events_are_told_apart_in_every_style() {
    let folder = districts();
    for style in ["light", "dark", "print"] {
        let found = events(folder.path(), &["--no-base", "--style", style, "--lint"]);
        assert!(found.contains("24 pass") && found.contains("27 pass"), "{found}");
    }
    for medium in ["phone", "story"] {
        events(folder.path(), &["--for", medium, "--lint"]);
    }
}

#[test]
fn a_layer_of_moved_land_has_the_colours_of_the_map() {
    let folder = districts();
    let mut command = landshift(folder.path());
    command.args([
        "lineage",
        "a.geojson",
        "b.geojson",
        "--by",
        "code",
        "-o",
        "moved.kml",
    ]);
    command.assert().success();
    let kml = fs::read_to_string(folder.path().join("moved.kml")).unwrap();
    // Opacity, blue, green and red of what was split and merged.
    for colour in ["009fe6", "b27200"] {
        assert!(kml.contains(colour), "{colour}");
    }
}

#[test]
fn where_nothing_happened_the_map_says_so() {
    let folder = districts();
    fs::write(folder.path().join("b.geojson"), layer("2020-01-01", &BEFORE)).unwrap();
    events(folder.path(), &["--no-base", "-o", "map.svg"]);
    let svg = fs::read_to_string(folder.path().join("map.svg")).unwrap();
    assert!(svg.contains("None of 12 units changed"));
}

#[test]
fn a_page_tells_of_units_where_that_is_asked_for() {
    let folder = districts();
    let page = |more: &[&str]| {
        let mut command = landshift(folder.path());
        command.args(["page", "a.geojson", "b.geojson", "--by", "code", "--no-base"]);
        command.args(more).args(["-o", "page.html"]).assert().success();
        fs::read_to_string(folder.path().join("page.html")).unwrap()
    };
    let plain = page(&[]);
    assert!(!plain.contains("id=\"units\"") && !plain.contains("img-src"));
    let told = page(&["--lineage"]);
    assert!(told.len() < 1_000_000, "{}", told.len());
    assert!(told.contains("id=\"units\"") && told.contains("img-src data:"));
    assert_eq!(told.matches("<img ").count(), 2, "a map and a diagram");
    let rows = "<tr data-event=\"split\"><th scope=\"row\">split</th><td class=\"number\">1</td><td class=\"number\">2</td></tr>";
    assert!(told.contains(rows) && told.contains("<bdi>Dale (formerly Dal)</bdi>"));
    // Units are called by their names, in the table of what went from whom to whom as well.
    assert!(told.contains("Con → Bro"), "{:?}", told.find("→"));
    // By code the one that kept it goes on, wherever it is.
    assert!(page(&["--lineage=code"]).contains("data-event=\"moved\""));
}
