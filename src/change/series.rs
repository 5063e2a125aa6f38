//! A series: what changed hands from each snapshot to the next, in figures alone.
//!
//! Every pair of neighbours has a mosaic of its own, and all of them are made at the same time. Only figures outlive
//! a mosaic, and the shapes of the changed land, so a long series needs little more memory than its snapshots. Since
//! land that goes back and forth is in every step, gains and losses are gross: they tell how much moved, the net what
//! came of it. What went back and forth is told apart by laying the changed land of all steps over one another, see
//! [`ControllerSeries::retaken`] and [`Series::times`].

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::history::{Histories, Turn};
use super::{
    Accuracy, Change, ControllerChange, ControllerSpreads, Front, Overlay, SnapshotFigures, Transition,
    closure, spread,
};
use crate::error::ErrorKind;
use crate::measure::{Area, EdgeModel};
use crate::model::{Layer, Snapshot};
use crate::{Error, Result};

/// What changed hands over dated snapshots, step by step and in all.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The snapshots in order of time; each has a date of its own.
    pub snapshots: Vec<SnapshotFigures>,
    /// The steps from each snapshot to the next: one less than snapshots.
    pub intervals: Vec<Interval>,
    /// The controllers over all steps, by the larger of what they held first and last.
    pub controllers: Vec<ControllerSeries>,
    /// The land that changed hands by how often it did: once, twice and so on. Noise is left out.
    pub times: Vec<Area>,
    /// Per snapshot, the lines along which controllers met, longest first.
    pub fronts: Vec<Vec<Front>>,
    /// How edges run and measure.
    pub edges: EdgeModel,
    /// Pieces narrower than this, in metres, are noise.
    pub tolerance_m: f64,
    /// The largest [`Change::closure`] of the steps.
    pub closure: f64,
}

/// The step from one snapshot to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The land that changed hands by holder before and after, largest first.
    pub changes: Vec<Transition>,
    /// What each controller held before and after.
    pub controllers: Vec<ControllerChange>,
    /// How many pieces of changed land are noise.
    pub noise_parts: usize,
}

/// What one controller held first and last, and what it gained and lost between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControllerSeries {
    /// Its name.
    pub name: String,
    /// Held in the first snapshot.
    pub first: Area,
    /// Held in the last snapshot.
    pub last: Area,
    /// All gains of all steps, noise included.
    pub gained: Area,
    /// The part of the gains that is noise.
    pub gained_noise: Area,
    /// All losses of all steps, noise included.
    pub lost: Area,
    /// The part of the losses that is noise.
    pub lost_noise: Area,
    /// Held in every snapshot from the first to the last; noise counts as held.
    pub kept: Area,
    /// Held, lost and held again later, each piece of land once. Noise is left out.
    pub retaken: Area,
    /// The step in which it gained most beyond noise, the earliest of equals; none where it never did.
    pub largest_gain: Option<Gain>,
    /// How far gains, losses and the net may be off.
    pub spreads: ControllerSpreads,
}

/// What a controller gained in one step, without noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gain {
    /// The place of the step in [`Series::intervals`].
    pub interval: usize,
    /// How much it is.
    pub area: Area,
}

impl ControllerSeries {
    /// Gained less lost: also last less first, up to what snapping to the grid moves.
    pub fn net(&self) -> Area {
        self.gained - self.lost
    }

    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            first: Area::ZERO,
            last: Area::ZERO,
            gained: Area::ZERO,
            gained_noise: Area::ZERO,
            lost: Area::ZERO,
            lost_noise: Area::ZERO,
            kept: Area::ZERO,
            retaken: Area::ZERO,
            largest_gain: None,
            spreads: ControllerSpreads::default(),
        }
    }
}

impl Interval {
    /// All land that changed hands in the step, noise left out.
    pub fn changed_area(&self) -> Area {
        self.changes.iter().map(Transition::without_noise).sum()
    }
}

impl Series {
    /// The series of snapshots, in whatever order they come; pieces narrower than `tolerance_m` metres are noise.
    ///
    /// # Errors
    ///
    /// When there are fewer than two snapshots, one has no date, two have the same, or the result does not close:
    /// see [`Change::closure`]; and what a controller holds of one snapshot must be the same in both steps that it
    /// has part in, up to what snapping to the grid moves.
    pub fn of(snapshots: Vec<Snapshot>, edges: EdgeModel, tolerance_m: f64) -> Result<Self> {
        let nothing = |_: &Overlay, _: &Change| Ok(());
        let (units, accuracy) = (Layer::default(), Accuracy::default());
        let (series, _) = Self::observed(snapshots, &units, edges, tolerance_m, &accuracy, nothing)?;
        Ok(series)
    }

