//! Entries of a ranking in little space.
//!
//! An entry with the count of the one before it is twice the distance of their values. Any other is twice its value plus 1, and
//! then the difference of the counts. The entries of one count are in order of their values, so most take a byte.

use super::{
    packed::{Packer, Unpacker},
    ranking::Entry,
};

/// A place in packed entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EntryCursor {
    /// Number of bytes before it.
    pub(crate) byte: u32,
    /// Count of the entry before it, [`u32::MAX`] if there is none.
    pub(crate) count: u32,
    /// Value of that entry.
    pub(crate) value: u32,
}

impl EntryCursor {
    /// The place of the first entry.
    pub(crate) const START: Self = Self { byte: 0, count: u32::MAX, value: 0 };

    /// Replaces `entries` by those of `packed` from this place on, at most `most`, and moves this place behind them. Fewer than
    /// `most` means that none is left.
    #[inline(never)]
    pub(crate) fn unpack(&mut self, packed: &[u32], most: usize, entries: &mut Vec<u64>) {
        let mut numbers = Unpacker::at(packed, self.byte);
        entries.clear();
        while entries.len() < most {
            // No entry is 0, because the values of one count differ.
            let number = numbers.next();
            if number == 0 {
                break;
            }
            if number & 1 == 0 {
                self.value = self.value.wrapping_add(number >> 1);
            } else {
                self.value = number >> 1;
                self.count = self.count.wrapping_sub(numbers.next());
            }
            self.byte = numbers.byte();
            entries.push(Entry::bits(self.count, self.value));
        }
    }
}

/// Packs [entries](Entry), which are in reply order.
#[inline(never)]
pub(crate) fn pack_entries(entries: &[u64]) -> Vec<u32> {
    let mut packer = Packer::default();
    let EntryCursor { mut count, mut value, .. } = EntryCursor::START;
    for entry in Entry::all(entries) {
        let next = entry.place() as u32;
        if entry.count() == count {
            packer.push((next - value) << 1);
        } else {
            packer.push(next << 1 | 1);
            packer.push(count - entry.count());
        }
        (count, value) = (entry.count(), next);
    }
    packer.finish()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::btree_set, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn unpacked_entries_are_those_packed(
            entries in btree_set((prop_oneof![1_u32..4, 1_u32..=u32::MAX - 1], 0_u32..9_000_000), 0..60),
            most in 1_usize..9,
        ) {
            let mut entries: Vec<u64> = entries.into_iter().map(|(count, value)| Entry::bits(count, value)).collect();
            entries.sort_unstable_by(|a, b| b.cmp(a));
            let packed = pack_entries(&entries);
            let (mut cursor, mut unpacked, mut part) = (EntryCursor::START, Vec::<u64>::new(), Vec::new());
            loop {
                cursor.unpack(&packed, most, &mut part);
                unpacked.extend(&part);
                if part.len() < most {
                    break;
                }
            }
            prop_assert_eq!(unpacked, entries);
        }

        #[test]
        fn anything_can_be_unpacked(
            packed in proptest::collection::vec(any::<u32>(), 0..20),
            [byte, count, value] in any::<[u32; 3]>(),
        ) {
            let (mut cursor, mut entries) = (EntryCursor { byte, count, value }, Vec::<u64>::new());
            cursor.unpack(&packed, 1_000, &mut entries);
            prop_assert!(entries.len() <= 100);
        }
    }
}
