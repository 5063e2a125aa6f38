//! Edges with the rings they bound, merged where they lie at the same place.

use rayon::prelude::*;

use super::predicates::by_position;
use crate::model::GridPoint;

/// What an edge means to one ring or line: how the ring's winding number on its left exceeds that on its right.
/// A line has turn 0: it divides without winding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tag {
    /// The ring, see [`super::input::Rings`].
    pub(super) ring: u32,
    /// Winding number on the left less that on the right of from → to.
    pub(super) turn: i32,
}

/// One edge of one ring, not merged yet. `from` comes before `to`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) from: GridPoint,
    pub(super) to: GridPoint,
    pub(super) tag: Tag,
}

impl Piece {
    /// The edge a → b of a ring that winds `turn` times along it; none where it has no length.
    pub(super) fn new(a: GridPoint, b: GridPoint, tag: Tag) -> Option<Self> {
        match by_position(a, b) {
            std::cmp::Ordering::Less => Some(Self { from: a, to: b, tag }),
            std::cmp::Ordering::Greater => Some(Self {
                from: b,
                to: a,
                tag: Tag {
                    ring: tag.ring,
                    turn: -tag.turn,
                },
            }),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// Distinct edges, sorted by position, each with its tags sorted by ring.
#[derive(Debug, Default)]
pub(super) struct Edges {
    ends: Vec<(GridPoint, GridPoint)>,
    tags: Vec<Tag>,
    /// Where each edge's tags begin; one entry more than edges.
    starts: Vec<u32>,
}

impl Edges {
    /// Merges pieces at the same place: turns of one ring add up, and what adds up to nothing is gone, but for lines.
    pub(super) fn merge(mut pieces: Vec<Piece>) -> Self {
        pieces.par_sort_unstable_by(|a, b| {
            by_position(a.from, b.from)
                .then_with(|| by_position(a.to, b.to))
                .then_with(|| a.tag.cmp(&b.tag))
        });
        let mut edges = Self {
            ends: Vec::new(),
            tags: Vec::new(),
            starts: vec![0],
        };
        for group in pieces.chunk_by(|a, b| (a.from, a.to) == (b.from, b.to)) {
            for same_ring in group.chunk_by(|a, b| a.tag.ring == b.tag.ring) {
                let ring = same_ring[0].tag.ring;
                let turn = same_ring.iter().map(|p| p.tag.turn).sum();
                let is_line = same_ring.iter().all(|p| p.tag.turn == 0);
                if turn != 0 || is_line {
                    edges.tags.push(Tag { ring, turn });
                }
            }
            let end = edges.tags.len() as u32;
            if edges.starts.last() != Some(&end) {
                edges.ends.push((group[0].from, group[0].to));
                edges.starts.push(end);
            }
        }
        edges
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn from(&self, edge: usize) -> GridPoint {
        self.ends[edge].0
    }

    pub(super) fn to(&self, edge: usize) -> GridPoint {
        self.ends[edge].1
    }

    pub(super) fn ends(&self) -> &[(GridPoint, GridPoint)] {
        &self.ends
    }

    pub(super) fn tags(&self, edge: usize) -> &[Tag] {
        &self.tags[self.starts[edge] as usize..self.starts[edge + 1] as usize]
    }
}
