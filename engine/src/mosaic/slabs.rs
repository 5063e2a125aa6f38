//! Slabs: which of many long segments come near each other, where boxes tell nothing.
//!
//! Sheaves of nearly parallel segments, and fans of them, meet in all their boxes, however the plane is cut into cells. So
//! the cell is cut into slabs across the axis along which they run, at their ends, and these again (the hereditary segment
//! tree of Chazelle, Edelsbrunner, Guibas & Sharir, *Algorithms for bichromatic line-segment problems and polyhedral
//! terrains*, Algorithmica 11, 1994). A segment ends in two slabs of each level at most, and runs through two others whole that the slab
//! before does not have it run through. Those that run through a slab are ordered by where they enter it:
//! two are near where they enter or leave it next to each other, or in another order; and a segment that ends in it is near
//! those between which it ends, and those between the places of its ends.
//!
//! Contract: two segments that come within [`REACH`] of each other are looked at together, but where they have an end in common
//! and are near each other about that end alone.

use std::cmp::Ordering;
use std::ops::Range;

use super::predicates::{Bounds, REACH};
use crate::model::GridPoint;

/// So few segments that end in a slab are compared pair by pair.
const FEW: usize = 24;
/// Half a slab around an end: what starts there, runs through the slab beside it.
const HALF: i64 = 2 * REACH + 1;
/// A slab that is no wider, with all that is within reach of it, is not cut: what ends there is compared by where it lies across.
const NARROW: i64 = 2 * (HALF + REACH);

/// A segment along and across the slabs.
#[derive(Debug, Clone, Copy)]
struct Track {
    member: u32,
    /// Its ends in order along the slabs: along, across.
    ends: [[i64; 2]; 2],
}

impl Track {
    fn new(member: u32, [a, b]: [GridPoint; 2], axis: usize) -> Self {
        let [a, b] = [a, b].map(|p| if axis == 0 { [p.x, p.y] } else { [p.y, p.x] });
        Self {
            member,
            ends: [a.min(b), a.max(b)],
        }
    }

    fn first(&self) -> i64 {
        self.ends[0][0]
    }

    fn last(&self) -> i64 {
        self.ends[1][0]
    }

    fn slope(&self) -> f64 {
        let [from, to] = self.ends;
        (to[1] - from[1]) as f64 / (to[0] - from[0]).max(1) as f64
    }

    /// Where it is across, at a place along; the error is far below a grid unit.
    fn at(&self, along: i64) -> f64 {
        let [from, _] = self.ends;
        from[1] as f64 + (along - from[0]) as f64 * self.slope()
    }

    /// The least and the most that it is across, of its part between two places along.
    fn between(&self, slab: Slab) -> [f64; 2] {
        let [low, high] = if self.first() == self.last() {
            self.ends.map(|end| end[1] as f64)
        } else {
            [self.first().max(slab.from), self.last().min(slab.to)].map(|along| self.at(along))
        };
        [low.min(high), low.max(high)]
    }
}

/// A slab, from and to along, with all that is within reach of it.
#[derive(Debug, Clone, Copy)]
struct Slab {
    from: i64,
    to: i64,
}

impl Slab {
    fn meets(self, track: &Track) -> bool {
        track.first() <= self.to && track.last() >= self.from
    }

    fn is_crossed_by(self, track: &Track) -> bool {
        track.first() <= self.from && track.last() >= self.to
    }

    /// How far along a place is, as a share.
    fn share(self, along: i64) -> f64 {
        (along - self.from) as f64 / (self.to - self.from) as f64
    }
}

/// Looks at pairs of segments, of a cell, that may come within reach of each other.
pub(super) fn pairs(
    members: &[u32],
    cell: Bounds,
    segment: impl Fn(u32) -> [GridPoint; 2],
    look: &mut impl FnMut(u32, u32),
) {
    let axis = longer_axis(members, cell, &segment);
    let tracks: Vec<Track> = members
        .iter()
        .map(|&member| Track::new(member, segment(member), axis))
        .collect();
    let (first, last) = (tracks.iter().map(Track::first), tracks.iter().map(Track::last));
    let (Some(first), Some(last)) = (first.min(), last.max()) else {
        return;
    };
    let cell = Slab {
        from: first.max(cell.low[axis].saturating_sub(REACH)),
        to: last.min(cell.high[axis].saturating_add(REACH)),
    };
    let mut slabs = Slabs { look };
    slabs.slab(cell, &tracks);
}

