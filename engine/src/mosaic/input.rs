//! From layers to chains: every ring gets a number, every position becomes a vertex.

use std::collections::BTreeMap;

use super::LayerId;
use super::edges::{Chains, Edges, merge};
use super::vertices::Vertices;
use crate::model::{GridLine, GridPolygon, rings};
use crate::parallel::prelude::*;

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

/// The layers of a mosaic, as they were added.
#[derive(Debug, Default)]
pub(super) struct Input<'a> {
    layers: Vec<Layer<'a>>,
}

#[derive(Debug)]
enum Layer<'a> {
    /// The polygons of every feature.
    Land(Vec<&'a [GridPolygon]>),
    Lines(Vec<&'a GridLine>),
}

impl Layer<'_> {
    fn position_count(&self) -> usize {
        let count = |line: &GridLine| line.0.len();
        match self {
            Self::Land(features) => {
                let polygons = features.iter().copied().flatten();
                polygons.flat_map(rings).map(count).sum()
            }
            Self::Lines(lines) => lines.iter().map(|line| count(line)).sum(),
        }
    }
}

impl<'a> Input<'a> {
    pub(super) fn land(&mut self, features: impl IntoIterator<Item = &'a [GridPolygon]>) -> LayerId {
        self.add(Layer::Land(features.into_iter().collect()))
    }

    pub(super) fn lines(&mut self, lines: impl IntoIterator<Item = &'a GridLine>) -> LayerId {
        self.add(Layer::Lines(lines.into_iter().collect()))
    }

    fn add(&mut self, layer: Layer<'a>) -> LayerId {
        self.layers.push(layer);
        LayerId(self.layers.len() as u16 - 1)
    }

    /// How many positions all layers have.
    pub(super) fn position_count(&self) -> usize {
        self.layers.iter().map(Layer::position_count).sum()
    }

    /// Numbers each layer's positions by themselves, all layers at a time.
    pub(super) fn numbered(self) -> Vec<Numbered> {
        let all = self.position_count();
        let layers = self.layers.into_par_iter().enumerate();
        let number = |(id, layer): (usize, Layer)| {
            let own = layer.position_count();
            // Where land is covered without gaps, nearly all positions occur twice; elsewhere, once.
            // The first one takes in the others later.
            let room = if id == 0 { own.max(all / 2) } else { own / 2 };
            Numbered::new(LayerId(id as u16), &layer, room)
        };
        layers.map(number).collect()
    }
}

/// The edges of all layers, each numbered by itself so far.
pub(super) fn into_edges(numbered: Vec<Numbered>) -> (Edges, Rings) {
    let mut numbered = numbered.into_iter();
    let mut all = numbered.next().unwrap_or_default();
    for layer in numbered {
        all.append(layer);
    }
    (merge(all.vertices, all.chains), all.rings)
}

/// Layers as chains of vertices.
#[derive(Default)]
pub(super) struct Numbered {
    rings: Rings,
    chains: Chains,
    vertices: Vertices,
    polygons: u32,
}

impl Numbered {
    /// A layer, with room for so many vertices.
    fn new(id: LayerId, layer: &Layer, room: usize) -> Self {
        let mut numbered = Self::default();
        numbered.vertices.reserve(room);
        numbered.chains.vertices.reserve(layer.position_count());
        match layer {
            Layer::Land(features) => numbered.land(id, features),
            Layer::Lines(lines) => {
                let line = Ring {
                    layer: id.0,
                    feature: 0,
                    polygon: 0,
                    role: Role::Line,
                };
                for chain in lines {
                    numbered.add(chain, line, 0);
                }
            }
        }
        numbered
    }

    fn land(&mut self, id: LayerId, features: &[&[GridPolygon]]) {
        for (feature, polygon) in features
            .iter()
            .enumerate()
            .flat_map(|(i, land)| land.iter().map(move |p| (i, p)))
        {
            let ring = |role| Ring {
                layer: id.0,
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

    fn add(&mut self, line: &GridLine, ring: Ring, turn: i32) {
        self.rings.push(ring);
        self.vertices.number_chain(&line.0, &mut self.chains.vertices);
        self.chains.end(turn);
    }

    /// Adds a layer that comes after.
    fn append(&mut self, layer: Self) {
        let known = self.vertices.positions().len();
        self.vertices
            .reserve(known + layer.vertices.positions().len() / 2);
        let mut numbers = Vec::with_capacity(layer.vertices.positions().len());
        self.vertices
            .number_chain(layer.vertices.positions(), &mut numbers);
        self.chains.append(&layer.chains, &numbers);
        self.rings.extend(layer.rings.into_iter().map(|ring| Ring {
            polygon: ring.polygon + self.polygons,
            ..ring
        }));
        self.polygons += layer.polygons;
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
