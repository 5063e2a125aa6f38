//! A series in every format: the controllers over all steps, and the land that changed hands in each.

use serde::Serialize;

use super::change_page::{method, overlap, sources};
use super::csv::Row;
use super::document::{Document, Table, arrow};
use super::json::SnapshotRecord;
use super::{Format, MADE_WITH, csv, json, markdown, text};
use crate::Result;
use crate::change::{ControllerSeries, DISCLAIMER, Interval, Series, SnapshotFigures, Transition};
use crate::measure::{Area, count};
use crate::model::Date;

/// The series in a format.
///
/// Text and Markdown hold two tables: the controllers over the whole series, and every step in which land changed
/// hands. JSON holds both, and the snapshots. CSV has one row for each step and transition, changes only.
///
/// # Errors
///
/// When the result cannot be put into the format; no input is known that does this.
pub fn series(series: &Series, format: Format) -> Result<String> {
    match format {
        Format::Text => Ok(text::write(&page(series))),
        Format::Markdown => Ok(markdown::write(&page(series))),
        Format::Json => json::write(&SeriesRecord::from(series)),
        Format::Csv => csv::write(&rows(series)),
    }
}

fn page(series: &Series) -> Document {
    let mut page = Document::default();
    page.paragraph(summary(series));
    page.heading(2, "Controllers over the series, km²");
    page.table(controllers(series));
    page.heading(2, "Land that changed hands, step by step");
    let steps = steps(series);
    if steps.rows.is_empty() {
        page.paragraph("None.");
    }
    page.table(steps);
    page.heading(2, "Notes");
    page.list(notes(series));
    page
}

/// The series in one sentence.
fn summary(series: &Series) -> String {
    let changed: Vec<Area> = series.intervals.iter().map(Interval::changed_area).collect();
    let with_change = changed.iter().filter(|area| **area > Area::ZERO).count();
    let of = |snapshot: Option<&SnapshotFigures>| snapshot.map(SnapshotFigures::heading).unwrap_or_default();
    let (first, last) = (of(series.snapshots.first()), of(series.snapshots.last()));
    let span = format!(
        "{} snapshots from {first} to {last}",
        count(series.snapshots.len() as u64)
    );
    let noise: Area = series
        .intervals
        .iter()
        .flat_map(|i| &i.changes)
        .map(|t| t.noise)
        .sum();
    if with_change == 0 && noise > Area::ZERO {
        let (noise, tolerance_m) = (noise.headline(), series.tolerance_m);
        return format!(
            "{span}: no land changed hands but {noise} in slivers narrower than {tolerance_m} m."
        );
    }
    if with_change == 0 {
        return format!("{span}: no land changed hands.");
    }
    format!(
        "{span}: {} changed hands in {} of {} steps.",
        changed.into_iter().sum::<Area>().headline(),
        count(with_change as u64),
        count(series.intervals.len() as u64)
    )
}

/// Slivers have columns of their own where there is a tolerance that tells them apart.
fn controllers(series: &Series) -> Table {
    let slivers = series.tolerance_m > 0.0;
    let headings = [
        "controller",
        "first",
        "last",
        "gained",
        "lost",
        "net",
        "largest gain",
        "by",
    ];
    let mut headings = headings.to_vec();
    if slivers {
        headings.insert(4, "slivers");
        headings.insert(6, "slivers");
    }
    let mut table = Table::new(1, headings);
    for c in &series.controllers {
        let (largest, by) = largest_gain(series, c);
        let mut cells = vec![
            c.name.clone(),
            c.first.number(),
            c.last.number(),
            c.gained.number(),
        ];
        cells.extend(slivers.then(|| c.gained_noise.number()));
        cells.push(c.lost.number());
        cells.extend(slivers.then(|| c.lost_noise.number()));
        cells.extend([c.net().difference(), largest, by]);
        table.row(cells);
    }
    table
}

/// The largest gain and the date by which it was made.
fn largest_gain(series: &Series, controller: &ControllerSeries) -> (String, String) {
    let none = || ("–".to_owned(), "–".to_owned());
    controller.largest_gain.map_or_else(none, |gain| {
        (gain.area.number(), date(&series.snapshots[gain.interval + 1]))
    })
}

