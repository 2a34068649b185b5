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

/// The entries of a ranking that are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// Only entries after this one.
    pub(crate) after: Entry,
    /// Most entries.
    pub(crate) most: usize,
}

impl Window {
    /// All entries.
    pub(crate) const ALL: Self = Self { after: Entry(u64::MAX), most: usize::MAX };
}

/// A value that occurs: its count in the upper half and its inverted index in the lower half, so that one descending sort
/// of integers orders by both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry(pub(crate) u64);

impl Entry {
    /// The number that holds both.
    fn bits(count: u32, place: u32) -> u64 {
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
pub(crate) fn rank<'r>(counts: &[u32], cut: Option<Cut<'_>>, window: Window, ranked: &'r mut Vec<u64>) -> Ranking<'r> {
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
    let mut kept = occurring;
    if let Some(Cut { first, kept: others }) = cut.filter(|cut| cut.first < occurring) {
        keep(counts, first, others, ranked);
        kept = ranked.len();
    }
    let mut is_last = true;
    if window.after < Window::ALL.after {
        ranked.retain(|entry| *entry < window.after.0);
    }
    if ranked.len() > window.most {
        is_last = false;
        let mut highest = Highest::of(window.most);
        ranked.iter().for_each(|&entry| highest.offer(entry));
        *ranked = highest.into_sorted();
    } else if kept == occurring {
        sort(ranked);
    }
    Ranking { occurring, is_cut: kept < occurring, is_last, ranked }
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
    /// True if the window has the last entry.
    pub(crate) is_last: bool,
    ranked: &'r [u64],
}

impl<'r> Ranking<'r> {
    /// The entries in the window, in reply order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Entry> + use<'r> {
        self.ranked.iter().copied().map(Entry)
    }
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
            let pairs = |ranking: Ranking<'_>| ranking.iter().map(|entry| (entry.place(), entry.count())).collect::<Vec<_>>();
            prop_assert_eq!(&pairs(rank(&counts, None, Window::ALL, &mut ranked)), &expected);

            let mut kept: Vec<usize> = kept.iter().filter(|_| !counts.is_empty()).map(|index| index.index(counts.len())).collect();
            kept.sort_unstable();
            kept.dedup();
            let cut = Some(Cut { first, kept: &kept });
            let ranking = rank(&counts, cut, Window::ALL, &mut ranked);
            prop_assert_eq!(ranking.occurring, expected.len());
            let left = expected.iter().enumerate().filter(|(at, (place, _))| *at < first || kept.contains(place));
            let left: Vec<_> = left.map(|(_, entry)| *entry).collect();
            prop_assert_eq!(ranking.is_cut, left.len() < expected.len());
            prop_assert_eq!(&pairs(ranking), &left);

            // The windows one after another are the whole.
            for (cut, whole) in [(None, &expected), (cut, &left)] {
                let (mut after, mut found) = (Window::ALL.after, Vec::new());
                loop {
                    let ranking = rank(&counts, cut, Window { after, most: first }, &mut ranked);
                    let (entries, is_last) = (ranking.iter().collect::<Vec<_>>(), ranking.is_last);
                    prop_assert!(entries.len() == first || is_last);
                    found.extend(entries.iter().map(|entry| (entry.place(), entry.count())));
                    after = entries.last().copied().unwrap_or(after);
                    if is_last {
                        break;
                    }
                }
                prop_assert_eq!(&found, whole);
            }
        }
    }
}
