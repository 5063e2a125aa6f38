//! How a study measures and judges: the edges' course, which change is noise, and how well lines are known.

use std::str::FromStr;

use super::Accuracy;
use crate::measure::{AreaUnits, EdgeModel, Length};
use crate::model::Scenario;
use crate::{Error, Result};

/// The settings of a study; by default edges are straight, the tolerance is found from the snapshots, and the accuracy
/// of lines is what the territories state.
///
/// ```
/// use landshift_engine::measure::Length;
/// use landshift_engine::{Settings, ToleranceSetting};
/// let settings = Settings::default().tolerance(ToleranceSetting::Fixed(Length::from_m(250.0)));
/// assert_eq!("250m".parse(), Ok(settings.tolerance));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Settings {
    /// How edges run and measure.
    pub edges: EdgeModel,
    /// Below which width changed pieces are noise.
    pub tolerance: ToleranceSetting,
    /// How well lines are known, where that is not to be taken from the data.
    pub accuracy: Accuracy,
    /// In which unit areas are told to people; data for programs is always in km².
    pub area_units: AreaUnits,
}

impl Settings {
    /// What a scenario states: its tolerance, and how well the lines of its units are known.
    pub fn of_scenario(scenario: &Scenario) -> Self {
        let tolerance = scenario.tolerance_m.map(Length::from_m);
        Self {
            edges: EdgeModel::default(),
            tolerance: tolerance.map_or(ToleranceSetting::Auto, ToleranceSetting::Fixed),
            accuracy: Accuracy {
                unit_m: scenario.units.as_ref().and_then(|units| units.accuracy_m),
                ..Accuracy::default()
            },
            area_units: AreaUnits::default(),
        }
    }

    /// The same with areas told in another unit.
    #[must_use]
    pub fn area_units(mut self, area_units: AreaUnits) -> Self {
        self.area_units = area_units;
        self
    }

    /// The same with another edge model.
    #[must_use]
    pub fn edges(mut self, edges: EdgeModel) -> Self {
        self.edges = edges;
        self
    }

    /// The same with another tolerance.
    #[must_use]
    pub fn tolerance(mut self, tolerance: ToleranceSetting) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The same with another accuracy of lines.
    #[must_use]
    pub fn accuracy(mut self, accuracy: Accuracy) -> Self {
        self.accuracy = accuracy;
        self
    }
}

/// Below which width changed pieces are noise: a length, or as suits the snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ToleranceSetting {
    /// As suits each stretch of border that was drawn anew, see [`crate::noise::Evidence`]; 0 elsewhere.
    #[default]
    Auto,
    /// This width; 0 has all pieces count.
    Fixed(Length),
}

/// `auto`, or a length with its unit such as `250m`.
impl FromStr for ToleranceSetting {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "auto" => Ok(Self::Auto),
            length => length.parse().map(Self::Fixed),
        }
    }
}
