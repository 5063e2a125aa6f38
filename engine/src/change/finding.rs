//! The finding: the one sentence that says what a change comes to.

use std::collections::BTreeMap;

use super::{Change, Succession, Transition};
use crate::language::{Language, Part};
use crate::measure::{Area, AreaUnits};

/// What every table and map says of the lines it is drawn from.
pub const DISCLAIMER: &str =
    "Lines of control are approximate. Boundaries and names shown do not imply endorsement.";

/// What is said after the land that changed hands where more than a tenth of all changed land is noise and left out:
/// `; 12 km² more, 27.3% of the land that differs, is noise`. None where less is, or nothing else.
pub fn noise_clause(changed: Area, noise: Area, units: AreaUnits) -> Option<String> {
    const WORTH_TELLING: f64 = 0.1;
    let all = changed + noise;
    let is_told = changed > Area::ZERO && noise.share_of(all).is_some_and(|share| share > WORTH_TELLING);
    is_told.then(|| {
        format!(
            "; {} more, {} of the land that differs, is noise",
            units.headline(noise),
            noise.percent_of(all)
        )
    })
}

impl Change {
    /// The strongest statement about the change, in neutral words and without a full stop: who gained or lost most on
    /// balance, how much beyond noise, from whom or to whom and between when. Fit for a heading.
    ///
    /// Land that only one snapshot has came from nobody or went to nobody. Land that passed to its holder's heir is not
    /// counted, see [`Fate::Succession`](super::Fate::Succession).
    ///
    /// `Azerbaijan gained 9,090 km² from the Nagorno-Karabakh Republic between 12 May 1994 and 1 December 2020`
    ///
    /// Where a gain and a loss are within a hundredth of each other the gain is told, of equals the first by name. Where
    /// nobody gained or lost, it says who succeeded whom, or that no land changed hands.
    ///
    /// Where all figures are about some land alone, it begins with that: `Within Donbas: …`. Where noise is more than a
    /// tenth of the changed land, it ends with that: see [`noise_clause`].
    pub fn finding(&self) -> String {
        let within = self
            .within
            .as_ref()
            .map(|within| format!("Within {}: ", within.name));
        let noise = noise_clause(self.changed_area(), self.noise_area(), self.area_units);
        format!(
            "{}{} {}{}",
            within.unwrap_or_default(),
            self.headline(),
            self.between_when(),
            noise.unwrap_or_default()
        )
    }

    /// The finding without its dates, for a heading above a line that has them.
    ///
    /// `Azerbaijan gained 9,090 km² from the Nagorno-Karabakh Republic`
    pub fn headline(&self) -> String {
        self.headline_in(&Language::default())
    }

    /// The headline in a language, areas in the unit that suits them.
    pub fn headline_in(&self, language: &Language) -> String {
        let language = &language.in_unit(self.unit_of_changes());
        if let Some(balance) = Balance::strongest(self.changes_of_hands()) {
            return balance.sentence(language);
        }
        let noise = self.noise_area();
        let passed = self.successions();
        if let (Some(largest), Area::ZERO) = (passed.first(), noise) {
            return language.succeeded(&largest.from, &largest.to, passed.len() - 1);
        }
        if noise > Area::ZERO {
            return language.only_noise(noise, self.tolerance);
        }
        language.words.title.nothing.clone()
    }

    /// The headline of a series in a language, this being the change from its first date to its last: who succeeded another
    /// in one of the `steps` counts as the same.
    pub fn headline_over(&self, steps: &[Succession], language: &Language) -> String {
        let mut heirs: BTreeMap<&str, &str> = BTreeMap::new();
        for step in steps {
            for heir in heirs.values_mut().filter(|heir| **heir == step.from) {
                *heir = &step.to;
            }
            heirs.insert(&step.from, &step.to);
        }
        let last = |name: String| {
            heirs
                .get(name.as_str())
                .map_or(name.clone(), |&heir| heir.to_owned())
        };
        let renamed = |t: &Transition| Transition {
            from: t.from.clone().map(last),
            to: t.to.clone().map(last),
            ..t.clone()
        };
        if steps.is_empty() {
            return self.headline_in(language);
        }
        let changes: Vec<Transition> = self.changes_of_hands().map(renamed).collect();
        let changes = changes.iter().filter(|t| t.is_change());
        match Balance::strongest(changes) {
            Some(balance) => balance.sentence(language),
            None => language.succeeded(&steps[0].from, &steps[0].to, steps.len() - 1),
        }
    }

