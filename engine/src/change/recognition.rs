//! Recognition: who holds land that whom is recognised as sovereign over, as a file of claims says.
//!
//! Control is exclusive and sums to the land; claims are not. Land that several claim counts under each, and once more
//! under all of them together, so that every holder's land can be had back from the rows.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::measure::Area;
use crate::model::Claims;
use crate::mosaic::FaceId;
use crate::overlay::{Overlay, Step};

/// Who holds land that whom is recognised as sovereign over, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// The file that says who is recognised.
    pub path: String,
    /// By holder, the largest first; land under several sovereigns after that under one.
    pub rows: Vec<Recognised>,
}

/// Land of one holder under one sovereign, or under several at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Who holds it; none where the snapshot has no land but the other has.
    pub holder: Option<String>,
    /// Who is recognised as sovereign over it: none if nobody is. Several names are land that counts under each of them
    /// already.
    pub sovereigns: Vec<String>,
    /// How much it is before.
    pub before: Area,
    /// How much it is after.
    pub after: Area,
}

impl Recognised {
    /// After less before.
    pub fn change(&self) -> Area {
        self.after - self.before
    }

    /// Whether it is land of several sovereigns, which other rows count as well.
    pub fn is_overlap(&self) -> bool {
        self.sovereigns.len() > 1
    }
}

/// Areas before and after.
type Areas = [Area; 2];

impl Recognition {
    /// In a step of the overlay, on the land that either snapshot has; none without claims.
    pub(super) fn of(overlay: &Overlay, step: Step) -> Option<Self> {
        let claims = overlay.claims()?;
        let several = several(overlay);
        let mut cells: HashMap<(Option<&str>, Vec<usize>), Areas> = HashMap::new();
        for face in overlay.mosaic().faces() {
            let holders = step.places().map(|snapshot| overlay.controller(snapshot, face));
            if holders == [None, None] {
                continue;
            }
            let sovereigns = sovereigns(overlay, &several, face);
            for (when, holder) in holders.into_iter().enumerate() {
                for under in counted_under(&sovereigns) {
                    cells.entry((holder, under)).or_default()[when] += overlay.mosaic().area(face);
                }
            }
        }
        Some(Self {
            path: claims.name.clone(),
            rows: rows(claims, cells.into_iter().collect()),
        })
    }
}

/// The faces that several sovereigns claim, with those.
fn several(overlay: &Overlay) -> HashMap<FaceId, Vec<usize>> {
    let layer = overlay.claim_layer();
    let overlaps = layer
        .into_iter()
        .flat_map(|layer| overlay.mosaic().overlaps(layer));
    overlaps.map(|o| (o.face, o.covering.clone())).collect()
}

/// Who is sovereign over a face, by place in the claims.
fn sovereigns(overlay: &Overlay, several: &HashMap<FaceId, Vec<usize>>, face: FaceId) -> Vec<usize> {
    let one = || overlay.mosaic().label(overlay.claim_layer()?, face);
    let found = several.get(&face).cloned();
    found.unwrap_or_else(|| one().into_iter().collect())
}

/// The rows that a face counts in: one for each sovereign, and one for all of them if they are several.
fn counted_under(sovereigns: &[usize]) -> Vec<Vec<usize>> {
    if sovereigns.len() < 2 {
        return vec![sovereigns.to_vec()];
    }
    let each = sovereigns.iter().map(|&sovereign| vec![sovereign]);
    each.chain([sovereigns.to_vec()]).collect()
}

fn rows(claims: &Claims, cells: BTreeMap<(Option<&str>, Vec<usize>), Areas>) -> Vec<Recognised> {
    let mut held: BTreeMap<Option<&str>, Area> = BTreeMap::new();
    for ((holder, under), [before, after]) in &cells {
        if under.len() < 2 {
            *held.entry(*holder).or_default() += (*before).max(*after);
        }
    }
    let mut cells: Vec<_> = cells.into_iter().collect();
    cells.sort_by_key(|((holder, under), [before, after])| {
        let size = std::cmp::Reverse(held.get(holder).copied().unwrap_or_default());
        let own = std::cmp::Reverse((*before).max(*after));
        (
            holder.is_none(),
            size,
            *holder,
            under.len() > 1,
            own,
            under.clone(),
        )
    });
    let row = |((holder, under), [before, after]): ((Option<&str>, Vec<usize>), Areas)| Recognised {
        holder: holder.map(str::to_owned),
        sovereigns: under
            .into_iter()
            .map(|index| claims.sovereigns[index].sovereign.clone())
            .collect(),
        before,
        after,
    };
    cells.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Change;
    use crate::model::{Claim, ReferenceLayers};
    use crate::testing::{band, bands, classified, fixed};

    fn change(claims: &[(&str, f64, f64)]) -> Change {
        let claim = |&(sovereign, west, east): &(&str, f64, f64)| Claim {
            sovereign: sovereign.to_owned(),
            polygons: vec![band(west, east)],
        };
        let claims = Claims {
            name: "claims.geojson".to_owned(),
            sovereigns: claims.iter().map(claim).collect(),
            ..Claims::default()
        };
        let before = bands(&[("A", 0., 2.), ("B", 2., 4.)]);
        let after = bands(&[("A", 0., 3.), ("B", 3., 5.)]);
        let layers = ReferenceLayers {
            claims,
            ..ReferenceLayers::default()
        };
        let classified = classified(vec![before, after], layers, &fixed(0.0));
        Change::between(&classified, Step::new(0, 1)).unwrap()
    }

    /// Rows in squares of a degree.
    fn told(change: &Change) -> Vec<(String, String, f64, f64)> {
        let square = change.transfers[0].area.m2();
        let squares = |area: Area| (area.m2() / square * 1e6).round() / 1e6;
        let rows = &change.recognition.as_ref().unwrap().rows;
        let row = |r: &Recognised| {
            let holder = r.holder.clone().unwrap_or_default();
            (
                holder,
                r.sovereigns.join("+"),
                squares(r.before),
                squares(r.after),
            )
        };
        rows.iter().map(row).collect()
    }

    fn row(holder: &str, sovereign: &str, before: f64, after: f64) -> (String, String, f64, f64) {
        (holder.to_owned(), sovereign.to_owned(), before, after)
    }

    #[test]
    fn land_is_told_by_holder_and_sovereign_before_and_after() {
        // Nobody claims the easternmost degree; Y's claim goes far beyond the land that anybody holds.
        let change = change(&[("X", 0., 1.), ("Y", 1., 4.), ("Y", -9., -5.)]);
        let expected = [
            row("A", "Y", 1., 2.),
            row("A", "X", 1., 1.),
            row("B", "Y", 2., 1.),
            row("B", "", 0., 1.),
            row("", "", 1., 0.),
        ];
        assert_eq!(told(&change), expected);
    }

    #[test]
    fn land_that_several_claim_counts_under_each_and_in_a_row_of_its_own() {
        let change = change(&[("X", 0., 3.), ("Y", 1., 5.)]);
        let expected = [
            row("A", "X", 2., 3.),
            row("A", "Y", 1., 2.),
            row("A", "X+Y", 1., 2.),
            row("B", "Y", 2., 2.),
            row("B", "X", 1., 0.),
            row("B", "X+Y", 1., 0.),
            row("", "Y", 1., 0.),
        ];
        assert_eq!(told(&change), expected);
        let b = change.controllers.iter().find(|c| c.name == "B").unwrap();
        assert!(
            (b.before.m2() / change.transfers[0].area.m2() - 2.0).abs() < 1e-6,
            "control is unchanged"
        );
    }
}
