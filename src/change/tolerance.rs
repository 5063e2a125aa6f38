//! How narrow a changed piece is noise, where nobody says: from the stated accuracy of the lines, else from the pieces.
//!
//! A line drawn twice leaves many thin strips, to both sides alike. A front that moved leaves few broad pieces, or thin
//! ones to one side. Only pieces of the first kind say how far apart the two drawings are.

use std::collections::BTreeMap;
use std::f64::consts::PI;
use std::fmt;

use rayon::prelude::*;

use super::{Change, Overlay};
use crate::measure::{Area, EdgeModel, polygons_boundary};
use crate::model::{GridPolygon, Layer, Snapshot};

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
struct Strip<H> {
    from: H,
    to: H,
    /// Its area by half its perimeter.
    mean_width_m: f64,
}

impl<H> Strip<H> {
    fn of([from, to]: [H; 2], area: Area, polygon: &GridPolygon, edges: EdgeModel) -> Option<Self> {
        let area_m2 = area.m2().abs();
        let perimeter_m = polygons_boundary(std::slice::from_ref(polygon), edges).m();
        (4.0 * PI * area_m2 < STRIP * perimeter_m * perimeter_m).then(|| Self {
            from,
            to,
            mean_width_m: 2.0 * area_m2 / perimeter_m,
        })
    }
}

impl Tolerance {
    /// What suits the change from snapshot `before` to snapshot `after` of the overlay, by their places in it.
    ///
    /// # Panics
    ///
    /// When the overlay has no such snapshots.
    pub fn suited(overlay: &Overlay, before: usize, after: usize) -> Self {
        let snapshots = overlay.snapshots();
        Self::stated(&snapshots[before], &snapshots[after])
            .unwrap_or_else(|| Self::estimated(overlay, before, after))
    }

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

    fn estimated(overlay: &Overlay, before: usize, after: usize) -> Self {
        let changed = overlay.uncut([before, after]);
        let edges = overlay.mosaic().edge_model();
        Self::of_sample(&changed, |piece| {
            Strip::of(piece.key, piece.area, &piece.polygon, edges)
        })
    }

    /// What the pieces of a change, of which all count, look like.
    pub fn of_change(change: &Change) -> Self {
        Self::of_sample(&change.transfers, |t| {
            Strip::of([&t.from, &t.to], t.area, &t.polygon, change.edges)
        })
    }

    /// What pieces look like, by a sample of them, small and large: of changed land that is in order of size.
    fn of_sample<'a, P, H: Ord>(changed: &'a [P], strip: impl Fn(&'a P) -> Option<Strip<H>>) -> Self {
        let every = changed.len() / SAMPLE + 1;
        let sample = changed.iter().step_by(every);
        let pieces = sample.len();
        Self::of_strips(sample.filter_map(strip).collect(), pieces)
    }

