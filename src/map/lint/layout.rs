//! Texts and boxes on the page.

use std::collections::BTreeSet;

use crate::map::labels::pole::pole;
use crate::map::lint::checked::{CheckedMap, GroupedShape};
use crate::map::lint::finding::{Measured, judged, listed, void};
use crate::map::lint::geometry::NO_MAP;
use crate::map::plane::geometry::{PlaneBounds, Pt, clearance, holds, signed_area};
use crate::map::plane::rect::{Rect, SUBPIXELS, crosses};
use crate::map::scene::node::{Circle, Node, Shape, text_box};
use crate::map::scene::record::LabelRecord;
use crate::map::scene::sheet::Legibility;
use crate::map::style::class::TextStyle;
use crate::map::style::color::Color;
use crate::measure;

/// A text as it stands on the page.
pub(in crate::map) struct TextPiece<'a> {
    pub ids: Vec<&'a str>,
    pub content: &'a str,
    pub style: TextStyle,
    pub color: Color,
    pub rect: Rect,
}

impl TextPiece<'_> {
    fn is_in(&self, id: &str) -> bool {
        self.ids.contains(&id)
    }

    fn is_label(&self) -> bool {
        self.ids.iter().any(|id| id.ends_with("-labels"))
    }

    fn is_on_map(&self) -> bool {
        self.is_label() || self.is_in("scale-bar") || self.is_in("locator")
    }
}

pub(in crate::map) fn texts<'a>(map: &CheckedMap<'a>) -> Vec<TextPiece<'a>> {
    let mut found = Vec::new();
    map.scene.walk(&mut |ids, node| {
        let Node::Text(text) = node else { return };
        let Some(style) = map.scene.style(&text.class) else {
            return;
        };
        if let (Some(set), Some(color)) = (style.text.clone(), style.fill) {
            found.push(TextPiece {
                ids: ids.to_vec(),
                content: &text.content,
                color,
                rect: text_box(text, &set),
                style: set,
            });
        }
    });
    found
}

pub(in crate::map) fn inside(map: &CheckedMap) -> Measured {
    let (w, h) = map.scene.size();
    let page = Rect::new(0.0, 0.0, w, h);
    let mut bad = Vec::new();
    let all = texts(map);
    for text in &all {
        let panel = map
            .scene
            .record
            .panels
            .iter()
            .find(|p| text.is_label() && text.is_in(&p.id));
        let room = panel.map_or(page, |p| p.rect);
        if !room.holds(&text.rect) {
            bad.push(format!("“{}” leaves its room", text.content));
        }
    }
    listed(&bad, &format!("{} texts", all.len()))
}

pub(in crate::map) fn apart(map: &CheckedMap) -> Measured {
    let all = texts(map);
    let mut bad = Vec::new();
    for (i, text) in all.iter().enumerate() {
        let core = text.rect.grown(-0.5);
        for other in &all[..i] {
            if core.overlaps(&other.rect.grown(-0.5)) {
                bad.push(format!("“{}” and “{}” overlap", text.content, other.content));
            }
        }
        let covered = map.scene.record.boxes.iter().any(|b| b.overlaps(&core));
        if text.is_label() && covered {
            bad.push(format!("“{}” is under a box", text.content));
        }
    }
    for GroupedShape { ids, shape } in &map.shapes {
        let is_place = ids.iter().any(|id| id.ends_with("-places"));
        let hidden = |mark: &Rect| map.scene.record.boxes.iter().any(|b| b.overlaps(mark));
        if is_place && bounds(shape).is_some_and(|mark| hidden(&mark)) {
            bad.push("the mark of a place is under a box".to_owned());
        }
    }
    listed(&bad, &format!("{} texts", all.len()))
}

/// The least share of a label's box that its land must hold where it has no leader.
const INSIDE: f64 = 0.9;

/// The least share of the best clearance that the end of a leader must have.
const CLEARANCE: f64 = 0.9;

pub(in crate::map) fn anchored(map: &CheckedMap) -> Measured {
    let labels = &map.scene.record.labels;
    if labels.is_empty() {
        return void("no label names a piece of land");
    }
    let all: Vec<Rect> = texts(map)
        .iter()
        .filter(|t| t.is_label())
        .map(|t| t.rect)
        .collect();
    let mut least = 1.0_f64;
    let mut bad = Vec::new();
    for label in labels {
        match label.leader {
            None => {
                let share = share_inside(label);
                if share < INSIDE {
                    bad.push(format!("{:.0} % of a label lies in its land", share * 100.0));
                }
            }
            Some((start, end)) => {
                let share = end_clearance(map, label, end);
                least = least.min(share);
                if share < CLEARANCE {
                    bad.push(format!("a leader ends at {share:.2} of the best clearance"));
                }
                if label.rect.holds(&Rect::new(end.0, end.1, 0.0, 0.0)) {
                    bad.push("a label covers what it names".to_owned());
                }
                let own = label.rect.grown(1.0);
                if all.iter().any(|t| !own.holds(t) && crosses(t, start, end)) {
                    bad.push("a leader crosses a label".to_owned());
                }
            }
        }
    }
    let figure = format!("{} labels, clearance {least:.2} of the best", labels.len());
    listed(&bad, &figure)
}

