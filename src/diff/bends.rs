//! Bends as a diff has them: thin closed rings between borders as snapshots have them and as pieces do.

use serde::{Deserialize, Serialize};

use super::borders::Borders;
use crate::model::{GRID_PER_DEGREE, GridPoint, GridRing, to_grid};

/// The bends of a holder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bends {
    /// In units of 1e-9 degrees of longitude and latitude, two numbers a position: for each ring the step to its first
    /// position from that of the ring before, from 0, 0 for the first one, and the steps to the others, the last of which
    /// the ring closes from.
    Steps(Vec<Vec<i64>>),
    /// Closed, in degrees: as earlier versions wrote them.
    Degrees(Vec<Vec<[f64; 2]>>),
}

impl Bends {
    /// Those of closed rings.
    pub(super) fn of(rings: &[GridRing]) -> Self {
        let mut start = GridPoint::default();
        let steps = |ring: &GridRing| {
            let positions = &ring.0[..ring.0.len().saturating_sub(1)];
            let mut before = start;
            start = positions.first().copied().unwrap_or(start);
            let mut steps = Vec::with_capacity(2 * positions.len());
            for &at in positions {
                let step = at - before;
                steps.extend([step.x, step.y]);
                before = at;
            }
            steps
        };
        Self::Steps(rings.iter().map(steps).collect())
    }

    /// The closed rings.
    pub(super) fn rings(&self) -> Vec<GridRing> {
        let mut start = GridPoint::default();
        match self {
            Self::Steps(rings) => rings.iter().map(|steps| walked(steps, &mut start)).collect(),
            Self::Degrees(rings) => {
                let at = |degrees: &[f64; 2]| GridPoint::from(degrees.map(to_grid));
                rings.iter().map(|ring| ring.iter().map(at).collect()).collect()
            }
        }
    }

    /// The borders that they are.
    pub(super) fn borders(&self) -> Borders {
        let mut borders = Borders::default();
        borders.add_rings(&self.rings(), 1);
        borders
    }

    /// The same the other way round.
    pub(super) fn reversed(&self) -> Self {
        let mut rings = self.rings();
        for ring in &mut rings {
            ring.0.reverse();
        }
        Self::of(&rings)
    }

    /// Whether all are on the globe.
    pub(super) fn are_on_globe(&self) -> bool {
        let is_on = |p: &GridPoint| {
            let most = |degrees: i64| degrees.cast_unsigned() * GRID_PER_DEGREE.cast_unsigned();
            p.x.unsigned_abs() <= most(180) && p.y.unsigned_abs() <= most(90)
        };
        self.rings().iter().flat_map(|ring| &ring.0).all(is_on)
    }
}

/// The ring of some steps from a start, which is then its own. Numbers of a damaged file may be too large to add up: what
/// they come to lies nowhere on the globe, but by chance.
fn walked(steps: &[i64], start: &mut GridPoint) -> GridRing {
    let mut at = *start;
    let mut positions: Vec<GridPoint> = Vec::with_capacity(steps.len() / 2 + 1);
    for step in steps.chunks_exact(2) {
        at = (at.x.wrapping_add(step[0]), at.y.wrapping_add(step[1])).into();
        positions.push(at);
    }
    *start = positions.first().copied().unwrap_or(*start);
    positions.extend(positions.first().copied());
    GridRing::new(positions)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(positions: &[(i64, i64)]) -> GridRing {
        positions.iter().map(|&at| GridPoint::from(at)).collect()
    }

    #[test]
    fn rings_are_steps_and_come_back() {
        let rings = [
            ring(&[(5, 7), (9, 7), (9, 8), (5, 7)]),
            ring(&[(-4, 2), (0, 0), (-1, 2), (3, 3), (-4, 2)]),
        ];
        let bends = Bends::of(&rings);
        let text = serde_json::to_string(&bends).unwrap();
        assert_eq!(text, "[[5,7,4,0,0,1],[-9,-5,4,-2,-1,2,4,1]]");
        assert_eq!(bends.rings(), rings);
        let read: Bends = serde_json::from_str(&text).unwrap();
        assert_eq!(read, bends);
        assert_eq!(bends.reversed().reversed(), bends);
        assert!(bends.are_on_globe());
    }

    #[test]
    fn rings_in_degrees_are_read_and_numbers_off_the_globe_are_found() {
        let old = "[[[1e-9,2e-9],[3e-9,2e-9],[3e-9,4e-9],[1e-9,2e-9]]]";
        let read: Bends = serde_json::from_str(old).unwrap();
        assert_eq!(read.rings(), [ring(&[(1, 2), (3, 2), (3, 4), (1, 2)])]);
        assert_eq!(serde_json::to_string(&read).unwrap(), old);
        let large = Bends::Steps(vec![vec![i64::MAX, 0, i64::MAX, 3, 1, 1]]);
        assert!(!large.are_on_globe());
    }
}
