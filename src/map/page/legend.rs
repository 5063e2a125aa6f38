//! The legend: what each fill and line on the maps stands for.

use crate::language::{Language, fill};
use crate::lineage::EventCount;
use crate::map::input::data::MapInput;
use crate::map::input::unit_land::{called, is_shown};
use crate::map::panel::contents::AROUND;
use crate::map::panel::layers::Panel;
use crate::map::plane::geometry::Pt;
use crate::map::plane::rect::Rect;
use crate::map::scene::node::Anchor;
use crate::map::scene::page::PageDraft;
use crate::map::style::controller::{Controller, OTHERS};
use crate::map::style::events;
use crate::map::style::status;
use crate::map::style::theme::{Theme, outline_class};

/// One entry of a legend.
pub(in crate::map) struct Entry {
    pub class: String,
    pub line: bool,
    pub label: String,
}

/// The entries for what the panels show, in the order in which it is drawn.
pub(in crate::map) fn legend_entries(panels: &[Panel], input: &MapInput, theme: &Theme) -> Vec<Entry> {
    let words = &input.language.words.legend;
    let shown = |class: &str| panels.iter().any(|p| p.classes().contains(class));
    let mut entries = Vec::new();
    let mut add = |class: &str, line: bool, label: String| {
        let is_new = entries.iter().all(|entry: &Entry| entry.class != class);
        if is_new && shown(class) {
            entries.push(Entry {
                class: class.to_owned(),
                line,
                label,
            });
        }
    };
    for count in input.units.iter().flat_map(|units| &units.counts) {
        add(
            &events::class(count.event),
            false,
            event_label(count, &input.language),
        );
    }
    let is_in = |panel: &Panel, who: &str| panel.side.regions.iter().any(|r| r.controller == who);
    let is_held = |who: &str| panels.iter().any(|panel| is_in(panel, who));
    for controller in theme
        .controllers
        .iter()
        .filter(|c| !c.bystander && c.tint.is_none() && is_held(&c.name))
    {
        add(
            &controller.home(),
            false,
            title(controller, input, theme, &is_held),
        );
    }
    add(OTHERS, false, words.others.clone());
    let held: Vec<&Controller> = theme.controllers.iter().filter(|c| shown(&c.held())).collect();
    match held.as_slice() {
        // One label for all: the colour shows whose it is.
        [first, _, ..] if !input.has_sovereigns() => {
            let label = fill(&words.lost_by, &[("date", &input.after.heading)]);
            add(&first.held(), false, label);
        }
        all => {
            for c in all {
                add(&c.held(), false, held_label(panels, c, input));
            }
        }
    }
    let is_since_first = panels.iter().any(|panel| !panel.since_first.is_empty());
    for t in &theme.transitions {
        let label = theme.label(t);
        let latest = || fill(&words.latest, &[("change", &label)]);
        add(
            &t.class,
            false,
            if is_since_first { latest() } else { label.clone() },
        );
    }
    for controller in &theme.controllers {
        let earlier = fill(&words.earlier, &[("date", &input.before.heading)]);
        add(
            &controller.taken(),
            false,
            format!("{}: {earlier}", controller.short),
        );
    }
    add(AROUND, false, words.around.clone());
    for status in &theme.statuses {
        let called = input.language.status(status);
        add(
            &status::class(status),
            false,
            fill(&words.status, &[("status", called)]),
        );
    }
    // Without sovereigns in the data it is not known which lines are recognised.
    let (border, earlier) = if input.has_sovereigns() {
        (&words.recognised_border, &words.control)
    } else {
        (&words.boundary, &words.boundary)
    };
    add("border", true, border.clone());
    add("control", true, words.control.clone());
    let when = if panels.len() > 2 && !is_since_first {
        &words.date_before
    } else {
        &input.before.heading
    };
    add(
        "ghost",
        true,
        fill(&words.ghost, &[("line", earlier), ("when", when)]),
    );
    add("base-disputed", true, words.disputed.clone());
    for (n, outline) in input.outlines.iter().enumerate() {
        add(&outline_class(n), true, outline.label.clone());
    }
    entries
}

/// An event with how many units it befell and, where that is another number, how many they are afterwards.
fn event_label(count: &EventCount, language: &Language) -> String {
    let event = called(count.event, language);
    if !is_shown(count.event) {
        return event.to_owned();
    }
    let number = |units| language.count(units);
    let units = match count.units {
        [before, after] if before == after || after == 0 => number(before),
        [0, after] => number(after),
        [before, after] => format!("{} → {}", number(before), number(after)),
    };
    let values = [("event", event), ("count", &*units)];
    fill(&language.words.units.entry, &values)
}

