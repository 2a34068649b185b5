//! Which values the owners of one level (specs, or rows) carry, arranged for counting.
//!
//! Owners come in blocks of 64, a word of a [`Bitset`] each. Few values make up most of what is carried: those that
//! are carried by an owner in 64 or more have a word in every block, and are counted 64 owners at a time. The rest is
//! listed, block by block. Blocks that a set does not touch cost nothing.

use std::ops::Range;

use super::bitset::{Bitset, Ones};

/// Values by owner, those of a block of 64 owners together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Incidence {
    /// The values with a word in every block, ascending.
    frequent: Vec<u32>,
    /// Block by block a word for each of them: which owners of the block carry it.
    words: Vec<u64>,
    /// For every block the end of its entries in `rare`.
    rare_ends: Vec<u32>,
    /// All other pairs of value and owner: `value << 6 | owner % 64`.
    rare: Vec<u32>,
}

/// Most values there can be: what remains of 32 bits beside an owner's place in its block.
pub(crate) const MAX_VALUES: usize = 1 << (32 - PLACE_BITS);

const BLOCK: usize = 64;
/// Where a value has its words if it has none.
const RARE: usize = usize::MAX;
const PLACE_BITS: u32 = BLOCK.trailing_zeros();
const PLACES: u32 = BLOCK as u32 - 1;

/// Pairs of value and owner, to be walked more than once.
pub(crate) trait Pairs {
    /// Calls `visit` with every pair of a value that is wanted and an owner: the value, a block of 64 owners, and a
    /// bit for each of those of them that carry it.
    fn for_each(&self, is_wanted: impl Fn(u32) -> bool, visit: impl FnMut(u32, usize, u64));
}

impl Incidence {
    /// Arranges `pairs`, whose values are below the length of `sizes`, which says how many owners each has, and whose
    /// owners are below `owners`.
    pub(crate) fn new(owners: usize, sizes: &[u32], pairs: &impl Pairs) -> Self {
        let blocks = owners.div_ceil(BLOCK);
        let is_frequent = |size: u32| size as usize >= blocks.max(1);
        let frequent: Vec<u32> =
            (0..).zip(sizes).filter(|(_, size)| is_frequent(**size)).map(|(value, _)| value).collect();
        let mut slots = vec![RARE; sizes.len()];
        frequent.iter().enumerate().for_each(|(slot, &value)| slots[value as usize] = slot);

        let mut words = vec![0_u64; blocks * frequent.len()];
        // The end of each block's entries, which starts as the place of the first and moves on with each.
        let mut rare_ends = vec![0_u32; blocks];
        let mut rare = Vec::new();
        // The same walk twice, the first time to learn where the entries of each block go: one loop, since every copy
        // of that walk would be compiled at each cold start.
        for is_second in [false, true] {
            if is_second {
                let mut total = 0;
                for end in &mut rare_ends {
                    total += std::mem::replace(end, total);
                }
                rare = vec![0; total as usize];
            }
            pairs.for_each(
                |value| !is_second || slots[value as usize] == RARE,
                |value, block, owners| {
                    let slot = slots[value as usize];
                    if slot != RARE {
                        words[block * frequent.len() + slot] |= owners;
                    } else if is_second {
                        for place in Ones(owners) {
                            rare[rare_ends[block] as usize] = value << PLACE_BITS | place as u32;
                            rare_ends[block] += 1;
                        }
                    } else {
                        rare_ends[block] += owners.count_ones();
                    }
                },
            );
        }
        Self { frequent, words, rare_ends, rare }
    }

    /// Adds to `counts`, for each of `values`, how many members of `set` carry it. Counts of other values may change.
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

