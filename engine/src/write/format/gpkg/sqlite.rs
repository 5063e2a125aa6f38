//! A database of SQLite 3, written once (<https://www.sqlite.org/fileformat2.html>): tables whose rows come in the order of
//! their numbers, and indexes that fit on a page.

use std::io;

use crate::files::{FIRST_CHANGE, MARK, MARK_OF_DATABASE};

/// A page, in bytes.
const PAGE: usize = 4096;
/// The header of the database is at the start of the first page.
const HEADER: usize = 100;
/// The head of a page with rows.
const LEAF: Node = Node { kind: 0x0d, head: 8 };
/// The head of a page that leads to others.
const INTERIOR: Node = Node { kind: 0x05, head: 12 };
/// The head of a page with keys of an index.
const KEYS: Node = Node { kind: 0x0a, head: 8 };
/// What is stored of a row on its page at most; longer ones go on elsewhere.
const MOST_LOCAL: usize = PAGE - 35;
const LEAST_LOCAL: usize = (PAGE - 12) * 32 / 255 - 23;
/// What of a row is on another page.
const OVERFLOW: usize = PAGE - 4;

/// What a page is.
#[derive(Clone, Copy)]
struct Node {
    kind: u8,
    head: usize,
}

/// A value of a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'v> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'v str),
    Blob(&'v [u8]),
}

