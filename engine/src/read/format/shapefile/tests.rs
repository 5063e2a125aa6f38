//! Whole shapefiles, written here.

use super::super::content::Companions;
use super::super::zip::testing::zip;
use super::super::{self as format};
use super::table::testing::dbf;
use crate::Result;
use crate::model::Layer;
use crate::read::land::Mode;

const WGS84: &[u8] = br#"GEOGCS["x",DATUM["D_WGS_1984",SPHEROID["x",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

type Ring<'r> = &'r [[f64; 2]];

const SQUARE: Ring<'static> = &[[0., 0.], [0., 9.], [9., 9.], [9., 0.], [0., 0.]];
const HOLE: Ring<'static> = &[[1., 1.], [3., 1.], [3., 3.], [1., 3.], [1., 1.]];
const ISLAND: Ring<'static> = &[[20., 0.], [20., 2.], [22., 2.], [20., 0.]];

fn numbers(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn counts(counts: &[i32]) -> Vec<u8> {
    counts.iter().flat_map(|count| count.to_le_bytes()).collect()
}

/// The content of a shape of parts; those with heights have 10 or 20 added to their kind.
fn parts(kind: i32, parts: &[Ring]) -> Vec<u8> {
    let total: usize = parts.iter().map(|part| part.len()).sum();
    let mut start = 0;
    let starts: Vec<i32> = parts
        .iter()
        .map(|part| {
            let end = start + part.len() as i32;
            std::mem::replace(&mut start, end)
        })
        .collect();
    let positions: Vec<f64> = parts.iter().copied().flatten().flatten().copied().collect();
    let more = vec![7.0; if kind > 10 { 2 + total } else { 0 }];
    [
        counts(&[kind]),
        numbers(&[0.; 4]),
        counts(&[parts.len() as i32, total as i32]),
        counts(&starts),
        numbers(&positions),
        numbers(&more),
    ]
    .concat()
}

fn header(length: usize) -> Vec<u8> {
    let mut header = super::shapes::MAGIC.to_vec();
    header.resize(24, 0);
    header.extend((length as i32 / 2).to_be_bytes());
    header.extend(counts(&[1000, 5]));
    header.resize(100, 0);
    header
}

/// The `.shp` of some records, by number and content.
fn numbered(records: &[(i32, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (number, content) in records {
        bytes.extend([*number, content.len() as i32 / 2].map(i32::to_be_bytes).concat());
        bytes.extend(content);
    }
    [header(100 + bytes.len()), bytes].concat()
}

fn shp(records: &[Vec<u8>]) -> Vec<u8> {
    let records = records.iter().cloned().enumerate();
    numbered(
        &records
            .map(|(i, content)| (i as i32 + 1, content))
            .collect::<Vec<_>>(),
    )
}

/// The `.shx` of places and lengths.
fn shx(places: &[(usize, usize)]) -> Vec<u8> {
    let bytes = places.iter().flat_map(|(at, length)| [at / 2, length / 2]);
    let bytes: Vec<u8> = bytes.flat_map(|words| (words as i32).to_be_bytes()).collect();
    [header(100 + bytes.len()), bytes].concat()
}

fn read(shp: &[u8], beside: &[(&str, &[u8])]) -> Result<Layer> {
    let find = |ending: &str| {
        Ok(beside
            .iter()
            .find(|(known, _)| *known == ending)
            .map(|(_, bytes)| (*bytes).into()))
    };
    let companions = Companions::gather(format::beside(shp), find)?;
    format::read(shp, &companions, "a.shp".into(), Mode::Strict).map(|read| read.layer)
}

fn error(shp: &[u8], beside: &[(&str, &[u8])]) -> String {
    read(shp, beside)
        .err()
        .map_or_else(String::new, |e| e.to_string())
}

#[test]
fn shapes_are_what_they_are_in_geojson() {
    let point = |kind| [counts(&[kind]), numbers(&[5., 6., 7., 8.])].concat();
    let multi = [
        counts(&[8]),
        numbers(&[0.; 4]),
        counts(&[2]),
        numbers(&[1., 2., 3., 4.]),
    ]
    .concat();
    let records = [
        parts(5, &[HOLE, ISLAND, SQUARE]),
        parts(15, &[SQUARE]),
        parts(25, &[SQUARE]),
        counts(&[0]),
        point(1),
        point(11),
        multi,
        parts(3, &[ISLAND, HOLE]),
        parts(13, &[ISLAND]),
    ];
    let layer = read(&shp(&records), &[("prj", WGS84)]).unwrap();
    let square = "[[0,0],[9,0],[9,9],[0,9],[0,0]]";
    let hole = "[[1,1],[1,3],[3,3],[3,1],[1,1]]";
    let island = "[[20,0],[22,2],[20,2],[20,0]]";
    let path = "[[20,0],[20,2],[22,2],[20,0]]";
    let line = "[[1,1],[3,1],[3,3],[1,3],[1,1]]";
    let geometries = [
        format!(r#"{{"type":"MultiPolygon","coordinates":[[{island}],[{square},{hole}]]}}"#),
        format!(r#"{{"type":"Polygon","coordinates":[{square}]}}"#),
        format!(r#"{{"type":"Polygon","coordinates":[{square}]}}"#),
        "null".to_owned(),
        r#"{"type":"Point","coordinates":[5,6]}"#.to_owned(),
        r#"{"type":"Point","coordinates":[5,6]}"#.to_owned(),
        r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#.to_owned(),
        format!(r#"{{"type":"MultiLineString","coordinates":[{path},{line}]}}"#),
        format!(r#"{{"type":"LineString","coordinates":{path}}}"#),
    ];
    let features =
        geometries.map(|geometry| format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#));
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    let same = Layer::read(text, "").unwrap();
    for (found, wanted) in layer.features.iter().zip(&same.features) {
        let mut geometry = found.geometry.clone();
        // Rings may begin anywhere.
        geometry
            .polygons
            .sort_by_key(|polygon| format!("{polygon:?}").len());
        let mut wanted_geometry = wanted.geometry.clone();
        wanted_geometry
            .polygons
            .sort_by_key(|polygon| format!("{polygon:?}").len());
        assert_eq!(geometry, wanted_geometry, "{}", found.index);
    }
    assert_eq!(layer.features.len(), 9);
    let notices: Vec<String> = layer.notices.iter().map(ToString::to_string).collect();
    assert_eq!(
        notices,
        [
            "no table (.dbf) beside the shapes, so that they have no properties (1×)",
            "feature without a geometry (1×, first at feature 3)"
        ]
    );
}

#[test]
fn rows_are_properties_and_deleted_ones_take_their_shapes() {
    let bytes = shp(&[parts(5, &[SQUARE]), parts(5, &[ISLAND]), parts(5, &[SQUARE])]);
    let table = dbf(&[("name", b'C', 1)], &[b" A", b"*B", b" C"]);
    let layer = read(&bytes, &[("dbf", &table), ("prj", WGS84)]).unwrap();
    let names: Vec<_> = layer.features.iter().map(|f| f.text("name").unwrap()).collect();
    assert_eq!(names, ["A", "C"]);
    assert!(layer.notices.is_empty());
    let short = dbf(&[("name", b'C', 1)], &[b" A"]);
    assert!(
        error(&bytes, &[("dbf", &short)]).starts_with("it has 3 shapes, and its table (.dbf) has 1 rows")
    );
}

#[test]
fn the_index_tells_the_order() {
    let (square, island) = (parts(5, &[SQUARE]), parts(5, &[ISLAND]));
    // Shape 1 was changed: it is at the end, and what it was is still there.
    let bytes = numbered(&[(1, island.clone()), (2, island.clone()), (1, square.clone())]);
    let lengths = [island.len(), island.len(), square.len()];
    let place = |n: usize| {
        (
            100 + lengths[..n].iter().map(|length| 8 + length).sum::<usize>(),
            lengths[n],
        )
    };
    let index = shx(&[place(2), place(1)]);
    let layer = read(&bytes, &[("shx", &index)]).unwrap();
    let sizes: Vec<_> = layer
        .features
        .iter()
        .map(|f| f.geometry.polygons[0].exterior().0.len())
        .collect();
    assert_eq!(sizes, [5, 4]);
    assert!(error(&bytes, &[]).starts_with("its shapes are not in their order"));
    let twice = shx(&[place(0), place(1), place(2), place(2)]);
    assert!(error(&bytes, &[("shx", &twice)]).contains("more than once"));
    assert!(error(&index, &[]).starts_with("this is the index of a shapefile"));
}

#[test]
fn what_is_damaged_is_named_with_its_place() {
    let good = parts(5, &[SQUARE]);
    let with = |at: usize, number: i32| {
        let mut content = good.clone();
        content[at..at + 4].copy_from_slice(&number.to_le_bytes());
        shp(&[good.clone(), content])
    };
    let metres: Ring = &[[4e5, 4e6], [4e5, 5e6], [5e5, 5e6], [4e5, 4e6]];
    for (bytes, what) in [
        (with(0, 31), "feature 1: it is a MultiPatch"),
        (with(0, 99), "feature 1: 99 is not a type of shape"),
        (with(36, i32::MAX), "feature 1: its record is too short"),
        (with(40, -1), "feature 1: its record is too short"),
        (with(44, 3), "feature 1: its part 0 is not where it should be"),
        (shp(&[vec![]]), "feature 0: its record is too short"),
        (
            shp(&[parts(5, &[HOLE, metres])]),
            "feature 0, ring 1, position 0: latitude 4000000",
        ),
        (
            shp(&[parts(5, &[&SQUARE[..2]])]),
            "feature 0, ring 0: the ring has 3 positions",
        ),
        (header(100)[..50].to_vec(), "the .shp has no header"),
        (header(102), "the .shp should have 102 bytes, and has 100"),
    ] {
        let error = error(&bytes, &[]);
        assert!(error.contains(what), "{error}");
    }
    let projected =
        br#"PROJCS["Pulkovo 1942 / Gauss-Kruger zone 8",GEOGCS["x",DATUM["x"]],AUTHORITY["EPSG","99999"]]"#;
    let error = error(&shp(std::slice::from_ref(&good)), &[("prj", projected)]);
    assert!(
        error.contains("`Pulkovo 1942 / Gauss-Kruger zone 8` (EPSG:99999)"),
        "{error}"
    );
}

#[test]
fn it_may_be_in_an_archive() {
    let (a, b) = (shp(&[parts(5, &[SQUARE])]), shp(&[parts(5, &[ISLAND])]));
    let table = dbf(&[("name", b'C', 1)], &[b" A"]);
    let bytes = zip(&[
        ("in/a.SHP", &a),
        ("in/A.dbf", &table),
        ("in/a.prj", WGS84),
        ("in/a.shp.xml", b"<metadata/>"),
        ("in/readme.txt", b"text"),
    ]);
    let layer = Layer::read(&bytes, "a.zip").unwrap();
    assert_eq!(
        (layer.features[0].text("name").as_deref(), layer.name.as_str()),
        (Some("A"), "a.zip")
    );
    assert!(layer.notices.is_empty());
    let two = zip(&[
        ("a.shp", &a),
        ("a.shx", &shx(&[(100, a.len() - 108)])),
        ("b.shp", &b),
    ]);
    let error = Layer::read(&two, "two.zip").unwrap_err().to_string();
    assert!(
        error.starts_with("two.zip: it has several layers: `a`, `b`"),
        "{error}"
    );
}

#[test]
fn no_damage_makes_it_panic() {
    let whole = shp(&[
        parts(15, &[HOLE, ISLAND, SQUARE]),
        counts(&[0]),
        parts(3, &[ISLAND]),
    ]);
    let index = shx(&[(100, 0), (108, 0)]);
    for at in 0..whole.len() {
        assert!(read(&whole[..at], &[]).is_err());
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            let _ = (read(&bytes, &[]), read(&bytes, &[("shx", &index)]));
        }
    }
}
