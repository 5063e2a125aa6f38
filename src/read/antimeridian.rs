//! Rings and lines across ±180°, cut there.
//!
//! An edge that spans more than 180° of longitude is taken the short way round, except between two positions on
//! the ±180° meridian itself: those bound the world map, as Antarctica does in many files. The ring is unwrapped
//! along its edges to longitudes beyond ±180°, positions are put where it passes ±180°, and each stretch of 360°
//! (a window) keeps its part, shifted back. A ring that ends 360° from where it began goes round a pole, and is
//! closed through it.
//!
//! Known limit: an edge of the outline of the whole world that stops short of ±180° (from -179.9° to 179.9°) is
//! taken the short way too. RFC 7946 gives no means to tell.

use super::ring;
use crate::model::{GRID_PER_DEGREE, GridPoint};
use crate::{Error, Result};

const HALF_TURN: i64 = 180 * GRID_PER_DEGREE;
const TURN: i64 = 2 * HALF_TURN;
const POLE: i64 = 90 * GRID_PER_DEGREE;
/// More windows than this are no shape on a globe.
const MAX_WINDOWS: i64 = 4;

/// What became of a ring across ±180°.
#[derive(Debug, PartialEq)]
pub(super) struct Cut {
    /// Its parts, closed, between -180° and 180°, wound as the ring was.
    pub rings: Vec<Vec<GridPoint>>,
    /// Whether it went round a pole.
    pub pole: bool,
}

/// Cut a closed ring at ±180°; none if it does not cross it.
///
/// Input: closed, longitudes within ±180°, no repeated positions.
pub(super) fn cut_ring(ring: &[GridPoint]) -> Result<Option<Cut>> {
    if !crosses(ring) {
        return Ok(None);
    }
    let mut chain = with_crossings(&unwrap(ring));
    let (Some(start), Some(end)) = (chain.first(), chain.last()) else {
        return Ok(None);
    };
    let turn = end.x - start.x;
    if turn.abs() > TURN {
        return Err(Error::new(format!(
            "the ring goes round the earth {} times",
            turn.abs() / TURN
        )));
    }
    if turn != 0 {
        close_through_pole(&mut chain, turn);
    }
    chain.pop();
    let windows = windows(&chain);
    if windows.end - windows.start > MAX_WINDOWS {
        return Err(Error::new("the ring winds round the earth more than once"));
    }
    let rings = windows
        .map(|window| part(&chain, window))
        .filter(|part| !ring::is_collapsed(part))
        .collect();
    Ok(Some(Cut {
        rings,
        pole: turn != 0,
    }))
}

/// Cut a line at ±180°; none if it does not cross it.
pub(super) fn cut_line(line: &[GridPoint]) -> Option<Vec<Vec<GridPoint>>> {
    if !crosses(line) {
        return None;
    }
    let mut parts: Vec<(i64, Vec<GridPoint>)> = Vec::new();
    for (a, b) in ring::edges(&with_crossings(&unwrap(line))) {
        // An edge along ±180° belongs to the part before it.
        let along = a.x == b.x && is_boundary(a.x);
        match parts.last_mut() {
            Some((window, part)) if along || *window == window_of(a.x, b.x) => part.push(shift(b, -*window)),
            _ => {
                let window = window_of(a.x, b.x);
                parts.push((window, vec![shift(a, -window), shift(b, -window)]));
            }
        }
    }
    Some(parts.into_iter().map(|(_, part)| part).collect())
}

/// The whole turns by which the end of an edge is moved so that the edge takes the short way.
fn turns(from: i64, to: i64) -> i64 {
    let step = to - from;
    let frame = from.abs() == HALF_TURN && to.abs() == HALF_TURN;
    if step.abs() <= HALF_TURN || frame {
        0
    } else {
        -step.signum()
    }
}

fn crosses(line: &[GridPoint]) -> bool {
    ring::edges(line).any(|(a, b)| turns(a.x, b.x) != 0)
}

