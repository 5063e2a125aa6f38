//! What a scenario must state beyond its form: numbers in their range, words that are understood, nothing twice.

use std::collections::BTreeSet;

use super::options::entry_options;
use crate::Result;
use crate::error::Hint;
use crate::model::{Scenario, SnapshotEntry, Within, canonical};
use crate::read::ReadOptions;
use crate::settings::{Places, Step, Step::Item, Step::Key};

/// Lines are off by less than the earth is round, in metres.
const MOST_M: f64 = 4.1e7;
/// All land of the earth, km².
const MOST_KM2: f64 = 5.2e8;

/// Whether all is as it must be.
///
/// # Errors
///
/// At the first value that is not, with its place.
pub(super) fn all(scenario: &Scenario, places: &Places) -> Result<()> {
    id(scenario, places)?;
    let tolerance = (vec![Key("tolerance_m")], scenario.tolerance_m);
    let references = [
        ("units", &scenario.units),
        ("places", &scenario.places),
        ("context", &scenario.context),
        ("locator", &scenario.locator),
    ];
    let accuracies = references.into_iter().map(|(name, reference)| {
        let metres = reference.as_ref().and_then(|reference| reference.accuracy_m);
        (vec![Key(name), Key("accuracy_m")], metres)
    });
    for (steps, metres) in std::iter::once(tolerance).chain(accuracies) {
        if let Some(metres) = metres.filter(|metres| !(0.0..=MOST_M).contains(metres)) {
            return Err(places
                .error(&steps, format!("{metres} is no distance in metres"))
                .with_hint("write a number from 0 on, such as 250"));
        }
    }
    snapshots(scenario, places)?;
    if let Some(within) = scenario.within.as_deref().filter(|text| Within::is_box(text)) {
        let steps = [Key("within")];
        within.parse::<Within>().map_err(|e| at(places, &steps, &e))?;
    }
    names(scenario, places)?;
    published(scenario, places)
}

/// An error of a value, with its place.
fn at(places: &Places, steps: &[Step], error: &crate::Error) -> crate::Error {
    let hint = error.hint().cloned();
    let placed = places.error(steps, error.message());
    hint.into_iter()
        .fold(placed, |error, hint: Hint| error.with_hint(hint))
}

fn id(scenario: &Scenario, places: &Places) -> Result<()> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if scenario.id.is_empty() || !scenario.id.chars().all(is_plain) {
        return Err(places
            .error(
                &[Key("id")],
                format!("the id `{}` cannot name a folder", scenario.id),
            )
            .with_hint("use letters, digits, - and _"));
    }
    Ok(())
}

fn snapshots(scenario: &Scenario, places: &Places) -> Result<()> {
    if scenario.snapshots.len() < 2 {
        return Err(places
            .error(&[Key("snapshot")], "a scenario needs at least two snapshots")
            .with_hint("add a [[snapshot]] with its `path`"));
    }
    for (number, entry) in scenario.snapshots.iter().enumerate() {
        let steps = [Key("snapshot"), Item(number)];
        options(scenario, entry, places, &steps)?;
    }
    Ok(())
}

/// Whether each snapshot is named once: of a file whose features have times, once for each date.
///
/// # Errors
///
/// At the second one, with its place.
pub(super) fn named_once(scenario: &Scenario, places: &Places) -> Result<()> {
    let mut known = BTreeSet::new();
    for (number, entry) in scenario.snapshots.iter().enumerate() {
        if !known.insert((&entry.path, entry.at)) {
            let path = [Key("snapshot"), Item(number), Key("path")];
            return Err(places
                .error(&path, format!("`{}` is named twice", entry.path))
                .with_hint(
                    "leave one of them out; of a file whose features have times, state another date as `at`",
                ));
        }
    }
    Ok(())
}

/// How a snapshot is read is understood.
fn options(scenario: &Scenario, entry: &SnapshotEntry, places: &Places, steps: &[Step; 2]) -> Result<()> {
    let own = |value: &Option<String>, key: &'static str| {
        if value.is_some() {
            vec![steps[0], steps[1], Key(key)]
        } else {
            vec![Key(key)]
        }
    };
    if entry.name.is_some() && entry.by.is_some() || scenario.name.is_some() && scenario.by.is_some() {
        let twice = own(&entry.name.as_ref().and(entry.by.clone()), "by");
        return Err(places
            .error(
                &twice,
                "the controller is stated twice: by a property, and by one name for all",
            )
            .with_hint("state `by` or `as`, not both"));
    }
    // Each by itself, so that the error has its place.
    let alone = |set: fn(&mut Scenario, &mut SnapshotEntry, &Scenario, &SnapshotEntry)| {
        let (mut bare, mut bare_entry) = (scenario.clone(), entry.clone());
        (bare.unnamed, bare.date_pattern, bare.end_date) = (None, None, None);
        (bare_entry.date_pattern, bare_entry.end_date) = (None, None);
        set(&mut bare, &mut bare_entry, scenario, entry);
        entry_options(&bare, &bare_entry, &ReadOptions::default()).map(drop)
    };
    alone(|to, _, from, _| to.unnamed.clone_from(&from.unnamed))
        .map_err(|e| at(places, &[Key("unnamed")], &e))?;
    alone(|to, to_entry, from, entry| {
        to.date_pattern.clone_from(&from.date_pattern);
        to_entry.date_pattern.clone_from(&entry.date_pattern);
    })
    .map_err(|e| at(places, &own(&entry.date_pattern, "date_pattern"), &e))?;
    alone(|to, to_entry, from, entry| {
        to.end_date.clone_from(&from.end_date);
        to_entry.end_date.clone_from(&entry.end_date);
    })
    .map_err(|e| at(places, &own(&entry.end_date, "end_date"), &e))
}

/// Controllers are styled once, by colours that are some.
fn names(scenario: &Scenario, places: &Places) -> Result<()> {
    let mut known = BTreeSet::new();
    for (number, style) in scenario.controllers.iter().enumerate() {
        let key = |key: &'static str| [Key("controller"), Item(number), Key(key)];
        if !known.insert(canonical(&style.name).into_owned()) {
            return Err(places
                .error(&key("name"), format!("`{}` is styled twice", style.name))
                .with_hint("leave one of them out"));
        }
        if let Some(color) = style.color.as_deref().filter(|color| !is_color(color)) {
            return Err(places
                .error(&key("color"), format!("`{color}` is not a colour"))
                .with_hint("write it as #rrggbb, such as #d9720d"));
        }
    }
    Ok(())
}

fn is_color(text: &str) -> bool {
    let hex = text.strip_prefix('#');
    hex.is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn published(scenario: &Scenario, places: &Places) -> Result<()> {
    for (number, published) in scenario.published.iter().enumerate() {
        let [low, high] = published.km2;
        let is_range = (0.0..=MOST_KM2).contains(&low) && (low..=MOST_KM2).contains(&high);
        if !is_range {
            let steps = [Key("published"), Item(number), Key("km2")];
            return Err(places
                .error(&steps, format!("[{low}, {high}] is no range of areas in km²"))
                .with_hint("write the lowest and the highest figure, as in km2 = [4400, 4400]"));
        }
    }
    Ok(())
}
