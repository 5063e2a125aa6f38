//! Making a series: every step by itself, concurrently, then what they come to.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::figures::{ControllerSeries, ControllerSpreads, Gain, Interval, Series};
use super::history::{Histories, Turn};
use super::spread;
use crate::change::{Change, ControllerChange, Transition};
use crate::error::{ErrorKind, Hint, OptionName};
use crate::measure::{Area, EdgeModel, snapping_area};
use crate::model::{ReferenceLayers, Snapshot, Within};
use crate::noise::ClassifiedOverlay;
use crate::overlay::{Front, Overlay, Settings, SnapshotFigures, Step, WithinFigures, closure};
use crate::parallel::prelude::*;
use crate::progress::Progress;
use crate::{Error, Result};

impl Series {
    /// The series of snapshots, in whatever order they come, each step with the noise that it has itself and margins as
    /// the accuracy of lines allows; and what `observe` makes of each step while its overlay, in which the reference layers take
    /// part, is there.
    ///
    /// # Errors
    ///
    /// When there are fewer than two snapshots, one has no date, two have the same, or the result does not close:
    /// see [`Change::closure`]; and what a controller holds of one snapshot must be the same in both steps that it
    /// has part in, up to what snapping to the grid moves. As `observe`, and when the observer of the progress asks
    /// for the work to stop.
    pub fn of<T: Send>(
        snapshots: &[Arc<Snapshot>],
        layers: &Arc<ReferenceLayers>,
        settings: &Settings,
        progress: &Progress,
        observe: impl Fn(&Overlay, &Change) -> Result<T> + Sync,
    ) -> Result<(Self, Vec<T>)> {
        let snapshots = in_order_of_time(snapshots)?;
        let edges = settings.edges;
        progress.stage("comparing neighbouring dates")?;
        let step = |pair: &[Arc<Snapshot>]| {
            let (step, layers) = (Step::new(0, 1), Arc::clone(layers));
            let classified = ClassifiedOverlay::new(pair.to_vec(), layers, settings, progress)?;
            let change = Change::between(&classified, step)?;
            let observed = observe(classified.overlay(), &change)?;
            Ok((Figures::new(classified.overlay(), change), observed))
        };
        let steps: Vec<Result<(Figures, T)>> = snapshots.par_windows(2).map(step).collect();
        let (mut steps, observed): (Vec<Figures>, Vec<T>) =
            steps.into_iter().collect::<Result<Vec<_>>>()?.into_iter().unzip();
        check_joints(&snapshots, layers.within.as_ref(), &steps, edges)?;
        let turns: Vec<Turn> = steps
            .iter_mut()
            .flat_map(|s| std::mem::take(&mut s.turns))
            .collect();
        let histories = Histories::of(&turns, edges);
        let closure = steps.iter().map(|s| s.closure).fold(0.0, f64::max);
        let mut series = Self {
            snapshots: vec![],
            intervals: vec![],
            controllers: vec![],
            times: histories.by_times.clone(),
            fronts: vec![],
            edges,
            within: steps.first().and_then(|step| step.within.clone()),
            area_units: settings.area_units,
            tolerance: steps
                .iter()
                .map(|s| s.interval.tolerance)
                .max()
                .unwrap_or_default(),
            closure,
        };
        let last = steps.len() - 1;
        for (index, step) in steps.into_iter().enumerate() {
            // A snapshot between two steps is in both.
            let sides = if index == last { 2 } else { 1 };
            series.snapshots.extend(step.snapshots.into_iter().take(sides));
            series.fronts.extend(step.fronts.into_iter().take(sides));
            series.intervals.push(step.interval);
        }
        series.controllers = controllers(&series.intervals, &histories);
        if let Some(whole) = spread::first_to_last(&snapshots, layers, settings, progress)? {
            for c in &mut series.controllers {
                c.spreads = ControllerSpreads::of(c, &series.intervals, &whole);
            }
        }
        Ok((series, observed))
    }
}

