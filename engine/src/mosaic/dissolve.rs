//! Dissolving: faces with one key become polygons, inner borders gone.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::OnceLock;

use hashbrown::HashMap;

use super::grouping::Grouped;
use super::sets::DisjointSets;
use super::{FaceId, LayerId, Mosaic};
use crate::measure::Area;
use crate::model::{GridPolygon, GridRing, doubled_area};
use crate::parallel::prelude::*;

const NONE: u32 = u32::MAX;

/// Land that hangs together along edges and has one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<K> {
    /// Its key.
    pub key: K,
    /// Its area, exactly that of its faces.
    pub area: Area,
    /// Its shape: shell counter-clockwise, holes clockwise, every ring starting at its lowest-left position and
    /// visiting each position once.
    pub polygon: GridPolygon,
    /// The faces it is made of, in order.
    pub faces: Vec<FaceId>,
}

/// The pieces of land with one key each, without their shapes.
pub(crate) struct Connected<K> {
    /// Per piece, its key and its area.
    pub(crate) pieces: Vec<(K, Area)>,
    of_face: Vec<u32>,
}

impl<K> Connected<K> {
    /// The place of the piece that a face is part of.
    pub(crate) fn piece(&self, face: FaceId) -> Option<usize> {
        let piece = self.of_face[face.index()];
        (piece != NONE).then_some(piece as usize)
    }
}

impl Mosaic {
    /// The land of every key, as polygons: one for each piece that hangs together along edges.
    ///
    /// They are the polygons of [`Mosaic::pieces`], in the order of their first positions. Those of all keys together
    /// tile the keyed faces: shared borders have the same positions on both sides.
    pub fn dissolve<K: Ord + Hash + Clone + Send + Sync>(
        &self,
        key: impl Fn(FaceId) -> Option<K>,
    ) -> BTreeMap<K, Vec<GridPolygon>> {
        let mut land: BTreeMap<K, Vec<GridPolygon>> = BTreeMap::new();
        for piece in self.pieces(key) {
            land.entry(piece.key).or_default().push(piece.polygon);
        }
        for polygons in land.values_mut() {
            polygons.sort_by_cached_key(|polygon| start_of(polygon.exterior()));
        }
        land
    }

    /// The pieces of land with one key each: the largest first, those of one size in order of their keys and then of
    /// their first positions.
    pub fn pieces<K: Ord + Hash + Clone + Send + Sync>(
        &self,
        key: impl Fn(FaceId) -> Option<K>,
    ) -> Vec<Piece<K>> {
        self.pieces_parted(None, key)
    }

    /// As [`Mosaic::pieces`], but pieces do not hang together along the lines of a layer, if there is one.
    pub fn pieces_parted<K: Ord + Hash + Clone + Send + Sync>(
        &self,
        lines: Option<LayerId>,
        key: impl Fn(FaceId) -> Option<K>,
    ) -> Vec<Piece<K>> {
        let (keyed, keys) = self.keyed(lines, key);
        let shapes = self.shapes(&keyed).into_iter();
        shapes.map(|shape| shape.of(&keys)).collect()
    }

    /// As [`Mosaic::pieces_parted`], but what is made of each piece, by all threads at a time.
    pub(crate) fn pieces_made<K: Ord + Hash + Clone + Send + Sync, T: Send + Sync>(
        &self,
        lines: Option<LayerId>,
        key: impl Fn(FaceId) -> Option<K>,
        make: impl Fn(Piece<K>) -> T + Sync,
    ) -> Vec<T> {
        let (keyed, keys) = self.keyed(lines, key);
        self.made(&keyed, |shape| make(shape.of(&keys)))
    }

    /// The faces by their keys, which are numbered, and the keys.
    fn keyed<K: Ord + Hash>(
        &self,
        lines: Option<LayerId>,
        key: impl Fn(FaceId) -> Option<K>,
    ) -> (Keyed, Vec<K>) {
        let lines = lines.and_then(|layer| self.lines.get(&layer.0));
        let (id_of_face, keys) = ids_of_faces(self, key);
        let keyed = Keyed::new(self, lines.map_or(&[], Vec::as_slice), id_of_face);
        (keyed, keys)
    }

    /// The pieces in their order. A closure in a function for all types of keys would be another one for each of them.
    fn shapes(&self, keyed: &Keyed) -> Vec<Shape> {
        self.made(keyed, |shape| shape)
    }

