//! The fuzzer's corpus and every input that once broke something, replayed; and each of them damaged in a thousand
//! ways, for a short time that is the same each run.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on may panic"
)]

mod entry;
#[path = "../scale/mod.rs"]
mod scale;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use landshift_engine::read::Inspection;

fn inputs(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let mut paths: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{name} has a corpus");
    paths
        .into_iter()
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

/// A repeatable scatter of numbers below a bound.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

/// The bytes with a few of them changed, doubled, moved or cut off.
fn damaged(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        if bytes.is_empty() {
            break;
        }
        let at = dice.below(bytes.len());
        match dice.below(6) {
            0 => bytes[at] = dice.below(256) as u8,
            1 => bytes[at] = b"0123456789-.[]{},:\"eE"[dice.below(21)],
            2 => drop(bytes.remove(at)),
            3 => bytes.insert(at, dice.below(256) as u8),
            4 => bytes.truncate(at),
            _ => {
                let part = bytes[at..(at + dice.below(40)).min(bytes.len())].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, part);
            }
        }
    }
    bytes
}

fn replay(name: &str, usual_damages: u32) {
    let damages = scale::scaled(usual_damages);
    let entry = entry::ALL.iter().find(|(known, _)| *known == name).unwrap().1;
    let mut dice = Dice(1994);
    for (path, bytes) in inputs(name) {
        // The name of the input is shown only if it breaks something.
        println!("{}", path.display());
        entry(&bytes);
        for _ in 0..damages {
            let bytes = damaged(&bytes, &mut dice);
            println!("{:?}", String::from_utf8_lossy(&bytes));
            entry(&bytes);
        }
    }
}

#[test]
fn every_format_is_in_the_corpus() {
    let inputs = inputs("read");
    let of = |(_, bytes): &(PathBuf, Vec<u8>)| Inspection::read(bytes, "a").ok()?.format;
    let found: BTreeSet<&str> = inputs.iter().filter_map(of).collect();
    let all = [
        "FlatGeobuf",
        "GeoJSON",
        "GeoPackage",
        "GeoParquet",
        "KML",
        "TopoJSON",
        "delimited text",
        "shapefile",
    ];
    assert_eq!(found.into_iter().collect::<Vec<_>>(), all);
}

#[test]
fn any_text_is_read_or_refused() {
    replay("read", 200);
}

#[test]
fn any_shapefile_is_read_or_refused() {
    replay("shapefile", 400);
}

#[test]
fn any_rings_make_a_mosaic_that_adds_up() {
    replay("mosaic", 400);
}

#[test]
fn any_rings_make_diffs_that_are_patches() {
    replay("patch", 200);
}

#[test]
fn any_coverages_keep_the_laws() {
    replay("coverage", 100);
}

#[test]
fn any_scenario_is_opened_or_refused() {
    replay("scenario", 100);
}

#[test]
fn any_recipe_is_followed_or_refused() {
    replay("recipe", 100);
}