    fn between_when(&self) -> String {
        let (before, after) = (self.before.heading(), self.after.heading());
        if before == after {
            // Two editions of one date: only the files tell them apart.
            return format!("between {} and {}", self.before.path, self.after.path);
        }
        format!("between {before} and {after}")
    }
}

/// What one gained and lost beyond noise, and from and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance<'a> {
    name: &'a str,
    /// From whom, the most first; none is nobody.
    gains: Vec<Part<'a>>,
    /// To whom, the most first.
    losses: Vec<Part<'a>>,
}

impl<'a> Balance<'a> {
    /// A loss beside a gain, or a gain beside a loss, is told from this share of it on; and a loss instead of a gain if it is
    /// larger by more.
    const WORTH_TELLING: f64 = 0.01;

    /// The balance of who gained or lost most on balance by land that changed hands; where all come out even, of who gained
    /// most. None where there is nothing but noise.
    pub fn strongest(changes: impl IntoIterator<Item = &'a Transition>) -> Option<Self> {
        let flows = changes.into_iter().map(|t| {
            let [from, to] = [&t.from, &t.to].map(|holder| holder.as_deref());
            BalanceFlow {
                from,
                to,
                area: t.without_noise(),
            }
        });
        Self::strongest_of(flows)
    }

    /// The same of any flows; none from nobody to nobody.
    pub fn strongest_of(flows: impl IntoIterator<Item = BalanceFlow<'a>>) -> Option<Self> {
        let mut sums: BTreeMap<&str, [BTreeMap<Option<&str>, Area>; 2]> = BTreeMap::new();
        for flow in flows.into_iter().filter(|flow| flow.area > Area::ZERO) {
            for (side, holder, other) in [(0, flow.to, flow.from), (1, flow.from, flow.to)] {
                if let Some(holder) = holder {
                    *sums.entry(holder).or_default()[side].entry(other).or_default() += flow.area;
                }
            }
        }
        let balances: Vec<Self> = sums
            .into_iter()
            .map(|(name, parts)| {
                let [gains, losses] = parts.map(sorted);
                Self { name, gains, losses }
            })
            .collect();
        let most = |size: fn(&Self) -> Area| {
            let largest = balances
                .iter()
                .max_by_key(|b| (size(b), std::cmp::Reverse(b.name)));
            largest.filter(|b| size(b) > Area::ZERO)
        };
        let (gainer, loser) = (most(Self::net), most(|b| Area::ZERO - b.net()));
        let strongest = match (gainer, loser) {
            (Some(gainer), Some(loser)) => {
                let (gain, loss) = (gainer.net(), Area::ZERO - loser.net());
                let is_more = (loss - gain)
                    .share_of(gain)
                    .is_some_and(|more| more > Self::WORTH_TELLING);
                Some(if is_more { loser } else { gainer })
            }
            (one, other) => one.or(other),
        };
        strongest.or_else(|| most(Self::gained)).cloned()
    }

    /// The balance of one holder.
    pub fn of(name: &'a str, flows: impl IntoIterator<Item = BalanceFlow<'a>>) -> Option<Self> {
        let own = flows
            .into_iter()
            .filter(|flow| [flow.from, flow.to].contains(&Some(name)));
        let mut sums: [BTreeMap<Option<&str>, Area>; 2] = Default::default();
        for flow in own {
            let (side, other) = if flow.to == Some(name) {
                (0, flow.from)
            } else {
                (1, flow.to)
            };
            *sums[side].entry(other).or_default() += flow.area;
        }
        let [gains, losses] = sums.map(sorted);
        let balance = Self { name, gains, losses };
        (balance.gained() + balance.lost() > Area::ZERO).then_some(balance)
    }

    fn gained(&self) -> Area {
        self.gains.iter().map(|(_, area)| *area).sum()
    }

    fn lost(&self) -> Area {
        self.losses.iter().map(|(_, area)| *area).sum()
    }

    fn net(&self) -> Area {
        self.gained() - self.lost()
    }

    /// The balance as a sentence without a full stop: what weighs more first, the other where it is worth telling.
    pub fn sentence(&self, language: &Language) -> String {
        let (gained, lost) = (self.gained(), self.lost());
        let tells = |less: Area, more: Area| less.share_of(more).is_some_and(|s| s >= Self::WORTH_TELLING);
        if gained >= lost {
            let sentence = language.gained(self.name, gained, &self.gains);
            if tells(lost, gained) {
                return language.also(&sentence, &language.words.title.also_lost, lost);
            }
            return sentence;
        }
        let sentence = language.lost(self.name, lost, &self.losses);
        if tells(gained, lost) {
            return language.also(&sentence, &language.words.title.also_gained, gained);
        }
        sentence
    }
}

