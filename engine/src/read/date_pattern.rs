//! A pattern of dates in the names of files.

use std::path::Path;
use std::str::FromStr;

use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::Date;
use crate::{Error, Result};

const SYNTAX: &str = "write the date as it stands in the names, %Y for the year, %m for the month and %d for the day, \
                      such as front_%d.%m.%Y";

/// How a file's name states its date: `%Y` is a year of four digits, `%m` a month and `%d` a day of one or two, `%%` a
/// per cent sign; all else stands for itself, as in strftime. The date may be anywhere in the name.
///
/// ```
/// use landshift_engine::read::DatePattern;
/// let pattern: DatePattern = "%d.%m.%Y".parse()?;
/// assert_eq!(pattern.date("maps/front_12.05.1994.geojson")?.to_string(), "1994-05-12");
/// assert!(pattern.date("maps/front_1994-05-12.geojson").is_err());
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    Day,
    Letter(char),
}

/// A year, and a month and a day where the pattern has them, as digits.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    year: u16,
    month: Option<u16>,
    day: Option<u16>,
}

impl FromStr for DatePattern {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text).map_err(|e| e.of_kind(ErrorKind::Options))
    }
}

impl DatePattern {
    fn parse(text: &str) -> Result<Self> {
        let mut parts = Vec::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            parts.push(match letter {
                '%' => match letters.next() {
                    Some('Y') => Part::Year,
                    Some('m') => Part::Month,
                    Some('d') => Part::Day,
                    Some('%') => Part::Letter('%'),
                    other => {
                        let what = other.map_or_else(|| "%".to_owned(), |letter| format!("%{letter}"));
                        return Err(Error::new(format!("`{what}` is no part of a date")).with_hint(SYNTAX));
                    }
                },
                letter => Part::Letter(letter),
            });
        }
        let times = |part| parts.iter().filter(|&&p| p == part).count();
        let counts = [Part::Year, Part::Month, Part::Day].map(times);
        match counts {
            [1, 0, 0] | [1, 1, 0 | 1] => Ok(Self {
                text: text.to_owned(),
                parts,
            }),
            [0, ..] => Err(Error::new(format!("`{text}` has no %Y")).with_hint(SYNTAX)),
            [1, 0, _] => Err(Error::new(format!("`{text}` has a day and no month")).with_hint(SYNTAX)),
            _ => Err(Error::new(format!("`{text}` has a part of the date twice")).with_hint(SYNTAX)),
        }
    }
}

impl DatePattern {
    /// The date in the name of a file, by its path.
    ///
    /// # Errors
    ///
    /// When the pattern is nowhere in the name, at places with different dates, or it matches what is no date.
    pub fn date(&self, path: &str) -> Result<Date> {
        let name = Path::new(path)
            .file_name()
            .map_or(path.into(), |name| name.to_string_lossy());
        let fail = |what: String| {
            Error::new(what).in_file(path).with_hint(
                Hint::from("state dates with ")
                    .option(OptionName::Date)
                    .and(", or change ")
                    .option(OptionName::DatePattern),
            )
        };
        let starts = name.char_indices().map(|(at, _)| at);
        // A number is not begun in its middle.
        let in_number = |at: usize| ends_in_digit(&name[..at]) && starts_with_digit(&name[at..]);
        let mut found: Vec<Date> = Vec::new();
        for at in starts.filter(|&at| !in_number(at)) {
            let Some(numbers) = self.at_start(&name[at..]) else {
                continue;
            };
            let date = numbers.date().map_err(|_| {
                fail(format!(
                    "`{}` in its name gives no day of the calendar",
                    self.text
                ))
            })?;
            if !found.contains(&date) {
                found.push(date);
            }
        }
        match found.as_slice() {
            [date] => Ok(*date),
            [] => Err(fail(format!("has no date as `{}` in its name", self.text))),
            [one, other, ..] => Err(fail(format!(
                "has both {one} and {other} as `{}` in its name",
                self.text
            ))),
        }
    }

    /// The date that a text starts with, if it matches the pattern.
    fn at_start(&self, text: &str) -> Option<Found> {
        let (mut found, mut rest) = (Found::default(), text);
        for part in &self.parts {
            match part {
                Part::Letter(letter) => rest = rest.strip_prefix(*letter)?,
                Part::Year => (found.year, rest) = number(rest, 4, 4)?,
                Part::Month => found.month = Some(next_number(&mut rest)?),
                Part::Day => found.day = Some(next_number(&mut rest)?),
            }
        }
        let ends_inside = matches!(self.parts.last(), Some(Part::Year | Part::Month | Part::Day))
            && starts_with_digit(rest);
        (!ends_inside).then_some(found)
    }
}

impl Found {
    fn date(self) -> Result<Date> {
        let parts = [self.month, self.day].into_iter().flatten();
        let text = parts.fold(format!("{:04}", self.year), |text, part| {
            format!("{text}-{part:02}")
        });
        text.parse()
    }
}

/// One or two digits, taken off the text.
fn next_number(text: &mut &str) -> Option<u16> {
    let (value, rest) = number(text, 1, 2)?;
    *text = rest;
    Some(value)
}

/// A number of at least and at most so many digits, and what follows.
fn number(text: &str, least: usize, most: usize) -> Option<(u16, &str)> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let value = (digits >= least).then(|| text[..digits].parse().ok())??;
    Some((value, &text[digits..]))
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(pattern: &str, name: &str) -> Result<String> {
        Ok(pattern.parse::<DatePattern>()?.date(name)?.to_string())
    }

    #[test]
    fn dates_are_found_wherever_they_are_in_a_name() {
        for (pattern, name, expected) in [
            ("%d.%m.%Y", "front_12.05.1994.geojson", "1994-05-12"),
            ("%d.%m.%Y", "2001.01.2001/front 2.5.1994 v3.geojson", "1994-05-02"),
            ("%Y%m%d", "v12_19940512.geojson", "1994-05-12"),
            ("%Y-%m", "1994-05.geojson", "1994-05"),
            ("isw-%Y", "isw-1994-control.geojson", "1994"),
            ("%m%%%Y", "é05%1994é", "1994-05"),
        ] {
            assert_eq!(date(pattern, name).unwrap(), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn what_is_not_there_or_in_doubt_is_an_error() {
        for (pattern, name, expected) in [
            ("%d.%m.%Y", "front_1994-05-12.geojson", "has no date"),
            ("%Y", "19940512.geojson", "has no date"),
            ("%Y", "1994_1995.geojson", "both 1994 and 1995"),
            ("%d.%m.%Y", "31.02.1994.geojson", "no day of the calendar"),
            ("%d.%Y", "12.1994", "no month"),
            ("front", "front", "no %Y"),
            ("%Y %Y", "1994 1994", "twice"),
            ("%Y-%j", "1994-100", "`%j`"),
            ("%Y%", "1994", "`%`"),
        ] {
            let error = date(pattern, name).unwrap_err().to_string();
            assert!(error.contains(expected), "{pattern} {name}: {error}");
        }
    }
}
