//! `--tolerance`: a length, or `auto`.

use std::str::FromStr;

use super::output::say;
use crate::change::{Change, Overlay, SeriesTolerance, Tolerance};
use crate::measure::{EdgeModel, Length};
use crate::model::{Scenario, Snapshot};
use crate::progress::stage;
use crate::{Error, Result};

/// Below which width pieces are noise.
#[derive(Debug, Clone, Copy)]
pub(super) enum Limit {
    /// As the person says.
    Given(Length),
    /// As suits the snapshots, see [`Tolerance`]; why is told.
    Suited,
}

impl FromStr for Limit {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "auto" => Ok(Self::Suited),
            length => length.parse().map(Self::Given),
        }
    }
}

impl Limit {
    /// What is asked for, else what the scenario says, else what suits the snapshots.
    pub(super) fn or_of(asked: Option<Self>, scenario: Option<&Scenario>) -> Self {
        let scenarios = || Some(Self::Given(Length::from_m(scenario?.tolerance_m?)));
        asked.or_else(scenarios).unwrap_or(Self::Suited)
    }

    /// The change between the two snapshots of an overlay, which is cut where the change has threads.
    pub(super) fn change(self, overlay: Overlay) -> Result<(Overlay, Change)> {
        if let Self::Given(length) = self {
            return overlay.change(length.m());
        }
        let [before, after] = [0, 1].map(|index| &overlay.snapshots()[index]);
        if let Some(stated) = Tolerance::stated(before, after) {
            say(&stated.to_string());
            return overlay.change(stated.m());
        }
        // Most often all of it counts, and is found with that.
        let all = Change::between(&overlay, 0, 1, 0.0)?;
        let estimated = Tolerance::of_change(&all);
        say(&estimated.to_string());
        match estimated {
            Tolerance::Unknown { .. } => Ok((overlay, all)),
            _ => overlay.change(estimated.m()),
        }
    }

    /// In metres, for steps between snapshots of the overlay, by their places in it.
    pub(super) fn of(self, overlay: &Overlay, steps: &[[usize; 2]]) -> f64 {
        self.or_suited(|| SeriesTolerance::of_steps(overlay, steps))
    }

    /// The same for a series of snapshots.
    pub(super) fn of_series(self, snapshots: &[Snapshot], edges: EdgeModel) -> f64 {
        self.or_suited(|| {
            stage("finding the tolerance");
            SeriesTolerance::of_series(snapshots, edges)
        })
    }

    fn or_suited(self, suited: impl FnOnce() -> Option<SeriesTolerance>) -> f64 {
        match self {
            Self::Given(length) => length.m(),
            Self::Suited => suited().map_or(0.0, |suited| {
                say(&suited.to_string());
                suited.tolerance.m()
            }),
        }
    }
}