/// Land that went from one to another.
#[derive(Debug, Clone, Copy)]
pub struct BalanceFlow<'a> {
    /// From whom; none is nobody.
    pub from: Option<&'a str>,
    /// To whom; none is nobody.
    pub to: Option<&'a str>,
    /// How much it is.
    pub area: Area,
}

/// Parts, the largest first; of equals nobody's last, and by name.
fn sorted(parts: BTreeMap<Option<&str>, Area>) -> Vec<Part<'_>> {
    let mut parts: Vec<Part> = parts.into_iter().filter(|(_, area)| *area > Area::ZERO).collect();
    parts.sort_by_key(|(who, area)| (std::cmp::Reverse(*area), who.is_none(), *who));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Fate;
    use crate::measure::{AreaUnits, EdgeModel, Length};
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
            problems: Vec::new(),
            hash: String::new(),
        }
    }

    /// The finding of transitions: from, to, area and the noise in it.
    fn finding(transitions: &[(&str, &str, f64, f64)]) -> String {
        let name = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        let transition = |&(from, to, area, noise): &(&str, &str, f64, f64)| Transition {
            from: name(from),
            to: name(to),
            fate: if from == to {
                Fate::Kept
            } else {
                Fate::ChangedHands
            },
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
            around: vec![],
            recognition: None,
            within: None,
            outside: BTreeMap::new(),
            area_units: AreaUnits::default(),
            closure: 0.0,
            ground: crate::testing::change(Snapshot::default(), Snapshot::default(), 0.0).ground,
        };
        let text = change.finding();
        let end = " between 12 May 1994 and December 2020";
        assert!(text.contains(end), "{text}");
        text.replace(end, "")
    }

    #[test]
    fn much_noise_is_told_in_the_first_line() {
        let clause = |changed, noise| {
            noise_clause(
                Area::from_km2(changed),
                Area::from_km2(noise),
                AreaUnits::default(),
            )
        };
        let told = "; 12 km² more, 27.3% of the land that differs, is noise";
        assert_eq!(clause(32.0, 12.0).as_deref(), Some(told));
        assert_eq!(clause(95.0, 5.0), None);
        assert_eq!(clause(0.0, 5.0), None, "that nothing else changed says more");
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
            "No land changed hands but 50 ha in slivers narrower than 250 m"
        );
        assert_eq!(finding(&[("A", "A", 5.0, 0.0)]), "No land changed hands");
    }

    #[test]
    fn equal_gains_are_told_in_order_of_name() {
        let changes = [("D", "B", 5.0, 0.0), ("C", "A", 5.0, 0.0)];
        assert_eq!(finding(&changes), "A gained 5.00 km² from C");
    }

    #[test]
    fn the_largest_net_is_told_be_it_a_gain_or_a_loss() {
        let spread = [
            ("PA-3", "PA-1", 900., 0.),
            ("PA-3", "PA-2", 700., 0.),
            ("PA-3", "PA-4", 339., 0.),
        ];
        assert_eq!(finding(&spread), "PA-3 lost 1,939 km², 900 km² of it to PA-1");
        // What comes and goes is no gain.
        let changes = [
            ("Russia", "", 7_671., 0.),
            ("", "Russia", 19., 0.),
            ("Russia", "Ukraine", 1., 0.),
        ];
        assert_eq!(
            finding(&changes),
            "Russia lost 7,671 km² to nobody and 1.00 km² to Ukraine"
        );
        let changes = [("B", "A", 100., 0.), ("A", "B", 96., 0.), ("C", "D", 5., 0.)];
        assert_eq!(finding(&changes), "D gained 5.00 km² from C");
        let changes = [("B", "A", 2_558., 0.), ("A", "B", 97., 0.)];
        assert_eq!(finding(&changes), "A gained 2,558 km² from B, and lost 97 km²");
        let changes = [
            ("B", "A", 97., 0.),
            ("A", "C", 1_500., 0.),
            ("A", "D", 1_058., 0.),
        ];
        assert_eq!(
            finding(&changes),
            "A lost 1,500 km² to C and 1,058 km² to D, and gained 97 km²"
        );
        let even = [("A", "B", 5., 0.), ("B", "A", 5., 0.)];
        assert_eq!(finding(&even), "A gained 5.00 km² from B, and lost 5.00 km²");
    }
}
