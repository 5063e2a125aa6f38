//! The units of two editions and the land that links them.

use super::classify::View;
use super::pairs::Pairs;
use super::side::{self, Common, units};
use super::{LineageOptions, LineageUnit, UnitLabels};
use crate::change::{Change, Counted, Transition};
use crate::measure::{Area, AreaUnits, Length};
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
    /// What weights are by in place of area, if anything.
    pub counted: Option<Counted>,
    /// In which unit areas are told to people.
    pub area_units: AreaUnits,
    /// The earlier units by code, with what became of them.
    pub became: Vec<LineageUnit>,
    /// The later units by code, with how they came about.
    pub came_from: Vec<LineageUnit>,
}

impl Lineage {
    /// The lineage of the controllers of a change, and what was counted on their land in it; `labels` have the codes of the later ones.
    pub fn of(
        change: &Change,
        counted: Option<Counted>,
        options: &LineageOptions,
        labels: &UnitLabels,
    ) -> Self {
        let [before, after] = &change.ground.snapshots;
        let name = options.name.as_deref();
        let own = UnitLabels::default();
        let count = |transition: &Transition| {
            let holders = [transition.from.clone(), transition.to.clone()];
            let of_holders = counted
                .as_ref()
                .and_then(|counted| counted.by_holders.get(&holders));
            of_holders.copied().unwrap_or_default()
        };
        let common = change.transitions.iter().map(|transition| Common {
            codes: [
                transition.from.as_deref(),
                transition.to.as_deref().map(|label| labels.code(label)),
            ],
            area: transition.area,
            noise: transition.noise,
            counted: count(transition),
        });
        let common: Vec<Common> = common.collect();
        let sides = side::sides([units(before, name, &own), units(after, name, labels)], &common);
        let pairs = Pairs::of(&sides, options.link);
        let [earlier, later] = &sides;
        let onward = View {
            own: earlier,
            other: later,
            same: &pairs.onward,
            same_back: &pairs.back,
        };
        let back = onward.back();
        let came_from = back.units().map(|unit| LineageUnit {
            event: unit.event.reversed(),
            ..unit
        });
        Self {
            became: onward.units().collect(),
            came_from: came_from.collect(),
            before: change.before.clone(),
            after: change.after.clone(),
            tolerance: change.tolerance,
            evidence: change.evidence,
            moved: change.changes().map(Transition::without_noise).sum(),
            noise: change.changes().map(|transition| transition.noise).sum(),
            area_units: change.area_units,
            counted,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineage::{LinkBy, UnitEvent};
    use crate::measure::Length;
    use crate::noise::ClassifiedOverlay;
    use crate::overlay::{Settings, Step, ToleranceSetting};
    use crate::progress::Progress;
    use crate::testing::{bands, shared};

    /// The lineage of strips from west to east, by code.
    fn lineage(before: &[(&str, f64, f64)], after: &[(&str, f64, f64)]) -> Lineage {
        linked(before, after, LinkBy::Land)
    }

    fn linked(before: &[(&str, f64, f64)], after: &[(&str, f64, f64)], link: LinkBy) -> Lineage {
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
            &LineageOptions { name: None, link },
            &UnitLabels::default(),
        )
    }

    fn events(units: &[LineageUnit]) -> Vec<(&str, UnitEvent)> {
        units
            .iter()
            .map(|unit| (unit.code.as_str(), unit.event))
            .collect()
    }

    /// What becomes of the units by land, and the same backwards in time.
    fn check(
        before: &[(&str, f64, f64)],
        after: &[(&str, f64, f64)],
        became: &[(&str, UnitEvent)],
        came_from: &[(&str, UnitEvent)],
    ) {
        check_linked(LinkBy::Land, before, after, became, came_from);
    }

    fn check_linked(
        link: LinkBy,
        before: &[(&str, f64, f64)],
        after: &[(&str, f64, f64)],
        became: &[(&str, UnitEvent)],
        came_from: &[(&str, UnitEvent)],
    ) {
        let onward = linked(before, after, link);
        assert_eq!(events(&onward.became), became);
        assert_eq!(events(&onward.came_from), came_from);
        let back = linked(after, before, link);
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

    /// Strips of a hundred metres, where two hundred are noise: what land they have in common with whom tells nothing, their codes do.
    #[test]
    fn units_narrower_than_noise_are_told_by_their_codes() {
        use UnitEvent::{Created, Dissolved, Merged, Redrawn, Unchanged};
        // An island drawn beside where it was, and an enclave drawn mostly on land of its neighbour.
        let before = [("A", 0., 2.), ("E", 2., 2.001), ("I", 5., 5.001)];
        let after = [("A", 0., 2.0008), ("E", 2.0008, 2.0018), ("I", 5.0008, 5.0018)];
        let all = [("A", Redrawn), ("E", Redrawn), ("I", Redrawn)];
        check(&before, &after, &all, &all);
        // Without their codes in both editions land has the say.
        let after = [("A", 0., 2.0008), ("F", 2.0008, 2.0018), ("J", 5.0008, 5.0018)];
        let became = [("A", Merged), ("E", Merged), ("I", Dissolved)];
        check(
            &before,
            &after,
            &became,
            &[("A", Merged), ("F", Created), ("J", Created)],
        );
        // A wide unit is told by its land, whatever noise lies beside it.
        let before = [("A", 0., 2.), ("B", 2., 5.)];
        let after = [("A", 0., 2.001), ("B", 2.001, 5.)];
        check(
            &before,
            &after,
            &[("A", Redrawn), ("B", Redrawn)],
            &[("A", Redrawn), ("B", Redrawn)],
        );
        check(
            &before,
            &before,
            &[("A", Unchanged), ("B", Unchanged)],
            &[("A", Unchanged), ("B", Unchanged)],
        );
    }

    /// The same unit by its code is the same wherever its land is; a code that one part of a split unit keeps hides no split.
    #[test]
    fn codes_make_units_the_same_and_hide_no_split() {
        use UnitEvent::{Merged, Moved, Rearranged, Recoded, Split, Unchanged};
        let code = LinkBy::Code;
        // Two units exchanged their codes, a third has another one.
        let before = [("A", 0., 1.), ("B", 1., 2.), ("C", 2., 3.)];
        let after = [("B", 0., 1.), ("A", 1., 2.), ("D", 2., 3.)];
        check(
            &before,
            &after,
            &[("A", Recoded), ("B", Recoded), ("C", Recoded)],
            &[("A", Recoded), ("B", Recoded), ("D", Recoded)],
        );
        check_linked(
            code,
            &before,
            &after,
            &[("A", Moved), ("B", Moved), ("C", Recoded)],
            &[("A", Moved), ("B", Moved), ("D", Recoded)],
        );
        // One lost most of its land and gained as much: by land it is another one.
        let before = [("C", 0., 3.), ("A", 3., 5.), ("B", 5., 9.)];
        let after = [("C", 0., 2.), ("A", 2., 3.8), ("B", 3.8, 9.)];
        let by_land = linked(&before, &after, LinkBy::Land).became;
        assert_eq!(by_land[0].event, Merged);
        let by_code = linked(&before, &after, code).became;
        assert_eq!(by_code[0].event, Rearranged);
        assert_eq!(by_code[0].same.as_deref(), Some("A"));
        // Of a split, the part with the code may be the smaller one.
        let before = [("A", 0., 4.), ("B", 4., 5.)];
        let after = [("N", 0., 3.), ("A", 3., 4.), ("B", 4., 5.)];
        for link in LinkBy::ALL {
            check_linked(
                link,
                &before,
                &after,
                &[("A", Split), ("B", Unchanged)],
                &[("A", Split), ("B", Unchanged), ("N", Split)],
            );
        }
        let same = |link| linked(&before, &after, link).became[0].same.clone().unwrap();
        assert_eq!([same(LinkBy::Land), same(code)], ["N", "A"]);
        // A small unit that takes in a large one and keeps its code.
        let before = [("A", 0., 1.), ("B", 1., 9.)];
        let after = [("A", 0., 9.)];
        check_linked(
            code,
            &before,
            &after,
            &[("A", Merged), ("B", Merged)],
            &[("A", Merged)],
        );
    }
}
