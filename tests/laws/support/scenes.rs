//! Scenes: layers of polygons on a coarse lattice, so that edges meet, overlap and touch all the time, laid out on
//! the grid with steps that are wide, narrow, or a few grid units only.

use landshift_engine::math::{cos, ln, sin};
use landshift_engine::model::{GridPoint, GridPolygon, GridRing};
use proptest::collection::vec;
use proptest::prelude::*;

use super::Layer;
use super::oracle::doubled_area;

/// Lattice positions run from 0 to this on both axes.
const LATTICE: i64 = 12;
const LON_MAX: i64 = 180_000_000_000;
const LAT_MAX: i64 = 90_000_000_000;

/// Where on the grid lattice positions lie.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub base: GridPoint,
    pub step: GridPoint,
}

impl Frame {
    pub fn new(base: (i64, i64), step: (i64, i64)) -> Self {
        let at = |(x, y)| GridPoint { x, y };
        Self {
            base: at(base),
            step: at(step),
        }
    }

    fn place(self, (x, y): (i64, i64), (dx, dy): (i64, i64)) -> GridPoint {
        GridPoint {
            x: (self.base.x + x * self.step.x + dx).clamp(-LON_MAX, LON_MAX),
            y: (self.base.y + y * self.step.y + dy).clamp(-LAT_MAX, LAT_MAX),
        }
    }
}

/// All kinds of frames.
pub fn any_frame() -> impl Strategy<Value = Frame> {
    const CAUCASUS: (i64, i64) = (46_000_000_000, 40_000_000_000);
    prop_oneof![
        3 => (1..=20_i64, 1..=20_i64).prop_map(|step| Frame::new(CAUCASUS, step)),
        1 => (1..=20_i64).prop_map(|step| Frame::new((-7, 3), (step, step))),
        2 => Just(Frame::new(CAUCASUS, (10_000_000, 10_000_000))),
        1 => Just(Frame::new(CAUCASUS, (100_000_007, 99_999_989))),
        1 => Just(Frame::new(CAUCASUS, (1_000_000_000, 3))),
        1 => Just(Frame::new(CAUCASUS, (2, 700_000_001))),
        1 => Just(Frame::new((LON_MAX - 9 * 1000, LAT_MAX - 9 * 1000), (1000, 1000))),
        1 => Just(Frame::new((-LON_MAX, -LAT_MAX), (7, 13))),
        1 => Just(Frame::new((-LON_MAX, -LAT_MAX), (30_000_000_000, 15_000_000_000))),
    ]
}

/// Frames that are not wider than a country, nor at a pole.
pub fn local_frame() -> impl Strategy<Value = Frame> {
    const CAUCASUS: (i64, i64) = (46_000_000_000, 40_000_000_000);
    prop_oneof![
        (1..=20_i64, 1..=20_i64).prop_map(|step| Frame::new(CAUCASUS, step)),
        Just(Frame::new(CAUCASUS, (10_000_000, 10_000_000))),
        Just(Frame::new(CAUCASUS, (100_000_007, 99_999_989))),
        Just(Frame::new((LON_MAX - 9 * 1000, 70_000_000_000), (1000, 1000))),
    ]
}

/// Frames in which snapping moves nothing far, compared with the distance of lattice positions.
pub fn wide_frame() -> impl Strategy<Value = Frame> {
    prop_oneof![
        Just(Frame::new(
            (46_000_000_000, 40_000_000_000),
            (10_000_000, 10_000_000)
        )),
        Just(Frame::new(
            (-70_000_000_000, -33_000_000_000),
            (100_000_007, 99_999_989)
        )),
        Just(Frame::new((3_000, -9_000), (40_009, 40_031))),
    ]
}

type Corner = (i64, i64);

/// A polygon's rings on the lattice.
#[derive(Debug, Clone)]
struct Outline {
    shell: Vec<Corner>,
    holes: Vec<Vec<Corner>>,
}

fn corner() -> impl Strategy<Value = Corner> {
    (0..=LATTICE, 0..=LATTICE)
}

