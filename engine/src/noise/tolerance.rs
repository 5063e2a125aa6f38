//! How narrow a changed piece is noise, where nobody says: from the stated accuracy of the lines, else from the pieces.
//!
//! A line drawn twice leaves many thin strips, to both sides alike. A front that moved leaves few broad pieces, or thin
//! ones to one side. Only pieces of the first kind say how far apart the two drawings are.

use std::collections::BTreeMap;
use std::f64::consts::PI;
use std::fmt;
use std::sync::Arc;

use super::Holders;
use super::holders::changed_pieces;
use crate::Result;
use crate::measure::{EdgeModel, Length, polygons_boundary};
use crate::model::{ReferenceLayers, Snapshot};
use crate::mosaic::Piece;
use crate::overlay::{Overlay, Settings, Step};
use crate::parallel::prelude::*;
use crate::progress::Progress;

/// A piece is a strip whose area is less than this share of that of a circle with its perimeter (the isoperimetric
/// quotient 4πA / P², of Polsby & Popper): a rectangle is when six times as long as wide.
const STRIP: f64 = 0.4;
/// The fewest strips that tell how far apart two drawings are.
const STRIPS: usize = 20;
/// The share of changed pieces that are strips where lines were redrawn.
const MOST: f64 = 0.5;
/// Strips to both sides alike: no more than this share is left when both directions are set off. By number, since a
/// few large ones are real change.
const ONE_SIDED: f64 = 0.5;
/// So many pieces tell what all look like.
const SAMPLE: usize = 2000;
/// The share of strips that are to be noise.
const COVERED: f64 = 0.95;

/// Below which width changed pieces are noise, and why. As text, it says so to a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tolerance {
    /// Both snapshots state how well their lines are known.
    Stated {
        /// The best of each, added up: two drawings of one line can lie that far apart.
        tolerance_m: f64,
    },
    /// The changed pieces look like lines drawn twice.
    Estimated {
        /// Twice the mean width that 95 % of the strips stay below, to two digits: a lens is wider in its middle.
        tolerance_m: f64,
        /// How many of the pieces looked at are strips.
        strips: usize,
        /// How many pieces were looked at: all, or a sample of some thousand.
        pieces: usize,
    },
    /// The changed pieces do not look like lines drawn twice: all of them count.
    Unknown {
        /// How many of the pieces looked at are strips.
        strips: usize,
        /// How many pieces were looked at: all, or a sample of some thousand.
        pieces: usize,
    },
}

/// A changed piece that is long and thin, from one holder to another.
struct Strip {
    holders: Holders,
    /// Its area by half its perimeter.
    mean_width_m: f64,
}

impl Strip {
    fn of(piece: &Piece<Holders>, edges: EdgeModel) -> Option<Self> {
        let area_m2 = piece.area.m2().abs();
        let perimeter_m = polygons_boundary(std::slice::from_ref(&piece.polygon), edges).m();
        (4.0 * PI * area_m2 < STRIP * perimeter_m * perimeter_m).then(|| Self {
            holders: piece.key,
            mean_width_m: 2.0 * area_m2 / perimeter_m,
        })
    }
}

impl Tolerance {
    /// What two snapshots state, if both do.
    pub fn stated(before: &Snapshot, after: &Snapshot) -> Option<Self> {
        let best = |snapshot: &Snapshot| {
            let territories = snapshot.territories.iter();
            territories.filter_map(|t| t.accuracy_m).reduce(f64::min)
        };
        Some(Self::Stated {
            tolerance_m: best(before)? + best(after)?,
        })
    }

    /// What changed pieces, the largest first, look like by a sample of them, small and large.
    pub(super) fn estimated(changed: &[Piece<Holders>], edges: EdgeModel) -> Self {
        let every = changed.len() / SAMPLE + 1;
        let sample = changed.iter().step_by(every);
        let pieces = sample.len();
        let strips = sample.filter_map(|piece| Strip::of(piece, edges));
        Self::of_strips(strips.collect(), pieces)
    }

