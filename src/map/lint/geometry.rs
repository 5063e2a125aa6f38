//! Projection, scale and shapes.

use crate::Result;
use crate::language::fill;
use crate::map::lint::checked::{CheckedMap, GroupedShape};
use crate::map::lint::finding::{Measured, judged, listed, void};
use crate::map::plane::geometry::{Pt, signed_area};
use crate::map::plane::rect::{Rect, SUBPIXELS};
use crate::map::plane::simplify::{FARTHEST, is_speck};
use crate::map::scene::list::Scene;
use crate::map::scene::node::{Group, Node};
use crate::map::scene::record::PanelRecord;
use crate::map::view::extent::on_grid;
use crate::map::view::window::View;
use crate::math::square;
use crate::measure::{EdgeModel, polygon_area};
use crate::model::GridPolygon;

/// The view of a panel, with its panel at the origin, set up anew.
pub(in crate::map) fn view(panel: &PanelRecord) -> Result<View> {
    View::fit(&panel.extent, Rect::new(0.0, 0.0, panel.rect.w, panel.rect.h))
}

/// The views of all maps, or why there is nothing to measure.
pub(in crate::map) fn views<'a>(
    map: &CheckedMap<'a>,
) -> std::result::Result<Vec<(&'a PanelRecord, View)>, Measured> {
    if map.panels().is_empty() {
        return Err(void(NO_MAP));
    }
    let panels = map.panels().iter();
    panels
        .map(|panel| Ok((panel, view(panel).map_err(|e| judged(false, e.to_string()))?)))
        .collect()
}

/// Why a chart has nothing to measure.
pub(in crate::map) const NO_MAP: &str = "a chart shows no map";

/// Of a small square of the picture: its area on the ellipsoid, by the measure of every other number.
fn ground_area(view: &View, (x, y): Pt, side: f64) -> Option<f64> {
    let corners = [(x, y), (x, y + side), (x + side, y + side), (x + side, y)];
    let mut ring = Vec::new();
    for corner in corners {
        ring.push(on_grid(view.globe_at(corner)?));
    }
    ring.push(ring[0]);
    let polygon = GridPolygon::new(geo_types::LineString(ring), Vec::new());
    Some(polygon_area(&polygon, EdgeModel::Geodesic).m2().abs())
}

pub(in crate::map) fn areal_scale(map: &CheckedMap) -> Measured {
    let views = match views(map) {
        Ok(views) => views,
        Err(failed) => return failed,
    };
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for (panel, view) in &views {
        // On a map of the world edges of squares of so many pixels would bend.
        let side = (30_000.0 / view.metres_per_pixel()).min(8.0);
        for (i, j) in (1..10).flat_map(|i| (1..10).map(move |j| (i, j))) {
            let at = (
                panel.rect.w * f64::from(i) / 10.0,
                panel.rect.h * f64::from(j) / 10.0,
            );
            if let Some(ground) = ground_area(view, at, side) {
                let scale = square(side * view.metres_per_pixel()) / ground;
                (least, most) = (least.min(scale), most.max(scale));
            }
        }
    }
    let fine = least >= 0.999 && most <= 1.001;
    judged(fine, format!("{least:.4} to {most:.4}"))
}

pub(in crate::map) fn same_panels(map: &CheckedMap) -> Measured {
    let all = || map.frames.iter().flat_map(|frame| &frame.record.panels);
    let Some(first) = all().next() else {
        return void(NO_MAP);
    };
    let mut bad = Vec::new();
    for panel in all() {
        let size = |panel: &PanelRecord| (panel.rect.w, panel.rect.h);
        if panel.extent != first.extent || size(panel) != size(first) {
            bad.push(format!("“{}” has another extent or size", panel.id));
        }
    }
    for frame in map.frames {
        let corners = |frame: &Scene| -> Vec<Rect> { frame.record.panels.iter().map(|p| p.rect).collect() };
        if frame.size() != map.scene.size() || corners(frame) != corners(map.scene) {
            bad.push("a frame has its map elsewhere".to_owned());
        }
        if frame.record.boxes != map.scene.record.boxes {
            bad.push("a frame has its scale bar or locator elsewhere".to_owned());
        }
    }
    let mut clips = Vec::new();
    map.scene.walk(&mut |_, node| {
        if let Node::Group(Group {
            id, clip: Some(c), ..
        }) = node
            && id.ends_with("-map")
        {
            clips.push((c[2] - c[0], c[3] - c[1]));
        }
    });
    clips.dedup();
    if clips.len() != 1 {
        bad.push(format!("windows of {} sizes", clips.len()));
    }
    let figure = format!("{} maps in {} pictures", all().count(), map.frames.len());
    listed(&bad, &figure)
}

