//! Which properties of features state their times.

use serde_json::Value;

use super::ends::Stated;
use super::value;
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{Date, Feature};
use crate::read::keys::Keys;
use crate::read::time_columns::{Ends, TimeColumns};
use crate::{Error, Result};

/// Properties that usually state from when and until when, and how the end is usually meant. Of the first names, `sdate`
/// and `edate` after `gws` and `gwe`, CShapes has one property a part of the date as well.
const USUAL: [(&str, &str, Ends); 21] = [
    ("start_date", "end_date", Ends::Exclusive),
    ("gwsyear", "gweyear", Ends::Inclusive),
    ("gwsdate", "gwedate", Ends::Inclusive),
    ("cowsyear", "coweyear", Ends::Inclusive),
    ("cowsdate", "cowedate", Ends::Inclusive),
    ("start", "end", Ends::Inclusive),
    ("begin", "end", Ends::Inclusive),
    ("begin_date", "end_date", Ends::Inclusive),
    ("startdate", "enddate", Ends::Inclusive),
    ("start_n", "end_n", Ends::Inclusive),
    ("valid_from", "valid_to", Ends::Exclusive),
    ("valid_from", "valid_until", Ends::Exclusive),
    ("validfrom", "validto", Ends::Exclusive),
    ("from_date", "to_date", Ends::Inclusive),
    ("date_from", "date_to", Ends::Inclusive),
    ("datefrom", "dateto", Ends::Inclusive),
    ("start_year", "end_year", Ends::Inclusive),
    ("startyear", "endyear", Ends::Inclusive),
    ("year_start", "year_end", Ends::Inclusive),
    ("year_from", "year_to", Ends::Inclusive),
    ("since", "until", Ends::Exclusive),
];
/// Properties that usually state the one date of a feature.
const USUAL_DATES: [&str; 4] = ["date", "year", "as_of", "asof"];
/// How the ends are meant of properties that have no usual name.
const CUSTOM: Ends = Ends::Inclusive;

/// What states the times of the features of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Times {
    /// From when and until when each holds; and how ends are usually meant where properties are called so.
    Spans {
        start: Column,
        end: Column,
        custom: Ends,
    },
    /// The member `time` of JSON-FG: a date or an interval.
    Members,
    /// One date each.
    Dates(Column),
}

/// A date in one property, or in three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Whole(String),
    Parts {
        year: String,
        month: String,
        day: String,
    },
}

impl Column {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Whole(name) | Self::Parts { year: name, .. } => name,
        }
    }

    /// The date that a feature states.
    fn date(&self, feature: &Feature) -> Result<Option<Date>> {
        let get = |key: &str| feature.properties.get(key);
        let date = match self {
            Self::Whole(key) => get(key).map_or(Ok(None), value::date),
            Self::Parts { year, month, day } => value::of_parts(get(year), get(month), get(day)),
        };
        date.map_err(|e| {
            e.of_kind(ErrorKind::Attribute)
                .in_feature(feature)
                .at_position(format!("`{}`", self.name()))
        })
    }
}

impl Keys<'_> {
    /// A property of a name, which is of three if it is a year's and the other two are there.
    fn column(&self, name: &str) -> Option<Column> {
        let year = self.named(name)?;
        if let Some(stem) = name.strip_suffix("year").filter(|stem| stem.len() > 2) {
            let part = |part: &str| self.named(&format!("{stem}{part}"));
            if let (Some(month), Some(day)) = (part("month"), part("day")) {
                let [year, month, day] = [year, month, day].map(str::to_owned);
                return Some(Column::Parts { year, month, day });
            }
        }
        Some(Column::Whole(year.to_owned()))
    }

    /// A property that the user names.
    fn stated(&self, name: &str) -> Result<Column> {
        self.column(name).ok_or_else(|| {
            Error::new(format!("no feature has the property `{name}`"))
                .of_kind(ErrorKind::Options)
                .with_hint(self.hint())
        })
    }
}

impl Times {
    /// What states the times of features, as the user says or by the usual names; none where nothing does.
    ///
    /// # Errors
    ///
    /// When a property is named that no feature has, or one without the other.
    pub(super) fn find(land: &[&Feature], columns: &TimeColumns) -> Result<Option<Self>> {
        let keys = Keys::of(land.iter().copied());
        match (&columns.start, &columns.end, &columns.date) {
            (None, None, None) => Ok(Self::usual(&keys, land)),
            (None, None, Some(date)) => keys.stated(date).map(|date| Some(Self::Dates(date))),
            (_, _, Some(_)) => Err(Error::new("a feature has one date, or a start and an end")
                .of_kind(ErrorKind::Options)
                .with_hint(
                    Hint::from("name either ")
                        .option(OptionName::DateColumn)
                        .and(" or ")
                        .option(OptionName::Start)
                        .and(" and ")
                        .option(OptionName::End),
                )),
            (start, end, None) => Self::stated(&keys, start.as_deref(), end.as_deref()).map(Some),
        }
    }

