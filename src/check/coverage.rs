//! What all land together shows: faces of the mosaic that more than one feature covers, or none, or one in a way that
//! it should not.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::parallel::prelude::*;

use super::gaps::{self, Gap, Place};
use super::land::Land;
use super::policy::Policy;
use super::problem::{Kind, Problem};
use crate::measure::{Area, Inscribed, Length};
use crate::model::GridPolygon;
use crate::mosaic::{FaceId, Flaw, Flaws, Irregular, LayerId, Mosaic, Piece};

/// The land overlaid, and what is not as it should be.
pub(super) struct Coverage<'a> {
    pub(super) land: &'a Land<'a>,
    pub(super) mosaic: Mosaic,
    pub(super) layer: LayerId,
    /// All gaps, the largest first; those that are too wide to count as well.
    pub(super) gaps: Vec<Gap>,
}

impl<'a> Coverage<'a> {
    /// The land overlaid, and cut where narrow gaps end if the policy limits their width.
    pub(super) fn of(land: &'a Land<'a>, policy: &Policy) -> Self {
        let polygons: Vec<&[GridPolygon]> = land.holdings.iter().map(|holding| holding.polygons).collect();
        let (mosaic, layer, gaps) = gaps::overlay(&polygons, policy.gap_width);
        Self {
            land,
            mosaic,
            layer,
            gaps,
        }
    }

    /// The gaps that count.
    pub(super) fn counted_gaps(&self) -> impl Iterator<Item = &Piece<Place>> {
        let counted = self.gaps.iter().filter(|gap| gap.counts);
        counted.map(|gap| &gap.piece)
    }

    /// The faces that are not covered just once, by one feature.
    pub(super) fn irregular(&self) -> BTreeMap<FaceId, &Irregular> {
        let irregular = self.mosaic.irregular(self.layer);
        irregular.map(|irregular| (irregular.face, irregular)).collect()
    }

