//! Heirs: who holds another's land under another name.
//!
//! The bounds, and what they were weighed by (states of 1914 to 1945, 30 to 40 renamed in each pair):
//! - *Nearly all* is [`PASSED_ON`], four fifths. An heir loses land, too: the Russian Empire passed 88 % to the USSR of 1920,
//!   the German Empire 83 % to Germany. Of states that fell apart no part got more than 67 %.
//! - *Next to nothing* is [`NEXT_TO_NOTHING`], one hundredth. One who held more than that before conquered the rest.
//! - What is passed on is [`HEART`], half, of what the heir holds after, or more. So one has one heir at most and is one's heir
//!   at most, and who is swallowed by a larger new state, as Georgia by the USSR, is not its predecessor.

use std::collections::{BTreeMap, BTreeSet};

use crate::measure::Area;

/// The least share of the predecessor's land that goes to the heir.
pub const PASSED_ON: f64 = 0.8;
/// The largest share of its land that the predecessor still holds after, and of its own that the heir held before.
pub const NEXT_TO_NOTHING: f64 = 0.01;
/// The least share of the heir's land that comes from the predecessor.
pub const HEART: f64 = 0.5;

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

    /// The heir of a holder, if it has one.
    pub fn heir(&self, holder: H) -> Option<H> {
        self.0.get(&holder).copied()
    }

    /// The heir of a holder; itself if it has none.
    pub fn last(&self, holder: H) -> H {
        self.heir(holder).unwrap_or(holder)
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
