//! The land of two layers as it was before it was overlaid: edges that were cut bend to positions of the grid. What their
//! borders are without that, and by which thin rings they differ from those here.

use std::num::Wrapping;

use hashbrown::HashMap;

use super::edges::{Ends, is_forward};
use super::grouping::Grouped;
use super::tags::TagSet;
use super::vertices::VertexId;
use super::{FaceId, LayerId, Mosaic};
use crate::model::{BorderHash, GridPoint, GridPolygon, GridRing, rings};
use crate::parallel::prelude::*;

/// Nobody.
const NONE: u32 = u32::MAX;
/// So many edges are one thread's portion.
const PORTION: usize = 1 << 14;

/// The land of two layers by holder, as it was before edges were cut.
#[derive(Debug)]
pub struct Unbent<'a> {
    mosaic: &'a Mosaic,
    land: [Held<'a>; 2],
    holders: usize,
    /// In the order of the edges that were cut.
    turns: Vec<Turn>,
}

/// Who holds the features of a layer, by number.
#[derive(Debug, Clone, Copy)]
struct Held<'a> {
    layer: LayerId,
    holders: &'a [u32],
    /// Whether its rings wind once about all its land, by one feature.
    is_regular: bool,
}

/// How often borders of a holder in a layer run along an edge that was cut, less how often backwards.
#[derive(Debug, Clone, Copy)]
struct Turn {
    way: usize,
    side: usize,
    holder: u32,
    times: i32,
}

/// Land that a holder gets (1) or loses (-1) from the earlier layer to the later.
#[derive(Debug, Clone, Copy)]
pub struct Moved<'a> {
    /// The holder, by number.
    pub holder: u32,
    /// 1 or -1.
    pub times: i32,
    /// The land.
    pub land: &'a [GridPolygon],
}

/// What lies beside a part of an edge, in both layers: the features on the left and on the right of it; none where that is
/// not known.
#[derive(Debug, Clone, Copy)]
struct Beside {
    set: TagSet,
    features: [Option<[u32; 2]>; 2],
}

impl Beside {
    fn reversed(self) -> Self {
        Self {
            set: self.set.reversed(),
            features: self
                .features
                .map(|beside| beside.map(|[left, right]| [right, left])),
        }
    }
}

