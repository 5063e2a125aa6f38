//! Tiles as bytes: whole numbers in groups of seven bits, the lowest first (LEB128), those that may be negative by zigzag;
//! positions and ends as differences from the one before.

use super::edges::{Edges, is_forward};
use super::input::{Ring, Role};
use super::predicates::Bounds;
use super::tags::{Tag, TagSet};
use super::tile::Tile;
use crate::model::{GRID_PER_DEGREE, GridPoint};

impl Tile {
    /// The tile as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(Vec::new());
        for corner in [self.window.low, self.window.high] {
            for at in corner {
                out.signed(at);
            }
        }
        out.number(self.passes.into());
        out.number(self.layers as u64);
        out.number(self.rings.len() as u64);
        for ring in &self.rings {
            let role = match ring.role {
                Role::Shell => 0,
                Role::Hole => 1,
                Role::Line => 2,
            };
            for number in [ring.layer.into(), ring.feature.into(), ring.polygon.into(), role] {
                out.number(number);
            }
        }
        out.edges(&self.edges);
        out.number(self.base.map_or(0, |set| u64::from(set.number()) + 1));
        out.0
    }

    /// The tile that [`Tile::to_bytes`] made these bytes of; none of any other bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Reader(bytes);
        let corner = |bytes: &mut Reader| Some([bytes.signed()?, bytes.signed()?]);
        let window = Bounds {
            low: corner(&mut bytes)?,
            high: corner(&mut bytes)?,
        };
        let is_on_earth = |at: [i64; 2]| at.iter().all(|at| at.abs() <= 181 * GRID_PER_DEGREE);
        if ![window.low, window.high].into_iter().all(is_on_earth) {
            return None;
        }
        let passes = u16::try_from(bytes.number()?).ok()?;
        let layers = usize::from(u16::try_from(bytes.number()?).ok()?);
        let rings = bytes.many(|bytes| bytes.ring(layers))?;
        let edges = bytes.edges(rings.len())?;
        let base = match bytes.small()?.checked_sub(1) {
            Some(number) => Some(TagSet::numbered(number, &edges.tags)?),
            None => None,
        };
        bytes.0.is_empty().then_some(Self {
            window,
            passes,
            layers,
            rings,
            edges,
            base,
        })
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63).cast_unsigned());
    }

    fn edges(&mut self, edges: &Edges) {
        self.number(edges.tags.all().count() as u64);
        for set in edges.tags.all() {
            self.number(set.len() as u64);
            for tag in set {
                self.number(tag.ring.into());
                self.signed(tag.turn.into());
            }
        }
        let positions = edges.vertices.positions();
        self.number(positions.len() as u64);
        let mut last = GridPoint { x: 0, y: 0 };
        for &p in positions {
            let step = p - last;
            self.signed(step.x);
            self.signed(step.y);
            last = p;
        }
        self.number(edges.len() as u64);
        let mut last = 0;
        for (ends, set) in edges.ends.iter().zip(&edges.sets) {
            for end in ends.map(i64::from) {
                self.signed(end - last);
                last = end;
            }
            self.number(set.number().into());
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn small(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// So many as is said before them.
    fn many<T>(&mut self, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        (0..count).map(|_| one(self)).collect()
    }

    fn ring(&mut self, layers: usize) -> Option<Ring> {
        let layer = u16::try_from(self.number()?).ok()?;
        let (feature, polygon) = (self.small()?, self.small()?);
        let role = match self.number()? {
            0 => Role::Shell,
            1 => Role::Hole,
            2 => Role::Line,
            _ => return None,
        };
        (usize::from(layer) < layers).then_some(Ring {
            layer,
            feature,
            polygon,
            role,
        })
    }

    fn edges(&mut self, rings: usize) -> Option<Edges> {
        let mut edges = Edges::default();
        for mut tags in self.many(|bytes| bytes.many(|bytes| bytes.tag(rings)))? {
            edges.tags.set_of(&mut tags)?;
        }
        let mut at = GridPoint { x: 0, y: 0 };
        for position in 0..self.number()? {
            let axis = |at: i64, step: i64, degrees: i64| {
                at.checked_add(step)
                    .filter(|at| at.abs() <= degrees * GRID_PER_DEGREE)
            };
            at.x = axis(at.x, self.signed()?, 180)?;
            at.y = axis(at.y, self.signed()?, 90)?;
            // Each position is there once, so that vertices have the numbers that ends name.
            if u64::from(edges.vertices.number(at)) != position {
                return None;
            }
        }
        let mut last = 0_i64;
        for _ in 0..self.number()? {
            let mut end = || {
                last = last.checked_add(self.signed()?)?;
                let is_there = |end: &u32| (*end as usize) < edges.vertices.positions().len();
                u32::try_from(last).ok().filter(is_there)
            };
            let ends = [end()?, end()?];
            let set = TagSet::numbered(self.small()?, &edges.tags)?;
            if !is_forward(edges.vertices.positions(), ends[0], ends[1]) {
                return None;
            }
            edges.ends.push(ends);
            edges.sets.push(set);
        }
        Some(edges)
    }

    fn tag(&mut self, rings: usize) -> Option<Tag> {
        let ring = self.small()?;
        let turn = i32::try_from(self.signed()?).ok()?;
        // Far fewer than what could overflow when they are added up.
        ((ring as usize) < rings && turn.abs() < 1 << 16).then_some(Tag { ring, turn })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Builder;
    use super::*;
    use crate::measure::EdgeModel;
    use crate::progress::Progress;
    use crate::testing::polygon;

    /// Two triangles that cross one another, tiled in two columns.
    fn tiles() -> Vec<Tile> {
        let one = [polygon(&[(0.0, 0.0), (9.0, 0.0), (4.0, 7.0)])];
        let other = [polygon(&[(0.0, 5.0), (4.0, -3.0), (9.0, 5.0)])];
        let mut builder = Builder::new(EdgeModel::StraightLonLat);
        builder.land([one.as_slice()]);
        builder.land([other.as_slice()]);
        let tiling = builder.tiled("2x1".parse().unwrap(), 3, &Progress::default());
        let mut tiles = Vec::new();
        let each = tiling.unwrap().each(|_, tile| {
            tiles.push(tile);
            Ok::<(), ()>(())
        });
        assert_eq!(each, Ok(()));
        tiles
    }

    #[test]
    fn bytes_are_the_tile() {
        for tile in tiles() {
            let bytes = tile.to_bytes();
            let read = Tile::from_bytes(&bytes).unwrap();
            assert_eq!(read.to_bytes(), bytes);
            let areas = |tile: Tile| tile.areas_by(EdgeModel::StraightLonLat, <[_]>::to_vec).unwrap();
            assert_eq!(areas(read), areas(tile));
        }
    }

    #[test]
    fn other_bytes_are_no_tile_or_another_one() {
        let bytes = tiles()[1].to_bytes();
        for at in 0..bytes.len() {
            assert!(Tile::from_bytes(&bytes[..at]).is_none(), "the first {at}");
            for bit in 0..8 {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1 << bit;
                if let Some(tile) = Tile::from_bytes(&damaged) {
                    // Whatever it says: an error, if need be.
                    let _ = tile.areas_by(EdgeModel::StraightLonLat, <[_]>::to_vec);
                }
            }
        }
    }
}
