//! A whole case as JSON.

use serde::Serialize;

use super::case::{Report, ReportChange, ReportSnapshot};
use super::json::{ChangeRecord, SnapshotRecord};
use super::rows::{AreaRow, FrontRow, PlaceChangeRow, PlaceRow, PublishedRow, UnitChangeRow, UnitRow};

/// The report as JSON.
#[derive(Serialize)]
pub(super) struct ReportRecord<'a> {
    id: &'a str,
    title: &'a str,
    credits: &'a [String],
    notes: &'a [String],
    edges: &'static str,
    snapshots: Vec<EntryRecord<'a>>,
    changes: Vec<ChangeEntry<'a>>,
    areas: &'a [AreaRow],
    units: &'a [UnitRow],
    unit_changes: &'a [UnitChangeRow],
    places: &'a [PlaceRow],
    place_changes: &'a [PlaceChangeRow],
    fronts: &'a [FrontRow],
    published: &'a [PublishedRow],
}

#[derive(Serialize)]
struct EntryRecord<'a> {
    key: &'a str,
    caption: Option<&'a str>,
    #[serde(flatten)]
    figures: SnapshotRecord<'a>,
}

#[derive(Serialize)]
struct ChangeEntry<'a> {
    finding: String,
    #[serde(flatten)]
    change: ChangeRecord<'a>,
}

impl<'a> From<&'a Report> for ReportRecord<'a> {
    fn from(report: &'a Report) -> Self {
        let entry = |snapshot: &'a ReportSnapshot| EntryRecord {
            key: &snapshot.key,
            caption: snapshot.caption.as_deref(),
            figures: (&snapshot.figures).into(),
        };
        let change = |entry: &'a ReportChange| ChangeEntry {
            finding: entry.change.finding(),
            change: (&entry.change).into(),
        };
        Self {
            id: &report.id,
            title: &report.title,
            credits: &report.credits,
            notes: &report.notes,
            edges: report.edges.name(),
            snapshots: report.snapshots.iter().map(entry).collect(),
            changes: report.changes.iter().map(change).collect(),
            areas: &report.areas,
            units: &report.units,
            unit_changes: &report.unit_changes,
            places: &report.places,
            place_changes: &report.place_changes,
            fronts: &report.fronts,
            published: &report.published,
        }
    }
}
