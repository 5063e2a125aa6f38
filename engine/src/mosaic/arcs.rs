//! Arcs: chains of edges that share a key, such as the front between two controllers.

use std::collections::BTreeMap;

use super::edges::Ends;
use super::vertices::VertexId;
use super::{Mosaic, Side};
use crate::model::GridLine;

impl Mosaic {
    /// The edges of every key joined into lines that run from junction to junction, or around.
    ///
    /// `key` sees each edge with its place in [`Mosaic::sides`]; edges without a key are left out. Lines are in order
    /// of the position where they start.
    pub fn arcs<K: Ord>(&self, key: impl Fn(usize, &Side) -> Option<K>) -> BTreeMap<K, Vec<GridLine>> {
        let mut edges: BTreeMap<K, Vec<Ends>> = BTreeMap::new();
        for (edge, side) in self.sides().enumerate() {
            if let Some(key) = key(edge, &side) {
                edges.entry(key).or_default().push(self.ends[edge]);
            }
        }
        edges
            .into_iter()
            .map(|(key, edges)| (key, self.joined(&edges)))
            .collect()
    }

    /// The edges joined into lines; apart from the keys, so that it is compiled once for all types of them.
    fn joined(&self, edges: &[Ends]) -> Vec<GridLine> {
        let line = |chain: Vec<VertexId>| chain.into_iter().map(|v| self.positions[v as usize]).collect();
        let position = |v: VertexId| (self.positions[v as usize].x, self.positions[v as usize].y);
        chains(edges, position).into_iter().map(line).collect()
    }
}

/// Joins edges end to end; a chain ends where not exactly two edges meet.
fn chains<P: Ord>(edges: &[Ends], position: impl Fn(VertexId) -> P) -> Vec<Vec<VertexId>> {
    let mut order: Vec<u32> = (0..edges.len() as u32).collect();
    order.sort_by_key(|&edge| edges[edge as usize].map(&position));
    let mut leaving: Vec<(VertexId, u32)> = order
        .iter()
        .flat_map(|&edge| edges[edge as usize].map(|end| (end, edge)))
        .collect();
    // Stable: the edges at a vertex stay in order.
    leaving.sort_by_key(|&(end, _)| end);
    let meeting = |vertex: VertexId| {
        let from = leaving.partition_point(|&(end, _)| end < vertex);
        let rest = &leaving[from..];
        &rest[..rest.iter().take_while(|&&(end, _)| end == vertex).count()]
    };
    let mut junctions: Vec<VertexId> = leaving
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|edges| edges.len() != 2)
        .map(|edges| edges[0].0)
        .collect();
    junctions.sort_by_key(|&vertex| position(vertex));
    let mut used = vec![false; edges.len()];
    let mut chains = Vec::new();
    // Junctions first; what is left then are closed loops.
    let starts = junctions
        .into_iter()
        .chain(order.iter().map(|&edge| edges[edge as usize][0]));
    for start in starts {
        for &(_, first) in meeting(start) {
            if used[first as usize] {
                continue;
            }
            let mut chain = vec![start];
            let (mut here, mut edge) = (start, Some(first));
            while let Some(e) = edge {
                used[e as usize] = true;
                let [one, other] = edges[e as usize];
                here = if one == here { other } else { one };
                chain.push(here);
                let around = meeting(here);
                let onward = around
                    .iter()
                    .map(|&(_, edge)| edge)
                    .find(|&edge| !used[edge as usize]);
                edge = onward.filter(|_| around.len() == 2);
            }
            chains.push(chain);
        }
    }
    chains
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_junctions_and_loops_close() {
        let star = [[0, 1], [1, 2], [2, 3], [2, 4]];
        let lengths: Vec<_> = chains(&star, |v| v).iter().map(Vec::len).collect();
        assert_eq!(lengths, [3, 2, 2]);
        let square = [[0, 1], [0, 2], [1, 3], [2, 3]];
        assert_eq!(chains(&square, |v| v), [[0, 1, 3, 2, 0]]);
    }
}
