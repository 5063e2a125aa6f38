//! Disjoint sets: what hangs together, found by joining pairs (Tarjan, *Efficiency of a good but not linear set union
//! algorithm*, 1975).

/// Items by number, in sets; at first each is a set of its own.
#[derive(Debug)]
pub(crate) struct DisjointSets {
    parents: Vec<u32>,
}

impl DisjointSets {
    /// So many items.
    pub(crate) fn new(items: usize) -> Self {
        Self {
            parents: (0..items as u32).collect(),
        }
    }

    /// The least item of the set that an item is in.
    pub(crate) fn root(&mut self, mut item: u32) -> u32 {
        while self.parents[item as usize] != item {
            let parent = self.parents[item as usize];
            self.parents[item as usize] = self.parents[parent as usize];
            item = self.parents[item as usize];
        }
        item
    }

    /// Makes one set of those that two items are in.
    pub(crate) fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other) as usize] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_least_of_all_that_were_joined() {
        let mut sets = DisjointSets::new(6);
        for [one, other] in [[5, 3], [1, 4], [3, 1]] {
            sets.join(one, other);
        }
        assert_eq!([0, 1, 2, 3, 4, 5].map(|item| sets.root(item)), [0, 1, 2, 1, 1, 1]);
    }
}
