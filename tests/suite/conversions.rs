//! The reference case in every format: the same land, the same diff, byte for byte.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::support::{failure, karabakh, landshift, stdout};

/// The properties that are converted; shapefiles have no longer names.
const COLUMNS: [&str; 6] = ["name", "controller", "sovereign", "accuracy_m", "note", "date"];
const WGS84: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

type Ring = Vec<[f64; 2]>;

/// A feature of the reference case: its properties, those without a value null, and its polygons.
struct Land {
    properties: Map<String, Value>,
    polygons: Vec<Vec<Ring>>,
}

fn lands(date: &str) -> Vec<Land> {
    let text = fs::read_to_string(karabakh().join(format!("{date}.geojson"))).unwrap();
    let collection: Value = serde_json::from_str(&text).unwrap();
    let land = |feature: &Value| {
        let value = |name: &str| (name.to_owned(), feature["properties"][name].clone());
        let coordinates = feature["geometry"]["coordinates"].clone();
        let polygons = match feature["geometry"]["type"].as_str() {
            Some("Polygon") => json!([coordinates]),
            _ => coordinates,
        };
        Land {
            properties: COLUMNS.into_iter().map(value).collect(),
            polygons: serde_json::from_value(polygons).unwrap(),
        }
    };
    collection["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(land)
        .collect()
}

/// A file by the ending that it has after the stem of its name, and its bytes.
type Named = (&'static str, Vec<u8>);

fn geojson(lands: &[Land]) -> Vec<u8> {
    let features = lands.iter().map(|land| {
        let geometry = json!({"type": "MultiPolygon", "coordinates": land.polygons});
        json!({"type": "Feature", "properties": land.properties, "geometry": geometry})
    });
    json!({"type": "FeatureCollection", "features": features.collect::<Vec<_>>()})
        .to_string()
        .into_bytes()
}

/// Text as it is written into tables and documents.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn joined<T>(parts: &[T], separator: &str, text: impl Fn(&T) -> String) -> String {
    parts.iter().map(text).collect::<Vec<_>>().join(separator)
}

fn csv(lands: &[Land], separator: char) -> Vec<u8> {
    let position = |p: &[f64; 2]| format!("{} {}", p[0], p[1]);
    let ring = |ring: &Ring| format!("({})", joined(ring, ", ", position));
    let polygon = |rings: &Vec<Ring>| format!("({})", joined(rings, ", ", ring));
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let separator = separator.to_string();
    let mut rows = vec![format!("WKT{separator}{}", COLUMNS.join(&separator))];
    for land in lands {
        let wkt = format!("MULTIPOLYGON ({})", joined(&land.polygons, ", ", polygon));
        let cells = land.properties.values().map(|value| quoted(&plain(value)));
        let cells = std::iter::once(quoted(&wkt)).chain(cells);
        rows.push(cells.collect::<Vec<_>>().join(&separator));
    }
    rows.join("\r\n").into_bytes()
}

fn kml(lands: &[Land]) -> Vec<u8> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let position = |p: &[f64; 2]| format!("{},{},0", p[0], p[1]);
    let polygon = |rings: &Vec<Ring>| {
        let boundary = |(i, ring): (usize, &Ring)| {
            let which = if i == 0 { "outer" } else { "inner" };
            let coordinates = joined(ring, " ", position);
            format!(
                "<{which}BoundaryIs><LinearRing><coordinates>{coordinates}</coordinates></LinearRing></{which}BoundaryIs>"
            )
        };
        let boundaries: String = rings.iter().enumerate().map(boundary).collect();
        format!("<Polygon>{boundaries}</Polygon>")
    };
    let placemark = |land: &Land| {
        let datum = |(key, value): (&String, &Value)| {
            format!(
                "<SimpleData name=\"{key}\">{}</SimpleData>",
                escaped(&plain(value))
            )
        };
        let data: String = land.properties.iter().map(datum).collect();
        let polygons = joined(&land.polygons, "", polygon);
        format!(
            "<Placemark><ExtendedData><SchemaData>{data}</SchemaData></ExtendedData>\
             <MultiGeometry>{polygons}</MultiGeometry></Placemark>"
        )
    };
    format!(
        "<?xml version=\"1.0\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>\
         <Schema><SimpleField name=\"accuracy_m\" type=\"int\"/></Schema>{}</Document></kml>",
        joined(lands, "\n", placemark)
    )
    .into_bytes()
}

