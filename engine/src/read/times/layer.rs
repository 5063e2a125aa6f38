//! A layer whose features have times, and the snapshots that are made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil;

use super::columns::{self, Times};
use super::ends::{self, EndsFound, Stated};
use super::moments::Moments;
use super::span::Span;
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{ControllerSource, Date, Every, Feature, Layer, NoticeKind, Notices, Snapshot, Territory};
use crate::read::dates;
use crate::read::naming::Controllers;
use crate::read::options::ReadOptions;
use crate::read::territory::{Territories, land_of};
use crate::read::time_columns::{Ends, TimeColumns};
use crate::{Error, Result};

/// Features of which each holds for a time of its own, or is of a date of its own: a series in one layer.
///
/// ```
/// use landshift_engine::model::Layer;
/// use landshift_engine::read::{Moments, ReadOptions, TimedLayer};
/// let land = |name: &str, times: &str| format!(r#"{{"type": "Feature", "properties": {{"name": "{name}", {times}}},
///     "geometry": {{"type": "Polygon", "coordinates": [[[8, 48], [13, 48], [13, 54], [8, 48]]]}}}}"#);
/// let text = format!(r#"{{"type": "FeatureCollection", "features": [{}, {}]}}"#,
///     land("German Empire", r#""start_date": "1871-01-18", "end_date": "1918-11-09""#),
///     land("Weimar Republic", r#""start_date": "1918-11-09", "end_date": "1933-03-23""#));
/// let layer = TimedLayer::of(vec![Layer::read(text, "ohm.geojson")?], &ReadOptions::default())?;
/// assert_eq!(layer.at("1900".parse()?)?.controllers(), ["German Empire"]);
/// let snapshots = layer.snapshots(&Moments::Changes)?;
/// let dates: Vec<String> = snapshots.iter().map(|s| s.heading()).collect();
/// assert_eq!(dates, ["18 January 1871", "9 November 1918"]);
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct TimedLayer {
    name: String,
    controller_from: ControllerSource,
    renamed: BTreeSet<String>,
    notices: Notices,
    land: Vec<Held>,
    times: Times,
    ends: EndsFound,
    /// The dates that features state, in order.
    stated: Vec<Date>,
}

/// Land and when it is held.
#[derive(Debug, Clone)]
struct Held {
    span: Span,
    territory: Arc<Territory>,
}

/// The most snapshots that are made of one layer.
const MOST: usize = 5000;

impl TimedLayer {
    /// The features of layers, as one, with the times that their properties state: those that `options.times` names, else
    /// `start_date` and `end_date` (OpenHistoricalMap), `gwsyear`, `gwsmonth`, `gwsday`, `gwsdate` and so on (CShapes) or
    /// others with usual names; the member `time` of JSON-FG; or a property `date` or `year`, by which each feature is of
    /// one date alone.
    ///
    /// A start or end that is missing is open. Of a month or a year, a start is its first day. An end that is included is
    /// its last day; one that is not, its first.
    ///
    /// Whether ends are included is what `options.times` states, else the member `end_date` of the collection; else what
    /// the data shows, where features end on the day on which another one begins in the same place, or on the day before;
    /// else it is usual: excluded for `start_date` and `end_date`, included for CShapes and most others.
    ///
    /// # Errors
    ///
    /// When nothing states times, a date or the controller of some land is in doubt, or a feature ends before it begins.
    pub fn of(layers: Vec<Layer>, options: &ReadOptions) -> Result<Self> {
        let mut layers = layers.into_iter();
        let mut all = layers.next().unwrap_or_default();
        let mut others = 0;
        for layer in layers {
            others += 1;
            all.features.extend(layer.features);
            all.notices.append(layer.notices);
        }
        if others > 0 {
            all.name = format!("{} and {others} more", all.name);
        }
        let name = all.name.clone();
        Self::understand(all, options).map_err(|e| e.of_kind(ErrorKind::Attribute).in_file(name))
    }

