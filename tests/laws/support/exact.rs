//! The arrangement of rings as it is defined, found the slow way: every pair of edges, every position, all of it again in
//! each pass, in whole numbers and fractions of them. Nothing here is the mosaic's.

use std::collections::{BTreeMap, BTreeSet};

pub type Position = (i64, i64);
/// The two ends of an edge, the first before the second.
pub type Edge = [Position; 2];
/// How often each ring winds around a place.
pub type Windings = Vec<i32>;

/// A closed ring: its last position is joined to its first.
pub type Ring = Vec<Position>;

/// Edges, and how often each ring runs along them, backwards negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrangement(BTreeMap<Edge, Vec<i32>>);

impl Arrangement {
    /// The edges of some rings, where they are.
    pub fn of(rings: &[Ring]) -> Self {
        let mut edges = Self(BTreeMap::new());
        for (number, ring) in rings.iter().enumerate() {
            for (i, &from) in ring.iter().enumerate() {
                let mut turns = vec![0; rings.len()];
                turns[number] = 1;
                edges.add(from, ring[(i + 1) % ring.len()], &turns);
            }
        }
        edges
    }

    /// The edges of rings of which each is a layer, noded by itself before it meets the others: where that bends nothing, as
    /// [`Self::of`].
    pub fn of_layers(rings: &[Ring]) -> Self {
        let mut edges = Self(BTreeMap::new());
        for (number, ring) in rings.iter().enumerate() {
            for ([from, to], times) in Self::of(std::slice::from_ref(ring)).noded().0 {
                let mut turns = vec![0; rings.len()];
                turns[number] = times[0];
                edges.add(from, to, &turns);
            }
        }
        edges
    }

    fn add(&mut self, from: Position, to: Position, turns: &[i32]) {
        if from == to {
            return;
        }
        let (edge, sign) = if from < to {
            ([from, to], 1)
        } else {
            ([to, from], -1)
        };
        let sum = self.0.entry(edge).or_insert_with(|| vec![0; turns.len()]);
        for (sum, turn) in sum.iter_mut().zip(turns) {
            *sum += sign * turn;
        }
    }

    pub fn edges(&self) -> impl Iterator<Item = Edge> {
        self.0.keys().copied()
    }

    pub fn vertices(&self) -> BTreeSet<Position> {
        self.edges().flatten().collect()
    }

    /// The grid positions nearest to where edges cross.
    pub fn crossings(&self) -> BTreeSet<Position> {
        let pairs = self.edges().flat_map(|e| self.edges().map(move |f| (e, f)));
        pairs.filter_map(|(e, f)| crossing(e, f)).collect()
    }

    /// Snap rounding, pass by pass until nothing changes: each edge is cut where it crosses another, at the nearest grid
    /// position, and bent to every vertex whose pixel it passes through. Edges that all rings run along as often
    /// forwards as backwards bound nothing and go.
    pub fn noded(mut self) -> Self {
        loop {
            self.0.retain(|_, turns| turns.iter().any(|&turn| turn != 0));
            let next = self.cut();
            if next == self {
                return self;
            }
            self = next;
        }
    }

    fn cut(&self) -> Self {
        let mut cuts: BTreeSet<(Edge, Position)> = BTreeSet::new();
        let mut hot = self.vertices();
        let meets_end = |e: Edge, f: Edge| f.iter().any(|&p| e.contains(&p) || enters_pixel(e, p));
        for e in self.edges() {
            for f in self.edges() {
                // Where an end of one is in the way of the other, they meet there.
                if !meets_end(e, f) && !meets_end(f, e) {
                    let at = crossing(e, f);
                    hot.extend(at);
                    cuts.extend(at.map(|at| (e, at)));
                }
            }
        }
        let mut next = Self(BTreeMap::new());
        for (edge, turns) in &self.0 {
            let bent = hot
                .iter()
                .filter(|&&p| enters_pixel(*edge, p) || cuts.contains(&(*edge, p)));
            let mut way: Vec<Position> = edge.iter().chain(bent).copied().collect();
            let falls = edge[1].1 < edge[0].1;
            way.sort_unstable_by_key(|&(x, y)| (x, if falls { -y } else { y }));
            way.windows(2).for_each(|part| next.add(part[0], part[1], turns));
        }
        next
    }

