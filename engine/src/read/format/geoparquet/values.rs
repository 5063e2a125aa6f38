//! The values of a column, from its pages.

use super::damage::{broken, unread};
use super::footer::Column;
use super::pages::{Bytes, Kind, Page};
use super::thrift::{take, unsigned};
use crate::read::format::budget::Budget;
use crate::{Error, Result};

/// A value as it is stored.
#[derive(Clone)]
pub(super) enum Cell<'b> {
    Null,
    Flag(bool),
    Integer(i64),
    Real(f64),
    Bytes(Bytes<'b>),
}

/// How values are stored, by their numbers in the format.
mod storage {
    pub(super) const BOOLEAN: i64 = 0;
    pub(super) const INT32: i64 = 1;
    pub(super) const INT64: i64 = 2;
    pub(super) const FLOAT: i64 = 4;
    pub(super) const DOUBLE: i64 = 5;
    pub(super) const BYTES: i64 = 6;
}

/// Whether a column is stored in a way that is read.
pub(super) fn is_read(column: &Column<'_>) -> bool {
    use storage::{BOOLEAN, BYTES, DOUBLE, FLOAT, INT32, INT64};
    matches!(column.storage, BOOLEAN | INT32 | INT64 | FLOAT | DOUBLE | BYTES)
}

/// All values of a column in some pages, of which there should be so many.
pub(super) fn values<'b>(
    pages: &[Page<'b>],
    column: &Column<'_>,
    rows: usize,
    budget: &mut Budget,
) -> Result<Vec<Cell<'b>>> {
    let (mut cells, mut dictionary) = (Vec::new(), Vec::new());
    for page in pages {
        if page.kind == Kind::Dictionary {
            budget.pay_for(page.count)?;
            dictionary = plain(&page.bytes, page.count, column)?;
        } else {
            data(page, column, &dictionary, &mut cells, budget)?;
        }
    }
    if cells.len() == rows {
        return Ok(cells);
    }
    let name = column.name;
    Err(broken(format!(
        "its column `{name}` has {} values in a group of {rows} rows",
        cells.len()
    )))
}

/// Adds the values of a page.
fn data<'b>(
    page: &Page<'b>,
    column: &Column<'_>,
    dictionary: &[Cell<'b>],
    into: &mut Vec<Cell<'b>>,
    budget: &mut Budget,
) -> Result<()> {
    budget.pay_for(page.count)?;
    let whole = page.bytes.as_slice();
    let mut rest = whole;
    let levels = match page.kind {
        Kind::DataWithLevels { levels } => take(&mut rest, levels),
        _ if column.is_optional => sized(&mut rest),
        _ => Some(&[][..]),
    };
    let levels = levels.ok_or_else(cut)?;
    let present = if column.is_optional {
        runs(levels, 1, page.count)?
            .into_iter()
            .map(|level| level == 1)
            .collect()
    } else {
        vec![true; page.count]
    };
    let count = present.iter().filter(|present| **present).count();
    let values = page
        .bytes
        .part(whole.len() - rest.len()..whole.len())
        .ok_or_else(cut)?;
    let mut values = match page.encoding {
        0 => plain(&values, count, column)?,
        2 | 8 => referred(&values, count, dictionary, budget)?,
        3 if column.storage == storage::BOOLEAN => {
            let mut bytes = values.as_slice();
            let flags = runs(sized(&mut bytes).ok_or_else(cut)?, 1, count)?;
            flags.into_iter().map(|flag| Cell::Flag(flag == 1)).collect()
        }
        other => {
            let name = column.name;
            return unread(format!(
                "its column `{name}` has values in the encoding {other}, which is not read"
            ));
        }
    }
    .into_iter();
    for present in present {
        into.push(if present {
            values.next().ok_or_else(cut)?
        } else {
            Cell::Null
        });
    }
    Ok(())
}

