//! Layered settings in TOML, such as languages and styles: a file holds only what it changes of another one.

mod places;

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

pub use places::{Places, Step};

use crate::error::ErrorKind;
use crate::files::{Files, read_text};
use crate::{Error, Result};

/// Settings that are complete, and which of them the upper file leaves unchanged.
#[derive(Debug)]
struct Layered {
    table: Table,
    /// As `section.key`.
    unchanged: Vec<String>,
}

/// Settings of one kind, some of which are built in.
#[derive(Debug)]
pub struct Family {
    /// What one of them is called, such as `style`.
    pub kind: &'static str,
    /// The names and texts of those that are built in, the complete one first.
    pub files: &'static [(&'static str, &'static str)],
}

impl Family {
    /// The text of one that is built in.
    pub fn built_in(&self, name: &str) -> Option<&'static str> {
        let found = self.files.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| *text)
    }

    /// Those that are built in.
    fn names(&self) -> String {
        let names: Vec<&str> = self.files.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }

    /// The text of one that is built in, by its name, or else of a TOML file among `files`, understood by `parse`.
    ///
    /// # Errors
    ///
    /// If there is neither; those of `parse`, with the file.
    pub fn named<T>(&self, name: &str, files: &dyn Files, parse: impl Fn(&str) -> Result<T>) -> Result<T> {
        let kind = self.kind;
        let of_settings = |e: Error| e.of_kind(ErrorKind::Settings);
        if let Some(text) = self.built_in(name) {
            return parse(text).map_err(of_settings);
        }
        if !files.has(name) {
            let known = self.names();
            return Err(of_settings(Error::new(format!("there is no {kind} `{name}`")))
                .with_hint(format!("choose one of {known} or name a TOML file")));
        }
        let text = read_text(files, name)?;
        parse(&text).map_err(|e| of_settings(e.in_file(files.label(name))))
    }

    /// The complete settings, the first of those that are built in.
    ///
    /// They are read as all others are, by way of a table: every further way from TOML to a type is as much code again.
    ///
    /// # Errors
    ///
    /// When that file is no TOML or lacks something; a test of each family makes sure that it does not.
    pub fn complete<T: DeserializeOwned>(&self) -> Result<T> {
        settings_of(self.complete_table()?)
    }

    fn complete_table(&self) -> Result<Table> {
        toml::from_str(self.files[0].1).map_err(|e| Error::new(e.message()))
    }

    /// The settings of a text over those that it `extends`, or over the complete ones, and which of the complete ones it
    /// leaves unchanged, as `section.key`; none for one that extends others, which leaves out what those state. `fits` says
    /// whether a value may stand in place of another.
    ///
    /// # Errors
    ///
    /// When the text is no TOML, a value does not fit, or there are none to extend of that name.
    pub fn read<T: DeserializeOwned>(&self, text: &str, fits: Fits) -> Result<(T, Vec<String>)> {
        let complete = self.complete_table()?;
        let below = extended(text)?;
        let base = match &below {
            None => complete,
            Some(name) => {
                let file = self.built_in(name).ok_or_else(|| {
                    Error::new(format!("there is no {} `{name}` to extend", self.kind))
                        .with_hint(format!("choose one of {}", self.names()))
                })?;
                layered::<T>(&complete, file, fits)?.table
            }
        };
        let both = layered::<T>(&base, text, fits)?;
        let settings = settings_of(both.table)?;
        let unchanged = if below.is_some() {
            Vec::new()
        } else {
            both.unchanged
        };
        Ok((settings, unchanged))
    }
}

fn settings_of<T: DeserializeOwned>(table: Table) -> Result<T> {
    T::deserialize(Value::Table(table)).map_err(|e| Error::new(e.message()))
}

/// What a value must satisfy, given the one that it replaces.
pub type Fits = fn(&Value, &Value) -> Result<(), String>;

/// The key of what a file extends.
const EXTENDS: &str = "extends";

/// The name that a file gives as what it extends.
///
/// # Errors
///
/// If the text is no TOML, or `extends` no text.
fn extended(text: &str) -> Result<Option<String>> {
    let table: Table = toml::from_str(text).map_err(|e| toml_error(&e, text))?;
    match table.get(EXTENDS) {
        None => Ok(None),
        Some(Value::String(name)) => Ok(Some(name.clone())),
        Some(_) => Err(Places::of(text)
            .error(&[Step::Key(EXTENDS)], "`extends` must be a name in quotes")
            .with_hint("write `extends = \"dark\"`, say")),
    }
}

