//! Two snapshots measured tile by tile: the sums are those of one run, and what does not belong together is noticed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use landshift::{Area, ReadOptions, ReferenceLayers, Settings, Snapshot, Study, ToleranceSetting};
use landshift_engine::measure::{EdgeModel, Length};
use serde_json::Value;

use crate::support::{failure, karabakh, landshift, names, rectangles, stdout};

/// The whole mm² of every cell of the matrix.
type Cells = BTreeMap<(Option<String>, Option<String>), i128>;

fn whole(before: &Path, after: &Path, edges: EdgeModel) -> Cells {
    let read = |path: &Path| {
        let name = path.display().to_string();
        Snapshot::read(fs::read(path).unwrap(), name.as_str(), &ReadOptions::default()).unwrap()
    };
    let settings = Settings::default()
        .edges(edges)
        .tolerance(ToleranceSetting::Fixed(Length::ZERO));
    let study = Study::new(
        vec![read(before), read(after)],
        ReferenceLayers::default(),
        settings,
    );
    let study = study.unwrap();
    let transitions = study.change(study.overall()).unwrap().change.transitions;
    transitions
        .into_iter()
        .map(|t| ((t.from, t.to), Area::units(t.area)))
        .collect()
}

/// Makes tiles in the folder `tiles`, measures each and returns what their sums are called.
fn measured(folder: &Path, [before, after]: [&Path; 2], options: &[&str]) -> Vec<PathBuf> {
    let mut tile = landshift(folder);
    tile.arg("tile").args([before, after]);
    stdout(tile.args(options).args(["-o", "tiles"]));
    let tiles = names(&folder.join("tiles"));
    let tiles = tiles.iter().filter_map(|name| name.strip_suffix(".tile"));
    tiles.map(|tile| sums(folder, tile)).collect()
}

fn sums(folder: &Path, tile: &str) -> PathBuf {
    let sums = PathBuf::from(format!("{tile}.json"));
    let mut measure = landshift(folder);
    stdout(
        measure
            .arg("tile-sums")
            .arg(format!("tiles/{tile}.tile"))
            .arg("-o")
            .arg(&sums),
    );
    sums
}

fn merge(folder: &Path, sums: &[PathBuf]) -> assert_cmd::Command {
    let mut merge = landshift(folder);
    merge.args(["merge-sums", "tiles/tiles.json"]).args(sums);
    merge
}

fn cells(json: &str) -> Cells {
    let result: Value = serde_json::from_str(json).unwrap();
    let name = |value: &Value| value.as_str().map(str::to_owned);
    let transitions = result["transitions"].as_array().unwrap().iter();
    transitions
        .map(|t| {
            let area = t["area_mm2"].as_str().unwrap().parse().unwrap();
            ((name(&t["from"]), name(&t["to"])), area)
        })
        .collect()
}

fn check(before: &Path, after: &Path, grid: &str) {
    for (edges, name) in [
        (EdgeModel::StraightLonLat, "straight"),
        (EdgeModel::Geodesic, "geodesic"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let sums = measured(folder.path(), [before, after], &["--grid", grid, "--edges", name]);
        let mut merge = merge(folder.path(), &sums);
        let cells = cells(&stdout(merge.args(["--format", "json"])));
        assert_eq!(cells, whole(before, after, edges), "{grid}, {name}");
    }
}

#[test]
fn the_sums_of_all_tiles_are_the_matrix_to_the_last_square_millimetre() {
    let [before, after] = ["1994-05-12", "2020-12-01"].map(|date| karabakh().join(format!("{date}.geojson")));
    check(&before, &after, "1x1");
    check(&before, &after, "5x3");
}

/// Rings, each the land of somebody.
fn rings(date: &str, land: &[(&str, &[[f64; 2]])]) -> String {
    let features: Vec<Value> = land
        .iter()
        .map(|(name, ring)| {
            serde_json::json!({
                "type": "Feature",
                "properties": {"controller": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]}
            })
        })
        .collect();
    serde_json::json!({"type": "FeatureCollection", "date": date, "features": features}).to_string()
}

#[test]
fn land_across_180_degrees_with_edges_as_long_as_the_earth_is_measured_as_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let [before, after] = ["before.geojson", "after.geojson"].map(|name| folder.path().join(name));
    let strip = |south: f64, north: f64| {
        [
            [170., south],
            [-170., south],
            [-170., north],
            [170., north],
            [170., south],
        ]
    };
    let long = [[-88., -60.], [88., 50.5], [88., 51.], [-88., -59.], [-88., -60.]];
    // It crosses itself, and others.
    let bow = [[160., -5.], [175., 12.], [175., -4.], [161., 13.3], [160., -5.]];
    let south_pole = [
        [-180., -90.],
        [180., -90.],
        [180., -71.],
        [0., -65.1],
        [-180., -71.],
        [-180., -90.],
    ];
    fs::write(
        &before,
        rings(
            "2001",
            &[("A", &strip(-3., 8.)), ("Long", &long), ("Pole", &south_pole)],
        ),
    )
    .unwrap();
    fs::write(
        &after,
        rings(
            "2002",
            &[
                ("A", &strip(-3., 5.)),
                ("B", &strip(4.9, 8.)),
                ("Bow", &bow),
                ("Long", &long),
            ],
        ),
    )
    .unwrap();
    check(&before, &after, "3x2");
    check(&before, &after, "7x5");
}

