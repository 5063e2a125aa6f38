//! A series by periods of the calendar: what each controller gained and lost in each, and in all up to then.
//!
//! A snapshot shows its day at the end; so the days of a step are those after the day before it, up to the day after it.
//! A step belongs to the period in which most of its days are, of two the later; a day that is over, as from the first of
//! one month to the first of the next, does not count. A step over the whole of a period and more than a day of others, or
//! one that is far longer than the others, is of all of them: nobody knows in which of them the land changed hands.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::figures::{Interval, Series};
use super::spread;
use crate::measure::Area;
use crate::model::{Date, Every, Period};

/// A series by periods.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Periods {
    /// How long they are.
    pub every: Every,
    /// The periods in order of time; several that one step spans are one.
    pub all: Vec<PeriodFigures>,
}

/// What happened in a period, or in several that one step spans.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PeriodFigures {
    /// The first of its periods.
    pub first: Period,
    /// The last of them; the same one if there is only one.
    pub last: Period,
    /// How many they are.
    pub periods: usize,
    /// The steps, by their places in [`Series::intervals`].
    pub steps: Range<usize>,
    /// The controllers who ever gain or lose land, in the order of [`Series::controllers`].
    pub controllers: Vec<PeriodController>,
}

/// What a controller gained and lost in a period, noise included, and from the beginning of the series to its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeriodController {
    /// Its name.
    pub name: String,
    /// Gained in the period.
    pub gained: Area,
    /// The part of it that is noise.
    pub gained_noise: Area,
    /// Lost in the period.
    pub lost: Area,
    /// The part of it that is noise.
    pub lost_noise: Area,
    /// Gained since the beginning of the series.
    pub gained_so_far: Area,
    /// Lost since then.
    pub lost_so_far: Area,
    /// Held at the end of the period.
    pub held: Area,
}

impl PeriodController {
    /// Gained less lost in the period.
    pub fn net(&self) -> Area {
        self.gained - self.lost
    }

    /// Gained less lost since the beginning of the series.
    pub fn net_so_far(&self) -> Area {
        self.gained_so_far - self.lost_so_far
    }
}

impl PeriodFigures {
    /// Whether one step spans several periods, so that it is not known in which of them land changed hands.
    pub fn is_gap(&self) -> bool {
        self.periods > 1
    }
}

/// The periods that a step may belong to.
#[derive(Debug, Clone, Copy)]
struct Place {
    first: Period,
    last: Period,
    /// The one with most of its days.
    most: Period,
    /// Whether it spans several, so that it is of none of them alone.
    spans: bool,
}

impl Series {
    /// What happened in each period, from that of the first change to that of the last.
    pub fn by_period(&self, every: Every) -> Periods {
        let dates: Vec<Date> = self.snapshots.iter().filter_map(|s| s.date).collect();
        let Some(&origin) = dates.first() else {
            return Periods { every, all: vec![] };
        };
        let places = dates
            .windows(2)
            .map(|step| place(every, origin, [step[0], step[1]]));
        let mut places: Vec<Option<Place>> = places.collect();
        for gap in self.gaps() {
            if let Some(place) = places.get_mut(gap.interval).and_then(Option::as_mut) {
                place.spans = place.first != place.last;
            }
        }
        span_empty(every, &mut places);
        let mut sums = Sums::of(self);
        let mut all: Vec<PeriodFigures> = Vec::new();
        let mut step = 0;
        while step < self.intervals.len() {
            let range = same(&places, step);
            step = range.end;
            let Some(place) = places.get(range.start).copied().flatten() else {
                continue;
            };
            let (first, last) = if place.spans {
                (place.first, place.last)
            } else {
                (place.most, place.most)
            };
            all.push(PeriodFigures {
                first,
                last,
                periods: number(every, first, last),
                controllers: sums.take(&self.intervals[range.clone()]),
                steps: range,
            });
        }
        Periods { every, all }
    }
}

