//! Near misses: names that differ by so little that they may be meant to be one.
//!
//! Nothing is compared with everything. Names are grouped by what is left of them without case, blanks, hyphens,
//! apostrophes and accents, and by what is left of a word without one of its letters: as many steps as there are letters.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{GridPoint, GridPolygon, RenameLine, Snapshot};

/// Words shorter than this differ by a letter for good: Iran and Iraq, II and III.
const WORD: usize = 5;

/// By what two names differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Likeness {
    /// By case, blanks, hyphens, apostrophes, other marks or accents.
    Spelling,
    /// By one letter of a longer word.
    Letter,
}

/// Two names that may be meant to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NearNames {
    /// The one that would go: it is in fewer snapshots, or in earlier ones.
    pub one: String,
    /// The one that would stay.
    pub other: String,
    /// The first snapshot with the one, by its place.
    pub one_in: usize,
    /// The last snapshot with the other, by its place.
    pub other_in: usize,
    /// By what they differ.
    pub likeness: Likeness,
}

impl NearNames {
    /// The controllers of snapshots in order of time that may be meant to be one. Two that stand side by side in several
    /// snapshots, or differ by a letter and stand side by side in any, are not told.
    pub fn among<S: AsRef<Snapshot>>(snapshots: &[S]) -> Vec<Self> {
        let lists = snapshots.iter().map(|s| s.as_ref().controllers());
        Self::in_reach(&lists.collect::<Vec<_>>(), |name, place| {
            let all = snapshots[place].as_ref().territories.iter();
            let own = all.filter(|territory| territory.controller == name);
            reach(own.flat_map(|territory| &territory.polygons))
        })
    }

    /// The same of lists of names, one for each snapshot, of which it is known how far the land [reaches](reach) that one holds in
    /// the snapshot of this place.
    pub fn in_reach(lists: &[Vec<&str>], reach: impl Fn(&str, usize) -> Option<[GridPoint; 2]>) -> Vec<Self> {
        let mut near = Self::of(lists);
        // Two countries far apart, such as Iceland and Ireland, are no slip of the pen.
        near.retain(|pair| {
            let extents = || Some((reach(&pair.one, pair.one_in)?, reach(&pair.other, pair.other_in)?));
            pair.likeness == Likeness::Spelling || extents().is_some_and(|(one, other)| meet(one, other))
        });
        near
    }

    /// The same of lists of names, one for each snapshot, wherever the land is.
    pub fn of(lists: &[Vec<&str>]) -> Vec<Self> {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, names) in lists.iter().enumerate() {
            for name in names {
                places.entry(name).or_default().push(place);
            }
        }
        for places in places.values_mut() {
            places.dedup();
        }
        let mut found = BTreeMap::new();
        pairs(places.keys().copied(), spellings, |pair| {
            if side_by_side(&places, pair) < 2 {
                found.insert(pair, Likeness::Spelling);
            }
        });
        pairs(places.keys().copied(), letters, |pair| {
            if side_by_side(&places, pair) == 0 && differ_by_a_letter(pair) {
                found.entry(pair).or_insert(Likeness::Letter);
            }
        });
        let near = |(pair, likeness)| Self::new(pair, likeness, &places);
        found.into_iter().map(near).collect()
    }

    fn new(pair: [&str; 2], likeness: Likeness, places: &BTreeMap<&str, Vec<usize>>) -> Self {
        let weight = |name: &&str| (places[name].len(), places[name].last().copied());
        let [mut one, mut other] = pair;
        if weight(&one) > weight(&other) {
            std::mem::swap(&mut one, &mut other);
        }
        Self {
            one_in: places[one].first().copied().unwrap_or_default(),
            other_in: places[other].last().copied().unwrap_or_default(),
            one: one.to_owned(),
            other: other.to_owned(),
            likeness,
        }
    }

    /// The line of a file of renames that joins them.
    pub fn line(&self) -> RenameLine {
        RenameLine {
            old: self.one.clone(),
            new: self.other.clone(),
        }
    }
}

/// The least and the greatest longitude and latitude of land.
pub fn reach<'a>(land: impl IntoIterator<Item = &'a GridPolygon>) -> Option<[GridPoint; 2]> {
    let positions = land.into_iter().flat_map(|polygon| &polygon.exterior().0);
    positions.fold(None, |extent, p| {
        let [low, high] = extent.unwrap_or([*p, *p]);
        let low = GridPoint {
            x: low.x.min(p.x),
            y: low.y.min(p.y),
        };
        let high = GridPoint {
            x: high.x.max(p.x),
            y: high.y.max(p.y),
        };
        Some([low, high])
    })
}

fn meet(one: [GridPoint; 2], other: [GridPoint; 2]) -> bool {
    let [(low, high), (other_low, other_high)] = [one, other].map(|[low, high]| (low, high));
    low.x <= other_high.x && other_low.x <= high.x && low.y <= other_high.y && other_low.y <= high.y
}

/// In how many snapshots two names both are.
fn side_by_side(places: &BTreeMap<&str, Vec<usize>>, [one, other]: [&str; 2]) -> usize {
    let others: BTreeSet<&usize> = places[other].iter().collect();
    places[one].iter().filter(|place| others.contains(place)).count()
}

