//! Tiling: a mosaic's edges parted into [`Tile`]s, each with all that it takes to measure its window.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::str::FromStr;

use super::Builder;
use super::edges::Edges;
use super::input::{Rings, into_edges};
use super::noding::untangled;
use super::predicates::{Bounds, REACH};
use super::raster::Traces;
use super::rims::Walk;
use super::tags::Tag;
use super::tile::Tile;
use crate::error::ErrorKind;
use crate::parallel::prelude::*;
use crate::progress::Progress;
use crate::{Error, Result};

/// Into how many windows, of one size, the bounds of all land are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TileGrid {
    /// How many from west to east.
    pub columns: NonZeroU32,
    /// How many from south to north.
    pub rows: NonZeroU32,
}

impl FromStr for TileGrid {
    type Err = Error;

    /// Columns and rows, as in `8x4`.
    fn from_str(text: &str) -> Result<Self> {
        /// So many columns or rows at most: more would be tiles smaller than what each holds beside its window.
        const MOST: u32 = 1_000;
        let number = |text: &str| text.parse().ok().filter(|n: &NonZeroU32| n.get() <= MOST);
        let both = text.split_once('x');
        let grid = both.and_then(|(columns, rows)| {
            Some(Self {
                columns: number(columns)?,
                rows: number(rows)?,
            })
        });
        grid.ok_or_else(|| {
            Error::new(format!("`{text}` is no grid of tiles"))
                .of_kind(ErrorKind::Options)
                .with_hint(format!("columns and rows, from 1 to {MOST}, as in 8x4"))
        })
    }
}

/// A mosaic to be measured tile by tile.
#[derive(Debug)]
pub struct Tiling {
    edges: Edges,
    rings: Rings,
    layers: usize,
    grid: TileGrid,
    bounds: Bounds,
    passes: u16,
    traces: Traces,
}

impl Builder<'_> {
    /// Parts the mosaic into tiles instead of overlaying its layers. The edges of each may be noded in so many passes, see
    /// [`Tile::areas_by`].
    ///
    /// # Errors
    ///
    /// When the observer asks for the work to stop, or memory does not suffice.
    pub fn tiled(self, grid: TileGrid, passes: u16, progress: &Progress) -> Result<Tiling> {
        self.check_memory()?;
        progress.stage("tiling: merging borders")?;
        let layers = self.input.numbered();
        let layer_count = layers.len();
        let (edges, rings) = into_edges(layers);
        progress.stage("tiling: finding crossings in each layer")?;
        let edges = untangled(edges, &rings).edges;
        progress.stage("tiling: finding what lies beside each tile")?;
        Ok(Tiling::new(edges, rings, layer_count, grid, passes))
    }
}

impl Tiling {
    fn new(edges: Edges, rings: Rings, layers: usize, grid: TileGrid, passes: u16) -> Self {
        let segment = |edge: u32| edges.segment(edge as usize);
        let count = edges.len() as u32;
        let none = Bounds {
            low: [0; 2],
            high: [0; 2],
        };
        let bounds = (0..count)
            .map(|edge| Bounds::of(segment(edge)))
            .reduce(Bounds::union);
        let traces = Traces::new(&segment, count, REACH + i64::from(passes));
        Self {
            layers,
            grid,
            bounds: bounds.unwrap_or(none),
            passes,
            traces,
            edges,
            rings,
        }
    }

    /// Visits all tiles, by their column and row: from west to east, in each column from south to north.
    ///
    /// # Errors
    ///
    /// The first that `visit` returns.
    pub fn each<E>(&self, mut visit: impl FnMut([u32; 2], Tile) -> Result<(), E>) -> Result<(), E> {
        let mut reached = Reached::new(self);
        for column in 0..self.grid.columns.get() {
            let spanning = self.spanning(self.window([column, 0]).low[0]);
            for row in 0..self.grid.rows.get() {
                let window = self.window([column, row]);
                let members = reached.members(self, window);
                let others = spanning.iter().copied().filter(|&edge| !reached.has(edge));
                visit([column, row], self.tile(window, &members, others))?;
            }
        }
        Ok(())
    }

    /// The window of a tile, its rims included.
    fn window(&self, at: [u32; 2]) -> Bounds {
        let counts = [self.grid.columns, self.grid.rows].map(|count| i128::from(count.get()));
        let border = |axis: usize, place: u32| {
            let Bounds { low, high } = self.bounds;
            let along = i128::from(high[axis] - low[axis] + 1) * i128::from(place) / counts[axis];
            low[axis] + along as i64
        };
        Bounds {
            low: [0, 1].map(|axis| border(axis, at[axis])),
            high: [0, 1].map(|axis| border(axis, at[axis] + 1) - 1),
        }
    }

