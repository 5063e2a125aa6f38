//! Rows as CSV (RFC 4180): the same names and numbers as the JSON, one table a file.
//!
//! Numbers have a full stop for the decimals, no separators and all their digits. Nobody, and what is not known, is
//! an empty cell. A name that a spreadsheet would take for a formula (one that starts with `=`, `+`, `-` or `@`, full-width or
//! small forms of these too, with or without blanks before) gets an apostrophe before it, which spreadsheets read as "this is
//! text"; so does each name of a list. Control characters, which a terminal would obey, and others that cannot be seen become
//! `\u{…}`. Who needs such names to the letter takes the JSON.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::json;
use crate::error::{is_hidden, printable};

/// What formulas start with, in ASCII, full-width and small forms: spreadsheets of East Asia take these for those.
const FORMULA: [char; 12] = [
    '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\u{fe66}', '\u{fe62}', '\u{fe63}',
    '\u{fe6b}',
];

/// The names of the columns of a row: its members in their order, but for those that are records themselves.
pub(in crate::report) fn columns<R: JsonSchema>() -> Vec<String> {
    let schema = json::schema::<R>();
    let members = schema.get("properties").and_then(Value::as_object);
    let is_record = |member: &Value| member.to_string().contains("\"$ref\"");
    let members = members.into_iter().flatten();
    members
        .filter(|(_, member)| !is_record(member))
        .map(|(name, _)| name.clone())
        .collect()
}

/// The rows as CSV with a heading row.
pub(in crate::report) fn write<R: Serialize + JsonSchema>(rows: &[R], out: &mut dyn Write) -> io::Result<()> {
    let columns = columns::<R>();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&columns)?;
    for row in rows {
        let row = serde_json::to_value(row)?;
        writer.write_record(cells(&row, &columns))?;
    }
    let text = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    out.write_all(&text)
}

fn cells(row: &Value, columns: &[String]) -> Vec<String> {
    let member = |column: &String| row.get(column).map(cell).unwrap_or_default();
    columns.iter().map(member).collect()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => guarded(text),
        // `Display` of a double has all digits and no exponent.
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
        // A list of names; where a spreadsheet takes `;` for the end of a cell, each is one.
        Value::Array(items) => {
            let items = items.iter().map(|item| guarded(&plain(item)));
            items.collect::<Vec<_>>().join("; ")
        }
        other => plain(other),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn guarded(text: &str) -> String {
    // A tab or carriage return at the start would be taken off, like a blank.
    let bare = text.trim_start_matches(|c: char| c.is_whitespace() || is_hidden(c));
    let is_formula = bare.starts_with(FORMULA);
    let text = printable(text);
    if is_formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, JsonSchema)]
    struct Named {
        name: &'static str,
        area_km2: Option<f64>,
    }

    fn text<R: Serialize + JsonSchema>(rows: &[R]) -> String {
        let mut text = Vec::new();
        write(rows, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn names_come_back_whole_and_are_no_formulas() {
        let names = ["a,b", "a\"b", "a\nb", "=1+1", "@x", "-", "Aghdam"];
        let rows = names.map(|name| Named {
            name,
            area_km2: Some(1e-12),
        });
        let text = text(&rows);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let back: Vec<(String, String)> = reader.deserialize().map(Result::unwrap).collect();
        let read: Vec<&str> = back.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(read, ["a,b", "a\"b", "a\nb", "'=1+1", "'@x", "'-", "Aghdam"]);
        assert_eq!(back[0].1, "0.000000000001");
    }

    #[test]
    fn formulas_are_text_in_any_width_behind_blanks_and_in_lists() {
        for name in [
            "\u{ff1d}1+1",
            "\u{ff0b}1",
            "\u{ff0d}1",
            "\u{ff20}SUM",
            "\u{fe66}1",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{a0}@x",
            "\u{200b}=1",
            "\u{3000}\u{ff1d}1",
        ] {
            assert!(guarded(name).starts_with('\''), "{name:?}");
        }
        for name in ["1=1", "Nagorno-Karabakh", "−5", "日本", "a\tb"] {
            assert!(!guarded(name).starts_with('\''), "{name:?}");
        }
        assert_eq!(guarded("a\u{9b}b\u{202e}"), "a\\u{9b}b\\u{202e}");
        let list = serde_json::json!(["A", "=B", "\u{ff1d}C"]);
        assert_eq!(cell(&list), "A; '=B; '\u{ff1d}C");
    }

    #[test]
    fn a_table_without_rows_still_says_its_columns() {
        assert_eq!(text::<Named>(&[]), "name,area_km2\n");
        let unknown = Named {
            name: "A",
            area_km2: None,
        };
        assert_eq!(text(&[unknown]), "name,area_km2\nA,\n");
    }
}
