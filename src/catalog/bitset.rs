//! The dense working set of a query: one bit for each row (or each spec).

use std::ops::Range;

/// A set of indexes below a fixed length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bitset {
    words: Vec<u64>,
    len: usize,
}

impl Bitset {
    /// The empty set over `0..len`.
    pub(crate) fn empty(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// The full set over `0..len`.
    pub(crate) fn full(len: usize) -> Self {
        let mut set = Self { words: vec![u64::MAX; len.div_ceil(64)], len };
        set.trim();
        set
    }

    /// Number of indexes in the set.
    pub(crate) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Adds `index`, which must be below the length.
    pub(crate) fn insert(&mut self, index: usize) {
        debug_assert!(index < self.len);
        if let Some(word) = self.words.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    /// Adds all of `range`, which must end within the length.
    pub(crate) fn insert_range(&mut self, range: Range<usize>) {
        debug_assert!(range.end <= self.len);
        if range.is_empty() {
            return;
        }
        let Ends { first, last, head, tail } = Ends::of(&range);
        if first == last {
            self.words[first] |= head & tail;
        } else {
            self.words[first] |= head;
            self.words[first + 1..last].fill(u64::MAX);
            self.words[last] |= tail;
        }
    }

    /// The words, lowest indexes first.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// The words, for callers that write whole words. Bits at or beyond the length must stay 0.
    pub(crate) fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }

    /// The words in halves of 32 bits, lowest indexes first.
    pub(crate) fn to_halves(&self) -> Vec<u32> {
        self.words.iter().flat_map(|word| [*word as u32, (word >> 32) as u32]).collect()
    }

    /// The set over `0..len` with the first halves of `halves`. Missing ones are empty.
    pub(crate) fn from_halves(len: usize, halves: &[u32]) -> Self {
        let mut set = Self::empty(len);
        for (word, half) in set.words.iter_mut().zip(halves.chunks_exact(2)) {
            *word = u64::from(half[1]) << 32 | u64::from(half[0]);
        }
        set.trim();
        set
    }

    /// True if `index` is a member.
    pub(crate) fn contains(&self, index: usize) -> bool {
        self.words.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// Adds the members of `other`.
    pub(crate) fn unite(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Removes all but the members of `other`.
    pub(crate) fn intersect(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Removes the members of `other`.
    pub(crate) fn subtract(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// The members in ascending order, without the first `skipped`.
    pub(crate) fn iter_from(&self, skipped: usize) -> impl Iterator<Item = usize> + '_ {
        let mut left = skipped;
        // Whole words are skipped by their counts. The rest, fewer than 64 members, are skipped one by one.
        let start = self
            .words
            .iter()
            .position(|word| {
                let here = word.count_ones() as usize;
                let stop = here > left;
                if !stop {
                    left -= here;
                }
                stop
            })
            .unwrap_or(self.words.len());
        self.words[start..]
            .iter()
            .enumerate()
            .flat_map(move |(at, &word)| Ones(word).map(move |bit| (start + at) * 64 + bit))
            .skip(left)
    }

    /// Calls `visit` with every member, ascending. Faster than the iterator if all members are wanted.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(usize)) {
        for (at, &word) in self.words.iter().enumerate() {
            Ones(word).for_each(|bit| visit(at * 64 + bit));
        }
    }

    fn trim(&mut self) {
        if let Some(last) = self.words.last_mut()
            && !self.len.is_multiple_of(64)
        {
            *last &= (1 << (self.len % 64)) - 1;
        }
    }
}

/// First and last word of a range that is not empty, with the bits of each that belong to the range.
struct Ends {
    first: usize,
    last: usize,
    head: u64,
    tail: u64,
}

impl Ends {
    fn of(range: &Range<usize>) -> Self {
        let (start, last) = (range.start, range.end - 1);
        Self { first: start / 64, last: last / 64, head: u64::MAX << (start % 64), tail: u64::MAX >> (63 - last % 64) }
    }
}

/// The positions of the set bits of a word, ascending.
pub(crate) struct Ones(pub(crate) u64);

impl Iterator for Ones {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        (self.0 != 0).then(|| {
            let bit = self.0.trailing_zeros() as usize;
            self.0 &= self.0 - 1;
            bit
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn bitset(len: usize, members: &BTreeSet<usize>) -> Bitset {
        let mut set = Bitset::empty(len);
        members.iter().for_each(|&member| set.insert(member));
        set
    }

    fn members() -> impl Strategy<Value = (usize, BTreeSet<usize>, BTreeSet<usize>)> {
        (1_usize..300).prop_flat_map(|len| {
            let set = proptest::collection::btree_set(0..len, 0..=len);
            (Just(len), set.clone(), set)
        })
    }

    proptest! {
        #[test]
        fn set_operations_are_those_of_sets((len, a, b) in members()) {
            let set = bitset(len, &a);
            prop_assert_eq!(set.count(), a.len());
            prop_assert_eq!(set.iter_from(0).collect::<BTreeSet<_>>(), a.clone());
            let mut visited = Vec::new();
            set.for_each(|member| visited.push(member));
            prop_assert!(set.iter_from(0).eq(visited));
            let mut difference = set.clone();
            difference.subtract(&bitset(len, &b));
            prop_assert_eq!(difference, bitset(len, &(&a - &b)));
            let (mut union, mut intersection) = (set.clone(), set.clone());
            union.unite(&bitset(len, &b));
            intersection.intersect(&bitset(len, &b));
            prop_assert_eq!(union, bitset(len, &(&a | &b)));
            prop_assert_eq!(intersection, bitset(len, &(&a & &b)));
            prop_assert!((0..len + 64).all(|index| set.contains(index) == a.contains(&index)));
            prop_assert_eq!(Bitset::full(len).count(), len);
            let halves = set.to_halves();
            prop_assert_eq!(halves.len(), len.div_ceil(64) * 2);
            prop_assert_eq!(Bitset::from_halves(len, &halves), set);
        }

        #[test]
        fn skipping_members_is_the_same_as_dropping_them((len, a, _b) in members(), skipped in 0_usize..310) {
            let set = bitset(len, &a);
            prop_assert_eq!(set.iter_from(skipped).collect::<Vec<_>>(), a.into_iter().skip(skipped).collect::<Vec<_>>());
        }

        #[test]
        fn ranges_are_inserted_whole((len, a, b) in members()) {
            let mut set = bitset(len, &a);
            let (start, end) = (b.first().copied().unwrap_or(0), b.last().copied().unwrap_or(0));
            set.insert_range(start..end);
            prop_assert_eq!(set, bitset(len, &a.into_iter().chain(start..end).collect()));
        }
    }
}
