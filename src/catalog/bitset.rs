//! The dense working set of a query: one bit a row (or a spec).

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

    /// The whole of `0..len`.
    pub(crate) fn full(len: usize) -> Self {
        let mut set = Self { words: vec![u64::MAX; len.div_ceil(64)], len };
        set.trim();
        set
    }

    /// How many indexes are in the set.
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

    /// The words, lowest indexes first, for writers that fill whole words; bits at or beyond the length must stay 0.
    pub(crate) fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }

    /// Keeps what is also in `other`.
    pub(crate) fn intersect(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds what is in `other`.
    pub(crate) fn unite(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Drops what is in `other`.
    pub(crate) fn subtract(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Everything below the length that is not in the set.
    pub(crate) fn complement(&self) -> Self {
        let mut set = Self { words: self.words.iter().map(|word| !word).collect(), len: self.len };
        set.trim();
        set
    }

    /// The members in ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.iter_from(0)
    }

    /// The members in ascending order, without the first `skipped`.
    pub(crate) fn iter_from(&self, skipped: usize) -> impl Iterator<Item = usize> + '_ {
        let mut left = skipped;
        // Whole words are skipped by their counts; the rest, fewer than 64, one by one.
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

    /// Calls `visit` with every member, ascending: faster than the iterator where all are wanted.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(usize)) {
        for (at, &word) in self.words.iter().enumerate() {
            Ones(word).for_each(|bit| visit(at * 64 + bit));
        }
    }

    /// Calls `visit` with the size of the set within each of the ranges that `ends` closes, one after the other from 0.
    pub(crate) fn for_each_range_count(&self, ends: &[u32], mut visit: impl FnMut(usize, u32)) {
        let word = |at: usize| self.words.get(at).copied().unwrap_or(0);
        let mut start = 0;
        for (range, &end) in ends.iter().enumerate() {
            let end = end as usize;
            let count = match u32::try_from(end - start) {
                // Short ranges, which most are, lie in two words.
                Ok(len @ 0..=64) => {
                    let (at, shift) = (start / 64, start % 64);
                    let bits = word(at) >> shift | word(at + 1) << 1 << (63 - shift);
                    (bits & u64::MAX.checked_shr(64 - len).unwrap_or(0)).count_ones()
                }
                _ => self.count_range(start..end),
            };
            visit(range, count);
            start = end;
        }
    }

    fn count_range(&self, range: Range<usize>) -> u32 {
        if range.is_empty() {
            return 0;
        }
        let Ends { first, last, head, tail } = Ends::of(&range);
        if first == last {
            return (self.words[first] & head & tail).count_ones();
        }
        let middle: u32 = self.words[first + 1..last].iter().map(|word| word.count_ones()).sum();
        (self.words[first] & head).count_ones() + middle + (self.words[last] & tail).count_ones()
    }

    fn trim(&mut self) {
        if let Some(last) = self.words.last_mut()
            && !self.len.is_multiple_of(64)
        {
            *last &= (1 << (self.len % 64)) - 1;
        }
    }
}

/// Where a range that is not empty begins and ends: words, and the bits of each that belong to it.
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

/// The places of the ones of a word, ascending.
struct Ones(u64);

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
            let (set, other) = (bitset(len, &a), bitset(len, &b));
            prop_assert_eq!(set.count(), a.len());
            prop_assert_eq!(set.iter().collect::<BTreeSet<_>>(), a.clone());
            let mut visited = Vec::new();
            set.for_each(|member| visited.push(member));
            prop_assert!(set.iter().eq(visited));
            let apply = |change: fn(&mut Bitset, &Bitset)| {
                let mut changed = set.clone();
                change(&mut changed, &other);
                changed
            };
            prop_assert_eq!(apply(Bitset::intersect), bitset(len, &(&a & &b)));
            prop_assert_eq!(apply(Bitset::unite), bitset(len, &(&a | &b)));
            prop_assert_eq!(apply(Bitset::subtract), bitset(len, &(&a - &b)));
            prop_assert_eq!(set.complement(), bitset(len, &(0..len).filter(|i| !a.contains(i)).collect()));
            prop_assert_eq!(Bitset::full(len).count(), len);
        }

        #[test]
        fn skipping_members_is_the_same_as_dropping_them((len, a, _b) in members(), skipped in 0_usize..310) {
            let set = bitset(len, &a);
            prop_assert_eq!(set.iter_from(skipped).collect::<Vec<_>>(), a.into_iter().skip(skipped).collect::<Vec<_>>());
        }

        #[test]
        fn ranges_are_inserted_and_counted_whole((len, a, ends) in members()) {
            let set = bitset(len, &a);
            let ends: Vec<u32> = ends.into_iter().map(|end| u32::try_from(end).unwrap_or(0)).collect();
            let mut start = 0;
            set.for_each_range_count(&ends, |range, count| {
                let end = ends[range] as usize;
                let mut whole = Bitset::empty(len);
                whole.insert_range(start..end);
                assert_eq!(whole.iter().collect::<Vec<_>>(), (start..end).collect::<Vec<_>>());
                assert_eq!(count as usize, a.range(start..end).count());
                start = end;
            });
        }
    }
}
