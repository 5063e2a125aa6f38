//! Stretches: where the borders of two snapshots part, and the land between them.
//!
//! A border that both snapshots have position by position was not drawn anew. Where they part, changed land lies between
//! the two; its pieces make up one stretch where they meet in a vertex. A front that moved leaves a stretch of a piece or
//! two between long common borders. A border drawn by another hand crosses the earlier drawing again and again: a stretch
//! of many pieces without common borders between.

use super::Holders;
use crate::math::hypot;
use crate::model::GridPoint;
use crate::mosaic::{Connected, DisjointSets, FaceId, Mosaic, Side};
use crate::overlay::{ControllerId, Overlay, Step};
use crate::parallel::prelude::*;

/// In no set, of no stretch.
const NONE: u32 = u32::MAX;

/// The stretches of a step.
pub(super) struct Stretches {
    /// In the order of their first pieces.
    pub(super) all: Vec<Stretch>,
    /// How long the borders are.
    pub(super) borders: BorderLengths,
    /// The place in `all` of the stretch that a piece is part of.
    of_piece: Vec<u32>,
    land: Connected<Holders>,
}

/// Land between two drawings of a border.
#[derive(Default)]
pub(super) struct Stretch {
    pub(super) pieces: Vec<PieceSize>,
    /// The borders around its pieces that only the one or only the other snapshot has.
    pub(super) parted_m: PartedLengths,
    /// The lengths of the common borders that it ends at; half of one that ends at another stretch, too.
    adjoining_m: Vec<f64>,
}

/// A piece of changed land in figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct PieceSize {
    pub(super) holders: Holders,
    pub(super) area_m2: f64,
    pub(super) perimeter_m: f64,
    /// The borders around it that only one snapshot has.
    pub(super) parted_m: PartedLengths,
    /// How often the border turns, at positions of its own, that only the earlier and that only the later snapshot has.
    pub(super) bends: [u32; 2],
    /// Who held the land beyond most of the border that only the earlier snapshot has, and who holds that beyond the
    /// later one.
    pub(super) beyond: [Option<ControllerId>; 2],
}

impl PieceSize {
    /// Which side of the earlier and of the later border it is on: whose land that border makes it, and whose it would be
    /// beyond.
    pub(super) fn sides(&self) -> [Holders; 2] {
        let Holders { from, to } = self.holders;
        [
            Holders {
                from,
                to: self.beyond[0],
            },
            Holders {
                from: self.beyond[1],
                to,
            },
        ]
    }

    /// How often that of its two borders turns that turns less.
    pub(super) fn least_bends(&self) -> u32 {
        self.bends[0].min(self.bends[1])
    }

    /// How much of its perimeter both snapshots have as a border.
    pub(super) fn common_m(&self) -> f64 {
        let PartedLengths { before_m, after_m } = self.parted_m;
        self.perimeter_m - before_m - after_m
    }

    /// Its mean width if it is long: its area by half its perimeter.
    pub(super) fn mean_width_m(&self) -> f64 {
        2.0 * self.area_m2 / self.perimeter_m
    }
}

/// Lengths of borders that only one snapshot has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PartedLengths {
    pub(super) before_m: f64,
    pub(super) after_m: f64,
}

impl PartedLengths {
    fn add(&mut self, course: Course, length_m: f64) {
        match course {
            Course::Before => self.before_m += length_m,
            Course::After => self.after_m += length_m,
            Course::None | Course::Common => {}
        }
    }

    /// The length of the border that was drawn in two ways.
    pub(super) fn mean_m(self) -> f64 {
        self.before_m.midpoint(self.after_m)
    }
}

/// How long the borders of two snapshots are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct BorderLengths {
    /// In both snapshots, position by position.
    pub(super) common_m: f64,
    /// In one of them.
    pub(super) parted: PartedLengths,
}

impl BorderLengths {
    /// All of it, what was drawn in two ways once.
    pub(super) fn all_m(self) -> f64 {
        self.common_m + self.parted.mean_m()
    }

    /// Which share of it is common; 1 without any border.
    pub(super) fn common_share(self) -> f64 {
        share(self.common_m, self.parted.mean_m())
    }
}

impl Stretch {
    /// The share of common border about it. Of every common border that it ends at as much counts as an average piece is
    /// long: a coast of thousands of kilometres after it says no more.
    pub(super) fn common_share(&self) -> f64 {
        share(self.adjoining_m(), self.parted_m.mean_m())
    }

