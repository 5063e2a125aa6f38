//! Land in every format that is written: read back, it is the same land, and a diff is the same diff.

use std::fs;
use std::path::Path;

use landshift::LandFormat;
use tempfile::tempdir;

use crate::support::{failure, karabakh, landshift};

/// The formats that keep all digits of positions and what is said of the whole.
const WHOLE: [&str; 5] = ["geojson", "gpkg", "fgb", "parquet", "topojson"];

fn run(folder: &Path, arguments: &[&str]) {
    landshift(folder).args(arguments).assert().success();
}

/// The reference case's files, as arguments.
fn dates() -> [String; 3] {
    ["1994-05-12", "2020-12-01", "2023-10-01"]
        .map(|date| karabakh().join(format!("{date}.geojson")).display().to_string())
}

#[test]
fn a_diff_is_the_same_in_all_formats_that_keep_it() {
    let folder = tempdir().unwrap();
    let [before, between, after] = dates();
    for ending in WHOLE {
        let [diff, later, back, all, made] = ["d", "l", "b", "s", "a"].map(|stem| format!("{stem}.{ending}"));
        run(folder.path(), &["diff", &before, &between, "-o", &diff]);
        run(folder.path(), &["diff", &between, &after, "-o", &later]);
        run(
            folder.path(),
            &["invert", &diff, "-o", &back, "-o", &format!("{back}.geojson")],
        );
        run(
            folder.path(),
            &[
                "squash",
                &diff,
                &later,
                "-o",
                &all,
                "-o",
                &format!("{all}.geojson"),
            ],
        );
        run(
            folder.path(),
            &[
                "apply",
                &before,
                &all,
                "-o",
                &made,
                "-o",
                &format!("{made}.geojson"),
            ],
        );
        // What was read from a file in the format says the same as it does in GeoJSON.
        for stem in ["b", "s", "a"] {
            let read = |ending: &str| {
                let name = format!("{stem}.{ending}.geojson");
                fs::read_to_string(folder.path().join(name)).unwrap()
            };
            assert!(read(ending) == read("geojson"), "{stem} of {ending}");
        }
        // Who held what is the same land by the snapshot that is read again, and as of its date.
        let table = landshift(folder.path())
            .args(["diff", &after, &made, "--format", "json"])
            .output()
            .unwrap();
        let table: serde_json::Value = serde_json::from_slice(&table.stdout).unwrap();
        assert_eq!(table["after"]["date"], "2023-10-01", "{ending}");
        assert_eq!(table["before"]["hash"], table["after"]["hash"], "{ending}");
    }
}

#[test]
fn every_format_writes_the_same_bytes_again_over_its_own() {
    let folder = tempdir().unwrap();
    let [before, _, after] = dates();
    for format in LandFormat::ALL {
        let name = format!("d.{}", format.name());
        let write = || {
            run(folder.path(), &["diff", &before, &after, "-o", &name]);
            fs::read(folder.path().join(&name)).unwrap()
        };
        assert!(write() == write(), "{name}");
    }
}

#[test]
fn endings_of_no_format_are_refused_with_those_that_there_are() {
    let folder = tempdir().unwrap();
    let [before, _, after] = dates();
    let mut diff = landshift(folder.path());
    let message = failure(diff.args(["diff", &before, &after, "-o", "d.dwg"]));
    assert!(message.contains(".dwg"), "{message}");
    for format in LandFormat::ALL {
        assert!(message.contains(&format!(".{}", format.name())), "{message}");
    }
    run(folder.path(), &["diff", &before, &after, "-o", "d.geojson"]);
    let mut apply = landshift(folder.path());
    let message = failure(apply.args(["apply", &before, "d.geojson", "-o", "a.dwg"]));
    assert!(message.contains(".gpkg"), "{message}");
    assert!(!folder.path().join("a.dwg").exists());
}

#[test]
fn places_of_problems_are_points_and_land() {
    let folder = tempdir().unwrap();
    let features = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"controller": "A"}, "geometry": {"type": "Polygon", "coordinates":
            [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}},
        {"type": "Feature", "properties": {"controller": "B"}, "geometry": {"type": "Polygon", "coordinates":
            [[[1, 0], [3, 0], [3, 2], [1, 2], [2, 1], [1, 0]]]}},
        {"type": "Feature", "properties": {"controller": "C"}, "geometry": {"type": "Polygon", "coordinates":
            [[[8, 5], [9, 5], [9, 7], [8.5, 7], [8.5, 9], [8.5, 7], [8, 7], [8, 5]]]}}]}"#;
    fs::write(folder.path().join("x.geojson"), features).unwrap();
    for format in LandFormat::ALL {
        let name = format!("p.{}", format.name());
        let checked = landshift(folder.path())
            .args(["check", "x.geojson", "-o", &name])
            .assert();
        checked.code(1);
        let layers = match format.name() {
            "zip" => vec![format!("{name}#problems"), format!("{name}#problems_points")],
            _ => vec![name.clone()],
        };
        let read = |name: &String| landshift::Layer::open(&folder.path().join(name)).unwrap();
        let problems: Vec<_> = layers.iter().flat_map(|name| read(name).features).collect();
        let places = |of: fn(&landshift::Geometry) -> usize| {
            problems
                .iter()
                .map(|feature| of(&feature.geometry))
                .sum::<usize>()
        };
        assert!(places(|geometry| geometry.polygons.len()) > 0, "{name}");
        assert!(places(|geometry| geometry.points.len()) > 0, "{name}");
    }
    let fix = [
        "check",
        "x.geojson",
        "--fix",
        "--overlap",
        "first",
        "-o",
        "f.kml",
        "-o",
        "f.gpkg",
    ];
    run(folder.path(), &fix);
    let text = |name: &str| {
        let bytes = fs::read(folder.path().join(name)).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    for (name, mark) in [
        ("p.kml", "<styleUrl>#class"),
        ("f.kml", "<styleUrl>#class"),
        ("f.gpkg", "layer_styles"),
    ] {
        assert!(text(name).contains(mark), "{name}");
    }
}

#[test]
fn what_is_no_whole_patch_is_refused_as_one() {
    let folder = tempdir().unwrap();
    let [before, _, after] = dates();
    let files = ["d.topojson", "d.kml", "d.zip"];
    let outputs = files.iter().flat_map(|file| ["-o", file]);
    let diff = ["diff", &before, &after, "--quantize", "10000"]
        .into_iter()
        .chain(outputs);
    run(folder.path(), &diff.collect::<Vec<_>>());
    for file in files {
        let mut apply = landshift(folder.path());
        let message = failure(apply.args(["apply", &before, file, "-o", "a.geojson"]));
        assert!(
            message.contains("is no diff") && message.contains("GeoPackage"),
            "{message}"
        );
        // It is land all the same.
        run(folder.path(), &["check", file, "--by", "to", "-o", "c.json"]);
    }
    run(folder.path(), &["diff", &before, &after, "-o", "fine.topojson"]);
    let size = |name: &str| fs::metadata(folder.path().join(name)).unwrap().len();
    assert!(size("d.topojson") < size("fine.topojson"));
    let mut diff = landshift(folder.path());
    let message = failure(diff.args(["diff", &before, &after, "-o", "x.gpkg", "--quantize", "10000"]));
    assert!(message.contains("--quantize is for TopoJSON"), "{message}");
    assert!(!folder.path().join("x.gpkg").exists());
}