/// The record of a polygon: its rings clockwise, holes the other way, and the holes first.
fn shape(polygons: &[Vec<Ring>]) -> Vec<u8> {
    let turned = |ring: &Ring| ring.iter().rev().copied().collect::<Ring>();
    let rings = polygons.iter().flat_map(|rings| rings.iter().map(turned));
    let mut rings: Vec<Ring> = rings.collect();
    rings.reverse();
    let total: usize = rings.iter().map(Vec::len).sum();
    let mut bytes = 5_i32.to_le_bytes().to_vec();
    bytes.extend([0; 32]);
    bytes.extend([rings.len(), total].map(|n| (n as i32).to_le_bytes()).concat());
    let mut start = 0_i32;
    for ring in &rings {
        bytes.extend(start.to_le_bytes());
        start += ring.len() as i32;
    }
    let numbers = rings.iter().flatten().flatten();
    numbers.for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes
}

fn header(code: i32, length: usize) -> Vec<u8> {
    let mut header = 9994_i32.to_be_bytes().to_vec();
    header.resize(24, 0);
    header.extend((length as i32 / 2).to_be_bytes());
    header.extend([1000, code].map(i32::to_le_bytes).concat());
    header.resize(100, 0);
    header
}

fn table(lands: &[Land]) -> Vec<u8> {
    const WIDTH: usize = 120;
    let fields = COLUMNS.map(|name| (name, if name == "accuracy_m" { b'N' } else { b'C' }));
    let mut bytes = vec![3, 95, 7, 26];
    bytes.extend((lands.len() as u32).to_le_bytes());
    let (start, length) = (32 + 32 * fields.len() + 1, 1 + WIDTH * fields.len());
    bytes.extend([start, length].map(|n| (n as u16).to_le_bytes()).concat());
    bytes.resize(32, 0);
    for (name, kind) in fields {
        let at = bytes.len();
        bytes.extend(name.as_bytes());
        bytes.resize(at + 11, 0);
        bytes.extend([kind, 0, 0, 0, 0, WIDTH as u8]);
        bytes.resize(at + 32, 0);
    }
    bytes.push(13);
    for land in lands {
        bytes.push(b' ');
        for (_, value) in &land.properties {
            let text = plain(value);
            assert!(text.len() <= WIDTH, "{text}");
            bytes.extend(text.as_bytes());
            bytes.extend(vec![b' '; WIDTH - text.len()]);
        }
    }
    bytes
}

fn shapefile(lands: &[Land]) -> Vec<Named> {
    let mut records = Vec::new();
    for (i, land) in lands.iter().enumerate() {
        let content = shape(&land.polygons);
        records.extend(
            [i + 1, content.len() / 2]
                .map(|n| (n as i32).to_be_bytes())
                .concat(),
        );
        records.extend(content);
    }
    let shapes = [header(5, 100 + records.len()), records].concat();
    let prj = WGS84.as_bytes().to_vec();
    vec![
        ("shp", shapes),
        ("dbf", table(lands)),
        ("prj", prj),
        ("cpg", b"UTF-8".to_vec()),
    ]
}

/// An archive of stored files by their paths.
fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut local, mut central) = (Vec::new(), Vec::new());
    for (path, bytes) in files {
        let mut checksum = flate2::Crc::new();
        checksum.update(bytes);
        let size = bytes.len() as u32;
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend([checksum.sum(), size, size].map(u32::to_le_bytes).concat());
        common.extend([path.len() as u16, 0].map(u16::to_le_bytes).concat());
        let at = (local.len() as u32).to_le_bytes();
        central.extend(
            [
                b"PK\x01\x02\x14\x00",
                common.as_slice(),
                &[0; 10],
                &at,
                path.as_bytes(),
            ]
            .concat(),
        );
        local.extend([b"PK\x03\x04", common.as_slice(), path.as_bytes(), bytes].concat());
    }
    let count = (files.len() as u16).to_le_bytes();
    let sizes = [central.len() as u32, local.len() as u32]
        .map(u32::to_le_bytes)
        .concat();
    [
        local,
        central,
        b"PK\x05\x06\0\0\0\0".to_vec(),
        [count, count].concat(),
        sizes,
        vec![0, 0],
    ]
    .concat()
}

/// The diff of two files in a folder of their own, each with those that belong to it.
fn diff(format: &str, files: impl Fn(&[Land]) -> Vec<Named>) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    for (name, date) in [("before", "1994-05-12"), ("after", "2020-12-01")] {
        for (place, (ending, bytes)) in files(&lands(date)).into_iter().enumerate() {
            // Files are known by their content, so that all can have one name, which diffs state.
            let ending = if place == 0 { "map" } else { ending };
            fs::write(folder.path().join(format!("{name}.{ending}")), bytes).unwrap();
        }
    }
    let text =
        stdout(landshift(folder.path()).args(["diff", "before.map", "after.map", "--format", "geojson"]));
    assert!(text.contains("Nagorno-Karabakh Republic"), "{format}: {text}");
    text.into_bytes()
}

