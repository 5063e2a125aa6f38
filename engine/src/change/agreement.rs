//! Agreement: how far two snapshots say the same, such as two sources of one date.
//!
//! It is the change from the one to the other, read otherwise: what did not change is what both agree on. How alike
//! the land of a controller is in both is its *Jaccard index*, the area of the intersection over that of the union
//! (Jaccard, *Étude comparative de la distribution florale*, Bull. Soc. Vaud. Sci. Nat. 1901).

use std::collections::BTreeMap;

use super::{Change, Fate, Succession, Transfer, Transition};
use crate::measure::Area;
use crate::model::Date;

/// How far two snapshots, A and B, agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// From A to B.
    change: Change,
    /// The controllers, by what they hold in either.
    pub controllers: Vec<Shared>,
    /// Controllers of A whose land is that of a controller of B by another name, as far as land can tell.
    pub renamed: Vec<Succession>,
}

/// What one controller holds in A and in B.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Its name.
    pub name: String,
    /// Held in A.
    pub a: Area,
    /// Held in B.
    pub b: Area,
    /// Held in both: the intersection.
    pub both: Area,
}

impl Shared {
    /// Held in A or B: the union.
    pub fn either(&self) -> Area {
        self.a + self.b - self.both
    }

    /// The Jaccard index, from 0 (nothing in common) to 1 (the same land); none of no land.
    pub fn jaccard(&self) -> Option<f64> {
        self.both.share_of(self.either())
    }
}

impl Agreement {
    /// The change from A to B that it is read from: `before` and `from` are what A says, `after` and `to` what B says.
    pub fn change(&self) -> &Change {
        &self.change
    }

    /// Land that both give to the same controller.
    pub fn agreed(&self) -> Area {
        self.sum(|t| !t.is_change())
    }

    /// Land that both cover and give to different controllers, noise included.
    pub fn differing(&self) -> Area {
        self.sum(|t| t.is_change() && t.from.is_some() && t.to.is_some())
    }

    /// Land that only A covers, noise included.
    pub fn only_a(&self) -> Area {
        self.sum(|t| t.to.is_none())
    }

    /// Land that only B covers, noise included.
    pub fn only_b(&self) -> Area {
        self.sum(|t| t.from.is_none())
    }

    /// Land that either covers. All land above adds up to it exactly.
    pub fn either(&self) -> Area {
        self.sum(|_| true)
    }

    /// Land that both cover.
    pub fn both(&self) -> Area {
        self.agreed() + self.differing()
    }

    /// Land that they disagree on: that goes to different controllers, or that one does not cover; noise included.
    pub fn disagreed(&self) -> Area {
        self.either() - self.agreed()
    }

    /// The part of the disagreement in pieces narrower than the tolerance.
    pub fn noise(&self) -> Area {
        self.change.changes().map(|t| t.noise).sum()
    }

    /// The agreed share of the land that either covers: the Jaccard index of the two as wholes. None of no land.
    pub fn share_of_either(&self) -> Option<f64> {
        self.agreed().share_of(self.either())
    }

    /// The agreed share of the land that both cover; none where they have none in common.
    pub fn share_of_both(&self) -> Option<f64> {
        self.agreed().share_of(self.both())
    }

    /// The pieces of disagreement that are no noise, largest first.
    pub fn pieces(&self) -> impl Iterator<Item = &Transfer> {
        self.change.transfers.iter().filter(|t| !t.noise)
    }

    /// Both dates where both are stated and differ: then some of the disagreement may be change.
    pub fn unlike_dates(&self) -> Option<[Date; 2]> {
        let dates = [self.change.before.date?, self.change.after.date?];
        (dates[0] != dates[1]).then_some(dates)
    }

    fn sum(&self, counts: impl Fn(&Transition) -> bool) -> Area {
        let counted = self.change.transitions.iter().filter(|t| counts(t));
        counted.map(|t| t.area).sum()
    }
}

