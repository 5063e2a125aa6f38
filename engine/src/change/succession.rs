//! Succession: land whose holder has another name, and not another holder.
//!
//! Where nearly all of one's land goes to another who held next to nothing before, and the first holds next to nothing
//! after, nobody took anything from anybody: the Russian Empire and the USSR, Persia and Iran. Names are all that the data
//! has, so a state that is conquered whole by one that is named for the first time looks the same.
//! Who is whose heir, and by which bounds, is [`Heirs`].

use crate::measure::Area;
use crate::model::RenameLine;
use crate::overlay::Heirs;

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
            (Some(from), Some(to)) if heirs.heir(from) == Some(to) => Self::Succession,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overlay::Flow;

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