fn in_land(label: &LabelRecord, p: Pt) -> bool {
    holds(&label.names.land, p) && !holds(&label.names.less, p)
}

fn share_inside(label: &LabelRecord) -> f64 {
    share_where(label.rect, |p| in_land(label, p))
}

/// The share of a box that lies on some land.
pub(in crate::map) fn share_of(land: &[Vec<Pt>], rect: Rect) -> f64 {
    share_where(rect, |p| holds(land, p))
}

/// The share of a box where something is so.
fn share_where(rect: Rect, is_so: impl Fn(Pt) -> bool) -> f64 {
    let steps = 20;
    let at = |i: i32, j: i32| {
        let share = |k: i32| (f64::from(k) + 0.5) / f64::from(steps);
        (rect.x + rect.w * share(i), rect.y + rect.h * share(j))
    };
    let points = (0..steps).flat_map(|i| (0..steps).map(move |j| (i, j)));
    let held = points.filter(|&(i, j)| is_so(at(i, j))).count();
    held as f64 / f64::from(steps * steps)
}

/// The area of what a shape encloses, in pixels of the page.
pub(in crate::map) fn area_of(shape: &Shape) -> f64 {
    let scale = f64::from(SUBPIXELS);
    let point = |p: &(i32, i32)| (f64::from(p.0) / scale, f64::from(p.1) / scale);
    let paths = shape.paths.iter();
    let rings: Vec<Vec<Pt>> = paths
        .map(|path| path.points.iter().map(point).collect())
        .collect();
    signed_area(&rings).abs()
}

/// Clearance at a leader's end as a share of the best that two searches find.
fn end_clearance(map: &CheckedMap, label: &LabelRecord, end: Pt) -> f64 {
    let rings = || label.names.land.iter().chain(&label.names.less);
    let here = clearance(rings(), end);
    let (w, h) = map.scene.size();
    let searched = pole(&label.names, (w, h)).map_or(here, |(_, far)| far);
    if !in_land(label, end) && (here > 0.5 || searched >= 0.5) {
        return 0.0;
    }
    let mut best = here.max(searched);
    if label.names.less.is_empty()
        && let [ring] = label.names.land.as_slice()
    {
        let shell = ring.iter().copied().collect();
        let polygon = geo_types::Polygon::new(shell, Vec::new());
        if let Some((p, _)) = measure::pole(&polygon, 0.05)
            && in_land(label, p.x_y())
        {
            best = best.max(clearance(rings(), p.x_y()));
        }
    }
    // Land thinner than a pixel has no inside to speak of: there the end needs to be on it.
    if best < 0.5 { 1.0 } else { here / best }
}

pub(in crate::map) fn halos(map: &CheckedMap) -> Measured {
    let mut bad = Vec::new();
    let mut least = f64::INFINITY;
    for text in texts(map).iter().filter(|t| t.is_label()) {
        let width = text.style.halo.map_or(0.0, |(_, width)| width);
        least = least.min(width);
        if width < 1.5 {
            bad.push(format!("“{}” has a halo of {width} px", text.content));
        }
    }
    if least.is_infinite() {
        return void("no labels on the map");
    }
    listed(&bad, &format!("{least} px"))
}

/// Where a map of any size must be legible, unless it is made to be seen at another one.
const ON_SCREEN: Legibility = Legibility {
    width: 800.0,
    least: 8.0,
    unit: "px",
};

pub(in crate::map) fn legible(map: &CheckedMap) -> Measured {
    let Legibility { width, least, unit } = map.scene.legibility.unwrap_or(ON_SCREEN);
    let scale = map.scene.size().0 / width;
    let (mut any, mut on_map) = (f64::INFINITY, f64::INFINITY);
    for text in texts(map) {
        let size = text.style.size / scale;
        any = any.min(size);
        if text.is_label() {
            on_map = on_map.min(size);
        }
    }
    let labels = if on_map.is_finite() {
        format!(", map labels {on_map:.1} {unit}")
    } else {
        String::new()
    };
    let figure = format!("texts {any:.1} {unit}{labels}");
    judged(any >= least && on_map >= least * ON_MAP, figure)
}

/// How much larger than other letters those on a map must be: 9 pixels to 8.
const ON_MAP: f64 = 9.0 / 8.0;

/// The smallest letters of the picture as it is seen.
pub(in crate::map) fn letters(map: &CheckedMap) -> Measured {
    let seen = map.scene.legibility.unwrap_or(Legibility {
        width: f64::from(map.scene.pixel_width),
        ..ON_SCREEN
    });
    let scale = seen.width / map.scene.size().0;
    let sizes = texts(map).into_iter().map(|text| text.style.size * scale);
    let least = sizes.fold(f64::INFINITY, f64::min);
    let figure = format!(
        "{least:.1} {unit} in a picture {} {unit} wide",
        seen.width,
        unit = seen.unit
    );
    judged(least >= seen.least, figure)
}

