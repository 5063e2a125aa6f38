//! The mosaic: all layers overlaid once, as one planar arrangement on the integer grid.
//!
//! How an edge travels through it:
//!
//! 1. `input`: every ring and line becomes a chain of numbered vertices (`vertices`). From here on an edge is two
//!    small numbers.
//! 2. `edges`: edges at the same place are merged: most borders occur two to four times. What an edge means to the
//!    rings it bounds, and in which direction, is a set of tags (`tags`), one for a whole border.
//! 3. `noding`: edges that cross or touch (`search` finds which) are cut there (`cutting`), by snap rounding, until
//!    nothing moves. The first pass looks at all edges, the second at those of which a vertex came close to another,
//!    each later one at what the last changed; `raster` finds what lies near. From here on edges meet at their ends
//!    only.
//! 4. `faces`: the edges' two sides are joined into cycles and the cycles into *faces*, the pieces of the plane.
//! 5. `labels`: walking from face to face, each edge crossed says whose ring is entered or left; the winding
//!    numbers give every face one label a layer.
//!    Where a layer's rings wind otherwise than once, `flaws` tells why.
//! 6. [`Mosaic`] answers questions from the labels: area by any key, land dissolved by any key (`dissolve`), the
//!    lines between keys (`arcs`), the face at a position (`below`).
//!
//! Instead of 3. to 6. edges can be parted into tiles (`tiling`), each of which is measured by itself (`tile`).
//!
//! All predicates are exact and all sums are integers: pieces add up to wholes to the last bit, and the result does
//! not depend on the number of threads.

mod arcs;
mod below;
mod bends;
mod cutting;
mod dissolve;
mod edges;
mod faces;
mod flaw;
mod flaws;
mod grouping;
mod ids;
mod input;
mod labels;
mod nearby;
mod noding;
mod predicates;
mod raster;
mod rims;
mod search;
mod sets;
mod slabs;
mod tags;
mod tile;
mod tile_bytes;
mod tiling;
mod vertices;

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::hash::Hash;

use hashbrown::HashMap;

use crate::measure::{Area, EdgeModel, Length, count};
use crate::memory;
use crate::model::{GridLine, GridPoint, GridPolygon};
use crate::parallel::join;
use crate::parallel::prelude::*;
use crate::progress::Progress;
pub use bends::{Bends, BentEdges};
pub(crate) use dissolve::Connected;
pub use dissolve::Piece;
pub use flaw::Flaw;
pub use flaws::{Flaws, at_once};
use grouping::Grouped;
pub use ids::{FaceId, LayerId};
pub use labels::Irregular;
pub(crate) use sets::DisjointSets;
pub use tile::{Tile, TileAreas};
pub use tiling::{TileGrid, Tiling};

/// A mosaic takes so many bytes for each position of its layers at least, wherever borders occur often; mostly it is
/// twice as many.
const LEAST_MEMORY: u64 = 16;

/// One edge of the finished mosaic and what lies on its two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// Start; it comes before `to` in lon, then lat.
    pub from: GridPoint,
    /// End.
    pub to: GridPoint,
    /// The face on the left of `from → to`.
    pub left: FaceId,
    /// The face on the right.
    pub right: FaceId,
}

