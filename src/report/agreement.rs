//! A comparison: how far two sources of one date agree, and where they differ most, in every format.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::agreement_json::{self, ComparisonRecord};
use super::places::{self, Place};
use super::rows::DisagreementRow;
use super::{agreement_page, csv, json, markdown, text};
use crate::Result;
use crate::change::{Accuracy, Agreement, Change, Overlay, Shared, SnapshotFigures, Transfer};
use crate::measure::{Area, Inscribed};
use crate::model::{GridPoint, Layer, to_degrees};

/// All that the tables of a comparison say.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How far they agree.
    pub agreement: Agreement,
    /// Where they differ most: the largest pieces that are no noise, largest first.
    pub pieces: Vec<DisagreementRow>,
    /// What is to be known before the figures are read, such as that the dates differ.
    pub notices: Vec<String>,
    pub(super) has_units: bool,
    pub(super) has_places: bool,
}

/// A table of a comparison as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AgreementTable {
    /// Land by who holds it in A and in B
    #[default]
    Pairs,
    /// The controllers and how alike their land is
    Controllers,
    /// The largest pieces of disagreement
    Pieces,
}

impl Comparison {
    /// The comparison of the two snapshots of an overlay, A and B, with the `largest` pieces of disagreement told by its
    /// units and the nearest of `places`; pieces narrower than `tolerance_m` metres are noise. Areas have ranges
    /// as `accuracy` and the snapshots allow.
    ///
    /// # Errors
    ///
    /// As [`Change::between`], and when a place is no point.
    ///
    /// # Panics
    ///
    /// When the overlay has no two snapshots.
    pub fn of(
        overlay: &Overlay,
        places: &Layer,
        tolerance_m: f64,
        accuracy: &Accuracy,
        largest: usize,
    ) -> Result<Self> {
        let change = Change::between(overlay, 0, 1, tolerance_m)?;
        let agreement = Agreement::from(change.with_margins(overlay, [0, 1], accuracy));
        let places = places::places(places, overlay)?;
        let pieces = agreement.pieces().take(largest);
        Ok(Self {
            pieces: pieces.map(|piece| row(piece, overlay, &places)).collect(),
            notices: notices(&agreement),
            agreement,
            has_units: overlay.unit_name(0).is_some(),
            has_places: !places.is_empty(),
        })
    }

    /// The tables for a terminal.
    pub fn text(&self) -> String {
        text::write(&agreement_page::page(self))
    }

    /// The same tables as GitHub Flavored Markdown.
    pub fn markdown(&self) -> String {
        markdown::write(&agreement_page::page(self))
    }

    /// Everything as JSON, see [`super::Schema::Compare`].
    ///
    /// # Errors
    ///
    /// When the result cannot be written as JSON; no input is known that does this.
    pub fn json(&self) -> Result<String> {
        json::write(&ComparisonRecord::from(self))
    }

    /// One table as CSV, one row a fact.
    ///
    /// # Errors
    ///
    /// As [`Comparison::json`].
    pub fn csv(&self, table: AgreementTable) -> Result<String> {
        match table {
            AgreementTable::Pairs => csv::write(&agreement_json::pairs(&self.agreement)),
            AgreementTable::Controllers => csv::write(&agreement_json::controllers(&self.agreement)),
            AgreementTable::Pieces => csv::write(&self.pieces),
        }
    }

    /// Writes every piece of disagreement as GeoJSON, noise included: `in_a`, `in_b` (null where the land is not
    /// covered), `area_km2`, `width_m`, `noise`.
    ///
    /// # Errors
    ///
    /// When `out` takes no more.
    pub fn geojson(&self, out: &mut dyn Write) -> io::Result<()> {
        agreement_json::geojson(&self.agreement, out)
    }
}

fn row(piece: &Transfer, overlay: &Overlay, places: &[Place]) -> DisagreementRow {
    let circle = Inscribed::in_land(&piece.polygon, piece.area);
    let corner = || piece.polygon.exterior().0.first().copied().unwrap_or_default();
    let at: GridPoint = circle.map_or_else(corner, |circle| circle.centre);
    let nearest = places::nearest(places, at);
    DisagreementRow {
        lon: to_degrees(at.x),
        lat: to_degrees(at.y),
        in_a: piece.from.as_deref().map(str::to_owned),
        in_b: piece.to.as_deref().map(str::to_owned),
        area: piece.area,
        width_m: circle.map_or(0.0, |circle| circle.width_m),
        unit: main_unit(piece, overlay),
        place: nearest.map(|(name, _)| name.to_owned()),
        distance: nearest.map(|(_, distance)| distance),
    }
}

/// The unit that most of a piece lies in; none if most lies outside.
fn main_unit(piece: &Transfer, overlay: &Overlay) -> Option<String> {
    let mut areas: BTreeMap<Option<usize>, Area> = BTreeMap::new();
    for &face in &piece.faces {
        *areas.entry(overlay.unit_index(face)).or_default() += overlay.mosaic().area(face);
    }
    let (unit, _) = areas
        .into_iter()
        .max_by_key(|&(unit, area)| (area, Reverse(unit)))?;
    overlay.unit_name(unit?)
}

/// What makes the two unlike beside their lines.
fn notices(agreement: &Agreement) -> Vec<String> {
    let change = agreement.change();
    let mut notices = Vec::new();
    notices.extend(agreement.unlike_dates().map(|[a, b]| {
        format!(
            "The dates differ: A is as of {}, B as of {}. Some of the disagreement may be land that changed hands between.",
            a.long(),
            b.long()
        )
    }));
    let undated = |snapshot: &SnapshotFigures| snapshot.date.is_none();
    let who = match (undated(&change.before), undated(&change.after)) {
        (false, false) => None,
        (true, false) => Some("A has no date"),
        (false, true) => Some("B has no date"),
        (true, true) => Some("Neither A nor B has a date"),
    };
    notices.extend(who.map(|who| format!("{who}: whether they describe the same day is not known.")));
    let alone = |in_one: fn(&Shared) -> Area, in_other: fn(&Shared) -> Area| {
        let shared = agreement.controllers.iter();
        let alone = shared.filter(move |c| in_one(c) > Area::ZERO && in_other(c) == Area::ZERO);
        alone.map(|c| c.name.as_str()).collect::<Vec<_>>()
    };
    let (a, b) = (alone(|c| c.a, |c| c.b), alone(|c| c.b, |c| c.a));
    if !a.is_empty() && !b.is_empty() {
        notices.push(format!(
            "Controllers are compared by name as written. Only A has {}; only B has {}. One holder under two names \
             counts as disagreement.",
            a.join(", "),
            b.join(", ")
        ));
    }
    notices
}
