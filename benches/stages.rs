//! How long each stage of the main job takes: `cargo bench --bench stages`, or `cargo bench --bench stages -- A B` for
//! two files of your own.
//!
//! The library names its stages as it enters them; here the time from one to the next is taken, the least of several
//! runs.

mod support;

use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use landshift::change::{Change, Overlay};
use landshift::diff::Diff;
use landshift::measure::EdgeModel;
use landshift::model::{Layer, Snapshot};
use landshift::progress::{observe, stage};
use landshift::read::ReadOptions;
use landshift::{Error, Result};
use support::Land;

const RUNS: usize = 5;
const END: &str = "end";

/// When each stage of a run began.
static BEGUN: Mutex<Vec<(&str, Instant)>> = Mutex::new(Vec::new());

fn main() -> Result<()> {
    observe(|name| {
        if let Ok(mut begun) = BEGUN.lock() {
            begun.push((name, Instant::now()));
        }
    });
    let files: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let mut least: Vec<(&str, Duration)> = Vec::new();
    for _ in 0..RUNS {
        job(&files)?;
        for (i, (name, time)) in times().into_iter().enumerate() {
            match least.get_mut(i) {
                Some(known) => known.1 = known.1.min(time),
                None => least.push((name, time)),
            }
        }
    }
    for (name, time) in &least {
        println!("{name:<44} {:>8.1} ms", time.as_secs_f64() * 1e3);
    }
    let total: Duration = least.iter().map(|(_, time)| *time).sum();
    println!("{:<44} {:>8.1} ms", "in all", total.as_secs_f64() * 1e3);
    Ok(())
}

/// The whole diff, from text to text.
fn job(files: &[String]) -> Result<()> {
    let [before, after] = if let [before, after] = files {
        stage("reading");
        [before, after].map(|path| Snapshot::open(Path::new(path), &ReadOptions::default()))
    } else {
        let texts = [0, 1].map(|edition| land(edition).geojson());
        stage("reading");
        texts.map(|text| read(&text))
    };
    let overlay = Overlay::new(vec![before?, after?], Layer::default(), EdgeModel::default());
    stage("comparing");
    let change = Change::between(&overlay, 0, 1, 0.0)?;
    stage("writing");
    let written = Diff::of(&change).write(&mut io::sink());
    stage(END);
    written.map_err(|e| Error::new(format!("cannot write: {e}")))
}

/// 400,000 positions in 2,500 features.
fn land(edition: u64) -> Land {
    Land {
        cells: 50,
        positions: 40,
        edition,
    }
}

fn read(text: &str) -> Result<Snapshot> {
    Snapshot::of(Layer::read(text.as_bytes(), "made")?, &ReadOptions::default())
}

/// How long each stage of the last run took.
fn times() -> Vec<(&'static str, Duration)> {
    let Ok(mut begun) = BEGUN.lock() else {
        return Vec::new();
    };
    let times = begun.windows(2).filter(|w| w[0].0 != END);
    let times = times.map(|w| (w[0].0, w[1].1 - w[0].1)).collect();
    begun.clear();
    times
}
