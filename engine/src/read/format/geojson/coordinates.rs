//! A `coordinates` member, read without knowing yet what kind of geometry it belongs to.
//!
//! `type` may follow `coordinates`, so nesting is recorded as it is found. Well-formed runs are stored compactly; what
//! is malformed is recorded as it is, so that the error can name its position. Deserializing is for the thorough pass; the fast
//! one has a scanner.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::model::GridPoint;
use crate::read::land::Position;

/// Nested arrays of numbers.
#[derive(Debug, PartialEq)]
pub(super) enum Coordinates<'t> {
    /// A number.
    Number(f64),
    /// Two numbers or more.
    Position(Position),
    /// Two or three numbers that are on earth.
    Point(GridPoint),
    /// One position or more.
    Positions(Vec<Position>),
    /// One point or more.
    Chain(Vec<GridPoint>),
    /// Any other array.
    List(Vec<Coordinates<'t>>),
    /// Their text, not parsed yet.
    Text(&'t str),
    /// Something that has no place among coordinates.
    Other(&'static str),
}

impl Coordinates<'_> {
    /// What it is, for a message.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Number(_) => "a number",
            Self::Position(_) | Self::Point(_) => "a position",
            Self::Positions(_) | Self::Chain(_) => "a list of positions",
            Self::List(list) if list.is_empty() => "an empty list",
            Self::List(list) => match list.as_slice() {
                [Self::Number(_)] => "a list of one number",
                [Self::Number(_) | Self::Other(_), ..] => "a list that holds more than numbers",
                _ => "a list of lists",
            },
            Self::Text(_) => "a text",
            Self::Other(what) => what,
        }
    }
}

impl<'de> Deserialize<'de> for Coordinates<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CoordinatesVisitor)
    }
}

struct CoordinatesVisitor;

impl<'de> Visitor<'de> for CoordinatesVisitor {
    type Value = Coordinates<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Coordinates<'de>, E> {
        Ok(Coordinates::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Coordinates<'de>, E> {
        Ok(Coordinates::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Coordinates<'de>, E> {
        Ok(Coordinates::Number(number as f64))
    }

    fn visit_unit<E>(self) -> Result<Coordinates<'de>, E> {
        Ok(Coordinates::Other("null"))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Coordinates<'de>, E> {
        Ok(Coordinates::Other("a boolean"))
    }

    fn visit_str<E>(self, _: &str) -> Result<Coordinates<'de>, E> {
        Ok(Coordinates::Other("a text"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Coordinates<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Coordinates::Other("an object"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Coordinates<'de>, A::Error> {
        match seq.next_element()? {
            None => Ok(Coordinates::List(Vec::new())),
            Some(Coordinates::Number(first)) => numbers(first, seq),
            Some(Coordinates::Position(first)) => positions(first, seq),
            Some(first) => list(vec![first], seq),
        }
    }
}

/// The rest of an array that starts with a number: a position, if it holds numbers only.
fn numbers<'de, A: SeqAccess<'de>>(lon: f64, mut seq: A) -> Result<Coordinates<'de>, A::Error> {
    let mut lat = None;
    let mut count = 1;
    while let Some(next) = seq.next_element()? {
        count += 1;
        match next {
            Coordinates::Number(number) => lat = lat.or(Some(number)),
            other => return list(vec![Coordinates::Number(lon), other], seq),
        }
    }
    Ok(match lat {
        Some(lat) => Coordinates::Position(Position {
            lon,
            lat,
            extra: count > 3,
        }),
        None => Coordinates::List(vec![Coordinates::Number(lon)]),
    })
}

/// The rest of an array that starts with a position.
fn positions<'de, A: SeqAccess<'de>>(first: Position, mut seq: A) -> Result<Coordinates<'de>, A::Error> {
    let mut positions = vec![first];
    while let Some(next) = seq.next_element()? {
        match next {
            Coordinates::Position(position) => positions.push(position),
            other => {
                let mut all: Vec<_> = positions.into_iter().map(Coordinates::Position).collect();
                all.push(other);
                return list(all, seq);
            }
        }
    }
    Ok(Coordinates::Positions(positions))
}

/// The rest of any other array.
fn list<'de, A: SeqAccess<'de>>(
    mut list: Vec<Coordinates<'de>>,
    mut seq: A,
) -> Result<Coordinates<'de>, A::Error> {
    while let Some(next) = seq.next_element()? {
        list.push(next);
    }
    Ok(Coordinates::List(list))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Coordinates<'_> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn well_formed_coordinates_are_stored_compactly() {
        let at = |lon, lat, extra| Position { lon, lat, extra };
        assert_eq!(read("[1, 2.5]"), Coordinates::Position(at(1.0, 2.5, false)));
        assert_eq!(read("[1, 2, 3]"), Coordinates::Position(at(1.0, 2.0, false)));
        assert_eq!(read("[1, 2, 3, 4]"), Coordinates::Position(at(1.0, 2.0, true)));
        assert_eq!(
            read("[[[1, 2], [-3, 4]]]"),
            Coordinates::List(vec![Coordinates::Positions(vec![
                at(1.0, 2.0, false),
                at(-3.0, 4.0, false)
            ])])
        );
    }

    #[test]
    fn malformed_coordinates_keep_their_place() {
        assert_eq!(read("[]").describe(), "an empty list");
        assert_eq!(read("[1]").describe(), "a list of one number");
        assert_eq!(
            read("[1, \"2\"]").describe(),
            "a list that holds more than numbers"
        );
        assert_eq!(
            read("[null, 2]").describe(),
            "a list that holds more than numbers"
        );
        assert_eq!(read("{\"a\": [1]}").describe(), "an object");
        let Coordinates::List(list) = read("[[1, 2], [3], [4, 5]]") else {
            panic!("not a list")
        };
        assert_eq!(list.len(), 3);
        assert_eq!(list[1].describe(), "a list of one number");
    }
}
