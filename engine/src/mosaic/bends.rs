//! Where edges of layers were cut, and so may be bent.

use hashbrown::HashSet;

use super::cutting::Cut;
use super::edges::Edges;
use crate::model::{GridPoint, GridPolygon, rings};
use crate::parallel::prelude::*;

/// Where edges of layers were cut; all others are edges of the mosaic as they are.
#[derive(Debug, Clone, Default)]
pub struct Bends {
    /// The edges that were cut, the first end before the second in lon, then lat.
    edges: Vec<[GridPoint; 2]>,
    /// The positions at which they were cut.
    positions: Vec<GridPoint>,
}

impl Bends {
    /// Takes in cuts, which are sorted by edge, before they are made.
    pub(super) fn add(&mut self, edges: &Edges, cuts: &[Cut]) {
        let position = |cut: &Cut| edges.vertices.positions()[cut.vertex as usize];
        self.positions.extend(cuts.iter().map(position));
        let each = cuts.chunk_by(|a, b| a.edge == b.edge);
        self.edges
            .extend(each.map(|cuts| edges.segment(cuts[0].edge as usize)));
    }

    /// Tells which edges of polygons may be bent.
    pub fn edges(&self) -> BentEdges {
        BentEdges {
            cut: self.edges.iter().map(|edge| edge.map(|p| p.x_y())).collect(),
            at: self.positions.iter().map(GridPoint::x_y).collect(),
        }
    }
}

/// The edges that were cut, and the positions at which they were.
#[derive(Debug)]
pub struct BentEdges {
    cut: HashSet<[(i64, i64); 2]>,
    at: HashSet<(i64, i64)>,
}

impl BentEdges {
    /// The edges of polygons that were cut, or may be parts of such, as they run: all others are the same in the layers
    /// and in the mosaic.
    pub fn of(&self, polygons: &[GridPolygon]) -> Vec<[GridPoint; 2]> {
        if self.cut.is_empty() {
            return Vec::new();
        }
        let of_polygon = |polygon| {
            let edges = rings(polygon).flat_map(|ring| ring.0.windows(2));
            edges
                .map(|edge| [edge[0], edge[1]])
                .filter(move |edge| self.may_be_bent(edge))
        };
        polygons.par_iter().flat_map_iter(of_polygon).collect()
    }

    fn may_be_bent(&self, edge: &[GridPoint; 2]) -> bool {
        let [from, to] = edge.map(|p| p.x_y());
        let ends = if from < to { [from, to] } else { [to, from] };
        self.at.contains(&from) || self.at.contains(&to) || self.cut.contains(&ends)
    }
}
