//! An alignment as JSON, and its rows as CSV.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::change::{Alignment, Difference, Move};
use crate::report::parts::quantity::{Edges, Generator, Km2, Metres};
use crate::report::parts::records::{SnapshotRecord, WithinRecord};

/// What was moved to align a snapshot, B, to another, A. Areas are square kilometres on the WGS 84 ellipsoid. A holder
/// that is null: the land is nobody's.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "What was moved to align a snapshot, B, to another, A")]
pub struct AlignmentRecord {
    generator: Generator,
    /// The snapshot whose lines stay.
    a: SnapshotRecord,
    /// The snapshot that was aligned, as it was.
    b: SnapshotRecord,
    /// How edges between two positions run.
    edges: Edges,
    /// Pieces of change narrower than this, in metres, went back to their holder in A.
    tolerance_m: Metres,
    /// What was moved, by holders, most land first.
    moves: Vec<MoveRow>,
    /// The change from A to B.
    before: DifferenceRecord,
    /// The change from A to B aligned.
    after: DifferenceRecord,
    /// The land in which borders were moved; null is all land.
    within: Option<WithinRecord>,
}

/// Land in pieces that were given from its holder in B to its holder in A.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MoveRow {
    /// Its holder in B; null is nobody.
    in_b: Option<String>,
    /// Its holder in A, and in B aligned; null is nobody.
    in_a: Option<String>,
    /// How many pieces were closed.
    #[schemars(range(min = 1))]
    pieces: usize,
    /// Their area, km².
    moved_km2: Km2,
    /// The diameter of the largest circle in any of them, in metres.
    widest_m: Metres,
}

/// How much land differs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DifferenceRecord {
    /// Land with another holder in the one than in the other, noise included, km².
    changed_km2: Km2,
    /// Of it, land in pieces narrower than the tolerance, km².
    noise_km2: Km2,
}

impl From<&Alignment> for AlignmentRecord {
    fn from(alignment: &Alignment) -> Self {
        Self {
            generator: Generator,
            a: (&alignment.a).into(),
            b: (&alignment.b).into(),
            within: alignment.within.as_ref().map(Into::into),
            edges: Edges(alignment.edges),
            tolerance_m: Metres(alignment.tolerance.m()),
            moves: moves(alignment),
            before: alignment.before.into(),
            after: alignment.after.into(),
        }
    }
}

impl From<Difference> for DifferenceRecord {
    fn from(difference: Difference) -> Self {
        Self {
            changed_km2: difference.area.into(),
            noise_km2: difference.noise.into(),
        }
    }
}

impl From<&Move> for MoveRow {
    fn from(one: &Move) -> Self {
        Self {
            in_b: one.in_b.clone(),
            in_a: one.in_a.clone(),
            pieces: one.pieces,
            moved_km2: one.area.into(),
            widest_m: Metres(one.widest.m()),
        }
    }
}

/// What was moved, by holders.
pub(super) fn moves(alignment: &Alignment) -> Vec<MoveRow> {
    alignment.moves.iter().map(Into::into).collect()
}

/// What an aligned snapshot remembers: what it was, and what it was aligned to.
pub(super) fn origin(alignment: &Alignment) -> Value {
    let [a, b] = [&alignment.a, &alignment.b];
    json!({
        "kind": "aligned",
        "to": {"path": a.path, "date": a.date, "hash": a.hash},
        "of": {"path": b.path, "date": b.date, "hash": b.hash},
        "edges": alignment.edges.name(),
        "tolerance_m": alignment.tolerance.m(),
    })
}
