//! What separates the cells of a table, and whether a text is a table at all.

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::names::{GEOMETRIES, LATITUDES, LONGITUDES, named};
use crate::read::format::wkt;

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A reader of the rows of a table, the header first.
pub(super) fn reader(bytes: &[u8], separator: u8) -> Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(separator).flexible(true).has_headers(false);
    builder.from_reader(bytes)
}

/// What separates the cells of a table that starts with these bytes; none where it is no table.
pub(super) fn separator(head: &[u8]) -> Option<u8> {
    if head.contains(&0) || matches!(head.trim_ascii_start(), [b'{' | b'[' | b'<' | 0x1e, ..]) {
        return None;
    }
    let starts = SEPARATORS.map(|separator| Start::of(head, separator));
    let maps = starts.iter().filter(|start| start.is_map());
    // Where a wrong separator gives such a table as well, it has fewer columns.
    let map = maps.max_by_key(|start| (start.is_even, start.header.len()));
    let other = || starts.iter().find(|start| start.is_table());
    map.or_else(other).map(|start| start.separator)
}

/// How a table starts if its cells are separated so.
struct Start {
    separator: u8,
    header: Vec<String>,
    row: Option<Vec<String>>,
    /// Whether the first row has as many cells as the header, as far as it can be seen.
    is_even: bool,
}

impl Start {
    fn of(head: &[u8], separator: u8) -> Self {
        let mut rows = reader(head, separator).into_byte_records();
        let cells = |record: ByteRecord| {
            record
                .iter()
                .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
                .collect()
        };
        let mut next = || rows.next().and_then(Result::ok).map(cells);
        let (header, row): (Vec<String>, Option<Vec<String>>) = (next().unwrap_or_default(), next());
        let may_go_on = rows.reader().position().byte() >= head.len() as u64;
        let is_even = row.as_ref().is_some_and(|row| match row.len() {
            cells if cells < header.len() => may_go_on,
            cells => cells == header.len(),
        });
        Self {
            separator,
            header,
            row,
            is_even,
        }
    }

    /// Whether it has geometries.
    fn is_map(&self) -> bool {
        let has = |names: &[&str]| named(&self.header, names).is_some();
        self.row.iter().flatten().any(|cell| wkt::recognises(cell))
            || has(&GEOMETRIES) && self.has_names()
            || has(&LONGITUDES) && has(&LATITUDES)
    }

    /// Whether it is a table, though one without geometries.
    fn is_table(&self) -> bool {
        self.header.len() > 1 && self.is_even && self.has_names()
    }

    fn has_names(&self) -> bool {
        self.header.iter().all(|name| is_name(name))
    }
}

/// Whether a text may be the name of a column.
fn is_name(text: &str) -> bool {
    const LONGEST: usize = 64;
    let is_letter = |c: char| c.is_alphanumeric() || "_-. :%#()/".contains(c);
    text.chars().count() <= LONGEST
        && text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_row_may_be_longer_than_what_is_looked_at() {
        let row = format!("\"POLYGON (({}", "46 39;1\t2,".repeat(500));
        for separator_of in [',', ';', '\t'] {
            let text = format!("WKT{separator_of}name{separator_of}date\n{row}");
            assert_eq!(separator(&text.as_bytes()[..4096]), Some(separator_of as u8));
        }
    }

    #[test]
    fn other_texts_are_no_tables() {
        for text in [
            "",
            " \n",
            "{\"a\": 1, \"b\": 2}\n{\"a\": 1, \"b\": 2}\n",
            "[1,2]\n[1,2]\n",
            "<a>,<b>\n<a>,<b>\n",
            "// map, of it\n// map, of it\n",
            "\"type\": \"Feature\", \"x\": 1\n\"type\": \"Feature\", \"x\": 1\n",
            "1,2\n3,4\n",
            "hello, world",
            "hello\nworld\n",
            "GEOGCS[\"x\",DATUM[\"y\"]]",
        ] {
            assert_eq!(separator(text.as_bytes()), None, "{text}");
        }
    }
}
