//! A coarse raster of one panel: what lies under a box of text, answered in constant time.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::map::plane::distance::Distances;
use crate::map::plane::geometry::Pt;
use crate::map::plane::rect::Rect;
use crate::math::hypot;

/// Side of a cell in layout pixels.
pub(in crate::map) const CELL: f64 = 2.0;

/// A cell this share of the farthest from the edge is as good as the farthest.
const NEARLY: f64 = 0.97;

/// A value per cell with its running sums, made when first asked for, so that the sum over any box takes four look-ups.
#[derive(Debug, Clone)]
pub(in crate::map) struct PixelRaster {
    cols: usize,
    rows: usize,
    cells: Vec<u8>,
    /// The rows outside of which no cell is set: most land is a small part of its panel.
    set_rows: Range<usize>,
    sums: OnceCell<Vec<u32>>,
}

/// Rows and columns of a raster: from the first to the one after the last.
struct Window {
    rows: Range<usize>,
    cols: Range<usize>,
}

/// Set cells side by side in one row.
type Run = Range<usize>;

/// How many cells some runs have.
fn size(piece: &[Run]) -> usize {
    piece.iter().map(Run::len).sum()
}

/// The first run of the piece that a run belongs to, where each names an earlier one of its piece or itself.
fn root(piece: &[usize], mut run: usize) -> usize {
    while piece[run] != run {
        run = piece[run];
    }
    run
}

impl PixelRaster {
    /// An empty raster for a panel of this size in layout pixels.
    pub fn new(w: f64, h: f64) -> Self {
        // A cell is where its centre is: one whose centre is on the frame or beyond would never be set.
        let count = |side: f64| (side / CELL - 0.51).ceil().max(0.0) as usize;
        let (cols, rows) = (count(w), count(h));
        Self {
            cols,
            rows,
            cells: vec![0; cols * rows],
            set_rows: 0..0,
            sums: OnceCell::new(),
        }
    }

    /// A raster of the same size with the cells of some rows, all other cells not set.
    fn with_rows(&self, set_rows: Range<usize>, cells: impl Iterator<Item = u8>) -> Self {
        let start = set_rows.start * self.cols;
        let mut all = Vec::with_capacity(self.cells.len());
        all.resize(start, 0);
        all.extend(cells);
        all.resize(self.cells.len(), 0);
        Self {
            cells: all,
            set_rows,
            sums: OnceCell::new(),
            ..*self
        }
    }

    /// The cells of some rows.
    fn rows(&self, rows: &Range<usize>) -> &[u8] {
        &self.cells[rows.start * self.cols..rows.end * self.cols]
    }