/// Collects layers of land and of lines, then overlays them.
///
/// Polygons must be normalised (closed rings on the grid, shells counter-clockwise, holes clockwise) but need not be
/// valid: rings may touch, overlap and cross themselves and each other. A position belongs to a polygon where the
/// shell winds around it (non-zero) and none of its holes does.
///
/// ```
/// use landshift_engine::measure::EdgeModel;
/// use landshift_engine::model::{GridPoint, GridPolygon, GridRing, to_grid};
/// use landshift_engine::mosaic::Builder;
///
/// let square = |w: f64, e: f64| {
///     let at = |x, y| GridPoint { x: to_grid(x), y: to_grid(y) };
///     vec![GridPolygon::new(GridRing::new(vec![at(w, 0.), at(e, 0.), at(e, 1.), at(w, 1.), at(w, 0.)]), vec![])]
/// };
/// let (one, other) = (square(0., 2.), square(1., 3.));
/// let mut builder = Builder::new(EdgeModel::StraightLonLat);
/// let before = builder.land([one.as_slice()]);
/// let after = builder.land([other.as_slice()]);
/// let mosaic = builder.build();
/// let areas = mosaic.areas_by(|face| Some((mosaic.label(before, face), mosaic.label(after, face))));
/// let in_both = areas[&(Some(0), Some(0))];
/// assert!((in_both.km2() - 12_308.46).abs() < 0.01);
/// ```
#[derive(Debug)]
pub struct Builder<'a> {
    edge_model: EdgeModel,
    input: input::Input<'a>,
}

impl<'a> Builder<'a> {
    /// An empty mosaic whose edges run and measure as `edge_model` says.
    pub fn new(edge_model: EdgeModel) -> Self {
        Self {
            edge_model,
            input: input::Input::default(),
        }
    }

    /// Adds a layer of land: one feature an item, its label being its place in the order. Where features of one
    /// layer overlap, the earlier one is the label and the overlap is recorded.
    pub fn land(&mut self, features: impl IntoIterator<Item = &'a [GridPolygon]>) -> LayerId {
        self.input.land(features)
    }

    /// Adds a layer of lines. They divide faces but give no label; `is_line` on the layer tells where they run.
    pub fn lines(&mut self, lines: impl IntoIterator<Item = &'a GridLine>) -> LayerId {
        self.input.lines(lines)
    }

    /// Overlays all layers.
    pub fn build(self) -> Mosaic {
        let Ok((mosaic, ())) = self.assemble(|_| Ok::<(), Infallible>(()), || ());
        mosaic
    }

    /// Overlays all layers, reporting its stages, and does `other` work that needs nothing of it concurrently: what only
    /// one thread can do of the first, the others fill with the second.
    ///
    /// # Errors
    ///
    /// When the observer asks for the work to stop, or memory does not suffice.
    pub(crate) fn build_alongside<T: Send>(
        self,
        progress: &Progress,
        other: impl FnOnce() -> T + Send,
    ) -> crate::Result<(Mosaic, T)> {
        self.check_memory()?;
        self.assemble(|stage| progress.stage(stage), other)
    }

    /// Whether memory may suffice for the edges of all layers.
    fn check_memory(&self) -> crate::Result<()> {
        let positions = self.input.position_count() as u64;
        memory::require(positions * LEAST_MEMORY, || {
            format!("overlaying {} positions", count(positions))
        })
    }