/// A folder with the sums of all tiles of two snapshots, and other tiles in the folder `other`.
fn case() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, border: f64| {
        let land = [("A", [0., 0., border, 2.]), ("B", [border, 0., 4., 2.])];
        fs::write(
            folder.path().join(name),
            rectangles(&format!("200{border}"), &land),
        )
        .unwrap();
    };
    write("before.geojson", 1.);
    write("after.geojson", 2.);
    write("later.geojson", 3.);
    let [before, after] = ["before.geojson", "after.geojson"].map(Path::new);
    let sums = measured(folder.path(), [before, after], &["--grid", "2x2"]);
    (folder, sums)
}

#[test]
fn a_tile_that_is_lost_or_there_twice_is_an_error() {
    let (folder, mut sums) = case();
    let lost = sums.pop().unwrap();
    let message = failure(&mut merge(folder.path(), &sums));
    assert!(message.contains("1 of 4 tiles are missing: 1-1"), "{message}");
    sums.extend([lost, "0-0.json".into()]);
    let message = failure(&mut merge(folder.path(), &sums));
    assert!(
        message.contains("0-0.json: is of tile 0-0, as 0-0.json is"),
        "{message}"
    );
    sums.pop();
    let csv = stdout(merge(folder.path(), &sums).args(["--format", "csv"]));
    assert!(
        csv.starts_with("before,after,from,to,area_km2,area_mm2,succession\n"),
        "{csv}"
    );
    let text = stdout(&mut merge(folder.path(), &sums));
    assert!(text.contains("B → A"), "{text}");
}

#[test]
fn a_tile_of_other_snapshots_is_an_error() {
    let (folder, mut sums) = case();
    fs::rename(folder.path().join("tiles"), folder.path().join("first")).unwrap();
    sums.truncate(3);
    let [before, later] = ["before.geojson", "later.geojson"].map(Path::new);
    let others = measured(folder.path(), [before, later], &["--grid", "2x2"]);
    fs::rename(folder.path().join(&others[3]), folder.path().join("other.json")).unwrap();
    sums.push("other.json".into());
    // The sums of the first three tiles were written anew.
    let message = failure(
        landshift(folder.path())
            .args(["merge-sums", "first/tiles.json"])
            .args(&sums),
    );
    assert!(
        message.contains("0-0.json: is of a tile of other snapshots"),
        "{message}"
    );
}

#[test]
fn what_was_damaged_or_is_of_another_version_is_an_error() {
    let (folder, all) = case();
    let path = |name: &str| folder.path().join(name);
    let measure = |name: &str| failure(landshift(folder.path()).args(["tile-sums", name]));
    let tile = fs::read(path("tiles/0-1.tile")).unwrap();
    let mut damaged = tile.clone();
    *damaged.last_mut().unwrap() ^= 1;
    fs::write(path("damaged.tile"), damaged).unwrap();
    fs::write(path("short.tile"), &tile[..tile.len() - 7]).unwrap();
    for name in ["damaged.tile", "short.tile"] {
        let message = measure(name);
        assert!(message.contains(name) && message.contains("damaged"), "{message}");
    }
    let message = measure("before.geojson");
    assert!(message.contains("before.geojson: is no tile"), "{message}");
    let sums = fs::read_to_string(path("0-1.json")).unwrap();
    let first = sums.find("\"}").unwrap();
    let changed = [&sums[..first], "1", &sums[first..]].concat();
    for (text, what) in [
        (changed, "it was changed"),
        (
            sums.replace(env!("CARGO_PKG_VERSION"), "0.0.1"),
            "was made by landshift 0.0.1",
        ),
        (sums[..40].to_owned(), "holds no sums of a tile"),
    ] {
        fs::write(path("0-1.json"), text).unwrap();
        let message = failure(&mut merge(folder.path(), &all));
        assert!(
            message.contains("0-1.json") && message.contains(what),
            "{message}"
        );
    }
}

#[test]
fn a_folder_that_is_there_stays_as_it_is() {
    let (folder, _) = case();
    let before = names(&folder.path().join("tiles"));
    let again = [
        "tile",
        "before.geojson",
        "after.geojson",
        "--grid",
        "1x1",
        "-o",
        "tiles",
    ];
    let message = failure(landshift(folder.path()).args(again));
    assert!(message.contains("tiles: is there already"), "{message}");
    assert_eq!(names(&folder.path().join("tiles")), before);
    let none = [
        "tile",
        "before.geojson",
        "none.geojson",
        "--grid",
        "1x1",
        "-o",
        "new",
    ];
    failure(landshift(folder.path()).args(none));
    assert!(names(folder.path()).iter().all(|name| !name.contains("new")));
    let grid = [
        "tile",
        "before.geojson",
        "after.geojson",
        "--grid",
        "0x3",
        "-o",
        "new",
    ];
    let message = failure(landshift(folder.path()).args(grid));
    assert!(message.contains("is no grid of tiles"), "{message}");
}
