//! The pages of a column: headers, and what was packed.

use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use super::damage::{broken, unread};
use super::footer::Chunk;
use super::thrift::{Fields, structure, take};
use crate::Result;

/// Bytes of the file, or unpacked ones.
#[derive(Clone)]
pub(super) enum Bytes<'b> {
    File(&'b [u8]),
    Unpacked(Arc<Vec<u8>>, Range<usize>),
}

impl Bytes<'_> {
    pub(super) fn as_slice(&self) -> &[u8] {
        match self {
            Self::File(bytes) => bytes,
            Self::Unpacked(bytes, range) => bytes.get(range.clone()).unwrap_or_default(),
        }
    }

    /// A part of them.
    pub(super) fn part(&self, part: Range<usize>) -> Option<Self> {
        match self {
            Self::File(bytes) => bytes.get(part).map(Self::File),
            Self::Unpacked(bytes, range) => {
                let part = range.start.checked_add(part.start)?..range.start.checked_add(part.end)?;
                (part.start <= part.end && part.end <= range.end).then(|| Self::Unpacked(bytes.clone(), part))
            }
        }
    }
}

/// A page of a column.
pub(super) struct Page<'b> {
    pub(super) kind: Kind,
    /// How many values it has, with those that are null.
    pub(super) count: usize,
    pub(super) encoding: i64,
    pub(super) bytes: Bytes<'b>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Dictionary,
    /// Levels are packed with the values, after their length.
    Data,
    /// Levels of this length precede the values, and are in `levels`.
    DataWithLevels {
        levels: usize,
    },
}

/// Unpacked, a file may be so many times as large …
const MOST_TIMES: usize = 100;
/// … or of this size in bytes, whichever is more, so that a small file cannot fill the memory.
const MOST_UNCHECKED: usize = 1 << 28;

/// Unpacks the pages of a file.
pub(super) struct Unpacker<'b> {
    file: &'b [u8],
    room: usize,
}

impl<'b> Unpacker<'b> {
    pub(super) fn of(file: &'b [u8]) -> Self {
        let room = file.len().saturating_mul(MOST_TIMES).max(MOST_UNCHECKED);
        Self { file, room }
    }

    /// The pages of a chunk but those of indexes.
    pub(super) fn pages(&mut self, chunk: Chunk) -> Result<Vec<Page<'b>>> {
        let end = chunk.start.checked_add(chunk.length);
        let bytes = end.and_then(|end| self.file.get(chunk.start..end));
        let mut rest = bytes.ok_or_else(|| broken("the values of a column lie outside of it"))?;
        let mut pages = Vec::new();
        while !rest.is_empty() {
            let header = structure(&mut rest).ok_or_else(|| broken("the header of a page is damaged"))?;
            let packed = header.size(3).and_then(|size| take(&mut rest, size));
            let packed = packed.ok_or_else(|| broken("a page is cut short"))?;
            pages.extend(self.page(&header, packed, chunk.codec)?);
        }
        Ok(pages)
    }

    fn page(&mut self, header: &Fields<'b>, packed: &'b [u8], codec: i64) -> Result<Option<Page<'b>>> {
        let damaged = || broken("the header of a page is damaged");
        let size = header.size(2).ok_or_else(damaged)?;
        let (kind, fields, encoding) = match header.integer(1) {
            Some(0) => (Kind::Data, header.fields(5), 2),
            Some(2) => (Kind::Dictionary, header.fields(7), 2),
            Some(3) => {
                let fields = header.fields(8).ok_or_else(damaged)?;
                // There are no lists, and so no levels of repetition.
                let levels = fields.size(5).ok_or_else(damaged)?;
                (Kind::DataWithLevels { levels }, Some(fields), 4)
            }
            _ => return Ok(None),
        };
        let fields = fields.ok_or_else(damaged)?;
        let bytes = match kind {
            Kind::DataWithLevels { levels } => {
                let codec = if fields.flag(7) == Some(false) {
                    PLAIN
                } else {
                    codec
                };
                self.after_levels(packed, levels, size, codec)?
            }
            _ => self.unpacked(packed, size, codec)?,
        };
        Ok(Some(Page {
            kind,
            count: fields.size(1).ok_or_else(damaged)?,
            encoding: fields.integer(encoding).ok_or_else(damaged)?,
            bytes,
        }))
    }

    /// Levels as they are, then values, which alone are packed.
    fn after_levels(
        &mut self,
        packed: &'b [u8],
        levels: usize,
        size: usize,
        codec: i64,
    ) -> Result<Bytes<'b>> {
        if codec == PLAIN {
            return self.unpacked(packed, size, codec);
        }
        let cut = || broken("the levels of a page are cut short");
        let (levels, values) = packed.split_at_checked(levels).ok_or_else(cut)?;
        let values = match size.checked_sub(levels.len()).ok_or_else(cut)? {
            0 => Bytes::File(&[]),
            size => self.unpacked(values, size, codec)?,
        };
        let all = [levels, values.as_slice()].concat();
        let length = all.len();
        Ok(Bytes::Unpacked(Arc::new(all), 0..length))
    }

    fn unpacked(&mut self, packed: &'b [u8], size: usize, codec: i64) -> Result<Bytes<'b>> {
        let name = match codec {
            PLAIN if size == packed.len() => return Ok(Bytes::File(packed)),
            PLAIN => return Err(broken("a page is of another size than it states")),
            1 | 2 => "",
            3 => "LZO",
            4 => "Brotli",
            5 | 7 => "LZ4",
            6 => "Zstandard",
            _ => {
                return Err(broken(format!(
                    "its pages are packed by method {codec}, which is none"
                )));
            }
        };
        if !name.is_empty() {
            return unread(format!(
                "its pages are packed by {name}; Snappy, gzip and none are read"
            ));
        }
        let left = self.room.checked_sub(size);
        self.room =
            left.ok_or_else(|| broken(format!("unpacked, it is more than {MOST_TIMES} times as large")))?;
        let unpacked = if codec == 1 {
            snappy(packed, size)
        } else {
            gzip(packed, size)
        };
        let unpacked = unpacked.filter(|unpacked| unpacked.len() == size);
        let unpacked = unpacked.ok_or_else(|| broken("a packed page is damaged"))?;
        Ok(Bytes::Unpacked(Arc::new(unpacked), 0..size))
    }
}

/// Pages that are not packed.
const PLAIN: i64 = 0;

fn snappy(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let stated = snap::raw::decompress_len(packed).ok()?;
    (stated == size).then(|| snap::raw::Decoder::new().decompress_vec(packed).ok())?
}

fn gzip(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    let limit = size as u64 + 1;
    flate2::read::MultiGzDecoder::new(packed)
        .take(limit)
        .read_to_end(&mut unpacked)
        .ok()?;
    Some(unpacked)
}
