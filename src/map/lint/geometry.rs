//! Projection, scale and shapes.

use geo::{Distance, Geodesic};
use tiny_skia::Pixmap;

use super::super::color::Color;
use super::super::element::Pt;
use super::super::geometry::{Bounds, clearance, holds, signed_area};
use super::super::input::{BoundaryKind, MapInput, Region, Side};
use super::super::scene::{Group, Node, PanelRecord, Rect, SUBPIXELS, Scene};
use super::super::simplify::TOLERANCE;
use super::super::view::View;
use super::{Measured, Subject, judged, listed, void};
use crate::Result;
use crate::measure::{EdgeModel, polygon_area};
use crate::model::{GridPoint, GridPolygon, rings, to_grid};

/// The view of a panel, at the corner of its own panel, set up anew.
pub(super) fn view(panel: &PanelRecord) -> Result<View> {
    View::fit(&panel.extent, Rect::new(0.0, 0.0, panel.rect.w, panel.rect.h))
}

/// The state that a panel shows.
fn side<'a>(input: &'a MapInput, panel: &PanelRecord) -> &'a Side {
    if panel.id == "before" {
        &input.before
    } else {
        &input.after
    }
}

/// The views of all panels, or what went wrong.
fn views<'a>(subject: &Subject<'a>) -> std::result::Result<Vec<(&'a PanelRecord, View)>, Measured> {
    let panels = subject.scene.record.panels.iter();
    panels
        .map(|panel| Ok((panel, view(panel).map_err(|e| judged(false, e.to_string()))?)))
        .collect()
}

/// Of a small square of the picture: its area on the ellipsoid, by the measure of every other number.
fn ground_area(view: &View, (x, y): Pt, side: f64) -> Option<f64> {
    let corners = [(x, y), (x, y + side), (x + side, y + side), (x + side, y)];
    let mut ring = Vec::new();
    for corner in corners {
        let (lon, lat) = view.globe_at(corner)?;
        ring.push(GridPoint {
            x: to_grid(lon),
            y: to_grid(lat),
        });
    }
    ring.push(ring[0]);
    let polygon = GridPolygon::new(geo_types::LineString(ring), Vec::new());
    Some(polygon_area(&polygon, EdgeModel::Geodesic).m2().abs())
}

pub(super) fn areal_scale(subject: &Subject) -> Measured {
    let views = match views(subject) {
        Ok(views) => views,
        Err(failed) => return failed,
    };
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for (panel, view) in &views {
        let side = 8.0;
        for (i, j) in (1..10).flat_map(|i| (1..10).map(move |j| (i, j))) {
            let at = (
                panel.rect.w * f64::from(i) / 10.0,
                panel.rect.h * f64::from(j) / 10.0,
            );
            if let Some(ground) = ground_area(view, at, side) {
                let scale = (side * view.metres_per_pixel()).powi(2) / ground;
                (least, most) = (least.min(scale), most.max(scale));
            }
        }
    }
    let fine = least >= 0.999 && most <= 1.001;
    judged(fine, format!("{least:.4} to {most:.4}"))
}

pub(super) fn same_panels(subject: &Subject) -> Measured {
    let panels = &subject.scene.record.panels;
    let same = panels
        .windows(2)
        .all(|p| p[0].extent == p[1].extent && (p[0].rect.w, p[0].rect.h) == (p[1].rect.w, p[1].rect.h));
    let mut clips = Vec::new();
    subject.scene.walk(&mut |_, node| {
        if let Node::Group(Group {
            id, clip: Some(c), ..
        }) = node
            && id.ends_with("-map")
        {
            clips.push((c[2] - c[0], c[3] - c[1]));
        }
    });
    clips.dedup();
    let one = clips.len() == 1;
    judged(
        same && one,
        format!("panels: {}, windows: {}", panels.len(), clips.len()),
    )
}