/// The axis along which segments are longer within a cell, in sum.
fn longer_axis(members: &[u32], cell: Bounds, segment: &impl Fn(u32) -> [GridPoint; 2]) -> usize {
    let mut extents = [0_i128; 2];
    for &member in members {
        let of = Bounds::of(segment(member));
        for (axis, extent) in extents.iter_mut().enumerate() {
            let within = of.high[axis].min(cell.high[axis]) - of.low[axis].max(cell.low[axis]);
            *extent += i128::from(within.max(0));
        }
    }
    usize::from(extents[1] > extents[0])
}

struct Slabs<'a, L> {
    look: &'a mut L,
}

impl<L: FnMut(u32, u32)> Slabs<'_, L> {
    fn slab(&mut self, slab: Slab, tracks: &[Track]) {
        let tracks = tracks.iter().filter(|track| slab.meets(track));
        let (crossing, ending): (Vec<Track>, Vec<Track>) =
            tracks.partition(|track| slab.is_crossed_by(track));
        if let Some(ordered) = Ordered::new(slab, crossing) {
            ordered.pairs(self.look);
            for track in &ending {
                ordered.near(track, self.look);
            }
        }
        if ending.len() <= FEW || slab.to - slab.from <= NARROW {
            return self.ends(slab, &ending);
        }
        for part in parts(slab, &ending) {
            self.slab(part, &ending);
        }
    }

    /// Looks at pairs of segments that end in a slab and lie next to each other across it.
    fn ends(&mut self, slab: Slab, tracks: &[Track]) {
        let across = |track: &Track| {
            let [low, high] = track.between(slab);
            ([low - REACH as f64 - 1.0, high + 1.0], *track)
        };
        let mut tracks: Vec<([f64; 2], Track)> = tracks.iter().map(across).collect();
        tracks.sort_unstable_by(|([a, _], e), ([b, _], f)| a.total_cmp(b).then(e.member.cmp(&f.member)));
        for (i, ([_, high], track)) in tracks.iter().enumerate() {
            let next = tracks[i + 1..].iter().take_while(|([low, _], _)| low <= high);
            for (_, other) in next.filter(|(_, other)| !leave_together(slab, track, other)) {
                (self.look)(track.member, other.member);
            }
        }
    }
}

/// Whether two segments have one end in common and the others outside a slab, so that they are near each other about that
/// end alone.
fn leave_together(slab: Slab, a: &Track, b: &Track) -> bool {
    let [(common, a_end), (b_common, b_end)] = [a, b].map(|track| {
        let [from, to] = track.ends;
        if from[0] < slab.from {
            (to, from[0])
        } else {
            (from, to[0])
        }
    });
    let is_outside = |along: i64| along < slab.from || along > slab.to;
    common == b_common && is_outside(a_end) && is_outside(b_end)
}

/// A slab in two, or three where a narrow one parts off the ends in its middle.
fn parts(slab: Slab, ending: &[Track]) -> Vec<Slab> {
    let ends = ending.iter().flat_map(|track| [track.first(), track.last()]);
    let mut ends: Vec<i64> = ends
        .filter(|&along| slab.from <= along && along <= slab.to)
        .collect();
    let middle = ends.len() / 2;
    let (_, &mut middle, _) = ends.select_nth_unstable(middle);
    let cuts = [middle - HALF, middle + HALF];
    let mut from = slab.from;
    let mut parts = Vec::with_capacity(3);
    for cut in cuts.into_iter().filter(|&cut| slab.from < cut && cut < slab.to) {
        let to = (cut + REACH).min(slab.to);
        parts.push(Slab { from, to });
        from = (cut - REACH).max(slab.from);
    }
    parts.push(Slab { from, to: slab.to });
    parts
}

/// Segments side by side across a slab through which they run.
struct Row {
    tracks: Vec<Track>,
    /// Where each is across.
    at: Vec<f64>,
    /// The place of the next one that starts, and that of the next one that ends elsewhere.
    next: [Vec<usize>; 2],
}

impl Row {
    /// Segments in the order in which they are across.
    fn new(tracks: Vec<Track>, at: Vec<f64>) -> Self {
        let next = [0, 1].map(|end| {
            let mut next: Vec<usize> = (1..=tracks.len()).collect();
            for place in (1..tracks.len()).rev() {
                if tracks[place - 1].ends[end] == tracks[place].ends[end] {
                    next[place - 1] = next[place];
                }
            }
            next
        });
        Self { tracks, at, next }
    }

    /// Looks at one segment with those of the row between two places, but for those that have an end in common with it.
    fn look_at(&self, track: &Track, places: Range<usize>, look: &mut impl FnMut(u32, u32)) {
        let mut place = places.start;
        while place < places.end {
            let other = &self.tracks[place];
            let common = [0, 1].into_iter().find(|&end| other.ends[end] == track.ends[end]);
            if let Some(end) = common {
                place = self.next[end][place];
            } else {
                look(track.member, other.member);
                place += 1;
            }
        }
    }

