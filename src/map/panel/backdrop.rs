//! What lies under and around the data of a panel: what the input gives, or else the base.
//!
//! The base is coarser than most data: its coasts and borders run beside those of the data. So a rim along the edge of the
//! data covers them, with sea or with neighbouring land, and a country of which only such a strip is seen is left out.

use crate::map::input::data::{BaseMap, Context, ContextKind, MapInput};
use crate::map::panel::contents::{ClassLines, ContextShape};
use crate::map::plane::geometry::Pt;
use crate::map::plane::raster::PixelRaster;
use crate::map::plane::simplify::{Simplifier, is_speck};
use crate::map::view::window::View;
use crate::math::hypot;

/// At larger scales, in metres to the pixel, the base is too coarse to be drawn under the data.
const FINEST: f64 = 100.0;

/// The base, if the panel shows it.
pub(in crate::map) fn base_on<'a>(input: &'a MapInput, view: &View) -> Option<&'a BaseMap> {
    let base = input.base.as_deref().filter(|_| input.context.is_empty());
    base.filter(|_| view.metres_per_pixel() >= FINEST)
}

/// Neighbouring land and water: what is given, or that of the base.
pub(in crate::map) fn context(input: &MapInput, view: &View) -> Vec<ContextShape> {
    let shape = |c: &Context| ContextShape {
        kind: c.kind,
        name: c.name.clone(),
        rings: view.rings(&c.polygons),
    };
    let Some(base) = base_on(input, view) else {
        return input.context.iter().map(shape).collect();
    };
    let scale = view.metres_per_pixel();
    let mut shapes: Vec<ContextShape> = base.areas.iter().map(shape).collect();
    for shape in &mut shapes {
        shape.rings.retain(|ring| !is_speck(ring, scale));
        let is_in_data = |name: &String| {
            let regions = input.before.regions.iter().chain(&input.after.regions);
            let mut holders = regions.map(|region| &region.controller);
            holders.any(|holder| holder == name && !input.outlined.contains(holder))
        };
        if !input.is_of_the_present() || shape.name.as_ref().is_some_and(is_in_data) {
            shape.name = None;
        }
    }
    shapes.retain(|shape| !shape.rings.is_empty());
    shapes
}

/// The borders of the base, where they are those of the dates.
pub(in crate::map) fn borders(input: &MapInput, view: &View) -> Vec<ClassLines> {
    let base = base_on(input, view).filter(|_| input.is_of_the_present());
    let classes = |base: &BaseMap| {
        [("base-border", &base.borders), ("base-disputed", &base.disputed)]
            .map(|(class, lines)| ClassLines::new(class, view.lines(lines)))
            .into()
    };
    base.map_or_else(Vec::new, classes)
}

/// The base on a panel and the data over it.
pub(in crate::map) struct Ground<'a> {
    view: &'a View,
    /// All land of the data.
    data: &'a PixelRaster,
    /// All land of the base.
    base: PixelRaster,
    /// How far coasts and borders of the base may be off, in pixels.
    reach: f64,
}

impl<'a> Ground<'a> {
    pub fn new(view: &'a View, data: &'a PixelRaster, context: &[ContextShape]) -> Self {
        let of_kind = |kind| {
            let shapes = context.iter().filter(move |shape| shape.kind == kind);
            let rings: Vec<Vec<Pt>> = shapes.flat_map(|shape| shape.rings.clone()).collect();
            raster(view, &rings)
        };
        let (land, water) = (of_kind(ContextKind::Land), of_kind(ContextKind::Water));
        Self {
            view,
            data,
            base: land.without(&water),
            reach: view.extent.rim(),
        }
    }

    /// Whether no more of some land is seen than the strip by which two editions of a coast differ.
    pub fn is_covered(&self, shape: &ContextShape) -> bool {
        let all = raster(self.view, &shape.rings);
        let left = all.count_without(self.data);
        if left * 2 > all.count() || all.count() == 0 {
            return false;
        }
        let left = all.without(self.data);
        left.pole()
            .is_none_or(|(_, clearance)| clearance <= self.reach.max(LEAST))
    }

