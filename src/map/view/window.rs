//! From positions on the grid to a window of the projected plane: fit, clipping.

use crate::Result;
use crate::map::plane::geometry::{PlaneBounds, Pt, clip_line, clip_ring};
use crate::map::plane::rect::Rect;
use crate::map::view::extent::{MapExtent, degrees};
use crate::map::view::projection::MapProjection;
use crate::map::view::seam::rings_across;
use crate::model::{GridLine, GridPoint, GridPolygon};

/// A window of the projected plane on a rectangle of the picture.
#[derive(Debug)]
pub(in crate::map) struct View {
    pub projection: MapProjection,
    /// Where on the picture, in layout pixels.
    pub rect: Rect,
    /// What of the plane, in metres.
    pub window: PlaneBounds,
    /// What it was made to show.
    pub extent: MapExtent,
    /// How much coarser than it could show it is drawn: 1 is as fine as pixels are.
    pub grain: f64,
    /// What of the globe is at least needed to fill the window, in degrees.
    globe: PlaneBounds,
}

impl View {
    /// All of the extent, centred on the rectangle.
    pub fn fit(extent: &MapExtent, rect: Rect) -> Result<Self> {
        let projection = extent.projection();
        let bounds = extent.projected(&projection)?;
        let scale = (bounds.width() / rect.w).max(bounds.height() / rect.h);
        let (cx, cy) = bounds.center();
        let (dx, dy) = (scale * rect.w / 2.0, scale * rect.h / 2.0);
        let window = PlaneBounds::new((cx - dx, cy - dy), (cx + dx, cy + dy));
        let globe = globe_of(&projection, &window);
        Ok(Self {
            projection,
            rect,
            window,
            extent: *extent,
            grain: 1.0,
            globe,
        })
    }

    /// A part of it so many times as large, on a rectangle at the origin.
    pub fn enlarged(&self, part: Rect, times: f64) -> Self {
        let scale = self.metres_per_pixel();
        let left = self.window.min.0 + (part.x - self.rect.x) * scale;
        let top = self.window.max.1 - (part.y - self.rect.y) * scale;
        let window = PlaneBounds::new((left, top - part.h * scale), (left + part.w * scale, top));
        let projection = self.extent.projection();
        Self {
            rect: Rect::new(0.0, 0.0, part.w * times, part.h * times),
            window,
            globe: globe_of(&projection, &window),
            projection,
            ..*self
        }
    }

    /// The same, drawn so much coarser.
    pub fn grained(self, grain: f64) -> Self {
        Self { grain, ..self }
    }

    /// The same with so many pixels more on every side, of the same scale.
    #[cfg(feature = "page")]
    pub fn with_margin(&self, pixels: f64) -> Self {
        let (rect, far) = (self.rect, pixels * self.metres_per_pixel());
        let (min, max) = (self.window.min, self.window.max);
        let window = PlaneBounds::new((min.0 - far, min.1 - far), (max.0 + far, max.1 + far));
        Self {
            projection: self.extent.projection(),
            rect: Rect::new(
                rect.x - pixels,
                rect.y - pixels,
                rect.w + 2.0 * pixels,
                rect.h + 2.0 * pixels,
            ),
            window,
            globe: globe_of(&self.projection, &window),
            ..*self
        }
    }

    /// The same with more land above and below, so that it is so many pixels high.
    #[cfg(feature = "page")]
    pub fn taller(&self, height: f64) -> Self {
        let far = (height - self.rect.h) / 2.0 * self.metres_per_pixel();
        let (min, max) = (self.window.min, self.window.max);
        let window = PlaneBounds::new((min.0, min.1 - far), (max.0, max.1 + far));
        Self {
            projection: self.extent.projection(),
            rect: Rect {
                h: height,
                ..self.rect
            },
            window,
            globe: globe_of(&self.projection, &window),
            ..*self
        }
    }

    pub fn metres_per_pixel(&self) -> f64 {
        self.window.width() / self.rect.w
    }

    /// A position of the plane on the picture.
    pub fn pixel(&self, (x, y): Pt) -> Pt {
        let scale = self.metres_per_pixel();
        (
            self.rect.x + (x - self.window.min.0) / scale,
            self.rect.y + (self.window.max.1 - y) / scale,
        )
    }

    /// A position of the picture on the globe, in degrees.
    pub fn globe_at(&self, (x, y): Pt) -> Option<Pt> {
        let scale = self.metres_per_pixel();
        self.projection.inverse(
            self.window.min.0 + (x - self.rect.x) * scale,
            self.window.max.1 - (y - self.rect.y) * scale,
        )
    }

