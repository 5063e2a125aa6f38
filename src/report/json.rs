//! The change as JSON: the stable contract of `landshift diff --format json`.
//!
//! Areas are square kilometres with all their digits; `null` as a holder is nobody. [`super::schema`] describes it.

use serde::Serialize;

use super::breakdown::Breakdown;
use super::csv::Row;
use super::rows::{PlaceChangeRow, UnitChangeRow};
use crate::change::{
    Change, ControllerChange, ControllerMargins, Margin, Recognised, SnapshotFigures, Transition,
};
use crate::model::Date;
use crate::write::MARK;
use crate::{Error, Result};

/// What `landshift diff` says: one change, by unit and by place, too.
#[derive(Debug, Serialize)]
pub(super) struct DiffRecord<'a> {
    #[serde(flatten)]
    change: ChangeRecord<'a>,
    unit_changes: &'a [UnitChangeRow],
    place_changes: &'a [PlaceChangeRow],
}

impl<'a> DiffRecord<'a> {
    pub(super) fn new(change: &'a Change, breakdown: &'a Breakdown) -> Self {
        Self {
            change: change.into(),
            unit_changes: &breakdown.unit_changes,
            place_changes: &breakdown.place_changes,
        }
    }
}

/// One change between two snapshots.
#[derive(Debug, Serialize)]
pub(super) struct ChangeRecord<'a> {
    before: SnapshotRecord<'a>,
    after: SnapshotRecord<'a>,
    edges: &'static str,
    tolerance_m: f64,
    transitions: Vec<TransitionRecord<'a>>,
    controllers: Vec<ControllerRecord<'a>>,
    overlaps: Overlaps,
    recognition: Option<RecognitionRecord<'a>>,
    closure: Closure,
}

#[derive(Debug, Serialize)]
pub(super) struct SnapshotRecord<'a> {
    path: &'a str,
    date: Option<Date>,
    area_km2: f64,
    title: Option<&'a str>,
    sources: &'a [String],
    hash: &'a str,
}

#[derive(Debug, Serialize)]
struct TransitionRecord<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    #[serde(flatten)]
    figures: TransitionFigures,
}

/// How much land a transition is. `low_km2` and `high_km2` are the two ends of what the data allows, see
/// [`Transition::range`].
#[derive(Debug, Serialize)]
pub(super) struct TransitionFigures {
    area_km2: f64,
    noise_km2: f64,
    low_km2: f64,
    high_km2: f64,
    rss_km2: Option<f64>,
    parts: usize,
}

#[derive(Debug, Serialize)]
struct ControllerRecord<'a> {
    name: &'a str,
    before_km2: f64,
    after_km2: f64,
    gained_km2: f64,
    lost_km2: f64,
    net_km2: f64,
    margins: MarginsRecord,
}

#[derive(Debug, Serialize)]
struct MarginsRecord {
    before: Option<MarginRecord>,
    after: Option<MarginRecord>,
    gained: Option<MarginRecord>,
    lost: Option<MarginRecord>,
    net: Option<MarginRecord>,
}

#[derive(Debug, Serialize)]
struct MarginRecord {
    worst_km2: f64,
    rss_km2: f64,
}

/// Who holds land that whom is recognised as sovereign over, per the file at `path`.
#[derive(Debug, Serialize)]
struct RecognitionRecord<'a> {
    path: &'a str,
    rows: Vec<RecognisedRecord<'a>>,
}

/// Several sovereigns are land that counts under each of them already.
#[derive(Debug, Serialize)]
struct RecognisedRecord<'a> {
    holder: Option<&'a str>,
    sovereigns: &'a [String],
    before_km2: f64,
    after_km2: f64,
    change_km2: f64,
}

impl<'a> From<&'a Recognised> for RecognisedRecord<'a> {
    fn from(row: &'a Recognised) -> Self {
        Self {
            holder: row.holder.as_deref(),
            sovereigns: &row.sovereigns,
            before_km2: row.before.km2(),
            after_km2: row.after.km2(),
            change_km2: row.change().km2(),
        }
    }
}

#[derive(Debug, Serialize)]
struct Overlaps {
    before_km2: f64,
    after_km2: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct Closure {
    pub(super) max_relative: f64,
}

impl<'a> From<&'a Change> for ChangeRecord<'a> {
    fn from(change: &'a Change) -> Self {
        Self {
            before: (&change.before).into(),
            after: (&change.after).into(),
            edges: change.edges.name(),
            tolerance_m: change.tolerance_m,
            transitions: change.transitions.iter().map(Into::into).collect(),
            controllers: change.controllers.iter().map(Into::into).collect(),
            overlaps: Overlaps {
                before_km2: change.before.overlap.km2(),
                after_km2: change.after.overlap.km2(),
            },
            recognition: change.recognition.as_ref().map(|recognition| RecognitionRecord {
                path: &recognition.path,
                rows: recognition.rows.iter().map(Into::into).collect(),
            }),
            closure: Closure {
                max_relative: change.closure,
            },
        }
    }
}