fn steps(series: &Series) -> Table {
    let slivers = series.tolerance_m > 0.0;
    let mut headings = vec!["before", "after", "from → to", "km²"];
    headings.extend(slivers.then_some("of it slivers"));
    headings.push("pieces");
    let mut table = Table::new(3, headings);
    for (before, after, interval) in series.steps() {
        for t in &interval.changes {
            let name = arrow(t.from.as_deref(), t.to.as_deref());
            let mut cells = vec![date(before), date(after), name, t.area.number()];
            cells.extend(slivers.then(|| t.noise.number()));
            cells.push(count(t.parts as u64));
            table.row(cells);
        }
    }
    table
}

/// Snapshots of a series have dates, each its own.
fn date(snapshot: &SnapshotFigures) -> String {
    snapshot.date.as_ref().map(Date::to_string).unwrap_or_default()
}

fn notes(series: &Series) -> Vec<String> {
    let mut notes = vec![
        "Gained and lost are sums over all steps: land that goes back and forth counts each time. The largest gain \
         is that of one step, without slivers."
            .to_owned(),
    ];
    notes.extend(method(series.edges, series.tolerance_m, series.closure));
    let snapshots: Vec<&SnapshotFigures> = series.snapshots.iter().collect();
    notes.extend(snapshots.iter().filter_map(|s| overlap(&s.heading(), s)));
    notes.extend(sources(&snapshots));
    notes.push(DISCLAIMER.to_owned());
    notes.push(MADE_WITH.to_owned());
    notes
}

#[derive(Debug, Serialize)]
struct SeriesRecord<'a> {
    edges: &'static str,
    tolerance_m: f64,
    snapshots: Vec<SeriesSnapshot<'a>>,
    controllers: Vec<SeriesController<'a>>,
    changes: Vec<StepRow<'a>>,
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
struct SeriesController<'a> {
    name: &'a str,
    first_km2: f64,
    last_km2: f64,
    gained_km2: f64,
    gained_noise_km2: f64,
    lost_km2: f64,
    lost_noise_km2: f64,
    net_km2: f64,
    largest_gain: Option<LargestGain>,
}

#[derive(Debug, Serialize)]
struct LargestGain {
    before: String,
    after: String,
    area_km2: f64,
}

/// A change of one step: a row of CSV, and the same in JSON.
#[derive(Debug, Serialize)]
struct StepRow<'a> {
    before: String,
    after: String,
    from: Option<&'a str>,
    to: Option<&'a str>,
    area_km2: f64,
    noise_km2: f64,
    parts: usize,
}

#[derive(Debug, Serialize)]
struct Closure {
    max_relative: f64,
}

impl Row for StepRow<'_> {
    const COLUMNS: &'static [&'static str] =
        &["before", "after", "from", "to", "area_km2", "noise_km2", "parts"];
}

impl<'a> From<&'a Series> for SeriesRecord<'a> {
    fn from(series: &'a Series) -> Self {
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
            controllers: series.controllers.iter().map(|c| controller(series, c)).collect(),
            changes: rows(series),
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
    SeriesController {
        name: &controller.name,
        first_km2: controller.first.km2(),
        last_km2: controller.last.km2(),
        gained_km2: controller.gained.km2(),
        gained_noise_km2: controller.gained_noise.km2(),
        lost_km2: controller.lost.km2(),
        lost_noise_km2: controller.lost_noise.km2(),
        net_km2: controller.net().km2(),
        largest_gain,
    }
}

impl<'a> StepRow<'a> {
    fn new(before: &SnapshotFigures, after: &SnapshotFigures, transition: &'a Transition) -> Self {
        Self {
            before: date(before),
            after: date(after),
            from: transition.from.as_deref(),
            to: transition.to.as_deref(),
            area_km2: transition.area.km2(),
            noise_km2: transition.noise.km2(),
            parts: transition.parts,
        }
    }
}

