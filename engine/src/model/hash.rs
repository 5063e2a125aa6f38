//! A hash of what a snapshot says, whatever the spelling of its file.

use std::num::Wrapping;

use xxhash_rust::xxh3::Xxh3;

use super::{GridPoint, GridRing, Snapshot};
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

/// Feeds positions to the hash, each as two little-endian integers.
fn add_positions(hash: &mut Xxh3, positions: &[GridPoint]) {
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
    use super::*;
    use crate::model::{GridPoint, GridPolygon, Territory};

    fn square(controller: &str, start: usize) -> Territory {
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
            territories: vec![square("A", 0), long],
            ..Snapshot::default()
        };
        assert_eq!(snapshot.content_hash(), "b5ba7e73a43b6506f913922355869d18");
    }
}
