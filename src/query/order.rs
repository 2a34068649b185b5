//! Images in other orders than that of the catalogue.

use std::ops::Range;

use super::{ranking::sort, relevance::Relevance, sort::Sort};
use crate::catalog::{Bitset, Catalog};

/// An order of rows: ascending keys, and rows with equal keys in their own order.
pub(crate) enum Order<'c> {
    /// By rank of quality.
    Quality(&'c Catalog<'c>),
    /// By rank of time.
    Newest(&'c Catalog<'c>),
    /// Shuffled. Holds the mixed seed.
    Random(u32),
    /// By places of words.
    Relevance(Relevance),
}

/// Bits of a key that select a bucket, at most.
const BUCKET_BITS: u32 = 12;

impl<'c> Order<'c> {
    /// The order `sort` of a search for `words`; `None` is the order of rows.
    pub(crate) fn of(catalog: &'c Catalog<'_>, sort: Sort, words: &[String]) -> Option<Self> {
        match sort {
            Sort::Spec => None,
            Sort::Quality => Some(Self::Quality(catalog)),
            Sort::Newest => Some(Self::Newest(catalog)),
            Sort::Random(seed) => Some(Self::Random(mixed(seed ^ 0x85eb_ca6b))),
            Sort::Relevance => (!words.is_empty()).then(|| Self::Relevance(Relevance::of(catalog, words))),
        }
    }

    /// The members of `rows` at the places `page` of an order, or of the order of rows.
    pub(crate) fn page(order: Option<&Self>, rows: &Bitset, page: Range<usize>) -> Vec<usize> {
        match order {
            Some(order) => order.sorted(rows, page),
            None => rows.iter_from(page.start).take(page.len()).collect(),
        }
    }

    /// Rows are counted by the first bits of their keys. Only those in the buckets of the page are sorted.
    #[inline(never)]
    fn sorted(&self, rows: &Bitset, page: Range<usize>) -> Vec<usize> {
        if page.is_empty() {
            return Vec::new();
        }
        let shift = self.key_bits().saturating_sub(BUCKET_BITS);
        let bucket = |row| (self.key(row) >> shift) as usize;
        let mut sizes = vec![0_u32; 1 << (self.key_bits() - shift)];
        rows.for_each(|row| sizes[bucket(row)] += 1);
        let (mut first, mut before, mut end) = (0, 0, 0);
        for (number, &size) in sizes.iter().enumerate() {
            let size = size as usize;
            if end <= page.start {
                (first, before) = (number, end);
            }
            end += size;
            if end >= page.end {
                sizes.truncate(number + 1);
                break;
            }
        }
        let buckets = first..sizes.len();
        let mut found = Vec::with_capacity(end - before);
        rows.for_each(|row| {
            let key = self.key(row);
            if buckets.contains(&((key >> shift) as usize)) {
                found.push(!(u64::from(key) << 32 | row as u64));
            }
        });
        sort(&mut found);
        let places = page.start - before..page.end - before;
        found.get(places).unwrap_or_default().iter().map(|&entry| !entry as u32 as usize).collect()
    }

    #[inline(always)]
    fn key(&self, row: usize) -> u32 {
        match self {
            Self::Quality(catalog) => catalog.quality_rank(row),
            Self::Newest(catalog) => catalog.newest_rank(row),
            Self::Random(seed) => mixed(mixed((row as u32).wrapping_add(0x9e37_79b9)) ^ seed),
            Self::Relevance(relevance) => relevance.key(row),
        }
    }

    /// Number of bits of the highest key, at least 1.
    fn key_bits(&self) -> u32 {
        let keys = match self {
            Self::Quality(catalog) => catalog.quality_ranks(),
            Self::Newest(catalog) => catalog.newest_ranks(),
            Self::Random(_) => return u32::BITS,
            Self::Relevance(_) => return Relevance::KEY_BITS,
        };
        usize::BITS - (keys.saturating_sub(1) | 1).leading_zeros()
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
