//! A column of unsigned integers in the narrowest width that holds them all.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Inconsistency;

/// `len` little-endian integers of 1, 2 or 4 bytes each.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Column<'a> {
    width: u8,
    #[serde(borrow, with = "serde_bytes")]
    data: Cow<'a, [u8]>,
}

impl<'a> Column<'a> {
    /// Packs `values` into the narrowest column.
    pub(crate) fn pack(values: &[u32]) -> Self {
        let width: u8 = match values.iter().max().copied().unwrap_or(0) {
            0..=0xff => 1,
            0x100..=0xffff => 2,
            _ => 4,
        };
        let data = values.iter().flat_map(|value| value.to_le_bytes().into_iter().take(width.into())).collect();
        Self { width, data: Cow::Owned(data) }
    }

    /// Holds the column to the `len` values below `bound` that its place in the snapshot calls for.
    pub(crate) fn check(&self, part: &'static str, len: usize, bound: usize) -> Result<(), Inconsistency> {
        if !matches!(self.width, 1 | 2 | 4) {
            return Err(Inconsistency::new(part, format!("column width {} is not 1, 2 or 4", self.width)));
        }
        if self.data.len() != len * usize::from(self.width) {
            let found = self.data.len() / usize::from(self.width);
            return Err(Inconsistency::new(part, format!("{found} entries where {len} belong")));
        }
        match self.iter().position(|value| value as usize >= bound) {
            Some(at) => Err(Inconsistency::new(part, format!("entry {at} is {}, not below {bound}", self.get(at)))),
            None => Ok(()),
        }
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.data.len() / usize::from(self.width.max(1))
    }

    /// The entry at `index`; 0 beyond the end, which a checked column never reaches.
    pub(crate) fn get(&self, index: usize) -> u32 {
        let width = usize::from(self.width);
        let at = index * width;
        self.data.get(at..at + width).map_or(0, little_endian)
    }

    /// All entries in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.data.chunks_exact(usize::from(self.width.max(1))).map(little_endian)
    }

    /// Sets the bit of every place in `words` whose entry is wanted; every entry must be below the length of `wanted`.
    pub(crate) fn mark(&self, wanted: &[bool], words: &mut [u64]) {
        if self.width == 1 {
            // By far the usual width: a table without bounds to check, and one store for 64 entries.
            let mut table = [0_u8; 256];
            table.iter_mut().zip(wanted).for_each(|(flag, &is_wanted)| *flag = is_wanted.into());
            for (word, entries) in words.iter_mut().zip(self.data.chunks(64)) {
                let flags = entries.iter().zip(0_u32..).map(|(&entry, at)| u64::from(table[usize::from(entry)]) << at);
                *word |= flags.fold(0, |all, flag| all | flag);
            }
        } else {
            let places = self.iter().enumerate().filter(|(_, entry)| wanted[*entry as usize]);
            places.for_each(|(place, _)| words[place / 64] |= 1 << (place % 64));
        }
    }
}

fn little_endian(bytes: &[u8]) -> u32 {
    match *bytes {
        [a] => u32::from(a),
        [a, b] => u32::from(u16::from_le_bytes([a, b])),
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn the_narrowest_width_holds_every_value() {
        for (values, width) in [(vec![], 1), (vec![255, 0], 1), (vec![256], 2), (vec![65_535, 1], 2), (vec![65_536], 4)]
        {
            let column = Column::pack(&values);
            assert_eq!(column.width, width);
            assert_eq!(column.iter().collect::<Vec<_>>(), values);
            assert!((0..values.len()).all(|at| column.get(at) == values[at]));
            column.check("test", values.len(), 65_537).unwrap();
        }
    }

    #[test]
    fn wanted_entries_are_marked_in_any_width() {
        for count in [200_u32, 2_000] {
            let values: Vec<u32> = (0..count).rev().collect();
            let wanted: Vec<bool> = (0..count).map(|value| value % 3 == 0).collect();
            let mut words = vec![0_u64; values.len().div_ceil(64)];
            Column::pack(&values).mark(&wanted, &mut words);
            for (place, value) in values.iter().enumerate() {
                assert_eq!(words[place / 64] >> (place % 64) & 1 == 1, value % 3 == 0);
            }
        }
    }

    #[test]
    fn wrong_widths_lengths_and_bounds_are_inconsistent() {
        let column = Column::pack(&[1, 2, 3]);
        assert!(column.check("test", 4, 10).is_err());
        assert!(column.check("test", 3, 3).is_err());
        let odd = Column { width: 3, data: Cow::Borrowed(&[0; 9]) };
        assert!(odd.check("test", 3, 10).is_err());
        let zero = Column { width: 0, data: Cow::Borrowed(&[]) };
        assert!(zero.check("test", 0, 10).is_err());
    }
}
