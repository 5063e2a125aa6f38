//! Edges between vertices, each once, with what it means to the rings it bounds.

use std::ops::Range;

use super::grouping::Grouped;
use super::predicates::by_position;
use super::tags::{Tag, TagSet, TagSets};
use super::vertices::{VertexId, Vertices};
use crate::model::GridPoint;
use crate::parallel::prelude::*;

/// The two ends of an edge; the first comes before the second by position.
pub(super) type Ends = [VertexId; 2];

/// Distinct edges with their tags, and the vertices they run between.
#[derive(Debug, Default)]
pub(super) struct Edges {
    pub(super) vertices: Vertices,
    pub(super) ends: Vec<Ends>,
    /// Per edge, its tags.
    pub(super) sets: Vec<TagSet>,
    pub(super) tags: TagSets,
}

impl Edges {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn append(&mut self, more: &Merged) {
        let numbers = self.tags.append(&more.tags);
        self.ends.extend_from_slice(&more.ends);
        let sets = more.sets.iter().map(|set| set.renumbered(&numbers));
        self.sets.extend(sets);
    }

    /// Some edges, and what they mean to rings that are `wanted`; the vertices stay here.
    pub(super) fn part(&self, of: &[u32], wanted: impl Fn(u32) -> bool) -> Self {
        let mut part = Self::default();
        let mut tags = Vec::new();
        for &edge in of {
            tags.clear();
            tags.extend(self.tags_of(edge).filter(|tag| wanted(tag.ring)));
            if let Some(set) = part.tags.set_of(&mut tags) {
                part.ends.push(self.ends[edge as usize]);
                part.sets.push(set);
            }
        }
        part
    }

    /// What an edge means to each ring that it bounds.
    pub(super) fn tags_of(&self, edge: u32) -> impl Iterator<Item = Tag> + Clone + '_ {
        self.tags.tags(self.sets[edge as usize])
    }

    /// The positions of an edge's ends.
    pub(super) fn segment(&self, edge: usize) -> [GridPoint; 2] {
        self.ends[edge].map(|end| self.vertices.positions()[end as usize])
    }
}

/// Whether u → v runs the way edges are stored.
pub(super) fn is_forward(positions: &[GridPoint], u: VertexId, v: VertexId) -> bool {
    by_position(positions[u as usize], positions[v as usize]).is_lt()
}

/// Closed rings and lines as chains of vertices; their numbers are those of [`super::input::Rings`].
#[derive(Debug, Default)]
pub(super) struct Chains {
    /// The vertices of all, one chain after another.
    pub(super) vertices: Vec<VertexId>,
    /// Where each chain ends.
    ends: Vec<usize>,
    /// Per chain, the turn of its edges: 1 for rings, 0 for lines.
    turns: Vec<i32>,
}

impl Chains {
    /// Ends a chain: all vertices since the last one are its own.
    pub(super) fn end(&mut self, turn: i32) {
        self.ends.push(self.vertices.len());
        self.turns.push(turn);
    }

    /// Adds other chains, their vertices renumbered.
    pub(super) fn append(&mut self, other: &Self, numbers: &[VertexId]) {
        let before = self.vertices.len();
        self.vertices
            .extend(other.vertices.iter().map(|&vertex| numbers[vertex as usize]));
        self.ends.extend(other.ends.iter().map(|end| before + end));
        self.turns.extend_from_slice(&other.turns);
    }

    /// Every edge that has a length, by its first end.
    fn leaving<'a>(
        &'a self,
        positions: &'a [GridPoint],
    ) -> impl Iterator<Item = (usize, Leaving)> + Clone + 'a {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let chains = starts.zip(&self.ends).enumerate();
        chains.flat_map(move |(chain, (start, &end))| {
            let pairs = self.vertices[start..end]
                .windows(2)
                .filter(|pair| pair[0] != pair[1]);
            pairs.map(move |pair| {
                let is_backward = !is_forward(positions, pair[0], pair[1]);
                let (from, to) = if is_backward {
                    (pair[1], pair[0])
                } else {
                    (pair[0], pair[1])
                };
                (from as usize, Leaving::new(to, chain as u32, is_backward))
            })
        })
    }
}

/// An edge of a chain by its first end: its second end, and what it means to the chain. Sorts by end, then by chain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Leaving(u64);

impl Leaving {
    fn new(to: VertexId, chain: u32, is_backward: bool) -> Self {
        Self(u64::from(to) << 32 | u64::from(chain) << 1 | u64::from(is_backward))
    }

    const fn to(self) -> VertexId {
        (self.0 >> 32) as VertexId
    }

    fn tag(self, turns: &[i32]) -> Tag {
        let ring = self.0 as u32 >> 1;
        let turn = turns[ring as usize];
        Tag {
            ring,
            turn: if self.0 & 1 == 0 { turn } else { -turn },
        }
    }
}

/// All edges of the chains, those at the same place merged: sorted by their first end, in linear time.
pub(super) fn merge(vertices: Vertices, chains: Chains) -> Edges {
    /// The edges that leave so many vertices are one thread's portion.
    const PORTION: usize = 1 << 13;
    /// So many portions are merged at a time, to keep memory low.
    const BATCH: usize = 1 << 4;
    let positions = vertices.positions();
    let mut by_start = Grouped::new(positions.len(), chains.leaving(positions));
    // They take room.
    let Chains { turns, .. } = chains;
    by_start.sort_each(2, Leaving::cmp);
    let portions = by_start.count().div_ceil(PORTION);
    let merged = |portion: usize| {
        let first = portion * PORTION;
        let vertices = first..by_start.count().min(first + PORTION);
        Merged::of(&by_start, vertices, &turns)
    };
    let mut edges = Edges::default();
    for first in (0..portions).step_by(BATCH) {
        let batch = first..portions.min(first + BATCH);
        let batch: Vec<Merged> = batch.into_par_iter().map(merged).collect();
        for portion in &batch {
            edges.append(portion);
        }
    }
    edges.vertices = vertices;
    edges
}

/// The distinct edges that leave some vertices.
#[derive(Default)]
struct Merged {
    ends: Vec<Ends>,
    sets: Vec<TagSet>,
    tags: TagSets,
}

impl Merged {
    fn of(by_start: &Grouped<Leaving>, vertices: Range<usize>, turns: &[i32]) -> Self {
        let mut merged = Self::default();
        let mut tags = Vec::new();
        for from in vertices {
            for same in by_start.of(from).chunk_by(|a, b| a.to() == b.to()) {
                tags.clear();
                tags.extend(same.iter().map(|edge| edge.tag(turns)));
                if let Some(set) = merged.tags.set_of(&mut tags) {
                    merged.ends.push([from as VertexId, same[0].to()]);
                    merged.sets.push(set);
                }
            }
        }
        merged
    }
}
