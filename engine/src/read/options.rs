//! What a user states about a snapshot.

use super::date_pattern::DatePattern;
use super::filter::Filter;
use super::time_columns::TimeColumns;
use crate::Result;
use crate::model::{Date, Layer, Renames, Selected, Unnamed};

/// What the user states about a snapshot, against or beyond what its file states.
///
/// ```
/// use landshift_engine::{model::Date, read::ReadOptions};
/// let options = ReadOptions::default().by("holder").date("1994-05-12".parse::<Date>()?);
/// assert_eq!(options.by.as_deref(), Some("holder"));
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadOptions {
    /// The property that names the controller.
    pub by: Option<String>,
    /// One controller for all land of the file; not together with `by`.
    pub name: Option<String>,
    /// The date.
    pub date: Option<Date>,
    /// How the file's name states the date.
    pub date_pattern: Option<DatePattern>,
    /// Which properties state the times of features, where each has its own.
    pub times: TimeColumns,
    /// What becomes of land whose features do not name their controller.
    pub unnamed: Unnamed,
    /// Which controllers and sovereigns are read by another name.
    pub renames: Renames,
    /// Which features are read; none is all.
    pub filter: Option<Filter>,
}

impl ReadOptions {
    /// With the property that names the controller.
    #[must_use]
    pub fn by(mut self, property: impl Into<String>) -> Self {
        self.by = Some(property.into());
        self
    }

    /// With one controller for all land of the file.
    #[must_use]
    pub fn name(mut self, controller: impl Into<String>) -> Self {
        self.name = Some(controller.into());
        self
    }

    /// With the date.
    #[must_use]
    pub fn date(mut self, date: impl Into<Option<Date>>) -> Self {
        self.date = date.into();
        self
    }

    /// With the way in which names of files state dates.
    #[must_use]
    pub fn date_pattern(mut self, pattern: DatePattern) -> Self {
        self.date_pattern = Some(pattern);
        self
    }

    /// With the properties that state the times of features.
    #[must_use]
    pub fn times(mut self, columns: TimeColumns) -> Self {
        self.times = columns;
        self
    }

    /// With what becomes of land that names no controller.
    #[must_use]
    pub fn unnamed(mut self, unnamed: Unnamed) -> Self {
        self.unnamed = unnamed;
        self
    }

    /// With the features that meet a condition alone.
    #[must_use]
    pub fn filter(mut self, filter: impl Into<Option<Filter>>) -> Self {
        self.filter = filter.into();
        self
    }

    /// The condition on features, where those that do not meet it need no geometry: whether the features of a layer have times of their
    /// own is judged by all land in it.
    pub fn geometry_filter(&self) -> Option<&Filter> {
        let is_timeless = self.date.is_none() && self.times == TimeColumns::default();
        self.filter.as_ref().filter(|_| is_timeless)
    }

    /// Leaves the features that are read in a layer, and says how many they are where not all are.
    ///
    /// # Errors
    ///
    /// As [`Filter::select`].
    pub fn select(&self, layer: &mut Layer) -> Result<Option<Selected>> {
        let selected = self.filter.as_ref().map(|filter| filter.select(layer));
        selected.transpose()
    }

    /// With controllers and sovereigns read by another name.
    #[must_use]
    pub fn renames(mut self, renames: Renames) -> Self {
        self.renames = renames;
        self
    }
}
