//! The land of a long series, cut where its holders ever differ: the land of the first date and all that moved since, overlaid.
//!
//! What holds on a date is the first land with the turns of all steps up to then, noise included, so that it is the land of
//! the snapshot; and each step knows of its land whether it counts.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::map::input::data::{DatedLand, Region};
use crate::map::input::steps::{Holder, MapStep, Turn};
use crate::measure::{EdgeModel, polygons_boundary};
use crate::model::GridPolygon;
use crate::mosaic::{Builder, FaceId, LayerId, Mosaic, Piece};

/// Land by who held it when.
pub(in crate::map) struct Moves {
    /// All holders, each once.
    pub holders: Vec<Holder>,
    pub land: Vec<MovingLand>,
}

/// Land that has the same holders on all dates.
pub(in crate::map) struct MovingLand {
    pub tenures: Vec<Tenure>,
    pub polygons: Vec<GridPolygon>,
}

/// For how many dates one holds land.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenure {
    /// For so many, one after the other.
    pub dates: usize,
    /// Which of the holders; none is nobody.
    pub holder: Option<usize>,
    /// Whether it counts that land came to this holder.
    pub counts: bool,
}

impl Moves {
    /// The land of a first date and of the steps after it. What is thinner than so many metres is its neighbour's.
    pub fn of(first: &DatedLand, steps: &[MapStep], edges: EdgeModel, thinnest_m: f64) -> Self {
        let regions: Vec<&Region> = first.regions.iter().chain(&first.around).collect();
        let turns = steps.iter().enumerate();
        let turns = turns.flat_map(|(n, step)| step.turns.iter().map(move |turn| (n + 1, turn)));
        let turns: Vec<(usize, &Turn)> = turns.collect();
        let mut builder = Builder::new(edges);
        let held = builder.land(regions.iter().map(|region| region.polygons.as_slice()));
        let turned = builder.land(turns.iter().map(|(_, turn)| turn.polygons.as_slice()));
        let mosaic = builder.build();
        let mut courses = Courses {
            dates: steps.len() + 1,
            holders: Vec::new(),
            known: HashMap::new(),
            of_face: HashMap::new(),
        };
        let regions: Vec<usize> = regions
            .into_iter()
            .map(|r| courses.holder(&Holder::of(r)))
            .collect();
        let turns: Vec<(usize, Option<usize>, bool)> = turns
            .into_iter()
            .map(|(date, turn)| (date, turn.to.as_ref().map(|to| courses.holder(to)), turn.counts))
            .collect();
        for (face, covering) in covered(&mosaic, turned) {
            let first = mosaic.label(held, face).map(|region| regions[region]);
            courses.add(face, first, covering.iter().map(|&turn| turns[turn]));
        }
        courses.settle(&mosaic, edges, thinnest_m);
        let land = mosaic.dissolve(|face| courses.of_face.get(&face).copied());
        let mut runs: Vec<Vec<Tenure>> = vec![Vec::new(); courses.known.len()];
        for (of_course, course) in courses.known {
            runs[course] = of_course;
        }
        Self {
            holders: courses.holders,
            land: land
                .into_iter()
                .map(|(course, polygons)| MovingLand {
                    tenures: std::mem::take(&mut runs[course]),
                    polygons,
                })
                .collect(),
        }
    }
}

/// Every face with the features of a layer that cover it, in their order.
fn covered(mosaic: &Mosaic, layer: LayerId) -> Vec<(FaceId, Vec<usize>)> {
    let mut again = mosaic.overlaps(layer).peekable();
    let covering = |face| match again.next_if(|overlap| overlap.face == face) {
        Some(overlap) => (face, overlap.covering.clone()),
        None => (face, mosaic.label(layer, face).into_iter().collect()),
    };
    // Both are in the order of the faces.
    mosaic.faces().map(covering).collect()
}

/// The courses of holders that faces have.
struct Courses {
    dates: usize,
    holders: Vec<Holder>,
    known: HashMap<Vec<Tenure>, usize>,
    of_face: HashMap<FaceId, usize>,
}

impl Courses {
    fn holder(&mut self, holder: &Holder) -> usize {
        let known = self.holders.iter().position(|known| known == holder);
        known.unwrap_or_else(|| {
            self.holders.push(holder.clone());
            self.holders.len() - 1
        })
    }

    /// Takes in a face that one holds first, and then each of those that it turns to on a date.
    fn add(
        &mut self,
        face: FaceId,
        first: Option<usize>,
        turns: impl Iterator<Item = (usize, Option<usize>, bool)>,
    ) {
        let run = |dates, holder, counts| Tenure {
            dates,
            holder,
            counts,
        };
        let mut runs = vec![run(self.dates, first, false)];
        let mut since = 0;
        for (date, to, counts) in turns {
            let last = runs.len() - 1;
            if runs[last].holder == to {
                continue;
            }
            runs[last].dates = date - since;
            runs.push(run(self.dates - date, to, counts));
            since = date;
        }
        if runs.iter().any(|run| run.holder.is_some()) {
            let next = self.known.len();
            let course = *self.known.entry(runs).or_insert(next);
            self.of_face.insert(face, course);
        }
    }