    fn of_strips(strips: Vec<Strip>, pieces: usize) -> Self {
        let redrawn = strips.len() >= STRIPS
            && strips.len() as f64 >= MOST * pieces as f64
            && one_sided(&strips) <= ONE_SIDED;
        let counted = strips.len();
        if redrawn {
            let tolerance_m = two_digits_up(2.0 * covering_m(strips));
            Self::Estimated {
                tolerance_m,
                strips: counted,
                pieces,
            }
        } else {
            Self::Unknown {
                strips: counted,
                pieces,
            }
        }
    }

    /// The width; 0 where all pieces count.
    pub fn length(self) -> Length {
        Length::from_m(self.m())
    }

    const fn m(self) -> f64 {
        match self {
            Self::Stated { tolerance_m } | Self::Estimated { tolerance_m, .. } => tolerance_m,
            Self::Unknown { .. } => 0.0,
        }
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stated { tolerance_m } => write!(
                f,
                "tolerance {tolerance_m} m: as far as two drawings of the best-known lines may lie apart by their stated \
                 accuracy"
            ),
            Self::Estimated {
                tolerance_m,
                strips,
                pieces,
            } => write!(
                f,
                "tolerance {tolerance_m} m: {strips} of {pieces} changed pieces looked at are thin strips to both sides \
                 of lines, as if these were drawn twice, and nearly all of them are narrower"
            ),
            Self::Unknown { pieces: 0, .. } => f.write_str("tolerance 0 m: no piece of land changed hands"),
            Self::Unknown { strips, pieces } => write!(
                f,
                "tolerance 0 m, so all changed pieces count: they do not look like lines drawn twice ({strips} of \
                 {pieces} looked at are thin strips)"
            ),
        }
    }
}

/// One tolerance for all steps of a series, and the step that asks for it. As text, it says so to a person.
///
/// It is the largest that suits any step: no line drawn twice counts as change, in whichever step that was, and land that
/// goes back and forth is measured by one width.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesTolerance {
    /// The largest that suits a step.
    pub tolerance: Tolerance,
    /// The earliest step that it suits: what its snapshots are called.
    pub step: [String; 2],
    /// How many steps there are.
    pub steps: usize,
    /// How many of them ask for any tolerance at all.
    pub asking: usize,
}

impl SeriesTolerance {
    /// What suits the steps from each snapshot of an overlay to the next, where `estimate` looks at the changed pieces of
    /// a step; none of fewer than two snapshots.
    pub(super) fn of_steps(overlay: &Overlay, mut estimate: impl FnMut(Step) -> Tolerance) -> Option<Self> {
        let steps = Step::consecutive(overlay.snapshots().len());
        let suited = steps.map(|step| {
            let [before, after] = step.places().map(|place| overlay.snapshots()[place].as_ref());
            let tolerance = Tolerance::stated(before, after).unwrap_or_else(|| estimate(step));
            ([before, after], tolerance)
        });
        Self::largest(suited.collect())
    }

    /// What suits the steps of a series, from each snapshot to the next; none of fewer than two snapshots.
    ///
    /// Every step of which the accuracy is not stated is overlaid for it, with no more memory than for the series itself.
    ///
    /// # Errors
    ///
    /// When the observer asks for the work to stop.
    pub fn of_series(
        snapshots: &[Arc<Snapshot>],
        settings: &Settings,
        progress: &Progress,
    ) -> Result<Option<Self>> {
        let layers = Arc::new(ReferenceLayers::default());
        let step = Step::new(0, 1);
        let suited = snapshots.par_windows(2).map(|pair| {
            let estimated = || {
                let layers = Arc::clone(&layers);
                let overlay = Overlay::new(pair.to_vec(), layers, settings, progress)?;
                let pieces = changed_pieces(&overlay, step);
                Ok(Tolerance::estimated(&pieces, settings.edges))
            };
            let [before, after] = [pair[0].as_ref(), pair[1].as_ref()];
            let tolerance = Tolerance::stated(before, after).map_or_else(estimated, Ok)?;
            Ok(([before, after], tolerance))
        });
        Ok(Self::largest(suited.collect::<Result<_>>()?))
    }

