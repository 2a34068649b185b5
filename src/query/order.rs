//! Images in other orders than that of the catalogue.

use std::ops::Range;

use super::{
    highest::{Highest, sort},
    relevance::Relevance,
    sort::Sort,
};
use crate::catalog::{Bitset, Catalog, Ranks};

/// An order of rows: ascending keys, and rows with equal keys in their own order.
pub(crate) enum Order<'c> {
    /// By rank.
    Ranked(Ranks<'c>),
    /// Shuffled. Holds the mixed seed.
    Random(u32),
    /// By places of words.
    Relevance(Relevance),
}

/// Bits of a key that select a bucket, at most.
const BUCKET_BITS: u32 = 12;
const BUCKETS: usize = 1 << BUCKET_BITS;

/// Most rows up to the end of a page that is found by keeping the first rows, which reads each key once.
const EARLY: usize = 512;

impl<'c> Order<'c> {
    /// The order `sort` of a search for `words`; `None` is the order of rows.
    pub(crate) fn of(catalog: &'c Catalog<'_>, sort: Sort, words: &[String]) -> Option<Self> {
        match sort {
            Sort::Spec => None,
            Sort::Quality => Some(Self::Ranked(catalog.quality_ranks())),
            Sort::Newest => Some(Self::Ranked(catalog.newest_ranks())),
            Sort::Random(seed) => Some(Self::Random(mixed(seed ^ 0x85eb_ca6b))),
            Sort::Relevance => (!words.is_empty()).then(|| Self::Relevance(Relevance::of(catalog, words))),
        }
    }

    /// The members of `rows` at the places `page` of an order, or of the order of rows.
    pub(crate) fn page(order: Option<&Self>, rows: &Bitset, page: Range<usize>) -> Vec<u32> {
        match order {
            Some(order) => order.sorted(rows, page),
            None => rows.iter_from(page.start).take(page.len()).map(|row| row as u32).collect(),
        }
    }

    #[inline(never)]
    fn sorted(&self, rows: &Bitset, page: Range<usize>) -> Vec<u32> {
        let bits = self.key_bits();
        match *self {
            Self::Ranked(ranks) => select(rows, page, bits, |row| ranks.get(row)),
            Self::Random(seed) => {
                let numbered = |row| mixed((row as u32).wrapping_add(0x9e37_79b9));
                select(rows, page, bits, |row| mixed(numbered(row) ^ seed))
            }
            Self::Relevance(ref relevance) => select(rows, page, bits, |row| relevance.key(row)),
        }
    }

    /// Number of bits of the highest key, at least 1.
    fn key_bits(&self) -> u32 {
        match self {
            Self::Ranked(ranks) => usize::BITS - (ranks.bound().saturating_sub(1) | 1).leading_zeros(),
            Self::Random(_) => u32::BITS,
            Self::Relevance(_) => Relevance::KEY_BITS,
        }
    }
}

/// The members of `rows` at the places `page` of the order of their keys, which have this number of `bits`. It is compiled
/// for each order, because choosing the order for each row costs as much as its key.
#[inline(always)]
fn select(rows: &Bitset, page: Range<usize>, bits: u32, key: impl Fn(usize) -> u32) -> Vec<u32> {
    // Inverted, because the highest integers come first.
    let entry = |row: usize| !(u64::from(key(row)) << 32 | row as u64);
    let rows_of = |entries: &[u64]| entries.iter().map(|&entry| !entry as u32).collect();
    if page.is_empty() {
        return Vec::new();
    }
    if page.end <= EARLY {
        let mut highest = Highest::of(page.end);
        rows.for_each(|row| highest.offer(entry(row)));
        return rows_of(highest.into_sorted().get(page).unwrap_or_default());
    }
    // Rows are counted by the first bits of their keys. Only those in the buckets of the page are sorted.
    let shift = bits.saturating_sub(BUCKET_BITS);
    let bucket = |row| (key(row) >> shift) as usize % BUCKETS;
    let mut sizes = vec![0_u32; BUCKETS];
    rows.for_each(|row| sizes[bucket(row)] += 1);
    let Buckets { first, last, before, end } = Buckets::of(&sizes, &page);
    let mut found = Vec::with_capacity(end - before);
    rows.for_each(|row| {
        if (first..=last).contains(&bucket(row)) {
            found.push(entry(row));
        }
    });
    sort(&mut found);
    rows_of(found.get(page.start - before..page.end - before).unwrap_or_default())
}

/// The buckets that contain a page.
struct Buckets {
    first: usize,
    last: usize,
    /// Number of rows in the buckets before the first.
    before: usize,
    /// Number of rows in all buckets up to the last.
    end: usize,
}

impl Buckets {
    /// Finds the buckets of `page`, which is not empty. `sizes` are those of all buckets.
    #[inline(never)]
    fn of(sizes: &[u32], page: &Range<usize>) -> Self {
        let mut buckets = Self { first: 0, last: 0, before: 0, end: 0 };
        for (number, &size) in sizes.iter().enumerate() {
            if buckets.end <= page.start {
                (buckets.first, buckets.before) = (number, buckets.end);
            }
            buckets.last = number;
            buckets.end += size as usize;
            if buckets.end >= page.end {
                break;
            }
        }
        buckets
    }
}

/// A bijection of 32 bits that looks like chance: the finalizer of MurmurHash3.
fn mixed(mut x: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(0x85eb_ca6b);
    x ^= x >> 13;
    x = x.wrapping_mul(0xc2b2_ae35);
    x ^ x >> 16
}
