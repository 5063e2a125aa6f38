#[cfg(feature = "reproject")]
use std::collections::BTreeSet;

use super::super::content::Content;
use super::super::damage::damaged;
use super::super::reader::Format;
use super::GeoPackage;
use crate::Result;
use crate::files::MemoryFiles;
use crate::model::Layer;
#[cfg(feature = "reproject")]
use crate::model::{GridPoint, rings};
use crate::read::land::Mode;
use crate::testing::random;

/// Pages of 512 bytes, UTF-16, rows in overflow pages; `tests/inputs/make.py` says what is in it.
const ODD: &[u8] = include_bytes!("../../../../tests/inputs/odd.gpkg");
const SAME: &str = include_str!("../../../../tests/inputs/odd.geojson");

fn layer(bytes: &[u8], name: Option<&str>) -> Result<Layer> {
    GeoPackage
        .read(Content::alone(bytes), name, Mode::Strict)
        .map(|read| read.layer)
}

fn error(bytes: &[u8], name: Option<&str>) -> String {
    layer(bytes, name).unwrap_err().to_string()
}

#[test]
fn a_layer_is_what_it_is_in_geojson() {
    let same = Layer::read(SAME, "").unwrap();
    let read = layer(ODD, Some("land")).unwrap();
    assert_eq!(read.features.len(), same.features.len());
    for (read, same) in read.features.iter().zip(&same.features) {
        assert!(format!("{read:?}") == format!("{same:?}"), "{}", same.describe());
    }
    assert_eq!(read.notices, same.notices);
    let town = &layer(ODD, Some("Town's")).unwrap().features[0];
    assert_eq!(
        (town.geometry.points.len(), town.describe()),
        (1, "feature 0 (\"Stepanakert\")".into())
    );
}

#[test]
fn what_is_no_layer_with_rows_is_named() {
    let none = error(ODD, None);
    assert!(
        none.starts_with("it has several layers: `land`, `Town's`, `seen`, `gone`"),
        "{none}"
    );
    assert!(error(ODD, Some("seen")).starts_with("its `seen` is a view, which is not read"));
    assert!(error(ODD, Some("gone")).starts_with("it has no table `gone`"));
    assert!(error(ODD, Some("lakes")).starts_with("it has no layer `lakes`"));
}

#[test]
fn changes_in_a_file_beside_it_are_not_passed_over() {
    let mut log = ODD.to_vec();
    log[18..20].fill(2);
    let files =
        |name: &str, bytes: &[u8]| MemoryFiles::from([("a.gpkg", bytes.to_vec()), (name, Vec::new())]);
    let read = |files: &MemoryFiles| Layer::among(files, "a.gpkg#land");
    let error = read(&files("a.gpkg-wal", &log)).unwrap_err().to_string();
    assert!(
        error.starts_with("a.gpkg#land: a file `…-wal` beside it may hold changes"),
        "{error}"
    );
    assert!(read(&files("b.gpkg-wal", &log)).is_ok());
    assert!(read(&files("a.gpkg-wal", ODD)).is_ok());
}

/// The number of bytes of a page.
const PAGE: usize = 512;

#[test]
fn what_is_damaged_is_one_error() {
    let broken = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = ODD.to_vec();
        change(&mut bytes);
        error(&bytes, Some("land"))
    };
    for (what, found) in [
        (
            "it ends after 47 of 48 pages",
            broken(&|bytes| bytes.truncate(bytes.len() - 1)),
        ),
        (
            "its header is not that of an SQLite database",
            broken(&|bytes| bytes.truncate(99)),
        ),
        (
            "its header states pages of 513 bytes",
            broken(&|bytes| bytes[17] = 1),
        ),
        (
            "its header states 412 usable bytes a page",
            broken(&|bytes| bytes[20] = 100),
        ),
        (
            "its header states the text encoding 9",
            broken(&|bytes| bytes[59] = 9),
        ),
        (
            "its page 1 should hold rows of a table, but is of type 77",
            broken(&|bytes| bytes[100] = 77),
        ),
        (
            "its page 1 has no room for 65283 cells",
            broken(&|bytes| bytes[103] = 0xff),
        ),
    ] {
        assert!(found.starts_with(what), "{found}");
        assert!(found.contains("hint"), "{found}");
    }
}

#[test]
fn circles_of_pages_and_cells_that_overlap_are_noticed() {
    let mut found = [0; 4];
    for page in 1..ODD.len() / PAGE {
        let start = page * PAGE;
        let mut bytes = ODD.to_vec();
        match bytes[start] {
            // The last child of an inner page is the page itself.
            5 => bytes[start + 8..start + 12].copy_from_slice(&(page as u32 + 1).to_be_bytes()),
            // A leaf has its first cell ten times.
            13 => {
                let first = [bytes[start + 8], bytes[start + 9]];
                bytes[start + 4] = 10;
                for cell in 0..10 {
                    bytes[start + 8 + 2 * cell..][..2].copy_from_slice(&first);
                }
            }
            // An overflow page is followed by itself.
            0 => bytes[start..start + 4].copy_from_slice(&(page as u32 + 1).to_be_bytes()),
            _ => continue,
        }
        let text = match layer(&bytes, Some("land")) {
            Ok(_) => continue,
            Err(error) => error.to_string(),
        };
        let kinds = [
            "it uses its page",
            "some of its cells overlap",
            "one of its",
            "it has",
        ];
        match kinds.iter().position(|kind| text.starts_with(kind)) {
            Some(kind) => found[kind] += 1,
            None => panic!("{text}"),
        }
    }
    assert!(found[0] > 1 && found[1] > 0, "{found:?}");
}

#[test]
fn no_damage_makes_it_panic_or_hang() {
    let mut dice = random(7);
    let mut below = |bound: usize| (dice() * bound as f64) as usize;
    let mut whole = 0;
    for _ in 0..500 {
        let bytes = damaged(ODD, &mut below, |below, size| {
            if below(4) == 0 { below(200) } else { below(size) }
        });
        for name in [Some("land"), Some("Town's"), None] {
            whole += usize::from(layer(&bytes, name).is_ok());
        }
    }
    assert!(whole > 0);
}

#[cfg(feature = "reproject")]
#[test]
fn a_projected_layer_is_the_same_land() {
    let land = |bytes: &[u8], name: &str| layer(bytes, Some(name)).unwrap();
    let positions = |layer: &Layer| -> BTreeSet<(i64, i64)> {
        let polygons = layer
            .features
            .iter()
            .flat_map(|feature| &feature.geometry.polygons);
        polygons
            .flat_map(rings)
            .flat_map(|ring| ring.0.iter().map(GridPoint::x_y))
            .collect()
    };
    let same = land(
        include_bytes!("../../../../tests/inputs/karabakh.gpkg"),
        "2023-10-01",
    );
    let projected = include_bytes!("../../../../tests/inputs/projected.gpkg");
    for name in ["32638", "3857"] {
        let read = land(projected, name);
        let notices: Vec<String> = read.notices.iter().map(ToString::to_string).collect();
        let said = format!("reprojected to longitude and latitude (WGS 84) from EPSG:{name}, with ");
        assert!(notices.len() == 1 && notices[0].starts_with(&said), "{notices:?}");
        // Every position of the layer, to the grid unit, and those that its edges need.
        let (read, same) = (positions(&read), positions(&same));
        assert!(same.is_subset(&read), "{name}");
        assert!(
            read.len() < 2 * same.len(),
            "{name}: {} of {}",
            read.len(),
            same.len()
        );
    }
}
