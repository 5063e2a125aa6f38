//! Search: which segments come near each other. The plane is cut into strips of equal numbers of segments, across and
//! along in turn, until few are left in a cell; there all pairs whose boxes meet are looked at.
//!
//! A segment's box is clipped to the cell, a little generously, so a long diagonal one is near others only where it
//! runs. Bundles that are in all cells alike are left to [`slabs`]. Contract: two segments that come within [`REACH`] of each other
//! elsewhere than about an end that both have are looked at together, once at least; they may be so in several cells.

use super::grouping::Grouped;
use super::predicates::{Bounds, REACH};
use super::slabs;
use crate::model::GridPoint;
use crate::parallel::prelude::*;

/// Segments by number, `from` not right of `to`, and which of them are news.
pub(super) struct Search<S, F> {
    /// The ends of a segment.
    pub(super) segment: S,
    /// Whether a segment is fresh; two that are not have been looked at before.
    pub(super) is_fresh: F,
}

/// A cell with so few segments is not cut any more.
const FEW: usize = 40;
/// So many that cannot be parted by cells are a bundle.
const BUNDLE: usize = 4 * FEW;
/// So many segments at least are one thread's portion.
const MANY: usize = 1 << 12;
/// More strips than this hardly ever fit one level of caches.
const MOST_STRIPS: usize = 1024;

/// Cells are not cut where their members, on average, would be in more of them.
const COPIES: f64 = 4.0;

/// A part of the plane.
#[derive(Clone, Copy)]
struct Cell {
    bounds: Bounds,
    /// The axis along which to cut it first.
    axis: usize,
    /// In how many cells members are, on average of the cells that it was cut from.
    copies: f64,
}

/// Strips of a cell along one axis.
struct Strips {
    axis: usize,
    /// Where one strip ends and the next begins.
    bounds: Vec<i64>,
    /// In how many strips a member is, on average.
    copies: f64,
    members: Grouped<u32>,
}

impl<S: Fn(u32) -> [GridPoint; 2] + Sync, F: Fn(u32) -> bool + Sync> Search<S, F> {
    /// What `look` finds at pairs of members (ascending numbers) of which one at least is fresh.
    pub(super) fn run<T: Send>(
        &self,
        members: &[u32],
        look: impl Fn(u32, u32, &mut Vec<T>) + Sync,
    ) -> Vec<T> {
        let everywhere = Cell {
            bounds: Bounds {
                low: [i64::MIN; 2],
                high: [i64::MAX; 2],
            },
            axis: 0,
            copies: 1.0,
        };
        let mut found = Vec::new();
        let strips = self.strips(members, everywhere.bounds, 0, first_strip_count(members.len()));
        let Some(strips) = strips else {
            self.cell(members, everywhere, &look, &mut found);
            return found;
        };
        let search = |i: usize| {
            let (members, within) = strips.strip(i, everywhere);
            let mut found = Vec::new();
            self.cell(members, within, &look, &mut found);
            found
        };
        let strips: Vec<Vec<T>> = (0..strips.members.count()).into_par_iter().map(search).collect();
        found.reserve(strips.iter().map(Vec::len).sum());
        found.extend(strips.into_iter().flatten());
        found
    }

    fn cell<T>(
        &self,
        members: &[u32],
        cell: Cell,
        look: &impl Fn(u32, u32, &mut Vec<T>),
        found: &mut Vec<T>,
    ) {
        if !members.iter().any(|&member| (self.is_fresh)(member)) {
            return;
        }
        let wanted = members.len().div_ceil(FEW).min(MOST_STRIPS);
        let strips = |axis| {
            let strips = self.strips(members, cell.bounds, axis, wanted);
            strips.filter(|strips| cell.copies * strips.copies < COPIES)
        };
        let Some(strips) = strips(cell.axis).or_else(|| strips(1 - cell.axis)) else {
            return self.uncut(members, cell.bounds, look, found);
        };
        for i in 0..strips.members.count() {
            let (members, within) = strips.strip(i, cell);
            self.cell(members, within, look, found);
        }
    }

