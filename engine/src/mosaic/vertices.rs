//! Vertices: every position at which something starts, ends or bends, once, under a small number.
//!
//! Numbers are given in order of first appearance, so neighbours along a border have numbers beside each other. Most
//! borders occur two to four times, forwards and backwards: a [`Trail`] guesses from the last number what the next
//! one is, so that only where a border starts must the table be asked.

use hashbrown::HashTable;

use crate::model::GridPoint;
use crate::parallel::prelude::*;

/// The number of a vertex.
pub(super) type VertexId = u32;

/// Distinct positions by number.
#[derive(Debug, Default)]
pub(super) struct Vertices {
    positions: Vec<GridPoint>,
    table: HashTable<VertexId>,
    /// Those that came up while noding. A table of their own is small enough for the caches, and the other one need
    /// not grow.
    crossings: HashTable<VertexId>,
}

impl Vertices {
    /// Makes room for so many positions in all.
    pub(super) fn reserve(&mut self, count: usize) {
        let more = count.saturating_sub(self.positions.len());
        self.positions.reserve(more);
        let positions = &self.positions;
        self.table.reserve(more, |&id| hash(positions[id as usize]));
    }

    /// The positions, by number.
    pub(super) fn positions(&self) -> &[GridPoint] {
        &self.positions
    }

    /// The positions alone, when no more are to come.
    pub(super) fn into_positions(mut self) -> Vec<GridPoint> {
        self.positions.shrink_to_fit();
        self.positions
    }

    /// The number of a position, if it has one.
    pub(super) fn find(&self, p: GridPoint) -> Option<VertexId> {
        let same = |&id: &VertexId| self.positions[id as usize] == p;
        let hash = hash(p);
        let found = self.table.find(hash, same);
        found.or_else(|| self.crossings.find(hash, same)).copied()
    }

    /// The number of a position, a new one if need be.
    pub(super) fn number(&mut self, p: GridPoint) -> VertexId {
        let Self { positions, table, .. } = self;
        number(table, positions, p)
    }

    /// The numbers of crossings, new ones if need be.
    pub(super) fn number_crossings(&mut self, crossings: &[GridPoint]) -> Vec<VertexId> {
        let known: Vec<Option<VertexId>> = crossings.par_iter().map(|&p| self.find(p)).collect();
        let Self {
            positions,
            crossings: table,
            ..
        } = self;
        let new = known.iter().filter(|known| known.is_none()).count();
        positions.reserve(new);
        table.reserve(new, |&id| hash(positions[id as usize]));
        let numbers = known.into_iter().zip(crossings);
        numbers
            .map(|(known, &p)| known.unwrap_or_else(|| number(table, positions, p)))
            .collect()
    }

    /// The numbers of a chain of positions, in its order.
    pub(super) fn number_chain(&mut self, chain: &[GridPoint], numbers: &mut Vec<VertexId>) {
        let mut trail = Trail { at: 0, step: 1 };
        for &p in chain {
            let guessed = trail.guess(&self.positions, p);
            numbers.push(guessed.unwrap_or_else(|| {
                let known = self.positions.len();
                let id = self.number(p);
                trail.meet((self.positions.len() == known).then_some(id));
                id
            }));
        }
    }
}

/// The number that a table has for a position, a new one if need be.
fn number(table: &mut HashTable<VertexId>, positions: &mut Vec<GridPoint>, p: GridPoint) -> VertexId {
    let entry = table.entry(
        hash(p),
        |&id| positions[id as usize] == p,
        |&id| hash(positions[id as usize]),
    );
    let id = *entry.or_insert(positions.len() as VertexId).get();
    if id as usize == positions.len() {
        positions.push(p);
    }
    id
}

/// Follows a border that is known already.
struct Trail {
    at: VertexId,
    step: VertexId,
}

impl Trail {
    /// The number of `p`, if it is the next or the previous along the border.
    fn guess(&mut self, positions: &[GridPoint], p: GridPoint) -> Option<VertexId> {
        let is_at = |id: VertexId| positions.get(id as usize) == Some(&p);
        let (onward, back) = (self.at.wrapping_add(self.step), self.at.wrapping_sub(self.step));
        if is_at(onward) {
            self.at = onward;
        } else if is_at(back) {
            self.at = back;
            self.step = self.step.wrapping_neg();
        } else {
            return None;
        }
        Some(self.at)
    }

    /// Takes note of a vertex that could not be guessed, if it was known. A new one may stand for one of the border
    /// that was moved: what comes next may be on the border again.
    fn meet(&mut self, known: Option<VertexId>) {
        self.at = known.unwrap_or(self.at.wrapping_add(self.step));
    }
}

/// A hash of a position: both coordinates multiplied into 128 bits and folded.
fn hash(p: GridPoint) -> u64 {
    let (x, y) = (
        p.x as u64 ^ 0x9e37_79b9_7f4a_7c15,
        p.y as u64 ^ 0xd1b5_4a32_d192_ed03,
    );
    let wide = u128::from(x.wrapping_mul(0xa076_1d64_78bd_642f)) * u128::from(y);
    (wide as u64) ^ ((wide >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_has_one_number_whatever_the_way_it_is_walked() {
        let at = |i: i64| GridPoint { x: i * i, y: -i };
        let mut vertices = Vertices::default();
        let mut walk = |order: &[i64]| {
            let mut numbers = Vec::new();
            let chain: Vec<GridPoint> = order.iter().map(|&i| at(i)).collect();
            vertices.number_chain(&chain, &mut numbers);
            numbers
        };
        assert_eq!(walk(&[0, 1, 2, 3, 0]), [0, 1, 2, 3, 0]);
        assert_eq!(walk(&[3, 2, 1, 0]), [3, 2, 1, 0]);
        assert_eq!(walk(&[9, 1, 8, 3, 2, 7]), [4, 1, 5, 3, 2, 6]);
        assert_eq!(vertices.find(at(8)), Some(5));
        let crossings = [at(8), at(20), at(1), at(21), at(20)];
        assert_eq!(vertices.number_crossings(&crossings), [5, 7, 1, 8, 7]);
        assert_eq!(vertices.number_crossings(&crossings), [5, 7, 1, 8, 7]);
        assert_eq!(vertices.find(at(6)), None);
        assert_eq!(vertices.positions().len(), 9);
    }
}
