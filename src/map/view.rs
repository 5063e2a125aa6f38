//! From positions on the grid to a window of the projected plane: extent, fit, clipping.

use crate::model::{GridLine, GridPoint, GridPolygon, to_degrees};
use crate::{Error, Result};

use super::element::Pt;
use super::geometry::{Bounds, clip_line, clip_ring};
use super::projection::Projection;
use super::scene::Rect;

/// A box in degrees; the east may exceed 180 where it spans the date line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Extent {
    /// The smallest box around the land, by the shorter way round the globe.
    pub fn around<'a>(polygons: impl Iterator<Item = &'a GridPolygon>) -> Option<Self> {
        // Longitudes in bins of a quarter degree; the widest empty run is what the box leaves out.
        const BINS: usize = 1440;
        let bin = |lon: f64| (((lon + 180.0) * 4.0).floor().max(0.0) as usize).min(BINS - 1);
        let mut used = vec![false; BINS];
        let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut lons = Vec::new();
        for ring in polygons.map(GridPolygon::exterior) {
            for edge in ring.0.windows(2) {
                let (a, b) = (degrees(edge[0]), degrees(edge[1]));
                used[bin(a.0.min(b.0))..=bin(a.0.max(b.0))].fill(true);
                south = south.min(a.1);
                north = north.max(a.1);
                lons.push(a.0);
            }
        }
        if lons.is_empty() {
            return None;
        }
        let (mut best, mut run) = ((0, 0), 0);
        for i in 0..2 * BINS {
            run = if used[i % BINS] { 0 } else { (run + 1).min(BINS) };
            if run > best.0 {
                best = (run, (i + 1) % BINS);
            }
        }
        // Everything east of the gap, then what lies west of it one turn on.
        let start = if best.0 == 0 {
            -180.0
        } else {
            best.1 as f64 / 4.0 - 180.0
        };
        let turned = lons.iter().map(|&l| if l < start { l + 360.0 } else { l });
        let (west, east) = turned.fold((f64::INFINITY, f64::NEG_INFINITY), |(w, e), l| {
            (w.min(l), e.max(l))
        });
        Some(Self {
            west,
            south,
            east,
            north,
        })
    }

    /// From west, south, east, north; an east less than the west means across the date line.
    pub fn from_array([west, south, east, north]: [f64; 4]) -> Result<Self> {
        let east = if east <= west { east + 360.0 } else { east };
        let extent = Self {
            west,
            south,
            east,
            north,
        };
        let fine = south < north
            && (-90.0..=90.0).contains(&south)
            && (-90.0..=90.0).contains(&north)
            && (-180.0..=360.0).contains(&west)
            && extent.width() <= 360.0;
        if fine {
            Ok(extent)
        } else {
            Err(
                Error::new(format!("[{west}, {south}, {east}, {north}] is not a map extent"))
                    .with_hint("give west, south, east, north in degrees"),
            )
        }
    }

    pub fn width(&self) -> f64 {
        self.east - self.west
    }

    pub fn center(&self) -> Pt {
        (
            f64::midpoint(self.west, self.east),
            f64::midpoint(self.south, self.north),
        )
    }

    /// With a margin of `share` of the longer side (as seen on the ground) all round.
    pub fn grown(&self, share: f64) -> Self {
        let shrink = self.center().1.to_radians().cos().max(0.1);
        let side = (self.width() * shrink).max(self.north - self.south).max(0.02);
        let mut grown = Self {
            west: self.west - side * share / shrink,
            east: self.east + side * share / shrink,
            south: (self.south - side * share).max(-90.0),
            north: (self.north + side * share).min(90.0),
        };
        if grown.width() > 360.0 {
            let middle = grown.center().0;
            (grown.west, grown.east) = (middle - 180.0, middle + 180.0);
        }
        grown
    }

    /// Widened about its middle to this many degrees of longitude, or what is as long on the ground.
    pub fn at_least(&self, degrees: f64) -> Self {
        let (lon, lat) = self.center();
        let shrink = lat.to_radians().cos().max(0.1);
        let (half, half_lat) = (degrees / 2.0, degrees * shrink / 2.0);
        if self.width() * shrink >= degrees * shrink || self.north - self.south >= 2.0 * half_lat {
            return *self;
        }
        Self {
            west: lon - half,
            east: lon + half,
            south: (lat - half_lat).max(-90.0),
            north: (lat + half_lat).min(90.0),
        }
    }

    /// Longer than wide or wider than long, as projected.
    pub fn aspect(&self) -> Result<f64> {
        let bounds = self.projected(&self.projection()?)?;
        Ok(bounds.width() / bounds.height())
    }

    fn projection(&self) -> Result<Projection> {
        let (lon, lat) = self.center();
        Projection::for_extent(lon, lat, self.width().max(self.north - self.south))
    }

    fn projected(&self, projection: &Projection) -> Result<Bounds> {
        let steps = 32;
        let points = (0..=steps).flat_map(|i| {
            let t = f64::from(i) / f64::from(steps);
            let lon = self.west + self.width() * t;
            let lat = self.south + (self.north - self.south) * t;
            [
                (lon, self.south),
                (lon, self.north),
                (self.west, lat),
                (self.east, lat),
                (lon, self.center().1),
            ]
        });
        Bounds::around(points.filter_map(|(lon, lat)| projection.forward(lon, lat)))
            .filter(|b| b.width() > 0.0 && b.height() > 0.0)
            .ok_or_else(|| Error::new("the extent of the map has no size"))
    }
}

