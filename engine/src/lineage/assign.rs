//! Codes for units of later editions: those that go on keep theirs, new ones get the next under the same parent.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::form::CodeForm;
use super::{Lineage, LineageUnit};
use crate::error::ErrorKind;
use crate::model::Snapshot;
use crate::read::property_text;
use crate::{Error, Result};

/// Codes that units have for as long as they go on, by edition and by the code that tells them apart there. None is ever given twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedCodes(Vec<BTreeMap<String, Option<String>>>);

impl AssignedCodes {
    /// The codes of the first edition, which a property has, carried over to the later ones. A unit that is the same as one of the
    /// edition before has its code; another one has the next number that was never used under the parent of the unit that most of
    /// its land was of. One on land of no unit has none, unless all units have one parent.
    ///
    /// # Errors
    ///
    /// When a unit of the first edition has no such code or shares it, codes have no common form, or a parent has no number left.
    pub fn of(steps: &[Lineage], editions: &[Arc<Snapshot>], property: &str) -> Result<Self> {
        let Some(first) = editions.first() else {
            return Ok(Self(Vec::new()));
        };
        let stated = stated(first, property)?;
        let mut codes = Counted::of(first, &stated)?;
        let known = stated.iter();
        let mut editions: Vec<BTreeMap<String, Option<String>>> = vec![
            known
                .map(|(unit, code)| ((*unit).to_owned(), Some(code.clone())))
                .collect(),
        ];
        for (step, place) in steps.iter().zip(0..) {
            let earlier = &editions[place];
            let code = |unit: &str| earlier.get(unit).and_then(Option::as_ref);
            let mut later = BTreeMap::new();
            let mut new: Vec<(Option<&String>, &LineageUnit)> = Vec::new();
            for unit in &step.came_from {
                if let Some(same) = &unit.same {
                    later.insert(unit.code.clone(), code(same).cloned());
                } else {
                    let mut sources = unit.links.iter().filter_map(|link| link.code.as_deref());
                    new.push((sources.find_map(code), unit));
                }
            }
            new.sort_by_key(|(source, unit)| (*source, &unit.code));
            for (source, unit) in new {
                later.insert(unit.code.clone(), codes.next(source.map(String::as_str))?);
            }
            editions.push(later);
        }
        Ok(Self(editions))
    }

    /// The code of a unit of an edition; none where it has none.
    pub fn code(&self, edition: usize, unit: &str) -> Option<&str> {
        self.0.get(edition)?.get(unit)?.as_deref()
    }
}

/// The highest number that was ever used under each parent.
struct Counted {
    form: CodeForm,
    highest: BTreeMap<String, u64>,
}

impl Counted {
    fn of(edition: &Snapshot, stated: &BTreeMap<&str, String>) -> Result<Self> {
        let codes: Vec<&str> = stated.values().map(String::as_str).collect();
        let form = CodeForm::of(&codes, &parents(edition, stated)).map_err(|e| e.in_file(&edition.name))?;
        let mut highest: BTreeMap<String, u64> = BTreeMap::new();
        for (parent, number) in codes.into_iter().map(|code| form.parts(code)) {
            let known = highest.entry(parent.to_owned()).or_default();
            *known = number.max(*known);
        }
        Ok(Self { form, highest })
    }

    /// The next code under the parent of a code, or under the only parent there is.
    fn next(&mut self, source: Option<&str>) -> Result<Option<String>> {
        let parent = match (source, self.highest.len()) {
            (Some(source), _) => self.form.parts(source).0.to_owned(),
            (None, 1) => self.highest.keys().next().cloned().unwrap_or_default(),
            (None, _) => return Ok(None),
        };
        let highest = self.highest.entry(parent.clone()).or_default();
        let next = highest.checked_add(1);
        let Some((next, code)) = next.and_then(|next| Some((next, self.form.code(&parent, next)?))) else {
            return Err(
                Error::new(format!("there is no code left under `{parent}` for a new unit"))
                    .of_kind(ErrorKind::Attribute)
                    .with_hint("its numbers are used up: give the units codes of more digits"),
            );
        };
        *highest = next;
        Ok(Some(code))
    }
}

/// The codes that a property states, by what tells units apart.
fn stated<'a>(edition: &'a Snapshot, property: &str) -> Result<BTreeMap<&'a str, String>> {
    let wrong = |what: String, hint: &str| {
        Error::new(what)
            .of_kind(ErrorKind::Attribute)
            .in_file(&edition.name)
            .with_hint(hint)
    };
    let mut codes: BTreeMap<&str, String> = BTreeMap::new();
    let mut units: BTreeMap<String, &str> = BTreeMap::new();
    for territory in &edition.territories {
        let unit = territory.controller.as_str();
        let code = property_text(&territory.properties, property).ok_or_else(|| {
            wrong(
                format!("the unit `{unit}` has no code `{property}`"),
                "name the property that has the codes of all units of the first edition",
            )
        })?;
        let others = units.insert(code.clone(), unit).filter(|other| *other != unit);
        if let Some(other) = others {
            let what = format!("the units `{other}` and `{unit}` have one code, `{code}`");
            return Err(wrong(what, "each unit needs a code of its own"));
        }
        if let Some(other) = codes.insert(unit, code.clone()).filter(|other| *other != code) {
            let what = format!("the unit `{unit}` has two codes, `{other}` and `{code}`");
            return Err(wrong(what, "tell units apart by their code"));
        }
    }
    Ok(codes)
}

/// By property that all units have, its texts in the order of their codes.
fn parents<'a>(edition: &'a Snapshot, stated: &BTreeMap<&str, String>) -> BTreeMap<&'a str, Vec<String>> {
    let mut of_unit = BTreeMap::new();
    for territory in &edition.territories {
        of_unit.entry(territory.controller.as_str()).or_insert(territory);
    }
    let keys = edition
        .territories
        .first()
        .into_iter()
        .flat_map(|territory| territory.properties.keys());
    let texts = keys.filter_map(|key| {
        let text = |unit: &&str| property_text(&of_unit.get(unit)?.properties, key);
        let texts: Option<Vec<String>> = stated.keys().map(text).collect();
        Some((key.as_str(), texts?))
    });
    texts.collect()
}
