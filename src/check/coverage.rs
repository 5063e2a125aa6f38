//! What all land together shows: faces of the mosaic that more than one feature covers, or none, or one in a way that
//! it should not.

use std::collections::{BTreeMap, BTreeSet};

use crate::parallel::prelude::*;

use super::gaps::{self, Gap, Narrows};
use super::land::Land;
use super::policy::Policy;
use super::problem::{Kind, Problem};
use crate::measure::{Area, Inscribed, Length};
use crate::model::{GridPoint, GridPolygon};
use crate::mosaic::{FaceId, Irregular, LayerId, Mosaic};

/// What is wrong with a face; features by their place among the land.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Fault {
    Crossing(usize),
    HoleOutside(usize),
    HolesOverlap(usize),
    Overlap(Vec<usize>),
    Within(Vec<usize>),
    Gap { is_enclosed: bool },
}

/// The land overlaid, and what is not as it should be.
pub(super) struct Coverage<'a> {
    pub(super) land: &'a Land<'a>,
    pub(super) mosaic: Mosaic,
    pub(super) layer: LayerId,
    narrows: Option<Narrows>,
}

impl<'a> Coverage<'a> {
    /// The land overlaid, and cut where gaps are narrow if the policy limits their width.
    pub(super) fn of(land: &'a Land<'a>, policy: &Policy) -> Self {
        let polygons: Vec<&[GridPolygon]> = land.0.iter().map(|holding| holding.polygons).collect();
        let (mosaic, layer, narrows) = gaps::overlay(&polygons, policy.gap_width);
        Self {
            land,
            mosaic,
            layer,
            narrows,
        }
    }

    /// All gaps, the largest first; those that are too wide to count as well.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        gaps::find(&self.mosaic, self.layer, self.narrows.as_ref())
    }

    /// The faces that are not covered just once, by one feature.
    pub(super) fn irregular(&self) -> BTreeMap<FaceId, &Irregular> {
        let irregular = self.mosaic.irregular(self.layer);
        irregular.map(|irregular| (irregular.face, irregular)).collect()
    }

    /// The controllers of features, each once, in the order of the features.
    pub(super) fn controllers(&self, features: &[usize]) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let names = features.iter().map(|&f| self.land.0[f].controller.as_str());
        names.filter(|&name| seen.insert(name)).collect()
    }

    fn fault(&self, irregular: &BTreeMap<FaceId, &Irregular>, face: FaceId) -> Option<Fault> {
        let irregular = irregular.get(&face)?;
        let against = irregular.windings.iter().find(|(_, winding)| *winding < 0);
        match irregular.covering.as_slice() {
            [] => irregular.windings.first().map(|&(feature, winding)| {
                if winding < 0 {
                    Fault::HoleOutside(feature)
                } else {
                    Fault::Crossing(feature)
                }
            }),
            [feature] => Some(match against {
                // A hole of one lies on land of another.
                Some(&(other, _)) if other != *feature => Fault::HoleOutside(other),
                _ => Fault::Crossing(*feature),
            }),
            several if self.controllers(several).len() > 1 => Some(Fault::Overlap(several.to_vec())),
            several => Some(Fault::Within(several.to_vec())),
        }
    }

    /// Overlaps, rings across themselves and holes outside their shells.
    pub(super) fn problems(&self, sliver: Length) -> Vec<Problem> {
        let irregular = self.irregular();
        let pieces = self.mosaic.pieces(|face| self.fault(&irregular, face));
        pieces
            .into_par_iter()
            .map(|piece| self.problem(&piece.key, piece.area, piece.polygon, sliver))
            .collect()
    }

    /// Gaps that count, as problems; and the land of those too wide to count.
    pub(super) fn problems_of_gaps(&self, sliver: Length) -> (Vec<Problem>, Vec<Area>) {
        let (count, wide): (Vec<Gap>, Vec<Gap>) = self.gaps().into_iter().partition(|gap| gap.counts);
        let problem = |gap: Gap| {
            let fault = Fault::Gap {
                is_enclosed: gap.is_enclosed,
            };
            self.problem(&fault, gap.piece.area, gap.piece.polygon, sliver)
        };
        (
            count.into_par_iter().map(problem).collect(),
            wide.iter().map(|gap| gap.piece.area).collect(),
        )
    }

    fn problem(&self, fault: &Fault, area: Area, polygon: GridPolygon, sliver: Length) -> Problem {
        let circle = Inscribed::in_land(&polygon, area);
        let first = polygon.exterior().0.first().copied();
        let at = circle.map(|circle| circle.centre).or(first);
        let fault = &self.holes_overlap(fault, at).unwrap_or_else(|| fault.clone());
        let is_sliver = circle.is_some_and(|circle| circle.width_m < sliver.m());
        let kind = fault.kind(is_sliver);
        let names: Vec<String> = fault.features().iter().map(|&f| self.land.describe(f)).collect();
        Problem {
            area: Some(area),
            width_m: circle.map(|circle| circle.width_m),
            polygon: Some(polygon),
            ..Problem::new(kind, self.what(fault), names.join(" and "), at)
        }
    }

    /// That land which holes of a feature wind around more often than its shells lies in several holes of one shell, and
    /// not outside.
    fn holes_overlap(&self, fault: &Fault, at: Option<GridPoint>) -> Option<Fault> {
        let (&Fault::HoleOutside(feature), Some(at)) = (fault, at) else {
            return None;
        };
        let holds = |polygon: &GridPolygon| {
            let holes = polygon.interiors().iter().filter(|hole| is_within(&hole.0, at));
            is_within(&polygon.exterior().0, at) && holes.count() > 1
        };
        let is_inside = self.land.0[feature].polygons.iter().any(holds);
        is_inside.then_some(Fault::HolesOverlap(feature))
    }

    /// What a fault is, in words.
    fn what(&self, fault: &Fault) -> String {
        match fault {
            Fault::Crossing(_) => {
                "a ring crosses itself, or winds around this land more than once".to_owned()
            }
            Fault::HoleOutside(_) => "a hole lies outside its shell".to_owned(),
            Fault::Overlap(features) => {
                format!("{} have this land", self.controllers(features).join(" and "))
            }
            Fault::Within(features) => {
                format!("features of {} overlap", self.controllers(features).join(" and "))
            }
            Fault::HolesOverlap(_) => "holes of one shell overlap".to_owned(),
            Fault::Gap { is_enclosed: true } => {
                "nobody has this land, and there is land all around".to_owned()
            }
            Fault::Gap { is_enclosed: false } => {
                "nobody has this land, a narrow way between features that is open to one side".to_owned()
            }
        }
    }
}

