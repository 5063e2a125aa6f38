//! The date that a layer states, or its file's name.

use serde_json::Value;

use crate::error::{Hint, OptionName};
use crate::model::{Date, Feature, Layer};
use crate::{Error, Result};

/// What to do where the date is in doubt.
fn state_it() -> Hint {
    Hint::from("state the date with ").option(OptionName::Date)
}

/// Where a feature may state its date, in this order.
const IN_FEATURES: [&str; 3] = ["date", "time", "start_date"];

/// The date of a layer: its member `date` or `time`, else what all dated features among `features` agree on.
///
/// A feature is dated by its property `date`, its member `time` (JSON-FG: a date, or an interval by its start), or
/// its property `start_date` (OpenHistoricalMap). The first of these that any feature has is used for all.
pub(super) fn of_layer(layer: &Layer, features: &[&Feature]) -> Result<Option<Date>> {
    for key in ["date", "time"] {
        let stated = layer.members.get(key).map_or(Ok(None), read);
        if let Some(date) = stated.map_err(|e| e.at_position(format!("member `{key}`")))? {
            return Ok(Some(date));
        }
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
                .map_err(|e| e.in_feature(feature.describe()).at_position(format!("`{key}`")))?;
            match (date, &agreed) {
                (Some(date), None) => agreed = Some((date, feature)),
                (Some(date), Some((first, first_feature))) if date != *first => {
                    return Err(Error::new(format!(
                        "its `{key}` is {date}, but that of {} is {first}",
                        first_feature.describe()
                    ))
                    .in_feature(feature.describe())
                    .with_hint(Hint::from("a snapshot has one date; ").and_hint(state_it())));
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
    text.parse().map(Some)
}

/// The day in a file's name: `front-1994-05-12.geojson`, also `1994_05_12`, `1994.05.12` or `19940512`; none where
/// there are two.
///
/// Eight digits in a row may be a number of some other kind; those that are no day between 1500 and 2199 are.
pub(super) fn in_name(name: &str) -> Option<Date> {
    let file = name.rsplit(['/', '\\']).next()?;
    let is_digit = |at: usize| file.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let starts = (0..file.len()).filter(|&at| is_digit(at) && (at == 0 || !is_digit(at - 1)));
    let mut days = starts.filter_map(|at| day(&file[at..]));
    let first = days.next()?;
    days.all(|other| other == first).then_some(first)
}

/// The day that a text starts with.
fn day(text: &str) -> Option<Date> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, month, day, rest) = match digits {
        8 => (&text[..4], &text[4..6], &text[6..8], &text[8..]),
        4 => {
            let part = |from: usize| text.get(from..from + 2);
            let is_parted = ["-", "_", "."]
                .iter()
                .any(|&p| [4, 7].iter().all(|&at| text.get(at..=at) == Some(p)));
            (&text[..4], part(5)?, part(8).filter(|_| is_parted)?, &text[10..])
        }
        _ => return None,
    };
    let date: Date = format!("{year}-{month}-{day}").parse().ok()?;
    let is_plausible = digits == 4 || (1500..2200).contains(&date.year());
    (is_plausible && !rest.starts_with(|c: char| c.is_ascii_digit())).then_some(date)
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
        assert_eq!(date(json!({"date": null}), &features).unwrap().unwrap(), "2020");
        let time = json!({"time": {"date": "1994-05"}});
        assert_eq!(date(time, &features).unwrap().unwrap(), "1994-05");
        let interval = json!({"time": {"interval": ["..", "1994-05-12"]}});
        assert_eq!(date(interval, &features).unwrap().unwrap(), "1994-05-12");
        assert_eq!(date(json!({}), &[]).unwrap(), None);
    }

    #[test]
    fn a_name_may_hold_one_day() {
        let date = |name| in_name(name).map(|d| d.to_string());
        for name in [
            "1994-05-12.geojson",
            "front_1994_05_12.geojson.gz",
            "/maps/2001-01-01/control-1994.05.12-v2.geojson",
            "deep_19940512.geojson",
            "1994-05-12_1994-05-12é.geojson",
        ] {
            assert_eq!(date(name).as_deref(), Some("1994-05-12"), "{name}");
        }
        for name in [
            "1994.geojson",
            "1994-05.geojson",
            "1994-05_12.geojson",
            "1994-13-12.geojson",
            "1994-05-123.geojson",
            "diff_1994-05-12_2020-12-01.geojson",
            "way_99990512.geojson",
            "119940512.geojson",
            "1994-0é-12",
            "2001-01-01/front.geojson",
            "-",
            "",
        ] {
            assert_eq!(date(name), None, "{name}");
        }
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
             hint: a snapshot has one date; state the date with `date`"
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