impl<'a> From<&'a SnapshotFigures> for SnapshotRecord<'a> {
    fn from(snapshot: &'a SnapshotFigures) -> Self {
        Self {
            path: &snapshot.path,
            date: snapshot.date,
            area_km2: snapshot.area.km2(),
            title: snapshot.title.as_deref(),
            sources: &snapshot.sources,
            hash: &snapshot.hash,
        }
    }
}

impl<'a> From<&'a Transition> for TransitionRecord<'a> {
    fn from(transition: &'a Transition) -> Self {
        Self {
            from: transition.from.as_deref(),
            to: transition.to.as_deref(),
            figures: transition.into(),
        }
    }
}

impl From<&Transition> for TransitionFigures {
    fn from(transition: &Transition) -> Self {
        let [low, high] = transition.range();
        Self {
            area_km2: transition.area.km2(),
            noise_km2: transition.noise.km2(),
            low_km2: low.km2(),
            high_km2: high.km2(),
            rss_km2: transition.margin.map(|margin| margin.rss.km2()),
            parts: transition.parts,
        }
    }
}

impl<'a> From<&'a ControllerChange> for ControllerRecord<'a> {
    fn from(controller: &'a ControllerChange) -> Self {
        Self {
            name: &controller.name,
            before_km2: controller.before.km2(),
            after_km2: controller.after.km2(),
            gained_km2: controller.gained.km2(),
            lost_km2: controller.lost.km2(),
            net_km2: controller.net().km2(),
            margins: controller.margins.into(),
        }
    }
}

impl From<ControllerMargins> for MarginsRecord {
    fn from(margins: ControllerMargins) -> Self {
        let record = |margin: Option<Margin>| {
            margin.map(|margin| MarginRecord {
                worst_km2: margin.worst.km2(),
                rss_km2: margin.rss.km2(),
            })
        };
        Self {
            before: record(margins.before),
            after: record(margins.after),
            gained: record(margins.gained),
            lost: record(margins.lost),
            net: record(margins.net),
        }
    }
}

/// One transition as a row of CSV, with the two snapshots it lies between.
#[derive(Debug, Serialize)]
pub(super) struct TransitionRow<'a> {
    before: String,
    after: String,
    #[serde(flatten)]
    transition: TransitionRecord<'a>,
}

impl Row for TransitionRow<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "before",
        "after",
        "from",
        "to",
        "area_km2",
        "noise_km2",
        "low_km2",
        "high_km2",
        "rss_km2",
        "parts",
    ];
}

impl<'a> TransitionRow<'a> {
    /// The row of a transition; `keys` name the two snapshots.
    pub(super) fn new(keys: [&str; 2], transition: &'a Transition) -> Self {
        Self {
            before: keys[0].to_owned(),
            after: keys[1].to_owned(),
            transition: transition.into(),
        }
    }
}

/// The transitions of a change as rows; `keys` name the two snapshots.
pub(super) fn transition_rows<'a>(change: &'a Change, keys: [&str; 2]) -> Vec<TransitionRow<'a>> {
    let row = |transition| TransitionRow::new(keys, transition);
    change.transitions.iter().map(row).collect()
}

/// Land by holder and sovereign as a row of CSV, with the two snapshots it is told of.
#[derive(Debug, Serialize)]
pub(super) struct RecognisedRow<'a> {
    before: String,
    after: String,
    #[serde(flatten)]
    recognised: RecognisedRecord<'a>,
}

impl Row for RecognisedRow<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "before",
        "after",
        "holder",
        "sovereigns",
        "before_km2",
        "after_km2",
        "change_km2",
    ];
}

/// The rows of recognition; `keys` name the two snapshots.
pub(super) fn recognised_rows<'a>(change: &'a Change, keys: [&str; 2]) -> Vec<RecognisedRow<'a>> {
    let row = |recognised: &'a Recognised| RecognisedRow {
        before: keys[0].to_owned(),
        after: keys[1].to_owned(),
        recognised: recognised.into(),
    };
    let rows = change
        .recognition
        .iter()
        .flat_map(|recognition| &recognition.rows);
    rows.map(row).collect()
}

/// A record that says what made it.
#[derive(Serialize)]
struct Made<'a, R> {
    generator: &'static str,
    #[serde(flatten)]
    record: &'a R,
}

/// A record as JSON for people and programs: indented, keys in the order of the contract, a line feed at the end.
pub(super) fn write(record: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(&Made {
        generator: MARK,
        record,
    })
    .map_err(|e| Error::new(format!("cannot write the result as JSON: {e}")))?;
    Ok(text + "\n")
}
