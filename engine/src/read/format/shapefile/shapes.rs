//! The shapes of a shapefile (ESRI Shapefile Technical Description, 1998): `.shp`, found by `.shx` where that is there.

use super::nesting::{self, Ring};
use crate::error::ErrorKind;
use crate::model::GridPoint;
use crate::read::land::{Chain, Converter, Place, Position, Source, error_at};
use crate::{Error, Result};

/// How `.shp` and `.shx` start: a code, as a number of 32 bits, the large end first.
pub(super) const MAGIC: &[u8] = &[0, 0, 0x27, 0x0a];

/// Bytes before the first record of `.shp` and `.shx`.
const HEADER: usize = 100;
/// Bytes before the content of a record: its number and its length.
const RECORD_HEADER: usize = 8;

/// Types of shapes by their numbers. Those with heights are 10 more, those with measures alone 20 more.
mod kind {
    pub(super) const NULL: i32 = 0;
    pub(super) const POINT: i32 = 1;
    pub(super) const LINE: i32 = 3;
    pub(super) const POLYGON: i32 = 5;
    pub(super) const MULTI_POINT: i32 = 8;
    pub(super) const MULTI_PATCH: i32 = 31;
}

/// A shape: the content of its record.
#[derive(Clone, Copy)]
pub(super) struct Shape<'b>(&'b [u8]);

/// The shapes of a file, in their order.
///
/// # Errors
///
/// When it is damaged or cut short, or its records are in another order and `index`, its `.shx`, is not there.
pub(super) fn shapes<'b>(bytes: &'b [u8], index: Option<&[u8]>) -> Result<Vec<Shape<'b>>> {
    whole(bytes, ".shp")?;
    if is_index(bytes) {
        return Err(
            Error::new("this is the index of a shapefile (.shx), not its shapes")
                .of_kind(ErrorKind::Syntax)
                .with_hint("name the file .shp"),
        );
    }
    match index {
        Some(index) => indexed(bytes, index),
        None => in_sequence(bytes),
    }
}

/// Whether it is an index rather than shapes: where the first shape has its type, there is a place in the file.
fn is_index(bytes: &[u8]) -> bool {
    const FIRST: i32 = HEADER as i32 / 2;
    let is_place = big_i32(bytes, HEADER).is_some_and(|words| words >= FIRST);
    let has_type = matches!(
        little_i32(bytes, HEADER + RECORD_HEADER),
        Some(0..=kind::MULTI_PATCH)
    );
    is_place && !has_type && (bytes.len() - HEADER).is_multiple_of(RECORD_HEADER)
}

/// Refuses a file that is not as long as it states.
fn whole(bytes: &[u8], ending: &str) -> Result<()> {
    let stated = big_i32(bytes, 24)
        .filter(|_| bytes.len() >= HEADER)
        .map(|words| 2 * i64::from(words));
    match stated {
        None => Err(damaged(format!("the {ending} has no header"))),
        Some(stated) if stated != bytes.len() as i64 => Err(damaged(format!(
            "the {ending} should have {stated} bytes, and has {}",
            bytes.len()
        ))),
        Some(_) => Ok(()),
    }
}

/// The shapes that an index lists.
fn indexed<'b>(bytes: &'b [u8], index: &[u8]) -> Result<Vec<Shape<'b>>> {
    whole(index, ".shx")?;
    let mut shapes = Vec::new();
    let mut length = HEADER;
    for at in (HEADER..index.len()).step_by(RECORD_HEADER) {
        let number = shapes.len();
        let start = big_i32(index, at).and_then(|words| usize::try_from(2 * i64::from(words)).ok());
        let (_, shape) = start
            .and_then(|start| record(bytes, start))
            .ok_or_else(|| damaged(format!("the .shx has no place in the .shp for shape {number}")))?;
        length += RECORD_HEADER + shape.0.len();
        if length > bytes.len() {
            return Err(damaged(
                "the .shx has some places in the .shp more than once".into(),
            ));
        }
        shapes.push(shape);
    }
    Ok(shapes)
}

/// The shapes one after another. Their numbers must be in order: programs that change a shape put it at the end, and only
/// the index then tells which holds.
fn in_sequence(bytes: &[u8]) -> Result<Vec<Shape<'_>>> {
    let mut shapes = Vec::new();
    let mut at = HEADER;
    let mut first = 0;
    while at < bytes.len() {
        let (number, shape) = record(bytes, at)
            .ok_or_else(|| damaged(format!("shape {} ends after the end of the .shp", shapes.len())))?;
        // They are counted from 1, by some programs from 0.
        if shapes.is_empty() {
            first = number.clamp(0, 1);
        }
        if i64::from(number) != i64::from(first) + shapes.len() as i64 {
            return Err(Error::new(
                "its shapes are not in their order, and there is no index beside it (.shx)",
            )
            .of_kind(ErrorKind::Syntax)
            .with_hint("put the .shx beside it"));
        }
        at += RECORD_HEADER + shape.0.len();
        shapes.push(shape);
    }
    Ok(shapes)
}

/// The number and content of the record that starts somewhere.
fn record(bytes: &[u8], start: usize) -> Option<(i32, Shape<'_>)> {
    let number = big_i32(bytes, start)?;
    let length = usize::try_from(2 * i64::from(big_i32(bytes, start + 4)?)).ok()?;
    let content = bytes.get(start + RECORD_HEADER..)?.get(..length)?;
    Some((number, Shape(content)))
}

