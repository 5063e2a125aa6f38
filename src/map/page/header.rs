//! Title and subtitle above the maps, the small print below them.

use std::borrow::Cow;

use crate::change::Succession;
use crate::language::{Language, fill, isolated};
use crate::map::input::data::{DatedLand, MapInput};
use crate::map::page::fit::Detail;
use crate::map::page::locator::wants_locator;
use crate::map::page::rows::changes_around;
use crate::map::panel::contents::Unseen;
use crate::map::panel::frame::PanelKind;
use crate::map::panel::labelling::places_to_show;
use crate::map::panel::layers::Panel;
use crate::map::scene::page::{MARGIN, PageDraft};
use crate::map::style::theme::Theme;
use crate::measure::Area;
use crate::model::Date;

/// Title and subtitle; returns where they end.
pub(in crate::map) fn header(page: &mut PageDraft, input: &MapInput) -> f64 {
    titled(page, input, &input.subtitle)
}

/// The title, and a subtitle unless that is empty; returns where they end.
fn titled(page: &mut PageDraft, input: &MapInput, subtitle: &str) -> f64 {
    let limit = page.full();
    page.open("header", None);
    let mut y = page.paragraph("title", MARGIN, 24.0, limit, &input.title);
    if !subtitle.is_empty() {
        y = page.paragraph("subtitle", MARGIN, y + 2.0, limit, subtitle);
    }
    page.close();
    y
}

/// The same above maps that have their dates themselves: without a subtitle where what is least is asked for.
pub(in crate::map) fn header_of_dated(page: &mut PageDraft, input: &MapInput, detail: Detail) -> f64 {
    let subtitle = if detail < Detail::Least {
        input.subtitle.as_str()
    } else {
        ""
    };
    titled(page, input, subtitle)
}

/// The small print, short of what is least where that is asked for; returns where it ends.
pub(in crate::map) fn footer(
    page: &mut PageDraft,
    input: &MapInput,
    theme: &Theme,
    panels: &[Panel],
    (top, detail): (f64, Detail),
) -> f64 {
    let later = panels.iter().filter(|p| p.show != PanelKind::Before);
    page.scene.record.unseen = later.map(|p| p.unseen.area).sum();
    let parts = notes(input, theme, panels, page.scene.record.ranges, detail);
    page.open("notes", None);
    let y = page.paragraph("foot", MARGIN, top, page.full(), &parts.join(" "));
    page.close();
    y
}

/// What the small print says of some panels on which so many ranges are written, each a sentence or more.
pub(in crate::map) fn notes(
    input: &MapInput,
    theme: &Theme,
    panels: &[Panel],
    ranges: usize,
    detail: Detail,
) -> Vec<String> {
    let language = &input.language;
    let words = &language.words.notes;
    let projection = panels
        .first()
        .map_or_else(String::new, |panel| panel.view.projection.name(language));
    let sides: Vec<&DatedLand> = match panels {
        [_, _, _, ..] => panels.iter().map(|p| p.side).collect(),
        _ => vec![&input.before, &input.after],
    };
    let maps = match panels.len() {
        0 | 1 => &words.projection,
        2 => &words.both_maps,
        _ => &words.all_maps,
    };
    let mut parts = vec![
        fill(&words.as_of, &[("dates", &dates(language, &sides))]),
        fill(maps, &[("projection", &projection)]),
        words.disclaimer.clone(),
    ];
    let is_whole = detail < Detail::Least;
    parts.extend(is_whole.then(|| words.ellipsoid.clone()));
    parts.extend((ranges > 0).then(|| words.ranges.clone()));
    let noise: Area = input.transfers.iter().filter(|t| t.noise).map(|t| t.area).sum();
    if noise != Area::ZERO {
        parts.push(fill(&words.noise, &[("area", &language.area(noise))]));
    }
    parts.extend(note_on_frame(input));
    parts.extend(note_on_successions(input).filter(|_| is_whole));
    parts.extend(note_on_unseen(language, panels));
    if !theme.statuses.is_empty() {
        parts.push(words.status.clone());
    }
    let specks = panels.iter().map(|p| p.specks).max().unwrap_or(0);
    if specks > 0 && is_whole {
        parts.push(fill(&words.specks, &[("count", &language.count(specks))]));
    }
    parts.extend(
        input
            .notes
            .iter()
            .filter(|_| is_whole)
            .map(|note| isolated(&sentence(language, note)).into_owned()),
    );
    let own = base_credits(input, panels);
    if !input.credits.is_empty() || !own.is_empty() {
        let credits = input.credits.iter().chain(&own);
        let credits: Vec<Cow<str>> = credits
            .map(|c| isolated(c.trim().trim_end_matches('.')))
            .collect();
        parts.push(sources(language, &credits.join("; ")));
    }
    parts.iter().map(|part| closed_once(part).to_owned()).collect()
}

/// What is too small to be drawn on the later panels.
fn note_on_unseen(language: &Language, panels: &[Panel]) -> Option<String> {
    let later = panels.iter().filter(|p| p.show != PanelKind::Before);
    let unseen: Unseen = later.map(|p| p.unseen).sum();
    let words = &language.words.notes;
    let form = match unseen.pieces {
        0 => return None,
        1 => &words.unseen_one,
        _ => &words.unseen,
    };
    let (area, count) = (language.area(unseen.area), language.count(unseen.pieces));
    Some(fill(form, &[("area", &area), ("count", &count)]))
}

