//! Which unit of one edition is the same in the other one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::LinkBy;
use super::side::{Side, SideUnit};
use super::unit::UnitLink;

/// The codes of units by the code that the same unit has in the other edition; each unit is the same as one at most.
#[derive(Default)]
pub(super) struct Pairs<'a> {
    pub(super) onward: BTreeMap<&'a str, &'a str>,
    pub(super) back: BTreeMap<&'a str, &'a str>,
}

impl<'a> Pairs<'a> {
    pub(super) fn of([earlier, later]: &'a [Side<'a>; 2], by: LinkBy) -> Self {
        let mut pairs = Self::default();
        match by {
            LinkBy::Land => {}
            LinkBy::Code => pairs.add_of_key(earlier, later, |code, _| code),
            LinkBy::Name => pairs.add_of_key(earlier, later, |code, unit| unit.name.unwrap_or(code)),
        }
        pairs.add_within_noise(earlier, later);
        pairs.add_linked(earlier, |_, link| link.is_most_of_both());
        pairs.add_linked(earlier, |code, link| {
            link.code.as_deref() == Some(code) && (link.is_most_of_this || link.is_most_of_other)
        });
        pairs
    }

    /// Adds the units that both editions call the same: those with most land in common first. Units without common land beyond noise
    /// are the same if no others are called so.
    fn add_of_key(
        &mut self,
        earlier: &'a Side<'a>,
        later: &'a Side<'a>,
        key: impl Fn(&'a str, &SideUnit<'a>) -> &'a str,
    ) {
        let by_key = |side: &'a Side<'a>| {
            let mut by_key: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
            for (code, unit) in side {
                by_key.entry(key(code, unit)).or_default().push(code);
            }
            by_key
        };
        let [earlier_by_key, later_by_key] = [earlier, later].map(by_key);
        let mut common = Vec::new();
        for (from, unit) in earlier {
            for link in unit.links.iter().filter(|link| link.is_material) {
                let to = link.code.as_deref().and_then(|code| later.get_key_value(code));
                if let Some((to, _)) = to.filter(|(to, other)| key(to, other) == key(from, unit)) {
                    common.push((Reverse(link.area), *from, *to));
                }
            }
        }
        common.sort_unstable();
        for (_, from, to) in common {
            self.add(from, to);
        }
        for (name, before) in earlier_by_key {
            let after = later_by_key.get(name).map(Vec::as_slice).unwrap_or_default();
            if let ([from], [to]) = (before.as_slice(), after) {
                self.add(from, to);
            }
        }
    }

    /// Adds units of one code that differ by noise alone: land that is noise, which may be most of a small unit, tells nothing.
    fn add_within_noise(&mut self, earlier: &'a Side<'a>, later: &'a Side<'a>) {
        for (from, unit) in earlier {
            let namesake = later.get_key_value(from).filter(|_| unit.is_but_for_noise(from));
            if let Some((to, _)) = namesake.filter(|(_, other)| other.is_but_for_noise(from)) {
                self.add(from, to);
            }
        }
    }

    /// Adds units by their land.
    fn add_linked(&mut self, earlier: &'a Side<'a>, are_same: impl Fn(&str, &UnitLink) -> bool) {
        for (code, unit) in earlier {
            let link = unit.links.iter().find(|link| are_same(code, link));
            if let Some(to) = link.and_then(|link| link.code.as_deref()) {
                self.add(code, to);
            }
        }
    }

    /// Adds two units, unless either is the same as another one.
    fn add(&mut self, from: &'a str, to: &'a str) {
        if !self.onward.contains_key(from) && !self.back.contains_key(to) {
            self.onward.insert(from, to);
            self.back.insert(to, from);
        }
    }
}
