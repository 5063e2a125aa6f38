//! Noding: edges are cut where they cross or touch, so that afterwards they meet at their ends only.
//!
//! This is snap rounding (Hobby, *Practical segment intersection with finite precision output*, Comput. Geom. 1999;
//! repeated as in Halperin & Packer, *Iterated snap rounding*, 2002). A crossing is rounded to the nearest grid
//! position; every edge that passes through its pixel, or through the pixel of another edge's end, is bent to it.
//! Bending moves an edge by at most half a grid unit (0.06 mm) a pass, and may make it touch others, so passes repeat,
//! until nothing moves: the second over edges that a vertex came close to, later ones over changed edges only.
//!
//! A layer that is tangled, of which edges cross or come within half a grid unit of ends of others without ending or lying
//! there, is noded by itself first: what it is does not depend on what it is overlaid with.
//!
//! It ends soon, after two to eight passes: bent edges hardly ever cross anew, so the first pass finds all positions at
//! which edges are cut but a stray one. And it ends at all: a cut lies in the edge's bounding box and is no end of it,
//! so the parts' |Δx| + |Δy| add up to the whole's and each is at least one grid unit.
//!
//! Contract: afterwards no end of an edge lies in the open pixel that another edge passes through, and no two edges
//! share more than an end. A noded set is unchanged by noding it again.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};

use super::bends::Bends;
use super::cutting::{Cut, Part, cut, exchange};
use super::edges::{Edges, Ends};
use super::input::{Rings, Role};
use super::predicates::{Bounds, REACH, comes_within, cross, crossing, passes_through_pixel};
use super::raster::{Coverage, Scatter};
use super::search::Search;
use super::tags::{Tag, TagSet};
use super::vertices::VertexId;
use crate::model::GridPoint;
use crate::parallel::prelude::*;

/// Edges that meet at their ends only.
pub(super) struct Noded {
    pub(super) edges: Edges,
    pub(super) bends: Bends,
    /// The layers of land of which edges bent one another.
    pub(super) tangled: BTreeSet<u16>,
}

/// Cuts edges until they meet at ends only: those of a tangled layer among themselves, then all.
pub(super) fn node(edges: Edges, rings: &Rings) -> Noded {
    let Untangled {
        mut edges,
        meetings,
        tangled,
    } = untangled(edges, rings);
    let first = Found::of(&mut edges, meetings);
    let Settled { edges, bends, .. } = settle(edges, &first);
    Noded {
        edges,
        bends,
        tangled,
    }
}

/// Cuts edges of which each tangled layer was noded by itself before.
pub(super) fn node_untangled(mut edges: Edges) -> Settled {
    let meetings = meetings(&edges, &[]);
    let first = Found::of(&mut edges, meetings);
    settle(edges, &first)
}

/// Edges of which each tangled layer is noded by itself.
pub(super) struct Untangled {
    pub(super) edges: Edges,
    /// What pairs of them ask of each other.
    meetings: Vec<Meeting>,
    tangled: BTreeSet<u16>,
}

/// Nodes each tangled layer by itself, unless there is no other.
pub(super) fn untangled(mut edges: Edges, rings: &Rings) -> Untangled {
    let mut meetings = meetings(&edges, &[]);
    let tangled = tangled(&edges, bending(&edges, &meetings), rings);
    let alone = tangled.first().filter(|_| tangled.len() == 1);
    let is_alone = alone.is_some_and(|&layer| rings.iter().all(|ring| ring.layer == layer));
    if !tangled.is_empty() && !is_alone {
        let before = edges.ends.clone();
        let bending: Vec<[u32; 2]> = bending(&edges, &meetings).collect();
        let known = untangle(&mut edges, &bending, &tangled, rings);
        meetings = still_met(meetings, &before, &edges.ends[..known]);
        let fresh = vec![false; known];
        meetings.extend(self::meetings(&edges, &fresh));
    }
    Untangled {
        edges,
        meetings,
        tangled,
    }
}

/// The pairs of edges that cross, or one of which is bent to an end of the other.
fn bending(edges: &Edges, meetings: &[Meeting]) -> impl Iterator<Item = [u32; 2]> {
    meetings.iter().filter_map(|meeting| match *meeting {
        Meeting::Touch { cut, by } => (!is_on(edges, cut)).then_some([cut.edge, by]),
        Meeting::Crossing { edges, .. } => Some(edges),
        Meeting::Close(_) => None,
    })
}

