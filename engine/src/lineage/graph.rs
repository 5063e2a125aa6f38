//! The units of two editions and the land that links them.

use std::collections::BTreeMap;

use super::{UnitEvent, UnitLabels};
use crate::change::{Change, Transition};
use crate::measure::{Area, AreaUnits, Length};
use crate::model::Snapshot;
use crate::noise::Evidence;
use crate::overlay::SnapshotFigures;

/// What became of the units of an edition of a layer in the next one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Lineage {
    /// The earlier edition.
    pub before: SnapshotFigures,
    /// The later edition.
    pub after: SnapshotFigures,
    /// Pieces narrower than this are noise.
    pub tolerance: Length,
    /// Why land that went to other units is noise or counts; none where the tolerance was set.
    pub evidence: Option<Evidence>,
    /// The land that went from one unit to another, or from or to none, without noise; that of a unit that got another code stayed.
    pub moved: Area,
    /// The noise beside it.
    pub noise: Area,
    /// In which unit areas are told to people.
    pub area_units: AreaUnits,
    /// The earlier units by code, with what became of them.
    pub became: Vec<LineageUnit>,
    /// The later units by code, with how they came about.
    pub came_from: Vec<LineageUnit>,
}

/// A unit of one edition.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LineageUnit {
    /// The code by which units are told apart.
    pub code: String,
    /// Its name, where that is another than its code.
    pub name: Option<String>,
    /// Its land.
    pub area: Area,
    /// What became of it, or how it came about.
    pub event: UnitEvent,
    /// The land that it has in common with units of the other edition, most first; without a code, with none.
    pub links: Vec<UnitLink>,
}

/// Land that two units have in common.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UnitLink {
    /// The code of the unit in the other edition; none where that has no unit.
    pub code: Option<String>,
    /// How much land, noise included.
    pub area: Area,
    /// The part of it that is noise.
    pub noise: Area,
    /// Whether it is more than noise: without noise a ten thousandth or more of the smaller of the two units.
    pub is_material: bool,
    /// Whether most of the unit with this link is land of the other one.
    pub is_most_of_this: bool,
    /// Whether most of the other one is land of the unit with this link.
    pub is_most_of_other: bool,
}

impl UnitLink {
    /// Whether they are one unit that goes on: most of either is the other's.
    pub fn goes_on(&self) -> bool {
        self.is_most_of_this && self.is_most_of_other
    }

    /// Whether the two have more than noise in common, or most of either is the other's.
    pub fn is_substantial(&self) -> bool {
        self.is_material || self.is_most_of_this || self.is_most_of_other
    }
}

/// Units by code.
type Units<'a> = BTreeMap<&'a str, UnitLand<'a>>;

/// What is known of a unit before it is classified.
#[derive(Default)]
struct UnitLand<'a> {
    name: Option<&'a str>,
    area: Area,
    /// By the code of the unit in the other edition, the common land and the noise in it.
    common: BTreeMap<Option<&'a str>, (Area, Area)>,
}

impl Lineage {
    /// The lineage of the controllers of a change. `name` is the property with the names of units, if they have one beside what
    /// names the controllers; `labels` have the codes of the later controllers.
    pub fn of(change: &Change, name: Option<&str>, labels: &UnitLabels) -> Self {
        let [before, after] = &change.ground.snapshots;
        let own = UnitLabels::default();
        let mut sides = [units(before, name, &own), units(after, name, labels)];
        for transition in &change.transitions {
            let to = transition.to.as_deref().map(|label| labels.code(label));
            let codes = [transition.from.as_deref(), to];
            for (side, units) in sides.iter_mut().enumerate() {
                let Some(unit) = codes[side].and_then(|code| units.get_mut(code)) else {
                    continue;
                };
                unit.area += transition.area;
                let (area, noise) = unit.common.entry(codes[1 - side]).or_default();
                *area += transition.area;
                *noise += transition.noise;
            }
        }
        let [earlier, later] = &sides;
        let came_from = classified(later, earlier).map(|unit| LineageUnit {
            event: unit.event.reversed(),
            ..unit
        });
        Self {
            became: classified(earlier, later).collect(),
            came_from: came_from.collect(),
            before: change.before.clone(),
            after: change.after.clone(),
            tolerance: change.tolerance,
            evidence: change.evidence,
            moved: change.changes().map(Transition::without_noise).sum(),
            noise: change.changes().map(|transition| transition.noise).sum(),
            area_units: change.area_units,
        }
    }

    /// The same of the editions of another lineage, whose units have other labels.
    #[must_use]
    pub fn of_editions(self, other: Self) -> Self {
        Self {
            before: other.before,
            after: other.after,
            ..self
        }
    }
}