impl Mosaic {
    /// The land of two layers by holder: of each layer, the number of who holds each feature, below `count`. None where the
    /// mosaic does not tell what the borders were: where edges of a layer whose features overlap fell on one another.
    pub fn unbent<'a>(&'a self, land: [(LayerId, &'a [u32]); 2], count: usize) -> Option<Unbent<'a>> {
        let land = land.map(|(layer, holders)| Held {
            layer,
            holders,
            is_regular: self.irregular(layer).next().is_none(),
        });
        let turns = Turns::new(self, land).of_all()?;
        Some(Unbent {
            mosaic: self,
            land,
            holders: count,
            turns,
        })
    }
}

/// The turns in the making.
struct Turns<'a> {
    mosaic: &'a Mosaic,
    land: [Held<'a>; 2],
    /// The edges by their first end; none where no layer needs them.
    leaving: Option<Grouped<u32>>,
    /// What was beside edges that were cut after the first pass.
    cut_later: HashMap<Ends, Beside>,
}

impl<'a> Turns<'a> {
    fn new(mosaic: &'a Mosaic, land: [Held<'a>; 2]) -> Self {
        let leaving = || {
            let edges = (0_u32..).zip(&mosaic.ends);
            Grouped::new(
                mosaic.positions.len(),
                edges.map(|(edge, ends)| (ends[0] as usize, edge)),
            )
        };
        let is_needed = mosaic.bends.counts().0 > 0 && land.iter().any(|held| !held.is_regular);
        Self {
            mosaic,
            land,
            leaving: is_needed.then(leaving),
            cut_later: HashMap::new(),
        }
    }

    /// Those of all edges that were cut.
    fn of_all(mut self) -> Option<Vec<Turn>> {
        let (count, first) = self.mosaic.bends.counts();
        let mut later = Vec::new();
        for way in (first..count).rev() {
            later.push(self.of_way(way)?);
            if self.leaving.is_some() {
                self.remember(way);
            }
        }
        let ways = (0..first).into_par_iter();
        let mut turns: Vec<Vec<Turn>> = ways.map(|way| self.of_way(way)).collect::<Option<_>>()?;
        turns.extend(later.into_iter().rev());
        Some(turns.into_iter().flatten().collect())
    }

    /// Those of an edge that was cut; none where they cannot be told.
    fn of_way(&self, way: usize) -> Option<Vec<Turn>> {
        let mut turns: Vec<Turn> = Vec::new();
        for side in 0..2 {
            let mut add = |feature: u32, times: i32| {
                let Some(&holder) = self.land[side].holders.get(feature as usize) else {
                    return;
                };
                let mut known = turns.iter_mut();
                match known.find(|turn| turn.side == side && turn.holder == holder) {
                    Some(turn) => turn.times += times,
                    None => turns.push(Turn {
                        way,
                        side,
                        holder,
                        times,
                    }),
                }
            };
            let (
                mosaic,
                Held {
                    layer, is_regular, ..
                },
            ) = (self.mosaic, self.land[side]);
            let tags = mosaic.meaning.in_layer(mosaic.bends.set(way), layer.0);
            if is_regular {
                tags.for_each(|tag| add(mosaic.meaning.ring(tag).feature, tag.turn));
            } else if tags.count() > 0 {
                let [left, right] = self.features_beside(way, side)?;
                add(left, 1);
                add(right, -1);
            }
        }
        turns.retain(|turn| turn.times != 0);
        Some(turns)
    }

    /// The features of a layer beside an edge that was cut: those beside a part of it along which no other edge of the layer
    /// runs. None where there is no such part.
    fn features_beside(&self, way: usize, side: usize) -> Option<[u32; 2]> {
        let (bends, meaning) = (&self.mosaic.bends, &self.mosaic.meaning);
        let own = |set| meaning.in_layer(set, self.land[side].layer.0);
        let set = bends.set(way);
        let parts = bends.way(way).windows(2);
        parts
            .filter_map(|part| self.beside(part[0], part[1]))
            .filter(|beside| beside.set == set || own(beside.set).eq(own(set)))
            .find_map(|beside| beside.features[side])
    }

    /// What lies beside a part, on its way.
    fn beside(&self, from: VertexId, to: VertexId) -> Option<Beside> {
        let mosaic = self.mosaic;
        if !is_forward(&mosaic.positions, from, to) {
            return self.beside_edge([to, from]).map(Beside::reversed);
        }
        self.beside_edge([from, to])
    }

    fn beside_edge(&self, ends: Ends) -> Option<Beside> {
        if let Some(beside) = self.cut_later.get(&ends) {
            return Some(*beside);
        }
        let mosaic = self.mosaic;
        let mut leaving = self.leaving.as_ref()?.of(ends[0] as usize).iter();
        let edge = *leaving.find(|&&edge| mosaic.ends[edge as usize] == ends)? as usize;
        let features = self.land.map(|held| {
            let label = |half: usize| mosaic.label(held.layer, FaceId(mosaic.of_half[half]));
            Some([2 * edge, 2 * edge + 1].map(|half| label(half).map_or(NONE, |label| label as u32)))
        });
        Some(Beside {
            set: mosaic.meaning.sets[edge],
            features,
        })
    }

    /// Keeps what was beside an edge that may be a part of one that was cut before.
    fn remember(&mut self, way: usize) {
        let bends = &self.mosaic.bends;
        if let [from, .., to] = *bends.way(way) {
            let beside = Beside {
                set: bends.set(way),
                features: [0, 1].map(|side| self.features_beside(way, side)),
            };
            self.cut_later.insert([from, to], beside);
        }
    }
}

impl Unbent<'_> {
    /// The hashes of the land of every holder, in the earlier layer and in the later.
    pub fn hashes(&self) -> [Vec<BorderHash>; 2] {
        let edges = 0..self.mosaic.ends.len().div_ceil(PORTION);
        let here: Vec<_> = edges.into_par_iter().map(|n| self.hashes_here(n)).collect();
        let ways: Vec<&[Turn]> = self.turns.chunk_by(|a, b| a.way == b.way).collect();
        let bent = ways.par_chunks(PORTION).map(|ways| self.hashes_bent(ways));
        let bent: Vec<_> = bent.collect();
        let mut all = self.no_hashes();
        for part in here.iter().chain(&bent) {
            for (all, part) in all.iter_mut().flatten().zip(part.iter().flatten()) {
                all.append(*part);
            }
        }
        all
    }

