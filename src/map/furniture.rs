//! What stands around and on the maps: header, legend, scale bar, locator, small print.

use geo::{Distance, Geodesic};

use crate::Result;
use crate::language::{Language, fill};

use super::element::{PathElement, Pt};
use super::input::{Context, ContextKind, MapInput};
use super::labels::{Block, Fit, Room, inside};
use super::page::{MARGIN, Page, WIDTH};
use super::panel::{Panel, draw_block, knows_sovereigns};
use super::raster::Raster;
use super::scene::{Anchor, Rect};
use super::status;
use super::subject::{Show, Unseen};
use super::theme::{Controller, OTHERS, Theme, outline_class};
use super::view::{Extent, View};

/// Title and subtitle; returns where they end.
pub(super) fn header(page: &mut Page, input: &MapInput) -> f64 {
    let limit = WIDTH - 2.0 * MARGIN;
    page.open("header", None);
    let y = page.paragraph("title", MARGIN, 24.0, limit, &input.title);
    let y = page.paragraph("subtitle", MARGIN, y + 2.0, limit, &input.subtitle);
    page.close();
    y
}

/// The small print; returns where it ends.
pub(super) fn footer(page: &mut Page, input: &MapInput, theme: &Theme, panels: &[Panel], top: f64) -> f64 {
    let language = &input.language;
    let words = &language.words.notes;
    let projection = panels
        .first()
        .map_or_else(String::new, |panel| panel.view.projection.name(language));
    let dates: Vec<&str> = match panels {
        [_, _, _, ..] => panels.iter().map(|p| p.side.heading.as_str()).collect(),
        _ => vec![&input.before.heading, &input.after.heading],
    };
    let maps = match panels.len() {
        0 | 1 => &words.projection,
        2 => &words.both_maps,
        _ => &words.all_maps,
    };
    let mut parts = vec![
        fill(&words.as_of, &[("dates", &language.list(&dates))]),
        fill(maps, &[("projection", &projection)]),
        words.disclaimer.clone(),
        words.ellipsoid.clone(),
    ];
    parts.extend(note_on_ranges(page));
    if theme.noise != crate::measure::Area::ZERO {
        parts.push(fill(&words.noise, &[("area", &language.area(theme.noise))]));
    }
    let later = panels.iter().filter(|p| p.show != Show::Before);
    let unseen: Unseen = later.map(|p| p.unseen).sum();
    page.scene.record.unseen = unseen.area;
    if unseen.pieces > 0 {
        let (area, count) = (language.area(unseen.area), language.count(unseen.pieces));
        let form = if unseen.pieces == 1 {
            &words.unseen_one
        } else {
            &words.unseen
        };
        parts.push(fill(form, &[("area", &area), ("count", &count)]));
    }
    if !theme.statuses.is_empty() {
        parts.push(words.status.clone());
    }
    let specks = panels.iter().map(|p| p.specks).max().unwrap_or(0);
    if specks > 0 {
        parts.push(fill(&words.specks, &[("count", &language.count(specks))]));
    }
    parts.extend(input.notes.iter().map(|note| sentence(language, note)));
    if !input.credits.is_empty() {
        let credits: Vec<&str> = input
            .credits
            .iter()
            .map(|c| c.trim().trim_end_matches('.'))
            .collect();
        parts.push(sources(language, &credits.join("; ")));
    }
    page.open("notes", None);
    let y = page.paragraph("foot", MARGIN, top, WIDTH - 2.0 * MARGIN, &parts.join(" "));
    page.close();
    y
}

