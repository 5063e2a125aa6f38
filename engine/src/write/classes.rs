//! The classes of features of a style, with colours.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::{Cell, Row, Sheet};
use super::style::Style;

/// Features that are drawn alike.
pub(super) struct Class {
    /// As a legend has it.
    pub label: String,
    /// By which values of which columns they are known; no value is null.
    pub values: Vec<(String, Option<String>)>,
    /// The column with a flag that sets others of these values apart, and whether it is set here.
    pub flag: Option<(&'static str, bool)>,
    pub fill: Colour,
    pub outline: Colour,
}

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// Colours that most people can tell apart (Okabe and Ito 2008), without black.
const COLOURS: [Colour; 7] = [
    [0, 114, 178],
    [230, 159, 0],
    [0, 158, 115],
    [204, 121, 167],
    [86, 180, 233],
    [213, 94, 0],
    [240, 228, 66],
];
/// Of land that nobody holds.
const NOBODY: Colour = [200, 200, 200];
/// Of noise.
const NOISE: Colour = [120, 120, 120];

/// The classes of the features that there are, in the order of a legend: holders get colours in the order of their names. None
/// where the layer has no style.
pub(super) fn classes(sheet: &Sheet<'_>) -> Vec<Class> {
    match sheet.style {
        None => Vec::new(),
        Some(Style::Each(column)) => holders(sheet, column),
        Some(Style::Coloured { property, colours }) => coloured(sheet, property, colours),
        Some(Style::Change { from, to, noise }) => changes(sheet, [*from, *to], noise),
    }
}

impl Class {
    /// Whether a feature is of it.
    pub(super) fn has(&self, sheet: &Sheet<'_>, row: &Row<'_>) -> bool {
        let cell = |column: &str| {
            let place = sheet.columns.iter().position(|known| known.name == column);
            place
                .and_then(|place| row.cells.get(place))
                .unwrap_or(&Cell::Null)
        };
        let is_set = |column: &str| *cell(column) == Cell::Boolean(true);
        let values = self
            .values
            .iter()
            .all(|(column, value)| match (cell(column), value) {
                (Cell::Text(text), Some(value)) => text == value,
                (cell, value) => *cell == Cell::Null && value.is_none(),
            });
        values && self.flag.is_none_or(|(column, flag)| is_set(column) == flag)
    }
}

fn holders(sheet: &Sheet<'_>, column: &str) -> Vec<Class> {
    let names: BTreeSet<Option<&str>> = sheet.texts(column).collect();
    let colours = Colours::of(names.iter().copied());
    let class = |name: Option<&str>| Class {
        label: label(name),
        values: vec![(column.to_owned(), name.map(str::to_owned))],
        flag: None,
        fill: colours.get(name),
        outline: NOISE,
    };
    names.into_iter().map(class).collect()
}

fn coloured(sheet: &Sheet<'_>, column: &str, colours: &[(&'static str, Colour)]) -> Vec<Class> {
    let values: BTreeSet<&str> = sheet.texts(column).flatten().collect();
    let known = colours.iter().filter(|(value, _)| values.contains(value));
    let class = |(value, fill): &(&'static str, Colour)| Class {
        label: (*value).to_owned(),
        values: vec![(column.to_owned(), Some((*value).to_owned()))],
        flag: None,
        fill: *fill,
        outline: NOISE,
    };
    known.map(class).collect()
}

fn changes(sheet: &Sheet<'_>, columns: [&'static str; 2], noise: &'static str) -> Vec<Class> {
    let [from, to] = columns.map(|column| sheet.texts(column));
    let pairs: Vec<[Option<&str>; 2]> = from.zip(to).map(|(from, to)| [from, to]).collect();
    let colours = Colours::of(pairs.iter().flatten().copied());
    let flags = sheet.cells(noise).map(|cell| matches!(cell, Cell::Boolean(true)));
    let flags: Vec<bool> = flags.collect();
    let is_noise = |row: usize| flags.get(row).copied().unwrap_or(false);
    let rows = pairs.iter().enumerate();
    let changed: BTreeSet<_> = rows
        .filter(|(row, _)| !is_noise(*row))
        .map(|(_, pair)| *pair)
        .collect();
    let class = |[before, after]: [Option<&str>; 2]| Class {
        label: format!("{} → {}", label(before), label(after)),
        values: [before, after]
            .into_iter()
            .zip(columns)
            .map(|(name, column)| (column.to_owned(), name.map(str::to_owned)))
            .collect(),
        flag: Some((noise, false)),
        fill: colours.get(after),
        outline: colours.get(before),
    };
    let mut classes: Vec<Class> = changed.into_iter().map(class).collect();
    if flags.contains(&true) {
        classes.push(Class {
            label: "noise: one line drawn twice".to_owned(),
            values: Vec::new(),
            flag: Some((noise, true)),
            fill: NOISE,
            outline: NOISE,
        });
    }
    classes
}

fn label(name: Option<&str>) -> String {
    name.unwrap_or("nobody").to_owned()
}

/// The colours of holders.
struct Colours<'a>(BTreeMap<&'a str, Colour>);

impl<'a> Colours<'a> {
    fn of(names: impl Iterator<Item = Option<&'a str>>) -> Self {
        let names: BTreeSet<&str> = names.flatten().collect();
        Self(names.into_iter().zip(COLOURS.into_iter().cycle()).collect())
    }

    fn get(&self, name: Option<&str>) -> Colour {
        name.and_then(|name| self.0.get(name).copied()).unwrap_or(NOBODY)
    }
}
