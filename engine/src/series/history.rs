//! Histories: land that changed hands more than once, over all steps of a series.
//!
//! The transfers of all steps are overlaid as *one* layer of one mosaic, in order of time. The transfers
//! that cover a face are then its history: from whom to whom, and again. A mosaic of all snapshots says the same up to
//! snapping, but holds a label for every face and date, most of which say that nothing happened: for a year of days
//! that is hundreds of times as much. Where even that one layer is large it is cut into tiles, each with a mosaic of its
//! own: the numbers are the same up to snapping, and memory is that of a tile a thread.
//!
//! Noise takes no part: land does not change hands because a line was drawn again. So land that comes back in steps that
//! are each narrower than the tolerance does not come back here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::tiles::TileCut;
use crate::change::{Fate, Transfer};
use crate::measure::{Area, EdgeModel};
use crate::model::{GridPolygon, rings};
use crate::mosaic::Builder;

/// A piece of land that changed hands in one of the steps.
#[derive(Debug)]
pub(super) struct Turn {
    from: Option<Arc<str>>,
    to: Option<Arc<str>>,
    fate: Fate,
    polygon: GridPolygon,
}

impl Turn {
    /// The transfers that are no noise.
    pub(super) fn of(transfers: Vec<Transfer>) -> Vec<Self> {
        let real = transfers.into_iter().filter(|transfer| !transfer.noise);
        let turn = |Transfer {
                        from,
                        to,
                        fate,
                        polygon,
                        ..
                    }| Self {
            from,
            to,
            fate,
            polygon,
        };
        real.map(turn).collect()
    }
}

/// What the histories of all land come to.
#[derive(Debug, Default)]
pub(super) struct Histories {
    /// The land that changed hands so many times, from once on.
    pub(super) by_times: Vec<Area>,
    /// Per controller, the land that it held first and lost in some step.
    pub(super) left: BTreeMap<Arc<str>, Area>,
    /// Per controller, the land that it held, lost and held again later.
    pub(super) retaken: BTreeMap<Arc<str>, Area>,
}

/// Part of the land of a turn, given by its place.
type Part<'a> = (usize, Cow<'a, GridPolygon>);

impl Histories {
    /// The most positions that one mosaic takes in.
    const POSITIONS: usize = 100_000;

    /// The histories of the land of `turns`, which are in order of time.
    pub(super) fn of(turns: &[Turn], edges: EdgeModel) -> Self {
        Self::tiled(turns, edges, Self::POSITIONS)
    }

    fn tiled(turns: &[Turn], edges: EdgeModel, positions: usize) -> Self {
        let parts = turns.iter().map(|turn| Cow::Borrowed(&turn.polygon));
        let tiles = Tiles {
            turns,
            edges,
            positions,
        };
        tiles.histories(parts.enumerate().collect())
    }

    fn plus(mut self, other: Self) -> Self {
        let times = self.by_times.len().max(other.by_times.len());
        self.by_times.resize(times, Area::ZERO);
        for (sum, area) in self.by_times.iter_mut().zip(other.by_times) {
            *sum += area;
        }
        for (sums, areas) in [(&mut self.left, other.left), (&mut self.retaken, other.retaken)] {
            for (controller, area) in areas {
                *sums.entry(controller).or_default() += area;
            }
        }
        self
    }

    fn add(&mut self, history: &[&Turn], area: Area) {
        let times = history
            .iter()
            .filter(|turn| turn.fate.is_change_of_hands())
            .count();
        if self.by_times.len() < times {
            self.by_times.resize(times, Area::ZERO);
        }
        if let Some(last) = times.checked_sub(1) {
            self.by_times[last] += area;
        }
        if let Some(first) = &history[0].from {
            *self.left.entry(Arc::clone(first)).or_default() += area;
        }
        for (place, turn) in history.iter().enumerate() {
            let Some(loser) = turn.from.as_ref().filter(|_| turn.fate.is_change_of_hands()) else {
                continue;
            };
            let is_its_first = history[..place].iter().all(|earlier| earlier.from != turn.from);
            let comes_back = history[place + 1..].iter().any(|later| later.to == turn.from);
            if is_its_first && comes_back {
                *self.retaken.entry(Arc::clone(loser)).or_default() += area;
            }
        }
    }
}

/// What histories are read from, tile by tile.
struct Tiles<'a> {
    turns: &'a [Turn],
    edges: EdgeModel,
    /// The most positions of a tile.
    positions: usize,
}

