//! What is estimated of the numbers of units that are shared out by area.

use std::collections::BTreeMap;

use super::units::UnitChange;
use super::weights::{Unusable, Weights};
use crate::model::UnitList;
use crate::overlay::Overlay;

/// How much of the units' numbers is on land that changed hands, estimated.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// The property of the units, such as `population`.
    pub column: String,
    /// The sum of their numbers, and what is estimated to have changed hands of it; none where units overlap, so that sums
    /// would count some of it twice.
    pub totals: Option<WeighedTotals>,
    /// The units that are left out.
    pub unusable: Vec<Unusable>,
}

/// Sums over all units.
#[derive(Debug, Clone, PartialEq)]
pub struct WeighedTotals {
    /// Of all units; of units that lie only partly in the land that the answers are about, the share by area.
    pub whole: f64,
    /// What went from whom to whom, the most first.
    pub changes: Vec<WeighedChange>,
}

/// An estimate of how much is on land that went from one holder to another.
#[derive(Debug, Clone, PartialEq)]
pub struct WeighedChange {
    /// Holder before; none for nobody.
    pub from: Option<String>,
    /// Holder after; none for nobody.
    pub to: Option<String>,
    /// How much.
    pub estimate: f64,
}

impl Weights {
    /// What comes of it for the changes in the units of an overlay.
    pub(super) fn weighed(&self, overlay: &Overlay, changes: &[UnitChange]) -> Weighed {
        Weighed {
            column: self.column.clone(),
            totals: (!self.count_twice(overlay)).then(|| self.totals(overlay.units(), changes)),
            unusable: self.unusable.clone(),
        }
    }

    fn totals(&self, list: &UnitList, changes: &[UnitChange]) -> WeighedTotals {
        let inside = list
            .ids()
            .filter_map(|unit| self.share(unit, self.inside[unit.place()]));
        let mut sums: BTreeMap<(&Option<String>, &Option<String>), f64> = BTreeMap::new();
        for change in changes {
            if let Some(estimate) = change.estimate {
                *sums.entry((&change.from, &change.to)).or_default() += estimate;
            }
        }
        let mut changes: Vec<WeighedChange> = sums
            .into_iter()
            .filter(|(_, estimate)| *estimate > 0.0)
            .map(|((from, to), estimate)| WeighedChange {
                from: from.clone(),
                to: to.clone(),
                estimate,
            })
            .collect();
        changes.sort_by(|a, b| b.estimate.total_cmp(&a.estimate));
        WeighedTotals {
            whole: inside.sum(),
            changes,
        }
    }
}
