//! From layers to chains: every ring gets a number, every position becomes a vertex.

use std::collections::BTreeMap;

use super::LayerId;
use super::edges::{Chains, Edges, merge};
use super::vertices::Vertices;
use crate::model::{GridLine, GridPolygon, rings};

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

#[derive(Debug)]
pub(super) struct Input {
    rings: Rings,
    chains: Chains,
    vertices: Vertices,
    layers: u16,
    polygons: u32,
}

impl Default for Input {
    fn default() -> Self {
        let chains = Chains {
            starts: vec![0],
            ..Chains::default()
        };
        Self {
            rings: Rings::new(),
            chains,
            vertices: Vertices::default(),
            layers: 0,
            polygons: 0,
        }
    }
}

impl Input {
    pub(super) fn layer_count(&self) -> usize {
        self.layers as usize
    }

    pub(super) fn land<'a>(&mut self, features: impl IntoIterator<Item = &'a [GridPolygon]>) -> LayerId {
        let layer = self.next_layer();
        let features: Vec<&[GridPolygon]> = features.into_iter().collect();
        let polygons = features.iter().copied().flatten();
        let positions: usize = polygons.flat_map(rings).map(|ring| ring.0.len()).sum();
        self.chains.vertices.reserve(positions);
        // Within a layer most positions occur twice or more, and most layers repeat the first.
        self.vertices.reserve(positions / 2);
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
        self.rings.push(ring);
        self.vertices.number_chain(&line.0, &mut self.chains.vertices);
        self.chains.starts.push(self.chains.vertices.len());
        self.chains.turns.push(turn);
    }

    pub(super) fn into_edges(self) -> (Edges, Rings) {
        (merge(self.vertices, &self.chains), self.rings)
    }
}

/// Per line layer, the edges it runs along, sorted.
pub(super) fn line_layers(edges: &Edges, rings: &Rings) -> BTreeMap<u16, Vec<u32>> {
    let mut lines: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
    if rings.iter().all(|ring| ring.role != Role::Line) {
        return lines;
    }
    for (edge, &set) in edges.sets.iter().enumerate() {
        for tag in edges.tags.tags(set) {
            let ring = rings[tag.ring as usize];
            if ring.role == Role::Line {
                let run = lines.entry(ring.layer).or_default();
                if run.last() != Some(&(edge as u32)) {
                    run.push(edge as u32);
                }
            }
        }
    }
    lines
}
