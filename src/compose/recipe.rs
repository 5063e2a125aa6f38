//! The recipe file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::files::{Files, read_text};
use crate::measure::Length;
use crate::model::{Date, Feature};
use crate::settings::toml_error;
use crate::{Error, Result};

/// How a control layer is made.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The `title` of the result.
    pub title: Option<String>,
    /// The `date` of the result and of its features.
    pub date: Option<Date>,
    /// West, south, east and north in degrees: land outside is left out.
    pub clip: Option<[f64; 4]>,
    /// The layers that take part.
    #[serde(rename = "layer")]
    pub layers: Vec<RecipeLayer>,
    /// What properties land gets, in order; a later rule overrides what it sets.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
}

/// A layer of land or lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipeLayer {
    /// Its name in rules.
    pub name: String,
    /// The GeoJSON file.
    pub path: String,
    /// Only features with these property values take part.
    #[serde(default)]
    pub only: BTreeMap<String, Values>,
    /// Chain lines whose ends are at most this far apart; a chain that comes back to its start becomes land.
    pub join: Option<Distance>,
    /// Lengthen open lines straight on at both ends, so that they reach what they are to cut.
    pub extend: Option<Distance>,
    /// The land within this distance of the lines becomes land of the layer.
    pub buffer: Option<Distance>,
}

/// Selects land and gives it properties.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Conditions by layer; all must hold.
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<String, Condition>,
    /// Of the selected land, only the pieces that hold these positions (lon, lat in degrees).
    #[serde(default)]
    pub seeds: Vec<[f64; 2]>,
    /// The layers whose lines, and whose land's boundaries, divide the selected land into pieces.
    #[serde(default)]
    pub cut_by: Vec<String>,
    /// The properties it gives.
    pub set: Map<String, Value>,
}

/// What must hold of a layer.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Condition {
    /// Inside, or outside, its land.
    Inside(bool),
    /// Inside a feature with these property values.
    With(BTreeMap<String, Values>),
}

/// One value, or any of several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Values {
    /// One of these.
    Any(Vec<String>),
    /// This one.
    One(String),
}

impl Values {
    /// Whether the feature's property has such a value.
    pub(super) fn contain(&self, feature: &Feature, key: &str) -> bool {
        self.contain_text(feature.text(key).as_deref())
    }

    pub(super) fn contain_text(&self, text: Option<&str>) -> bool {
        match self {
            Self::One(value) => text == Some(value),
            Self::Any(values) => values.iter().any(|value| text == Some(value)),
        }
    }
}

/// A length with its unit, such as `300m` or `2.5km`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct Distance(pub Length);

impl TryFrom<String> for Distance {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse().map(Self)
    }
}

impl Recipe {
    /// The recipe of this name among `files`.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is not a recipe; the error has the line.
    pub fn read(files: &dyn Files, name: &str) -> Result<Self> {
        let text = read_text(files, name)?;
        toml::from_str(&text).map_err(|e| toml_error(&e, &text).in_file(files.label(name)))
    }
}