    fn understand(layer: Layer, options: &ReadOptions) -> Result<Self> {
        let land = land_of(&layer);
        let times = Times::find(&land, &options.times)?.ok_or_else(|| no_times(&land))?;
        let controllers = Controllers::find(&land, &layer.name, options)?;
        let stated: Vec<Stated> = land.iter().map(|f| times.of(f)).collect::<Result<_>>()?;
        if stated.iter().all(|s| s.start.is_none() && s.end.is_none()) {
            return Err(no_times(&land));
        }
        let dates: BTreeSet<Date> = stated.iter().flat_map(|s| [s.start, s.end]).flatten().collect();
        let said = options.times.ends.or_else(|| said_by(&layer));
        let ends = ends::find(said, times.custom(), &stated);
        let spans: Vec<Option<Span>> = stated
            .iter()
            .map(|s| span(s, &times, ends.ends))
            .collect::<Result<_>>()?;
        let mut notices = layer.notices;
        let mut spans = spans.into_iter();
        let mut held = Vec::new();
        let mut territories = Territories::new(&controllers, options);
        for feature in layer.features {
            if !feature.geometry.points.is_empty() || !feature.geometry.lines.is_empty() {
                notices.add(
                    NoticeKind::NoLand,
                    feature.geometry.points.first().copied(),
                    || feature.describe(),
                );
            }
            if feature.geometry.polygons.is_empty() {
                continue;
            }
            let Some(span) = spans.next().flatten() else {
                notices.add(NoticeKind::NoTime, None, || feature.describe());
                continue;
            };
            match territories.holder(&feature)? {
                Some(holder) => held.push(Held {
                    span,
                    territory: territories.held(feature, holder)?.into(),
                }),
                None => notices.add(NoticeKind::Unnamed, None, || feature.describe()),
            }
        }
        Ok(Self {
            name: layer.name,
            renamed: territories.renamed,
            controller_from: controllers.source(),
            notices,
            land: held,
            times,
            ends,
            stated: dates.into_iter().collect(),
        })
    }

    /// Whether the features of a layer have times of their own that differ, so that it is no snapshot: by properties that
    /// `columns` names, or such as are hardly mistaken for something else. A collection that states a date is of that date.
    ///
    /// # Errors
    ///
    /// When a property is named that no feature has.
    pub fn is(layer: &Layer, columns: &TimeColumns) -> Result<bool> {
        let land = land_of(layer);
        let Some(times) = Times::find(&land, columns).map_err(|e| e.in_file(&layer.name))? else {
            return Ok(false);
        };
        if columns.is_named() {
            return Ok(true);
        }
        let is_dated = matches!(dates::of_collection(layer), Ok(Some(_)));
        Ok(times.is_certain() && !is_dated && differ(&times, &land))
    }

    /// Whether features of a layer hold from a start to an end of their own.
    pub(in crate::read) fn has_spans(layer: &Layer, columns: &TimeColumns) -> Result<bool> {
        let times = Times::find(&land_of(layer), columns)?;
        Ok(matches!(times, Some(Times::Spans { .. })) && Self::is(layer, columns)?)
    }

    /// What holds on a date; of features that are of one date each, those of that date.
    ///
    /// # Errors
    ///
    /// When nothing does.
    pub fn at(&self, date: Date) -> Result<Snapshot> {
        let dates = self.changes();
        let known = match self.times {
            Times::Dates(_) => one_in(&dates, date).unwrap_or(date),
            _ => date,
        };
        let snapshot = self.snapshot(known, Some(date));
        if snapshot.territories.is_empty() {
            let range = self
                .range()
                .map_or(String::new(), |range| format!("; their times are {range}"));
            return Err(Error::new(format!("none of its features holds on {date}{range}"))
                .of_kind(ErrorKind::Attribute)
                .in_file(&self.name));
        }
        Ok(Snapshot {
            notices: self.notices.clone(),
            ..snapshot
        })
    }

    /// The snapshots at some moments, in order of time. Dates on which nothing holds have none: there is nothing on
    /// record, as after the last end.
    ///
    /// # Errors
    ///
    /// When nothing holds on a date that is asked for, or there are thousands of dates.
    pub fn snapshots(&self, moments: &Moments) -> Result<Vec<Snapshot>> {
        let dates = match moments {
            Moments::Dates(dates) => {
                let dates: BTreeSet<Date> = dates.iter().copied().collect();
                return dates.into_iter().map(|date| self.at(date)).collect();
            }
            Moments::Changes => self.changes(),
            Moments::Every(every) => self.sampled(*every),
        };
        if dates.len() > MOST {
            return Err(Error::new(format!(
                "its features make {} snapshots, more than {MOST}",
                dates.len()
            ))
            .in_file(&self.name)
            .with_hint(
                Hint::from("ask for fewer with ")
                    .option(OptionName::At)
                    .and(", such as one a year"),
            ));
        }
        let snapshots = dates.into_iter().map(|date| self.snapshot(date, None));
        let mut snapshots: Vec<Snapshot> = snapshots.filter(|s| !s.territories.is_empty()).collect();
        if let Some(first) = snapshots.first_mut() {
            first.notices = self.notices.clone();
        }
        Ok(snapshots)
    }

    /// The dates on which something begins or ends, each day once.
    fn changes(&self) -> Vec<Date> {
        let mut dates: BTreeMap<civil::Date, Date> = BTreeMap::new();
        let bounds = |held: &Held| match self.times {
            // The day after its date says nothing of a feature.
            Times::Dates(_) => [held.span.from, None],
            _ => [held.span.from, held.span.until],
        };
        for date in self.land.iter().flat_map(bounds).flatten() {
            dates.entry(date.first_day()).or_insert(date);
        }
        dates.into_values().collect()
    }

    /// From the first date that a feature states to the last.
    fn range(&self) -> Option<String> {
        let (first, last) = (self.stated.first()?, self.stated.last()?);
        Some(format!("from {first} to {last}"))
    }

