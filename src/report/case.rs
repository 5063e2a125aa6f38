//! The report of a whole case: every snapshot, every change, broken down and compared.

use std::path::Path;

use super::between::Between;
use super::case_json::ReportRecord;
use super::places::Place;
use super::rows::{AreaRow, FrontRow, PlaceChangeRow, PlaceRow, PublishedRow, UnitChangeRow, UnitRow};
use super::{case_page, csv, json, key, markdown, places, published, text, units};
use crate::change::{Accuracy, Change, Overlay, SnapshotFigures};
use crate::measure::EdgeModel;
use crate::model::{Layer, Scenario};
use crate::{Error, Result};

/// All that the tables of a scenario say.
///
/// Rows name a snapshot by its `key`. Everything is read from one overlay, so the numbers add up across tables: where
/// there are units, the rows of a snapshot in `units` sum to those in `areas`, and `unit_changes` to the transitions
/// that are changes.
#[derive(Debug, Clone)]
pub struct Report {
    /// The scenario's short name.
    pub id: String,
    /// What the case is.
    pub title: String,
    /// Who or what is said of sources.
    pub credits: Vec<String>,
    /// What readers must know of the case.
    pub notes: Vec<String>,
    /// How edges run and measure.
    pub edges: EdgeModel,
    /// The snapshots, in order of time.
    pub snapshots: Vec<ReportSnapshot>,
    /// The changes, usually from each snapshot to the next.
    pub changes: Vec<ReportChange>,
    /// What each controller holds on each date, largest first.
    pub areas: Vec<AreaRow>,
    /// The same, by unit.
    pub units: Vec<UnitRow>,
    /// What changed hands in each unit, for each change.
    pub unit_changes: Vec<UnitChangeRow>,
    /// Who held each place on each date.
    pub places: Vec<PlaceRow>,
    /// The places that changed hands, for each change.
    pub place_changes: Vec<PlaceChangeRow>,
    /// Where controllers met on each date, longest first.
    pub fronts: Vec<FrontRow>,
    /// Published areas beside ours.
    pub published: Vec<PublishedRow>,
}

/// A snapshot of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportSnapshot {
    /// What rows call it: its ISO date, or its path where no date tells it apart.
    pub key: String,
    /// What headings call it.
    pub heading: String,
    /// What the scenario says under the date.
    pub caption: Option<String>,
    /// Its figures.
    pub figures: SnapshotFigures,
}

/// A change of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportChange {
    /// The key of the earlier snapshot.
    pub before: String,
    /// The key of the later snapshot.
    pub after: String,
    /// The change.
    pub change: Change,
}

impl Report {
    /// The report of a scenario: `overlay` holds its snapshots and units, `places` its settlements (points with
    /// `name` and, where known, `name_alt`, `kind` and `population`), `changes` what is to be told of its snapshots; published figures are
    /// set beside ranges that `accuracy` and the data allow.
    ///
    /// # Errors
    ///
    /// When a change is not between two snapshots of the overlay, a place is no point, or a published figure is about
    /// something that the data does not have.
    pub fn new(
        scenario: &Scenario,
        overlay: &Overlay,
        places: &Layer,
        changes: Vec<Change>,
        accuracy: &Accuracy,
    ) -> Result<Self> {
        let places = places::places(places, overlay)?;
        let published = scenario.published.iter();
        let mut report = Self {
            id: scenario.id.clone(),
            title: scenario.title.clone(),
            credits: scenario.credits.clone(),
            notes: scenario.notes.clone(),
            edges: overlay.mosaic().edge_model(),
            snapshots: snapshots(scenario, overlay),
            changes: vec![],
            areas: vec![],
            units: vec![],
            unit_changes: vec![],
            places: vec![],
            place_changes: vec![],
            fronts: vec![],
            published: published
                .map(|one| published::beside(overlay, one, accuracy))
                .collect::<Result<_>>()?,
        };
        let unit_areas = units::areas(overlay);
        for index in 0..report.snapshots.len() {
            report.add_snapshot(overlay, &unit_areas, &places, index);
        }
        for change in changes {
            report.add_change(overlay, (&unit_areas, accuracy), &places, change)?;
        }
        Ok(report)
    }

    fn add_snapshot(&mut self, overlay: &Overlay, units: &units::UnitAreas, places: &[Place], index: usize) {
        let key = &self.snapshots[index].key;
        self.areas.extend(areas(overlay, index, key));
        self.units.extend(units::held(overlay, units, index, key));
        self.places.extend(places::held(places, overlay, index, key));
        self.fronts.extend(fronts(overlay, index, key));
    }

