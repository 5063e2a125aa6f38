//! Land from its borders: edges are joined to rings, rings to polygons.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::borders::{Borders, BordersByHolder};
use crate::model::{GridPoint, GridPolygon, GridRing, direction, doubled_area, ring_contains};

/// The polygons that borders enclose: every ring visits a position once, land that hangs together at positions alone is
/// parted there. Edges are taken as they are; none is bent or cut.
pub(super) fn polygons(borders: &Borders) -> Vec<GridPolygon> {
    let (mut shells, mut holes) = (Vec::new(), Vec::new());
    for ring in rings(&untangled(borders.edges())) {
        let area = doubled_area(&ring.0);
        if area > 0 {
            shells.push(Shell::new(area, ring));
        } else if area < 0 {
            holes.push(ring);
        }
    }
    shells.sort_by_key(|shell| shell.area);
    for hole in holes {
        // The smallest shell around it; one that is in none lies beside its shell, by less than can be seen.
        let home = shells.iter().position(|shell| shell.holds(&hole));
        if let Some(shell) = home.and_then(|home| shells.get_mut(home)) {
            shell.holes.push(hole);
        }
    }
    let start = |ring: &GridRing| ring.0.iter().take(2).map(GridPoint::x_y).collect::<Vec<_>>();
    shells.sort_by_cached_key(|shell| start(&shell.ring));
    let polygon = |mut shell: Shell| {
        shell.holes.sort_by_cached_key(start);
        GridPolygon::new(shell.ring, shell.holes)
    };
    shells.into_iter().map(polygon).collect()
}

/// Borders without the positions at which none of them bends.
pub(super) fn straightened(borders: &BordersByHolder) -> BordersByHolder {
    let by_holder: Vec<(&String, Vec<GridRing>)> = borders
        .iter()
        .map(|(holder, borders)| (holder, rings(&untangled(borders.edges()))))
        .collect();
    // By position, the direction of the line that runs through; none where there are several or it bends.
    let mut through: HashMap<(i64, i64), Option<GridPoint>> = HashMap::new();
    for ring in by_holder.iter().flat_map(|(_, rings)| rings) {
        let positions = &ring.0[1..];
        for (i, &at) in positions.iter().enumerate() {
            let onward = positions[(i + 1) % positions.len()];
            let [before, after] = [direction(ring.0[i], at), direction(at, onward)];
            let straight = before.filter(|_| before == after);
            through
                .entry(at.x_y())
                .and_modify(|known| *known = known.filter(|_| *known == straight))
                .or_insert(straight);
        }
    }
    let is_corner = |p: &&GridPoint| through.get(&p.x_y()).is_none_or(Option::is_none);
    let corners = |ring: &GridRing| -> GridRing {
        let mut corners: Vec<GridPoint> = ring.0[1..].iter().filter(is_corner).copied().collect();
        corners.extend(corners.first().copied());
        GridRing::new(corners)
    };
    let straight = by_holder.into_iter().map(|(holder, rings)| {
        let mut borders = Borders::default();
        borders.add_rings(&rings.iter().map(corners).collect::<Vec<_>>(), 1);
        (holder.clone(), borders)
    });
    straight.collect()
}

/// The rings of which edges consist, each from its lowest-left position on; always in the same order.
pub(super) fn rings(edges: &[[GridPoint; 2]]) -> Vec<GridRing> {
    // By start, the edges that are left.
    let mut from: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for (number, edge) in edges.iter().enumerate().rev() {
        from.entry(edge[0].x_y()).or_default().push(number);
    }
    let mut is_used = vec![false; edges.len()];
    let mut all = Vec::new();
    for first in 0..edges.len() {
        if is_used[first] {
            continue;
        }
        let mut walk = Vec::new();
        let mut edge = first;
        loop {
            is_used[edge] = true;
            let [a, b] = edges[edge];
            walk.push(a);
            let onward = from.get_mut(&b.x_y()).and_then(|onward| {
                onward.retain(|&next| !is_used[next]);
                let next = onward.iter().copied();
                next.reduce(|best, next| {
                    if is_sooner(a, b, edges[next][1], edges[best][1]) {
                        next
                    } else {
                        best
                    }
                })
            });
            match onward {
                Some(next) => edge = next,
                None => break,
            }
        }
        simple(walk, &mut all);
    }
    all
}