    fn no_hashes(&self) -> [Vec<BorderHash>; 2] {
        [0, 1].map(|_| vec![BorderHash::default(); self.holders])
    }

    /// The hashes of the borders that are here, of one portion of edges.
    fn hashes_here(&self, portion: usize) -> [Vec<BorderHash>; 2] {
        let mut hashes = self.no_hashes();
        for edge in self.portion(portion) {
            let beside = [0, 1].map(|side| self.holders_beside(side, edge));
            if beside.iter().all(|[left, right]| left == right) {
                continue;
            }
            let [from, to] = self.mosaic.ends[edge].map(|end| self.mosaic.positions[end as usize]);
            let hash = BorderHash::of_edge(from, to);
            for (hashes, [left, right]) in hashes.iter_mut().zip(beside) {
                if left != right {
                    for (holder, times) in [(left, 1), (right, -1)] {
                        if let Some(sum) = hashes.get_mut(holder as usize) {
                            sum.append_times(hash, times);
                        }
                    }
                }
            }
        }
        hashes
    }

    /// What the borders of some edges that were cut add to them.
    fn hashes_bent(&self, ways: &[&[Turn]]) -> [Vec<BorderHash>; 2] {
        let mut hashes = self.no_hashes();
        for turns in ways {
            let way = self.positions(turns[0].way);
            let mut lacking = BorderHash::of_edge(way[0], way[way.len() - 1]);
            for part in way.windows(2) {
                lacking.add(part[0], part[1], -1);
            }
            for turn in *turns {
                hashes[turn.side][turn.holder as usize].append_times(lacking, turn.times);
            }
        }
        hashes
    }

    fn portion(&self, portion: usize) -> std::ops::Range<usize> {
        portion * PORTION..self.mosaic.ends.len().min((portion + 1) * PORTION)
    }

    /// The holders on the left and on the right of an edge.
    fn holders_beside(&self, side: usize, edge: usize) -> [u32; 2] {
        let Held { layer, holders, .. } = self.land[side];
        [2 * edge, 2 * edge + 1].map(|half| {
            let label = self.mosaic.label(layer, FaceId(self.mosaic.of_half[half]));
            label.map_or(NONE, |label| holders[label])
        })
    }

    fn positions(&self, way: usize) -> Vec<GridPoint> {
        let vertices = self.mosaic.bends.way(way).iter();
        vertices
            .map(|&vertex| self.mosaic.positions[vertex as usize])
            .collect()
    }

