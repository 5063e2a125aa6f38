//! How long each stage of the main job takes: `cargo bench --bench stages`, or `cargo bench --bench stages -- A B` for
//! two files of your own.
//!
//! The library names its stages as it enters them; here the time from one to the next is taken, the least of several
//! runs.

mod support;

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use landshift::diff::Diff;
use landshift::{Error, ReadOptions, ReferenceLayers, Result, Settings, Snapshot, Study, ToleranceSetting};
use landshift_engine::measure::Length;
use landshift_engine::progress::{Observer, Progress};
use support::Land;

const RUNS: usize = 5;
const END: &str = "end";

/// When each stage of a run began.
#[derive(Default)]
struct Clock(Mutex<Vec<(&'static str, Instant)>>);

impl Observer for Clock {
    fn stage(&self, name: &'static str) {
        let mut begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        begun.push((name, Instant::now()));
    }
}

impl Clock {
    /// How long each stage took.
    fn times(&self) -> Vec<(&'static str, Duration)> {
        let begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        begun
            .windows(2)
            .map(|pair| (pair[0].0, pair[1].1 - pair[0].1))
            .collect()
    }
}

fn main() -> Result<()> {
    let files: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let mut least: Vec<(&str, Duration)> = Vec::new();
    for _ in 0..RUNS {
        let clock = Arc::new(Clock::default());
        job(&files, &Progress::new(Arc::clone(&clock)))?;
        for (i, (name, time)) in clock.times().into_iter().enumerate() {
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
fn job(files: &[String], progress: &Progress) -> Result<()> {
    let options = ReadOptions::default();
    let [before, after] = if let [before, after] = files {
        progress.stage("reading")?;
        [before, after].map(|path| Snapshot::open(Path::new(path), &options))
    } else {
        let texts = [0, 1].map(|edition| land(edition).geojson());
        progress.stage("reading")?;
        texts.map(|text| Snapshot::read(text, "made", &options))
    };
    let settings = Settings::default().tolerance(ToleranceSetting::Fixed(Length::ZERO));
    let study = Study::new(vec![before?, after?], ReferenceLayers::default(), settings)?;
    let study = study.with_progress(progress.clone());
    let change = study.change(study.overall())?.change;
    progress.stage("writing")?;
    let written = Diff::of(&change).write(&mut io::sink());
    progress.stage(END)?;
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