/// The meetings of edges that are there still, by the numbers that they have now. What stays keeps its order.
fn still_met(meetings: Vec<Meeting>, before: &[Ends], now: &[Ends]) -> Vec<Meeting> {
    let mut left = now.iter().enumerate().peekable();
    let number = |ends: &Ends| Some(left.next_if(|(_, now)| *now == ends)?.0 as u32);
    let numbers: Vec<Option<u32>> = before.iter().map(number).collect();
    let now = |edge: u32| numbers[edge as usize];
    let cut = |Cut { edge, vertex }| {
        Some(Cut {
            edge: now(edge)?,
            vertex,
        })
    };
    let met = meetings.into_iter().filter_map(|meeting| match meeting {
        Meeting::Touch { cut: of, by } => Some(Meeting::Touch {
            cut: cut(of)?,
            by: now(by)?,
        }),
        Meeting::Close(pair) => cut(pair).map(Meeting::Close),
        Meeting::Crossing { edges: [e, f], at } => Some(Meeting::Crossing {
            edges: [now(e)?, now(f)?],
            at,
        }),
    });
    met.collect()
}

/// The layers of land to which both edges of some pair belong.
fn tangled(edges: &Edges, pairs: impl Iterator<Item = [u32; 2]>, rings: &Rings) -> BTreeSet<u16> {
    let mut tangled = BTreeSet::new();
    for [e, f] in pairs {
        let layers = |edge: u32| {
            let rings = edges.tags_of(edge).map(|tag| rings[tag.ring as usize]);
            rings
                .filter(|ring| ring.role != Role::Line)
                .map(|ring| ring.layer)
        };
        tangled.extend(layers(e).filter(|&layer| layers(f).any(|other| other == layer)));
    }
    tangled
}

/// Nodes each of some layers by itself, where pairs of its edges bend one another. Edges not known before come last, from the
/// number returned on.
fn untangle(edges: &mut Edges, pairs: &[[u32; 2]], layers: &BTreeSet<u16>, rings: &Rings) -> usize {
    let layer_of = |ring: u32| rings[ring as usize].layer;
    let mut lost: BTreeMap<u32, BTreeSet<u16>> = BTreeMap::new();
    let mut parts: Vec<Part> = Vec::new();
    for &layer in layers {
        let Alone { replaced, by } = alone(edges, pairs, |ring| layer_of(ring) == layer);
        for edge in replaced {
            lost.entry(edge).or_default().insert(layer);
        }
        let numbers = edges.tags.append(&by.tags);
        let sets = by.sets.iter().map(|set| Some(set.renumbered(&numbers)));
        parts.extend(
            by.ends
                .into_iter()
                .zip(sets)
                .map(|(ends, set)| Part { ends, set }),
        );
    }
    let mut gone = Vec::new();
    for (&edge, layers) in &lost {
        let is_left = |tag: &Tag| !layers.contains(&layer_of(tag.ring));
        let mut left = edges.tags_of(edge).filter(is_left).collect();
        match edges.tags.set_of(&mut left) {
            Some(set) => edges.sets[edge as usize] = set,
            None => gone.push(edge),
        }
    }
    exchange(edges, gone.into_iter(), parts)
}

/// What the noding of a layer by itself changes.
struct Alone {
    /// The edges that are no longer as they were.
    replaced: Vec<u32>,
    /// What is there instead; the vertices are those of all edges.
    by: Edges,
}

/// Nodes the rings that are `own` by themselves: the edges that bend one another with all around them, and what these bend
/// in turn, until nothing else is bent.
fn alone(edges: &mut Edges, pairs: &[[u32; 2]], own: impl Fn(u32) -> bool + Sync) -> Alone {
    let mut bent = vec![false; edges.len()];
    for pair in pairs {
        let is_own = |edge: u32| edges.tags_of(edge).any(|tag| own(tag.ring));
        if pair.iter().all(|&edge| is_own(edge)) {
            for &edge in pair {
                bent[edge as usize] = true;
            }
        }
    }
    loop {
        let mut local = near_fresh(edges, &|edge: u32| bent[edge as usize]);
        local.retain(|&edge| edges.tags_of(edge).any(|tag| own(tag.ring)));
        let mut part = edges.part(&local, &own);
        part.vertices = std::mem::take(&mut edges.vertices);
        let met = meetings(&part, &[]);
        let first = Found::of(&mut part, met);
        let mut part = settle(part, &first).edges;
        edges.vertices = std::mem::take(&mut part.vertices);
        let replaced = keep_changed(edges, local, &mut part, &own);
        if replaced.iter().all(|&edge| bent[edge as usize]) {
            return Alone { replaced, by: part };
        }
        for edge in replaced {
            bent[edge as usize] = true;
        }
    }
}