/// The settings of `base` with those of `text` in their place; `T` has the keys and values that there may be, `fits`
/// what else a value must satisfy, given the one that it replaces.
///
/// # Errors
///
/// At the first line whose key is unknown or whose value cannot be used.
fn layered<T: DeserializeOwned>(base: &Table, text: &str, fits: Fits) -> Result<Layered> {
    let mut upper: Table = toml::from_str(text).map_err(|e| toml_error(&e, text))?;
    Places::of(text).check()?;
    upper.remove(EXTENDS);
    let spans = DeTable::parse(text).map_err(|e| toml_error(&e, text))?;
    let at = |path: &[String], error: String| {
        let start = span_start(spans.get_ref(), path);
        let line = text[..start].matches('\n').count() + 1;
        Error::new(error).at_position(format!("line {line}, key `{}`", path.join(".")))
    };
    let mut table = base.clone();
    for path in leaves(&upper, base) {
        let Some(new) = get(&upper, &path) else { continue };
        let old = get(base, &path);
        let hint = || match old {
            None => "keys are those of the settings that come with the program".to_owned(),
            Some(Value::Table(old)) => {
                let known: Vec<String> = old
                    .iter()
                    .take(3)
                    .map(|(key, old)| format!("{key} = {old}"))
                    .collect();
                format!(
                    "write a table: [{}], below it lines such as {}",
                    path.join("."),
                    known.join(", ")
                )
            }
            Some(old) => format!("it takes the place of {old}"),
        };
        if let Some(old) = old {
            fits(old, new).map_err(|what| at(&path, what).with_hint(hint()))?;
        }
        set(&mut table, &path, new.clone());
        // One key after the other, so that the error is about this one.
        settings_of::<T>(table.clone()).map_err(|e| at(&path, e.message().to_owned()).with_hint(hint()))?;
    }
    let unchanged = leaves(base, base)
        .into_iter()
        .filter(|path| get(&upper, path).is_none())
        .map(|path| path.join("."))
        .collect();
    Ok(Layered { table, unchanged })
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

/// What is wrong with a TOML text, and where: the line, and the key if it is about a value.
pub fn toml_error(error: &toml::de::Error, text: &str) -> Error {
    // An error of ours brings its hint with it.
    let (what, own_hint) = match error.message().split_once("\n  hint: ") {
        Some((what, hint)) => (what, Some(hint)),
        None => (error.message(), None),
    };
    // The parser hands a date over as a map of its parts.
    let is_date = |span: std::ops::Range<usize>| {
        let value = text
            .get(span)
            .map(|value| value.trim().parse::<toml::value::Datetime>());
        value.is_some_and(|value| value.is_ok())
    };
    let what = match error.span().is_some_and(is_date) {
        true if what.contains("invalid type: map") => {
            Cow::Owned(what.replacen("invalid type: map", "invalid type: date", 1))
        }
        true if what.contains(" field ") || what.contains(" a table ") => {
            Cow::Borrowed("invalid type: date, expected a map")
        }
        _ => Cow::Borrowed(what),
    };
    let places = Places::of(text);
    let key = error.span().and_then(|span| places.key_at(span.start));
    let hint = own_hint.map_or_else(|| hint_for(&what, key), str::to_owned);
    let plain = Error::new(what).of_kind(ErrorKind::Settings).with_hint(hint);
    let Some(span) = error.span() else {
        return plain;
    };
    let line = text[..span.start].matches('\n').count() + 1;
    match key {
        Some(key) => plain.at_position(format!("line {line}, key `{key}`")),
        None => plain.at_position(format!("line {line}")),
    }
}

/// What can be done about an error of the TOML parser at a key: the right form, where it is known.
fn hint_for(message: &str, key: Option<&str>) -> String {
    let is = |part: &str| message.contains(part);
    // Of an item of a list, the form is that of the item.
    let name = key.and_then(|key| key.rsplit('.').next());
    let form = |form: &str| match name.filter(|name| !name.ends_with(']')) {
        Some(name) => format!("{name} = {form}"),
        None => form.to_owned(),
    };
    if let Some((_, table)) = message.split_once("a table such as ") {
        return format!("write it so: {}", form(table));
    }
    let known = [
        ("missing field", "add it; every such file has it".to_owned()),
        (
            "unknown field",
            "take it out, or write one of the keys that are expected".to_owned(),
        ),
        (
            "expected a date",
            format!("write it in quotes: {}", form("\"1994-05-12\"")),
        ),
        (
            "expected a string",
            format!("write a text in quotes: {}", form("\"text\"")),
        ),
        (
            "expected a text",
            format!(
                "write one as {}, several as {}",
                form("\"text\""),
                form("[\"one\", \"other\"]")
            ),
        ),
        (
            "expected a boolean",
            format!("write true or false without quotes: {}", form("true")),
        ),
        ("expected f64", number(&form)),
        ("expected a number", number(&form)),
        (
            "expected an array of length",
            "write so many values in square brackets, with commas between them: [1.5, 2]".to_owned(),
        ),
        (
            "invalid length",
            "write as many values as are expected".to_owned(),
        ),
        ("expected a sequence", list(name)),
        (
            "expected a map",
            "write a table: keys and their values in braces, { … }, or below a line with its name in square brackets".to_owned(),
        ),
        ("duplicate key", "state each key once".to_owned()),
        (
            "invalid type",
            "write a value of the kind that is expected".to_owned(),
        ),
    ];
    let found = known.into_iter().find(|(part, _)| is(part));
    found.map_or_else(
        || {
            "write it as TOML has it: `key = \"text\"`, `key = 1.5`, `key = [1, 2]`; see https://toml.io"
                .to_owned()
        },
        |(_, hint)| hint,
    )
}

fn number(form: &impl Fn(&str) -> String) -> String {
    format!("write a number without quotes: {}", form("1.5"))
}

fn list(name: Option<&str>) -> String {
    let name = name.unwrap_or("key");
    format!("write a list in square brackets; of tables, each below a line [[{name}]]")
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
    fn what_a_file_states_replaces_what_was_there() {
        let both = over("extends = 'base'\n[part]\nb = 'z'").unwrap();
        assert_eq!(both.table["part"]["b"].as_str(), Some("z"));
        assert_eq!(both.table["top"].as_integer(), Some(1));
        assert_eq!(both.unchanged, ["top", "part.a"]);
    }

    #[test]
    fn a_date_is_called_one() {
        let text = "top = 1\n[part]\na = 2020-01-01\nb = 'y'";
        let error = toml_error(&toml::from_str::<Shape>(text).unwrap_err(), text).to_string();
        assert!(
            error.starts_with("line 3, key `part.a`: invalid type: date, expected a string"),
            "{error}"
        );
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
