//! What features of a snapshot state of themselves that is odd but clear: nothing at all, one id twice, one name in several
//! spellings, a name that is no text.

use std::collections::BTreeMap;

use hashbrown::HashSet;
use serde_json::Value;

use super::naming::{CONTROLLER, Controllers, text, whole};
use super::options::ReadOptions;
use super::territory::land_of;
use crate::model::{ControllerSource, Feature, Layer, NoticeKind, Notices, Occurrence, Unnamed, canonical};

/// Notes it; `land` are those of the features that are land.
pub(super) fn note(
    features: &[Feature],
    land: &[&Feature],
    controller_from: &ControllerSource,
    options: &ReadOptions,
    notices: &mut Notices,
) {
    if features.is_empty() {
        notices.add(NoticeKind::EmptyCollection, None, String::new);
    }
    let mut known = HashSet::new();
    for feature in features {
        if feature.id.as_deref().is_some_and(|id| !known.insert(id)) {
            notices.add(NoticeKind::DuplicateId, None, || feature.describe());
        }
    }
    for Odd { kind, feature, name } in names(land, controller_from, options) {
        notices.add(kind, None, || place(feature, name.as_deref()));
    }
}

/// Which feature has an odd name, and the name where it is not used.
fn place(feature: &Feature, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{}, which names {name}", feature.describe()),
        None => feature.describe(),
    }
}

/// What is odd about the names of a layer's controllers and sovereigns, and what becomes of land without one, feature by feature;
/// nothing where it is in doubt what names the controllers.
pub fn odd_names(layer: &Layer, options: &ReadOptions) -> Vec<Occurrence> {
    let land = land_of(layer);
    let Ok(controllers) = Controllers::find(&land, &layer.name, options) else {
        return Vec::new();
    };
    let occurrence = |Odd { kind, feature, name }: Odd| {
        let polygon = feature.geometry.polygons.first();
        Occurrence {
            kind,
            place: place(feature, name.as_deref()),
            at: polygon.and_then(|polygon| polygon.exterior().0.first().copied()),
        }
    };
    let is_held = matches!(options.unnamed, Unnamed::Named(_));
    let unnamed = land
        .iter()
        .filter(|feature| controllers.stated(feature).is_none());
    let unnamed = unnamed.filter_map(|feature| Some(Odd::new(controllers.of_unnamed(is_held)?, feature)));
    let odd = names(&land, &controllers.source(), options).into_iter();
    odd.chain(unnamed).map(occurrence).collect()
}

/// A feature with an odd name.
struct Odd<'a> {
    kind: NoticeKind,
    feature: &'a Feature,
    /// The name that it states, where that is not used.
    name: Option<String>,
}

impl<'a> Odd<'a> {
    fn new(kind: NoticeKind, feature: &'a Feature) -> Self {
        Self {
            kind,
            feature,
            name: None,
        }
    }
}

/// The features with odd names.
fn names<'a>(
    land: &[&'a Feature],
    controller_from: &ControllerSource,
    options: &ReadOptions,
) -> Vec<Odd<'a>> {
    let named = match controller_from {
        ControllerSource::Property(key) => Some(key.as_str()),
        _ => None,
    };
    let keys = named.into_iter().chain(["sovereign"]);
    let respelled = keys.flat_map(|key| respelled(land, key));
    let mut odd: Vec<Odd> = respelled
        .map(|feature| Odd::new(NoticeKind::Respelled, feature))
        .collect();
    if let Some(name) = &options.name {
        odd.extend(replaced(land, name));
    }
    let of = |key, is: fn(&Value) -> bool| {
        let stated = move |feature: &&&Feature| feature.properties.get(key).is_some_and(is);
        land.iter().filter(stated).copied()
    };
    if let (Some(_), Some(key)) = (&options.by, named) {
        odd.extend(of(key, is_pointed).map(|feature| Odd::new(NoticeKind::PointedNumber, feature)));
    }
    // Who names the property knows what is in it.
    if options.by.is_none() && options.name.is_none() {
        if let Some(key) = named {
            odd.extend(of(key, is_number).map(|feature| Odd::new(NoticeKind::NumberName, feature)));
        }
        if named != Some(CONTROLLER) {
            odd.extend(of(CONTROLLER, is_void).map(|feature| Odd::new(NoticeKind::VoidName, feature)));
        }
    }
    odd
}

fn is_number(value: &Value) -> bool {
    value.is_number() || value.is_boolean()
}

/// Whether it is a whole number with a decimal point.
fn is_pointed(value: &Value) -> bool {
    matches!(value, Value::Number(number) if whole(number).is_some())
}

/// Whether it is there and names nobody.
fn is_void(value: &Value) -> bool {
    match value {
        Value::String(text) => canonical(text).is_empty(),
        value => !is_number(value),
    }
}

/// The features that name another controller than the one that all land is said to have: by `controller`, or by names that tell
/// features apart; one that all have may be of the land.
fn replaced<'a>(land: &[&'a Feature], name: &str) -> Vec<Odd<'a>> {
    let Ok(Controllers::Property(key)) = Controllers::find(land, "", &ReadOptions::default()) else {
        return Vec::new();
    };
    let stated = |feature: &&'a Feature| Some((*feature, text(&feature.properties, &key)?));
    let stated: Vec<(&Feature, String)> = land.iter().filter_map(stated).collect();
    let is_alike = stated.windows(2).all(|pair| pair[0].1 == pair[1].1);
    if key != CONTROLLER && is_alike {
        return Vec::new();
    }
    let name = canonical(name);
    let others = stated.into_iter().filter(|(_, own)| *own != *name);
    let odd = |(feature, own)| Odd {
        name: Some(own),
        ..Odd::new(NoticeKind::Replaced, feature)
    };
    others.map(odd).collect()
}

/// The features whose name is spelled otherwise than that of the first one of this name.
fn respelled<'a>(land: &[&'a Feature], key: &str) -> Vec<&'a Feature> {
    let raw = |feature: &&'a Feature| feature.properties.get(key).and_then(Value::as_str);
    let is_odd = |feature: &&'a Feature| raw(feature).is_some_and(|name| canonical(name) != name);
    if !land.iter().any(is_odd) {
        return Vec::new();
    }
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let is_respelled = |feature: &&&'a Feature| {
        let Some((name, raw)) = text(&feature.properties, key).zip(raw(feature)) else {
            return false;
        };
        *first.entry(name).or_insert(raw) != raw
    };
    land.iter().filter(is_respelled).copied().collect()
}
