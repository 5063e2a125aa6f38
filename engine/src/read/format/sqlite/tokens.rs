//! The words of an SQL statement.

use super::pages::damaged;
use crate::Result;

/// A word or sign of SQL.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A keyword, name or number.
    Word(String),
    /// A name in quotes.
    Name(String),
    /// A text in single quotes.
    Text(String),
    Sign(char),
}

impl Token {
    /// Whether it is this keyword.
    pub(super) fn is(&self, keyword: &str) -> bool {
        matches!(self, Self::Word(word) if word.eq_ignore_ascii_case(keyword))
    }

    /// What it names, if it may be a name. SQLite takes a text for one.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Word(name) | Self::Name(name) | Self::Text(name) => Some(name),
            Self::Sign(_) => None,
        }
    }
}

/// The tokens of a statement, without comments.
///
/// # Errors
///
/// When a quote or comment has no end.
pub(super) fn tokens(sql: &str) -> Result<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            _ if c.is_whitespace() => after,
            '-' if after.starts_with('-') => after.find('\n').map_or("", |end| &after[end..]),
            '/' if after.starts_with('*') => {
                let end = after[1..].find("*/").ok_or_else(open_end)?;
                &after[end + 3..]
            }
            '\'' | '"' | '`' | '[' => {
                let (text, after) = quoted(after, if c == '[' { ']' } else { c })?;
                tokens.push(if c == '\'' {
                    Token::Text(text)
                } else {
                    Token::Name(text)
                });
                after
            }
            _ if is_of_word(c) => {
                let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..end].to_owned()));
                &rest[end..]
            }
            _ => {
                tokens.push(Token::Sign(c));
                after
            }
        };
    }
    Ok(tokens)
}

/// A text up to its closing quote, and what follows. A quote is written twice where it does not close.
fn quoted(text: &str, quote: char) -> Result<(String, &str)> {
    let mut inner = String::new();
    let mut rest = text;
    loop {
        let end = rest.find(quote).ok_or_else(open_end)?;
        inner.push_str(&rest[..end]);
        rest = &rest[end + quote.len_utf8()..];
        match rest.strip_prefix(quote) {
            Some(after) if quote != ']' => {
                inner.push(quote);
                rest = after;
            }
            _ => return Ok((inner, rest)),
        }
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '.') || !c.is_ascii()
}

fn open_end() -> crate::Error {
    damaged("the definition of one of its tables is cut short")
}
