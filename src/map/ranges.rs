//! How far the printed areas may be off: `docs/uncertainty.md` has the method.

use std::collections::BTreeMap;

use super::highlight::Highlight;
use super::input::{Region, Transfer};
use crate::change::{Accuracy, Change, Margin, Overlay};
use crate::measure::Area;
use crate::mosaic::FaceId;

/// The least and the most that an area may be: all lines off by their accuracy at once, inward or outward.
pub type Range = [Area; 2];

/// Who held land before and who after, and whether the change stands back behind others.
pub type Pair = (Option<String>, Option<String>, bool);

/// The ranges of what tables and bars print, as far as the accuracy of the lines is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranges {
    /// Of land that went from one to another.
    pub transitions: BTreeMap<Pair, Range>,
    /// Of land that a controller kept, see [`super::MapInput::kept`].
    pub kept: BTreeMap<String, Range>,
    /// Of both together.
    pub total: Option<Range>,
    /// Of what a controller gained less what it lost.
    pub net: BTreeMap<String, Range>,
}

/// Land, and noise beside it.
type Sum = (Area, Area);

impl Ranges {
    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The ranges of a change between the snapshots of `pair`; `kept` says who kept which land of the table.
    pub(super) fn of<'a>(
        (overlay, change, pair): (&'a Overlay, &Change, [usize; 2]),
        (highlight, accuracy): (&Highlight, &Accuracy),
        kept: impl Fn(FaceId) -> Option<&'a str>,
        (transfers, regions): (&[Transfer], &[Region]),
    ) -> Self {
        if !overlay.knows_accuracy(&pair, accuracy) {
            return Self::default();
        }
        let muted = highlight.muted(overlay, change);
        // As for tables, so that both print the same numbers: how long a line is depends a little on where it ends.
        let cell = change.cell(overlay, pair);
        let changed = |face| cell(face).filter(|[from, to]| from != to);
        let told = |face| Some((cell(face)?, muted.contains(&face)));
        let total = |face| (changed(face).is_some() || kept(face).is_some()).then_some(());
        let lines = lines_of_total(overlay, &pair, total);
        let total = overlay.margins(lines, accuracy, total);
        let sums = sums(transfers);
        let mut ranges = Self {
            net: net(overlay, pair, accuracy, changed, &sums),
            kept: of_held(overlay.margins(&pair, accuracy, &kept), regions),
            ..Self::default()
        };
        for (([from, to], muted), margin) in overlay.margins(&pair, accuracy, told) {
            let pair = (from.map(str::to_owned), to.map(str::to_owned), muted);
            if let Some((area, noise)) = sums.get(&pair) {
                ranges
                    .transitions
                    .insert(pair, margin.range_beside(*area, *noise));
            }
        }
        let all: Area = sums.values().map(|s| s.0).sum();
        let noise: Area = sums.values().map(|s| s.1).sum();
        let regions: Area = regions.iter().map(|r| r.area).sum();
        ranges.total = total.get(&()).map(|m| m.range_beside(all + regions, noise));
        ranges
    }
}

/// The snapshots whose lines bound the land of `total`: where it is all that one held before, only the earlier.
fn lines_of_total<'p>(
    overlay: &Overlay,
    pair: &'p [usize; 2],
    total: impl Fn(FaceId) -> Option<()>,
) -> &'p [usize] {
    let before = |face| overlay.controller(pair[0], face);
    let areas = overlay
        .mosaic()
        .areas_by(|face| total(face).map(|()| before(face)));
    let mut holders = areas.keys();
    let (Some(Some(holder)), None) = (holders.next(), holders.next()) else {
        return pair;
    };
    let elsewhere = |face| (before(face) == Some(*holder) && total(face).is_none()).then_some(());
    if overlay.mosaic().areas_by(elsewhere).is_empty() {
        &pair[..1]
    } else {
        pair
    }
}

/// What went from whom to whom, and the noise of it.
fn sums(transfers: &[Transfer]) -> BTreeMap<Pair, Sum> {
    let mut sums: BTreeMap<Pair, Sum> = BTreeMap::new();
    for t in transfers.iter().filter(|t| t.from != t.to) {
        let sum = sums.entry((t.from.clone(), t.to.clone(), t.muted)).or_default();
        if t.noise {
            sum.1 += t.area;
        } else {
            sum.0 += t.area;
        }
    }
    sums
}

fn net<'a>(
    overlay: &'a Overlay,
    pair: [usize; 2],
    accuracy: &Accuracy,
    changed: impl Fn(FaceId) -> Option<[Option<&'a str>; 2]>,
    sums: &BTreeMap<Pair, Sum>,
) -> BTreeMap<String, Range> {
    let margins = overlay.moved_margins(&pair, accuracy, changed).into_iter();
    let margins = margins.filter_map(|(who, moved)| Some((who, moved.net?)));
    let of = |who: &str| {
        let (mut net, mut noise) = (Area::ZERO, [Area::ZERO; 2]);
        for ((from, to, _), (area, more)) in sums {
            if to.as_deref() == Some(who) {
                net += *area;
                noise[0] += *more;
            } else if from.as_deref() == Some(who) {
                net -= *area;
                noise[1] += *more;
            }
        }
        (net, noise)
    };
    let ranges = margins.map(|(who, margin)| {
        let (net, noise) = of(who);
        (who.to_owned(), margin.range_of_net(net, noise))
    });
    ranges.collect()
}

/// The ranges of what each held on one date.
pub(super) fn held(
    overlay: &Overlay,
    snapshot: usize,
    accuracy: &Accuracy,
    regions: &[Region],
) -> BTreeMap<String, Range> {
    if !overlay.knows_accuracy(&[snapshot], accuracy) {
        return BTreeMap::new();
    }
    let holder = |face| overlay.controller(snapshot, face);
    of_held(overlay.margins(&[snapshot], accuracy, holder), regions)
}

/// The ranges of the land that each holds of the regions.
fn of_held(margins: BTreeMap<&str, Margin>, regions: &[Region]) -> BTreeMap<String, Range> {
    let range = |(who, margin): (&str, Margin)| {
        let own = regions.iter().filter(|r| r.controller == who);
        (who.to_owned(), margin.range(own.map(|r| r.area).sum()))
    };
    margins.into_iter().map(range).collect()
}
