//! Binary formats of input: the same land, the same answer.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{failure, karabakh, landshift, stdout};

/// The inputs that `make.py` there makes.
fn inputs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("engine/tests/inputs")
}

/// The diff of two dates of the reference case, without what the files are called.
fn diff(folder: &Path, before: &str, after: &str) -> String {
    let text = stdout(landshift(folder).args(["diff", before, after, "--format", "geojson"]));
    let mut diff: Value = serde_json::from_str(&text).unwrap();
    let header = diff["landshift"].as_object_mut().unwrap();
    // It is one of the names as well.
    header.remove("digest");
    for side in ["before", "after"] {
        header[side].as_object_mut().unwrap().remove("path");
    }
    diff.to_string()
}

#[test]
fn the_reference_case_has_the_same_diff_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    for date in ["1994-05-12", "2023-10-01"] {
        let name = format!("{date}.geojson");
        let text = fs::read_to_string(karabakh().join(&name)).unwrap();
        let mut layer: Value = serde_json::from_str(&text).unwrap();
        // These formats have no titles.
        layer.as_object_mut().unwrap().remove("title");
        fs::write(folder.path().join(name), layer.to_string()).unwrap();
    }
    let same = diff(folder.path(), "1994-05-12.geojson", "2023-10-01.geojson");
    assert!(same.len() > 5_000);
    for (before, after) in [
        ("karabakh.gpkg#1994-05-12", "karabakh.gpkg#2023-10-01"),
        ("karabakh-1994-05-12.fgb", "karabakh-2023-10-01.fgb"),
        ("karabakh-1994-05-12.parquet", "karabakh-2023-10-01.parquet"),
    ] {
        assert!(diff(&inputs(), before, after) == same, "{before}");
    }
}

#[test]
fn a_damaged_file_is_one_message() {
    let folder = tempfile::tempdir().unwrap();
    for (name, end, what) in [
        ("karabakh.gpkg", 10_000, "it ends after 9 of 62 pages"),
        (
            "karabakh-1994-05-12.fgb",
            1400,
            "its index should have 7 features",
        ),
        ("karabakh-1994-05-12.fgb", 10_000, "it is cut short"),
        (
            "karabakh-1994-05-12.parquet",
            10_000,
            "it does not end as Parquet does",
        ),
    ] {
        let whole = fs::read(inputs().join(name)).unwrap();
        fs::write(folder.path().join(name), &whole[..end]).unwrap();
        let said = failure(landshift(folder.path()).args(["check", name]));
        assert!(said.starts_with(&format!("landshift: {name}: {what}")), "{said}");
        assert!(said.contains("hint: "), "{said}");
    }
}

#[test]
fn a_projected_layer_is_said_and_is_the_same_land() {
    let folder = inputs();
    let run = |after: &str| {
        let mut command = landshift(&folder);
        command.args(["diff", "karabakh.gpkg#2023-10-01", after, "--format", "csv"]);
        command.assert().success().get_output().clone()
    };
    for name in ["32638", "3857"] {
        let output = run(&format!("projected.gpkg#{name}"));
        let said = String::from_utf8(output.stderr).unwrap();
        let line =
            format!("projected.gpkg#{name}: reprojected to longitude and latitude (WGS 84) from EPSG:{name}");
        assert!(said.contains(&line), "{said}");
        let file = format!("projected.gpkg#{name}");
        let read = line.split_once(": ").unwrap().1;
        for command in ["check", "info"] {
            let output = |more: &[&str]| {
                let mut command_line = landshift(&folder);
                command_line.args([command, &file]).args(more);
                String::from_utf8(command_line.output().unwrap().stdout).unwrap()
            };
            let text = output(&[]).replace("\n  ", " ");
            assert!(text.contains(&format!("Read: {read}")), "{text}");
            let json: Value = serde_json::from_str(&output(&["--format", "json"])).unwrap();
            assert!(
                json["files"][0]["notices"][0].as_str().unwrap().starts_with(read),
                "{json}"
            );
        }
    }
}

#[test]
fn the_reference_system_of_old_geojson_counts_wherever_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let square = r#"{"type": "Feature", "properties": {"controller": "A"}, "geometry": {"type": "Polygon",
        "coordinates": [[[500000, 4400000], [500100, 4400000], [500100, 4400100], [500000, 4400000]]]}}"#;
    let write = |name: &str, code: u32| {
        let crs =
            format!(r#""crs": {{"type": "name", "properties": {{"name": "urn:ogc:def:crs:EPSG::{code}"}}}}"#);
        let text = format!(r#"{{"type": "FeatureCollection", "features": [{square}], {crs}}}"#);
        fs::write(folder.path().join(name), text).unwrap();
    };
    write("utm.geojson", 32638);
    write("unknown.geojson", 27);
    landshift(folder.path())
        .args(["check", "utm.geojson", "--fix", "-o", "fixed.geojson"])
        .assert()
        .success();
    let fixed = fs::read_to_string(folder.path().join("fixed.geojson")).unwrap();
    let fixed: Value = serde_json::from_str(&fixed).unwrap();
    let first = &fixed["features"][0]["geometry"]["coordinates"][0][0];
    assert_eq!(first.to_string(), "[45.0,39.749907519]");
    let said = failure(landshift(folder.path()).args(["check", "unknown.geojson"]));
    assert!(
        said.contains("unknown.geojson: its reference system is `EPSG:27`"),
        "{said}"
    );
    assert!(said.contains("hint: reproject it"), "{said}");
}
