//! How rows, headings and sentences name snapshots and holders.

use super::rows::PairKeys;
use crate::change::Change;
use crate::model::Date;
use crate::overlay::SnapshotFigures;

/// The names of snapshots in rows: ISO dates, or paths where no date identifies them.
pub(in crate::report) fn keys(snapshots: &[&SnapshotFigures]) -> Vec<String> {
    names(snapshots, Date::to_string)
}

/// What rows call the two snapshots of a change.
pub(in crate::report) fn pair_keys(change: &Change) -> PairKeys {
    let mut keys = keys(&[&change.before, &change.after]).into_iter();
    let mut next = || keys.next().unwrap_or_default();
    PairKeys {
        before: next(),
        after: next(),
    }
}

/// The names of snapshots in headings: dates as a person writes them, or paths.
pub(in crate::report) fn headings(snapshots: &[&SnapshotFigures]) -> Vec<String> {
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

/// A holder as text: `(none)` is nobody.
pub(in crate::report) fn holder(name: Option<&str>) -> &str {
    name.unwrap_or("(none)")
}

/// `from → to`.
pub(in crate::report) fn arrow(from: Option<&str>, to: Option<&str>) -> String {
    format!("{} → {}", holder(from), holder(to))
}