    /// Whether the data leaves most of a line to be seen.
    pub fn is_seen(&self, line: &[Pt]) -> bool {
        let under = line.iter().filter(|at| self.data.contains(self.view.pixel(**at)));
        under.count() * 2 < line.len()
    }

    /// The edges of the data, those that face the sea and those that face neighbouring land.
    pub fn rims(&self, edges: &[Vec<Pt>]) -> Vec<ClassLines> {
        // Strips between the data and in its inlets are no land.
        let left = self.base.without(self.data);
        let land = left.opened(self.reach);
        let (mut to_sea, mut to_land): (Vec<Vec<Pt>>, Vec<Vec<Pt>>) = (Vec::new(), Vec::new());
        for edge in edges {
            let mut last = None;
            for pair in edge
                .windows(2)
                .flat_map(|pair| parts([pair[0], pair[1]], self.view))
            {
                let faces = self.faces_land(pair, &land);
                let lines = match faces {
                    Some(true) => &mut to_land,
                    Some(false) => &mut to_sea,
                    None => {
                        last = None;
                        continue;
                    }
                };
                match lines.last_mut() {
                    Some(line) if faces == last => line.push(pair[1]),
                    _ => lines.push(pair.to_vec()),
                }
                last = faces;
            }
        }
        // A wide line needs no more points than show.
        let simplifier = Simplifier::new(self.view.metres_per_pixel() * self.reach.max(1.0));
        [("rim-sea", to_sea), ("rim-land", to_land)]
            .map(|(class, lines)| {
                let lines = lines.iter().map(|line| simplifier.reduce(line, false));
                ClassLines::new(class, lines.collect())
            })
            .into()
    }

    /// Whether there is land beyond an edge of the data; none where there is data on both sides or on neither.
    fn faces_land(&self, [a, b]: [Pt; 2], land: &PixelRaster) -> Option<bool> {
        let (a, b) = (self.view.pixel(a), self.view.pixel(b));
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = hypot(dx, dy);
        let middle = (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1));
        let beside = |side: f64, far: f64| {
            let by = side * far / length.max(1e-9);
            (middle.0 - dy * by, middle.1 + dx * by)
        };
        let holds = |side: f64| self.data.contains(beside(side, NEAR));
        let out = match (holds(1.0), holds(-1.0)) {
            (true, false) => -1.0,
            (false, true) => 1.0,
            _ => return None,
        };
        // Land beyond a strait is not what the edge faces. The frame may be nearer than that, and ends no land.
        let (near, far) = (
            beside(out, self.reach / 2.0 + NEAR),
            beside(out, self.reach + NEAR),
        );
        Some(self.base.goes_on_to(near) && land.goes_on_to(far))
    }
}

/// Rings as a raster of the panel.
fn raster(view: &View, rings: &[Vec<Pt>]) -> PixelRaster {
    let pixels = |ring: &Vec<Pt>| ring.iter().map(|&p| view.pixel(p)).collect();
    let rings: Vec<Vec<Pt>> = rings.iter().map(pixels).collect();
    PixelRaster::of_rings(view.rect.w, view.rect.h, &rings)
}

/// Half the width of a strip that is no land to be seen, in pixels, however small the scale.
const LEAST: f64 = 4.0;

/// How far from an edge its two sides are looked at, in pixels.
const NEAR: f64 = 3.0;

/// The longest part of an edge that faces one thing, in pixels.
const LONGEST: f64 = 12.0;

/// An edge in parts that are not too long.
fn parts([a, b]: [Pt; 2], view: &View) -> impl Iterator<Item = [Pt; 2]> {
    let length = hypot(b.0 - a.0, b.1 - a.1) / view.metres_per_pixel();
    let count = (length / LONGEST).ceil().max(1.0) as u32;
    let at = move |n: u32| {
        let t = f64::from(n) / f64::from(count);
        (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
    };
    (0..count).map(move |n| [at(n), at(n + 1)])
}
