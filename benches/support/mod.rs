//! Made-up land to measure with: as large as one likes, the same every time.

use std::fmt::Write;

/// A square of 20° by 20° in cells, each with a controller. Borders wander and are shared by neighbours position for
/// position; nothing crosses.
#[derive(Debug, Clone, Copy)]
pub struct Land {
    /// Cells along one side of the square.
    pub cells: usize,
    /// Positions along one side of a cell.
    pub positions: usize,
    /// Editions have the same borders; in each, another tenth of the cells has another holder than at first.
    pub edition: u64,
}

const WEST: f64 = 10.0;
const SOUTH: f64 = 30.0;
const WIDTH: f64 = 20.0;
const CONTROLLERS: u64 = 12;

impl Land {
    /// The positions of all rings, the closing ones not counted.
    pub fn size(&self) -> usize {
        self.cells * self.cells * 4 * self.positions
    }

    /// The land as a feature collection, with coordinates of six decimals.
    pub fn geojson(&self) -> String {
        let mut out = String::with_capacity(22 * self.size());
        out.push_str(r#"{"type":"FeatureCollection","date":"2024-01-01","features":["#);
        for row in 0..self.cells {
            for column in 0..self.cells {
                out.push_str(if (row, column) == (0, 0) { "\n" } else { ",\n" });
                self.feature(&mut out, column, row);
            }
        }
        out.push_str("\n]}\n");
        out
    }

    fn feature(&self, out: &mut String, column: usize, row: usize) {
        let controller = self.controller(column, row);
        // Writing to a text does not fail.
        let _ = write!(
            out,
            r#"{{"type":"Feature","properties":{{"controller":"C{controller:02}"}},"geometry":{{"type":"Polygon","coordinates":[["#
        );
        let n = self.positions;
        let south = (0..n).map(|i| self.horizontal(column, row, i));
        let east = (0..n).map(|i| self.vertical(column + 1, row, i));
        let north = (1..=n).rev().map(|i| self.horizontal(column, row + 1, i));
        let west = (0..=n).rev().map(|i| self.vertical(column, row, i));
        for (i, (lon, lat)) in south.chain(east).chain(north).chain(west).enumerate() {
            let comma = if i == 0 { "" } else { "," };
            let _ = write!(out, "{comma}[{lon:.6},{lat:.6}]");
        }
        out.push_str("]]}}");
    }

    fn controller(&self, column: usize, row: usize) -> u64 {
        let cell = (row * self.cells + column) as u64;
        let at_first = hash(cell) % CONTROLLERS;
        let changed = self.edition > 0 && (hash(cell) / CONTROLLERS) % 10 == self.edition % 10;
        (at_first + u64::from(changed)) % CONTROLLERS
    }

    /// Position `i` of the border below a cell, from west to east.
    fn horizontal(&self, column: usize, row: usize, i: usize) -> (f64, f64) {
        let (along, across) = self.wander(2 * (row * self.cells + column), i);
        self.place(column as f64 + along, row as f64 + across)
    }

    /// Position `i` of the border left of a cell, from south to north.
    fn vertical(&self, column: usize, row: usize, i: usize) -> (f64, f64) {
        let (along, across) = self.wander(2 * (row * (self.cells + 1) + column) + 1, i);
        self.place(column as f64 + across, row as f64 + along)
    }

    /// How far along a border a position is, and how far beside it: never so far that two borders of a corner meet.
    fn wander(&self, border: usize, i: usize) -> (f64, f64) {
        let along = i as f64 / self.positions as f64;
        let random = hash((border * (self.positions + 1) + i) as u64) as f64 / u64::MAX as f64 - 0.5;
        (along, random * along.min(1.0 - along).min(0.1))
    }

    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let cell = WIDTH / self.cells as f64;
        (WEST + x * cell, SOUTH + y * cell)
    }
}

/// `SplitMix64`: a number that looks random.
fn hash(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