    /// The first date, and the beginnings of all periods up to the last change; of features that are of one date each, the
    /// first date in each period.
    fn sampled(&self, every: Every) -> Vec<Date> {
        let changes = self.changes();
        let (Some(&first), Some(&last)) = (changes.first(), changes.last()) else {
            return Vec::new();
        };
        if matches!(self.times, Times::Dates(_)) {
            let mut known = None;
            let is_new = |date: &Date| {
                let period = every.period(*date, first);
                std::mem::replace(&mut known, period) != period
            };
            return changes.into_iter().filter(is_new).collect();
        }
        let mut dates = vec![first];
        let mut period = every.period(first, first);
        while let Some(next) = period.and_then(|period| every.after(&period)) {
            if dates.len() > MOST
                || dates
                    .last()
                    .is_some_and(|date| date.first_day() >= last.first_day())
            {
                break;
            }
            dates.push(next.start);
            period = Some(next);
        }
        dates
    }

    /// What holds on a date, without a look at whether anything does; `called` is what the date is called.
    fn snapshot(&self, date: Date, called: Option<Date>) -> Snapshot {
        let holds = self.land.iter().filter(|held| held.span.holds_on(date));
        let called = match self.times {
            // These are as of their own date, however it was asked for.
            Times::Dates(_) => date,
            _ => called.unwrap_or(date),
        };
        Snapshot {
            name: self.name.clone(),
            date: Some(called),
            controller_from: self.controller_from.clone(),
            renamed: self.renamed.clone(),
            territories: holds.map(|held| Arc::clone(&held.territory)).collect(),
            ..Snapshot::default()
        }
    }
}

/// What the features are and how their ends are understood, in a line.
impl fmt::Display for TimedLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.land.len();
        write!(f, "{}: {count} features {}", self.name, self.times.describe())?;
        let has_ends = self.land.iter().any(|held| held.span.until.is_some());
        if has_ends && !matches!(self.times, Times::Dates(_)) {
            write!(f, " ({})", self.ends)?;
        }
        self.range().map_or(Ok(()), |range| write!(f, ", {range}"))
    }
}

/// The one date that lies in a year or month, or is of the same day.
fn one_in(dates: &[Date], asked: Date) -> Option<Date> {
    let end = asked.following()?.first_day();
    let is_inside = |date: &&Date| (asked.first_day()..end).contains(&date.first_day());
    let mut inside = dates.iter().filter(is_inside);
    let first = inside.next()?;
    inside.next().is_none().then_some(*first)
}

/// When a feature holds; none where there is no day on which it does, or features have dates and it has none.
fn span(stated: &Stated, times: &Times, ends: Ends) -> Result<Option<Span>> {
    let Stated { feature, start, end } = stated;
    if let (Some(start), Some(end)) = (start, end)
        && end.first_day() < start.first_day()
        && !start.to_string().starts_with(&end.to_string())
    {
        return Err(
            Error::new(format!("it ends on {end}, before it begins on {start}"))
                .in_feature(feature.describe()),
        );
    }
    let until = match (times, end, start) {
        (Times::Dates(_), _, Some(date)) => return Ok(Some(day(*date))),
        (Times::Dates(_), ..) => return Ok(None),
        (_, Some(end), _) if ends == Ends::Inclusive => end.following(),
        (_, end, _) => *end,
    };
    // CShapes has states that are in one of its two systems only: those without a start are not in this one.
    if let (
        Times::Spans {
            start: columns::Column::Parts { .. },
            ..
        },
        None,
    ) = (times, start)
    {
        return Ok(None);
    }
    let span = Span { from: *start, until };
    Ok((!span.is_empty()).then_some(span))
}

/// The first day of a date alone.
fn day(date: Date) -> Span {
    Span {
        from: Some(date),
        until: Date::of_day(date.first_day()).following(),
    }
}

/// Whether some features state other times than others.
fn differ(times: &Times, land: &[&Feature]) -> bool {
    let stated: Option<Vec<Stated>> = land.iter().map(|f| times.of(f).ok()).collect();
    stated.is_some_and(|stated| {
        let mut all = stated.iter().map(|s| (s.start, s.end));
        let first = all.next();
        all.any(|other| Some(other) != first)
    })
}

/// What the collection says of its ends.
fn said_by(layer: &Layer) -> Option<Ends> {
    layer.members.get("end_date")?.as_str()?.parse().ok()
}

fn no_times(land: &[&Feature]) -> Error {
    Error::new(
        "is one snapshot: its features have no times of their own, and change is between two snapshots",
    )
    .with_hint(
        Hint::from("name all the files of the series, or the properties that state times with ")
            .option(OptionName::Start)
            .and(" and ")
            .option(OptionName::End)
            .and(" or ")
            .option(OptionName::DateColumn)
            .and(": ")
            .and(columns::properties(land)),
    )
}
