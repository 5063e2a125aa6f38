//! Rows as CSV (RFC 4180): the same names and numbers as the JSON, one table a file.
//!
//! Numbers have a full stop for the decimals, no separators and all their digits. Nobody, and what is not known, is
//! an empty cell. A name that a spreadsheet would take for a formula (one that starts with `=`, `+`, `-` or `@`) gets
//! an apostrophe before it, which spreadsheets read as "this is text"; control characters, which a terminal would obey,
//! become `\u{…}`. Who needs such names to the letter takes the JSON.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::printable;
use crate::{Error, Result};

/// A row that knows its columns, so that a table without rows still has a heading.
pub(super) trait Row: Serialize {
    /// The names of its fields, in order.
    const COLUMNS: &'static [&'static str];
}

/// The rows as CSV with a heading row.
pub(super) fn write<R: Row>(rows: &[R]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(R::COLUMNS).map_err(|e| broken(&e))?;
    for row in rows {
        let Value::Object(fields) = serde_json::to_value(row).map_err(|e| broken(&e))? else {
            return Err(broken(&"a row is not a record"));
        };
        writer
            .write_record(cells(&fields, R::COLUMNS))
            .map_err(|e| broken(&e))?;
    }
    let bytes = writer.into_inner().map_err(|e| broken(&e))?;
    String::from_utf8(bytes).map_err(|e| broken(&e))
}

fn cells(fields: &Map<String, Value>, columns: &[&str]) -> Vec<String> {
    columns
        .iter()
        .map(|column| fields.get(*column).map(cell).unwrap_or_default())
        .collect()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => guarded(text),
        // `Display` of a double has all digits and no exponent.
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
        // A list of names.
        Value::Array(items) => guarded(&items.iter().map(plain).collect::<Vec<_>>().join("; ")),
        other => plain(other),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn guarded(text: &str) -> String {
    let text = printable(text);
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text
    }
}

/// Writing to memory does not fail; if it did, this would say so.
fn broken(error: &impl ToString) -> Error {
    Error::new(format!("cannot write the table: {}", error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Named {
        name: &'static str,
        area_km2: Option<f64>,
    }

    impl Row for Named {
        const COLUMNS: &'static [&'static str] = &["name", "area_km2"];
    }

    #[test]
    fn names_come_back_whole_and_are_no_formulas() {
        let names = ["a,b", "a\"b", "a\nb", "=1+1", "@x", "-", "Aghdam"];
        let rows = names.map(|name| Named {
            name,
            area_km2: Some(1e-12),
        });
        let text = write(&rows).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let back: Vec<(String, String)> = reader.deserialize().map(Result::unwrap).collect();
        let read: Vec<&str> = back.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(read, ["a,b", "a\"b", "a\nb", "'=1+1", "'@x", "'-", "Aghdam"]);
        assert_eq!(back[0].1, "0.000000000001");
    }

    #[test]
    fn a_table_without_rows_still_says_its_columns() {
        assert_eq!(write::<Named>(&[]).unwrap(), "name,area_km2\n");
        let unknown = Named {
            name: "A",
            area_km2: None,
        };
        assert_eq!(write(&[unknown]).unwrap(), "name,area_km2\nA,\n");
    }
}