/// The sources of what the maps show of the base.
fn base_credits(input: &MapInput, panels: &[Panel]) -> Vec<String> {
    let words = &input.language.words.notes;
    let is_around = panels.iter().any(|panel| panel.is_on_base);
    let is_in_locator = input.locator.is_empty()
        && panels
            .iter()
            .any(|panel| wants_locator(input, &panel.view.extent));
    let is_land = input.base.is_some() && (is_around || is_in_locator);
    let is_towns = input.has_towns_of_base() && !places_to_show(panels, input).is_empty();
    let credits = [(is_land, &words.base), (is_towns, &words.base_towns)];
    let credits = credits.into_iter().filter(|(is_shown, _)| *is_shown);
    credits.map(|(_, credit)| credit.clone()).collect()
}

/// A sentence that ends with an abbreviation, such as one of degrees, needs no second stop.
pub(in crate::map) fn closed_once(sentence: &str) -> &str {
    let is_twice = sentence.ends_with("..") && !sentence.ends_with("...");
    if is_twice {
        &sentence[..sentence.len() - 1]
    } else {
        sentence
    }
}

/// More dates are not listed one by one.
const MOST_DATES: usize = 6;

/// The dates of some states: each, or how many there are and from when to when.
pub(in crate::map) fn dates(language: &Language, sides: &[&DatedLand]) -> String {
    let known: Option<Vec<Date>> = sides.iter().map(|side| side.date).collect();
    let known = known.filter(|dates| dates.len() > MOST_DATES && dates.is_sorted());
    if let Some([first, .., last]) = known.as_deref() {
        let (count, range) = (
            language.count(sides.len()),
            language.range_of_dates(*first, *last),
        );
        return fill(
            &language.words.notes.dates,
            &[("count", &count), ("range", &range)],
        );
    }
    let headings: Vec<&str> = sides.iter().map(|side| side.heading.as_str()).collect();
    language.list(&headings)
}

/// What all figures are about, where that is what the map frames.
pub(in crate::map) fn note_on_frame(input: &MapInput) -> Option<String> {
    let (language, words) = (&input.language, &input.language.words);
    let [west, south, east, north] = input.frame?;
    let degrees = |value: f64, [positive, negative]: [&str; 2]| {
        let number = format!("{:.2}", value.abs());
        let number = language.number(number.trim_end_matches('0').trim_end_matches('.'));
        fill(
            if value < 0.0 { negative } else { positive },
            &[("degrees", &number)],
        )
    };
    let lon = |value| degrees(value, [&words.projection.east, &words.projection.west]);
    let lat = |value| degrees(value, [&words.projection.north, &words.projection.south]);
    let area: Area = changes_around(input).map(|t| t.area).sum();
    let values = [
        ("west", lon(west)),
        ("south", lat(south)),
        ("east", lon(east)),
        ("north", lat(north)),
        ("area", language.area(area)),
    ];
    let form = if area == Area::ZERO {
        &words.notes.frame
    } else {
        &words.notes.frame_around
    };
    Some(fill(
        form,
        &values.each_ref().map(|(key, value)| (*key, value.as_str())),
    ))
}

/// Successions that are named in the small print; there may be dozens.
const MOST_SUCCESSIONS: usize = 6;

/// Who succeeded whom, where anybody did.
pub(in crate::map) fn note_on_successions(input: &MapInput) -> Option<String> {
    successions_told(input, &input.language.words.notes.succession)
}

/// Which units go on under another code or name, where any do.
pub(in crate::map) fn note_on_same_units(input: &MapInput) -> Option<String> {
    successions_told(input, &input.language.words.notes.same_unit)
}

fn successions_told(input: &MapInput, form: &str) -> Option<String> {
    let (language, words) = (&input.language, &input.language.words.notes);
    let mut largest: Vec<&Succession> = input.successions.iter().collect();
    largest.sort_by_key(|s| std::cmp::Reverse(s.area));
    let name = |s: &&Succession| format!("{} → {}", language.name(&s.from), language.name(&s.to));
    let named: Vec<String> = largest.iter().take(MOST_SUCCESSIONS).map(name).collect();
    let mut changes = named.join("; ");
    if largest.len() > named.len() {
        let count = language.count(largest.len() - named.len());
        changes = fill(
            &words.succession_more,
            &[("changes", &changes), ("count", &count)],
        );
    }
    (!largest.is_empty()).then(|| fill(form, &[("changes", &changes)]))
}

/// What the ranges mean, where there are any.
pub(in crate::map) fn note_on_ranges(page: &PageDraft) -> Option<String> {
    let note = || page.language.words.notes.ranges.clone();
    (page.scene.record.ranges > 0).then(note)
}

/// A text of the data as a sentence with its end.
fn sentence(language: &Language, text: &str) -> String {
    let (text, stop) = (text.trim(), &language.words.full_stop);
    let closed = text.ends_with(['.', '!', '?', '”']) || text.ends_with(stop.as_str());
    if closed || text.is_empty() {
        text.to_owned()
    } else {
        format!("{text}{stop}")
    }
}

/// The sentence that names the sources.
pub(in crate::map) fn sources(language: &Language, sources: &str) -> String {
    sentence(
        language,
        &fill(&language.words.notes.sources, &[("sources", sources)]),
    )
}
