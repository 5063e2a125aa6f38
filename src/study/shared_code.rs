//! Codes that features of several names share.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::model::{Snapshot, canonical};

/// Features of one code have several names, and are taken for one unit. As text, it says so to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SharedCode {
    /// What the snapshot is called, usually its file.
    pub snapshot: String,
    /// The first such code.
    pub code: String,
    /// Two of its names.
    pub names: [String; 2],
    /// How many more codes have several names.
    pub more: usize,
}

impl SharedCode {
    /// Those of a snapshot whose names are in a property; none where each code has one name.
    pub(super) fn of(snapshot: &Snapshot, property: &str) -> Option<Self> {
        let mut shared = shared_codes(snapshot, property).into_iter();
        let (code, names) = shared.next()?;
        Some(Self {
            snapshot: snapshot.name.clone(),
            code: code.to_owned(),
            names: names.map(str::to_owned),
            more: shared.len(),
        })
    }
}

/// By code, two names that features of it have, where they have several.
fn shared_codes<'a>(snapshot: &'a Snapshot, property: &str) -> BTreeMap<&'a str, [&'a str; 2]> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut shared = BTreeMap::new();
    for territory in &snapshot.as_read().territories {
        let code = territory.controller.as_str();
        let Some(name) = territory.properties.get(property).and_then(Value::as_str) else {
            continue;
        };
        let known = *first.entry(code).or_insert(name);
        if canonical(known) != canonical(name) {
            shared.entry(code).or_insert([known, name]);
        }
    }
    shared
}

impl fmt::Display for SharedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            snapshot,
            code,
            names: [one, other],
            more,
        } = self;
        write!(
            f,
            "{snapshot}: features of `{code}` are called \"{one}\" and \"{other}\", and are taken for one unit"
        )?;
        match more {
            0 => Ok(()),
            1 => f.write_str("; 1 more code has several names"),
            more => write!(f, "; {more} more codes have several names"),
        }
    }
}
