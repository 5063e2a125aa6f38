//! The faces at a position and around it, within a short reach: a position on a line lies in the faces on both sides.

use super::edges::Ends;
use crate::math::{self, hypot};
use crate::model::{GRID_PER_DEGREE, GridPoint};
use crate::parallel::prelude::*;

/// Metres in a degree of latitude, near enough for a reach of metres.
const METRES_PER_DEGREE: f64 = 111_320.0;

/// An edge that comes near a position, each by its number.
pub(super) struct Near {
    pub(super) position: u32,
    pub(super) edge: u32,
}

/// The edges that come as near as `reach_m` metres to a position, in order of positions and edges.
pub(super) fn edges_near(
    vertices: &[GridPoint],
    ends: &[Ends],
    positions: &[GridPoint],
    reach_m: f64,
) -> Vec<Near> {
    let mut order: Vec<u32> = (0..positions.len() as u32).collect();
    order.sort_by_key(|&i| (positions[i as usize].x, positions[i as usize].y));
    let reach = Reach::of(positions, reach_m);
    let found = |edge: usize| {
        let segment = ends[edge].map(|end| vertices[end as usize]);
        let west = segment[0].x.min(segment[1].x) - reach.x;
        let east = segment[0].x.max(segment[1].x) + reach.x;
        let first = order.partition_point(|&i| positions[i as usize].x < west);
        let within = order[first..]
            .iter()
            .take_while(|&&i| positions[i as usize].x <= east);
        let near = within.filter(|&&i| reach.holds(segment, positions[i as usize]));
        near.map(|&position| Near {
            position,
            edge: edge as u32,
        })
        .collect::<Vec<Near>>()
    };
    let found: Vec<Vec<Near>> = (0..ends.len())
        .into_par_iter()
        .map(found)
        .filter(|near| !near.is_empty())
        .collect();
    let mut all: Vec<Near> = found.into_iter().flatten().collect();
    all.sort_unstable_by_key(|near| (near.position, near.edge));
    all
}

/// How far the reach goes in grid units, at the position nearest to a pole.
struct Reach {
    metres: f64,
    x: i64,
    y: i64,
}

impl Reach {
    fn of(positions: &[GridPoint], metres: f64) -> Self {
        let y = metres / METRES_PER_DEGREE * GRID_PER_DEGREE as f64;
        let least = positions.iter().map(|p| cos(p.y)).fold(1.0, f64::min).max(1e-6);
        Self {
            metres,
            x: (y / least).ceil() as i64,
            y: y.ceil() as i64,
        }
    }

    /// Whether the edge comes within reach of a position.
    fn holds(&self, [from, to]: [GridPoint; 2], at: GridPoint) -> bool {
        if from.y.min(to.y) - self.y > at.y || from.y.max(to.y) + self.y < at.y {
            return false;
        }
        let metres = METRES_PER_DEGREE / GRID_PER_DEGREE as f64;
        let plane = |p: GridPoint| {
            [
                (p.x - at.x) as f64 * metres * cos(at.y),
                (p.y - at.y) as f64 * metres,
            ]
        };
        let (a, b) = (plane(from), plane(to));
        let run = [b[0] - a[0], b[1] - a[1]];
        let length = run[0] * run[0] + run[1] * run[1];
        let along = -(a[0] * run[0] + a[1] * run[1]) / length.max(f64::MIN_POSITIVE);
        let along = along.clamp(0.0, 1.0);
        hypot(a[0] + along * run[0], a[1] + along * run[1]) <= self.metres
    }
}

/// How much shorter a degree of longitude is at a latitude than at the equator.
fn cos(latitude: i64) -> f64 {
    math::cos((latitude as f64 / GRID_PER_DEGREE as f64).to_radians())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::to_grid;

    #[test]
    fn finds_what_comes_within_reach_and_nothing_else() {
        let at = |x: f64, y: f64| GridPoint {
            x: to_grid(x),
            y: to_grid(y),
        };
        // Two metres are 1.8e-5 degrees of latitude; of longitude at 60° twice as many.
        let vertices = [at(10.0, 60.0), at(11.0, 60.0), at(10.0, 61.0)];
        let ends: Vec<Ends> = vec![[0, 1], [0, 2]];
        let near = |p: GridPoint| {
            let found = edges_near(&vertices, &ends, &[at(-50.0, 0.0), p], 2.0);
            found.iter().map(|near| near.edge).collect::<Vec<_>>()
        };
        assert_eq!(near(at(10.5, 60.000_017)), [0]);
        assert!(near(at(10.5, 60.000_019)).is_empty());
        assert_eq!(near(at(10.000_035, 60.5)), [1]);
        assert!(near(at(10.000_037, 60.5)).is_empty());
        assert_eq!(near(at(10.0, 60.0)), [0, 1]);
        assert!(near(at(11.1, 60.0)).is_empty());
    }
}
