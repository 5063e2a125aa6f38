//! The lineage of units over two editions of a layer or more.

use std::collections::BTreeSet;

use crate::error::ErrorKind;
use crate::lineage::{Lineage, LineageUnit};
use crate::{Error, Result};

/// What became of every unit from each edition of a layer to the next.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LineageReport {
    /// The steps, in order.
    pub steps: Vec<Lineage>,
}

/// By edition, the codes of some units.
type Codes = Vec<BTreeSet<String>>;

impl LineageReport {
    /// The lineage of these steps, each from the edition in which the one before ends.
    pub fn new(steps: Vec<Lineage>) -> Self {
        Self { steps }
    }

    /// The lineage of one unit alone, by its code or name: it, its ancestors and its descendants.
    ///
    /// # Errors
    ///
    /// When no edition has such a unit.
    pub fn of(mut self, unit: &str) -> Result<Self> {
        let codes = self.related(unit);
        if codes.iter().all(BTreeSet::is_empty) {
            return Err(Error::new(format!("there is no unit `{unit}` on any date"))
                .of_kind(ErrorKind::Options)
                .with_hint("name it by the code or name that it has in the data"));
        }
        for (step, pair) in self.steps.iter_mut().zip(codes.windows(2)) {
            keep(&mut step.became, &pair[0], &pair[1]);
            keep(&mut step.came_from, &pair[1], &pair[0]);
        }
        Ok(self)
    }

    /// The codes of a unit, its ancestors and its descendants, by edition.
    fn related(&self, unit: &str) -> Codes {
        let is_meant = |one: &&LineageUnit| one.code == unit || one.name.as_deref() == Some(unit);
        let of = |units: &[LineageUnit]| -> BTreeSet<String> {
            units
                .iter()
                .filter(is_meant)
                .map(|one| one.code.clone())
                .collect()
        };
        let mut meant: Codes = self.steps.iter().map(|step| of(&step.became)).collect();
        meant.extend(self.steps.last().map(|step| of(&step.came_from)));
        let [mut ancestors, mut descendants] = [meant.clone(), meant];
        for (place, step) in self.steps.iter().enumerate() {
            let next = linked(&step.became, &descendants[place]);
            descendants[place + 1].extend(next);
        }
        for (place, step) in self.steps.iter().enumerate().rev() {
            let earlier = linked(&step.came_from, &ancestors[place + 1]);
            ancestors[place].extend(earlier);
        }
        for (all, more) in ancestors.iter_mut().zip(descendants) {
            all.extend(more);
        }
        ancestors
    }
}

/// The codes of the other edition that units of some codes have land in common with.
fn linked(units: &[LineageUnit], codes: &BTreeSet<String>) -> Vec<String> {
    let units = units.iter().filter(|unit| codes.contains(&unit.code));
    let links = units.flat_map(|unit| &unit.links);
    let links = links.filter(|link| link.is_substantial());
    links.filter_map(|link| link.code.clone()).collect()
}

/// Leaves units of some codes, with their links to others.
fn keep(units: &mut Vec<LineageUnit>, own: &BTreeSet<String>, other: &BTreeSet<String>) {
    units.retain(|unit| own.contains(&unit.code));
    for unit in units {
        let is_kept = |code: &Option<String>| code.as_ref().is_none_or(|code| other.contains(code));
        unit.links.retain(|link| is_kept(&link.code));
    }
}
