//! A column of unsigned integers in the smallest width that fits all of them.

use super::{
    inconsistency::Inconsistency,
    sections::{Sections, SectionsBuf},
};

/// `len` little-endian integers of 1, 2 or 4 bytes each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column<'a> {
    width: usize,
    data: &'a [u8],
}

impl<'a> Column<'a> {
    /// Writes `values` as section `name`: a byte for the width, then the values.
    pub(crate) fn put(sections: &mut SectionsBuf, name: &str, values: &[u32]) {
        let width: u8 = match values.iter().max().copied().unwrap_or(0) {
            0..=0xff => 1,
            0x100..=0xffff => 2,
            _ => 4,
        };
        let mut bytes = vec![width];
        bytes.extend(values.iter().flat_map(|value| value.to_le_bytes().into_iter().take(width.into())));
        sections.put(name, bytes);
    }

    /// Opens section `name`. Checks that it has `len` values (any number if `None`), all below `bound`.
    #[inline(never)]
    pub(crate) fn open(
        sections: &Sections<'a>,
        name: &str,
        len: Option<usize>,
        bound: usize,
    ) -> Result<Self, Inconsistency> {
        let (width, data) = match sections.get(name)?.split_first() {
            Some((width @ (1 | 2 | 4), data)) => (usize::from(*width), data),
            _ => return Err(Inconsistency::new(name, "width is not 1, 2 or 4 bytes")),
        };
        let column = Self { width, data };
        if data.len() != len.unwrap_or(column.len()) * width {
            return Err(Inconsistency::new(
                name,
                format!("{} bytes are not the expected number of entries", data.len()),
            ));
        }
        match column.iter().position(|value| value as usize >= bound) {
            Some(at) => {
                let detail = format!("entry {at} is {}, not below {bound}", column.get(at));
                Err(Inconsistency::new(name, detail))
            }
            None => Ok(column),
        }
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.data.len() / self.width
    }

    /// The entry at `index`, or 0 beyond the end. The indexes of a checked column never lie beyond it.
    #[inline(always)]
    pub(crate) fn get(&self, index: usize) -> u32 {
        // A width that is constant in each arm makes a read of one instruction.
        match self.width {
            1 => self.bytes(index).map_or(0, |[byte]| byte.into()),
            2 => self.bytes(index).map_or(0, |bytes| u16::from_le_bytes(bytes).into()),
            _ => self.bytes(index).map_or(0, u32::from_le_bytes),
        }
    }

    #[inline(always)]
    fn bytes<const N: usize>(&self, index: usize) -> Option<[u8; N]> {
        self.data.get(index * N..)?.first_chunk().copied()
    }

    /// All entries in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.data.chunks_exact(self.width).map(little_endian)
    }

    /// The running totals of the counts in section `name`, which must add up to `total`.
    pub(crate) fn ends(&self, name: &str, total: usize) -> Result<Vec<u32>, Inconsistency> {
        let ends = self.running_totals().filter(|ends| ends.last().copied().unwrap_or(0) as usize == total);
        ends.ok_or_else(|| Inconsistency::new(name, format!("expected counts that add up to {total}")))
    }

    /// The running totals of all entries; `None` if they pass 32 bits.
    pub(crate) fn running_totals(&self) -> Option<Vec<u32>> {
        let mut total = 0_u32;
        let totals = self.iter().map(|value| {
            total = total.checked_add(value)?;
            Some(total)
        });
        totals.collect()
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
    use crate::catalog::sections::reopened;

    fn with_column<T>(values: &[u32], test: impl FnOnce(Column<'_>) -> T) -> T {
        let open = |sections: &Sections<'_>| test(Column::open(sections, "x", Some(values.len()), usize::MAX).unwrap());
        reopened(|sections| Column::put(sections, "x", values), open)
    }

    #[test]
    fn the_narrowest_width_holds_every_value() {
        for (values, width) in [(vec![], 1), (vec![255, 0], 1), (vec![256], 2), (vec![65_535, 1], 2), (vec![65_536], 4)]
        {
            with_column(&values, |column| {
                assert_eq!(column.width, width);
                assert_eq!(column.iter().collect::<Vec<_>>(), values);
                assert!((0..values.len()).all(|at| column.get(at) == values[at]));
            });
        }
    }

    #[test]
    fn wrong_widths_lengths_and_bounds_are_inconsistent() {
        let opens = |bytes: &[u8], len, bound| {
            let open = |sections: &Sections<'_>| Column::open(sections, "x", len, bound).is_ok();
            reopened(|sections| sections.put("x", bytes), open)
        };
        assert!(opens(&[1, 1, 2, 3], Some(3), 4));
        assert!(opens(&[1, 1, 2, 3], None, 4));
        assert!(!opens(&[1, 1, 2, 3], Some(4), 4));
        assert!(!opens(&[1, 1, 2, 3], Some(3), 3));
        assert!(!opens(&[2, 1, 2, 3], None, 9999));
        assert!(!opens(&[3, 1, 2, 3], Some(1), usize::MAX));
        assert!(!opens(&[0], Some(0), 1));
        assert!(!opens(&[], Some(0), 1));
    }
}