    /// About as many strips as wanted, of equal numbers of members, along an axis; none if most members would be in
    /// several of them.
    fn strips(&self, members: &[u32], cell: Bounds, axis: usize, mut wanted: usize) -> Option<Strips> {
        while wanted >= 2 {
            let strips = self.assign(members, cell, axis, wanted);
            let is_progress = |strips: &Strips| {
                let sizes = (0..strips.members.count()).map(|strip| strips.members.of(strip).len());
                sizes
                    .max()
                    .is_some_and(|longest| longest * 4 <= members.len() * 3)
            };
            if let Some(strips) = strips.filter(is_progress) {
                return Some(strips);
            }
            wanted /= 8;
        }
        None
    }

    /// The strips, and every member in all that its clipped box meets; none if that would be a great many.
    fn assign(&self, members: &[u32], cell: Bounds, axis: usize, wanted: usize) -> Option<Strips> {
        let bounds = self.quantiles(members, axis, wanted);
        let span = |&member: &u32| {
            let Some(of) = clipped((self.segment)(member), cell) else {
                return (1, 0);
            };
            let first = bounds.partition_point(|&bound| bound <= of.low[axis]);
            let beyond = bounds[first..]
                .iter()
                .take_while(|&&bound| bound <= of.high[axis]);
            (first as u16, (first + beyond.count()) as u16)
        };
        let spans: Vec<(u16, u16)> = members.par_iter().with_min_len(MANY).map(span).collect();
        let length = |&(first, last): &(u16, u16)| usize::from(last + 1 - first);
        let count = spans.iter().map(length).sum::<usize>();
        if count > 3 * members.len() {
            return None;
        }
        let spans = members.iter().zip(&spans);
        let in_strips = spans
            .flat_map(|(&member, &(first, last))| (first..=last).map(move |strip| (strip.into(), member)));
        Some(Strips {
            axis,
            copies: count as f64 / members.len() as f64,
            members: Grouped::new(bounds.len() + 1, in_strips),
            bounds,
        })
    }

    /// Coordinates that part the members' middles into so many groups of about equal size, by a sample of them.
    fn quantiles(&self, members: &[u32], axis: usize, groups: usize) -> Vec<i64> {
        let step = (members.len() / (8 * groups)).max(1);
        let mut middles: Vec<i64> = members
            .iter()
            .step_by(step)
            .map(|&member| {
                let [a, b] = (self.segment)(member);
                if axis == 0 {
                    a.x.midpoint(b.x)
                } else {
                    a.y.midpoint(b.y)
                }
            })
            .collect();
        middles.sort_unstable();
        let mut bounds: Vec<i64> = (1..groups).map(|i| middles[i * middles.len() / groups]).collect();
        bounds.dedup();
        bounds
    }

    /// Looks at the members of a cell of which boxes tell no more.
    fn uncut<T>(
        &self,
        members: &[u32],
        cell: Bounds,
        look: &impl Fn(u32, u32, &mut Vec<T>),
        found: &mut Vec<T>,
    ) {
        if members.len() <= BUNDLE {
            return self.sweep(members, cell, look, found);
        }
        slabs::pairs(members, cell, &self.segment, &mut |e, f| {
            if (self.is_fresh)(e) || (self.is_fresh)(f) {
                look(e, f, found);
            }
        });
    }

    /// Looks at all pairs of members whose clipped boxes meet, swept by longitude.
    fn sweep<T>(
        &self,
        members: &[u32],
        cell: Bounds,
        look: &impl Fn(u32, u32, &mut Vec<T>),
        found: &mut Vec<T>,
    ) {
        let mut boxes: Vec<(Bounds, u32)> = members
            .iter()
            .filter_map(|&member| Some((clipped((self.segment)(member), cell)?, member)))
            .collect();
        boxes.sort_unstable_by_key(|(of, member)| (of.low[0], *member));
        for (i, (e_box, e)) in boxes.iter().enumerate() {
            for (f_box, f) in &boxes[i + 1..] {
                if f_box.low[0] > e_box.high[0] {
                    break;
                }
                let meet = f_box.low[1] <= e_box.high[1] && e_box.low[1] <= f_box.high[1];
                if meet && ((self.is_fresh)(*e) || (self.is_fresh)(*f)) {
                    look(*e, *f, found);
                }
            }
        }
    }
}

/// Into how many strips all members are cut at first: cut again the other way, cells come out about square.
fn first_strip_count(members: usize) -> usize {
    members.div_ceil(FEW).isqrt().min(MOST_STRIPS)
}

