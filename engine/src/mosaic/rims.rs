//! Rims: where noded edges cross the rim of a tile, in the order of a walk along it.
//!
//! A rim runs halfway between two rows or columns of the grid, so no vertex lies on it and no edge runs along it; and since
//! edges meet at their ends only, no two cross it at one place. One that crosses at the very corner counts as if the walk
//! started a hair above it.

use super::below::by_height;
use super::edges::Edges;
use super::predicates::cross;
use crate::model::GridPoint;
use crate::parallel::prelude::*;

/// Which way a walk goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walk {
    /// North, half a grid unit west of a column.
    North,
    /// East, half a grid unit south of a row.
    East,
}

/// An edge that crosses the line of a walk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Crossed {
    pub(super) edge: u32,
    /// Its ends as one sees them who takes the walk for one north.
    segment: [GridPoint; 2],
    /// Whether the walk leads from the edge's left to its right.
    pub(super) to_right: bool,
}

impl Walk {
    /// The edges that the walk just before a column or row crosses, in its order.
    pub(super) fn crossed(self, edges: &Edges, before: i64) -> Vec<Crossed> {
        let seen = |edge: u32| self.seen(edges.segment(edge as usize), edge, before);
        let mut crossed: Vec<Crossed> = (0..edges.len() as u32).into_par_iter().filter_map(seen).collect();
        crossed.sort_unstable_by(|e, f| by_height(e.segment, f.segment));
        crossed
    }

    /// An edge, if the line just before a column or row crosses it.
    pub(super) fn seen(self, [from, to]: [GridPoint; 2], edge: u32, before: i64) -> Option<Crossed> {
        let turned = |p: GridPoint| GridPoint { x: p.y, y: p.x };
        let (segment, to_right) = match self {
            Self::North => ([from, to], false),
            Self::East if from.y < to.y => ([from, to].map(turned), true),
            Self::East => ([to, from].map(turned), false),
        };
        let crosses = segment[0].x < before && before <= segment[1].x;
        crosses.then_some(Crossed {
            edge,
            segment,
            to_right,
        })
    }
}

impl Crossed {
    /// Whether the walk just before a column or row crosses the edge before it comes, half a grid unit early, to another.
    pub(super) fn is_before(&self, before: i64, reached: i64) -> bool {
        let side = self.side(2 * before - 1, 2 * reached - 1);
        side > 0 || side == 0 && !self.to_right
    }

    /// Whether the walk just before a column or row crosses the edge before it is past another.
    pub(super) fn is_by(&self, before: i64, passed: i64) -> bool {
        self.side(2 * before - 1, 2 * passed) >= 0
    }

    /// On which side of the edge a place in half grid units lies: positive to the left.
    fn side(&self, x: i64, y: i64) -> i128 {
        let [a, b] = self.segment.map(|p| GridPoint {
            x: 2 * p.x,
            y: 2 * p.y,
        });
        cross(a, b, GridPoint { x, y })
    }
}
