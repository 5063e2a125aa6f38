//! Translations of names that the data itself has.

use serde_json::{Map, Value};

use super::direction::{isolated, runs_right_to_left};
use super::locale::Language;

/// The properties that hold names.
const NAMES: [&str; 4] = ["controller", "name", "name_alt", "sovereign"];

impl Language {
    /// Adds translations from properties that state them: `name_ru` or `name:ru` next to `name`.
    pub fn learn<'a>(&mut self, features: impl IntoIterator<Item = &'a Map<String, Value>>) {
        for properties in features {
            let pairs = NAMES.iter().filter_map(|key| {
                let name = properties.get(*key)?.as_str()?.to_owned();
                Some((name, self.stated(properties, key)?))
            });
            let pairs: Vec<_> = pairs.collect();
            self.call(pairs);
        }
    }

    /// The name that properties have under a key: in this language if they state it, else its translation.
    pub fn name_of(&self, properties: &Map<String, Value>, key: &str) -> Option<String> {
        let stated = self.stated(properties, key);
        stated.or_else(|| Some(self.name(properties.get(key)?.as_str()?).to_owned()))
    }

    /// Isolates names that run from right to left, and their translations, so that a sentence that runs from left to right
    /// keeps its order around them; see [`isolated`]. Names that have no translation get themselves. Returns whether there
    /// are any.
    pub fn isolate<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) -> bool {
        let names = names.into_iter().filter(|name| runs_right_to_left(name));
        self.call(names.map(|name| (name.to_owned(), name.to_owned())));
        self.change_names(isolated)
    }

    fn stated(&self, properties: &Map<String, Value>, key: &str) -> Option<String> {
        let text = |parting| {
            properties
                .get(&format!("{key}{parting}{}", self.code()))?
                .as_str()
        };
        text('_').or_else(|| text(':')).map(str::to_owned)
    }
}
