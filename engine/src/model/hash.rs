//! A hash of what a snapshot says, whatever the spelling of its file.

use std::num::Wrapping;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{GridPoint, GridPolygon, GridRing, Snapshot, rings};
use crate::parallel::prelude::*;

impl Snapshot {
    /// A hash of who controls what: 32 hexadecimal digits (XXH3, 128 bits, summed over rings).
    ///
    /// It depends on the controllers and on the rings on the grid; not on the order of features and polygons, where
    /// rings start, how they wound in the file, properties, or white space. It tells mistaken files apart; it does
    /// not protect against forgery.
    pub fn content_hash(&self) -> String {
        let land = self.territories.par_iter().flat_map(|territory| {
            let polygons = territory.polygons.par_iter();
            polygons.map(|polygon| (territory.controller.as_str(), polygon))
        });
        let sum = land
            .map(|(controller, polygon)| {
                let holes = polygon.interiors().iter();
                holes.fold(ring_hash(controller, b'+', polygon.exterior()), |sum, hole| {
                    sum + ring_hash(controller, b'-', hole)
                })
            })
            .sum::<Wrapping<u128>>();
        format!("{sum:032x}")
    }
}

/// A hash of the borders of land: of directed edges with the land on their left.
///
/// It is a sum over edges, and equal for borders that enclose the same: an edge and the same one backwards cancel, and an
/// edge has the hash of its parts, where it is divided at positions on it. So the order of polygons and where rings start
/// mean nothing, nor do positions on a straight edge, nor inner borders of land that is dissolved or not. What is added to
/// land or taken from it can be added to its hash or subtracted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BorderHash(Wrapping<u128>);

impl BorderHash {
    /// The hash of the borders of polygons, shells counter-clockwise and holes clockwise.
    pub fn of(polygons: &[GridPolygon]) -> Self {
        let all = polygons.par_iter().map(|polygon| {
            let edges = rings(polygon).flat_map(|ring| ring.0.windows(2));
            edges
                .map(|edge| edge_hash(edge[0], edge[1]))
                .sum::<Wrapping<u128>>()
        });
        Self(all.sum())
    }

    /// Adds so many times the hash of an edge.
    pub fn add(&mut self, from: GridPoint, to: GridPoint, times: i32) {
        let times = Wrapping(i128::from(times).cast_unsigned());
        self.0 += times * edge_hash(from, to);
    }

    /// Adds another hash.
    pub fn append(&mut self, other: Self) {
        self.0 += other.0;
    }

    /// Whether nothing is enclosed.
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }
}

