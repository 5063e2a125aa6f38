//! Colours for more bands than there are colours: one is used again only for bands that are far apart.

use std::cmp::Reverse;

/// For each band from the bottom up the place of its colour, of `colours`, and how many bands below have the same; `present` says in which
/// columns each is. Bands meet where no others are between them in a column that both are in.
pub(super) fn apart(present: &[Vec<bool>], colours: usize) -> Vec<[usize; 2]> {
    let mut given: Vec<[usize; 2]> = Vec::new();
    for band in 0..present.len() {
        let bearers = |colour: usize| {
            let below = given.iter().enumerate();
            below.filter(move |(_, [one, _])| *one == colour).map(|(n, _)| n)
        };
        let nearest = |colour: usize| {
            let distances = bearers(colour).map(|other| between(&present[other..=band]));
            distances.min().unwrap_or(usize::MAX)
        };
        let best = (0..colours).max_by_key(|colour| (nearest(*colour), Reverse(*colour)));
        if let Some(colour) = best {
            given.push([colour, bearers(colour).count()]);
        }
    }
    given
}

/// How many bands are between the first and the last of these, in the column of both that has fewest of them; in none, all.
fn between(bands: &[Vec<bool>]) -> usize {
    let [first, inner @ .., last] = bands else {
        return 0;
    };
    let columns = (0..first.len()).filter(|column| first[*column] && last[*column]);
    let counts = columns.map(|column| inner.iter().filter(|band| band[column]).count());
    counts.min().unwrap_or(inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_used_again_for_the_band_farthest_away() {
        let everywhere = vec![vec![true; 2]; 8];
        let colours = apart(&everywhere, 5);
        assert_eq!(colours[..5], [[0, 0], [1, 0], [2, 0], [3, 0], [4, 0]]);
        assert_eq!(colours[5..], [[0, 1], [1, 1], [2, 1]]);
        // Four bands came about between two that lie upon each other before: the lowest of the four is farther from the last one.
        let mut bands = vec![vec![false, true]; 6];
        for n in [0, 5] {
            bands[n][0] = true;
        }
        assert_eq!(apart(&bands, 5)[5], [1, 1]);
        assert!(apart(&bands, 0).is_empty());
    }
}
