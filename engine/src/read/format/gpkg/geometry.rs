//! A geometry as a GeoPackage holds it (clause 2.1.3): a header, then well-known binary.

use std::ops::Range;

use crate::read::format::sqlite::Payload;
use crate::read::format::wkb::Wkb;
use crate::read::land::{Converter, Place, Source, error_at};
use crate::{Error, Result};

/// A geometry, by where it is in the bytes of a row.
pub(super) struct Blob<'b> {
    payload: Payload<'b>,
    range: Range<usize>,
    /// The reference system of its layer.
    srs: i64,
}

impl<'b> Blob<'b> {
    pub(super) fn new(payload: Payload<'b>, range: Range<usize>, srs: i64) -> Self {
        Self { payload, range, srs }
    }
}

/// The geometry of a feature, which may have none.
impl Source for Option<Blob<'_>> {
    fn convert(self, converter: &mut Converter) -> Result<()> {
        let Some(Blob { payload, range, srs }) = self else {
            converter.no_geometry();
            return Ok(());
        };
        let bytes = payload.bytes()?;
        let blob = bytes.get(range).unwrap_or_default();
        let (header, rest) = Header::of(blob)?;
        // 0 and −1 are the undefined systems, which careless programs write.
        if !matches!(header.srs, 0 | -1) && i64::from(header.srs) != srs {
            return Err(Error::new(format!(
                "its geometry is in the reference system {}, and its layer in {srs}",
                header.srs
            ))
            .with_hint("write the layer anew in one reference system: ogr2ogr out.gpkg IN"));
        }
        if header.is_empty && rest.is_empty() {
            converter.empty(&Place::ROOT);
            return Ok(());
        }
        Wkb(rest).convert(converter)
    }
}

/// What precedes the well-known binary.
#[derive(Debug, PartialEq)]
struct Header {
    srs: i32,
    is_empty: bool,
}

impl Header {
    /// The header of a geometry, and what follows it.
    fn of(blob: &[u8]) -> Result<(Self, &[u8])> {
        const EXTENDED: u8 = 0x20;
        let damaged = |what: &str| {
            error_at(&Place::ROOT, what).with_hint("the file is damaged, or was written by a faulty program")
        };
        let Some(&[b'G', b'P', 0, flags, a, b, c, d]) = blob.first_chunk::<8>() else {
            return Err(damaged("its geometry is not as a GeoPackage has it"));
        };
        if flags & EXTENDED != 0 {
            return Err(error_at(
                &Place::ROOT,
                "its geometry is of a type of an extension, which is not read",
            )
            .with_hint("make a usual one of it: ogr2ogr -nlt CONVERT_TO_LINEAR out.gpkg IN"));
        }
        let numbers = match flags >> 1 & 7 {
            0 => 0,
            1 => 4,
            2 | 3 => 6,
            4 => 8,
            _ => return Err(damaged("the envelope of its geometry is of no kind there is")),
        };
        let rest = blob.get(8 + numbers * size_of::<f64>()..);
        let srs = if flags & 1 == 1 {
            i32::from_le_bytes([a, b, c, d])
        } else {
            i32::from_be_bytes([a, b, c, d])
        };
        let is_empty = flags & 0x10 != 0;
        let rest = rest.ok_or_else(|| damaged("its geometry ends too early"))?;
        Ok((Self { srs, is_empty }, rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_in_both_byte_orders() {
        let header = |bytes: &[u8]| Header::of(bytes).map(|(header, rest)| (header, rest.len()));
        let little = [b"GP\0\x01\xe6\x10\0\0".as_slice(), &[7; 3]].concat();
        assert_eq!(
            header(&little).unwrap(),
            (
                Header {
                    srs: 4326,
                    is_empty: false
                },
                3
            )
        );
        let big = [b"GP\0\x12\xff\xff\xff\xff".as_slice(), &[0; 32], &[7; 2]].concat();
        assert_eq!(
            header(&big).unwrap(),
            (
                Header {
                    srs: -1,
                    is_empty: true
                },
                2
            )
        );
        for (bytes, what) in [
            (b"".as_slice(), "not as a GeoPackage has it"),
            (b"GP\x01\0\0\0\0\0", "not as a GeoPackage has it"),
            (b"XX\0\0\0\0\0\0", "not as a GeoPackage has it"),
            (b"GP\0\x0a\0\0\0\0", "of no kind"),
            (b"GP\0\x02\0\0\0\0short", "ends too early"),
            (b"GP\0\x21\0\0\0\0", "of an extension"),
        ] {
            let error = header(bytes).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        }
    }
}
