//! The values of a row, as its bytes have them.

use std::borrow::Cow;
use std::ops::Range;

use super::pages::{Encoding, damaged};
use crate::Result;

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) enum Value<'p> {
    Null,
    Integer(i64),
    Real(f64),
    Text(Cow<'p, str>),
    /// Bytes, by where they are in the payload.
    Blob(Range<usize>),
}

impl Value<'_> {
    /// The text; none if it is none.
    pub(in crate::read) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer; none if it is none.
    pub(in crate::read) fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

/// The values of a row one after another; it ends where the record does.
pub(in crate::read) struct Record<'p> {
    payload: &'p [u8],
    encoding: Encoding,
    /// The types of the values to come.
    types: &'p [u8],
    /// Where the next value starts.
    at: usize,
}

impl<'p> Record<'p> {
    /// The record of a payload.
    pub(super) fn of(payload: &'p [u8], encoding: Encoding) -> Result<Self> {
        let cut = || damaged("one of its rows has no whole header");
        let (length, rest) = varint(payload).ok_or_else(cut)?;
        let at = usize::try_from(length).map_err(|_| cut())?;
        let skipped = payload.len() - rest.len();
        let types = payload.get(skipped..at).ok_or_else(cut)?;
        Ok(Self {
            payload,
            encoding,
            types,
            at,
        })
    }

    /// The next value; none after the last one.
    pub(in crate::read) fn next_value(&mut self) -> Result<Option<Value<'p>>> {
        if self.types.is_empty() {
            return Ok(None);
        }
        let cut = || damaged("one of its rows is shorter than its values");
        let (code, rest) = varint(self.types).ok_or_else(cut)?;
        self.types = rest;
        let length = match code {
            0 | 8 | 9 => 0,
            1..=4 => code,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return Err(damaged(format!("one of its values is of type {code}"))),
            text_or_blob => (text_or_blob - 12) / 2,
        };
        let end = usize::try_from(length)
            .ok()
            .and_then(|length| self.at.checked_add(length));
        let range = self.at..end.ok_or_else(cut)?;
        let bytes = self.payload.get(range.clone()).ok_or_else(cut)?;
        self.at = range.end;
        Ok(Some(match code {
            0 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            1..=6 => Value::Integer(integer(bytes)),
            7 => Value::Real(f64::from_bits(integer(bytes) as u64)),
            blob if blob % 2 == 0 => Value::Blob(range),
            _ => Value::Text(text(bytes, self.encoding)?),
        }))
    }
}

/// A signed number, most significant byte first.
fn integer(bytes: &[u8]) -> i64 {
    let first = bytes.first().map_or(0, |&byte| i64::from(byte as i8));
    bytes
        .iter()
        .skip(1)
        .fold(first, |number, &byte| number << 8 | i64::from(byte))
}

fn text(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>> {
    let wide = |number: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| number([pair[0], pair[1]]));
        let text: Option<String> = char::decode_utf16(units).map(std::result::Result::ok).collect();
        text.filter(|_| bytes.len().is_multiple_of(2)).map(Cow::Owned)
    };
    let text = match encoding {
        Encoding::Utf8 => str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Encoding::Utf16Le => wide(u16::from_le_bytes),
        Encoding::Utf16Be => wide(u16::from_be_bytes),
    };
    text.ok_or_else(|| damaged(format!("one of its texts is not {}", encoding.name())))
}

impl Encoding {
    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
        }
    }
}

/// A number of one to nine bytes, of which all but the ninth have seven bits of it, and what follows it.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (i, &byte) in bytes.iter().enumerate().take(9) {
        if i == 8 {
            return Some((number << 8 | u64::from(byte), &bytes[9..]));
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((number, &bytes[i + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_to_nine_bytes() {
        for (bytes, number, left) in [
            (&[0x07][..], 7, 0),
            (&[0x81, 0x00, 0xff], 128, 1),
            (&[0xff; 9], u64::MAX, 0),
            (
                &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x05, 0x01],
                5,
                1,
            ),
        ] {
            let (found, rest) = varint(bytes).unwrap();
            assert_eq!((found, rest.len()), (number, left));
        }
        assert_eq!(varint(&[]), None);
        assert_eq!(varint(&[0x80; 8]), None);
        assert_eq!(integer(&[0xff, 0xfe]), -2);
        assert_eq!(integer(&[0x7f, 0xff, 0xff]), 0x7f_ffff);
    }

    #[test]
    fn values_are_read_by_their_types() {
        let payload = [7, 0, 1, 2, 9, 16, 17, 0xff, 0x01, 0x00, 7, 8, b'h', b'i'];
        let mut record = Record::of(&payload, Encoding::Utf8).unwrap();
        let mut values = Vec::new();
        while let Some(value) = record.next_value().unwrap() {
            values.push(value);
        }
        let text = Value::Text("hi".into());
        assert_eq!(
            values,
            [
                Value::Null,
                Value::Integer(-1),
                Value::Integer(256),
                Value::Integer(1),
                Value::Blob(10..12),
                text
            ]
        );
        for broken in [&[][..], &[5, 1], &[2, 10], &[2, 6, 0], &[2, 0x80], &[2, 15, 0xff]] {
            let Ok(mut record) = Record::of(broken, Encoding::Utf8) else {
                continue;
            };
            assert!(record.next_value().is_err(), "{broken:?}");
        }
        assert_eq!(text_of(&[0x41, 0, 0x3d, 0xd8, 0, 0xde], Encoding::Utf16Le), "A😀");
        assert_eq!(text_of(&[0, 0x41], Encoding::Utf16Be), "A");
        assert!(super::text(&[0x3d, 0xd8], Encoding::Utf16Le).is_err());
        assert!(super::text(&[0x41], Encoding::Utf16Le).is_err());
    }

    fn text_of(bytes: &[u8], encoding: Encoding) -> String {
        super::text(bytes, encoding).unwrap().into_owned()
    }
}
