//! Rasters: coarse pictures of where something is, to find at once what is near and pass over what is far.

use std::ops::Range;

use super::grouping::Grouped;
use super::predicates::{Bounds, REACH};
use super::search::clipped;
use crate::model::GridPoint;
use crate::parallel::prelude::*;

/// Square cells over some bounds; what lies outside counts to the cells at the rim.
#[derive(Debug)]
struct Raster {
    bounds: Bounds,
    /// A cell is 2^shift grid units wide and high.
    shift: u32,
    columns: usize,
    rows: usize,
}

impl Raster {
    /// The finest raster of no more cells than asked for, or 64.
    fn new(bounds: Bounds, cells: usize) -> Self {
        let along = |axis: usize, shift: u32| ((bounds.high[axis] - bounds.low[axis]) >> shift) as usize + 1;
        let mut shift = 0;
        while along(0, shift).saturating_mul(along(1, shift)) > cells.max(64) {
            shift += 1;
        }
        Self {
            bounds,
            shift,
            columns: along(0, shift),
            rows: along(1, shift),
        }
    }

    fn len(&self) -> usize {
        self.columns * self.rows
    }

    fn place(&self, axis: usize, at: i64) -> usize {
        let (first, last) = (self.bounds.low[axis], self.bounds.high[axis]);
        ((at.clamp(first, last) - first) >> self.shift) as usize
    }

    fn cell(&self, p: GridPoint) -> usize {
        self.place(1, p.y) * self.columns + self.place(0, p.x)
    }

    /// The part of a row's run of cells that a long segment comes within so many grid units of; `whole` is a box around it.
    fn narrowed(
        &self,
        run: Range<usize>,
        segment: [GridPoint; 2],
        whole: Bounds,
        units: i64,
    ) -> Range<usize> {
        if run.len() <= 4 {
            return run;
        }
        let row = (run.start / self.columns) as i64;
        let south = self.bounds.low[1] + (row << self.shift);
        let row = Bounds {
            low: [whole.low[0], south - units],
            high: [whole.high[0], south + (1 << self.shift) + units],
        };
        let Some(part) = clipped(segment, row) else {
            return run.start..run.start;
        };
        let column = |x: i64| run.start - run.start % self.columns + self.place(0, x);
        column(part.low[0] - units)..column(part.high[0] + units) + 1
    }

    /// The runs of cells, one a row, that a box, grown by a grid unit, meets.
    fn runs(&self, of: Bounds) -> impl ExactSizeIterator<Item = Range<usize>> + Clone + '_ {
        let first = self.place(0, of.low[0] - 1);
        let width = self.place(0, of.high[0] + 1) - first + 1;
        let (south, north) = (self.place(1, of.low[1] - 1), self.place(1, of.high[1] + 1));
        let rows = south..north + 1;
        rows.map(move |row| {
            let start = row * self.columns + first;
            start..start + width
        })
    }
}

/// Where boxes are.
pub(super) struct Coverage {
    raster: Raster,
    marked: Vec<bool>,
}

/// A box that meets more cells than this is taken as near without a look.
const TOO_MANY: usize = 64;

impl Coverage {
    /// An empty picture of about as many cells as asked for.
    pub(super) fn new(bounds: Bounds, cells: usize) -> Self {
        let raster = Raster::new(bounds, cells);
        let marked = vec![false; raster.len()];
        Self { raster, marked }
    }

    /// Marks the cells that a box meets.
    pub(super) fn mark(&mut self, of: Bounds) {
        for run in self.raster.runs(of) {
            self.marked[run].fill(true);
        }
    }

    /// Whether a box may meet what was marked.
    pub(super) fn is_near(&self, of: Bounds) -> bool {
        if !self.raster.bounds.is_beside(of) {
            return false;
        }
        let mut runs = self.raster.runs(of);
        let width = runs.clone().next().map_or(0, |run| run.len());
        width * runs.len() > TOO_MANY || runs.any(|run| self.marked[run].contains(&true))
    }
}

/// Points by cell.
pub(super) struct Scatter<'a> {
    raster: Raster,
    points: &'a [GridPoint],
    /// The numbers of the points in each cell.
    by_cell: Grouped<u32>,
}

impl<'a> Scatter<'a> {
    /// Puts points, of which there is one at least, into cells.
    pub(super) fn new(points: &'a [GridPoint]) -> Self {
        let all = points.iter().map(|&p| Bounds::of([p, p]));
        let bounds = all.reduce(Bounds::union).unwrap_or(Bounds {
            low: [0; 2],
            high: [0; 2],
        });
        let raster = Raster::new(bounds, 4 * points.len());
        let numbered = points.iter().zip(0..);
        let by_cell = Grouped::new(raster.len(), numbered.map(|(&p, i)| (raster.cell(p), i)));
        Self {
            raster,
            points,
            by_cell,
        }
    }

