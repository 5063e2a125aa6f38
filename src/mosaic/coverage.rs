//! Coverage: a coarse picture of where something is, to pass over at once what is far from it.

use super::predicates::Bounds;

/// A bit for every cell of a raster over some bounds.
pub(super) struct Coverage {
    bounds: Bounds,
    /// A cell is 2^shift grid units wide and high.
    shift: u32,
    columns: usize,
    bits: Vec<u64>,
}

/// What covers more cells than this is taken as near without a look.
const TOO_MANY: usize = 64;

impl Coverage {
    /// An empty picture of about as many cells as asked for.
    pub(super) fn new(bounds: Bounds, cells: usize) -> Self {
        let extent = |axis: usize| (bounds.high[axis] - bounds.low[axis]).max(0) as u128 + 1;
        let mut shift = 0;
        let cells_at = |shift: u32| ((extent(0) >> shift) + 1) * ((extent(1) >> shift) + 1);
        while cells_at(shift) > cells.max(64) as u128 {
            shift += 1;
        }
        let columns = (extent(0) >> shift) as usize + 1;
        Self {
            bounds,
            shift,
            columns,
            bits: vec![0; (cells_at(shift) as usize).div_ceil(64)],
        }
    }

    /// Marks the cells that a box, grown by a grid unit, meets.
    pub(super) fn mark(&mut self, of: Bounds) {
        let [columns, rows] = self.cells(of);
        for row in rows {
            for cell in columns.clone().map(|column| row * self.columns + column) {
                self.bits[cell / 64] |= 1 << (cell % 64);
            }
        }
    }

    /// Whether a box may meet what was marked.
    pub(super) fn is_near(&self, of: Bounds) -> bool {
        let [columns, mut rows] = self.cells(of);
        columns.len() * rows.len() > TOO_MANY
            || rows.any(|row| {
                columns.clone().any(|column| {
                    let cell = row * self.columns + column;
                    self.bits[cell / 64] & 1 << (cell % 64) != 0
                })
            })
    }

    /// The columns and rows that a box, grown by a grid unit, meets.
    fn cells(&self, of: Bounds) -> [std::ops::Range<usize>; 2] {
        [0, 1].map(|axis| {
            let (first, last) = (self.bounds.low[axis], self.bounds.high[axis]);
            let cell = |at: i64| ((at.clamp(first, last) - first) >> self.shift) as usize;
            cell(of.low[axis] - 1)..cell(of.high[axis] + 1) + 1
        })
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
    }
}
