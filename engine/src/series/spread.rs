//! How far the totals of a series may be off.
//!
//! Steps share lines: the front of one date ends one step and begins the next, and coasts are in all of them. So what
//! moves one step may move the others as much. A sum of steps gets the sum of their margins, the worst cases and the
//! root-sum-squares alike: however the steps depend on each other, the deviation of a sum is no more than the sum of the
//! deviations. A net is not taken from the steps at all, as all dates between cancel out of it: it is that of the change
//! from the first to the last snapshot.

use std::sync::Arc;

use super::figures::{ControllerSeries, ControllerSpreads, Interval, Spread};
use crate::Result;
use crate::change::{Change, ControllerChange, Transition};
use crate::measure::Area;
use crate::model::{ReferenceLayers, Snapshot};
use crate::noise::ClassifiedOverlay;
use crate::overlay::{Margin, Moved, Settings, Step};
use crate::progress::Progress;

/// One of the two sides of a transition.
pub(super) type Holder = fn(&Transition) -> &Option<String>;

impl ControllerSpreads {
    /// Those of one of the controllers; `whole` is the change from the first to the last snapshot.
    pub(super) fn of(controller: &ControllerSeries, intervals: &[Interval], whole: &Change) -> Self {
        let name = controller.name.as_str();
        let gained = sum(intervals, name, |t| &t.to, |c| c.margins.gained);
        let lost = sum(intervals, name, |t| &t.from, |c| c.margins.lost);
        let spread = |margin: Margin, area: Area, noise: Area| Spread {
            range: margin.range_with_noise(area - noise, noise),
            rss: margin.rss,
        };
        Self {
            gained: gained.map(|margin| spread(margin, controller.gained, controller.gained_noise)),
            lost: lost.map(|margin| spread(margin, controller.lost, controller.lost_noise)),
            net: net(name, whole),
        }
    }
}

/// What went to or from one, without noise, and the noise.
pub(super) fn moved(changes: &[Transition], name: &str, holder: Holder) -> (Area, Area) {
    let own = || {
        changes
            .iter()
            .filter(|t| t.changed_hands() && holder(t).as_deref() == Some(name))
    };
    (
        own().map(Transition::without_noise).sum(),
        own().map(|t| t.noise).sum(),
    )
}

/// The margins of all steps in which something moved, added up; none if that of any is not known.
fn sum(
    intervals: &[Interval],
    name: &str,
    holder: Holder,
    margin: fn(&ControllerChange) -> Option<Margin>,
) -> Option<Margin> {
    let mut sum: Option<Margin> = None;
    for interval in intervals {
        if moved(&interval.changes, name, holder).0 == Area::ZERO {
            continue;
        }
        let step = interval
            .controllers
            .iter()
            .find(|c| c.name == name)
            .and_then(margin)?;
        let before = sum.unwrap_or_default();
        sum = Some(Margin {
            worst: before.worst + step.worst,
            rss: before.rss + step.rss,
        });
    }
    sum
}

fn net(name: &str, whole: &Change) -> Option<Spread> {
    let margin = whole.controllers.iter().find(|c| c.name == name)?.margins.net?;
    let (gained, gained_noise) = moved(&whole.transitions, name, |t| &t.to);
    let (lost, lost_noise) = moved(&whole.transitions, name, |t| &t.from);
    Some(Spread {
        range: margin.range_of_net(
            gained - lost,
            Moved {
                gained: gained_noise,
                lost: lost_noise,
            },
        ),
        rss: margin.rss,
    })
}