/// Any chain of corners: bow-ties, spikes, edges there and back.
fn wild_ring() -> impl Strategy<Value = Vec<Corner>> {
    vec(corner(), 3..9)
}

fn box_ring() -> impl Strategy<Value = Vec<Corner>> {
    (corner(), 1..=LATTICE, 1..=LATTICE).prop_map(|((x, y), w, h)| {
        let (e, n) = ((x + w).min(LATTICE), (y + h).min(LATTICE));
        vec![(x, y), (e, y), (e, n), (x, n)]
    })
}

/// A box with a spike out of one of its corners.
fn spiked_ring() -> impl Strategy<Value = Vec<Corner>> {
    (box_ring(), corner(), 0..4_usize).prop_map(|(mut ring, tip, at)| {
        let root = ring[at];
        ring.splice(at..at, [root, tip]);
        ring
    })
}

/// A ring walked twice.
fn doubled_ring() -> impl Strategy<Value = Vec<Corner>> {
    wild_ring().prop_map(|ring| [ring.clone(), ring].concat())
}

fn any_ring() -> impl Strategy<Value = Vec<Corner>> {
    prop_oneof![4 => wild_ring(), 4 => box_ring(), 1 => spiked_ring(), 1 => doubled_ring()]
}

fn polygon() -> impl Strategy<Value = Vec<Outline>> {
    (any_ring(), vec(any_ring(), 0..3)).prop_map(|(shell, holes)| vec![Outline { shell, holes }])
}

/// Land with a hole with land with a hole, and so on; `gap` 0 lets a hole fill its shell.
fn nest() -> impl Strategy<Value = Vec<Outline>> {
    (1..=3_i64, 1..=5_usize, 0..=1_i64).prop_map(|(pace, depth, gap)| {
        let square = |inset: i64| {
            let (low, high) = (inset.min(LATTICE / 2), (LATTICE - inset).max(LATTICE / 2));
            vec![(low, low), (high, low), (high, high), (low, high)]
        };
        (0..depth as i64)
            .map(|level| Outline {
                shell: square(level * pace),
                holes: vec![square(level * pace + gap)],
            })
            .collect()
    })
}

fn outlines() -> impl Strategy<Value = Vec<Outline>> {
    prop_oneof![6 => polygon(), 1 => nest(), 1 => vec(polygon(), 2).prop_map(|p| p.concat())]
}

/// Layers of any polygons at all, every vertex off its lattice position by up to 0, 1 or 3 grid units, and sometimes
/// the first layer again with other such offsets.
pub fn any_layers() -> impl Strategy<Value = Vec<Layer>> {
    any_frame().prop_flat_map(layers_in)
}

/// The same in one frame.
pub fn layers_in(frame: Frame) -> impl Strategy<Value = Vec<Layer>> {
    let jitter = || (prop::sample::select(vec![0_i64, 0, 1, 3]), any::<u64>());
    let layer = || vec(outlines(), 1..4);
    (vec((layer(), jitter()), 1..4), prop::option::of(jitter())).prop_map(move |(mut layers, again)| {
        if let Some(jitter) = again {
            layers.push((layers[0].0.clone(), jitter));
        }
        layers
            .iter()
            .map(|(features, (reach, seed))| place_layer(frame, features, *reach, *seed))
            .collect()
    })
}

fn place_layer(frame: Frame, features: &[Vec<Outline>], reach: i64, seed: u64) -> Layer {
    let mut dice = Dice(seed);
    let mut ring = |corners: &[Corner]| -> Vec<GridPoint> {
        corners
            .iter()
            .map(|&c| frame.place(c, (dice.within(reach), dice.within(reach))))
            .collect()
    };
    features
        .iter()
        .map(|outlines| {
            outlines
                .iter()
                .map(|o| normal(ring(&o.shell), o.holes.iter().map(|h| ring(h)).collect()))
                .collect()
        })
        .collect()
}

/// A closed ring without repeated positions, counter-clockwise or clockwise; as it is where it encloses as much one
/// way as the other.
pub fn ring(mut points: Vec<GridPoint>, ccw: bool) -> GridRing {
    points.dedup();
    if let Some(&first) = points.first() {
        points.push(first);
        points.dedup();
    }
    let mut ring = GridRing::new(points);
    let area = doubled_area(&ring);
    let is_backwards = if ccw { area < 0 } else { area > 0 };
    if is_backwards {
        ring.0.reverse();
    }
    ring
}

