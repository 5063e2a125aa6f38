//! Which rings of a shape are shells, and which are the holes of which.
//!
//! The parts of a polygon are in any order and tell shells from holes by their winding, which many programs get wrong. So
//! nesting decides, as with GDAL (`OGRGeometryFactory::organizePolygons`): a ring in an even number of others is a shell, one
//! in an odd number a hole of the smallest of them. Rings of one shape may touch.

use std::cell::{Cell, OnceCell};

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, Envelope, RTree, RTreeObject};

use crate::error::ErrorKind;
use crate::model::{GRID_PER_DEGREE, GridPoint, doubled_area, side};
use crate::{Error, Result};

/// A ring on the grid.
pub(super) type Ring = Vec<GridPoint>;

/// So many edges and boxes are looked at for a shape at most, and more for each of its positions; a coast with a hundred
/// thousand islands needs a tenth of that.
const LOOKS: usize = 1 << 20;
const LOOKS_A_POSITION: usize = 256;

/// Groups rings to polygons: each a shell, then its holes. Shells keep their order, and so do the holes of each.
///
/// # Errors
///
/// When there are so many rings and edges beside one another that it would take forever.
pub(super) fn polygons(rings: Vec<Ring>) -> Result<Vec<Vec<Ring>>> {
    if rings.len() < 2 {
        return Ok(rings.into_iter().map(|ring| vec![ring]).collect());
    }
    let positions: usize = rings.iter().map(Vec::len).sum();
    let nests = nests(&rings, &Cell::new(LOOKS + LOOKS_A_POSITION * positions))?;
    let mut place = vec![None; rings.len()];
    let mut polygons: Vec<Vec<Ring>> = Vec::new();
    let mut holes = Vec::new();
    for (index, ring) in rings.into_iter().enumerate() {
        let parent = nests[index].parent.filter(|parent| !nests[*parent].is_hole());
        match parent {
            Some(parent) if nests[index].is_hole() => holes.push((parent, ring)),
            _ => {
                place[index] = Some(polygons.len());
                polygons.push(vec![ring]);
            }
        }
    }
    for (parent, ring) in holes {
        if let Some(polygon) = place[parent].and_then(|place| polygons.get_mut(place)) {
            polygon.push(ring);
        }
    }
    Ok(polygons)
}

/// What a ring lies in.
#[derive(Clone, Copy, Default)]
struct Nest {
    depth: usize,
    /// The smallest ring that it lies in.
    parent: Option<usize>,
}

impl Nest {
    fn is_hole(self) -> bool {
        self.depth % 2 == 1
    }
}

/// What each ring lies in, found with so many looks at most.
fn nests(rings: &[Ring], looks: &Cell<usize>) -> Result<Vec<Nest>> {
    // Those across ±180° are in one piece where longitudes run from 0° to 360°.
    let west = if rings.iter().any(|ring| is_across_180(ring)) {
        FULL
    } else {
        0
    };
    let rings: Vec<Outline> = rings.iter().map(|ring| Outline::of(ring, west)).collect();
    let boxes = rings
        .iter()
        .enumerate()
        .filter_map(|(index, ring)| Some(GeomWithData::new(ring.bounds()?, index)));
    let boxes = RTree::bulk_load(boxes.collect());
    let nest = |index: usize| {
        let around = around(&rings, index, &boxes, looks)?;
        Ok(Nest {
            depth: around.len(),
            parent: around.into_iter().min_by_key(|other| rings[*other].size),
        })
    };
    (0..rings.len()).map(nest).collect()
}

/// A whole turn of longitude on the grid.
const FULL: i64 = 360 * GRID_PER_DEGREE;

/// Whether a ring has an edge of more than half a turn; along ±180° and round a pole there may be one of a whole turn.
fn is_across_180(ring: &[GridPoint]) -> bool {
    let width = |edge: &[GridPoint]| (edge[1].x - edge[0].x).abs();
    ring.windows(2)
        .any(|edge| (FULL / 2 + 1..FULL).contains(&width(edge)))
}

/// The rings that one lies in, among those whose boxes are round its own.
fn around(
    rings: &[Outline],
    index: usize,
    boxes: &RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    looks: &Cell<usize>,
) -> Result<Vec<usize>> {
    let ring = &rings[index];
    let Some(bounds) = ring.bounds().map(|bounds| bounds.envelope()) else {
        return Ok(Vec::new());
    };
    let at = AABB::from_point(bounds.lower());
    let mut inside = Vec::new();
    for found in boxes.locate_in_envelope_intersecting(&at) {
        look(looks)?;
        let other = found.data;
        let is_round = other != index && found.geom().envelope().contains_envelope(&bounds);
        // Of rings that are the same, the later one lies in the earlier.
        if is_round && ring.lies_in(&rings[other], looks)?.unwrap_or(other < index) {
            inside.push(other);
        }
    }
    Ok(inside)
}