/// How far the two snapshots of a change agree: A is the earlier, B the later.
impl From<Change> for Agreement {
    fn from(mut change: Change) -> Self {
        let renamed = change.successions();
        // Between two sources of one date there is no heir: they name the holder differently.
        for t in change
            .transitions
            .iter_mut()
            .filter(|t| t.fate == Fate::Succession)
        {
            t.fate = Fate::ChangedHands;
        }
        let kept = change.transitions.iter().filter(|t| !t.is_change());
        let kept: BTreeMap<_, _> = kept.map(|t| (t.from.as_deref(), t.area)).collect();
        let shared = change.controllers.iter().map(|c| Shared {
            name: c.name.clone(),
            a: c.before,
            b: c.after,
            both: kept.get(&Some(c.name.as_str())).copied().unwrap_or_default(),
        });
        let mut controllers: Vec<Shared> = shared.collect();
        controllers.sort_by(|one, other| {
            let by_size = other.either().cmp(&one.either());
            by_size.then_with(|| one.name.cmp(&other.name))
        });
        Self {
            change,
            controllers,
            renamed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Snapshot;
    use crate::testing::{bands, change};

    /// Land along the equator, from west to east in degrees, as of a date.
    fn snapshot(date: Option<&str>, land: &[(&str, f64, f64)]) -> Snapshot {
        Snapshot {
            date: date.map(|d| d.parse().unwrap()),
            ..bands(land)
        }
    }

    fn agreement(a: Snapshot, b: Snapshot, tolerance_m: f64) -> Agreement {
        change(a, b, tolerance_m).into()
    }

    #[test]
    fn squares_have_the_jaccard_index_that_one_counts_on_fingers() {
        let a = snapshot(None, &[("A", 0., 3.), ("B", 3., 4.)]);
        let b = snapshot(None, &[("A", 1., 4.), ("C", 5., 6.)]);
        let agreement = agreement(a, b, 0.0);
        let square = agreement.only_b();
        let squares = |area: Area| area.m2() / square.m2();
        let near = |value: f64, expected: f64| assert!((value - expected).abs() < 1e-9, "{value} {expected}");
        near(squares(agreement.agreed()), 2.0);
        near(squares(agreement.differing()), 1.0);
        near(squares(agreement.only_a()), 1.0);
        near(squares(agreement.either()), 5.0);
        near(agreement.share_of_either().unwrap(), 2.0 / 5.0);
        near(agreement.share_of_both().unwrap(), 2.0 / 3.0);
        let jaccard = |name: &str| {
            let found = agreement.controllers.iter().find(|c| c.name == name);
            found.unwrap().jaccard().unwrap()
        };
        near(jaccard("A"), 2.0 / 4.0);
        near(jaccard("B"), 0.0);
        near(jaccard("C"), 0.0);
        assert_eq!(agreement.controllers[0].name, "A", "by what they hold in either");
    }

    #[test]
    fn slivers_are_noise_and_still_disagreement() {
        // The line drawn 20 m further east, and a square that only A covers.
        let a = snapshot(Some("2001"), &[("A", 0., 1.), ("B", 1., 2.), ("A", 3., 4.)]);
        let b = snapshot(Some("2002"), &[("A", 0., 1.000_18), ("B", 1.000_18, 2.)]);
        let agreement = agreement(a, b, 250.0);
        assert_eq!(agreement.pieces().count(), 1);
        assert_eq!(agreement.noise(), agreement.differing());
        assert!(agreement.noise() > Area::ZERO);
        assert_eq!(agreement.disagreed(), agreement.differing() + agreement.only_a());
        assert_eq!(agreement.unlike_dates().map(|d| d[1].year()), Some(2002));
    }

    #[test]
    fn nothing_has_no_share() {
        let agreement = agreement(snapshot(None, &[]), snapshot(None, &[]), 0.0);
        assert_eq!(
            (agreement.share_of_either(), agreement.share_of_both()),
            (None, None)
        );
        assert_eq!(agreement.unlike_dates(), None);
    }
}
