//! What a scenario must state beyond its form: numbers in their range, words that are understood, nothing twice.

use std::collections::BTreeSet;
use std::str::FromStr;

use crate::model::{Scenario, SnapshotEntry, Unnamed, Within, canonical};
use crate::read::{DatePattern, Ends, Filter};
use crate::settings::{Places, Step, Step::Item, Step::Key};
use crate::{Error, Result};

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
    if scenario.unnamed.is_some() && scenario.name.is_some() {
        let what = "it is about land without a name, and `as` names who holds all land";
        let error = places.error(&[Key("unnamed")], what);
        return Err(error.with_hint("state `as` or `unnamed`, not both"));
    }
    understood::<Unnamed>(scenario.unnamed.as_ref(), places, &[Key("unnamed")])?;
    if let Some(within) = scenario.within.as_ref().filter(|text| Within::is_box(text)) {
        understood::<Within>(Some(within), places, &[Key("within")])?;
    }
    annotations(scenario, places)?;
    names(scenario, places)?;
    published(scenario, places)
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
    let date_pattern = entry.date_pattern.as_ref().or(scenario.date_pattern.as_ref());
    understood::<DatePattern>(date_pattern, places, &own(&entry.date_pattern, "date_pattern"))?;
    let filter = entry.filter.as_ref().or(scenario.filter.as_ref());
    understood::<Filter>(filter, places, &own(&entry.filter, "where"))?;
    let end_date = entry.end_date.as_ref().or(scenario.end_date.as_ref());
    understood::<Ends>(end_date, places, &own(&entry.end_date, "end_date"))
}

/// A word, where one is stated, means something.
fn understood<T: FromStr<Err = Error>>(word: Option<&String>, places: &Places, steps: &[Step]) -> Result<()> {
    let parsed = word.map(|word| word.parse::<T>()).transpose();
    parsed.map(drop).map_err(|e| places.placed(steps, &e))
}

/// No note is longer, in characters: it would hide the map.
const LONGEST_NOTE: usize = 120;

/// Notes are at places on the globe, and short.
fn annotations(scenario: &Scenario, places: &Places) -> Result<()> {
    for (number, note) in scenario.annotations.iter().enumerate() {
        let error = |key, message| places.error(&[Key("note"), Item(number), Key(key)], message);
        let [lon, lat] = note.at;
        if !((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)) {
            return Err(error("at", format!("[{lon}, {lat}] is no place"))
                .with_hint("write longitude and latitude in degrees, such as [46.75, 39.82]"));
        }
        let length = note.text.trim().chars().count();
        if length == 0 || length > LONGEST_NOTE {
            return Err(error(
                "text",
                format!("a note of {length} letters cannot stand on a map"),
            )
            .with_hint(format!(
                "write 1 to {LONGEST_NOTE}; `notes` are for longer remarks"
            )));
        }
    }
    Ok(())
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
