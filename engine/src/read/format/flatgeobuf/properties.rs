//! The properties of a feature, each the number of its column and a value.

use serde_json::{Map, Number, Value};

use super::buffer::broken;
use super::header::Column;
use crate::Result;
use crate::read::format::budget::Budget;

/// Kinds of columns, by their places in the schema.
mod kind {
    pub(super) const BYTE: u8 = 0;
    pub(super) const UBYTE: u8 = 1;
    pub(super) const BOOL: u8 = 2;
    pub(super) const SHORT: u8 = 3;
    pub(super) const USHORT: u8 = 4;
    pub(super) const INT: u8 = 5;
    pub(super) const UINT: u8 = 6;
    pub(super) const LONG: u8 = 7;
    pub(super) const ULONG: u8 = 8;
    pub(super) const FLOAT: u8 = 9;
    pub(super) const DOUBLE: u8 = 10;
    pub(super) const STRING: u8 = 11;
    pub(super) const JSON: u8 = 12;
    pub(super) const DATE_TIME: u8 = 13;
    pub(super) const BINARY: u8 = 14;
}

/// The properties that some bytes hold, in the order of columns; null where there is none. Bytes are no property.
pub(super) fn properties(
    bytes: &[u8],
    columns: &[Column<'_>],
    budget: &mut Budget,
) -> Result<Map<String, Value>> {
    let mut properties = Map::new();
    for column in columns.iter().filter(|column| column.kind != kind::BINARY) {
        budget.pay(column.name.len())?;
        properties.insert(column.name.to_owned(), Value::Null);
    }
    let mut rest = bytes;
    while !rest.is_empty() {
        let index = usize::from(u16::from_le_bytes(take(&mut rest)?));
        let Some(column) = columns.get(index) else {
            return Err(broken(format!(
                "it has a value of column {index} of {}",
                columns.len()
            )));
        };
        if let Some(value) = value(column.kind, &mut rest)? {
            budget.pay(value.as_str().map_or(0, str::len))?;
            properties.insert(column.name.to_owned(), value);
        }
    }
    Ok(properties)
}

fn value(kind: u8, rest: &mut &[u8]) -> Result<Option<Value>> {
    Ok(Some(match kind {
        kind::BYTE => Value::from(i8::from_le_bytes(take(rest)?)),
        kind::UBYTE => Value::from(u8::from_le_bytes(take(rest)?)),
        kind::BOOL => Value::from(take::<1>(rest)? != [0]),
        kind::SHORT => Value::from(i16::from_le_bytes(take(rest)?)),
        kind::USHORT => Value::from(u16::from_le_bytes(take(rest)?)),
        kind::INT => Value::from(i32::from_le_bytes(take(rest)?)),
        kind::UINT => Value::from(u32::from_le_bytes(take(rest)?)),
        kind::LONG => Value::from(i64::from_le_bytes(take(rest)?)),
        kind::ULONG => Value::from(u64::from_le_bytes(take(rest)?)),
        kind::FLOAT => {
            let number = f32::from_le_bytes(take(rest)?);
            // By its digits: 0.1 of 32 bits is not 0.10000000149.
            real(number.to_string().parse().unwrap_or(f64::from(number)))
        }
        kind::DOUBLE => real(f64::from_le_bytes(take(rest)?)),
        kind::STRING | kind::DATE_TIME => Value::from(text(rest)?),
        kind::JSON => {
            let text = text(rest)?;
            serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
        }
        kind::BINARY => {
            sized(rest)?;
            return Ok(None);
        }
        other => return Err(broken(format!("a column is of kind {other}, which is none"))),
    }))
}

fn real(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn text<'b>(rest: &mut &'b [u8]) -> Result<&'b str> {
    str::from_utf8(sized(rest)?).map_err(|_| broken("a text in it is not UTF-8"))
}

/// Bytes whose number precedes them.
fn sized<'b>(rest: &mut &'b [u8]) -> Result<&'b [u8]> {
    let length = u32::from_le_bytes(take(rest)?) as usize;
    let (bytes, after) = rest.split_at_checked(length).ok_or_else(cut)?;
    *rest = after;
    Ok(bytes)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N]> {
    let (bytes, after) = rest.split_first_chunk().ok_or_else(cut)?;
    *rest = after;
    Ok(*bytes)
}

fn cut() -> crate::Error {
    broken("its properties are cut short")
}
