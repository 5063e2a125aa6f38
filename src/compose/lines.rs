//! Lines prepared for cutting: joined over gaps, lengthened, buffered.

use geo::{Buffer, Orient, orient::Direction};

use crate::Result;
use crate::math::hypot;
use crate::measure::{EdgeModel, Length, LocalPlane};
use crate::model::{GridLine, GridPoint, GridPolygon, GridRing, doubled_area};

/// Joins lines whose ends are at most `reach` apart, nearest ends first, by a straight edge over the gap.
///
/// Gives the open chains, and the land inside those that come back to their start.
pub(super) fn join(lines: Vec<GridLine>, reach: Length) -> (Vec<GridLine>, Vec<GridPolygon>) {
    let mut lines: Vec<Option<Vec<GridPoint>>> = lines.into_iter().map(|l| Some(l.0)).collect();
    let mut closed = Vec::new();
    while let Some((i, j)) = nearest_ends(&lines, reach) {
        let Some(mut chain) = lines[i.line].take() else {
            continue;
        };
        if i.line == j.line {
            chain.push(chain[0]);
            closed.extend(ring_land(chain));
            continue;
        }
        let Some(mut more) = lines[j.line].take() else {
            continue;
        };
        // The chain must end, and what follows begin, at the gap.
        if i.at_start {
            chain.reverse();
        }
        if !j.at_start {
            more.reverse();
        }
        chain.extend(more);
        chain.dedup();
        lines[i.line] = Some(chain);
    }
    (lines.into_iter().flatten().map(GridLine::new).collect(), closed)
}

#[derive(Clone, Copy)]
struct End {
    line: usize,
    at_start: bool,
}

/// The two ends nearest to each other within reach: of two lines, or the two of one line that has an inside.
fn nearest_ends(lines: &[Option<Vec<GridPoint>>], reach: Length) -> Option<(End, End)> {
    let ends: Vec<(End, GridPoint)> = lines
        .iter()
        .enumerate()
        .filter_map(|(line, points)| Some((line, points.as_ref()?)))
        .flat_map(|(line, points)| {
            [true, false].map(|at_start| {
                (
                    End { line, at_start },
                    if at_start {
                        points[0]
                    } else {
                        points[points.len() - 1]
                    },
                )
            })
        })
        .collect();
    let has_inside = |line: usize| lines[line].as_ref().is_some_and(|points| points.len() > 2);
    let mut best: Option<(Length, End, End)> = None;
    for (n, &(i, p)) in ends.iter().enumerate() {
        for &(j, q) in &ends[n + 1..] {
            let distance = EdgeModel::Geodesic.length(p, q);
            let may_meet = i.line != j.line || has_inside(i.line);
            if may_meet && distance <= reach && best.is_none_or(|(least, ..)| distance < least) {
                best = Some((distance, i, j));
            }
        }
    }
    best.map(|(_, i, j)| (i, j))
}

/// The land inside a closed chain, its shell turned counter-clockwise; none where it encloses nothing.
fn ring_land(chain: Vec<GridPoint>) -> Option<GridPolygon> {
    let doubled = doubled_area(&chain);
    let mut ring = chain;
    if doubled < 0 {
        ring.reverse();
    }
    ring.dedup();
    (doubled != 0).then(|| GridPolygon::new(GridRing::new(ring), vec![]))
}

/// Lengthens both ends of an open line straight on; a closed one stays.
pub(super) fn extend(line: &GridLine, by: Length) -> Result<GridLine> {
    if line.0.len() < 2 || line.0.first() == line.0.last() {
        return Ok(line.clone());
    }
    let mut points = line.0.clone();
    for _ in 0..2 {
        points.reverse();
        points.insert(0, beyond(points[1], points[0], by)?);
    }
    Ok(GridLine::new(points))
}

/// The position `by` beyond `end`, seen from `from`.
fn beyond(from: GridPoint, end: GridPoint, by: Length) -> Result<GridPoint> {
    let plane = LocalPlane::around([end])?;
    let (from, end) = (plane.to_plane(from)?, plane.to_plane(end)?);
    let step = end - from;
    plane.to_grid(end + step * (by.m() / hypot(step.x, step.y)))
}

/// The land within `distance` of the lines, with round ends.
pub(super) fn buffer(lines: &[GridLine], distance: Length) -> Result<Vec<GridPolygon>> {
    let plane = LocalPlane::around(lines.iter().flat_map(|line| line.0.iter().copied()))?;
    let flat = lines
        .iter()
        .map(|line| plane.line_to_plane(line))
        .collect::<Result<Vec<_>>>()?;
    let land = geo_types::MultiLineString::new(flat)
        .buffer(distance.m())
        .orient(Direction::Default);
    land.iter()
        .map(|polygon| {
            let holes = polygon.interiors().iter().map(|hole| plane.line_to_grid(hole));
            Ok(GridPolygon::new(
                plane.line_to_grid(polygon.exterior())?,
                holes.collect::<Result<_>>()?,
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::polygons_area;
    use crate::model::to_grid;

    fn line(points: &[(f64, f64)]) -> GridLine {
        points
            .iter()
            .map(|&(x, y)| GridPoint {
                x: to_grid(x),
                y: to_grid(y),
            })
            .collect()
    }

    #[test]
    fn pieces_with_gaps_become_a_ring_whichever_way_they_run() {
        let pieces = vec![
            line(&[(0.0, 0.0), (1.0, 0.0)]),
            line(&[(1.0, 1.0), (1.0, 0.001)]),
            line(&[(0.999, 1.0), (0.0, 1.0), (0.0, 0.001)]),
        ];
        let (open, land) = join(pieces.clone(), "200m".parse().unwrap());
        assert!(open.is_empty());
        let area = polygons_area(&land, EdgeModel::StraightLonLat);
        assert!((area.km2() - 12_308.46).abs() < 1.0, "{}", area.km2());
        let (open, land) = join(pieces, "50m".parse().unwrap());
        assert_eq!((open.len(), land.len()), (3, 0), "out of reach");
    }

    #[test]
    fn a_line_is_lengthened_straight_on_at_both_ends() {
        let longer = extend(&line(&[(46.0, 40.0), (46.1, 40.0)]), "500m".parse().unwrap()).unwrap();
        let length = EdgeModel::Geodesic.length(longer.0[0], longer.0[3]).m();
        let before = EdgeModel::Geodesic.length(longer.0[1], longer.0[2]).m();
        assert!((length - before - 1000.0).abs() < 0.01, "{length} {before}");
    }

    #[test]
    fn a_buffer_has_the_area_of_a_stadium() {
        let road = line(&[(46.5, 39.6), (46.6, 39.6)]);
        let land = buffer(std::slice::from_ref(&road), "2.5km".parse().unwrap()).unwrap();
        let length = EdgeModel::Geodesic.length(road.0[0], road.0[1]).m();
        let stadium = 5000.0 * length + std::f64::consts::PI * 2500.0 * 2500.0;
        let area = polygons_area(&land, EdgeModel::StraightLonLat).m2();
        assert!((area / stadium - 1.0).abs() < 0.005, "{}", area / stadium);
    }
}