impl std::fmt::Display for BorderHash {
    /// As 32 hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The hash of one end of an edge on its line, less that of the other: what lies between two others cancels.
fn edge_hash(from: GridPoint, to: GridPoint) -> Wrapping<u128> {
    let Some(GridPoint { x: dx, y: dy }) = direction(from, to) else {
        return Wrapping(0);
    };
    let end = |p: GridPoint| {
        let mut bytes = [0_u8; 32];
        for (place, number) in bytes.chunks_exact_mut(8).zip([dx, dy, p.x, p.y]) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        Wrapping(xxh3_128(&bytes))
    };
    end(to) - end(from)
}

/// The shortest step on the grid along an edge, to the east or straight north; none of an edge without length.
pub fn direction(from: GridPoint, to: GridPoint) -> Option<GridPoint> {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let divisor = greatest_divisor(dx.unsigned_abs(), dy.unsigned_abs()).cast_signed();
    let step = (dx.checked_div(divisor)?, dy.checked_div(divisor)?);
    Some(if step < (0, 0) { (-step.0, -step.1) } else { step }.into())
}

/// The greatest common divisor (Stein, *Computational problems associated with Racah algebra*, 1967); 0 of none.
fn greatest_divisor(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let twos = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    b >>= b.trailing_zeros();
    while a != b {
        // Without a branch, which would be taken every other time.
        let apart = a.abs_diff(b);
        a = a.min(b);
        b = apart >> apart.trailing_zeros();
    }
    a << twos
}

fn ring_hash(controller: &str, role: u8, ring: &GridRing) -> Wrapping<u128> {
    let positions = &ring.0[..ring.0.len().saturating_sub(1)];
    let lowest = (0..positions.len())
        .min_by_key(|&i| (positions[i].x, positions[i].y))
        .unwrap_or(0);
    let mut hash = Xxh3::new();
    hash.update(controller.as_bytes());
    hash.update(&[0, role]);
    add_positions(&mut hash, &positions[lowest..]);
    add_positions(&mut hash, &positions[..lowest]);
    Wrapping(hash.digest128())
}

/// Feeds positions to a hash, each as two little-endian integers.
pub fn add_positions(hash: &mut Xxh3, positions: &[GridPoint]) {
    const SIZE: usize = size_of::<GridPoint>();
    let mut bytes = [0_u8; 64 * SIZE];
    for some in positions.chunks(64) {
        for (place, p) in bytes.chunks_exact_mut(SIZE).zip(some) {
            place[..SIZE / 2].copy_from_slice(&p.x.to_le_bytes());
            place[SIZE / 2..].copy_from_slice(&p.y.to_le_bytes());
        }
        hash.update(&bytes[..some.len() * SIZE]);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{GridPoint, GridPolygon, Territory};

    fn square(controller: &str, start: usize) -> Arc<Territory> {
        let mut corners = [(0, 0), (9, 0), (9, 9), (0, 9)]
            .map(|(x, y)| GridPoint { x, y })
            .to_vec();
        corners.rotate_left(start);
        let shell = GridRing::new(corners);
        let polygons = vec![GridPolygon::new(shell, vec![])];
        Territory {
            controller: controller.into(),
            polygons,
            ..Territory::default()
        }
        .into()
    }

    #[test]
    fn spelling_does_not_matter_but_content_does() {
        let hash = |territories| {
            Snapshot {
                territories,
                ..Snapshot::default()
            }
            .content_hash()
        };
        let one = hash(vec![square("A", 0), square("B", 0)]);
        assert_eq!(one, hash(vec![square("B", 2), square("A", 3)]));
        assert_ne!(one, hash(vec![square("A", 0), square("A", 0)]));
        assert_eq!(one.len(), 32);
    }

    fn polygon(shell: &[(i64, i64)], holes: &[&[(i64, i64)]]) -> GridPolygon {
        let ring = |corners: &[(i64, i64)]| {
            let mut ring: Vec<GridPoint> = corners.iter().map(|&(x, y)| GridPoint { x, y }).collect();
            ring.extend(ring.first().copied());
            GridRing::new(ring)
        };
        GridPolygon::new(ring(shell), holes.iter().map(|hole| ring(hole)).collect())
    }

    #[test]
    fn borders_that_enclose_the_same_have_one_hash() {
        let whole = polygon(&[(0, 0), (6, 0), (6, 4), (0, 4)], &[]);
        let hash = BorderHash::of(std::slice::from_ref(&whole));
        let same: [&[GridPolygon]; 4] = [
            &[polygon(&[(6, 4), (0, 4), (0, 0), (6, 0)], &[])],
            &[polygon(
                &[(0, 0), (2, 0), (3, 0), (6, 0), (6, 4), (0, 4), (0, 1)],
                &[],
            )],
            // In two, along a line that starts on an edge of the whole.
            &[
                polygon(&[(0, 0), (3, 0), (2, 4), (0, 4)], &[]),
                polygon(&[(3, 0), (6, 0), (6, 4), (2, 4)], &[]),
            ],
            // With a hole that is filled.
            &[
                polygon(&[(0, 0), (6, 0), (6, 4), (0, 4)], &[&[(1, 1), (1, 2), (2, 1)]]),
                polygon(&[(2, 1), (1, 2), (1, 1)], &[]),
            ],
        ];
        for (i, land) in same.iter().enumerate() {
            assert_eq!(BorderHash::of(land), hash, "{i}");
        }
        for other in [
            polygon(&[(0, 0), (6, 0), (6, 4), (0, 5)], &[]),
            polygon(&[(0, 0), (6, 0), (6, 4)], &[]),
            polygon(&[(1, 0), (7, 0), (7, 4), (1, 4)], &[]),
        ] {
            assert_ne!(BorderHash::of(&[other]), hash);
        }
        let mut rest = hash;
        for edge in whole.exterior().0.windows(2) {
            rest.add(edge[0], edge[1], -1);
        }
        assert!(rest.is_zero());
        assert_eq!(hash.to_string(), "ba7b18715394e65a20ffad6e47c134d0");
    }

    #[test]
    fn divisors() {
        for (a, b, divisor) in [
            (0, 0, 0),
            (0, 7, 7),
            (12, 18, 6),
            (1 << 39, 3 << 20, 1 << 20),
            (35, 64, 1),
        ] {
            assert_eq!(
                (greatest_divisor(a, b), greatest_divisor(b, a)),
                (divisor, divisor)
            );
        }
    }

    /// Diffs remember hashes, so they must not move from one version to the next.
    #[test]
    fn hashes_stay_what_they_were() {
        let long: Vec<GridPoint> = (0..1000)
            .map(|i| GridPoint {
                x: (i * 37) % 1000,
                y: i,
            })
            .collect();
        let shell = GridRing::new(long.into_iter().chain([GridPoint { x: 0, y: 0 }]).collect());
        let hole = GridRing::new(
            [(5, 5), (5, 6), (4, 6), (5, 5)]
                .map(|(x, y)| GridPoint { x, y })
                .to_vec(),
        );
        let long = Territory {
            controller: "Long".into(),
            polygons: vec![GridPolygon::new(shell, vec![hole])],
            ..Territory::default()
        };
        let snapshot = Snapshot {
            territories: vec![square("A", 0), long.into()],
            ..Snapshot::default()
        };
        assert_eq!(snapshot.content_hash(), "b5ba7e73a43b6506f913922355869d18");
    }
}
