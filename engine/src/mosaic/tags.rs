//! Tags: what edges mean to the rings they bound. Neighbours along a border mean the same, so sets are stored once.

use hashbrown::HashTable;

/// What an edge means to one ring or line: how the ring's winding number on its left exceeds that on its right.
/// A line has turn 0: it divides without winding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tag {
    /// The ring, see [`super::input::Rings`].
    pub(super) ring: u32,
    /// Winding number on the left less that on the right of from → to.
    pub(super) turn: i32,
}

/// A set of tags and the way it is to be read: as it stands, or with every turn negated.
///
/// The edges of one border run this way and that, but differ in sign only, and share one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TagSet(u32);

impl TagSet {
    /// The set of an edge that runs the other way.
    #[must_use]
    pub(super) const fn reversed(self) -> Self {
        Self(self.0 ^ 1)
    }

    /// The same set where sets have these numbers, see [`TagSets::append`].
    pub(super) fn renumbered(self, numbers: &[u32]) -> Self {
        Self(numbers[self.index()] << 1 | self.0 & 1)
    }

    /// The set and the way it is to be read, as one number.
    pub(super) const fn number(self) -> u32 {
        self.0
    }

    /// The set of such a number, if there is one.
    pub(super) fn numbered(number: u32, sets: &TagSets) -> Option<Self> {
        Some(Self(number)).filter(|set| set.index() < sets.count() as usize)
    }

    const fn index(self) -> usize {
        self.0 as usize >> 1
    }

    /// What the stored turns are to be multiplied by.
    const fn sign(self) -> i32 {
        if self.0 & 1 == 0 { 1 } else { -1 }
    }
}

/// Sets of tags, each stored once, sorted by ring.
#[derive(Debug)]
pub(super) struct TagSets {
    tags: Vec<Tag>,
    /// Where each set begins; one entry more than sets.
    starts: Vec<u32>,
    table: HashTable<u32>,
    /// The set asked for last: the next one is likely to be the same.
    last: u32,
}

impl Default for TagSets {
    fn default() -> Self {
        Self {
            tags: Vec::new(),
            starts: vec![0],
            table: HashTable::new(),
            last: 0,
        }
    }
}

impl TagSets {
    /// The tags of a set, sorted by ring.
    #[inline]
    pub(super) fn tags(&self, set: TagSet) -> impl Iterator<Item = Tag> + Clone + '_ {
        let sign = set.sign();
        self.stored(set.index() as u32).iter().map(move |tag| Tag {
            ring: tag.ring,
            turn: sign * tag.turn,
        })
    }

    #[inline]
    fn stored(&self, set: u32) -> &[Tag] {
        &self.tags[self.starts[set as usize] as usize..self.starts[set as usize + 1] as usize]
    }

    /// All sets as they are stored, by number.
    pub(super) fn all(&self) -> impl Iterator<Item = &[Tag]> {
        (0..self.count()).map(|set| self.stored(set))
    }

    /// Takes in other sets: the number that each of them has here.
    pub(super) fn append(&mut self, other: &Self) -> Vec<u32> {
        (0..other.count())
            .map(|set| self.number(other.stored(set)))
            .collect()
    }

    fn count(&self) -> u32 {
        self.starts.len() as u32 - 1
    }

    /// The set of all these tags, which are sorted here: turns of one ring add up, and what adds up to nothing is
    /// gone, but for lines. None if nothing is left.
    #[inline]
    pub(super) fn set_of(&mut self, tags: &mut Vec<Tag>) -> Option<TagSet> {
        tags.sort_unstable();
        merge_rings(tags);
        let first = tags.iter().find(|tag| tag.turn != 0);
        let is_negative = first.is_some_and(|tag| tag.turn < 0);
        if is_negative {
            for tag in tags.iter_mut() {
                tag.turn = -tag.turn;
            }
        }
        if tags.is_empty() {
            return None;
        }
        self.last = self.number(tags);
        Some(TagSet(self.last << 1 | u32::from(is_negative)))
    }

    /// What two edges that fall on each other mean together.
    pub(super) fn joined(&mut self, one: Option<TagSet>, other: Option<TagSet>) -> Option<TagSet> {
        let (Some(one), Some(other)) = (one, other) else {
            return one.or(other);
        };
        let mut tags = self.tags(one).chain(self.tags(other)).collect();
        self.set_of(&mut tags)
    }

    fn number(&mut self, tags: &[Tag]) -> u32 {
        let count = self.count();
        if count > 0 && self.stored(self.last) == tags {
            return self.last;
        }
        let hash = hash(tags);
        if let Some(&known) = self.table.find(hash, |&set| self.stored(set) == tags) {
            return known;
        }
        self.tags.extend_from_slice(tags);
        self.starts.push(self.tags.len() as u32);
        let (all, starts) = (&self.tags, &self.starts);
        self.table.insert_unique(hash, count, |&set| {
            self::hash(&all[starts[set as usize] as usize..starts[set as usize + 1] as usize])
        });
        count
    }
}