    /// The common border about it, see [`Stretch::common_share`].
    pub(super) fn adjoining_m(&self) -> f64 {
        let most_m = self.parted_m.mean_m() / self.pieces.len() as f64;
        self.adjoining_m.iter().map(|length| length.min(most_m)).sum()
    }

    /// Whether there is a border that only one snapshot has.
    pub(super) fn is_parted(&self) -> bool {
        self.parted_m.mean_m() > 0.0
    }

    /// Whether its land is nobody's in one of the snapshots.
    pub(super) fn is_nobodys(&self) -> bool {
        let is_nobodys = |piece: &PieceSize| piece.holders.from.is_none() || piece.holders.to.is_none();
        self.pieces.iter().all(is_nobodys)
    }

    /// Whether it is a piece that only one snapshot has a border of: an island, an enclave.
    pub(super) fn is_island(&self) -> bool {
        let PartedLengths { before_m, after_m } = self.parted_m;
        self.adjoining_m.is_empty() && before_m.min(after_m) <= 0.0
    }
}

/// The first as a share of both; 1 of nothing.
pub(super) fn share(common_m: f64, parted_m: f64) -> f64 {
    if parted_m > 0.0 {
        common_m / (common_m + parted_m)
    } else {
        1.0
    }
}

/// Which snapshots have an edge as part of the border of a territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    None,
    Common,
    Before,
    After,
}

impl Course {
    /// Where land that a snapshot leaves out was added, its rim is no border: others drew it, or nobody.
    fn of(overlay: &Overlay, step: Step, rests: [Option<usize>; 2], side: &Side) -> Self {
        let is_border = |snapshot, rest: Option<usize>| {
            let [left, right] = [side.left, side.right].map(|face| overlay.label(snapshot, face));
            let is_rim = rest.is_some() && [(left, right), (right, left)].contains(&(rest, None));
            left != right && !is_rim
        };
        let [before, after] = step.places();
        match [is_border(before, rests[0]), is_border(after, rests[1])] {
            [true, true] => Self::Common,
            [true, false] => Self::Before,
            [false, true] => Self::After,
            [false, false] => Self::None,
        }
    }
}

/// An edge that is border of a territory or of changed land.
#[derive(Debug, Clone, Copy)]
struct Edge {
    /// Its number in the mosaic.
    number: usize,
    ends: [usize; 2],
    /// The pieces of changed land on its two sides.
    pieces: [Option<usize>; 2],
    course: Course,
    length_m: f64,
}

impl Edge {
    fn of(
        overlay: &Overlay,
        step: Step,
        rests: [Option<usize>; 2],
        land: &Connected<Holders>,
        edge: usize,
    ) -> Option<Self> {
        let mosaic = overlay.mosaic();
        let side = mosaic.side(edge);
        let course = Course::of(overlay, step, rests, &side);
        let pieces = [side.left, side.right].map(|face| land.piece(face));
        (course != Course::None || pieces[0] != pieces[1]).then(|| Self {
            number: edge,
            ends: mosaic.vertices(edge),
            pieces,
            course,
            length_m: mosaic.edge_model().length(side.from, side.to).m(),
        })
    }

    /// The pieces on its sides.
    fn pieces(self) -> impl Iterator<Item = usize> {
        self.pieces.into_iter().flatten()
    }

    fn is_parted(self) -> bool {
        matches!(self.course, Course::Before | Course::After)
    }
}

impl Stretches {
    /// Those of a step. Cuts of narrow strips are no borders; land that passed to its holder's heir did not change hands, and
    /// what lies beside it did so to both sides where one name stands for the other.
    pub(super) fn of(overlay: &Overlay, step: Step) -> Self {
        let mosaic = overlay.mosaic();
        let heirs = Holders::heirs(&Holders::areas_anywhere(overlay, step));
        let holders = |face| Holders::anywhere(overlay, step, face).renamed(&heirs);
        let land = mosaic.connected(|face| Some(holders(face)).filter(|holders| holders.is_change()));
        let rests = step.places().map(|place| overlay.snapshots()[place].added());
        let edges = 0..mosaic.sides().len();
        let edges: Vec<Edge> = edges
            .into_par_iter()
            .filter_map(|edge| Edge::of(overlay, step, rests, &land, edge))
            .collect();
        let at_vertex = linked(mosaic, &edges, land.pieces.len());
        let Linked { of_piece, count, .. } = &at_vertex;
        let mut all: Vec<Stretch> = std::iter::repeat_with(Stretch::default).take(*count).collect();
        let borders = add_edges(&mut all, of_piece, &edges);
        let around = around(&edges, land.pieces.len());
        let bends =
            [Course::Before, Course::After].map(|course| bends(mosaic, &edges, course, land.pieces.len()));
        let beyond = beyond(mosaic, &edges, &land.pieces, holders);
        for (piece, &(holders, area)) in land.pieces.iter().enumerate() {
            let stretch = &mut all[of_piece[piece] as usize];
            let (perimeter_m, parted_m) = around[piece];
            stretch.pieces.push(PieceSize {
                holders,
                area_m2: area.m2(),
                perimeter_m,
                parted_m,
                bends: [bends[0][piece], bends[1][piece]],
                beyond: beyond[piece],
            });
        }
        for run in common_runs(&edges, &at_vertex) {
            for &stretch in &run.stretches {
                all[stretch as usize]
                    .adjoining_m
                    .push(run.length_m / run.stretches.len() as f64);
            }
        }
        Self {
            all,
            borders,
            of_piece: at_vertex.of_piece,
            land,
        }
    }