    /// What is made of each piece, in their order, by all threads at a time.
    fn made<T: Send + Sync>(&self, keyed: &Keyed, make: impl Fn(Shape) -> T + Sync) -> Vec<T> {
        /// So many pieces are one thread's portion: some take much longer than others.
        const PORTION: usize = 1 << 10;
        let faces = keyed.faces();
        let rank = self.ranks(keyed, &faces);
        let places: Vec<OnceLock<T>> = rank.par_iter().map(|_| OnceLock::new()).collect();
        // In the order of their faces, so that neighbours in the plane are neighbours in memory.
        rank.par_iter().enumerate().with_max_len(PORTION).for_each_init(
            Scratch::default,
            |scratch, (number, &place)| {
                if let Some(shape) = keyed.shape(self, number, faces.of(number), scratch) {
                    // A place belongs to one piece alone.
                    let _ = places[place].set(make(shape));
                }
            },
        );
        places.into_iter().filter_map(OnceLock::into_inner).collect()
    }

    /// The place of every piece in the order of [`Mosaic::pieces`].
    fn ranks(&self, keyed: &Keyed, faces: &Grouped<FaceId>) -> Vec<usize> {
        let mut order: Vec<(Area, usize)> = (0..faces.count())
            .into_par_iter()
            .map(|number| (self.area_of(faces.of(number)), number))
            .collect();
        order.par_sort_unstable_by_key(|&(area, number)| (Reverse(area), number));
        // The numbers of pieces depend on how the input was spelt.
        let same_area = order.par_chunk_by_mut(|a, b| a.0 == b.0);
        same_area.filter(|same| same.len() > 1).for_each(|same| {
            let mut scratch = Scratch::default();
            same.sort_by_cached_key(|&(_, number)| {
                let shape = keyed.shape(self, number, faces.of(number), &mut scratch)?;
                Some((shape.key, start_of(shape.polygon.exterior())))
            });
        });
        let mut rank = vec![0; order.len()];
        for (place, &(_, number)) in order.iter().enumerate() {
            rank[number] = place;
        }
        rank
    }

    /// The land of [`Mosaic::pieces`] without its shapes.
    pub(crate) fn connected<K: Ord + Hash + Clone>(&self, key: impl Fn(FaceId) -> Option<K>) -> Connected<K> {
        let (keyed, keys) = self.keyed(None, key);
        let mut areas = vec![Area::ZERO; keyed.first_faces.len()];
        for (face, &piece) in (0..).map(FaceId).zip(&keyed.piece_of_face) {
            if piece != NONE {
                areas[piece as usize] += self.area(face);
            }
        }
        let key = |&face: &u32| keys[keyed.id_of_face[face as usize] as usize].clone();
        Connected {
            pieces: keyed.first_faces.iter().map(key).zip(areas).collect(),
            of_face: keyed.piece_of_face,
        }
    }

    fn area_of(&self, faces: &[FaceId]) -> Area {
        faces.iter().map(|&face| self.area(face)).sum()
    }

    /// How many pieces of land there are of every key.
    pub fn piece_counts<K: Ord + Hash + Clone + Send + Sync>(
        &self,
        key: impl Fn(FaceId) -> Option<K>,
    ) -> BTreeMap<K, usize> {
        let (keyed, keys) = self.keyed(None, key);
        let mut counts = vec![0; keys.len()];
        for &face in &keyed.first_faces {
            counts[keyed.id_of_face[face as usize] as usize] += 1;
        }
        keys.into_iter().zip(counts).collect()
    }
}

/// A piece whose key is a number: what takes long is compiled once for all types of keys.
struct Shape {
    key: u32,
    area: Area,
    polygon: GridPolygon,
    faces: Vec<FaceId>,
}

impl Shape {
    /// The piece that it is by its key.
    fn of<K: Clone>(self, keys: &[K]) -> Piece<K> {
        Piece {
            key: keys[self.key as usize].clone(),
            area: self.area,
            polygon: self.polygon,
            faces: self.faces,
        }
    }
}