    fn of_strips<H: Ord>(strips: Vec<Strip<H>>, pieces: usize) -> Self {
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

    /// In metres; 0 where all pieces count.
    pub const fn m(self) -> f64 {
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
    /// What suits steps between snapshots of one overlay, by their places in it; none where there are no steps.
    ///
    /// # Panics
    ///
    /// When the overlay has no such snapshots.
    pub fn of_steps(overlay: &Overlay, steps: &[[usize; 2]]) -> Option<Self> {
        let suited = steps.iter().map(|&[before, after]| {
            let step = [before, after].map(|snapshot| &overlay.snapshots()[snapshot]);
            (step, Tolerance::suited(overlay, before, after))
        });
        Self::largest(suited.collect())
    }

    /// What suits the steps of a series, from each snapshot to the next in time; none of fewer than two snapshots.
    ///
    /// Every step of which the accuracy is not stated is overlaid for it, with no more memory than for the series itself.
    pub fn of_series(snapshots: &[Snapshot], edges: EdgeModel) -> Option<Self> {
        let mut in_time: Vec<&Snapshot> = snapshots.iter().collect();
        in_time.sort_by_key(|snapshot| snapshot.date);
        let suited = in_time.par_windows(2).map(|pair| {
            let step = [pair[0], pair[1]];
            let estimated = || {
                let overlay = Overlay::new(step.map(Snapshot::clone).to_vec(), Layer::default(), edges);
                Tolerance::estimated(&overlay, 0, 1)
            };
            (
                step,
                Tolerance::stated(step[0], step[1]).unwrap_or_else(estimated),
            )
        });
        Self::largest(suited.collect())
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
        match self.steps {
            1 => Ok(()),
            steps => write!(
                f,
                "; so from {before} to {after}; of {steps} steps {} ask for a tolerance, none for a larger one",
                self.asking
            ),
        }
    }
}

/// How many strips are left, as a share, when those from one to another are set off against those that came back.
fn one_sided<H: Ord>(strips: &[Strip<H>]) -> f64 {
    let mut nets: BTreeMap<[&H; 2], i64> = BTreeMap::new();
    for strip in strips {
        let (pair, sign) = if strip.from < strip.to {
            ([&strip.from, &strip.to], 1)
        } else {
            ([&strip.to, &strip.from], -1)
        };
        *nets.entry(pair).or_default() += sign;
    }
    let net: u64 = nets.values().map(|net| net.unsigned_abs()).sum();
    net as f64 / strips.len() as f64
}

/// The mean width that most strips stay below; there are some.
fn covering_m<H>(mut strips: Vec<Strip<H>>) -> f64 {
    let place = ((strips.len() as f64 * COVERED) as usize).min(strips.len() - 1);
    let by_width = |a: &Strip<H>, b: &Strip<H>| a.mean_width_m.total_cmp(&b.mean_width_m);
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
    use crate::change::testing::front;

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
        let edges = EdgeModel::StraightLonLat;
        Tolerance::suited(&Overlay::new(vec![before, after], Layer::default(), edges), 0, 1)
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
    fn the_pieces_of_a_change_say_the_same() {
        let edges = EdgeModel::StraightLonLat;
        let looks = |after| {
            let overlay = Overlay::new(vec![snapshot(None, |_| 0.0), after], Layer::default(), edges);
            let change = Change::between(&overlay, 0, 1, 0.0).unwrap();
            let of_change = Tolerance::of_change(&change);
            (of_change, Tolerance::suited(&overlay, 0, 1))
        };
        for after in [snapshot(None, wavering(1e-3)), snapshot(None, |_| 0.05)] {
            let (of_change, of_overlay) = looks(after);
            assert_eq!(of_change, of_overlay);
        }
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
        // In no order of time; the line strays most from 2001 to 2002.
        let series = [dated("2002", 2e-3), dated("2000", 0.0), dated("2001", -5e-4)];
        let edges = EdgeModel::StraightLonLat;
        let of_series = SeriesTolerance::of_series(&series, edges).unwrap();
        assert_eq!(of_series.step, ["2001", "2002"]);
        let both = Overlay::new(
            vec![series[2].clone(), series[0].clone()],
            Layer::default(),
            edges,
        );
        assert_eq!(of_series.tolerance, Tolerance::suited(&both, 0, 1));
        let all = Overlay::new(series.to_vec(), Layer::default(), edges);
        let of_steps = SeriesTolerance::of_steps(&all, &[[1, 2], [2, 0]]).unwrap();
        assert_eq!(of_steps, of_series);
        assert!(
            of_series.to_string().contains("of 2 steps 2 ask for a tolerance"),
            "{of_series}"
        );
        assert_eq!(SeriesTolerance::of_series(&series[..1], edges), None);
    }

    #[test]
    fn the_real_change_left_over_is_the_one_that_is_told() {
        let after = |n: usize| wavering(1e-3)(n) + if (90..110).contains(&n) { 0.05 } else { 0.0 };
        let edges = EdgeModel::StraightLonLat;
        let both = vec![snapshot(None, |_| 0.0), snapshot(None, after)];
        let overlay = Overlay::new(both, Layer::default(), edges);
        let tolerance = Tolerance::suited(&overlay, 0, 1);
        let change = crate::change::Change::between(&overlay, 0, 1, tolerance.m()).unwrap();
        let real: Vec<_> = change.transfers.iter().filter(|t| !t.noise).collect();
        assert_eq!(real.len(), 1, "{tolerance}");
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
