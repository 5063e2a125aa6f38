//! Tiles: the mosaic's areas, window by window, from the edges near each window alone.
//!
//! Every noded edge counts to the window that its first end lies in; the areas of all windows add up to those of the whole
//! mosaic exactly, as long as every window knows its noded edges and what lies beside them as the whole does.
//!
//! **Noding.** An *edge* is one of the layers' after each tangled layer was noded by itself, and its *chain* what passes of
//! noding have made of it. A pass cuts a chain where it meets others within [`REACH`], and moves it by half a grid unit at
//! most. So after `n` passes a chain is the same in the tile and in the whole if that was so, one pass before, of the chains
//! of all its neighbours: edges that come within `REACH` and `n` more units of it. A tile holds the edges near its window,
//! their neighbours, the neighbours of those, and so on, as often as it takes *passes*: after as many passes the chains
//! near the window are those of the whole. If the last of them cuts nothing in any tile, it cuts nothing in the whole,
//! since what is cut starts in some window: the whole is noded as well. A tile of which the edges are not noded after as many
//! passes is an error. Which edges are looked at in a pass means nothing here: the others would not be cut.
//!
//! **Labels.** The winding numbers at the window's corner are what its edges add on the way there from the far south, and
//! what all others add, which comes with the tile: a chain differs from its edge near the edge only, where the corner is
//! not. From the corner they are carried along the window's rims (`rims`), past every edge that enters there. At a vertex
//! where edges start, they are those above the edge straight below it, or else those of the rim; and around the vertex each
//! edge adds its own. An edge starts after the one below its first end, by longitude and latitude, so each is known in time.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::LayerId;
use super::below::edges_below;
use super::edges::Edges;
use super::input::Rings;
use super::labels::covered;
use super::noding::{Settled, node_untangled};
use super::predicates::{Bounds, by_position, cross, product};
use super::rims::{Crossed, Walk};
use super::tags::{Tag, TagSet};
use crate::error::ErrorKind;
use crate::measure::{Area, EdgeModel};
use crate::model::GridPoint;
use crate::parallel::prelude::*;
use crate::{Error, Result};

/// The winding numbers of rings around a place; none where all are 0.
pub(super) type Around = Option<TagSet>;

/// What it takes to measure a window of a mosaic by itself.
#[derive(Debug)]
pub struct Tile {
    pub(super) window: Bounds,
    /// The edges are known for so many passes of noding.
    pub(super) passes: u16,
    /// How many layers the mosaic has.
    pub(super) layers: usize,
    pub(super) rings: Rings,
    pub(super) edges: Edges,
    /// What all other edges add to the winding numbers at the south-west corner.
    pub(super) base: Around,
}

impl Tile {
    /// How many edges it holds.
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// The features that any ring of the tile belongs to, by layer.
    pub fn features(&self) -> impl Iterator<Item = (LayerId, usize)> + '_ {
        let rings = self.rings.iter();
        rings.map(|ring| (LayerId(ring.layer), ring.feature as usize))
    }

    /// What the edges that start in the window add to the areas of the whole mosaic, by a key of the features that cover
    /// the land, one a layer, the first where several do. Land that nothing covers counts as well, so that all areas add up
    /// to nothing.
    ///
    /// # Errors
    ///
    /// When the edges are not noded after as many passes as the tile is made for, or do not hang together as those of a
    /// tile do.
    pub fn areas_by<K: Ord>(
        self,
        edge_model: EdgeModel,
        key: impl Fn(&[Option<usize>]) -> K,
    ) -> Result<TileAreas<K>> {
        let Self {
            window,
            passes,
            layers,
            rings,
            edges,
            base,
        } = self;
        let Settled {
            edges: mut noded,
            passes: taken,
            ..
        } = node_untangled(edges);
        if taken > usize::from(passes) {
            return Err(Error::new(format!(
                "the edges of a tile are noded after {taken} passes; it is made for {passes}"
            ))
            .of_kind(ErrorKind::Other)
            .with_hint("make the tiles for more passes"));
        }
        let mut sums: HashMap<Around, Area> = HashMap::new();
        let sides = sides(&mut noded, window, base)?;
        for side in &sides {
            let [from, to] = noded.segment(side.edge as usize);
            let strip = edge_model.area(from, to);
            *sums.entry(side.left).or_default() += strip;
            *sums.entry(side.right).or_default() -= strip;
        }
        let (mut areas, mut wound) = (BTreeMap::new(), BTreeMap::new());
        for (around, area) in sums {
            let tags = around.into_iter().flat_map(|set| noded.tags.tags(set));
            let tags: Vec<Tag> = tags.filter(|tag| tag.turn != 0).collect();
            *areas.entry(key(&covered(&tags, &rings, layers))).or_default() += area;
            for tag in tags {
                let ring = rings[tag.ring as usize];
                let times = Area::from_units(area.units() * i128::from(tag.turn));
                *wound
                    .entry((LayerId(ring.layer), ring.feature as usize))
                    .or_default() += times;
            }
        }
        Ok(TileAreas {
            areas,
            wound,
            edges: sides.len(),
        })
    }
}

/// What a tile adds to the areas of the whole mosaic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileAreas<K: Ord> {
    /// By key.
    pub areas: BTreeMap<K, Area>,
    /// By layer and feature, the areas times how often its rings wind around them: of all tiles, what its rings enclose.
    pub wound: BTreeMap<(LayerId, usize), Area>,
    /// How many of the mosaic's edges start in its window.
    pub edges: usize,
}