    /// The controllers of features, each once, in the order of the features.
    pub(super) fn controllers(&self, features: &[usize]) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let names = features
            .iter()
            .map(|&f| self.land.holdings[f].controller.as_str());
        names.filter(|&name| seen.insert(name)).collect()
    }

    /// What is wrong with the land, by face.
    pub(super) fn flaws(&self) -> Flaws {
        let feature = |place: usize| {
            let holding = &self.land.holdings[place];
            (holding.polygons, holding.controller.as_str())
        };
        let together = |covering: &[usize]| self.land.together(covering);
        Flaws::of(&self.mosaic, self.layer, feature, together)
    }

    /// Overlaps, rings across themselves and holes outside their shells.
    pub(super) fn problems(&self, sliver: Length) -> Vec<Problem> {
        let flaws = self.flaws();
        let inner = self.mosaic.pieces(|face| flaws.inner(face)).into_par_iter();
        let inner = inner.flat_map_iter(|piece| {
            let problem = move |flaw| self.of_flaw(flaw, piece.area, piece.polygon.clone(), sliver);
            piece.key.iter().map(problem)
        });
        let overlaps = self.mosaic.pieces(|face| flaws.overlaps(face));
        let overlaps = overlaps
            .iter()
            .flat_map(|piece| piece.key.iter().map(move |flaw| (flaw, piece)));
        let (twice, overlaps): (Vec<_>, Vec<_>) =
            overlaps.partition(|(flaw, _)| matches!(flaw, Flaw::Twice(_)));
        let overlaps = overlaps.into_par_iter();
        let overlaps =
            overlaps.map(|(flaw, piece)| self.of_flaw(flaw, piece.area, piece.polygon.clone(), sliver));
        let mut problems: Vec<Problem> = inner.chain(overlaps).collect();
        problems.extend(self.twice(twice, sliver));
        problems
    }

    /// Features that are there twice, each once however many pieces it has: at the largest of them.
    fn twice<'b>(&self, pieces: Vec<(&'b Flaw, &'b Piece<&[Flaw]>)>, sliver: Length) -> Vec<Problem> {
        let mut by_flaw: BTreeMap<&Flaw, (Area, &Piece<&[Flaw]>)> = BTreeMap::new();
        for (flaw, piece) in pieces {
            match by_flaw.entry(flaw) {
                Entry::Occupied(mut known) => known.get_mut().0 += piece.area,
                Entry::Vacant(new) => drop(new.insert((piece.area, piece))),
            }
        }
        let problems = by_flaw.into_iter().flat_map(|(flaw, (area, piece))| {
            let problem = self.of_flaw(flaw, piece.area, piece.polygon.clone(), sliver);
            let problem = Problem {
                area: Some(area),
                ..problem
            };
            std::iter::repeat_n(problem, flaw.features().len() - 1)
        });
        problems.collect()
    }

    /// Gaps that count, as problems.
    pub(super) fn problems_of_gaps(&self, sliver: Length) -> Vec<Problem> {
        let when = if self.land.spans.is_some() {
            " at any time"
        } else {
            ""
        };
        let problem = |piece: &Piece<Place>| {
            let shape = if piece.key.is_enclosed {
                "and there is land all around"
            } else {
                "a narrow way between features that is open to one side"
            };
            Self::of_land(
                [Kind::Gap, Kind::SliverGap],
                format!("nobody has this land{when}, {shape}"),
                String::new(),
                piece.area,
                piece.polygon.clone(),
                sliver,
            )
        };
        let counted: Vec<&Piece<Place>> = self.counted_gaps().collect();
        counted.into_par_iter().map(problem).collect()
    }

    /// The land of gaps too wide to count.
    pub(super) fn wide_gaps(&self) -> impl Iterator<Item = Area> {
        let wide = self.gaps.iter().filter(|gap| !gap.counts);
        wide.map(|gap| gap.piece.area)
    }

    fn of_flaw(&self, flaw: &Flaw, area: Area, polygon: GridPolygon, sliver: Length) -> Problem {
        let kind = flaw.kind();
        let kinds = match kind {
            Kind::Overlap => [kind, Kind::SliverOverlap],
            kind => [kind; 2],
        };
        let names: Vec<String> = flaw.features().iter().map(|&f| self.land.describe(f)).collect();
        Self::of_land(kinds, self.what(flaw), names.join(" and "), area, polygon, sliver)
    }

    /// A problem with land: of the second kind where the land is a sliver.
    fn of_land(
        [wide, narrow]: [Kind; 2],
        what: impl Into<String>,
        place: String,
        area: Area,
        polygon: GridPolygon,
        sliver: Length,
    ) -> Problem {
        let circle = Inscribed::in_land(&polygon, area);
        let first = polygon.exterior().0.first().copied();
        let at = circle.map(|circle| circle.centre).or(first);
        let is_sliver = circle.is_some_and(|circle| circle.width_m < sliver.m());
        Problem {
            area: Some(area),
            width_m: circle.map(|circle| circle.width_m),
            polygon: Some(polygon),
            ..Problem::new(if is_sliver { narrow } else { wide }, what, place, at)
        }
    }

    /// What a flaw is, in words.
    fn what(&self, flaw: &Flaw) -> String {
        let holders = |features: &[usize]| self.controllers(features).join(" and ");
        let what = match flaw {
            Flaw::Crossing(_) => "a ring crosses itself, or winds around this land more than once".to_owned(),
            Flaw::HoleOutside(_) => "a hole lies outside its shell".to_owned(),
            Flaw::HolesOverlap(_) => "holes of one shell overlap".to_owned(),
            Flaw::Parts(_) => "parts of the feature overlap".to_owned(),
            Flaw::Overlap(features) => format!("{} have this land", holders(features)),
            Flaw::Within(features) => format!("features of {} overlap", holders(features)),
            Flaw::Twice(features) => format!("features of {} are the same land", holders(features)),
        };
        match self.land.when(flaw.features()) {
            Some(when) if flaw.features().len() > 1 => format!("{what} {when}"),
            _ => what,
        }
    }
}
