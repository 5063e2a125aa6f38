//! One change as a document: the finding first, then the tables, then what they rest on.

use super::MADE_WITH;
use super::breakdown::Breakdown;
use super::case_page::units;
use super::document::{Document, Table, arrow, holder};
use super::key::headings;
use super::margins;
use super::place_page::places;
use crate::change::{Change, DISCLAIMER, Recognised, SnapshotFigures, Transition};
use crate::measure::{Area, EdgeModel, count};

/// The page of one change and what it is broken down by.
pub(super) fn page(change: &Change, breakdown: &Breakdown) -> Document {
    let mut page = Document::default();
    page.paragraph(change.finding() + ".");
    page.heading(2, "Land that changed hands");
    if change.changes().next().is_none() {
        page.paragraph("None.");
    }
    page.table(changed(change));
    page.heading(2, "Land that did not");
    if change.transitions.iter().all(Transition::is_change) {
        page.paragraph("None.");
    }
    page.table(unchanged(change));
    page.heading(2, "Controllers, km²");
    page.table(controllers(change));
    by_unit_and_place(&mut page, breakdown);
    recognition(&mut page, 2, change);
    if margins::has_any(change.changes()) {
        page.heading(2, "By how much these may be off, km²");
        page.table(margins::controllers(
            change,
            &headings(&[&change.before, &change.after]),
        ));
    }
    page.heading(2, "Notes");
    page.list(notes(change, breakdown));
    page
}

fn by_unit_and_place(page: &mut Document, breakdown: &Breakdown) {
    if breakdown.has_units || breakdown.has_places {
        page.heading(2, "By unit and place");
    }
    units(page, &breakdown.unit_changes.iter().collect::<Vec<_>>());
    if breakdown.has_places {
        places(page, &breakdown.place_changes.iter().collect::<Vec<_>>());
    }
}

/// The transitions that are changes. With a tolerance, slivers are told apart and the shares leave them out; with an
/// accuracy, ranges are told.
pub(super) fn changed(change: &Change) -> Table {
    changes_by(change, &["from → to"], |t| {
        vec![arrow(t.from.as_deref(), t.to.as_deref())]
    })
}