/// The same chain with longitudes that run on beyond ±180°.
fn unwrap(line: &[GridPoint]) -> Vec<GridPoint> {
    let mut total = 0;
    let mut before = None;
    line.iter()
        .map(|p| {
            total += before.map_or(0, |x| turns(x, p.x));
            before = Some(p.x);
            shift(*p, total)
        })
        .collect()
}

fn shift(p: GridPoint, turns: i64) -> GridPoint {
    GridPoint {
        x: p.x + turns * TURN,
        y: p.y,
    }
}

/// Whether a longitude is ±180° plus whole turns.
fn is_boundary(x: i64) -> bool {
    (x + HALF_TURN).rem_euclid(TURN) == 0
}

/// The window that holds an edge which passes no boundary.
fn window_of(a: i64, b: i64) -> i64 {
    (a.min(b) + HALF_TURN).div_euclid(TURN)
}

/// The windows that a chain enters.
fn windows(chain: &[GridPoint]) -> std::ops::Range<i64> {
    let xs = || chain.iter().map(|p| p.x);
    match (xs().min(), xs().max()) {
        (Some(min), Some(max)) => window_of(min, min)..window_of(max - 1, max - 1) + 1,
        _ => 0..0,
    }
}

/// The same chain with a position wherever it passes a boundary.
fn with_crossings(chain: &[GridPoint]) -> Vec<GridPoint> {
    let mut out = Vec::with_capacity(chain.len() + 4);
    out.extend(chain.first().copied());
    for (a, b) in ring::edges(chain) {
        let (west, east) = if a.x < b.x { (a, b) } else { (b, a) };
        let boundary = (window_of(west.x, west.x) + 1) * TURN - HALF_TURN;
        if west.x < boundary && boundary < east.x {
            out.push(GridPoint {
                x: boundary,
                y: latitude_at(west, east, boundary),
            });
        }
        out.push(b);
    }
    out
}

/// The latitude, rounded to the grid, where an edge reaches a longitude. Both directions of an edge give the same.
fn latitude_at(west: GridPoint, east: GridPoint, x: i64) -> i64 {
    let width = i128::from(east.x - west.x);
    let rise = i128::from(east.y - west.y) * i128::from(x - west.x);
    let rounded = (2 * rise + width).div_euclid(2 * width);
    west.y + rounded as i64
}

/// Close a chain that goes once round, over the pole that is nearer by latitude.
///
/// It is opened where it passes ±180° closest to that pole: nothing of it lies between there and the pole, so the
/// unwrapped shape does not overlap itself.
fn close_through_pole(chain: &mut Vec<GridPoint>, turn: i64) {
    let ys = || chain.iter().map(|p| p.y);
    let middle = ys().min().unwrap_or(0) + ys().max().unwrap_or(0);
    let pole = if middle >= 0 { POLE } else { -POLE };
    let opening = (0..chain.len())
        .filter(|&i| is_boundary(chain[i].x))
        .min_by_key(|&i| (pole - chain[i].y).abs())
        .unwrap_or(0);
    chain.pop();
    let open_end: Vec<_> = chain.drain(..opening.min(chain.len())).collect();
    let turns = turn / TURN;
    chain.extend(open_end.into_iter().map(|p| shift(p, turns)));
    if let Some(start) = chain.first().copied() {
        let x = start.x + turn;
        chain.extend([
            GridPoint { x, y: start.y },
            GridPoint { x, y: pole },
            GridPoint { x: start.x, y: pole },
            start,
        ]);
    }
}

/// The part of a ring (not closed) inside one window, closed and shifted back.
///
/// Where the ring leaves the window it returns through the same side, so what lies outside is left out and the
/// edge along the side replaces it.
fn part(ring: &[GridPoint], window: i64) -> Vec<GridPoint> {
    let mut part: Vec<_> = ring
        .iter()
        .map(|p| shift(*p, -window))
        .filter(|p| p.x.abs() <= HALF_TURN)
        .collect();
    part.extend(part.first().copied());
    part.dedup();
    part
}
