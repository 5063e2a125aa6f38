//! The words, values and signs of a condition.

use std::fmt;

use crate::error::ErrorKind;
use crate::{Error, Result};

/// An error at a letter of a condition, from 1.
pub(super) fn error(at: usize, what: impl fmt::Display) -> Error {
    Error::new(format!("letter {at} of the condition: {what}")).of_kind(ErrorKind::Options)
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A word of the language, or the name of a property.
    Word(String),
    /// The name of a property, in double quotes.
    Quoted(String),
    Text(String),
    Number(f64),
    Sign(&'static str),
}

/// A token, and at which letter of the condition it begins, from 1.
pub(super) type Placed = (Token, usize);

/// Longer ones first.
const SIGNS: [&str; 10] = ["<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ","];

/// All tokens of a condition.
///
/// # Errors
///
/// When a quote does not end, or a letter means nothing here.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>> {
    let mut rest = text;
    let mut tokens = Vec::new();
    loop {
        rest = rest.trim_start();
        let at = text[..text.len() - rest.len()].chars().count() + 1;
        let Some(first) = rest.chars().next() else {
            return Ok(tokens);
        };
        let (token, length) = match first {
            '\'' | '"' => {
                let (inside, length) = quoted(rest, first).ok_or_else(|| {
                    error(at, "this quote does not end").with_hint("a quote inside text is written twice")
                })?;
                let token = if first == '"' { Token::Quoted } else { Token::Text };
                (token(inside), length)
            }
            _ => match SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
                Some(sign) => (Token::Sign(sign), sign.len()),
                None => word(rest, at)?,
            },
        };
        tokens.push((token, at));
        rest = &rest[length..];
    }
}

/// What is between quotes, and how many bytes it is with them.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut inside = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != quote {
            inside.push(letter);
        } else if letters.next_if(|(_, next)| *next == quote).is_some() {
            inside.push(quote);
        } else {
            return Some((inside, at + 1));
        }
    }
    None
}

/// A word or a number.
fn word(rest: &str, at: usize) -> Result<(Token, usize)> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '@' | '+' | '-');
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let word = &rest[..end];
    let is_number = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    if !is_number && !word.is_empty() {
        return Ok((Token::Word(word.to_owned()), end));
    }
    match word.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((Token::Number(number), end)),
        _ if word.is_empty() => Err(error(at, "this sign means nothing in a condition")),
        _ => Err(error(at, format!("`{word}` is no number")).with_hint(
            "put text into single quotes, and names of properties that begin with a digit into double quotes",
        )),
    }
}
