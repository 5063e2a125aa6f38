//! When the features of a layer hold, each for itself.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;

use super::columns::{self, Column, Times};
use super::ends::{self, EndsFound, Stated};
use super::span::Span;
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{Date, Feature, Layer};
use crate::read::dates;
use crate::read::land::Inspection;
use crate::read::territory::land_of;
use crate::read::time_columns::{Ends, TimeColumns};
use crate::{Error, Result};

/// When each feature with land holds, in the order of the layer.
#[derive(Debug, Clone)]
pub struct Spans {
    pub(super) times: Times,
    pub(super) ends: EndsFound,
    /// The dates that features state, in order.
    pub(super) stated: Vec<Date>,
    /// None of features that hold on no day.
    pub(super) each: Vec<Option<Span>>,
}

impl Spans {
    /// Those of a layer whose features have times of their own, and none of a layer that is one snapshot; see
    /// [`TimedLayer`](super::TimedLayer).
    ///
    /// # Errors
    ///
    /// When a property is named that no feature has, or a time is in doubt.
    pub fn of(layer: &Layer, columns: &TimeColumns) -> Result<Option<Self>> {
        if !are_of(layer, columns)? {
            Self::check_ends(layer, columns)?;
            return Ok(None);
        }
        let spans = Self::find(layer, columns);
        spans
            .map(Some)
            .map_err(|e| e.of_kind(ErrorKind::Attribute).in_file(&layer.name))
    }

    /// Refuses what is stated of the ends of features where they have none.
    ///
    /// # Errors
    ///
    /// When it is stated whether ends are included, and the layer is one snapshot, or its features are of one date each.
    pub fn check_ends(layer: &Layer, columns: &TimeColumns) -> Result<()> {
        let has_ends = || Ok::<_, Error>(are_of(layer, columns)? && !are_dates(layer, columns)?);
        if columns.ends.is_none() || has_ends()? {
            return Ok(());
        }
        Err(
            Error::new("how the ends of features are meant is stated, and its features have none")
                .of_kind(ErrorKind::Options)
                .in_file(&layer.name)
                .with_hint(
                    Hint::from("leave ")
                        .option(OptionName::EndDate)
                        .and(" out, or name the properties that state times with ")
                        .option(OptionName::Start)
                        .and(" and ")
                        .option(OptionName::End),
                ),
        )
    }

    pub(super) fn find(layer: &Layer, columns: &TimeColumns) -> Result<Self> {
        let land = land_of(layer);
        let times = Times::find(&land, columns)?.ok_or_else(|| no_times(&land))?;
        let stated: Vec<Stated> = land.iter().map(|f| times.of(f)).collect::<Result<_>>()?;
        if stated.iter().all(|s| s.start.is_none() && s.end.is_none()) {
            return Err(no_times(&land));
        }
        let dates: BTreeSet<Date> = stated.iter().flat_map(|s| [s.start, s.end]).flatten().collect();
        let said = columns.ends.or_else(|| said_by(layer));
        let ends = ends::find(said, times.custom(), &stated);
        let each = stated.iter().map(|s| span(s, &times, ends.ends));
        Ok(Self {
            each: each.collect::<Result<_>>()?,
            stated: dates.into_iter().collect(),
            times,
            ends,
        })
    }

    /// Which of them hold on a date.
    ///
    /// # Errors
    ///
    /// When none does.
    fn hold_on(&self, date: Date) -> Result<Vec<bool>> {
        let known = known(self.each.iter().copied().flatten(), &self.times, date);
        let holds = |span: &Option<Span>| span.is_some_and(|span| span.holds_on(known));
        let each: Vec<bool> = self.each.iter().map(holds).collect();
        if each.contains(&true) {
            Ok(each)
        } else {
            Err(none_holds(date, &self.stated))
        }
    }

    /// Whether there is no day on which all of them hold.
    pub fn is_series(&self) -> bool {
        let spans = || self.each.iter().copied().flatten();
        let latest = latest_start(spans());
        !spans().all(|span| span.holds_from(latest))
    }

    /// Which of some features hold at the same time: the largest such sets, in order of time.
    pub fn together(&self, features: &[usize]) -> Vec<Vec<usize>> {
        let spans: Vec<(usize, Span)> = features
            .iter()
            .filter_map(|&feature| Some((feature, self.each[feature]?)))
            .collect();
        // A set is as large as it gets on a day on which one of it begins.
        let days: BTreeSet<Option<civil::Date>> = spans.iter().map(|(_, span)| span.first_day()).collect();
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for day in days {
            let holding = spans.iter().filter(|(_, span)| span.holds_from(day));
            let set: Vec<usize> = holding.map(|&(feature, _)| feature).collect();
            // The set has one that no earlier set has, and can only hold all of the set just before.
            let known: BTreeSet<usize> = set.iter().copied().collect();
            if sets
                .last()
                .is_some_and(|last| last.iter().all(|f| known.contains(f)))
            {
                sets.pop();
            }
            sets.push(set);
        }
        sets
    }

    /// From when until when all of some features hold, in words, such as "from 1990 until 1992-05-01"; none where that has
    /// no bounds.
    pub fn in_common(&self, features: &[usize]) -> Option<String> {
        let spans = || features.iter().filter_map(|&feature| self.each[feature]);
        let day = |date: &Date| date.first_day();
        let from = spans().filter_map(|span| span.from).max_by_key(day);
        let until = spans().filter_map(|span| span.until).min_by_key(day);
        match (&self.times, from, until) {
            (Times::Dates(_), Some(date), _) => Some(format!("on {date}")),
            (_, Some(from), Some(until)) => Some(format!("from {from} until {until}")),
            (_, Some(from), None) => Some(format!("from {from} on")),
            (_, None, Some(until)) => Some(format!("until {until}")),
            (_, None, None) => None,
        }
    }
}

