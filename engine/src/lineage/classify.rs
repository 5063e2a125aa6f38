//! What becomes of units on the way from their own edition to the other.

use std::collections::BTreeMap;

use super::UnitEvent;
use super::side::{Side, SideUnit};
use super::unit::{LineageUnit, UnitLink, is_material};
use crate::measure::Area;

/// Two editions, seen from one of them.
pub(super) struct View<'a> {
    pub(super) own: &'a Side<'a>,
    pub(super) other: &'a Side<'a>,
    /// By code, the same unit of the other edition.
    pub(super) same: &'a BTreeMap<&'a str, &'a str>,
    /// By code of the other edition, the same unit of this one.
    pub(super) same_back: &'a BTreeMap<&'a str, &'a str>,
}

impl View<'_> {
    /// The units of this side.
    pub(super) fn units(&self) -> impl Iterator<Item = LineageUnit> {
        self.own.iter().map(|(&code, unit)| LineageUnit {
            code: code.to_owned(),
            name: unit.name.map(str::to_owned),
            area: unit.area,
            event: self.event(code, unit),
            same: self.same.get(code).map(|same| (*same).to_owned()),
            links: unit.links.clone(),
        })
    }

    /// The same seen from the other edition.
    pub(super) fn back(&self) -> Self {
        Self {
            own: self.other,
            other: self.own,
            same: self.same_back,
            same_back: self.same,
        }
    }

    /// The units of the other edition that are made of this one: the same, and those that are mostly of its land and the same as none.
    fn children<'u>(&'u self, code: &'u str, unit: &'u SideUnit) -> impl Iterator<Item = &'u UnitLink> {
        unit.links.iter().filter(move |link| {
            let Some(other) = link.code.as_deref() else {
                return false;
            };
            match self.same_back.get(other) {
                Some(same) => *same == code && link.is_substantial(),
                None => link.is_most_of_other,
            }
        })
    }

    /// What becomes of a unit.
    fn event(&self, code: &str, unit: &SideUnit) -> UnitEvent {
        let same = self.same.get(code).copied();
        let namesake = same.or_else(|| self.other.get_key_value(code).map(|(code, _)| *code));
        let has_common = |other| unit.link(other).is_some_and(UnitLink::is_substantial);
        let is_elsewhere = namesake.is_some_and(|namesake| !has_common(namesake));
        let is_part_of_one = unit
            .links
            .iter()
            .any(|link| link.is_most_of_this && link.code.is_some());
        let children: Vec<&UnitLink> = self.children(code, unit).collect();
        match children.as_slice() {
            [] if is_elsewhere => UnitEvent::Moved,
            [] if is_part_of_one => UnitEvent::Merged,
            [] => UnitEvent::Dissolved,
            [child] => match child
                .code
                .as_deref()
                .and_then(|code| self.other.get_key_value(code))
            {
                Some((heir_code, heir)) if same == Some(*heir_code) => {
                    let takes_in = self.back().children(heir_code, heir).nth(1).is_some();
                    if child.is_most_of_this && takes_in {
                        UnitEvent::Merged
                    } else {
                        continued(code, unit, heir_code, heir)
                    }
                }
                _ if is_elsewhere => UnitEvent::Moved,
                _ => UnitEvent::Split,
            },
            _ => UnitEvent::Split,
        }
    }
}

/// What becomes of a unit that goes on as one of the other edition.
fn continued(code: &str, unit: &SideUnit, heir_code: &str, heir: &SideUnit) -> UnitEvent {
    let sum = |land: &SideUnit, but: &str| {
        let others = land.links.iter().filter(|link| link.code.as_deref() != Some(but));
        others.fold((Area::ZERO, Area::ZERO), |(real, noise), link| {
            (real + link.area - link.noise, noise + link.noise)
        })
    };
    let (lost, lost_noise) = sum(unit, heir_code);
    let (gained, gained_noise) = sum(heir, code);
    let is_redrawn = [lost, gained, lost_noise, gained_noise]
        .into_iter()
        .any(|part| part > Area::ZERO);
    let has_other_name = unit
        .name
        .zip(heir.name)
        .is_some_and(|(before, after)| before != after);
    match (is_material(gained, heir.area), is_material(lost, unit.area)) {
        (true, true) => UnitEvent::Rearranged,
        (true, false) => UnitEvent::Enlarged,
        (false, true) => UnitEvent::Reduced,
        (false, false) if code != heir_code => UnitEvent::Recoded,
        (false, false) if has_other_name => UnitEvent::Renamed,
        (false, false) if is_redrawn => UnitEvent::Redrawn,
        (false, false) => UnitEvent::Unchanged,
    }
}