    fn largest(suited: Vec<([&Snapshot; 2], Tolerance)>) -> Option<Self> {
        let steps = suited.len();
        let asking = suited.iter().filter(|(_, tolerance)| tolerance.m() > 0.0).count();
        let mut suited = suited.into_iter();
        let first = suited.next()?;
        let (step, tolerance) = suited.fold(
            first,
            |most, next| {
                if next.1.m() > most.1.m() { next } else { most }
            },
        );
        let name = |snapshot: &Snapshot| {
            snapshot
                .date
                .map_or(snapshot.name.clone(), |date| date.to_string())
        };
        Some(Self {
            tolerance,
            step: step.map(name),
            steps,
            asking,
        })
    }
}

impl fmt::Display for SeriesTolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tolerance.fmt(f)?;
        let [before, after] = &self.step;
        match (self.steps, self.asking) {
            (1, _) => Ok(()),
            (_, 0) => f.write_str(", in any step"),
            (steps, asking) => {
                let need = if asking == 1 { "needs" } else { "need" };
                write!(
                    f,
                    " (found from {before} to {after}; {asking} of {steps} steps {need} a tolerance, and this is the \
                     largest)"
                )
            }
        }
    }
}

/// How many strips are left, as a share, when those from one to another are set off against those that came back.
fn one_sided(strips: &[Strip]) -> f64 {
    let mut nets: BTreeMap<Holders, i64> = BTreeMap::new();
    for Strip { holders, .. } in strips {
        let back = Holders {
            from: holders.to,
            to: holders.from,
        };
        let sign = if *holders < back { 1 } else { -1 };
        *nets.entry(back.min(*holders)).or_default() += sign;
    }
    let net: u64 = nets.values().map(|net| net.unsigned_abs()).sum();
    net as f64 / strips.len() as f64
}

/// The mean width that most strips stay below; there are some.
fn covering_m(mut strips: Vec<Strip>) -> f64 {
    let place = ((strips.len() as f64 * COVERED) as usize).min(strips.len() - 1);
    let by_width = |a: &Strip, b: &Strip| a.mean_width_m.total_cmp(&b.mean_width_m);
    strips.select_nth_unstable_by(place, by_width).1.mean_width_m
}

