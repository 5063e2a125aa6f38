//! The table of properties, dBASE III with texts in UTF-8.

use std::io;

use hashbrown::HashMap;

use crate::write::names::distinct;
use crate::write::sheet::{Cell, ColumnKind, Row, Sheet};

/// The longest name and text, in bytes.
const NAME: usize = 10;
pub(super) const LONGEST: usize = 254;
/// What a number takes.
const REAL: usize = 24;

/// The columns of a table.
pub(super) struct Fields(Vec<Field>);

struct Field {
    name: String,
    kind: ColumnKind,
    /// The letter of its type.
    letter: u8,
    width: usize,
    decimals: u8,
    /// Whether texts in it are cut.
    is_cut: bool,
}

impl Fields {
    pub(super) fn of(sheet: &Sheet<'_>) -> Self {
        let names = sheet.columns.iter().map(|column| column.name.as_str());
        let names = distinct(names, &[], |name, free| beginning(name, NAME - free).to_owned());
        let columns = sheet.columns.iter().zip(names).enumerate();
        let fields = columns.map(|(place, (column, name))| {
            let cells = sheet.rows.iter().map(|row| &row.cells[place]);
            let longest = cells.map(length).max().unwrap_or(0);
            let (letter, width, decimals) = match column.kind {
                ColumnKind::Boolean => (b'L', 1, 0),
                ColumnKind::Integer => (b'N', longest.max(1), 0),
                ColumnKind::Real => (b'N', REAL, 15),
                ColumnKind::Date => (b'D', 8, 0),
                ColumnKind::Text | ColumnKind::Json => (b'C', longest.clamp(1, LONGEST), 0),
            };
            Field {
                name,
                kind: column.kind,
                letter,
                width,
                decimals,
                is_cut: letter == b'C' && longest > LONGEST,
            }
        });
        Self(fields.collect())
    }

    /// Refuses texts that differ and would be the same once they are cut: two controllers would become one.
    pub(super) fn check(&self, sheet: &Sheet<'_>) -> io::Result<()> {
        for place in self.cut() {
            let texts = sheet.rows.iter().filter_map(|row| match &row.cells[place] {
                Cell::Text(text) => Some(text.as_str()),
                _ => None,
            });
            let mut whole: HashMap<&str, &str> = HashMap::new();
            for text in texts {
                if *whole.entry(beginning(text, LONGEST)).or_insert(text) != text {
                    return Err(io::Error::other(format!(
                        "a shapefile has room for {LONGEST} bytes of a text, and two of `{}` differ only after that; choose \
                         another format, such as .gpkg",
                        sheet.columns[place].name
                    )));
                }
            }
        }
        Ok(())
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|field| field.name.as_str())
    }

    /// The places of the columns whose texts are cut.
    pub(super) fn cut(&self) -> impl Iterator<Item = usize> {
        let fields = self.0.iter().enumerate();
        fields.filter(|(_, field)| field.is_cut).map(|(place, _)| place)
    }
}

/// How many bytes a value takes as text.
fn length(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.len(),
        Cell::Integer(number) => number.to_string().len(),
        _ => 0,
    }
}

/// The table of some features.
pub(super) fn table(Fields(fields): &Fields, rows: &[&Row<'_>]) -> io::Result<Vec<u8>> {
    const VERSION: u8 = 3;
    /// The day of the last change, which no output states.
    const DAY: [u8; 3] = [70, 1, 1];
    const HEAD_END: u8 = 0x0d;
    const END: u8 = 0x1a;
    /// Before each row that is not deleted.
    const PRESENT: u8 = b' ';
    let too_many = |_| {
        io::Error::other("a shapefile has no room for so many columns; choose another format, such as .gpkg")
    };
    let head = u16::try_from(32 * (fields.len() + 1) + 1).map_err(too_many)?;
    let width = 1 + fields.iter().map(|field| field.width).sum::<usize>();
    let width = u16::try_from(width).map_err(too_many)?;
    let mut out = vec![VERSION];
    out.extend(DAY);
    out.extend((rows.len() as u32).to_le_bytes());
    out.extend(head.to_le_bytes());
    out.extend(width.to_le_bytes());
    out.resize(32, 0);
    for field in fields {
        let start = out.len();
        out.extend(field.name.bytes());
        out.resize(start + 11, 0);
        out.push(field.letter);
        out.resize(start + 16, 0);
        out.extend([field.width as u8, field.decimals]);
        out.resize(start + 32, 0);
    }
    out.push(HEAD_END);
    for row in rows {
        out.push(PRESENT);
        for (field, cell) in fields.iter().zip(&row.cells) {
            value(field, cell, &mut out);
        }
    }
    out.push(END);
    Ok(out)
}

fn value(field: &Field, cell: &Cell, out: &mut Vec<u8>) {
    let end = out.len() + field.width;
    let number = |text: String, out: &mut Vec<u8>| {
        out.resize(end.saturating_sub(text.len()).max(out.len()), b' ');
        out.extend(text.bytes());
    };
    match cell {
        Cell::Null if field.kind == ColumnKind::Boolean => out.push(b'?'),
        Cell::Null => {}
        Cell::Boolean(flag) => out.push(if *flag { b'T' } else { b'F' }),
        Cell::Integer(integer) => number(integer.to_string(), out),
        Cell::Real(real) => number(digits(*real), out),
        Cell::Text(day) if field.kind == ColumnKind::Date => {
            out.extend(day.bytes().filter(u8::is_ascii_digit));
        }
        Cell::Text(text) => out.extend(beginning(text, LONGEST).bytes()),
    }
    out.resize(end, b' ');
}

/// All digits of a number, of a whole one with a point, and with an exponent where there would be many zeros.
fn digits(number: f64) -> String {
    format!("{number:?}")
}

/// The longest beginning of a text of at most so many bytes.
fn beginning(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_letters() {
        let cut = |bytes: usize| beginning("näé", bytes);
        assert_eq!(
            [0, 1, 2, 3, 4, 5, 9].map(cut),
            ["", "n", "n", "nä", "nä", "näé", "näé"]
        );
    }
}
