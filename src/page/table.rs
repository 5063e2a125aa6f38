//! The table of one change: the equivalent of its map.

use std::fmt::Write as _;

use super::figure::swatch;
use super::html::{bdi, escaped, tag};
use crate::language::{Language, fill};
use crate::map::{WebMaps, WebPiece, WebRow, WebStep};
use crate::measure::Area;

/// Of more pieces than this the largest are listed.
const MOST_PIECES: usize = 8;

/// The table of a change.
pub(super) fn section(step: &WebStep, maps: &WebMaps, is_shown: bool) -> String {
    let (language, words) = (&step.language, &step.language.words);
    let heading = |n: usize| maps.dates.get(n).map_or("", |date| date.heading.as_str());
    let dates = [
        ("before", heading(step.places[0])),
        ("after", heading(step.places[1])),
    ];
    let hidden = if is_shown { "" } else { " hidden" };
    let has_ranges = step.rows.iter().any(|row| row.range.is_some());
    let mut out = format!(
        "<section data-step=\"{}\"{hidden}>\n<table class=\"changes\">\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th>\
         <th scope=\"col\" class=\"number\">{}</th></tr></thead>\n",
        step.id,
        escaped(&fill(&words.page.caption, &dates)),
        escaped(&words.table.change),
        escaped(&language.unit_symbol()),
    );
    for (n, row) in step.rows.iter().enumerate() {
        out.push_str(&body(step, maps, n, row));
    }
    if step.rows.is_empty() {
        let _ = writeln!(
            out,
            "<tbody><tr><th scope=\"row\" colspan=\"2\">{}</th></tr></tbody>",
            escaped(&words.title.nothing)
        );
    }
    let _ = writeln!(
        out,
        "<tfoot><tr data-km2=\"{}\"><th scope=\"row\">{}</th><td class=\"number\">{}</td></tr></tfoot>\n</table>",
        km2(step.total),
        escaped(&words.page.total),
        escaped(&language.area_number(step.total)),
    );
    if has_ranges {
        let _ = writeln!(out, "<p class=\"notes\">{}</p>", escaped(&words.notes.ranges));
    }
    out.push_str("</section>\n");
    out
}

/// The rows of what went from one to another: all of it, then its pieces where there are several.
fn body(step: &WebStep, maps: &WebMaps, n: usize, row: &WebRow) -> String {
    let (language, words) = (&step.language, &step.language.words.page);
    let sample = maps
        .key
        .iter()
        .position(|[class, _]| *class == row.class)
        .map(swatch);
    let one = match row.pieces.as_slice() {
        [piece] if row.unseen == 0 => Some(piece.id.as_str()),
        _ => None,
    };
    let range = row
        .range
        .map(|range| format!("<small>{}</small>", escaped(&language.range(range))));
    let mut out = format!(
        "<tbody>\n<tr class=\"all\" id=\"{}-row-{n}\" data-row=\"{n}\" data-km2=\"{}\"{}><th scope=\"row\">{}</th><td class=\"number\">{}{}</td></tr>\n",
        step.id,
        km2(row.area),
        one.map(|id| format!(" data-piece=\"{id}\"")).unwrap_or_default(),
        button(&format!("{}{}", sample.unwrap_or_default(), bdi(&row.label))),
        escaped(&language.area_number(row.area)),
        range.unwrap_or_default(),
    );
    if one.is_none() {
        let listed = row.pieces.iter().take(MOST_PIECES);
        for (k, WebPiece { id, label, area }) in listed.clone().enumerate() {
            let name = match row.holders {
                Some(_) => escaped(&fill(&words.piece, &[("number", &language.count(k + 1))])),
                None => bdi(label),
            };
            let _ = writeln!(
                out,
                "<tr class=\"piece\" data-row=\"{n}\" data-piece=\"{id}\" data-km2=\"{}\"><th scope=\"row\">{}</th><td class=\"number\">{}</td></tr>",
                km2(*area),
                button(&name),
                escaped(&language.area_number(*area)),
            );
        }
        let rest = row.pieces.len().saturating_sub(MOST_PIECES) + row.unseen;
        let area: Area = listed.map(|piece| piece.area).sum();
        if rest > 0 {
            out.push_str(&others(language, rest, row.area - area));
        }
    }
    out.push_str("</tbody>\n");
    out
}

/// The pieces that are not listed, together.
fn others(language: &Language, count: usize, area: Area) -> String {
    let name = fill(
        &language.words.page.more_pieces,
        &[("count", &language.count(count))],
    );
    format!(
        "<tr class=\"piece\"><th scope=\"row\">{}</th><td class=\"number\">{}</td></tr>\n",
        escaped(&name),
        escaped(&language.area_number(area))
    )
}

/// What pins a row; without a script its content is read as it is.
fn button(content: &str) -> String {
    tag("button", &[("type", "button"), ("class", "pin")], content)
}

/// An area with digits enough to be compared.
pub(super) fn km2(area: Area) -> String {
    format!("{:.6}", area.km2())
}
