//! Flaws: land that a layer's rings do not wind around just once, by kind and by piece.

use std::collections::{BTreeMap, BTreeSet};

use super::flaw::Flaw;
use super::{FaceId, Irregular, LayerId, Mosaic};
use crate::measure::Area;
use crate::model::{GridPoint, GridPolygon, GridRing, ProblemCount, ProblemKind, ProblemPlace, rings};

/// The flaws of a layer by face: what features are to themselves, and where they overlap with one another.
#[derive(Debug, Clone, Default)]
pub struct Flaws {
    inner: BTreeMap<FaceId, Vec<Flaw>>,
    overlaps: BTreeMap<FaceId, Vec<Flaw>>,
}

impl Flaws {
    /// Those of a layer of these features, each with its polygons and who holds it. Of features that cover the same land,
    /// `together` has the sets that overlap: all of them, as [`at_once`], or those that hold at the same time.
    pub fn of<'a, H: PartialEq>(
        mosaic: &Mosaic,
        layer: LayerId,
        feature: impl Fn(usize) -> (&'a [GridPolygon], H),
        together: impl Fn(&[usize]) -> Vec<Vec<usize>>,
    ) -> Self {
        let mut flaws = Self::default();
        let mut known: BTreeMap<&[usize], Vec<Flaw>> = BTreeMap::new();
        for irregular in mosaic.irregular(layer) {
            let Irregular {
                face,
                covering,
                flaws: inner,
                ..
            } = irregular;
            if !inner.is_empty() {
                flaws.inner.insert(*face, inner.clone());
            }
            let overlaps = known.entry(covering).or_insert_with(|| {
                let sets = together(covering).into_iter();
                sets.filter_map(|set| overlap(set, &feature)).collect()
            });
            if !overlaps.is_empty() {
                flaws.overlaps.insert(*face, overlaps.clone());
            }
        }
        flaws
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty() && self.overlaps.is_empty()
    }

    /// What features are to themselves at a face.
    pub fn inner(&self, face: FaceId) -> Option<&[Flaw]> {
        self.inner.get(&face).map(Vec::as_slice)
    }

    /// How features overlap at a face.
    pub fn overlaps(&self, face: FaceId) -> Option<&[Flaw]> {
        self.overlaps.get(&face).map(Vec::as_slice)
    }

    /// How often each kind occurs and where first, piece by piece as [`Mosaic::pieces`] has them, in the order of kinds; features
    /// that are there twice count by features. `describe` says how a message names a feature.
    pub fn counts(&self, mosaic: &Mosaic, describe: impl Fn(usize) -> String) -> Vec<ProblemCount> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut counts = self.numbers(mosaic);
        let firsts = self.firsts(mosaic);
        for count in &mut counts {
            if let Some((feature, at)) = firsts.get(&count.kind) {
                count.first = Some(ProblemPlace {
                    feature: describe(*feature),
                    at: *at,
                });
            }
        }
        counts
    }

    /// Per kind the first face that it occurs at, by a feature that it is about and a corner.
    fn firsts(&self, mosaic: &Mosaic) -> BTreeMap<ProblemKind, (usize, Option<GridPoint>)> {
        let mut faces: BTreeMap<ProblemKind, (FaceId, usize)> = BTreeMap::new();
        for (&face, flaws) in self.inner.iter().chain(&self.overlaps) {
            for flaw in flaws {
                if let Some(&feature) = flaw.features().first() {
                    faces.entry(flaw.kind()).or_insert((face, feature));
                }
            }
        }
        let mut corners: BTreeMap<FaceId, GridPoint> = BTreeMap::new();
        let wanted: BTreeSet<FaceId> = faces.values().map(|(face, _)| *face).collect();
        for side in mosaic.sides() {
            for face in [side.left, side.right] {
                if wanted.contains(&face) {
                    corners.entry(face).or_insert(side.from);
                }
            }
            if corners.len() == wanted.len() {
                break;
            }
        }
        let firsts = faces.into_iter();
        let firsts = firsts.map(|(kind, (face, feature))| (kind, (feature, corners.get(&face).copied())));
        firsts.collect()
    }

    fn numbers(&self, mosaic: &Mosaic) -> Vec<ProblemCount> {
        let mut counts: Vec<ProblemCount> = Vec::new();
        let mut add = |kind, number, area: Area| {
            counts.push(ProblemCount::of_land(kind, number, area.units()));
        };
        for (flaws, area) in mosaic.connected(|face| self.inner(face)).pieces {
            for flaw in flaws {
                add(flaw.kind(), 1, area);
            }
        }
        let mut known: BTreeSet<&[usize]> = BTreeSet::new();
        for (flaws, area) in mosaic.connected(|face| self.overlaps(face)).pieces {
            for flaw in flaws {
                let number = match flaw {
                    Flaw::Twice(features) if known.insert(features) => features.len() - 1,
                    Flaw::Twice(_) => 0,
                    _ => 1,
                };
                add(flaw.kind(), number, area);
            }
        }
        ProblemCount::merged(counts)
    }
}