/// Edges of which none runs along a part of another: where land was divided in another way than what was added or taken
/// away, they do, to and fro.
fn untangled(edges: Vec<[GridPoint; 2]>) -> Vec<[GridPoint; 2]> {
    /// The direction of a line and where it runs.
    type Place = (i64, i64, i128);
    let mut placed: Vec<(Place, [GridPoint; 2])> = Vec::with_capacity(edges.len());
    for edge in edges {
        if let Some(step) = direction(edge[0], edge[1]) {
            placed.push(((step.x, step.y, cross(step, edge[0])), edge));
        }
    }
    let sorted = |edge: &[GridPoint; 2]| {
        let [a, b] = edge.map(|p| p.x_y());
        if a < b { [a, b] } else { [b, a] }
    };
    placed.sort_unstable_by_key(|(place, edge)| (*place, sorted(edge)));
    let mut untangled = Vec::with_capacity(placed.len());
    for line in placed.chunk_by(|a, b| a.0 == b.0) {
        let overlap = |pair: &[(Place, [GridPoint; 2])]| sorted(&pair[1].1)[0] < sorted(&pair[0].1)[1];
        if !line.windows(2).any(overlap) {
            untangled.extend(line.iter().map(|(_, edge)| *edge));
            continue;
        }
        let mut turns: BTreeMap<(i64, i64), i32> = BTreeMap::new();
        for (_, edge) in line {
            let [low, high] = sorted(edge);
            let turn = if edge[0].x_y() == low { 1 } else { -1 };
            *turns.entry(low).or_default() += turn;
            *turns.entry(high).or_default() -= turn;
        }
        let mut times = 0;
        let ends: Vec<((i64, i64), i32)> = turns.into_iter().collect();
        for pair in ends.windows(2) {
            times += pair[0].1;
            let (low, high) = (pair[0].0.into(), pair[1].0.into());
            let edge = if times > 0 { [low, high] } else { [high, low] };
            untangled.extend(std::iter::repeat_n(edge, times.unsigned_abs() as usize));
        }
    }
    untangled.sort_unstable_by_key(|edge| edge.map(|p| p.x_y()));
    untangled
}

/// Whether, having come from `a` to `b`, the way on to `c` comes before that to `d`, turning clockwise from the way back:
/// between the first and the way here there is nothing but land.
fn is_sooner(a: GridPoint, b: GridPoint, c: GridPoint, d: GridPoint) -> bool {
    let back = a - b;
    let (to_c, to_d) = (c - b, d - b);
    let (half_c, half_d) = (half(back, to_c), half(back, to_d));
    if half_c == half_d {
        cross(to_c, to_d) < 0
    } else {
        half_c < half_d
    }
}

/// In which half of a turn clockwise from `back` a direction is: the first, straight on or the second; a way straight back
/// is last.
fn half(back: GridPoint, to: GridPoint) -> u8 {
    let turn = cross(back, to);
    let along = i128::from(back.x) * i128::from(to.x) + i128::from(back.y) * i128::from(to.y);
    match turn {
        t if t < 0 => 0,
        0 if along < 0 => 1,
        0 => 3,
        _ => 2,
    }
}

fn cross(u: GridPoint, v: GridPoint) -> i128 {
    i128::from(u.x) * i128::from(v.y) - i128::from(u.y) * i128::from(v.x)
}

/// Cuts a closed walk where it comes back to a position.
fn simple(walk: Vec<GridPoint>, rings: &mut Vec<GridRing>) {
    let mut path: Vec<GridPoint> = Vec::with_capacity(walk.len());
    let mut place: HashMap<(i64, i64), usize> = HashMap::new();
    for p in walk {
        if let Some(&from) = place.get(&p.x_y()) {
            for q in &path[from..] {
                place.remove(&q.x_y());
            }
            rings.extend(closed(path.split_off(from)));
        }
        place.insert(p.x_y(), path.len());
        path.push(p);
    }
    rings.extend(closed(path));
}

