//! A front over six months: what each controller gained and lost, and an observer of the work.
//!
//!     cargo run --example series

use std::sync::Arc;

use geo_types::{MultiPolygon, polygon};
use landshift::Date;
use landshift::{Format, ReferenceLayers, Report, Result, Settings, Snapshot, Study, ToleranceSetting};
use landshift::{Observer, Progress};

/// Where the border stood at the end of each month, in degrees of longitude.
const FRONT: [(&str, f64); 6] = [
    ("2022-01-31", 47.0),
    ("2022-02-28", 47.2),
    ("2022-03-31", 47.5),
    ("2022-04-30", 47.4),
    ("2022-05-31", 47.1),
    ("2022-06-30", 47.3),
];

/// Prints each stage; one that returned true from `is_cancelled` would end the work with an error.
struct Log;

impl Observer for Log {
    fn stage(&self, name: &'static str) {
        eprintln!("… {name}");
    }
}

fn land(west: f64, east: f64) -> MultiPolygon<f64> {
    polygon![(x: west, y: 40.0), (x: east, y: 40.0), (x: east, y: 41.0), (x: west, y: 41.0)].into()
}

fn snapshot((date, border): (&str, f64)) -> Result<Snapshot> {
    Snapshot::builder(date, date.parse::<Date>()?)
        .land("A", land(46.0, border))
        .land("B", land(border, 48.0))
        .build()
}

fn main() -> Result<()> {
    let snapshots: Vec<Snapshot> = FRONT.into_iter().map(snapshot).collect::<Result<_>>()?;
    // These borders are exact: no piece is narrow enough to be noise.
    let settings = Settings::default().tolerance(ToleranceSetting::Fixed("0m".parse()?));
    let study = Study::new(snapshots, ReferenceLayers::default(), settings)?
        .with_progress(Progress::new(Arc::new(Log)));
    let timeline = study.series()?;

    for c in &timeline.series.controllers {
        println!(
            "{}: held {:.0} km² first and {:.0} last; gained {:.0}, lost {:.0}, net {:+.0}; retook {:.0}",
            c.name,
            c.first.km2(),
            c.last.km2(),
            c.gained.km2(),
            c.lost.km2(),
            c.net().km2(),
            c.retaken.km2()
        );
    }
    println!("\n{}", timeline.written(Format::Csv, Some("changes"))?);
    Ok(())
}
