//! How far cells of a raster are from others: the two-pass chamfer distance (Borgefors, *Distance transformations in digital
//! images*, Comput. Vision Graph. Image Process. 1986), a step along a side being 1 and one across a corner √2.

use std::f64::consts::SQRT_2;

/// Distances by cell, with a rim of one cell all around, so that every cell has eight neighbours.
pub(super) struct Distances {
    /// Cells of a row, with those of the rim.
    wide: usize,
    far: Vec<f64>,
}

impl Distances {
    /// Of every cell, by rows, to the nearest that is a source; `rim` is that of the cells around all.
    pub(super) fn to(sources: &[bool], cols: usize, rim: f64) -> Self {
        let wide = cols + 2;
        let rows = sources.len().checked_div(cols).unwrap_or_default();
        let mut far = vec![rim; wide * (rows + 2)];
        for (row, sources) in sources.chunks_exact(cols.max(1)).enumerate() {
            let start = (row + 1) * wide + 1;
            for (far, is_source) in far[start..start + cols].iter_mut().zip(sources) {
                *far = if *is_source { 0.0 } else { f64::INFINITY };
            }
        }
        let mut distances = Self { wide, far };
        distances.spread();
        distances
    }

    /// From each cell to its neighbours: once from the first to the last, and once back.
    fn spread(&mut self) {
        let (wide, far) = (self.wide, &mut self.far[..]);
        let inner = 1..far.len() / wide - 1;
        let row = |row: usize| row * wide + 1..(row + 1) * wide - 1;
        for at in inner.clone().flat_map(row) {
            if far[at] > 0.0 {
                let near = [
                    far[at - wide - 1],
                    far[at - wide],
                    far[at - wide + 1],
                    far[at - 1],
                ];
                far[at] = nearer(far[at], near);
            }
        }
        for at in inner.rev().flat_map(|n| row(n).rev()) {
            if far[at] > 0.0 {
                let near = [
                    far[at + wide + 1],
                    far[at + wide],
                    far[at + wide - 1],
                    far[at + 1],
                ];
                far[at] = nearer(far[at], near);
            }
        }
    }

    /// The distances of all cells but the rim's, by rows.
    pub(super) fn cells(&self) -> impl Iterator<Item = f64> {
        let rows = self.far.chunks_exact(self.wide);
        let inner = rows.len() - 2;
        rows.skip(1)
            .take(inner)
            .flat_map(|row| row[1..row.len() - 1].iter().copied())
    }
}

/// How far a cell is by way of its neighbours across a corner, above, across the other corner, and beside it.
fn nearer(far: f64, [corner, above, other, beside]: [f64; 4]) -> f64 {
    let side = if above < beside { above } else { beside };
    let corner = if corner < other { corner } else { other };
    let (by_side, by_corner) = (side + 1.0, corner + SQRT_2);
    let near = if by_side < by_corner { by_side } else { by_corner };
    if near < far { near } else { far }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_along_sides_and_across_corners() {
        let mut sources = [false; 20];
        sources[7] = true;
        let far: Vec<f64> = Distances::to(&sources, 5, f64::INFINITY).cells().collect();
        let expected = |k: usize| {
            let (dx, dy) = ((k % 5).abs_diff(2), (k / 5).abs_diff(1));
            dx.abs_diff(dy) as f64 + SQRT_2 * dx.min(dy) as f64
        };
        for (k, far) in far.into_iter().enumerate() {
            assert!((far - expected(k)).abs() < 1e-12, "{k}: {far}");
        }
        let far: Vec<f64> = Distances::to(&[false; 9], 3, 0.0).cells().collect();
        assert_eq!(far, [1.0, 1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0]);
        assert_eq!(Distances::to(&[], 0, 0.0).cells().count(), 0);
    }
}