/// A ring through positions, from the lowest-left one on; none through fewer than three.
fn closed(mut path: Vec<GridPoint>) -> Option<GridRing> {
    let lowest = (0..path.len()).min_by_key(|&i| path[i].x_y())?;
    path.rotate_left(lowest);
    path.extend(path.first().copied());
    (path.len() > 3).then(|| GridRing::new(path))
}

/// A shell in the making.
struct Shell {
    area: i128,
    low: GridPoint,
    high: GridPoint,
    ring: GridRing,
    holes: Vec<GridRing>,
}

impl Shell {
    fn new(area: i128, ring: GridRing) -> Self {
        let [low, high] = bounds(&ring);
        Self {
            area,
            low,
            high,
            ring,
            holes: Vec::new(),
        }
    }

    /// Whether a ring lies in it: a position of it that is not on the border, or, where all are, the middle of an edge.
    fn holds(&self, ring: &GridRing) -> bool {
        let [low, high] = bounds(ring);
        let is_near =
            self.low.x <= low.x && self.low.y <= low.y && high.x <= self.high.x && high.y <= self.high.y;
        let of_corner = || ring.0.iter().find_map(|&p| ring_contains(&self.ring.0, p));
        is_near && of_corner().or_else(|| self.holds_middle(ring)).unwrap_or(true)
    }

    /// Whether the middle of an edge that is not on the border lies in it; none where all are.
    fn holds_middle(&self, ring: &GridRing) -> Option<bool> {
        let doubled: Vec<GridPoint> = self.ring.0.iter().map(|p| (2 * p.x, 2 * p.y).into()).collect();
        let mut middles = ring
            .0
            .windows(2)
            .map(|edge| (edge[0].x + edge[1].x, edge[0].y + edge[1].y));
        middles.find_map(|middle| ring_contains(&doubled, middle.into()))
    }
}

fn bounds(ring: &GridRing) -> [GridPoint; 2] {
    let first = ring.0.first().copied().unwrap_or_default();
    let (mut low, mut high) = (first, first);
    for p in &ring.0 {
        low = (low.x.min(p.x), low.y.min(p.y)).into();
        high = (high.x.max(p.x), high.y.max(p.y)).into();
    }
    [low, high]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::polygon;

    fn square(west: f64, south: f64, size: f64) -> GridPolygon {
        let (east, north) = (west + size, south + size);
        polygon(&[(west, south), (east, south), (east, north), (west, north)])
    }

    #[test]
    fn shells_get_their_holes_and_islands_in_lakes_their_own() {
        let mut borders = Borders::default();
        borders.add(&[square(0., 0., 10.)], 1);
        borders.add(&[square(2., 2., 6.)], -1);
        borders.add(&[square(3., 3., 4.)], 1);
        borders.add(&[square(4., 4., 1.), square(5., 5., 1.)], -1);
        let land = polygons(&borders);
        let holes: Vec<usize> = land.iter().map(|polygon| polygon.interiors().len()).collect();
        // Two holes that touch at a position.
        assert_eq!(holes, [1, 2]);
        assert_eq!(borders.hash(), crate::model::BorderHash::of(&land));
    }

    #[test]
    fn land_that_touches_at_a_position_is_parted_there() {
        let mut borders = Borders::default();
        let corners = [square(0., 0., 1.), square(1., 1., 1.)];
        borders.add(&corners, 1);
        assert_eq!(polygons(&borders), corners);
        let mut chequered = Borders::default();
        chequered.add(&[square(0., 0., 2.)], 1);
        chequered.add(&[square(1., 0., 1.), square(0., 1., 1.)], -1);
        assert_eq!(polygons(&chequered).len(), 2);
    }

    #[test]
    fn what_encloses_nothing_is_no_land() {
        let line = polygon(&[(0., 0.), (1., 1.), (2., 2.)]);
        let mut borders = Borders::default();
        borders.add(&[line, square(5., 5., 1.)], 1);
        assert_eq!(polygons(&borders), [square(5., 5., 1.)]);
    }
}