    /// Looks at all pairs that are next to each other within a reach.
    fn pairs(&self, reach: f64, look: &mut impl FnMut(u32, u32)) {
        for (place, track) in self.tracks.iter().enumerate() {
            let beyond = self.at.partition_point(|&at| at <= self.at[place] + reach);
            self.look_at(track, place + 1..beyond, look);
        }
    }
}

/// Segments that run through a slab whole, in order of where they enter it.
struct Ordered {
    slab: Slab,
    enter: Row,
    /// The most that each and all before it leave the slab at, and the least that it and all after it do.
    leave_most: Vec<f64>,
    leave_least: Vec<f64>,
    /// Where each leaves the slab.
    leave: Vec<f64>,
    /// Those that are near each other are no farther apart across.
    reach: f64,
}

impl Ordered {
    fn new(slab: Slab, mut tracks: Vec<Track>) -> Option<Self> {
        if tracks.is_empty() {
            return None;
        }
        tracks.sort_by_cached_key(|track| [slab.from, slab.to].map(|along| Ordinal(track.at(along))));
        let across = |along: i64| tracks.iter().map(|track| track.at(along)).collect::<Vec<f64>>();
        let (enter, leave) = (across(slab.from), across(slab.to));
        let leave_most = running(leave.iter().copied(), f64::max);
        let mut leave_least = running(leave.iter().rev().copied(), f64::min);
        leave_least.reverse();
        let steepest = tracks.iter().map(|track| track.slope().abs()).fold(0.0, f64::max);
        Some(Self {
            slab,
            enter: Row::new(tracks, enter),
            leave_most,
            leave_least,
            leave,
            reach: REACH as f64 * (1.0 + steepest) + 1.0,
        })
    }

    /// Looks at pairs that enter or leave the slab near each other, or cross.
    fn pairs(&self, look: &mut impl FnMut(u32, u32)) {
        let tracks = &self.enter.tracks;
        self.enter.pairs(self.reach, look);
        // Sorting by insertion exchanges those that cross.
        let mut order: Vec<usize> = Vec::with_capacity(tracks.len());
        for (i, leave) in self.leave.iter().enumerate() {
            let place = order.partition_point(|&other| self.leave[other] <= *leave);
            for &other in &order[place..] {
                look(tracks[other].member, tracks[i].member);
            }
            order.insert(place, i);
        }
        let (leaving, at) = order.into_iter().map(|i| (tracks[i], self.leave[i])).unzip();
        Row::new(leaving, at).pairs(self.reach, look);
    }

    /// Looks at a segment that ends in the slab with those that it may be near to.
    fn near(&self, track: &Track, look: &mut impl FnMut(u32, u32)) {
        let slab = self.slab;
        if track.first() == track.last() {
            return self.near_all(track, self.range(track.first(), track.between(slab)), look);
        }
        let at = |along: i64| self.range(along, [track.at(along); 2]);
        let first = at(track.first().max(slab.from));
        let last = at(track.last().min(slab.to));
        let places = first.start.min(last.start)..first.end.max(last.end);
        self.enter.look_at(track, places, look);
        // About an end that only one of them has, too.
        if track.first() >= slab.from {
            self.near_all(track, first, look);
        }
        if track.last() <= slab.to {
            self.near_all(track, last, look);
        }
    }

    fn near_all(&self, track: &Track, places: Range<usize>, look: &mut impl FnMut(u32, u32)) {
        for other in &self.enter.tracks[places] {
            look(track.member, other.member);
        }
    }

    /// Those that are near a place, from low to high across; all before are below it and all after above.
    fn range(&self, along: i64, [low, high]: [f64; 2]) -> Range<usize> {
        let share = self.slab.share(along);
        // Both bounds ascend, as do the places of entry, whatever crosses in between.
        let bound = |leave: &[f64], i: usize| (1.0 - share) * self.enter.at[i] + share * leave[i];
        let count = self.leave.len();
        let first = partition_point(count, |i| bound(&self.leave_most, i) < low - self.reach);
        let beyond = partition_point(count, |i| bound(&self.leave_least, i) <= high + self.reach);
        first..beyond.max(first)
    }
}

/// A number that is one, in its order.
#[derive(PartialEq)]
struct Ordinal(f64);

impl Eq for Ordinal {}

impl PartialOrd for Ordinal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordinal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

fn running(values: impl Iterator<Item = f64>, of: fn(f64, f64) -> f64) -> Vec<f64> {
    let mut so_far = None;
    let next = |value: f64| *so_far.insert(so_far.map_or(value, |so_far| of(so_far, value)));
    values.map(next).collect()
}

