//! The change as JSON, and its rows as CSV.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::ChangeReport;
use crate::change::{Change, ControllerChange, ControllerMargins, Fate, Transfer};
use crate::measure::Inscribed;
use crate::model::to_degrees;
use crate::parallel::prelude::*;
use crate::report::parts::names::pair_keys;
use crate::report::parts::quantity::{Edges, Generator, Km2, MarginRecord, Metres, SignedKm2};
use crate::report::parts::records::{
    Closure, EvidenceRecord, SnapshotRecord, UnitOverlapRecord, WeighedRecord, WithinRecord,
};
use crate::report::parts::rows::{
    PairKeys, PlaceChangeRow, RecognisedRecord, RecognisedRow, SuccessionRecord, TransitionRecord,
    TransitionRow, UnitChangeRow, renames,
};

/// What land changed hands between two snapshots. Areas are square kilometres on the WGS 84 ellipsoid. A holder that is
/// null is nobody.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "What land changed hands between two snapshots")]
pub struct DiffRecord {
    generator: Generator,
    #[serde(flatten)]
    change: ChangeRecord,
    /// The changed land piece by piece, the largest first.
    pieces: Vec<PieceRow>,
    /// What changed hands in each unit, largest first; empty without units.
    unit_changes: Vec<UnitChangeRow<String>>,
    /// The places that changed hands, most populous first; empty without places.
    place_changes: Vec<PlaceChangeRow<String>>,
    /// The land that all figures are about; null is all land.
    within: Option<WithinRecord>,
    /// Land that lies in two units and counts in each, largest first; empty where units do not overlap.
    unit_overlaps: Vec<UnitOverlapRecord>,
    /// Numbers of units, such as populations, shared out by area; null without.
    weighed: Option<WeighedRecord>,
}

/// One change between two snapshots.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChangeRecord {
    /// The earlier snapshot.
    before: SnapshotRecord,
    /// The later snapshot.
    after: SnapshotRecord,
    /// How edges between two positions run.
    edges: Edges,
    /// The largest width, in metres, below which changed pieces are noise; 0 where all count.
    tolerance_m: Metres,
    /// Every pair of holders that occurs, unchanged land included: unchanged first, then by size.
    transitions: Vec<TransitionRecord>,
    /// Everyone who holds land in either snapshot, by size before.
    controllers: Vec<ControllerRecord>,
    /// Who succeeded whom: only the holder's name changed, most land first.
    successions: Vec<SuccessionRecord>,
    /// The lines of a file of renames that makes one of those who succeeded one another: an old name and a new one, CSV.
    renames: Vec<String>,
    /// Land that more than one controller of a snapshot claims; the first in the file counts.
    overlaps: ChangeOverlaps,
    /// Who holds land that whom is recognised as sovereign over, per a file of claims; null without one.
    recognition: Option<RecognitionRecord>,
    /// How far the result closes.
    closure: Closure,
    /// Why changed land is noise or counts; null where the tolerance was set.
    evidence: Option<EvidenceRecord>,
}

/// What one controller held before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ControllerRecord {
    /// Its name.
    name: String,
    /// Held before, km².
    before_km2: Km2,
    /// Held after, km².
    after_km2: Km2,
    /// Held after and not before, noise included, succession left out, km².
    gained_km2: Km2,
    /// Held before and not after, noise included, succession left out, km².
    lost_km2: Km2,
    /// Taken over by succession, less what passed to its heir, km².
    succession_km2: SignedKm2,
    /// After less before: gained less lost, and succession, km².
    net_km2: SignedKm2,
    /// By how much the figures may be off, gains and losses without noise.
    margins: MarginsRecord,
}

/// By how much the figures of a controller may be off; null where the accuracy of the lines is not known.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MarginsRecord {
    before: Option<MarginRecord>,
    after: Option<MarginRecord>,
    gained: Option<MarginRecord>,
    lost: Option<MarginRecord>,
    net: Option<MarginRecord>,
}

/// Control by recognised sovereign.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RecognitionRecord {
    /// The file that states who is recognised.
    path: String,
    /// By holder, the largest first.
    rows: Vec<RecognisedRecord>,
}

/// Land that is counted once though several controllers claim it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChangeOverlaps {
    /// In the earlier snapshot, km².
    before_km2: Km2,
    /// In the later snapshot, km².
    after_km2: Km2,
}

impl From<&ChangeReport> for DiffRecord {
    fn from(result: &ChangeReport) -> Self {
        Self {
            generator: Generator,
            change: (&result.change).into(),
            pieces: pieces(result),
            unit_changes: unit_changes(result),
            unit_overlaps: result
                .breakdown
                .unit_overlaps
                .pairs
                .iter()
                .map(Into::into)
                .collect(),
            weighed: result.breakdown.weighed.as_ref().map(Into::into),
            place_changes: place_changes(result),
            within: result.change.within.as_ref().map(Into::into),
        }
    }
}

