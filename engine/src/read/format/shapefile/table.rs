//! The table of a shapefile: `.dbf`, as the versions 3 to 5 of dBASE and Visual `FoxPro` write it.

use std::borrow::Cow;

use jiff::{Span, civil};
use serde_json::{Map, Number, Value};

use super::encoding::Text;
use crate::error::ErrorKind;
use crate::{Error, Result, memory};

const HEADER: usize = 32;
const FIELD: usize = 32;
/// The version, the lower bits of the first byte, that has another header.
const DBASE_7: u8 = 4;
/// Ends the list of fields.
const END_OF_FIELDS: u8 = 0x0d;
/// Starts a row that was deleted.
const DELETED: u8 = b'*';

/// A table.
pub(super) struct Table<'b> {
    fields: Vec<Field>,
    rows: &'b [u8],
    row_length: usize,
    count: usize,
    text: Text,
}

/// A field: a column.
struct Field {
    name: String,
    kind: u8,
    /// Where it is in a row, and how many bytes it has.
    start: usize,
    length: usize,
}

impl<'b> Table<'b> {
    /// The table that some bytes are; `cpg` names its encoding.
    ///
    /// # Errors
    ///
    /// When it is damaged or cut short, has two fields of one name, is in an encoding that is not known, or needs more memory
    /// than there is.
    pub(super) fn open(bytes: &'b [u8], cpg: Option<&[u8]>) -> Result<Self> {
        /// What a value takes in memory at least.
        const VALUE: u64 = 64;
        let header: &[u8; HEADER] = bytes.first_chunk().ok_or_else(|| damaged("it has no header"))?;
        let count = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
        let start = usize::from(u16::from_le_bytes([header[8], header[9]]));
        let row_length = usize::from(u16::from_le_bytes([header[10], header[11]]));
        if header[0] & 7 == DBASE_7 {
            return Err(
                Error::new("the table of its properties (.dbf) is of dBASE 7, which is not read")
                    .of_kind(ErrorKind::Syntax)
                    .with_hint("write the shapefile anew: ogr2ogr out.shp IN"),
            );
        }
        let text = Text::stated(cpg, header[29])?;
        let described = bytes
            .get(HEADER..start)
            .ok_or_else(|| damaged("its header is cut short"))?;
        let fields = fields(described, row_length, text)?;
        let length = count.checked_mul(row_length);
        let rows = length.and_then(|length| bytes[start..].get(..length));
        let rows = rows.ok_or_else(|| damaged(&format!("it should have {count} rows, and is cut short")))?;
        if row_length == 0 && count > 0 {
            return Err(damaged("its rows have no length"));
        }
        let values = count as u64 * fields.len() as u64;
        memory::require(values * VALUE, || format!("a table of {count} rows"))?;
        Ok(Self {
            fields,
            rows,
            row_length,
            count,
            text,
        })
    }

    /// How many rows it has, deleted ones included.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Whether its text is in an encoding that nothing states, and is not UTF-8.
    pub(super) fn is_guessed(&self) -> bool {
        self.text == Text::Guessed && std::str::from_utf8(self.rows).is_err()
    }

    /// The values of a row by the names of their fields; none if it was deleted.
    ///
    /// # Errors
    ///
    /// When a text is not in the encoding of the table.
    pub(super) fn row(&self, index: usize) -> Result<Option<Map<String, Value>>> {
        let row = self.rows.get(index * self.row_length..).unwrap_or_default();
        let row = row.get(..self.row_length).unwrap_or_default();
        if row.first() == Some(&DELETED) {
            return Ok(None);
        }
        let mut values = Map::with_capacity(self.fields.len());
        for field in &self.fields {
            let bytes = row
                .get(field.start..field.start + field.length)
                .unwrap_or_default();
            let value = field
                .value(bytes, self.text)
                .ok_or_else(|| self.undecoded(field, index))?;
            values.insert(field.name.clone(), value);
        }
        Ok(Some(values))
    }

    fn undecoded(&self, field: &Field, row: usize) -> Error {
        let what = match self.text {
            Text::Ascii(page) => format!("the text is in code page {page}, which is not read"),
            Text::Stated(encoding) => format!("the text is not in {}", encoding.name()),
            Text::Guessed => "the text cannot be read".to_owned(),
        };
        Error::new(what)
            .of_kind(ErrorKind::Syntax)
            .in_feature(format!("feature {row}"))
            .at_position(format!("`{}`", field.name))
            .with_hint("name its encoding in a file .cpg beside the .shp, such as 1251, or save it as UTF-8")
    }
}

