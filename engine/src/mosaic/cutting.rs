//! Cutting: edges are replaced by their parts, and parts that fall on other edges are merged with them.
//!
//! Only edges that are cut, and those their parts fall on, are touched; all others keep their order.

use super::edges::{Edges, Ends, is_forward};
use super::tags::{TagSet, TagSets};
use super::vertices::VertexId;
use crate::model::GridPoint;
use crate::parallel::prelude::*;

/// An edge is to be cut at a vertex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cut {
    pub(super) edge: u32,
    pub(super) vertex: VertexId,
}

/// A part of a cut edge.
pub(super) struct Part {
    pub(super) ends: Ends,
    /// None once it is merged with an edge, or means nothing to any ring.
    pub(super) set: Option<TagSet>,
}

impl Part {
    /// The part from one vertex to another of an edge whose tags are `set`.
    fn new(positions: &[GridPoint], from: VertexId, to: VertexId, set: TagSet) -> Self {
        let (ends, set) = if is_forward(positions, from, to) {
            ([from, to], set)
        } else {
            ([to, from], set.reversed())
        };
        Self { ends, set: Some(set) }
    }
}

/// Makes the cuts, which are sorted. Edges not known before come last, from the number returned on.
///
/// An edge that was cut and turns up again, as a part of another, is not known either: its cuts are wanted still.
pub(super) fn cut(edges: &mut Edges, cuts: &[Cut]) -> usize {
    let parts = parts(edges, cuts);
    exchange(edges, cuts.iter().map(|cut| cut.edge), parts)
}

/// Takes edges out, which are sorted, and puts parts in. Edges not known before come last, from the number returned on.
pub(super) fn exchange(edges: &mut Edges, gone: impl Iterator<Item = u32>, parts: Vec<Part>) -> usize {
    let mut parts = merged(parts, &mut edges.tags);
    replace(edges, gone, &mut parts);
    let known = edges.len();
    for part in parts {
        if let Some(set) = part.set {
            edges.ends.push(part.ends);
            edges.sets.push(set);
        }
    }
    known
}

/// The parts of all edges that are cut, edge by edge.
fn parts(edges: &Edges, cuts: &[Cut]) -> Vec<Part> {
    let positions = edges.vertices.positions();
    let parts = |cuts: &[Cut]| {
        let edge = cuts[0].edge as usize;
        let (ends, set) = (edges.ends[edge], edges.sets[edge]);
        let mut way = Vec::with_capacity(cuts.len() + 2);
        way.push(ends[0]);
        way.extend(cuts.iter().map(|cut| cut.vertex));
        sort_along(&mut way[1..], ends.map(|end| positions[end as usize]), positions);
        way.push(ends[1]);
        (1..way.len()).map(move |i| Part::new(positions, way[i - 1], way[i], set))
    };
    cuts.par_chunk_by(|a, b| a.edge == b.edge)
        .flat_map_iter(parts)
        .collect()
}

/// Sorts vertices on an edge from its first end to its second. Positions along an edge are monotone in x and in y.
fn sort_along(vertices: &mut [VertexId], [from, to]: [GridPoint; 2], positions: &[GridPoint]) {
    vertices.sort_unstable_by_key(|&vertex| {
        let p = positions[vertex as usize];
        (p.x, if to.y < from.y { -p.y } else { p.y })
    });
}

/// Parts at the same place as one, sorted by their ends.
fn merged(mut parts: Vec<Part>, tags: &mut TagSets) -> Vec<Part> {
    // Stable, so that equal parts are merged in the order of their edges.
    parts.par_sort_by_key(|part| part.ends);
    parts.dedup_by(|part, first| {
        let is_same = part.ends == first.ends;
        if is_same {
            first.set = tags.joined(first.set, part.set);
        }
        is_same
    });
    parts
}

/// Takes edges out, which are sorted, and merges those that stay with the parts at the same place.
fn replace(edges: &mut Edges, gone: impl Iterator<Item = u32>, parts: &mut [Part]) {
    let mut touched = vec![false; edges.vertices.positions().len()];
    for end in parts.iter().flat_map(|part| part.ends) {
        touched[end as usize] = true;
    }
    let same = |edge: u32| {
        let ends = edges.ends[edge as usize];
        let may_be = ends.iter().all(|&end| touched[end as usize]);
        let found = may_be.then(|| parts.binary_search_by_key(&ends, |part| part.ends).ok());
        Some((edge, found.flatten()?))
    };
    let same: Vec<(u32, usize)> = (0..edges.len() as u32).into_par_iter().filter_map(same).collect();
    let (mut same, mut gone) = (same.into_iter().peekable(), gone.peekable());
    let mut kept = 0;
    for edge in 0..edges.len() {
        let part = same.next_if(|same| same.0 as usize == edge);
        let mut is_gone = false;
        while gone.next_if(|&gone| gone as usize == edge).is_some() {
            is_gone = true;
        }
        if is_gone {
            continue;
        }
        let mut set = Some(edges.sets[edge]);
        if let Some((_, part)) = part {
            set = edges.tags.joined(set, parts[part].set.take());
        }
        if let Some(set) = set {
            edges.ends[kept] = edges.ends[edge];
            edges.sets[kept] = set;
            kept += 1;
        }
    }
    edges.ends.truncate(kept);
    edges.sets.truncate(kept);
}
