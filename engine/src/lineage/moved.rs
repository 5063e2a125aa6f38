//! The land that went from one unit to another, with the units that it was of in all editions.

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashSet;

use super::Lineage;
use crate::Result;
use crate::measure::Area;
use crate::model::{GridPolygon, ReferenceLayers, Snapshot};
use crate::mosaic::{FaceId, Piece};
use crate::noise::ClassifiedOverlay;
use crate::overlay::{ControllerId, Overlay, Settings, Step};
use crate::progress::Progress;

/// A piece of land that went from one unit to another in some step. All of it was of the same units in all editions.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MovedPiece {
    /// By edition, the code of the unit that it was of; none where it was no unit's.
    pub units: Vec<Option<Arc<str>>>,
    /// By step, how it went to another unit; none where it stayed, also where its unit only got another code.
    pub moves: Vec<Option<MoveKind>>,
    /// How much it is.
    pub area: Area,
    /// Its shape.
    pub polygon: GridPolygon,
}

/// How land went from one unit to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MoveKind {
    /// Beyond noise.
    Real,
    /// It is noise: one line drawn twice.
    Noise,
}

impl MovedPiece {
    /// The moved land of these steps from each edition to the next, the largest piece first: all editions in one overlay, in which a
    /// unit that goes on is one, whatever its codes.
    ///
    /// # Errors
    ///
    /// When the work is interrupted.
    pub fn of(
        steps: &[Lineage],
        editions: &[Arc<Snapshot>],
        layers: &Arc<ReferenceLayers>,
        settings: &Settings,
        progress: &Progress,
    ) -> Result<Vec<Self>> {
        let lines = Lines::of(steps, editions);
        let codes = lines.codes();
        let classified =
            ClassifiedOverlay::new(lines.labelled(editions), Arc::clone(layers), settings, progress)?;
        let overlay = classified.overlay();
        progress.stage("joining the land that moved")?;
        let noise: Vec<HashSet<FaceId>> = classified
            .steps()
            .map(|step| noise(&classified, step))
            .collect::<Result<_>>()?;
        let key = |face| Course::of(overlay, &noise, face);
        let code = |(edition, unit): (usize, Option<ControllerId>)| {
            let label = overlay.name(unit?);
            codes.get(edition)?.get(label).cloned()
        };
        let made = |piece: Piece<Course>| Self {
            units: piece.key.units.into_iter().enumerate().map(code).collect(),
            moves: piece.key.moves,
            area: piece.area,
            polygon: piece.polygon,
        };
        Ok(overlay.mosaic().pieces(key).into_iter().map(made).collect())
    }
}

/// The faces that are noise in a step.
fn noise(classified: &ClassifiedOverlay, step: Step) -> Result<HashSet<FaceId>> {
    let faces = |piece: Piece<_>, is_noise: bool| if is_noise { piece.faces } else { Vec::new() };
    Ok(classified.pieces(step, faces)?.into_iter().flatten().collect())
}

/// The units that land was of, and how it went from one to the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Course {
    units: Vec<Option<ControllerId>>,
    moves: Vec<Option<MoveKind>>,
}

impl Course {
    /// That of a face; none where it always stayed.
    fn of(overlay: &Overlay, noise: &[HashSet<FaceId>], face: FaceId) -> Option<Self> {
        let unit = |edition| overlay.controller_id(edition, face);
        if (1..=noise.len()).all(|edition| unit(edition) == unit(0)) {
            return None;
        }
        let units: Vec<_> = (0..=noise.len()).map(unit).collect();
        let moves = units.windows(2).zip(noise).map(|(pair, noise)| match pair {
            [from, to] if from == to => None,
            _ if noise.contains(&face) => Some(MoveKind::Noise),
            _ => Some(MoveKind::Real),
        });
        Some(Self {
            moves: moves.collect(),
            units,
        })
    }
}

/// By edition, the label of each code: that of the unit that goes on as it.
struct Lines<'a>(Vec<BTreeMap<&'a str, String>>);

impl<'a> Lines<'a> {
    fn of(steps: &'a [Lineage], editions: &'a [Arc<Snapshot>]) -> Self {
        let mut lines: Vec<BTreeMap<&str, String>> = Vec::new();
        let mut number = 0;
        for (edition, snapshot) in editions.iter().enumerate() {
            let step = edition
                .checked_sub(1)
                .and_then(|step| steps.get(step).zip(lines.last()));
            let mut labels = step.map_or_else(BTreeMap::new, |(step, earlier)| gone_on(step, earlier));
            for code in snapshot.controllers() {
                labels.entry(code).or_insert_with(|| {
                    number += 1;
                    number.to_string()
                });
            }
            lines.push(labels);
        }
        Self(lines)
    }

    /// The editions with these labels for codes.
    fn labelled(&self, editions: &[Arc<Snapshot>]) -> Vec<Arc<Snapshot>> {
        let labelled = editions.iter().zip(&self.0).map(|(edition, labels)| {
            let mut labelled = Snapshot::clone(edition);
            for territory in &mut labelled.territories {
                if let Some(label) = labels.get(territory.controller.as_str()) {
                    Arc::make_mut(territory).controller.clone_from(label);
                }
            }
            Arc::new(labelled)
        });
        labelled.collect()
    }

    /// By edition, the codes of the labels.
    fn codes(&self) -> Vec<BTreeMap<&str, Arc<str>>> {
        let codes = self.0.iter().map(|labels| {
            let codes = labels
                .iter()
                .map(|(code, label)| (label.as_str(), Arc::from(*code)));
            codes.collect()
        });
        codes.collect()
    }
}

/// The labels of the units of the later edition of a step that were units before, by those of the earlier one.
fn gone_on<'a>(step: &'a Lineage, earlier: &BTreeMap<&str, String>) -> BTreeMap<&'a str, String> {
    let units = step.became.iter();
    let labels = units.filter_map(|unit| {
        let label = earlier.get(unit.code.as_str())?;
        Some((unit.same.as_deref()?, label.clone()))
    });
    labels.collect()
}
