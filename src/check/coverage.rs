//! What all land together shows: faces of the mosaic that more than one feature covers, or none, or one in a way that
//! it should not.

use std::collections::{BTreeMap, BTreeSet};

use crate::parallel::prelude::*;

use super::land::Land;
use super::problem::{Kind, Problem};
use crate::measure::{EdgeModel, Inscribed, Length};
use crate::mosaic::{Builder, FaceId, Irregular, LayerId, Mosaic, Piece};

/// What is wrong with a face; features by their place among the land.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Fault {
    Crossing(usize),
    HoleOutside(usize),
    Overlap(Vec<usize>),
    Within(Vec<usize>),
    Gap,
}

/// The land overlaid, and what is not as it should be.
pub(super) struct Coverage<'a> {
    pub(super) land: &'a Land<'a>,
    pub(super) mosaic: Mosaic,
    pub(super) layer: LayerId,
}

impl<'a> Coverage<'a> {
    pub(super) fn of(land: &'a Land<'a>) -> Self {
        let mut builder = Builder::new(EdgeModel::default());
        let layer = builder.land(land.0.iter().map(|holding| holding.polygons));
        Self {
            land,
            mosaic: builder.build(),
            layer,
        }
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
        let Some(irregular) = irregular.get(&face) else {
            let nobody = self.mosaic.label(self.layer, face).is_none();
            return nobody.then_some(Fault::Gap);
        };
        match irregular.covering.as_slice() {
            [] => irregular.windings.first().map(|&(feature, winding)| {
                if winding < 0 {
                    Fault::HoleOutside(feature)
                } else {
                    Fault::Crossing(feature)
                }
            }),
            [feature] => Some(Fault::Crossing(*feature)),
            several if self.controllers(several).len() > 1 => Some(Fault::Overlap(several.to_vec())),
            several => Some(Fault::Within(several.to_vec())),
        }
    }

    /// Overlaps, gaps, rings across themselves and holes outside their shells.
    pub(super) fn problems(&self, sliver: Length) -> Vec<Problem> {
        let irregular = self.irregular();
        let pieces = self.mosaic.pieces(|face| self.fault(&irregular, face));
        pieces
            .into_par_iter()
            .map(|piece| self.problem(piece, sliver))
            .collect()
    }

    fn problem(&self, piece: Piece<Fault>, sliver: Length) -> Problem {
        let circle = Inscribed::in_land(&piece.polygon, piece.area);
        let is_sliver = circle.is_some_and(|circle| circle.width_m < sliver.m());
        let kind = piece.key.kind(is_sliver);
        let names: Vec<String> = piece
            .key
            .features()
            .iter()
            .map(|&f| self.land.describe(f))
            .collect();
        let first = piece.polygon.exterior().0.first().copied();
        let at = circle.map(|circle| circle.centre).or(first);
        Problem {
            area: Some(piece.area),
            width_m: circle.map(|circle| circle.width_m),
            polygon: Some(piece.polygon),
            ..Problem::new(kind, self.what(&piece.key), names.join(" and "), at)
        }
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
            Fault::Gap => "nobody has this land, and there is land all around".to_owned(),
        }
    }
}

impl Fault {
    fn kind(&self, is_sliver: bool) -> Kind {
        match self {
            Self::Crossing(_) => Kind::SelfIntersection,
            Self::HoleOutside(_) => Kind::HoleOutside,
            Self::Overlap(_) if is_sliver => Kind::SliverOverlap,
            Self::Overlap(_) => Kind::Overlap,
            Self::Within(_) => Kind::OverlapWithin,
            Self::Gap if is_sliver => Kind::SliverGap,
            Self::Gap => Kind::Gap,
        }
    }

    /// The features that it is about.
    fn features(&self) -> &[usize] {
        match self {
            Self::Crossing(feature) | Self::HoleOutside(feature) => std::slice::from_ref(feature),
            Self::Overlap(features) | Self::Within(features) => features,
            Self::Gap => &[],
        }
    }
}
