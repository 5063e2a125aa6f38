//! Values of columns as properties, the same as `ogr2ogr` writes into GeoJSON.

use jiff::civil::date;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use serde_json::{Number, Value};

use super::damage::broken;
use super::footer::Meaning;
use super::values::Cell;
use crate::Result;

/// A value as a property; none of bytes, and of what has no meaning that is read.
pub(super) fn property(cell: &Cell<'_>, meaning: Meaning) -> Result<Option<Value>> {
    Ok(Some(match (cell, meaning) {
        (Cell::Bytes(bytes), Meaning::Text) => {
            let text = str::from_utf8(bytes.as_slice());
            Value::from(text.map_err(|_| broken("a text in it is not UTF-8"))?)
        }
        (Cell::Bytes(_), _) | (_, Meaning::Other) => return Ok(None),
        (Cell::Null, _) => Value::Null,
        (Cell::Flag(flag), _) => Value::from(*flag),
        (Cell::Integer(days), Meaning::Date) => Value::from(day(*days)?),
        (Cell::Integer(at), Meaning::Moment { parts, is_utc }) => Value::from(moment(*at, parts, is_utc)?),
        (Cell::Integer(number), Meaning::Unsigned) => Value::from(*number as u64),
        (Cell::Integer(number), _) => Value::from(*number),
        (Cell::Real(number), _) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
    }))
}

fn day(days: i64) -> Result<String> {
    let span = Span::new().try_days(days);
    let day = span.and_then(|span| date(1970, 1, 1).checked_add(span));
    day.map(|day| day.to_string())
        .map_err(|_| broken(format!("no calendar has the day {days} from 1970 on")))
}

fn moment(at: i64, parts: i64, is_utc: bool) -> Result<String> {
    let (seconds, rest) = (at.div_euclid(parts), at.rem_euclid(parts));
    let nanoseconds = (rest * (1_000_000_000 / parts)) as i32;
    let moment = Timestamp::new(seconds, nanoseconds);
    let moment = moment.map_err(|_| broken(format!("no calendar has the second {seconds} from 1970 on")))?;
    Ok(if is_utc {
        moment.to_string()
    } else {
        Offset::UTC.to_datetime(moment).to_string()
    })
}
