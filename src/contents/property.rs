//! What values a property of features has.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::model::Layer;

/// No more different values than this are counted: there may be one for each of millions of features.
const COUNTED: usize = 10_000;

/// A property of features.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Property {
    /// Its name.
    pub name: String,
    /// What kinds of values it has, without null.
    pub kinds: BTreeSet<PropertyKind>,
    /// How many features have a value, null aside.
    pub features: usize,
    /// How many different values there are; none for more than ten thousand, and of lists and objects.
    pub values: Option<usize>,
    /// The first value, as text.
    pub example: Option<String>,
}

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PropertyKind {
    /// A text.
    Text,
    /// A number.
    Number,
    /// True or false.
    Bool,
    /// A list or an object.
    Nested,
}

impl PropertyKind {
    /// None of null.
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::String(_) => Some(Self::Text),
            Value::Number(_) => Some(Self::Number),
            Value::Bool(_) => Some(Self::Bool),
            Value::Array(_) | Value::Object(_) => Some(Self::Nested),
        }
    }

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Bool => "true or false",
            Self::Nested => "list or object",
        }
    }
}

/// A property in the making.
#[derive(Default)]
struct Values {
    kinds: BTreeSet<PropertyKind>,
    features: usize,
    texts: BTreeSet<String>,
    first: Option<String>,
}

/// The properties of the features of a layer, in the order in which they first occur.
pub(super) fn properties(layer: &Layer) -> Vec<Property> {
    let mut found: Vec<(&str, Values)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, value) in layer.features.iter().flat_map(|feature| &feature.properties) {
        let place = *places.entry(name).or_insert_with(|| {
            found.push((name, Values::default()));
            found.len() - 1
        });
        found[place].1.add(value);
    }
    let found = found.into_iter();
    found
        .map(|(name, values)| values.property(name.to_owned()))
        .collect()
}

impl Values {
    fn add(&mut self, value: &Value) {
        let Some(kind) = PropertyKind::of(value) else {
            return;
        };
        self.kinds.insert(kind);
        self.features += 1;
        if self.first.is_none() || self.texts.len() <= COUNTED && kind != PropertyKind::Nested {
            let text = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            self.first.get_or_insert_with(|| text.clone());
            self.texts.insert(text);
        }
    }

    fn property(self, name: String) -> Property {
        let is_counted = self.texts.len() <= COUNTED && !self.kinds.contains(&PropertyKind::Nested);
        Property {
            name,
            values: is_counted.then_some(self.texts.len()),
            kinds: self.kinds,
            features: self.features,
            example: self.first,
        }
    }
}
