//! Succession: land whose holder has another name, and not another holder.
//!
//! Where nearly all of one's land goes to another who held next to nothing before, and the first holds next to nothing
//! after, nobody took anything from anybody: the Russian Empire and the USSR, Persia and Iran. Names are all that the data
//! has, so a state that is conquered whole by one that is named for the first time looks the same.
//!
//! The bounds, and what they were weighed by (states of 1914 to 1945, 30 to 40 renamed in each pair):
//! - *Nearly all* is [`PASSED_ON`], four fifths. An heir loses land, too: the Russian Empire passed 88 % to the USSR of 1920,
//!   the German Empire 83 % to Germany. Of states that fell apart no part got more than 67 %.
//! - *Next to nothing* is [`NEXT_TO_NOTHING`], one hundredth. One who held more than that before conquered the rest.
//! - What is passed on is [`HEART`], half, of what the heir holds after, or more. So one has one heir at most and is one's heir
//!   at most, and who is swallowed by a larger new state, as Georgia by the USSR, is not its predecessor.

use std::collections::{BTreeMap, BTreeSet};

use crate::measure::Area;
use crate::model::RenameLine;

/// The least share of the predecessor's land that goes to the heir.
pub const PASSED_ON: f64 = 0.8;
/// The largest share of its land that the predecessor still holds after, and of its own that the heir held before.
pub const NEXT_TO_NOTHING: f64 = 0.01;
/// The least share of the heir's land that comes from the predecessor.
pub const HEART: f64 = 0.5;

/// What became of land that one holds before and one holds after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Fate {
    /// It kept its holder.
    Kept,
    /// It changed hands, or only one of the snapshots has it.
    #[default]
    ChangedHands,
    /// It passed to the heir of its holder.
    Succession,
}

impl Fate {
    /// Of land by its holders before and after, given who is whose heir.
    pub fn of<H: Ord + Copy>(from: Option<H>, to: Option<H>, heirs: &Heirs<H>) -> Self {
        match (from, to) {
            _ if from == to => Self::Kept,
            (Some(from), Some(to)) if heirs.0.get(&from) == Some(&to) => Self::Succession,
            _ => Self::ChangedHands,
        }
    }

    /// Whether land changed hands by it.
    pub const fn is_change_of_hands(self) -> bool {
        matches!(self, Self::ChangedHands)
    }
}

/// One whose land another took over by succession.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Succession {
    /// The predecessor.
    pub from: String,
    /// The heir.
    pub to: String,
    /// What passed from the one to the other.
    pub area: Area,
    /// All that the predecessor held before.
    pub before: Area,
    /// All that the heir holds after.
    pub after: Area,
}

/// The lines of a file of renames that makes one of all who succeeded one another, in order of time: each gets the last name.
/// Who got its first name back is named by it.
pub fn rename_lines<'a>(successions: impl IntoIterator<Item = &'a Succession>) -> Vec<RenameLine> {
    /// Names of one holder, and the last of them.
    struct Names<'a> {
        all: Vec<&'a str>,
        last: &'a str,
    }
    let mut holders: Vec<Names> = Vec::new();
    for Succession { from, to, .. } in successions {
        let is_known = |names: &Names| names.all.contains(&from.as_str()) || names.all.contains(&to.as_str());
        let (same, others): (Vec<Names>, Vec<Names>) = holders.into_iter().partition(is_known);
        let mut all: Vec<&str> = Vec::new();
        for name in same
            .iter()
            .flat_map(|names| &names.all)
            .copied()
            .chain([from.as_str(), to])
        {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        holders = others;
        holders.push(Names { all, last: to });
    }
    let lines = holders.into_iter().flat_map(|Names { all, last }| {
        let old = all.into_iter().filter(move |name| *name != last);
        old.map(move |old| RenameLine {
            old: old.to_owned(),
            new: last.to_owned(),
        })
    });
    lines.collect()
}

/// Who is whose heir: by predecessor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heirs<H>(BTreeMap<H, H>);

impl<H: Ord> Default for Heirs<H> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// Land by who holds it before and after.
#[derive(Debug, Clone, Copy)]
pub struct Flow<H> {
    /// Holder before; none is nobody.
    pub from: Option<H>,
    /// Holder after; none is nobody.
    pub to: Option<H>,
    /// How much it is.
    pub area: Area,
}

