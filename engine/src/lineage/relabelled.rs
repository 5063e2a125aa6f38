//! Units that go on have one label in both editions, whatever their codes, so that noise along their borders is told from change as if
//! they had kept their codes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Lineage, UnitLabels};
use crate::model::Snapshot;

/// The later edition with the codes of the earlier one for units that have others there, and these labels; none where no
/// unit has.
pub fn relabelled(lineage: &Lineage, later: &Snapshot) -> Option<(Snapshot, UnitLabels)> {
    let mut label_of: BTreeMap<&str, String> = BTreeMap::new();
    for unit in &lineage.became {
        if let Some(code) = &unit.same {
            label_of.insert(code, unit.code.clone());
        }
    }
    if label_of.iter().all(|(code, label)| code == label) {
        return None;
    }
    let earlier: BTreeSet<&str> = lineage.became.iter().map(|unit| unit.code.as_str()).collect();
    let label = |code: &str| match label_of.get(code) {
        Some(label) => label.clone(),
        // It is no unit of the earlier edition, though one there may have its code.
        None if earlier.contains(code) => format!("{code}\0"),
        None => code.to_owned(),
    };
    let mut relabelled = later.clone();
    let mut codes = BTreeMap::new();
    for territory in &mut relabelled.territories {
        let label = label(&territory.controller);
        if label != territory.controller {
            let code = std::mem::replace(&mut Arc::make_mut(territory).controller, label.clone());
            codes.insert(label, code);
        }
    }
    Some((relabelled, UnitLabels(codes)))
}