/// The change from the first to the last of the snapshots, with margins; none if nothing is known of their lines.
///
/// # Errors
///
/// When it does not close, see [`Change::closure`].
pub(super) fn first_to_last(
    snapshots: &[Arc<Snapshot>],
    layers: &ReferenceLayers,
    settings: &Settings,
    progress: &Progress,
) -> Result<Option<Change>> {
    let [first, .., last] = snapshots else {
        return Ok(None);
    };
    if !settings.accuracy.is_known_of([first.as_ref(), last.as_ref()]) {
        return Ok(None);
    }
    let pair = vec![Arc::clone(first), Arc::clone(last)];
    let (step, layers) = (Step::new(0, 1), Arc::new(layers.confined()));
    let classified = ClassifiedOverlay::new(pair, layers, settings, progress)?;
    Change::between(&classified, step).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::square;
    use crate::measure::AreaRange;
    use crate::series::Series;
    use crate::testing::{self, fixed};

    /// A and B on either side of a border at each of these longitudes, all lines known to 500 m.
    fn series(borders: &[f64]) -> Series {
        let snapshot = |(n, x): (usize, &f64)| Snapshot {
            name: format!("{n}.geojson"),
            date: format!("20{:02}", n + 1).parse().ok(),
            ..testing::front(&[(*x, 0.0), (*x, 1.0)], [-9.0, 9.0])
        };
        let snapshots = borders.iter().enumerate().map(snapshot).collect();
        let settings = fixed(0.0).accuracy("500m".parse().unwrap());
        testing::series(snapshots, &settings).unwrap()
    }

    fn of(series: &Series, name: &str) -> ControllerSpreads {
        series
            .controllers
            .iter()
            .find(|c| c.name == name)
            .unwrap()
            .spreads
    }

    /// Half of how wide a range is.
    fn worst(spread: Option<Spread>) -> f64 {
        let AreaRange { low, high } = spread.unwrap().range;
        (high - low).km2() / 2.0
    }

    #[test]
    fn the_net_is_as_inexact_as_from_first_to_last_however_many_steps() {
        let direct = of(&series(&[1.0, 4.0]), "A");
        let slow = of(&series(&[1.0, 2.0, 3.0, 4.0]), "A");
        assert_eq!(direct.net, slow.net);
        assert!(
            (worst(direct.net) - worst(direct.gained)).abs() < 1e-6,
            "one step gains the net"
        );
        // The two fronts between are drawn, and count in two steps each.
        let front_km2 = 110.57 * 0.5;
        assert!(
            (worst(slow.gained) - worst(slow.net) - 4.0 * front_km2).abs() < 1.0,
            "{slow:?}"
        );
        assert_eq!(slow.lost, None);
    }

    #[test]
    fn no_random_shift_of_the_fronts_goes_beyond() {
        // Back and forth: what is gained and what is lost are sums of steps that share the middle front.
        let borders = [1.0, 3.0, 2.0, 5.0];
        let spreads = of(&series(&borders), "A");
        let mut random = testing::random(7);
        let strip_km2 = |degrees: f64| degrees * 12_308.8;
        let at_500_m = 0.5 / 111.32;
        let (mut squares, rounds) = ([0.0; 3], 2000);
        for _ in 0..rounds {
            let moved = borders.map(|x| x + at_500_m * (2.0 * random() - 1.0));
            let steps: Vec<f64> = moved
                .windows(2)
                .map(|pair| strip_km2(pair[1] - pair[0]))
                .collect();
            let gained: f64 = steps.iter().filter(|s| **s > 0.0).sum();
            let lost: f64 = -steps.iter().filter(|s| **s < 0.0).sum::<f64>();
            let all = [spreads.gained, spreads.lost, spreads.net];
            for (n, (value, spread)) in [gained, lost, gained - lost].into_iter().zip(all).enumerate() {
                let AreaRange { low, high } = spread.unwrap().range;
                let (low, high) = (low.km2(), high.km2());
                assert!(
                    (low - 1.0..=high + 1.0).contains(&value),
                    "{n}: {value} not in {low}–{high}"
                );
                squares[n] += square(value - f64::midpoint(low, high));
            }
        }
        // A shift that is even between ±a has a deviation of a by the root of 3.
        for (n, spread) in [spreads.gained, spreads.lost, spreads.net]
            .into_iter()
            .enumerate()
        {
            let deviation = (squares[n] / f64::from(rounds)).sqrt() * 3_f64.sqrt();
            assert!(
                deviation < spread.unwrap().rss.km2() * 1.02,
                "{n}: {deviation} of {spread:?}"
            );
        }
    }

    #[test]
    fn nothing_known_is_nothing_said() {
        let snapshots = [1.0, 2.0].map(|x| Snapshot {
            date: format!("200{x}").parse().ok(),
            ..testing::front(&[(x, 0.0), (x, 1.0)], [-9.0, 9.0])
        });
        let series = testing::series(snapshots.to_vec(), &fixed(0.0)).unwrap();
        assert_eq!(of(&series, "A"), ControllerSpreads::default());
    }
}