impl Tiles<'_> {
    fn histories(&self, parts: Vec<Part>) -> Histories {
        let count = |parts: &[Part]| -> usize {
            let rings = parts.iter().flat_map(|(_, polygon)| rings(polygon));
            rings.map(|ring| ring.0.len()).sum()
        };
        let before = count(&parts);
        if before <= self.positions {
            return self.of_tile(&parts);
        }
        let Some(cut) = TileCut::through(&parts.iter().map(|(_, polygon)| polygon.as_ref())) else {
            return self.of_tile(&parts);
        };
        let [mut below, mut above] = [Vec::new(), Vec::new()];
        for (turn, polygon) in &parts {
            let halves = cut.halves(polygon);
            for (half, side) in halves.into_iter().zip([&mut below, &mut above]) {
                side.extend(half.map(|half| (*turn, Cow::Owned(half))));
            }
        }
        if count(&below).max(count(&above)) >= before {
            return self.of_tile(&parts);
        }
        drop(parts);
        let (below, above) = crate::parallel::join(|| self.histories(below), || self.histories(above));
        below.plus(above)
    }

    fn of_tile(&self, parts: &[Part]) -> Histories {
        let mut builder = Builder::new(self.edges);
        let layer = builder.land(
            parts
                .iter()
                .map(|(_, polygon)| std::slice::from_ref(polygon.as_ref())),
        );
        let mosaic = builder.build();
        let turn = |part: usize| &self.turns[parts[part].0];
        let mut histories = Histories::default();
        let mut again = mosaic.overlaps(layer).peekable();
        for face in mosaic.faces() {
            let area = mosaic.area(face);
            // Both are in the order of the faces.
            if let Some(overlap) = again.next_if(|overlap| overlap.face == face) {
                let history: Vec<&Turn> = overlap.covering.iter().map(|&part| turn(part)).collect();
                histories.add(&history, area);
            } else if let Some(part) = mosaic.label(layer, face) {
                histories.add(&[turn(part)], area);
            }
        }
        histories
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GridPoint, GridRing, to_grid};

    fn turn(from: &str, to: &str, [west, south, east, north]: [f64; 4]) -> Turn {
        let corners = [(west, south), (east, south), (east, north), (west, north)];
        let corners = corners.map(|(x, y)| GridPoint {
            x: to_grid(x),
            y: to_grid(y),
        });
        Turn {
            from: Some(from.into()),
            to: Some(to.into()),
            fate: Fate::ChangedHands,
            polygon: GridPolygon::new(GridRing::new(corners.to_vec()), vec![]),
        }
    }

    fn km2(areas: &BTreeMap<Arc<str>, Area>, name: &str) -> f64 {
        areas.get(name).map_or(0.0, |area| area.km2())
    }

    /// Squares of a degree on the equator, of 12,309 km² each.
    const SQUARE: f64 = 12_308.8;

    #[test]
    fn what_comes_back_is_retaken_and_what_goes_on_is_not() {
        let turns = [
            turn("A", "B", [0., 0., 2., 1.]),
            turn("B", "A", [0., 0., 1., 1.]),
            turn("B", "C", [1., 0., 2., 1.]),
            turn("B", "A", [5., 0., 6., 1.]),
            turn("A", "B", [0., 0., 1., 1.]),
        ];
        let histories = Histories::of(&turns, EdgeModel::StraightLonLat);
        let times: Vec<f64> = histories.by_times.iter().map(|area| area.km2()).collect();
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-3 * SQUARE, "{a} {b}");
        // A → B → C twice, A → B → A → B three times, B → A once.
        assert_eq!(times.len(), 3);
        for &area in &times {
            near(area, SQUARE);
        }
        near(km2(&histories.retaken, "A"), SQUARE);
        near(km2(&histories.retaken, "B"), SQUARE);
        near(km2(&histories.retaken, "C"), 0.0);
        near(km2(&histories.left, "A"), 2.0 * SQUARE);
        near(km2(&histories.left, "B"), SQUARE);
    }

    #[test]
    fn tiles_tell_the_same() {
        let shifted = |n: usize| {
            let at = n as f64 * 0.13;
            let (from, to) = if n.is_multiple_of(2) {
                ("A", "B")
            } else {
                ("B", "A")
            };
            turn(from, to, [at, at % 0.7, at + 1.1, at % 0.7 + 0.9])
        };
        let turns: Vec<Turn> = (0..40).map(shifted).collect();
        let whole = Histories::of(&turns, EdgeModel::StraightLonLat);
        let tiled = Histories::tiled(&turns, EdgeModel::StraightLonLat, 20);
        let near = |a: Area, b: Area| assert!((a - b).abs().m2() < 10.0, "{a:?} {b:?}");
        assert_eq!(whole.by_times.len(), tiled.by_times.len());
        for (one, other) in whole.by_times.iter().zip(&tiled.by_times) {
            near(*one, *other);
        }
        for controller in ["A", "B"] {
            near(whole.retaken[controller], tiled.retaken[controller]);
            near(whole.left[controller], tiled.left[controller]);
        }
    }
}
