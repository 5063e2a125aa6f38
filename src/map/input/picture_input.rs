//! What any kind of picture is drawn from.

use std::borrow::Cow;

use crate::change::Change;
use crate::language::isolated;
use crate::map::input::course::MapCourse;
use crate::map::input::data::MapInput;
use crate::map::input::measured::MeasuredChange;
use crate::map::input::series::MapSeries;
use crate::map::input::surroundings::Surroundings;
use crate::overlay::Overlay;
use crate::{Error, Result};

/// A pair of states, a series of two or more, or what changed over many dates in figures alone.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PictureInput {
    /// Two states, and the change from the one to the other.
    Pair(MapInput),
    /// States in order of time, and the change of every step.
    Series(MapSeries),
    /// What changed over many dates, without the land.
    Course(MapCourse),
}

impl PictureInput {
    /// What the pictures of a change of an overlay are drawn from.
    ///
    /// # Errors
    ///
    /// If what is to be highlighted is not in the data.
    pub fn of_change(overlay: &Overlay, change: &Change, surroundings: &Surroundings) -> Result<Self> {
        MapInput::of_change(MeasuredChange { overlay, change }, surroundings).map(Self::Pair)
    }

    /// What all maps of the picture share.
    pub fn shared(&self) -> &MapInput {
        match self {
            Self::Pair(input) => input,
            Self::Series(series) => &series.input,
            Self::Course(course) => &course.input,
        }
    }

    /// Gives the picture another title.
    pub fn set_title(&mut self, title: impl Into<String>) {
        let input = match self {
            Self::Pair(input) => input,
            Self::Series(series) => &mut series.input,
            Self::Course(course) => &mut course.input,
        };
        input.title = isolated(&title.into()).into_owned();
    }

    /// The pair of states.
    ///
    /// # Errors
    ///
    /// If it is a series.
    pub fn pair(&self) -> Result<&MapInput> {
        match self {
            Self::Pair(input) => Ok(input),
            Self::Series(_) | Self::Course(_) => {
                Err(Error::new("this kind of map shows two dates, not a series"))
            }
        }
    }

    /// The states in order of time; a pair is the shortest series, and a course has no land.
    pub fn series(&self) -> Cow<'_, MapSeries> {
        match self {
            Self::Pair(input) => Cow::Owned(MapSeries::from(input)),
            Self::Series(series) => Cow::Borrowed(series),
            Self::Course(course) => Cow::Owned(course.as_series()),
        }
    }
}
