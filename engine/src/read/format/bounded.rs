//! A JSON value that is held only if it is small.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Reads any value and takes its rough size off the budget; none once the budget is used up.
///
/// What is too large is still parsed to its end, but not held.
pub(super) struct Bounded<'a>(pub &'a mut usize);

/// What a value costs in addition to its text.
const NODE: usize = 16;

impl Bounded<'_> {
    /// Pay for a value.
    fn pay(self, text: usize, value: impl FnOnce() -> Value) -> Option<Value> {
        let rest = self.0.checked_sub(NODE + text);
        *self.0 = rest.unwrap_or(0);
        rest.map(|_| value())
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.pay(0, || Value::Null))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(self.pay(0, || flag.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(self.pay(0, || number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(self.pay(0, || number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(self.pay(0, || Number::from_f64(number).map_or(Value::Null, Value::Number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.pay(text.len(), || text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element_seed(Bounded(self.0))? {
            let Some(item) = item else {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(None);
            };
            list.push(item);
        }
        Ok(self.pay(0, || list.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let Some(value) = map.next_value_seed(Bounded(self.0))? else {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(None);
            };
            *self.0 = self.0.saturating_sub(key.len());
            object.insert(key, value);
        }
        Ok(self.pay(0, || object.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mut budget: usize) -> Option<Value> {
        let mut json = serde_json::Deserializer::from_str(text);
        let value = Bounded(&mut budget).deserialize(&mut json).unwrap();
        json.end().unwrap();
        value
    }

    #[test]
    fn small_values_are_held_and_large_ones_read_to_their_end() {
        let text = r#"{"a": [1, -2, 2.5, null, true, "b"], "c": {"d": "e"}}"#;
        assert_eq!(
            read(text, 1000).unwrap(),
            serde_json::from_str::<Value>(text).unwrap()
        );
        assert_eq!(read(text, 100), None);
        assert_eq!(read("\"0123456789\"", 20), None);
    }
}
