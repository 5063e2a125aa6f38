//! A problem as cells of a table, and as a record.

use schemars::JsonSchema;
use serde::Serialize;

use super::quantity::{Km2, Metres};
use crate::check::{Kind, Problem};
use crate::measure::AreaUnits;

/// The headings of [`row`] but for the last.
pub(in crate::report) const HEADINGS: [&str; 5] = ["Problem", "Longitude", "Latitude", "Area", "Width"];

/// The cells of a problem; the last holds where it is and `what` it is. Each area is in the unit that suits it: problems are
/// as large as a province or as small as a hand.
pub(in crate::report) fn row(problem: &Problem, what: &str, units: AreaUnits) -> [String; 6] {
    let last = if problem.place.is_empty() {
        what.to_owned()
    } else {
        format!("{}: {what}", problem.place)
    };
    let [lon, lat] = problem
        .at
        .map_or_else(Default::default, |at| at.map(|degrees| format!("{degrees:.6}")));
    [
        problem.kind.name().to_owned(),
        lon,
        lat,
        problem.area.map_or_else(String::new, |area| units.text(area)),
        problem.width_m.map_or_else(String::new, width),
        last,
    ]
}

fn width(metres: f64) -> String {
    match metres {
        m if m >= 10_000.0 => format!("{:.0} km", m / 1000.0),
        m if m >= 100.0 => format!("{m:.0} m"),
        m if m >= 0.01 => format!("{m:.2} m"),
        m => format!("{m:.5} m"),
    }
}

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProblemRecord {
    /// What kind of thing.
    #[schemars(extend("enum" = Kind::ALL.map(Kind::name)))]
    kind: String,
    /// What it is in this case, in words.
    what: String,
    /// What can be done about it, if anything is known.
    hint: Option<String>,
    /// Where in the file: features, rings, positions.
    #[serde(rename = "where")]
    place: String,
    /// Its longitude, degrees; null for what has no place on earth.
    lon: Option<f64>,
    /// Its latitude, degrees.
    lat: Option<f64>,
    /// How much land it concerns, km²; null for what is not about land.
    area_km2: Option<Km2>,
    /// How wide that land is at its widest, in metres.
    width_m: Option<Metres>,
}

impl From<&Problem> for ProblemRecord {
    fn from(problem: &Problem) -> Self {
        Self {
            kind: problem.kind.name().to_owned(),
            what: problem.what.clone(),
            hint: problem.hint.as_ref().map(ToString::to_string),
            place: problem.place.clone(),
            lon: problem.at.map(|at| at[0]),
            lat: problem.at.map(|at| at[1]),
            area_km2: problem.area.map(Into::into),
            width_m: problem.width_m.map(Metres),
        }
    }
}