pub(super) fn scale_bar(subject: &Subject) -> Measured {
    let Some(panel) = subject.scene.record.panels.first() else {
        return void("no map");
    };
    let (mut xs, mut stated) = (Vec::new(), None);
    subject.scene.walk(&mut |ids, node| {
        if !ids.contains(&"scale-bar") {
            return;
        }
        match node {
            Node::Shape(shape) if shape.class == "scale" => {
                xs.extend(shape.paths.iter().flat_map(|p| p.points.iter().map(|p| p.0)));
            }
            Node::Text(text) => {
                let number = text.content.strip_suffix(" km").map(|n| n.replace(',', ""));
                stated = stated.or(number.and_then(|n| n.parse::<f64>().ok()));
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
    let true_km = Geodesic.distance(geo::Point::from(a), geo::Point::from(b)) / 1000.0;
    let fine = (true_km / km - 1.0).abs() <= 0.01;
    judged(fine, format!("{km} km bar is {true_km:.3} km at the centre"))
}

/// The scene without strokes, hatches and texts.
pub(super) fn fills_only(scene: &Scene, zoom: f64) -> Result<Pixmap> {
    let mut bare = scene.clone();
    for (_, style) in &mut bare.styles {
        style.stroke = None;
        style.hatch = None;
        if style.text.is_some() {
            style.fill = None;
        }
    }
    bare.rasterise(zoom * scene.width / f64::from(scene.pixel_width))
}

/// Rings of one region, in pixels of a panel, not simplified.
fn pixels(view: &View, polygons: &[GridPolygon]) -> Vec<Vec<Pt>> {
    let rings = view.rings(polygons);
    let turned = rings
        .iter()
        .map(|ring| ring.iter().map(|&p| view.pixel(p)).collect());
    turned.collect()
}

/// More rings than this are not looked at one by one.
const MOST_RINGS: usize = 400;

pub(super) fn holes(subject: &Subject) -> Measured {
    let views = match views(subject) {
        Ok(views) => views,
        Err(failed) => return failed,
    };
    let Ok(pixmap) = fills_only(subject.scene, 1.0) else {
        return judged(false, "the map cannot be drawn");
    };
    let (mut seen, mut bad) = (0, Vec::new());
    for (panel, view) in &views {
        let side = side(subject.input, panel);
        let lands: Vec<(&Region, Vec<Vec<Pt>>)> = side
            .regions
            .iter()
            .map(|region| (region, pixels(view, &region.polygons)))
            .collect();
        let changed: Vec<Vec<Pt>> = subject
            .input
            .transfers
            .iter()
            .filter(|t| t.from != t.to)
            .flat_map(|t| pixels(view, &t.polygons))
            .collect();
        let water: Vec<Vec<Pt>> = subject
            .input
            .context
            .iter()
            .flat_map(|c| pixels(view, &c.polygons))
            .collect();
        for (at, _) in middles(view, side) {
            let hidden = holds(&changed, at)
                || holds(&water, at)
                || subject
                    .scene
                    .record
                    .boxes
                    .iter()
                    .any(|b| b.grown(2.0).holds(&page_point(panel, at)))
                || is_marked(subject, page_point(panel, at));
            let Some((region, _)) = lands.iter().find(|(_, rings)| holds(rings, at)) else {
                continue;
            };
            let wanted = fill_of(subject, panel, region);
            let found = pixel(&pixmap, page_point(panel, at));
            if let (false, Some(wanted), Some(found)) = (hidden, wanted, found) {
                seen += 1;
                if [
                    wanted.r.abs_diff(found.r),
                    wanted.g.abs_diff(found.g),
                    wanted.b.abs_diff(found.b),
                ]
                .iter()
                .any(|d| *d > 2)
                {
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

/// Whether a mark of a place, or a leader's end, covers the spot.
fn is_marked(subject: &Subject, at: Rect) -> bool {
    let scale = f64::from(SUBPIXELS);
    subject.shapes.iter().any(|(ids, shape)| {
        let over = ids
            .iter()
            .any(|id| id.ends_with("-places") || id.ends_with("-leaders"));
        let in_circle = shape.circles.iter().any(|c| {
            let (x, y) = (f64::from(c.at.0) / scale, f64::from(c.at.1) / scale);
            (x - at.x).hypot(y - at.y) < f64::from(c.radius) / scale + 1.5
        });
        let in_box = shape.paths.iter().any(|path| {
            let points = path
                .points
                .iter()
                .map(|p| (f64::from(p.0) / scale, f64::from(p.1) / scale));
            Bounds::around(points).is_some_and(|b| {
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
fn middles(view: &View, side: &Side) -> Vec<(Pt, f64)> {
    let mut found = Vec::new();
    let outlines = side.regions.iter().flat_map(|r| &r.polygons).flat_map(rings);
    for outline in outlines {
        let alone = GridPolygon::new(outline.clone(), Vec::new());
        for ring in pixels(view, &[alone]) {
            let small = Bounds::around(ring.iter().copied()).is_none_or(|b| b.width().min(b.height()) < 5.0);
            if small || found.len() >= MOST_RINGS {
                continue;
            }
            let polygon = geo_types::Polygon::new(ring.iter().copied().collect(), Vec::new());
            if let Ok(p) = polylabel::polylabel(&polygon, &0.5) {
                let at = (p.x(), p.y());
                found.push((at, clearance([&ring].into_iter(), at)));
            }
        }
    }
    // A smaller ring may run through the middle of a larger one.
    found.retain(|(_, far)| *far > 2.0);
    found
}

/// The fill that the legend gives to a region's land.
fn fill_of(subject: &Subject, panel: &PanelRecord, region: &Region) -> Option<Color> {
    let regions = format!("{}-regions", panel.id);
    let shapes = &subject.shapes;
    let shape = shapes.iter().find(|(ids, shape)| {
        let has = |key: &str, value: &str| shape.data.iter().any(|(k, v)| *k == key && v == value);
        ids.contains(&regions.as_str())
            && has("controller", &region.controller)
            && region.sovereign.as_ref().is_none_or(|s| has("sovereign", s))
    })?;
    subject.style(&shape.1.class)?.fill
}

pub(super) fn hairlines(subject: &Subject) -> Measured {
    let views = match views(subject) {
        Ok(views) => views,
        Err(failed) => return failed,
    };
    // Land alone, as it is drawn, on a ground of a colour that no land has.
    let magenta = Color::rgb(255, 0, 255);
    let mut bare = subject.scene.clone();
    for (class, style) in &mut bare.styles {
        if class == "ground" || class == "neighbour" {
            style.fill = Some(magenta);
            style.stroke = None;
        } else if !super::is_land(class) {
            *style = super::Style::default();
        }
        style.hatch = None;
    }
    let zoom = 2.0;
    let Ok(pixmap) = bare.rasterise(zoom * bare.width / f64::from(bare.pixel_width)) else {
        return judged(false, "the map cannot be drawn");
    };
    let (mut seen, mut open) = (0, 0);
    for (panel, view) in &views {
        let side = side(subject.input, panel);
        let shared = side.boundaries.iter().filter(|b| b.kind != BoundaryKind::Edge);
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
    // A spot may lie within half a pixel of where three meet at the rim of the data.
    judged(
        open * 200 <= seen,
        format!("{open} of {seen} spots show the ground"),
    )
}

pub(super) fn simplification(subject: &Subject) -> Measured {
    let views = match views(subject) {
        Ok(views) => views,
        Err(failed) => return failed,
    };
    let (mut all, mut off) = (0.0, 0.0);
    for (panel, view) in &views {
        for (n, region) in side(subject.input, panel).regions.iter().enumerate() {
            let true_area = signed_area(&pixels(view, &region.polygons)).abs();
            let id = format!("{}-region-{}", panel.id, n + 1);
            let shapes = &subject.shapes;
            let drawn = shapes.iter().find(|(_, shape)| shape.id.as_deref() == Some(&id));
            let scale = f64::from(SUBPIXELS);
            let drawn_area = drawn.map_or(0.0, |(_, shape)| {
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
    let figure = format!("{TOLERANCE} px, areas changed by {:.4} %", change * 100.0);
    judged(TOLERANCE <= 0.5 && change <= 0.0005, figure)
}

pub(super) fn precision(subject: &Subject) -> Measured {
    let (mut whole, mut all) = (0, 0);
    for (_, shape) in subject.on_maps() {
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

pub(super) fn smooth_edges(subject: &Subject) -> Measured {
    let Ok(pixmap) = fills_only(subject.scene, 1.0) else {
        return judged(false, "the map cannot be drawn");
    };
    let fills: Vec<Color> = subject.scene.styles.iter().filter_map(|(_, s)| s.fill).collect();
    let plain = |c: Color| fills.iter().any(|f| (f.r, f.g, f.b) == (c.r, c.g, c.b));
    let between = pixmap
        .pixels()
        .iter()
        .map(|p| Color::rgb(p.red(), p.green(), p.blue()))
        .filter(|c| *c != super::super::color::Color::WHITE && !plain(*c))
        .count();
    judged(between > 0, format!("{between} pixels between two fills"))
}
