//! Both maps with their controls and the key.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::html::{bdi, escaped, tag};
use super::reports::PageReports;
use crate::change::Breakdown;
use crate::map::{Rect, SvgParts, WebMaps};

/// What the maps refer to: patterns, the land and the labels of every date, the labels of every change.
pub(super) fn store(maps: &WebMaps, parts: &SvgParts) -> String {
    let is_change = |id: &str| id.ends_with("-change");
    let groups = parts.groups.iter().filter(|(id, _)| !is_change(id));
    let groups: String = groups.map(|(_, group)| group.as_str()).collect();
    let seen = view_box(maps);
    format!(
        "<svg id=\"store\" width=\"0\" height=\"0\" viewBox=\"{seen}\" aria-hidden=\"true\"><defs>\n{}{groups}</defs></svg>\n",
        parts.definitions
    )
}

/// What of the maps is seen.
fn view_box(maps: &WebMaps) -> String {
    let Rect { x, y, w, h } = maps.seen;
    format!("{x} {y} {w} {h}")
}

/// The figure: dates, maps, controls.
pub(super) fn figure(maps: &WebMaps, parts: &SvgParts, first: usize) -> String {
    let Some(step) = maps.steps.get(first) else {
        return String::new();
    };
    let [before, after] = step.places;
    let view = format!("viewBox=\"{}\" role=\"img\"", view_box(maps));
    let narrow = format!("transform=\"scale({:.4})\"", maps.narrow);
    let labels = |id: &str| {
        format!(
            "<g class=\"wide\"><use data-part=\"wide\" href=\"#wide-{id}\"/><use href=\"#wide-bar\"/></g>\n\
             <g class=\"narrow\" {narrow}><use data-part=\"narrow\" href=\"#narrow-{id}\"/><use href=\"#narrow-bar\"/></g>\n"
        )
    };
    let land = |n: usize, part: &str| format!("<use data-part=\"{part}\" href=\"#d{n}-{part}\"/>\n");
    let mut changes = String::new();
    for other in &maps.steps {
        let hidden = if other.id == step.id {
            ""
        } else {
            " display=\"none\""
        };
        let group = parts
            .groups
            .get(&format!("{}-change", other.id))
            .map_or("", String::as_str);
        let _ = write!(changes, "<g data-step=\"{}\"{hidden}>\n{group}</g>\n", other.id);
    }
    let words = &maps.language.words.page;
    format!(
        "<figure id=\"figure\" aria-labelledby=\"title\">\n{controls}\
         <div id=\"maps\" data-mode=\"beside\">\n\
         <p id=\"date-before\">{date_before}</p>\n<p id=\"date-after\">{date_after}</p>\n\
         <svg id=\"before\" {view} aria-labelledby=\"date-before\">\n{under_before}{over_before}{labels_before}</svg>\n\
         <svg id=\"after\" {view} aria-labelledby=\"date-after\">\n{under_after}<g id=\"changes\">\n{changes}</g>\n{over_after}{labels_after}\
         <circle id=\"spot\" r=\"16\" display=\"none\"/></svg>\n\
         <div id=\"line\" class=\"scripted\"><span id=\"handle\"></span></div>\n\
         <div id=\"zoom\" class=\"scripted\">{zoom}</div>\n</div>\n\
         <div class=\"scripted\" id=\"swipe\"><input id=\"split\" type=\"range\" min=\"0\" max=\"100\" value=\"50\" aria-label=\"{split}\"></div>\n\
         {timeline}<div id=\"box\" class=\"scripted\">{hint}</div>\n</figure>\n",
        controls = modes(maps),
        date_before = date(maps, before),
        date_after = date(maps, after),
        under_before = land(before, "under"),
        over_before = land(before, "over"),
        labels_before = labels(&format!("d{before}")),
        under_after = land(after, "under"),
        over_after = land(after, "over"),
        labels_after = labels(&step.id),
        zoom = zoom(maps),
        split = escaped(&words.split),
        timeline = timeline(maps),
        hint = escaped(&words.hint),
    )
}

/// A date with its caption.
fn date(maps: &WebMaps, n: usize) -> String {
    maps.dates.get(n).map_or_else(String::new, |date| {
        let caption = date
            .caption
            .as_deref()
            .map(|caption| format!(" <span>{}</span>", bdi(caption)));
        format!(
            "<strong>{}</strong>{}",
            bdi(&date.heading),
            caption.unwrap_or_default()
        )
    })
}

/// How to look at the maps.
fn modes(maps: &WebMaps) -> String {
    let words = &maps.language.words.page;
    let mode = |(mode, label): (&str, &str)| {
        format!(
            "<label><input type=\"radio\" name=\"mode\" value=\"{mode}\"><span>{}</span></label>",
            escaped(label)
        )
    };
    let all = [
        ("swipe", &*words.swipe),
        ("change", &*words.change),
        ("beside", &*words.beside),
    ];
    format!(
        "<fieldset id=\"modes\" class=\"scripted\"><legend>{}</legend>{}</fieldset>\n",
        escaped(&words.modes),
        all.map(mode).concat()
    )
}

