//! Alignment: the borders of one snapshot moved onto those of another where they are one line drawn twice.
//!
//! A piece of change that is noise lies between two drawings of one line. Given back to who holds it in the other
//! snapshot, it takes the one drawing onto the other, position by position, and moves nothing else. Since that is done to
//! the faces of a mosaic, land is neither lost nor doubled.

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashMap;

use super::{Change, Transfer, Transition};
use crate::Result;
use crate::measure::{Area, AreaUnits, EdgeModel, Inscribed, Length};
use crate::model::{Snapshot, Territory};
use crate::mosaic::FaceId;
use crate::noise::{ClassifiedOverlay, Holders};
use crate::overlay::{ControllerId, Heirs, Overlay, SnapshotFigures, Step, WithinFigures};
use crate::progress::Progress;

/// So often at most it is looked whether what was moved made other pieces narrow. On real data nothing is left after
/// the first time or the second.
const ROUNDS: usize = 8;

/// A snapshot, B, aligned to another, A.
#[derive(Debug, Clone)]
pub struct Alignment {
    /// A: the snapshot whose lines stay.
    pub a: SnapshotFigures,
    /// B, as it was.
    pub b: SnapshotFigures,
    /// How edges run and measure.
    pub edges: EdgeModel,
    /// Pieces narrower than this lie between two drawings of one line.
    pub tolerance: Length,
    /// In which unit areas are told to people.
    pub area_units: AreaUnits,
    /// The land in which borders were moved; none is all land.
    pub within: Option<WithinFigures>,
    /// What was moved, by holders, most land first.
    pub moves: Vec<Move>,
    /// The change from A to B.
    pub before: Difference,
    /// The change from A to B aligned; of it, noise is what could not be moved, next to nothing.
    pub after: Difference,
    /// B aligned: the features of B in their order with their properties, then those of A whose controller B lacks.
    pub snapshot: Arc<Snapshot>,
}

/// Land that one controller holds in A and another in B, in pieces that were given back to A's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Its holder in A, and in B aligned, there by the name that B has for it; none for nobody.
    pub in_a: Option<String>,
    /// Its holder in B; none for nobody.
    pub in_b: Option<String>,
    /// How many pieces were closed.
    pub pieces: usize,
    /// Their area.
    pub area: Area,
    /// The diameter of the largest circle in any of them: how far apart the two drawings were at most.
    pub widest: Length,
}

/// How much land differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Difference {
    /// All of it.
    pub area: Area,
    /// The part in pieces narrower than the tolerance.
    pub noise: Area,
}

impl Difference {
    fn of(change: &Change) -> Self {
        Self {
            area: change.changes().map(|t| t.area).sum(),
            noise: change.changes().map(|t: &Transition| t.noise).sum(),
        }
    }
}

impl Alignment {
    /// Aligns the later snapshot of a step, B, to the earlier, A. Afterwards their change has no pieces narrower than
    /// the tolerance, but for what [`Alignment::after`] says. Borders between two features of one controller stay as
    /// they are.
    ///
    /// # Errors
    ///
    /// As [`Change::between`], and when the observer asks for the work to stop.
    pub fn of(classified: &ClassifiedOverlay, step: Step, progress: &Progress) -> Result<Self> {
        let settings = classified.settings();
        let mut change = Change::between(classified, step)?;
        let tolerance = change.tolerance;
        let [a, b] = [change.before.clone(), change.after.clone()];
        let (before, within) = (Difference::of(&change), change.within.clone());
        let in_a = Arc::clone(&classified.overlay().snapshots()[step.before()]);
        let mut snapshot = Arc::clone(&classified.overlay().snapshots()[step.after()]);
        let mut moves = BTreeMap::new();
        let mut next: Option<ClassifiedOverlay> = None;
        for _ in 0..ROUNDS {
            if drawn_twice(&change).next().is_none() {
                break;
            }
            tally(&mut moves, &change);
            snapshot = Arc::new(aligned(next.as_ref().unwrap_or(classified).overlay(), &change));
            let pair = vec![Arc::clone(&in_a), Arc::clone(&snapshot)];
            let layers = Arc::new(classified.overlay().layers().confined());
            let aligned = ClassifiedOverlay::new(pair, layers, settings, progress)?;
            change = Change::between(&aligned, Step::new(0, 1))?;
            next = Some(aligned);
        }
        let mut moves: Vec<Move> = moves.into_values().collect();
        moves.sort_by_key(|one| std::cmp::Reverse(one.area));
        Ok(Self {
            a,
            b,
            edges: settings.edges,
            tolerance,
            area_units: classified.overlay().area_units(),
            within,
            moves,
            before,
            after: Difference::of(&change),
            snapshot,
        })
    }

