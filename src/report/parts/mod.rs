//! What the results share: rows, records and their units; how snapshots, holders and ranges are written; tables and notes.

pub(super) mod names;
pub(super) mod notes;
pub(super) mod places;
pub(super) mod problems;
pub(super) mod quantity;
pub(super) mod ranges;
pub(super) mod recognition;
pub(super) mod records;
pub(super) mod rows;
pub(super) mod successions;
pub(super) mod transitions;
pub(super) mod units;
