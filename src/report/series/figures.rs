//! A series of snapshots with what changed hands by unit and by place.

use crate::Result;
use crate::change::{Accuracy, Breakdown, Change, Overlay, Series, SnapshotFigures};
use crate::measure::EdgeModel;
use crate::model::{Date, Layer, Snapshot};
use crate::report::parts::rows::PairKeys;

/// A series of snapshots, each step broken down by units and by places.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Timeline {
    /// The series.
    pub series: Series,
    /// Its steps broken down, one for each of [`Series::intervals`].
    pub breakdowns: Vec<Breakdown>,
}

impl Timeline {
    /// A series, and its steps broken down, one for each of [`Series::intervals`].
    pub fn new(series: Series, breakdowns: Vec<Breakdown>) -> Self {
        Self { series, breakdowns }
    }

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
        let observe = |overlay: &Overlay, change: &Change| Breakdown::of(overlay, change, places, accuracy);
        let (series, breakdowns) = Series::observed(snapshots, units, edges, tolerance_m, accuracy, observe)?;
        Ok(Self::new(series, breakdowns))
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
    pub(super) fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let steps = self.series.steps().zip(&self.breakdowns);
        steps.map(|((before, after, _), breakdown)| Step {
            keys: PairKeys {
                before: date(before),
                after: date(after),
            },
            breakdown,
        })
    }
}

/// A step broken down.
pub(super) struct Step<'a> {
    pub(super) keys: PairKeys,
    pub(super) breakdown: &'a Breakdown,
}

/// What rows call a snapshot: those of a series have dates, each its own.
pub(super) fn date(snapshot: &SnapshotFigures) -> String {
    snapshot.date.as_ref().map(Date::to_string).unwrap_or_default()
}
