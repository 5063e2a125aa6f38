//! A comparison as JSON, its tables as CSV, its pieces as GeoJSON.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, json};

use super::figures::Comparison;
use crate::change::{Agreement, Disagreement, Shared, Transfer, Transition};
use crate::measure::Inscribed;
use crate::model::to_degrees;
use crate::report::parts::quantity::{Edges, Generator, Km, Km2, Metres, Share};
use crate::report::parts::records::{
    Closure, EvidenceRecord, SnapshotRecord, TransitionFigures, WithinRecord,
};
use crate::write::{ColumnKind, LandFormat, LandLayer, MARK, OutFeature, OutGeometry, Style};

/// How far two sources of one date agree on who holds what. Areas are square kilometres on the WGS 84 ellipsoid. A holder
/// that is null: the source does not cover the land.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "How far two sources of one date agree on who holds what")]
pub struct ComparisonRecord {
    generator: Generator,
    /// One source.
    a: SnapshotRecord,
    /// The other.
    b: SnapshotRecord,
    /// How edges between two positions run.
    edges: Edges,
    /// Pieces of disagreement narrower than this, in metres, are noise.
    tolerance_m: Metres,
    /// What is to be known before the figures are read, such as that the dates differ.
    notices: Vec<String>,
    /// How much land they agree on.
    agreement: AgreementRecord,
    /// Every pair of holders that occurs: what both agree on first, then by size.
    pairs: Vec<PairRow>,
    /// Everyone who holds land in either, by how much that is.
    controllers: Vec<SharedRow>,
    /// The largest pieces of disagreement that are no noise, largest first; as many as were asked for.
    pieces: Vec<DisagreementRow>,
    /// Land that more than one controller of a source claims; the first in the file counts.
    overlaps: SourceOverlaps,
    /// How far the result closes.
    closure: Closure,
    /// Why disagreement is noise or counts; null where the tolerance was set.
    evidence: Option<EvidenceRecord>,
    /// The land that all figures are about; null is all land.
    within: Option<WithinRecord>,
}

/// How much land two sources agree on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AgreementRecord {
    /// Land that both give to the same controller, km².
    agreed_km2: Km2,
    /// Land that both cover and give to different controllers, noise included, km².
    differing_km2: Km2,
    /// Land that only A covers, noise included, km².
    only_a_km2: Km2,
    /// Land that only B covers, noise included, km².
    only_b_km2: Km2,
    /// Land that either covers, km²: the sum of the four above.
    either_km2: Km2,
    /// The part of the disagreement in pieces narrower than the tolerance, km².
    noise_km2: Km2,
    /// Agreed land as a share of what either covers: the Jaccard index of the two; null of no land.
    share_of_either: Option<Share>,
    /// Agreed land as a share of what both cover; null where they have none in common.
    share_of_both: Option<Share>,
}

/// Land that is counted once though several controllers claim it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SourceOverlaps {
    /// In A, km².
    a_km2: Km2,
    /// In B, km².
    b_km2: Km2,
}

/// Land by who holds it in A and in B.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PairRow {
    /// Who holds it in A; null where A does not cover it.
    in_a: Option<String>,
    /// Who holds it in B; null where B does not cover it.
    in_b: Option<String>,
    #[serde(flatten)]
    figures: TransitionFigures,
}

/// A controller's land in A and in B.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SharedRow {
    /// Its name.
    controller: String,
    /// Held in A, km².
    a_km2: Km2,
    /// Held in B, km².
    b_km2: Km2,
    /// Held in A and in B, km².
    both_km2: Km2,
    /// Held in A or in B, km².
    either_km2: Km2,
    /// Land held in both over land held in either; null of no land.
    jaccard: Option<Share>,
}

/// A piece of land that the two sources give to different controllers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DisagreementRow {
    /// The longitude of a position well inside it, degrees: the centre of the largest circle.
    #[schemars(range(min = -180, max = 180))]
    lon: f64,
    /// Its latitude, degrees.
    #[schemars(range(min = -90, max = 90))]
    lat: f64,
    /// Who holds it in A; null where A does not cover it.
    in_a: Option<String>,
    /// Who holds it in B; null where B does not cover it.
    in_b: Option<String>,
    /// How much it is, km².
    area_km2: Km2,
    /// How wide it is at its widest, in metres: the diameter of the largest circle inside.
    width_m: Metres,
    /// The unit that most of it lies in; null outside, or without units.
    unit: Option<String>,
    /// The nearest place; null without places.
    place: Option<String>,
    /// How far that is from the position, km.
    place_km: Option<Km>,
}