    fn add_change(
        &mut self,
        overlay: &Overlay,
        (units, accuracy): (&units::UnitAreas, &Accuracy),
        places: &[Place],
        change: Change,
    ) -> Result<()> {
        let pair = [self.place_of(&change.before)?, self.place_of(&change.after)?];
        let between = Between::new(
            overlay,
            &change,
            pair,
            pair.map(|i| self.snapshots[i].key.as_str()),
        );
        self.unit_changes
            .extend(units::changed(&between, units, accuracy));
        self.place_changes.extend(places::changed(&between, places));
        let [before, after] = pair.map(|index| self.snapshots[index].key.clone());
        self.changes.push(ReportChange {
            before,
            after,
            change,
        });
        Ok(())
    }

    /// The place of a change's snapshot in the overlay.
    fn place_of(&self, figures: &SnapshotFigures) -> Result<usize> {
        let found = self.snapshots.iter().position(|s| s.figures == *figures);
        found.ok_or_else(|| {
            Error::new("a change is about a snapshot that the report does not have").in_file(&figures.path)
        })
    }

    /// The report as text for a terminal, most important first; the same however wide the terminal is.
    pub fn text(&self) -> String {
        text::write(&case_page::page(self))
    }

    /// The same tables as GitHub Flavored Markdown.
    pub fn markdown(&self) -> String {
        markdown::write(&case_page::page(self))
    }

    /// Everything as JSON: `changes` as `landshift diff --format json` has them, each with its `finding`; all else as
    /// the rows of [`Report::csv_tables`].
    ///
    /// # Errors
    ///
    /// When the result cannot be written as JSON; no input is known that does this.
    pub fn json(&self) -> Result<String> {
        json::write(&ReportRecord::from(self))
    }

    /// Everything as long tables, each with its name: one row a fact; `claims` only where there are claims. Names are guarded against being read as formulas,
    /// see [`super::Format::Csv`].
    ///
    /// # Errors
    ///
    /// As [`Report::json`].
    pub fn csv_tables(&self) -> Result<Vec<(&'static str, String)>> {
        let (mut transitions, mut recognised) = (Vec::new(), Vec::new());
        for entry in &self.changes {
            let keys = [entry.before.as_str(), &entry.after];
            transitions.extend(json::transition_rows(&entry.change, keys));
            recognised.extend(json::recognised_rows(&entry.change, keys));
        }
        let mut tables = vec![
            ("areas", csv::write(&self.areas)?),
            ("transitions", csv::write(&transitions)?),
            ("units", csv::write(&self.units)?),
            ("unit_changes", csv::write(&self.unit_changes)?),
            ("places", csv::write(&self.places)?),
            ("place_changes", csv::write(&self.place_changes)?),
            ("fronts", csv::write(&self.fronts)?),
            ("published", csv::write(&self.published)?),
        ];
        if self
            .changes
            .iter()
            .any(|entry| entry.change.recognition.is_some())
        {
            tables.push(("claims", csv::write(&recognised)?));
        }
        Ok(tables)
    }
}

fn snapshots(scenario: &Scenario, overlay: &Overlay) -> Vec<ReportSnapshot> {
    let figures: Vec<SnapshotFigures> = (0..overlay.snapshots().len())
        .map(|index| SnapshotFigures::of(overlay, index))
        .collect();
    let borrowed: Vec<&SnapshotFigures> = figures.iter().collect();
    let (keys, headings) = (key::keys(&borrowed), key::headings(&borrowed));
    // The scenario's paths are relative to its file, the snapshots' to wherever the program was started.
    let caption = |path: &str| {
        let entry = scenario
            .snapshots
            .iter()
            .find(|s| Path::new(path).ends_with(&s.path));
        entry.and_then(|entry| entry.caption.clone())
    };
    figures
        .into_iter()
        .zip(keys.into_iter().zip(headings))
        .map(|(figures, (key, heading))| ReportSnapshot {
            key,
            heading,
            caption: caption(&figures.path),
            figures,
        })
        .collect()
}

fn areas(overlay: &Overlay, snapshot: usize, key: &str) -> Vec<AreaRow> {
    let row = |(controller, area): (&str, _)| AreaRow {
        snapshot: key.to_owned(),
        controller: controller.to_owned(),
        area,
    };
    let mut rows: Vec<AreaRow> = overlay.areas(snapshot).into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.area));
    rows
}

fn fronts(overlay: &Overlay, snapshot: usize, key: &str) -> Vec<FrontRow> {
    let fronts = overlay.fronts(snapshot).into_iter();
    fronts
        .map(|front| FrontRow {
            snapshot: key.to_owned(),
            one: front.between.0,
            other: front.between.1,
            kind: front.kind,
            length: front.length,
        })
        .collect()
}
