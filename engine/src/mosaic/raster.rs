//! Rasters: coarse pictures of where something is, to find at once what is near and pass over what is far.

use super::grouping::Grouped;
use super::predicates::Bounds;
use super::search::{REACH, clipped};
use crate::model::GridPoint;

/// Square cells over some bounds; what lies outside counts to the cells at the rim.
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

    /// The runs of cells, one a row, that a box, grown by a grid unit, meets.
    fn runs(&self, of: Bounds) -> impl ExactSizeIterator<Item = std::ops::Range<usize>> + Clone + '_ {
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
            let run = self.narrowed(run, segment, whole);
            self.by_cell.span(run).iter().copied()
        })
        .filter(move |&i| whole.contains(self.points[i as usize]))
    }

    /// The part of a row's run of cells that a long segment comes near.
    fn narrowed(
        &self,
        run: std::ops::Range<usize>,
        segment: [GridPoint; 2],
        whole: Bounds,
    ) -> std::ops::Range<usize> {
        if run.len() <= 4 {
            return run;
        }
        let row = (run.start / self.raster.columns) as i64;
        let south = self.raster.bounds.low[1] + (row << self.raster.shift);
        let row = Bounds {
            low: [whole.low[0], south],
            high: [whole.high[0], south + (1 << self.raster.shift)],
        };
        let Some(part) = clipped(segment, row) else {
            return run.start..run.start;
        };
        let column = |x: i64| run.start - run.start % self.raster.columns + self.raster.place(0, x);
        column(part.low[0])..column(part.high[0]) + 1
    }
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
