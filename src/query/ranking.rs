//! Values in reply order: highest count first, equal counts in order of the values.

use super::highest::{Highest, sort};

/// The values of a facet to keep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut<'k> {
    /// Number of the first values.
    pub(crate) first: usize,
    /// Indexes of values to keep besides these, ascending and distinct.
    pub(crate) kept: &'k [usize],
}

/// A value that occurs: its count in the upper half and its inverted index in the lower half, so that one descending sort
/// of integers orders by both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry(u64);

impl Entry {
    /// All of `entries`.
    pub(crate) fn all(entries: &[u64]) -> impl Iterator<Item = Self> {
        entries.iter().copied().map(Self)
    }

    /// The number that holds both.
    pub(super) fn bits(count: u32, place: u32) -> u64 {
        u64::from(count) << 32 | u64::from(!place)
    }

    /// Index of the value.
    pub(crate) fn place(self) -> usize {
        !(self.0 as u32) as usize
    }

    /// Count of the value.
    pub(crate) fn count(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// Ranks the values that occur, or those of them that `cut` keeps. `ranked` is scratch space that keeps its allocation
/// between calls.
#[inline(never)]
pub(crate) fn rank<'r>(counts: &[u32], cut: Option<Cut<'_>>, ranked: &'r mut Vec<u64>) -> Ranking<'r> {
    ranked.clear();
    ranked.resize(counts.len(), 0);
    let mut occurring = 0;
    for (counts, first) in counts.chunks(8).zip((0_u32..).step_by(8)) {
        if counts.iter().fold(0, |all, count| all | count) == 0 {
            continue;
        }
        for (&count, place) in counts.iter().zip(first..) {
            // A value that does not occur is overwritten by the next one. A branch would be slower, because it cannot be
            // predicted.
            ranked[occurring] = Entry::bits(count, place);
            occurring += usize::from(count > 0);
        }
    }
    ranked.truncate(occurring);
    match cut.filter(|cut| cut.first < occurring) {
        Some(Cut { first, kept }) => keep(counts, first, kept, ranked),
        None => sort(ranked),
    }
    Ranking { occurring, is_cut: ranked.len() < occurring, entries: ranked }
}

/// Keeps the `first` entries of `ranked`, and those of the values `kept`, in reply order.
fn keep(counts: &[u32], first: usize, kept: &[usize], ranked: &mut Vec<u64>) {
    let mut highest = Highest::of(first);
    ranked.iter().for_each(|&entry| highest.offer(entry));
    *ranked = highest.into_sorted();
    let least = ranked.last().copied().unwrap_or(u64::MAX);
    let others = kept.iter().map(|&place| Entry::bits(counts[place], place as u32));
    ranked.extend(others.filter(|&entry| entry < least && entry >> 32 > 0));
    sort(&mut ranked[first..]);
}

/// Ranked values of a facet.
pub(crate) struct Ranking<'r> {
    /// Number of values that occur.
    pub(crate) occurring: usize,
    /// True if some of them were not kept.
    pub(crate) is_cut: bool,
    /// The kept values as [entries](Entry), in reply order.
    pub(crate) entries: &'r [u64],
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn ranking_is_a_sort_of_the_values_that_occur(
            counts in vec(0_u32..4, 0..40),
            first in 1_usize..12,
            kept in vec(any::<prop::sample::Index>(), 0..6),
        ) {
            let mut expected: Vec<(usize, u32)> = counts.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
            expected.sort_by_key(|&(place, count)| (std::cmp::Reverse(count), place));
            let mut ranked = Vec::new();
            let pairs = |ranking: Ranking<'_>| Entry::all(ranking.entries).map(|entry| (entry.place(), entry.count())).collect::<Vec<_>>();
            prop_assert_eq!(&pairs(rank(&counts, None, &mut ranked)), &expected);

            let mut kept: Vec<usize> = kept.iter().filter(|_| !counts.is_empty()).map(|index| index.index(counts.len())).collect();
            kept.sort_unstable();
            kept.dedup();
            let cut = Some(Cut { first, kept: &kept });
            let ranking = rank(&counts, cut, &mut ranked);
            prop_assert_eq!(ranking.occurring, expected.len());
            let left = expected.iter().enumerate().filter(|(at, (place, _))| *at < first || kept.contains(place));
            let left: Vec<_> = left.map(|(_, entry)| *entry).collect();
            prop_assert_eq!(ranking.is_cut, left.len() < expected.len());
            prop_assert_eq!(&pairs(ranking), &left);
        }
    }
}
