//! The date of a snapshot, to the day, the month or the year.

use std::fmt;
use std::str::FromStr;

use jiff::{Span, civil};
use serde::de::{Deserializer, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// A date as precise as its source gives it: `1994`, `1994-05` or `1994-05-12` (ISO 8601, proleptic Gregorian).
///
/// Dates order by time, a less precise one before all that it holds.
///
/// ```
/// use landshift_engine::model::Date;
/// let date: Date = "1994-05-12".parse()?;
/// assert_eq!(date.to_string(), "1994-05-12");
/// assert_eq!(date.long(), "12 May 1994");
/// assert!("1994".parse::<Date>()? < date);
/// assert!("1994-02-30".parse::<Date>().is_err());
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Date {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// The date as a person writes it: `12 May 1994`, `May 1994` or `1994`.
    pub fn long(&self) -> String {
        let month = self.month.map(|m| MONTHS[m as usize - 1]);
        match (self.day, month) {
            (Some(day), Some(month)) => format!("{day} {month} {}", self.year),
            (_, Some(month)) => format!("{month} {}", self.year),
            _ => self.year.to_string(),
        }
    }

    /// The year, negative before the year 0.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// The month from 1 to 12, if it is known.
    pub fn month(&self) -> Option<u8> {
        self.month.map(i8::unsigned_abs)
    }

    /// The day of the month from 1, if it is known.
    pub fn day(&self) -> Option<u8> {
        self.day.map(i8::unsigned_abs)
    }
}

impl Date {
    /// The day, or the first one of the month or year where no day is stated.
    pub fn first_day(self) -> civil::Date {
        civil::date(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The next day, month or year: as precise as this one; none at the end of the calendar.
    ///
    /// ```
    /// use landshift_engine::model::Date;
    /// let following = |date: &str| date.parse::<Date>().ok()?.following().map(|date| date.to_string());
    /// assert_eq!(following("1918-12-31").as_deref(), Some("1919-01-01"));
    /// assert_eq!(following("1918-12").as_deref(), Some("1919-01"));
    /// assert_eq!(following("1918").as_deref(), Some("1919"));
    /// ```
    pub fn following(self) -> Option<Self> {
        let span = match (self.month, self.day) {
            (_, Some(_)) => Span::new().days(1),
            (Some(_), None) => Span::new().months(1),
            (None, None) => Span::new().years(1),
        };
        let next = Self::of_day(self.first_day().checked_add(span).ok()?);
        Some(Self {
            month: self.month.and(next.month),
            day: self.day.and(next.day),
            ..next
        })
    }

    /// A day of the calendar.
    pub fn of_day(day: civil::Date) -> Self {
        Self {
            year: day.year(),
            month: Some(day.month()),
            day: Some(day.day()),
        }
    }

    /// How many days there are from one to another, of the first days of both.
    pub fn days_until(self, later: Self) -> i64 {
        let span = self.first_day().until(later.first_day());
        span.map_or(0, |span| i64::from(span.get_days()))
    }
}

impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bad = || {
            Error::new(format!("`{text}` is not a date"))
                .with_hint("write it as YYYY-MM-DD, YYYY-MM or YYYY, such as 1994-05-12")
        };
        // A time of day (JSON-FG `timestamp`) says nothing that a snapshot needs.
        let day_text = text.trim().split('T').next().unwrap_or_default();
        let (sign, digits) = match day_text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, day_text),
        };
        let mut parts = digits.split('-');
        let year_text = parts.next().unwrap_or_default();
        if year_text.len() < 4 || !year_text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        let year = sign * year_text.parse::<i16>().map_err(|_| bad())?;
        let mut two_digits = || match parts.next() {
            None => Ok(None),
            Some(p) if p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit()) => {
                p.parse::<i8>().map(Some).map_err(|_| bad())
            }
            Some(_) => Err(bad()),
        };
        let (month, day) = (two_digits()?, two_digits()?);
        if parts.next().is_some() {
            return Err(bad());
        }
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| bad())?;
        Ok(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}", self.year.unsigned_abs())?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

/// From a text, a year, or a date of TOML, which has no quotes.
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DateVisitor)
    }
}

struct DateVisitor;

impl<'de> Visitor<'de> for DateVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date such as \"1994-05-12\"")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Date, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, year: i64) -> Result<Date, E> {
        if year.abs() < 1000 {
            return Err(E::invalid_type(Unexpected::Signed(year), &self));
        }
        let sign = if year < 0 { "-" } else { "" };
        format!("{sign}{:04}", year.unsigned_abs())
            .parse()
            .map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, year: u64) -> Result<Date, E> {
        self.visit_i64(i64::try_from(year).unwrap_or(i64::MAX))
    }

    /// A date of TOML comes as a map of one text, by a key that no file has.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Date, A::Error> {
        match map.next_entry::<String, String>() {
            Ok(Some((key, text))) if key.starts_with('$') => self.visit_str(&text),
            _ => Err(serde::de::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_precise_dates_come_first_and_print_as_given() {
        let mut dates: Vec<Date> = ["2020-12-01", "1994", "-0044-03-15", "1994-05"]
            .iter()
            .map(|d| d.parse().unwrap())
            .collect();
        dates.sort();
        let text: Vec<_> = dates.iter().map(ToString::to_string).collect();
        assert_eq!(text, ["-0044-03-15", "1994", "1994-05", "2020-12-01"]);
        assert_eq!(dates[2].long(), "May 1994");
    }

    #[test]
    fn toml_has_dates_with_and_without_quotes() {
        #[derive(Deserialize)]
        struct File {
            date: Date,
        }
        let read = |text: &str| toml::from_str::<File>(text).map(|file| file.date.to_string());
        for (text, date) in [
            ("date = \"1994-05-12\"", "1994-05-12"),
            ("date = 1994-05-12", "1994-05-12"),
            ("date = 1994-05-12T07:32:00Z", "1994-05-12"),
            ("date = 1994", "1994"),
            ("date = \"1994-05\"", "1994-05"),
        ] {
            assert_eq!(read(text).unwrap(), date, "{text}");
        }
        for text in [
            "date = 07:32:00",
            "date = true",
            "date = 94.5",
            "date = 99999",
            "date = [1994]",
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains("date"), "{error}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "94",
            "1994-13",
            "1994-5-12",
            "1994-05-12-01",
            "yesterday",
            "99999-01-01",
            "1994-+5",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
