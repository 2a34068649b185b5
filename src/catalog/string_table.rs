//! Many short byte strings, stored one after another.

use std::ops::Range;

use super::{
    column::Column,
    inconsistency::Inconsistency,
    sections::{Sections, SectionsBuf},
};

/// Byte strings, each found in constant time.
#[derive(Clone, Debug, Default)]
pub(crate) struct StringTable<'a> {
    bytes: &'a [u8],
    ends: Vec<u32>,
}

/// A short string, and the bytes that contain it.
#[derive(Clone, Debug)]
pub(crate) struct Piece<'h> {
    pub(crate) heap: &'h [u8],
    /// Range of the string in the heap.
    pub(crate) place: Range<usize>,
}

impl<'h> Piece<'h> {
    /// All of `heap`.
    pub(crate) fn whole(heap: &'h [u8]) -> Self {
        Self { heap, place: 0..heap.len() }
    }
}

/// Suffix of the name of the section with the strings' lengths.
const LENGTHS: &str = ".lengths";

impl<'a> StringTable<'a> {
    /// Writes `strings` in their order as section `name`, and their lengths beside it.
    pub(crate) fn put<S: AsRef<[u8]>>(sections: &mut SectionsBuf, name: &str, strings: impl IntoIterator<Item = S>) {
        let (mut bytes, mut lengths) = (Vec::new(), Vec::new());
        for string in strings {
            let string = string.as_ref();
            bytes.extend_from_slice(string);
            // A string of 4 GiB or more fails the check that every snapshot passes before publication.
            lengths.push(u32::try_from(string.len()).unwrap_or(u32::MAX));
        }
        Column::put(sections, &format!("{name}{LENGTHS}"), &lengths);
        sections.put(name, bytes);
    }

    /// Opens section `name` of `count` strings, or of as many as there are if `count` is `None`.
    #[inline(never)]
    pub(crate) fn open(sections: &Sections<'a>, name: &str, count: Option<usize>) -> Result<Self, Inconsistency> {
        let bytes = sections.get(name)?;
        let lengths = Column::open(sections, &format!("{name}{LENGTHS}"), count, usize::MAX)?;
        let ends = lengths.running_totals().ok_or_else(|| Inconsistency::new(name, "longer than 4 GiB"))?;
        let end = ends.last().copied().unwrap_or(0);
        if end as usize != bytes.len() {
            let detail = format!("lengths add up to {end} bytes, found {}", bytes.len());
            return Err(Inconsistency::new(name, detail));
        }
        Ok(Self { bytes, ends })
    }

    /// Number of strings.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string at `index`, or an empty one beyond the end. Checked indexes never lie beyond it.
    pub(crate) fn get(&self, index: usize) -> &'a [u8] {
        self.bytes.get(self.range(index)).unwrap_or_default()
    }

    /// The string at `index`, without its first `head` and its last `tail` bytes.
    #[inline(always)]
    pub(crate) fn piece(&self, index: usize, head: usize, tail: usize) -> Piece<'a> {
        let Range { start, end } = self.range(index);
        Piece { heap: self.bytes, place: start + head..end - tail }
    }

    fn range(&self, index: usize) -> Range<usize> {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        start as usize..end as usize
    }

    /// All strings in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a [u8]> + Clone + '_ {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Number of strings for which `is_before` is true. It must be true for the strings before an index, and false for
    /// the rest.
    pub(crate) fn partition_point(&self, is_before: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if is_before(self.get(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The bytes of all strings, one string after another.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::catalog::sections::reopened;

    #[test]
    fn strings_come_back_in_order() {
        let put = |sections: &mut SectionsBuf| StringTable::put(sections, "x", ["", "ab", "", "c"]);
        reopened(put, |sections| {
            let strings = StringTable::open(sections, "x", Some(4)).unwrap();
            assert_eq!(strings.iter().collect::<Vec<_>>(), [b"".as_slice(), b"ab", b"", b"c"]);
            assert_eq!(strings.get(4), b"");
            assert_eq!(strings.bytes(), b"abc");
        });
    }

    #[test]
    fn lengths_that_do_not_add_up_are_inconsistent() {
        let opens = |lengths: &[u32], count| {
            let put = |sections: &mut SectionsBuf| {
                sections.put("x", "abc");
                Column::put(sections, "x.lengths", lengths);
            };
            reopened(put, |sections| StringTable::open(sections, "x", count).is_ok())
        };
        assert!(opens(&[1, 2], Some(2)));
        assert!(!opens(&[1, 2], Some(3)));
        assert!(!opens(&[1, 1], None));
        assert!(!opens(&[u32::MAX, 4], None));
    }
}
