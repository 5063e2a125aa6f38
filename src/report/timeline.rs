//! A timeline: a series of snapshots with what changed hands by unit and by place, in every format.

use super::breakdown::Breakdown;
use super::rows::{FrontRow, PlaceChangeRow, UnitChangeRow};
use super::series_json::{self, SeriesRecord};
use super::{csv, json, markdown, series_page, text};
use crate::Result;
use crate::change::{Accuracy, Change, Overlay, Series};
use crate::measure::EdgeModel;
use crate::model::{Layer, Snapshot};

/// All that the tables of a series say.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The series.
    pub series: Series,
    /// Where controllers met on each date, longest first.
    pub fronts: Vec<FrontRow>,
    /// What changed hands in each unit, step by step, largest first; empty without units.
    pub unit_changes: Vec<UnitChangeRow>,
    /// The places that changed hands, step by step, most populous first.
    pub place_changes: Vec<PlaceChangeRow>,
    pub(super) has_units: bool,
    pub(super) has_places: bool,
}

/// A table of a timeline as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Table {
    /// What changed hands in each step
    #[default]
    Changes,
    /// The controllers over the whole series
    Controllers,
    /// Land by how often it changed hands
    Times,
    /// Where controllers met on each date
    Fronts,
    /// What changed hands in each unit and step
    Units,
    /// The places that changed hands in each step
    Places,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Changes,
        Self::Controllers,
        Self::Times,
        Self::Fronts,
        Self::Units,
        Self::Places,
    ];
}

impl Timeline {
    /// The timeline of snapshots, broken down by the polygons of `units` and the points of `places`, either of which may
    /// be empty; pieces narrower than `tolerance_m` metres are noise. Areas have ranges as `accuracy` and the snapshots
    /// allow.
    ///
    /// # Errors
    ///
    /// As [`Series::of`], and when a place is no point.
    pub fn of(
        snapshots: Vec<Snapshot>,
        units: &Layer,
        places: &Layer,
        edges: EdgeModel,
        tolerance_m: f64,
        accuracy: &Accuracy,
    ) -> Result<Self> {
        let observe = |overlay: &Overlay, change: &Change| {
            let Breakdown {
                unit_changes,
                place_changes,
                ..
            } = Breakdown::of(overlay, change, places, accuracy)?;
            Ok((unit_changes, place_changes))
        };
        let (series, steps) = Series::observed(snapshots, units, edges, tolerance_m, accuracy, observe)?;
        let (unit_changes, place_changes): (Vec<_>, Vec<_>) = steps.into_iter().unzip();
        Ok(Self {
            fronts: fronts(&series),
            series,
            unit_changes: unit_changes.into_iter().flatten().collect(),
            place_changes: place_changes.into_iter().flatten().collect(),
            has_units: !units.features.is_empty(),
            has_places: !places.features.is_empty(),
        })
    }

    /// The tables for a terminal.
    pub fn text(&self) -> String {
        text::write(&series_page::page(self))
    }

    /// The same tables as GitHub Flavored Markdown.
    pub fn markdown(&self) -> String {
        markdown::write(&series_page::page(self))
    }

    /// Everything as JSON, see [`super::Schema::Timeline`].
    ///
    /// # Errors
    ///
    /// When the result cannot be written as JSON; no input is known that does this.
    pub fn json(&self) -> Result<String> {
        json::write(&SeriesRecord::from(self))
    }

    /// One table as CSV, one row a fact.
    ///
    /// # Errors
    ///
    /// As [`Timeline::json`].
    pub fn csv(&self, table: Table) -> Result<String> {
        match table {
            Table::Changes => csv::write(&series_json::changes(&self.series)),
            Table::Controllers => csv::write(&series_json::controllers(&self.series)),
            Table::Times => csv::write(&series_json::times(&self.series)),
            Table::Fronts => csv::write(&self.fronts),
            Table::Units => csv::write(&self.unit_changes),
            Table::Places => csv::write(&self.place_changes),
        }
    }
}

fn fronts(series: &Series) -> Vec<FrontRow> {
    let fronts = series.snapshots.iter().zip(&series.fronts);
    let rows = fronts.flat_map(|(snapshot, fronts)| {
        let key = series_page::date(snapshot);
        fronts.iter().map(move |front| FrontRow {
            snapshot: key.clone(),
            one: front.between.0.clone(),
            other: front.between.1.clone(),
            kind: front.kind,
            length: front.length,
        })
    });
    rows.collect()
}
