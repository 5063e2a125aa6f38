//! A layer whose features have times, and the snapshots that are made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::columns::Times;
use super::ends::EndsFound;
use super::moments::Moments;
use super::span::Span;
use super::spans::{self, Spans};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{
    ControllerSource, Date, Every, Layer, NoticeKind, Notices, Selected, Snapshot, Territory, Unnamed,
};
use crate::read::naming::Controllers;
use crate::read::options::ReadOptions;
use crate::read::territory::{Territories, land_of};
use crate::read::time_columns::TimeColumns;
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
    selected: Option<Selected>,
    unnamed: Unnamed,
    renamed: BTreeMap<String, String>,
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

    fn understand(mut layer: Layer, options: &ReadOptions) -> Result<Self> {
        let selected = options.select(&mut layer)?;
        let Spans {
            times,
            ends,
            stated,
            each,
        } = Spans::find(&layer, &options.times)?;
        let controllers = Controllers::find(&land_of(&layer), &layer.name, options)?;
        let mut notices = layer.notices;
        let mut spans = each.into_iter();
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
            if let Some(holder) = territories.holder(&feature, &mut notices)? {
                let territory = territories.held(feature, holder)?.into();
                held.push(Held { span, territory });
            }
        }
        Ok(Self {
            name: layer.name,
            selected,
            unnamed: territories.unnamed,
            renamed: territories.renamed,
            controller_from: controllers.source(),
            notices,
            land: held,
            times,
            ends,
            stated,
        })
    }

    /// Whether the features of a layer have times of their own that differ, so that it is no snapshot: by properties that
    /// `columns` names, or such as are hardly mistaken for something else. A collection that states a date is of that date.
    ///
    /// # Errors
    ///
    /// When a property is named that no feature has.
    pub fn is(layer: &Layer, columns: &TimeColumns) -> Result<bool> {
        spans::are_of(layer, columns)
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
        let known = spans::known(self.land.iter().map(|held| held.span), &self.times, date);
        let snapshot = self.snapshot(known, Some(date));
        if snapshot.territories.is_empty() {
            return Err(spans::none_holds(date, &self.stated).in_file(&self.name));
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

    /// A snapshot on each of some dates, whether anything holds then or not.
    pub(in crate::read) fn on_each(&self, dates: &[Date]) -> Vec<Snapshot> {
        let mut snapshots: Vec<Snapshot> = dates.iter().map(|&date| self.snapshot(date, None)).collect();
        if let Some(first) = snapshots.first_mut() {
            first.notices = self.notices.clone();
        }
        snapshots
    }

    /// The dates on which something begins or ends, each day once.
    fn changes(&self) -> Vec<Date> {
        spans::changes(self.land.iter().map(|held| held.span), &self.times)
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
            selected: self.selected.clone(),
            unnamed: self.unnamed.clone(),
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
        spans::range(&self.stated).map_or(Ok(()), |range| write!(f, ", {range}"))
    }
}