    /// The place of the stretch that changed land is part of.
    pub(super) fn stretch(&self, face: FaceId) -> Option<usize> {
        let piece = self.land.piece(face)?;
        Some(self.of_piece[piece] as usize)
    }
}

/// Which pieces make up one stretch, and where stretches are.
struct Linked {
    /// Per piece, its stretch; numbered in the order of pieces.
    of_piece: Vec<u32>,
    /// How many stretches there are.
    count: usize,
    /// Per vertex, the stretch of which a border that only one snapshot has comes there.
    at_vertex: Vec<u32>,
}

/// Pieces that meet at the end of a border that only one snapshot has are of one stretch.
fn linked(mosaic: &Mosaic, edges: &[Edge], pieces: usize) -> Linked {
    let mut at_vertex = vec![NONE; mosaic.vertex_count()];
    let mut sets = DisjointSets::new(pieces);
    for edge in edges.iter().filter(|edge| edge.is_parted()) {
        for vertex in edge.ends {
            for piece in edge.pieces() {
                match at_vertex[vertex] {
                    NONE => at_vertex[vertex] = piece as u32,
                    other => sets.join(other, piece as u32),
                }
            }
        }
    }
    let mut of_piece = vec![NONE; pieces];
    let mut count = 0;
    for piece in 0..pieces {
        // A root is the least of its set.
        let root = sets.root(piece as u32) as usize;
        if root == piece {
            of_piece[piece] = count;
            count += 1;
        }
        of_piece[piece] = of_piece[root];
    }
    for piece in at_vertex.iter_mut().filter(|piece| **piece != NONE) {
        *piece = of_piece[*piece as usize];
    }
    Linked {
        of_piece,
        count: count as usize,
        at_vertex,
    }
}

/// Adds the borders that only one snapshot has to their stretches; how long all borders are.
fn add_edges(all: &mut [Stretch], of_piece: &[u32], edges: &[Edge]) -> BorderLengths {
    let mut borders = BorderLengths::default();
    for edge in edges {
        if edge.course == Course::Common {
            borders.common_m += edge.length_m;
        } else if let Some(piece) = edge.pieces().next() {
            borders.parted.add(edge.course, edge.length_m);
            all[of_piece[piece] as usize]
                .parted_m
                .add(edge.course, edge.length_m);
        }
    }
    borders
}

/// The perimeter of each piece in metres, and what of it is a border of one snapshot alone.
fn around(edges: &[Edge], pieces: usize) -> Vec<(f64, PartedLengths)> {
    let mut around = vec![(0.0, PartedLengths::default()); pieces];
    for edge in edges.iter().filter(|edge| edge.pieces[0] != edge.pieces[1]) {
        for piece in edge.pieces() {
            let (perimeter_m, parted_m) = &mut around[piece];
            *perimeter_m += edge.length_m;
            parted_m.add(edge.course, edge.length_m);
        }
    }
    around
}

