//! Where the values of a TOML text stand, and what no value may be: blank text, a number that is none.

use std::fmt::Write as _;

use toml::de::{DeTable, DeValue};

use crate::Error;
use crate::error::ErrorKind;

/// A step to a value of a TOML text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of a key.
    Key(&'a str),
    /// An item of a list, from 0.
    Item(usize),
}

/// A key or a value, and where it stands.
struct Place {
    /// Such as `snapshot[1].path`; items are counted from 1.
    key: String,
    /// Where it starts and ends in the text.
    span: std::ops::Range<usize>,
    /// Of a value that is one.
    text: Option<String>,
    number: Option<f64>,
}

/// Where the values of a TOML text stand; of a text that is no TOML, nowhere.
#[derive(Debug)]
pub struct Places<'t> {
    text: &'t str,
    places: Vec<Place>,
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {:?}", self.key, self.span)
    }
}

impl<'t> Places<'t> {
    /// The places of a text.
    pub fn of(text: &'t str) -> Self {
        let mut places = Vec::new();
        if let Ok(table) = DeTable::parse(text) {
            add_table(table.get_ref(), "", &mut places);
        }
        Self { text, places }
    }

    /// An error at a value, or at the first one in it.
    pub fn error(&self, steps: &[Step], what: impl Into<String>) -> Error {
        let key = key_of(steps);
        let is_in_it = |place: &&Place| {
            let rest = place.key.strip_prefix(key.as_str());
            rest.is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        let itself = self.places.iter().find(|place| place.key == key);
        match itself.or_else(|| self.places.iter().find(is_in_it)) {
            Some(place) => settings_error(what).at_position(position(self.text, place.span.start, &key)),
            None => settings_error(what).at_position(format!("key `{key}`")),
        }
    }

    /// An error of a value, with its hint, at the place of the value as [`Places::error`] has it.
    pub fn placed(&self, steps: &[Step], error: &Error) -> Error {
        let placed = self.error(steps, error.message());
        error.hint().cloned().into_iter().fold(placed, Error::with_hint)
    }

    /// The first place of a text, as a position.
    pub fn position_of(&self, value: &str) -> Option<String> {
        let found = self
            .places
            .iter()
            .find(|place| place.text.as_deref() == Some(value))?;
        Some(position(self.text, found.span.start, &found.key))
    }

    /// The key that stands at an offset of the text, or whose value does: of several in one another, the innermost.
    pub(super) fn key_at(&self, offset: usize) -> Option<&str> {
        // Of a list and an item that stand at the same place, as below [[key]], the item.
        let around = self.places.iter().rev();
        let around = around.filter(|place| place.span.contains(&offset));
        let innermost = around.min_by_key(|place| place.span.len())?;
        Some(&innermost.key)
    }

    /// Refuses blank texts, but for separators, and numbers that are infinite or none.
    ///
    /// # Errors
    ///
    /// At the first of them.
    pub fn check(&self) -> crate::Result<()> {
        let may_not =
            |place: &&Place| !may_be_blank(&place.key) && place.text.as_deref().is_some_and(is_blank);
        if let Some(place) = self.places.iter().find(may_not) {
            let error = self.at(place, "it is blank");
            return Err(error.with_hint("write a text, or leave the key out"));
        }
        self.check_numbers()
    }

    /// Refuses numbers that are infinite or none.
    ///
    /// # Errors
    ///
    /// At the first of them.
    fn check_numbers(&self) -> crate::Result<()> {
        let is_none = |place: &&Place| place.number.is_some_and(|number| !number.is_finite());
        let Some(place) = self.places.iter().find(is_none) else {
            return Ok(());
        };
        let number = place.number.unwrap_or_default();
        let error = self.at(place, &format!("{number} is no number"));
        Err(error.with_hint("write a number, or leave the key out"))
    }

    fn at(&self, place: &Place, what: &str) -> Error {
        settings_error(what).at_position(position(self.text, place.span.start, &place.key))
    }
}

/// Whether a blank is a value of this key of a language: what parts the thousands of numbers, a word that it lacks.
fn may_be_blank(key: &str) -> bool {
    matches!(key.rsplit('.').next(), Some("group" | "word"))
}

/// Whether nothing is seen of a text.
fn is_blank(text: &str) -> bool {
    crate::model::canonical(text).is_empty()
}

fn settings_error(what: impl Into<String>) -> Error {
    Error::new(what).of_kind(ErrorKind::Settings)
}

/// A line and a key, as messages name them: line 3, key `snapshot[1].path`.
fn position(text: &str, start: usize, key: &str) -> String {
    let line = text[..start].matches('\n').count() + 1;
    format!("line {line}, key `{key}`")
}

fn key_of(steps: &[Step]) -> String {
    let mut key = String::new();
    for step in steps {
        let _ = match step {
            Step::Key(name) if key.is_empty() => write!(key, "{name}"),
            Step::Key(name) => write!(key, ".{name}"),
            Step::Item(place) => write!(key, "[{}]", place + 1),
        };
    }
    key
}

fn add_table(table: &DeTable, above: &str, places: &mut Vec<Place>) {
    for (entry, value) in table {
        let name = entry.get_ref();
        let key = if above.is_empty() {
            name.to_string()
        } else {
            format!("{above}.{name}")
        };
        places.push(Place {
            key: key.clone(),
            span: entry.span(),
            text: None,
            number: None,
        });
        add(value.get_ref(), value.span(), &key, places);
    }
}

fn add(value: &DeValue, span: std::ops::Range<usize>, key: &str, places: &mut Vec<Place>) {
    places.push(Place {
        key: key.to_owned(),
        span,
        text: value.as_str().map(str::to_owned),
        number: match value {
            DeValue::Float(number) => number.as_str().replace('_', "").parse().ok(),
            _ => None,
        },
    });
    match value {
        DeValue::Table(inner) => add_table(inner, key, places),
        DeValue::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                let key = format!("{key}[{}]", place + 1);
                add(item.get_ref(), item.span(), &key, places);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "id = 'x'\n[[snapshot]]\npath = 'a'\n[[snapshot]]\npath = 'b'\nbox = [1, 2.5]\n";

    #[test]
    fn values_are_found_by_their_keys_and_their_texts() {
        let places = Places::of(TEXT);
        let path = [Step::Key("snapshot"), Step::Item(1), Step::Key("path")];
        let error = places.error(&path, "is bad");
        assert_eq!(error.position(), Some("line 5, key `snapshot[2].path`"));
        let item = places.error(&path[..2], "is bad");
        assert_eq!(item.position(), Some("line 4, key `snapshot[2]`"));
        assert_eq!(places.error(&[Step::Key("no")], "").position(), Some("key `no`"));
        assert_eq!(
            places.position_of("a").as_deref(),
            Some("line 3, key `snapshot[1].path`")
        );
        assert_eq!(
            places.key_at(TEXT.find("2.5").unwrap()),
            Some("snapshot[2].box[2]")
        );
    }

    #[test]
    fn blank_texts_and_what_is_no_number_are_refused() {
        for (text, place) in [
            ("a = 1\nb = '\u{a0} '", "line 2, key `b`: it is blank"),
            ("[t]\nx = [1.0, nan]", "line 2, key `t.x[2]`: NaN is no number"),
            ("x = -inf", "line 1, key `x`: -inf is no number"),
        ] {
            let error = Places::of(text).check().unwrap_err().to_string();
            assert!(error.starts_with(place) && error.contains("hint"), "{error}");
        }
        Places::of("[numbers]\ngroup = '\u{a0}'\n[finding]\nword = ''")
            .check()
            .unwrap();
        Places::of(TEXT).check().unwrap();
        Places::of("no = = toml").check().unwrap();
    }
}
