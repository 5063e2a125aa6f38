//! Labels: what covers each face, by winding numbers carried from face to face.
//!
//! From the unbounded face, where all winding numbers are 0, faces are visited across edges, depth first; each edge's
//! tags say by how much the winding number of which ring changes, so one list of winding numbers, changed on the way in
//! and changed back on the way out, serves all faces. A polygon covers a face where its shell's winding number is not
//! 0 and none of its holes' is.

use hashbrown::HashMap;

use super::edges::Edges;
use super::faces::Faces;
use super::flaw::Flaw;
use super::input::{Ring, Rings, Role};
use super::tags::{Tag, TagSet};
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
    /// What is wrong with features by themselves there, in their order; where they overlap with others is in `covering`.
    pub flaws: Vec<Flaw>,
}

impl Labels {
    pub(super) fn get(&self, layer: usize, face: usize) -> Option<usize> {
        let label = self.by_face[face * self.layers + layer];
        (label != NONE).then_some(label as usize)
    }
}

/// Visits all faces and labels them.
pub(super) fn propagate(edges: &Edges, faces: &Faces, rings: &Rings, layers: usize) -> Labels {
    let mut labels = Labels {
        layers,
        by_face: vec![NONE; faces.count * layers],
        irregular: Vec::new(),
    };
    let mut visited = vec![false; faces.count];
    visited[0] = true;
    let mut around = Windings::new(rings);
    let mut path = vec![Visit::of(0, faces, None)];
    while let Some(visit) = path.last_mut() {
        let Some(half) = visit.next_half(faces) else {
            if let Some(set) = visit.entered_by {
                around.add(edges, set.reversed());
            }
            path.pop();
            continue;
        };
        let across = faces.of_half[half as usize ^ 1];
        if !std::mem::replace(&mut visited[across as usize], true) {
            // Turns are winding numbers on the left less those on the right; the way leads to the right.
            let set = edges.sets[half as usize / 2];
            let set = if half.is_multiple_of(2) {
                set.reversed()
            } else {
                set
            };
            around.add(edges, set);
            labels.set(across, &around.around, rings);
            path.push(Visit::of(across, faces, Some(set)));
        }
    }
    labels.irregular.sort_by_key(|o| (o.layer, o.face));
    labels
}

/// A face on the way to the one being labelled, and how far its edges have been looked across.
struct Visit<'a> {
    /// A half-edge of each of its cycles that are still to come.
    cycles: std::slice::Iter<'a, u32>,
    /// The half-edge to look across next, and the one at which its cycle ends.
    at: Option<(u32, u32)>,
    /// What crossing into the face added to the winding numbers.
    entered_by: Option<TagSet>,
}

impl<'a> Visit<'a> {
    fn of(face: u32, faces: &'a Faces, entered_by: Option<TagSet>) -> Self {
        Self {
            cycles: faces.cycles.of(face as usize).iter(),
            at: None,
            entered_by,
        }
    }

    /// The next half-edge around the face.
    fn next_half(&mut self, faces: &Faces) -> Option<u32> {
        let (half, first) = if let Some(at) = self.at {
            at
        } else {
            let first = *self.cycles.next()?;
            (first, first)
        };
        let next = faces.next[half as usize];
        self.at = (next != first).then_some((next, first));
        Some(half)
    }
}

/// How often rings wind around a place.
///
/// A polygon in whose hole the place lies says nothing of it: where polygons are in the holes of others, thousands deep, their
/// rings are put by, so that a face takes no longer for them.
struct Windings<'a> {
    rings: &'a Rings,
    /// Those that wind around it, sorted, but for those put by.
    around: Vec<Tag>,
    /// The shell and the hole of polygons that have the place in that one hole, by polygon.
    put_by: HashMap<u32, [Tag; 2]>,
}

impl<'a> Windings<'a> {
    fn new(rings: &'a Rings) -> Self {
        Self {
            rings,
            around: Vec::new(),
            put_by: HashMap::new(),
        }
    }

    fn add(&mut self, edges: &Edges, set: TagSet) {
        for tag in edges.tags.tags(set).filter(|tag| tag.turn != 0) {
            let polygon = self.polygon(tag);
            for tag in self.put_by.remove(&polygon).into_iter().flatten() {
                self.count(tag);
            }
            self.count(tag);
            self.put_by(polygon);
        }
    }

    fn count(&mut self, tag: Tag) {
        match self
            .around
            .binary_search_by_key(&tag.ring, |winding| winding.ring)
        {
            Err(place) => self.around.insert(place, tag),
            Ok(place) => {
                self.around[place].turn += tag.turn;
                if self.around[place].turn == 0 {
                    self.around.remove(place);
                }
            }
        }
    }

