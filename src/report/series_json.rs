//! A series as JSON, and its rows as CSV.

use serde::Serialize;

use super::csv::Row;
use super::json::{Closure, SnapshotRecord, TransitionRow};
use super::rows::{FrontRow, PlaceChangeRow, UnitChangeRow};
use super::series_page::date;
use super::timeline::Timeline;
use crate::change::{ControllerSeries, ControllerSpreads, Series, SnapshotFigures, Spread, Switch};
use crate::measure::Area;

#[derive(Debug, Serialize)]
pub(super) struct SeriesRecord<'a> {
    edges: &'static str,
    tolerance_m: f64,
    snapshots: Vec<SeriesSnapshot<'a>>,
    controllers: Vec<SeriesController<'a>>,
    changes: Vec<TransitionRow<'a>>,
    times: Vec<TimesRow>,
    fronts: &'a [FrontRow],
    unit_changes: &'a [UnitChangeRow],
    place_changes: &'a [PlaceChangeRow],
    switches: Vec<SwitchRecord>,
    closure: Closure,
}

#[derive(Debug, Serialize)]
struct SeriesSnapshot<'a> {
    #[serde(flatten)]
    snapshot: SnapshotRecord<'a>,
    controllers: Vec<Held<'a>>,
}

#[derive(Debug, Serialize)]
struct Held<'a> {
    name: &'a str,
    area_km2: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct SeriesController<'a> {
    name: &'a str,
    first_km2: f64,
    last_km2: f64,
    gained_km2: f64,
    gained_noise_km2: f64,
    lost_km2: f64,
    lost_noise_km2: f64,
    net_km2: f64,
    kept_km2: f64,
    retaken_km2: f64,
    largest_gain: Option<LargestGain>,
    gained_low_km2: Option<f64>,
    gained_high_km2: Option<f64>,
    gained_rss_km2: Option<f64>,
    lost_low_km2: Option<f64>,
    lost_high_km2: Option<f64>,
    lost_rss_km2: Option<f64>,
    net_low_km2: Option<f64>,
    net_high_km2: Option<f64>,
    net_rss_km2: Option<f64>,
}

#[derive(Debug, Serialize)]
struct LargestGain {
    before: String,
    after: String,
    area_km2: f64,
}

/// The land that changed hands so many times.
#[derive(Debug, Serialize)]
pub(super) struct TimesRow {
    times: usize,
    area_km2: f64,
}

/// A step between which the source seems to have changed.
#[derive(Debug, Serialize)]
struct SwitchRecord {
    before: String,
    after: String,
    signs: Vec<&'static str>,
    noise_km2: f64,
    pieces: usize,
}

impl Row for TimesRow {
    const COLUMNS: &'static [&'static str] = &["times", "area_km2"];
}

impl Row for SeriesController<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "first_km2",
        "last_km2",
        "gained_km2",
        "gained_noise_km2",
        "lost_km2",
        "lost_noise_km2",
        "net_km2",
        "kept_km2",
        "retaken_km2",
        "gained_low_km2",
        "gained_high_km2",
        "gained_rss_km2",
        "lost_low_km2",
        "lost_high_km2",
        "lost_rss_km2",
        "net_low_km2",
        "net_high_km2",
        "net_rss_km2",
    ];
}

impl<'a> From<&'a Timeline> for SeriesRecord<'a> {
    fn from(timeline: &'a Timeline) -> Self {
        let series = &timeline.series;
        let snapshot = |(index, snapshot): (usize, &'a SnapshotFigures)| SeriesSnapshot {
            snapshot: snapshot.into(),
            controllers: series
                .held(index)
                .into_iter()
                .map(|(name, area)| Held {
                    name,
                    area_km2: area.km2(),
                })
                .collect(),
        };
        Self {
            edges: series.edges.name(),
            tolerance_m: series.tolerance_m,
            snapshots: series.snapshots.iter().enumerate().map(snapshot).collect(),
            controllers: controllers(series),
            changes: changes(series),
            times: times(series),
            fronts: &timeline.fronts,
            unit_changes: &timeline.unit_changes,
            place_changes: &timeline.place_changes,
            switches: switches(series),
            closure: Closure {
                max_relative: series.closure,
            },
        }
    }
}

fn controller<'a>(series: &Series, controller: &'a ControllerSeries) -> SeriesController<'a> {
    let largest_gain = controller.largest_gain.map(|gain| LargestGain {
        before: date(&series.snapshots[gain.interval]),
        after: date(&series.snapshots[gain.interval + 1]),
        area_km2: gain.area.km2(),
    });
    let ControllerSpreads { gained, lost, net } = controller.spreads;
    let low = |spread: Option<Spread>| spread.map(|s| s.range[0].km2());
    let high = |spread: Option<Spread>| spread.map(|s| s.range[1].km2());
    let rss = |spread: Option<Spread>| spread.map(|s| s.rss.km2());
    SeriesController {
        name: &controller.name,
        first_km2: controller.first.km2(),
        last_km2: controller.last.km2(),
        gained_km2: controller.gained.km2(),
        gained_noise_km2: controller.gained_noise.km2(),
        lost_km2: controller.lost.km2(),
        lost_noise_km2: controller.lost_noise.km2(),
        net_km2: controller.net().km2(),
        kept_km2: controller.kept.km2(),
        retaken_km2: controller.retaken.km2(),
        largest_gain,
        gained_low_km2: low(gained),
        gained_high_km2: high(gained),
        gained_rss_km2: rss(gained),
        lost_low_km2: low(lost),
        lost_high_km2: high(lost),
        lost_rss_km2: rss(lost),
        net_low_km2: low(net),
        net_high_km2: high(net),
        net_rss_km2: rss(net),
    }
}

/// The changes of all steps.
pub(super) fn changes(series: &Series) -> Vec<TransitionRow<'_>> {
    let steps = series.steps();
    let rows = steps.flat_map(|(before, after, interval)| {
        let [before, after] = [before, after].map(date);
        let row = move |t| TransitionRow::new([&before, &after], t);
        interval.changes.iter().map(row)
    });
    rows.collect()
}

/// The controllers over the whole series.
pub(super) fn controllers(series: &Series) -> Vec<SeriesController<'_>> {
    series.controllers.iter().map(|c| controller(series, c)).collect()
}

/// The land by how often it changed hands.
pub(super) fn times(series: &Series) -> Vec<TimesRow> {
    let row = |(index, area): (usize, &Area)| TimesRow {
        times: index + 1,
        area_km2: area.km2(),
    };
    series.times.iter().enumerate().map(row).collect()
}

fn switches(series: &Series) -> Vec<SwitchRecord> {
    let record = |switch: Switch| SwitchRecord {
        before: date(&series.snapshots[switch.interval]),
        after: date(&series.snapshots[switch.interval + 1]),
        signs: switch.signs.iter().map(|sign| sign.name()).collect(),
        noise_km2: switch.noise.km2(),
        pieces: switch.pieces,
    };
    series.switches().into_iter().map(record).collect()
}
