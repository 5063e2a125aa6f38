//! Which features of a layer are read: those whose properties meet a condition, in the words of SQL.

mod condition;
mod parse;
mod tokens;

use std::fmt;
use std::str::FromStr;

use condition::{Condition, Scalar};

use super::keys::Keys;
use crate::error::ErrorKind;
use crate::model::{Feature, Layer, Selected};
use crate::{Error, Result};

/// A condition on the properties of features, as it stands after `WHERE` in SQL:
///
/// - `=`, `<>` or `!=`, `<`, `<=`, `>`, `>=`, `BETWEEN … AND …`, `IN (…)`, `LIKE` and `ILIKE` (`%` is any text, `_` one
///   letter; `ILIKE` whatever the case), `IS NULL`, `NOT`, `AND`, `OR` and parentheses;
/// - names of properties as they are or, with other letters than those of names, in double quotes; text in single quotes,
///   a quote in it written twice; numbers; `TRUE` and `FALSE`.
///
/// Text and numbers are compared as numbers where the text is one. Text is compared letter by letter, so dates such as
/// `1994-05-12` are in order. A property that a feature lacks, or that is null or nested, meets no condition but `IS NULL`, as in
/// SQL (ISO/IEC 9075-2, three-valued logic).
///
/// ```
/// use landshift_engine::{model::Snapshot, read::{Filter, ReadOptions}};
/// let feature = |iso: &str, west: i32| {
///     let east = west + 1;
///     format!(
///         r#"{{"type": "Feature", "properties": {{"name": "{iso}"}}, "geometry": {{"type": "Polygon",
///         "coordinates": [[[{west}, 39], [{east}, 39], [{east}, 40], [{west}, 39]]]}}}}"#
///     )
/// };
/// let text = format!(
///     r#"{{"type": "FeatureCollection", "features": [{}, {}]}}"#,
///     feature("AM", 44), feature("AZ", 46)
/// );
/// let filter: Filter = "name IN ('AZ', 'GE')".parse()?;
/// let snapshot = Snapshot::read(text, "a.geojson", &ReadOptions::default().filter(filter))?;
/// assert_eq!(snapshot.controllers(), ["AZ"]);
/// # Ok::<(), landshift_engine::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Filter {
    text: String,
    condition: Condition,
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Filter {}

impl Filter {
    /// The features of a layer that meet it, and how many they are.
    ///
    /// # Errors
    ///
    /// When it is about a property that no feature has, or no feature meets it.
    pub fn select(&self, layer: &mut Layer) -> Result<Selected> {
        let names = self.condition.properties();
        let keys = Keys::of(&layer.features);
        let has_ids = layer.features.iter().any(|feature| feature.id.is_some());
        let is_known = |name: &str| keys.exact(name).is_some() || name == "id" && has_ids;
        if let Some(unknown) = names.iter().find(|name| !is_known(name))
            && !layer.features.is_empty()
        {
            return Err(Error::new(format!("no feature has the property `{unknown}`"))
                .of_kind(ErrorKind::Options)
                .at_position(format!("`{self}`"))
                .with_hint(keys.hint()));
        }
        let of = layer.features.len();
        let met: Vec<bool> = layer
            .features
            .iter()
            .map(|feature| self.is_met_by(feature))
            .collect();
        let features = met.iter().filter(|met| **met).count();
        if features == 0 && of > 0 {
            return Err(self.nothing(layer, &names));
        }
        let mut met = met.into_iter();
        layer.features.retain(|_| met.next().unwrap_or_default());
        Ok(Selected {
            filter: self.text.clone(),
            features,
            of,
        })
    }

    /// Whether a feature meets it.
    pub fn is_met_by(&self, feature: &Feature) -> bool {
        self.condition.holds(&|name: &str| value(feature, name)) == Some(true)
    }

    /// Says which values there are instead.
    fn nothing(&self, layer: &Layer, names: &[&str]) -> Error {
        const SHOWN: usize = 10;
        let error = Error::new(format!(
            "none of its {} features meets `{self}`",
            layer.features.len()
        ))
        .of_kind(ErrorKind::Options);
        let Some(name) = names.first() else {
            return error;
        };
        let mut values: Vec<String> = Vec::new();
        for value in layer.features.iter().filter_map(|feature| value(feature, name)) {
            let value = value.to_string();
            if values.len() <= SHOWN && !values.contains(&value) {
                values.push(value);
            }
        }
        let more = if values.len() > SHOWN { ", …" } else { "" };
        values.truncate(SHOWN);
        match values.as_slice() {
            [] => error.with_hint(format!("`{name}` has no value in any feature")),
            values => error.with_hint(format!("`{name}` is {}{more}", values.join(", "))),
        }
    }
}

/// A property of a feature; `id` is its member of that name where it has no such property.
fn value<'a>(feature: &'a Feature, name: &str) -> Option<Scalar<'a>> {
    match feature.properties.get(name) {
        Some(value) => Scalar::of(value),
        None if name == "id" => feature.id.as_deref().map(Scalar::text),
        None => None,
    }
}

impl FromStr for Filter {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let condition = parse::condition(text)?;
        Ok(Self {
            text: text.trim().to_owned(),
            condition,
        })
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
