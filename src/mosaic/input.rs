//! From layers to edges: every ring gets a number, and every edge a tag that says which ring it bounds.

use std::collections::BTreeMap;

use super::LayerId;
use super::edges::{Edges, Piece, Tag};
use crate::model::{GridLine, GridPolygon};

/// What a ring number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ring {
    pub(super) layer: u16,
    /// Place of the feature in its layer.
    pub(super) feature: u32,
    /// Number of the polygon among all; its shell and holes have it in common.
    pub(super) polygon: u32,
    pub(super) role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Shell,
    Hole,
    Line,
}

/// The rings by number: a polygon's shell, then its holes; features and layers in order.
pub(super) type Rings = Vec<Ring>;

#[derive(Debug, Default)]
pub(super) struct Input {
    rings: Rings,
    pieces: Vec<Piece>,
    layers: u16,
    polygons: u32,
}

impl Input {
    pub(super) fn layer_count(&self) -> usize {
        self.layers as usize
    }

    pub(super) fn land<'a>(&mut self, features: impl IntoIterator<Item = &'a [GridPolygon]>) -> LayerId {
        let layer = self.next_layer();
        for (feature, polygons) in features.into_iter().enumerate() {
            for polygon in polygons {
                let ring = |role| Ring {
                    layer: layer.0,
                    feature: feature as u32,
                    polygon: self.polygons,
                    role,
                };
                let (shell, hole) = (ring(Role::Shell), ring(Role::Hole));
                self.add(polygon.exterior(), shell, 1);
                for interior in polygon.interiors() {
                    self.add(interior, hole, 1);
                }
                self.polygons += 1;
            }
        }
        layer
    }

    pub(super) fn lines<'a>(&mut self, lines: impl IntoIterator<Item = &'a GridLine>) -> LayerId {
        let layer = self.next_layer();
        for line in lines {
            self.add(
                line,
                Ring {
                    layer: layer.0,
                    feature: 0,
                    polygon: 0,
                    role: Role::Line,
                },
                0,
            );
        }
        layer
    }

    fn next_layer(&mut self) -> LayerId {
        self.layers += 1;
        LayerId(self.layers - 1)
    }

    fn add(&mut self, line: &GridLine, ring: Ring, turn: i32) {
        let tag = Tag {
            ring: self.rings.len() as u32,
            turn,
        };
        self.rings.push(ring);
        self.pieces
            .extend(line.0.windows(2).filter_map(|w| Piece::new(w[0], w[1], tag)));
    }

    pub(super) fn into_edges(self) -> (Edges, Rings) {
        (Edges::merge(self.pieces), self.rings)
    }
}

/// Per line layer, the edges it runs along, sorted.
pub(super) fn line_layers(edges: &Edges, rings: &Rings, layers: usize) -> BTreeMap<u16, Vec<u32>> {
    let mut lines: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
    for edge in 0..edges.len() {
        for tag in edges.tags(edge) {
            let ring = rings[tag.ring as usize];
            if ring.role == Role::Line {
                let run = lines.entry(ring.layer).or_default();
                if run.last() != Some(&(edge as u32)) {
                    run.push(edge as u32);
                }
            }
        }
    }
    debug_assert!(lines.keys().all(|&layer| (layer as usize) < layers));
    lines
}
