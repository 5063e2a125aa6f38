//! What a snapshot of an overlay is, and how much land it covers.

use std::collections::BTreeSet;

use super::Overlay;
use crate::error::ErrorKind;
use crate::measure::Area;
use crate::model::{Date, GridPolygon, Likeness, NearNames, Overlaps, ProblemCount, ProblemKind, Snapshot};
use crate::mosaic::{Flaws, LayerId, at_once};
use crate::{Error, Result};

/// What a snapshot is, and how much land it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotFigures {
    /// The file it was read from.
    pub path: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// All land that anybody holds.
    pub area: Area,
    /// Land that features of different controllers overlap on; the first one is counted as its holder.
    pub overlap: Area,
    /// How overlaps of controllers were resolved beforehand, if they were.
    pub overlaps: Option<Overlaps>,
    /// Sources that its features state.
    pub sources: Vec<String>,
    /// A hash of who controls what, see [`Snapshot::content_hash`].
    pub hash: String,
    /// What was read otherwise than written, of all its land, by kind.
    pub problems: Vec<ProblemCount>,
}

/// The land that all answers of a study are about, where that is not all land.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithinFigures {
    /// What it is called.
    pub name: String,
    /// Where it is from, in words.
    pub about: String,
    /// How large it is, held by anybody or not.
    pub area: Area,
}

impl WithinFigures {
    /// Those of an overlay.
    ///
    /// # Errors
    ///
    /// When no snapshot has any land there.
    pub(crate) fn of(overlay: &Overlay) -> Result<Option<Self>> {
        let Some(confined) = overlay.frame().or(overlay.within()) else {
            return Ok(None);
        };
        let mut faces = overlay.mosaic().faces();
        let snapshots = 0..overlay.snapshots().len();
        if !faces.any(|face| {
            snapshots
                .clone()
                .any(|s| overlay.controller_id(s, face).is_some())
        }) {
            return Err(
                Error::new(format!("no snapshot has any land within {}", confined.name))
                    .of_kind(ErrorKind::Options)
                    .with_hint("look whether west and east, or longitude and latitude, are swapped"),
            );
        }
        let within = overlay.within().zip(overlay.within_area());
        Ok(within.map(|(within, area)| Self {
            name: within.name.clone(),
            about: within.about.clone(),
            area,
        }))
    }
}

impl SnapshotFigures {
    /// The figures of a snapshot of the overlay, by its place in it.
    pub fn of(overlay: &Overlay, index: usize) -> Self {
        let snapshot = &overlay.snapshots()[index];
        Self {
            path: snapshot.name.clone(),
            title: snapshot.title.clone(),
            date: snapshot.date,
            area: overlay.areas(index).into_values().sum(),
            overlap: overlap_area(overlay, index, snapshot),
            overlaps: snapshot.overlaps,
            sources: snapshot.sources().into_iter().map(str::to_owned).collect(),
            hash: overlay.input(index).hash.clone(),
            problems: problems(overlay, index, snapshot),
        }
    }

    /// The date as text, or the file's name where there is none.
    pub fn heading(&self) -> String {
        self.date.map_or_else(|| self.path.clone(), |date| date.long())
    }
}

impl Overlay {
    /// What is wrong with the land of a snapshot, by its place: all of it, inside [`Overlay::is_inside`] or not, and what
    /// was before its overlaps were resolved.
    pub fn flaws(&self, index: usize) -> Vec<ProblemCount> {
        let snapshot = &self.snapshots()[index];
        let feature = |place: usize| {
            let territory = &snapshot.territories[place];
            (territory.polygons.as_slice(), territory.controller.as_str())
        };
        let flaws = Flaws::of(self.mosaic(), self.layer(index), feature, at_once);
        let flaws = flaws.counts(self.mosaic(), |place| snapshot.territories[place].describe());
        ProblemCount::merged(flaws.into_iter().chain(snapshot.resolved.iter().cloned()))
    }

    /// What is wrong with the land of single units: they may overlap.
    pub fn flaws_of_units(&self) -> Vec<ProblemCount> {
        let units = &self.layers().units.features;
        self.flaws_of_single(self.arrangement.units, |place| units[place].describe())
    }

    /// What is wrong with the land of single sovereigns: claims may overlap.
    pub fn flaws_of_claims(&self) -> Vec<ProblemCount> {
        let sovereigns = &self.layers().claims.sovereigns;
        let describe = |place: usize| format!("land of {}", sovereigns[place].sovereign);
        let layer = self.claim_layer();
        layer.map_or_else(Vec::new, |layer| self.flaws_of_single(layer, describe))
    }

    /// Those of each feature by itself, of a layer whose features may overlap.
    fn flaws_of_single(&self, layer: LayerId, describe: impl Fn(usize) -> String) -> Vec<ProblemCount> {
        let every_one_by_itself = |place: usize| -> (&[GridPolygon], usize) { (&[], place) };
        let flaws = Flaws::of(self.mosaic(), layer, every_one_by_itself, at_once);
        let mut flaws = flaws.counts(self.mosaic(), describe);
        flaws.retain(|count| count.kind != ProblemKind::Overlap);
        flaws
    }
}

/// What was read otherwise than written: what reading repaired, and what the mosaic shows of the land.
fn problems(overlay: &Overlay, index: usize, snapshot: &Snapshot) -> Vec<ProblemCount> {
    let read = snapshot.notices.iter().filter_map(ProblemCount::of_notice);
    let near = NearNames::of(&[snapshot.controllers()]);
    let alike = near
        .iter()
        .filter(|near| near.likeness == Likeness::Spelling)
        .count();
    let alike = (alike > 0).then(|| ProblemCount::of_other(ProblemKind::LikeNames, alike));
    ProblemCount::merged(read.chain(alike).chain(overlay.flaws(index)))
}

/// The land on which territories of different controllers overlap.
fn overlap_area(overlay: &Overlay, index: usize, snapshot: &Snapshot) -> Area {
    let controller = |feature: &usize| &snapshot.territories[*feature].controller;
    overlay
        .mosaic()
        .overlaps(overlay.layer(index))
        .filter(|o| overlay.is_inside(o.face))
        .filter(|o| o.covering.iter().map(controller).collect::<BTreeSet<_>>().len() > 1)
        .map(|o| overlay.mosaic().area(o.face))
        .sum()
}
