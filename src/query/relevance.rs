//! The order of images by the places of searched words.

use super::word_rows::places_of_word;
use crate::catalog::{Bitset, Catalog};

/// For every row, the number of words in its title, and of words that are whole in their best place.
pub(crate) struct Relevance {
    words: u32,
    in_title: Counters,
    whole: Counters,
}

/// A counter for every row. Each set has the rows whose counter has this binary digit, the lowest first.
struct Counters(Vec<Bitset>);

/// Bits of the number of words.
const COUNT_BITS: u32 = 5;

impl Relevance {
    /// Number of bits of a key.
    pub(super) const KEY_BITS: u32 = 2 * COUNT_BITS;

    /// Finds the places of `words`.
    #[inline(never)]
    pub(super) fn of(catalog: &Catalog<'_>, words: &[String]) -> Self {
        let (mut in_title, mut whole) = (Counters(Vec::new()), Counters(Vec::new()));
        for word in words {
            let (title_rows, whole_rows) = places_of_word(catalog, word);
            in_title.add(title_rows);
            whole.add(whole_rows);
        }
        Self { words: words.len() as u32, in_title, whole }
    }

    /// The key of `row`: lower for more words in the title, then for more whole words.
    pub(super) fn key(&self, row: usize) -> u32 {
        (self.words - self.in_title.of(row)) << COUNT_BITS | (self.words - self.whole.of(row))
    }
}

impl Counters {
    /// Adds one to the counter of each of `rows`.
    fn add(&mut self, mut rows: Bitset) {
        for digit in &mut self.0 {
            let mut is_carried = 0;
            for (digit, carry) in digit.words_mut().iter_mut().zip(rows.words_mut()) {
                (*digit, *carry) = (*digit ^ *carry, *digit & *carry);
                is_carried |= *carry;
            }
            if is_carried == 0 {
                return;
            }
        }
        self.0.push(rows);
    }

    fn of(&self, row: usize) -> u32 {
        (0..).zip(&self.0).map(|(digit, rows)| u32::from(rows.contains(row)) << digit).sum()
    }
}