/// What the ranges mean, where there are any.
pub(super) fn note_on_ranges(page: &Page) -> Option<String> {
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
pub(super) fn sources(language: &Language, sources: &str) -> String {
    sentence(
        language,
        &fill(&language.words.notes.sources, &[("sources", sources)]),
    )
}

/// One entry of a legend.
pub(super) struct Entry {
    pub class: String,
    pub line: bool,
    pub label: String,
}

/// The entries for what the panels show, in the order in which it is drawn.
pub(super) fn legend_entries(panels: &[Panel], input: &MapInput, theme: &Theme) -> Vec<Entry> {
    let words = &input.language.words.legend;
    let shown = |class: &str| panels.iter().any(|p| p.classes().contains(class));
    let mut entries = Vec::new();
    let mut add = |class: &str, line: bool, label: String| {
        if shown(class) {
            entries.push(Entry {
                class: class.to_owned(),
                line,
                label,
            });
        }
    };
    for controller in theme.controllers.iter().filter(|c| !c.bystander) {
        add(&controller.home(), false, controller.title.clone());
    }
    add(OTHERS, false, words.others.clone());
    let held: Vec<&Controller> = theme.controllers.iter().filter(|c| shown(&c.held())).collect();
    match held.as_slice() {
        // One word for all: whose it is, the colour says.
        [first, _, ..] if !knows_sovereigns(input) => {
            let label = fill(&words.lost_by, &[("date", &input.after.heading)]);
            add(&first.held(), false, label);
        }
        all => {
            for c in all {
                add(&c.held(), false, held_label(panels, c, input));
            }
        }
    }
    for t in &theme.transitions {
        add(&t.class, false, theme.label(t));
    }
    for status in &theme.statuses {
        let called = input.language.status(status);
        add(
            &status::class(status),
            false,
            fill(&words.status, &[("status", called)]),
        );
    }
    // Without sovereigns in the data nobody can say which lines are recognised.
    let (border, earlier) = if knows_sovereigns(input) {
        (&words.recognised_border, &words.control)
    } else {
        (&words.boundary, &words.boundary)
    };
    add("border", true, border.clone());
    add("control", true, words.control.clone());
    let when = if panels.len() > 2 {
        &words.date_before
    } else {
        &input.before.heading
    };
    add(
        "ghost",
        true,
        fill(&words.ghost, &[("line", earlier), ("when", when)]),
    );
    for (n, (label, _)) in input.outlines.iter().enumerate() {
        add(&outline_class(n), true, label.clone());
    }
    entries
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

const SWATCH: (f64, f64) = (36.0, 23.0);

/// A swatch as the map shows the class.
pub(super) fn swatch(page: &mut Page, class: &str, line: bool, rect: Rect) {
    if line {
        let y = rect.center().1;
        page.line(class, &[(rect.x, y), (rect.right(), y)]);
    } else {
        page.rect(class, rect);
        page.rect("swatch-frame", rect);
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

fn rows(page: &Page, entries: &[Entry], width: f64) -> Rows {
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
pub(super) fn legend_height(page: &Page, entries: &[Entry], width: f64) -> f64 {
    rows(page, entries, width).height
}

/// The legend in rows from `top` down, between `left` and `right`; returns where it ends.
pub(super) fn legend(page: &mut Page, entries: &[Entry], (left, right): (f64, f64), top: f64) -> f64 {
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

/// A scale bar that is true at the centre of a panel.
#[derive(Debug, Clone)]
pub(super) struct ScaleBar {
    pub kilometres: f64,
    pub length: f64,
}

impl ScaleBar {
    /// The longest round length of about a quarter of the panel.
    pub fn for_view(view: &View) -> Option<Self> {
        let most = view.rect.w * 0.27;
        let km_at = |length: f64| ground(view, length).map(|m| m / 1000.0);
        let rough = km_at(most)?;
        let power = 10.0_f64.powf(rough.log10().floor());
        let kilometres = [5.0, 2.0, 1.0]
            .into_iter()
            .map(|n| n * power)
            .find(|km| *km <= rough)?;
        // The scale hardly varies over the bar: two corrections reach a millionth.
        let mut length = most * kilometres / rough;
        for _ in 0..3 {
            length *= kilometres / km_at(length)?;
        }
        Some(Self { kilometres, length })
    }

    /// The room it needs, with its numbers and plate.
    pub fn size(&self, page: &Page) -> (f64, f64) {
        let last = page.width("scale-text", &self.last(page));
        let (zero, number) = (
            page.width("scale-text", "0"),
            page.width("scale-text", &self.number(page)),
        );
        (24.0 + zero / 2.0 + self.length - number / 2.0 + last, 52.0)
    }

    fn last(&self, page: &Page) -> String {
        fill(&page.language.words.numbers.km, &[("number", &self.number(page))])
    }

    fn number(&self, page: &Page) -> String {
        kilometres(page.language, self.kilometres)
    }

    pub fn draw(&self, page: &mut Page, rect: Rect) {
        page.rect("plate", rect);
        let zero = page.width("scale-text", "0");
        let x = rect.x + 12.0 + zero / 2.0;
        let (top, low) = (rect.y + 31.0, rect.y + 42.0);
        let at = |share: f64| x + self.length * share;
        let ticks = [0.0, 0.5, 1.0].map(|share| vec![(at(share), top), (at(share), low)]);
        let mut lines = ticks.to_vec();
        lines.push(vec![(at(0.0), low), (at(1.0), low)]);
        page.path(PathElement::lines("scale", &lines));
        let half = kilometres(page.language, self.kilometres / 2.0);
        let y = rect.y + 24.0;
        page.text("scale-text", (at(0.0), y), Anchor::Middle, "0");
        let last = self.last(page);
        let last_x = at(1.0) - page.width("scale-text", &self.number(page)) / 2.0;
        if at(0.5) + page.width("scale-text", &half) / 2.0 + 8.0 < last_x {
            page.text("scale-text", (at(0.5), y), Anchor::Middle, half);
        }
        // The number stands over its tick, the unit after it.
        page.text("scale-text", (last_x, y), Anchor::Start, last);
    }
}

/// A round number of kilometres as a scale bar has it.
fn kilometres(language: &Language, km: f64) -> String {
    if km >= 1000.0 {
        language.count(km as usize)
    } else {
        language.number(&km.to_string())
    }
}

/// The length on the ground, in metres, of a horizontal line of `length` pixels through the centre of a view.
pub(super) fn ground(view: &View, length: f64) -> Option<f64> {
    let (x, y) = view.rect.center();
    let (a, b) = (
        view.globe_at((x - length / 2.0, y))?,
        view.globe_at((x + length / 2.0, y))?,
    );
    Some(Geodesic.distance(geo::Point::new(a.0, a.1), geo::Point::new(b.0, b.1)))
}

/// The widest map that still needs a locator, in degrees.
const NEEDS_LOCATOR: f64 = 10.0;

/// Whether a locator map is wanted and possible.
pub(super) fn wants_locator(input: &MapInput, extent: &Extent) -> bool {
    !input.locator.is_empty() && extent.width() < NEEDS_LOCATOR
}

/// Draws the locator map: the wider region with the map's extent as a box.
pub(super) fn locator(
    page: &mut Page,
    input: &MapInput,
    main: &View,
    extent: &Extent,
    rect: Rect,
) -> Result<()> {
    let (lon, lat) = extent.center();
    let half = (extent.width() * 5.0).clamp(6.0, 30.0);
    let wide = Extent {
        west: lon - half,
        east: lon + half,
        south: (lat - half * 0.6).max(-89.0),
        north: (lat + half * 0.6).min(89.0),
    };
    let view = View::fit(&wide, Rect::new(0.0, 0.0, rect.w, rect.h))?;
    page.open("locator", Some(rect));
    page.rect("inset-sea", rect);
    let of_kind = |kind| input.locator.iter().filter(move |c: &&Context| c.kind == kind);
    let mut elements = Vec::new();
    for (kind, class) in [
        (ContextKind::Land, "inset-land"),
        (ContextKind::Water, "inset-sea"),
    ] {
        elements.extend(of_kind(kind).map(|c| PathElement::rings(class, &view.rings(&c.polygons))));
    }
    page.map(rect, view.window, elements);
    let frame = outline_of(main, &view);
    let moved: Vec<Pt> = frame.iter().map(|p| (p.0 + rect.x, p.1 + rect.y)).collect();
    page.path(PathElement::rings("inset-box", std::slice::from_ref(&moved)));
    let mut room = Room::new(rect.w, rect.h);
    if let Some(bounds) = super::geometry::Bounds::around(frame) {
        room.take(Rect::new(bounds.min.0, bounds.min.1, bounds.width(), bounds.height()).grown(3.0));
    }
    name_countries(
        page,
        of_kind(ContextKind::Land),
        &view,
        &mut room,
        (rect.x, rect.y),
    );
    page.close();
    page.rect("inset-frame", rect);
    Ok(())
}

/// Names the countries that have room for it, the largest first.
fn name_countries<'a>(
    page: &mut Page,
    lands: impl Iterator<Item = &'a Context>,
    view: &View,
    room: &mut Room,
    origin: Pt,
) {
    let mut areas: Vec<(Raster, &str)> = Vec::new();
    for land in lands {
        let Some(name) = &land.name else { continue };
        let rings: Vec<Vec<Pt>> = view
            .rings(&land.polygons)
            .iter()
            .map(|ring| ring.iter().map(|&p| view.pixel(p)).collect())
            .collect();
        let area = Raster::of_rings(view.rect.w, view.rect.h, &rings);
        areas.push((area, name));
    }
    areas.sort_by_key(|(area, _)| std::cmp::Reverse(area.count()));
    let fit = Fit {
        inside: 0.98,
        off_subject: false,
    };
    for (area, name) in areas.iter().filter(|(area, _)| area.coverage() > 0.02) {
        let block = Block::new(&page.scene, &[((*name).to_owned(), "inset-name")]);
        inside(&mut [&mut *room], area, &[block], fit);
    }
    for label in &room.labels {
        draw_block(page, label, origin);
    }
}

/// The frame of one view in the pixels of another, at least 6 pixels wide and high.
fn outline_of(main: &View, on: &View) -> Vec<Pt> {
    let Rect { x, y, w, h } = main.rect;
    let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)];
    let seen: Vec<Pt> = corners
        .iter()
        .filter_map(|&p| main.globe_at(p))
        .filter_map(|(lon, lat)| on.projection.forward(lon, lat))
        .map(|p| on.pixel(p))
        .collect();
    let Some(bounds) = super::geometry::Bounds::around(seen.iter().copied()) else {
        return seen;
    };
    if bounds.width() >= 6.0 && bounds.height() >= 6.0 {
        return seen;
    }
    let ((cx, cy), dx, dy) = (
        bounds.center(),
        bounds.width().max(6.0) / 2.0,
        bounds.height().max(6.0) / 2.0,
    );
    vec![
        (cx - dx, cy - dy),
        (cx + dx, cy - dy),
        (cx + dx, cy + dy),
        (cx - dx, cy + dy),
    ]
}
