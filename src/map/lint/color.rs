//! Colours, hatches, lines and the legend.

use std::collections::{BTreeMap, BTreeSet};

use crate::map::input::data::ChangedLand;
use crate::map::lint::checked::{CheckedMap, GroupedShape, is_change, is_land, is_on_map, shapes};
use crate::map::lint::finding::{Measured, judged, listed, void};
use crate::map::lint::geometry::view;
use crate::map::lint::layout::area_of;
use crate::map::panel::contents::AROUND;
use crate::map::style::class::Style;
use crate::map::style::color::Color;
use crate::map::style::controller::OTHERS;
use crate::map::style::events::UNCHANGED;
use crate::map::style::vision::{Vision, least_difference};

fn classes_on_maps<'a>(map: &CheckedMap<'a>) -> BTreeSet<&'a str> {
    map.on_maps()
        .map(|grouped| grouped.shape.class.as_str())
        .collect()
}

/// The classes on the maps of all frames: what a legend that stands under each of them is about.
fn classes_on_frames<'a>(map: &CheckedMap<'a>) -> BTreeSet<&'a str> {
    let shapes = map.frames.iter().flat_map(shapes);
    shapes
        .filter(|grouped| is_on_map(&grouped.ids))
        .map(|grouped| grouped.shape.class.as_str())
        .collect()
}

fn classes_explained<'a>(map: &CheckedMap<'a>) -> BTreeSet<&'a str> {
    let explains = |ids: &[&str]| ids.iter().any(|id| ["legend", "table", "balance"].contains(id));
    map.shapes
        .iter()
        .filter(|grouped| explains(&grouped.ids))
        .map(|grouped| grouped.shape.class.as_str())
        .collect()
}

fn fills_on_maps<'a>(map: &CheckedMap<'a>) -> Vec<(&'a str, Color)> {
    classes_on_maps(map)
        .into_iter()
        .filter(|class| is_land(class))
        .filter_map(|class| Some((class, map.style(class)?.fill?)))
        .collect()
}

pub(in crate::map) fn line_kinds(map: &CheckedMap) -> Measured {
    let drawn = classes_on_maps(map);
    let dash = |class| map.style(class).and_then(|s| s.stroke.as_ref()).map(|s| &s.dash);
    if !drawn.contains("control") {
        return void("no line of control on this map");
    }
    let explained = classes_explained(map);
    let is_explained =
        explained.contains("control") && (!drawn.contains("border") || explained.contains("border"));
    let figure = match (dash("control"), dash("border")) {
        (Some(control), Some(border)) if control != border && is_explained => {
            return judged(true, format!("dash {control:?} and {border:?}, both in the key"));
        }
        (a, b) => format!("dash {a:?} and {b:?}, in the key: {is_explained}"),
    };
    judged(false, figure)
}

/// Every status that the data states has a hatch of its own and stands in the key.
fn stated(map: &CheckedMap) -> Option<Measured> {
    let (drawn, explained) = (classes_on_maps(map), classes_explained(map));
    let stated: Vec<&str> = drawn.into_iter().filter(|c| c.starts_with("status-")).collect();
    let mut bad = Vec::new();
    for (n, class) in stated.iter().enumerate() {
        let hatch = |class: &str| map.style(class).and_then(|s| s.hatch);
        if hatch(class).is_none() || stated[..n].iter().any(|other| hatch(other) == hatch(class)) {
            bad.push(format!("{class} has no hatch of its own"));
        }
        if !explained.contains(class) {
            bad.push(format!("{class} is not explained"));
        }
    }
    (!stated.is_empty()).then(|| {
        listed(
            &bad,
            &format!("hatches for what the data states: {}", stated.len()),
        )
    })
}

pub(in crate::map) fn status(map: &CheckedMap) -> Measured {
    if let Some(measured) = stated(map) {
        return measured;
    }
    let held = classes_on_maps(map)
        .iter()
        .filter(|c| c.starts_with("held-"))
        .count();
    match held {
        0 => void("the data says of no land that its holder is not its sovereign"),
        n => judged(
            map.input.has_sovereigns() || map.series.states.len() > 1,
            format!("fills for land held by another than its sovereign: {n}"),
        ),
    }
}

pub(in crate::map) fn one_to_one(map: &CheckedMap) -> Measured {
    let mut homes: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for GroupedShape { shape, .. } in map.on_maps().filter(|grouped| is_land(&grouped.shape.class)) {
        let holder = shape.data.iter().find(|(key, _)| *key == "controller");
        if let (Some((_, holder)), Some((kind, _))) = (holder, shape.class.split_once('-')) {
            homes.entry((holder, kind)).or_default().insert(&shape.class);
        }
    }
    let mut bad: Vec<String> = homes
        .iter()
        .filter(|(_, classes)| classes.len() > 1)
        .map(|((holder, _), _)| format!("{holder} has several colours"))
        .collect();
    let fills = fills_on_maps(map);
    for (i, (class, fill)) in fills.iter().enumerate() {
        for (other, same) in &fills[..i] {
            let hatch = |class: &str| map.style(class).and_then(|s| s.hatch);
            if fill == same && hatch(class) == hatch(other) {
                bad.push(format!("{class} and {other} look the same"));
            }
        }
    }
    listed(&bad, &format!("{} fills", fills.len()))
}