/// The same, the holders in columns of their own.
pub(super) fn changes_by(
    change: &Change,
    holders: &[&'static str],
    name: impl Fn(&Transition) -> Vec<String>,
) -> Table {
    let whole = change.changed_area();
    let (slivers, ranges) = (change.tolerance_m > 0.0, margins::has_any(change.changes()));
    let mut headings = [holders, &["km²"]].concat();
    headings.extend(["of it slivers", "without"].into_iter().filter(|_| slivers));
    headings.extend(["low–high", "±"].into_iter().filter(|_| ranges));
    headings.extend(["share", "pieces"]);
    let mut table = Table::new(holders.len(), headings);
    for t in change.changes() {
        let mut cells = name(t);
        cells.push(t.area.number());
        if slivers {
            cells.extend([t.noise, t.without_noise()].map(Area::number));
        }
        if ranges {
            cells.extend([margins::range(t), margins::spread(t)]);
        }
        cells.extend([t.without_noise().percent_of(whole), count(t.parts as u64)]);
        table.row(cells);
    }
    table
}

fn unchanged(change: &Change) -> Table {
    let mut table = Table::new(1, ["held by", "km²", "pieces"]);
    for t in change.transitions.iter().filter(|t| !t.is_change()) {
        table.row([
            holder(t.from.as_deref()).to_owned(),
            t.area.number(),
            count(t.parts as u64),
        ]);
    }
    table
}

fn controllers(change: &Change) -> Table {
    let names = headings(&[&change.before, &change.after]);
    let mut table = Table::new(1, ["controller", &names[0], &names[1], "gained", "lost", "net"]);
    for c in &change.controllers {
        let areas = [c.before, c.after, c.gained, c.lost].map(Area::number);
        let name = [c.name.clone()];
        table.row(name.into_iter().chain(areas).chain([c.net().difference()]));
    }
    table
}

/// Who holds land that whom is recognised as sovereign over, if the change has claims, under a heading of this level.
pub(super) fn recognition(page: &mut Document, level: u8, change: &Change) {
    let Some(recognition) = &change.recognition else {
        return;
    };
    page.heading(level, "Held by and recognised as sovereign over, km²");
    page.paragraph(format!(
        "Who is recognised as sovereign is what {} says.",
        recognition.path
    ));
    let names = headings(&[&change.before, &change.after]);
    let rows = |is_overlap: bool| {
        let mut table = Table::new(
            2,
            [
                "held by",
                "recognised as sovereign",
                &names[0],
                &names[1],
                "change",
            ],
        );
        for row in recognition
            .rows
            .iter()
            .filter(|row| row.is_overlap() == is_overlap)
        {
            let sovereigns = match row.sovereigns.as_slice() {
                [] => holder(None).to_owned(),
                names => names.join(" and "),
            };
            let name = holder(row.holder.as_deref()).to_owned();
            let areas = [row.before.number(), row.after.number(), row.change().difference()];
            table.row([name, sovereigns].into_iter().chain(areas));
        }
        table
    };
    page.table(rows(false));
    if recognition.rows.iter().any(Recognised::is_overlap) {
        page.paragraph(
            "Land that several are recognised as sovereign over, counted above under each of them:",
        );
        page.table(rows(true));
    }
}

fn notes(change: &Change, breakdown: &Breakdown) -> Vec<String> {
    let mut notes = vec![as_of("Before", &change.before), as_of("After", &change.after)];
    notes.extend(method(change.edges, change.tolerance_m, change.closure));
    let has_ranges = margins::has_any(change.changes()) || margins::has_any_unit(&breakdown.unit_changes);
    notes.extend(has_ranges.then(margins::note));
    for (word, snapshot) in [("before", &change.before), ("after", &change.after)] {
        notes.extend(overlap(word, snapshot));
    }
    notes.extend(sources(&[&change.before, &change.after]));
    notes.push(DISCLAIMER.to_owned());
    notes.push(MADE_WITH.to_owned());
    notes
}

/// The date, title, land and file of a snapshot, after a word for it.
pub(super) fn as_of(word: &str, snapshot: &SnapshotFigures) -> String {
    let date = snapshot.date.map_or("without a date".to_owned(), |date| {
        format!("as of {}", date.long())
    });
    let title = snapshot
        .title
        .as_ref()
        .map(|title| format!(", \"{title}\""))
        .unwrap_or_default();
    format!(
        "{word}: {date}{title}, {} ({})",
        snapshot.area.text(),
        snapshot.path
    )
}

/// How areas were measured and how far the result closes.
pub(super) fn method(edges: EdgeModel, tolerance_m: f64, closure: f64) -> Vec<String> {
    let edges = match edges {
        EdgeModel::StraightLonLat => "straight in longitude and latitude",
        EdgeModel::Geodesic => "geodesic",
    };
    let slivers = if tolerance_m > 0.0 {
        format!(
            "Pieces narrower than {tolerance_m} m are slivers: told apart, and left out of findings and shares."
        )
    } else {
        "Tolerance 0 m: every piece counts, however narrow.".to_owned()
    };
    let closure = if closure > 0.0 {
        format!("Closure: input and result differ by at most {closure:.0e} of all land.")
    } else {
        "Closure: input and result agree to the square millimetre.".to_owned()
    };
    vec![
        format!("Areas on the WGS 84 ellipsoid; edges are {edges}."),
        slivers,
        closure,
    ]
}

/// What the file counts twice, if it does.
pub(super) fn overlap(heading: &str, snapshot: &SnapshotFigures) -> Option<String> {
    (snapshot.overlap > Area::ZERO).then(|| {
        format!(
            "Overlaps {heading}: {} is claimed by more than one controller of {}; the first in the file counts.",
            snapshot.overlap.text(),
            snapshot.path
        )
    })
}

/// The sources of the snapshots, each once.
pub(super) fn sources(snapshots: &[&SnapshotFigures]) -> Option<String> {
    let mut sources: Vec<&str> = Vec::new();
    for source in snapshots.iter().flat_map(|s| &s.sources) {
        if !sources.contains(&source.as_str()) {
            sources.push(source);
        }
    }
    (!sources.is_empty()).then(|| format!("Sources: {}.", sources.join("; ").trim_end_matches('.')))
}