/// Rounded up to two digits, so that a person can say it.
fn two_digits_up(value: f64) -> f64 {
    let unit = 10.0_f64.powf(value.log10().floor() - 1.0);
    let rounded = (value / unit).ceil();
    if unit < 1.0 {
        rounded / (1.0 / unit).round()
    } else {
        rounded * unit.round()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{classified, front, shared};

    /// A and B on either side of a border that runs north at lon 46, `offset(n)` degrees off it at each of 200 vertices.
    fn snapshot(accuracy_m: Option<f64>, offset: impl Fn(usize) -> f64) -> Snapshot {
        let border: Vec<_> = (0..=200)
            .map(|n| (46.0 + offset(n), 40.0 + n as f64 / 200.0))
            .collect();
        let mut snapshot = front(&border, [45.0, 47.0]);
        for territory in &mut snapshot.territories {
            territory.accuracy_m = accuracy_m;
        }
        snapshot
    }

    fn suited(before: Snapshot, after: Snapshot) -> Tolerance {
        let settings = Settings::default();
        let classified = classified(vec![before, after], ReferenceLayers::default(), &settings);
        classified.reason().unwrap().tolerance
    }

    /// A line that strays to both sides by up to `degrees`, crossing over every third vertex.
    fn wavering(degrees: f64) -> impl Fn(usize) -> f64 {
        move |n| degrees * (n as f64 * std::f64::consts::PI / 3.0 + 0.5).sin()
    }

    #[test]
    fn a_line_drawn_twice_tells_how_far_apart_it_lies() {
        // 1e-3 degrees of longitude at 40.5° are 84.7 m.
        let tolerance = suited(snapshot(None, |_| 0.0), snapshot(None, wavering(1e-3)));
        let Tolerance::Estimated {
            tolerance_m, strips, ..
        } = tolerance
        else {
            panic!("{tolerance:?}")
        };
        assert!(strips > 60);
        assert!((84.7..170.0).contains(&tolerance_m), "{tolerance}");
    }

    #[test]
    fn a_front_that_moved_is_no_line_drawn_twice() {
        let moved = suited(snapshot(None, |_| 0.0), snapshot(None, |_| 0.05));
        assert!(matches!(moved, Tolerance::Unknown { .. }), "{moved}");
        let bumps = |n: usize| if n % 3 == 1 { 1e-3 } else { 0.0 };
        let one_sided = suited(snapshot(None, |_| 0.0), snapshot(None, bumps));
        assert!(matches!(one_sided, Tolerance::Unknown { .. }), "{one_sided}");
    }

    #[test]
    fn what_is_stated_comes_first() {
        let stated = suited(
            snapshot(Some(200.0), |_| 0.0),
            snapshot(Some(300.0), wavering(1e-3)),
        );
        assert_eq!(stated, Tolerance::Stated { tolerance_m: 500.0 });
        let by_one = suited(snapshot(Some(200.0), |_| 0.0), snapshot(None, wavering(1e-3)));
        assert!(matches!(by_one, Tolerance::Estimated { .. }), "{by_one}");
    }

    #[test]
    fn a_series_has_the_largest_of_its_steps() {
        let dated = |date: &str, offset: f64| Snapshot {
            date: Some(date.parse().unwrap()),
            ..snapshot(None, wavering(offset))
        };
        // The line strays most from 2001 to 2002.
        let series = || vec![dated("2000", 0.0), dated("2001", -5e-4), dated("2002", 2e-3)];
        let (settings, progress) = (Settings::default(), Progress::default());
        let of = |series: Vec<Snapshot>| {
            SeriesTolerance::of_series(&shared(series), &settings, &progress).unwrap()
        };
        let of_series = of(series()).unwrap();
        assert_eq!(of_series.step, ["2001", "2002"]);
        assert_eq!(
            of_series.tolerance,
            suited(dated("2001", -5e-4), dated("2002", 2e-3))
        );
        let all = classified(series(), ReferenceLayers::default(), &settings);
        assert_eq!(all.reason(), Some(&of_series));
        assert!(
            of_series.to_string().contains("2 of 2 steps need a tolerance"),
            "{of_series}"
        );
        assert_eq!(of(vec![dated("2000", 0.0)]), None);
    }

    #[test]
    fn the_real_change_left_over_is_the_one_that_is_told() {
        let after = |n: usize| wavering(1e-3)(n) + if (90..110).contains(&n) { 0.05 } else { 0.0 };
        let both = vec![snapshot(None, |_| 0.0), snapshot(None, after)];
        let classified = classified(both, ReferenceLayers::default(), &Settings::default());
        let tolerance = classified.tolerance();
        let change = crate::change::Change::between(&classified, Step::new(0, 1)).unwrap();
        let real: Vec<_> = change.transfers.iter().filter(|t| !t.noise).collect();
        assert_eq!(real.len(), 1, "{tolerance:?}");
    }

    #[test]
    fn roundings_go_up_and_have_two_digits() {
        for (value, rounded) in [
            (0.034_1, 0.035),
            (1.0, 1.0),
            (84.01, 85.0),
            (123.4, 130.0),
            (1999.0, 2000.0),
        ] {
            assert!((two_digits_up(value) / rounded - 1.0).abs() < 1e-12, "{value}");
        }
    }
}
