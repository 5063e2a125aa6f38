//! Land of one controller that has several kinds of properties. Its outer borders are exact; the borders between kinds are
//! those of an overlay and yield to them.
//!
//! Where an inner border ends on the middle of an outer edge, there is hardly ever a position of the grid: the overlay bent
//! the edge to the nearest one. Here the edge stays, the inner border ends a grid unit or two (0.2 mm) before it, and what
//! is between the two belongs to one of the kinds. Whatever is done to inner borders, they cancel in the sum over the kinds
//! of a controller, so that the outer ones stay what they are.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use super::borders::{Borders, BordersByHolder};
use super::plain::plain;
use super::rings;
use crate::model::{BorderHash, GridPoint, GridPolygon, GridRing};

/// How far inner borders yield, in grid units, one attempt after another; none is to an end of the edge.
const REACHES: [Option<i64>; 4] = [Some(2), Some(8), None, None];

/// The land of each kind, of which `holders` names the controllers, from the same as an overlay has it: together it has
/// exactly the borders of each controller.
pub(super) fn divided(
    overlaid: Vec<Vec<GridPolygon>>,
    holders: &[&str],
    exact: &BordersByHolder,
) -> Vec<Vec<GridPolygon>> {
    let mut kinds: HashMap<&str, Vec<usize>> = HashMap::new();
    for (kind, holder) in holders.iter().enumerate() {
        kinds.entry(holder).or_default().push(kind);
    }
    let mut division = Division {
        kinds,
        exact,
        corners: corners(exact),
        whole: BTreeSet::new(),
    };
    let mut land = overlaid;
    for reach in REACHES {
        land = settled(division.fitted(&land, reach));
        if division.strays(&land).is_empty() {
            return land;
        }
    }
    // Where there is no room for inner borders, the land is of one kind.
    division.whole = division.strays(&land);
    land = settled(division.fitted(&land, None));
    if division.strays(&land).is_empty() {
        return land;
    }
    division.whole = exact.keys().map(String::as_str).collect();
    division.fitted(&land, None)
}

/// The ends of all edges.
fn corners(exact: &BordersByHolder) -> HashSet<(i64, i64)> {
    let edges = exact.values().flat_map(Borders::edges);
    edges.flatten().map(|p| p.x_y()).collect()
}

/// Land of several kinds made plain.
fn settled(land: Vec<Vec<GridPolygon>>) -> Vec<Vec<GridPolygon>> {
    plain(land.iter().map(Vec::as_slice)).unwrap_or(land)
}

/// How controllers' land is to be divided.
struct Division<'a> {
    /// The kinds of land of each controller.
    kinds: HashMap<&'a str, Vec<usize>>,
    exact: &'a BordersByHolder,
    /// The ends of the exact edges.
    corners: HashSet<(i64, i64)>,
    /// The controllers whose polygons are of one kind each.
    whole: BTreeSet<&'a str>,
}