/// A normalised polygon.
pub fn normal(shell: Vec<GridPoint>, holes: Vec<Vec<GridPoint>>) -> GridPolygon {
    GridPolygon::new(
        ring(shell, true),
        holes.into_iter().map(|h| ring(h, false)).collect(),
    )
}

/// A valid coverage: `columns` × `rows` cells whose inner corners are moved by up to `reach`, the same for all cells
/// that share them, and with positions on the sides in between; cells are dealt to `features`.
#[derive(Debug, Clone, Copy)]
pub struct Cells {
    pub frame: Frame,
    pub columns: i64,
    pub rows: i64,
    pub features: usize,
    pub reach: i64,
    pub seed: u64,
}

impl Cells {
    pub fn layer(&self) -> Layer {
        let mut dice = Dice(self.seed);
        let mut layer: Layer = vec![Vec::new(); self.features];
        for column in 0..self.columns {
            for row in 0..self.rows {
                let corners = [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1)];
                let shell = corners
                    .iter()
                    .map(|(dx, dy)| self.position(2 * column + dx, 2 * row + dy))
                    .collect();
                layer[dice.below(self.features as u64) as usize].push(normal(shell, Vec::new()));
            }
        }
        layer
    }

    fn position(&self, x: i64, y: i64) -> GridPoint {
        let mut dice = Dice(self.seed ^ (x as u64) << 32 ^ (y as u64) << 1);
        dice.next();
        self.frame
            .place((x, y), (dice.within(self.reach), dice.within(self.reach)))
    }
}

pub fn cells(frame: impl Strategy<Value = Frame>) -> impl Strategy<Value = Cells> {
    (frame, 1..6_i64, 1..6_i64, 1..5_usize, any::<u64>(), 0..=30_i64).prop_map(
        |(frame, columns, rows, features, seed, percent)| Cells {
            frame,
            columns,
            rows,
            features,
            // Less than a third of a step: cells stay simple and apart.
            reach: frame.step.x.min(frame.step.y) * percent / 100,
            seed,
        },
    )
}

/// A valid polygon around a middle: `spokes` distances, in turn around it.
pub fn star(middle: GridPoint, spokes: &[i64]) -> GridPolygon {
    let points = spokes.iter().enumerate().map(|(i, &distance)| {
        let angle = std::f64::consts::TAU * i as f64 / spokes.len() as f64;
        GridPoint {
            x: middle.x + (distance as f64 * cos(angle)).round() as i64,
            y: middle.y + (distance as f64 * sin(angle)).round() as i64,
        }
    });
    normal(points.collect(), Vec::new())
}

/// The layer as another hand drew it: every vertex of every polygon off by up to `reach`, each for itself.
pub fn redrawn(layer: &Layer, reach: i64, seed: u64) -> Layer {
    let mut dice = Dice(seed);
    let mut shaken = |ring: &GridRing| -> Vec<GridPoint> {
        let moved = |p: &GridPoint| GridPoint {
            x: p.x + dice.within(reach),
            y: p.y + dice.within(reach),
        };
        ring.0[1..].iter().map(moved).collect()
    };
    let mut redraw = |p: &GridPolygon| {
        normal(
            shaken(p.exterior()),
            p.interiors().iter().map(&mut shaken).collect(),
        )
    };
    layer
        .iter()
        .map(|feature| feature.iter().map(&mut redraw).collect())
        .collect()
}

/// Numbers that look random and are the same everywhere (Steele et al., `SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// From 0 to less than 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// From a normal distribution about 0 of deviation 1 (Box & Muller, 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * ln(1.0 - self.unit())).sqrt();
        radius * cos(std::f64::consts::TAU * self.unit())
    }

    /// From −reach to reach.
    pub fn within(&mut self, reach: i64) -> i64 {
        self.below(2 * reach as u64 + 1) as i64 - reach
    }
}
