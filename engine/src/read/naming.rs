//! Who controls the land of a layer, by the properties of its features.

use std::path::Path;

use serde_json::{Map, Number, Value};

use super::options::ReadOptions;
use crate::error::{ErrorKind, Hint, OptionName};
use crate::model::{ControllerSource, Feature, NoticeKind, Unnamed, canonical};
use crate::{Error, Result};

/// Properties that usually name a controller, in the order in which they are tried.
pub const USUAL_NAMES: [&str; 6] = ["controller", "name", "NAME", "name:en", "ADMIN", "admin"];

/// The property that names a controller and nothing else.
pub(super) const CONTROLLER: &str = USUAL_NAMES[0];

/// A value as a name in its one form: text or number, not blank.
pub(crate) fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let text = match object.get(key)? {
        Value::String(text) => canonical(text).into_owned(),
        Value::Number(number) => whole(number).map_or_else(|| number.to_string(), |whole| whole.to_string()),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The whole number that a number with a decimal point is, as 101.0 is: tables whose columns have fractions, and those that had
/// gaps, write codes so.
pub(super) fn whole(number: &Number) -> Option<i64> {
    /// From here on not every whole number is one.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = number.as_f64().filter(|_| number.is_f64())?;
    let is_whole = number.fract() == 0.0 && number.abs() < EXACT;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
    let whole = number as i64;
    is_whole.then_some(whole)
}

/// How controllers are named.
pub(super) enum Controllers {
    /// There is no land to be held.
    Nobody,
    Property(String),
    Ids,
    /// One for all, as the user states.
    Given(String),
    /// One for all, as the user states of land without a name.
    Unnamed,
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
            (Some(name), None) => return given(name),
            (None, Some(by)) => return stated(by, land, options),
            (None, None) if land.is_empty() => return Ok(Self::Nobody),
            (None, None) => {}
        }
        let has = |f: &&Feature, key: &str| text(&f.properties, key).is_some();
        let [explicit, ..] = USUAL_NAMES;
        if land.iter().any(|f| has(f, explicit)) {
            return complete(explicit, land, options);
        }
        if let Some(key) = USUAL_NAMES.iter().find(|key| land.iter().all(|f| has(f, key))) {
            return Ok(Self::Property((*key).into()));
        }
        match USUAL_NAMES.iter().find(|key| land.iter().any(|f| has(f, key))) {
            Some(key) => complete(key, land, options),
            None if ids(land) == FeatureIds::Names => Ok(Self::Ids),
            None => nameless(land, file, options),
        }
    }

    /// By which rule they were found.
    pub(super) fn source(&self) -> ControllerSource {
        match self {
            Self::Nobody => ControllerSource::Unknown,
            Self::Property(key) => ControllerSource::Property(key.clone()),
            Self::Ids => ControllerSource::Id,
            Self::Given(_) => ControllerSource::Options,
            Self::Unnamed => ControllerSource::Unnamed,
            Self::File(_) => ControllerSource::FileName,
        }
    }

    /// Who a feature or what is said of all land states that its holder is; none where that is nobody.
    pub(super) fn stated(&self, feature: &Feature) -> Option<String> {
        match self {
            Self::Nobody | Self::Unnamed => None,
            Self::Property(key) => text(&feature.properties, key),
            Self::Ids => id(feature),
            Self::Given(name) | Self::File(name) => Some(name.clone()),
        }
    }

    /// What becomes of a feature that names nobody; nothing to note where none names anybody.
    pub(super) fn of_unnamed(&self, is_held: bool) -> Option<NoticeKind> {
        match self {
            Self::Unnamed => None,
            _ if is_held => Some(NoticeKind::Given),
            _ => Some(NoticeKind::Unnamed),
        }
    }

    /// Who holds a feature; none if it is to be left out.
    pub(super) fn of(&self, feature: &Feature, options: &ReadOptions) -> Result<Option<String>> {
        match (self.stated(feature), &options.unnamed, self) {
            (Some(name), ..) => Ok(Some(name)),
            (None, Unnamed::Skip, _) => Ok(None),
            (None, Unnamed::Named(name), _) => Ok(Some(canonical(name).into_owned())),
            (None, _, Self::Property(key)) => Err(without(key, feature, &[feature])),
            (None, ..) => Err(without("id", feature, &[feature])),
        }
    }
}

fn given(name: &str) -> Result<Controllers> {
    let name = canonical(name);
    if name.is_empty() {
        return Err(Error::new("the name for all land is blank").of_kind(ErrorKind::Options));
    }
    Ok(Controllers::Given(name.into_owned()))
}

/// What the ids of features are good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FeatureIds {
    /// Some features have none, or the only one has a number.
    None,
    /// They only count the features from 0 or 1 on.
    RowNumbers,
    /// They tell the features apart.
    Names,
}

