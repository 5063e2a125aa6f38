//! A comparison as JSON: the stable contract of `landshift compare --format json`; its tables as CSV, its pieces as
//! GeoJSON.
//!
//! Areas are square kilometres with all their digits; `null` as a holder is land that the source does not cover.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, json};

use super::agreement::Comparison;
use super::csv::Row;
use super::json::{Closure, SnapshotRecord, TransitionFigures};
use super::rows::DisagreementRow;
use crate::change::{Agreement, Shared, Transfer, Transition};
use crate::measure::Inscribed;
use crate::write::{MARK, OutFeature, feature_collection};

/// How far two snapshots agree.
#[derive(Debug, Serialize)]
pub(super) struct ComparisonRecord<'a> {
    a: SnapshotRecord<'a>,
    b: SnapshotRecord<'a>,
    edges: &'static str,
    tolerance_m: f64,
    notices: &'a [String],
    agreement: AgreementRecord,
    pairs: Vec<PairRow<'a>>,
    controllers: Vec<SharedRow<'a>>,
    pieces: &'a [DisagreementRow],
    overlaps: Overlaps,
    closure: Closure,
}

#[derive(Debug, Serialize)]
struct AgreementRecord {
    agreed_km2: f64,
    differing_km2: f64,
    only_a_km2: f64,
    only_b_km2: f64,
    either_km2: f64,
    noise_km2: f64,
    share_of_either: Option<f64>,
    share_of_both: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Overlaps {
    a_km2: f64,
    b_km2: f64,
}

/// Land by who holds it in A and in B.
#[derive(Debug, Serialize)]
pub(super) struct PairRow<'a> {
    in_a: Option<&'a str>,
    in_b: Option<&'a str>,
    #[serde(flatten)]
    figures: TransitionFigures,
}

impl Row for PairRow<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "in_a",
        "in_b",
        "area_km2",
        "noise_km2",
        "low_km2",
        "high_km2",
        "rss_km2",
        "parts",
    ];
}

/// A controller's land in A and in B.
#[derive(Debug, Serialize)]
pub(super) struct SharedRow<'a> {
    controller: &'a str,
    a_km2: f64,
    b_km2: f64,
    both_km2: f64,
    either_km2: f64,
    jaccard: Option<f64>,
}

impl Row for SharedRow<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "controller",
        "a_km2",
        "b_km2",
        "both_km2",
        "either_km2",
        "jaccard",
    ];
}

impl<'a> From<&'a Comparison> for ComparisonRecord<'a> {
    fn from(comparison: &'a Comparison) -> Self {
        let agreement = &comparison.agreement;
        let change = agreement.change();
        Self {
            a: (&change.before).into(),
            b: (&change.after).into(),
            edges: change.edges.name(),
            tolerance_m: change.tolerance_m,
            notices: &comparison.notices,
            agreement: agreement.into(),
            pairs: pairs(agreement),
            controllers: controllers(agreement),
            pieces: &comparison.pieces,
            overlaps: Overlaps {
                a_km2: change.before.overlap.km2(),
                b_km2: change.after.overlap.km2(),
            },
            closure: Closure {
                max_relative: change.closure,
            },
        }
    }
}

impl From<&Agreement> for AgreementRecord {
    fn from(agreement: &Agreement) -> Self {
        Self {
            agreed_km2: agreement.agreed().km2(),
            differing_km2: agreement.differing().km2(),
            only_a_km2: agreement.only_a().km2(),
            only_b_km2: agreement.only_b().km2(),
            either_km2: agreement.either().km2(),
            noise_km2: agreement.noise().km2(),
            share_of_either: agreement.share_of_either(),
            share_of_both: agreement.share_of_both(),
        }
    }
}

/// The land of every pair of holders, what both agree on first, then by size.
pub(super) fn pairs(agreement: &Agreement) -> Vec<PairRow<'_>> {
    agreement.change().transitions.iter().map(Into::into).collect()
}

/// The controllers, by what they hold in either.
pub(super) fn controllers(agreement: &Agreement) -> Vec<SharedRow<'_>> {
    agreement.controllers.iter().map(Into::into).collect()
}

impl<'a> From<&'a Transition> for PairRow<'a> {
    fn from(transition: &'a Transition) -> Self {
        Self {
            in_a: transition.from.as_deref(),
            in_b: transition.to.as_deref(),
            figures: transition.into(),
        }
    }
}

impl<'a> From<&'a Shared> for SharedRow<'a> {
    fn from(shared: &'a Shared) -> Self {
        Self {
            controller: &shared.name,
            a_km2: shared.a.km2(),
            b_km2: shared.b.km2(),
            both_km2: shared.both.km2(),
            either_km2: shared.either().km2(),
            jaccard: shared.jaccard(),
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

/// Writes every piece of disagreement as a feature, largest first.
pub(super) fn geojson(agreement: &Agreement, out: &mut dyn Write) -> io::Result<()> {
    let change = agreement.change();
    let header = json!({
        "kind": "disagreement",
        "a": SnapshotRecord::from(&change.before),
        "b": SnapshotRecord::from(&change.after),
        "edges": change.edges.name(),
        "tolerance_m": change.tolerance_m,
    });
    let members = Map::from_iter([(MARK.to_owned(), header)]);
    let features = change
        .transfers
        .iter()
        .enumerate()
        .map(|(index, piece)| OutFeature {
            id: Some(index + 1),
            properties: properties(piece),
            polygons: std::slice::from_ref(&piece.polygon),
        });
    feature_collection(out, &members, features)
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
