//! What changed hands over many dates, in figures alone: no land is kept, so memory follows what changed.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::Result;
use crate::change::{Balance, BalanceFlow, Succession};
use crate::error::ErrorKind;
use crate::language::{Absence, Language, fill, isolated};
use crate::map::input::data::{ChangedLand, DatedLand, MapInput, Region};
use crate::map::input::pair;
use crate::map::input::series::{MapSeries, SeriesState};
use crate::map::input::state::heading;
use crate::map::input::surroundings::Surroundings;
use crate::measure::Area;
use crate::model::{Date, Every};
use crate::series::{Interval, Series};

/// What changed hands over many dates, in figures alone.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MapCourse {
    /// What all pictures share. Its sides have who held how much first and last, without the land; its transfers are the
    /// sums of all steps.
    pub input: MapInput,
    /// The dates in order of time, two or more.
    pub dates: Vec<Date>,
    /// What changed from each date to the next, one less than dates.
    pub steps: Vec<CourseStep>,
    /// How long periods are.
    pub every: Every,
    /// The periods in order of time.
    pub periods: Vec<CoursePeriod>,
    /// Of whom alone it is told; of all, if there are none.
    pub highlight: Vec<String>,
}

/// What changed from one date to the next.
#[derive(Debug, Clone, Default)]
pub struct CourseStep {
    /// What went from whom to whom, noise left out, each pair once.
    pub flows: Vec<CourseFlow>,
    /// Whether the step is far longer than is usual, so that it is not known when land changed hands.
    pub is_gap: bool,
}

/// Land that went from one to another.
#[derive(Debug, Clone)]
pub struct CourseFlow {
    /// From whom; none is nobody.
    pub from: Option<String>,
    /// To whom; none is nobody.
    pub to: Option<String>,
    /// How much it is.
    pub area: Area,
}

/// A period, or several that one step spans.
#[derive(Debug, Clone)]
pub struct CoursePeriod {
    /// Its first day.
    pub start: Date,
    /// The first day after it.
    pub end: Date,
    /// How many periods it is; more than one if one step spans them.
    pub periods: usize,
    /// Its steps, by their places.
    pub steps: Range<usize>,
}

/// No more periods than this are told by default.
const MOST_PERIODS: i64 = 60;

impl MapCourse {
    /// From so many dates on shares are told by what changed, and not date by date.
    pub const LEAST: usize = 12;

    /// What a series tells; `surroundings` state by which periods, if not by those that suit it.
    ///
    /// # Errors
    ///
    /// When what is to be highlighted is no controller of the series.
    pub fn of_series(series: &Series, surroundings: &Surroundings) -> Result<Self> {
        let names = series.controllers.iter().map(|c| c.name.clone());
        let surroundings = &*surroundings.isolating_names(names.collect());
        let highlight = highlighted(series, surroundings)?;
        let dates: Vec<Date> = series.snapshots.iter().filter_map(|s| s.date).collect();
        let gaps: Vec<usize> = series.gaps().iter().map(|gap| gap.interval).collect();
        let step = |(n, interval): (usize, &Interval)| CourseStep {
            flows: flows(interval),
            is_gap: gaps.contains(&n),
        };
        let steps: Vec<CourseStep> = series.intervals.iter().enumerate().map(step).collect();
        let every = surroundings.every.unwrap_or_else(|| suiting(series, &dates));
        let periods = series
            .by_period(every)
            .all
            .into_iter()
            .map(|period| CoursePeriod {
                start: period.first.start,
                end: period.last.end,
                periods: period.periods,
                steps: period.steps,
            });
        Ok(Self {
            input: shared(series, &steps, surroundings),
            every,
            periods: periods.collect(),
            dates,
            steps,
            highlight,
        })
    }

    /// The same as states without land: what a check of a picture needs.
    pub(in crate::map) fn as_series(&self) -> MapSeries {
        let language = &self.input.language;
        let state = |(n, date): (usize, &Date)| SeriesState {
            side: DatedLand {
                heading: language.date(*date),
                date: Some(*date),
                ..DatedLand::default()
            },
            transfers: n.checked_sub(1).map_or_else(Vec::new, |before| {
                self.steps[before].flows.iter().map(CourseFlow::as_land).collect()
            }),
            ..SeriesState::default()
        };
        MapSeries {
            overall: self.input.transfers.clone(),
            states: self.dates.iter().enumerate().map(state).collect(),
            input: self.input.clone(),
        }
    }
}

impl CourseFlow {
    /// The same as changed land without its shape.
    fn as_land(&self) -> ChangedLand {
        ChangedLand {
            from: self.from.clone(),
            to: self.to.clone(),
            area: self.area,
            ..ChangedLand::default()
        }
    }
}