/// What a controller is called; who has an heir of the same colour on the maps stands beside the heir's name.
fn title(
    controller: &Controller,
    input: &MapInput,
    theme: &Theme,
    is_held: &impl Fn(&str) -> bool,
) -> String {
    if controller.outlined {
        let who = ("who", controller.short.as_str());
        return fill(&input.language.words.legend.held_by, &[who]);
    }
    let is_alike = |other: &&Controller| other.home() == controller.home();
    let heir = theme
        .controller(input.last_heir(&controller.name))
        .filter(is_alike);
    let heir = heir.filter(|heir| is_held(&heir.name)).unwrap_or(controller);
    let former = input
        .predecessor(&heir.name)
        .and_then(|name| theme.controller(name));
    theme.with_former(heir, former.filter(is_alike))
}

fn held_label(panels: &[Panel], controller: &Controller, input: &MapInput) -> String {
    let (language, words) = (&input.language, &input.language.words.legend);
    let mut sovereigns: Vec<&str> = Vec::new();
    for region in panels.iter().flat_map(|p| &p.side.regions) {
        if region.controller == controller.name && region.is_held_by_other() {
            let sovereign = language.name(region.sovereign.as_deref().unwrap_or_default());
            if !sovereigns.contains(&sovereign) {
                sovereigns.push(sovereign);
            }
        }
    }
    let who = ("who", controller.short.as_str());
    match sovereigns.as_slice() {
        // Without sovereigns the full tint marks what is about to change hands.
        [] => fill(&words.held_lost_by, &[who, ("date", &input.after.heading)]),
        [one] => fill(&words.held_recognised, &[who, ("sovereign", one)]),
        [one, two] => fill(
            &words.held_recognised_two,
            &[who, ("sovereign", one), ("other", two)],
        ),
        _ => fill(&words.held_recognised_many, &[who]),
    }
}

/// Width and height of a swatch.
pub(in crate::map) const SWATCH: (f64, f64) = (36.0, 23.0);

/// The height of a figure in its size.
const CAPITAL: f64 = 0.71;

/// A swatch as the map shows the class, with its number if it has one there.
pub(in crate::map) fn swatch(page: &mut PageDraft, class: &str, line: bool, rect: Rect) {
    if line {
        let y = rect.center().1;
        page.line(class, &[(rect.x, y), (rect.right(), y)]);
    } else {
        page.rect(class, rect);
        page.rect("swatch-frame", rect);
    }
    if let Some(number) = page.scene.record.numbers.get(class) {
        let number = page.language.count(*number);
        let (x, y) = rect.center();
        let down = page.style("key-number").size * CAPITAL / 2.0;
        page.text("key-number", (x, y + down), Anchor::Middle, number);
    }
}

/// Where each entry of a legend stands, from its upper left corner, and how high the whole is.
struct Rows {
    entries: Vec<(Pt, Vec<String>)>,
    height: f64,
}

/// From a swatch to its words, and from one entry to the next.
const AFTER_SWATCH: f64 = 10.0;

const BETWEEN_ENTRIES: f64 = 30.0;

fn sample_width(entry: &Entry) -> f64 {
    if entry.line { 46.0 } else { SWATCH.0 }
}

fn rows(page: &PageDraft, entries: &[Entry], width: f64) -> Rows {
    let (mut x, mut y, mut low) = (0.0, 0.0, 0.0);
    let row = SWATCH.1 + 13.0;
    let mut placed = Vec::new();
    for entry in entries {
        let before = sample_width(entry) + AFTER_SWATCH;
        let lines = page.wrap("legend", &entry.label, width - before);
        let wide = before + lines.iter().map(|l| page.width("legend", l)).fold(0.0, f64::max);
        if x > 0.0 && x + wide > width {
            (x, y) = (0.0, low);
        }
        low = f64::max(low, y + row + LEGEND_LINE * (lines.len().max(1) - 1) as f64);
        placed.push(((x, y), lines));
        x += wide + BETWEEN_ENTRIES;
    }
    Rows {
        entries: placed,
        height: low,
    }
}

/// From line to line of one entry.
const LEGEND_LINE: f64 = 24.0;

/// How high a legend of this width is.
pub(in crate::map) fn legend_height(page: &PageDraft, entries: &[Entry], width: f64) -> f64 {
    rows(page, entries, width).height
}

/// The legend in rows from `top` down, between `left` and `right`; returns where it ends.
pub(in crate::map) fn legend(
    page: &mut PageDraft,
    entries: &[Entry],
    (left, right): (f64, f64),
    top: f64,
) -> f64 {
    let rows = rows(page, entries, right - left);
    page.open("legend", None);
    for (entry, ((dx, dy), lines)) in entries.iter().zip(rows.entries) {
        let (x, y) = (left + dx, top + dy);
        let sample = sample_width(entry);
        swatch(page, &entry.class, entry.line, Rect::new(x, y, sample, SWATCH.1));
        for (n, line) in lines.into_iter().enumerate() {
            let at = (x + sample + AFTER_SWATCH, y + 18.0 + n as f64 * LEGEND_LINE);
            page.text("legend", at, Anchor::Start, line);
        }
    }
    page.close();
    top + rows.height
}
