//! All figures of a case, read from one overlay.

use std::path::Path;

use crate::change::{Breakdown, Change, Divisions, PlaceHolding, PublishedComparison, UnitHolding};
use crate::measure::{Area, EdgeModel};
use crate::model::Scenario;
use crate::overlay::{Front, Overlay, SnapshotFigures};
use crate::report::parts::names;
use crate::report::parts::rows::PairKeys;
use crate::{Error, Result};

/// All figures of a scenario.
///
/// Rows name a snapshot by its `key`. Everything is read from one overlay, so the numbers add up across tables: where
/// there are units that do not overlap, what is held of them in a snapshot sums to what its controllers hold, and what
/// changed in them to the transitions that are changes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CaseReport {
    /// The scenario's short name.
    pub id: String,
    /// What the case is.
    pub title: String,
    /// Sources to credit.
    pub credits: Vec<String>,
    /// What readers must know of the case.
    pub notes: Vec<String>,
    /// How edges run and measure.
    pub edges: EdgeModel,
    /// The snapshots, in order of time.
    pub snapshots: Vec<CaseSnapshot>,
    /// The changes, usually from each snapshot to the next.
    pub changes: Vec<CaseChange>,
    /// Published areas compared with the measured ones.
    pub published: Vec<PublishedComparison>,
}

/// A snapshot of a case, and who holds what.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CaseSnapshot {
    /// What rows call it: its ISO date, or its path where no date identifies it.
    pub key: String,
    /// What headings call it.
    pub heading: String,
    /// The caption under its date, as the scenario has it.
    pub caption: Option<String>,
    /// Its figures.
    pub figures: SnapshotFigures,
    /// What each controller holds, largest first.
    pub holdings: Vec<ControllerHolding>,
    /// The same, by unit; empty without units.
    pub units: Vec<UnitHolding>,
    /// Who held each place.
    pub places: Vec<PlaceHolding>,
    /// Where controllers met, longest first.
    pub fronts: Vec<Front>,
}

/// What a controller holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControllerHolding {
    /// Its name.
    pub controller: String,
    /// How much it is.
    pub area: Area,
}

/// A change of a case.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CaseChange {
    /// The key of the earlier snapshot.
    pub before: String,
    /// The key of the later snapshot.
    pub after: String,
    /// The change.
    pub change: Change,
    /// What it is broken down by.
    pub breakdown: Breakdown,
}

impl CaseChange {
    /// What rows call its snapshots.
    pub(super) fn keys(&self) -> PairKeys {
        PairKeys {
            before: self.before.clone(),
            after: self.after.clone(),
        }
    }
}

impl CaseReport {
    /// The report of a scenario: `overlay` holds its snapshots and units, `places` its settlements (points with
    /// `name` and, where known, `name_alt`, `kind` and `population`), `changes` what is reported of its snapshots;
    /// published figures are compared with ranges that `accuracy` and the data allow.
    ///
    /// # Errors
    ///
    /// When a change is not between two snapshots of the overlay, a place is no point, or a published figure is about
    /// something that the data does not have.
    pub fn new(scenario: &Scenario, overlay: &Overlay, changes: Vec<Change>) -> Result<Self> {
        let divisions = Divisions::new(overlay)?;
        // What others published is of all land, unless the scenario itself is about a part.
        let is_whole = overlay.within().is_none() || scenario.within.is_some();
        let published = scenario.published.iter().filter(|_| is_whole);
        let published = published.map(|one| PublishedComparison::of(overlay, one));
        let published = published.collect::<Result<_>>()?;
        let snapshots = snapshots(scenario, overlay, &divisions);
        let change = |change| broken_down(&snapshots, &divisions, change);
        Ok(Self {
            id: scenario.id.clone(),
            title: scenario.title.clone(),
            credits: scenario.credits.clone(),
            notes: scenario.notes.clone(),
            edges: overlay.mosaic().edge_model(),
            changes: changes.into_iter().map(change).collect::<Result<_>>()?,
            snapshots,
            published,
        })
    }

    /// Whether the changes have recognition by claims.
    pub(super) fn has_claims(&self) -> bool {
        let mut changes = self.changes.iter();
        changes.any(|entry| entry.change.recognition.is_some())
    }
}

/// A change with what it is broken down by.
fn broken_down(snapshots: &[CaseSnapshot], divisions: &Divisions, change: Change) -> Result<CaseChange> {
    let pair = [
        place_of(snapshots, &change.before)?,
        place_of(snapshots, &change.after)?,
    ];
    let [before, after] = pair.map(|index| snapshots[index].key.clone());
    Ok(CaseChange {
        before,
        after,
        breakdown: divisions.breakdown(&change),
        change,
    })
}

/// The place of a change's snapshot in the overlay.
fn place_of(snapshots: &[CaseSnapshot], figures: &SnapshotFigures) -> Result<usize> {
    let found = snapshots.iter().position(|s| s.figures == *figures);
    found.ok_or_else(|| {
        Error::new("a change is about a snapshot that the report does not have").in_file(&figures.path)
    })
}

fn snapshots(scenario: &Scenario, overlay: &Overlay, divisions: &Divisions) -> Vec<CaseSnapshot> {
    let figures: Vec<SnapshotFigures> = (0..overlay.snapshots().len())
        .map(|index| SnapshotFigures::of(overlay, index))
        .collect();
    let borrowed: Vec<&SnapshotFigures> = figures.iter().collect();
    let (keys, headings) = (names::keys(&borrowed), names::headings(&borrowed));
    // The scenario's paths are relative to its file, the snapshots' to wherever the program was started.
    let caption = |path: &str| {
        let entry = scenario
            .snapshots
            .iter()
            .find(|s| Path::new(path).ends_with(&s.path));
        entry.and_then(|entry| entry.caption.clone())
    };
    let named = figures.into_iter().zip(keys.into_iter().zip(headings));
    named
        .enumerate()
        .map(|(index, (figures, (key, heading)))| CaseSnapshot {
            key,
            heading,
            caption: caption(&figures.path),
            figures,
            holdings: holdings(overlay, index),
            units: divisions.unit_holdings(index),
            places: divisions.place_holdings(index),
            fronts: overlay.fronts(index),
        })
        .collect()
}

fn holdings(overlay: &Overlay, snapshot: usize) -> Vec<ControllerHolding> {
    let holding = |(controller, area): (&str, Area)| ControllerHolding {
        controller: controller.to_owned(),
        area,
    };
    let mut holdings: Vec<_> = overlay.areas(snapshot).into_iter().map(holding).collect();
    holdings.sort_by_key(|held| std::cmp::Reverse(held.area));
    holdings
}
