//! Periods of the calendar: months, quarters, years, or so many days.

use std::fmt;
use std::str::FromStr;

use jiff::{Span, civil};

use super::Date;
use crate::error::ErrorKind;
use crate::{Error, Result};

/// How long periods are: those of the calendar, or so many days.
///
/// ```
/// use landshift_engine::model::Every;
/// assert_eq!("quarter".parse(), Ok(Every::Quarter));
/// assert_eq!("7".parse(), Ok(Every::Days(7)));
/// assert!("week".parse::<Every>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Every {
    /// A month of the calendar.
    Month,
    /// Three months of the calendar, from January, April, July or October on.
    Quarter,
    /// A year of the calendar.
    Year,
    /// So many days, one or more, from the first date of the series on.
    Days(u16),
}

/// A period, from its first day up to the first day of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// Its first day.
    pub start: Date,
    /// The first day of the next period.
    pub end: Date,
}

impl Every {
    /// The period that holds the first day of a date; periods of days are counted from `origin`. None at the ends of the
    /// calendar.
    ///
    /// ```
    /// use landshift_engine::model::{Date, Every};
    /// let date = |text: &str| text.parse::<Date>().unwrap();
    /// let quarter = Every::Quarter.period(date("2024-05-12"), date("2020")).unwrap();
    /// assert_eq!((quarter.start, quarter.end), (date("2024-04-01"), date("2024-07-01")));
    /// assert_eq!(Every::Quarter.name(&quarter), "2024-Q2");
    /// ```
    pub fn period(self, date: Date, origin: Date) -> Option<Period> {
        let day = date.first_day();
        let start = match self {
            Self::Month => civil::date(day.year(), day.month(), 1),
            Self::Quarter => civil::date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1),
            Self::Year => civil::date(day.year(), 1, 1),
            Self::Days(days) => {
                let since = origin.days_until(date).rem_euclid(i64::from(days.max(1)));
                day.checked_sub(Span::new().days(since)).ok()?
            }
        };
        let end = start.checked_add(self.span()).ok()?;
        let [start, end] = [start, end].map(Date::of_day);
        Some(Period { start, end })
    }

    /// The period after another one.
    pub fn after(self, period: &Period) -> Option<Period> {
        self.period(period.end, period.start)
    }

    /// What tables call a period: `2024-05`, `2024-Q2`, `2024`, or the first of its days.
    pub fn name(self, period: &Period) -> String {
        let start = period.start.first_day();
        match self {
            Self::Month => period
                .start
                .to_string()
                .chars()
                .take(month_length(period.start))
                .collect(),
            Self::Quarter => format!("{:04}-Q{}", start.year(), (start.month() - 1) / 3 + 1),
            Self::Year => format!("{:04}", start.year()),
            Self::Days(_) => period.start.to_string(),
        }
    }

    fn span(self) -> Span {
        match self {
            Self::Month => Span::new().months(1),
            Self::Quarter => Span::new().months(3),
            Self::Year => Span::new().years(1),
            Self::Days(days) => Span::new().days(i64::from(days.max(1))),
        }
    }
}

/// How much of a day's text is its month.
fn month_length(date: Date) -> usize {
    date.to_string().len() - "-01".len()
}

/// `month`, `quarter`, `year`, or a number of days.
impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month => f.write_str("month"),
            Self::Quarter => f.write_str("quarter"),
            Self::Year => f.write_str("year"),
            Self::Days(1) => f.write_str("day"),
            Self::Days(days) => write!(f, "{days} days"),
        }
    }
}

impl FromStr for Every {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "month" => return Ok(Self::Month),
            "quarter" => return Ok(Self::Quarter),
            "year" => return Ok(Self::Year),
            _ => {}
        }
        let days = text.parse().ok().filter(|&days| days > 0);
        days.map(Self::Days).ok_or_else(|| {
            Error::new(format!("`{text}` is no period"))
                .of_kind(ErrorKind::Options)
                .with_hint("write month, quarter, year, or a number of days such as 7")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn periods_tile_the_calendar() {
        for (every, day, origin, expected) in [
            (
                Every::Month,
                "2024-02-29",
                "2024-01-15",
                ["2024-02-01", "2024-03-01", "2024-02"],
            ),
            (
                Every::Quarter,
                "2024-12-31",
                "2024-01-15",
                ["2024-10-01", "2025-01-01", "2024-Q4"],
            ),
            (Every::Year, "1914", "1900", ["1914-01-01", "1915-01-01", "1914"]),
            (
                Every::Days(7),
                "2024-01-21",
                "2024-01-15",
                ["2024-01-15", "2024-01-22", "2024-01-15"],
            ),
            (
                Every::Days(7),
                "2024-01-14",
                "2024-01-15",
                ["2024-01-08", "2024-01-15", "2024-01-08"],
            ),
        ] {
            let period = every.period(date(day), date(origin)).unwrap();
            let found = [
                period.start.to_string(),
                period.end.to_string(),
                every.name(&period),
            ];
            assert_eq!(found, expected, "{every} {day}");
            assert_eq!(every.after(&period).unwrap().start, period.end);
        }
        assert!("0".parse::<Every>().is_err());
    }
}
