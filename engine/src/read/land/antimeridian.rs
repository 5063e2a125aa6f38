//! Rings and lines across ±180°, cut there.
//!
//! An edge that spans more than 180° of longitude is taken the short way round. An edge from one side of the ±180°
//! meridian to the other can mean two things: a ring that passes the meridian has no length there, the frame of a
//! world map (a box around it, Antarctica in many files) has all of it; see [`Seam`]. The ring is unwrapped
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

/// Whether a position is on earth once its longitude is brought within ±180° by one turn: within ±540°, as has an outline from 0° to
/// 360° that goes on across 0°.
pub(super) fn is_wrappable(point: GridPoint) -> bool {
    const MOST: i64 = TURN + HALF_TURN;
    (-MOST..=MOST).contains(&point.x) && (-POLE..=POLE).contains(&point.y)
}

/// A position with its longitude within ±180°.
pub(super) fn wrapped(point: GridPoint) -> GridPoint {
    let x = match point.x {
        x if x > HALF_TURN => x - TURN,
        x if x < -HALF_TURN => x + TURN,
        x => x,
    };
    GridPoint { x, ..point }
}

/// Brings the longitudes of a chain within ±180°; not where an edge spans more than half a turn, since it would be taken
/// the other way round. Whether that was done.
pub(super) fn wrap(chain: &mut [GridPoint]) -> bool {
    if !ring::edges(chain).all(|(a, b)| is_short(a, b)) {
        return false;
    }
    for point in chain {
        *point = wrapped(*point);
    }
    true
}

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
    // Most rings are far from ±180°, which costs less to see than what the seam would mean to them.
    if ring::edges(ring).all(|(a, b)| is_short(a, b)) {
        return Ok(None);
    }
    let seam = Seam::of(ring);
    if !crosses(ring, seam) {
        return Ok(None);
    }
    let mut chain = with_crossings(&unwrap(ring, seam));
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
    if !crosses(line, Seam::Passed) {
        return None;
    }
    let mut parts: Vec<(i64, Vec<GridPoint>)> = Vec::new();
    for (a, b) in ring::edges(&with_crossings(&unwrap(line, Seam::Passed))) {
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

/// What an edge from -180° to 180°, or back, means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seam {
    /// The meridian is passed there: the edge has no width.
    Passed,
    /// The edge runs around the whole world.
    Frame,
}

impl Seam {
    /// What it means in a ring: the meridian is passed, if the ring then comes back to where it began and encloses land, or
    /// goes round a pole without a corner at ±180°.
    fn of(ring: &[GridPoint]) -> Self {
        let passed = unwrap(ring, Self::Passed);
        let comes_back = passed.first().map(|p| p.x) == passed.last().map(|p| p.x);
        let is_passed = if comes_back {
            !ring::is_collapsed(&passed)
        } else {
            !has_corner(ring)
        };
        if is_passed { Self::Passed } else { Self::Frame }
    }
}

/// Whether a closed ring has a corner of a frame: an edge along ±180°, then one from there to the other side.
fn has_corner(ring: &[GridPoint]) -> bool {
    let is_along = |a: GridPoint, b: GridPoint| a.x == b.x && a.x.abs() == HALF_TURN;
    let is_across = |a: GridPoint, b: GridPoint| (b.x - a.x).abs() == TURN;
    let edges: Vec<_> = ring::edges(ring).collect();
    let after = edges.iter().cycle().skip(1);
    edges
        .iter()
        .zip(after)
        .any(|(&(a, b), &(c, d))| is_along(a, b) && is_across(c, d) || is_across(a, b) && is_along(c, d))
}

/// Whether an edge goes the short way round as it is.
fn is_short(from: GridPoint, to: GridPoint) -> bool {
    (to.x - from.x).abs() <= HALF_TURN
}

/// The whole turns by which the end of an edge is moved so that the edge takes the short way.
fn turns(from: GridPoint, to: GridPoint, seam: Seam) -> i64 {
    let step = to.x - from.x;
    let is_frame = step.abs() == TURN && (seam == Seam::Frame || from.y == to.y && to.y.abs() == POLE);
    if is_short(from, to) || is_frame {
        0
    } else {
        -step.signum()
    }
}

fn crosses(line: &[GridPoint], seam: Seam) -> bool {
    ring::edges(line).any(|(a, b)| turns(a, b, seam) != 0)
}