    /// The edges that cross the line just west of a column of the grid.
    fn spanning(&self, before: i64) -> Vec<u32> {
        let all = (0..self.edges.len() as u32).into_par_iter();
        let crosses = |edge: &u32| {
            let [from, to] = self.edges.segment(*edge as usize);
            from.x < before && before <= to.x
        };
        all.filter(crosses).collect()
    }

    /// The tile of some edges, where `others` cross the line just west of the window.
    fn tile(&self, window: Bounds, members: &[u32], others: impl Iterator<Item = u32>) -> Tile {
        let base = self.base(window, others);
        let used = members
            .iter()
            .flat_map(|&edge| self.edges.tags_of(edge))
            .chain(base.iter().copied());
        let mut used: Vec<u32> = used.map(|tag| tag.ring).collect();
        used.sort_unstable();
        used.dedup();
        let mut edges = Edges::default();
        let renumbered = |tag: Tag| Tag {
            ring: used.partition_point(|&ring| ring < tag.ring) as u32,
            turn: tag.turn,
        };
        for &edge in members {
            let mut tags = self.edges.tags_of(edge).map(renumbered).collect();
            if let Some(set) = edges.tags.set_of(&mut tags) {
                let ends = self
                    .edges
                    .segment(edge as usize)
                    .map(|end| edges.vertices.number(end));
                edges.ends.push(ends);
                edges.sets.push(set);
            }
        }
        let base = edges.tags.set_of(&mut base.into_iter().map(renumbered).collect());
        Tile {
            window,
            passes: self.passes,
            layers: self.layers,
            rings: used.iter().map(|&ring| self.rings[ring as usize]).collect(),
            edges,
            base,
        }
    }

    /// What edges add to the winding numbers at the south-west corner of a window.
    fn base(&self, window: Bounds, others: impl Iterator<Item = u32>) -> Vec<Tag> {
        let [west, south] = window.low;
        let below = others.filter(|&edge| {
            let segment = self.edges.segment(edge as usize);
            let crossed = Walk::North.seen(segment, edge, west);
            crossed.is_some_and(|crossed| crossed.is_before(west, south))
        });
        let mut turns: BTreeMap<u32, i32> = BTreeMap::new();
        for tag in below.flat_map(|edge| self.edges.tags_of(edge)) {
            *turns.entry(tag.ring).or_default() += tag.turn;
        }
        let turns = turns.into_iter().filter(|&(_, turn)| turn != 0);
        turns.map(|(ring, turn)| Tag { ring, turn }).collect()
    }
}

/// Which edges belong to the tile that is made: the marks of others need not be wiped away.
struct Reached {
    tile: u32,
    edges: Vec<u32>,
    cells: Vec<u32>,
}

impl Reached {
    fn new(tiling: &Tiling) -> Self {
        Self {
            tile: 0,
            edges: vec![0; tiling.edges.len()],
            cells: vec![0; tiling.traces.cell_count()],
        }
    }

    /// Whether an edge belongs to the tile.
    fn has(&self, edge: u32) -> bool {
        self.edges[edge as usize] == self.tile
    }

    /// The edges near a window and their neighbours, as often as there are passes, sorted.
    fn members(&mut self, tiling: &Tiling, window: Bounds) -> Vec<u32> {
        self.tile += 1;
        let mut members = Vec::new();
        let mut cells = new(&mut self.cells, self.tile, tiling.traces.cells_near(window));
        for ring in 0..=tiling.passes {
            let first = members.len();
            let near = cells.iter().flat_map(|&cell| tiling.traces.of(cell).iter());
            let near = near.map(|&edge| edge as usize);
            members.extend(new(&mut self.edges, self.tile, near));
            if ring < tiling.passes {
                let segments = members[first..].iter().map(|&edge| tiling.edges.segment(edge));
                let along = segments.flat_map(|segment| tiling.traces.cells_along(segment));
                cells = new(&mut self.cells, self.tile, along);
            }
        }
        members.sort_unstable();
        members.into_iter().map(|edge| edge as u32).collect()
    }
}

/// Those that have no such mark yet; now they have.
fn new(marks: &mut [u32], mark: u32, of: impl Iterator<Item = usize>) -> Vec<usize> {
    of.filter(|&item| std::mem::replace(&mut marks[item], mark) != mark)
        .collect()
}