/// All features that cover the same land overlap.
pub fn at_once(covering: &[usize]) -> Vec<Vec<usize>> {
    vec![covering.to_vec()]
}

/// How features that cover the same land overlap; one does not.
fn overlap<'a, H: PartialEq>(
    features: Vec<usize>,
    feature: &impl Fn(usize) -> (&'a [GridPolygon], H),
) -> Option<Flaw> {
    let [first, others @ ..] = features.as_slice() else {
        return None;
    };
    if others.is_empty() {
        return None;
    }
    let (land, holder) = feature(*first);
    if others.iter().any(|&other| feature(other).1 != holder) {
        return Some(Flaw::Overlap(features));
    }
    let outline = outline(land);
    let is_same = |&other: &usize| self::outline(feature(other).0) == outline;
    Some(if others.iter().all(is_same) {
        Flaw::Twice(features)
    } else {
        Flaw::Within(features)
    })
}

/// The rings of some land, in an order that does not depend on how they are told.
fn outline(land: &[GridPolygon]) -> Vec<Vec<Vec<(i64, i64)>>> {
    let told = |ring: &GridRing| {
        let mut points: Vec<(i64, i64)> = ring.0.iter().skip(1).map(GridPoint::x_y).collect();
        let turn = |start: usize| points[start..].iter().chain(&points[..start]);
        let least = (0..points.len())
            .min_by(|&a, &b| points[a].cmp(&points[b]).then_with(|| turn(a).cmp(turn(b))))
            .unwrap_or(0);
        points.rotate_left(least);
        points
    };
    let polygon = |polygon: &GridPolygon| {
        let mut all: Vec<_> = rings(polygon).map(told).collect();
        all[1..].sort_unstable();
        all
    };
    let mut polygons: Vec<_> = land.iter().map(polygon).collect();
    polygons.sort_unstable();
    polygons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::EdgeModel;
    use crate::model::{GridPoint, to_grid};
    use crate::mosaic::Builder;

    fn ring(points: &[(f64, f64)]) -> GridRing {
        let closed = points.iter().chain(&points[..1]);
        let at = |&(x, y): &(f64, f64)| GridPoint {
            x: to_grid(x),
            y: to_grid(y),
        };
        closed.map(at).collect::<Vec<_>>().into()
    }

    fn square(w: f64, s: f64, e: f64, n: f64) -> [(f64, f64); 4] {
        [(w, s), (e, s), (e, n), (w, n)]
    }

    fn hole(w: f64, s: f64, e: f64, n: f64) -> GridRing {
        let mut ring = ring(&square(w, s, e, n));
        ring.0.reverse();
        ring
    }

    fn land(w: f64, s: f64, e: f64, n: f64, holes: Vec<GridRing>) -> GridPolygon {
        GridPolygon::new(ring(&square(w, s, e, n)), holes)
    }

    /// The kinds of flaws and how many there are of each, of features with who holds them.
    fn found(features: &[(Vec<GridPolygon>, &str)]) -> Vec<(&'static str, usize)> {
        let mut builder = Builder::new(EdgeModel::default());
        let layer = builder.land(features.iter().map(|f| f.0.as_slice()));
        let mosaic = builder.build();
        let flaws = Flaws::of(
            &mosaic,
            layer,
            |f| (features[f].0.as_slice(), features[f].1),
            at_once,
        );
        let counts = flaws.counts(&mosaic, |feature| feature.to_string());
        let places = counts.iter().filter_map(|count| count.first.as_ref()?.at);
        assert_eq!(places.count(), counts.len());
        assert!(counts.iter().all(|count| count.area_mm2 > Some(0)));
        counts
            .iter()
            .map(|count| (count.kind.name(), count.count))
            .collect()
    }

    #[test]
    fn each_kind_is_told_from_the_others() {
        let plain = || land(0., 0., 4., 4., vec![]);
        let bow_tie = GridPolygon::new(ring(&[(0., 0.), (2., 2.), (2., 0.), (0., 2.)]), vec![]);
        let loop_inside = ring(&[(0., 0.), (4., 0.), (4., 4.), (1., 1.), (3., 1.), (0., 4.)]);
        for (features, kinds) in [
            (vec![(vec![plain()], "A")], vec![]),
            (
                vec![(vec![land(0., 0., 4., 4., vec![hole(0., 1., 1., 2.)])], "A")],
                vec![],
            ),
            (vec![(vec![bow_tie], "A")], vec![("self-intersection", 1)]),
            (
                vec![(vec![GridPolygon::new(loop_inside, vec![])], "A")],
                vec![("self-intersection", 1)],
            ),
            (
                vec![(vec![land(0., 0., 4., 4., vec![hole(5., 0., 6., 1.)])], "A")],
                vec![("hole-outside-shell", 1)],
            ),
            (
                vec![(vec![land(0., 0., 4., 4., vec![hole(3., 1., 6., 2.)])], "A")],
                vec![("hole-outside-shell", 1)],
            ),
            (
                vec![(
                    vec![land(
                        0.,
                        0.,
                        4.,
                        4.,
                        vec![hole(1., 1., 3., 3.), hole(1.5, 1.5, 2., 2.)],
                    )],
                    "A",
                )],
                vec![("overlapping-holes", 1)],
            ),
            (
                vec![(vec![plain(), land(3., 0., 6., 4., vec![])], "A")],
                vec![("overlapping-parts", 1)],
            ),
            (
                vec![(vec![plain(), plain()], "A")],
                vec![("overlapping-parts", 1)],
            ),
            (vec![(vec![plain(), land(4., 0., 6., 4., vec![])], "A")], vec![]),
            (
                vec![(vec![plain()], "A"), (vec![land(3., 0., 6., 4., vec![])], "B")],
                vec![("overlap", 1)],
            ),
            (
                vec![(vec![plain()], "A"), (vec![land(3., 0., 6., 4., vec![])], "A")],
                vec![("overlap-within-controller", 1)],
            ),
            (
                vec![(vec![plain()], "A"), (vec![plain()], "B")],
                vec![("overlap", 1)],
            ),
        ] {
            assert_eq!(found(&features), kinds, "{features:?}");
        }
    }

    #[test]
    fn a_feature_that_is_there_twice_counts_once_however_it_is_told() {
        let parts = || vec![land(0., 0., 1., 1., vec![]), land(2., 0., 3., 1., vec![])];
        let mut told = parts();
        told.reverse();
        let turned = ring(&[(1., 1.), (0., 1.), (0., 0.), (1., 0.)]);
        told[1] = GridPolygon::new(turned, vec![]);
        let twice = [(parts(), "A"), (told.clone(), "A")];
        assert_eq!(found(&twice), [("duplicate-feature", 1)]);
        let thrice = [(parts(), "A"), (told, "A"), (parts(), "A")];
        assert_eq!(found(&thrice), [("duplicate-feature", 2)]);
    }
}
