//! The columns of a table, by the statement that made it.

use super::pages::damaged;
use super::record::Value;
use super::tokens::{Token, tokens};
use crate::Result;

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Column {
    /// Its name.
    pub(in crate::read) name: String,
    /// Its type as it was declared, in upper case; may be empty.
    pub(in crate::read) declared: String,
    /// What rows have that are older than the column.
    pub(super) default: Value<'static>,
    /// Whether rows have no value of it: it is computed.
    pub(in crate::read) is_virtual: bool,
}

/// As what SQLite holds the values of a column, if it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Affinity {
    Integer,
    Text,
    Blob,
    Real,
    Numeric,
}

impl Column {
    /// As what values are held, by the rules of SQLite (<https://www.sqlite.org/datatype3.html>, section 3.1).
    pub(in crate::read) fn affinity(&self) -> Affinity {
        let has = |parts: &[&str]| parts.iter().any(|part| self.declared.contains(part));
        if has(&["INT"]) {
            Affinity::Integer
        } else if has(&["CHAR", "CLOB", "TEXT"]) {
            Affinity::Text
        } else if self.declared.is_empty() || has(&["BLOB"]) {
            Affinity::Blob
        } else if has(&["REAL", "FLOA", "DOUB"]) {
            Affinity::Real
        } else {
            Affinity::Numeric
        }
    }
}

/// The columns of a table, and which of them is its key.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) columns: Vec<Column>,
    /// The column that is another name of the number of a row.
    pub(super) key: Option<usize>,
    /// Whether rows are held in an index instead of a table.
    pub(super) without_rows: bool,
}

/// More of them SQLite does not make.
const MOST: usize = 2000;

/// The columns that `CREATE TABLE` states.
pub(super) fn columns(sql: &str) -> Result<Definition> {
    let tokens = tokens(sql)?;
    let unknown = || damaged("the definition of one of its tables is not as SQLite has them");
    let open = tokens.iter().position(|token| *token == Token::Sign('('));
    let (parts, rest) = open
        .and_then(|open| parts(&tokens[open + 1..]))
        .ok_or_else(unknown)?;
    if parts.len() > MOST {
        return Err(damaged(format!("one of its tables has more than {MOST} columns")));
    }
    let mut columns = Vec::new();
    let mut key = None;
    for part in parts {
        if let Some(name) = single_key(part) {
            key = columns
                .iter()
                .position(|column: &Column| column.name.eq_ignore_ascii_case(name));
        } else if !is_constraint(part) {
            let is_key = part
                .windows(2)
                .any(|pair| pair[0].is("PRIMARY") && pair[1].is("KEY"));
            columns.push(column(part).ok_or_else(unknown)?);
            key = if is_key { Some(columns.len() - 1) } else { key };
        }
    }
    Ok(Definition {
        key: key.filter(|&key| columns[key].declared == "INTEGER"),
        columns,
        without_rows: rest
            .windows(2)
            .any(|pair| pair[0].is("WITHOUT") && pair[1].is("ROWID")),
    })
}