/// What stays of a step: no mosaic, and the shapes of changed land only.
struct Figures {
    snapshots: [SnapshotFigures; 2],
    fronts: [Vec<Front>; 2],
    interval: Interval,
    turns: Vec<Turn>,
    within: Option<WithinFigures>,
    closure: f64,
}

impl Figures {
    fn new(overlay: &Overlay, change: Change) -> Self {
        let changes = change.transitions.into_iter().filter(Transition::is_change);
        Self {
            snapshots: [change.before, change.after],
            fronts: [0, 1].map(|snapshot| overlay.fronts(snapshot)),
            interval: Interval {
                changes: changes.collect(),
                controllers: change.controllers,
                noise_parts: change.transfers.iter().filter(|t| t.noise).count(),
                tolerance: change.tolerance,
                evidence: change.evidence,
            },
            turns: Turn::of(change.transfers),
            within: change.within,
            closure: change.closure,
        }
    }
}

fn in_order_of_time(snapshots: &[Arc<Snapshot>]) -> Result<Vec<Arc<Snapshot>>> {
    let mut snapshots = snapshots.to_vec();
    if snapshots.len() < 2 {
        return Err(Error::new("a series needs at least two snapshots"));
    }
    if let Some(undated) = snapshots.iter().find(|s| s.date.is_none()) {
        let hint = Hint::from(
            "give the file a `date` member such as \"1994-05-12\", or a name with the one date, such as \
             front-1994-05-12.geojson; or state dates with ",
        );
        let hint = hint.option(OptionName::Date);
        let hint = hint
            .and(", or how names state them with ")
            .option(OptionName::DatePattern);
        return Err(Error::new("has no date").in_file(&undated.name).with_hint(hint));
    }
    snapshots.sort_by_key(|s| s.date);
    for pair in snapshots.windows(2) {
        if let (Some(date), true) = (pair[1].date, pair[0].date == pair[1].date) {
            return Err(Error::new(format!("is of {date}, as is {}", pair[0].name))
                .in_file(&pair[1].name)
                .with_hint("a series has one snapshot for each date; leave one of the two out"));
        }
    }
    Ok(snapshots)
}

/// Compares what every snapshot but the first and the last comes to in its two steps. What a controller gained less
/// what it lost is what it holds last less what it held first, but for the sum of these differences.
fn check_joints(
    snapshots: &[Arc<Snapshot>],
    within: Option<&Within>,
    steps: &[Figures],
    edges: EdgeModel,
) -> Result<()> {
    // The rim of the land in question is snapped as borders are.
    let of_rim_m2 = within.map_or(0.0, |within| snapping_area(&within.polygons, edges).m2());
    let joints = snapshots.iter().skip(1).zip(steps.windows(2));
    for (snapshot, pair) in joints {
        let mut differences: BTreeMap<&str, Area> = BTreeMap::new();
        for c in &pair[0].interval.controllers {
            *differences.entry(&c.name).or_default() += c.after;
        }
        for c in &pair[1].interval.controllers {
            *differences.entry(&c.name).or_default() -= c.before;
        }
        let all = pair[0].snapshots[1].area;
        for (controller, difference) in differences {
            let allowed_m2 = || 2.0 * (closure::allowed_m2(snapshot, controller, all, edges) + of_rim_m2);
            if difference != Area::ZERO && difference.abs().m2() > allowed_m2() {
                return Err(Error::new(format!(
                    "the series does not close: what {controller} holds differs by {} m² from one step to the next",
                    difference.m2()
                ))
                .of_kind(ErrorKind::Internal)
                .in_file(&snapshot.name)
                .with_hint(closure::OUR_FAULT));
            }
        }
    }
    Ok(())
}