fn rows(series: &Series) -> Vec<StepRow<'_>> {
    let steps = series.steps();
    let rows = steps.flat_map(|(before, after, interval)| {
        interval
            .changes
            .iter()
            .map(move |t| StepRow::new(before, after, t))
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::testing::{number, snapshot};
    use super::*;
    use crate::measure::EdgeModel;

    /// Reds advance for two steps and lose some in the third; the second moves only a sliver.
    fn usual() -> Series {
        let steps = [
            ("2020-01-01", 3.0),
            ("2020-01-02", 4.0),
            ("2020-01-03", 4.001),
            ("2020-01-05", 3.5),
        ];
        let snapshots = steps.map(|(date, x)| {
            let land = [("Reds", "", [0., 0., x, 1.]), ("Blues", "", [x, 0., 6., 1.])];
            snapshot(&format!("{date}.geojson"), Some(date), &land)
        });
        Series::of(snapshots.to_vec(), EdgeModel::StraightLonLat, 250.0).unwrap()
    }

    #[test]
    fn the_numbers_of_all_formats_agree() {
        let usual = usual();
        let json: Value = serde_json::from_str(&series(&usual, Format::Json).unwrap()).unwrap();
        assert_eq!(json.as_object().unwrap().keys().next().unwrap(), "generator");
        let changes = json["changes"].as_array().unwrap();
        let csv = series(&usual, Format::Csv).unwrap();
        assert!(
            csv.starts_with(
                "before,after,from,to,area_km2,noise_km2,parts\n2020-01-01,2020-01-02,Blues,Reds,"
            )
        );
        assert_eq!(csv.lines().count(), 1 + changes.len());
        for (line, change) in csv.lines().skip(1).zip(changes) {
            let area: f64 = line.split(',').nth(4).unwrap().parse().unwrap();
            assert!((area - change["area_km2"].as_f64().unwrap()).abs() < 1e-9);
        }
        let text = series(&usual, Format::Text).unwrap();
        let reds = text.lines().find(|line| line.starts_with("Reds")).unwrap();
        let cells: Vec<&str> = reds.split_whitespace().collect();
        let record = json["controllers"]
            .as_array()
            .unwrap()
            .iter()
            .find(|c| c["name"] == "Reds")
            .unwrap();
        for (cell, key) in cells[1..].iter().zip([
            "first_km2",
            "last_km2",
            "gained_km2",
            "gained_noise_km2",
            "lost_km2",
            "lost_noise_km2",
            "net_km2",
        ]) {
            assert!(
                (number(cell) - record[key].as_f64().unwrap()).abs() <= 0.05,
                "{key}: {reds}"
            );
        }
        assert_eq!(cells.last(), Some(&"2020-01-02"));
        assert_eq!(record["largest_gain"]["after"], "2020-01-02");
    }

    #[test]
    fn the_summary_leaves_slivers_out() {
        let text = series(&usual(), Format::Text).unwrap();
        assert!(
            text.starts_with("4 snapshots from 1 January 2020 to 5 January 2020: "),
            "{text}"
        );
        assert!(text.contains("changed hands in 2 of 3 steps."), "{text}");
        let markdown = series(&usual(), Format::Markdown).unwrap();
        assert!(
            markdown.contains("| 2020-01-03 | 2020-01-05 | Reds → Blues |"),
            "{markdown}"
        );
    }

    #[test]
    fn slivers_alone_are_said() {
        let day = |date: &str, x: f64| {
            let land = [("Reds", "", [0., 0., x, 1.]), ("Blues", "", [x, 0., 6., 1.])];
            snapshot(date, Some(date), &land)
        };
        let of = |x, tolerance_m| {
            let days = vec![day("2020", 3.0), day("2021", x)];
            summary(&Series::of(days, EdgeModel::StraightLonLat, tolerance_m).unwrap())
        };
        let slivers = of(3.001, 250.0);
        assert!(
            slivers.contains("no land changed hands but 12 km² in slivers narrower than 250 m."),
            "{slivers}"
        );
        assert!(of(3.0, 250.0).ends_with(": no land changed hands."));
    }

    #[test]
    fn snapshots_say_who_held_what() {
        let json: Value = serde_json::from_str(&series(&usual(), Format::Json).unwrap()).unwrap();
        for snapshot in json["snapshots"].as_array().unwrap() {
            let held = snapshot["controllers"].as_array().unwrap();
            let sum: f64 = held.iter().map(|h| h["area_km2"].as_f64().unwrap()).sum();
            assert!((sum - snapshot["area_km2"].as_f64().unwrap()).abs() < 1e-6);
            assert_eq!(snapshot["hash"].as_str().unwrap().len(), 32);
        }
    }
}