/// A window of the projected plane on a rectangle of the picture.
#[derive(Debug)]
pub(super) struct View {
    pub projection: Projection,
    /// Where on the picture, in layout pixels.
    pub rect: Rect,
    /// What of the plane, in metres.
    pub window: Bounds,
    /// What it was made to show.
    pub extent: Extent,
    /// What of the globe is at least needed to fill the window, in degrees.
    globe: Bounds,
}

impl View {
    /// All of the extent, centred on the rectangle.
    pub fn fit(extent: &Extent, rect: Rect) -> Result<Self> {
        let projection = extent.projection()?;
        let bounds = extent.projected(&projection)?;
        let scale = (bounds.width() / rect.w).max(bounds.height() / rect.h);
        let (cx, cy) = bounds.center();
        let (dx, dy) = (scale * rect.w / 2.0, scale * rect.h / 2.0);
        let window = Bounds::new((cx - dx, cy - dy), (cx + dx, cy + dy));
        let globe = globe_of(&projection, &window);
        Ok(Self {
            projection,
            rect,
            window,
            extent: *extent,
            globe,
        })
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
        for polygon in polygons {
            for ring in crate::model::rings(polygon) {
                for turned in self.turns(&ring.0) {
                    let near = clip_ring(&turned, &self.globe);
                    let flat = self.project(&near, true);
                    let clipped = clip_ring(&flat, &self.window);
                    if clipped.len() > 2 {
                        rings.push(clipped);
                    }
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
        let Some(bounds) = Bounds::around(points.iter().copied()) else {
            return Vec::new();
        };
        let mut turns = Vec::new();
        for turn in [-360.0, 0.0, 360.0] {
            let moved = Bounds::new(
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
fn globe_of(projection: &Projection, window: &Bounds) -> Bounds {
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
    let whole = Bounds::new((projection.lon0 - 180.0, -90.0), (projection.lon0 + 180.0, 90.0));
    if seen.iter().any(Option::is_none) {
        return whole;
    }
    let Some(mut globe) = Bounds::around(seen.into_iter().flatten()) else {
        return whole;
    };
    let (dx, dy) = (globe.width() * 0.08, globe.height() * 0.08);
    globe = Bounds::new(
        ((globe.min.0 - dx).max(whole.min.0), (globe.min.1 - dy).max(-90.0)),
        ((globe.max.0 + dx).min(whole.max.0), (globe.max.1 + dy).min(90.0)),
    );
    // Around a pole every longitude is seen, however few of them the samples met.
    for lat in [-90.0, 90.0] {
        let pole = projection.forward(projection.lon0, lat);
        if pole.is_some_and(|p| window.overlaps(&Bounds::new(p, p))) {
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

pub(super) fn degrees(p: GridPoint) -> Pt {
    (to_degrees(p.x), to_degrees(p.y))
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let extent = Extent::around(land.iter()).unwrap();
        assert_eq!((extent.west, extent.east), (177.0, 182.0));
        let view = View::fit(&extent, Rect::new(0.0, 0.0, 500.0, 300.0)).unwrap();
        assert_eq!(view.rings(&land).len(), 2);
        // The cut along the date line is no boundary.
        let drawn: f64 = view
            .outlines(&land)
            .iter()
            .flat_map(|l| {
                l.windows(2)
                    .map(|w| (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1))
                    .collect::<Vec<_>>()
            })
            .sum();
        assert!(drawn < 2.0 * (5.0 + 3.0) * 111_400.0, "{drawn}");
    }

    #[test]
    fn land_outside_the_window_is_left_out() {
        let extent = Extent::from_array([10.0, 40.0, 20.0, 50.0]).unwrap();
        let view = View::fit(&extent, Rect::new(0.0, 0.0, 500.0, 500.0)).unwrap();
        assert!(view.rings(&[square(60.0, 40.0, 5.0)]).is_empty());
        assert_eq!(view.rings(&[square(-60.0, -40.0, 100.0)]).len(), 1);
        assert!(Extent::from_array([10.0, 50.0, 20.0, 40.0]).is_err());
    }
}
