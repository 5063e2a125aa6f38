//! The reason of an event, as a sentence without its subject.

use std::collections::BTreeMap;

use crate::lineage::{Lineage, LineageUnit, UnitEvent, UnitLink};
use crate::measure::{Area, AreaUnits};

/// The most units that a sentence names.
const MOST: usize = 4;

/// In which direction units are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// What became of them.
    Onward,
    /// What they came from.
    Back,
}

/// Why units of one edition are said to have met with their events.
pub(super) struct Reasons<'a> {
    direction: Direction,
    area_units: AreaUnits,
    /// The units of the other edition.
    other: BTreeMap<&'a str, &'a LineageUnit>,
}

impl<'a> Reasons<'a> {
    /// What became of the earlier units of a step.
    pub(super) fn onward(step: &'a Lineage) -> Self {
        Self::of(step, Direction::Onward, &step.came_from)
    }

    /// What the later units of a step came from.
    pub(super) fn back(step: &'a Lineage) -> Self {
        Self::of(step, Direction::Back, &step.became)
    }

    fn of(step: &Lineage, direction: Direction, other: &'a [LineageUnit]) -> Self {
        Self {
            direction,
            area_units: step.area_units,
            other: other.iter().map(|unit| (unit.code.as_str(), unit)).collect(),
        }
    }

    /// In which unit areas are told.
    pub(super) fn area_units(&self) -> AreaUnits {
        self.area_units
    }

    /// The reason of the event of a unit.
    pub(super) fn of_unit(&self, unit: &LineageUnit) -> String {
        let is_onward = self.direction == Direction::Onward;
        let all: Vec<&UnitLink> = unit.links.iter().filter(|link| link.is_substantial()).collect();
        let noise = || -> Area {
            let others = unit.links.iter().filter(|link| link.code != unit.same);
            others.map(|link| link.area).sum()
        };
        match unit.event {
            UnitEvent::Unchanged => "the same land, code and name".to_owned(),
            UnitEvent::Redrawn => format!("the same land but for noise, {} of it lost", self.text(noise())),
            UnitEvent::Renamed => self.with_name(unit),
            UnitEvent::Recoded => match (is_onward, main_code(unit)) {
                (true, code) => format!("the same land, now {}", code.unwrap_or("of another code")),
                (false, code) => format!("the same land, before {}", code.unwrap_or("of another code")),
            },
            UnitEvent::Split if is_onward => format!("split into {}", shares(unit, &all)),
            UnitEvent::Split => self.beside_others(unit, "split off"),
            UnitEvent::Merged if is_onward => self.beside_others(unit, "merged into"),
            UnitEvent::Merged => format!("merged of {}", shares(unit, &all)),
            UnitEvent::Moved => match unit.same.as_deref().filter(|same| *same != unit.code) {
                Some(same) => format!("it is {same} elsewhere, on none of its land"),
                None => "a unit of this code is elsewhere, on none of its land".to_owned(),
            },
            UnitEvent::Created | UnitEvent::Dissolved if all.iter().all(|link| link.code.is_none()) => {
                let when = if is_onward { "afterwards" } else { "before" };
                format!("its land was no unit's {when}")
            }
            UnitEvent::Created => format!("made of parts of {}", shares(unit, &all)),
            UnitEvent::Dissolved => format!("divided among {}", shares(unit, &all)),
            _ => self.exchanged(unit),
        }
    }

    fn main(&self, unit: &LineageUnit) -> Option<&'a LineageUnit> {
        self.other.get(main_code(unit)?).copied()
    }

    fn with_name(&self, unit: &LineageUnit) -> String {
        let name = self.main(unit).and_then(|other| other.name.as_deref());
        let when = match self.direction {
            Direction::Onward => "now",
            Direction::Back => "before",
        };
        format!("the same land, {when} named {}", name.unwrap_or("otherwise"))
    }

    /// That a unit is part of one of the other edition, and which others are.
    fn beside_others(&self, unit: &LineageUnit, what: &str) -> String {
        let Some(other) = self.main(unit) else {
            return format!("{what} no unit");
        };
        let beside = other.links.iter().filter(|link| link.is_most_of_other);
        let codes = beside.filter_map(|link| link.code.as_deref());
        let codes: Vec<&str> = codes.filter(|code| *code != unit.code).collect();
        let part = unit.links.first().map_or(Area::ZERO, |link| link.area);
        let whole = format!("{what} {} ({})", other.code, part.percent_of(unit.area));
        let others = list(codes.iter().map(|code| (*code).to_owned()));
        match (codes.as_slice(), self.direction) {
            ([], _) => whole,
            (_, Direction::Onward) if other.code == unit.code => format!("took in {others}"),
            (_, Direction::Back) if other.code == unit.code => format!("left after {others} split off"),
            _ => format!("{whole}, with {others}"),
        }
    }

    /// What a unit that goes on lost and gained, in the order of time.
    fn exchanged(&self, unit: &LineageUnit) -> String {
        let Some(other) = self.main(unit) else {
            return "no unit has its land".to_owned();
        };
        let (before, after) = match self.direction {
            Direction::Onward => (unit, other),
            Direction::Back => (other, unit),
        };
        let lost = self.exchange("lost", "to", before, &after.code);
        let gained = self.exchange("gained", "from", after, &before.code);
        [lost, gained]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// What land went between a unit and all but the one that goes on from it; none where there is none.
    fn exchange(&self, verb: &str, word: &str, unit: &LineageUnit, but: &str) -> Option<String> {
        let others = unit
            .links
            .iter()
            .filter(|link| link.code.as_deref() != Some(but) && link.is_material);
        let others: Vec<&UnitLink> = others.collect();
        let area: Area = others.iter().map(|link| link.area - link.noise).sum();
        let each = |link: &&UnitLink| format!("{} ({})", code(link), self.text(link.area - link.noise));
        (area > Area::ZERO).then(|| {
            let whom = match others.as_slice() {
                [one] => code(one).to_owned(),
                many => list(many.iter().map(each)),
            };
            format!(
                "{verb} {} ({}) {word} {whom}",
                self.text(area),
                area.percent_of(unit.area)
            )
        })
    }

    fn text(&self, area: Area) -> String {
        self.area_units.text(area)
    }
}

/// The code of the unit of the other edition that is the same, or has most of this one's land.
fn main_code(unit: &LineageUnit) -> Option<&str> {
    let mut codes = unit.links.iter().filter_map(|link| link.code.as_deref());
    let same = unit.same.as_deref();
    codes
        .clone()
        .find(|code| Some(*code) == same)
        .or_else(|| codes.next())
}

fn code(link: &UnitLink) -> &str {
    link.code.as_deref().unwrap_or("no unit")
}

/// Units with the shares of this one that they have.
fn shares(unit: &LineageUnit, links: &[&UnitLink]) -> String {
    list(
        links
            .iter()
            .map(|link| format!("{} ({})", code(link), link.area.percent_of(unit.area))),
    )
}

fn list(items: impl ExactSizeIterator<Item = String>) -> String {
    let more = items.len().saturating_sub(MOST);
    let more = (more > 0).then(|| format!("{more} more"));
    let parts: Vec<String> = items.take(MOST).chain(more).collect();
    match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => parts.concat(),
    }
}
