//! Settings in TOML that are laid over others: a file says only what it changes.

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::case::toml_error;
use crate::{Error, Result};

/// Settings that are complete, and which of them the upper file leaves as they were.
#[derive(Debug)]
pub(crate) struct Layered {
    pub table: Table,
    /// As `section.key`.
    pub untouched: Vec<String>,
}

/// What a file says it is laid over.
pub(crate) const EXTENDS: &str = "extends";

/// The name that a file gives as what it extends.
///
/// # Errors
///
/// If the text is no TOML, or `extends` no text.
pub(crate) fn extended(text: &str) -> Result<Option<String>> {
    let table: Table = toml::from_str(text).map_err(|e| toml_error(&e, text))?;
    match table.get(EXTENDS) {
        None => Ok(None),
        Some(Value::String(name)) => Ok(Some(name.clone())),
        Some(_) => Err(Error::new("`extends` must be a name in quotes")),
    }
}

/// The settings of `base` with those of `text` in their place; `T` says which keys and values there may be, `fits`
/// what else a value must keep to beside the one that it replaces.
///
/// # Errors
///
/// At the first line whose key is unknown or whose value does not do.
pub(crate) fn layered<T: DeserializeOwned>(
    base: &Table,
    text: &str,
    fits: impl Fn(&Value, &Value) -> Result<(), String>,
) -> Result<Layered> {
    let mut upper: Table = toml::from_str(text).map_err(|e| toml_error(&e, text))?;
    upper.remove(EXTENDS);
    let spans = DeTable::parse(text).map_err(|e| toml_error(&e, text))?;
    let at = |path: &[String], error: String| {
        let start = span_start(spans.get_ref(), path);
        let line = text[..start].matches('\n').count() + 1;
        Error::new(error).position(format!("line {line}, key `{}`", path.join(".")))
    };
    let mut table = base.clone();
    for path in leaves(&upper, base) {
        let Some(new) = get(&upper, &path) else { continue };
        if let Some(old) = get(base, &path) {
            fits(old, new).map_err(|what| at(&path, what))?;
        }
        set(&mut table, &path, new.clone());
        // One key after the other, so that the error is about this one.
        T::deserialize(Value::Table(table.clone())).map_err(|e| at(&path, e.message().to_owned()))?;
    }
    let untouched = leaves(base, base)
        .into_iter()
        .filter(|path| get(&upper, path).is_none())
        .map(|path| path.join("."))
        .collect();
    Ok(Layered { table, untouched })
}

/// The paths of all values, of whole tables where `base` has none.
fn leaves(table: &Table, base: &Table) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for (key, value) in table {
        match (value, base.get(key)) {
            (Value::Table(inner), Some(Value::Table(below))) => {
                for mut path in leaves(inner, below) {
                    path.insert(0, key.clone());
                    paths.push(path);
                }
            }
            _ => paths.push(vec![key.clone()]),
        }
    }
    paths
}

fn get<'a>(table: &'a Table, path: &[String]) -> Option<&'a Value> {
    match path {
        [] => None,
        [key] => table.get(key),
        [key, rest @ ..] => get(table.get(key)?.as_table()?, rest),
    }
}

fn set(table: &mut Table, path: &[String], value: Value) {
    match path {
        [] => {}
        [key] => {
            table.insert(key.clone(), value);
        }
        [key, rest @ ..] => {
            if let Some(Value::Table(inner)) = table.get_mut(key) {
                set(inner, rest, value);
            }
        }
    }
}

/// Where the key of a path starts in the text.
fn span_start(table: &DeTable, path: &[String]) -> usize {
    let Some((key, rest)) = path.split_first() else {
        return 0;
    };
    let found = table.iter().find(|(known, _)| known.get_ref() == key.as_str());
    match found.map(|(known, value)| (known.span().start, value.get_ref())) {
        None => 0,
        Some((_, DeValue::Table(inner))) if !rest.is_empty() => span_start(inner, rest),
        Some((start, _)) => start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Shape {
        top: u8,
        part: Part,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Part {
        a: String,
        b: String,
    }

    fn over(text: &str) -> Result<Layered> {
        let base = toml::from_str("top = 1\n[part]\na = 'x'\nb = 'y'").unwrap();
        layered::<Shape>(&base, text, |_, new| match new.as_str() {
            Some("bad") => Err("is bad".into()),
            _ => Ok(()),
        })
    }

    #[test]
    fn what_a_file_says_replaces_what_was_there() {
        let both = over("extends = 'base'\n[part]\nb = 'z'").unwrap();
        assert_eq!(both.table["part"]["b"].as_str(), Some("z"));
        assert_eq!(both.table["top"].as_integer(), Some(1));
        assert_eq!(both.untouched, ["top", "part.a"]);
    }

    #[test]
    fn errors_name_line_and_key() {
        for (text, place) in [
            ("\n[part]\nc = 'z'", "line 3, key `part.c`: unknown field `c`"),
            ("[part]\na = 'z'\nb = 3", "line 3, key `part.b`: invalid type"),
            ("top = 300", "line 1, key `top`: "),
            ("[other]\na = 1", "line 1, key `other`: unknown field"),
            ("part = 3", "line 1, key `part`: invalid type"),
            ("part.a = 'bad'", "line 1, key `part.a`: is bad"),
            ("top = = 1", "line 1: "),
        ] {
            let error = over(text).unwrap_err().to_string();
            assert!(error.starts_with(place), "{error}");
        }
    }
}
