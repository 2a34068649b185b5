//! Many short byte strings, packed end to end.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Inconsistency, column::Column};

/// The stored form: the strings end to end, and the length of each.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Packed<'a> {
    #[serde(borrow, with = "serde_bytes")]
    bytes: Cow<'a, [u8]>,
    #[serde(borrow)]
    lengths: Column<'a>,
}

impl<'a> Packed<'a> {
    /// Packs `strings` in their order.
    ///
    /// # Panics
    /// Never: a string of 4 GiB does not fit the memory of any machine that builds catalogues of them, and its length
    /// would be caught by the check that every snapshot passes before it is published.
    pub(crate) fn pack<S: AsRef<[u8]>>(strings: impl IntoIterator<Item = S>) -> Self {
        let (mut bytes, mut lengths) = (Vec::new(), Vec::new());
        for string in strings {
            let string = string.as_ref();
            bytes.extend_from_slice(string);
            lengths.push(u32::try_from(string.len()).unwrap_or(u32::MAX));
        }
        Self { bytes: Cow::Owned(bytes), lengths: Column::pack(&lengths) }
    }

    /// Opens `count` strings, or as many as there are where `count` is `None`.
    pub(crate) fn open(self, part: &'static str, count: Option<usize>) -> Result<Slices<'a>, Inconsistency> {
        self.lengths.check(part, count.unwrap_or(self.lengths.len()), usize::MAX)?;
        let mut ends = Vec::with_capacity(self.lengths.len());
        let mut end = 0_u32;
        for length in self.lengths.iter() {
            end = end
                .checked_add(length)
                .ok_or_else(|| Inconsistency::new(part, "lengths add up to more than 4 GiB".to_owned()))?;
            ends.push(end);
        }
        if end as usize != self.bytes.len() {
            let detail = format!("lengths add up to {end} bytes where there are {}", self.bytes.len());
            return Err(Inconsistency::new(part, detail));
        }
        Ok(Slices { bytes: self.bytes, ends })
    }
}

/// The opened form: any string in constant time.
#[derive(Clone, Debug)]
pub(crate) struct Slices<'a> {
    bytes: Cow<'a, [u8]>,
    ends: Vec<u32>,
}

impl Slices<'_> {
    /// Number of strings.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string at `index`; empty beyond the end, which checked indexes never reach.
    pub(crate) fn get(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.bytes.get(start as usize..end as usize).unwrap_or_default()
    }

    /// All strings in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> + Clone {
        (0..self.len()).map(|index| self.get(index))
    }

    /// All strings end to end.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn strings_come_back_in_order() {
        let slices = Packed::pack(["", "ab", "", "c"]).open("test", Some(4)).unwrap();
        assert_eq!(slices.iter().collect::<Vec<_>>(), [b"".as_slice(), b"ab", b"", b"c"]);
        assert_eq!(slices.get(4), b"");
        assert_eq!(slices.bytes(), b"abc");
    }

    #[test]
    fn lengths_that_do_not_add_up_are_inconsistent() {
        let packed = |lengths: &[u32]| Packed { bytes: Cow::Borrowed(b"abc"), lengths: Column::pack(lengths) };
        assert!(packed(&[1, 2]).open("test", Some(2)).is_ok());
        assert!(packed(&[1, 2]).open("test", Some(3)).is_err());
        assert!(packed(&[1, 1]).open("test", None).is_err());
        assert!(packed(&[u32::MAX, 4]).open("test", None).is_err());
    }
}