    /// Where a position of the grid is on the picture, if it is on the map.
    pub fn place(&self, at: GridPoint) -> Option<Pt> {
        let (lon, lat) = degrees(at);
        let (x, y) = self.pixel(self.projection.forward(lon, lat)?);
        let Rect { x: left, y: top, .. } = self.rect;
        (x >= left && x <= self.rect.right() && y >= top && y <= self.rect.bottom()).then_some((x, y))
    }

    /// The rings of the land in the window, in metres.
    pub fn rings(&self, polygons: &[GridPolygon]) -> Vec<Vec<Pt>> {
        let mut rings = Vec::new();
        for ring in rings_across(polygons, self.projection.lon0) {
            for turned in self.turns(&ring.0) {
                let near = clip_ring(&turned, &self.globe);
                let flat = self.project(&near, true);
                let clipped = clip_ring(&flat, &self.window);
                if clipped.len() > 2 {
                    rings.push(clipped);
                }
            }
        }
        rings
    }

    /// The parts of the lines in the window, in metres.
    pub fn lines<'a>(&self, lines: impl IntoIterator<Item = &'a GridLine>) -> Vec<Vec<Pt>> {
        let mut parts = Vec::new();
        for line in lines {
            for turned in self.turns(&line.0) {
                for near in clip_line(&turned, &self.globe) {
                    for kept in without_seam(&near) {
                        parts.extend(clip_line(&self.project(kept, false), &self.window));
                    }
                }
            }
        }
        parts
    }

    /// The outlines of the land in the window, in metres.
    pub fn outlines(&self, polygons: &[GridPolygon]) -> Vec<Vec<Pt>> {
        self.lines(polygons.iter().flat_map(crate::model::rings))
    }

    /// A chain in degrees on every turn of the globe on which it meets the window.
    fn turns(&self, chain: &[GridPoint]) -> Vec<Vec<Pt>> {
        let points: Vec<Pt> = chain.iter().map(|&p| degrees(p)).collect();
        let Some(bounds) = PlaneBounds::around(points.iter().copied()) else {
            return Vec::new();
        };
        let mut turns = Vec::new();
        for turn in [-360.0, 0.0, 360.0] {
            let moved = PlaneBounds::new(
                (bounds.min.0 + turn, bounds.min.1),
                (bounds.max.0 + turn, bounds.max.1),
            );
            if moved.overlaps(&self.globe) {
                turns.push(points.iter().map(|p| (p.0 + turn, p.1)).collect());
            }
        }
        turns
    }

    /// Degrees to metres, long edges cut so that they bend as the projection bends them.
    fn project(&self, chain: &[Pt], closed: bool) -> Vec<Pt> {
        let step = (self.globe.width().max(self.globe.height()) / 60.0).min(2.0);
        let mut flat = Vec::with_capacity(chain.len());
        for (i, &b) in chain.iter().enumerate() {
            let a = match i {
                0 if closed => chain[chain.len() - 1],
                0 => b,
                _ => chain[i - 1],
            };
            let parts = ((b.0 - a.0).abs().max((b.1 - a.1).abs()) / step).ceil().max(1.0) as u32;
            for k in 1..=parts {
                let t = f64::from(k) / f64::from(parts);
                let p = if k == parts {
                    b
                } else {
                    (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
                };
                flat.extend(self.projection.forward(p.0, p.1));
            }
        }
        flat
    }

    /// Meridians and parallels at a round interval, in metres.
    pub fn graticule(&self) -> Vec<Vec<Pt>> {
        let span = self.globe.width().min(self.globe.height() * 1.6);
        let wanted = [0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0];
        let step = wanted.into_iter().find(|s| span / s <= 6.0).unwrap_or(30.0);
        let ticks = |from: f64, to: f64| {
            let first = (from / step).ceil() as i64;
            let last = (to / step).floor() as i64;
            (first..=last).map(move |i| i as f64 * step)
        };
        let (min, max) = (self.globe.min, self.globe.max);
        let meridians = ticks(min.0, max.0).map(|lon| vec![(lon, min.1), (lon, max.1)]);
        let parallels = ticks(min.1, max.1)
            .filter(|lat| lat.abs() < 90.0)
            .map(|lat| vec![(min.0, lat), (max.0, lat)]);
        meridians
            .chain(parallels)
            .flat_map(|line| clip_line(&self.project(&line, false), &self.window))
            .collect()
    }
}

