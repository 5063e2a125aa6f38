//! The pages of a database file.

use crate::error::ErrorKind;
use crate::{Error, Result};

/// How a database file starts.
pub(in crate::read) const MAGIC: &[u8] = b"SQLite format 3\0";

/// The size of the header, which is the start of page 1.
pub(super) const HEADER: usize = 100;

/// Whether changes of a database may be in a file beside it, its write-ahead log: if it is one, and in that mode.
pub(in crate::read) fn may_have_log(bytes: &[u8]) -> bool {
    const WRITE_AHEAD: u8 = 2;
    bytes.starts_with(MAGIC) && bytes.get(19) == Some(&WRITE_AHEAD)
}

/// How text is encoded in a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// The pages of a database file, numbered from 1.
#[derive(Clone, Copy)]
pub(super) struct Pages<'b> {
    bytes: &'b [u8],
    size: usize,
    usable: usize,
    encoding: Encoding,
}

impl<'b> Pages<'b> {
    /// The pages of a file.
    ///
    /// # Errors
    ///
    /// When its header is not that of a database, or the file is shorter than the header says.
    pub(super) fn of(bytes: &'b [u8]) -> Result<Self> {
        let header = bytes
            .get(..HEADER)
            .filter(|header| header.starts_with(MAGIC))
            .ok_or_else(|| damaged("its header is not that of an SQLite database"))?;
        let size = match u16::from_be_bytes([header[16], header[17]]) {
            1 => 1 << 16,
            size => usize::from(size),
        };
        if !size.is_power_of_two() || size < 512 {
            return Err(damaged(format!("its header states pages of {size} bytes")));
        }
        let usable = size - usize::from(header[20]);
        if usable < LEAST_USABLE {
            return Err(damaged(format!("its header states {usable} usable bytes a page")));
        }
        let encoding = match u32_at(header, 56) {
            // 0 is that of a database without a table.
            0 | 1 => Encoding::Utf8,
            2 => Encoding::Utf16Le,
            3 => Encoding::Utf16Be,
            other => return Err(damaged(format!("its header states the text encoding {other}"))),
        };
        let pages = Self {
            bytes,
            size,
            usable,
            encoding,
        };
        let (stated, changes, valid_for) = (u32_at(header, 28), u32_at(header, 24), u32_at(header, 92));
        // Where these differ, an old program wrote the file, which did not keep the number of pages.
        if changes == valid_for && stated as usize > pages.count() {
            return Err(damaged(format!(
                "it ends after {} of {stated} pages",
                pages.count()
            )));
        }
        Ok(pages)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.bytes.len() / self.size
    }

    /// The size of the whole file in bytes.
    pub(super) fn file_size(&self) -> usize {
        self.bytes.len()
    }

    /// How many bytes of a page hold content.
    pub(super) fn usable(&self) -> usize {
        self.usable
    }

    /// How text is encoded.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The content of a page.
    pub(super) fn page(&self, number: u32) -> Result<&'b [u8]> {
        let index = (number as usize).checked_sub(1);
        let start = index
            .filter(|&index| index < self.count())
            .map(|index| index * self.size);
        match start {
            Some(start) => Ok(&self.bytes[start..start + self.usable]),
            None => Err(damaged(format!(
                "it refers to its page {number} of {}",
                self.count()
            ))),
        }
    }
}

/// The least number of usable bytes that the format allows.
const LEAST_USABLE: usize = 480;

/// Which pages were visited.
pub(super) struct Visited(Vec<bool>);

impl Visited {
    /// None of them yet.
    pub(super) fn none(pages: &Pages<'_>) -> Self {
        Self(vec![false; pages.count() + 1])
    }

    /// Visits a page.
    ///
    /// # Errors
    ///
    /// When it was visited already, as in a circle of pages.
    pub(super) fn visit(&mut self, number: u32) -> Result<()> {
        match self.0.get_mut(number as usize) {
            Some(visited) if *visited => Err(damaged(format!("it uses its page {number} twice"))),
            Some(visited) => {
                *visited = true;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

/// A number of four bytes, of bytes that have them.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4]
        .iter()
        .fold(0, |number, &byte| number << 8 | u32::from(byte))
}

/// The error for a file that is not as SQLite writes them.
pub(in crate::read) fn damaged(message: impl Into<String>) -> Error {
    Error::new(message)
        .of_kind(ErrorKind::Syntax)
        .with_hint("the file is damaged or cut short; `sqlite3 FILE 'PRAGMA integrity_check'` says more")
}
