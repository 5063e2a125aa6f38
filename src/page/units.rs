//! What became of units: a map, a diagram, and the tables that say the same.

use std::fmt::Write as _;

use super::head::base64;
use super::html::{bdi, escaped, tag};
use super::reports::{PageUnits, UnitPicture};
use crate::language::{Language, fill};
use crate::map::UnitLand;
use crate::report::Report;

/// Of more units than these the largest are listed.
const MOST_UNITS: usize = 60;

/// Of a larger picture the one for narrow screens is shown on all, in bytes.
const LARGEST: usize = 200_000;

/// The section about units.
pub(super) fn section(page: &PageUnits, language: &Language) -> String {
    let words = &language.words.units;
    let heading = tag("h2", &[], &escaped(&words.heading));
    let mut out = format!("<section id=\"units\">\n{heading}\n");
    for picture in &page.pictures {
        out.push_str(&figure(picture));
    }
    out.push_str(&events(page, language));
    out.push_str(&units(page, language));
    let _ = writeln!(
        out,
        "<details class=\"report\">\n<summary>{}</summary>\n<div lang=\"en\" dir=\"ltr\">\n{}</div>\n</details>\n</section>",
        escaped(&words.full),
        page.lineage.document().html(3)
    );
    out
}

/// A picture that stands in the page itself; its figures are those of the tables.
fn figure(picture: &UnitPicture) -> String {
    let [wide, narrow] = &picture.svg;
    let data = |svg: &str| format!("data:image/svg+xml;base64,{}", base64(svg.as_bytes()));
    let (source, class) = if wide.len() > LARGEST {
        (String::new(), "small")
    } else {
        let source = format!("<source media=\"(min-width:641px)\" srcset=\"{}\">", data(wide));
        (source, "large")
    };
    format!(
        "<figure class=\"{class}\"><picture>{source}<img src=\"{}\" alt=\"{}\"></picture></figure>\n",
        data(narrow),
        escaped(&picture.told)
    )
}

/// How many units each event befell.
fn events(page: &PageUnits, language: &Language) -> String {
    let words = &language.words;
    let mut out = format!(
        "<table class=\"events\">\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"number\">{}</th>\
         <th scope=\"col\" class=\"number\">{}</th></tr></thead>\n<tbody>\n",
        escaped(&words.units.caption),
        escaped(&words.units.event),
        escaped(&words.page.before),
        escaped(&words.page.after),
    );
    for count in &page.units.counts {
        let [before, after] = count.units.map(|units| escaped(&language.count(units)));
        let _ = writeln!(
            out,
            "<tr data-event=\"{}\"><th scope=\"row\">{}</th><td class=\"number\">{before}</td><td class=\"number\">{after}</td></tr>",
            count.event.name(),
            escaped(language.event(count.event.name())),
        );
    }
    out + "</tbody>\n</table>\n"
}

/// The units that something happened to, the largest first.
fn units(page: &PageUnits, language: &Language) -> String {
    let units = page.units.changed();
    if units.is_empty() {
        return String::new();
    }
    let words = &language.words;
    let language = &language.in_unit(page.lineage.area_units().of(units.iter().map(|unit| unit.area)));
    let mut out = format!(
        "<table class=\"units\">\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
         <th scope=\"col\" class=\"number\">{}</th></tr></thead>\n<tbody>\n",
        escaped(&words.units.changed),
        escaped(&words.units.unit),
        escaped(&words.units.event),
        escaped(&language.unit_symbol()),
    );
    for unit in units.iter().take(MOST_UNITS) {
        out.push_str(&row(unit, language));
    }
    if let Some(more) = units.len().checked_sub(MOST_UNITS).filter(|more| *more > 0) {
        let more = fill(&words.table.more, &[("count", &language.count(more))]);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\" colspan=\"3\">{}</th></tr>",
            escaped(&more)
        );
    }
    out + "</tbody>\n</table>\n"
}

fn row(unit: &UnitLand, language: &Language) -> String {
    let origin = unit.origin.as_deref();
    let origin = origin
        .map(|origin| tag("small", &[], &bdi(origin)))
        .unwrap_or_default();
    format!(
        "<tr><th scope=\"row\">{} {origin}</th><td>{}</td><td class=\"number\">{}</td></tr>\n",
        bdi(&unit.name),
        escaped(language.event(unit.event.name())),
        escaped(&language.area_number(unit.area)),
    )
}
