//! Which units each face lies in: none, one, or several where units overlap or lie in one another.

use std::collections::BTreeMap;

use super::Overlay;
use crate::measure::Area;
use crate::model::{Unit, UnitId, UnitList};
use crate::mosaic::FaceId;

/// Land that lies in both of two units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitOverlap {
    /// The one that comes first in the file.
    pub one: Unit,
    /// The other.
    pub other: Unit,
    /// How much land lies in both.
    pub area: Area,
}

/// How much land lies in several units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitOverlaps {
    /// All of it, each piece once.
    pub area: Area,
    /// Pair by pair, largest first; land in three units is in three pairs.
    pub pairs: Vec<UnitOverlap>,
}

impl Overlay {
    /// The units that a face lies in, in the order of their file; none outside [`Overlay::is_inside`].
    pub fn units_at(&self, face: FaceId) -> &[UnitId] {
        if self.is_inside(face) {
            self.units_anywhere(face)
        } else {
            &[]
        }
    }

    /// As [`Overlay::units_at`], of all land.
    pub(crate) fn units_anywhere(&self, face: FaceId) -> &[UnitId] {
        if let Some(several) = self.arrangement.shared.get(face) {
            return several;
        }
        match self.unit_feature(face) {
            Some(feature) => std::slice::from_ref(&self.units.of_features[feature]),
            None => &[],
        }
    }

    /// The place in the units layer of the first feature that a face lies in.
    pub fn unit_feature(&self, face: FaceId) -> Option<usize> {
        self.arrangement.mosaic.label(self.arrangement.units, face)
    }

    /// The units of the study.
    pub fn units(&self) -> &UnitList {
        &self.units
    }

    /// Whether a face lies in a unit of this name or id.
    pub fn is_in_unit(&self, face: FaceId, name: &str) -> bool {
        self.units_at(face)
            .iter()
            .any(|unit| self.units.unit(*unit).is_called(name))
    }

    /// How much land lies in several units.
    pub fn unit_overlaps(&self) -> UnitOverlaps {
        let mut all = Area::ZERO;
        let mut areas: BTreeMap<[UnitId; 2], Area> = BTreeMap::new();
        for (face, units) in self.arrangement.shared.all() {
            if !self.is_inside(*face) {
                continue;
            }
            let area = self.mosaic().area(*face);
            all += area;
            for (n, one) in units.iter().enumerate() {
                for other in &units[n + 1..] {
                    *areas.entry([*one, *other]).or_default() += area;
                }
            }
        }
        let pair = |([one, other], area): ([UnitId; 2], Area)| UnitOverlap {
            one: self.units.unit(one).clone(),
            other: self.units.unit(other).clone(),
            area,
        };
        let mut pairs: Vec<UnitOverlap> = areas.into_iter().map(pair).collect();
        pairs.sort_by_key(|pair| std::cmp::Reverse(pair.area));
        UnitOverlaps { area: all, pairs }
    }

    /// The units in groups of which each is without overlaps, as few as are found one after the other.
    pub(crate) fn unit_groups(&self) -> Vec<Vec<UnitId>> {
        let mut beside: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
        for units in self.arrangement.shared.all().values() {
            for one in units {
                let others = units.iter().filter(|other| *other < one);
                beside.entry(*one).or_default().extend(others);
            }
        }
        let mut groups: Vec<Vec<UnitId>> = Vec::new();
        let mut group_of: Vec<usize> = Vec::new();
        for unit in self.units.ids() {
            let taken: Vec<usize> = beside
                .get(&unit)
                .into_iter()
                .flatten()
                .map(|other| group_of[other.place()])
                .collect();
            // One of the groups, or one more, is free.
            let free = (0..=groups.len())
                .find(|group| !taken.contains(group))
                .unwrap_or(groups.len());
            if free == groups.len() {
                groups.push(Vec::new());
            }
            groups[free].push(unit);
            group_of.push(free);
        }
        groups
    }
}