/// Leaves out what is in a part as it was before: the edges that are not, the part without the others.
fn keep_changed(edges: &Edges, before: Vec<u32>, part: &mut Edges, own: impl Fn(u32) -> bool) -> Vec<u32> {
    let sets: HashMap<Ends, TagSet> = part.ends.iter().copied().zip(part.sets.iter().copied()).collect();
    let mut same: HashSet<Ends> = HashSet::new();
    let is_changed = |&edge: &u32| {
        let ends = edges.ends[edge as usize];
        let own = edges.tags_of(edge).filter(|tag| own(tag.ring));
        let is_same = sets.get(&ends).is_some_and(|&set| part.tags.tags(set).eq(own));
        if is_same {
            same.insert(ends);
        }
        !is_same
    };
    let replaced = before.into_iter().filter(is_changed).collect();
    let kept = part
        .ends
        .iter()
        .zip(&part.sets)
        .filter(|(ends, _)| !same.contains(*ends));
    (part.ends, part.sets) = kept.map(|(&ends, &set)| (ends, set)).unzip();
    replaced
}

/// Edges that meet at their ends only.
pub(super) struct Settled {
    pub(super) edges: Edges,
    bends: Bends,
    /// How many passes it took, the last one of which cut nothing.
    pub(super) passes: usize,
}

/// Makes the cuts of the first pass, and those that they call for.
fn settle(mut edges: Edges, first: &Found) -> Settled {
    let (mut bends, mut passes) = (Bends::default(), 1);
    if first.cuts.is_empty() {
        return Settled { edges, bends, passes };
    }
    bends.add(&edges, &first.cuts);
    let unsettled = first.unsettled(&edges);
    cut(&mut edges, &first.cuts);
    let ends = edges.ends.iter();
    let mut fresh: Vec<bool> = ends
        .map(|ends| ends.iter().any(|&end| unsettled[end as usize]))
        .collect();
    loop {
        let met = meetings(&edges, &fresh);
        let Found { cuts, .. } = Found::of(&mut edges, met);
        passes += 1;
        if cuts.is_empty() {
            return Settled { edges, bends, passes };
        }
        bends.add(&edges, &cuts);
        let known = cut(&mut edges, &cuts);
        fresh.clear();
        fresh.resize(known, false);
        fresh.resize(edges.len(), true);
    }
}

/// What a pass finds.
struct Found {
    /// The cuts to make, sorted by edge.
    cuts: Vec<Cut>,
    /// Edges and vertices in their way, or so close that they could be after the edge is bent.
    close: Vec<Cut>,
}

impl Found {
    /// All cuts that pairs of edges ask of each other, and all that those positions ask of others.
    fn of(edges: &mut Edges, meetings: Vec<Meeting>) -> Self {
        let (mut cuts, mut close, mut crossings) = (Vec::new(), Vec::new(), Vec::new());
        for meeting in meetings {
            match meeting {
                Meeting::Touch { cut, .. } => {
                    cuts.push(cut);
                    close.push(cut);
                }
                Meeting::Close(pair) => close.push(pair),
                Meeting::Crossing { edges, at } => crossings.push((edges, at)),
            }
        }
        // In the order of the edges, so that new vertices along an edge have numbers beside each other.
        crossings.par_sort_unstable_by_key(|&(edges, at)| (edges, (at.x, at.y)));
        crossings.dedup();
        let first_new = edges.vertices.positions().len() as VertexId;
        let at: Vec<GridPoint> = crossings.iter().map(|&(_, at)| at).collect();
        let numbers = edges.vertices.number_crossings(&at);
        let (mut places, mut next_new) = (Vec::new(), first_new);
        for ((crossing, _), vertex) in crossings.into_iter().zip(numbers) {
            let is_inside = |edge: &u32| !edges.ends[*edge as usize].contains(&vertex);
            cuts.extend(
                crossing
                    .into_iter()
                    .filter(is_inside)
                    .map(|edge| Cut { edge, vertex }),
            );
            // One that was known before this pass may belong to no edge any more.
            if vertex == next_new || vertex < first_new {
                places.push(vertex);
            }
            next_new = next_new.max(vertex + 1);
        }
        let is_bent = |pair: &Cut| {
            let vertex = edges.vertices.positions()[pair.vertex as usize];
            in_the_way(edges.segment(pair.edge as usize), vertex)
        };
        let (in_the_way, passing): (Vec<Cut>, Vec<Cut>) =
            close_to(edges, &places).into_par_iter().partition(is_bent);
        cuts.extend(in_the_way);
        cuts.par_sort_unstable();
        cuts.dedup();
        let is_cut = |pair: &Cut| cuts.binary_search(pair).is_ok();
        close.par_extend(passing.into_par_iter().filter(|pair| !is_cut(pair)));
        Self { cuts, close }
    }
    /// The vertices of edges that the first pass has not settled for good.
    ///
    /// Bending moves no point of an edge by more than half a grid unit along either axis. So where a bent edge newly
    /// runs into another's pixel or crosses it, a vertex of one was within a unit and a half of the other before: two
    /// chains that cross where their edges did not have a vertex on the wrong side. All other edges need no more looks.
    fn unsettled(&self, edges: &Edges) -> Vec<bool> {
        let mut vertices = vec![false; edges.vertices.positions().len()];
        let mut of_edge = vec![false; edges.len()];
        for close in &self.close {
            vertices[close.vertex as usize] = true;
            of_edge[close.edge as usize] = true;
            for end in edges.ends[close.edge as usize] {
                vertices[end as usize] = true;
            }
        }
        for cut in &self.cuts {
            vertices[cut.vertex as usize] |= of_edge[cut.edge as usize];
        }
        vertices
    }
}

