//! Borders as sums of directed edges, with the land on their left: what is added to land is added to its borders, what is
//! taken from it subtracted, and nothing is bent on the way.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::measure::{Area, EdgeModel};
use crate::model::{BorderHash, GridPoint, GridPolygon, GridRing, rings};
use crate::parallel::prelude::*;

/// An edge, its first end before the second in lon, then lat.
type Ends = [(i64, i64); 2];

/// How often each edge runs from its first end to its second, less how often backwards; none is 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Borders(HashMap<Ends, i32>);

/// The edges of polygons, as they run.
pub(super) fn edges_of(polygons: &[GridPolygon]) -> Vec<[GridPoint; 2]> {
    let of_polygon = |polygon| {
        let edges = rings(polygon).flat_map(|ring| ring.0.windows(2));
        edges.map(|edge| [edge[0], edge[1]])
    };
    polygons.par_iter().flat_map_iter(of_polygon).collect()
}

/// The borders of every holder.
pub(super) type BordersByHolder = BTreeMap<String, Borders>;

impl Borders {
    /// Adds an edge so many times.
    pub(super) fn add_edge(&mut self, from: GridPoint, to: GridPoint, times: i32) {
        let (from, to) = (from.x_y(), to.x_y());
        let (ends, times) = if from < to {
            ([from, to], times)
        } else {
            ([to, from], -times)
        };
        if from == to || times == 0 {
            return;
        }
        let count = self.0.entry(ends).or_default();
        *count += times;
        if *count == 0 {
            self.0.remove(&ends);
        }
    }

    /// Adds the borders of polygons so many times.
    pub(super) fn add(&mut self, polygons: &[GridPolygon], times: i32) {
        for [from, to] in edges_of(polygons) {
            self.add_edge(from, to, times);
        }
    }

    /// Adds the edges of rings so many times.
    pub(super) fn add_rings(&mut self, rings: &[GridRing], times: i32) {
        for edge in rings.iter().flat_map(|ring| ring.0.windows(2)) {
            self.add_edge(edge[0], edge[1], times);
        }
    }

    /// Adds other borders so many times.
    pub(super) fn append(&mut self, other: &Self, times: i32) {
        for (&[from, to], &count) in &other.0 {
            self.add_edge(from.into(), to.into(), count * times);
        }
    }

    /// Moves ends of edges; an edge whose ends come together is gone.
    pub(super) fn move_ends(&mut self, to: &HashMap<(i64, i64), GridPoint>) {
        let touches = |ends: &Ends| ends.iter().any(|end| to.contains_key(end));
        let moved: Vec<(Ends, i32)> = self.0.extract_if(|ends, _| touches(ends)).collect();
        let place = |end: (i64, i64)| to.get(&end).copied().unwrap_or_else(|| end.into());
        for ([from, until], times) in moved {
            self.add_edge(place(from), place(until), times);
        }
    }

    /// The area that they enclose, negative where they run about it the other way.
    pub(super) fn area(&self, edges: EdgeModel) -> Area {
        let area = |[from, to]: [GridPoint; 2]| edges.area(from, to);
        self.edges().into_iter().map(area).sum()
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How often an edge runs this way, less how often backwards.
    pub(super) fn times(&self, from: GridPoint, to: GridPoint) -> i32 {
        let (from, to) = (from.x_y(), to.x_y());
        if from < to {
            self.0.get(&[from, to]).copied().unwrap_or_default()
        } else {
            -self.0.get(&[to, from]).copied().unwrap_or_default()
        }
    }

    /// The hash of what they enclose.
    pub(super) fn hash(&self) -> BorderHash {
        let mut hash = BorderHash::default();
        for (&[from, to], &times) in &self.0 {
            hash.add(from.into(), to.into(), times);
        }
        hash
    }

    /// The edges in their order, each as it runs and as often.
    pub(super) fn edges(&self) -> Vec<[GridPoint; 2]> {
        let each = self.0.iter().flat_map(|(&[from, to], &times)| {
            let edge = if times > 0 { [from, to] } else { [to, from] };
            std::iter::repeat_n(edge.map(GridPoint::from), times.unsigned_abs() as usize)
        });
        let mut edges: Vec<[GridPoint; 2]> = each.collect();
        edges.sort_unstable_by_key(|edge| edge.map(|p| p.x_y()));
        edges
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::polygon;

    #[test]
    fn what_is_added_and_taken_away_cancels() {
        let whole = polygon(&[(0., 0.), (4., 0.), (4., 4.), (0., 4.)]);
        let west = polygon(&[(0., 0.), (2., 0.), (2., 4.), (0., 4.)]);
        let east = polygon(&[(2., 0.), (4., 0.), (4., 4.), (2., 4.)]);
        let mut borders = Borders::default();
        borders.add(&[west, east], 1);
        assert_eq!(borders.hash(), BorderHash::of(std::slice::from_ref(&whole)));
        // The inner edge is gone; those along the north and south are in two parts.
        assert_eq!(borders.edges().len(), 6);
        let twice = borders.clone();
        borders.append(&twice, -1);
        assert!(borders.is_empty());
    }
}
