//! Errors of the JSON parser.

use crate::Error;

/// The error of the JSON parser, reworded where that helps; `before` is the text before the document.
pub(super) fn error(error: &serde_json::Error, before: &[u8]) -> Error {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let text = text
        .strip_suffix(&format!(" at line {line} column {column}"))
        .unwrap_or(&text);
    let placed = |what: String| Error::new(what).at_position(place(line, column, before));
    if error.is_eof() {
        return placed(format!("the text ends too early: {text}")).with_hint("the file is cut short");
    }
    match text {
        "number out of range" => placed("a number is out of range".into())
            .with_hint("coordinates are degrees of longitude and latitude"),
        "invalid unicode code point" => placed("the text is not UTF-8".into()).with_hint("save it as UTF-8"),
        "recursion limit exceeded" => placed("it is nested too deeply".into()),
        _ if error.is_data() => placed(text.to_string()),
        _ => placed(format!("this is not JSON: {text}"))
            .with_hint("NaN, Infinity, comments and commas before a closing bracket are not part of JSON"),
    }
}

/// The place in the whole text of a line and column, counted from 1, of what comes after `before`.
fn place(line: usize, column: usize, before: &[u8]) -> String {
    let lines = || before.split(|b| *b == b'\n');
    let column = match line {
        1 => column + lines().next_back().map_or(0, <[u8]>::len),
        _ => column,
    };
    format!("line {}, column {column}", lines().count() - 1 + line)
}
