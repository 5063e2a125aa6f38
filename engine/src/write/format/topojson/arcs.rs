//! Rings cut into arcs, each of which is held once however many rings share it.

use hashbrown::{HashMap, HashSet};

use crate::model::GridPoint;

/// The arcs of some rings.
#[derive(Debug, Default)]
pub(super) struct Arcs {
    /// Each once, in one of its directions.
    pub held: Vec<Vec<GridPoint>>,
    /// Their places by their first edges: what no ring leaves or enters is the same up to where one does.
    places: HashMap<[GridPoint; 2], usize>,
    junctions: HashSet<GridPoint>,
}

impl Arcs {
    /// Ready to cut rings, which are closed, where they part, and where each starts, so that it starts there again.
    pub(super) fn between<'r>(rings: impl Iterator<Item = &'r [GridPoint]>) -> Self {
        let mut arcs = Self::default();
        let mut neighbours: HashMap<GridPoint, [GridPoint; 2]> = HashMap::new();
        for ring in rings {
            let open = &ring[..ring.len().saturating_sub(1)];
            arcs.junctions.extend(open.first());
            for (place, &here) in open.iter().enumerate() {
                let before = open[(place + open.len() - 1) % open.len()];
                let after = ring[place + 1];
                let pair = if key(before) < key(after) {
                    [before, after]
                } else {
                    [after, before]
                };
                if *neighbours.entry(here).or_insert(pair) != pair {
                    arcs.junctions.insert(here);
                }
            }
        }
        arcs
    }

    /// The arcs of a ring, one of those that it was made for, each by its place; negative, one less, of one that runs the other
    /// way: −1 is the first one backwards.
    pub(super) fn of_ring(&mut self, ring: &[GridPoint]) -> Vec<i64> {
        let places = 0..ring.len();
        let cuts: Vec<usize> = places
            .filter(|&place| self.junctions.contains(&ring[place]))
            .collect();
        let arcs = cuts.windows(2).map(|ends| &ring[ends[0]..=ends[1]]);
        arcs.map(|arc| self.place(arc)).collect()
    }

    fn place(&mut self, arc: &[GridPoint]) -> i64 {
        let count = arc.len();
        if let Some(place) = self.places.get(&[arc[0], arc[1]]) {
            return *place as i64;
        }
        if let Some(place) = self.places.get(&[arc[count - 1], arc[count - 2]]) {
            return !(*place as i64);
        }
        let place = self.held.len();
        self.places.insert([arc[0], arc[1]], place);
        self.held.push(arc.to_vec());
        place as i64
    }
}

fn key(p: GridPoint) -> (i64, i64) {
    (p.x, p.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(i64, i64)]) -> Vec<GridPoint> {
        corners.iter().map(|&(x, y)| GridPoint { x, y }).collect()
    }

    #[test]
    fn what_rings_share_is_one_arc() {
        let west = ring(&[(0, 0), (2, 0), (2, 1), (2, 2), (0, 2), (0, 0)]);
        let east = ring(&[(2, 0), (4, 0), (4, 2), (2, 2), (2, 1), (2, 0)]);
        let mut arcs = Arcs::between([&west, &east].into_iter().map(Vec::as_slice));
        assert_eq!(arcs.of_ring(&west), [0, 1, 2]);
        assert_eq!(arcs.of_ring(&east), [3, -2]);
        assert_eq!(arcs.held[1], ring(&[(2, 0), (2, 1), (2, 2)]));
        assert_eq!(arcs.held.len(), 4);
    }

    #[test]
    fn an_island_and_the_hole_that_it_is_in_have_the_same_arcs() {
        let island = ring(&[(5, 5), (6, 5), (5, 6), (5, 5)]);
        let hole = ring(&[(6, 5), (5, 5), (5, 6), (6, 5)]);
        let mut arcs = Arcs::between([&island, &hole].into_iter().map(Vec::as_slice));
        assert_eq!([arcs.of_ring(&island), arcs.of_ring(&hole)], [[0, 1], [-1, -2]]);
        assert_eq!(arcs.held.len(), 2);
    }

    #[test]
    fn a_ring_that_touches_itself_is_cut_there() {
        let eight = ring(&[(0, 0), (1, 1), (2, 0), (2, 2), (1, 1), (0, 2), (0, 0)]);
        let mut arcs = Arcs::between(std::iter::once(eight.as_slice()));
        assert_eq!(arcs.of_ring(&eight), [0, 1, 2]);
    }
}
