//! What features of a snapshot state of themselves that is odd but clear: nothing at all, one id twice, one name in several
//! spellings.

use std::collections::BTreeMap;

use hashbrown::HashSet;
use serde_json::Value;

use super::naming::text;
use crate::model::{ControllerSource, Feature, NoticeKind, Notices, canonical};

/// Notes it; `land` are those of the features that are land.
pub(super) fn note(
    features: &[Feature],
    land: &[&Feature],
    controller_from: &ControllerSource,
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
    let named = match controller_from {
        ControllerSource::Property(key) => Some(key.as_str()),
        _ => None,
    };
    for key in named.into_iter().chain(["sovereign"]) {
        for feature in respelled(land, key) {
            notices.add(NoticeKind::Respelled, None, || feature.describe());
        }
    }
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