/// Takes one of the looks that are left.
fn look(looks: &Cell<usize>) -> Result<()> {
    if let Some(left) = looks.get().checked_sub(1) {
        looks.set(left);
        return Ok(());
    }
    Err(
        Error::new("it has too many rings among one another to tell shells from holes")
            .of_kind(ErrorKind::Geometry)
            .with_hint("write each polygon as a feature of its own"),
    )
}

/// A ring in halves of the grid, so that the middle of an edge is a position as well.
struct Outline {
    points: Ring,
    /// Twice its area.
    size: u128,
    /// Its edges, once they are needed.
    edges: OnceCell<RTree<Edge>>,
}

impl Outline {
    /// The outline of a ring; `west` is added to longitudes west of Greenwich.
    fn of(ring: &[GridPoint], west: i64) -> Self {
        let doubled = |p: &GridPoint| GridPoint {
            x: 2 * if p.x < 0 { p.x + west } else { p.x },
            y: 2 * p.y,
        };
        let points: Ring = ring.iter().chain(ring.first()).map(doubled).collect();
        Self {
            size: doubled_area(&points).unsigned_abs(),
            points,
            edges: OnceCell::new(),
        }
    }

    fn bounds(&self) -> Option<Rectangle<[f64; 2]>> {
        let corners: Vec<[f64; 2]> = self.points.iter().map(|p| corner(*p)).collect();
        (!corners.is_empty()).then(|| Rectangle::from_aabb(AABB::from_points(&corners)))
    }

    /// Whether it lies in another one: a position of it that is not on the other one tells, else the middle of an edge; none
    /// if all are on it.
    fn lies_in(&self, other: &Self, looks: &Cell<usize>) -> Result<Option<bool>> {
        let edges = self.points.iter().zip(self.points.iter().skip(1));
        let middles = edges.map(|(a, b)| GridPoint {
            x: a.x.midpoint(b.x),
            y: a.y.midpoint(b.y),
        });
        for probe in self.points.iter().copied().chain(middles) {
            if let Some(is_inside) = other.contains(probe, looks)? {
                return Ok(Some(is_inside));
            }
        }
        Ok(None)
    }

    /// Whether it contains a position, by the edges to the west of that; none if that is on it.
    fn contains(&self, p: GridPoint, looks: &Cell<usize>) -> Result<Option<bool>> {
        let edges = self.edges.get_or_init(|| {
            let edges = self.points.iter().zip(self.points.iter().skip(1));
            RTree::bulk_load(edges.map(|(&from, &to)| Edge { from, to }).collect())
        });
        let [x, y] = corner(p);
        let west = AABB::from_corners([f64::MIN, y], [x, y]);
        let mut is_inside = false;
        for Edge { from: a, to: b } in edges.locate_in_envelope_intersecting(&west) {
            look(looks)?;
            let turn = side(*a, *b, p);
            let reaches = |u: i64, v: i64, w: i64| u.min(v) <= w && w <= u.max(v);
            if turn == 0 && reaches(a.x, b.x, p.x) && reaches(a.y, b.y, p.y) {
                return Ok(None);
            }
            // Those that the line to the west of the position crosses.
            if (a.y <= p.y) != (b.y <= p.y) && (turn < 0) == (b.y > a.y) {
                is_inside = !is_inside;
            }
        }
        Ok(Some(is_inside))
    }
}

/// An edge of a ring.
struct Edge {
    from: GridPoint,
    to: GridPoint,
}

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(corner(self.from), corner(self.to))
    }
}