/// Values one after another, as rows and keys have them.
pub(super) fn record(values: &[Value<'_>]) -> Vec<u8> {
    let (mut kinds, mut body) = (Vec::new(), Vec::new());
    for value in values {
        let kind = match value {
            Value::Null => 0,
            Value::Integer(0) => 8,
            Value::Integer(1) => 9,
            Value::Integer(number) => integer(*number, &mut body),
            Value::Real(number) => {
                body.extend(number.to_be_bytes());
                7
            }
            Value::Text(text) => {
                body.extend(text.bytes());
                13 + 2 * text.len() as u64
            }
            Value::Blob(bytes) => {
                body.extend(*bytes);
                12 + 2 * bytes.len() as u64
            }
        };
        varint(kind, &mut kinds);
    }
    // The length of the head counts itself.
    let own = if kinds.len() < 127 { 1 } else { 2 };
    let mut record = Vec::with_capacity(own + kinds.len() + body.len());
    varint((own + kinds.len()) as u64, &mut record);
    record.extend(kinds);
    record.extend(body);
    record
}

/// Adds an integer in as few bytes as it needs; which kind of value that is.
fn integer(number: i64, body: &mut Vec<u8>) -> u64 {
    const WIDTHS: [(usize, u64); 6] = [(1, 1), (2, 2), (3, 3), (4, 4), (6, 5), (8, 6)];
    let fits =
        |bytes: usize| bytes == 8 || (-(1_i64 << (8 * bytes - 1))..1 << (8 * bytes - 1)).contains(&number);
    let (bytes, kind) = WIDTHS
        .into_iter()
        .find(|(bytes, _)| fits(*bytes))
        .unwrap_or((8, 6));
    body.extend(&number.to_be_bytes()[8 - bytes..]);
    kind
}

/// Adds a number, seven bits a byte, the highest first.
fn varint(number: u64, out: &mut Vec<u8>) {
    if number >> 56 != 0 {
        // The ninth byte has eight bits.
        let high = (1..9).rev().map(|place| (number >> (1 + 7 * place)) as u8 | 0x80);
        out.extend(high);
        out.push(number as u8);
        return;
    }
    let places = (1..8).rev().filter(|place| number >> (7 * place) != 0);
    out.extend(places.map(|place| (number >> (7 * place)) as u8 | 0x80));
    out.push(number as u8 & 0x7f);
}

/// A database in the making.
pub(super) struct Database {
    pages: Pages,
    /// Type, name, table, root and definition of tables and indexes.
    schema: Vec<(&'static str, String, String, u32, Option<String>)>,
}

impl Database {
    pub(super) fn new() -> Self {
        let mut pages = Pages(Vec::new());
        pages.allocate();
        Self {
            pages,
            schema: Vec::new(),
        }
    }

    /// Adds a table of rows, in the order of their numbers.
    pub(super) fn table(
        &mut self,
        name: &str,
        definition: String,
        rows: impl Iterator<Item = (i64, Vec<u8>)>,
    ) -> io::Result<()> {
        let mut tree = Tree::new(&mut self.pages);
        for (number, record) in rows {
            tree.row(number, &record)?;
        }
        let root = tree.finish(None)?;
        self.schema
            .push(("table", name.to_owned(), name.to_owned(), root, Some(definition)));
        Ok(())
    }

    /// Adds what the table before needs for a key or for values that are unique: keys in their order.
    pub(super) fn index(&mut self, number: usize, keys: &[Vec<u8>]) -> io::Result<()> {
        let table = self
            .schema
            .last()
            .map(|(_, _, table, ..)| table.clone())
            .unwrap_or_default();
        let cells: Vec<Vec<u8>> = keys
            .iter()
            .map(|key| {
                let mut cell = Vec::new();
                varint(key.len() as u64, &mut cell);
                cell.extend(key);
                cell
            })
            .collect();
        let root = self.pages.allocate();
        self.pages.write(root, KEYS, &cells, None)?;
        let name = format!("sqlite_autoindex_{table}_{number}");
        self.schema.push(("index", name, table, root, None));
        Ok(())
    }

    /// The database; `application` and `version` are what it says of its use.
    pub(super) fn finish(mut self, application: [u8; 4], version: u32) -> io::Result<Vec<u8>> {
        let mut tree = Tree::new(&mut self.pages);
        for (number, (kind, name, table, root, definition)) in (1..).zip(&self.schema) {
            let row = record(&[
                Value::Text(kind),
                Value::Text(name),
                Value::Text(table),
                Value::Integer((*root).into()),
                definition.as_deref().map_or(Value::Null, Value::Text),
            ]);
            tree.row(number, &row)?;
        }
        tree.finish(Some(FIRST))?;
        let count = self.pages.count();
        let mut bytes = self.pages.0;
        header(&mut bytes, count, application, version);
        Ok(bytes)
    }
}

/// The number of the page with the header and the root of the schema.
const FIRST: u32 = 1;

/// Writes the header of a database of so many pages.
fn header(bytes: &mut [u8], count: u32, application: [u8; 4], version: u32) {
    const PROGRAM: u32 = 3_045_000;
    const SCHEMA_FORMAT: u32 = 4;
    const UTF_8: u32 = 1;
    /// A rollback journal is how both readers and writers use it, no bytes of pages are reserved, and shares of pages are as
    /// they must be.
    const FIXED: [u8; 6] = [1, 1, 0, 64, 32, 32];
    let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
    put(0, b"SQLite format 3\0");
    put(16, &(PAGE as u16).to_be_bytes());
    put(18, &FIXED);
    for (at, number) in [
        (24, FIRST_CHANGE),
        (28, count),
        (40, 1),
        (44, SCHEMA_FORMAT),
        (56, UTF_8),
        (60, version),
        (92, FIRST_CHANGE),
        (96, PROGRAM),
    ] {
        put(at, &number.to_be_bytes());
    }
    put(68, &application);
    // In the free space of the page, which leads to others: between what it has at its start and at its end.
    put(MARK_OF_DATABASE, MARK.as_bytes());
}

/// The pages of a database, numbered from 1.
struct Pages(Vec<u8>);

impl Pages {
    fn count(&self) -> u32 {
        (self.0.len() / PAGE) as u32
    }

    /// The number of a new page.
    fn allocate(&mut self) -> u32 {
        self.0.resize(self.0.len() + PAGE, 0);
        self.count()
    }

    fn page(&mut self, number: u32) -> &mut [u8] {
        let start = (number as usize - 1) * PAGE;
        &mut self.0[start..start + PAGE]
    }

    /// Writes cells to a page; `right` is the last child of a page that leads to others.
    fn write(&mut self, number: u32, node: Node, cells: &[Vec<u8>], right: Option<u32>) -> io::Result<()> {
        let start = if number == FIRST { HEADER } else { 0 };
        let page = self.page(number);
        let mut end = PAGE;
        let mut pointer = start + node.head;
        for cell in cells {
            let room = end.checked_sub(cell.len()).filter(|end| *end >= pointer + 2);
            end = room.ok_or_else(|| io::Error::other("a page of the database is too small"))?;
            page[end..end + cell.len()].copy_from_slice(cell);
            page[pointer..pointer + 2].copy_from_slice(&(end as u16).to_be_bytes());
            pointer += 2;
        }
        page[start] = node.kind;
        page[start + 3..start + 5].copy_from_slice(&(cells.len() as u16).to_be_bytes());
        page[start + 5..start + 7].copy_from_slice(&(end as u16).to_be_bytes());
        if let Some(right) = right {
            page[start + 8..start + 12].copy_from_slice(&right.to_be_bytes());
        }
        Ok(())
    }
}

/// A tree of rows in the making.
struct Tree<'p> {
    pages: &'p mut Pages,
    /// The rows of the page that is being filled with their numbers, and what they take.
    leaf: Vec<(i64, Vec<u8>)>,
    taken: usize,
    /// Full pages, and the number of the last row of each.
    full: Vec<(u32, i64)>,
}

impl<'p> Tree<'p> {
    fn new(pages: &'p mut Pages) -> Self {
        Self {
            pages,
            leaf: Vec::new(),
            taken: LEAF.head,
            full: Vec::new(),
        }
    }

    /// Adds a row, after all others.
    fn row(&mut self, number: i64, record: &[u8]) -> io::Result<()> {
        let mut cell = Vec::new();
        varint(record.len() as u64, &mut cell);
        varint(number as u64, &mut cell);
        let here = if record.len() <= MOST_LOCAL {
            record.len()
        } else {
            let even = LEAST_LOCAL + (record.len() - LEAST_LOCAL) % OVERFLOW;
            if even <= MOST_LOCAL { even } else { LEAST_LOCAL }
        };
        let (here, elsewhere) = record.split_at(here);
        cell.extend(here);
        if !elsewhere.is_empty() {
            cell.extend(self.overflow(elsewhere).to_be_bytes());
        }
        if self.taken + cell.len() + 2 > PAGE {
            self.flush(self.leaf.len())?;
        }
        self.taken += cell.len() + 2;
        self.leaf.push((number, cell));
        Ok(())
    }

    /// Writes what has no room beside a row to pages that lead from one to the next; the number of the first.
    fn overflow(&mut self, bytes: &[u8]) -> u32 {
        let first = self.pages.count() + 1;
        let mut chunks = bytes.chunks(OVERFLOW).peekable();
        while let Some(chunk) = chunks.next() {
            let number = self.pages.allocate();
            let next = if chunks.peek().is_some() { number + 1 } else { 0 };
            let page = self.pages.page(number);
            page[..4].copy_from_slice(&next.to_be_bytes());
            page[4..4 + chunk.len()].copy_from_slice(chunk);
        }
        first
    }

    /// Writes a page of the first rows that are waiting.
    fn flush(&mut self, count: usize) -> io::Result<()> {
        let rows = self.leaf.drain(..count);
        let (numbers, cells): (Vec<i64>, Vec<Vec<u8>>) = rows.unzip();
        let number = self.pages.allocate();
        self.pages.write(number, LEAF, &cells, None)?;
        self.full.extend(numbers.last().map(|last| (number, *last)));
        self.taken = LEAF.head;
        Ok(())
    }

    /// Writes the rest; the number of the root, which goes to the first page if that is stated.
    fn finish(mut self, root: Option<u32>) -> io::Result<u32> {
        if self.full.is_empty() {
            if root.is_none() {
                let number = self.pages.allocate();
                let cells: Vec<Vec<u8>> = self.leaf.into_iter().map(|(_, cell)| cell).collect();
                self.pages.write(number, LEAF, &cells, None)?;
                return Ok(number);
            }
            // The first page leads to others in any case, so that it has free space.
            self.flush(self.leaf.len() / 2)?;
        }
        self.flush(self.leaf.len())?;
        // A child takes its number, a key of at most nine bytes and where it is on the page.
        let most = (PAGE - HEADER - INTERIOR.head) / (4 + 9 + 2);
        let mut level = self.full;
        loop {
            let parents = level.len().div_ceil(most + 1);
            // As many children for each, so that none has one alone.
            let share = level.len().div_ceil(parents);
            let mut next = Vec::new();
            for children in level.chunks(share) {
                let Some(((right, last), others)) = children.split_last() else {
                    continue;
                };
                let cell = |(child, key): &(u32, i64)| {
                    let mut cell = child.to_be_bytes().to_vec();
                    varint(*key as u64, &mut cell);
                    cell
                };
                let cells: Vec<Vec<u8>> = others.iter().map(cell).collect();
                let stated = root.filter(|_| parents == 1);
                let number = stated.unwrap_or_else(|| self.pages.allocate());
                self.pages.write(number, INTERIOR, &cells, Some(*right))?;
                next.push((number, *last));
            }
            match next.as_slice() {
                [(number, _)] => return Ok(*number),
                _ => level = next,
            }
        }
    }
}