/// What two edges ask of each other.
enum Meeting {
    /// An end of one, `by`, lies in the other's way.
    Touch { cut: Cut, by: u32 },
    /// An end of one lies close to the other.
    Close(Cut),
    /// Both are to be cut here.
    Crossing { edges: [u32; 2], at: GridPoint },
}

/// What pairs of edges ask of each other.
///
/// Pairs of which neither edge is fresh were looked at in an earlier pass, or need not be. An edge that `fresh` does not
/// have is fresh: in the first pass, all are.
fn meetings(edges: &Edges, fresh: &[bool]) -> Vec<Meeting> {
    // One function for all passes, since each would be all of this as code once more.
    let is_fresh = |edge: u32| fresh.get(edge as usize).is_none_or(|&fresh| fresh);
    let search = Search {
        segment: |edge: u32| edges.segment(edge as usize),
        is_fresh,
    };
    let members = near_fresh(edges, &is_fresh);
    search.run(&members, |e, f, found| meet(edges, e, f, found))
}

/// The fresh edges and those that may be near one.
fn near_fresh(edges: &Edges, is_fresh: &(impl Fn(u32) -> bool + Sync)) -> Vec<u32> {
    let bounds = |edge: u32| Bounds::of(edges.segment(edge as usize)).grown(REACH);
    let all = 0..edges.len() as u32;
    let fresh: Vec<u32> = all.clone().filter(|&edge| is_fresh(edge)).collect();
    if fresh.len() > edges.len() / 2 {
        return all.collect();
    }
    let Some(around) = fresh.iter().map(|&edge| bounds(edge)).reduce(Bounds::union) else {
        return Vec::new();
    };
    // A few that lie far apart are told apart, too: all edges are looked at anyway.
    let mut coverage = Coverage::new(around, (16 * fresh.len()).max(edges.len()));
    for &edge in &fresh {
        coverage.mark(bounds(edge));
    }
    let is_near = |edge: &u32| coverage.is_near(bounds(*edge));
    all.into_par_iter().filter(is_near).collect()
}

/// All edges that pass within reach of some vertices, the places of crossings, and end elsewhere.
///
/// A crossing is a new end: whatever else passes through its pixel must be bent to it in the same pass, or bent and
/// unbent edges cross anew, over and over.
fn close_to(edges: &Edges, vertices: &[VertexId]) -> Vec<Cut> {
    let position = |&vertex: &VertexId| edges.vertices.positions()[vertex as usize];
    let places: Vec<GridPoint> = vertices.iter().map(position).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let scatter = Scatter::new(&places);
    let close = |edge: u32| {
        let [a, b] = edges.segment(edge as usize);
        let near = scatter.near([a, b]).map(|place| (place, places[place as usize]));
        let close = near.filter(|&(_, p)| p != a && p != b && comes_within(REACH, a, b, p));
        let pairs: Vec<Cut> = close
            .map(|(place, _)| Cut {
                edge,
                vertex: vertices[place as usize],
            })
            .collect();
        pairs
    };
    (0..edges.len() as u32)
        .into_par_iter()
        .flat_map_iter(close)
        .collect()
}

