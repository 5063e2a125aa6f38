//! Tiles: polygons cut along meridians and parallels, so that a large overlay becomes several small ones.

use crate::model::{GridPoint, GridPolygon, GridRing, rings};

/// A meridian or a parallel that divides the plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TileCut {
    axis: Axis,
    at: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Lon,
    Lat,
}

impl Axis {
    fn of(self, point: GridPoint) -> i64 {
        match self {
            Self::Lon => point.x,
            Self::Lat => point.y,
        }
    }
}

impl TileCut {
    /// The cut through the middle position of the polygons, across their longer extent; none where all lie at one place.
    pub(super) fn through<'a>(polygons: &(impl Iterator<Item = &'a GridPolygon> + Clone)) -> Option<Self> {
        let cut = |axis: Axis| {
            let rings = polygons.clone().flat_map(rings);
            let mut all: Vec<i64> = rings.flat_map(|ring| &ring.0).map(|p| axis.of(*p)).collect();
            let (low, high) = (all.iter().min()?, all.iter().max()?);
            let extent = high - low;
            let middle = all.len() / 2;
            let (_, &mut at, _) = all.select_nth_unstable(middle);
            Some((extent, Self { axis, at }))
        };
        let (lon, lat) = (cut(Axis::Lon)?, cut(Axis::Lat)?);
        let (extent, cut) = if lon.0 > lat.0 { lon } else { lat };
        (extent > 0).then_some(cut)
    }

    /// The polygon below the cut and that above it, as far as there is any. Rings that are cut in several parts stay one
    /// ring that runs along the cut and back: they wind around each place as often as before.
    pub(super) fn halves(self, polygon: &GridPolygon) -> [Option<GridPolygon>; 2] {
        [-1, 1].map(|side| {
            let shell = self.half(polygon.exterior(), side)?;
            let holes = polygon.interiors().iter();
            let holes = holes.filter_map(|hole| self.half(hole, side));
            Some(GridPolygon::new(shell, holes.collect()))
        })
    }

    /// Clips a ring (Sutherland and Hodgman 1974) to the side of the cut where coordinates are lower (-1) or higher (1).
    fn half(self, ring: &GridRing, side: i64) -> Option<GridRing> {
        let beyond = |p: GridPoint| (self.axis.of(p) - self.at) * side;
        let mut kept: Vec<GridPoint> = Vec::with_capacity(ring.0.len());
        let mut keep = |p: GridPoint| {
            if kept.last() != Some(&p) {
                kept.push(p);
            }
        };
        for pair in ring.0.windows(2) {
            let [from, to] = [beyond(pair[0]), beyond(pair[1])];
            if from >= 0 {
                keep(pair[0]);
            }
            if from.signum() * to.signum() < 0 {
                keep(self.crossing(pair[0], pair[1]));
            }
        }
        let first = *kept.first()?;
        if kept.last() != Some(&first) {
            kept.push(first);
        }
        (kept.len() > 3).then(|| GridRing::new(kept))
    }

    /// Where an edge crosses, to the nearest grid unit: the same whichever way it runs.
    fn crossing(self, one: GridPoint, other: GridPoint) -> GridPoint {
        let (from, to) = if (one.x, one.y) < (other.x, other.y) {
            (one, other)
        } else {
            (other, one)
        };
        let across = match self.axis {
            Axis::Lon => Axis::Lat,
            Axis::Lat => Axis::Lon,
        };
        let run = i128::from(self.axis.of(to) - self.axis.of(from));
        let way = i128::from(self.at - self.axis.of(from));
        let rise = i128::from(across.of(to) - across.of(from));
        // rise · way / run, rounded: half a unit more, rounded down.
        let rounded = (2 * rise * way * run.signum() + run.abs()).div_euclid(2 * run.abs());
        let there = across.of(from) + rounded as i64;
        match self.axis {
            Axis::Lon => GridPoint { x: self.at, y: there },
            Axis::Lat => GridPoint { x: there, y: self.at },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::doubled_area;

    fn polygon(corners: &[(i64, i64)]) -> GridPolygon {
        let corners = corners.iter().map(|&(x, y)| GridPoint { x, y });
        GridPolygon::new(GridRing::new(corners.collect()), vec![])
    }

    #[test]
    fn halves_are_the_whole() {
        // A comb whose three teeth the cut parts from their back.
        let comb = polygon(&[
            (0, 0),
            (50, 0),
            (50, 30),
            (40, 30),
            (40, 10),
            (30, 10),
            (30, 30),
            (20, 30),
            (20, 10),
            (10, 10),
            (10, 30),
            (0, 30),
        ]);
        let area = |polygon: &GridPolygon| doubled_area(&polygon.exterior().0);
        for cut in [
            TileCut {
                axis: Axis::Lat,
                at: 20,
            },
            TileCut {
                axis: Axis::Lon,
                at: 25,
            },
            TileCut {
                axis: Axis::Lon,
                at: 40,
            },
        ] {
            let halves = cut.halves(&comb).map(|half| area(&half.unwrap()));
            assert_eq!(halves[0] + halves[1], area(&comb), "{cut:?}");
            assert!(halves[0] > 0 && halves[1] > 0, "{cut:?}");
        }
        let beside = TileCut {
            axis: Axis::Lat,
            at: 90,
        };
        assert_eq!(beside.halves(&comb), [Some(comb), None]);
    }

    #[test]
    fn an_edge_is_cut_at_one_place_whichever_way_it_runs() {
        let cut = TileCut {
            axis: Axis::Lon,
            at: 7,
        };
        let [one, other] = [GridPoint { x: 0, y: 0 }, GridPoint { x: 20, y: -10 }];
        assert_eq!(cut.crossing(one, other), cut.crossing(other, one));
        assert_eq!(cut.crossing(one, other), GridPoint { x: 7, y: -3 });
        let steep = TileCut {
            axis: Axis::Lat,
            at: -5,
        };
        assert_eq!(steep.crossing(other, one), GridPoint { x: 10, y: -5 });
    }
}