/// Values one after another.
fn plain<'b>(bytes: &Bytes<'b>, count: usize, column: &Column<'_>) -> Result<Vec<Cell<'b>>> {
    let all = bytes.as_slice();
    let mut rest = all;
    let mut cells = Vec::new();
    for i in 0..count {
        let cell = match column.storage {
            storage::BOOLEAN => all.get(i / 8).map(|byte| Cell::Flag(byte >> (i % 8) & 1 == 1)),
            storage::INT32 => number(&mut rest).map(|n| Cell::Integer(i64::from(i32::from_le_bytes(n)))),
            storage::INT64 => number(&mut rest).map(|n| Cell::Integer(i64::from_le_bytes(n))),
            storage::FLOAT => number(&mut rest).map(|n| Cell::Real(short(f32::from_le_bytes(n)))),
            storage::DOUBLE => number(&mut rest).map(|n| Cell::Real(f64::from_le_bytes(n))),
            _ => sized(&mut rest).and_then(|found| {
                let end = all.len() - rest.len();
                bytes.part(end - found.len()..end).map(Cell::Bytes)
            }),
        };
        cells.push(cell.ok_or_else(cut)?);
    }
    Ok(cells)
}

/// By its digits: 0.1 of 32 bits is not 0.10000000149.
fn short(number: f32) -> f64 {
    number.to_string().parse().unwrap_or(f64::from(number))
}

/// Values by their numbers in a dictionary.
fn referred<'b>(
    bytes: &Bytes<'b>,
    count: usize,
    dictionary: &[Cell<'b>],
    budget: &mut Budget,
) -> Result<Vec<Cell<'b>>> {
    let Some((&width, rest)) = bytes.as_slice().split_first() else {
        return if count == 0 { Ok(Vec::new()) } else { Err(cut()) };
    };
    let numbers = runs(rest, width, count)?.into_iter();
    let cells = numbers.map(|number| {
        let cell = dictionary.get(number as usize).cloned();
        let cell = cell.ok_or_else(|| broken("a value is not in the dictionary of its column"))?;
        if let Cell::Bytes(bytes) = &cell {
            budget.pay(bytes.as_slice().len())?;
        }
        Ok(cell)
    });
    cells.collect()
}

/// Small numbers of some bits each, in runs of one number or packed by eight.
fn runs(mut bytes: &[u8], width: u8, count: usize) -> Result<Vec<u32>> {
    if width > 32 {
        return Err(broken(format!("numbers of {width} bits are in a page")));
    }
    let width = usize::from(width);
    let mut numbers = Vec::new();
    while numbers.len() < count {
        let head = unsigned(&mut bytes).ok_or_else(cut)?;
        let left = count - numbers.len();
        let length = usize::try_from(head >> 1).map_err(|_| cut())?;
        if head & 1 == 0 {
            let number = take(&mut bytes, width.div_ceil(8)).ok_or_else(cut)?;
            let number = number
                .iter()
                .rev()
                .fold(0, |number, &byte| number << 8 | u32::from(byte));
            numbers.resize(numbers.len() + length.min(left), number);
            if length == 0 {
                return Err(cut());
            }
        } else {
            let size = length.checked_mul(width).ok_or_else(cut)?;
            // The last run may be cut after what is needed.
            let size = size.min(bytes.len());
            let packed = take(&mut bytes, size).ok_or_else(cut)?;
            for i in 0..length.saturating_mul(8).min(left) {
                numbers.push(packed_number(packed, i, width).ok_or_else(cut)?);
            }
            if length == 0 {
                return Err(cut());
            }
        }
    }
    Ok(numbers)
}

/// One of the numbers that are packed bit by bit, the lowest first.
fn packed_number(bytes: &[u8], index: usize, width: usize) -> Option<u32> {
    let first = index.checked_mul(width)?;
    let mut number = 0_u64;
    for (i, at) in (first / 8..(first + width).div_ceil(8)).enumerate() {
        number |= u64::from(*bytes.get(at)?) << (8 * i);
    }
    Some((number >> (first % 8) & ((1 << width) - 1)) as u32)
}

/// Bytes whose number precedes them.
fn sized<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_le_bytes(number(bytes)?) as usize;
    take(bytes, length)
}

fn number<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*number)
}

fn cut() -> Error {
    broken("the values of a page are cut short")
}