    /// The same where every owner counts as often as `weights` says.
    pub(crate) fn count_weighted(&self, weights: &[u32], values: &Range<usize>, counts: &mut [u32]) {
        let slots = self.slots(values);
        let mut sums = vec![0; slots.len()];
        for (block, weights) in weights.chunks(BLOCK).enumerate() {
            let all = weights.iter().fold(0, |all, weight| all | weight);
            if all == 0 {
                continue;
            }
            let words = &self.words_of(block)[slots.clone()];
            // One binary digit of the weights at a time: the owners whose weight has it are a set like any other.
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

    /// Whether `value` is carried by an owner in 64 or more.
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

    /// The places of `values` among the frequent ones.
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

/// Adds to each of `sums` how many of `members` are in the word beside it, times two to the power of `digit`.
#[inline]
fn add_members(words: &[u64], members: u64, digit: u32, sums: &mut [u32]) {
    for (sum, owners) in sums.iter_mut().zip(words) {
        *sum += (owners & members).count_ones() << digit;
    }
}

/// A byte of each of up to 64 weights, eight to a lane.
fn lanes(weights: &[u32], shift: u32) -> [u64; 8] {
    let mut lanes = [0; 8];
    for (lane, weights) in lanes.iter_mut().zip(weights.chunks(8)) {
        *lane = weights.iter().rev().fold(0, |lane, weight| lane << 8 | u64::from(weight >> shift & 0xff));
    }
    lanes
}

/// A bit for each byte of `lanes`: whether it has this binary digit.
fn members(lanes: &[u64; 8], digit: u32) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // Multiplied so, the lowest bits of eight bytes meet in the highest byte, the first byte's lowest.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let gathered = lanes.iter().map(|lane| (lane >> digit & ONES).wrapping_mul(GATHER) >> 56);
    gathered.rev().fold(0, |word, bits| word << 8 | bits)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    struct Listed(BTreeSet<(u32, u32)>);

    impl Pairs for Listed {
        fn for_each(&self, is_wanted: impl Fn(u32) -> bool, mut visit: impl FnMut(u32, usize, u64)) {
            let wanted = self.0.iter().filter(|(value, _)| is_wanted(*value));
            wanted.for_each(|&(value, owner)| visit(value, owner as usize / BLOCK, 1 << (owner % 64)));
        }
    }

    const VALUES: u32 = 12;

    /// Owners, and who carries what: some values nearly everywhere, some hardly anywhere.
    fn pairs() -> impl Strategy<Value = (usize, Listed, Vec<u32>)> {
        (1_usize..300).prop_flat_map(|owners| {
            let bound = u32::try_from(owners).unwrap_or(0);
            // The higher its number, the rarer a value.
            let pair = (0..VALUES, 0..bound).prop_map(|(value, owner)| (value, owner - owner % (value + 1)));
            let weights = prop_oneof![Just(0_u32), 1_u32..4, any::<u16>().prop_map(u32::from)];
            (
                Just(owners),
                proptest::collection::btree_set(pair, 0..600).prop_map(Listed),
                proptest::collection::vec(weights, owners),
            )
        })
    }

    fn sizes(Listed(pairs): &Listed) -> Vec<u32> {
        (0..VALUES).map(|value| pairs.iter().filter(|pair| pair.0 == value).count() as u32).collect()
    }

    proptest! {
        #[test]
        fn counts_are_those_of_the_pairs((owners, pairs, weights) in pairs(), from in 0..VALUES, to in 0..=VALUES) {
            let incidence = Incidence::new(owners, &sizes(&pairs), &pairs);
            let mut set = Bitset::empty(owners);
            (0..owners).filter(|&owner| weights[owner] % 2 == 1).for_each(|owner| set.insert(owner));
            let values = from as usize..(to.max(from)) as usize;
            let (mut counts, mut weighted) = (vec![0; VALUES as usize], vec![0; VALUES as usize]);
            incidence.count(&set, &values, &mut counts);
            incidence.count_weighted(&weights, &values, &mut weighted);
            for value in values {
                let of_value = || pairs.0.iter().filter(|pair| pair.0 as usize == value).map(|pair| weights[pair.1 as usize]);
                prop_assert_eq!(counts[value], of_value().map(|weight| weight % 2).sum::<u32>());
                prop_assert_eq!(weighted[value], of_value().sum::<u32>());
            }
        }

        #[test]
        fn owners_and_values_come_back((owners, pairs, _) in pairs()) {
            let incidence = Incidence::new(owners, &sizes(&pairs), &pairs);
            for value in 0..VALUES {
                let mut set = Bitset::empty(owners);
                incidence.unite_into(value as usize, &mut set);
                let expected = pairs.0.iter().filter(|pair| pair.0 == value).map(|pair| pair.1 as usize);
                prop_assert!(set.iter().eq(expected));
                let share = sizes(&pairs)[value as usize] as usize;
                prop_assert_eq!(incidence.is_frequent(value as usize), share >= owners.div_ceil(BLOCK));
            }
            for owner in 0..owners {
                let of_owner = pairs.0.iter().filter(|pair| pair.1 as usize == owner).map(|pair| pair.0 as usize);
                prop_assert_eq!(incidence.of(owner), of_owner.collect::<Vec<_>>());
            }
        }
    }
}
