//! Where edges of layers were cut, and so may be bent: what they were.

use super::cutting::{Cut, sort_along};
use super::edges::Edges;
use super::input::{Ring, Rings};
use super::tags::{Tag, TagSet, TagSets};
use super::vertices::VertexId;

/// The edges that were cut, in the order in which they were; all others are edges of the mosaic as they are.
#[derive(Debug, Clone, Default)]
pub(super) struct Bends {
    /// The vertices of every way from an edge's first end by its cuts to its second, one way after another.
    vertices: Vec<VertexId>,
    /// Where each way ends.
    ends: Vec<u32>,
    /// Per way, the tags of the edge.
    sets: Vec<TagSet>,
    /// How many edges were cut in the first pass: none of them is a part of an edge that was cut.
    first: usize,
}

impl Bends {
    /// Takes in the cuts of a pass, which are sorted by edge, before they are made.
    pub(super) fn add(&mut self, edges: &Edges, cuts: &[Cut]) {
        let positions = edges.vertices.positions();
        for cuts in cuts.chunk_by(|a, b| a.edge == b.edge) {
            let edge = cuts[0].edge as usize;
            let [from, to] = edges.ends[edge];
            self.vertices.push(from);
            let first_cut = self.vertices.len();
            self.vertices.extend(cuts.iter().map(|cut| cut.vertex));
            sort_along(&mut self.vertices[first_cut..], edges.segment(edge), positions);
            self.vertices.push(to);
            self.ends.push(self.vertices.len() as u32);
            self.sets.push(edges.sets[edge]);
        }
        if self.first == 0 {
            self.first = self.ends.len();
        }
    }

    /// How many edges were cut, and how many of them in the first pass.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.ends.len(), self.first)
    }

    /// The way from an edge's first end by its cuts to its second.
    pub(super) fn way(&self, number: usize) -> &[VertexId] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.vertices[start as usize..self.ends[number] as usize]
    }

    /// The tags of the edge that was cut.
    pub(super) fn set(&self, number: usize) -> TagSet {
        self.sets[number]
    }
}

/// What edges mean to the rings of their layers.
#[derive(Debug)]
pub(super) struct Meaning {
    /// Per edge of the mosaic, its tags.
    pub(super) sets: Vec<TagSet>,
    pub(super) tags: TagSets,
    pub(super) rings: Rings,
}

impl Meaning {
    /// What some tags mean to the rings of a layer of land.
    pub(super) fn in_layer(&self, set: TagSet, layer: u16) -> impl Iterator<Item = Tag> + '_ {
        let is_of_layer = move |tag: &Tag| self.ring(*tag).layer == layer;
        self.tags.tags(set).filter(is_of_layer)
    }

    /// The ring of a tag.
    pub(super) fn ring(&self, tag: Tag) -> Ring {
        self.rings[tag.ring as usize]
    }
}