    /// The series with margins as `accuracy` and the snapshots allow (see [`Change::with_margins`]), and what `observe`
    /// makes of each step while its mosaic, in which the `units` take part, is there.
    ///
    /// # Errors
    ///
    /// As [`Series::of`], and as `observe`.
    pub fn observed<T: Send>(
        snapshots: Vec<Snapshot>,
        units: &Layer,
        edges: EdgeModel,
        tolerance_m: f64,
        accuracy: &Accuracy,
        observe: impl Fn(&Overlay, &Change) -> Result<T> + Sync,
    ) -> Result<(Self, Vec<T>)> {
        let snapshots = in_order_of_time(snapshots)?;
        let step = |pair: &[Snapshot]| {
            // A mosaic takes a hundred times as long as these copies.
            let overlay = Overlay::new(pair.to_vec(), units.clone(), edges);
            let (overlay, change) = overlay.change(tolerance_m)?;
            let change = change.with_margins(&overlay, [0, 1], accuracy);
            let observed = observe(&overlay, &change)?;
            Ok((Step::new(&overlay, change), observed))
        };
        let steps: Vec<Result<(Step, T)>> = snapshots.par_windows(2).map(step).collect();
        let (mut steps, observed): (Vec<Step>, Vec<T>) =
            steps.into_iter().collect::<Result<Vec<_>>>()?.into_iter().unzip();
        check_joints(&snapshots, &steps, edges)?;
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
            tolerance_m,
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
        if let Some(whole) = spread::first_to_last(&snapshots, edges, tolerance_m, accuracy)? {
            for c in &mut series.controllers {
                c.spreads = ControllerSpreads::of(c, &series.intervals, &whole);
            }
        }
        Ok((series, observed))
    }

    /// The steps, each with the snapshots before and after it.
    pub fn steps(&self) -> impl Iterator<Item = (&SnapshotFigures, &SnapshotFigures, &Interval)> {
        let pairs = self.snapshots.iter().zip(self.snapshots.iter().skip(1));
        pairs
            .zip(&self.intervals)
            .map(|((before, after), interval)| (before, after, interval))
    }

    /// What each controller holds in a snapshot, given by its place; largest first.
    ///
    /// # Panics
    ///
    /// When there is no such snapshot.
    pub fn held(&self, snapshot: usize) -> Vec<(&str, Area)> {
        let side = |c: &ControllerChange| if snapshot == 0 { c.before } else { c.after };
        let controllers = &self.intervals[snapshot.saturating_sub(1)].controllers;
        let held = controllers.iter().map(|c| (c.name.as_str(), side(c)));
        let mut held: Vec<_> = held.filter(|(_, area)| *area != Area::ZERO).collect();
        held.sort_by_key(|&(name, area)| (std::cmp::Reverse(area), name));
        held
    }
}

/// What stays of a change: no mosaic, and the shapes of changed land only.
struct Step {
    snapshots: [SnapshotFigures; 2],
    fronts: [Vec<Front>; 2],
    interval: Interval,
    turns: Vec<Turn>,
    closure: f64,
}

impl Step {
    fn new(overlay: &Overlay, change: Change) -> Self {
        let changes = change.transitions.into_iter().filter(Transition::is_change);
        Self {
            snapshots: [change.before, change.after],
            fronts: [0, 1].map(|snapshot| overlay.fronts(snapshot)),
            interval: Interval {
                changes: changes.collect(),
                controllers: change.controllers,
                noise_parts: change.transfers.iter().filter(|t| t.noise).count(),
            },
            turns: Turn::of(change.transfers),
            closure: change.closure,
        }
    }
}

fn in_order_of_time(mut snapshots: Vec<Snapshot>) -> Result<Vec<Snapshot>> {
    if snapshots.len() < 2 {
        return Err(Error::new("a series needs at least two snapshots"));
    }
    if let Some(undated) = snapshots.iter().find(|s| s.date.is_none()) {
        return Err(Error::new("has no date").in_file(&undated.name).with_hint(
            "give the file a `date` member such as \"1994-05-12\", or a name with the date, such as \
             front-1994-05-12.geojson",
        ));
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
fn check_joints(snapshots: &[Snapshot], steps: &[Step], edges: EdgeModel) -> Result<()> {
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
            let allowed_m2 = || 2.0 * closure::allowed_m2(snapshot, controller, all, edges);
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
        (c.kept, c.retaken) = (c.first - of(&histories.left), of(&histories.retaken));
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
    use crate::change::testing;

    const EDGES: EdgeModel = EdgeModel::StraightLonLat;

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
        let series = Series::of(snapshots, EDGES, 0.0).unwrap();
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
        let series = Series::of(vec![snapshot("2020", 1.0), snapshot("2021", 1.001)], EDGES, 250.0).unwrap();
        let a = controller(&series, "A");
        assert!(a.gained > Area::ZERO);
        assert_eq!((a.gained_noise, a.largest_gain), (a.gained, None));
        assert_eq!(series.intervals[0].changed_area(), Area::ZERO);
    }

    #[test]
    fn a_date_that_is_missing_or_given_twice_names_the_file() {
        let of = |snapshots| Series::of(snapshots, EDGES, 0.0).unwrap_err().to_string();
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
        let mut random = crate::change::testing::random(1);
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
        let series = Series::of(snapshots.clone(), EDGES, 0.0).unwrap();
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
        assert_eq!(Series::of(snapshots, EDGES, 0.0).unwrap(), series);
    }

    /// A year of a front of 3,000 vertices: `cargo test --release a_year -- --ignored --nocapture`.
    #[test]
    #[ignore = "takes seconds, and only in a release build"]
    fn a_year_takes_seconds() {
        let snapshots = days(365, 3000);
        let started = std::time::Instant::now();
        let series = Series::of(snapshots, EDGES, 0.0).unwrap();
        let seconds = started.elapsed().as_secs_f64();
        println!("{} steps in {seconds:.2} s", series.intervals.len());
        assert!(seconds < 20.0, "{seconds} s");
    }
}
