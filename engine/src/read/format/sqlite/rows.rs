//! The rows of a table, in the order of its b-tree.

use super::pages::{HEADER, Pages, Visited, damaged, u32_at};
use super::payload::Payload;
use super::record::varint;
use crate::Result;

/// A row of a table.
pub(super) struct Row<'b> {
    /// Its key.
    pub(super) id: i64,
    /// Its values.
    pub(super) payload: Payload<'b>,
}

/// The rows of a table; it ends at the first error.
pub(super) struct Rows<'b> {
    pages: Pages<'b>,
    visited: Visited,
    /// From the root to where it is.
    way: Vec<Node<'b>>,
    /// The page to go to next.
    next: Option<u32>,
}

/// A page of a b-tree.
struct Node<'b> {
    page: &'b [u8],
    is_leaf: bool,
    /// Where the pointers to its cells start.
    pointers: usize,
    cells: usize,
    /// The cell to go to next.
    next: usize,
    /// How many bytes cells may take that were not looked at; cells that overlap exceed it.
    room: usize,
}

const INTERIOR: u8 = 5;
const LEAF: u8 = 13;

impl<'b> Rows<'b> {
    /// Those of the table whose b-tree starts at this page.
    pub(super) fn of(pages: Pages<'b>, root: u32) -> Self {
        Self {
            visited: Visited::none(&pages),
            pages,
            way: Vec::new(),
            next: Some(root),
        }
    }

    fn enter(&mut self, number: u32) -> Result<()> {
        self.visited.visit(number)?;
        let page = self.pages.page(number)?;
        let start = if number == 1 { HEADER } else { 0 };
        let (is_leaf, size) = match page[start] {
            INTERIOR => (false, 12),
            LEAF => (true, 8),
            other => {
                return Err(damaged(format!(
                    "its page {number} should hold rows of a table, but is of type {other}"
                )));
            }
        };
        let cells = usize::from(u16_at(page, start + 3));
        let pointers = start + size;
        if pointers + 2 * cells > page.len() {
            return Err(damaged(format!(
                "its page {number} has no room for {cells} cells"
            )));
        }
        self.way.push(Node {
            page,
            is_leaf,
            pointers,
            cells,
            next: 0,
            room: page.len() - pointers - 2 * cells,
        });
        Ok(())
    }

    fn row(&mut self) -> Result<Option<Row<'b>>> {
        loop {
            if let Some(number) = self.next.take() {
                self.enter(number)?;
            }
            let Some(node) = self.way.last_mut() else {
                return Ok(None);
            };
            let index = node.next;
            node.next += 1;
            if node.is_leaf && index < node.cells {
                return node.row(index, self.pages, &mut self.visited).map(Some);
            }
            if node.is_leaf || index > node.cells {
                self.way.pop();
            } else {
                self.next = Some(node.child(index)?);
            }
        }
    }
}

impl<'b> Iterator for Rows<'b> {
    type Item = Result<Row<'b>>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.row();
        if row.is_err() {
            self.way.clear();
        }
        row.transpose()
    }
}

impl<'b> Node<'b> {
    /// The bytes from the start of a cell to the end of the page.
    fn cell(&self, index: usize) -> Result<&'b [u8]> {
        let at = usize::from(u16_at(self.page, self.pointers + 2 * index));
        self.page
            .get(at..)
            .filter(|_| at >= self.pointers)
            .ok_or_else(|| damaged("one of its cells is outside its page"))
    }

    /// The page that a cell of an interior page leads to; that of the last one is in the header.
    fn child(&self, index: usize) -> Result<u32> {
        if index == self.cells {
            return Ok(u32_at(self.page, self.pointers - 4));
        }
        match self.cell(index)? {
            cell if cell.len() >= 4 => Ok(u32_at(cell, 0)),
            _ => Err(damaged("one of its cells is cut short")),
        }
    }

    fn row(&mut self, index: usize, pages: Pages<'b>, visited: &mut Visited) -> Result<Row<'b>> {
        let cut = || damaged("one of its cells is cut short");
        let cell = self.cell(index)?;
        let (length, rest) = varint(cell).ok_or_else(cut)?;
        let (id, start) = varint(rest).ok_or_else(cut)?;
        let payload = Payload::of(pages, visited, start, length)?;
        let size = cell.len() - start.len() + payload.size_in_page();
        self.room = self
            .room
            .checked_sub(size)
            .ok_or_else(|| damaged("some of its cells overlap"))?;
        Ok(Row {
            id: id as i64,
            payload,
        })
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}
