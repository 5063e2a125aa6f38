//! A comparison as a document: how far both agree, then who holds the rest by each of them, and where it is.

use super::figures::Comparison;
use crate::change::{Agreement, DISCLAIMER, Disagreement};
use crate::measure::{Area, AreaUnit, count};
use crate::model::to_degrees;
use crate::report::document::{Document, Grid};
use crate::report::parts::notes::{as_of, method, overlap, sources, within};
use crate::report::parts::ranges;
use crate::report::parts::transitions::changes_by;

/// What stands for the holder of land that a source does not cover.
const NOT_COVERED: &str = "not covered";

/// The page of a comparison.
pub(super) fn page(comparison: &Comparison) -> Document {
    let agreement = &comparison.agreement;
    let change = agreement.change();
    let mut page = Document::default();
    page.paragraph(finding(agreement));
    for notice in &comparison.notices {
        page.paragraph(notice.as_str());
    }
    let units = change.area_units;
    page.list(vec![
        as_of("A", &change.before, units),
        as_of("B", &change.after, units),
    ]);
    page.heading(2, "Agreement");
    page.table(summary(agreement));
    page.heading(2, "Where they disagree");
    if change.changes().next().is_none() {
        page.paragraph("Nowhere.");
    }
    page.table(pairs(agreement));
    let unit = units.of(agreement.controllers.iter().flat_map(|c| [c.a, c.b]));
    page.heading(2, format!("Controllers, {unit}"));
    page.table(controllers(agreement, unit));
    if !comparison.pieces.is_empty() {
        page.heading(2, "The largest pieces of disagreement");
        page.table(pieces(comparison));
        let more = agreement.pieces().count() - comparison.pieces.len();
        if more > 0 {
            page.paragraph(format!("And {} smaller ones.", count(more as u64)));
        }
    }
    page.heading(2, "Notes");
    page.list(notes(agreement));
    page
}

/// How far they agree, in a sentence or two.
fn finding(agreement: &Agreement) -> String {
    let (agreed, either, disagreed) = (agreement.agreed(), agreement.either(), agreement.disagreed());
    let units = agreement.change().area_units;
    let within = agreement.change().within.as_ref();
    let within = within
        .map(|within| format!("Within {}: ", within.name))
        .unwrap_or_default();
    if disagreed == Area::ZERO {
        return format!(
            "{within}A and B agree on who holds all of {}.",
            units.headline(either)
        );
    }
    let noise = agreement.noise();
    let slivers = if noise > Area::ZERO {
        let tolerance_m = agreement.change().tolerance.m();
        format!(
            " and {} in slivers narrower than {tolerance_m} m",
            units.headline(noise)
        )
    } else {
        String::new()
    };
    let both = agreement.both();
    let of_both = if both != either && both > Area::ZERO {
        let share = agreed.percent_of(both);
        format!(" Of the land that both cover they agree on {share}.")
    } else {
        String::new()
    };
    format!(
        "{within}A and B agree on who holds {}, {} of the land that either covers, and disagree on {}{slivers}.{of_both}",
        units.headline(agreed),
        agreed.percent_of(either),
        units.headline(disagreed - noise)
    )
}

fn summary(agreement: &Agreement) -> Grid {
    let (either, both) = (agreement.either(), agreement.both());
    let unit = agreement.change().area_units.of([either, agreement.differing()]);
    let mut table = Grid::new(1, ["land", unit.symbol(), "of either", "of both"]);
    let mut row = |what: &str, area: Area, is_in_both: bool| {
        let of_both = if is_in_both {
            area.percent_of(both)
        } else {
            "–".to_owned()
        };
        table.row([
            what.to_owned(),
            area.number(unit),
            area.percent_of(either),
            of_both,
        ]);
    };
    row("held by the same in A and B", agreement.agreed(), true);
    row("held by different ones", agreement.differing(), true);
    row("covered by A only", agreement.only_a(), false);
    row("covered by B only", agreement.only_b(), false);
    row("covered by either", either, false);
    table
}

/// The pairs of holders that disagree. With a tolerance, slivers have columns of their own and the shares
/// leave them out; with an accuracy, ranges have.
fn pairs(agreement: &Agreement) -> Grid {
    changes_by(agreement.change(), &["A says", "B says"], |t| {
        [&t.from, &t.to].map(|holder| said(holder.as_deref())).to_vec()
    })
}

fn controllers(agreement: &Agreement, unit: AreaUnit) -> Grid {
    let mut table = Grid::new(
        1,
        [
            "controller",
            "in A",
            "in B",
            "in both",
            "in either",
            "Jaccard index",
        ],
    );
    for c in &agreement.controllers {
        let areas = [c.a, c.b, c.both, c.either()].map(|area| area.number(unit));
        let name = [c.name.clone()];
        table.row(name.into_iter().chain(areas).chain([index(c.jaccard())]));
    }
    table
}

/// A Jaccard index with three decimals; what is not quite 1 is not written as 1, nor what is not 0 as 0.
fn index(jaccard: Option<f64>) -> String {
    match jaccard {
        None => "n/a".to_owned(),
        Some(index) if (0.9995..1.0).contains(&index) => ">0.999".to_owned(),
        Some(index) if index > 0.0 && index < 0.0005 => "<0.001".to_owned(),
        Some(index) => format!("{index:.3}"),
    }
}

fn pieces(comparison: &Comparison) -> Grid {
    let mut headings = vec!["A says", "B says"];
    headings.extend(comparison.known.units.then_some("unit"));
    headings.extend(comparison.known.places.then_some("nearest place"));
    let words = headings.len();
    let units = comparison.agreement.change().area_units;
    let unit = units.of(comparison.pieces.iter().map(|piece| piece.area));
    headings.extend(["lon, lat", unit.symbol(), "width, m"]);
    let mut table = Grid::new(words, headings);
    for row in &comparison.pieces {
        let mut cells = vec![said(row.in_a.as_deref()), said(row.in_b.as_deref())];
        if comparison.known.units {
            cells.push(row.unit.as_deref().unwrap_or("(outside)").to_owned());
        }
        if comparison.known.places {
            cells.push(place(row));
        }
        let width = count(row.width_m.round() as u64);
        cells.extend([
            format!("{:.4}, {:.4}", to_degrees(row.at.x), to_degrees(row.at.y)),
            row.area.number(unit),
            width,
        ]);
        table.row(cells);
    }
    table
}

fn place(piece: &Disagreement) -> String {
    let nearest = piece.nearest.as_ref();
    nearest.map_or_else(String::new, |place| {
        format!("{}, {}", place.name, place.distance.text())
    })
}

fn said(holder: Option<&str>) -> String {
    holder.unwrap_or(NOT_COVERED).to_owned()
}

fn notes(agreement: &Agreement) -> Vec<String> {
    let change = agreement.change();
    let mut notes = vec![
        "Jaccard index: land held in both over land held in either, slivers included; 1 is the same land."
            .to_owned(),
        "Agreement is no proof: two sources may have copied from a third.".to_owned(),
    ];
    notes.extend(method(
        change.edges,
        change.tolerance,
        change.noise_reasons().as_ref(),
        change.closure,
    ));
    notes.extend(ranges::has_any(change.changes()).then(ranges::note));
    let units = change.area_units;
    notes.extend(within(change.within.as_ref(), units));
    notes.extend(overlap("in A", &change.before, units));
    notes.extend(overlap("in B", &change.after, units));
    notes.extend(sources(&[&change.before, &change.after]));
    notes.push(DISCLAIMER.to_owned());
    notes
}