impl From<&Change> for ChangeRecord {
    fn from(change: &Change) -> Self {
        Self {
            before: (&change.before).into(),
            after: (&change.after).into(),
            edges: Edges(change.edges),
            tolerance_m: Metres(change.tolerance.m()),
            transitions: change.transitions.iter().map(Into::into).collect(),
            controllers: change.controllers.iter().map(Into::into).collect(),
            renames: renames(&change.successions()),
            successions: change.successions().iter().map(Into::into).collect(),
            overlaps: ChangeOverlaps {
                before_km2: change.before.overlap.into(),
                after_km2: change.after.overlap.into(),
            },
            recognition: change.recognition.as_ref().map(|recognition| RecognitionRecord {
                path: recognition.path.clone(),
                rows: recognition.rows.iter().map(Into::into).collect(),
            }),
            closure: Closure {
                max_relative: change.closure,
            },
            evidence: change.evidence.as_ref().map(Into::into),
        }
    }
}

impl From<&ControllerChange> for ControllerRecord {
    fn from(controller: &ControllerChange) -> Self {
        Self {
            name: controller.name.clone(),
            before_km2: controller.before.into(),
            after_km2: controller.after.into(),
            gained_km2: controller.gained.into(),
            lost_km2: controller.lost.into(),
            succession_km2: controller.succession.into(),
            net_km2: controller.net().into(),
            margins: controller.margins.into(),
        }
    }
}

impl From<ControllerMargins> for MarginsRecord {
    fn from(margins: ControllerMargins) -> Self {
        Self {
            before: margins.before.map(Into::into),
            after: margins.after.map(Into::into),
            gained: margins.gained.map(Into::into),
            lost: margins.lost.map(Into::into),
            net: margins.net.map(Into::into),
        }
    }
}

/// The transitions, unchanged land included.
pub(super) fn transitions(result: &ChangeReport) -> Vec<TransitionRow<String>> {
    let keys = pair_keys(&result.change);
    rows(&result.change.transitions, &keys, TransitionRow::new)
}

/// A piece of land that changed hands, or passed to the heir of its holder; narrow strips of a wider piece are pieces of their
/// own.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PieceRow {
    /// The earlier snapshot: its date, or its file where there is none.
    before: String,
    /// The later snapshot.
    after: String,
    /// Holder before; null is nobody.
    from: Option<String>,
    /// Holder after; null is nobody.
    to: Option<String>,
    /// How much it is, km².
    area_km2: Km2,
    /// How wide it is at its widest, in metres: the diameter of the largest circle inside; null if it cannot be told.
    width_m: Option<Metres>,
    /// The longitude of a position well inside it, degrees: the centre of that circle.
    #[schemars(range(min = -180, max = 180))]
    lon: Option<f64>,
    /// Its latitude, degrees.
    #[schemars(range(min = -90, max = 90))]
    lat: Option<f64>,
    /// Whether it is noise.
    noise: bool,
    /// Whether it did not change hands but passed to the heir of its holder.
    succession: bool,
}

impl PieceRow {
    fn new(keys: &PairKeys, piece: &Transfer) -> Self {
        let circle = Inscribed::in_land(&piece.polygon, piece.area);
        Self {
            before: keys.before.clone(),
            after: keys.after.clone(),
            from: piece.from.as_deref().map(str::to_owned),
            to: piece.to.as_deref().map(str::to_owned),
            area_km2: piece.area.into(),
            width_m: circle.map(|circle| Metres(circle.width_m)),
            lon: circle.map(|circle| to_degrees(circle.centre.x)),
            lat: circle.map(|circle| to_degrees(circle.centre.y)),
            noise: piece.noise,
            succession: piece.fate == Fate::Succession,
        }
    }
}

/// The changed land piece by piece, the largest first.
pub(super) fn pieces(result: &ChangeReport) -> Vec<PieceRow> {
    let keys = pair_keys(&result.change);
    let pieces = result.change.transfers.par_iter();
    pieces.map(|piece| PieceRow::new(&keys, piece)).collect()
}

/// What every controller held before and after, by size before.
pub(super) fn controllers(result: &ChangeReport) -> Vec<ControllerRecord> {
    result.change.controllers.iter().map(Into::into).collect()
}

/// Land by holder and recognised sovereign.
pub(super) fn recognised(result: &ChangeReport) -> Vec<RecognisedRow> {
    let recognition = result.change.recognition.as_ref();
    let recognised = recognition.map(|recognition| recognition.rows.as_slice());
    let keys = pair_keys(&result.change);
    rows(recognised.unwrap_or_default(), &keys, RecognisedRow::new)
}

/// What changed hands in each unit.
pub(super) fn unit_changes(result: &ChangeReport) -> Vec<UnitChangeRow<String>> {
    let keys = pair_keys(&result.change);
    rows(result.breakdown.unit_changes(), &keys, UnitChangeRow::new)
}

/// The places that changed hands.
pub(super) fn place_changes(result: &ChangeReport) -> Vec<PlaceChangeRow<String>> {
    let keys = pair_keys(&result.change);
    rows(result.breakdown.place_changes(), &keys, PlaceChangeRow::new)
}

fn rows<T, R>(all: &[T], keys: &PairKeys, row: fn(&PairKeys, &T) -> R) -> Vec<R> {
    all.iter().map(|one| row(keys, one)).collect()
}
