//! What a row holds as bytes: in its page, and in overflow pages where it is long.

use std::borrow::Cow;

use super::pages::{Pages, Visited, damaged, u32_at};
use crate::Result;

/// The bytes of a row, not put together yet.
#[derive(Clone, Copy)]
pub(in crate::read) struct Payload<'b> {
    pages: Pages<'b>,
    /// Those in the page of the row.
    local: &'b [u8],
    length: usize,
    /// The page with those that follow.
    overflow: u32,
}

/// The number of the next page that each overflow page starts with.
const NEXT: usize = 4;

impl<'b> Payload<'b> {
    /// The payload whose bytes start so in a page; its overflow pages are visited.
    pub(super) fn of(pages: Pages<'b>, visited: &mut Visited, start: &'b [u8], length: u64) -> Result<Self> {
        let length = usize::try_from(length)
            .ok()
            .filter(|&length| length <= pages.file_size())
            .ok_or_else(|| damaged(format!("one of its rows should be of {length} bytes")))?;
        let local = local(length, pages.usable());
        let rest = if local < length { NEXT } else { 0 };
        if start.len() < local + rest {
            return Err(damaged("one of its rows reaches beyond its page"));
        }
        let payload = Self {
            pages,
            local: &start[..local],
            length,
            overflow: if rest > 0 { u32_at(start, local) } else { 0 },
        };
        payload.overflow(|page, _| visited.visit(page))?;
        Ok(payload)
    }

    /// How many bytes of its page it takes.
    pub(super) fn size_in_page(&self) -> usize {
        self.local.len() + if self.local.len() < self.length { NEXT } else { 0 }
    }

    /// All its bytes; a copy where they are in several pages.
    pub(in crate::read) fn bytes(&self) -> Result<Cow<'b, [u8]>> {
        if self.local.len() == self.length {
            return Ok(Cow::Borrowed(self.local));
        }
        let mut bytes = Vec::with_capacity(self.length);
        bytes.extend_from_slice(self.local);
        self.overflow(|_, part| {
            bytes.extend_from_slice(part);
            Ok(())
        })?;
        Ok(Cow::Owned(bytes))
    }

    /// Goes through its overflow pages, and what each of them holds of it.
    fn overflow(&self, mut each: impl FnMut(u32, &'b [u8]) -> Result<()>) -> Result<()> {
        let mut left = self.length - self.local.len();
        let mut number = self.overflow;
        while left > 0 {
            let page = self.pages.page(number)?;
            let part = left.min(page.len() - NEXT);
            each(number, &page[NEXT..NEXT + part])?;
            left -= part;
            number = u32_at(page, 0);
        }
        Ok(())
    }
}

/// How many bytes of a payload are in the leaf page of its row (section 1.6 of the file format).
fn local(length: usize, usable: usize) -> usize {
    let most = usable - 35;
    if length <= most {
        return length;
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let fitting = least + (length - least) % (usable - 4);
    if fitting <= most { fitting } else { least }
}
