//! The recipe file.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::measure::Length;
use crate::model::{Date, Feature};
use crate::{Error, Result};

/// How a control layer is made.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The `title` of the result.
    pub title: Option<String>,
    /// The `date` of the result and of its features.
    pub date: Option<Date>,
    /// West, south, east and north in degrees: nothing outside is kept.
    pub clip: Option<[f64; 4]>,
    /// The layers that take part.
    #[serde(rename = "layer")]
    pub layers: Vec<RecipeLayer>,
    /// What becomes of the land, in order; a later rule overrides what it sets.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
}

/// A layer of land or lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipeLayer {
    /// What rules call it.
    pub name: String,
    /// The GeoJSON file.
    pub path: String,
    /// Only features with these property values take part.
    #[serde(default)]
    pub only: BTreeMap<String, Values>,
    /// Chain lines whose ends are at most this far apart; a chain that comes back to its start becomes land.
    pub join: Option<Distance>,
    /// Lengthen open lines straight on at both ends, so that they surely meet what they should cut.
    pub extend: Option<Distance>,
    /// The land within this distance of the lines becomes land of the layer.
    pub buffer: Option<Distance>,
}

/// Selects land and says what it is.
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
    /// Reads a recipe file.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is not a recipe; the position is said.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .map_err(|e| Error::io("cannot read the recipe", path.display(), &e))?;
        toml::from_str(&text).map_err(|e| crate::read::toml_error(&e, &text).file(path.display().to_string()))
    }
}
