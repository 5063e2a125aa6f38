use super::super::content::Content;
use super::super::damage::damaged;
use super::GeoParquet;
use crate::Result;
use crate::model::{Feature, Layer};
use crate::read::format::reader::Format;
use crate::read::land::Mode;
use crate::testing::random;

/// Snappy, dictionaries, pages of the first version in two groups of rows; `tests/inputs/make.py` says what is in it.
const ODD: &[u8] = include_bytes!("../../../../tests/inputs/odd-1.parquet");
/// The first rows of it: gzip, no dictionaries, pages of the second version.
const OTHER: &[u8] = include_bytes!("../../../../tests/inputs/odd-2.parquet");
const SAME: &[u8] = include_bytes!("../../../../tests/inputs/odd-1.parquet.geojson.gz");

fn layer(bytes: &[u8]) -> Result<Layer> {
    GeoParquet
        .read(Content::alone(bytes), None, Mode::Strict)
        .map(|read| read.layer)
}

fn assert_same(read: &[Feature], same: &[Feature]) {
    assert_eq!(read.len(), same.len());
    for (read, same) in read.iter().zip(same) {
        assert_eq!(format!("{read:?}"), format!("{same:?}"));
    }
}

#[test]
fn a_file_is_what_it_is_in_geojson() {
    let same = Layer::read(SAME, "").unwrap();
    let read = layer(ODD).unwrap();
    assert_same(&read.features, &same.features);
    assert_eq!(read.notices, same.notices);
    assert_same(&layer(OTHER).unwrap().features, &same.features[..200]);
}

#[test]
fn what_is_not_read_is_named() {
    let error = |bytes: &[u8]| layer(bytes).unwrap_err().to_string();
    let packed = error(include_bytes!("../../../../tests/inputs/zstd.parquet"));
    assert!(
        packed.starts_with("its pages are packed by Zstandard; Snappy, gzip and none are read"),
        "{packed}"
    );
    assert!(packed.contains("hint: write it in a plainer way"), "{packed}");
    let plain: Vec<u8> = ODD
        .iter()
        .map(|&byte| if byte == b'W' { b'w' } else { byte })
        .collect();
    assert!(error(&plain).starts_with("its geometries are in the encoding wKB; WKB is read"));
    assert!(error(&ODD[..ODD.len() - 1]).starts_with("it does not end as Parquet does"));
    assert!(error(&ODD[2000..]).starts_with("the"));
    assert!(error(b"PAR1").starts_with("it does not end as Parquet does"));
    assert!(error(b"PAR1\xff\xff\xff\xffPAR1").starts_with("it does not end as Parquet does"));
    let named = GeoParquet
        .read(Content::alone(ODD), Some("x"), Mode::Strict)
        .unwrap_err()
        .to_string();
    assert!(named.contains("it has no layer `x`"), "{named}");
}

#[test]
fn no_damage_makes_it_panic_or_hang() {
    for file in [ODD, OTHER] {
        let mut dice = random(13);
        let mut below = |bound: usize| (dice() * bound as f64) as usize;
        let mut whole = 0;
        for _ in 0..600 {
            let bytes = damaged(file, &mut below, |below, size| {
                // Half of the damage is to the footer.
                let reach = if below(2) == 0 { size } else { 4000 };
                size - 1 - below(reach)
            });
            whole += usize::from(layer(&bytes).is_ok());
        }
        assert!(whole > 0);
    }
}
