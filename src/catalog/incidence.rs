//! Values of owners (specs or rows), arranged for counting.
//!
//! Owners are grouped in blocks of 64: one word of a [`Bitset`] for each block. A value is *frequent* if at least one
//! owner in 64 carries it. A few frequent values make up most pairs of value and owner. They have a word in every
//! block, so 64 owners are counted at a time. The other values are *rare*, and listed block by block. A block without
//! members of the counted set costs nothing.

use std::ops::Range;

use super::bitset::Bitset;

/// Values by owner, in blocks of 64 owners.
#[derive(Clone, Debug, Default)]
pub(crate) struct Incidence {
    /// The frequent values, ascending.
    frequent: Vec<u32>,
    /// For each block, a word for each frequent value: the owners in the block that carry it.
    words: Vec<u64>,
    /// For each block, the end of its entries in `rare`.
    rare_ends: Vec<u32>,
    /// All other pairs of value and owner: `value << 6 | owner % 64`.
    rare: Vec<u32>,
}

/// Most values that can be numbered: a `u32` also holds the position of an owner in its block.
pub(crate) const MAX_VALUES: usize = 1 << (32 - PLACE_BITS);

/// Returns true if this number of values can be numbered.
pub(crate) fn can_number(values: usize) -> bool {
    values <= MAX_VALUES
}

const BLOCK: usize = 64;
/// Slot of a rare value, which has no words.
const RARE: usize = usize::MAX;
const PLACE_BITS: u32 = BLOCK.trailing_zeros();
const PLACES: u32 = BLOCK as u32 - 1;

/// Builder of an [`Incidence`].
pub(crate) struct IncidenceBuilder {
    incidence: Incidence,
    /// For each value, the index of its word in a block, or [`RARE`].
    slots: Vec<usize>,
    /// Block and entry of each rare pair.
    rare: Vec<(u32, u32)>,
}

impl IncidenceBuilder {
    /// Creates a builder for this number of owners. `sizes` has the number of owners of each value.
    pub(crate) fn new(owners: usize, sizes: &[u32]) -> Self {
        let blocks = owners.div_ceil(BLOCK);
        let is_frequent = |size: u32| size as usize >= blocks.max(1);
        let mut slots = vec![RARE; sizes.len()];
        let mut frequent = Vec::new();
        for ((value, &size), slot) in (0..).zip(sizes).zip(&mut slots) {
            if is_frequent(size) {
                *slot = frequent.len();
                frequent.push(value);
            }
        }
        let words = vec![0; blocks * frequent.len()];
        let incidence = Incidence { frequent, words, rare_ends: vec![0; blocks], rare: Vec::new() };
        Self { incidence, slots, rare: Vec::new() }
    }

    /// Returns true if at least one owner in 64 carries `value`.
    pub(crate) fn is_frequent(&self, value: u32) -> bool {
        self.slots[value as usize] != RARE
    }

    /// Adds `value` to `owner`.
    pub(crate) fn add(&mut self, value: u32, owner: u32) {
        let (block, place) = (owner as usize / BLOCK, owner & PLACES);
        match self.slots[value as usize] {
            RARE => {
                self.rare.push((block as u32, value << PLACE_BITS | place));
                self.incidence.rare_ends[block] += 1;
            }
            slot => self.incidence.words[block * self.incidence.frequent.len() + slot] |= 1 << place,
        }
    }

    /// Adds a frequent `value` to all of `owners`.
    pub(crate) fn add_all(&mut self, value: u32, owners: &Bitset) {
        let blocks = self.incidence.words.chunks_exact_mut(self.incidence.frequent.len());
        let slot = self.slots[value as usize];
        for (words, owners) in blocks.zip(owners.words()) {
            words[slot] |= owners;
        }
    }

    pub(crate) fn finish(self) -> Incidence {
        let Self { mut incidence, rare, .. } = self;
        // Each block's number of entries becomes the index of its first entry. Each added entry then moves it forward,
        // up to the end of the block.
        let mut total = 0;
        for end in &mut incidence.rare_ends {
            total += std::mem::replace(end, total);
        }
        incidence.rare = vec![0; rare.len()];
        for (block, entry) in rare {
            let end = &mut incidence.rare_ends[block as usize];
            incidence.rare[*end as usize] = entry;
            *end += 1;
        }
        incidence
    }
}

impl Incidence {
    /// Adds to `counts`, for each of `values`, the number of members of `set` that carry it. Counts of other values may
    /// change.
    pub(crate) fn count(&self, set: &Bitset, values: &Range<usize>, counts: &mut [u32]) {
        let slots = self.slots(values);
        let mut sums = vec![0; slots.len()];
        for (block, &members) in set.words().iter().enumerate().filter(|(_, members)| **members != 0) {
            add_members(&self.words_of(block)[slots.clone()], members, 0, &mut sums);
            for &entry in self.rare_of(block) {
                counts[(entry >> PLACE_BITS) as usize] += (members >> (entry & PLACES)) as u32 & 1;
            }
        }
        self.add_sums(slots, &sums, counts);
    }