    fn assemble<T: Send, E: Send>(
        self,
        stage: impl Fn(&'static str) -> Result<(), E> + Send,
        other: impl FnOnce() -> T + Send,
    ) -> Result<(Mosaic, T), E> {
        stage("overlaying: merging borders")?;
        let edge_model = self.edge_model;
        // There is a thread's work in each layer, and none to fill.
        let layers = self.input.numbered();
        let (mosaic, other) = join(|| Mosaic::new(edge_model, layers, stage), other);
        Ok((mosaic?, other))
    }
}

impl Mosaic {
    fn new<E>(
        edge_model: EdgeModel,
        layers: Vec<input::Numbered>,
        stage: impl Fn(&'static str) -> Result<(), E>,
    ) -> Result<Self, E> {
        let layer_count = layers.len();
        let (edges, rings) = input::into_edges(layers);
        stage("overlaying: finding crossings")?;
        let noding::Noded {
            edges,
            bends,
            tangled,
        } = noding::node(edges, &rings);
        stage("overlaying: building faces")?;
        // Whose strips they are, is not asked for yet.
        let (faces, strips) = join(
            || faces::build(edges.vertices.positions(), &edges.ends),
            || strips(&edges, 0, edge_model),
        );
        stage("overlaying: labelling and measuring faces")?;
        let (labels, areas) = join(
            || labels::propagate(&edges, &faces, &rings, layer_count),
            || face_areas(&edges, &faces, strips, edge_model),
        );
        let lines = input::line_layers(&edges, &rings);
        let edges::Edges { vertices, ends, .. } = edges;
        Ok(Self {
            edge_model,
            positions: vertices.into_positions(),
            ends,
            of_half: faces.of_half,
            next: faces.next,
            cycles: faces.cycles,
            areas,
            labels,
            lines,
            bends,
            tangled,
        })
    }
}

/// What edges, from one on, add to the area on their left: of so many at a time as keep memory low.
fn strips(edges: &edges::Edges, first: usize, model: EdgeModel) -> Vec<Area> {
    const BATCH: usize = 1 << 19;
    let batch = first..edges.len().min(first + BATCH);
    let strip = |edge| {
        let [from, to] = edges.segment(edge);
        model.area(from, to)
    };
    batch.into_par_iter().map(strip).collect()
}

/// The area of every face; `batch` are the first strips.
fn face_areas(
    edges: &edges::Edges,
    faces: &faces::Faces,
    mut batch: Vec<Area>,
    model: EdgeModel,
) -> Vec<Area> {
    let mut areas = vec![Area::ZERO; faces.count];
    let mut edge = 0;
    while !batch.is_empty() {
        for strip in batch {
            areas[faces.of_half[2 * edge] as usize] += strip;
            areas[faces.of_half[2 * edge + 1] as usize] -= strip;
            edge += 1;
        }
        batch = strips(edges, edge, model);
    }
    areas
}

/// All layers as one planar arrangement: faces, their areas, and one label a layer for each.
#[derive(Debug)]
pub struct Mosaic {
    edge_model: EdgeModel,
    /// The vertices.
    positions: Vec<GridPoint>,
    /// Per edge, the vertices that it runs between.
    ends: Vec<edges::Ends>,
    /// Per half-edge (`2·edge` runs from → to, `2·edge + 1` back), the face on its left.
    of_half: Vec<u32>,
    /// Per half-edge, the next one around the face on its left.
    next: Vec<u32>,
    /// By face, a half-edge of each of its cycles.
    cycles: Grouped<u32>,
    areas: Vec<Area>,
    labels: labels::Labels,
    /// Per line layer, the sorted edges it runs along.
    lines: BTreeMap<u16, Vec<u32>>,
    bends: Bends,
    /// The layers of land of which edges bent one another.
    tangled: BTreeSet<u16>,
}

impl Mosaic {
    /// How edges run and measure.
    pub fn edge_model(&self) -> EdgeModel {
        self.edge_model
    }

    /// Where edges of the layers were cut; all others are edges of the mosaic as they are.
    pub fn bends(&self) -> &Bends {
        &self.bends
    }

    /// Whether edges of a layer of land cross one another, or pass ends of others within half a grid unit. Such a layer is
    /// noded by itself, before it is overlaid with others: this is what it is wherever it is overlaid.
    pub fn is_tangled(&self, layer: LayerId) -> bool {
        self.tangled.contains(&layer.0)
    }

    /// The bounded faces.
    pub fn faces(&self) -> impl Iterator<Item = FaceId> + use<> {
        (1..self.areas.len() as u32).map(FaceId)
    }

    /// The edges with the faces on both sides.
    pub fn sides(&self) -> impl ExactSizeIterator<Item = Side> + '_ {
        (0..self.ends.len()).map(|edge| self.side(edge))
    }

    pub(crate) fn side(&self, edge: usize) -> Side {
        let [from, to] = self.ends[edge].map(|end| self.positions[end as usize]);
        Side {
            from,
            to,
            left: FaceId(self.of_half[2 * edge]),
            right: FaceId(self.of_half[2 * edge + 1]),
        }
    }

