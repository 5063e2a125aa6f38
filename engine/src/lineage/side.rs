//! The units of one edition with what they have in common with those of the other, before anything is said of them.

use std::collections::BTreeMap;

use super::unit::{UnitLink, is_material};
use crate::measure::Area;
use crate::model::Snapshot;

use super::UnitLabels;

/// Units with land by code.
pub(super) type Side<'a> = BTreeMap<&'a str, SideUnit<'a>>;

/// A unit of one edition.
#[derive(Default)]
pub(super) struct SideUnit<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) area: Area,
    /// See [`LineageUnit::links`](super::LineageUnit::links).
    pub(super) links: Vec<UnitLink>,
}

impl SideUnit<'_> {
    /// Its link with a unit of the other edition.
    pub(super) fn link(&self, code: &str) -> Option<&UnitLink> {
        self.links.iter().find(|link| link.code.as_deref() == Some(code))
    }

    /// Whether it has land in common with a unit of the other edition, and nothing but noise beside it.
    pub(super) fn is_but_for_noise(&self, code: &str) -> bool {
        let is_other = |link: &&UnitLink| link.code.as_deref() != Some(code);
        self.link(code).is_some_and(UnitLink::is_substantial)
            && !self.links.iter().filter(is_other).any(|link| link.is_material)
    }
}

/// Land that an earlier and a later unit have in common.
pub(super) struct Common<'a> {
    pub(super) codes: [Option<&'a str>; 2],
    pub(super) area: Area,
    pub(super) noise: Area,
    pub(super) counted: f64,
}

/// Both editions with the names of units and the land that they have in common.
pub(super) fn sides<'a>(mut sides: [Side<'a>; 2], common: &[Common<'a>]) -> [Side<'a>; 2] {
    for land in common {
        for (side, code) in sides.iter_mut().zip(land.codes) {
            if let Some(unit) = code.and_then(|code| side.get_mut(code)) {
                unit.area += land.area;
            }
        }
    }
    for side in &mut sides {
        side.retain(|_, unit| unit.area > Area::ZERO);
    }
    for (land, direction) in merged(common).iter().flat_map(|land| [(land, 0), (land, 1)]) {
        let area = |side: usize| Some(sides[side].get(land.codes[side]?)?.area);
        let (Some(own), other) = (area(direction), area(1 - direction)) else {
            continue;
        };
        let link = UnitLink {
            code: land.codes[1 - direction].map(str::to_owned),
            area: land.area,
            noise: land.noise,
            counted: land.counted,
            is_material: is_material(land.area - land.noise, other.map_or(own, |other| other.min(own))),
            is_most_of_this: is_most(land.area, own),
            is_most_of_other: other.is_some_and(|other| is_most(land.area, other)),
        };
        let unit = land.codes[direction].and_then(|code| sides[direction].get_mut(code));
        if let Some(unit) = unit {
            unit.links.push(link);
        }
    }
    for unit in sides.iter_mut().flat_map(BTreeMap::values_mut) {
        let links = &mut unit.links;
        links.sort_by(|a, b| b.area.cmp(&a.area).then_with(|| a.code.cmp(&b.code)));
    }
    sides
}

/// The units of a snapshot, without land.
pub(super) fn units<'a>(snapshot: &'a Snapshot, name: Option<&str>, labels: &'a UnitLabels) -> Side<'a> {
    let mut units = Side::new();
    for territory in &snapshot.territories {
        let code = labels.code(&territory.controller);
        let unit = units.entry(code).or_default();
        let stated = match name {
            Some(property) => territory
                .properties
                .get(property)
                .and_then(|value| value.as_str()),
            None => territory.name(),
        };
        unit.name = unit.name.or(stated.filter(|name| *name != code));
    }
    units
}

/// Each pair of units once.
fn merged<'a>(common: &[Common<'a>]) -> Vec<Common<'a>> {
    let mut by_codes: BTreeMap<[Option<&str>; 2], Common> = BTreeMap::new();
    for land in common {
        let sum = by_codes.entry(land.codes).or_insert(Common {
            codes: land.codes,
            area: Area::ZERO,
            noise: Area::ZERO,
            counted: 0.0,
        });
        sum.area += land.area;
        sum.noise += land.noise;
        sum.counted += land.counted;
    }
    by_codes.into_values().collect()
}

/// Whether a part is more than half of a whole.
fn is_most(part: Area, whole: Area) -> bool {
    part + part > whole
}