    /// Gives what no picture shows to the neighbour with the longest common line.
    fn settle(&mut self, mosaic: &Mosaic, edges: EdgeModel, thinnest_m: f64) {
        /// Thin land beside thin land takes several rounds.
        const ROUNDS: usize = 4;
        for _ in 0..ROUNDS {
            let pieces = mosaic.pieces(|face| self.of_face.get(&face).copied());
            let thin = pieces.iter().filter(|piece| is_thin(piece, edges, thinnest_m));
            let thin: Vec<&Piece<usize>> = thin.collect();
            let place = thin.iter().enumerate();
            let place: HashMap<FaceId, usize> = place
                .flat_map(|(n, piece)| piece.faces.iter().map(move |&face| (face, n)))
                .collect();
            let mut common: BTreeMap<(usize, Option<usize>), f64> = BTreeMap::new();
            for side in mosaic.sides() {
                for (own, other) in [(side.left, side.right), (side.right, side.left)] {
                    if let (Some(&n), None) = (place.get(&own), place.get(&other)) {
                        let neighbour = self.of_face.get(&other).copied();
                        *common.entry((n, neighbour)).or_default() += edges.length(side.from, side.to).m();
                    }
                }
            }
            let mut best: BTreeMap<usize, (f64, Option<usize>)> = BTreeMap::new();
            for ((n, neighbour), length) in common {
                let known = best.entry(n).or_insert((length, neighbour));
                if length > known.0 {
                    *known = (length, neighbour);
                }
            }
            if best.is_empty() {
                return;
            }
            for (n, (_, neighbour)) in best {
                for &face in &thin[n].faces {
                    match neighbour {
                        Some(course) => self.of_face.insert(face, course),
                        None => self.of_face.remove(&face),
                    };
                }
            }
        }
    }
}

/// Whether land is so thin, as its area and the length of its rim have it.
fn is_thin(piece: &Piece<usize>, edges: EdgeModel, thinnest_m: f64) -> bool {
    let rim = polygons_boundary(std::slice::from_ref(&piece.polygon), edges);
    2.0 * piece.area.m2() < thinnest_m * rim.m()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GridPoint, GridRing, to_grid};

    fn band(west: f64, east: f64) -> Vec<GridPolygon> {
        let corners = [(west, 0.0), (east, 0.0), (east, 1.0), (west, 1.0), (west, 0.0)];
        let at = |(x, y)| GridPoint {
            x: to_grid(x),
            y: to_grid(y),
        };
        vec![GridPolygon::new(GridRing::new(corners.map(at).to_vec()), vec![])]
    }

    fn step(to: Option<&str>, counts: bool, west: f64, east: f64) -> MapStep {
        let to = to.map(|controller| Holder {
            controller: controller.to_owned(),
            sovereign: None,
        });
        MapStep {
            title: String::new(),
            subtitle: String::new(),
            heading: String::new(),
            date: None,
            unit: crate::measure::AreaUnit::Km2,
            transfers: Vec::new(),
            around: Vec::new(),
            ranges: BTreeMap::new(),
            turns: vec![Turn {
                to,
                counts,
                polygons: band(west, east),
            }],
        }
    }

    #[test]
    fn land_is_cut_by_its_holders_and_slivers_are_their_neighbours() {
        let held = |who: &str, west: f64, east: f64| Region {
            controller: who.to_owned(),
            polygons: band(west, east),
            ..Region::default()
        };
        let first = DatedLand {
            regions: vec![held("A", 0.0, 2.0), held("B", 2.0, 4.0)],
            ..DatedLand::default()
        };
        // A takes a degree and loses half of it to nobody; a line moves by a metre.
        let steps = [
            step(Some("A"), true, 2.0, 3.0),
            step(None, true, 2.5, 3.0),
            step(Some("B"), false, 1.999_99, 2.0),
        ];
        let moves = Moves::of(&first, &steps, EdgeModel::default(), 100.0);
        let name = |holder: Option<usize>| holder.map_or("-", |n| moves.holders[n].controller.as_str());
        let told = |land: &MovingLand| {
            let run = |run: &Tenure| {
                format!(
                    "{}{}{}",
                    run.dates,
                    name(run.holder),
                    if run.counts { "!" } else { "" }
                )
            };
            land.tenures.iter().map(run).collect::<Vec<_>>().join(" ")
        };
        let mut courses: Vec<String> = moves.land.iter().map(told).collect();
        courses.sort();
        assert_eq!(courses, ["1B 1A! 2-!", "1B 3A!", "4A", "4B"]);
    }
}