impl From<&Comparison> for ComparisonRecord {
    fn from(comparison: &Comparison) -> Self {
        let agreement = &comparison.agreement;
        let change = agreement.change();
        Self {
            generator: Generator,
            a: (&change.before).into(),
            b: (&change.after).into(),
            within: change.within.as_ref().map(Into::into),
            edges: Edges(change.edges),
            tolerance_m: Metres(change.tolerance.m()),
            notices: comparison.notices.clone(),
            agreement: agreement.into(),
            pairs: pairs(comparison),
            controllers: controllers(comparison),
            pieces: pieces(comparison),
            overlaps: SourceOverlaps {
                a_km2: change.before.overlap.into(),
                b_km2: change.after.overlap.into(),
            },
            closure: Closure {
                max_relative: change.closure,
            },
            evidence: change.evidence.as_ref().map(Into::into),
        }
    }
}

impl From<&Agreement> for AgreementRecord {
    fn from(agreement: &Agreement) -> Self {
        Self {
            agreed_km2: agreement.agreed().into(),
            differing_km2: agreement.differing().into(),
            only_a_km2: agreement.only_a().into(),
            only_b_km2: agreement.only_b().into(),
            either_km2: agreement.either().into(),
            noise_km2: agreement.noise().into(),
            share_of_either: agreement.share_of_either().map(Share),
            share_of_both: agreement.share_of_both().map(Share),
        }
    }
}

/// The land of every pair of holders, what both agree on first, then by size.
pub(super) fn pairs(comparison: &Comparison) -> Vec<PairRow> {
    let transitions = comparison.agreement.change().transitions.iter();
    transitions.map(Into::into).collect()
}

/// The controllers, by what they hold in either.
pub(super) fn controllers(comparison: &Comparison) -> Vec<SharedRow> {
    let controllers = comparison.agreement.controllers.iter();
    controllers.map(Into::into).collect()
}

/// The largest pieces of disagreement.
pub(super) fn pieces(comparison: &Comparison) -> Vec<DisagreementRow> {
    comparison.pieces.iter().map(Into::into).collect()
}

impl From<&Transition> for PairRow {
    fn from(transition: &Transition) -> Self {
        Self {
            in_a: transition.from.clone(),
            in_b: transition.to.clone(),
            figures: transition.into(),
        }
    }
}

impl From<&Shared> for SharedRow {
    fn from(shared: &Shared) -> Self {
        Self {
            controller: shared.name.clone(),
            a_km2: shared.a.into(),
            b_km2: shared.b.into(),
            both_km2: shared.both.into(),
            either_km2: shared.either().into(),
            jaccard: shared.jaccard().map(Share),
        }
    }
}

impl From<&Disagreement> for DisagreementRow {
    fn from(piece: &Disagreement) -> Self {
        let nearest = piece.nearest.as_ref();
        Self {
            lon: to_degrees(piece.at.x),
            lat: to_degrees(piece.at.y),
            in_a: piece.in_a.clone(),
            in_b: piece.in_b.clone(),
            area_km2: piece.area.into(),
            width_m: Metres(piece.width_m),
            unit: piece.unit.clone(),
            place: nearest.map(|place| place.name.clone()),
            place_km: nearest.map(|place| place.distance.into()),
        }
    }
}

#[derive(Serialize)]
struct PieceProperties<'a> {
    in_a: Option<&'a str>,
    in_b: Option<&'a str>,
    area_km2: f64,
    width_m: f64,
    noise: bool,
}

const COLUMNS: [(&str, ColumnKind); 5] = [
    ("in_a", ColumnKind::Text),
    ("in_b", ColumnKind::Text),
    ("area_km2", ColumnKind::Real),
    ("width_m", ColumnKind::Real),
    ("noise", ColumnKind::Boolean),
];

/// Writes every piece of disagreement as a feature, largest first.
pub(super) fn land(agreement: &Agreement, format: LandFormat, out: &mut dyn Write) -> io::Result<()> {
    let change = agreement.change();
    let header = json!({
        "kind": "disagreement",
        "a": SnapshotRecord::from(&change.before),
        "b": SnapshotRecord::from(&change.after),
        "edges": change.edges.name(),
        "tolerance_m": change.tolerance.m(),
    });
    let members = Map::from_iter([(MARK.to_owned(), header)]);
    let features = change
        .transfers
        .iter()
        .enumerate()
        .map(|(index, piece)| OutFeature {
            id: Some(index + 1),
            properties: properties(piece),
            geometry: OutGeometry::Land(std::slice::from_ref(&piece.polygon)),
        });
    LandLayer::new("disagreement", features.collect())
        .with_columns(&COLUMNS)
        .styled(Style::Change {
            from: "in_a",
            to: "in_b",
            noise: "noise",
        })
        .with_members(members)?
        .write(format, out)
}

fn properties(piece: &Transfer) -> PieceProperties<'_> {
    PieceProperties {
        in_a: piece.from.as_deref(),
        in_b: piece.to.as_deref(),
        area_km2: piece.area.km2(),
        width_m: Inscribed::in_land(&piece.polygon, piece.area).map_or(0.0, |circle| circle.width_m),
        noise: piece.noise,
    }
}