/// Calls `found` with every two names that share a key, the first by name first.
fn pairs<'a>(
    names: impl Iterator<Item = &'a str>,
    keys: fn(&str) -> Vec<String>,
    mut found: impl FnMut([&'a str; 2]),
) {
    /// The most names of one key that are compared with one another.
    const MOST: usize = 8;
    let mut by_key: HashMap<String, Vec<&str>> = HashMap::new();
    for name in names {
        for key in keys(name) {
            let group = by_key.entry(key).or_default();
            if group.len() >= MOST || group.contains(&name) {
                continue;
            }
            for &other in group.iter() {
                found([other, name]);
            }
            group.push(name);
        }
    }
}

/// What is left of a name without case, accents and all that is no letter or digit.
fn spellings(name: &str) -> Vec<String> {
    let folded = folded(name);
    if folded.is_empty() {
        Vec::new()
    } else {
        vec![folded]
    }
}

fn folded(name: &str) -> String {
    let bare = name.nfkd().filter(|c| !is_accent(*c) && c.is_alphanumeric());
    let capitals = bare.flat_map(char::to_uppercase).map(latin);
    capitals.flat_map(char::to_lowercase).collect()
}

/// The Latin letter that a Greek or Cyrillic capital looks like (Unicode Technical Standard 39, `confusables`), else the
/// letter itself.
fn latin(c: char) -> char {
    const GREEK_AND_CYRILLIC: &str = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕЅІЈКМНОРСТУХ";
    const LATIN: &str = "ABEZHIKMNOPTYXABESIJKMHOPCTYX";
    let place = GREEK_AND_CYRILLIC.chars().position(|known| known == c);
    place.and_then(|place| LATIN.chars().nth(place)).unwrap_or(c)
}

/// Accents of Latin, Greek and Cyrillic letters, points of Hebrew and Arabic; signs of other scripts are letters like others.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

fn differ_by_a_letter(names: [&str; 2]) -> bool {
    let [one, other] = names.map(|name| name.nfc().flat_map(char::to_lowercase).collect::<String>());
    strsim::levenshtein(&one, &other) == 1
}

/// A name, and what is left of it without each letter of its longer words in turn: two that differ by a letter have one of
/// these in common.
fn letters(name: &str) -> Vec<String> {
    let words: Vec<Vec<char>> = name
        .split_whitespace()
        .map(|word| word.chars().flat_map(char::to_lowercase).collect())
        .collect();
    let mut keys = Vec::new();
    for (place, word) in words.iter().enumerate() {
        if word.len() < WORD || !word.iter().all(|c| c.is_alphabetic() || is_combining_mark(*c)) {
            continue;
        }
        let with = |word: String| {
            let parts = words.iter().enumerate().map(|(n, own)| {
                if n == place {
                    word.clone()
                } else {
                    own.iter().collect()
                }
            });
            format!("{place} {}", parts.collect::<Vec<_>>().join(" "))
        };
        keys.push(with(word.iter().collect()));
        for left_out in 0..word.len() {
            let rest = word.iter().enumerate().filter(|(n, _)| *n != left_out);
            keys.push(with(rest.map(|(_, c)| *c).collect()));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::testing::bands;

    #[test]
    fn a_letter_is_no_slip_where_the_land_is_elsewhere() {
        let lists = |east: f64| {
            [
                bands(&[("Iceland", 0., 2.)]),
                bands(&[("Ireland", east, east + 1.)]),
            ]
        };
        assert_eq!(NearNames::among(&lists(1.).map(Arc::new)).len(), 1);
        assert_eq!(NearNames::among(&lists(5.).map(Arc::new)), []);
    }

    fn near(lists: &[&[&str]]) -> Vec<String> {
        let lists: Vec<Vec<&str>> = lists.iter().map(|names| names.to_vec()).collect();
        NearNames::of(&lists)
            .iter()
            .map(|near| near.line().to_string())
            .collect()
    }

    #[test]
    fn near_misses_between_two_sides_are_told() {
        let old = [
            "Cote d'Ivoire",
            "TURKEY",
            "New-York",
            "Macedonia ",
            "Azerbaijan",
            "Chambery",
        ];
        let new = [
            "Côte d’Ivoire",
            "Turkey",
            "New York",
            "Macedonia",
            "Azerbaidjan",
            "Chambéry",
        ];
        let mut lines = near(&[&old[..3], &new[..3]]);
        lines.extend(near(&[&old[4..], &new[4..]]));
        lines.sort();
        assert_eq!(
            lines,
            [
                "Azerbaijan,Azerbaidjan",
                "Chambery,Chambéry",
                "Cote d'Ivoire,Côte d’Ivoire",
                "New-York,New York",
                "TURKEY,Turkey"
            ]
        );
    }

    #[test]
    fn the_name_that_more_have_stays() {
        assert_eq!(near(&[&["Turkey", "TURKEY"], &["Turkey"]]), ["TURKEY,Turkey"]);
        assert_eq!(near(&[&["turkey"], &["Turkey"], &["turkey"]]), ["Turkey,turkey"]);
        assert_eq!(near(&[&["Turkey", "TURKEY"]]).len(), 1, "in one file");
    }

    #[test]
    fn names_that_are_two_are_left_alone() {
        for lists in [
            [&["Turkey", "TURKEY"][..], &["Turkey", "TURKEY"]],
            [&["Iran"], &["Iraq"]],
            [&["Region II"], &["Region III"]],
            [&["PA-10"], &["PA-1"]],
            [&["District 10001"], &["District 10002"]],
            [&["Austria", "Australia"], &["Austria"]],
            [&["Slovenia", "Slovakia"], &[]],
            [&["Zone A"], &["Zone B"]],
            [&["Austria"], &["Australia"]],
            [&["Macao", "Macau"], &[]],
        ] {
            assert_eq!(near(&lists), [""; 0], "{lists:?}");
        }
    }

    #[test]
    fn thousands_of_names_take_no_time() {
        let upper: Vec<String> = (0..10_000)
            .map(|n| format!("PROVINCE OF {:x}ABCDEF", n * 7919))
            .collect();
        let lower: Vec<String> = upper.iter().map(|name| name.to_lowercase()).collect();
        let lists = [&upper, &lower].map(|names| names.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(NearNames::of(&lists).len(), 10_000);
    }
}