/// How often the border of each piece turns that only one snapshot has: at positions of its drawing, not where another line
/// crosses it.
fn bends(mosaic: &Mosaic, edges: &[Edge], course: Course, pieces: usize) -> Vec<u32> {
    let mut bends = vec![0; pieces];
    let mut first_at = vec![NONE; mosaic.vertex_count()];
    for (number, edge) in (0_u32..).zip(edges).filter(|(_, edge)| edge.course == course) {
        for (end, vertex) in edge.ends.into_iter().enumerate() {
            let Some(first) = edges.get(first_at[vertex] as usize) else {
                first_at[vertex] = number;
                continue;
            };
            let other_end = if first.ends[0] == vertex {
                first.ends[1]
            } else {
                first.ends[0]
            };
            let line = [other_end, vertex, edge.ends[1 - end]].map(|vertex| mosaic.position(vertex));
            if is_straight(line) {
                continue;
            }
            for piece in edge
                .pieces()
                .filter(|&piece| first.pieces().any(|other| other == piece))
            {
                bends[piece] += 1;
            }
        }
    }
    bends
}

/// Of each piece who held the land beyond most of the border that only the earlier snapshot has, and who holds that beyond
/// the later one; where that is nobody, such as around land that was added to an outline, and where there is no such border, who
/// holds the piece itself in the other snapshot.
fn beyond<A>(
    mosaic: &Mosaic,
    edges: &[Edge],
    pieces: &[(Holders, A)],
    holders: impl Fn(FaceId) -> Holders,
) -> Vec<[Option<ControllerId>; 2]> {
    let mut along = Vec::new();
    for edge in edges {
        let view = match edge.course {
            Course::Before => 0,
            Course::After => 1,
            Course::None | Course::Common => continue,
        };
        let side = mosaic.side(edge.number);
        for (piece, other) in edge.pieces.into_iter().zip([side.right, side.left]) {
            let Some(piece) = piece else { continue };
            let holder = holders(other).dates()[view];
            if holder.is_some() && holder != pieces[piece].0.dates()[view] {
                along.push((piece, view, holder, edge.length_m));
            }
        }
    }
    along.sort_by_key(|&(piece, view, holder, _)| (piece, view, holder));
    let mut beyond: Vec<_> = pieces
        .iter()
        .map(|(holders, _)| [holders.to, holders.from])
        .collect();
    let mut longest_m = vec![[0.0; 2]; pieces.len()];
    for run in along.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
        let (piece, view, holder, _) = run[0];
        let length_m: f64 = run.iter().map(|(.., length_m)| length_m).sum();
        if length_m > longest_m[piece][view] {
            longest_m[piece][view] = length_m;
            beyond[piece][view] = holder;
        }
    }
    beyond
}

/// Whether a line goes straight on, but for what rounding to the grid bends it where another crosses it.
fn is_straight([from, through, to]: [GridPoint; 3]) -> bool {
    let vector = |a: GridPoint, b: GridPoint| [(b.x - a.x) as f64, (b.y - a.y) as f64];
    let ([ux, uy], [vx, vy]) = (vector(from, through), vector(through, to));
    let off = (ux * vy - uy * vx).abs() / hypot(ux, uy).max(hypot(vx, vy));
    ux * vx + uy * vy > 0.0 && off <= 2.0
}

/// A common border from one junction, or place where it parts, to the next.
#[derive(Default)]
struct Run {
    length_m: f64,
    /// The stretches that it ends at.
    stretches: Vec<u32>,
}

/// The common borders that end at a stretch.
fn common_runs(edges: &[Edge], linked: &Linked) -> Vec<Run> {
    let at_vertex = &linked.at_vertex;
    let common: Vec<&Edge> = edges
        .iter()
        .filter(|edge| edge.course == Course::Common)
        .collect();
    let mut meeting = vec![0_u8; at_vertex.len()];
    for vertex in common.iter().flat_map(|edge| edge.ends) {
        meeting[vertex] = meeting[vertex].saturating_add(1);
    }
    let mut sets = DisjointSets::new(common.len());
    let mut edge_at = vec![NONE; at_vertex.len()];
    for (number, edge) in (0_u32..).zip(&common) {
        for vertex in edge.ends {
            if meeting[vertex] != 2 || at_vertex[vertex] != NONE {
                continue;
            }
            match edge_at[vertex] {
                NONE => edge_at[vertex] = number,
                other => sets.join(other, number),
            }
        }
    }
    let mut runs: Vec<Run> = std::iter::repeat_with(Run::default).take(common.len()).collect();
    for (number, edge) in (0_u32..).zip(&common) {
        let run = &mut runs[sets.root(number) as usize];
        run.length_m += edge.length_m;
        let ends = edge.ends.into_iter().map(|vertex| at_vertex[vertex]);
        run.stretches.extend(ends.filter(|&stretch| stretch != NONE));
    }
    runs.retain(|run| !run.stretches.is_empty());
    runs
}
