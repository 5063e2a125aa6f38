//! The properties that features have.

use hashbrown::HashSet;

use crate::model::Feature;

/// The names of all properties of some features.
pub(super) struct Keys<'a>(Vec<&'a str>);

impl<'a> Keys<'a> {
    pub(super) fn of(features: impl IntoIterator<Item = &'a Feature>) -> Self {
        let mut known = HashSet::new();
        let features = features.into_iter();
        let all = features.flat_map(|feature| feature.properties.keys().map(String::as_str));
        Self(all.filter(|key| known.insert(*key)).collect())
    }

    /// The property of a name.
    pub(super) fn exact(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|key| **key == name).copied()
    }

    /// The property of a name, in whatever letters.
    pub(super) fn named(&self, name: &str) -> Option<&'a str> {
        let alike = || self.0.iter().find(|key| key.eq_ignore_ascii_case(name)).copied();
        self.exact(name).or_else(alike)
    }

    /// The names, for a hint.
    pub(super) fn hint(&self) -> String {
        const SHOWN: usize = 20;
        let more = if self.0.len() > SHOWN { ", …" } else { "" };
        let shown = self.0.iter().take(SHOWN).copied().collect::<Vec<_>>();
        match shown.as_slice() {
            [] => "the features have no properties".to_owned(),
            shown => format!("the features have `{}`{more}", shown.join("`, `")),
        }
    }
}
