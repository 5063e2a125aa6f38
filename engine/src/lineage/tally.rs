//! How many units each event befell.

use super::{LineageUnit, UnitEvent};

/// How many units an event befell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventCount {
    /// What happened.
    pub event: UnitEvent,
    /// The units of the earlier edition that it befell, and those of the later one that came about by it.
    pub units: [usize; 2],
}

impl EventCount {
    /// The events that befell some of these units of two editions, in the order of [`UnitEvent::ALL`].
    pub fn all<'a>(sides: [impl IntoIterator<Item = &'a LineageUnit>; 2]) -> Vec<Self> {
        let mut units = [[0; 2]; UnitEvent::ALL.len()];
        for (side, all) in sides.into_iter().enumerate() {
            for unit in all {
                units[unit.event as usize][side] += 1;
            }
        }
        let counts = UnitEvent::ALL.into_iter().zip(units);
        counts
            .map(|(event, units)| Self { event, units })
            .filter(|count| count.units != [0, 0])
            .collect()
    }

    /// The number by which the event is told: of what merged or was created the units that there are afterwards, else those before.
    pub const fn told(&self) -> usize {
        let [before, after] = self.units;
        if self.event.is_seen_afterwards() {
            after
        } else {
            before
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Area;

    #[test]
    fn mergers_are_told_by_what_there_is_afterwards() {
        let unit = |event| LineageUnit {
            code: "A".into(),
            name: None,
            area: Area::ZERO,
            event,
            same: None,
            links: Vec::new(),
        };
        let before = [UnitEvent::Merged, UnitEvent::Merged, UnitEvent::Split].map(unit);
        let after = [UnitEvent::Merged, UnitEvent::Split, UnitEvent::Split].map(unit);
        let counts = EventCount::all([&before, &after]);
        let told = counts
            .iter()
            .map(|count| (count.event, count.units, count.told()));
        let expected = [(UnitEvent::Split, [1, 2], 1), (UnitEvent::Merged, [2, 1], 1)];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        for (place, event) in UnitEvent::ALL.into_iter().enumerate() {
            assert_eq!(event as usize, place);
        }
    }
}