    /// Of every edge of a noded arrangement: how often each ring winds around what is left and right of it.
    ///
    /// From the middle of the edge a ray leads away from its right side; what it meets, winds around the left side.
    pub fn sides(&self) -> BTreeMap<Edge, [Windings; 2]> {
        let side = |(&edge, turns): (&Edge, &Vec<i32>)| {
            let mut left = vec![0; turns.len()];
            for (&other, turns) in self.0.iter().filter(|(other, _)| **other != edge) {
                for (sum, turn) in left.iter_mut().zip(turns) {
                    *sum += passes(edge, other) * turn;
                }
            }
            let right = left.iter().zip(turns).map(|(left, turn)| left - turn).collect();
            (edge, [left, right])
        };
        self.0.iter().map(side).collect()
    }

    /// Twice the area of all land that rings wind around alike, by how often they do; nothing of what none winds around.
    pub fn doubled_areas(&self) -> BTreeMap<Windings, i128> {
        let mut areas = BTreeMap::new();
        for ([a, b], [left, right]) in self.sides() {
            let strip = product(a.0, b.1) - product(a.1, b.0);
            *areas.entry(left).or_insert(0) += strip;
            *areas.entry(right).or_insert(0) -= strip;
        }
        areas.retain(|windings, _| windings.iter().any(|&winding| winding != 0));
        areas
    }

    /// How many pieces the edges of a noded arrangement cut out of the plane (Euler): edges − vertices + parts that hang
    /// together.
    pub fn face_count(&self) -> usize {
        let mut parts: Vec<BTreeSet<Position>> = Vec::new();
        for edge in self.edges() {
            let (joined, apart): (Vec<_>, Vec<_>) = parts
                .into_iter()
                .partition(|part| edge.iter().any(|p| part.contains(p)));
            parts = apart;
            parts.push(joined.into_iter().flatten().chain(edge).collect());
        }
        self.0.len() + parts.len() - self.vertices().len()
    }
}

fn product(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

/// Twice the signed area of the triangle a, b, p; positive where p lies left of a → b.
fn turn([a, b]: Edge, p: Position) -> i128 {
    product(b.0 - a.0, p.1 - a.1) - product(b.1 - a.1, p.0 - a.0)
}

/// The grid position nearest to where the insides of two edges cross, halves rounded up.
fn crossing(e: Edge, f: Edge) -> Option<Position> {
    let parts = |edge: Edge, [p, q]: Edge| turn(edge, p).signum() * turn(edge, q).signum() < 0;
    if !(parts(e, f) && parts(f, e)) {
        return None;
    }
    // The crossing is (p·(−q₁) + q·p₁) / (p₁ − q₁) for the turns p₁ and q₁ of the ends p and q of e beside f.
    let ([p, q], [above, below]) = (e, e.map(|end| turn(f, end)));
    let (sign, whole) = ((above - below).signum(), (above - below).abs());
    let nearest = |p: i64, q: i64| {
        let sum = sign * (i128::from(q) * above - i128::from(p) * below);
        (2 * sum + whole).div_euclid(2 * whole) as i64
    };
    Some((nearest(p.0, q.0), nearest(p.1, q.1)))
}

/// Whether an edge passes through the inside of the pixel, a grid unit wide, around a position that is no end of it.
fn enters_pixel(edge: Edge, p: Position) -> bool {
    if edge.contains(&p) {
        return false;
    }
    let [a, b] = edge.map(|(x, y)| (2 * x, 2 * y));
    let p = (2 * p.0, 2 * p.1);
    let overlap = |a: i64, b: i64, p: i64| a.min(b) < p + 1 && a.max(b) > p - 1;
    let corners = [(-1, -1), (-1, 1), (1, -1), (1, 1)].map(|(x, y)| turn([a, b], (p.0 + x, p.1 + y)));
    let is_on_both_sides = corners.iter().any(|&c| c > 0) && corners.iter().any(|&c| c < 0);
    overlap(a.0, b.0, p.0) && overlap(a.1, b.1, p.1) && is_on_both_sides
}

/// By how much an edge changes the winding number along the ray from the middle of `edge`, up, or west from a vertical one.
fn passes(edge: Edge, other: Edge) -> i32 {
    let middle = (edge[0].0 + edge[1].0, edge[0].1 + edge[1].1);
    let [c, d] = other.map(|(x, y)| (2 * x, 2 * y));
    let side = turn([c, d], middle).signum() as i32;
    if edge[0].0 == edge[1].0 {
        let rises = c.1 <= middle.1 && middle.1 < d.1;
        let falls = d.1 <= middle.1 && middle.1 < c.1;
        // West of the middle lies what has it on the right going north.
        i32::from(falls && side > 0) - i32::from(rises && side < 0)
    } else {
        -i32::from(c.0 <= middle.0 && middle.0 < d.0 && side < 0)
    }
}
