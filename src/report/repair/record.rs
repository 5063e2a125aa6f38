//! A repair as JSON, and its rows as CSV.

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Action, ControllerAreas, Fixed};
use crate::report::parts::problems::ProblemRecord;
use crate::report::parts::quantity::{Generator, Km2, SignedKm2};

/// What was done to repair a file. Areas are square kilometres on the WGS 84 ellipsoid.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "What was done to repair a file")]
pub struct RepairRecord {
    generator: Generator,
    /// What was done, problem by problem.
    actions: Vec<ActionRow>,
    /// What every controller had and has, by name.
    controllers: Vec<ControllerRow>,
}

/// What was done about a problem.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ActionRow {
    /// What was done.
    done: String,
    #[serde(flatten)]
    problem: ProblemRecord,
}

/// What a controller had and has.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ControllerRow {
    /// Its name.
    controller: String,
    /// What it had, land that others have as well included, km².
    before_km2: Km2,
    /// What it has now, km².
    after_km2: Km2,
    /// After less before, km².
    difference_km2: SignedKm2,
}

impl From<&Fixed> for RepairRecord {
    fn from(fixed: &Fixed) -> Self {
        Self {
            generator: Generator,
            actions: actions(fixed),
            controllers: controllers(fixed),
        }
    }
}

/// What was done, problem by problem.
pub(super) fn actions(fixed: &Fixed) -> Vec<ActionRow> {
    let row = |action: &Action| ActionRow {
        done: action.done.clone(),
        problem: (&action.problem).into(),
    };
    fixed.actions.iter().map(row).collect()
}

/// What every controller had and has.
pub(super) fn controllers(fixed: &Fixed) -> Vec<ControllerRow> {
    let row = |(name, areas): (&String, &ControllerAreas)| ControllerRow {
        controller: name.clone(),
        before_km2: areas.before.into(),
        after_km2: areas.after.into(),
        difference_km2: (areas.after - areas.before).into(),
    };
    fixed.areas.iter().map(row).collect()
}
