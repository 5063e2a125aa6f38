//! A measured change, and the ranges that a map prints of it: those of the change itself wherever the map prints the
//! same quantity as a table; only sums and parts that no table has are measured here.

use std::collections::BTreeMap;

use crate::change::{Change, ControllerMargins, Fate};
use crate::map::input::data::{ChangedLand, Region};
use crate::map::input::highlight::Highlight;
use crate::map::input::ranges::{Ranges, TransitionKey};
use crate::measure::{Area, AreaRange};
use crate::mosaic::FaceId;
use crate::overlay::{Margin, Moved, Overlay};

/// A change and the overlay that it was measured on.
#[derive(Debug, Clone, Copy)]
pub struct MeasuredChange<'a> {
    /// All snapshots, overlaid.
    pub overlay: &'a Overlay,
    /// What changed between two of them.
    pub change: &'a Change,
}

impl MeasuredChange<'_> {
    /// The ranges of what each held on the earlier (0) or the later (1) date.
    pub(in crate::map) fn held(
        &self,
        margin: fn(&ControllerMargins) -> Option<Margin>,
        regions: &[Region],
    ) -> BTreeMap<String, AreaRange> {
        let controllers = self.change.controllers.iter();
        of_held(
            controllers.filter_map(|c| Some((c.name.as_str(), margin(&c.margins)?))),
            regions,
        )
    }

    /// The ranges of all that the tables print; `kept` reports who kept which land of them.
    pub(in crate::map) fn ranges<'b>(
        &self,
        highlight: &Highlight,
        transfers: &[ChangedLand],
        kept: &Kept<impl Fn(FaceId) -> Option<&'b str>>,
    ) -> Ranges {
        if !self.overlay.has_accuracy(&self.change.step.places()) {
            return Ranges::default();
        }
        let sums = sums(transfers);
        Ranges {
            transitions: self.transitions(highlight, transfers),
            kept: self.kept(kept),
            total: self.total(&sums, kept),
            net: self.net(&sums),
        }
    }

    /// The ranges of what went from one to another.
    pub(in crate::map) fn transitions(
        &self,
        highlight: &Highlight,
        transfers: &[ChangedLand],
    ) -> BTreeMap<TransitionKey, AreaRange> {
        if highlight.is_empty() {
            self.whole_transitions()
        } else {
            self.parts_of_transitions(highlight, &sums(transfers))
        }
    }

    /// As the tables print them.
    fn whole_transitions(&self) -> BTreeMap<TransitionKey, AreaRange> {
        let known = self.change.changes_of_hands().filter(|t| t.margin.is_some());
        let range = |t: &crate::change::Transition| {
            let key = TransitionKey {
                from: t.from.clone(),
                to: t.to.clone(),
                dimmed: false,
            };
            (key, t.range())
        };
        known.map(range).collect()
    }

    /// Where some changes are highlighted: what is and what is not is measured separately.
    fn parts_of_transitions(
        &self,
        highlight: &Highlight,
        sums: &BTreeMap<TransitionKey, Sum>,
    ) -> BTreeMap<TransitionKey, AreaRange> {
        let dimmed = highlight.dimmed(self.overlay, self.change);
        let cell = self.change.cell(self.overlay);
        let part = |face| Some((cell(face)?, dimmed.contains(&face)));
        let margins = self.overlay.margins(&self.change.step.places(), part).into_iter();
        let ranges = margins.filter_map(|(([from, to], dimmed), margin)| {
            let key = TransitionKey {
                from: from.map(str::to_owned),
                to: to.map(str::to_owned),
                dimmed,
            };
            let sum = sums.get(&key)?;
            Some((key, margin.range_with_noise(sum.area, sum.noise)))
        });
        ranges.collect()
    }

    /// Of land that a controller kept.
    fn kept<'b>(&self, kept: &Kept<impl Fn(FaceId) -> Option<&'b str>>) -> BTreeMap<String, AreaRange> {
        let mut margins: BTreeMap<&str, Option<Margin>> = BTreeMap::new();
        let mut has_parts = false;
        for region in kept.regions {
            let who = region.controller.as_str();
            let whole = self.margin_of_whole(who, held_by(kept.regions, who));
            has_parts |= whole.is_none();
            margins.insert(who, whole.and_then(|whole| whole.margin));
        }
        if has_parts {
            for (who, margin) in self.overlay.margins(&self.change.step.places(), &kept.holder) {
                if self.margin_of_whole(who, held_by(kept.regions, who)).is_none()
                    && let Some((_, own)) = margins.iter_mut().find(|(name, _)| **name == who)
                {
                    *own = Some(margin);
                }
            }
        }
        let known = margins.into_iter();
        of_held(
            known.filter_map(|(who, margin)| Some((who, margin?))),
            kept.regions,
        )
    }

    /// The margin that tables have of land that a controller kept, where that is all that it kept anywhere. None where it
    /// is a part that no table has.
    fn margin_of_whole(&self, who: &str, area: Area) -> Option<InTables> {
        let mut cells = self.change.transitions.iter();
        let cell = cells.find(|t| !t.is_change() && t.from.as_deref() == Some(who));
        cell.filter(|t| t.area == area)
            .map(|t| InTables { margin: t.margin })
    }

    /// Of all that changed hands and all that was kept, together: where that is all that one held before, its range
    /// is that of what it held.
    fn total<'b>(
        &self,
        sums: &BTreeMap<TransitionKey, Sum>,
        kept: &Kept<impl Fn(FaceId) -> Option<&'b str>>,
    ) -> Option<AreaRange> {
        let (cell, heirs) = (self.change.cell(self.overlay), self.change.heirs());
        let changed_hands = |[from, to]: [Option<&str>; 2]| Fate::of(from, to, &heirs).is_change_of_hands();
        let is_counted = |face| cell(face).is_some_and(changed_hands) || (kept.holder)(face).is_some();
        let margin = match self.overlay.sole_holder(self.change.step.before(), is_counted) {
            Some(who) => {
                let mut controllers = self.change.controllers.iter();
                controllers.find(|c| c.name == who)?.margins.before
            }
            None => self.overlay.margin_of_sum(self.change.step, is_counted),
        };
        let (changed, noise) = (sums.values().map(|s| s.area), sums.values().map(|s| s.noise));
        let regions: Area = kept.regions.iter().map(|r| r.area).sum();
        let all = changed.sum::<Area>() + regions;
        Some(margin?.range_with_noise(all, noise.sum()))
    }

    /// Of what each gained less what it lost.
    fn net(&self, sums: &BTreeMap<TransitionKey, Sum>) -> BTreeMap<String, AreaRange> {
        let of = |who: &str, margin: Margin| {
            let (mut net, mut noise) = (Area::ZERO, Moved::default());
            for (key, sum) in sums {
                if key.to.as_deref() == Some(who) {
                    net += sum.area;
                    noise.gained += sum.noise;
                } else if key.from.as_deref() == Some(who) {
                    net -= sum.area;
                    noise.lost += sum.noise;
                }
            }
            margin.range_of_net(net, noise)
        };
        let controllers = self.change.controllers.iter();
        let known = controllers.filter_map(|c| Some((&c.name, c.margins.net?)));
        known
            .map(|(name, margin)| (name.clone(), of(name, margin)))
            .collect()
    }
}