/// Whether the features of a layer state one date each.
fn are_dates(layer: &Layer, columns: &TimeColumns) -> Result<bool> {
    let times = Times::find(&land_of(layer), columns)?;
    Ok(matches!(times, Some(Times::Dates(_))))
}

/// Whether the features of a layer have times of their own, as [`TimedLayer::is`](super::TimedLayer::is).
pub(super) fn are_of(layer: &Layer, columns: &TimeColumns) -> Result<bool> {
    let land = land_of(layer);
    let Some(times) = Times::find(&land, columns).map_err(|e| e.in_file(&layer.name))? else {
        return Ok(false);
    };
    if columns.is_named() {
        return Ok(true);
    }
    let is_dated = matches!(dates::of_collection(layer), Ok(Some(_)));
    Ok(!is_dated
        && if times.is_certain() {
            differ(&times, &land)
        } else {
            matches!(times, Times::Spans { .. })
                && Spans::find(layer, columns).is_ok_and(|spans| spans.is_series())
        })
}

/// That a layer whose times are not named is no snapshot all the same: by properties with usual names there is a feature that
/// holds on no day on which the others do. Of features of one date each, others of its holder count alone, and only where the
/// holder has land of every date: an attribute such as the year in which a district was founded differs as well, but hardly
/// of all that one holds.
pub(in crate::read) fn out_of_time<H: Ord>(
    layer: &Layer,
    columns: &TimeColumns,
    holder: impl Fn(&Feature) -> Option<H>,
) -> Option<Error> {
    let is_dated = !matches!(dates::of_collection(layer), Ok(None));
    let spans = Spans::find(layer, columns).ok().filter(|_| !is_dated)?;
    let are_dates = matches!(spans.times, Times::Dates(_));
    let mut by_holder: BTreeMap<Option<H>, Vec<(&Feature, Span)>> = BTreeMap::new();
    for (feature, span) in land_of(layer).into_iter().zip(&spans.each) {
        let holder = if are_dates { holder(feature) } else { None };
        if let Some(span) = span
            && (holder.is_some() || !are_dates)
        {
            by_holder.entry(holder).or_default().push((feature, *span));
        }
    }
    let feature = by_holder.into_values().find_map(|held| {
        let days: BTreeSet<_> = held.iter().map(|(_, span)| span.first_day()).collect();
        let is_of_all = !are_dates || days.len() == spans.stated.len();
        let latest = latest_start(held.iter().map(|(_, span)| *span));
        let mut over = held.into_iter().filter(|(_, span)| !span.holds_from(latest));
        over.next().filter(|_| is_of_all).map(|(feature, _)| feature)
    })?;
    Some(
        Error::new(format!(
            "held {}, it is of another time than other land, and a snapshot is of one date",
            spans.times.describe()
        ))
        .in_feature(feature)
        .with_hint(dates::several()),
    )
}

/// The latest day on which any begins; none where all are open.
fn latest_start(spans: impl Iterator<Item = Span>) -> Option<civil::Date> {
    spans.filter_map(|span| span.first_day()).max()
}

impl Inspection {
    /// As the layer is on a date: without the land that does not hold then.
    ///
    /// # Errors
    ///
    /// When its features have no times, a time is in doubt, or none of them holds then.
    pub fn on(mut self, date: Date, columns: &TimeColumns) -> Result<Self> {
        let layer = &mut self.layer;
        let spans = Spans::find(layer, columns);
        let is_held = spans.and_then(|spans| spans.hold_on(date));
        let is_held = is_held.map_err(|e| e.of_kind(ErrorKind::Attribute).in_file(&layer.name))?;
        let mut is_held = is_held.into_iter();
        let is_kept =
            |feature: &Feature| feature.geometry.polygons.is_empty() || is_held.next() == Some(true);
        layer.features.retain(is_kept);
        Ok(self)
    }
}

/// The dates on which something begins or ends, each day once.
pub(super) fn changes(spans: impl Iterator<Item = Span>, times: &Times) -> Vec<Date> {
    let mut dates: BTreeMap<civil::Date, Date> = BTreeMap::new();
    let bounds = |span: Span| match times {
        // The day after its date says nothing of a feature.
        Times::Dates(_) => [span.from, None],
        _ => [span.from, span.until],
    };
    for date in spans.flat_map(bounds).flatten() {
        dates.entry(date.first_day()).or_insert(date);
    }
    dates.into_values().collect()
}

/// The date that is meant by one that is asked for: of features that are of one date each, the one in that year or month.
pub(super) fn known(spans: impl Iterator<Item = Span>, times: &Times, asked: Date) -> Date {
    match times {
        Times::Dates(_) => one_in(&changes(spans, times), asked).unwrap_or(asked),
        _ => asked,
    }
}

/// That nothing holds on a date, and what the features state.
pub(super) fn none_holds(date: Date, stated: &[Date]) -> Error {
    let range = range(stated).map_or(String::new(), |range| format!("; their times are {range}"));
    Error::new(format!("none of its features holds on {date}{range}")).of_kind(ErrorKind::Attribute)
}

/// From the first date that a feature states to the last.
pub(super) fn range(stated: &[Date]) -> Option<String> {
    let (first, last) = (stated.first()?, stated.last()?);
    Some(format!("from {first} to {last}"))
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
            Error::new(format!("it ends on {end}, before it begins on {start}")).in_feature(*feature),
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
            start: Column::Parts { .. },
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
pub(super) fn differ(times: &Times, land: &[&Feature]) -> bool {
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
