//! How fast GeoJSON is read: `cargo bench --bench read`.

mod support;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use landshift::{ReadOptions, Snapshot};
use support::Land;

fn main() {
    divan::main();
}

/// Text to snapshot: 200,000 positions in 400 features.
#[divan::bench]
fn parse(bencher: Bencher) {
    let land = Land {
        cells: 20,
        positions: 125,
        edition: 0,
    };
    let text = land.geojson();
    bencher
        .counter(BytesCount::of_str(&text))
        .counter(ItemsCount::new(land.size()))
        .bench(|| Snapshot::read(&text, "land", &ReadOptions::default()));
}
