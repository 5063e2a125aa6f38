//! Errors as data.

use landshift::{Error, ErrorKind, OptionName};
use serde_json::json;

/// The result of work that can fail.
pub type Result<T> = landshift::Result<T>;

/// An error as JSON, its options named as in JavaScript.
pub fn record(error: &Error) -> Vec<u8> {
    let record = json!({
        "kind": error.kind().name(),
        "message": error.message(),
        "file": error.file(),
        "feature": error.feature(),
        "position": error.position(),
        "place": error.place(),
        "hint": error.hint().map(|hint| hint.text(option)),
        "text": error.text(option),
    });
    record.to_string().into_bytes()
}

/// An option as JavaScript spells it: `date_pattern` is `datePattern`.
pub fn option(option: OptionName) -> String {
    let mut words = option.name().split('_');
    let first = words.next().unwrap_or_default().to_owned();
    let name = words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(word.len().min(1));
        name + &initial.to_uppercase() + rest
    });
    format!("`{name}`")
}

/// The error of an option with a value that cannot be used.
pub fn of_option(message: impl Into<String>) -> Error {
    Error::new(message).of_kind(ErrorKind::Options)
}

/// A value that is no such thing, and what there is.
pub fn none_of(option: &str, value: &str, known: &[&str]) -> Error {
    let hint = format!("there are: {}", known.join(", "));
    of_option(format!("`{value}` is no {option}")).with_hint(hint)
}
