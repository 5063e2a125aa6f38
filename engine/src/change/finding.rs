//! The finding: the one sentence that says what a change comes to.

use std::collections::BTreeMap;

use super::{Change, Transition};
use crate::language::Language;
use crate::measure::Area;

/// What every table and map says of the lines it is drawn from.
pub const DISCLAIMER: &str =
    "Lines of control are approximate. Boundaries and names shown do not imply endorsement.";

impl Change {
    /// The strongest statement about the change, in neutral words and without a full stop: who gained most, how much
    /// beyond noise, from whom and between when. Fit for a heading.
    ///
    /// Land that only one snapshot has came from nobody or went to nobody.
    ///
    /// `Azerbaijan gained 9,090 km² from the Nagorno-Karabakh Republic between 12 May 1994 and 1 December 2020`
    ///
    /// Of equal gainers the first by name is named. Where nobody gained, it says what is no longer held, or that no
    /// land changed hands.
    pub fn finding(&self) -> String {
        format!("{} {}", self.headline(), self.between_when())
    }

    /// The finding without its dates, for a heading above a line that has them.
    ///
    /// `Azerbaijan gained 9,090 km² from the Nagorno-Karabakh Republic`
    pub fn headline(&self) -> String {
        self.headline_in(&Language::default())
    }

    /// The headline in a language.
    pub fn headline_in(&self, language: &Language) -> String {
        if let Some((name, gain)) = largest(self.gains()) {
            return language.gained(name, gain, &self.givers(name));
        }
        if let Some((name, loss)) = largest(self.losses_to_nobody()) {
            return language.lost(name, loss, &[(None, loss)]);
        }
        let noise: Area = self.changes().map(|t| t.noise).sum();
        if noise > Area::ZERO {
            return language.only_noise(noise, self.tolerance);
        }
        language.words.title.nothing.clone()
    }

    fn between_when(&self) -> String {
        let (before, after) = (self.before.heading(), self.after.heading());
        if before == after {
            // Two editions of one date: only the files tell them apart.
            return format!("between {} and {}", self.before.path, self.after.path);
        }
        format!("between {before} and {after}")
    }

    fn gains(&self) -> BTreeMap<&str, Area> {
        sum_by(self.changes(), |t| t.to.as_deref())
    }

    fn losses_to_nobody(&self) -> BTreeMap<&str, Area> {
        sum_by(self.changes().filter(|t| t.to.is_none()), |t| t.from.as_deref())
    }

    /// From whom the gainer gained, the most first.
    fn givers(&self, gainer: &str) -> Vec<(Option<&str>, Area)> {
        let mut givers: Vec<&Transition> = self
            .changes()
            .filter(|t| t.to.as_deref() == Some(gainer) && t.without_noise() > Area::ZERO)
            .collect();
        givers.sort_by_key(|t| (std::cmp::Reverse(t.without_noise()), t.from.is_none(), &t.from));
        givers
            .iter()
            .map(|t| (t.from.as_deref(), t.without_noise()))
            .collect()
    }
}

fn sum_by<'a>(
    transitions: impl Iterator<Item = &'a Transition>,
    holder: impl Fn(&'a Transition) -> Option<&'a str>,
) -> BTreeMap<&'a str, Area> {
    let mut sums = BTreeMap::new();
    for transition in transitions {
        if let Some(name) = holder(transition) {
            *sums.entry(name).or_default() += transition.without_noise();
        }
    }
    sums
}

fn largest(sums: BTreeMap<&str, Area>) -> Option<(&str, Area)> {
    sums.into_iter()
        .filter(|&(_, area)| area > Area::ZERO)
        .max_by_key(|&(name, area)| (area, std::cmp::Reverse(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{EdgeModel, Length};
    use crate::model::Snapshot;
    use crate::overlay::{SnapshotFigures, Step};

    fn figures(path: &str, date: Option<&str>) -> SnapshotFigures {
        SnapshotFigures {
            path: path.to_owned(),
            title: None,
            date: date.map(|d| d.parse().unwrap()),
            area: Area::ZERO,
            overlap: Area::ZERO,
            overlaps: None,
            sources: vec![],
            hash: String::new(),
        }
    }

    /// The finding of transitions: from, to, area and the noise in it.
    fn finding(transitions: &[(&str, &str, f64, f64)]) -> String {
        let name = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        let transition = |&(from, to, area, noise): &(&str, &str, f64, f64)| Transition {
            from: name(from),
            to: name(to),
            area: Area::from_km2(area),
            noise: Area::from_km2(noise),
            margin: None,
            parts: 1,
        };
        let change = Change {
            step: Step::new(0, 1),
            before: figures("a.geojson", Some("1994-05-12")),
            after: figures("b.geojson", Some("2020-12")),
            edges: EdgeModel::default(),
            tolerance: Length::from_m(250.0),
            evidence: None,
            transitions: transitions.iter().map(transition).collect(),
            controllers: vec![],
            transfers: vec![],
            recognition: None,
            closure: 0.0,
            ground: crate::testing::change(Snapshot::default(), Snapshot::default(), 0.0).ground,
        };
        let text = change.finding();
        let end = " between 12 May 1994 and December 2020";
        assert!(text.contains(end), "{text}");
        text.replace(end, "")
    }

    #[test]
    fn the_largest_gainer_is_told_with_what_it_gained_beyond_noise() {
        let changes = [
            ("Nagorno-Karabakh Republic", "Azerbaijan", 9_092.0, 2.0),
            ("Azerbaijan", "Armenia", 12.0, 0.0),
            ("Azerbaijan", "Azerbaijan", 70_000.0, 0.0),
        ];
        assert_eq!(
            finding(&changes),
            "Azerbaijan gained 9,090 km² from the Nagorno-Karabakh Republic"
        );
    }

    #[test]
    fn several_givers_are_told_apart() {
        let mut changes = vec![("B", "Republic of A", 5.0, 0.0), ("", "Republic of A", 3.0, 0.0)];
        assert_eq!(
            finding(&changes),
            "The Republic of A gained 5.00 km² from B and 3.00 km² from nobody"
        );
        changes.push(("C", "Republic of A", 1.0, 0.0));
        assert_eq!(
            finding(&changes),
            "The Republic of A gained 9.00 km², 5.00 km² of it from B"
        );
    }

    #[test]
    fn without_a_gainer_it_says_what_is_left() {
        assert_eq!(
            finding(&[("the A", "", 5.0, 0.0)]),
            "the A lost 5.00 km² to nobody"
        );
        assert_eq!(
            finding(&[("A", "B", 0.5, 0.5)]),
            "No land changed hands but 0.500 km² in slivers narrower than 250 m"
        );
        assert_eq!(finding(&[("A", "A", 5.0, 0.0)]), "No land changed hands");
    }

    #[test]
    fn equal_gains_are_told_in_order_of_name() {
        let changes = [("C", "B", 5.0, 0.0), ("C", "A", 5.0, 0.0)];
        assert_eq!(finding(&changes), "A gained 5.00 km² from C");
    }
}