    /// A start and an end that the user names, or one of them and the usual other one.
    fn stated(keys: &Keys, start: Option<&str>, end: Option<&str>) -> Result<Self> {
        for name in [start, end].into_iter().flatten() {
            keys.stated(name)?;
        }
        let is = |name: Option<&str>, usual: &str| name.is_none_or(|name| name.eq_ignore_ascii_case(usual));
        let mut usual = USUAL.iter().filter(|(s, e, _)| is(start, s) && is(end, e));
        let known = usual.find(|(s, e, _)| keys.named(s).is_some() && keys.named(e).is_some());
        let start = start.or(known.map(|(start, ..)| *start));
        let end = end.or(known.map(|(_, end, _)| *end));
        let (Some(start), Some(end)) = (start, end) else {
            let (given, lacking) = match start {
                Some(_) => (OptionName::Start, OptionName::End),
                None => (OptionName::End, OptionName::Start),
            };
            return Err(
                Error::new("features hold from a start to an end, and one of the two is not named")
                    .of_kind(ErrorKind::Options)
                    .with_hint(
                        Hint::from("beside ")
                            .option(given)
                            .and(" give ")
                            .option(lacking)
                            .and("; for features of one date each, ")
                            .option(OptionName::DateColumn)
                            .and(" alone: ")
                            .and(keys.hint()),
                    ),
            );
        };
        Ok(Self::Spans {
            start: keys.stated(start)?,
            end: keys.stated(end)?,
            custom: known.map_or(CUSTOM, |(.., ends)| *ends),
        })
    }

    fn usual(keys: &Keys, land: &[&Feature]) -> Option<Self> {
        for (start, end, custom) in USUAL {
            if let (Some(start), Some(end)) = (keys.column(start), keys.column(end)) {
                return Some(Self::Spans { start, end, custom });
            }
        }
        if land
            .iter()
            .any(|f| f.members.get("time").is_some_and(|time| !time.is_null()))
        {
            return Some(Self::Members);
        }
        let mut dates = USUAL_DATES.iter();
        dates.find_map(|name| keys.column(name)).map(Self::Dates)
    }

    /// Whether they are of a kind that no other property is mistaken for.
    pub(super) fn is_certain(&self) -> bool {
        match self {
            Self::Spans { start, .. } => {
                let name = start.name().to_ascii_lowercase();
                name == "start_date" || name.starts_with("gws") || name.starts_with("cows")
            }
            Self::Members => true,
            Self::Dates(column) => column.name() == "date",
        }
    }

    /// What a feature states; a date is a start without an end.
    pub(super) fn of<'a>(&self, feature: &'a Feature) -> Result<Stated<'a>> {
        let [start, end] = match self {
            Self::Spans { start, end, .. } => [start.date(feature)?, end.date(feature)?],
            Self::Dates(column) => [column.date(feature)?, None],
            Self::Members => interval(feature)?,
        };
        Ok(Stated { feature, start, end })
    }

    /// How ends are usually meant.
    pub(super) fn custom(&self) -> Ends {
        match self {
            Self::Spans { custom, .. } => *custom,
            _ => CUSTOM,
        }
    }

    /// What a message calls them: `start_date` to `end_date`.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Spans { start, end, .. } => format!("from `{}` to `{}`", start.name(), end.name()),
            Self::Dates(column) => format!("as of `{}`", column.name()),
            Self::Members => "by `time`".to_owned(),
        }
    }
}

/// The member `time` of JSON-FG: a date, which is both ends of an interval of its own, or an interval.
fn interval(feature: &Feature) -> Result<[Option<Date>; 2]> {
    let place = |e: Error| e.in_feature(feature).at_position("`time`");
    let read = |value: &Value| value::date(value).map_err(place);
    let Some(time) = feature.members.get("time") else {
        return Ok([None, None]);
    };
    for key in ["date", "timestamp"] {
        if let Some(date) = time.get(key) {
            let date = read(date)?;
            return Ok([date, date]);
        }
    }
    match time.get("interval") {
        Some(Value::Array(ends)) if ends.len() == 2 => Ok([read(&ends[0])?, read(&ends[1])?]),
        _ => Ok([None, None]),
    }
}

/// What the features have that could state their times, for a hint.
pub(super) fn properties(land: &[&Feature]) -> String {
    Keys::of(land.iter().copied()).hint()
}