impl<H: Ord + Copy> Heirs<H> {
    /// The heirs by all land, unchanged land included, in one flow for each pair or several.
    pub fn of(flows: &[Flow<H>]) -> Self {
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        let mut sums = BTreeMap::new();
        for flow in flows {
            *sums.entry((flow.from, flow.to)).or_insert(Area::ZERO) += flow.area;
            for (side, holder) in [(&mut before, flow.from), (&mut after, flow.to)] {
                if let Some(holder) = holder {
                    *side.entry(holder).or_insert(Area::ZERO) += flow.area;
                }
            }
        }
        let held = |side: &BTreeMap<H, Area>, holder: H| side.get(&holder).copied().unwrap_or_default();
        let share = |part: Area, whole: Area| part.share_of(whole).unwrap_or(0.0);
        let passes = |((from, to), area): ((Option<H>, Option<H>), Area)| {
            let (from, to) = (from?, to?);
            let is_succession = from != to
                && share(area, held(&before, from)) >= PASSED_ON
                && share(area, held(&after, to)) >= HEART
                && share(held(&after, from), held(&before, from)) <= NEXT_TO_NOTHING
                && share(held(&before, to), held(&after, to)) <= NEXT_TO_NOTHING;
            is_succession.then_some((from, to))
        };
        let pairs: Vec<(H, H)> = sums.into_iter().filter_map(passes).collect();
        // Two halves of one heir's land may come from two: then it is the heir of neither.
        let mut known = BTreeSet::new();
        let twice: BTreeSet<H> = pairs
            .iter()
            .filter(|(_, to)| !known.insert(*to))
            .map(|(_, to)| *to)
            .collect();
        Self(pairs.into_iter().filter(|(_, to)| !twice.contains(to)).collect())
    }

    /// The same by other names of the holders.
    pub fn map<O: Ord>(&self, name: impl Fn(H) -> O) -> Heirs<O> {
        Heirs(self.0.iter().map(|(from, to)| (name(*from), name(*to))).collect())
    }
}

impl<H: Ord> FromIterator<(H, H)> for Heirs<H> {
    fn from_iter<I: IntoIterator<Item = (H, H)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fate of every flow: from, to, area in km².
    fn fates(flows: &[(&str, &str, f64)]) -> Vec<Fate> {
        let flow = |&(from, to, km2): &(_, _, f64)| Flow {
            from: Some(from).filter(|name: &&str| !name.is_empty()),
            to: Some(to).filter(|name: &&str| !name.is_empty()),
            area: Area::from_km2(km2),
        };
        let flows: Vec<Flow<&str>> = flows.iter().map(flow).collect();
        let heirs = Heirs::of(&flows);
        flows
            .iter()
            .map(|flow| Fate::of(flow.from, flow.to, &heirs))
            .collect()
    }

    #[test]
    fn lines_lead_to_the_last_name_and_never_in_a_circle() {
        let lines = |pairs: &[(&str, &str)]| {
            let one = |&(from, to): &(&str, &str)| super::Succession {
                from: from.to_owned(),
                to: to.to_owned(),
                area: Area::ZERO,
                before: Area::ZERO,
                after: Area::ZERO,
            };
            let all: Vec<super::Succession> = pairs.iter().map(one).collect();
            let lines = rename_lines(&all);
            assert!(crate::model::Renames::new(lines.iter().map(|l| (&l.old, &l.new))).is_ok());
            lines.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            lines(&[("A", "B"), ("X", "Y"), ("B", "C")]),
            ["X,Y", "A,C", "B,C"]
        );
        assert_eq!(
            lines(&[("Libya", "Libya (IT)"), ("Libya (IT)", "Libya")]),
            ["Libya (IT),Libya"]
        );
    }

    use Fate::{ChangedHands, Kept, Succession};

    #[test]
    fn one_name_for_another_is_a_succession_and_what_is_lost_by_the_way_is_not() {
        assert_eq!(
            fates(&[
                ("Empire", "Union", 88.),
                ("Empire", "Poland", 12.),
                ("Persia", "Iran", 5.),
                ("A", "A", 9.)
            ]),
            [Succession, ChangedHands, Succession, Kept]
        );
    }

    #[test]
    fn conquest_is_none() {
        // Who held land before, who keeps land, who falls apart, who is swallowed by a larger one.
        assert_eq!(fates(&[("A", "B", 90.), ("B", "B", 5.)])[0], ChangedHands);
        assert_eq!(fates(&[("A", "B", 90.), ("A", "A", 5.)])[0], ChangedHands);
        assert_eq!(fates(&[("A", "B", 60.), ("A", "C", 40.)]), [ChangedHands; 2]);
        assert_eq!(
            fates(&[("Empire", "Union", 90.), ("Georgia", "Union", 10.)]),
            [Succession, ChangedHands]
        );
        assert_eq!(fates(&[("A", "U", 50.), ("B", "U", 50.)]), [ChangedHands; 2]);
        assert_eq!(fates(&[("A", "", 90.), ("", "B", 90.)]), [ChangedHands; 2]);
        assert_eq!(fates(&[("A", "B", 50.), ("B", "A", 50.)]), [ChangedHands; 2]);
    }
}
