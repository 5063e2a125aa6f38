//! Dissolving: faces with one key become polygons, inner borders gone.

use std::collections::{BTreeMap, BTreeSet};

use super::{FaceId, Mosaic};
use crate::model::{GridPoint, GridPolygon, GridRing, doubled_area};

const NONE: u32 = u32::MAX;

/// Land that hangs together along edges and has one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<K> {
    /// Its key.
    pub key: K,
    /// Its shape: shell counter-clockwise, holes clockwise, every ring starting at its lowest-left position and
    /// visiting each position once.
    pub polygon: GridPolygon,
    /// The faces it is made of, in order.
    pub faces: Vec<FaceId>,
}

impl Mosaic {
    /// The land of every key, as polygons: one for each piece that hangs together along edges.
    ///
    /// They are the polygons of [`Mosaic::pieces`], in its order. Those of all keys together tile the keyed faces:
    /// shared borders have the same positions on both sides.
    pub fn dissolve<K: Ord + Clone>(
        &self,
        key: impl Fn(FaceId) -> Option<K>,
    ) -> BTreeMap<K, Vec<GridPolygon>> {
        let mut land: BTreeMap<K, Vec<GridPolygon>> = BTreeMap::new();
        for piece in self.pieces(key) {
            land.entry(piece.key).or_default().push(piece.polygon);
        }
        land
    }

    /// The pieces of land with one key each, in order of their keys and then of their first position.
    pub fn pieces<K: Ord + Clone>(&self, key: impl Fn(FaceId) -> Option<K>) -> Vec<Piece<K>> {
        let keys: BTreeMap<FaceId, K> = self.faces().filter_map(|face| Some((face, key(face)?))).collect();
        let distinct: BTreeSet<&K> = keys.values().collect();
        let id_of_key: BTreeMap<&K, u32> = distinct.into_iter().zip(0..).collect();
        let mut id_of_face = vec![NONE; self.areas.len()];
        for (face, key) in &keys {
            id_of_face[face.index()] = id_of_key[key];
        }
        let groups = self.groups(&id_of_face);
        let mut faces: BTreeMap<u32, Vec<FaceId>> = BTreeMap::new();
        for &face in keys.keys() {
            faces.entry(groups[face.index()]).or_default().push(face);
        }
        let mut pieces: Vec<Piece<K>> = self
            .polygons(&id_of_face, &groups)
            .into_iter()
            .filter_map(|(group, polygon)| {
                let faces = faces.remove(&group)?;
                Some(Piece {
                    key: keys[&faces[0]].clone(),
                    polygon,
                    faces,
                })
            })
            .collect();
        let order = |piece: &Piece<K>| first_position(piece.polygon.exterior());
        pieces.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| order(a).cmp(&order(b))));
        pieces
    }

    /// Per face, a representative of the faces that hang together with it and have the same id.
    fn groups(&self, id_of_face: &[u32]) -> Vec<u32> {
        let mut parent: Vec<u32> = (0..id_of_face.len() as u32).collect();
        for side in &self.sides {
            let (left, right) = (side.left.index(), side.right.index());
            if id_of_face[left] == id_of_face[right] {
                let (a, b) = (root(&mut parent, left as u32), root(&mut parent, right as u32));
                parent[a.max(b) as usize] = a.min(b);
            }
        }
        (0..parent.len() as u32)
            .map(|face| root(&mut parent, face))
            .collect()
    }

    /// The polygon of every group of keyed faces, from the rings between groups.
    fn polygons(&self, id_of_face: &[u32], groups: &[u32]) -> Vec<(u32, GridPolygon)> {
        let face = |half: u32| self.face_left_of(half).index();
        let bounds =
            |half: u32| id_of_face[face(half)] != NONE && groups[face(half)] != groups[face(half ^ 1)];
        let mut seen = vec![false; self.next.len()];
        let mut rings: BTreeMap<u32, (Vec<GridRing>, Vec<GridRing>)> = BTreeMap::new();
        for first in 0..self.next.len() as u32 {
            if seen[first as usize] || !bounds(first) {
                continue;
            }
            let mut cycle = Vec::new();
            let mut half = first;
            while !seen[half as usize] {
                seen[half as usize] = true;
                cycle.push(self.start(half));
                half = self.next[half as usize];
                while !bounds(half) {
                    // An inner border: go round its end, staying in the same land.
                    half = self.next[(half ^ 1) as usize];
                }
            }
            let (shells, holes) = rings.entry(groups[face(first)]).or_default();
            for ring in simple_rings(cycle).into_iter().map(close) {
                let kind = if doubled_area(&ring.0) > 0 {
                    &mut *shells
                } else {
                    &mut *holes
                };
                kind.push(ring);
            }
        }
        let polygon = |(group, (shells, mut holes)): (u32, (Vec<GridRing>, Vec<GridRing>))| {
            debug_assert_eq!(shells.len(), 1, "land that hangs together has one shell");
            holes.sort_by_key(first_position);
            Some((group, GridPolygon::new(shells.into_iter().next()?, holes)))
        };
        rings.into_iter().filter_map(polygon).collect()
    }

    fn face_left_of(&self, half: u32) -> FaceId {
        let side = &self.sides[half as usize / 2];
        if half.is_multiple_of(2) {
            side.left
        } else {
            side.right
        }
    }

    fn start(&self, half: u32) -> GridPoint {
        let side = &self.sides[half as usize / 2];
        if half.is_multiple_of(2) {
            side.from
        } else {
            side.to
        }
    }
}

fn root(parent: &mut [u32], mut face: u32) -> u32 {
    while parent[face as usize] != face {
        parent[face as usize] = parent[parent[face as usize] as usize];
        face = parent[face as usize];
    }
    face
}

/// Cuts a closed walk where it comes back to a position: what is left visits every position once.
fn simple_rings(walk: Vec<GridPoint>) -> Vec<Vec<GridPoint>> {
    let mut rings = Vec::new();
    let mut path: Vec<GridPoint> = Vec::with_capacity(walk.len());
    let mut place: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for p in walk {
        if let Some(&at) = place.get(&(p.x, p.y)) {
            let ring = path.split_off(at);
            for q in &ring {
                place.remove(&(q.x, q.y));
            }
            rings.push(ring);
        }
        place.insert((p.x, p.y), path.len());
        path.push(p);
    }
    rings.push(path);
    rings
}

/// Starts the ring at its lowest-left position and repeats that at the end.
fn close(mut ring: Vec<GridPoint>) -> GridRing {
    let lowest = (0..ring.len())
        .min_by_key(|&i| (ring[i].x, ring[i].y))
        .unwrap_or(0);
    ring.rotate_left(lowest);
    ring.push(ring[0]);
    GridRing::new(ring)
}

fn first_position(ring: &GridRing) -> (i64, i64) {
    (ring.0[0].x, ring.0[0].y)
}
