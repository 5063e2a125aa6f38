//! What is measured on the pixels of the finished map.

use std::collections::{BTreeSet, HashSet};

use tiny_skia::{Pixmap, PremultipliedColorU8};

use crate::map::input::data::{DatedLand, LineKind, Region};
use crate::map::lint::checked::{CheckedMap, GroupedShape, is_land};
use crate::map::lint::finding::{Measured, judged, listed, void};
use crate::map::lint::geometry::{pixels, views};
use crate::map::lint::layout::texts;
use crate::map::plane::geometry::{PlaneBounds, Pt, clearance, holds};
use crate::map::plane::rect::{Rect, SUBPIXELS};
use crate::map::scene::record::PanelRecord;
use crate::map::style::class::Style;
use crate::map::style::color::Color;
use crate::map::view::window::View;
use crate::math::hypot;
use crate::measure;
use crate::model::{GridPolygon, rings};

/// More rings than this are not looked at one by one.
const MOST_RINGS: usize = 400;

pub(in crate::map) fn holes(map: &CheckedMap) -> Measured {
    let views = match views(map) {
        Ok(views) => views,
        Err(failed) => return failed,
    };
    let Some(pixmap) = map.fills() else {
        return judged(false, "the map cannot be drawn");
    };
    // Tints may be so near to one another that smoothing makes them hard to tell: the nearest counts.
    let classes: BTreeSet<&str> = map
        .on_maps()
        .map(|grouped| grouped.shape.class.as_str())
        .collect();
    let fills: Vec<Color> = classes
        .into_iter()
        .filter_map(|class| map.style(class)?.fill)
        .collect();
    let (mut seen, mut bad) = (0, Vec::new());
    for (panel, view) in &views {
        let state = map.state(panel);
        let side = &state.side;
        let lands: Vec<(&Region, Vec<Vec<Pt>>)> = side
            .regions
            .iter()
            .map(|region| (region, pixels(view, &region.polygons)))
            .collect();
        // The first state of a pair may show what is about to change.
        let transfers = if panel.state == 0 {
            &map.input.transfers
        } else {
            &state.transfers
        };
        let changed: Vec<Vec<Pt>> = transfers
            .iter()
            .filter(|t| t.from != t.to)
            .chain(&state.since_first)
            .flat_map(|t| pixels(view, &t.polygons))
            .collect();
        let water: Vec<Vec<Pt>> = map
            .input
            .context
            .iter()
            .flat_map(|c| pixels(view, &c.polygons))
            .collect();
        for (at, _) in middles(view, side) {
            let hidden = holds(&changed, at)
                || holds(&water, at)
                || map
                    .scene
                    .record
                    .boxes
                    .iter()
                    .any(|b| b.grown(2.0).holds(&page_point(panel, at)))
                || is_marked(map, page_point(panel, at));
            let Some((region, _)) = lands.iter().find(|(_, rings)| holds(rings, at)) else {
                continue;
            };
            let wanted = fill_of(map, panel, region);
            let found = pixel(pixmap, page_point(panel, at));
            if let (false, Some(wanted), Some(found)) = (hidden, wanted, found) {
                seen += 1;
                let is_nearest = fills
                    .iter()
                    .all(|other| apart(*other, found) >= apart(wanted, found));
                if apart(wanted, found) > 2 && !(is_nearest && apart(wanted, found) <= 12) {
                    bad.push(format!(
                        "{} has {found} where {wanted} belongs",
                        region.controller
                    ));
                }
            }
        }
    }
    listed(
        &bad,
        &format!("{seen} parts and holes have their holder's colour"),
    )
}

/// The largest difference of a part of two colours.
fn apart(one: Color, other: Color) -> u8 {
    let parts = [(one.r, other.r), (one.g, other.g), (one.b, other.b)];
    parts.into_iter().map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0)
}

/// Whether a mark of a place, or a leader's end, covers the spot.
fn is_marked(map: &CheckedMap, at: Rect) -> bool {
    let scale = f64::from(SUBPIXELS);
    map.shapes.iter().any(|GroupedShape { ids, shape }| {
        let over = ids
            .iter()
            .any(|id| id.ends_with("-places") || id.ends_with("-labels"));
        let in_circle = shape.circles.iter().any(|c| {
            let (x, y) = (f64::from(c.at.0) / scale, f64::from(c.at.1) / scale);
            hypot(x - at.x, y - at.y) < f64::from(c.radius) / scale + 1.5
        });
        let in_box = shape.paths.iter().any(|path| {
            let points = path
                .points
                .iter()
                .map(|p| (f64::from(p.0) / scale, f64::from(p.1) / scale));
            PlaneBounds::around(points).is_some_and(|b| {
                b.width() < 20.0
                    && b.min.0 - 1.0 < at.x
                    && at.x < b.max.0 + 1.0
                    && b.min.1 - 1.0 < at.y
                    && at.y < b.max.1 + 1.0
            })
        });
        over && (in_circle || in_box)
    })
}

fn page_point(panel: &PanelRecord, (x, y): Pt) -> Rect {
    Rect::new(panel.rect.x + x, panel.rect.y + y, 0.0, 0.0)
}

fn pixel(pixmap: &Pixmap, at: Rect) -> Option<Color> {
    let p = pixmap.pixel(at.x as u32, at.y as u32)?;
    Some(Color::rgb(p.red(), p.green(), p.blue()))
}

