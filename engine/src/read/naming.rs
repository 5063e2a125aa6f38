//! Who controls the land of a layer, by the properties of its features.

use std::path::Path;

use serde_json::{Map, Value};

use super::options::ReadOptions;
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{ControllerSource, Feature};
use crate::{Error, Result};

/// Properties that usually name a controller, in the order in which they are tried.
pub(super) const USUAL: [&str; 6] = ["controller", "name", "NAME", "name:en", "ADMIN", "admin"];

/// A value as a name: text or number, not blank.
pub(super) fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let text = match object.get(key)? {
        Value::String(text) => text.trim().to_string(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// How controllers are named.
pub(super) enum Controllers {
    Property(String),
    /// One for all, as the user states.
    Given(String),
    /// One for all, after the file.
    File(String),
}

impl Controllers {
    pub(super) fn find(land: &[&Feature], file: &str, options: &ReadOptions) -> Result<Self> {
        match (&options.name, &options.by) {
            (Some(_), Some(_)) => {
                let hint = Hint::from("give ")
                    .option(OptionName::By)
                    .and(" or ")
                    .option(OptionName::Name);
                return Err(Error::new(
                    "the controller is stated twice: by a property, and by one name for all",
                )
                .of_kind(ErrorKind::Options)
                .with_hint(hint));
            }
            (Some(name), None) => return Ok(Self::Given(name.clone())),
            (None, Some(by)) => return complete(by, land),
            (None, None) => {}
        }
        let has = |f: &&Feature, key: &str| text(&f.properties, key).is_some();
        let [explicit, ..] = USUAL;
        if land.iter().any(|f| has(f, explicit)) {
            return complete(explicit, land);
        }
        if let Some(key) = USUAL.iter().find(|key| land.iter().all(|f| has(f, key))) {
            return Ok(Self::Property((*key).into()));
        }
        match USUAL.iter().find(|key| land.iter().any(|f| has(f, key))) {
            Some(key) => complete(key, land),
            None => file_name(file).map(Self::File),
        }
    }

    /// By which rule they were found.
    pub(super) fn source(&self) -> ControllerSource {
        match self {
            Self::Property(key) => ControllerSource::Property(key.clone()),
            Self::Given(_) => ControllerSource::Options,
            Self::File(_) => ControllerSource::FileName,
        }
    }

    pub(super) fn of(&self, feature: &Feature) -> Result<String> {
        match self {
            Self::Property(key) => {
                text(&feature.properties, key).ok_or_else(|| without(key, feature, &[feature]))
            }
            Self::Given(name) | Self::File(name) => Ok(name.clone()),
        }
    }
}

/// The property `key`, if all the land has it.
fn complete(key: &str, land: &[&Feature]) -> Result<Controllers> {
    let lacking = |f: &&&Feature| text(&f.properties, key).is_none();
    match land.iter().find(lacking) {
        None => Ok(Controllers::Property(key.into())),
        Some(_) if land.iter().all(|f| lacking(&f)) => {
            Err(Error::new(format!("no feature has the property `{key}`")).with_hint(properties_of(land)))
        }
        Some(feature) => Err(without(key, feature, land)),
    }
}

pub(super) fn without(key: &str, feature: &Feature, land: &[&Feature]) -> Error {
    Error::new(format!(
        "it has no `{key}` to name its controller, though other features do"
    ))
    .in_feature(feature.describe())
    .with_hint(
        Hint::from("fill it in, or name another property with ")
            .option(OptionName::By)
            .and(": ")
            .and_hint(properties_of(land)),
    )
}

/// The properties that could name a controller, in order of first mention, for a hint.
fn properties_of(land: &[&Feature]) -> Hint {
    const SHOWN: usize = 20;
    let mut keys: Vec<&str> = Vec::new();
    for key in land.iter().flat_map(|f| f.properties.keys()) {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
            if keys.len() > SHOWN {
                break;
            }
        }
    }
    if keys.is_empty() {
        return Hint::from("the features have no properties; name one controller for all with ")
            .option(OptionName::Name);
    }
    let more = if keys.len() > SHOWN { ", …" } else { "" };
    keys.truncate(SHOWN);
    format!("the features have `{}`{more}", keys.join("`, `")).into()
}

/// The name of a file without its folder and endings.
fn file_name(file: &str) -> Result<String> {
    let stem = Path::new(file)
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut stem = stem.as_str();
    for ending in [".gz", ".json", ".geojson", ".geojsonl", ".geojsons", ".ndjson"] {
        stem = stem.strip_suffix(ending).unwrap_or(stem);
    }
    if stem.is_empty() || stem == "-" {
        return Err(Error::new("no feature names its controller")
            .of_kind(ErrorKind::Attribute)
            .with_hint(
                Hint::from("name the property that does with ")
                    .option(OptionName::By)
                    .and(", or one controller for all with ")
                    .option(OptionName::Name),
            ));
    }
    Ok(stem.into())
}