/// Which periods a step is in; none at the ends of the calendar.
fn place(every: Every, origin: Date, [before, after]: [Date; 2]) -> Option<Place> {
    let begin = Date::of_day(before.first_day()).following()?;
    let end = Date::of_day(after.first_day()).following()?;
    let days = |period: &Period| {
        let from = period.start.max(begin);
        from.days_until(period.end.min(end))
    };
    let mut touched = vec![every.period(begin, origin)?];
    while touched[touched.len() - 1].end < end {
        touched.push(every.after(&touched[touched.len() - 1])?);
    }
    // A day that is over tells of no other period.
    let is_over = |period: &Period| days(period) == 1 && period.start.days_until(period.end) > 1;
    if touched.len() > 1 && is_over(&touched[0]) {
        touched.remove(0);
    }
    if touched.len() > 1 && is_over(&touched[touched.len() - 1]) {
        touched.pop();
    }
    let (first, last) = (touched[0], touched[touched.len() - 1]);
    let most = touched.iter().max_by_key(|period| days(period)).copied()?;
    let is_whole = |period: &Period| begin <= period.start && period.end <= end;
    Some(Place {
        first,
        last,
        most,
        spans: touched.len() > 1 && touched.iter().any(is_whole),
    })
}

/// A step that is the only one in a period, beside the one it belongs to, spans both.
fn span_empty(every: Every, places: &mut [Option<Place>]) {
    loop {
        let spanned = |place: &Place| {
            if place.spans {
                [place.first, place.last]
            } else {
                [place.most; 2]
            }
        };
        let mut filled: BTreeSet<Period> = BTreeSet::new();
        for place in places.iter().flatten() {
            let [first, last] = spanned(place);
            let mut period = Some(first);
            while let Some(one) = period.filter(|one| *one <= last) {
                filled.insert(one);
                period = every.after(&one);
            }
        }
        let lonely = places.iter_mut().flatten().find(|place| {
            !place.spans
                && [place.first, place.last]
                    .iter()
                    .any(|period| !filled.contains(period))
        });
        match lonely {
            Some(place) => place.spans = true,
            None => return,
        }
    }
}

/// The steps from one on that are of the same period.
fn same(places: &[Option<Place>], first: usize) -> Range<usize> {
    let Some(Some(place)) = places
        .get(first)
        .filter(|place| place.is_some_and(|place| !place.spans))
    else {
        return first..first + 1;
    };
    let belongs = |other: &&Option<Place>| other.is_some_and(|o| !o.spans && o.most == place.most);
    first..first + places[first..].iter().take_while(belongs).count()
}

fn number(every: Every, first: Period, last: Period) -> usize {
    let after = |period: &Period| every.after(period).filter(|next| *next <= last);
    std::iter::successors(Some(first), after).count()
}

/// Sums that run over all steps.
struct Sums<'a> {
    names: Vec<&'a str>,
    so_far: BTreeMap<&'a str, PeriodController>,
}