/// What went from whom to whom in a step, noise left out.
fn flows(interval: &Interval) -> Vec<CourseFlow> {
    let changes = interval.changes_of_hands().map(|t| CourseFlow {
        from: t.from.as_deref().map(str::to_owned),
        to: t.to.as_deref().map(str::to_owned),
        area: t.without_noise(),
    });
    changes.filter(|flow| flow.area > Area::ZERO).collect()
}

/// The shortest period that makes no more than a picture has room for, and none without a snapshot.
fn suiting(series: &Series, dates: &[Date]) -> Every {
    let mut days = series.days();
    days.sort_unstable();
    let usual = days.get(days.len() / 2).copied().unwrap_or(1);
    let all = match dates {
        [first, .., last] => first.days_until(*last),
        _ => 1,
    };
    let fits = |length: i64| usual <= length && all <= length * MOST_PERIODS;
    let calendar = [
        (1, Every::Days(1)),
        (7, Every::Days(7)),
        (30, Every::Month),
        (91, Every::Quarter),
    ];
    let fitting = calendar.into_iter().find(|(length, _)| fits(*length));
    fitting.map_or(Every::Year, |(_, every)| every)
}

/// Who is highlighted, each a controller of the series.
fn highlighted(series: &Series, surroundings: &Surroundings) -> Result<Vec<String>> {
    let find = |name: &String| {
        let mut controllers = series.controllers.iter().map(|c| c.name.as_str());
        let is_it = |own: &&str| {
            [own, surroundings.language.name(own)]
                .iter()
                .any(|own| own.to_lowercase() == name.to_lowercase())
        };
        controllers.find(is_it).map(str::to_owned).ok_or_else(|| {
            crate::Error::new(format!("no controller `{name}`"))
                .of_kind(ErrorKind::Options)
                .with_hint("a chart of many dates tells of controllers alone: name one of them")
        })
    };
    surroundings.highlight.iter().map(find).collect()
}

/// What all pictures of a series share.
fn shared(series: &Series, steps: &[CourseStep], surroundings: &Surroundings) -> MapInput {
    let mut sums: BTreeMap<[Option<&str>; 2], Area> = BTreeMap::new();
    for flow in steps.iter().flat_map(|step| &step.flows) {
        *sums
            .entry([flow.from.as_deref(), flow.to.as_deref()])
            .or_default() += flow.area;
    }
    let transfers: Vec<ChangedLand> = sums
        .into_iter()
        .map(|([from, to], area)| ChangedLand {
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            area,
            ..ChangedLand::default()
        })
        .collect();
    let moved = transfers.iter().map(|t| t.area);
    let language = surroundings.language.in_unit(series.area_units.of(moved.clone()));
    let titled = surroundings.language.in_unit(series.area_units.of([moved.sum()]));
    let successions: Vec<Succession> = series.intervals.iter().flat_map(Interval::successions).collect();
    let place = series.within.as_ref().map(|within| within.name.as_str());
    let words = &language.words.subtitle;
    let subtitle = if surroundings.title.is_empty() {
        words.series.clone()
    } else {
        fill(&words.series_of, &[("title", language.name(&surroundings.title))])
    };
    let last = series.snapshots.len().saturating_sub(1);
    MapInput {
        title: pair::at(
            place,
            title(&transfers, &titled.telling(Absence::Untold)),
            &language,
        ),
        subtitle,
        credits: pair::credits(&series.snapshots, surroundings),
        notes: pair::called(&language, &surroundings.notes),
        before: side(series, 0, &language),
        after: side(series, last, &language),
        transfers,
        successions,
        controllers: surroundings.controllers.clone(),
        language,
        ..MapInput::default()
    }
}

/// Who gained or lost most on balance.
fn title(transfers: &[ChangedLand], language: &Language) -> String {
    let balance = Balance::strongest_of(transfers.iter().map(|t| BalanceFlow {
        from: t.from.as_deref(),
        to: t.to.as_deref(),
        area: t.area,
    }));
    balance.map_or_else(
        || language.words.title.nothing.clone(),
        |balance| balance.sentence(language),
    )
}

/// Who held how much on a date, in the order of maps, without the land.
fn side(series: &Series, snapshot: usize, language: &Language) -> DatedLand {
    let figures = series.snapshots.get(snapshot);
    let mut held = series.held(snapshot);
    held.sort_by_key(|(name, _)| *name);
    let region = |(controller, area): (&str, Area)| Region {
        controller: controller.to_owned(),
        area,
        ..Region::default()
    };
    DatedLand {
        heading: figures.map_or_else(String::new, |f| {
            isolated(&heading(language, f.date, &f.path)).into_owned()
        }),
        date: figures.and_then(|f| f.date),
        regions: held.into_iter().map(region).collect(),
        ..DatedLand::default()
    }
}
