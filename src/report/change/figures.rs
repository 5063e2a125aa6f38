//! One change with what it is broken down by.

use crate::change::{Breakdown, Change};

/// A change between two snapshots, by units and by places, too.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ChangeReport {
    /// The change.
    pub change: Change,
    /// What it is broken down by.
    pub breakdown: Breakdown,
}

impl ChangeReport {
    /// A change, and what it is broken down by.
    pub fn new(change: Change, breakdown: Breakdown) -> Self {
        Self { change, breakdown }
    }
}

/// A change that is broken down by nothing.
impl From<Change> for ChangeReport {
    fn from(change: Change) -> Self {
        Self::new(change, Breakdown::default())
    }
}
