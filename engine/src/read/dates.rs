//! The date that a layer states.

use std::borrow::Cow;

use serde_json::Value;

use crate::error::{Hint, OptionName};
use crate::model::{Date, Feature, Layer};
use crate::{Error, Result};

/// What to do where the date is in doubt.
fn state_it() -> Hint {
    Hint::from("state the date with ").option(OptionName::Date)
}

/// What to do where features have dates of their own.
pub(super) fn several() -> Hint {
    Hint::from("a snapshot has one date: choose the features of one with ")
        .option(OptionName::At)
        .and(", or state it for all with ")
        .option(OptionName::Date)
        .and("; all their dates are a series, for a timeline")
}

/// Where a feature may state its date, in this order.
const IN_FEATURES: [&str; 3] = ["date", "time", "start_date"];

/// The date of a layer: its member `date` or `time`, else what all dated features among `features` agree on.
///
/// A feature is dated by its property `date`, its member `time` (JSON-FG: a date, or an interval by its start), or
/// its property `start_date` (OpenHistoricalMap). The first of these that any feature has is used for all.
pub(super) fn of_layer(layer: &Layer, features: &[&Feature]) -> Result<Option<Date>> {
    if let Some(date) = of_collection(layer)? {
        return Ok(Some(date));
    }
    for key in IN_FEATURES {
        let mut agreed: Option<(Date, &Feature)> = None;
        for feature in features {
            let stated = match key {
                "time" => feature.members.get(key),
                _ => feature.properties.get(key),
            };
            let date = stated
                .map_or(Ok(None), read)
                .map_err(|e| e.in_feature(*feature).at_position(format!("`{key}`")))?;
            match (date, &agreed) {
                (Some(date), None) => agreed = Some((date, feature)),
                (Some(date), Some((first, first_feature))) if date != *first => {
                    return Err(Error::new(format!(
                        "its `{key}` is {date}, but that of {} is {first}",
                        first_feature.describe()
                    ))
                    .in_feature(*feature)
                    .with_hint(several()));
                }
                _ => {}
            }
        }
        if let Some((date, _)) = agreed {
            return Ok(Some(date));
        }
    }
    Ok(None)
}

/// The date that a collection states for all its features: its member `date` or `time`.
pub(super) fn of_collection(layer: &Layer) -> Result<Option<Date>> {
    for key in ["date", "time"] {
        let stated = layer.members.get(key).map_or(Ok(None), read);
        if let Some(date) = stated.map_err(|e| e.at_position(format!("member `{key}`")))? {
            return Ok(Some(date));
        }
    }
    Ok(None)
}

/// A date as text, as a year in numbers, or as JSON-FG has it; none for null, blank text and open intervals.
fn read(value: &Value) -> Result<Option<Date>> {
    let text = match value {
        Value::String(text) => text.trim().to_string(),
        Value::Number(year) => year.to_string(),
        Value::Object(time) => {
            for key in ["date", "timestamp"] {
                if let Some(instant) = time.get(key) {
                    return read(instant);
                }
            }
            return match time.get("interval") {
                Some(Value::Array(ends)) => ends.iter().find(|end| *end != "..").map_or(Ok(None), read),
                _ => Ok(None),
            };
        }
        Value::Null => return Ok(None),
        other => return Err(Error::new(format!("`{other}` is not a date")).with_hint(state_it())),
    };
    if text.is_empty() {
        return Ok(None);
    }
    as_iso(&text).parse().map(Some)
}

/// A moment as GDAL writes it into tables, `1994/05/12 00:00:00`, as the day that it is of; any other text as it is.
fn as_iso(text: &str) -> Cow<'_, str> {
    let (day, time) = text.split_once(' ').unwrap_or((text, ""));
    let is_digits = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    match day.split('/').filter(is_digits).collect::<Vec<_>>().as_slice() {
        [year, month, day] if [year.len(), month.len(), day.len()] == [4, 2, 2] && !time.contains('/') => {
            format!("{year}-{month}-{day}").into()
        }
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn layer(members: &Value, features: &[(Value, Value)]) -> Layer {
        let object = |value: &Value| value.as_object().unwrap().clone();
        Layer {
            members: object(members),
            features: features
                .iter()
                .enumerate()
                .map(|(index, (properties, members))| Feature {
                    index,
                    properties: object(properties),
                    members: object(members),
                    ..Feature::default()
                })
                .collect(),
            ..Layer::default()
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "reads better with json!")]
    fn date(members: Value, features: &[(Value, Value)]) -> Result<Option<String>> {
        let layer = layer(&members, features);
        let date = of_layer(&layer, &layer.features.iter().collect::<Vec<_>>())?;
        Ok(date.map(|d| d.to_string()))
    }

    #[test]
    fn the_collection_comes_first() {
        let features = [(json!({"date": "2020"}), json!({}))];
        assert_eq!(
            date(json!({"date": "1994-05-12"}), &features).unwrap().unwrap(),
            "1994-05-12"
        );
        let gdal = [(json!({"date": "1994/05/12 00:00:00+00"}), json!({}))];
        assert_eq!(date(json!({}), &gdal).unwrap().unwrap(), "1994-05-12");
        assert!(date(json!({"date": "12/05/1994"}), &[]).is_err());
        assert_eq!(date(json!({"date": null}), &features).unwrap().unwrap(), "2020");
        let time = json!({"time": {"date": "1994-05"}});
        assert_eq!(date(time, &features).unwrap().unwrap(), "1994-05");
        let interval = json!({"time": {"interval": ["..", "1994-05-12"]}});
        assert_eq!(date(interval, &features).unwrap().unwrap(), "1994-05-12");
        assert_eq!(date(json!({}), &[]).unwrap(), None);
    }

    #[test]
    fn features_must_agree() {
        let interval = json!({"time": {"interval": ["1994-05-12T00:00:00Z", ".."]}});
        let features = [
            (json!({}), interval),
            (json!({}), json!({})),
            (json!({}), json!({"time": {"date": "1994-05-12"}})),
        ];
        assert_eq!(date(json!({}), &features).unwrap().unwrap(), "1994-05-12");
        let features = [
            (
                json!({"start_date": 1994, "end_date": 1999, "name": "Lachin"}),
                json!({}),
            ),
            (json!({"start_date": "1995", "end_date": "1999"}), json!({})),
        ];
        assert_eq!(
            date(json!({}), &features).unwrap_err().to_string(),
            "feature 1: its `start_date` is 1995, but that of feature 0 (\"Lachin\") is 1994\n  \
             hint: a snapshot has one date: choose the features of one with `at`, or state it for all with `date`; all \
             their dates are a series, for a timeline"
        );
    }

    #[test]
    fn what_is_no_date_is_an_error_with_its_place() {
        let error = date(json!({"date": "May 1994"}), &[]).unwrap_err().to_string();
        assert!(
            error.starts_with("member `date`: `May 1994` is not a date"),
            "{error}"
        );
        let error = date(json!({}), &[(json!({"date": true}), json!({}))])
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("feature 0, `date`: `true` is not a date"),
            "{error}"
        );
    }
}