/// Per face, the number of its key, or [`NONE`]; and the distinct keys, in order.
fn ids_of_faces<K: Ord + Hash>(mosaic: &Mosaic, key: impl Fn(FaceId) -> Option<K>) -> (Vec<u32>, Vec<K>) {
    let mut ids: HashMap<K, u32> = HashMap::new();
    let mut id_of_face = vec![NONE; mosaic.areas.len()];
    for face in mosaic.faces() {
        if let Some(key) = key(face) {
            let next = ids.len() as u32;
            id_of_face[face.index()] = *ids.entry(key).or_insert(next);
        }
    }
    // Numbered as they came up; renumbered in order.
    let mut keys: Vec<(K, u32)> = ids.into_iter().collect();
    keys.sort_unstable();
    let mut rank = vec![0; keys.len()];
    for (place, (_, id)) in keys.iter().enumerate() {
        rank[*id as usize] = place as u32;
    }
    for id in id_of_face.iter_mut().filter(|id| **id != NONE) {
        *id = rank[*id as usize];
    }
    (id_of_face, keys.into_iter().map(|(key, _)| key).collect())
}

/// Faces by the number of their key, and by the piece of land they are part of.
struct Keyed {
    /// Per face, the number of its key, or [`NONE`].
    id_of_face: Vec<u32>,
    /// Per face, the number of its piece, or [`NONE`].
    piece_of_face: Vec<u32>,
    /// Per piece, its first face, in order.
    first_faces: Vec<u32>,
}

impl Keyed {
    /// `parting` are the edges, in order, along which faces do not hang together.
    fn new(mosaic: &Mosaic, parting: &[u32], id_of_face: Vec<u32>) -> Self {
        let (piece_of_face, first_faces) = pieces_of_faces(mosaic, parting, &id_of_face);
        Self {
            id_of_face,
            piece_of_face,
            first_faces,
        }
    }

    /// The faces of every piece, in order.
    fn faces(&self) -> Grouped<FaceId> {
        let all = (0..).map(FaceId).zip(&self.piece_of_face);
        let keyed = all.filter(|&(_, &piece)| piece != NONE);
        Grouped::new(
            self.first_faces.len(),
            keyed.map(|(face, &piece)| (piece as usize, face)),
        )
    }

    /// A piece by its number, of these faces.
    fn shape(
        &self,
        mosaic: &Mosaic,
        number: usize,
        faces: &[FaceId],
        scratch: &mut Scratch,
    ) -> Option<Shape> {
        Some(Shape {
            key: self.id_of_face[faces[0].index()],
            area: mosaic.area_of(faces),
            polygon: self.polygon(mosaic, number as u32, faces, scratch)?,
            faces: faces.to_vec(),
        })
    }

    /// The polygon of a piece, from the rings around its faces.
    fn polygon(
        &self,
        mosaic: &Mosaic,
        piece: u32,
        faces: &[FaceId],
        scratch: &mut Scratch,
    ) -> Option<GridPolygon> {
        let Scratch {
            rim,
            seen,
            cycle,
            sorted,
        } = scratch;
        let is_inside = |half: u32| self.piece_of_face[mosaic.of_half[half as usize] as usize] == piece;
        let bounds = |half: u32| is_inside(half) && !is_inside(half ^ 1);
        let around = faces.iter().flat_map(|&face| mosaic.half_edges(face));
        rim.clear();
        rim.extend(around.filter(|&half| bounds(half)));
        rim.sort_unstable();
        seen.clear();
        seen.resize(rim.len(), false);
        let (mut shell, mut holes) = (None, Vec::new());
        for first in 0..rim.len() {
            cycle.clear();
            let (mut at, mut half) = (first, rim[first]);
            while !std::mem::replace(&mut seen[at], true) {
                cycle.push(mosaic.start(half));
                half = mosaic.next[half as usize];
                while !bounds(half) {
                    // An inner border: go round its end, staying in the same land.
                    half = mosaic.next[(half ^ 1) as usize];
                }
                at = rim.binary_search(&half).unwrap_or(first);
            }
            if cycle.is_empty() {
                continue;
            }
            mosaic.start_lowest(cycle);
            simple_rings(cycle, sorted, |ring| {
                let ring = mosaic.ring(ring);
                if doubled_area(&ring.0) > 0 {
                    debug_assert!(shell.is_none(), "land that hangs together has one shell");
                    shell = Some(ring);
                } else {
                    holes.push(ring);
                }
            });
        }
        holes.sort_by_key(start_of);
        Some(GridPolygon::new(shell?, holes))
    }
}

