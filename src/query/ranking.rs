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

/// Indexes and counts of the values that occur, in reply order, or of those that `cut` keeps. `ranked` is scratch space
/// that keeps its allocation between calls.
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
            ranked[occurring] = entry(count, place);
            occurring += usize::from(count > 0);
        }
    }
    ranked.truncate(occurring);
    match cut {
        Some(Cut { first, kept }) if first < occurring => keep(counts, first, kept, ranked),
        _ => sort(ranked),
    }
    Ranking { occurring, ranked }
}

/// Keeps the `first` entries of `ranked`, and those of the values `kept`, in reply order.
fn keep(counts: &[u32], first: usize, kept: &[usize], ranked: &mut Vec<u64>) {
    let mut highest = Highest::of(first);
    ranked.iter().for_each(|&entry| highest.offer(entry));
    *ranked = highest.into_sorted();
    let least = ranked.last().copied().unwrap_or(u64::MAX);
    let others = kept.iter().map(|&place| entry(counts[place], place as u32));
    ranked.extend(others.filter(|&entry| entry < least && entry >> 32 > 0));
    sort(&mut ranked[first..]);
}

/// Ranked values of a facet.
pub(crate) struct Ranking<'r> {
    /// Number of values that occur.
    pub(crate) occurring: usize,
    ranked: &'r [u64],
}

impl<'r> Ranking<'r> {
    /// True if values that occur are missing.
    pub(crate) fn is_cut(&self) -> bool {
        self.ranked.len() < self.occurring
    }

    /// Index and count of each value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, u32)> + use<'r> {
        self.ranked.iter().map(|entry| (place_of(*entry), (entry >> 32) as u32))
    }
}

/// A count in the upper half and an inverted index in the lower half, so that one descending sort of integers orders by
/// both.
fn entry(count: u32, place: u32) -> u64 {
    u64::from(count) << 32 | u64::from(!place)
}

fn place_of(entry: u64) -> usize {
    !(entry as u32) as usize
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
            prop_assert!(rank(&counts, None, &mut ranked).iter().eq(expected.iter().copied()));

            let mut kept: Vec<usize> = kept.iter().filter(|_| !counts.is_empty()).map(|index| index.index(counts.len())).collect();
            kept.sort_unstable();
            kept.dedup();
            let ranking = rank(&counts, Some(Cut { first, kept: &kept }), &mut ranked);
            prop_assert_eq!(ranking.occurring, expected.len());
            let cut = expected.iter().enumerate().filter(|(at, (place, _))| *at < first || kept.contains(place));
            let cut: Vec<_> = cut.map(|(_, entry)| *entry).collect();
            prop_assert_eq!(ranking.is_cut(), cut.len() < expected.len());
            prop_assert_eq!(ranking.iter().collect::<Vec<_>>(), cut);
        }
    }
}
