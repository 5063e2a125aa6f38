//! Fronts and borders: the lines between controllers and between sovereigns.

use std::collections::BTreeMap;

use super::Overlay;
use crate::measure::Length;
use crate::model::{GRID_PER_DEGREE, GridLine, GridPoint};
use crate::mosaic::Side;

/// What a line between two pieces of land is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoundaryKind {
    /// Between two sovereigns, or between controllers where the data names no sovereigns.
    Border,
    /// Between two controllers inside the land of one sovereign.
    Control,
}

impl BoundaryKind {
    /// What outputs call it: `border` or `line of control`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Border => "border",
            Self::Control => "line of control",
        }
    }
}

/// The line along which two controllers meet on one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// The two controllers, in alphabetical order.
    pub between: [String; 2],
    /// Whether a border runs along it.
    pub kind: BoundaryKind,
    /// How long it is.
    pub length: Length,
}

impl Overlay {
    /// What the edge is on the date of a snapshot; none inside one controller's and sovereign's land, and along the
    /// rim of the data.
    pub fn boundary(&self, snapshot: usize, side: &Side) -> Option<BoundaryKind> {
        let is_inside = self.is_inside(side.left) && self.is_inside(side.right);
        is_inside.then(|| self.boundary_anywhere(snapshot, side))?
    }

    /// As [`Overlay::boundary`], of all land.
    pub(super) fn boundary_anywhere(&self, snapshot: usize, side: &Side) -> Option<BoundaryKind> {
        let (left, right) = (
            self.territory_anywhere(snapshot, side.left)?,
            self.territory_anywhere(snapshot, side.right)?,
        );
        match (&left.sovereign, &right.sovereign) {
            (Some(one), Some(other)) if one != other => Some(BoundaryKind::Border),
            (Some(_), Some(_)) => (left.controller != right.controller).then_some(BoundaryKind::Control),
            _ => (left.controller != right.controller).then_some(BoundaryKind::Border),
        }
    }

    /// The lines of every kind on the date of a snapshot; also those around the part of the land that a picture frames.
    pub fn boundaries(&self, snapshot: usize) -> BTreeMap<BoundaryKind, Vec<GridLine>> {
        self.mosaic().arcs(|_, side| {
            let is_shown = self.is_shown(side.left) && self.is_shown(side.right);
            is_shown.then(|| self.boundary_anywhere(snapshot, side))?
        })
    }

    /// The lines where the land of a snapshot ends: coasts, and borders to land that it does not hold. The map's own
    /// edges at ±180° and the poles are none.
    pub fn rim(&self, snapshot: usize) -> Vec<GridLine> {
        let is_rim = |_, side: &Side| {
            let holds = |face| self.territory_anywhere(snapshot, face).is_some();
            let is_shown = self.is_shown(side.left) || self.is_shown(side.right);
            (is_shown && holds(side.left) != holds(side.right) && !is_map_edge(side)).then_some(())
        };
        self.mosaic().arcs(is_rim).into_values().flatten().collect()
    }

    /// The rim of the land that all answers are about, the frame of a picture left aside; nothing where that is all land.
    pub fn rim_of_within(&self) -> Vec<GridLine> {
        let is_rim = |_, side: &Side| {
            let parts = self.is_shown(side.left) != self.is_shown(side.right);
            (parts && !is_map_edge(side)).then_some(())
        };
        self.mosaic().arcs(is_rim).into_values().flatten().collect()
    }

    /// The lines along which controllers meet on the date of a snapshot, with their lengths, longest first.
    pub fn fronts(&self, snapshot: usize) -> Vec<Front> {
        let mut lengths: BTreeMap<(&str, &str, BoundaryKind), Length> = BTreeMap::new();
        let edges = self.mosaic().edge_model();
        for side in self.mosaic().sides() {
            let controllers = (
                self.controller(snapshot, side.left),
                self.controller(snapshot, side.right),
            );
            let (Some(one), Some(other)) = controllers else {
                continue;
            };
            let Some(kind) = self.boundary(snapshot, &side) else {
                continue;
            };
            if one != other {
                let key = (one.min(other), one.max(other), kind);
                *lengths.entry(key).or_default() += edges.length(side.from, side.to);
            }
        }
        let mut fronts: Vec<Front> = lengths
            .into_iter()
            .map(|((one, other, kind), length)| Front {
                between: [one.to_owned(), other.to_owned()],
                kind,
                length,
            })
            .collect();
        fronts.sort_by_key(|front| std::cmp::Reverse(front.length));
        fronts
    }
}

/// Whether the edge runs along ±180° or lies on a pole.
pub(crate) fn is_map_edge(side: &Side) -> bool {
    let both = |coordinate: fn(GridPoint) -> i64, degrees: i64| {
        let [from, to] = [coordinate(side.from), coordinate(side.to)];
        from == to && from.abs() == degrees * GRID_PER_DEGREE
    };
    both(|p| p.x, 180) || both(|p| p.y, 90)
}