/// Which difference two fills need: tints of a background may be nearer, as their names and lines distinguish them.
fn least_needed(one: &str, other: &str) -> f64 {
    if [one, other]
        .iter()
        .any(|class| class.starts_with(OTHERS) || *class == UNCHANGED)
    {
        // Neutral land that the map is not about.
        5.0
    } else if one.starts_with("home-") || other.starts_with("home-") {
        7.0
    } else {
        10.0
    }
}

pub(in crate::map) fn differences(map: &CheckedMap) -> Measured {
    let fills = fills_on_maps(map);
    let mut worst: Option<(f64, Vision)> = None;
    let mut bad = Vec::new();
    let mut second = 0;
    for (i, (class, fill)) in fills.iter().enumerate() {
        for (other, near) in &fills[..i] {
            let hatch = |class: &str| map.style(class).and_then(|s| s.hatch);
            let pattern = |class: &str| hatch(class).map(|h| (h.marks, h.spacing.to_bits()));
            if pattern(class) != pattern(other) {
                second += 1;
                continue;
            }
            let found = least_difference(*fill, *near);
            if worst.is_none_or(|w| found.0 < w.0) {
                worst = Some(found);
            }
            if found.0 < least_needed(class, other) {
                bad.push(format!(
                    "{class} and {other}: {:.1} ({})",
                    found.0,
                    found.1.name()
                ));
            }
        }
    }
    let figure = worst.map_or_else(String::new, |(least, vision)| {
        format!("CIEDE2000 {least:.1} at least ({}); ", vision.name())
    });
    listed(&bad, &format!("{figure}{second} pairs differ by pattern as well"))
}

/// What changed stands off the ground of the map more than the other land, on the whole.
pub(in crate::map) fn figure(map: &CheckedMap) -> Measured {
    let ground = map
        .style("ground")
        .and_then(|style| style.fill)
        .unwrap_or(Color::WHITE);
    // Area, and by how much it stands off, of what changed and of all else.
    let mut sums = [[0.0_f64; 2]; 2];
    for grouped in map.on_maps().filter(|grouped| is_land(&grouped.shape.class)) {
        let class = grouped.shape.class.as_str();
        let is_later = |id: &&str| {
            map.panels()
                .iter()
                .any(|panel| panel.id == **id && panel.state > 0)
        };
        let Some(style) = map.style(class).filter(|_| grouped.ids.iter().any(is_later)) else {
            continue;
        };
        let area = area_of(grouped.shape);
        let is_figure = is_change(class) && !class.ends_with("-muted") && class != AROUND;
        let [all, weight] = &mut sums[usize::from(!is_figure)];
        *all += area;
        *weight += area * weight_of(style, ground);
    }
    let mean = |[area, weight]: [f64; 2]| weight / area.max(1.0);
    if sums[0][0] < 1.0 {
        return void("no changed land on this map");
    }
    let [changed, other] = sums.map(mean);
    judged(
        changed >= other || sums[1][0] < 1.0,
        format!("changed land stands off the ground by {changed:.0}, other land by {other:.0}"),
    )
}

/// By how much a fill and the hatch over it stand off a ground, each by how much it covers.
fn weight_of(style: &Style, ground: Color) -> f64 {
    let off = |color: Color| Vision::Normal.difference(color, ground);
    let own = style.fill.map_or(0.0, off);
    style.hatch.map_or(own, |hatch| {
        let covered = hatch.layers().len() as f64 * hatch.width / hatch.spacing;
        own + (off(hatch.color) - own) * covered.min(1.0)
    })
}

/// The least difference of land from the ground of the map, and from water, which has a shore.
const FROM_GROUND: [(&str, f64); 4] = [("ground", 4.0), ("water", 2.5), ("base-land", 4.0), ("sea", 4.0)];

pub(in crate::map) fn ground(map: &CheckedMap) -> Measured {
    let drawn = classes_on_maps(map);
    let grounds: Vec<(&str, f64, Color)> = FROM_GROUND
        .into_iter()
        .filter(|(class, _)| drawn.contains(class))
        .filter_map(|(class, needed)| Some((class, needed, map.style(class)?.fill?)))
        .collect();
    let (mut bad, mut least) = (Vec::new(), f64::INFINITY);
    for (class, fill) in fills_on_maps(map) {
        for (of, needed, ground) in &grounds {
            let difference = Vision::Normal.difference(fill, *ground);
            least = least.min(difference);
            if difference < *needed {
                bad.push(format!("{class} and {of}: {difference:.1}"));
            }
        }
    }
    if least.is_infinite() {
        return void("no land on this map");
    }
    listed(&bad, &format!("CIEDE2000 {least:.1} at least"))
}