/// The units of a snapshot, without land.
fn units<'a>(snapshot: &'a Snapshot, name: Option<&str>, labels: &'a UnitLabels) -> Units<'a> {
    let mut units = Units::new();
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

/// The units of one side with their links to the other, and what becomes of them on the way to it.
fn classified<'a>(own: &'a Units<'a>, other: &'a Units<'a>) -> impl Iterator<Item = LineageUnit> + use<'a> {
    let with_land = own.iter().filter(|(_, unit)| unit.area > Area::ZERO);
    with_land.map(|(&code, unit)| {
        let links = links(unit, other);
        LineageUnit {
            code: code.to_owned(),
            name: unit.name.map(str::to_owned),
            area: unit.area,
            event: event(code, unit, &links, own, other),
            links,
        }
    })
}

/// Less than this share of a unit is neither gain nor loss.
const MATERIAL: f64 = 1e-4;

fn is_material(part: Area, whole: Area) -> bool {
    part.share_of(whole).is_some_and(|share| share >= MATERIAL)
}

/// Whether a part is more than half of a whole.
fn is_most(part: Area, whole: Area) -> bool {
    part + part > whole
}

fn links(unit: &UnitLand, other: &Units) -> Vec<UnitLink> {
    let common = unit.common.iter();
    let mut links: Vec<UnitLink> = common
        .map(|(&code, &(area, noise))| {
            let other = code.and_then(|code| other.get(code)).map(|other| other.area);
            UnitLink {
                code: code.map(str::to_owned),
                area,
                noise,
                is_material: is_material(
                    area - noise,
                    other.map_or(unit.area, |other| other.min(unit.area)),
                ),
                is_most_of_this: is_most(area, unit.area),
                is_most_of_other: other.is_some_and(|other| is_most(area, other)),
            }
        })
        .collect();
    links.sort_by(|a, b| b.area.cmp(&a.area).then_with(|| a.code.cmp(&b.code)));
    links
}

/// What becomes of a unit on the way from its own edition to the other.
fn event(code: &str, unit: &UnitLand, links: &[UnitLink], own: &Units, other: &Units) -> UnitEvent {
    let is_elsewhere =
        other.get(code).is_some_and(|same| same.area > Area::ZERO) && !unit.common.contains_key(&Some(code));
    let with_code = |link: &'_ UnitLink| link.code.as_deref().and_then(|code| other.get_key_value(code));
    let children = links.iter().filter(|link| link.is_most_of_other);
    let children: Vec<_> = children
        .filter_map(|link| Some((link, with_code(link)?)))
        .collect();
    let is_part_of_one = links
        .iter()
        .any(|link| link.is_most_of_this && link.code.is_some());
    match children.as_slice() {
        [] if is_elsewhere => UnitEvent::Moved,
        [] if is_part_of_one => UnitEvent::Merged,
        [] => UnitEvent::Dissolved,
        [(link, (_, child))] if link.is_most_of_this && parts(child, own) > 1 => UnitEvent::Merged,
        [(link, (child_code, child))] if link.is_most_of_this || **child_code == code => {
            continued(code, unit, child_code, child)
        }
        _ => UnitEvent::Split,
    }
}

/// Of how many units of the other edition most is land of this one.
fn parts(unit: &UnitLand, other: &Units) -> usize {
    let is_part = |(code, (area, _)): (Option<&str>, &(Area, Area))| {
        let part = code.and_then(|code| other.get(code));
        part.is_some_and(|part| is_most(*area, part.area))
    };
    unit.common
        .iter()
        .filter(|(code, part)| is_part((**code, part)))
        .count()
}

/// What becomes of a unit of which most, and most of nobody else, is one unit of the other edition.
fn continued(code: &str, unit: &UnitLand, heir_code: &str, heir: &UnitLand) -> UnitEvent {
    let sum = |land: &UnitLand, but: &str| {
        let others = land.common.iter().filter(|(code, _)| **code != Some(but));
        others.fold((Area::ZERO, Area::ZERO), |(real, noise), (_, part)| {
            (real + part.0 - part.1, noise + part.1)
        })
    };
    let (lost, lost_noise) = sum(unit, heir_code);
    let (gained, gained_noise) = sum(heir, code);
    let is_redrawn = [lost, gained, lost_noise, gained_noise]
        .into_iter()
        .any(|part| part > Area::ZERO);
    match (is_material(gained, heir.area), is_material(lost, unit.area)) {
        (true, true) => UnitEvent::Rearranged,
        (true, false) => UnitEvent::Enlarged,
        (false, true) => UnitEvent::Reduced,
        (false, false) if code != heir_code => UnitEvent::Recoded,
        (false, false)
            if unit
                .name
                .zip(heir.name)
                .is_some_and(|(before, after)| before != after) =>
        {
            UnitEvent::Renamed
        }
        (false, false) if is_redrawn => UnitEvent::Redrawn,
        (false, false) => UnitEvent::Unchanged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Length;
    use crate::noise::ClassifiedOverlay;
    use crate::overlay::{Settings, Step, ToleranceSetting};
    use crate::progress::Progress;
    use crate::testing::{bands, shared};

    /// The lineage of strips from west to east, by code.
    fn lineage(before: &[(&str, f64, f64)], after: &[(&str, f64, f64)]) -> Lineage {
        let settings = Settings::default().tolerance(ToleranceSetting::Fixed(Length::from_m(200.0)));
        let snapshots = shared(vec![bands(before), bands(after)]);
        let classified = ClassifiedOverlay::new(
            snapshots,
            std::sync::Arc::default(),
            &settings,
            &Progress::default(),
        )
        .unwrap();
        Lineage::of(
            &Change::between(&classified, Step::overall(2)).unwrap(),
            None,
            &UnitLabels::default(),
        )
    }

    fn events(units: &[LineageUnit]) -> Vec<(&str, UnitEvent)> {
        units
            .iter()
            .map(|unit| (unit.code.as_str(), unit.event))
            .collect()
    }

    /// What becomes of the units, and the same backwards in time.
    fn check(
        before: &[(&str, f64, f64)],
        after: &[(&str, f64, f64)],
        became: &[(&str, UnitEvent)],
        came_from: &[(&str, UnitEvent)],
    ) {
        let onward = lineage(before, after);
        assert_eq!(events(&onward.became), became);
        assert_eq!(events(&onward.came_from), came_from);
        let back = lineage(after, before);
        let reversed = |units: &[LineageUnit]| -> Vec<(String, UnitEvent)> {
            units
                .iter()
                .map(|unit| (unit.code.clone(), unit.event.reversed()))
                .collect()
        };
        let named = |events: &[(&str, UnitEvent)]| -> Vec<(String, UnitEvent)> {
            events
                .iter()
                .map(|(code, event)| ((*code).to_owned(), *event))
                .collect()
        };
        assert_eq!(reversed(&back.came_from), named(became));
        assert_eq!(reversed(&back.became), named(came_from));
    }

    #[test]
    fn a_split_is_seen_though_one_part_keeps_the_code() {
        use UnitEvent::{Merged, Split, Unchanged};
        let before = [("A", 0., 4.), ("B", 4., 5.)];
        let after = [("A", 0., 3.), ("N", 3., 4.), ("B", 4., 5.)];
        let parts = [("A", Split), ("B", Unchanged), ("N", Split)];
        check(&before, &after, &[("A", Split), ("B", Unchanged)], &parts);
        let merged = [("A", Merged), ("B", Unchanged), ("N", Merged)];
        check(&after, &before, &merged, &[("A", Merged), ("B", Unchanged)]);
    }

    #[test]
    fn borders_that_move_enlarge_and_reduce() {
        use UnitEvent::{Enlarged, Rearranged, Redrawn, Reduced};
        let before = [("A", 0., 2.), ("B", 2., 4.), ("C", 4., 6.)];
        let after = [("A", 0., 2.1), ("B", 2.1, 4.1), ("C", 4.1, 6.)];
        let all = [("A", Enlarged), ("B", Rearranged), ("C", Reduced)];
        check(&before, &after, &all, &all);
        // A hundred metres are noise.
        let after = [("A", 0., 2.001), ("B", 2.001, 4.), ("C", 4., 6.)];
        let all = [("A", Redrawn), ("B", Redrawn), ("C", UnitEvent::Unchanged)];
        check(&before, &after, &all, &all);
    }

    #[test]
    fn codes_and_land_are_told_apart() {
        use UnitEvent::{Created, Dissolved, Moved, Recoded, Split};
        check(
            &[("A", 0., 1.)],
            &[("X", 0., 1.)],
            &[("A", Recoded)],
            &[("X", Recoded)],
        );
        // Land that no unit had, and land that none has afterwards.
        check(
            &[("A", 0., 1.)],
            &[("B", 3., 4.)],
            &[("A", Dissolved)],
            &[("B", Created)],
        );
        check(
            &[("A", 0., 1.)],
            &[("A", 3., 4.)],
            &[("A", Moved)],
            &[("A", Moved)],
        );
        // Divided so that most of no unit is its land, and none has most of it.
        let before = [("A", 0., 2.), ("B", 2., 4.), ("C", 4., 6.)];
        let after = [("A", 0., 3.), ("C", 3., 6.)];
        let lineage = lineage(&before, &after);
        assert_eq!(lineage.became[1].event, Dissolved);
        let links: Vec<_> = lineage.became[1]
            .links
            .iter()
            .map(|link| link.code.as_deref())
            .collect();
        assert_eq!(links, [Some("A"), Some("C")]);
        // Most goes to a larger unit, the rest is a new one.
        let before = [("A", 0., 9.), ("B", 9., 10.)];
        let after = [("A", 0., 9.6), ("N", 9.6, 10.)];
        let split = self::lineage(&before, &after);
        assert_eq!(split.became[1].event, Split);
    }
}
