//! Arcs: chains of edges that share a key, such as the front between two controllers.

use std::collections::BTreeMap;

use super::{Mosaic, Side};
use crate::model::{GridLine, GridPoint};

impl Mosaic {
    /// The edges of every key joined into lines that run from junction to junction, or around.
    ///
    /// `key` sees each edge with its index in [`Mosaic::sides`]; edges without a key are left out.
    pub fn arcs<K: Ord>(&self, key: impl Fn(usize, &Side) -> Option<K>) -> BTreeMap<K, Vec<GridLine>> {
        let mut edges: BTreeMap<K, Vec<(GridPoint, GridPoint)>> = BTreeMap::new();
        for (index, side) in self.sides.iter().enumerate() {
            if let Some(key) = key(index, side) {
                edges.entry(key).or_default().push((side.from, side.to));
            }
        }
        edges
            .into_iter()
            .map(|(key, edges)| (key, chain(&edges)))
            .collect()
    }
}

type Position = (i64, i64);

/// Joins edges end to end; a line ends where not exactly two edges meet.
fn chain(edges: &[(GridPoint, GridPoint)]) -> Vec<GridLine> {
    let position = |p: GridPoint| (p.x, p.y);
    let mut meeting: BTreeMap<Position, Vec<usize>> = BTreeMap::new();
    for (i, &(a, b)) in edges.iter().enumerate() {
        meeting.entry(position(a)).or_default().push(i);
        meeting.entry(position(b)).or_default().push(i);
    }
    let mut used = vec![false; edges.len()];
    let mut lines = Vec::new();
    let is_junction = |p: &Position| meeting[p].len() != 2;
    let ends = meeting.keys().copied().filter(is_junction);
    // Junctions first; what is left then are closed loops.
    for start in ends.chain(edges.iter().map(|e| position(e.0))) {
        for &first in &meeting[&start] {
            if used[first] {
                continue;
            }
            let mut line = vec![GridPoint {
                x: start.0,
                y: start.1,
            }];
            let mut edge = Some(first);
            while let Some(e) = edge {
                used[e] = true;
                let last = line[line.len() - 1];
                let end = if edges[e].0 == last {
                    edges[e].1
                } else {
                    edges[e].0
                };
                line.push(end);
                let here = position(end);
                let onward = meeting[&here].iter().copied().find(|&e| !used[e]);
                edge = onward.filter(|_| !is_junction(&here));
            }
            lines.push(GridLine::new(line));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_junctions_and_loops_close() {
        let at = |x, y| GridPoint { x, y };
        let star = [
            (at(0, 0), at(1, 0)),
            (at(1, 0), at(2, 0)),
            (at(2, 0), at(3, 1)),
            (at(2, 0), at(3, -1)),
        ];
        let lengths: Vec<_> = chain(&star).iter().map(|l| l.0.len()).collect();
        assert_eq!(lengths, [3, 2, 2]);
        let square = [
            (at(0, 0), at(0, 1)),
            (at(0, 0), at(1, 0)),
            (at(0, 1), at(1, 1)),
            (at(1, 0), at(1, 1)),
        ];
        let lines = chain(&square);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].0.first(), lines[0].0.last());
        assert_eq!(lines[0].0.len(), 5);
    }
}