impl Source for Shape<'_> {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        let place = &Place::ROOT;
        let kind = little_i32(self.0, 0).ok_or_else(short)?;
        let plain = match kind {
            11..=18 => kind - 10,
            21..=28 => kind - 20,
            _ => kind,
        };
        match plain {
            kind::NULL => converter.no_geometry(),
            kind::POINT => {
                let points = converter.chain(positions(self.0.get(4..20).ok_or_else(short)?), place)?;
                converter.points(points);
            }
            kind::MULTI_POINT => {
                let count = count(self.0, 36)?;
                let points = converter.chain(self.positions(40, count)?, place)?;
                if points.is_empty() {
                    converter.empty(place);
                }
                converter.points(points);
            }
            kind::LINE => self.lines(converter)?,
            kind::POLYGON => self.polygons(converter)?,
            kind::MULTI_PATCH => {
                return Err(Error::new("it is a MultiPatch, which is not read")
                    .with_hint("make polygons of it: ogr2ogr -nlt MULTIPOLYGON out.gpkg IN"));
            }
            _ => return Err(damaged(format!("{kind} is not a type of shape"))),
        }
        Ok(())
    }
}

impl<'b> Shape<'b> {
    fn positions(self, at: usize, count: usize) -> Result<impl Iterator<Item = Position> + 'b> {
        let length = count.checked_mul(POSITION).ok_or_else(short)?;
        let bytes = self.0.get(at..).and_then(|rest| rest.get(..length));
        Ok(positions(bytes.ok_or_else(short)?))
    }

    /// The parts of a shape that has several.
    fn parts(self) -> Result<Vec<Part<'b>>> {
        const COUNTS: usize = 44;
        let (parts, points) = (count(self.0, 36)?, count(self.0, 40)?);
        let starts_length = parts.checked_mul(4).ok_or_else(short)?;
        let rest = self.0.get(COUNTS..).ok_or_else(short)?;
        let (starts, rest) = rest.split_at_checked(starts_length).ok_or_else(short)?;
        let bytes = points.checked_mul(POSITION).and_then(|length| rest.get(..length));
        let bytes = bytes.ok_or_else(short)?;
        let start = |part: usize| match part {
            end if end == parts => Ok(points),
            part => count(starts, 4 * part),
        };
        let part = |part: usize| {
            let (from, to) = (start(part)?, start(part + 1)?);
            let is_placed = from <= to && to <= points && (part > 0 || from == 0);
            let bytes = is_placed
                .then(|| bytes.get(POSITION * from..POSITION * to))
                .flatten();
            bytes
                .map(Part)
                .ok_or_else(|| damaged(format!("its part {part} is not where it should be")))
        };
        (0..parts).map(part).collect()
    }

    fn lines(self, converter: &mut Converter) -> Result<()> {
        let parts = self.parts()?;
        if parts.is_empty() {
            converter.empty(&Place::ROOT);
        }
        match <[Part; 1]>::try_from(parts) {
            Ok([line]) => converter.line(line, &Place::ROOT),
            Err(several) => {
                let mut lines = several.into_iter().enumerate();
                lines.try_for_each(|(i, line)| converter.line(line, &Place::ROOT.at("line", i)))
            }
        }
    }

    fn polygons(self, converter: &mut Converter) -> Result<()> {
        let parts = self.parts()?.into_iter().enumerate();
        let rings = parts.map(|(i, part)| part.on_grid(converter, &Place::ROOT.at("ring", i)));
        let polygons = nesting::polygons(rings.collect::<Result<_>>()?)?;
        if polygons.is_empty() {
            converter.empty(&Place::ROOT);
        }
        let is_one = polygons.len() == 1;
        for (i, rings) in polygons.into_iter().enumerate() {
            let place = if is_one {
                Place::ROOT
            } else {
                Place::ROOT.at("polygon", i)
            };
            converter.polygon(rings.into_iter().map(Turned), &place)?;
        }
        Ok(())
    }
}

/// The positions of a line or ring.
struct Part<'b>(&'b [u8]);

impl Chain for Part<'_> {
    fn on_grid(self, converter: &mut Converter, place: &Place<'_>) -> Result<Vec<GridPoint>> {
        if self.0.is_empty() {
            return Err(error_at(place, "it has no positions"));
        }
        converter.chain(positions(self.0), place)
    }
}

/// A ring, which shapefiles wind the other way than the rest of the world.
struct Turned(Ring);

impl Chain for Turned {
    fn on_grid(mut self, _: &mut Converter, _: &Place<'_>) -> Result<Vec<GridPoint>> {
        self.0.reverse();
        Ok(self.0)
    }
}

/// Bytes of a position.
const POSITION: usize = 16;

fn positions(bytes: &[u8]) -> impl Iterator<Item = Position> + '_ {
    let number = |bytes: &[u8]| bytes.first_chunk().copied().map_or(f64::NAN, f64::from_le_bytes);
    bytes.chunks_exact(POSITION).map(move |position| Position {
        lon: number(position),
        lat: number(&position[8..]),
        extra: false,
    })
}

fn big_i32(bytes: &[u8], at: usize) -> Option<i32> {
    bytes.get(at..)?.first_chunk().copied().map(i32::from_be_bytes)
}

fn little_i32(bytes: &[u8], at: usize) -> Option<i32> {
    bytes.get(at..)?.first_chunk().copied().map(i32::from_le_bytes)
}

/// A number of parts or positions.
fn count(bytes: &[u8], at: usize) -> Result<usize> {
    let count = little_i32(bytes, at).and_then(|count| usize::try_from(count).ok());
    count.ok_or_else(short)
}

fn short() -> Error {
    damaged("its record is too short for what it should hold".into())
}

fn damaged(what: String) -> Error {
    Error::new(what)
        .of_kind(ErrorKind::Syntax)
        .with_hint("the shapefile is damaged or cut short")
}