/// The winding numbers beside an edge that starts in a window.
struct Side {
    edge: u32,
    left: Around,
    right: Around,
}

/// The winding numbers beside all noded edges that start in a window.
fn sides(edges: &mut Edges, window: Bounds, base: Around) -> Result<Vec<Side>> {
    let mut rims = Rims::walked(edges, window, base);
    let leaving = leaving(edges, window);
    let from = |edge: u32| edges.ends[edge as usize][0];
    let starts: Vec<GridPoint> = leaving
        .chunk_by(|&e, &f| from(e) == from(f))
        .map(|fan| edges.segment(fan[0] as usize)[0])
        .collect();
    let below = edges_below(edges.vertices.positions(), &edges.ends, &starts);
    let mut sides = Vec::with_capacity(leaving.len());
    let mut leaving = leaving.into_iter().peekable();
    for (start, below) in starts.into_iter().zip(below) {
        let mut right = rims.below(edges, start, below)?;
        while let Some(edge) = leaving.next_if(|&edge| edges.segment(edge as usize)[0] == start) {
            let left = edges.tags.joined(right, Some(edges.sets[edge as usize]));
            rims.above[edge as usize] = Some(left);
            sides.push(Side { edge, left, right });
            right = left;
        }
    }
    Ok(sides)
}

/// The edges that start in a window, by where they do, then from south to north.
fn leaving(edges: &Edges, window: Bounds) -> Vec<u32> {
    let segment = |edge: u32| edges.segment(edge as usize);
    let all = (0..edges.len() as u32).into_par_iter();
    let mut leaving: Vec<u32> = all.filter(|&edge| window.contains(segment(edge)[0])).collect();
    leaving.sort_unstable_by(|&e, &f| {
        let ([a, b], [c, d]) = (segment(e), segment(f));
        let (one, other) = (b - a, d - c);
        let turn = || (product(one.y, other.x) - product(one.x, other.y)).cmp(&0);
        by_position(a, c).then_with(turn)
    });
    leaving
}

/// What is known of winding numbers from the rims of a window on.
struct Rims {
    window: Bounds,
    /// Per edge, the winding numbers above it, once they are known.
    above: Vec<Option<Around>>,
    /// Those at the south-west corner.
    corner: Around,
    /// The edges that cross the southern rim, from west to east, each with the winding numbers east of it.
    south: Vec<(Crossed, Around)>,
}

impl Rims {
    /// Carries winding numbers along the rims by which edges that start elsewhere come in.
    fn walked(edges: &mut Edges, window: Bounds, base: Around) -> Self {
        let Bounds { low, high } = window;
        let mut rims = Self {
            window,
            above: vec![None; edges.len()],
            corner: base,
            south: Vec::new(),
        };
        let west = Walk::North.crossed(edges, low[0]);
        let [south, north] =
            [low[1], high[1] + 1].map(|row| west.partition_point(|c| c.is_before(low[0], row)));
        let mut west = west.into_iter();
        let up_to = |walked: &[(Crossed, Around)], from| walked.last().map_or(from, |&(_, around)| around);
        let below = rims.walk(edges, west.by_ref().take(south), base);
        rims.corner = up_to(&below, base);
        let beside = rims.walk(edges, west.take(north - south), rims.corner);
        let corner = up_to(&beside, rims.corner);
        rims.south = rims.walk_east(edges, low[1], rims.corner);
        rims.walk_east(edges, high[1] + 1, corner);
        rims
    }

    /// Walks along the window just south of a row.
    fn walk_east(&mut self, edges: &mut Edges, row: i64, corner: Around) -> Vec<(Crossed, Around)> {
        let crossed = Walk::East.crossed(edges, row);
        let [west, east] = [self.window.low[0], self.window.high[0] + 1];
        let inside = crossed
            .into_iter()
            .filter(|c| !c.is_before(row, west) && c.is_before(row, east));
        self.walk(edges, inside, corner)
    }

    /// Crosses edges, one after another.
    fn walk(
        &mut self,
        edges: &mut Edges,
        crossed: impl Iterator<Item = Crossed>,
        mut around: Around,
    ) -> Vec<(Crossed, Around)> {
        let cross = |crossed: Crossed| {
            let (before, set) = (around, edges.sets[crossed.edge as usize]);
            let set = if crossed.to_right { set.reversed() } else { set };
            around = edges.tags.joined(before, Some(set));
            self.above[crossed.edge as usize] = Some(if crossed.to_right { before } else { around });
            (crossed, around)
        };
        crossed.map(cross).collect()
    }

    /// The winding numbers straight below a vertex, where `below` is the edge next below it, if any is.
    fn below(&self, edges: &Edges, vertex: GridPoint, below: Option<u32>) -> Result<Around> {
        let row = self.window.low[1];
        let is_inside = |edge: &u32| {
            let doubled = |p: GridPoint| GridPoint {
                x: 2 * p.x,
                y: 2 * p.y,
            };
            let [a, b] = edges.segment(*edge as usize).map(doubled);
            cross(
                a,
                b,
                GridPoint {
                    x: 2 * vertex.x,
                    y: 2 * row - 1,
                },
            ) <= 0
        };
        if let Some(edge) = below.filter(is_inside) {
            return self.above[edge as usize].ok_or_else(|| {
                Error::new("the edges of a tile do not hang together").of_kind(ErrorKind::Syntax)
            });
        }
        let passed = self
            .south
            .partition_point(|(crossed, _)| crossed.is_by(row, vertex.x));
        Ok(passed
            .checked_sub(1)
            .map_or(self.corner, |last| self.south[last].1))
    }
}