/// The parts between commas up to the closing parenthesis, and what follows it.
fn parts(tokens: &[Token]) -> Option<(Vec<&[Token]>, &[Token])> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (i, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') if depth > 0 => depth -= 1,
            Token::Sign(')') => {
                parts.push(&tokens[start..i]);
                return Some((parts, &tokens[i + 1..]));
            }
            Token::Sign(',') if depth == 0 => {
                parts.push(&tokens[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    None
}

/// Whether it is a constraint of the table, not a column.
fn is_constraint(part: &[Token]) -> bool {
    const STARTS: [&str; 5] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
    part.first()
        .is_some_and(|first| STARTS.iter().any(|start| first.is(start)))
}

/// The column of a constraint that is a primary key of one column.
fn single_key(part: &[Token]) -> Option<&str> {
    let after_name = match part {
        [constraint, _, rest @ ..] if constraint.is("CONSTRAINT") => rest,
        part => part,
    };
    match after_name {
        [primary, _, Token::Sign('('), name, Token::Sign(')'), ..] if primary.is("PRIMARY") => name.name(),
        [primary, _, Token::Sign('('), name, how, Token::Sign(')'), ..]
            if primary.is("PRIMARY") && how.name().is_some() =>
        {
            name.name()
        }
        _ => None,
    }
}

fn column(part: &[Token]) -> Option<Column> {
    const AFTER_TYPE: [&str; 10] = [
        "CONSTRAINT",
        "PRIMARY",
        "NOT",
        "NULL",
        "UNIQUE",
        "CHECK",
        "DEFAULT",
        "COLLATE",
        "REFERENCES",
        "GENERATED",
    ];
    let (name, rest) = part.split_first()?;
    let ends_type = |token: &Token| token.is("AS") || AFTER_TYPE.iter().any(|keyword| token.is(keyword));
    let end = rest.iter().position(ends_type).unwrap_or(rest.len());
    let (declared, constraints) = rest.split_at(end);
    let words = declared.iter().map_while(Token::name);
    let outer = outside_parentheses(constraints);
    Some(Column {
        name: name.name()?.to_owned(),
        declared: words.collect::<Vec<_>>().join(" ").to_ascii_uppercase(),
        default: default(constraints),
        is_virtual: outer.iter().any(|token| token.is("AS")) && !outer.iter().any(|token| token.is("STORED")),
    })
}

fn outside_parentheses(tokens: &[Token]) -> Vec<&Token> {
    let mut depth = 0_usize;
    let outside = tokens.iter().filter(|token| {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    outside.collect()
}

/// The value that `DEFAULT` states; null where it is computed, which SQLite refuses for columns that are added later.
fn default(constraints: &[Token]) -> Value<'static> {
    let after = constraints.iter().position(|token| token.is("DEFAULT"));
    let stated = after.map_or(&[][..], |at| &constraints[at + 1..]);
    let number = |word: &str, sign: i64| -> Value<'static> {
        match (word.parse::<i64>(), word.parse::<f64>()) {
            (Ok(number), _) => Value::Integer(sign * number),
            (_, Ok(number)) if number.is_finite() => Value::Real(sign as f64 * number),
            _ => Value::Null,
        }
    };
    match stated {
        [Token::Text(text) | Token::Name(text), ..] => Value::Text(text.clone().into()),
        [word, ..] if word.is("TRUE") => Value::Integer(1),
        [word, ..] if word.is("FALSE") => Value::Integer(0),
        [Token::Sign('-'), Token::Word(word), ..] => number(word, -1),
        [Token::Word(word), ..] | [Token::Sign('+'), Token::Word(word), ..] => number(word, 1),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_in_any_statement() {
        let sql = r#"CREATE TABLE "odd ""name""" ( -- a comment, with a comma
            "fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON,
            [a b] TEXT(20) DEFAULT 'it''s', /* , */ `n` MEDIUMINT DEFAULT -5, d DOUBLE PRECISION DEFAULT (1.5),
            ok BOOLEAN DEFAULT TRUE CHECK (ok IN (0, 1)), twice INTEGER GENERATED ALWAYS AS (n * 2) VIRTUAL,
            held INT AS (n + 1) STORED, untyped, 'text' VARCHAR(5) COLLATE NOCASE,
            CONSTRAINT one UNIQUE (geom, n), FOREIGN KEY (n) REFERENCES other(n))"#;
        let found = columns(sql).unwrap();
        let shown: Vec<_> = found
            .columns
            .iter()
            .map(|c| (c.name.as_str(), c.declared.as_str(), c.affinity(), c.is_virtual))
            .collect();
        assert_eq!(
            shown,
            [
                ("fid", "INTEGER", Affinity::Integer, false),
                ("geom", "MULTIPOLYGON", Affinity::Numeric, false),
                ("a b", "TEXT", Affinity::Text, false),
                ("n", "MEDIUMINT", Affinity::Integer, false),
                ("d", "DOUBLE PRECISION", Affinity::Real, false),
                ("ok", "BOOLEAN", Affinity::Numeric, false),
                ("twice", "INTEGER", Affinity::Integer, true),
                ("held", "INT", Affinity::Integer, false),
                ("untyped", "", Affinity::Blob, false),
                ("text", "VARCHAR", Affinity::Text, false),
            ]
        );
        assert_eq!((found.key, found.without_rows), (Some(0), false));
        let defaults: Vec<_> = found.columns.into_iter().map(|column| column.default).collect();
        assert_eq!(defaults[2], Value::Text("it's".into()));
        assert_eq!(defaults[3], Value::Integer(-5));
        assert_eq!(defaults[5], Value::Integer(1));
    }

    #[test]
    fn the_key_may_be_a_constraint() {
        let key = |sql: &str| columns(sql).unwrap().key;
        assert_eq!(
            key("CREATE TABLE t (a TEXT, b INTEGER, PRIMARY KEY (b))"),
            Some(1)
        );
        assert_eq!(
            key("CREATE TABLE t (a TEXT, b INTEGER, CONSTRAINT k PRIMARY KEY (\"B\" AUTOINCREMENT))"),
            Some(1)
        );
        assert_eq!(
            key("CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (a, b))"),
            None
        );
        assert_eq!(key("CREATE TABLE t (a INT PRIMARY KEY)"), None);
        assert!(
            columns("CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID")
                .unwrap()
                .without_rows
        );
    }

    #[test]
    fn what_is_cut_short_is_an_error() {
        for sql in [
            "",
            "CREATE TABLE t",
            "CREATE TABLE t (a",
            "CREATE TABLE t ('a",
            "CREATE TABLE t (/* a",
            "x (,)",
        ] {
            assert!(columns(sql).is_err(), "{sql}");
        }
    }
}