/// Memory that is used for one polygon after another.
#[derive(Default)]
struct Scratch {
    /// The half-edges around the piece, sorted, and which of them have been walked.
    rim: Vec<u32>,
    seen: Vec<bool>,
    /// The vertices of one walk around it, in order and sorted.
    cycle: Vec<u32>,
    sorted: Vec<u32>,
}

/// The piece of every keyed face: faces that hang together along edges, but for those `parting` them, and have the same
/// id; and the first face of every piece.
fn pieces_of_faces(mosaic: &Mosaic, parting: &[u32], id_of_face: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut sets = DisjointSets::new(id_of_face.len());
    let mut parting = parting.iter().peekable();
    for (edge, sides) in (0_u32..).zip(mosaic.of_half.chunks_exact(2)) {
        if parting.next_if_eq(&&edge).is_some() {
            continue;
        }
        let [left, right] = [sides[0], sides[1]];
        if id_of_face[left as usize] == id_of_face[right as usize] {
            sets.join(left, right);
        }
    }
    let mut piece = vec![NONE; id_of_face.len()];
    let mut first_faces = Vec::new();
    // A root is the lowest of its faces, so it is numbered before the others.
    for face in 0..id_of_face.len() {
        if id_of_face[face] == NONE {
            continue;
        }
        let root = sets.root(face as u32) as usize;
        if root == face {
            piece[face] = first_faces.len() as u32;
            first_faces.push(face as u32);
        }
        piece[face] = piece[root];
    }
    (piece, first_faces)
}

impl Mosaic {
    /// The ring through the vertices: closed, starting at its lowest-left position.
    fn ring(&self, vertices: &[u32]) -> GridRing {
        let position = |&vertex: &u32| self.positions[vertex as usize];
        let lowest = (0..vertices.len())
            .min_by_key(|&i| (position(&vertices[i]).x, position(&vertices[i]).y))
            .unwrap_or(0);
        let mut ring = Vec::with_capacity(vertices.len() + 1);
        let (end, start) = vertices.split_at(lowest);
        ring.extend(start.iter().chain(end).map(position));
        ring.extend(ring.first().copied());
        GridRing::new(ring)
    }

    /// Turns a cycle so that it starts at its lowest-left position, and there with the way to the lowest-left next one:
    /// what is made of it does not depend on how it was found.
    fn start_lowest(&self, cycle: &mut [u32]) {
        let position = |i: usize| {
            let p = self.positions[cycle[i % cycle.len()] as usize];
            (p.x, p.y)
        };
        if let Some(lowest) = (0..cycle.len()).min_by_key(|&i| (position(i), position(i + 1))) {
            cycle.rotate_left(lowest);
        }
    }

    /// The half-edges around a face, on all its cycles.
    fn half_edges(&self, face: FaceId) -> impl Iterator<Item = u32> + '_ {
        self.cycles.of(face.index()).iter().flat_map(move |&first| {
            let onward = move |&half: &u32| Some(self.next[half as usize]).filter(|&next| next != first);
            std::iter::successors(Some(first), onward)
        })
    }

    /// The vertex that a half-edge starts at.
    fn start(&self, half: u32) -> u32 {
        self.ends.as_flattened()[half as usize]
    }
}

/// Cuts a closed walk where it comes back to a vertex: what is left visits every vertex once.
fn simple_rings(walk: &[u32], sorted: &mut Vec<u32>, mut ring: impl FnMut(&[u32])) {
    sorted.clear();
    sorted.extend_from_slice(walk);
    sorted.sort_unstable();
    if sorted.windows(2).all(|w| w[0] != w[1]) {
        return ring(walk);
    }
    let mut path: Vec<u32> = Vec::with_capacity(walk.len());
    let mut place: HashMap<u32, usize> = HashMap::new();
    for &vertex in walk {
        if let Some(&from) = place.get(&vertex) {
            for vertex in &path[from..] {
                place.remove(vertex);
            }
            ring(&path[from..]);
            path.truncate(from);
        }
        place.insert(vertex, path.len());
        path.push(vertex);
    }
    ring(&path);
}

/// What rings of one piece, and pieces, are sorted by: where they start, and where they go from there.
fn start_of(ring: &GridRing) -> [(i64, i64); 2] {
    [0, 1].map(|i| (ring.0[i].x, ring.0[i].y))
}
