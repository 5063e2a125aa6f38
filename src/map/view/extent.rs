//! The part of the globe that a map shows.

use crate::map::plane::geometry::{PlaneBounds, Pt};
use crate::map::view::projection::MapProjection;
use crate::math::cos;
use crate::model::{GridPoint, GridPolygon, to_degrees, to_grid};
use crate::{Error, Result};

/// A box in degrees; the east may exceed 180 where it spans the date line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::map) struct MapExtent {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl MapExtent {
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
        let shrink = cos(self.center().1.to_radians()).max(0.1);
        let side = (self.width() * shrink).max(self.north - self.south).max(2e-4);
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
        let shrink = cos(lat.to_radians()).max(0.1);
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

    /// All round the globe, where it is nearly that, from the Bering Strait on: no continent is cut.
    pub fn between_continents(self) -> Self {
        const NEARLY: f64 = 300.0;
        const BERING_STRAIT: f64 = -169.0;
        if self.width() < NEARLY {
            return self;
        }
        Self {
            west: BERING_STRAIT,
            east: BERING_STRAIT + 360.0,
            ..self
        }
    }

    /// How far the base's coasts may run beside those of data, in layout pixels of a map as wide as a page has it.
    pub fn rim(&self) -> f64 {
        const OFF_M: f64 = 4500.0;
        const METRES_PER_DEGREE: f64 = 111_320.0;
        const PANEL: f64 = 900.0;
        let wide = self.width() * METRES_PER_DEGREE * cos(self.center().1.to_radians()).max(0.1);
        (OFF_M * PANEL / wide).clamp(1.5, 32.0)
    }

    /// Longer than wide or wider than long, as projected.
    pub fn aspect(&self) -> Result<f64> {
        let bounds = self.projected(&self.projection())?;
        Ok(bounds.width() / bounds.height())
    }

    pub fn projection(&self) -> MapProjection {
        let (lon, lat) = self.center();
        MapProjection::for_extent(lon, lat, self.width().max(self.north - self.south))
    }

    pub fn projected(&self, projection: &MapProjection) -> Result<PlaneBounds> {
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
        PlaneBounds::around(points.filter_map(|(lon, lat)| projection.forward(lon, lat)))
            .filter(|b| b.width() > 0.0 && b.height() > 0.0)
            .ok_or_else(|| Error::new("the extent of the map has no size"))
    }
}

pub(in crate::map) fn degrees(p: GridPoint) -> Pt {
    (to_degrees(p.x), to_degrees(p.y))
}

/// The position on the grid nearest to one in degrees.
pub(in crate::map) fn on_grid((lon, lat): Pt) -> GridPoint {
    GridPoint {
        x: to_grid(lon),
        y: to_grid(lat),
    }
}
