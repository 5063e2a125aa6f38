//! Labels by which units of two editions are compared.

use std::collections::BTreeMap;

/// The codes of the later edition by their labels; a code that is its own label has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitLabels(pub(super) BTreeMap<String, String>);

impl UnitLabels {
    /// The code of a label.
    pub fn code<'a>(&'a self, label: &'a str) -> &'a str {
        self.0.get(label).map_or(label, String::as_str)
    }
}