pub(in crate::map) fn hatches(map: &CheckedMap) -> Measured {
    let classes = classes_on_maps(map);
    let changes: Vec<&str> = classes.into_iter().filter(|c| c.starts_with("change-")).collect();
    if changes.is_empty() {
        return void("no changed land on this map");
    }
    let mut bad = Vec::new();
    for (i, class) in changes.iter().enumerate() {
        let pattern = |class: &str| {
            let hatch = map.style(class).and_then(|s| s.hatch);
            hatch.map(|h| (h.marks, h.spacing.to_bits()))
        };
        if pattern(class).is_none() {
            bad.push(format!("{class} has no hatch"));
        }
        if changes[..i].iter().any(|other| pattern(class) == pattern(other)) {
            bad.push(format!("{class} has the hatch of another"));
        }
    }
    listed(&bad, &format!("hatches: {}", changes.len()))
}

pub(in crate::map) fn line_contrast(map: &CheckedMap) -> Measured {
    let drawn = classes_on_maps(map);
    let fills = fills_on_maps(map);
    let mut least = f64::INFINITY;
    let mut bad = Vec::new();
    for class in ["border", "control", "ghost", "edge", "column"] {
        let Some(stroke) = map.style(class).and_then(|s| s.stroke.as_ref()) else {
            continue;
        };
        if !drawn.contains(class) {
            continue;
        }
        for (fill_class, fill) in &fills {
            let contrast = stroke.color.contrast(*fill);
            least = least.min(contrast);
            if contrast < 3.0 {
                bad.push(format!("{class} on {fill_class}: {contrast:.1}"));
            }
        }
    }
    if least.is_infinite() {
        return void("no line between two fills");
    }
    listed(&bad, &format!("{least:.1} at least"))
}

pub(in crate::map) fn legend(map: &CheckedMap) -> Measured {
    let is_land = |class: &&&str| {
        is_land(class) || ["control", "ghost"].contains(*class) || class.starts_with("outline")
    };
    if map.panels().is_empty() {
        return void("the columns of a chart have their names beside them");
    }
    let (on_maps, explained) = (classes_on_frames(map), classes_explained(map));
    let drawn: BTreeSet<&str> = on_maps.iter().filter(is_land).copied().collect();
    let named: BTreeSet<&str> = explained.iter().filter(is_land).copied().collect();
    // What the balance names may be too small to be drawn.
    let small = map.scene.record.unseen != crate::measure::Area::ZERO;
    let unused = named
        .difference(&drawn)
        .filter(|class| !(small && class.starts_with("change-")))
        .map(|class| format!("{class} is explained but not drawn"));
    let unexplained = drawn
        .difference(&named)
        // Land that the change covers, or of which a sliver shows, may go without.
        .filter(|class| !["held-", "home-"].iter().any(|start| class.starts_with(start)))
        .map(|class| format!("{class} is drawn but not explained"));
    let undefined = on_maps
        .union(&explained)
        .filter(|class| map.style(class).is_none())
        .map(|class| format!("{class} has no style"));
    let bad: Vec<String> = unused.chain(unexplained).chain(undefined).collect();
    listed(
        &bad,
        &format!("{} swatches, {} classes", named.len(), drawn.len()),
    )
}

pub(in crate::map) fn ghost(map: &CheckedMap) -> Measured {
    let kind = map.input.earlier_line();
    let (mut bad, mut seen) = (Vec::new(), 0);
    for panel in map.panels() {
        let transfers = &map.state(panel).transfers;
        let (Some(earlier), Ok(view)) = (map.earlier(panel), view(panel)) else {
            continue;
        };
        let boundaries = earlier.side.boundaries.iter().filter(|b| b.kind == kind);
        let on_map = !view.lines(boundaries.flat_map(|b| &b.lines)).is_empty();
        if !on_map || !transfers.iter().any(ChangedLand::is_change) {
            continue;
        }
        seen += 1;
        let group = format!("{}-map", panel.id);
        let mut shapes = map.shapes.iter();
        if !shapes.any(|GroupedShape { ids, shape }| shape.class == "ghost" && ids.contains(&group.as_str()))
        {
            bad.push(format!("“{}” does not show it", panel.id));
        }
    }
    if seen == 0 {
        return void("no line moved on this picture");
    }
    listed(&bad, "drawn in every later state")
}