    /// Counts like [`count`](Self::count), with a weight for each owner instead of a set.
    pub(crate) fn count_weighted(&self, weights: &[u32], values: &Range<usize>, counts: &mut [u32]) {
        let slots = self.slots(values);
        let mut sums = vec![0; slots.len()];
        for (block, weights) in weights.chunks(BLOCK).enumerate() {
            let all = weights.iter().fold(0, |all, weight| all | weight);
            if all == 0 {
                continue;
            }
            let words = &self.words_of(block)[slots.clone()];
            // Counts one binary digit of the weights at a time. The owners whose weight has this digit are a set.
            for shift in (0..u32::BITS - all.leading_zeros()).step_by(8) {
                let lanes = lanes(weights, shift);
                for digit in 0..8 {
                    let members = members(&lanes, digit);
                    if members != 0 {
                        add_members(words, members, shift + digit, &mut sums);
                    }
                }
            }
            for &entry in self.rare_of(block) {
                let weight = weights.get((entry & PLACES) as usize).copied().unwrap_or(0);
                counts[(entry >> PLACE_BITS) as usize] += weight;
            }
        }
        self.add_sums(slots, &sums, counts);
    }

    /// Adds the owners of `value` to `set`.
    pub(crate) fn unite_into(&self, value: usize, set: &mut Bitset) {
        let slots = self.slots(&(value..value + 1));
        for (block, word) in set.words_mut().iter_mut().enumerate() {
            if slots.is_empty() {
                let of_value = self.rare_of(block).iter().filter(|entry| (*entry >> PLACE_BITS) as usize == value);
                *word |= of_value.fold(0, |all, entry| all | 1 << (entry & PLACES));
            } else {
                *word |= self.words_of(block)[slots.start];
            }
        }
    }

    /// Returns true if at least one owner in 64 carries `value`.
    pub(crate) fn is_frequent(&self, value: usize) -> bool {
        !self.slots(&(value..value + 1)).is_empty()
    }

    /// The values of `owner`, ascending.
    pub(crate) fn of(&self, owner: usize) -> Vec<usize> {
        let (block, place) = (owner / BLOCK, owner as u32 & PLACES);
        let frequent = self.frequent.iter().zip(self.words_of(block)).filter(|(_, word)| *word >> place & 1 == 1);
        let rare = self.rare_of(block).iter().filter(|entry| *entry & PLACES == place);
        let mut values: Vec<usize> = frequent
            .map(|(value, _)| *value as usize)
            .chain(rare.map(|entry| (entry >> PLACE_BITS) as usize))
            .collect();
        values.sort_unstable();
        values
    }

    /// The range of `values` among the frequent values.
    fn slots(&self, values: &Range<usize>) -> Range<usize> {
        let slot = |bound: usize| self.frequent.partition_point(|&value| (value as usize) < bound);
        slot(values.start)..slot(values.end)
    }

    fn add_sums(&self, slots: Range<usize>, sums: &[u32], counts: &mut [u32]) {
        for (&value, sum) in self.frequent[slots].iter().zip(sums) {
            counts[value as usize] += sum;
        }
    }

    fn words_of(&self, block: usize) -> &[u64] {
        &self.words[block * self.frequent.len()..][..self.frequent.len()]
    }

    fn rare_of(&self, block: usize) -> &[u32] {
        let start = block.checked_sub(1).map_or(0, |before| self.rare_ends[before] as usize);
        &self.rare[start..self.rare_ends[block] as usize]
    }
}

/// Adds to each of `sums` the number of `members` in the word at the same index, times two to the power of `digit`.
#[inline]
fn add_members(words: &[u64], members: u64, digit: u32, sums: &mut [u32]) {
    for (sum, owners) in sums.iter_mut().zip(words) {
        *sum += (owners & members).count_ones() << digit;
    }
}

/// One byte of each of up to 64 weights, eight bytes to a lane.
fn lanes(weights: &[u32], shift: u32) -> [u64; 8] {
    let mut lanes = [0; 8];
    for (lane, weights) in lanes.iter_mut().zip(weights.chunks(8)) {
        *lane = weights.iter().rev().fold(0, |lane, weight| lane << 8 | u64::from(weight >> shift & 0xff));
    }
    lanes
}

/// A bit for each byte of `lanes`: 1 if the byte has this binary digit.
fn members(lanes: &[u64; 8], digit: u32) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // The product has the lowest bits of the eight bytes in its highest byte. The bit of the first byte is the lowest.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let gathered = lanes.iter().map(|lane| (lane >> digit & ONES).wrapping_mul(GATHER) >> 56);
    gathered.rev().fold(0, |word, bits| word << 8 | bits)
}

#[cfg(test)]
mod tests;
