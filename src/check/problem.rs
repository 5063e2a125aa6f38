//! What can be wrong with a layer: kinds of problems, and a problem with its place and size.

use crate::Error;
use crate::error::Hint;
use crate::measure::Area;
pub use crate::model::ProblemKind as Kind;
use crate::model::{GridPoint, GridPolygon, to_degrees};

/// Something wrong in a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What kind of thing.
    pub kind: Kind,
    /// What it is in this case, in words.
    pub what: String,
    /// What can be done about it, beyond a repair by [`fix`](super::fix()).
    pub hint: Option<Hint>,
    /// Where in the file: features, rings, positions.
    pub place: String,
    /// Where on earth, longitude and latitude in degrees; none for what has no place there.
    pub at: Option<[f64; 2]>,
    /// How much land it concerns.
    pub area: Option<Area>,
    /// How wide that land is, in metres: the diameter of the largest circle in it.
    pub width_m: Option<f64>,
    /// That land.
    pub polygon: Option<GridPolygon>,
}

impl Problem {
    /// One without land.
    pub(super) fn new(
        kind: Kind,
        what: impl Into<String>,
        place: impl Into<String>,
        at: Option<GridPoint>,
    ) -> Self {
        Self {
            kind,
            what: what.into(),
            place: place.into(),
            at: at.map(|p| [p.x, p.y].map(to_degrees)),
            hint: None,
            area: None,
            width_m: None,
            polygon: None,
        }
    }

    /// An error of reading.
    pub(super) fn of(kind: Kind, error: &Error) -> Self {
        Self {
            at: error.place(),
            hint: error.hint().cloned(),
            ..Self::new(kind, error.message(), error.location(), None)
        }
    }
}