/// Adds up the turns of each ring in sorted tags.
fn merge_rings(tags: &mut Vec<Tag>) {
    let mut kept = 0;
    let mut at = 0;
    while at < tags.len() {
        let ring = tags[at].ring;
        let same = tags[at..].iter().take_while(|tag| tag.ring == ring);
        let (mut turn, mut is_line, mut count) = (0, true, 0);
        for tag in same {
            turn += tag.turn;
            is_line &= tag.turn == 0;
            count += 1;
        }
        at += count;
        if turn != 0 || is_line {
            tags[kept] = Tag { ring, turn };
            kept += 1;
        }
    }
    tags.truncate(kept);
}

/// A hash of tags: each multiplied into 128 bits, together with those before it, and folded.
fn hash(tags: &[Tag]) -> u64 {
    tags.iter().fold(0x9e37_79b9_7f4a_7c15, |before, tag| {
        let word = u64::from(tag.ring) << 32 | u64::from(tag.turn as u32);
        let wide = u128::from(before ^ word) * u128::from(0xa076_1d64_78bd_642f_u64);
        (wide as u64) ^ ((wide >> 64) as u64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag((ring, turn): (u32, i32)) -> Tag {
        Tag { ring, turn }
    }

    #[test]
    fn sets_add_up_and_those_that_differ_in_sign_share_storage() {
        let mut sets = TagSets::default();
        let mut set = |tags: &[(u32, i32)]| sets.set_of(&mut tags.iter().copied().map(tag).collect());
        let one = set(&[(7, -1), (2, 1), (7, 2)]).unwrap();
        let back = set(&[(2, -1), (7, -1)]).unwrap();
        assert_eq!(back, one.reversed());
        assert_eq!(set(&[(5, 1), (5, -1)]), None, "there and back");
        let line = set(&[(5, 0)]).unwrap();
        assert_eq!(sets.tags(one).collect::<Vec<_>>(), [tag((2, 1)), tag((7, 1))]);
        assert_eq!(sets.tags(back).collect::<Vec<_>>(), [tag((2, -1)), tag((7, -1))]);
        assert_eq!(sets.tags(line).collect::<Vec<_>>(), [tag((5, 0))]);
    }

    #[test]
    fn sets_taken_in_are_those_that_are_here_already_or_new() {
        let set = |sets: &mut TagSets, tags: &[(u32, i32)]| {
            sets.set_of(&mut tags.iter().copied().map(tag).collect()).unwrap()
        };
        let (mut here, mut there) = (TagSets::default(), TagSets::default());
        let known = set(&mut here, &[(2, 1)]);
        let theirs = [set(&mut there, &[(9, 1)]), set(&mut there, &[(2, -1)])];
        let numbers = here.append(&there);
        let [new, same] = theirs.map(|set| set.renumbered(&numbers));
        assert_eq!(same, known.reversed());
        assert_eq!(here.tags(new).collect::<Vec<_>>(), [tag((9, 1))]);
    }
}