fn ids(land: &[&Feature]) -> FeatureIds {
    let Some(ids) = land.iter().map(|f| id(f)).collect::<Option<Vec<String>>>() else {
        return FeatureIds::None;
    };
    let counts_from = |first: usize| {
        let rows = land.iter().zip(&ids);
        rows.into_iter()
            .all(|(f, id)| *id == (f.index + first).to_string())
    };
    if counts_from(0) || counts_from(1) {
        return FeatureIds::RowNumbers;
    }
    match ids.as_slice() {
        [] => FeatureIds::None,
        [one] if one.chars().all(|c| c.is_ascii_digit()) => FeatureIds::None,
        _ => FeatureIds::Names,
    }
}

/// The id of a feature: its member, or else the property of that name.
fn id(feature: &Feature) -> Option<String> {
    let member = feature.id.as_deref().map(|id| canonical(id).into_owned());
    member
        .filter(|id| !id.is_empty())
        .or_else(|| text(&feature.properties, "id"))
}

/// The property that the user names, however its letters are composed; `id` may be that of the features.
fn stated(by: &str, land: &[&Feature], options: &ReadOptions) -> Result<Controllers> {
    let has = |key: &str| land.iter().any(|f| text(&f.properties, key).is_some());
    if has(by) {
        return complete(by, land, options);
    }
    let mut keys = land.iter().flat_map(|f| f.properties.keys());
    if let Some(key) = keys.find(|key| canonical(key) == canonical(by) && has(key)) {
        return complete(key, land, options);
    }
    if by == "id" && land.iter().any(|f| id(f).is_some()) {
        return match land.iter().find(|f| id(f).is_none()) {
            Some(feature) if options.unnamed == Unnamed::Stop => Err(without("id", feature, land)),
            _ => Ok(Controllers::Ids),
        };
    }
    complete(by, land, options)
}

/// The property `key`, if all the land has it, or the options say what becomes of land without it.
fn complete(key: &str, land: &[&Feature], options: &ReadOptions) -> Result<Controllers> {
    let lacking = |f: &&&Feature| text(&f.properties, key).is_none();
    match land.iter().find(lacking) {
        None => Ok(Controllers::Property(key.into())),
        Some(_) if land.iter().all(|f| lacking(&f)) => {
            Err(Error::new(format!("no feature has the property `{key}`")).with_hint(properties_of(land)))
        }
        Some(_) if matches!(options.unnamed, Unnamed::Skip | Unnamed::Named(_)) => {
            Ok(Controllers::Property(key.into()))
        }
        Some(feature) => Err(without(key, feature, land)),
    }
}

/// What becomes of a file none of whose features has a name.
fn nameless(land: &[&Feature], file: &str, options: &ReadOptions) -> Result<Controllers> {
    match &options.unnamed {
        Unnamed::Named(_) => return Ok(Controllers::Unnamed),
        Unnamed::File => {
            if let Some(name) = file_name(file) {
                return Ok(Controllers::File(name));
            }
        }
        Unnamed::Stop | Unnamed::Skip => {}
    }
    let mut hint = Hint::from("name one controller for all its land with ")
        .option(OptionName::Name)
        .and(", or the property that names them with ")
        .option(OptionName::By);
    if ids(land) == FeatureIds::RowNumbers {
        hint = hint
            .and("; the ids of its features only number them, ")
            .option(OptionName::By)
            .and(" id takes them for names");
    }
    if land.iter().any(|f| !f.properties.is_empty()) {
        hint = hint.and("; ").and_hint(properties_of(land));
    }
    let is_shapefile = file.to_ascii_lowercase().ends_with(".shp");
    if is_shapefile && land.iter().all(|f| f.properties.is_empty()) {
        hint = hint.and("; its features have no properties: the table (.dbf) belongs beside it");
    }
    Err(Error::new("no feature names its controller")
        .of_kind(ErrorKind::Attribute)
        .with_hint(hint))
}

pub(super) fn without(key: &str, feature: &Feature, land: &[&Feature]) -> Error {
    let name = |f: &&&Feature| match key {
        "id" => id(f),
        key => text(&f.properties, key),
    };
    let lacking = land.iter().filter(|f| name(f).is_none()).count();
    let message = match lacking {
        0 | 1 => format!("it has no `{key}` to name its controller, though other features do"),
        _ => format!(
            "it has no `{key}` to name its controller; {lacking} of {} features have none",
            land.len()
        ),
    };
    let others = land
        .iter()
        .copied()
        .filter(|f| !f.properties.is_empty())
        .collect::<Vec<_>>();
    Error::new(message).in_feature(feature).with_hint(
        Hint::from("fill it in, leave such land out with ")
            .option(OptionName::Unnamed)
            .and(" skip, say who holds it with ")
            .option(OptionName::Unnamed)
            .and(" NAME, or name another property with ")
            .option(OptionName::By)
            .and(": ")
            .and_hint(properties_of(&others)),
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

/// The name of a file without its folder and endings; none of standard input.
fn file_name(file: &str) -> Option<String> {
    let stem = Path::new(file)
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut stem = stem.as_str();
    for ending in [".gz", ".json", ".geojson", ".geojsonl", ".geojsons", ".ndjson"] {
        stem = stem.strip_suffix(ending).unwrap_or(stem);
    }
    let name = canonical(stem).into_owned();
    (!name.is_empty() && name != "-").then_some(name)
}