    /// 1 where the rings hold a cell's centre, by the even-odd rule.
    pub fn of_rings(w: f64, h: f64, rings: &[Vec<Pt>]) -> Self {
        let mut raster = Self::new(w, h);
        let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); raster.rows];
        for ring in rings {
            for (i, &b) in ring.iter().enumerate() {
                let a = if i == 0 { ring[ring.len() - 1] } else { ring[i - 1] };
                let (top, low) = if a.1 < b.1 { (a, b) } else { (b, a) };
                let first = (top.1 / CELL - 0.5).ceil().max(0.0) as usize;
                let end = ((low.1 / CELL - 0.5).ceil().max(0.0) as usize).min(raster.rows);
                for (row, xs) in crossings.iter_mut().enumerate().take(end).skip(first) {
                    let y = (row as f64 + 0.5) * CELL;
                    xs.push(top.0 + (low.0 - top.0) * (y - top.1) / (low.1 - top.1));
                }
            }
        }
        let is_met = |xs: &Vec<f64>| !xs.is_empty();
        let first = crossings.iter().position(is_met).unwrap_or(0);
        let end = crossings.iter().rposition(is_met).map_or(first, |last| last + 1);
        raster.set_rows = first..end;
        for (row, xs) in crossings.iter_mut().enumerate() {
            xs.sort_by(f64::total_cmp);
            for pair in xs.chunks_exact(2) {
                let col = |x: f64| ((x / CELL - 0.5).ceil().max(0.0) as usize).min(raster.cols);
                let (from, to) = (row * raster.cols + col(pair[0]), row * raster.cols + col(pair[1]));
                raster.cells[from..to.max(from)].fill(1);
            }
        }
        raster
    }

    /// Adds `weight` in every cell that a line passes.
    pub fn trace(&mut self, lines: &[Vec<Pt>], weight: u8) {
        self.sums.take();
        self.set_rows = 0..self.rows;
        for line in lines {
            for pair in line.windows(2) {
                let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
                let steps = (hypot(dx, dy) / CELL).ceil().max(1.0) as u32;
                for i in 0..=steps {
                    let t = f64::from(i) / f64::from(steps);
                    if let Some(cell) = self.cell((pair[0].0 + dx * t, pair[0].1 + dy * t)) {
                        self.cells[cell] = self.cells[cell].max(weight);
                    }
                }
            }
        }
    }

    fn cell(&self, (x, y): Pt) -> Option<usize> {
        let (col, row) = ((x / CELL).floor(), (y / CELL).floor());
        (col >= 0.0 && row >= 0.0 && col < self.cols as f64 && row < self.rows as f64)
            .then(|| row as usize * self.cols + col as usize)
    }

    fn sums(&self) -> &[u32] {
        self.sums.get_or_init(|| {
            let wide = self.cols + 1;
            let mut sums = vec![0; wide * (self.rows + 1)];
            for row in self.set_rows.clone() {
                let mut run = 0;
                for col in 0..self.cols {
                    run += u32::from(self.cells[row * self.cols + col]);
                    sums[(row + 1) * wide + col + 1] = sums[row * wide + col + 1] + run;
                }
            }
            let last = self.set_rows.end * wide;
            for row in self.set_rows.end..self.rows {
                sums.copy_within(last..last + wide, (row + 1) * wide);
            }
            sums
        })
    }

    /// The sum over the cells under a box, and how many they are.
    pub fn under(&self, rect: &Rect) -> (f64, f64) {
        let clamp = |v: f64, most: usize| ((v / CELL).round().max(0.0) as usize).min(most);
        let (left, right) = (clamp(rect.x, self.cols), clamp(rect.right(), self.cols));
        let (top, low) = (clamp(rect.y, self.rows), clamp(rect.bottom(), self.rows));
        let wide = self.cols + 1;
        let sums = self.sums();
        let sum = |row: usize, col: usize| sums[row * wide + col];
        let total = sum(low, right) + sum(top, left) - sum(top, right) - sum(low, left);
        let count = (right - left) * (low - top);
        (f64::from(total), count.max(1) as f64)
    }

    /// The share of a box's cells that are set, for a raster of 0 and 1.
    pub fn share(&self, rect: &Rect) -> f64 {
        let (sum, count) = self.under(rect);
        sum / count
    }

    /// How many cells are set.
    pub fn count(&self) -> usize {
        self.rows(&self.set_rows).iter().filter(|c| **c > 0).count()
    }

    /// The share of the panel that is set.
    pub fn coverage(&self) -> f64 {
        self.count() as f64 / self.cells.len().max(1) as f64
    }

    pub fn contains(&self, at: Pt) -> bool {
        self.cell(at).is_some_and(|i| self.cells[i] > 0)
    }

    /// Cells that are set here and in another raster of the same size.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let start = self.set_rows.start.max(other.set_rows.start);
        let end = self.set_rows.end.min(other.set_rows.end).max(start);
        self.combined(other, start..end, |a, b| a && b)
    }

    /// Cells that are set here or in another raster of the same size.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let both = [self, other].map(|raster| raster.set_rows.clone());
        let rows = match both {
            [one, other] if one.is_empty() => other,
            [one, other] if other.is_empty() => one,
            [one, other] => one.start.min(other.start)..one.end.max(other.end),
        };
        self.combined(other, rows, |a, b| a || b)
    }

    /// Cells that are set here but not in another raster of the same size.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.combined(other, self.set_rows.clone(), |a, b| a && !b)
    }

    /// Cell by cell in some rows; in the others no cell is set.
    fn combined(&self, other: &Self, rows: Range<usize>, combine: impl Fn(bool, bool) -> bool) -> Self {
        let both = self.rows(&rows).iter().zip(other.rows(&rows));
        self.with_rows(rows.clone(), both.map(|(a, b)| u8::from(combine(*a > 0, *b > 0))))
    }

    /// How many cells are set here but not there.
    pub fn count_without(&self, other: &Self) -> usize {
        let both = self.rows(&self.set_rows).iter().zip(other.rows(&self.set_rows));
        both.filter(|(a, b)| **a > 0 && **b == 0).count()
    }

    /// The connected pieces, the largest first.
    pub fn pieces(&self) -> Vec<Self> {
        let raster = |piece: &Vec<Run>| {
            let row = |run: Option<&Run>| run.map_or(0, |run| run.start / self.cols);
            let rows = row(piece.first())..row(piece.last()) + 1;
            let mut one = self.with_rows(rows, std::iter::empty());
            for run in piece {
                one.cells[run.clone()].fill(1);
            }
            one
        };
        // Specks carry no label.
        self.runs_of_pieces().iter().take(12).map(raster).collect()
    }

    /// How many cells the largest connected piece has.
    pub fn largest_piece(&self) -> usize {
        self.runs_of_pieces().first().map_or(0, |piece| size(piece))
    }

    /// The runs of set cells of each connected piece, the largest piece first.
    fn runs_of_pieces(&self) -> Vec<Vec<Run>> {
        let (mut runs, mut piece): (Vec<Run>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut above = 0..0;
        for row in self.set_rows.clone() {
            let here = runs.len();
            for run in self.runs_of_row(row) {
                let own = piece.len();
                piece.push(own);
                let over =
                    |other: &Run| other.start + self.cols < run.end && run.start < other.end + self.cols;
                for n in above.clone().filter(|&n| over(&runs[n])) {
                    let (one, other) = (root(&piece, n), root(&piece, own));
                    piece[one.max(other)] = one.min(other);
                }
                runs.push(run);
            }
            above = here..runs.len();
        }
        let mut pieces: BTreeMap<usize, Vec<Run>> = BTreeMap::new();
        for (n, run) in runs.into_iter().enumerate() {
            pieces.entry(root(&piece, n)).or_default().push(run);
        }
        let mut pieces: Vec<Vec<Run>> = pieces.into_values().collect();
        pieces.sort_by_key(|piece| Reverse(size(piece)));
        pieces
    }

    /// The runs of set cells of a row.
    fn runs_of_row(&self, row: usize) -> Vec<Run> {
        let start = row * self.cols;
        let alike = self.cells[start..start + self.cols].chunk_by(|a, b| (*a > 0) == (*b > 0));
        let runs = alike.scan(start, |at, alike| {
            let run = *at..*at + alike.len();
            *at = run.end;
            Some((alike[0] > 0).then_some(run))
        });
        runs.flatten().collect()
    }

    /// The smallest window around all set cells.
    fn used(&self) -> Option<Window> {
        let row = |row: usize| &self.cells[row * self.cols..(row + 1) * self.cols];
        let mut rows = self.set_rows.clone().filter(|&r| row(r).iter().any(|c| *c > 0));
        let first = rows.next()?;
        let rows = first..rows.next_back().unwrap_or(first) + 1;
        let (mut left, mut right) = (self.cols, 0);
        for r in rows.clone() {
            if let Some(at) = row(r).iter().position(|c| *c > 0) {
                left = left.min(at);
                right = right.max(row(r).iter().rposition(|c| *c > 0).unwrap_or(at) + 1);
            }
        }
        Some(Window {
            rows,
            cols: left..right,
        })
    }

    /// A cell as far as any, or nearly so, from those that are not set, and that distance in pixels.
    pub fn pole(&self) -> Option<(Pt, f64)> {
        let window = self.used()?;
        let wide = window.cols.len();
        let index = |k: usize| (window.rows.start + k / wide) * self.cols + window.cols.start + k % wide;
        let cells = wide * window.rows.len();
        let unset: Vec<bool> = (0..cells).map(|k| self.cells[index(k)] == 0).collect();
        let far: Vec<f64> = Distances::to(&unset, wide, 0.0).cells().collect();
        let most = far.iter().copied().fold(0.0, f64::max);
        // A strip has many such cells: the one nearest to its middle reads best.
        let set = || (0..cells).filter(|&k| far[k] > 0.0);
        let (mut x, mut y, mut n) = (0.0, 0.0, 0.0);
        for at in set().map(|k| self.center(index(k))) {
            (x, y, n) = (x + at.0, y + at.1, n + 1.0);
        }
        let off = |k: usize| {
            let at = self.center(index(k));
            hypot(at.0 - x / n, at.1 - y / n)
        };
        let near = set().filter(|&k| far[k] >= most * NEARLY);
        let best = near.min_by(|&a, &b| off(a).total_cmp(&off(b)))?;
        Some((self.center(index(best)), far[best] * CELL))
    }

    /// Whether a point is set; beyond the panel that is so where it is at the panel's edge.
    pub fn goes_on_to(&self, (x, y): Pt) -> bool {
        let clamp = |v: f64, count: usize| v.clamp(0.0, (count as f64 - 0.5).max(0.0) * CELL);
        self.contains((clamp(x, self.cols), clamp(y, self.rows)))
    }

    /// What is left when all that is nowhere wider than twice `reach` is taken away; land beyond the panel goes on, however
    /// little of it is in the panel.
    #[must_use]
    pub fn opened(&self, reach: f64) -> Self {
        let cells = reach / CELL;
        let margin = cells.ceil() as usize + 1;
        let wide = self.continued(margin);
        let kept = |far: &Distances, is_kept: &dyn Fn(f64) -> bool| {
            let cells = far.cells().map(|far| u8::from(is_kept(far)));
            wide.with_rows(0..wide.rows, cells)
        };
        let core = kept(&wide.far_from(|cell| cell == 0), &|far| far > cells);
        let opened = kept(&core.far_from(|cell| cell > 0), &|far| far <= cells);
        let inner = (margin..margin + self.rows).flat_map(|row| {
            let start = row * opened.cols + margin;
            &opened.cells[start..start + self.cols]
        });
        self.with_rows(0..self.rows, inner.copied())
    }

    /// The same with so many cells more on every side, each as the nearest of the panel is.
    fn continued(&self, margin: usize) -> Self {
        let (cols, rows) = (self.cols + 2 * margin, self.rows + 2 * margin);
        let nearest = |at: usize, count: usize| at.saturating_sub(margin).min(count.saturating_sub(1));
        let cells = (0..rows).flat_map(|row| {
            let start = nearest(row, self.rows) * self.cols;
            (0..cols).map(move |col| start + nearest(col, self.cols))
        });
        Self {
            cols,
            rows,
            cells: cells.map(|i| self.cells.get(i).copied().unwrap_or(0)).collect(),
            set_rows: 0..rows,
            sums: OnceCell::new(),
        }
    }

    /// How far each cell is from the nearest that is set, or is not, in cells.
    fn far_from(&self, is_source: impl Fn(u8) -> bool) -> Distances {
        let sources: Vec<bool> = self.cells.iter().map(|cell| is_source(*cell)).collect();
        Distances::to(&sources, self.cols, f64::INFINITY)
    }

    fn center(&self, i: usize) -> Pt {
        (
            ((i % self.cols) as f64 + 0.5) * CELL,
            ((i / self.cols) as f64 + 0.5) * CELL,
        )
    }

    /// The centres of every `step`th set cell both ways.
    pub fn centers(&self, step: usize) -> impl Iterator<Item = Pt> {
        let rows = (0..self.rows).step_by(step);
        rows.filter(|row| self.set_rows.contains(row))
            .flat_map(move |row| {
                (0..self.cols)
                    .step_by(step)
                    .map(move |col| row * self.cols + col)
                    .filter(|&i| self.cells[i] > 0)
                    .map(|i| self.center(i))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_not_set_and_the_pole_avoids_it() {
        let square = |a: f64, b: f64| vec![(a, a), (b, a), (b, b), (a, b)];
        let raster = PixelRaster::of_rings(100.0, 100.0, &[square(10.0, 90.0), square(30.0, 88.0)]);
        assert!(raster.contains((15.0, 50.0)) && !raster.contains((50.0, 50.0)));
        assert_eq!(raster.count(), 40 * 40 - 29 * 29);
        let ((x, y), far) = raster.pole().unwrap();
        assert!(x < 30.0 && y < 30.0 && far >= 9.0, "{x} {y} {far}");
        assert!(raster.share(&Rect::new(10.0, 10.0, 20.0, 20.0)) > 0.999);
    }

    #[test]
    fn opening_takes_strips_away_but_not_at_the_frame() {
        let band = |x: f64, w: f64| vec![(x, 0.0), (x + w, 0.0), (x + w, 100.0), (x, 100.0)];
        let raster =
            PixelRaster::of_rings(100.0, 100.0, &[band(0.0, 4.0), band(30.0, 8.0), band(50.0, 30.0)]);
        let opened = raster.opened(6.0);
        assert!(opened.contains((2.0, 50.0)) && opened.contains((65.0, 50.0)));
        assert!(!opened.contains((34.0, 50.0)) && !opened.contains((6.0, 50.0)));
        assert!(opened.goes_on_to((-20.0, 50.0)) && !opened.goes_on_to((120.0, 50.0)));
    }

    #[test]
    fn land_up_to_the_frame_fills_the_last_cells() {
        for side in [40.0, 40.3, 41.0, 41.7] {
            let raster = PixelRaster::of_rings(
                side,
                side,
                &[vec![(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)]],
            );
            assert!(raster.coverage() > 0.999, "{side}");
            assert!(raster.opened(6.0).goes_on_to((20.0, side + 5.0)), "{side}");
        }
    }

    #[test]
    fn pieces_come_apart() {
        let square = |a: f64, b: f64| vec![(a, a), (b, a), (b, b), (a, b)];
        let pieces = PixelRaster::of_rings(100.0, 100.0, &[square(10.0, 30.0), square(40.0, 90.0)]).pieces();
        assert_eq!(
            pieces.iter().map(PixelRaster::count).collect::<Vec<_>>(),
            [625, 100]
        );
    }
}
