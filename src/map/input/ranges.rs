//! How far the printed areas may be off: `docs/uncertainty.md` has the method.

use std::collections::BTreeMap;

use crate::measure::AreaRange;

/// Who held land before and who after, and whether the change stands back behind others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TransitionKey {
    /// Who held it before; none if nobody did.
    pub from: Option<String>,
    /// Who holds it after; none if nobody does.
    pub to: Option<String>,
    /// Whether it is drawn dimmed, as others are highlighted.
    pub dimmed: bool,
}

/// The ranges of what tables and bars print, as far as the accuracy of the lines is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranges {
    /// Of land that went from one to another.
    pub transitions: BTreeMap<TransitionKey, AreaRange>,
    /// Of land that a controller kept, see [`super::data::MapInput::kept`].
    pub kept: BTreeMap<String, AreaRange>,
    /// Of both together.
    pub total: Option<AreaRange>,
    /// Of what a controller gained less what it lost.
    pub net: BTreeMap<String, AreaRange>,
}

impl Ranges {
    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
