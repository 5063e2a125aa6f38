//! The outline of a piece of land, on the grid and in a plane at once.

use std::borrow::Cow;

use geo::{Contains, Intersects, Line};
use geo_types::{Coord, CoordNum, LineString, Point, Polygon};

use crate::Result;
use crate::measure::{LocalPlane, densified, flat};
use crate::model::{GridPoint, GridPolygon};

/// A piece of land on the grid, densified, and, ring by ring and position by position, in a plane about it, in metres.
pub(super) struct Outline<'a> {
    grid: Cow<'a, GridPolygon>,
    pub(super) flat: Polygon,
}

/// A place on an outline: so much of an edge of a ring from its start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct OutlinePlace {
    pub(super) ring: usize,
    edge: usize,
    share: f64,
}

impl OutlinePlace {
    /// Whether it lies between two positions of the outline.
    pub(super) fn is_new(self) -> bool {
        self.share > 0.0 && self.share < 1.0
    }
}

/// Which way along a ring; land is on the left going forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

impl Direction {
    /// The share of an edge at its end.
    const fn end(self) -> f64 {
        match self {
            Self::Forward => 1.0,
            Self::Backward => 0.0,
        }
    }
}

/// A place on the way along an outline, and how many metres from its start.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    pub(super) place: OutlinePlace,
    pub(super) at: Coord,
    pub(super) walked_m: f64,
}

impl<'a> Outline<'a> {
    /// # Errors
    ///
    /// Where there is no plane about the piece.
    pub(super) fn of(polygon: &'a GridPolygon) -> Result<Self> {
        let plane = LocalPlane::around(polygon.exterior().0.iter().copied())?;
        let grid = densified(polygon);
        let flat = plane.polygon_to_plane(&grid)?;
        Ok(Self { grid, flat })
    }

    fn ring(&self, ring: usize) -> &LineString {
        nth_ring(&self.flat, ring)
    }

    fn edges(&self) -> impl Iterator<Item = (OutlinePlace, Line)> + '_ {
        (0..=self.flat.interiors().len()).flat_map(move |ring| {
            let start = move |edge| OutlinePlace {
                ring,
                edge,
                share: 0.0,
            };
            let lines = self.ring(ring).lines().enumerate();
            lines.map(move |(edge, line)| (start(edge), line))
        })
    }

    /// The length of a ring in metres.
    pub(super) fn length_m(&self, ring: usize) -> f64 {
        flat::length(self.ring(ring))
    }

    /// The place on the outline nearest to a position, and how far it is; none where the outline is empty.
    pub(super) fn nearest(&self, to: Coord) -> Option<(OutlinePlace, f64)> {
        let with_distance = |(place, line): (OutlinePlace, Line)| {
            let share = share_of(line, to);
            let distance = flat::distance(at(line, share), to);
            (OutlinePlace { share, ..place }, distance)
        };
        self.edges().map(with_distance).min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The position on the grid of a place.
    pub(super) fn to_grid(&self, place: OutlinePlace) -> GridPoint {
        let ring = nth_ring(&self.grid, place.ring);
        let [from, to] = [0, 1].map(|end| ring.0[place.edge + end]);
        let along = |from: i64, to: i64| from + (place.share * (to - from) as f64).round() as i64;
        GridPoint {
            x: along(from.x, to.x),
            y: along(from.y, to.y),
        }
    }

    /// The stops at the positions of the outline on the way from a place, the last one `reach_m` metres from it. Every
    /// stop but the first is on the edge that leads to it.
    pub(super) fn walk(&self, from: OutlinePlace, direction: Direction, reach_m: f64) -> Vec<Stop> {
        let ring = self.ring(from.ring);
        let count = ring.0.len() - 1;
        let line = |edge: usize| Line::new(ring.0[edge], ring.0[edge + 1]);
        let end = direction.end();
        let mut stop = Stop {
            place: from,
            at: at(line(from.edge), from.share),
            walked_m: 0.0,
        };
        let mut stops = vec![stop];
        let mut start = from;
        for _ in 0..=count {
            let edge = line(start.edge);
            let length_m = flat::edge_length(&edge);
            let left_m = length_m * (end - start.share).abs();
            let goes_m = left_m.min(reach_m - stop.walked_m);
            let share = if goes_m < left_m {
                start.share + (end - start.share).signum() * goes_m / length_m
            } else {
                end
            };
            stop = Stop {
                place: OutlinePlace { share, ..start },
                at: at(edge, share),
                walked_m: stop.walked_m + goes_m,
            };
            if goes_m > 0.0 {
                stops.push(stop);
            }
            if goes_m < left_m {
                break;
            }
            start = match direction {
                Direction::Forward => OutlinePlace {
                    edge: (start.edge + 1) % count,
                    share: 0.0,
                    ..start
                },
                Direction::Backward => OutlinePlace {
                    edge: (start.edge + count - 1) % count,
                    share: 1.0,
                    ..start
                },
            };
        }
        stops
    }

    /// Whether the line between two places of the outline runs inside the piece.
    pub(super) fn sees(&self, one: Coord, other: Coord) -> bool {
        // Its ends are on the outline.
        const END: f64 = 1e-6;
        let whole = Line::new(one, other);
        let inner = Line::new(at(whole, END), at(whole, 1.0 - END));
        self.edges().all(|(_, edge)| !edge.intersects(&inner)) && self.flat.contains(&Point(at(whole, 0.5)))
    }
}

/// The shell, 0, or a hole, from 1 on.
fn nth_ring<T: CoordNum>(polygon: &Polygon<T>, ring: usize) -> &LineString<T> {
    match ring {
        0 => polygon.exterior(),
        hole => &polygon.interiors()[hole - 1],
    }
}

/// The place on the way `from` → `to`, two stops in a row, that is nearest to a position.
pub(super) fn foot([from, to]: [Stop; 2], direction: Direction, nearest_to: Coord) -> Stop {
    let share = share_of(Line::new(from.at, to.at), nearest_to);
    let between = |a: f64, b: f64| a + share * (b - a);
    // The way to the next stop is on that one's edge, from the end of it that the way comes from.
    let start = if from.place.edge == to.place.edge {
        from.place.share
    } else {
        1.0 - direction.end()
    };
    Stop {
        place: OutlinePlace {
            share: between(start, to.place.share),
            ..to.place
        },
        at: at(Line::new(from.at, to.at), share),
        walked_m: between(from.walked_m, to.walked_m),
    }
}

fn at(line: Line, share: f64) -> Coord {
    line.start + line.delta() * share
}

/// How far along a line the place nearest to a position is, from 0 to 1.
fn share_of(line: Line, to: Coord) -> f64 {
    let (way, off) = (line.delta(), to - line.start);
    let square = way.x * way.x + way.y * way.y;
    if square > 0.0 {
        ((off.x * way.x + off.y * way.y) / square).clamp(0.0, 1.0)
    } else {
        0.0
    }
}
