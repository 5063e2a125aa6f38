//! The recipe file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::files::{Files, read_text};
use crate::measure::Length;
use crate::model::{Date, Feature};
use crate::settings::{Places, Step::Item, Step::Key, toml_error};
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
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { name = \"base\", path = \"base.geojson\" }"
)]
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
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { where = { base = true }, set = { controller = \"A\" } }"
)]
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
#[serde(
    untagged,
    expecting = "expected true, false or a table such as { name = \"Lachin\" }"
)]
pub enum Condition {
    /// Inside, or outside, its land.
    Inside(bool),
    /// Inside a feature with these property values.
    With(BTreeMap<String, Values>),
}

/// One value, or any of several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "expected a text in quotes, or a list of texts")]
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
        Self::parse(&text).map_err(|e| e.in_file(files.label(name)))
    }

    fn parse(text: &str) -> Result<Self> {
        let places = Places::of(text);
        let recipe: Self = toml::from_str(text).map_err(|e| toml_error(&e, text))?;
        places.check()?;
        recipe.check_layers(&places)?;
        recipe.check_rules(&places)?;
        if let Some(clip) = recipe.clip {
            check_clip(clip).map_err(|what| {
                places.error(&[Key("clip")], what).with_hint(
                    "write west, south, east and north in degrees, as in clip = [43, 38.5, 48, 41]",
                )
            })?;
        }
        Ok(recipe)
    }

    /// Layers have names of their own, and buffers some width.
    fn check_layers(&self, places: &Places) -> Result<()> {
        let mut known = BTreeSet::new();
        for (number, layer) in self.layers.iter().enumerate() {
            let key = |key: &'static str| [Key("layer"), Item(number), Key(key)];
            if !known.insert(&layer.name) {
                return Err(places
                    .error(&key("name"), format!("two layers are named `{}`", layer.name))
                    .with_hint("rules name layers: give each a name of its own"));
            }
            if layer.buffer.is_some_and(|buffer| buffer.0 == Length::ZERO) {
                return Err(places
                    .error(&key("buffer"), "a buffer without a width makes no land")
                    .with_hint("write a width, such as \"300m\", or leave it out"));
            }
        }
        Ok(())
    }

    /// Rules set something, name layers that there are, and seed positions on earth.
    fn check_rules(&self, places: &Places) -> Result<()> {
        if self.rules.is_empty() {
            return Err(places
                .error(&[Key("rule")], "a recipe without a rule makes no land")
                .with_hint("add a [[rule]] with `where` and `set`"));
        }
        for (number, rule) in self.rules.iter().enumerate() {
            let key = |key: &'static str| [Key("rule"), Item(number), Key(key)];
            if rule.set.is_empty() {
                return Err(places
                    .error(&key("set"), "the rule sets nothing")
                    .with_hint("state who holds the land, as in set = { controller = \"A\" }"));
            }
            for (place, &[lon, lat]) in rule.seeds.iter().enumerate() {
                if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
                    let seed = [Key("rule"), Item(number), Key("seeds"), Item(place)];
                    return Err(places
                        .error(&seed, format!("[{lon}, {lat}] is nowhere on earth"))
                        .with_hint("seeds are [longitude, latitude] in degrees"));
                }
            }
            let named = rule.conditions.keys().map(|name| ("where", name));
            let cutting = rule.cut_by.iter().map(|name| ("cut_by", name));
            for (what, name) in named.chain(cutting) {
                if self.layers.iter().all(|layer| layer.name != *name) {
                    let unknown = no_layer(name, self.layers.iter().map(|layer| layer.name.as_str()));
                    let error = places.placed(&key(what), &unknown);
                    return Err(error.in_feature(format!("rule {}", number + 1)));
                }
            }
        }
        Ok(())
    }
}

/// The error for a name that no layer has.
pub(super) fn no_layer<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let known: Vec<&str> = known.collect();
    Error::new(format!("there is no layer `{name}`")).with_hint(format!("layers are: {}", known.join(", ")))
}

/// Whether west, south, east and north are a box; what is wrong, otherwise.
fn check_clip([west, south, east, north]: [f64; 4]) -> Result<(), String> {
    let is_lon = |lon: f64| (-180.0..=180.0).contains(&lon);
    let is_lat = |lat: f64| (-90.0..=90.0).contains(&lat);
    if !is_lon(west) || !is_lon(east) || !is_lat(south) || !is_lat(north) {
        return Err("longitudes are from -180 to 180, latitudes from -90 to 90".to_owned());
    }
    if south >= north {
        return Err(format!("its south, {south}, is not south of its north, {north}"));
    }
    if west >= east {
        return Err(format!("its west, {west}, is not west of its east, {east}"));
    }
    Ok(())
}
