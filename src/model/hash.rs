//! A hash of what a snapshot says, whatever the spelling of its file.

use xxhash_rust::xxh3::xxh3_128;

use super::{GridRing, Snapshot};

impl Snapshot {
    /// A hash of who controls what: 32 hexadecimal digits (XXH3, 128 bits, summed over rings).
    ///
    /// It depends on the controllers and on the rings on the grid; not on the order of features and polygons, where
    /// rings start, how they wound in the file, properties, or white space. It tells mistaken files apart; it does
    /// not protect against forgery.
    pub fn content_hash(&self) -> String {
        let mut sum = 0_u128;
        for territory in &self.territories {
            for polygon in &territory.polygons {
                sum = sum.wrapping_add(ring_hash(&territory.controller, b'+', polygon.exterior()));
                for hole in polygon.interiors() {
                    sum = sum.wrapping_add(ring_hash(&territory.controller, b'-', hole));
                }
            }
        }
        format!("{sum:032x}")
    }
}

fn ring_hash(controller: &str, role: u8, ring: &GridRing) -> u128 {
    let positions = &ring.0[..ring.0.len().saturating_sub(1)];
    let lowest = (0..positions.len())
        .min_by_key(|&i| (positions[i].x, positions[i].y))
        .unwrap_or(0);
    let mut bytes = Vec::with_capacity(controller.len() + 2 + 16 * positions.len());
    bytes.extend_from_slice(controller.as_bytes());
    bytes.extend_from_slice(&[0, role]);
    for p in positions[lowest..].iter().chain(&positions[..lowest]) {
        bytes.extend_from_slice(&p.x.to_le_bytes());
        bytes.extend_from_slice(&p.y.to_le_bytes());
    }
    xxh3_128(&bytes)
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
}