impl Strips {
    /// The members of a strip and the part of the cell that it is.
    fn strip(&self, i: usize, cell: Cell) -> (&[u32], Cell) {
        let mut bounds = cell.bounds;
        if i > 0 {
            bounds.low[self.axis] = self.bounds[i - 1];
        }
        if let Some(&bound) = self.bounds.get(i) {
            bounds.high[self.axis] = bound;
        }
        let within = Cell {
            bounds,
            axis: 1 - self.axis,
            copies: cell.copies * self.copies,
        };
        (self.members.of(i), within)
    }
}

/// The box of the part of a segment that runs within reach of the cell, wider by the reach; none if no part does.
pub(super) fn clipped([a, b]: [GridPoint; 2], cell: Bounds) -> Option<Bounds> {
    let whole = Bounds::of([a, b]);
    let mut of = whole.grown(REACH);
    let (from, to) = ([a.x, a.y], [b.x, b.y]);
    for axis in 0..2 {
        let low = cell.low[axis].saturating_sub(REACH);
        let high = cell.high[axis].saturating_add(REACH);
        if whole.low[axis] >= low && whole.high[axis] <= high {
            continue;
        }
        let (first, last) = (whole.low[axis].max(low), whole.high[axis].min(high));
        if first > last {
            return None;
        }
        of.low[axis] = of.low[axis].max(first - REACH);
        of.high[axis] = of.high[axis].min(last + REACH);
        let across = 1 - axis;
        let slope = (to[across] - from[across]) as f64 / (to[axis] - from[axis]) as f64;
        // The error of this is far below a grid unit.
        let at = |along: i64| from[across] as f64 + (along - from[axis]) as f64 * slope;
        let (one, other) = (at(first), at(last));
        of.low[across] = of.low[across].max(one.min(other).floor() as i64 - REACH);
        of.high[across] = of.high[across].min(one.max(other).ceil() as i64 + REACH);
        if of.low[across] > of.high[across] {
            return None;
        }
    }
    Some(of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::random;

    fn at(x: i64, y: i64) -> GridPoint {
        GridPoint { x, y }
    }

    /// A repeatable scatter.
    fn scatter(seed: u64, size: i64) -> impl FnMut() -> i64 {
        let mut next = random(seed);
        move || (next() * size as f64) as i64
    }

    #[test]
    fn no_crossing_pair_is_missed_among_short_and_long_segments() {
        let mut next = scatter(7, 1000);
        let mut segments: Vec<[GridPoint; 2]> = (0..1500)
            .map(|_| {
                let (x, y) = (next(), next());
                [at(x, y), at(x + next() % 20, y + next() % 20 - 10)]
            })
            .collect();
        segments.extend((0..60).map(|i| [at(-i, i * 10), at(1000 + i, 900 - i * 7)]));
        let crosses = |e: u32, f: u32| {
            super::super::predicates::crossing(segments[e as usize], segments[f as usize]).is_some()
        };
        let members: Vec<u32> = (0..segments.len() as u32).collect();
        for fresh_from in [0, 1400] {
            let search = Search {
                segment: |i: u32| segments[i as usize],
                is_fresh: |i: u32| i >= fresh_from,
            };
            let mut found = search.run(&members, |e, f, found| {
                if crosses(e, f) {
                    found.push((e.min(f), e.max(f)));
                }
            });
            found.sort_unstable();
            found.dedup();
            let expected: Vec<(u32, u32)> = members
                .iter()
                .flat_map(|&e| (e + 1..segments.len() as u32).map(move |f| (e, f)))
                .filter(|&(e, f)| f >= fresh_from && crosses(e, f))
                .collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_clipped_box_holds_what_runs_through_the_cell_and_little_else() {
        let cell = Bounds {
            low: [100, i64::MIN],
            high: [110, i64::MAX],
        };
        let of = clipped([at(0, 0), at(1000, 500)], cell).unwrap();
        assert!(
            of.low[1] <= 50 && of.low[1] > 40 && of.high[1] >= 55 && of.high[1] < 60,
            "{of:?}"
        );
        assert!(clipped([at(0, 0), at(50, 50)], cell).is_none());
    }
}
