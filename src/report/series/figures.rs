//! A series of snapshots with what changed hands by unit and by place.

use crate::change::Breakdown;
use crate::model::{Date, Every};
use crate::overlay::SnapshotFigures;
use crate::report::parts::rows::PairKeys;
use crate::series::{LandHistory, Periods, Series};

/// A series of snapshots, each step broken down by units and by places.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Timeline {
    /// The series.
    pub series: Series,
    /// Its steps broken down, one for each of [`Series::intervals`].
    pub breakdowns: Vec<Breakdown>,
    /// Its sums by periods, if they were asked for: see [`Timeline::every`].
    pub periods: Option<Periods>,
    /// The history of its land, for GeoJSON, if it was asked for: see [`Timeline::with_history`].
    pub history: Option<LandHistory>,
}

impl Timeline {
    /// A series, and its steps broken down, one for each of [`Series::intervals`].
    pub fn new(series: Series, breakdowns: Vec<Breakdown>) -> Self {
        Self {
            series,
            breakdowns,
            periods: None,
            history: None,
        }
    }

    /// With sums by periods, which are the table that is written as CSV where none is named.
    #[must_use]
    pub fn every(mut self, every: Every) -> Self {
        self.periods = Some(self.series.by_period(every));
        self
    }

    /// Whether there are sums by periods.
    pub(super) fn has_periods(&self) -> bool {
        self.periods.is_some()
    }

    /// With the history of its land, which is what is written as GeoJSON.
    #[must_use]
    pub fn with_history(mut self, history: LandHistory) -> Self {
        self.history = Some(history);
        self
    }

    /// Whether the steps are broken down by units.
    pub(super) fn has_units(&self) -> bool {
        self.breakdowns.iter().any(|step| step.units.is_some())
    }

    /// Whether the steps are broken down by places.
    pub(super) fn has_places(&self) -> bool {
        self.breakdowns.iter().any(|step| step.places.is_some())
    }

    /// The steps broken down, each with what rows call its snapshots.
    pub(super) fn steps(&self) -> impl Iterator<Item = StepBreakdown<'_>> {
        let steps = self.series.steps().zip(&self.breakdowns);
        steps.map(|((before, after, _), breakdown)| StepBreakdown {
            keys: PairKeys {
                before: date(before),
                after: date(after),
            },
            breakdown,
        })
    }
}

/// A step broken down.
pub(super) struct StepBreakdown<'a> {
    pub(super) keys: PairKeys,
    pub(super) breakdown: &'a Breakdown,
}

/// What rows call a snapshot: those of a series have dates, each its own.
pub(super) fn date(snapshot: &SnapshotFigures) -> String {
    snapshot.date.as_ref().map(Date::to_string).unwrap_or_default()
}