/// The middle of every part and hole of the land that is wide enough to have pixels of its own, with its clearance.
fn middles(view: &View, side: &DatedLand) -> Vec<(Pt, f64)> {
    let mut found = Vec::new();
    let outlines = side.regions.iter().flat_map(|r| &r.polygons).flat_map(rings);
    for outline in outlines {
        let alone = GridPolygon::new(outline.clone(), Vec::new());
        for ring in pixels(view, &[alone]) {
            let small =
                PlaneBounds::around(ring.iter().copied()).is_none_or(|b| b.width().min(b.height()) < 5.0);
            if small || found.len() >= MOST_RINGS {
                continue;
            }
            let polygon = geo_types::Polygon::new(ring.iter().copied().collect(), Vec::new());
            if let Some((at, _)) = measure::pole(&polygon, 0.5) {
                let at = at.x_y();
                found.push((at, clearance([&ring].into_iter(), at)));
            }
        }
    }
    // A smaller ring may run through the middle of a larger one.
    found.retain(|(_, far)| *far > 2.0);
    found
}

/// The fill that the legend gives to a region's land.
fn fill_of(map: &CheckedMap, panel: &PanelRecord, region: &Region) -> Option<Color> {
    let regions = format!("{}-regions", panel.id);
    let shapes = &map.shapes;
    let shape = shapes.iter().find(|GroupedShape { ids, shape }| {
        let has = |key: &str, value: &str| shape.data.iter().any(|(k, v)| *k == key && v == value);
        ids.contains(&regions.as_str())
            && has("controller", &region.controller)
            && region.sovereign.as_ref().is_none_or(|s| has("sovereign", s))
    })?;
    map.style(&shape.shape.class)?.fill
}

pub(in crate::map) fn hairlines(map: &CheckedMap) -> Measured {
    let views = match views(map) {
        Ok(views) => views,
        Err(failed) => return failed,
    };
    // Land alone, as it is drawn, on a ground of a colour that no land has.
    let magenta = Color::rgb(255, 0, 255);
    let mut bare = map.scene.clone();
    for (class, style) in &mut bare.styles.all {
        if class == "ground" || class == "neighbour" {
            style.fill = Some(magenta);
            style.stroke = None;
        } else if !is_land(class) {
            *style = Style::default();
        }
        style.hatch = None;
    }
    let zoom = 2.0;
    let Ok(pixmap) = bare.rasterise(zoom * bare.width / f64::from(bare.pixel_width)) else {
        return judged(false, "the map cannot be drawn");
    };
    let (mut seen, mut open) = (0, 0);
    for (panel, view) in &views {
        let side = &map.state(panel).side;
        let shared = side.boundaries.iter().filter(|b| b.kind != LineKind::Edge);
        for line in view.lines(shared.flat_map(|b| &b.lines)) {
            for pair in line.windows(2) {
                let middle = (
                    f64::midpoint(pair[0].0, pair[1].0),
                    f64::midpoint(pair[0].1, pair[1].1),
                );
                let (x, y) = view.pixel(middle);
                let (x, y) = ((x + panel.rect.x) * zoom, (y + panel.rect.y) * zoom);
                let Some(p) = pixmap.pixel(x as u32, y as u32) else {
                    continue;
                };
                seen += 1;
                let shows = p.red().min(p.blue()).saturating_sub(p.green());
                open += usize::from(shows > 90);
            }
        }
    }
    if seen == 0 {
        return void("no two neighbours on this map");
    }
    // A spot may lie within half a pixel of where three meet at the outer edge of the data.
    judged(
        open * 200 <= seen,
        format!("{open} of {seen} spots show the ground"),
    )
}

pub(in crate::map) fn smooth_edges(map: &CheckedMap) -> Measured {
    let Some(pixmap) = map.fills() else {
        return judged(false, "the map cannot be drawn");
    };
    let fills = map.scene.styles.all.iter().filter_map(|(_, s)| s.fill);
    let plain: HashSet<[u8; 3]> = fills
        .chain([Color::WHITE])
        .map(|color| [color.r, color.g, color.b])
        .collect();
    let color = |p: &PremultipliedColorU8| [p.red(), p.green(), p.blue()];
    // Most pixels are like the one on their left.
    let alike = pixmap.pixels().chunk_by(|a, b| a == b);
    let between: usize = alike
        .filter(|alike| !plain.contains(&color(&alike[0])))
        .map(<[_]>::len)
        .sum();
    judged(between > 0, format!("{between} pixels between two fills"))
}

pub(in crate::map) fn contrast(map: &CheckedMap) -> Measured {
    let Some(pixmap) = map.fills() else {
        return judged(false, "the map cannot be drawn");
    };
    let mut least = f64::INFINITY;
    let mut bad = Vec::new();
    for text in texts(map) {
        let columns = (0..9).map(|i| text.rect.x + text.rect.w * (f64::from(i) + 0.5) / 9.0);
        let rows = [0.3, 0.5, 0.7].map(|share| text.rect.y + text.rect.h * share);
        let (worst, behind) = columns
            .flat_map(|x| rows.map(|y| (x, y)))
            .filter_map(|(x, y)| pixmap.pixel(x as u32, y as u32))
            .map(|p| Color::rgb(p.red(), p.green(), p.blue()))
            .map(|behind| (text.color.contrast(behind), behind))
            .fold((f64::INFINITY, Color::rgb(0, 0, 0)), |a, b| {
                if b.0 < a.0 { b } else { a }
            });
        least = least.min(worst);
        if worst < 4.5 {
            bad.push(format!("“{}” has {worst:.1} on {behind}", text.content));
        }
    }
    listed(&bad, &format!("{least:.1} at least"))
}
