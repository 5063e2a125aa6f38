//! What is in files, as a document.

use super::figures::Inventory;
use crate::contents::{Contents, FeatureCounts, Holders, Property};
use crate::measure::{AreaUnits, count};
use crate::report::document::{Document, Grid};

/// So many controllers of a file are listed.
const CONTROLLERS: usize = 12;
/// So many properties.
const PROPERTIES: usize = 30;
/// So many letters of an example.
const EXAMPLE: usize = 40;

/// What is in each file.
pub(super) fn page(inventory: &Inventory) -> Document {
    let mut page = Document::default();
    for contents in &inventory.files {
        add(&mut page, contents, inventory.area_units);
    }
    page
}

fn add(page: &mut Document, contents: &Contents, units: AreaUnits) {
    page.heading(2, contents.file.clone());
    let mut facts = vec![format!(
        "{}{}.",
        contents
            .format
            .map_or_else(String::new, |format| format!("{format}, ")),
        features(contents.features)
    )];
    facts.extend(contents.bounds.map(extent));
    facts.push(holders(&contents.holders));
    facts.extend(contents.notices.iter().map(|notice| format!("Read: {notice}.")));
    facts.push(problems(contents));
    page.list(facts);
    if let Holders::Snapshot { controllers, .. } = &contents.holders {
        let unit = units.of(controllers.iter().map(|(_, area)| *area));
        let mut table = Grid::new(1, ["controller".to_owned(), unit.symbol().to_owned()]);
        for (name, area) in controllers {
            table.row([name.clone(), area.number(unit)]);
        }
        page.shortened(table, CONTROLLERS, "controllers");
    }
    let mut table = Grid::new(2, ["property", "kind", "features", "values", "for example"]).last_in_words();
    for property in &contents.properties {
        table.row(row(property));
    }
    page.shortened(table, PROPERTIES, "properties");
    if let Holders::Unknown { hint, .. } = &contents.holders {
        page.advice(hint.clone());
    }
}

/// How many features there are, of which kinds.
fn features(counts: FeatureCounts) -> String {
    let kinds = [
        (counts.land, "with land"),
        (counts.lines, "with lines"),
        (counts.points, "with points"),
        (counts.empty, "without positions"),
    ];
    let kinds = kinds.into_iter().filter(|(number, _)| *number > 0);
    let kinds: Vec<String> = kinds
        .map(|(number, kind)| format!("{} {kind}", count(number as u64)))
        .collect();
    let all = counts.all();
    let plural = if all == 1 { "" } else { "s" };
    match kinds.as_slice() {
        [] => "no features".to_owned(),
        [only] => format!(
            "{} feature{plural}{}",
            count(all as u64),
            only.trim_start_matches(|c: char| c != ' ')
        ),
        several => format!("{} feature{plural}: {}", count(all as u64), several.join(", ")),
    }
}

fn extent([west, south, east, north]: [f64; 4]) -> String {
    let side = |degrees: f64, letters: [char; 2]| {
        let letter = if degrees < 0.0 { letters[1] } else { letters[0] };
        format!("{:.3}° {letter}", degrees.abs())
    };
    format!(
        "From {} to {}, from {} to {}.",
        side(west, ['E', 'W']),
        side(east, ['E', 'W']),
        side(south, ['N', 'S']),
        side(north, ['N', 'S'])
    )
}

fn holders(holders: &Holders) -> String {
    match holders {
        Holders::NoLand => "There is no land in it.".to_owned(),
        Holders::Series => "Its features have dates of their own: it is a series.".to_owned(),
        Holders::Unknown { why, .. } => format!("Who holds its land is not known: {why}."),
        Holders::Snapshot {
            from,
            date,
            controllers,
        } => {
            let plural = if controllers.len() == 1 { "" } else { "s" };
            let date = date.map_or_else(|| "No date".to_owned(), |date| date.long());
            format!(
                "{date}, {} controller{plural}, {from}.",
                count(controllers.len() as u64)
            )
        }
    }
}

fn problems(contents: &Contents) -> String {
    if contents.problems.is_empty() {
        return "A check finds no problems.".to_owned();
    }
    let kinds = contents.problems.iter();
    let kinds: Vec<String> = kinds
        .map(|(kind, number)| format!("{} {}", count(*number as u64), kind.name()))
        .collect();
    format!(
        "A check finds problems: {}; `landshift check` says where.",
        kinds.join(", ")
    )
}

fn row(property: &Property) -> [String; 5] {
    let kinds: Vec<&str> = property.kinds.iter().map(|kind| kind.name()).collect();
    let example = property.example.as_deref().unwrap_or_default();
    let mut short: String = example.chars().take(EXAMPLE).collect();
    if short.len() < example.len() {
        short.push('…');
    }
    [
        property.name.clone(),
        kinds.join(", "),
        count(property.features as u64),
        property
            .values
            .map_or_else(|| "–".to_owned(), |values| count(values as u64)),
        short,
    ]
}
