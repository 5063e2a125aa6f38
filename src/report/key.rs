//! How rows and headings name a snapshot: by its date where that tells it apart, else by its file.

use crate::change::SnapshotFigures;
use crate::model::Date;

/// The names of snapshots in rows: ISO dates, or paths.
pub(super) fn keys(snapshots: &[&SnapshotFigures]) -> Vec<String> {
    names(snapshots, Date::to_string)
}

/// The names of snapshots in headings: dates as a person writes them, or paths.
pub(super) fn headings(snapshots: &[&SnapshotFigures]) -> Vec<String> {
    names(snapshots, Date::long)
}

fn names(snapshots: &[&SnapshotFigures], written: impl Fn(&Date) -> String) -> Vec<String> {
    let same_date = |date| snapshots.iter().filter(|s| s.date == Some(date)).count();
    snapshots
        .iter()
        .map(|snapshot| match snapshot.date {
            Some(date) if same_date(date) == 1 => written(&date),
            _ => snapshot.path.clone(),
        })
        .collect()
}