impl<'a> Division<'a> {
    /// The controllers whose land has other borders than it should.
    fn strays(&self, land: &[Vec<GridPolygon>]) -> BTreeSet<&'a str> {
        let strays = self.exact.iter().filter(|(holder, exact)| {
            let mut made = BorderHash::default();
            for &kind in self.kinds_of(holder) {
                made.append(BorderHash::of(&land[kind]));
            }
            made != exact.hash()
        });
        strays.map(|(holder, _)| holder.as_str()).collect()
    }

    fn kinds_of(&self, holder: &str) -> &[usize] {
        self.kinds.get(holder).map_or(&[], Vec::as_slice)
    }

    /// The land of every kind with the outer borders that it should have.
    fn fitted(&self, land: &[Vec<GridPolygon>], reach: Option<i64>) -> Vec<Vec<GridPolygon>> {
        let mut by_kind: Vec<Borders> = Vec::with_capacity(land.len());
        for polygons in land {
            let mut of_kind = Borders::default();
            of_kind.add(polygons, 1);
            by_kind.push(of_kind);
        }
        for (holder, exact) in self.exact {
            if self.whole.contains(holder.as_str()) {
                self.unite(holder, exact, &mut by_kind);
            } else {
                self.fit(holder, exact, &mut by_kind, reach);
            }
        }
        by_kind.iter().map(rings::polygons).collect()
    }

    /// Each polygon of a controller becomes land of one kind.
    fn unite(&self, holder: &str, exact: &Borders, by_kind: &mut [Borders]) {
        let mut united: HashMap<usize, Borders> = HashMap::new();
        for polygon in rings::polygons(exact) {
            let most = most_of(polygon.exterior(), self.kinds_of(holder), |kind, from, to| {
                by_kind[kind].times(from, to)
            });
            if let Some(kind) = most {
                united.entry(kind).or_default().add(&[polygon], 1);
            }
        }
        for &kind in self.kinds_of(holder) {
            by_kind[kind] = united.remove(&kind).unwrap_or_default();
        }
    }

    /// What the kinds lack of the outer borders goes to the one that has most of it, and inner borders yield.
    fn fit(&self, holder: &str, exact: &Borders, by_kind: &mut [Borders], reach: Option<i64>) {
        let mut lacking = exact.clone();
        for &kind in self.kinds_of(holder) {
            lacking.append(&by_kind[kind], -1);
        }
        let mut places = HashMap::new();
        for ring in rings::rings(&lacking.edges()) {
            // It runs backwards along what is bent.
            let most = most_of(&ring, self.kinds_of(holder), |kind, from, to| {
                by_kind[kind].times(to, from)
            });
            if let Some(kind) = most {
                by_kind[kind].add_rings(std::slice::from_ref(&ring), 1);
            }
            for &p in ring.0.iter().filter(|p| !self.corners.contains(&p.x_y())) {
                places.extend(self.place(p, &ring, reach).map(|place| (p.x_y(), place)));
            }
        }
        if !places.is_empty() {
            for &kind in self.kinds_of(holder) {
                by_kind[kind].move_ends(&places);
            }
        }
    }

    /// Where the end of an inner border goes that is in the way of outer edges of a ring, which has the land on its left.
    fn place(&self, p: GridPoint, ring: &GridRing, reach: Option<i64>) -> Option<GridPoint> {
        let is_outer = |edge: &[GridPoint; 2]| edge.iter().all(|end| self.corners.contains(&end.x_y()));
        let edges = ring.0.windows(2).map(|edge| [edge[0], edge[1]]);
        let near: Vec<[GridPoint; 2]> = edges.filter(|edge| is_outer(edge) && is_near(*edge, p)).collect();
        if near.iter().all(|edge| side(*edge, p) == 0) {
            // It ends on an edge without bending it.
            return None;
        }
        let distance = |q: &GridPoint| {
            let [dx, dy] = [q.x - p.x, q.y - p.y].map(i128::from);
            (dx * dx + dy * dy, q.x_y())
        };
        let Some(reach) = reach else {
            return near.into_iter().flatten().min_by_key(distance);
        };
        let around = (-reach..=reach).flat_map(|dx| (-reach..=reach).map(move |dy| (dx, dy)));
        let around = around.map(|(dx, dy)| GridPoint::from((p.x + dx, p.y + dy)));
        let free = around
            .filter(|q| !self.corners.contains(&q.x_y()) && near.iter().all(|edge| is_beside(*edge, *q)));
        free.min_by_key(distance)
    }
}

/// The first of those kinds that have most of a ring, by how often each has an edge of it.
fn most_of(
    ring: &GridRing,
    kinds: &[usize],
    times: impl Fn(usize, GridPoint, GridPoint) -> i32,
) -> Option<usize> {
    let shared = |kind: usize| -> i64 {
        let edges = ring.0.windows(2).map(|edge| (edge[0], edge[1]));
        let own = edges.filter(|&(from, to)| times(kind, from, to) > 0);
        own.map(|(from, to)| extent(from, to)).sum()
    };
    kinds.iter().copied().rev().max_by_key(|&kind| shared(kind))
}

/// How long an edge is, along the axes.
fn extent(from: GridPoint, to: GridPoint) -> i64 {
    (to.x - from.x).abs() + (to.y - from.y).abs()
}

/// Twice the area of the triangle of an edge and a position, positive on its left.
fn side([from, to]: [GridPoint; 2], p: GridPoint) -> i128 {
    let [u, v] = [to - from, p - from];
    i128::from(u.x) * i128::from(v.y) - i128::from(u.y) * i128::from(v.x)
}

/// Whether an edge comes within a grid unit of a position, along the axes.
fn is_near([from, to]: [GridPoint; 2], p: GridPoint) -> bool {
    let within = |a: i64, b: i64, at: i64| a.min(b) - 1 <= at && at <= a.max(b) + 1;
    within(from.x, to.x, p.x)
        && within(from.y, to.y, p.y)
        && side([from, to], p).abs() <= i128::from(extent(from, to))
}

/// Whether a position is on the left of an edge, which is not in its way.
fn is_beside(edge: [GridPoint; 2], p: GridPoint) -> bool {
    2 * side(edge, p) >= i128::from(extent(edge[0], edge[1]))
}