    /// How many pieces were closed.
    pub fn pieces(&self) -> usize {
        self.moves.iter().map(|m| m.pieces).sum()
    }

    /// The land that was moved.
    pub fn area(&self) -> Area {
        self.moves.iter().map(|m| m.area).sum()
    }
}

/// The land between two drawings of one line; not what only has a holder of another name.
fn drawn_twice(change: &Change) -> impl Iterator<Item = &Transfer> {
    let changed = change.transfers.iter().filter(|t| t.fate.is_change_of_hands());
    changed.filter(|t| t.noise)
}

/// Adds what is noise in a change, by holders.
fn tally(moves: &mut BTreeMap<[Option<String>; 2], Move>, change: &Change) {
    // The largest come first, and no circle in land is larger than the land.
    for t in drawn_twice(change) {
        let [in_a, in_b] = [&t.from, &t.to].map(|holder| holder.as_deref().map(str::to_owned));
        let one = moves.entry([in_a.clone(), in_b.clone()]).or_insert(Move {
            in_a,
            in_b,
            pieces: 0,
            area: Area::ZERO,
            widest: Length::from_m(0.0),
        });
        one.pieces += 1;
        one.area += t.area;
        if t.area.circle_m() > one.widest.m() {
            let circle = Inscribed::in_land(&t.polygon, t.area);
            let width_m = circle.map_or(0.0, |circle| circle.width_m);
            one.widest = one.widest.max(Length::from_m(width_m));
        }
    }
}

/// The feature that a face belongs to: one of B, or else one of A, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Feature {
    OfB(usize),
    OfA(usize),
}

/// B with all noise given to who holds it in A, or to the heir.
fn aligned(overlay: &Overlay, change: &Change) -> Snapshot {
    let mosaic = overlay.mosaic();
    let noise: Vec<&Transfer> = drawn_twice(change).collect();
    let numbered = noise.iter().enumerate();
    let piece_of: HashMap<FaceId, usize> = numbered
        .flat_map(|(piece, t)| t.faces.iter().map(move |&face| (face, piece)))
        .collect();
    let recipients = Recipients::of(overlay, change.step, &piece_of);
    let recipient: Vec<Option<Feature>> = noise
        .iter()
        .enumerate()
        .map(|(piece, t)| recipients.feature(overlay, change.step, piece, t))
        .collect();
    let [in_a, in_b] = change.step.places();
    let [a, b] = [in_a, in_b].map(|place| overlay.snapshots()[place].as_ref());
    let land = mosaic.dissolve(|face| match piece_of.get(&face) {
        Some(&piece) => recipient[piece],
        None => mosaic.label(overlay.layer(in_b), face).map(Feature::OfB),
    });
    let territory = |(feature, polygons)| {
        let of = match feature {
            Feature::OfB(place) => Territory::clone(&b.territories[place]),
            Feature::OfA(place) => undated(&a.territories[place]),
        };
        Territory { polygons, ..of }
    };
    let is_of_a = |feature: &Feature| matches!(feature, Feature::OfA(_));
    let from_both = land.keys().any(is_of_a);
    let mut territories: Vec<Territory> = land.into_iter().map(territory).collect();
    if from_both {
        name_all(&mut territories);
    }
    Snapshot {
        territories: territories.into_iter().map(Into::into).collect(),
        ..b.clone()
    }
}

/// Has every feature name its controller by the same property, as those of two files need not.
fn name_all(territories: &mut [Territory]) {
    for territory in territories {
        let name = || territory.controller.as_str().into();
        territory.properties.entry("controller").or_insert_with(name);
    }
}

/// A feature of A for B: A's date is not B's.
fn undated(territory: &Territory) -> Territory {
    let mut territory = territory.clone();
    for key in ["date", "start_date"] {
        territory.properties.shift_remove(key);
    }
    territory
}

/// Which feature gets a piece, where its controller has several.
struct Recipients {
    /// By piece and feature of B, the length along which they meet, where it is the piece's holder's in A.
    beside: HashMap<usize, BTreeMap<usize, Length>>,
    /// By feature of A, the feature of B of the same controller that has most land in common with it.
    alike: BTreeMap<usize, usize>,
    /// By controller, the first of its features in B.
    first: HashMap<ControllerId, usize>,
    /// Whose land another has in B under another name, and who that is.
    heirs: Heirs<ControllerId>,
}

