//! A coarse grid, on which positions take fewer digits.

use std::num::NonZeroU32;

use serde_json::{Value, json};

use crate::model::{GridPoint, to_degrees};
use crate::write::positions::Box;

/// So many lines each way between the sides of a box.
pub(super) struct Grid {
    around: Box,
    lines: u32,
}

impl Grid {
    /// A grid of two lines each way or more.
    pub(super) fn new(around: Box, lines: NonZeroU32) -> Self {
        let lines = lines.get().max(2);
        Self { around, lines }
    }

    /// How places on it become degrees.
    pub(super) fn transform(&self) -> Value {
        let Box { west, south, .. } = self.around;
        let [width, height] = self.sizes();
        let scale = [width, height].map(|size| to_degrees(size) / f64::from(self.lines - 1));
        let corner = [west, south].map(to_degrees);
        json!({"scale": scale, "translate": corner})
    }

    /// Its width and height; of no extent, one as good as any.
    fn sizes(&self) -> [i64; 2] {
        let Box {
            west,
            south,
            east,
            north,
        } = self.around;
        [east - west, north - south].map(|size| size.max(1))
    }

    /// The nearest place to a position.
    pub(super) fn place(&self, p: GridPoint) -> [i64; 2] {
        let [width, height] = self.sizes();
        let place = |distance: i64, size: i64| {
            let (distance, size) = (i128::from(distance), i128::from(size));
            let lines = i128::from(self.lines - 1);
            ((2 * distance * lines + size) / (2 * size)) as i64
        };
        [
            place(p.x - self.around.west, width),
            place(p.y - self.around.south, height),
        ]
    }

    /// An arc as its first place and steps to the next ones, without those that lead nowhere but the last of all.
    pub(super) fn steps(&self, arc: &[GridPoint]) -> Vec<[i64; 2]> {
        let mut places: Vec<[i64; 2]> = arc.iter().map(|p| self.place(*p)).collect();
        places.dedup();
        if let [only] = places.as_slice() {
            places.push(*only);
        }
        let mut last = [0, 0];
        let steps = places.into_iter().map(|[x, y]| {
            let step = [x - last[0], y - last[1]];
            last = [x, y];
            step
        });
        steps.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_where_the_nearest_lines_cross() {
        let around = Box {
            west: -10,
            south: 0,
            east: 10,
            north: 40,
        };
        let grid = Grid::new(around, NonZeroU32::new(5).unwrap());
        let arc = [(-10, 0), (-8, 1), (-7, 6), (10, 40)].map(|(x, y)| GridPoint { x, y });
        assert_eq!(grid.steps(&arc), [[0, 0], [1, 1], [3, 3]]);
        assert_eq!(grid.steps(&arc[..2]), [[0, 0], [0, 0]]);
        assert_eq!(grid.transform()["scale"], json!([5e-9, 1e-8]));
    }
}