/// The first number below `count` for which something does not hold that holds for all before it.
fn partition_point(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::predicates::{comes_within, crossing};
    use super::*;
    use crate::testing::random;

    fn at(x: i64, y: i64) -> GridPoint {
        GridPoint { x, y }
    }

    const EVERYWHERE: Bounds = Bounds {
        low: [i64::MIN; 2],
        high: [i64::MAX; 2],
    };

    /// Pairs that are looked at, each once; and how often any was.
    fn looked_at(segments: &[[GridPoint; 2]], cell: Bounds) -> (BTreeSet<(u32, u32)>, usize) {
        let members: Vec<u32> = (0..segments.len() as u32).collect();
        let (mut found, mut count) = (BTreeSet::new(), 0);
        pairs(&members, cell, |i| segments[i as usize], &mut |e, f| {
            found.insert((e.min(f), e.max(f)));
            count += 1;
        });
        (found, count)
    }

    /// Whether segments cross or an end of one, that the other has not, comes near the other.
    fn meet(e: [GridPoint; 2], f: [GridPoint; 2]) -> bool {
        let near = |[a, b]: [GridPoint; 2], p: GridPoint| p != a && p != b && comes_within(REACH, a, b, p);
        crossing(e, f).is_some() || f.iter().any(|&p| near(e, p)) || e.iter().any(|&p| near(f, p))
    }

    fn ordered([a, b]: [GridPoint; 2]) -> [GridPoint; 2] {
        if (a.x, a.y) <= (b.x, b.y) { [a, b] } else { [b, a] }
    }

    /// A bundle along `axis`: fans from a few apexes, parallels, crossing ones, short ones, some across.
    fn bundle(seed: u64, axis: usize) -> Vec<[GridPoint; 2]> {
        let mut next = random(seed);
        let mut below = |most: i64| (next() * most as f64) as i64;
        let mut segments = Vec::new();
        for _ in 0..120 {
            let (start, length) = (below(100_000), 1 + below(200_000));
            let (from, to) = (below(400), below(400));
            segments.extend([
                [at(0, 200), at(100_000 + length, to)],
                [at(start, from), at(300_000, 50)],
                [at(-start, from), at(300_000 + length, from + 3)],
                [at(start, from), at(start + below(12), to)],
                [at(start, from), at(start, to)],
                [at(3 * below(8), below(30)), at(300_000, to)],
            ]);
        }
        let turned = |p: GridPoint| if axis == 0 { p } else { at(p.y, p.x) };
        segments
            .into_iter()
            .map(|ends| ordered(ends.map(turned)))
            .filter(|[a, b]| a != b)
            .collect()
    }

    #[test]
    fn no_pair_that_meets_is_missed() {
        for (seed, axis) in [(0, 0), (1, 1), (2, 0)] {
            let segments = bundle(seed, axis);
            let (found, _) = looked_at(&segments, EVERYWHERE);
            for e in 0..segments.len() {
                for f in e + 1..segments.len() {
                    let is_found = found.contains(&(e as u32, f as u32));
                    assert!(
                        is_found || !meet(segments[e], segments[f]),
                        "{seed}: {:?} {:?}",
                        segments[e],
                        segments[f]
                    );
                }
            }
        }
    }

    #[test]
    fn what_meets_in_a_cell_is_found_in_it() {
        let cell = Bounds {
            low: [20_000, 100],
            high: [60_000, 300],
        };
        let segments = bundle(9, 0);
        let (found, _) = looked_at(&segments, cell);
        for e in 0..segments.len() {
            for f in e + 1..segments.len() {
                let (one, other) = (segments[e], segments[f]);
                let is_inside = crossing(one, other).is_some_and(|p| cell.contains(p));
                assert!(!is_inside || found.contains(&(e as u32, f as u32)));
            }
        }
    }

    #[test]
    fn sheaves_and_fans_are_looked_at_about_once_each() {
        let count = 4_000;
        let sheaf = (0..count).map(|i| [at(100 * i, 0), at(100 * i + 1_000_000_000, 1_000_000_000)]);
        let fan = (0..count).map(|i| [at(0, 0), at(1_000_000_000, 1_000 * i)]);
        let far = (0..count).map(|i| [at(0, 0), at(1_000_000_000 - 7_919 * (i % 911), 1_000 * i)]);
        for segments in [sheaf.collect::<Vec<_>>(), fan.collect(), far.collect()] {
            let (_, count) = looked_at(&segments, EVERYWHERE);
            assert!(count < 40 * segments.len(), "{count} pairs of {}", segments.len());
        }
    }
}
