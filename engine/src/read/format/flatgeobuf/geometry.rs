//! A geometry as FlatGeobuf has it: all positions in one list, and where each ring or line ends in it.

use super::buffer::{Table, broken};
use crate::model::GridPoint;
use crate::read::format::wkb;
use crate::read::land::{Chain, Converter, Place, Position, Source, error_at};
use crate::{Error, Result};

/// The geometry of a feature.
pub(super) struct Geometry<'b> {
    table: Table<'b>,
    /// The kind that the header states; 0 where each geometry has its own.
    kind: u8,
    /// The size of the feature.
    size: usize,
}

impl<'b> Geometry<'b> {
    pub(super) fn new(table: Table<'b>, kind: u8, size: usize) -> Self {
        Self { table, kind, size }
    }
}

impl Source for Option<Geometry<'_>> {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        let Some(Geometry { table, kind, size }) = self else {
            converter.no_geometry();
            return Ok(());
        };
        let mut walk = Walk {
            converter,
            room: size,
        };
        walk.geometry(&table, kind, &Place::ROOT, DEEPEST)
    }
}

/// How many collections may be in one another.
const DEEPEST: usize = 64;

/// Fields of a geometry by their places in the schema.
mod field {
    pub(super) const ENDS: usize = 0;
    pub(super) const XY: usize = 1;
    pub(super) const Z: usize = 2;
    pub(super) const M: usize = 3;
    pub(super) const T: usize = 4;
    pub(super) const TM: usize = 5;
    pub(super) const KIND: usize = 6;
    pub(super) const PARTS: usize = 7;
}

/// Goes through a geometry.
struct Walk<'w, 'c> {
    converter: &'w mut Converter<'c>,
    /// How many bytes of the feature were not read; offsets may lead to the same ones again and again.
    room: usize,
}

impl Walk<'_, '_> {
    fn geometry(&mut self, table: &Table<'_>, kind: u8, place: &Place<'_>, depth: usize) -> Result<()> {
        let kind = match kind {
            0 => table.number(field::KIND)?.map_or(0, u8::from_le_bytes),
            kind => kind,
        };
        let (name, of) = match u32::from(kind) {
            wkb::kind::MULTI_POLYGON => ("polygon", wkb::kind::POLYGON),
            wkb::kind::MULTI_SURFACE => ("polygon", 0),
            wkb::kind::MULTI_CURVE => ("line", 0),
            wkb::kind::COLLECTION => ("geometry", 0),
            _ => return self.simple(table, kind, place),
        };
        let depth = depth.checked_sub(1);
        let depth = depth.ok_or_else(|| error_at(place, "too many collections are in one another"))?;
        let parts = table.tables(field::PARTS)?;
        if parts.len() == 0 && name != "geometry" {
            self.converter.empty(place);
        }
        for (i, part) in parts.enumerate() {
            self.use_bytes(size_of::<u32>(), place)?;
            self.geometry(&part?, of as u8, &place.at(name, i), depth)?;
        }
        Ok(())
    }

    /// A geometry without parts.
    fn simple(&mut self, table: &Table<'_>, kind: u8, place: &Place<'_>) -> Result<()> {
        let all = self.positions(table, place)?;
        if all.bytes.is_empty() && (1..=6).contains(&kind) {
            self.converter.empty(place);
            return Ok(());
        }
        let ends = table.list(field::ENDS, size_of::<u32>())?.unwrap_or_default();
        self.use_bytes(ends.len(), place)?;
        match u32::from(kind) {
            wkb::kind::POINT | wkb::kind::MULTI_POINT => {
                let points = self.converter.positions(all.iter(), place)?;
                self.converter.points(points);
            }
            wkb::kind::LINE => self.converter.line(Ok(all), place)?,
            wkb::kind::MULTI_LINE => {
                for (i, line) in all.divided(ends).enumerate() {
                    self.converter.line(line, &place.at("line", i))?;
                }
            }
            wkb::kind::POLYGON => self.converter.polygon(all.divided(ends), place)?,
            kind => return Err(wkb::not_read(kind, place)),
        }
        Ok(())
    }

    fn positions<'b>(&mut self, table: &Table<'b>, place: &Place<'_>) -> Result<Positions<'b>> {
        let bytes = table.list(field::XY, size_of::<f64>())?.unwrap_or_default();
        self.use_bytes(bytes.len(), place)?;
        if !bytes.len().is_multiple_of(POSITION) {
            return Err(error_at(place, "its last position is cut short"));
        }
        let has = |index: usize| table.list(index, size_of::<f64>()).map(|list| list.is_some());
        let more = [has(field::Z)?, has(field::M)?, has(field::T)?, has(field::TM)?];
        Ok(Positions {
            bytes,
            extra: more.into_iter().filter(|has| *has).count() > 1,
        })
    }

    fn use_bytes(&mut self, count: usize, place: &Place<'_>) -> Result<()> {
        let left = self.room.checked_sub(count);
        self.room = left.ok_or_else(|| repeated(place))?;
        Ok(())
    }
}

fn repeated(place: &Place<'_>) -> Error {
    broken("its geometry uses the same bytes more than once").at_position(place.to_string())
}

/// The size of a position.
const POSITION: usize = 2 * size_of::<f64>();

/// Positions one after another.
#[derive(Clone, Copy)]
struct Positions<'b> {
    bytes: &'b [u8],
    /// Whether there are more than three numbers.
    extra: bool,
}

impl<'b> Positions<'b> {
    fn iter(self) -> impl Iterator<Item = Position> + use<'b> {
        let number = |bytes: &[u8]| {
            let mut array = [0; size_of::<f64>()];
            array.copy_from_slice(bytes);
            f64::from_le_bytes(array)
        };
        self.bytes.chunks_exact(POSITION).map(move |position| Position {
            lon: number(&position[..8]),
            lat: number(&position[8..]),
            extra: self.extra,
        })
    }

    /// The rings or lines that end at these numbers of positions; all are one where none is stated.
    fn divided(self, ends: &'b [u8]) -> impl Iterator<Item = Result<Self>> + use<'b> {
        let count = self.bytes.len() / POSITION;
        let stated = ends.chunks_exact(size_of::<u32>());
        let stated = stated.map(|end| u32::from_le_bytes([end[0], end[1], end[2], end[3]]) as usize);
        let only = ends.is_empty().then_some(count);
        let mut start = 0;
        let last = ends.len() / size_of::<u32>();
        stated.chain(only).enumerate().map(move |(i, end)| {
            let is_last = i + 1 >= last;
            let bytes = self.bytes.get(start * POSITION..end.min(count) * POSITION);
            let bytes = bytes.filter(|_| end <= count && (!is_last || end == count));
            let bytes = bytes
                .ok_or_else(|| broken(format!("its part {i} should end at position {end} of {count}")))?;
            start = end;
            Ok(Self { bytes, ..self })
        })
    }
}

/// A line or ring, or why it cannot be read.
impl Chain for Result<Positions<'_>> {
    fn on_grid(self, converter: &mut Converter, place: &Place<'_>) -> Result<Vec<GridPoint>> {
        converter.chain(self?.iter(), place)
    }
}