#[test]
fn every_format_gives_the_diff_of_geojson() {
    let alone = |bytes: Vec<u8>| vec![("map", bytes)];
    let wanted = diff("GeoJSON", |lands| alone(geojson(lands)));
    let packed = |files: Vec<Named>| {
        let files: Vec<_> = files
            .into_iter()
            .map(|(ending, bytes)| (format!("in/Land.{ending}"), bytes))
            .collect();
        alone(zip(&files))
    };
    assert!(diff("shapefile", shapefile) == wanted);
    assert!(diff("zipped shapefile", |lands| packed(shapefile(lands))) == wanted);
    assert!(diff("KML", |lands| alone(kml(lands))) == wanted);
    assert!(diff("KMZ", |lands| packed(vec![("kml", kml(lands))])) == wanted);
    assert!(
        diff("zipped GeoJSON", |lands| packed(vec![(
            "geojson",
            geojson(lands)
        )])) == wanted
    );
    for separator in [',', ';', '\t'] {
        assert!(
            diff("table", |lands| alone(csv(lands, separator))) == wanted,
            "{separator:?}"
        );
    }
}

fn check(folder: &Path, file: &str) -> assert_cmd::Command {
    let mut command = landshift(folder);
    command.args(["check", file]);
    command
}

#[test]
fn files_that_belong_to_a_shapefile_are_found_or_missed() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let files = shapefile(&lands("1994-05-12"));
    let file = |ending: &str| {
        files
            .iter()
            .find(|(known, _)| *known == ending)
            .unwrap()
            .1
            .as_slice()
    };
    write("FRONT.SHP", file("shp"));
    let reported = || {
        let mut report = landshift(folder.path());
        report.args([
            "diff",
            "FRONT.SHP",
            "FRONT.SHP",
            "--as",
            "A",
            "--date",
            "1994",
            "1995",
        ]);
        String::from_utf8(report.assert().success().get_output().stderr.clone()).unwrap()
    };
    let alone = reported();
    assert!(
        alone.contains("no table (.dbf)") && alone.contains("no reference system stated (.prj)"),
        "{alone}"
    );
    write("FRONT.DBF", file("dbf"));
    write("FRONT.prj", file("prj"));
    let whole = reported();
    assert!(!whole.contains(".dbf") && !whole.contains(".prj"), "{whole}");
    assert!(stdout(&mut check(folder.path(), "FRONT.SHP")).contains("FRONT.SHP"));
    write("FRONT.prj", WGS84.replace("WGS_1984", "Pulkovo_1942").as_bytes());
    let other = failure(&mut check(folder.path(), "FRONT.SHP"));
    assert!(
        other.contains("FRONT.SHP: its .prj states")
            && other.contains("ogr2ogr")
            && other.contains("--crs EPSG:n"),
        "{other}"
    );
}

#[test]
fn one_of_several_files_of_an_archive_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let of = |date: &str| {
        let files = shapefile(&lands(date)).into_iter();
        files
            .map(move |(ending, bytes)| (format!("fronts/{date}.{ending}"), bytes))
            .collect::<Vec<_>>()
    };
    let files: Vec<_> = [
        of("1994-05-12"),
        of("2020-12-01"),
        vec![("readme.txt".to_owned(), b"text, and\nmore".to_vec())],
    ]
    .concat();
    fs::write(folder.path().join("fronts.zip"), zip(&files)).unwrap();
    let several = failure(&mut check(folder.path(), "fronts.zip"));
    assert!(
        several.contains("fronts.zip: it has several layers: `1994-05-12`, `2020-12-01`"),
        "{several}"
    );
    assert!(several.contains("FILE#1994-05-12"), "{several}");
    let text = stdout(landshift(folder.path()).args([
        "diff",
        "fronts.zip#1994-05-12",
        "fronts.zip#2020-12-01",
        "--format",
        "csv",
    ]));
    assert!(
        text.lines()
            .any(|row| row.contains(",Nagorno-Karabakh Republic,Azerbaijan,")),
        "{text}"
    );
}

#[test]
fn a_table_of_places_is_read_as_places() {
    let folder = tempfile::tempdir().unwrap();
    let case = |name: &str| karabakh().join(name).display().to_string();
    let run = |places: &str| {
        let mut command = landshift(folder.path());
        let (before, after) = (case("1994-05-12.geojson"), case("2020-12-01.geojson"));
        stdout(command.args([
            "diff", &before, &after, "--places", places, "--format", "csv", "--table", "places",
        ]))
    };
    fs::write(
        folder.path().join("places.csv"),
        "name,lat,lon\nShusha,39.7601,46.7499\nHadrut,39.52,47.0314\n",
    )
    .unwrap();
    let found = run("places.csv");
    assert!(found.contains("Shusha") && found.contains("Hadrut"), "{found}");
}
