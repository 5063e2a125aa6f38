//! Well-formed coordinates from their text straight to the grid, in one pass and without a double.

use super::coordinates::Coordinates;
use super::decimal;
use crate::model::GridPoint;
use crate::read::land::is_on_earth;

/// Lists around the lists of positions: the polygons of a `MultiPolygon`, and the rings of each.
const LISTS: usize = 2;

/// Coordinates whose positions are all of two or three numbers and on earth; none for any others.
///
/// Input: one value of JSON.
pub(super) fn coordinates(json: &str) -> Option<Coordinates<'static>> {
    let mut scanner = Scanner {
        rest: json.as_bytes(),
        points: Vec::new(),
    };
    scanner.expect(b'[')?;
    match scanner.peek()? {
        b']' => Some(Coordinates::List(Vec::new())),
        _ => scanner.array(LISTS),
    }
}

struct Scanner<'a> {
    rest: &'a [u8],
    /// The chain being read; reused, so that each chain is copied once, to a vector of just its length.
    points: Vec<GridPoint>,
}

impl Scanner<'_> {
    /// The rest of an array, in which arrays of positions may lie so many lists deep.
    fn array(&mut self, lists: usize) -> Option<Coordinates<'static>> {
        if self.peek()? != b'[' {
            return self.position().map(Coordinates::Point);
        }
        self.expect(b'[')?;
        if self.peek()? != b'[' {
            return self.chain().map(Coordinates::Chain);
        }
        let inner = lists.checked_sub(1)?;
        let mut list = Vec::new();
        loop {
            list.push(self.array(inner)?);
            if self.is_last()? {
                return Some(Coordinates::List(list));
            }
            self.expect(b'[')?;
        }
    }

    /// The rest of an array of positions, of which the first has been opened.
    fn chain(&mut self) -> Option<Vec<GridPoint>> {
        self.points.clear();
        loop {
            let point = self.position()?;
            self.points.push(point);
            if self.is_last()? {
                return Some(self.points.as_slice().to_vec());
            }
            self.expect(b'[')?;
        }
    }

    /// The rest of a position.
    fn position(&mut self) -> Option<GridPoint> {
        let x = self.number()?;
        self.expect(b',')?;
        let y = self.number()?;
        if !self.is_last()? {
            self.number()?;
            self.expect(b']')?;
        }
        let point = GridPoint { x, y };
        is_on_earth(point).then_some(point)
    }

    /// A number in grid units.
    fn number(&mut self) -> Option<i64> {
        self.peek()?;
        let (grid, length) = decimal::read(self.rest)?;
        self.rest = &self.rest[length..];
        Some(grid)
    }

    /// Whether an array ends after the item just read, or goes on.
    fn is_last(&mut self) -> Option<bool> {
        match self.next()? {
            b']' => Some(true),
            b',' => Some(false),
            _ => None,
        }
    }

    /// Take this byte, and none else.
    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.rest = &self.rest[1..];
        Some(byte)
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.rest {
                [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] => self.rest = rest,
                [byte, ..] => return Some(*byte),
                [] => return None,
            }
        }
    }
}
