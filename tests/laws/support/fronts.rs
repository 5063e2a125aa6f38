//! Fronts that advance by known amounts and are drawn anew with known noise.

use super::scenes::Dice;
use landshift::Snapshot;
use landshift_engine::model::{GridPoint, GridPolygon, GridRing, Territory, to_grid};

/// Metres of a degree of latitude, and of longitude at 48°, near enough.
const DEGREE_M: [f64; 2] = [74_600.0, 111_200.0];
/// How long the front is from south to north.
const LENGTH_M: f64 = 300_000.0;

/// A line of control from south to north, A west of it and B east.
#[derive(Clone)]
pub struct Front {
    /// Metres east and north, in order from south to north.
    line: Vec<[f64; 2]>,
}

impl Front {
    /// A crooked one of a position every 200 m or so.
    pub fn new(dice: &mut Dice) -> Self {
        let mut line = vec![[0.0, 0.0]];
        let mut slope = 0.0;
        while let Some(&[x, y]) = line.last() {
            if y >= LENGTH_M {
                break;
            }
            let step_m = dice.between(50.0, 350.0);
            slope = 0.8 * slope + 0.6 * dice.normal();
            // Held back towards the meridian, so that it stays in the frame.
            line.push([0.995 * x + step_m * slope, (y + step_m).min(LENGTH_M)]);
        }
        Self { line }
    }

    /// An advance of A along some kilometres by up to two; one in ten goes the other way. Other positions stay.
    pub fn advance(&mut self, dice: &mut Dice) {
        let (middle_m, half_m) = (dice.unit() * LENGTH_M, dice.between(500.0, 5000.0));
        let way = if dice.unit() < 0.1 { -1.0 } else { 1.0 };
        let depth_m = way * dice.between(100.0, 2000.0);
        self.move_by(middle_m, half_m, depth_m);
    }

    /// Moves the positions about a place east, the farther from it, the less.
    pub fn move_by(&mut self, middle_m: f64, half_m: f64, depth_m: f64) {
        for [x, y] in &mut self.line {
            let away = (*y - middle_m) / half_m;
            *x += depth_m * (1.0 - away * away).max(0.0);
        }
    }

    /// Moves all of it east.
    pub fn shift(&mut self, by_m: f64) {
        self.line.iter_mut().for_each(|[x, _]| *x += by_m);
    }

    /// The same between two shares of its length, drawn by another hand: through other positions, off by an error of this
    /// deviation that is much the same from a position to the next.
    pub fn redrawn(&self, dice: &mut Dice, part: [f64; 2], deviation_m: f64) -> Self {
        let [from, to] = part.map(|share| share * LENGTH_M);
        let is_kept = |y: f64| y <= from || y >= to;
        let mut line: Vec<[f64; 2]> = self.line.iter().copied().filter(|&[_, y]| is_kept(y)).collect();
        let (mut y, mut error) = (from, 0.0);
        loop {
            y += dice.between(80.0, 320.0);
            if y >= to {
                break;
            }
            error = 0.6 * error + 0.8 * dice.normal();
            line.push([self.east_at(y) + deviation_m * error, y]);
        }
        line.sort_by(|a, b| a[1].total_cmp(&b[1]));
        Self { line }
    }

    /// The same between two shares of its length, each position off by up to so much, as by rounding or by a tracer who
    /// follows the old line.
    pub fn retraced(&self, dice: &mut Dice, part: [f64; 2], off_m: f64) -> Self {
        let [from, to] = part.map(|share| share * LENGTH_M);
        let traced = |&[x, y]: &[f64; 2]| match y {
            y if y <= from || y >= to => [x, y],
            y => [x + dice.between(-off_m, off_m), y],
        };
        Self {
            line: self.line.iter().map(traced).collect(),
        }
    }

    fn east_at(&self, y: f64) -> f64 {
        let after = self
            .line
            .partition_point(|at| at[1] < y)
            .clamp(1, self.line.len() - 1);
        let [a, b] = [self.line[after - 1], self.line[after]];
        a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])
    }

    /// As a snapshot of a day, with the accuracy that it states.
    pub fn snapshot(&self, day: usize, accuracy_m: Option<f64>) -> Snapshot {
        let degrees = |[x, y]: [f64; 2]| [37.0 + x / DEGREE_M[0], 47.0 + y / DEGREE_M[1]];
        let line: Vec<[f64; 2]> = self.line.iter().map(|&at| degrees(at)).collect();
        let [south, north] = [line[0][1], line[line.len() - 1][1]];
        let land = |controller: &str, rim: f64| {
            let mut ring: Vec<[f64; 2]> = line.iter().copied().chain([[rim, north], [rim, south]]).collect();
            // Shells run counter-clockwise.
            if rim > 37.0 {
                ring.reverse();
            }
            ring.push(ring[0]);
            let ring = ring.into_iter().map(|[x, y]| GridPoint {
                x: to_grid(x),
                y: to_grid(y),
            });
            Territory {
                controller: controller.to_owned(),
                polygons: vec![GridPolygon::new(GridRing::new(ring.collect()), vec![])],
                accuracy_m,
                ..Territory::default()
            }
        };
        Snapshot {
            name: format!("day {day}"),
            date: format!("{:04}", 1000 + day).parse().ok(),
            territories: vec![land("A", 33.0).into(), land("B", 41.0).into()],
            ..Snapshot::default()
        }
    }
}