    /// The points within reach of a segment's box, by number, but for some far from the segment.
    pub(super) fn near(&self, segment: [GridPoint; 2]) -> impl Iterator<Item = u32> + '_ {
        let whole = Bounds::of(segment).grown(REACH);
        let runs = self.raster.runs(whole);
        runs.flat_map(move |run| {
            let run = self.raster.narrowed(run, segment, whole, 0);
            self.by_cell.span(run).iter().copied()
        })
        .filter(move |&i| whole.contains(self.points[i as usize]))
    }
}

/// Segments by the cells that they come near.
#[derive(Debug)]
pub(super) struct Traces {
    raster: Raster,
    /// How near, in grid units along either axis.
    reach: i64,
    by_cell: Grouped<u32>,
}

impl Traces {
    /// Puts segments, by number, into all cells that they come within `reach` of: a few each on the whole, however long
    /// they are.
    pub(super) fn new(segments: &(impl Fn(u32) -> [GridPoint; 2] + Sync), count: u32, reach: i64) -> Self {
        let all = (0..count).map(|i| Bounds::of(segments(i)));
        let bounds = all.reduce(Bounds::union).unwrap_or(Bounds {
            low: [0; 2],
            high: [0; 2],
        });
        let mut cells = 4 * count as usize;
        loop {
            let raster = Raster::new(bounds.grown(reach), cells);
            let met = |i: u32| {
                trace(&raster, segments(i), reach)
                    .map(|run| run.len())
                    .sum::<usize>()
            };
            let all: usize = (0..count).into_par_iter().map(met).sum();
            if all > 12 * count as usize && raster.len() > 64 {
                cells /= 4;
                continue;
            }
            let in_cells = (0..count).flat_map(|i| {
                let runs = trace(&raster, segments(i), reach);
                runs.flatten().map(move |cell| (cell, i))
            });
            let by_cell = Grouped::new(raster.len(), in_cells);
            return Self {
                raster,
                reach,
                by_cell,
            };
        }
    }

    /// How many cells there are.
    pub(super) fn cell_count(&self) -> usize {
        self.raster.len()
    }

    /// The cells that come within reach of a box.
    pub(super) fn cells_near(&self, of: Bounds) -> impl Iterator<Item = usize> + '_ {
        self.raster.runs(of.grown(self.reach)).flatten()
    }

    /// The cells that come within reach of a segment.
    pub(super) fn cells_along(&self, segment: [GridPoint; 2]) -> impl Iterator<Item = usize> + '_ {
        trace(&self.raster, segment, self.reach).flatten()
    }

    /// The segments that come within reach of a cell.
    pub(super) fn of(&self, cell: usize) -> &[u32] {
        self.by_cell.of(cell)
    }
}

/// The runs of cells, one a row, that come within reach of a segment.
fn trace(
    raster: &Raster,
    segment: [GridPoint; 2],
    reach: i64,
) -> impl Iterator<Item = Range<usize>> + Clone + '_ {
    let whole = Bounds::of(segment).grown(reach);
    let runs = raster.runs(whole);
    runs.map(move |run| raster.narrowed(run, segment, whole, reach))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_never_passed_over_and_what_is_far_is() {
        let bounds = |x: i64, y: i64, size: i64| Bounds {
            low: [x, y],
            high: [x + size, y + size],
        };
        let mut coverage = Coverage::new(bounds(-1000, 0, 5000), 10_000);
        coverage.mark(bounds(0, 100, 10));
        assert!(coverage.is_near(bounds(5, 105, 1)));
        assert!(coverage.is_near(bounds(11, 100, 3)), "a unit beside it");
        assert!(coverage.is_near(bounds(-1000, 0, 5000)), "too large to tell");
        assert!(!coverage.is_near(bounds(900, 100, 10)));
        assert!(!coverage.is_near(bounds(-2000, 100, 900)), "beside the picture");
    }

    #[test]
    fn points_on_short_and_long_segments_are_near_and_most_others_are_not() {
        let at = |x: i64, y: i64| GridPoint { x, y };
        let points: Vec<GridPoint> = (0..10_000)
            .map(|i| at(i * 7919 % 10_000, i * 104_729 % 9_973))
            .collect();
        let scatter = Scatter::new(&points);
        for segment in [
            [at(-50, -50), at(10_050, 10_000)],
            [at(0, 9_000), at(9_999, 100)],
            [at(500, 0), at(500, 9_999)],
            [at(0, 40), at(9_999, 40)],
            [at(5_000, 5_000), at(5_040, 5_100)],
        ] {
            let near: Vec<u32> = scatter.near(segment).collect();
            let [a, b] = segment;
            let is_on = |p: GridPoint| {
                Bounds::of(segment).contains(p) && super::super::predicates::passes_through_pixel(a, b, p)
            };
            let on = (0..10_000).filter(|&i| is_on(points[i as usize]));
            assert!(on.into_iter().all(|i| near.contains(&i)));
            assert!(near.len() < 1200, "{} of 10,000 are near", near.len());
        }
    }
}