/// Whether a position lies in a closed ring or on it, by winding numbers.
fn is_within(ring: &[GridPoint], p: GridPoint) -> bool {
    let side = |a: GridPoint, b: GridPoint| {
        let product = |u: i64, v: i64| i128::from(u) * i128::from(v);
        product(b.x - a.x, p.y - a.y) - product(b.y - a.y, p.x - a.x)
    };
    let mut winding = 0;
    for (&a, &b) in ring.iter().zip(ring.iter().skip(1)) {
        let turn = side(a, b);
        let between = |u: i64, v: i64, w: i64| u.min(v) <= w && w <= u.max(v);
        if turn == 0 && between(a.x, b.x, p.x) && between(a.y, b.y, p.y) {
            return true;
        }
        if a.y <= p.y && p.y < b.y && turn > 0 {
            winding += 1;
        } else if b.y <= p.y && p.y < a.y && turn < 0 {
            winding -= 1;
        }
    }
    winding != 0
}

impl Fault {
    fn kind(&self, is_sliver: bool) -> Kind {
        match self {
            Self::Crossing(_) => Kind::SelfIntersection,
            Self::HoleOutside(_) => Kind::HoleOutside,
            Self::HolesOverlap(_) => Kind::HolesOverlap,
            Self::Overlap(_) if is_sliver => Kind::SliverOverlap,
            Self::Overlap(_) => Kind::Overlap,
            Self::Within(_) => Kind::OverlapWithin,
            Self::Gap { .. } if is_sliver => Kind::SliverGap,
            Self::Gap { .. } => Kind::Gap,
        }
    }

    /// The features that it is about.
    fn features(&self) -> &[usize] {
        match self {
            Self::Crossing(feature) | Self::HoleOutside(feature) | Self::HolesOverlap(feature) => {
                std::slice::from_ref(feature)
            }
            Self::Overlap(features) | Self::Within(features) => features,
            Self::Gap { .. } => &[],
        }
    }
}