    /// By holder, the rings that the borders of the later layer, less those of the earlier, have beyond what they have here:
    /// along an edge that was cut and back by its parts, or the other way round.
    pub fn bends(&self) -> Vec<Vec<GridRing>> {
        let mut rings = vec![Vec::new(); self.holders];
        for turns in self.turns.chunk_by(|a, b| a.way == b.way) {
            let of_holder = |holder| {
                let own = turns.iter().filter(move |turn| turn.holder == holder);
                own.map(|turn| if turn.side == 0 { -turn.times } else { turn.times })
                    .sum::<i32>()
            };
            let mut way: Option<GridRing> = None;
            for (n, turn) in turns.iter().enumerate() {
                let is_first = turns[..n].iter().all(|other| other.holder != turn.holder);
                let times = if is_first { of_holder(turn.holder) } else { 0 };
                if times == 0 {
                    continue;
                }
                let ring = way.get_or_insert_with(|| {
                    let mut way = self.positions(turn.way);
                    way[1..].reverse();
                    way.push(way[0]);
                    GridRing::new(way)
                });
                let mut ring = ring.clone();
                if times < 0 {
                    ring.0.reverse();
                }
                let own = &mut rings[turn.holder as usize];
                own.extend(std::iter::repeat_n(ring, times.unsigned_abs() as usize));
            }
        }
        rings
    }

    /// Whether land that moves leads from the borders of the earlier layer to those of the later as both are here, edge for
    /// edge.
    pub fn are_led_to_by(&self, moved: &[Moved]) -> bool {
        let edges = 0..self.mosaic.ends.len().div_ceil(PORTION);
        let here = edges.into_par_iter().map(|n| self.difference(n));
        let here: Vec<Vec<Wrapping<u64>>> = here.collect();
        let portion = |moved: &[Moved]| {
            let mut sums = vec![Wrapping(0); self.holders];
            for Moved { holder, times, land } in moved {
                let edges = land.iter().flat_map(rings).flat_map(|ring| ring.0.windows(2));
                let sum: Wrapping<u64> = edges.map(|edge| trace(edge[0], edge[1])).sum();
                sums[*holder as usize] -= sum * Wrapping(i64::from(*times).cast_unsigned());
            }
            sums
        };
        let led: Vec<Vec<Wrapping<u64>>> = moved.par_chunks(PORTION / 16).map(portion).collect();
        let mut all = vec![Wrapping(0); self.holders];
        for part in here.iter().chain(&led) {
            for (all, part) in all.iter_mut().zip(part) {
                *all += part;
            }
        }
        all.iter().all(|sum| *sum == Wrapping(0))
    }

    /// The traces of the later borders less those of the earlier, of one portion of edges.
    fn difference(&self, portion: usize) -> Vec<Wrapping<u64>> {
        let mut sums = vec![Wrapping(0); self.holders];
        for edge in self.portion(portion) {
            let [before, after] = [0, 1].map(|side| self.holders_beside(side, edge));
            if before == after {
                continue;
            }
            let [from, to] = self.mosaic.ends[edge].map(|end| self.mosaic.positions[end as usize]);
            let trace = trace(from, to);
            for (holder, sign) in [(after[0], 1), (after[1], -1), (before[0], -1), (before[1], 1)] {
                if let Some(sum) = sums.get_mut(holder as usize) {
                    *sum += trace * Wrapping(i64::from(sign).cast_unsigned());
                }
            }
        }
        sums
    }
}

/// A number for an edge, that of the same edge backwards being its negative: sums of them tell sums of edges apart. It is
/// quick to compute, and remembered nowhere.
fn trace(from: GridPoint, to: GridPoint) -> Wrapping<u64> {
    let mixed = |a: GridPoint, b: GridPoint| {
        let words = [a.x, a.y, b.x, b.y].into_iter();
        let mixed = words.fold(0x9e37_79b9_7f4a_7c15, |before: u64, word| {
            let wide = u128::from(before ^ word.cast_unsigned()) * u128::from(0xa076_1d64_78bd_642f_u64);
            (wide as u64) ^ ((wide >> 64) as u64)
        });
        Wrapping(mixed)
    };
    if (from.x, from.y) < (to.x, to.y) {
        mixed(from, to)
    } else {
        -mixed(to, from)
    }
}