/// Exact: the grid, doubled, is far below 2⁵³.
fn corner(p: GridPoint) -> [f64; 2] {
    [p.x as f64, p.y as f64]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square from its lower left corner and its side, clockwise.
    fn square(x: i64, y: i64, side: i64) -> Ring {
        let corners = [(0, 0), (0, side), (side, side), (side, 0), (0, 0)];
        corners
            .map(|(dx, dy)| GridPoint { x: x + dx, y: y + dy })
            .to_vec()
    }

    fn grouped(rings: &[Ring]) -> Vec<Vec<usize>> {
        let index = |ring: Ring| rings.iter().position(|known| *known == ring).unwrap();
        let polygons = polygons(rings.to_vec()).unwrap().into_iter();
        polygons
            .map(|polygon| polygon.into_iter().map(index).collect())
            .collect()
    }

    #[test]
    fn rings_in_any_order_and_winding_are_nested() {
        let turned = |mut ring: Ring| {
            ring.reverse();
            ring
        };
        // A hole before its shell, an island in it, land elsewhere, a hole of that.
        let rings = [
            square(2, 2, 6),
            square(0, 0, 10),
            square(3, 3, 2),
            square(20, 0, 5),
            square(21, 1, 1),
        ];
        let groups: [&[usize]; 3] = [&[1, 0], &[2], &[3, 4]];
        assert_eq!(grouped(&rings), groups);
        assert_eq!(grouped(&rings.map(turned)), groups);
        assert_eq!(grouped(&[square(0, 0, 1)]), [[0]]);
        assert!(polygons(Vec::new()).unwrap().is_empty());
    }

    #[test]
    fn rings_that_touch_are_told_apart() {
        // Neighbours that share a side, a hole that touches its shell along a side and at corners.
        assert_eq!(grouped(&[square(0, 0, 4), square(4, 0, 4)]), [[0], [1]]);
        assert_eq!(grouped(&[square(0, 0, 4), square(0, 0, 2)]), [[0, 1]]);
        let diamond: Ring = [(0, 2), (2, 4), (4, 2), (2, 0), (0, 2)]
            .map(|(x, y)| GridPoint { x, y })
            .to_vec();
        assert_eq!(grouped(&[square(0, 0, 4), diamond]), [[0, 1]]);
        // A notch of a shell, filled by another: all its corners are on the shell.
        let horseshoe: Ring = [
            (0, 0),
            (0, 3),
            (1, 3),
            (1, 1),
            (2, 1),
            (2, 3),
            (3, 3),
            (3, 0),
            (0, 0),
        ]
        .map(|(x, y)| GridPoint { x, y })
        .to_vec();
        let filling: Ring = [(1, 1), (1, 3), (2, 3), (2, 1), (1, 1)]
            .map(|(x, y)| GridPoint { x, y })
            .to_vec();
        assert_eq!(grouped(&[horseshoe, filling]), [[0], [1]]);
        // The same ring twice encloses nothing.
        assert_eq!(
            polygons(vec![square(0, 0, 4), square(0, 0, 4)]).unwrap()[0].len(),
            2
        );
    }

    #[test]
    fn rings_across_180_are_in_one_piece() {
        let degrees = |points: [(i64, i64); 5]| {
            let point = |(x, y)| GridPoint {
                x: x * GRID_PER_DEGREE,
                y: y * GRID_PER_DEGREE,
            };
            points.map(point).to_vec()
        };
        let across = degrees([(178, 0), (178, 9), (-178, 9), (-178, 0), (178, 0)]);
        let hole = degrees([(-179, 1), (-179, 2), (180, 2), (180, 1), (-179, 1)]);
        let elsewhere = degrees([(10, 1), (10, 2), (11, 2), (11, 1), (10, 1)]);
        assert_eq!(grouped(&[across, elsewhere, hole]), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn many_rings_take_no_time() {
        let count = 20_000;
        let mut rings: Vec<Ring> = (0..count).map(|i| square(10 * i, 10, 4)).collect();
        rings.push(square(-5, -5, 10 * count + 10));
        let polygons = polygons(rings).unwrap();
        assert_eq!((polygons.len(), polygons[0].len()), (1, count as usize + 1));
    }

    #[test]
    fn what_would_take_forever_is_refused() {
        // Each in all before it.
        let rings: Vec<Ring> = (0..60).map(|i| square(i, i, 200 - 2 * i)).collect();
        let nests = |looks| nests(&rings, &Cell::new(looks));
        assert_eq!(nests(20_000).unwrap()[59].depth, 59);
        let error = nests(1000).err().map_or_else(String::new, |e| e.to_string());
        assert!(
            error.starts_with("it has too many rings among one another"),
            "{error}"
        );
    }

    #[test]
    fn any_rings_lose_none() {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 60) as i64 % 6
        };
        for _ in 0..300 {
            let rings: Vec<Ring> = (0..4)
                .map(|_| (0..5).map(|_| GridPoint { x: next(), y: next() }).collect())
                .collect();
            let count: usize = polygons(rings).unwrap().iter().map(Vec::len).sum();
            assert_eq!(count, 4);
        }
    }
}
