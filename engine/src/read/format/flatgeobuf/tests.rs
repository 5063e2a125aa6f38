use super::super::content::Content;
use super::super::damage::damaged;
use super::FlatGeobuf;
use crate::Result;
use crate::model::Layer;
use crate::read::format::reader::Format;
use crate::read::land::Mode;
use crate::testing::random;

/// All kinds of geometries and columns; `tests/inputs/make.py` says what is in it.
const ODD: &[u8] = include_bytes!("../../../../tests/inputs/odd.fgb");
const SAME: &str = include_str!("../../../../tests/inputs/odd.fgb.geojson");

fn layer(bytes: &[u8]) -> Result<Layer> {
    FlatGeobuf
        .read(Content::alone(bytes), None, Mode::Strict)
        .map(|read| read.layer)
}

#[test]
fn a_file_is_what_it_is_in_geojson() {
    let (read, same) = (layer(ODD).unwrap(), Layer::read(SAME, "").unwrap());
    assert_eq!(read.features.len(), same.features.len());
    for (read, same) in read.features.iter().zip(&same.features) {
        assert_eq!(format!("{read:?}"), format!("{same:?}"));
    }
    assert_eq!(read.notices, same.notices);
}

#[test]
fn what_is_damaged_is_one_error() {
    let broken = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = ODD.to_vec();
        change(&mut bytes);
        layer(&bytes).unwrap_err().to_string()
    };
    for (what, found) in [
        (
            "it is cut short",
            broken(&|bytes| bytes.truncate(bytes.len() - 1)),
        ),
        ("it is cut short", broken(&|bytes| bytes.truncate(20))),
        ("it is of version 2 of FlatGeobuf", broken(&|bytes| bytes[3] = 2)),
        (
            "an offset or size in it is wrong",
            broken(&|bytes| bytes[12..16].fill(0xff)),
        ),
        ("it is cut short", broken(&|bytes| bytes.extend([1, 0]))),
        (
            "feature 9: an offset or size in it is wrong",
            broken(&|bytes| bytes.extend([1, 0, 0, 0, 0])),
        ),
    ] {
        assert!(found.starts_with(what), "{found}");
        assert!(found.contains("hint"), "{found}");
    }
    let named = FlatGeobuf
        .read(Content::alone(ODD), Some("x"), Mode::Strict)
        .unwrap_err()
        .to_string();
    assert!(
        named.contains("it has no layer `x`") && named.contains("name the file alone"),
        "{named}"
    );
}

#[test]
fn no_damage_makes_it_panic_or_hang() {
    let mut dice = random(11);
    let mut below = |bound: usize| (dice() * bound as f64) as usize;
    let mut whole = 0;
    for _ in 0..5_000 {
        let bytes = damaged(ODD, &mut below, |below, size| below(size));
        whole += usize::from(layer(&bytes).is_ok());
    }
    assert!(whole > 0);
}