impl Recipients {
    fn of(overlay: &Overlay, step: Step, piece_of: &HashMap<FaceId, usize>) -> Self {
        let mosaic = overlay.mosaic();
        let [in_a, in_b] = step.places();
        let [a, b] = [in_a, in_b].map(|snapshot| overlay.layer(snapshot));
        let heirs = Holders::heirs(&Holders::areas_anywhere(overlay, step));
        // Who holds a face in A, by the name that it has in B.
        let holder_in_a = |face| Some(heirs.last(overlay.controller_anywhere(in_a, face)?));
        let mut beside: HashMap<usize, BTreeMap<usize, Length>> = HashMap::new();
        for side in mosaic.sides() {
            for [inside, outside] in [[side.left, side.right], [side.right, side.left]] {
                let (Some(&piece), None) = (piece_of.get(&inside), piece_of.get(&outside)) else {
                    continue;
                };
                if holder_in_a(inside) == overlay.controller_anywhere(in_b, outside)
                    && let Some(feature) = mosaic.label(b, outside)
                {
                    let length = mosaic.edge_model().length(side.from, side.to);
                    let features = beside.entry(piece).or_default();
                    *features.entry(feature).or_insert(Length::from_m(0.0)) += length;
                }
            }
        }
        let common = mosaic.areas_by(|face| {
            let kept = holder_in_a(face) == overlay.controller_anywhere(in_b, face);
            Some([mosaic.label(a, face)?, mosaic.label(b, face)?]).filter(|_| kept)
        });
        let mut best: BTreeMap<usize, (Area, usize)> = BTreeMap::new();
        for ([in_a, in_b], area) in common {
            let most = best.entry(in_a).or_insert((area, in_b));
            if area > most.0 {
                *most = (area, in_b);
            }
        }
        let mut first = HashMap::new();
        for place in 0..overlay.snapshots()[in_b].territories.len() {
            if let Some(controller) = overlay.holder(in_b, place) {
                first.entry(controller).or_insert(place);
            }
        }
        Self {
            beside,
            alike: best.into_iter().map(|(in_a, (_, in_b))| (in_a, in_b)).collect(),
            first,
            heirs,
        }
    }

    /// The feature that gets a piece; none where nobody holds it in A.
    fn feature(&self, overlay: &Overlay, step: Step, piece: usize, transfer: &Transfer) -> Option<Feature> {
        let in_a = overlay
            .mosaic()
            .label(overlay.layer(step.before()), *transfer.faces.first()?)?;
        let longest = || {
            let features = self.beside.get(&piece)?.iter();
            // Of those of one length the first in the file.
            let longest = features.rev().max_by_key(|&(_, length)| *length)?;
            Some(*longest.0)
        };
        let alike = || self.alike.get(&in_a).copied();
        let first = || {
            let holder = overlay.holder(step.before(), in_a)?;
            self.first.get(&self.heirs.last(holder)).copied()
        };
        let of_b = longest().or_else(alike).or_else(first);
        Some(of_b.map_or(Feature::OfA(in_a), Feature::OfB))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ReferenceLayers;
    use crate::testing::{self, fixed};

    #[test]
    fn land_goes_to_the_heir_of_who_holds_it_in_the_other() {
        let drawn = |offset: f64, names: [&str; 2]| {
            let side = |n: i32| if n % 2 == 0 { offset } else { -offset };
            let line: Vec<_> = (0..=40).map(|n| (5.0 + side(n), f64::from(n) / 40.0)).collect();
            let mut snapshot = testing::front(&line, [0.0, 10.0]);
            for (territory, name) in snapshot.territories.iter_mut().zip(names) {
                Arc::make_mut(territory).controller = name.to_owned();
            }
            snapshot
        };
        for names in [["A", "B"], ["A", "Y"], ["X", "Y"]] {
            let pair = vec![drawn(0.0, ["A", "B"]), drawn(1e-3, names)];
            let classified = testing::classified(pair, ReferenceLayers::default(), &fixed(500.0));
            let aligned = Alignment::of(&classified, Step::overall(2), &Progress::default()).unwrap();
            assert_eq!(aligned.snapshot.controllers(), names, "one name, one holder");
            assert!(
                aligned.pieces() > 20 && aligned.after.noise == Area::ZERO,
                "{names:?}"
            );
        }
    }
}