/// The cuts that two edges ask of each other. Where one passes through the pixel of the other's end, that end is
/// where they meet: a crossing beside it would be a second meeting, an artefact of earlier snapping. If they cross
/// elsewhere, their parts do so in the next pass.
fn meet(edges: &Edges, e: u32, f: u32, found: &mut Vec<Meeting>) {
    let (ends_e, ends_f) = (edges.ends[e as usize], edges.ends[f as usize]);
    let (of_e, of_f) = (edges.segment(e as usize), edges.segment(f as usize));
    let mut is_touch = false;
    for (edge, segment, by, vertices, positions) in [(e, of_e, f, ends_f, of_f), (f, of_f, e, ends_e, of_e)] {
        for (vertex, p) in vertices.into_iter().zip(positions) {
            if in_the_way(segment, p) {
                let cut = Cut { edge, vertex };
                found.push(Meeting::Touch { cut, by });
                is_touch = true;
            } else if p != segment[0] && p != segment[1] && comes_within(REACH, segment[0], segment[1], p) {
                found.push(Meeting::Close(Cut { edge, vertex }));
            }
        }
    }
    let meet_at_ends = ends_e.iter().any(|end| ends_f.contains(end));
    if is_touch || meet_at_ends {
        return;
    }
    if let Some(at) = crossing(of_e, of_f) {
        found.push(Meeting::Crossing {
            edges: [e.min(f), e.max(f)],
            at,
        });
    }
}

/// Whether an edge runs through the very position at which it is cut, and so is not bent.
fn is_on(edges: &Edges, cut: Cut) -> bool {
    let [a, b] = edges.segment(cut.edge as usize);
    cross(a, b, edges.vertices.positions()[cut.vertex as usize]) == 0
}

/// Whether a segment passes through the pixel of a position that is no end of it.
fn in_the_way([a, b]: [GridPoint; 2], p: GridPoint) -> bool {
    Bounds::of([a, b]).contains(p) && p != a && p != b && passes_through_pixel(a, b, p)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::input::{Input, into_edges};
    use super::*;
    use crate::model::GridLine;

    type Position = (i64, i64);

    /// Lines, noded; sorted.
    fn noded(edges: &[(Position, Position)]) -> Vec<(Position, Position)> {
        let at = |(x, y)| GridPoint { x, y };
        let lines: Vec<GridLine> = edges
            .iter()
            .map(|&(a, b)| GridLine::new(vec![at(a), at(b)]))
            .collect();
        let mut input = Input::default();
        input.lines(&lines);
        let (edges, rings) = into_edges(input.numbered());
        let noded = node(edges, &rings).edges;
        let position = |p: GridPoint| (p.x, p.y);
        let mut ends: Vec<(Position, Position)> = (0..noded.len())
            .map(|edge| noded.segment(edge).map(position).into())
            .collect();
        ends.sort_unstable();
        ends
    }

    /// Crossings of bent with unbent edges used to breed new ones, some twelve a pass, for millions of passes.
    #[test]
    fn thin_slivers_are_cut_at_ends_and_first_crossings_only() {
        let tip = |i: i64| (i * 7 + i * i * 3) % 40;
        let edges: Vec<_> = (0..40)
            .map(|i| ((tip(i), tip(i + 5)), (1_000_000_000 - tip(i + 1), tip(i + 3))))
            .collect();
        let mut places: BTreeSet<Position> = edges.iter().flat_map(|e| [e.0, e.1]).collect();
        let at = |(x, y)| GridPoint { x, y };
        for (a, b) in &edges {
            for (c, d) in &edges {
                places.extend(crossing([at(*a), at(*b)], [at(*c), at(*d)]).map(|p| (p.x, p.y)));
            }
        }
        let noded = noded(&edges);
        assert!(
            noded
                .iter()
                .all(|e| places.contains(&e.0) && places.contains(&e.1))
        );
    }

    #[test]
    fn an_edge_that_turns_up_again_is_cut_again() {
        // The last edge is bent to both ends of the third, but not to (1, 0), to which the third is bent.
        let edges = [
            ((0, 0), (1, 0)),
            ((1, 0), (2, 1)),
            ((0, 0), (2, 1)),
            ((-1, 0), (3, 2)),
        ];
        assert_eq!(
            noded(&edges),
            [
                ((-1, 0), (0, 0)),
                ((0, 0), (1, 0)),
                ((1, 0), (2, 1)),
                ((2, 1), (3, 2)),
            ]
        );
    }
}
