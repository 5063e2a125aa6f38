//! Tables of FlatBuffers (<https://flatbuffers.dev/internals/>), read where they are, with every offset checked.

use std::ops::Range;

use crate::error::ErrorKind;
use crate::{Error, Result};

/// A table in a buffer.
#[derive(Clone, Copy)]
pub(super) struct Table<'b> {
    buffer: &'b [u8],
    at: usize,
    /// Where its fields are, relative to it; 0 for those that it has not.
    fields: &'b [u8],
}

impl<'b> Table<'b> {
    /// The table that a buffer is of.
    pub(super) fn root(buffer: &'b [u8]) -> Result<Self> {
        Self::referred(buffer, 0)
    }

    /// The table that the offset at this place leads to.
    fn referred(buffer: &'b [u8], place: usize) -> Result<Self> {
        let at = follow(buffer, place)?;
        let back = i64::from(i32::from_le_bytes(array(buffer, at)?));
        let start = usize::try_from(at as i64 - back).map_err(|_| damaged())?;
        let size = usize::from(u16::from_le_bytes(array(buffer, start)?));
        let fields = start.checked_add(size).and_then(|end| buffer.get(start + 4..end));
        let fields = fields.ok_or_else(damaged)?;
        Ok(Self { buffer, at, fields })
    }

    /// Where a field is, by its index in the schema; none if the table does not have it.
    fn field(&self, index: usize) -> Option<usize> {
        let offset = self.fields.get(2 * index..2 * index + 2)?;
        match u16::from_le_bytes([offset[0], offset[1]]) {
            0 => None,
            offset => Some(self.at + usize::from(offset)),
        }
    }

    /// The bytes of a number.
    pub(super) fn number<const N: usize>(&self, index: usize) -> Result<Option<[u8; N]>> {
        self.field(index).map(|at| array(self.buffer, at)).transpose()
    }

    /// Where the items of a list are, each of a size.
    fn items(&self, index: usize, size: usize) -> Result<Range<usize>> {
        let Some(place) = self.field(index) else {
            return Ok(0..0);
        };
        let at = follow(self.buffer, place)?;
        let count = u32::from_le_bytes(array(self.buffer, at)?) as usize;
        let start = at + size_of::<u32>();
        let end = count
            .checked_mul(size)
            .and_then(|length| start.checked_add(length));
        let end = end.filter(|&end| end <= self.buffer.len()).ok_or_else(damaged)?;
        Ok(start..end)
    }

    /// The bytes of a list whose items are of a size; none if there is no list.
    pub(super) fn list(&self, index: usize, size: usize) -> Result<Option<&'b [u8]>> {
        let items = self.items(index, size)?;
        Ok(self.field(index).and(self.buffer.get(items)))
    }

    /// A text.
    pub(super) fn text(&self, index: usize) -> Result<Option<&'b str>> {
        let bytes = self.list(index, 1)?;
        bytes
            .map(|bytes| str::from_utf8(bytes).map_err(|_| damaged()))
            .transpose()
    }

    /// A table in this one.
    pub(super) fn table(&self, index: usize) -> Result<Option<Self>> {
        self.field(index)
            .map(|place| Self::referred(self.buffer, place))
            .transpose()
    }

    /// A list of tables.
    pub(super) fn tables(
        &self,
        index: usize,
    ) -> Result<impl ExactSizeIterator<Item = Result<Self>> + use<'b>> {
        let items = self.items(index, size_of::<u32>())?;
        let buffer = self.buffer;
        Ok(items
            .step_by(size_of::<u32>())
            .map(move |place| Self::referred(buffer, place)))
    }
}

/// Where the offset at a place leads to.
fn follow(buffer: &[u8], place: usize) -> Result<usize> {
    let offset = u32::from_le_bytes(array(buffer, place)?) as usize;
    place.checked_add(offset).ok_or_else(damaged)
}

fn array<const N: usize>(buffer: &[u8], at: usize) -> Result<[u8; N]> {
    buffer
        .get(at..)
        .and_then(<[u8]>::first_chunk)
        .copied()
        .ok_or_else(damaged)
}

/// The error for what is not as FlatGeobuf has it.
fn damaged() -> Error {
    broken("an offset or size in it is wrong")
}

/// The error for a file that is not as it was written.
pub(super) fn broken(message: impl Into<String>) -> Error {
    Error::new(message)
        .of_kind(ErrorKind::Syntax)
        .with_hint("the file is damaged or cut short, or was written by a faulty program")
}
