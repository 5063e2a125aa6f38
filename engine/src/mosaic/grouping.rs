//! Grouping: items by small numbers, such as half-edges by vertex, in linear time.

use std::cmp::Ordering;

/// Items sorted by the number of their group; within a group they keep their order.
#[derive(Debug)]
pub(super) struct Grouped<T> {
    /// Where each group begins; one entry more than groups.
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy + Default> Grouped<T> {
    /// Sorts items, each with the number of its group, by counting. They are asked for twice.
    #[inline]
    pub(super) fn new(groups: usize, items: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        // Counted two places on and summed up, the entry one place on says where the group's next item goes; when all
        // are there, every entry says where its group begins.
        let mut starts = vec![0_u32; groups + 2];
        items.clone().for_each(|(group, _)| starts[group + 2] += 1);
        for group in 2..starts.len() {
            starts[group] += starts[group - 1];
        }
        let count = starts.pop().unwrap_or_default();
        let mut sorted = vec![T::default(); count as usize];
        items.for_each(|(group, item)| {
            let place = &mut starts[group + 1];
            sorted[*place as usize] = item;
            *place += 1;
        });
        Self {
            starts,
            items: sorted,
        }
    }
}

impl<T> Grouped<T> {
    /// How many groups there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// The items of a group.
    #[inline]
    pub(super) fn of(&self, group: usize) -> &[T] {
        self.span(group..group + 1)
    }

    /// The items of neighbouring groups.
    #[inline]
    pub(super) fn span(&self, groups: std::ops::Range<usize>) -> &[T] {
        &self.items[self.starts[groups.start] as usize..self.starts[groups.end] as usize]
    }

    /// Sorts the items of every group of so many at least.
    pub(super) fn sort_each(&mut self, least: usize, compare: impl Fn(&T, &T) -> Ordering + Sync)
    where
        T: Send,
    {
        sort_each(&self.starts, &mut self.items, least, &compare);
    }
}

/// Sorts the groups between `starts`; the items begin with the first of them.
fn sort_each<T: Send>(
    starts: &[u32],
    items: &mut [T],
    least: usize,
    compare: &(impl Fn(&T, &T) -> Ordering + Sync),
) {
    /// So many groups are one thread's portion.
    const PORTION: usize = 1 << 13;
    if starts.len() > PORTION {
        let middle = starts.len() / 2;
        let (left, right) = items.split_at_mut((starts[middle] - starts[0]) as usize);
        crate::parallel::join(
            || sort_each(&starts[..=middle], left, least, compare),
            || sort_each(&starts[middle..], right, least, compare),
        );
        return;
    }
    for ends in starts.windows(2) {
        let [from, to] = [ends[0], ends[1]].map(|end| (end - starts[0]) as usize);
        if to - from >= least {
            items[from..to].sort_unstable_by(compare);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_keep_the_order_of_their_items_and_may_be_empty() {
        let items = [(3, 'a'), (0, 'b'), (3, 'c'), (1, 'd'), (3, 'e')];
        let mut grouped = Grouped::new(5, items.into_iter());
        assert_eq!(grouped.count(), 5);
        let of: Vec<String> = (0..5).map(|group| grouped.of(group).iter().collect()).collect();
        assert_eq!(of, ["b", "d", "", "ace", ""]);
        assert_eq!(grouped.span(1..4), ['d', 'a', 'c', 'e']);
        grouped.sort_each(2, |a, b| b.cmp(a));
        assert_eq!(grouped.span(0..5), ['b', 'd', 'e', 'c', 'a']);
    }
}
