//! Grouping: items by small numbers, such as half-edges by vertex, in linear time.

/// Items sorted by the number of their group; within a group they keep their order.
#[derive(Debug)]
pub(super) struct Grouped<T> {
    /// Where each group begins; one entry more than groups.
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy + Default> Grouped<T> {
    /// Sorts items, each with the number of its group, by counting. They are asked for twice.
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
    pub(super) fn of(&self, group: usize) -> &[T] {
        self.span(group..group + 1)
    }

    /// The items of neighbouring groups.
    pub(super) fn span(&self, groups: std::ops::Range<usize>) -> &[T] {
        &self.items[self.starts[groups.start] as usize..self.starts[groups.end] as usize]
    }

    /// The items of a group, to be sorted anew.
    pub(super) fn of_mut(&mut self, group: usize) -> &mut [T] {
        &mut self.items[self.starts[group] as usize..self.starts[group + 1] as usize]
    }

    /// All items, group after group.
    pub(super) fn items_mut(&mut self) -> &mut [T] {
        &mut self.items
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
        grouped.of_mut(3).reverse();
        assert_eq!(grouped.items_mut(), ['b', 'd', 'e', 'c', 'a']);
    }
}
