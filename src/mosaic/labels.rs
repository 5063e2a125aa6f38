//! Labels: what covers each face, by winding numbers carried from face to face.
//!
//! From the unbounded face, where all winding numbers are 0, faces are visited across edges; each edge's tags say by
//! how much the winding number of which ring changes. A polygon covers a face where its shell's winding number is not
//! 0 and none of its holes' is.

use std::collections::VecDeque;

use super::edges::{Edges, Tag};
use super::input::{Rings, Role};
use super::{FaceId, LayerId};

const NONE: u32 = u32::MAX;

/// Per face and layer, the feature that covers it.
#[derive(Debug)]
pub(super) struct Labels {
    layers: usize,
    by_face: Vec<u32>,
    pub(super) irregular: Vec<Irregular>,
}

/// A face that the rings of one layer do not wind around just once, by one feature, or not at all on balance: features
/// overlap there, or a ring crosses itself or lies where it should not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Irregular {
    /// The layer.
    pub layer: LayerId,
    /// The face.
    pub face: FaceId,
    /// The features that cover the face, in their order; the first one is its label.
    pub covering: Vec<usize>,
    /// How often the rings of each feature wind around it, holes negative.
    pub windings: Vec<(usize, i32)>,
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
        irregular: Vec::new(),
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
    labels.irregular.sort_by_key(|o| (o.layer, o.face));
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
    fn set(&mut self, face: u32, around: &[Tag], rings: &Rings) {
        let layer_of = |tag: &Tag| rings[tag.ring as usize].layer;
        for in_layer in around.chunk_by(|a, b| layer_of(a) == layer_of(b)) {
            let layer = layer_of(&in_layer[0]);
            let covering = covering(in_layer, rings);
            if let Some(&first) = covering.first() {
                self.by_face[face as usize * self.layers + layer as usize] = first as u32;
            }
            let windings = windings(in_layer, rings);
            let is_regular = match covering[..] {
                // A hole in its shell, which winds around the face as well.
                [] => windings.is_empty(),
                [feature] => windings == [(feature, 1)],
                _ => false,
            };
            if !is_regular {
                self.irregular.push(Irregular {
                    layer: LayerId(layer),
                    face: FaceId(face),
                    covering,
                    windings,
                });
            }
        }
    }
}

/// The features that cover a face, in order: those with a polygon whose shell winds around it and no hole does.
fn covering(around: &[Tag], rings: &Rings) -> Vec<usize> {
    let ring = |tag: &Tag| rings[tag.ring as usize];
    let mut features: Vec<usize> = around
        .chunk_by(|a, b| ring(a).polygon == ring(b).polygon)
        .filter(|polygon| polygon.iter().all(|tag| ring(tag).role == Role::Shell))
        .map(|polygon| ring(&polygon[0]).feature as usize)
        .collect();
    features.dedup();
    features
}

/// How often the rings of each feature wind around a face.
fn windings(around: &[Tag], rings: &Rings) -> Vec<(usize, i32)> {
    let feature = |tag: &Tag| rings[tag.ring as usize].feature as usize;
    around
        .chunk_by(|a, b| feature(a) == feature(b))
        .map(|tags| (feature(&tags[0]), tags.iter().map(|t| t.turn).sum()))
        .filter(|&(_, winding)| winding != 0)
        .collect()
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
