//! Members of a whole layer, such as its date, where a format has room for JSON.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::bounded::Bounded;
use crate::Result;
use crate::files::{FEATURE_ORDER, MARK};
use crate::read::land::{Collector, Source};

/// Bytes that members may take, but for what this program writes for itself, which is as large as it is.
const MOST: usize = 1 << 16;

/// Members as they are read.
pub(super) struct Members {
    read: Map<String, Value>,
    /// The names of those that are too large to be held.
    left_out: Vec<String>,
    budget: usize,
}

impl Default for Members {
    fn default() -> Self {
        Self {
            read: Map::new(),
            left_out: Vec::new(),
            budget: MOST,
        }
    }
}

impl Members {
    /// Those of a JSON object; none if the text is no such object.
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Those that this program wrote where a format has a text for people; none of any other text. What makes a patch of a diff
    /// is left out: such formats do not keep all of it.
    #[cfg(any(feature = "kml", feature = "shapefile"))]
    pub(super) fn of_own(text: &str) -> Option<Self> {
        let mut members = Self::parse(text.trim())?;
        let generator = members.read.get("generator")?.as_str()?;
        let is_own = generator.split(' ').next() == Some(MARK);
        members.remove(MARK);
        is_own.then_some(members)
    }

    /// Takes the next value of a map, that of this key.
    pub(super) fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: String,
        map: &mut A,
    ) -> std::result::Result<(), A::Error> {
        let before = self.budget;
        let value = if key == MARK || key == FEATURE_ORDER {
            Some(map.next_value()?)
        } else {
            map.next_value_seed(Bounded(&mut self.budget))?
        };
        if let Some(value) = value {
            self.read.insert(key, value);
        } else {
            self.budget = before;
            self.left_out.push(key);
        }
        Ok(())
    }

    /// Takes a member out.
    pub(super) fn remove(&mut self, key: &str) -> Option<Value> {
        self.read.shift_remove(key)
    }

    /// Has a layer have them.
    pub(super) fn hand_over<G: Source + Send>(self, collector: &mut Collector<G>) -> Result<()> {
        for key in self.left_out {
            collector.left_out(&key);
        }
        self.read
            .into_iter()
            .try_for_each(|(key, value)| collector.member(key, value))
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Members, A::Error> {
        let mut members = Members::default();
        while let Some(key) = map.next_key::<String>()? {
            members.take(key, &mut map)?;
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_large_is_left_out_but_for_what_is_ours() {
        let large = "x".repeat(MOST);
        let text = format!(r#"{{"date": "1994", "notes": "{large}", "{MARK}": "{large}", "title": "t"}}"#);
        let members = Members::parse(&text).unwrap();
        let keys: Vec<&str> = members.read.keys().map(String::as_str).collect();
        assert_eq!(keys, ["date", MARK, "title"]);
        assert_eq!(members.left_out, ["notes"]);
        for text in ["[]", "<xml/>", "{", ""] {
            assert!(Members::parse(text).is_none(), "{text}");
        }
    }
}