    /// Puts the rings of a polygon by that has the place in a hole.
    fn put_by(&mut self, polygon: u32) {
        let first = self.around.partition_point(|&tag| self.polygon(tag) < polygon);
        let Some(&[shell, hole]) = self.around[first..].first_chunk() else {
            return;
        };
        let next = self.around.get(first + 2).map(|&tag| self.polygon(tag));
        let role = |tag: Tag| self.rings[tag.ring as usize].role;
        let is_in_hole = [shell, hole].map(|tag| self.polygon(tag)) == [polygon; 2]
            && next != Some(polygon)
            && (role(shell), shell.turn) == (Role::Shell, 1)
            && (role(hole), hole.turn) == (Role::Hole, -1);
        if is_in_hole {
            self.around.drain(first..first + 2);
            self.put_by.insert(polygon, [shell, hole]);
        }
    }

    fn polygon(&self, tag: Tag) -> u32 {
        self.rings[tag.ring as usize].polygon
    }
}

impl Labels {
    /// Labels a face by the rings that wind around it.
    fn set(&mut self, face: u32, around: &[Tag], rings: &Rings) {
        let ring = |tag: &Tag| rings[tag.ring as usize];
        for in_layer in around.chunk_by(|a, b| ring(a).layer == ring(b).layer) {
            let first = ring(&in_layer[0]);
            let label = if is_regular(in_layer, first) {
                Some(first.feature)
            } else {
                self.look_closer(face, first.layer, in_layer, rings)
            };
            if let Some(label) = label {
                self.by_face[face as usize * self.layers + first.layer as usize] = label;
            }
        }
    }

    /// The label of a face around which several rings of a layer wind, or one more than once.
    fn look_closer(&mut self, face: u32, layer: u16, in_layer: &[Tag], rings: &Rings) -> Option<u32> {
        let covering = covering(in_layer, rings);
        let windings = windings(in_layer, rings);
        let is_regular = match covering[..] {
            // A hole in its shell, which winds around the face as well.
            [] => windings.is_empty(),
            [feature] => windings == [(feature, 1)],
            _ => false,
        };
        let label = covering.first().map(|&feature| feature as u32);
        if !is_regular {
            self.irregular.push(Irregular {
                layer: LayerId(layer),
                face: FaceId(face),
                covering,
                windings,
                flaws: flaws(in_layer, rings),
            });
        }
        label
    }
}

/// Whether just one shell winds around the face, once: the usual case.
fn is_regular(in_layer: &[Tag], first: Ring) -> bool {
    matches!(in_layer, [only] if only.turn == 1) && first.role == Role::Shell
}

/// Per layer, the feature that covers the places around which these rings wind, sorted by ring.
pub(super) fn covered(around: &[Tag], rings: &Rings, layers: usize) -> Vec<Option<usize>> {
    let mut labels = vec![None; layers];
    let layer = |tag: &Tag| usize::from(rings[tag.ring as usize].layer);
    for in_layer in around.chunk_by(|a, b| layer(a) == layer(b)) {
        labels[layer(&in_layer[0])] = covering(in_layer, rings).first().copied();
    }
    labels
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

/// What is wrong with each feature whose rings wind around a face.
fn flaws(around: &[Tag], rings: &Rings) -> Vec<Flaw> {
    let feature = |tag: &Tag| rings[tag.ring as usize].feature;
    around
        .chunk_by(|a, b| feature(a) == feature(b))
        .filter_map(|tags| flaw(feature(&tags[0]) as usize, tags, rings))
        .collect()
}

/// What is wrong with a feature where these of its rings wind around a face.
fn flaw(feature: usize, around: &[Tag], rings: &Rings) -> Option<Flaw> {
    let ring = |tag: &Tag| rings[tag.ring as usize];
    let (mut parts, mut outside, mut holes_overlap) = (0, false, false);
    for polygon in around.chunk_by(|a, b| ring(a).polygon == ring(b).polygon) {
        let (mut shells, mut holes) = (0, 0);
        for tag in polygon {
            // Shells run counter-clockwise, holes clockwise.
            let (count, usual) = match ring(tag).role {
                Role::Hole => (&mut holes, -1),
                _ => (&mut shells, 1),
            };
            *count += 1;
            if tag.turn != usual {
                return Some(Flaw::Crossing(feature));
            }
        }
        outside |= shells == 0;
        holes_overlap |= shells > 0 && holes > 1;
        parts += usize::from(shells > 0 && holes == 0);
    }
    let found = [
        (holes_overlap, Flaw::HolesOverlap(feature)),
        (outside, Flaw::HoleOutside(feature)),
        (parts > 1, Flaw::Parts(feature)),
    ];
    found.into_iter().find_map(|(is_so, flaw)| is_so.then_some(flaw))
}