/// Land that some kept, and who did.
pub(in crate::map) struct Kept<'a, F> {
    pub regions: &'a [Region],
    /// Who kept a face; none if it is not part of the land.
    pub holder: F,
}

/// Land whose area stands in tables, with its margin where the accuracy of its lines is known.
struct InTables {
    margin: Option<Margin>,
}

/// Land, and the noise apart from it.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    area: Area,
    noise: Area,
}

/// What went from whom to whom, and the noise of it.
fn sums(transfers: &[ChangedLand]) -> BTreeMap<TransitionKey, Sum> {
    let mut sums: BTreeMap<TransitionKey, Sum> = BTreeMap::new();
    for t in transfers.iter().filter(|t| t.from != t.to) {
        let key = TransitionKey {
            from: t.from.clone(),
            to: t.to.clone(),
            dimmed: t.dimmed,
        };
        let sum = sums.entry(key).or_default();
        if t.noise {
            sum.noise += t.area;
        } else {
            sum.area += t.area;
        }
    }
    sums
}

/// The ranges of the land that each holds of the regions.
pub(in crate::map) fn of_held<'a>(
    margins: impl IntoIterator<Item = (&'a str, Margin)>,
    regions: &[Region],
) -> BTreeMap<String, AreaRange> {
    let range = |(who, margin): (&str, Margin)| (who.to_owned(), margin.range(held_by(regions, who)));
    margins.into_iter().map(range).collect()
}

/// All land that one holds of the regions.
fn held_by(regions: &[Region], who: &str) -> Area {
    let own = regions.iter().filter(|r| r.controller == who);
    own.map(|r| r.area).sum()
}
