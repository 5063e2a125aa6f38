//! What a user states of the times of features.

use std::str::FromStr;

use crate::error::ErrorKind;
use crate::{Error, Result};

/// Which properties state the times of features, as the user says; what is none is found by the usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimeColumns {
    /// The property that states from when on a feature holds.
    pub start: Option<String>,
    /// The property that states when it ends.
    pub end: Option<String>,
    /// Whether the day of the end is still its own.
    pub ends: Option<Ends>,
    /// The property that states the one date of a feature.
    pub date: Option<String>,
}

impl TimeColumns {
    /// With the properties that state from when and until when a feature holds.
    #[must_use]
    pub fn span(mut self, start: impl Into<String>, end: impl Into<String>) -> Self {
        (self.start, self.end) = (Some(start.into()), Some(end.into()));
        self
    }

    /// With a property that states the one date of a feature.
    #[must_use]
    pub fn date(mut self, property: impl Into<String>) -> Self {
        self.date = Some(property.into());
        self
    }

    /// With whether the day of an end is still the feature's own.
    #[must_use]
    pub fn ends(mut self, ends: Ends) -> Self {
        self.ends = Some(ends);
        self
    }

    /// Whether a property is named.
    pub fn is_named(&self) -> bool {
        self.start.is_some() || self.end.is_some() || self.date.is_some()
    }
}

/// Whether the day, month or year that is stated as the end of a feature is still its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ends {
    /// It is the last one on which the feature holds, as in CShapes.
    Inclusive,
    /// It is the first one on which the feature no longer holds, as in OpenHistoricalMap.
    Exclusive,
}

impl Ends {
    /// Its name: `inclusive` or `exclusive`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inclusive => "inclusive",
            Self::Exclusive => "exclusive",
        }
    }
}

impl FromStr for Ends {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut all = [Self::Inclusive, Self::Exclusive].into_iter();
        all.find(|ends| ends.name() == text).ok_or_else(|| {
            Error::new(format!("`{text}` does not say whether ends are included"))
                .of_kind(ErrorKind::Options)
                .with_hint("write inclusive or exclusive")
        })
    }
}
