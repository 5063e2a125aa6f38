//! Fronts that advance by known amounts and are drawn anew with known noise.

use landshift::Snapshot;
use landshift_engine::model::{GridPoint, GridPolygon, GridRing, Territory, to_grid};

/// Metres of a degree of latitude, and of longitude at 48°, near enough.
const DEGREE_M: [f64; 2] = [74_600.0, 111_200.0];
/// How long the front is from south to north.
const LENGTH_M: f64 = 300_000.0;

/// Numbers from 0 to 1 in the order of a seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        let mut random = Self(seed);
        random.unit();
        random
    }

    pub fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// From a normal distribution about 0 of deviation 1 (Box & Muller, 1958).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// A line of control from south to north, A west of it and B east.
#[derive(Clone)]
pub struct Front {
    /// Metres east and north, in order from south to north.
    line: Vec<[f64; 2]>,
}

impl Front {
    /// A crooked one of a position every 200 m or so.
    pub fn new(random: &mut Random) -> Self {
        let mut line = vec![[0.0, 0.0]];
        let mut slope = 0.0;
        while let Some(&[x, y]) = line.last() {
            if y >= LENGTH_M {
                break;
            }
            let step_m = random.between(50.0, 350.0);
            slope = 0.8 * slope + 0.6 * random.normal();
            // Held back towards the meridian, so that it stays in the frame.
            line.push([0.995 * x + step_m * slope, (y + step_m).min(LENGTH_M)]);
        }
        Self { line }
    }

    /// An advance of A along some kilometres by up to two; one in ten goes the other way. Other positions stay.
    pub fn advance(&mut self, random: &mut Random) {
        let (middle_m, half_m) = (random.unit() * LENGTH_M, random.between(500.0, 5000.0));
        let way = if random.unit() < 0.1 { -1.0 } else { 1.0 };
        let depth_m = way * random.between(100.0, 2000.0);
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
    pub fn redrawn(&self, random: &mut Random, part: [f64; 2], deviation_m: f64) -> Self {
        let [from, to] = part.map(|share| share * LENGTH_M);
        let is_kept = |y: f64| y <= from || y >= to;
        let mut line: Vec<[f64; 2]> = self.line.iter().copied().filter(|&[_, y]| is_kept(y)).collect();
        let (mut y, mut error) = (from, 0.0);
        loop {
            y += random.between(80.0, 320.0);
            if y >= to {
                break;
            }
            error = 0.6 * error + 0.8 * random.normal();
            line.push([self.east_at(y) + deviation_m * error, y]);
        }
        line.sort_by(|a, b| a[1].total_cmp(&b[1]));
        Self { line }
    }

    /// The same between two shares of its length, each position off by up to so much, as by rounding or by a tracer who
    /// follows the old line.
    pub fn retraced(&self, random: &mut Random, part: [f64; 2], off_m: f64) -> Self {
        let [from, to] = part.map(|share| share * LENGTH_M);
        let traced = |&[x, y]: &[f64; 2]| match y {
            y if y <= from || y >= to => [x, y],
            y => [x + random.between(-off_m, off_m), y],
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
