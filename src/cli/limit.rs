//! `--tolerance`: a length, or `auto`.

use std::str::FromStr;

use super::output::say;
use crate::change::{Change, Overlay, SeriesTolerance, Tolerance};
use crate::measure::{EdgeModel, Length};
use crate::model::{Scenario, Snapshot, ToleranceFrom};
use crate::progress::stage;
use crate::{Error, Result};

/// Below which width pieces are noise.
#[derive(Debug, Clone, Copy)]
pub(super) enum Limit {
    /// As the person says.
    Given(Length),
    /// As suits the snapshots, see [`SeriesTolerance`].
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

impl From<&Scenario> for Limit {
    fn from(scenario: &Scenario) -> Self {
        match scenario.tolerance {
            Some(ToleranceFrom::Auto) => Self::Suited,
            None => Self::Given(Length::from_m(scenario.tolerance_m)),
        }
    }
}

impl Limit {
    /// What is asked for, else what the scenario says, else that all pieces count.
    pub(super) fn or_of(asked: Option<Self>, scenario: Option<&Scenario>) -> Self {
        let scenario = || scenario.map(Self::from);
        asked.or_else(scenario).unwrap_or(Self::Given(Length::ZERO))
    }

    /// In metres, for steps between snapshots of the overlay, by their places in it; tells the person why where it is
    /// not theirs.
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

/// Tells the person, who asked for no tolerance, if the changed pieces look like lines drawn twice.
pub(super) fn hint(change: &Change) {
    if let Tolerance::Estimated { .. } = Tolerance::of_sample(change) {
        say(
            "most changed pieces are thin strips to both sides of lines, as if these were drawn twice; `--tolerance auto` \
             tells them apart from change",
        );
    }
}