/// The fields that a header describes.
fn fields(described: &[u8], row_length: usize, text: Text) -> Result<Vec<Field>> {
    let described = described
        .chunks_exact(FIELD)
        .take_while(|field| field[0] != END_OF_FIELDS);
    let mut fields: Vec<Field> = Vec::new();
    let mut known = hashbrown::HashSet::new();
    // The first byte of a row tells whether it was deleted.
    let mut start = 1;
    for (described, length) in described.clone().zip(lengths(described, row_length)) {
        let name = described[..11]
            .split(|byte| *byte == 0)
            .next()
            .unwrap_or_default();
        let name = text.decode(name).unwrap_or_else(|| String::from_utf8_lossy(name));
        let name = name.trim().to_owned();
        if length == 0 {
            return Err(damaged(&format!("its field `{name}` has no length")));
        }
        if !known.insert(name.clone()) {
            return Err(damaged(&format!("it has two fields `{name}`")));
        }
        fields.push(Field {
            name,
            kind: described[11],
            start,
            length,
        });
        start += length;
    }
    if start > row_length.max(1) {
        return Err(damaged("its fields are longer than its rows"));
    }
    Ok(fields)
}

/// The lengths of fields. Some programs put the higher byte of that of a long text where others have decimals; the length of
/// a row tells.
fn lengths<'d>(described: impl Iterator<Item = &'d [u8]> + Clone, row_length: usize) -> Vec<usize> {
    let short = described.clone().map(|field| usize::from(field[16]));
    let long = described.map(|field| match field[11] {
        b'C' => usize::from(u16::from_le_bytes([field[16], field[17]])),
        _ => usize::from(field[16]),
    });
    if short.clone().sum::<usize>() + 1 != row_length && long.clone().sum::<usize>() + 1 == row_length {
        return long.collect();
    }
    short.collect()
}

impl Field {
    /// What the bytes of the field are; null where they are blank or what cannot be read, none where text cannot be decoded.
    fn value(&self, bytes: &[u8], text: Text) -> Option<Value> {
        let value = match self.kind {
            b'N' | b'F' => number(bytes),
            b'L' => match bytes.first() {
                Some(b'T' | b't' | b'Y' | b'y') => Value::Bool(true),
                Some(b'F' | b'f' | b'N' | b'n') => Value::Bool(false),
                _ => Value::Null,
            },
            b'D' => date(bytes).map_or(Value::Null, Value::String),
            b'I' | b'+' => bytes
                .first_chunk()
                .map_or(Value::Null, |four| i32::from_le_bytes(*four).into()),
            b'O' | b'B' if bytes.len() == 8 => bytes
                .first_chunk()
                .map_or(Value::Null, |eight| f64::from_le_bytes(*eight).into()),
            b'Y' => bytes.first_chunk().map_or(Value::Null, |eight| {
                (i64::from_le_bytes(*eight) as f64 / 1e4).into()
            }),
            b'@' | b'T' => moment(bytes).map_or(Value::Null, Value::String),
            // Texts and pictures in other files.
            b'M' | b'G' | b'P' | b'B' | b'0' => Value::Null,
            _ => {
                let end = bytes.iter().rposition(|byte| !matches!(byte, b' ' | 0));
                let filled = &bytes[..end.map_or(0, |last| last + 1)];
                match text.decode(filled)? {
                    Cow::Borrowed("") => Value::Null,
                    text => Value::String(text.into_owned()),
                }
            }
        };
        Some(value)
    }
}

/// A number in digits; blank or asterisks, which programs write where it is too long, are null.
fn number(bytes: &[u8]) -> Value {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\0');
    if let Ok(integer) = text.parse::<i64>() {
        return integer.into();
    }
    let number = text.replace(',', ".").parse().ok().and_then(Number::from_f64);
    number.map_or(Value::Null, Value::Number)
}

/// A date of eight digits as people write it: 1994-05-12.
fn date(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let is_date = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) && text != "00000000";
    is_date.then(|| format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))
}

/// A day, counted as astronomers do, and milliseconds since its midnight.
fn moment(bytes: &[u8]) -> Option<String> {
    /// The Julian day of 1 January 1970.
    const EPOCH: i64 = 2_440_588;
    const MILLISECONDS: i64 = 86_400_000;
    let day = i64::from(i32::from_le_bytes(*bytes.first_chunk()?));
    let time = i64::from(i32::from_le_bytes(*bytes.get(4..)?.first_chunk()?));
    if day == 0 {
        return None;
    }
    let since = (day - EPOCH).checked_mul(MILLISECONDS)?.checked_add(time)?;
    let since = Span::new().try_milliseconds(since).ok()?;
    let moment = civil::date(1970, 1, 1).at(0, 0, 0, 0).checked_add(since).ok()?;
    Some(moment.to_string())
}

fn damaged(what: &str) -> Error {
    Error::new(format!("the table of its properties (.dbf) is damaged: {what}")).of_kind(ErrorKind::Syntax)
}

