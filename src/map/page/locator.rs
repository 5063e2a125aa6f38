//! The locator map: where on the globe the map is.

use crate::Result;
use crate::map::input::data::{Context, ContextKind, MapInput};
use crate::map::labels::block::{TextBlock, draw_block};
use crate::map::labels::placement::{Fit, inside};
use crate::map::labels::space::LabelSpace;
use crate::map::plane::geometry::{PlaneBounds, Pt};
use crate::map::plane::raster::PixelRaster;
use crate::map::plane::rect::Rect;
use crate::map::plane::simplify::{Simplifier, is_speck};
use crate::map::scene::element::PathElement;
use crate::map::scene::page::PageDraft;
use crate::map::view::extent::MapExtent;
use crate::map::view::window::View;

/// The widest map that still needs a locator, in degrees.
const NEEDS_LOCATOR: f64 = 10.0;

/// Whether a locator map is wanted and possible.
pub(in crate::map) fn wants_locator(input: &MapInput, extent: &MapExtent) -> bool {
    !input.wider_region().is_empty() && extent.width() < NEEDS_LOCATOR
}

/// Draws the locator map: the wider region with the map's extent as a box.
pub(in crate::map) fn locator(
    page: &mut PageDraft,
    input: &MapInput,
    main: &View,
    extent: &MapExtent,
    rect: Rect,
) -> Result<()> {
    let (lon, lat) = extent.center();
    let half = (extent.width() * 5.0).clamp(6.0, 30.0);
    let wide = MapExtent {
        west: lon - half,
        east: lon + half,
        south: (lat - half * 0.6).max(-89.0),
        north: (lat + half * 0.6).min(89.0),
    };
    let view = View::fit(&wide, Rect::new(0.0, 0.0, rect.w, rect.h))?;
    page.open("locator", Some(rect));
    page.rect("inset-sea", rect);
    let of_kind = |kind| {
        input
            .wider_region()
            .iter()
            .filter(move |c: &&Context| c.kind == kind)
    };
    let mut elements = Vec::new();
    for (kind, class) in [
        (ContextKind::Land, "inset-land"),
        (ContextKind::Water, "inset-sea"),
    ] {
        let rings = of_kind(kind).map(|c| view.rings(&c.polygons));
        let shapes: Vec<Vec<Vec<Pt>>> = if input.locator.is_empty() {
            simplified(rings.collect(), view.metres_per_pixel())
        } else {
            rings.collect()
        };
        elements.extend(shapes.iter().map(|rings| PathElement::rings(class, rings)));
    }
    page.map(rect, view.window, elements);
    let frame = outline_of(main, &view);
    let moved: Vec<Pt> = frame.iter().map(|p| (p.0 + rect.x, p.1 + rect.y)).collect();
    page.path(PathElement::rings("inset-box", std::slice::from_ref(&moved)));
    let mut room = LabelSpace::new(rect.w, rect.h);
    if let Some(bounds) = PlaneBounds::around(frame) {
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

/// The shapes of the base, which has all of the world in detail, less what so small a map cannot show.
fn simplified(mut shapes: Vec<Vec<Vec<Pt>>>, scale: f64) -> Vec<Vec<Vec<Pt>>> {
    let mut simplifier = Simplifier::new(scale);
    for rings in &mut shapes {
        rings.retain(|ring| !is_speck(ring, scale));
        for ring in rings {
            simplifier.note(ring, true);
        }
    }
    for ring in shapes.iter_mut().flatten() {
        *ring = simplifier.reduce(ring, true);
    }
    shapes
}

/// Names the countries that have room for it, the largest first.
fn name_countries<'a>(
    page: &mut PageDraft,
    lands: impl Iterator<Item = &'a Context>,
    view: &View,
    room: &mut LabelSpace,
    origin: Pt,
) {
    let mut areas: Vec<(PixelRaster, &str)> = Vec::new();
    for land in lands {
        let Some(name) = &land.name else { continue };
        let rings: Vec<Vec<Pt>> = view
            .rings(&land.polygons)
            .iter()
            .map(|ring| ring.iter().map(|&p| view.pixel(p)).collect())
            .collect();
        let area = PixelRaster::of_rings(view.rect.w, view.rect.h, &rings);
        areas.push((area, name));
    }
    areas.sort_by_key(|(area, _)| std::cmp::Reverse(area.count()));
    areas.retain(|(area, _)| area.coverage() > 0.02);
    // A long name may run over the border of a large country, once all others have theirs.
    for (least, share) in [(0.02, 0.98), (0.05, 0.75)] {
        let fit = Fit {
            inside: share,
            off_focus: false,
        };
        areas.retain(|(area, name)| {
            let block = TextBlock::new(&page.scene, &[((*name).to_owned(), "inset-name")]);
            area.coverage() < least || !inside(&mut [&mut *room], area, &[block], fit)
        });
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
    let Some(bounds) = PlaneBounds::around(seen.iter().copied()) else {
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
