//! The lineage of units over two editions of a layer or more.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::error::ErrorKind;
use crate::lineage::{AssignedCodes, Lineage, LineageUnit, MovedPiece};
use crate::measure::AreaUnits;
use crate::model::Date;
use crate::overlay::SnapshotFigures;
use crate::report::parts::names::keys;
use crate::{Error, Result};

/// What became of every unit from each edition of a layer to the next.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LineageReport {
    /// The steps, in order.
    pub steps: Vec<Lineage>,
    /// The land that moved, for GeoJSON and other formats of land, if it was asked for: see [`LineageReport::with_moved`].
    pub moved: Option<Vec<MovedPiece>>,
    /// The codes that units have for as long as they go on, if they were asked for: see [`LineageReport::with_codes`].
    pub codes: Option<AssignedCodes>,
    /// By edition, the codes of the units that it is about; none where that is all.
    pub(super) shown: Option<Codes>,
    /// The date and the edition whose units are asked for; none where it is what became of them.
    pub(super) on: Option<(Date, usize)>,
}

/// By edition, the codes of some units.
pub(super) type Codes = Vec<BTreeSet<String>>;

impl LineageReport {
    /// The lineage of these steps, each from the edition in which the one before ends.
    pub fn new(steps: Vec<Lineage>) -> Self {
        Self {
            steps,
            moved: None,
            codes: None,
            shown: None,
            on: None,
        }
    }

    /// With the land that moved, which is what is written as GeoJSON.
    #[must_use]
    pub fn with_moved(mut self, moved: Vec<MovedPiece>) -> Self {
        self.moved = Some(moved);
        self
    }

    /// With codes that units have for as long as they go on.
    #[must_use]
    pub fn with_codes(mut self, codes: AssignedCodes) -> Self {
        self.codes = Some(codes);
        self
    }

    /// The code of a unit of an edition for as long as it goes on, if it was asked for and has one.
    pub(super) fn assigned(&self, edition: usize, code: &str) -> Option<&str> {
        self.codes.as_ref()?.code(edition, code)
    }

    /// In which unit areas are told to people.
    pub(crate) fn area_units(&self) -> AreaUnits {
        self.steps.first().map(|step| step.area_units).unwrap_or_default()
    }

    /// The editions, in order.
    pub(super) fn snapshots(&self) -> Vec<&SnapshotFigures> {
        let first = self.steps.iter().take(1).map(|step| &step.before);
        first.chain(self.steps.iter().map(|step| &step.after)).collect()
    }

    /// What rows call the editions.
    pub(super) fn editions(&self) -> Vec<String> {
        keys(&self.snapshots())
    }

    /// Whether it is about a unit of an edition.
    pub(super) fn shows(&self, edition: usize, code: &str) -> bool {
        self.shown
            .as_ref()
            .is_none_or(|shown| shown[edition].contains(code))
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
        self.shown = Some(codes);
        Ok(self)
    }

    /// The state on a date: the units that it is about in the last edition up to then, in place of what became of them.
    ///
    /// # Errors
    ///
    /// When editions have no dates, or the first is later.
    pub fn on(mut self, date: Date) -> Result<Self> {
        let editions = self.snapshots();
        let is_earlier = |edition: &&SnapshotFigures| {
            edition
                .date
                .is_some_and(|known| known.first_day() <= date.first_day())
        };
        let place = editions.iter().rposition(is_earlier).ok_or_else(|| {
            let first = editions
                .first()
                .map(|edition| edition.heading())
                .unwrap_or_default();
            Error::new(format!(
                "no edition is of {date} or earlier: the first is {first}"
            ))
            .of_kind(ErrorKind::Options)
            .with_hint("choose a later date, or give the editions their dates")
        })?;
        self.on = Some((date, place));
        Ok(self)
    }

    /// Whether the state on a date is asked for.
    pub(super) fn is_state(&self) -> bool {
        self.on.is_some()
    }

    /// The units that it is about in an edition: each as it came about from the edition before, and as it went on
    /// to the next; the largest first.
    pub(super) fn units_in(&self, edition: usize) -> Vec<[Option<&LineageUnit>; 2]> {
        let came_from = edition
            .checked_sub(1)
            .map(|step| self.came_from(step))
            .unwrap_or_default();
        let became = if edition < self.steps.len() {
            self.became(edition)
        } else {
            Vec::new()
        };
        let mut units: BTreeMap<&str, [Option<&LineageUnit>; 2]> = BTreeMap::new();
        for (side, all) in [came_from, became].into_iter().enumerate() {
            for unit in all {
                units.entry(&unit.code).or_default()[side] = Some(unit);
            }
        }
        let mut units: Vec<_> = units.into_values().collect();
        let area = |sides: &[Option<&LineageUnit>; 2]| sides.iter().flatten().map(|unit| unit.area).next();
        units.sort_by_key(|sides| Reverse(area(sides)));
        units
    }

    /// What became of the units of the earlier edition of a step that it is about.
    pub(super) fn became(&self, step: usize) -> Vec<&LineageUnit> {
        self.shown_of(step, &self.steps[step].became)
    }

    /// How the units of the later edition of a step that it is about came about.
    pub(super) fn came_from(&self, step: usize) -> Vec<&LineageUnit> {
        self.shown_of(step + 1, &self.steps[step].came_from)
    }

    fn shown_of<'a>(&self, edition: usize, units: &'a [LineageUnit]) -> Vec<&'a LineageUnit> {
        units
            .iter()
            .filter(|unit| self.shows(edition, &unit.code))
            .collect()
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
