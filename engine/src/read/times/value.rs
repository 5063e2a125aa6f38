//! A date as properties of features state it.

use serde_json::Value;

use crate::model::Date;
use crate::{Error, Result};

/// Words and years for an end that has not come.
const OPEN: [&str; 6] = ["..", "open", "present", "now", "today", "ongoing"];
/// Years from this one on stand for an end that has not come.
const NEVER: i16 = 9999;

/// The date that a value states; none for null, blank text and what stands for an open end.
///
/// Text is a date as [`Date`] reads it, also with `/` or `.` between its parts, with the year last (`31.12.2019`; where
/// day and month could be mistaken for one another only with points) or with a time of day after it. A number is a year,
/// or a day such as 17831225. Marks of doubt (`1850~`, `1850?`) are left out.
pub(super) fn date(value: &Value) -> Result<Option<Date>> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim().trim_matches(['~', '?', '%']).to_owned(),
        Value::Number(number) => number.to_string().trim_end_matches(".0").to_owned(),
        other => return Err(not_a_date(&other.to_string())),
    };
    if text.is_empty() || OPEN.contains(&text.to_lowercase().as_str()) {
        return Ok(None);
    }
    let date = of_text(&text).ok_or_else(|| not_a_date(&text))?;
    Ok(Some(date).filter(|date| date.year() < NEVER))
}

fn not_a_date(text: &str) -> Error {
    Error::new(format!("`{text}` is not a date"))
        .with_hint("write it as YYYY-MM-DD, YYYY-MM or YYYY, such as 1994-05-12")
}

fn of_text(text: &str) -> Option<Date> {
    // A time of day says nothing that a snapshot needs.
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    if let Ok(date) = day.parse() {
        return Some(date);
    }
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if is_number(day) {
        return match day.len() {
            8 => join(&day[..4], &day[4..6], &day[6..]),
            // The first centuries.
            1..=3 => format!("{day:0>4}").parse().ok(),
            _ => None,
        };
    }
    let separator = ['/', '.', '-'].into_iter().find(|&mark| day.contains(mark))?;
    let parts: Vec<&str> = day.split(separator).collect();
    if !parts.iter().all(|part| is_number(part)) {
        return None;
    }
    match parts.as_slice() {
        [year, month] if year.len() == 4 => format!("{year}-{month:0>2}").parse().ok(),
        [year, month, day] if year.len() == 4 => join(year, month, day),
        [one, other, year] if year.len() == 4 => {
            day_and_month(one, other, separator).and_then(|[day, month]| join(year, month, day))
        }
        _ => None,
    }
}

/// Which of two numbers is the day; none where it may be either.
fn day_and_month<'a>(one: &'a str, other: &'a str, separator: char) -> Option<[&'a str; 2]> {
    let [first, second]: [u8; 2] = [one.parse().ok()?, other.parse().ok()?];
    match (first > 12, second > 12) {
        (false, true) => Some([other, one]),
        (true, false) => Some([one, other]),
        (false, false) if separator == '.' || first == second => Some([one, other]),
        _ => None,
    }
}

fn join(year: &str, month: &str, day: &str) -> Option<Date> {
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}

/// The date of numbers for the year and, where they are stated, the month and the day; none where there is no year, or
/// it stands for none, as -1 does in CShapes.
pub(super) fn of_parts(
    year: Option<&Value>,
    month: Option<&Value>,
    day: Option<&Value>,
) -> Result<Option<Date>> {
    let number = |value: Option<&Value>| -> Result<Option<i64>> {
        let text = match value {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(other) => other.to_string(),
        };
        if text.is_empty() {
            return Ok(None);
        }
        let number = text.trim_end_matches(".0").parse::<i64>();
        number
            .map(Some)
            .map_err(|_| Error::new(format!("`{text}` is no part of a date")))
    };
    let positive = |value| Ok::<_, Error>(number(value)?.filter(|&n| n > 0));
    let Some(year) = positive(year)? else {
        return Ok(None);
    };
    let text = match (positive(month)?, positive(day)?) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        (None, _) => format!("{year:04}"),
    };
    let date: Date = text.parse()?;
    Ok(Some(date).filter(|date| date.year() < NEVER))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dates_are_read_as_archives_spell_them() {
        for (value, expected) in [
            (json!("1918-11-09"), Some("1918-11-09")),
            (json!("1918-11"), Some("1918-11")),
            (json!(" 1918 "), Some("1918")),
            (json!("1850~"), Some("1850")),
            (json!(1918), Some("1918")),
            (json!(1918.0), Some("1918")),
            (json!(843), Some("0843")),
            (json!(17_831_225), Some("1783-12-25")),
            (json!("1783/12/25"), Some("1783-12-25")),
            (json!("1886-01-01 00:00:00"), Some("1886-01-01")),
            (json!("1886-01-01T00:00:00Z"), Some("1886-01-01")),
            (json!("31.12.2019"), Some("2019-12-31")),
            (json!("1.2.2019"), Some("2019-02-01")),
            (json!("12/31/2019"), Some("2019-12-31")),
            (json!("present"), None),
            (json!("9999-12-31"), None),
            (json!(""), None),
            (json!(null), None),
        ] {
            let found = date(&value).unwrap().map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{value}");
        }
        for value in [
            json!("1/2/2019"),
            json!("1917-04-31"),
            json!("soon"),
            json!(true),
            json!("C19"),
        ] {
            assert!(date(&value).is_err(), "{value}");
        }
    }

    #[test]
    fn parts_make_a_date() {
        let of = |y, m, d| of_parts(Some(&y), Some(&m), Some(&d)).map(|date| date.map(|d| d.to_string()));
        assert_eq!(
            of(json!(1886), json!(1), json!("2")).unwrap().as_deref(),
            Some("1886-01-02")
        );
        assert_eq!(
            of(json!(1886), json!(null), json!(null)).unwrap().as_deref(),
            Some("1886")
        );
        assert_eq!(of(json!(-1), json!(-1), json!(-1)).unwrap(), None);
        assert!(of(json!(1886), json!(2), json!(30)).is_err());
    }
}