    /// How many vertices there are.
    pub(crate) fn vertex_count(&self) -> usize {
        self.positions.len()
    }

    /// The vertices, by number, that an edge runs between, given by its index in [`Mosaic::sides`].
    pub(crate) fn vertices(&self, edge: usize) -> [usize; 2] {
        self.ends[edge].map(|vertex| vertex as usize)
    }

    /// Where a vertex lies.
    pub(crate) fn position(&self, vertex: usize) -> GridPoint {
        self.positions[vertex]
    }

    /// The place in the order of the feature of `layer` that covers the face, if any does; the first where several do.
    pub fn label(&self, layer: LayerId, face: FaceId) -> Option<usize> {
        self.labels.get(layer.index(), face.index())
    }

    /// The faces that the rings of a layer wind around otherwise than once, by one feature, or not at all.
    pub fn irregular(&self, layer: LayerId) -> impl Iterator<Item = &Irregular> {
        self.labels.irregular.iter().filter(move |i| i.layer == layer)
    }

    /// The faces that more than one feature of a layer covers, with those features.
    pub fn overlaps(&self, layer: LayerId) -> impl Iterator<Item = &Irregular> {
        self.irregular(layer).filter(|i| i.covering.len() > 1)
    }

    /// Whether a line of the layer runs along the edge, given by its index in [`Mosaic::sides`].
    pub fn is_line(&self, layer: LayerId, edge: usize) -> bool {
        self.lines
            .get(&layer.0)
            .is_some_and(|edges| edges.binary_search(&(edge as u32)).is_ok())
    }

    /// The area of a face; that of [`FaceId::OUTSIDE`] is less all the others.
    ///
    /// It is positive but for two cases: rounding, of a square millimetre an edge and more where edges are long, may
    /// leave nothing or less of a face a few grid units wide; and under [`EdgeModel::Geodesic`] long edges bulge, past
    /// each other where a face between them is thin.
    pub fn area(&self, face: FaceId) -> Area {
        self.areas[face.index()]
    }

    /// The area of all bounded faces by key; faces without a key are left out.
    pub fn areas_by<K: Ord + Hash>(&self, key: impl Fn(FaceId) -> Option<K>) -> BTreeMap<K, Area> {
        let mut areas = HashMap::new();
        for face in self.faces() {
            if let Some(key) = key(face) {
                *areas.entry(key).or_insert(Area::ZERO) += self.area(face);
            }
        }
        areas.into_iter().collect()
    }

    /// The length of the edges for which `is_front` holds.
    pub fn length_where(&self, is_front: impl Fn(&Side) -> bool) -> Length {
        self.sides()
            .filter(|side| is_front(side))
            .map(|s| self.edge_model.length(s.from, s.to))
            .sum()
    }

    /// The faces at the positions; one that lies on an edge counts to a face beside it.
    pub fn locate(&self, positions: &[GridPoint]) -> Vec<FaceId> {
        below::edges_below(&self.positions, &self.ends, positions)
            .into_iter()
            .map(|found| found.map_or(FaceId::OUTSIDE, |edge| FaceId(self.of_half[2 * edge as usize])))
            .collect()
    }

    /// The faces at the positions: several where edges come as near as `reach_m` metres, the face of [`Mosaic::locate`]
    /// first.
    pub fn locate_near(&self, positions: &[GridPoint], reach_m: f64) -> Vec<Vec<FaceId>> {
        let mut faces: Vec<Vec<FaceId>> = self
            .locate(positions)
            .into_iter()
            .map(|face| vec![face])
            .collect();
        for near in nearby::edges_near(&self.positions, &self.ends, positions, reach_m) {
            let side = self.side(near.edge as usize);
            let own = &mut faces[near.position as usize];
            for face in [side.left, side.right] {
                if !own.contains(&face) {
                    own.push(face);
                }
            }
        }
        faces
    }
}