fn controllers(intervals: &[Interval], histories: &Histories) -> Vec<ControllerSeries> {
    let mut all: BTreeMap<&str, ControllerSeries> = BTreeMap::new();
    for (index, interval) in intervals.iter().enumerate() {
        for c in &interval.controllers {
            let sums = all
                .entry(&c.name)
                .or_insert_with(|| ControllerSeries::new(&c.name));
            sums.add(c, interval, index);
            if index == 0 {
                sums.first = c.before;
            }
            if index + 1 == intervals.len() {
                sums.last = c.after;
            }
        }
    }
    let mut controllers: Vec<_> = all.into_values().collect();
    for c in &mut controllers {
        let of = |areas: &BTreeMap<Arc<str>, Area>| areas.get(c.name.as_str()).copied().unwrap_or_default();
        // What came as noise, and was lost by more than noise, is not part of what was held first.
        let kept = c.first - of(&histories.left);
        c.kept = kept.clamp(Area::ZERO, c.first.min(c.last));
        c.retaken = of(&histories.retaken);
    }
    controllers.sort_by_key(|c| std::cmp::Reverse(c.first.max(c.last)));
    controllers
}

impl ControllerSeries {
    fn add(&mut self, change: &ControllerChange, interval: &Interval, index: usize) {
        let moved = |holder| spread::moved(&interval.changes, &change.name, holder);
        let (area, gained_noise) = moved(|t| &t.to);
        let (_, lost_noise) = moved(|t| &t.from);
        self.gained += change.gained;
        self.gained_noise += gained_noise;
        self.lost += change.lost;
        self.lost_noise += lost_noise;
        self.succession += change.succession;
        if area > self.largest_gain.map_or(Area::ZERO, |largest| largest.area) {
            self.largest_gain = Some(Gain {
                interval: index,
                area,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, fixed};

    /// A and B on either side of a border that runs from (x, 0) to (x, 1).
    fn snapshot(date: &str, x: f64) -> Snapshot {
        front(date, &[(x, 0.0), (x, 1.0)])
    }

    /// A and B on either side of a front line from south to north.
    fn front(date: &str, line: &[(f64, f64)]) -> Snapshot {
        Snapshot {
            name: format!("{date}.geojson"),
            date: date.parse().ok(),
            ..testing::front(line, [-9.0, 9.0])
        }
    }

    fn controller<'a>(series: &'a Series, name: &str) -> &'a ControllerSeries {
        series.controllers.iter().find(|c| c.name == name).unwrap()
    }

    #[test]
    fn gains_are_gross_and_the_net_is_last_less_first() {
        let borders = [
            ("2020-03", 3.0),
            ("2020-01", 1.0),
            ("2020-02", 2.0),
            ("2020-04", 1.5),
        ];
        let snapshots = borders.map(|(date, x)| snapshot(date, x)).to_vec();
        let series = testing::series(snapshots, &fixed(0.0)).unwrap();
        let dates: Vec<_> = series
            .snapshots
            .iter()
            .map(|s| s.date.unwrap().to_string())
            .collect();
        assert_eq!(dates, ["2020-01", "2020-02", "2020-03", "2020-04"]);
        assert_eq!(series.intervals.len(), 3);
        let (a, b) = (controller(&series, "A"), controller(&series, "B"));
        assert_eq!((a.gained, a.lost), (b.lost, b.gained));
        let drift = a.net() - (a.last - a.first);
        assert!(drift.abs() < Area::from_m2(1e-3), "only rounding: {drift:?}");
        assert!(a.lost > Area::ZERO && a.net() > Area::ZERO);
        assert_eq!(
            a.gained,
            series.intervals[0].changes[0].area + series.intervals[1].changes[0].area
        );
        assert_eq!(
            b.largest_gain,
            Some(Gain {
                interval: 2,
                area: a.lost
            })
        );
        assert_eq!(series.held(3), [("A", a.last), ("B", b.last)]);
        assert_eq!(series.held(0), [("A", a.first), ("B", b.first)]);
    }

    #[test]
    fn slivers_are_gains_but_no_largest_gain() {
        let series = testing::series(
            vec![snapshot("2020", 1.0), snapshot("2021", 1.001)],
            &fixed(250.0),
        )
        .unwrap();
        let a = controller(&series, "A");
        assert!(a.gained > Area::ZERO);
        assert_eq!((a.gained_noise, a.largest_gain), (a.gained, None));
        assert_eq!(series.intervals[0].changed_area(), Area::ZERO);
    }

    #[test]
    fn nobody_holds_less_than_nothing_throughout_nor_more_than_at_the_end() {
        // A gains a strip that is noise, and then all goes to B.
        let all_lost = vec![snapshot("2020", 1.0), snapshot("2021", 1.001), all_of_b("2022")];
        let series = testing::series(all_lost, &fixed(250.0)).unwrap();
        assert_eq!(controller(&series, "A").kept, Area::ZERO);
        let b = controller(&series, "B");
        assert!(b.kept <= b.first && b.kept > Area::ZERO);
    }

    /// B alone, on the land of both.
    fn all_of_b(date: &str) -> Snapshot {
        let mut snapshot = snapshot(date, 1.0);
        for territory in &mut snapshot.territories {
            Arc::make_mut(territory).controller = "B".to_owned();
        }
        snapshot
    }

    #[test]
    fn a_date_that_is_missing_or_given_twice_names_the_file() {
        let of = |snapshots| testing::series(snapshots, &fixed(0.0)).unwrap_err().to_string();
        let undated = Snapshot {
            name: "when.geojson".to_owned(),
            ..Snapshot::default()
        };
        let message = of(vec![snapshot("2020", 1.0), undated]);
        assert!(
            message.starts_with("when.geojson: has no date") && message.contains("`date` member"),
            "{message}"
        );
        let twin = Snapshot {
            name: "twin.geojson".to_owned(),
            ..snapshot("2020", 2.0)
        };
        let message = of(vec![snapshot("2020", 1.0), snapshot("2019", 1.0), twin]);
        assert!(
            message.starts_with("twin.geojson: is of 2020, as is 2020.geojson"),
            "{message}"
        );
        assert!(of(vec![snapshot("2020", 1.0)]).contains("two snapshots"));
    }

    /// A front of many vertices of which a random tenth moves each day.
    fn days(days: usize, vertices: usize) -> Vec<Snapshot> {
        let mut random = crate::testing::random(1);
        let y = |i: usize| i as f64 / (vertices - 1) as f64;
        let mut line: Vec<(f64, f64)> = (0..vertices).map(|i| (random(), y(i))).collect();
        let first: jiff::civil::Date = "2024-01-01".parse().unwrap();
        (0..days)
            .map(|day| {
                for vertex in &mut line {
                    if random() < 0.1 {
                        vertex.0 += 0.1 * (random() - 0.5);
                    }
                }
                let date = first + jiff::Span::new().days(day as i64);
                front(&date.to_string(), &line)
            })
            .collect()
    }

    #[test]
    fn a_moving_front_closes_day_by_day_whatever_the_order() {
        let mut snapshots = days(20, 300);
        let series = testing::series(snapshots.clone(), &fixed(0.0)).unwrap();
        let (a, b) = (controller(&series, "A"), controller(&series, "B"));
        assert_eq!((a.gained, a.lost), (b.lost, b.gained));
        let drift = (a.net() - (a.last - a.first)).abs().m2();
        assert!(drift < 1.0, "{drift} m² of {}", a.gained.m2());
        let gained: Area = series
            .intervals
            .iter()
            .flat_map(|i| &i.changes)
            .map(|t| t.area)
            .sum();
        assert_eq!(gained, a.gained + b.gained);
        snapshots.reverse();
        assert_eq!(testing::series(snapshots, &fixed(0.0)).unwrap(), series);
    }
}