pub(in crate::map) fn sizes(map: &CheckedMap) -> Measured {
    let all = texts(map);
    let sizes: BTreeSet<u32> = all
        .iter()
        .filter(|t| t.is_on_map())
        .map(|t| (t.style.size * 10.0).round() as u32)
        .collect();
    judged(sizes.len() <= 4, format!("{} sizes", sizes.len()))
}

pub(in crate::map) fn glyphs(map: &CheckedMap) -> Measured {
    let mut missing: Vec<String> = Vec::new();
    for text in texts(map) {
        for c in text.style.missing(text.content) {
            let named = format!("“{c}” of “{}” is missing", text.content);
            if !missing.contains(&named) {
                missing.push(named);
            }
        }
    }
    listed(&missing, "all")
}

pub(in crate::map) fn titles(map: &CheckedMap) -> Measured {
    let (title, subtitle) = (&map.input.title, &map.input.subtitle);
    let fine = !title.is_empty() && !subtitle.contains(title.as_str());
    judged(
        fine,
        format!(
            "{} and {} letters",
            title.chars().count(),
            subtitle.chars().count()
        ),
    )
}

pub(in crate::map) fn bounds(shape: &Shape) -> Option<Rect> {
    let corners = |c: &Circle| {
        let (x, y, r) = (c.at.0, c.at.1, c.radius);
        [(x - r, y - r), (x + r, y + r)]
    };
    let circles = shape.circles.iter().flat_map(corners);
    let points = shape
        .paths
        .iter()
        .flat_map(|p| p.points.iter().copied())
        .chain(circles);
    let px = |v: i32| f64::from(v) / f64::from(SUBPIXELS);
    PlaneBounds::around(points.map(|p| (px(p.0), px(p.1))))
        .map(|b| Rect::new(b.min.0, b.min.1, b.width(), b.height()))
}

pub(in crate::map) fn locator(map: &CheckedMap) -> Measured {
    let Some(panel) = map.panels().first() else {
        return void(NO_MAP);
    };
    if map.input.wider_region().is_empty() || panel.extent.width() >= 10.0 {
        return void("the map is wide, or the data has no wider region");
    }
    let shapes = &map.shapes;
    let Some(marked) = shapes.iter().find(|grouped| grouped.shape.class == "inset-box") else {
        return judged(false, "there is none");
    };
    let Some(mark) = bounds(marked.shape) else {
        return judged(false, "the mark is empty");
    };
    let covered = map.on_maps().any(|GroupedShape { ids, shape }| {
        ids.iter().any(|id| id.ends_with("-changes"))
            && map.scene.record.boxes.iter().any(|b| touches(shape, b))
    });
    let figure = format!("mark {:.0} × {:.0} px", mark.w, mark.h);
    judged(!covered && mark.w >= 5.9 && mark.h >= 5.9, figure)
}

/// Whether any point of a grid in the box lies on the shape.
pub(in crate::map) fn touches(shape: &Shape, rect: &Rect) -> bool {
    let px = |v: i32| f64::from(v) / f64::from(SUBPIXELS);
    let rings: Vec<Vec<Pt>> = shape
        .paths
        .iter()
        .map(|path| path.points.iter().map(|p| (px(p.0), px(p.1))).collect())
        .collect();
    let steps = |from: f64, length: f64| (0..=20).map(move |i| from + length * f64::from(i) / 20.0);
    bounds(shape).is_some_and(|b| b.overlaps(rect))
        && steps(rect.x, rect.w).any(|x| steps(rect.y, rect.h).any(|y| holds(&rings, (x, y))))
}

pub(in crate::map) fn neatline(map: &CheckedMap) -> Measured {
    if map.panels().is_empty() {
        return void(NO_MAP);
    }
    let scene = map.scene;
    let mut bad: Vec<String> = Vec::new();
    for text in texts(map) {
        for axis in ["Easting", "Northing", "[metre]", "[degree]", "1e6"] {
            if text.content.contains(axis) {
                bad.push(format!("“{}” looks like a label of an axis", text.content));
            }
        }
    }
    for panel in &scene.record.panels {
        let frames = &map.shapes;
        let closed = frames.iter().any(|GroupedShape { ids, shape }| {
            shape.class == "neatline"
                && ids.contains(&panel.id.as_str())
                && shape.paths.iter().all(|p| p.closed && p.points.len() == 4)
        });
        if !closed {
            bad.push(format!("the frame of “{}” is open", panel.id));
        }
    }
    let drawn: Vec<Rect> = scene.record.panels.iter().map(|p| p.rect).collect();
    let left = drawn.iter().map(|r| r.x).fold(f64::INFINITY, f64::min);
    listed(&bad, &format!("frames: {}, margin {left:.0} px", drawn.len()))
}
