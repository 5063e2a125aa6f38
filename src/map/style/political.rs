//! The colours of a political map: many states, few pale tints, and no two neighbours alike.

use std::collections::{BTreeMap, BTreeSet};

use crate::map::input::data::{MapInput, Region};
use crate::model::{GridPoint, rings};

/// Whose land touches whose, by land, on any date.
type Neighbours<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Which of so many tints each land has, on all dates the same one; `land_of` names the land of a controller, one for all who
/// succeeded one another.
pub(in crate::map) fn tints<'a>(
    input: &MapInput,
    land_of: &BTreeMap<&str, &'a str>,
    count: usize,
) -> BTreeMap<&'a str, usize> {
    let neighbours = neighbours(input, land_of);
    // Evenly given out they look best; where that goes wrong, the first free one leaves most choice.
    let evenly = given_out(&neighbours, count, |used| used);
    let alike = |tints: &BTreeMap<&str, usize>| {
        let pairs = neighbours
            .iter()
            .flat_map(|(one, others)| others.iter().map(move |other| (one, other)));
        pairs.filter(|(one, other)| tints[*one] == tints[*other]).count()
    };
    if alike(&evenly) == 0 {
        return evenly;
    }
    let first = given_out(&neighbours, count, |_| 0);
    if alike(&first) < alike(&evenly) {
        first
    } else {
        evenly
    }
}

/// Gives out tints, first where most others are taken around (Brélaz, *New methods to color the vertices of a graph*, 1979);
/// of free ones that which `cost` makes least of how often it was given out.
fn given_out<'a>(
    neighbours: &Neighbours<'a>,
    count: usize,
    cost: fn(usize) -> usize,
) -> BTreeMap<&'a str, usize> {
    let mut tints: BTreeMap<&str, usize> = BTreeMap::new();
    let mut used = vec![0_usize; count];
    let mut left: BTreeSet<&str> = neighbours.keys().copied().collect();
    loop {
        let taken = |land: &str| -> BTreeSet<usize> {
            let around = neighbours[land].iter();
            around.filter_map(|n| tints.get(n).copied()).collect()
        };
        let choice = left.iter().map(|&land| (taken(land), land));
        let next = choice
            .max_by_key(|(taken, land)| (taken.len(), neighbours[land].len(), std::cmp::Reverse(*land)));
        let Some((taken, land)) = next else {
            return tints;
        };
        left.remove(land);
        let best = (0..count).min_by_key(|tint| (taken.contains(tint), cost(used[*tint]), *tint));
        if let Some(tint) = best {
            used[tint] += 1;
            tints.insert(land, tint);
        }
    }
}

fn neighbours<'a>(input: &MapInput, land_of: &BTreeMap<&str, &'a str>) -> Neighbours<'a> {
    let mut all = Neighbours::new();
    for side in [&input.before, &input.after] {
        let mut edges: Vec<((GridKey, GridKey), &str)> = Vec::new();
        for Region {
            controller, polygons, ..
        } in side.regions.iter().chain(&side.around)
        {
            let Some(&land) = land_of.get(controller.as_str()) else {
                continue;
            };
            all.entry(land).or_default();
            for ring in polygons.iter().flat_map(rings) {
                let ends = ring.0.windows(2).map(|pair| (key(pair[0]), key(pair[1])));
                edges.extend(ends.map(|(a, b)| ((a.min(b), a.max(b)), land)));
            }
        }
        edges.sort_unstable();
        edges.dedup();
        for shared in edges.chunk_by(|one, other| one.0 == other.0) {
            for (n, (_, one)) in shared.iter().enumerate() {
                for (_, other) in &shared[..n] {
                    all.entry(one).or_default().insert(other);
                    all.entry(other).or_default().insert(one);
                }
            }
        }
    }
    all
}

type GridKey = (i64, i64);

fn key(p: GridPoint) -> GridKey {
    (p.x, p.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::input::data::DatedLand;
    use crate::testing;

    fn square(who: &str, x: f64, y: f64) -> Region {
        let corners = [(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0)];
        Region {
            controller: who.into(),
            polygons: vec![testing::polygon(&corners)],
            ..Region::default()
        }
    }

    #[test]
    fn neighbours_on_any_date_have_different_tints() {
        let names: Vec<String> = (0..25).map(|n| format!("S{n}")).collect();
        let at = |n: usize| ((n % 5) as f64, (n / 5) as f64);
        let squares = |of: &dyn Fn(usize) -> usize| DatedLand {
            regions: (0..25).map(|n| square(&names[of(n)], at(n).0, at(n).1)).collect(),
            ..DatedLand::default()
        };
        // Later everybody has moved on by seven squares.
        let input = MapInput {
            before: squares(&|n| n),
            after: squares(&|n| (n + 7) % 25),
            ..MapInput::default()
        };
        let land_of: BTreeMap<&str, &str> = names.iter().map(|n| (n.as_str(), n.as_str())).collect();
        let tints = tints(&input, &land_of, 6);
        for side in [&input.before, &input.after] {
            for (n, region) in side.regions.iter().enumerate() {
                for next in [n + 1, n + 5] {
                    let is_beside = next < 25 && (next != n + 1 || next % 5 != 0);
                    let tint = |n: usize| tints[side.regions[n].controller.as_str()];
                    assert!(
                        !is_beside || tint(n) != tint(next),
                        "{} {next}",
                        region.controller
                    );
                }
            }
        }
    }
}
