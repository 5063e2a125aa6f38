//! How fast the main job is, step by step and as a whole: `cargo bench --bench job`.

mod support;

use std::hint::black_box;
use std::io;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use landshift::diff::Diff;
use landshift::{ReadOptions, ReferenceLayers, Result, Settings, Snapshot, Study, ToleranceSetting};
use landshift_engine::change::Change;
use landshift_engine::measure::{Area, EdgeModel, Length};
use landshift_engine::model::{GridPoint, rings};
use landshift_engine::mosaic::{Builder, LayerId, Mosaic};
use support::Land;

const TOLERANCE_M: f64 = 250.0;

fn main() {
    divan::main();
}

/// Cells along one side of the usual land: 80,000 positions in 400 features.
const USUAL: usize = 20;
/// And of a large one, for what is fast: 1,280,000 positions in 6,400 features.
const LARGE: usize = 80;

fn land(cells: usize, edition: u64) -> Land {
    Land {
        cells,
        positions: 50,
        edition,
    }
}

fn read(text: &str, name: &str) -> Result<Snapshot> {
    Snapshot::read(text, name, &ReadOptions::default())
}

/// The land of an edition; what the support makes is always read.
fn snapshot(land: Land) -> Snapshot {
    read(&land.geojson(), "land").unwrap_or_default()
}

fn editions(cells: usize) -> Vec<Snapshot> {
    [0, 1].map(|edition| snapshot(land(cells, edition))).to_vec()
}

fn study<S: Into<Arc<Snapshot>>>(snapshots: Vec<S>) -> Result<Study> {
    let tolerance = ToleranceSetting::Fixed(Length::from_m(TOLERANCE_M));
    let settings = Settings::default().tolerance(tolerance);
    Study::new(snapshots, ReferenceLayers::default(), settings)
}

/// The change from the first snapshot of a study to the last.
fn overall(study: &Study) -> Result<Change> {
    Change::between(study.classified()?, study.overall())
}

fn mosaic_of<'a>(snapshots: &'a [Snapshot]) -> (Mosaic, Vec<LayerId>) {
    let mut builder = Builder::new(EdgeModel::StraightLonLat);
    let mut land =
        |snapshot: &'a Snapshot| builder.land(snapshot.territories.iter().map(|t| t.polygons.as_slice()));
    let layers = snapshots.iter().map(&mut land).collect();
    (builder.build(), layers)
}

/// Two editions laid over one another.
#[divan::bench(sample_count = 20)]
fn mosaic(bencher: Bencher) {
    let snapshots = editions(USUAL);
    let positions = ItemsCount::new(2 * land(USUAL, 0).size());
    bencher.counter(positions).bench(|| mosaic_of(&snapshots));
}

/// The edges of an edition, one after another on one thread.
#[divan::bench(sample_count = 20, args = [(EdgeModel::StraightLonLat, LARGE), (EdgeModel::Geodesic, USUAL)])]
fn areas(bencher: Bencher, (edges, cells): (EdgeModel, usize)) {
    let snapshot = snapshot(land(cells, 0));
    let polygons = snapshot.territories.iter().flat_map(|t| &t.polygons);
    let ends = polygons.flat_map(rings).flat_map(|ring| ring.0.windows(2));
    let ends: Vec<[GridPoint; 2]> = ends.map(|w| [w[0], w[1]]).collect();
    let area = || -> Area { ends.iter().map(|&[from, to]| edges.area(from, to)).sum() };
    bencher.counter(ItemsCount::new(ends.len())).bench(area);
}

/// The mosaic of two editions to polygons, by who held the land before and after.
#[divan::bench(sample_count = 20)]
fn pieces(bencher: Bencher) {
    let snapshots = editions(LARGE);
    let (mosaic, layers) = mosaic_of(&snapshots);
    let key = |face| Some([mosaic.label(layers[0], face), mosaic.label(layers[1], face)]);
    bencher.bench(|| mosaic.pieces(key));
}

/// The change matrix and the transfers, from a classified overlay.
#[divan::bench(sample_count = 20)]
fn change(bencher: Bencher) {
    let study = study(editions(USUAL));
    bencher.bench(|| overall(study.as_ref().ok()?).ok());
}

/// A change as a diff, to nowhere.
#[divan::bench(sample_count = 20)]
fn write_diff(bencher: Bencher) {
    let change = study(editions(LARGE)).and_then(|study| overall(&study));
    bencher.bench(|| {
        change
            .as_ref()
            .map(|change| Diff::of(change).write(&mut io::sink()))
    });
}

/// Two files to a diff, from bytes to bytes.
#[divan::bench(sample_count = 20)]
fn whole_diff(bencher: Bencher) {
    let texts = [0, 1].map(|edition| land(USUAL, edition).geojson());
    let job = || -> Result<Vec<u8>> {
        let snapshots = vec![read(&texts[0], "before")?, read(&texts[1], "after")?];
        let change = overall(&study(snapshots)?)?;
        let mut out = Vec::new();
        let written = Diff::of(&change).write(&mut out);
        black_box(written.is_ok());
        Ok(out)
    };
    bencher
        .counter(ItemsCount::new(2 * land(USUAL, 0).size()))
        .bench(job);
}

/// Thirty days of 3,600 positions each, in figures.
#[divan::bench(sample_count = 20)]
fn series(bencher: Bencher) {
    let day = |edition: u64| Snapshot {
        date: format!("2024-01-{:02}", edition + 1).parse().ok(),
        ..snapshot(Land {
            cells: 6,
            positions: 25,
            edition,
        })
    };
    let study = study((0..30).map(day).collect());
    bencher.bench(|| study.as_ref().ok()?.series().ok());
}