/// Tables for tests.
#[cfg(test)]
pub(super) mod testing {
    /// A table: fields by name, type and length, and rows as they are in the file, each with its first byte.
    pub(in super::super) fn dbf(fields: &[(&str, u8, u8)], rows: &[&[u8]]) -> Vec<u8> {
        let start = 32 + 32 * fields.len() as u16 + 1;
        let length: u16 = 1 + fields
            .iter()
            .map(|(_, _, length)| u16::from(*length))
            .sum::<u16>();
        let mut bytes = vec![3, 95, 7, 26];
        bytes.extend((rows.len() as u32).to_le_bytes());
        bytes.extend([start, length].map(u16::to_le_bytes).concat());
        bytes.resize(32, 0);
        for (name, kind, length) in fields {
            let mut field = name.as_bytes().to_vec();
            field.resize(11, 0);
            field.extend([*kind, 0, 0, 0, 0, *length]);
            field.resize(32, 0);
            bytes.extend(field);
        }
        bytes.push(super::END_OF_FIELDS);
        for row in rows {
            bytes.extend(*row);
        }
        bytes.push(0x1a);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::testing::dbf;
    use super::*;

    fn error(bytes: &[u8]) -> String {
        let table = Table::open(bytes, None);
        table.err().map_or_else(String::new, |e| e.to_string())
    }

    #[test]
    fn values_have_the_types_of_their_fields() {
        let fields = [
            ("name", b'C', 6),
            ("n", b'N', 5),
            ("f", b'F', 6),
            ("l", b'L', 1),
            ("d", b'D', 8),
            ("i", b'I', 4),
            ("o", b'O', 8),
            ("t", b'@', 8),
            ("m", b'M', 10),
        ];
        let mut full = b" Shusha   12  1.50T19940512".to_vec();
        full.extend((-7_i32).to_le_bytes());
        full.extend(2.5_f64.to_le_bytes());
        full.extend([2_449_485_i32, 43_200_000].map(i32::to_le_bytes).concat());
        full.extend(b"         1");
        let mut blank = b"            ******?00000000".to_vec();
        blank[6] = 0;
        blank.resize(full.len(), 0);
        let deleted = [b"*", &full[1..]].concat();
        let bytes = dbf(&fields, &[&full, &deleted, &blank]);
        let table = Table::open(&bytes, None).unwrap();
        assert_eq!(table.count(), 3);
        let row = |index| table.row(index).unwrap().map(Value::Object);
        assert_eq!(
            row(0).unwrap(),
            json!({"name": "Shusha", "n": 12, "f": 1.5, "l": true, "d": "1994-05-12", "i": -7, "o": 2.5,
                "t": "1994-05-12T12:00:00", "m": null})
        );
        assert_eq!(row(1), None);
        assert_eq!(
            row(2).unwrap(),
            json!({"name": null, "n": null, "f": null, "l": null, "d": null, "i": 0, "o": 0.0, "t": null, "m": null})
        );
    }

    #[test]
    fn text_is_in_the_encoding_of_the_table() {
        let read = |bytes: &[u8], cpg: Option<&str>| {
            let table = Table::open(bytes, cpg.map(str::as_bytes)).unwrap();
            (
                table.row(0).map(|row| row.unwrap()["n"].clone()),
                table.is_guessed(),
            )
        };
        let bytes = dbf(&[("n", b'C', 4)], &[b" K\xf6ln"]);
        assert_eq!(read(&bytes, None), (Ok(json!("Köln")), true));
        assert_eq!(read(&bytes, Some("1252")), (Ok(json!("Köln")), false));
        let error = read(&bytes, Some("UTF-8")).0.unwrap_err().to_string();
        assert!(
            error.starts_with("feature 0, `n`: the text is not in UTF-8"),
            "{error}"
        );
    }

    #[test]
    fn long_texts_are_told_by_the_length_of_rows() {
        let mut row = vec![b' '; 301];
        row[300] = b'x';
        let mut bytes = dbf(&[("n", b'C', 44)], &[&row]);
        bytes[32 + 17] = 1;
        bytes[10..12].copy_from_slice(&301_u16.to_le_bytes());
        let table = Table::open(&bytes, None).unwrap();
        let text = table.row(0).unwrap().unwrap()["n"].as_str().map(str::len);
        assert_eq!(text, Some(300));
    }

    #[test]
    fn damage_is_named_and_does_not_panic() {
        let whole = dbf(
            &[("a", b'C', 2), ("d", b'D', 8)],
            &[b" xy19940512", b"*xy19940512"],
        );
        for (at, byte, what) in [
            (4, 200, "it should have 200 rows"),
            (8, 255, "its header is cut short"),
            (10, 3, "its fields are longer than its rows"),
            (32 + 16, 0, "its field `a` has no length"),
            (32, b'd', "it has two fields `d`"),
            (0, 4, "dBASE 7"),
        ] {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            assert!(error(&bytes).contains(what), "{}", error(&bytes));
        }
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[at] ^= 1 << bit;
                for bytes in [&bytes[..], &bytes[..at]] {
                    if let Ok(table) = Table::open(bytes, None) {
                        (0..table.count().min(100)).for_each(|row| drop(table.row(row)));
                    }
                }
            }
        }
    }
}
