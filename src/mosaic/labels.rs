//! Labels: what covers each face, by winding numbers carried from face to face.
//!
//! From the unbounded face, where all winding numbers are 0, faces are visited across edges; each edge's tags say by
//! how much the winding number of which ring changes. A polygon covers a face where its shell's winding number is not
//! 0 and none of its holes' is.

use std::collections::VecDeque;

use super::edges::{Edges, Tag};
use super::input::{Ring, Rings, Role};
use super::{FaceId, LayerId};

const NONE: u32 = u32::MAX;

/// Per face and layer, the feature that covers it.
#[derive(Debug)]
pub(super) struct Labels {
    layers: usize,
    by_face: Vec<u32>,
    pub(super) overlaps: Vec<Overlap>,
}

/// A face that several features of one layer cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The layer.
    pub layer: LayerId,
    /// The face.
    pub face: FaceId,
    /// The features, in their order; the first one is the face's label.
    pub features: Vec<usize>,
}

impl Labels {
    pub(super) fn get(&self, layer: usize, face: usize) -> Option<usize> {
        let label = self.by_face[face * self.layers + layer];
        (label != NONE).then_some(label as usize)
    }
}

/// Visits all faces and labels them.
pub(super) fn propagate(
    edges: &Edges,
    left: &[u32],
    right: &[u32],
    face_count: usize,
    rings: &Rings,
    layers: usize,
) -> Labels {
    let mut labels = Labels {
        layers,
        by_face: vec![NONE; face_count * layers],
        overlaps: Vec::new(),
    };
    let beside = edges_by_face(left, right, face_count);
    let mut windings: Vec<Option<Vec<Tag>>> = vec![None; face_count];
    windings[0] = Some(Vec::new());
    let mut queue = VecDeque::from([0_u32]);
    while let Some(face) = queue.pop_front() {
        let here = windings[face as usize].clone().unwrap_or_default();
        for &edge in beside.of(face) {
            let edge = edge as usize;
            let from_left = left[edge] == face;
            let across = if from_left { right[edge] } else { left[edge] };
            if windings[across as usize].is_none() {
                let there = step(&here, edges.tags(edge), if from_left { -1 } else { 1 });
                labels.set(across, &there, rings);
                windings[across as usize] = Some(there);
                queue.push_back(across);
            }
        }
        // A visited face needs no winding numbers any more; an empty list marks it as visited.
        windings[face as usize] = Some(Vec::new());
    }
    labels.overlaps.sort_by_key(|o| (o.layer, o.face));
    labels
}

/// The winding numbers beyond an edge: those here with the edge's turns added `sign` times; both sorted by ring.
fn step(here: &[Tag], tags: &[Tag], sign: i32) -> Vec<Tag> {
    let mut there = Vec::with_capacity(here.len() + tags.len());
    let mut tags = tags.iter().filter(|t| t.turn != 0).peekable();
    for &winding in here {
        while let Some(tag) = tags.next_if(|t| t.ring < winding.ring) {
            there.push(Tag {
                ring: tag.ring,
                turn: sign * tag.turn,
            });
        }
        let turn = winding.turn
            + tags
                .next_if(|t| t.ring == winding.ring)
                .map_or(0, |t| sign * t.turn);
        if turn != 0 {
            there.push(Tag {
                ring: winding.ring,
                turn,
            });
        }
    }
    there.extend(tags.map(|t| Tag {
        ring: t.ring,
        turn: sign * t.turn,
    }));
    there
}

impl Labels {
    /// Labels a face by the rings that wind around it.
    fn set(&mut self, face: u32, windings: &[Tag], rings: &Rings) {
        let around: Vec<Ring> = windings.iter().map(|w| rings[w.ring as usize]).collect();
        let covering = around
            .chunk_by(|a, b| a.polygon == b.polygon)
            .filter(|polygon| polygon.iter().all(|ring| ring.role == Role::Shell))
            .map(|polygon| (polygon[0].layer, polygon[0].feature));
        let mut covering: Vec<(u16, u32)> = covering.collect();
        covering.dedup();
        for features in covering.chunk_by(|a, b| a.0 == b.0) {
            let (layer, first) = features[0];
            self.by_face[face as usize * self.layers + layer as usize] = first;
            if features.len() > 1 {
                self.overlaps.push(Overlap {
                    layer: LayerId(layer),
                    face: FaceId(face),
                    features: features.iter().map(|f| f.1 as usize).collect(),
                });
            }
        }
    }
}

/// Edges by the faces they bound.
struct EdgesByFace {
    edges: Vec<u32>,
    starts: Vec<u32>,
}

impl EdgesByFace {
    fn of(&self, face: u32) -> &[u32] {
        &self.edges[self.starts[face as usize] as usize..self.starts[face as usize + 1] as usize]
    }
}

fn edges_by_face(left: &[u32], right: &[u32], face_count: usize) -> EdgesByFace {
    let mut starts = vec![0_u32; face_count + 1];
    for &face in left.iter().chain(right) {
        starts[face as usize + 1] += 1;
    }
    for i in 0..face_count {
        starts[i + 1] += starts[i];
    }
    let mut place = starts.clone();
    let mut edges = vec![0; 2 * left.len()];
    for edge in 0..left.len() {
        for face in [left[edge], right[edge]] {
            edges[place[face as usize] as usize] = edge as u32;
            place[face as usize] += 1;
        }
    }
    EdgesByFace { edges, starts }
}