pub(in crate::map) fn scale_bar(map: &CheckedMap) -> Measured {
    let Some(panel) = map.panels().first() else {
        return void(NO_MAP);
    };
    let words = &map.input.language.words.numbers;
    let units = [(&words.km, 1.0), (&words.m, 0.001)].map(|(unit, km)| (fill(unit, &[("number", "")]), km));
    let (mut xs, mut stated) = (Vec::new(), None);
    map.scene.walk(&mut |ids, node| {
        if !ids.contains(&"scale-bar") {
            return;
        }
        match node {
            Node::Shape(shape) if shape.class == "scale" => {
                xs.extend(shape.paths.iter().flat_map(|p| p.points.iter().map(|p| p.0)));
            }
            Node::Text(text) => {
                let of_unit = |(unit, km): &(String, f64)| {
                    let number = text
                        .content
                        .strip_suffix(unit.as_str())?
                        .replace(&words.group, "");
                    Some(km * number.replace(&words.decimal, ".").parse::<f64>().ok()?)
                };
                stated = stated.or_else(|| units.iter().find_map(of_unit));
            }
            _ => {}
        }
    });
    let (Some(left), Some(right), Some(km)) = (xs.iter().min(), xs.iter().max(), stated) else {
        return void("no room for a scale bar");
    };
    let Ok(view) = view(panel) else {
        return judged(false, "the map has no projection");
    };
    let half = f64::from(right - left) / f64::from(SUBPIXELS) / 2.0;
    let (x, y) = view.rect.center();
    let ends = (view.globe_at((x - half, y)), view.globe_at((x + half, y)));
    let (Some(a), Some(b)) = ends else {
        return judged(false, "the bar is wider than the globe");
    };
    let true_km = EdgeModel::Geodesic.length(on_grid(a), on_grid(b)).km();
    let fine = (true_km / km - 1.0).abs() <= 0.01;
    judged(fine, format!("{km} km bar is {true_km:.3} km at the centre"))
}

/// Rings of one region, in pixels of a panel, not simplified.
pub(in crate::map) fn pixels(view: &View, polygons: &[GridPolygon]) -> Vec<Vec<Pt>> {
    let rings = view.rings(polygons);
    let turned = rings
        .iter()
        .map(|ring| ring.iter().map(|&p| view.pixel(p)).collect());
    turned.collect()
}

pub(in crate::map) fn simplification(map: &CheckedMap) -> Measured {
    let views = match views(map) {
        Ok(views) => views,
        Err(failed) => return failed,
    };
    let (mut all, mut off, mut dropped) = (0.0, 0.0, 0.0);
    for (panel, view) in &views {
        for (n, polygons) in map.land(panel).into_iter().enumerate() {
            let rings = pixels(view, polygons);
            let (specks, rings): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| is_speck(ring, 1.0));
            let true_area = signed_area(&rings).abs();
            dropped += signed_area(&specks).abs();
            let id = format!("{}-region-{}", panel.id, n + 1);
            let shapes = &map.shapes;
            let drawn = shapes
                .iter()
                .find(|grouped| grouped.shape.id.as_deref() == Some(&id));
            let scale = f64::from(SUBPIXELS);
            let drawn_area = drawn.map_or(0.0, |GroupedShape { shape, .. }| {
                let rings: Vec<Vec<Pt>> = shape
                    .paths
                    .iter()
                    .map(|path| {
                        path.points
                            .iter()
                            .map(|p| (f64::from(p.0) / scale, f64::from(p.1) / scale))
                            .collect()
                    })
                    .collect();
                signed_area(&rings).abs()
            });
            all += true_area;
            off += true_area - drawn_area;
        }
    }
    if all == 0.0 {
        return void("no land on this map");
    }
    let change = off.abs() / all;
    let specks = if dropped > 0.0 {
        format!("; islands of less than a pixel: {:.4} %", dropped / all * 100.0)
    } else {
        String::new()
    };
    let figure = format!("{FARTHEST} px, areas changed by {:.4} %{specks}", change * 100.0);
    judged(FARTHEST <= 0.5 && change <= 0.0005, figure)
}

pub(in crate::map) fn precision(map: &CheckedMap) -> Measured {
    let (mut whole, mut all) = (0, 0);
    for GroupedShape { shape, .. } in map.on_maps() {
        for p in shape.paths.iter().flat_map(|p| &p.points) {
            all += 1;
            whole += usize::from(p.0 % SUBPIXELS == 0 && p.1 % SUBPIXELS == 0);
        }
    }
    let share = whole as f64 / f64::from(u32::try_from(all).unwrap_or(u32::MAX)).max(1.0);
    judged(
        share < 0.5,
        format!("1/{SUBPIXELS} px; {:.0} % are whole", share * 100.0),
    )
}
