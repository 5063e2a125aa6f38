//! Positions in degrees, as all formats have them.

use super::layer::OutGeometry;
use crate::model::{GridPoint, GridRing, divisions, rings};

/// The positions of a ring; an edge that a reader would take the other way round has one more on it.
pub(super) fn ring(ring: &GridRing) -> impl Iterator<Item = GridPoint> {
    let mut divisions = divisions(ring).into_iter().peekable();
    let with_next = move |(place, position): (usize, &GridPoint)| {
        let division = divisions.next_if(|(divided, _)| *divided == place);
        [Some(*position), division.map(|(_, at)| at)]
    };
    ring.0.iter().enumerate().flat_map(with_next).flatten()
}

/// West, south, east and north, in grid units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Box {
    pub west: i64,
    pub south: i64,
    pub east: i64,
    pub north: i64,
}

impl Box {
    /// Around a geometry; none of one without positions.
    pub(super) fn of(geometry: OutGeometry<'_>) -> Option<Self> {
        let at = |p: &GridPoint| Self {
            west: p.x,
            south: p.y,
            east: p.x,
            north: p.y,
        };
        match geometry {
            OutGeometry::Point(p) => Some(at(&p)),
            OutGeometry::Land(polygons) => {
                let positions = polygons.iter().flat_map(rings).flat_map(|ring| &ring.0);
                positions.map(at).reduce(Self::and)
            }
        }
    }

    /// Around both.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// West, south, east and north in degrees.
    pub(super) fn degrees(self) -> [f64; 4] {
        [self.west, self.south, self.east, self.north].map(crate::model::to_degrees)
    }
}
