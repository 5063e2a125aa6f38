//! The values of a column, and how they are stored: on one page, packed by Snappy.

use std::io;

use super::thrift::{Item, structure, unsigned};
use crate::model::rings;
use crate::write::layer::OutGeometry;
use crate::write::sheet::{Cell, ColumnKind};
use crate::write::wkb;

/// Encodings: values as they are, and which are null as runs.
pub(super) const PLAIN: i32 = 0;
pub(super) const RUNS: i32 = 3;
/// How pages are packed.
pub(super) const SNAPPY: i32 = 1;

/// The values of a column.
#[derive(Default)]
pub(super) struct Values {
    /// Whether each is there.
    present: Vec<bool>,
    /// Those that are there, one after another.
    plain: Vec<u8>,
    range: Option<[f64; 2]>,
}

impl Values {
    /// Those of a column of properties.
    pub(super) fn of_cells<'c>(kind: ColumnKind, cells: impl Iterator<Item = &'c Cell>) -> Self {
        let mut values = Self::default();
        let mut flags = Vec::new();
        for cell in cells {
            values.present.push(*cell != Cell::Null);
            match cell {
                Cell::Null => {}
                Cell::Boolean(flag) => flags.push(*flag),
                Cell::Integer(number) => values.plain.extend(number.to_le_bytes()),
                Cell::Real(number) => values.plain.extend(number.to_le_bytes()),
                Cell::Text(text) if kind == ColumnKind::Date => values.plain.extend(days(text).to_le_bytes()),
                Cell::Text(text) => values.bytes(text.as_bytes()),
            }
        }
        // Eight flags a byte, the first one lowest.
        let bytes = flags.chunks(8).map(|flags| {
            let bits = flags.iter().enumerate();
            bits.fold(0, |byte, (place, flag)| byte | u8::from(*flag) << place)
        });
        values.plain.extend(bytes);
        values
    }

    /// Those of the column of geometries.
    pub(super) fn of_geometries<'a>(geometries: impl Iterator<Item = Option<OutGeometry<'a>>>) -> Self {
        let mut values = Self::default();
        let mut bytes = Vec::new();
        for geometry in geometries {
            values.present.push(geometry.is_some());
            if let Some(geometry) = geometry {
                bytes.clear();
                wkb::geometry(geometry, &mut bytes);
                values.bytes(&bytes);
            }
        }
        values
    }

    /// Those of a column of numbers, whose range is told.
    pub(super) fn of_reals(numbers: impl Iterator<Item = Option<f64>>) -> Self {
        let mut values = Self::default();
        for number in numbers {
            values.present.push(number.is_some());
            if let Some(number) = number {
                values.plain.extend(number.to_le_bytes());
                let [least, most] = values.range.unwrap_or([number; 2]);
                values.range = Some([least.min(number), most.max(number)]);
            }
        }
        values
    }

    /// The least and the largest of numbers.
    pub(super) fn range(&self) -> Option<[f64; 2]> {
        self.range
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.plain.extend((bytes.len() as u32).to_le_bytes());
        self.plain.extend(bytes);
    }
}

/// The days from 1970 on to a day, which is written as `1994-05-12`.
fn days(text: &str) -> i32 {
    let day: Option<jiff::civil::Date> = text.parse().ok();
    let since = |day: jiff::civil::Date| day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24;
    day.map_or(0, |day| since(day) as i32)
}

/// A page with all values of a column, and its size were it not packed.
pub(super) fn page(values: &Values) -> io::Result<(Vec<u8>, usize)> {
    const DATA: i32 = 0;
    let mut content = levels(&values.present);
    content.extend(&values.plain);
    let packed = snap::raw::Encoder::new()
        .compress_vec(&content)
        .map_err(io::Error::other)?;
    let too_large = |_| io::Error::other("the geometry of a feature is too large for GeoParquet");
    let sizes = [content.len(), packed.len()].map(i32::try_from);
    let [unpacked, size] = [sizes[0].map_err(too_large)?, sizes[1].map_err(too_large)?];
    let head = vec![
        (1, Item::Int(DATA)),
        (2, Item::Int(unpacked)),
        (3, Item::Int(size)),
        (
            5,
            Item::Struct(vec![
                (1, Item::Int(values.present.len() as i32)),
                (2, Item::Int(PLAIN)),
                (3, Item::Int(RUNS)),
                (4, Item::Int(RUNS)),
            ]),
        ),
    ];
    let mut page = Vec::new();
    structure(&head, &mut page);
    let unpacked = page.len() + content.len();
    page.extend(packed);
    Ok((page, unpacked))
}

/// Which values are there, as runs after their length.
fn levels(present: &[bool]) -> Vec<u8> {
    let mut runs = Vec::new();
    for run in present.chunk_by(|a, b| a == b) {
        unsigned((run.len() as u64) << 1, &mut runs);
        runs.push(run[0].into());
    }
    let mut levels = (runs.len() as u32).to_le_bytes().to_vec();
    levels.extend(runs);
    levels
}

/// About how many bytes a geometry takes.
pub(super) fn size(geometry: OutGeometry<'_>) -> usize {
    const POSITION: usize = 16;
    match geometry {
        OutGeometry::Point(_) => POSITION,
        OutGeometry::Land(polygons) => {
            let positions = polygons.iter().flat_map(rings).map(|ring| ring.0.len());
            POSITION * positions.sum::<usize>()
        }
    }
}
