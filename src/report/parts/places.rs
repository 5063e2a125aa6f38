//! The places that changed hands, counted and named.

use super::names::holder;
use crate::change::{PlaceChange, PlaceHolder, PlaceHolding};
use crate::measure::count;
use crate::report::document::{Document, Grid};

/// The most places named for one pair of holders; the CSV has all.
const NAMES: usize = 12;

/// How many places went from whom to whom, how many people live there, and the largest by name.
pub(in crate::report) fn places(page: &mut Document, rows: &[&PlaceChange]) {
    let (rows, passed): (Vec<&PlaceChange>, Vec<&PlaceChange>) = rows
        .iter()
        .copied()
        .partition(|row| row.fate.is_change_of_hands());
    let real: Vec<&PlaceChange> = rows.iter().copied().filter(|row| !row.noise).collect();
    page.heading(3, "Places that changed hands");
    if real.is_empty() {
        page.paragraph("None.");
    } else {
        let groups = by_holders(&real);
        page.table(counts(&groups));
        page.list(groups.iter().map(|group| names(group)).collect());
    }
    let noise = rows.len() - real.len();
    if noise > 0 {
        let number = count(noise as u64);
        page.paragraph(format!(
            "Not counted: {number} in slivers, where only the drawing may have moved."
        ));
    }
    if !passed.is_empty() {
        let number = count(passed.len() as u64);
        page.paragraph(format!(
            "Not counted: {number} whose holder only has another name, by succession."
        ));
    }
}

/// `from → to`.
pub(in crate::report) fn from_to(change: &PlaceChange) -> String {
    format!("{} → {}", held_by(&change.from), held_by(&change.to))
}

/// Who holds a place, in words.
fn held_by(place: &PlaceHolder) -> String {
    match place {
        PlaceHolder::Nobody => holder(None).to_owned(),
        PlaceHolder::One(name) => name.clone(),
        PlaceHolder::Border(names) => format!("on the border of {}", in_a_row(names)),
    }
}

/// `A, B and C`
fn in_a_row(names: &[String]) -> String {
    match names {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        all => all.concat(),
    }
}

/// The places that lie on a border afterwards, which count to nobody.
pub(in crate::report) fn on_border(page: &mut Document, places: &[PlaceHolding]) {
    if places.is_empty() {
        return;
    }
    let named = places.iter().take(NAMES).map(|held| {
        let border = in_a_row(held.holder.border());
        format!("{} ({border})", held.place.name)
    });
    let mut named: Vec<String> = named.collect();
    if places.len() > NAMES {
        named.push(format!("and {} more", places.len() - NAMES));
    }
    page.paragraph(format!(
        "On a border afterwards, and counted to neither side: {}.",
        named.join(", ")
    ));
}

/// The places by their two holders, most places first.
fn by_holders<'a>(rows: &[&'a PlaceChange]) -> Vec<Vec<&'a PlaceChange>> {
    let mut groups: Vec<Vec<&PlaceChange>> = Vec::new();
    for row in rows {
        let same = |group: &&mut Vec<&PlaceChange>| (&group[0].from, &group[0].to) == (&row.from, &row.to);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups
}

/// How many places, and how many people where the places file has any population.
fn counts(groups: &[Vec<&PlaceChange>]) -> Grid {
    let is_known = groups.iter().flatten().any(|row| row.place.population.is_some());
    let columns: &[&str] = if is_known {
        &["from → to", "places", "population"]
    } else {
        &["from → to", "places"]
    };
    let mut table = Grid::new(1, columns.iter().copied());
    for group in groups {
        let name = from_to(group[0]);
        let mut row = vec![name, count(group.len() as u64)];
        row.extend(is_known.then(|| population(group)));
        table.row(row);
    }
    table
}

fn population(group: &[&PlaceChange]) -> String {
    let known: u64 = group.iter().filter_map(|row| row.place.population).sum();
    match group.iter().filter(|row| row.place.population.is_none()).count() {
        0 => count(known),
        all if all == group.len() => "unknown".to_owned(),
        some => format!("{} ({some} unknown)", count(known)),
    }
}

/// The largest places of a group, both names where there are two.
fn names(group: &[&PlaceChange]) -> String {
    let name = |row: &&PlaceChange| match &row.place.name_alt {
        Some(other) => format!("{} / {other}", row.place.name),
        None => row.place.name.clone(),
    };
    let mut names: Vec<String> = group.iter().take(NAMES).map(name).collect();
    if group.len() > NAMES {
        names.push(format!("and {} more", group.len() - NAMES));
    }
    let names = names.join(", ");
    format!("{}: {names}.", from_to(group[0]))
}
