//! Rows as CSV (RFC 4180): the same names and numbers as the JSON, one table a file.
//!
//! Numbers have a full stop for the decimals, no separators and all their digits. Nobody, and what is not known, is
//! an empty cell. A name that a spreadsheet would take for a formula (one that starts with `=`, `+`, `-` or `@`) gets
//! an apostrophe before it, which spreadsheets read as "this is text"; control characters, which a terminal would obey,
//! become `\u{…}`. Who needs such names to the letter takes the JSON.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::json;
use crate::error::printable;

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
    fn a_table_without_rows_still_says_its_columns() {
        assert_eq!(text::<Named>(&[]), "name,area_km2\n");
        let unknown = Named {
            name: "A",
            area_km2: None,
        };
        assert_eq!(text(&[unknown]), "name,area_km2\nA,\n");
    }
}
