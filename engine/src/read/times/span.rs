//! When a feature holds.

use jiff::civil;

use crate::model::Date;

/// From when and until when a feature holds; without a bound it is open on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    /// Its first day is the first on which the feature holds.
    pub(super) from: Option<Date>,
    /// Its first day is the first on which the feature no longer holds.
    pub(super) until: Option<Date>,
}

impl Span {
    /// Whether the feature holds on the first day of a date.
    pub(super) fn holds_on(&self, date: Date) -> bool {
        let day = date.first_day();
        self.from.is_none_or(|from| from.first_day() <= day)
            && self.until.is_none_or(|until| day < until.first_day())
    }

    /// The first day on which it holds; none where that is open.
    pub(super) fn first_day(&self) -> Option<civil::Date> {
        self.from.map(Date::first_day)
    }

    /// Whether the feature holds on a day; without one, since ever.
    pub(super) fn holds_from(&self, day: Option<civil::Date>) -> bool {
        match day {
            Some(day) => self.holds_on(Date::of_day(day)),
            None => self.from.is_none(),
        }
    }

    /// Whether there is no day on which it holds.
    pub(super) fn is_empty(&self) -> bool {
        self.from
            .zip(self.until)
            .is_some_and(|(from, until)| until.first_day() <= from.first_day())
    }
}