/// The same chain with longitudes that run on beyond ±180°.
fn unwrap(line: &[GridPoint], seam: Seam) -> Vec<GridPoint> {
    let mut total = 0;
    let mut before = None;
    line.iter()
        .map(|p| {
            total += before.map_or(0, |from| turns(from, *p, seam));
            before = Some(*p);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::ring_contains;
    use crate::model::to_grid;

    fn ring(points: &[(f64, f64)]) -> Vec<GridPoint> {
        points
            .iter()
            .chain(points.first())
            .map(|&(lon, lat)| GridPoint {
                x: to_grid(lon),
                y: to_grid(lat),
            })
            .collect()
    }

    /// The signed areas of the parts, in square degrees.
    fn areas(rings: &[Vec<GridPoint>]) -> Vec<f64> {
        rings
            .iter()
            .map(|r| crate::model::doubled_area(r) as f64 / 2.0 / 1e18)
            .collect()
    }

    fn cut(points: &[(f64, f64)]) -> Cut {
        cut_ring(&ring(points)).unwrap().unwrap()
    }

    #[test]
    fn a_ring_across_is_cut_in_two_of_the_same_winding() {
        let mut box_across = [(170.0, 50.0), (-170.0, 50.0), (-170.0, 60.0), (170.0, 60.0)];
        let across = cut(&box_across);
        assert_eq!(areas(&across.rings), [100.0, 100.0]);
        assert!(!across.pole);
        box_across.reverse();
        assert_eq!(areas(&cut(&box_across).rings), [-100.0, -100.0]);
    }

    #[test]
    fn what_only_touches_or_frames_the_world_is_left_alone() {
        for points in [
            [(-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)],
            [(170.0, 50.0), (180.0, 50.0), (180.0, 60.0), (170.0, 60.0)],
            [(-90.0, 0.0), (90.0, 0.0), (90.0, 10.0), (-90.0, 10.0)],
        ] {
            assert_eq!(cut_ring(&ring(&points)).unwrap(), None);
        }
        // An edge that ends on -180° where the rest is at 180°: no part is left on the other side.
        let touching = cut(&[(170.0, 50.0), (-180.0, 50.0), (-180.0, 60.0), (170.0, 60.0)]);
        assert_eq!(areas(&touching.rings), [100.0]);
        assert!(touching.rings[0].iter().all(|p| p.x > 0));
    }

    #[test]
    fn a_coast_round_a_pole_that_ends_on_the_meridian_has_the_cap() {
        let coast = [-180.0, -120.0, -60.0, 0.0, 60.0, 120.0];
        let coast = |last: &[(f64, f64)]| -> Vec<(f64, f64)> {
            let coast = coast.iter().map(|&lon| (lon, -70.0));
            coast.chain(last.iter().copied()).collect()
        };
        for last in [[(170.0, -70.0)].as_slice(), &[(180.0, -70.0)], &[]] {
            let cap = cut(&coast(last));
            assert!(cap.pole);
            let area: f64 = areas(&cap.rings).iter().sum();
            assert!((area.abs() - 360.0 * 20.0).abs() < 1e-9, "{last:?}: {area}");
        }
        // A frame has corners: this land ends at 85° south.
        let frame = coast(&[(180.0, -70.0), (180.0, -85.0), (-180.0, -85.0)]);
        assert_eq!(cut_ring(&ring(&frame)).unwrap(), None);
    }

    #[test]
    fn an_edge_along_the_meridian_is_a_passage_where_the_ring_comes_back() {
        // The same box 20° wide, with and without positions on both sides of ±180°.
        let plain = cut(&[(170.0, 60.0), (-170.0, 60.0), (-170.0, 70.0), (170.0, 70.0)]);
        let doubled = [(170.0, 60.0), (180.0, 60.0), (-180.0, 60.0), (-170.0, 60.0)];
        let back = [(-170.0, 70.0), (-180.0, 70.0), (180.0, 70.0), (170.0, 70.0)];
        let one_sided = [(-170.0, 70.0), (170.0, 70.0)];
        for rest in [&back[..], &one_sided] {
            let cut = cut(&[&doubled[..], rest].concat());
            assert!(!cut.pole);
            assert_eq!(areas(&cut.rings), areas(&plain.rings));
        }
    }

    #[test]
    fn a_ring_round_a_pole_is_closed_through_it() {
        let north: Vec<_> = (0..36).map(|i| (f64::from(i) * 10.0 - 175.0, 80.0)).collect();
        let cap = cut(&north);
        assert!(cap.pole);
        assert_eq!(areas(&cap.rings), [3600.0]);
        let south: Vec<_> = north.iter().rev().map(|&(x, y)| (x, -y)).collect();
        assert_eq!(areas(&cut(&south).rings), [3600.0]);
    }

    #[test]
    fn a_polar_coast_that_wanders_across_the_meridian_does_not_overlap_itself() {
        // Round the pole at 70°, but near ±180° back and forth across it at 66°, 62° and 58°.
        let mut coast: Vec<_> = (0..35).map(|i| (f64::from(i) * 10.0 - 170.0, 70.0)).collect();
        coast.extend([(175.0, 66.0), (-175.0, 66.0), (-175.0, 62.0), (175.0, 62.0)]);
        coast.extend([(175.0, 58.0), (-175.0, 58.0)]);
        let cap = cut(&coast);
        assert!(cap.pole);
        assert!(
            areas(&cap.rings).iter().all(|a| *a > 0.0),
            "{:?}",
            areas(&cap.rings)
        );
        let [a, b] = cap.rings.as_slice() else {
            panic!("{} parts", cap.rings.len())
        };
        let inside = |r: &[GridPoint], lon: f64, lat: f64| {
            let p = GridPoint {
                x: to_grid(lon),
                y: to_grid(lat),
            };
            ring_contains(r, p) == Some(true)
        };
        for (lon, lat, land) in [
            (179.0, 68.0, true),
            (-179.0, 68.0, true),
            (179.0, 64.0, false),
            (-179.0, 64.0, false),
            (-179.0, 60.0, true),
            (179.0, 60.0, true),
            (0.0, 75.0, true),
        ] {
            let times = usize::from(inside(a, lon, lat)) + usize::from(inside(b, lon, lat));
            assert_eq!(times, usize::from(land), "{lon} {lat}");
        }
    }

    #[test]
    fn rings_that_wind_on_are_refused() {
        let twice: Vec<_> = (0..36)
            .map(|i| ((f64::from(i) * 20.0) % 360.0 - 180.0, f64::from(i)))
            .collect();
        let error = cut_ring(&ring(&twice)).unwrap_err().to_string();
        assert_eq!(error, "the ring goes round the earth 2 times");
        let spiral: Vec<_> = (0..100).map(|i| f64::from(i) * 20.0).collect();
        let wrapped = |x: f64, y: f64| (x % 360.0 - 180.0, y);
        let out = spiral.iter().map(|x| wrapped(*x, x / 100.0));
        let back = spiral.iter().rev().map(|x| wrapped(*x, x / 100.0 + 1.0));
        let there_and_back: Vec<_> = out.chain(back).collect();
        let error = cut_ring(&ring(&there_and_back)).unwrap_err().to_string();
        assert_eq!(error, "the ring winds round the earth more than once");
    }

    #[test]
    fn lines_are_cut_too() {
        let points = ring(&[(170.0, 0.0), (-170.0, 10.0), (-160.0, 10.0)]);
        let parts = cut_line(&points[..3]).unwrap();
        let degrees: Vec<Vec<_>> = parts
            .iter()
            .map(|part| {
                part.iter()
                    .map(|p| (p.x / GRID_PER_DEGREE, p.y / GRID_PER_DEGREE))
                    .collect()
            })
            .collect();
        assert_eq!(
            degrees,
            [vec![(170, 0), (180, 5)], vec![(-180, 5), (-170, 10), (-160, 10)]]
        );
        assert_eq!(cut_line(&points[1..3]), None);
    }

    proptest! {
        /// Moved along in longitude, a shape keeps its area, however it is cut.
        #[test]
        fn area_survives_a_shift_of_longitude(
            radii in prop::collection::vec(1_000_000_000i64..80_000_000_000, 3..40),
            centre in -HALF_TURN..HALF_TURN,
        ) {
            let corners = radii.len() as f64;
            let shape: Vec<_> = radii
                .iter()
                .enumerate()
                .map(|(i, r)| {
                    let (sin, cos) = crate::math::sin_cos(i as f64 / corners * std::f64::consts::TAU);
                    GridPoint { x: (*r as f64 * cos) as i64, y: (*r as f64 * sin) as i64 }
                })
                .collect();
            let closed = |points: &[GridPoint]| [points, &points[..1]].concat();
            let moved: Vec<_> = shape
                .iter()
                .map(|p| GridPoint { x: (p.x + centre + HALF_TURN).rem_euclid(TURN) - HALF_TURN, y: p.y })
                .collect();
            let area = crate::model::doubled_area(&closed(&shape));
            prop_assume!(area != 0);
            let (parts, across) = match cut_ring(&closed(&moved)).unwrap() {
                Some(cut) => {
                    prop_assert!(!cut.pole);
                    (cut.rings, true)
                }
                None => (vec![closed(&moved)], false),
            };
            let sum: i128 = parts.iter().map(|part| crate::model::doubled_area(part)).sum();
            // Each position put on an edge moves it by half a grid unit at most.
            let rounding = if across { i128::from(TURN) * radii.len() as i128 } else { 0 };
            prop_assert!((sum - area).abs() <= rounding, "{sum} is not {area}");
            for part in &parts {
                prop_assert!(part.iter().all(|p| p.x.abs() <= HALF_TURN));
                prop_assert_eq!(part.first(), part.last());
                prop_assert_eq!(crate::model::doubled_area(part).signum(), area.signum());
            }
        }

        /// Neighbours that share an edge, run in opposite directions, are cut at the same position.
        #[test]
        fn an_edge_is_cut_at_one_place_whichever_way_it_runs(
            west in 100_000_000_000i64..HALF_TURN,
            east in -HALF_TURN + 1..-100_000_000_000,
            south in -POLE..POLE,
            north in -POLE..POLE,
        ) {
            let (a, b) = (GridPoint { x: west, y: south }, GridPoint { x: east, y: north });
            let there = cut_line(&[a, b]).unwrap();
            let back = cut_line(&[b, a]).unwrap();
            prop_assert_eq!(there[0][1].y, back[0][1].y);
            prop_assert_eq!(there[1][0], back[0][1]);
        }
    }
}
