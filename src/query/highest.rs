//! The highest of many integers, without sorting all of them.

/// The highest integers of those that were offered.
pub(super) struct Highest {
    wanted: usize,
    /// Those found so far, and some that are lower.
    integers: Vec<u64>,
    /// Only higher integers are among the highest.
    bound: u64,
}

impl Highest {
    /// Nothing yet of at most `wanted` integers, at least one.
    pub(super) fn of(wanted: usize) -> Self {
        Self { wanted, integers: Vec::with_capacity(room(wanted)), bound: 0 }
    }

    /// Takes `integer` if it is among the highest. Integers are offered once, and are not 0.
    #[inline(always)]
    pub(super) fn offer(&mut self, integer: u64) {
        // Nearly all of many integers end here.
        if integer > self.bound {
            self.take(integer);
        }
    }

    #[inline(never)]
    fn take(&mut self, integer: u64) {
        if self.integers.len() >= room(self.wanted) {
            self.cut();
            if integer <= self.bound {
                return;
            }
        }
        self.integers.push(integer);
    }

    fn cut(&mut self) {
        sort(&mut self.integers);
        self.integers.truncate(self.wanted);
        if self.integers.len() == self.wanted {
            self.bound = self.integers[self.wanted - 1];
        }
    }

    /// The highest integers, the highest first.
    pub(super) fn into_sorted(mut self) -> Vec<u64> {
        self.cut();
        self.integers
    }
}

/// Sorts integers, the highest first. One function for all, because a sort is a large part of the worker's code.
#[inline(never)]
pub(super) fn sort(integers: &mut [u64]) {
    integers.sort_unstable_by(|a, b| b.cmp(a));
}

/// Number of integers to collect before they are sorted and cut.
fn room(wanted: usize) -> usize {
    wanted * 2 + 32
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::{collection::btree_set, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn highest_integers_are_the_first_of_all_sorted(
            integers in prop_oneof![btree_set(1_u64..50, 0..40), btree_set(1_u64.., 0..400)].prop_flat_map(|integers| {
                Just(integers.into_iter().collect::<Vec<_>>()).prop_shuffle()
            }),
            wanted in 1_usize..60,
        ) {
            let mut highest = Highest::of(wanted);
            integers.iter().for_each(|&integer| highest.offer(integer));
            let sorted = integers.iter().copied().collect::<BTreeSet<_>>().into_iter().rev().take(wanted);
            prop_assert!(sorted.eq(highest.into_sorted()));
        }
    }
}