/// The box on the globe around all that the window shows.
fn globe_of(projection: &MapProjection, window: &PlaneBounds) -> PlaneBounds {
    let steps = 24;
    let seen = (0..=steps)
        .flat_map(|i| (0..=steps).map(move |j| (i, j)))
        .map(|(i, j)| {
            let t = |k: i32| f64::from(k) / f64::from(steps);
            projection.inverse(
                window.min.0 + window.width() * t(i),
                window.min.1 + window.height() * t(j),
            )
        });
    let seen: Vec<Option<Pt>> = seen.collect();
    let whole = PlaneBounds::new((projection.lon0 - 180.0, -90.0), (projection.lon0 + 180.0, 90.0));
    if seen.iter().any(Option::is_none) {
        return whole;
    }
    let Some(mut globe) = PlaneBounds::around(seen.into_iter().flatten()) else {
        return whole;
    };
    let (dx, dy) = (globe.width() * 0.08, globe.height() * 0.08);
    globe = PlaneBounds::new(
        ((globe.min.0 - dx).max(whole.min.0), (globe.min.1 - dy).max(-90.0)),
        ((globe.max.0 + dx).min(whole.max.0), (globe.max.1 + dy).min(90.0)),
    );
    // Around a pole every longitude is seen, however few of them the samples met.
    for lat in [-90.0, 90.0] {
        let pole = projection.forward(projection.lon0, lat);
        if pole.is_some_and(|p| window.overlaps(&PlaneBounds::new(p, p))) {
            globe.min = (whole.min.0, globe.min.1.min(lat));
            globe.max = (whole.max.0, globe.max.1.max(lat));
        }
    }
    globe
}

/// A line without its stretches along ±180°, where data are cut and nothing is.
fn without_seam(line: &[Pt]) -> Vec<&[Pt]> {
    let seam = |p: Pt| (p.0.abs() % 360.0 - 180.0).abs() < 1e-9;
    let mut parts = Vec::new();
    let mut start = 0;
    for i in 1..line.len() {
        if seam(line[i - 1]) && seam(line[i]) {
            if i - start > 1 {
                parts.push(&line[start..i]);
            }
            start = i;
        }
    }
    if line.len() - start > 1 {
        parts.push(&line[start..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::hypot;
    use crate::model::to_grid;
    use geo_types::{Coord, LineString, Polygon};

    fn square(west: f64, south: f64, side: f64) -> GridPolygon {
        let p = |dx: f64, dy: f64| Coord {
            x: to_grid(west + dx),
            y: to_grid(south + dy),
        };
        Polygon::new(
            LineString(vec![
                p(0.0, 0.0),
                p(side, 0.0),
                p(side, side),
                p(0.0, side),
                p(0.0, 0.0),
            ]),
            vec![],
        )
    }

    #[test]
    fn an_extent_takes_the_shorter_way_round() {
        let land = [square(177.0, -18.0, 3.0), square(-180.0, -18.0, 2.0)];
        let extent = MapExtent::around(land.iter()).unwrap();
        assert_eq!((extent.west, extent.east), (177.0, 182.0));
        let view = View::fit(&extent, Rect::new(0.0, 0.0, 500.0, 300.0)).unwrap();
        assert_eq!(view.rings(&land).len(), 1);
        // The cut along the date line is no boundary.
        let drawn: f64 = view
            .outlines(&land)
            .iter()
            .flat_map(|l| {
                l.windows(2)
                    .map(|w| hypot(w[1].0 - w[0].0, w[1].1 - w[0].1))
                    .collect::<Vec<_>>()
            })
            .sum();
        assert!(drawn < 2.0 * (5.0 + 3.0) * 111_400.0, "{drawn}");
    }

    #[test]
    fn the_world_is_cut_where_no_continent_is() {
        let world = MapExtent::from_array([-124.6, -60.0, 235.4, 80.0]).unwrap();
        let cut = world.between_continents();
        assert_eq!((cut.west, cut.east), (-169.0, 191.0));
        let half = MapExtent::from_array([-10.0, -60.0, 170.0, 80.0]).unwrap();
        assert_eq!(half.between_continents(), half);
    }

    #[test]
    fn land_outside_the_window_is_left_out() {
        let extent = MapExtent::from_array([10.0, 40.0, 20.0, 50.0]).unwrap();
        let view = View::fit(&extent, Rect::new(0.0, 0.0, 500.0, 500.0)).unwrap();
        assert!(view.rings(&[square(60.0, 40.0, 5.0)]).is_empty());
        assert_eq!(view.rings(&[square(-60.0, -40.0, 100.0)]).len(), 1);
        assert!(MapExtent::from_array([10.0, 50.0, 20.0, 40.0]).is_err());
    }
}