fn zoom(maps: &WebMaps) -> String {
    let words = &maps.language.words.page;
    let button = |(by, label, sign): (&str, &str, &str)| {
        let attributes = [
            ("type", "button"),
            ("data-zoom", by),
            ("aria-label", label),
            ("title", label),
        ];
        tag("button", &attributes, sign)
    };
    [
        ("in", &*words.zoom_in, "+"),
        ("out", &*words.zoom_out, "−"),
        ("all", &*words.zoom_all, "⤢"),
    ]
    .map(button)
    .concat()
}

/// The most dates that the scrubber marks.
const MOST_TICKS: usize = 60;

/// The scrubber over the dates, the earlier one of the two, and play; nothing for a single change.
fn timeline(maps: &WebMaps) -> String {
    if maps.dates.len() < 3 {
        return String::new();
    }
    let words = &maps.language.words.page;
    let days = days(maps);
    let [first, .., last] = days.as_slice() else {
        return String::new();
    };
    let options: String = maps
        .dates
        .iter()
        .enumerate()
        .map(|(n, date)| tag("option", &[("value", &n.to_string())], &escaped(&date.heading)))
        .collect();
    // More ticks than these are no scale but a bar.
    let marked = if days.len() <= MOST_TICKS {
        days.as_slice()
    } else {
        &[]
    };
    let ticks: String = marked
        .iter()
        .map(|day| tag("option", &[("value", &day.to_string())], ""))
        .collect();
    format!(
        "<div id=\"time\" class=\"scripted\"><button type=\"button\" id=\"play\" data-pause=\"{pause}\" data-play=\"{play}\">{play}</button>\
         <label for=\"from\">{before}</label><select id=\"from\">{options}</select>\
         <label for=\"to\">{after}</label><output id=\"to-date\" for=\"to\"></output>\
         <input id=\"to\" type=\"range\" min=\"{first}\" max=\"{last}\" value=\"{last}\" list=\"ticks\" aria-label=\"{dates}\">\
         <datalist id=\"ticks\">{ticks}</datalist></div>\n",
        play = escaped(&words.play),
        pause = escaped(&words.pause),
        before = escaped(&words.before),
        after = escaped(&words.after),
        dates = escaped(&words.dates),
    )
}

/// For each date its day on the scale of the scrubber: to scale where all are known and in order, else even.
pub(super) fn days(maps: &WebMaps) -> Vec<i64> {
    let dates: Option<Vec<_>> = maps.dates.iter().map(|date| date.date).collect();
    let known = dates.filter(|dates| dates.windows(2).all(|pair| pair[0].days_until(pair[1]) > 0));
    let day = |n: usize| match &known {
        Some(dates) => dates[0].days_until(dates[n]),
        None => n as i64,
    };
    (0..maps.dates.len()).map(day).collect()
}

/// A box to find places and units by name.
pub(super) fn search(maps: &WebMaps, reports: &PageReports) -> String {
    let mut names: BTreeSet<String> = maps.places.iter().map(|place| place.name.clone()).collect();
    let changes = reports.breakdowns().flat_map(Breakdown::unit_changes);
    names.extend(
        changes.filter_map(|change| Some(maps.language.name(&change.unit.as_ref()?.label()).to_owned())),
    );
    if names.is_empty() {
        return String::new();
    }
    let options: String = names
        .iter()
        .map(|name| tag("option", &[("value", name)], ""))
        .collect();
    let label = escaped(&maps.language.words.page.search);
    format!(
        "<p class=\"scripted\" id=\"find\"><label for=\"search\">{label}</label><input id=\"search\" type=\"search\" list=\"names\" \
         autocomplete=\"off\"><datalist id=\"names\">{options}</datalist></p>\n"
    )
}

/// What fills and lines stand for, but for the changes, which the tables explain.
pub(super) fn key(maps: &WebMaps) -> String {
    let mut out = format!(
        "<section id=\"key\">\n<h2>{}</h2>\n<ul>\n",
        escaped(&maps.language.words.page.key)
    );
    let series = maps.course.iter().flat_map(|course| &course.steps);
    let told: BTreeSet<&str> = maps
        .steps
        .iter()
        .chain(series)
        .flat_map(|step| &step.rows)
        .map(|row| row.class.as_str())
        .collect();
    for (n, [class, label]) in maps.key.iter().enumerate() {
        if !label.is_empty() && !told.contains(class.as_str()) {
            let _ = writeln!(out, "<li>{} {}</li>", swatch(n), bdi(label));
        }
    }
    out.push_str("</ul>\n</section>\n");
    out
}

/// The swatch of an entry of the key.
pub(super) fn swatch(n: usize) -> String {
    format!("<svg class=\"swatch\" viewBox=\"0 0 38 25\" aria-hidden=\"true\"><use href=\"#key-{n}\"/></svg>")
}