impl<'a> Sums<'a> {
    fn of(series: &'a Series) -> Self {
        let moves = |c: &&super::ControllerSeries| c.gained > Area::ZERO || c.lost > Area::ZERO;
        let names: Vec<&str> = series
            .controllers
            .iter()
            .filter(moves)
            .map(|c| c.name.as_str())
            .collect();
        let start = |c: &'a super::ControllerSeries| {
            let held = PeriodController {
                held: c.first,
                ..PeriodController::default()
            };
            (c.name.as_str(), held)
        };
        Self {
            names,
            so_far: series.controllers.iter().map(start).collect(),
        }
    }

    /// The sums of some steps, which go on in those after them.
    fn take(&mut self, intervals: &[Interval]) -> Vec<PeriodController> {
        let names = self.names.clone();
        let controllers = names.into_iter().filter_map(|name| {
            let so_far = self.so_far.get_mut(name)?;
            let mut own = PeriodController {
                name: name.to_owned(),
                held: so_far.held,
                ..PeriodController::default()
            };
            for interval in intervals {
                let (_, gained_noise) = spread::moved(&interval.changes, name, |t| &t.to);
                let (_, lost_noise) = spread::moved(&interval.changes, name, |t| &t.from);
                let change = interval.controllers.iter().find(|c| c.name == name);
                own.held = change.map_or(Area::ZERO, |c| c.after);
                own.gained += change.map_or(Area::ZERO, |c| c.gained);
                own.lost += change.map_or(Area::ZERO, |c| c.lost);
                own.gained_noise += gained_noise;
                own.lost_noise += lost_noise;
            }
            own.gained_so_far = so_far.gained_so_far + own.gained;
            own.lost_so_far = so_far.lost_so_far + own.lost;
            *so_far = own.clone();
            Some(own)
        });
        controllers.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Snapshot;
    use crate::testing::{self, fixed};

    /// A gains a degree from B with each snapshot.
    fn series(dates: &[&str]) -> Series {
        let snapshot = |(n, date): (usize, &&str)| Snapshot {
            name: format!("{date}.geojson"),
            date: date.parse().ok(),
            ..testing::bands(&[("A", -9.0, n as f64), ("B", n as f64, 99.0)])
        };
        let snapshots = dates.iter().enumerate().map(snapshot).collect();
        testing::series(snapshots, &fixed(0.0)).unwrap()
    }

    /// Each period with its steps and what A gained in it and up to it, in degrees.
    fn told(dates: &[&str], every: Every) -> Vec<String> {
        const DEGREE: f64 = 12_308.8;
        let periods = series(dates).by_period(every);
        let row = |figures: &PeriodFigures| {
            let a = figures.controllers.iter().find(|c| c.name == "A").unwrap();
            let name = |period| every.name(period);
            let span = if figures.is_gap() {
                format!(
                    "{} to {} ({})",
                    name(&figures.first),
                    name(&figures.last),
                    figures.periods
                )
            } else {
                name(&figures.first)
            };
            let [own, sum] = [a.net(), a.net_so_far()].map(|area| area.km2() / DEGREE);
            format!("{span}: {} steps, {own:.0} {sum:.0}", figures.steps.len())
        };
        periods.all.iter().map(row).collect()
    }

    #[test]
    fn steps_are_of_the_period_in_which_their_days_are() {
        // From day to day, the change is of the later day.
        let daily = ["2024-04-29", "2024-04-30", "2024-05-01", "2024-05-02"];
        assert_eq!(
            told(&daily, Every::Month),
            ["2024-04: 1 steps, 1 1", "2024-05: 2 steps, 2 3"]
        );
        // From the first of a month to the next, or from last to last, it is of the month between.
        let firsts = ["2024-04-01", "2024-05-01", "2024-06-01"];
        assert_eq!(
            told(&firsts, Every::Month),
            ["2024-04: 1 steps, 1 1", "2024-05: 1 steps, 1 2"]
        );
        let lasts = ["2024-03-31", "2024-04-30", "2024-05-31"];
        assert_eq!(
            told(&lasts, Every::Month),
            ["2024-04: 1 steps, 1 1", "2024-05: 1 steps, 1 2"]
        );
        assert_eq!(
            told(&["1914", "1915", "1916"], Every::Year),
            ["1914: 1 steps, 1 1", "1915: 1 steps, 1 2"]
        );
        let weekly = ["2024-04-20", "2024-04-27", "2024-05-04", "2024-05-11"];
        assert_eq!(
            told(&weekly, Every::Month),
            ["2024-04: 1 steps, 1 1", "2024-05: 2 steps, 2 3"]
        );
        let days = [
            "2024-04-01",
            "2024-04-02",
            "2024-04-08",
            "2024-04-09",
            "2024-04-15",
        ];
        assert_eq!(
            told(&days, Every::Days(7)),
            ["2024-04-01: 2 steps, 2 2", "2024-04-08: 2 steps, 2 4"]
        );
    }

    #[test]
    fn periods_that_one_step_spans_are_one() {
        let dates = [
            "2024-08-01",
            "2024-08-02",
            "2024-08-03",
            "2024-12-01",
            "2024-12-02",
        ];
        assert_eq!(
            told(&dates, Every::Month),
            [
                "2024-08: 2 steps, 2 2",
                "2024-08 to 2024-11 (4): 1 steps, 1 3",
                "2024-12: 1 steps, 1 4"
            ]
        );
        assert_eq!(
            told(&["1914", "1920", "1938"], Every::Year),
            [
                "1914 to 1919 (6): 1 steps, 1 1",
                "1920 to 1937 (18): 1 steps, 1 2"
            ]
        );
        // A step over the end of a month that has no other one.
        let sparse = ["2024-01-05", "2024-01-20", "2024-02-10", "2024-03-20"];
        assert_eq!(
            told(&sparse, Every::Month),
            [
                "2024-01: 1 steps, 1 1",
                "2024-01 to 2024-02 (2): 1 steps, 1 2",
                "2024-03: 1 steps, 1 3"
            ]
        );
    }
}
